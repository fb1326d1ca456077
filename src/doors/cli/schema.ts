/** `sayso schema`: the published JSON Schemas. */
import { jsonSchema } from '../../core/book/json-schema.ts';
import { BookFile } from '../../core/book/schema.ts';
import { PeopleFile } from '../../core/organization/schema.ts';
import { CasesFile } from '../../core/trial/schema.ts';
import { ANSWERED, print, WrongUse, type World } from './io.ts';

const FILES = { book: BookFile, people: PeopleFile, cases: CasesFile };
export type SchemaName = keyof typeof FILES;
export const schemaNames = Object.keys(FILES) as SchemaName[];

/** The JSON Schema of a file, as text. */
export const schemaText = (name: SchemaName): string => jsonSchema(FILES[name]);

export function schema(world: World, name: string): number {
  const known = schemaNames.find((one) => one === name);
  if (!known) throw new WrongUse(`There is no schema of "${name}".`, `There are: ${schemaNames.join(', ')}.`);
  print(world, schemaText(known).trimEnd());
  return ANSWERED;
}
