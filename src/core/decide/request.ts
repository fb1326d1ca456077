/** A request as `decide` reads it. Made by `read-request.ts`, which checks what came in at a door. */
import type { Book, RequestType } from '../book/book.ts';
import type { Value } from '../book/expression.ts';
import type { Instant } from '../words/time.ts';

/** What was said about a fact. */
export type Given = { value: Value; claimed: boolean; source?: string; at?: Instant } | { unsure: true };

/** Why a person may only advise. */
export type Relation = 'family' | 'friendship' | 'money';

export type Done = {
  /** Units that said yes, and who spoke for them. */
  agreed: readonly { unit: string; by: string }[];
  /** Consult rules that were answered, or stayed silent until their time was over. */
  consulted: readonly { rule: string; silent: boolean }[];
  /** Grounds stated for a grant by exception. */
  grounds: readonly string[];
};

export type Request = {
  id?: string;
  type: string;
  facts: ReadonlyMap<string, Given>;
  customer?: string;
  subject?: string;
  need?: string;
  conversation?: string;
  language?: string;
  /** The customer's, by its IANA name. */
  timeZone?: string;
  done: Done;
  signals: readonly string[];
  asksForAPerson: boolean;
  special?: { owner?: string; until?: Instant };
  /** By person id. */
  relations: ReadonlyMap<string, Relation>;
  /** Fields and facts that nobody reads, as paths. */
  ignored: readonly string[];
};

/** Whether the flag of a special client is set, and not past its end. */
export const isSpecialAt = ({ special }: Request, at: Instant): boolean =>
  special !== undefined && (special.until === undefined || at < special.until);

/** The type that a request is decided as: its own, or the favor allowance for a wish that no rule has heard of. */
export const typeMeant = (book: Book, type: string): RequestType | undefined =>
  book.types.get(type) ?? book.types.get('favor');

/**
 * The ledger's totals by counter id. A counter per agent or per unit has one value for each of them,
 * by person id or unit name; a plain number there is the asker's.
 */
export type Tallies = { get: (id: string) => number | ReadonlyMap<string, number> | undefined };

export const NO_TALLIES: Tallies = new Map();

/** The counter that amount limits count on: what was granted of that type on this subject, ever. */
export const subjectCounter = (type: string): string => `total of ${type} per subject`;

/** The counter that good faith counts on: what a customer was granted on this claim, ever. */
export const goodFaithCounter = (fact: string): string => `good faith in ${fact} per customer`;
