/** The flag of a special client: set by a person on written criteria, with an account owner and an end date. */
import { z } from 'zod';
import type { Book } from '../book/book.ts';
import { readBy } from '../cases/read-command.ts';
import { problem, type Problems } from '../cases/refusal.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { employedAt, gradeIn } from '../organization/people.ts';
import { meant } from '../words/spelling.ts';
import { DAY, parseDay, parseInstant, startOfDay, type Instant } from '../words/time.ts';
import { flagAt, type CustomerRecord, type Flag } from './record.ts';

/** What is sent to set a flag, or to change one. */
export const FLAG = z.strictObject({
  criteria: z
    .array(z.string().trim().min(1).max(500))
    .min(1)
    .max(20)
    .meta({
      description: 'Why: sentences of the book’s list of criteria; in your own words where it has none.',
      examples: [['Furnishes hotels, practices or offices with us']],
    }),
  until: z
    .string()
    .max(40)
    .meta({
      description: 'Until when, a date (the last day) or an instant; a year ahead at the most.',
      examples: ['2026-12-31'],
    }),
  owner: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .optional()
    .meta({
      description: 'Who looks after them, by id; whoever holds the book’s role when left out.',
      examples: ['rosa'],
    }),
});

/** The book, the people, and the instant that all of it is about. */
export type Now = { book: Book; organization: Organization; at: Instant };

/** A flag that lasts longer is looked at again by somebody. */
const LONGEST_MS = 366 * DAY;

/**
 * Whether a person may set, change, withdraw and list flags: management, and whoever looks after special clients, by the
 * book's role or named with the flag itself. The one rule for it.
 * @param flag the one that is there
 */
export function mayCare({ book }: Pick<Now, 'book'>, person: Person, flag?: Flag): boolean {
  const from = book.management === undefined ? -1 : book.grades.indexOf(book.management);
  const manages = from >= 0 && gradeIn(person, 'any', book) >= from;
  const role = book.specialClients?.accountOwner;
  const cares = (role !== undefined && person.roles.includes(role)) || flag?.owner === person.id;
  return person.kind === 'person' && (manages || cares);
}

/** Why a person may not; undefined: they may. Nobody flags themself. */
export function mayNotCare(
  { book }: Pick<Now, 'book'>,
  person: Person,
  { customer }: Pick<CustomerRecord, 'customer'>,
  flag: Flag | undefined,
): Problems | undefined {
  if (person.id === customer || person.customers.includes(customer))
    return problem(
      'own-request',
      'customer',
      'Nobody decides about themself as a customer.',
      'Ask somebody else of management to do it.',
    );
  if (mayCare({ book }, person, flag)) return undefined;
  const role = book.specialClients?.accountOwner;
  const who = [book.management, role].filter((one) => one !== undefined).join(' or ');
  return problem(
    'not-able',
    'by',
    `${person.name} may not decide who is a special client.`,
    `Ask ${who === '' ? 'management' : `somebody of ${who}`}: they may.`,
  );
}

/** Reads a flag that a person sets on a customer now, against book and people. */
export function readFlag(
  raw: unknown,
  person: Person,
  record: CustomerRecord,
  now: Now,
): { flag: Flag } | Problems {
  const refused = mayNotCare(now, person, record, flagAt(record, now.at));
  if (refused) return refused;
  const sent = readBy(FLAG, 'the flag', raw);
  if ('problems' in sent) return sent;
  const { criteria, owner } = sent.value;
  const wrong = wrongCriteria(criteria, now) ?? wrongOwner(owner, record.customer, now);
  if (wrong) return wrong;
  const until = readUntil(sent.value.until, now);
  if (typeof until !== 'number') return until;
  return {
    flag: {
      criteria: [...new Set(criteria)],
      until,
      setBy: person.id,
      setAt: now.at,
      ...(owner !== undefined && { owner }),
    },
  };
}

/** Where the book lists criteria, they are these. */
function wrongCriteria(criteria: readonly string[], { book }: Now): Problems | undefined {
  const listed = book.specialClients?.criteria ?? [];
  const known = listed.flatMap((text) => Object.values(text));
  const at = known.length === 0 ? -1 : criteria.findIndex((one) => !known.includes(one));
  if (at < 0) return undefined;
  const near = meant(criteria[at] ?? '', known);
  return problem(
    'unknown-criterion',
    `criteria[${at}]`,
    'This is none of the criteria that the book lists.',
    near === undefined
      ? `There are: ${listed.map((text) => `“${text[book.language] ?? ''}”`).join(', ')}.`
      : `Did you mean “${near}”?`,
  );
}

function wrongOwner(
  owner: string | undefined,
  customer: string,
  { book, organization, at }: Now,
): Problems | undefined {
  if (owner === undefined) {
    const role = book.specialClients?.accountOwner;
    const held = [...organization.people.values()].some(
      (one) => role !== undefined && one.roles.includes(role) && employedAt(one, at),
    );
    return held
      ? undefined
      : problem(
          'missing-key',
          'owner',
          'Nobody is named to look after them.',
          'Name a person: "owner": "rosa".',
        );
  }
  const found = organization.people.get(owner);
  if (found?.kind !== 'person')
    return problem(
      'unknown-person',
      'owner',
      found ? `${found.name} is an AI agent.` : `There is no "${owner}" in the organization.`,
      'Name a person by their id in the organization file.',
    );
  if (!employedAt(found, at))
    return problem('not-here', 'owner', `${found.name} does not work here now.`, 'Name somebody who does.');
  return found.customers.includes(customer)
    ? problem('own-request', 'owner', 'Nobody looks after themself as a customer.', 'Name somebody else.')
    : undefined;
}

/** A day counts whole, on the wall of the book's time zone. */
function readUntil(text: string, { book, at }: Now): Instant | Problems {
  const day = parseDay(text);
  const until = day === undefined ? parseInstant(text) : startOfDay(book.zone, day + 1);
  if (until === undefined)
    return problem('wrong-value', 'until', 'This is no end date.', 'Send "2026-12-31", or an instant.');
  if (until <= at)
    return problem('in-the-past', 'until', 'This end date is over.', 'Send one that is to come.');
  return until <= at + LONGEST_MS
    ? until
    : problem(
        'too-far',
        'until',
        'A flag ends within a year, so that somebody looks at it again.',
        'Send an earlier one.',
      );
}
