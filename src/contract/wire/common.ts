/** Parts of what goes out that many operations share. Keys are snake_case, instants have their offset, amounts are decimals. */
import { z } from 'zod';
import { formatInstant, type Instant } from '../../core/words/time.ts';

export const instantOut = z.string().meta({
  id: 'Instant',
  description: 'An instant with its offset.',
  examples: ['2026-11-22T09:00:00Z'],
});

/** An instant on the wire. */
export const wireInstant = (at: Instant): string => formatInstant(at);

export const whoOut = z
  .strictObject({ id: z.string(), name: z.string() })
  .meta({ id: 'Who', description: 'A person or AI agent.', examples: [{ id: 'mia', name: 'Mia Torres' }] });
export type WhoOut = z.infer<typeof whoOut>;

/** Where a list goes on; what every list takes. */
export const paging = {
  most: z
    .number()
    .int()
    .min(1)
    .max(200)
    .meta({ description: 'How many at the most; 50 when left out.', examples: [50] })
    .optional(),
  after: z
    .string()
    .max(500)
    .meta({ description: 'Go on after this place: `next` of the page before.', examples: ['eyJpIjoxfQ'] })
    .optional(),
};

/** Whose clock the sentences of a record go by. */
export const clock = {
  time_zone: z
    .string()
    .max(100)
    .meta({
      description: 'Whose wall clock the sentences go by; left out: that of the organization.',
      examples: ['Europe/Berlin'],
    })
    .optional(),
  hour_cycle: z
    .enum(['h12', 'h23'])
    .meta({
      description: 'How the sentences write the hour: `h23` (left out) as 15:12, `h12` as 3:12 PM.',
      examples: ['h12'],
    })
    .optional(),
};

export const nextOut = z
  .string()
  .nullable()
  .meta({ description: 'Where the list goes on; null: here it ends.', examples: [null] });

/** The key of a path that names a case. */
export const caseId = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .meta({ description: 'The case.', examples: ['c0a1b2c3d4e5'] });
