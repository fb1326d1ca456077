/**
 * One request seen by one asker at one instant: what is known, what each rule's condition comes to.
 * Everything here is derived from the arguments of `decide`; nothing is kept between decisions.
 */
import type { AmountType, Amount, Book, Fact, Grant, InForce, Line, RequestType } from '../book/book.ts';
import type { Expr, Type, Value } from '../book/expression.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { formatMinor } from '../words/money.ts';
import { localDay, type Instant } from '../words/time.ts';
import { dayBegins } from './evaluate-time.ts';
import type { Atom, Truth, Unknown } from './evaluate.ts';
import type { Memory } from './memory.ts';
import { readersOf, type Assumed, type Valued } from './readers.ts';
import { isSpecialAt, subjectCounter, typeMeant, type Request, type Tallies } from './request.ts';

/** The amount asked for, in whole units of the type's amount. */
export type Asked =
  | { kind: 'none' }
  | { kind: 'known'; units: number; atoms: readonly Atom[] }
  | { kind: 'unknown'; unknown: readonly Unknown[] }
  /** Left unsaid where the book takes the asker's headroom. */
  | { kind: 'all that fits' };

/** A line with what its condition came to for the asker, and for whoever else would say yes. */
export type JudgedLine = { line: Line; truth: Truth; truthFor: (owner: Person) => Truth };

export type Situation = {
  book: Book;
  organization: Organization;
  tallies: Tallies;
  request: Request;
  asker: Person;
  at: Instant;
  /** The declared type; undefined: nobody wrote a rule for it. */
  type: RequestType | undefined;
  /** The lines that apply, in book order. */
  lines: readonly JudgedLine[];
  grants: readonly Grant[];
  facts: ReadonlyMap<string, Fact>;
  /** What is asked for an amount of; an undeclared type has that of the favor allowance. */
  amount: Amount | undefined;
  asked: Asked;
  /** What was granted of this type on this subject before. */
  before: number;
  /** The flag of a special client, when it is set and not past its end. */
  special: boolean;
  /** Whether the book is in force at all. */
  inForce: boolean;
  /** The value that a fact has for the rules; undefined: unknown. */
  fact: (name: string) => Value | undefined;
  /** What a condition comes to, counters per agent or unit being this person's. */
  truth: (expr: Expr, owner: Person) => Truth;
  valueOf: (expr: Expr, owner: Person) => Valued;
  /** A counter's value for this person; undefined: it is counted by a fact that is unknown. */
  counted: (counter: string, owner: Person) => number | undefined;
  /** Values taken as known, filled as they are read. */
  assumed: Map<string, Assumed>;
  /** Instants after `at` at which something that was read may change, filled as they are read. */
  changes: Set<Instant>;
  /** Notes such an instant; one that has passed changes nothing any more. */
  mayChange: (instant: Instant | undefined) => void;
  memory: Memory;
};

/** The name of the line that an amount above `never above` comes to. */
export const NEVER_ABOVE = 'never above';

const ALWAYS: Truth = { value: true, atoms: [], unknown: [] };
const NEVER: Truth = { value: false, atoms: [], unknown: [] };

/** Looks at a request through a book. `typeName` may differ from the request's own (the favor allowance). */
export function look(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  asker: Person,
  at: Instant,
  typeName: string = request.type,
): Situation {
  const type = book.types.get(typeName);
  const basis = typeMeant(book, typeName);
  const situation: Situation = {
    book,
    organization,
    tallies,
    request,
    asker,
    at,
    type,
    lines: [],
    grants: [],
    facts: basis?.facts ?? book.facts,
    amount: basis?.amount,
    asked: { kind: 'none' },
    before: 0,
    special: false,
    inForce: true,
    memory: new Map(),
    ...readersOf({
      book,
      tallies,
      request,
      asker,
      at,
      facts: basis?.facts ?? book.facts,
      amount: basis?.amount,
    }),
  };
  situation.inForce = isInForce(situation, book.inForce);
  situation.special = isSpecial(situation);
  if (basis?.amount) {
    situation.asked = askedOf(basis.amount, situation);
    situation.before = situation.counted(subjectCounter(basis.name), asker) ?? 0;
  }
  situation.lines = [
    ...(type?.lines ?? book.lines).map((line) => judge(line, situation)),
    ...neverAbove(situation),
  ];
  situation.grants = grantsOf(situation);
  return situation;
}

/** Whether today is one of these days, of a book that is in force itself. */
function isInForce(s: Situation, { from, until }: InForce): boolean {
  const { zone } = s.book;
  const today = localDay(zone, s.at);
  if (from !== undefined) s.mayChange(dayBegins(zone, from, s.at));
  if (until !== undefined) s.mayChange(dayBegins(zone, until + 1, s.at));
  return s.inForce && (from === undefined || today >= from) && (until === undefined || today <= until);
}

function isSpecial({ request, at, mayChange }: Situation): boolean {
  mayChange(request.special?.until);
  return isSpecialAt(request, at);
}

function grantsOf(s: Situation): Grant[] {
  const cleared = s.special && s.type ? s.book.specialClients?.cleared.get(s.type.name) : undefined;
  return [...(s.type?.grants ?? []), ...(cleared ? [cleared] : [])].filter((grant) =>
    isInForce(s, grant.inForce),
  );
}

function judge(line: Line, s: Situation): JudgedLine {
  const { when } = line;
  const inForce = isInForce(s, line.inForce);
  const truthFor = (owner: Person): Truth => (!inForce ? NEVER : when ? s.truth(when, owner) : ALWAYS);
  return { line, truth: truthFor(s.asker), truthFor };
}

/** What an amount above `never above` comes to: a line of its own, whose part that fits is offered. */
function neverAbove(s: Situation): JudgedLine[] {
  const { type } = s;
  if (!type?.amount?.neverAbove || !s.inForce) return [];
  const line: Line = {
    id: `${type.name}/${NEVER_ABOVE}`,
    name: NEVER_ABOVE,
    kind: 'unachievable',
    inForce: {},
    instead: [],
  };
  const above = aboveTruth(s, type.amount, s.valueOf(type.amount.neverAbove, s.asker));
  return [{ line, truth: above, truthFor: () => above }];
}

function aboveTruth(s: Situation, amount: Amount, limit: Valued): Truth {
  if (s.asked.kind === 'unknown' || typeof limit.value !== 'number') {
    return {
      value: undefined,
      atoms: [],
      unknown: [...(s.asked.kind === 'unknown' ? s.asked.unknown : []), ...limit.unknown],
    };
  }
  // "All that fits" fits, unless not even the smallest unit does.
  const units = s.asked.kind === 'known' ? s.asked.units : 1;
  const value = units + s.before > limit.value;
  const text = `${amountWords(s)} > ${formatAmount(amount.type, limit.value)}`;
  const facts = [
    ...(amount.fact === undefined ? [] : [amount.fact]),
    ...limit.atoms.flatMap((atom) => atom.facts),
  ];
  return { value, atoms: [{ text, value, facts }], unknown: [] };
}

/** The words for the amount in a comparison: with what was granted before, when there is any. */
export const amountWords = (s: Situation): string =>
  s.before > 0 ? 'amount with what was granted before' : 'amount';

function askedOf(amount: Amount, s: Situation): Asked {
  const given = s.request.facts.get(amount.fact ?? '');
  const said = given ? !('unsure' in given) : s.facts.get(amount.fact ?? '')?.ifNotSaid !== undefined;
  if (amount.allThatFits && !said) return { kind: 'all that fits' };
  const { value, unknown, atoms } = s.valueOf(amount.expr, s.asker);
  if (typeof value !== 'number' || value < 0) return { kind: 'unknown', unknown };
  return { kind: 'known', units: value, atoms };
}

/** An amount as the wire shows it: a decimal string in the type's unit. */
export const formatAmount = (type: Type, units: number): string =>
  type.kind === 'money' ? formatMinor(units, type.currency) : String(units);

/** What an amount is counted in: a currency, or days, minutes … */
export const unitOf = (type: AmountType): string => (type.kind === 'money' ? type.currency : type.kind);
