/** How a customer likes to be served: told by them, or by whoever serves them. */
import { z } from 'zod';
import type { Book } from '../book/book.ts';
import { readBy } from '../cases/read-command.ts';
import { problem, type Problems } from '../cases/refusal.ts';
import type { Preferences } from './record.ts';

const word = (
  description: string,
  example: string,
  most: number,
): z.ZodOptional<z.ZodNullable<z.ZodString>> =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .nullable()
    .meta({ description: `${description} null: no longer.`, examples: [example] })
    .optional();

/** What is sent: what is left out stays as it is. */
export const PREFERENCES = z.strictObject({
  language: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
    .nullable()
    .meta({ description: 'The language that they read. null: no longer.', examples: ['de'] })
    .optional(),
  time_zone: word('The time zone that they live in, by its IANA name.', 'Europe/Berlin', 64),
  channel: word('The channel that they like best.', 'email', 100),
  email: z
    .email()
    .max(254)
    .nullable()
    .meta({ description: 'Their address for mail. null: no longer.', examples: ['ana@mail.example'] })
    .optional(),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9][0-9 ()/.-]{3,38}$/)
    .nullable()
    .meta({ description: 'Their number. null: no longer.', examples: ['+49 30 555 0199'] })
    .optional(),
  called: word('How they like to be addressed.', 'Frau Dr. Weiss', 100),
  note: word('What helps to serve them well.', 'Prefers to be called after five.', 500),
});

/** Names of what can be told. */
const PREFERENCE_NAMES = Object.keys(PREFERENCES.shape);

/** What was told: a value, or null for what counts no more. */
export type Told = Readonly<Record<string, string | null>>;

/** Reads what is told of a customer's preferences. */
export function readPreferences(raw: unknown, { zones }: Pick<Book, 'zones'>): { told: Told } | Problems {
  const sent = readBy(PREFERENCES, 'the preferences', raw);
  if ('problems' in sent) return sent;
  const told = Object.fromEntries(
    Object.entries(sent.value).filter((entry): entry is [string, string | null] => entry[1] !== undefined),
  );
  if (Object.keys(told).length === 0)
    return problem('nothing-told', '', 'Nothing is told.', `Send one of: ${PREFERENCE_NAMES.join(', ')}.`);
  const zone = told['time_zone'];
  if (typeof zone === 'string' && !zones(zone))
    return problem(
      'unknown-time-zone',
      'time_zone',
      `There is no time zone "${zone}".`,
      'Send a region and a city of it, such as "Europe/Berlin".',
    );
  return { told };
}

/** Preferences once something was told. */
export const withTold = (before: Preferences, told: Told): Preferences =>
  Object.fromEntries(Object.entries({ ...before, ...told }).filter(([, value]) => value !== null));
