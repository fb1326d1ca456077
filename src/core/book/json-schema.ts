/** The published JSON Schema of a file, from its zod source. */
import { z } from 'zod';

/** JSON Schema 2020-12 as text, for editors and other programs. */
export const jsonSchema = (file: z.ZodType): string =>
  `${JSON.stringify(z.toJSONSchema(file, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`;
