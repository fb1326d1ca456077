/** An earlier decision out of what the record says of its case. */
import type { Book, RequestType } from '../book/book.ts';
import { stands, type Answer, type RawRequest } from '../cases/conversation.ts';
import type { Event } from '../cases/event.ts';
import { amountUnits } from '../cases/totals.ts';
import type { Organization } from '../organization/organization.ts';
import type { Instant } from '../words/time.ts';
import { likened } from './likeness.ts';
import type { Decided } from './precedent.ts';

/** What is read of a case. */
export type CaseOnRecord = {
  case: string;
  opened: Instant;
  facts: RawRequest['facts'] | null;
  customer: string | null;
  subject: string | null;
  answer: Answer | null;
  /** The comparisons that its answer hung on. */
  deciding: Decided['deciding'] | null;
  /** The latest approval afterwards of an act beyond the book. */
  ratified: Event<'ratified'> | null;
};

/**
 * The decision that a case came to; undefined: none that stands on its own. What only points at another answer is that
 * one, and an act that was ratified after a no, or without an answer, is a yes.
 */
export function decidedIn(
  book: Book,
  organization: Organization,
  type: RequestType,
  one: CaseOnRecord,
): Decided | undefined {
  const { ratified } = one;
  const answer = one.answer && stands(one.answer) ? one.answer : undefined;
  const final = answer?.kind === 'yes' ? answer : (yesOf(ratified) ?? answer);
  if (!final) return undefined;
  const asked = { facts: one.facts ?? {}, opened: one.opened, deciding: one.deciding ?? [] };
  const alternative = answer?.kind === 'yes' ? answer.alternative : undefined;
  const units = final.kind === 'yes' && final.amount !== undefined ? unitsOf(type, final.amount) : undefined;
  const likeness = likened(type, asked, book.zone);
  const role = roleOf(book, organization, final.by);
  const because = ratified ? becauseOf(ratified, one) : undefined;
  return {
    ...likeness,
    // What was erased of the request is left out of the answer's own amount.
    ...(likeness.amount === undefined &&
      alternative === undefined &&
      units !== undefined && { amount: units }),
    case: one.case,
    at: final.at,
    verdict: final.kind,
    ...(units !== undefined && alternative === undefined && { granted: units }),
    ...(alternative !== undefined && { alternative }),
    rule: final.rule,
    ...(role !== undefined && { role }),
    ...(ratified && { ratified: because === undefined ? {} : { because } }),
  };
}

type Yes = { kind: 'yes'; at: Instant; by: string; rule: string; amount?: string };

const yesOf = (ratified: Event<'ratified'> | null): Yes | undefined =>
  ratified
    ? {
        kind: 'yes',
        at: ratified.at,
        by: ratified.by,
        rule: ratified.rule,
        ...(ratified.amount !== undefined && { amount: ratified.amount }),
      }
    : undefined;

/** An amount of an earlier book may be of another unit: then it is not compared. */
function unitsOf({ amount }: RequestType, text: string): number | undefined {
  if (!amount) return undefined;
  try {
    return amountUnits(amount.type, text);
  } catch {
    return undefined;
  }
}

/** A role, else a grade; of whoever left it is not known any more. */
function roleOf(book: Book, { people }: Organization, id: string): string | undefined {
  const person = people.get(id);
  if (!person) return undefined;
  return (
    person.roles[0] ??
    person.grade ??
    book.grades.findLast((grade) => [...person.grades.values()].includes(grade))
  );
}

const LEAST_LETTERS = 3;

/** Why it was ratified, unless that names the customer: what identifies them, or any words that they are known by. */
function becauseOf(
  { personal }: Event<'ratified'>,
  { customer, subject, facts }: CaseOnRecord,
): string | undefined {
  const because = personal?.words;
  if (because === undefined) return undefined;
  const known = [customer, subject, ...Object.values(facts ?? {}).flatMap(wordsIn)];
  const names = known.some(
    (word) =>
      typeof word === 'string' &&
      word.length >= LEAST_LETTERS &&
      because.toLowerCase().includes(word.toLowerCase()),
  );
  return names ? undefined : because;
}

/** Every text inside a value. */
function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}
