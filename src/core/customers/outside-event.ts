/** What happened outside of any case, as another system reports it. */
import { z } from 'zod';
import { PROMISE_TRIGGER, type Book, type Trigger } from '../book/book.ts';
import { readBy } from '../cases/read-command.ts';
import type { Problems, Refusal } from '../cases/refusal.ts';
import { readRequest } from '../decide/read-request.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { employedAt, fits } from '../organization/people.ts';
import type { Json } from '../words/hash.ts';
import { meant } from '../words/spelling.ts';
import type { Instant } from '../words/time.ts';

/** What is sent. */
export const OUTSIDE_EVENT = z.strictObject({
  system: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta({ description: 'The system that noticed it.', examples: ['carrier'] }),
  id: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: 'Its number there: reported twice, it counts once.', examples: ['delay-4711'] }),
  trigger: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: 'The trigger of the book.', examples: ['late parcel'] }),
  customer: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The customer number, where it is known there.', examples: ['c-10'] }),
  subject: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The order or account that it is about.', examples: ['order-10'] }),
  facts: z
    .record(z.string().max(200), z.json())
    .optional()
    .meta({
      description: 'Facts by name, those of the book.',
      examples: [{ days_late: 3, 'order.speed': 'standard' }],
    }),
});

export type OutsideEvent = {
  system: string;
  id: string;
  trigger: Trigger;
  customer?: string;
  subject?: string;
  facts: Readonly<Record<string, Json>>;
};

/** Reads what was reported against the book. */
export function readOutsideEvent(raw: unknown, book: Book): OutsideEvent | Problems {
  const sent = readBy(OUTSIDE_EVENT, 'the outside event', raw);
  if ('problems' in sent) return sent;
  const { trigger: name, facts, customer, subject, ...rest } = sent.value;
  const trigger = book.triggers.get(name);
  if (!trigger || name === PROMISE_TRIGGER) return { problems: [unknownTrigger(book, name)] };
  const types = new Set(trigger.propose.map((one) => book.alternatives.get(one)?.do?.type ?? one));
  for (const type of types) {
    if (!book.types.has(type)) continue;
    const read = readRequest(book, { type, facts: { ...trigger.facts, ...facts } });
    if ('problems' in read) return read;
  }
  return {
    ...rest,
    trigger,
    facts: facts ?? {},
    ...(customer !== undefined && { customer }),
    ...(subject !== undefined && { subject }),
  };
}

function unknownTrigger({ triggers }: Book, name: string): Refusal {
  const names = [...triggers.keys()].filter((one) => one !== PROMISE_TRIGGER);
  const near = meant(name, names);
  return {
    code: 'unknown-trigger',
    path: 'trigger',
    message:
      name === PROMISE_TRIGGER
        ? 'Sayso notices itself when a promise is about to break.'
        : `The book has no trigger "${name}".`,
    mend:
      near !== undefined && near !== name
        ? `Did you mean "${near}"?`
        : names.length > 0
          ? `Send one of: ${names.join(', ')}.`
          : 'Write it into the book, under "triggers".',
  };
}

/** Whom the book names for a trigger, of those who work here. */
export const namedBy = (
  { to }: Trigger,
  { book, organization, at }: { book: Book; organization: Organization; at: Instant },
): Person[] =>
  to === undefined
    ? []
    : [...organization.people.values()].filter((person) => employedAt(person, at) && fits(to, person, book));
