/**
 * One request seen by one asker at one instant: what is known, what each rule's condition comes to.
 * Everything here is derived from the arguments of `decide`; nothing is kept between decisions.
 */
import type { Amount, Book, Fact, Grant, InForce, Line, RequestType } from '../book/book.ts';
import type { Expr, Type, Value } from '../book/expression.ts';
import { reads } from '../book/logic.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { formatMinor } from '../words/money.ts';
import { formatDay, formatInstant, localDay, type Instant } from '../words/time.ts';
import { countFor, keyUnknown, readsPerPerson } from './counting.ts';
import { dayBegins } from './evaluate-time.ts';
import { truth, valueOf, type Atom, type Scope, type Truth, type Unknown } from './evaluate.ts';
import { goodFaithCounter, subjectCounter, type Request, type Tallies } from './request.ts';

export type Assumed = { fact: string; value: unknown; because: 'if not said' | 'good faith' | 'no tally' };

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
  valueOf: (expr: Expr, owner: Person) => ReturnType<typeof valueOf>;
  /** A counter's value for this person; undefined: it is counted by a fact that is unknown. */
  counted: (counter: string, owner: Person) => number | undefined;
  /** Values taken as known, filled as they are read. */
  assumed: Map<string, Assumed>;
  /** Instants after `at` at which something that was read may change, filled as they are read. */
  changes: Set<Instant>;
  /** Notes such an instant; one that has passed changes nothing any more. */
  mayChange: (instant: Instant | undefined) => void;
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
  const basis = type ?? book.types.get('favor');
  const situation: Situation = {
    book, organization, tallies, request, asker, at, type, lines: [], grants: [], facts: basis?.facts ?? book.facts,
    amount: basis?.amount, asked: { kind: 'none' }, before: 0, special: false, inForce: true,
    ...readers({ book, tallies, request, asker, at, facts: basis?.facts ?? book.facts, amount: basis?.amount }),
  };
  const { mayChange } = situation;
  const today = localDay(book.zone, at);
  const holds = ({ from, until }: InForce): boolean => {
    if (from !== undefined) mayChange(dayBegins(book.zone, from, at));
    if (until !== undefined) mayChange(dayBegins(book.zone, until + 1, at));
    return (from === undefined || today >= from) && (until === undefined || today <= until);
  };
  mayChange(request.special?.until);
  situation.special = request.special !== undefined && (request.special.until === undefined || at < request.special.until);
  situation.inForce = holds(book.inForce);
  if (basis?.amount) {
    situation.asked = askedOf(basis.amount, situation);
    situation.before = situation.counted(subjectCounter(basis.name), asker) ?? 0;
  }
  // A book that is not in force has neither lines nor grants: residual authority decides.
  situation.lines = [
    ...(type?.lines ?? book.lines).map((line) => judge(line, situation, situation.inForce && holds(line.inForce))),
    ...neverAbove(situation),
  ];
  const cleared = situation.special && type ? book.specialClients?.cleared.get(type.name) : undefined;
  situation.grants = situation.inForce
    ? [...(type?.grants ?? []), ...(cleared ? [cleared] : [])].filter((grant) => holds(grant.inForce))
    : [];
  return situation;
}

function judge(line: Line, s: Situation, inForce: boolean): JudgedLine {
  const { when } = line;
  const truthFor = (owner: Person): Truth => (!inForce ? NEVER : when ? s.truth(when, owner) : ALWAYS);
  return { line, truth: truthFor(s.asker), truthFor };
}

type Basis = Pick<Situation, 'book' | 'tallies' | 'request' | 'asker' | 'at' | 'facts' | 'amount'>;
type Readers = Pick<Situation, 'fact' | 'truth' | 'valueOf' | 'counted' | 'assumed' | 'changes' | 'mayChange'>;

/** How facts, conditions and counters are read: each once, with what was assumed and what time may change. */
function readers(r: Basis): Readers {
  const { book, at } = r;
  const assumed = new Map<string, Assumed>();
  const changes = new Set<Instant>();
  const mayChange = (instant: Instant | undefined): void => {
    if (instant !== undefined && instant > at) changes.add(instant);
  };
  // Claims are unknown until the amount at stake is: it has to be known from facts that are no claims (L16).
  let stake: number | undefined;
  const values = new Map<string, Value | undefined>();
  const fact = (name: string): Value | undefined => {
    if (!values.has(name)) values.set(name, readFact(r.facts.get(name), r.request, stake, r.tallies, assumed));
    return values.get(name);
  };
  const counted = (id: string, owner: Person): number | undefined => countFor({ ...r, assumed, fact, mayChange }, owner, id);
  /** Evaluates with this person's counters; one that cannot be read names the fact that it is counted by. */
  const within = <T extends { value: unknown; unknown: readonly Unknown[] }>(owner: Person, evaluate: (scope: Scope) => T): T => {
    const keys: Unknown[] = [];
    const counter = (id: string): number | undefined => {
      const value = counted(id, owner);
      if (value === undefined) keys.push(...keyUnknown(book, id));
      return value;
    };
    const result = evaluate({ at, zone: book.zone, fact, counter, tables: book.tables, rates: book.rates });
    return result.value === undefined && keys.length > 0 ? { ...result, unknown: [...result.unknown, ...keys] } : result;
  };
  const read = (expr: Expr, owner: Person): ReturnType<typeof valueOf> => {
    const result = within(owner, (scope) => valueOf(expr, scope));
    mayChange(result.until);
    return result;
  };
  const truths = new Map<Expr, Map<Person | undefined, Truth>>();
  const judged = (expr: Expr, owner: Person): Truth => {
    const key = readsPerPerson(book, expr) ? owner : undefined;
    const known = truths.get(expr) ?? new Map<Person | undefined, Truth>();
    truths.set(expr, known);
    let result = known.get(key);
    if (!result) {
      result = within(owner, (scope) => truth(expr, scope));
      known.set(key, result);
      for (const atom of result.atoms) mayChange(atom.until);
      // What is unknown names no comparisons, and time may settle it all the same.
      if (result.value === undefined && reads(expr).time) read(expr, owner);
    }
    return result;
  };
  if (r.amount?.type.kind === 'money' && r.amount.type.currency === book.currency) {
    const { value } = read(r.amount.expr, r.asker);
    values.clear();
    if (typeof value === 'number') stake = value;
  }
  return { fact, truth: judged, valueOf: read, counted, assumed, changes, mayChange };
}

/** What an amount above `never above` comes to: a line of its own, whose part that fits is offered. */
function neverAbove(s: Situation): JudgedLine[] {
  const { type } = s;
  if (!type?.amount?.neverAbove || !s.inForce) return [];
  const line: Line = { id: `${type.name}/${NEVER_ABOVE}`, name: NEVER_ABOVE, kind: 'unachievable', inForce: {}, instead: [] };
  const truth = aboveTruth(s, type.amount, s.valueOf(type.amount.neverAbove, s.asker));
  return [{ line, truth, truthFor: () => truth }];
}

function aboveTruth(s: Situation, amount: Amount, limit: ReturnType<typeof valueOf>): Truth {
  if (s.asked.kind === 'unknown' || typeof limit.value !== 'number') {
    return { value: undefined, atoms: [], unknown: [...(s.asked.kind === 'unknown' ? s.asked.unknown : []), ...limit.unknown] };
  }
  // "All that fits" fits, unless not even the smallest unit does.
  const units = s.asked.kind === 'known' ? s.asked.units : 1;
  const value = units + s.before > limit.value;
  const text = `${amountWords(s)} > ${formatAmount(amount.type, limit.value)}`;
  const facts = [...(amount.fact === undefined ? [] : [amount.fact]), ...limit.atoms.flatMap((atom) => atom.facts)];
  return { value, atoms: [{ text, value, facts }], unknown: [] };
}

/** The words for the amount in a comparison: with what was granted before, when there is any. */
export const amountWords = (s: Situation): string => (s.before > 0 ? 'amount with what was granted before' : 'amount');

function askedOf(amount: Amount, s: Situation): Asked {
  const given = s.request.facts.get(amount.fact ?? '');
  const said = given ? !('unsure' in given) : s.facts.get(amount.fact ?? '')?.ifNotSaid !== undefined;
  if (amount.allThatFits && !said) return { kind: 'all that fits' };
  const { value, unknown, atoms } = s.valueOf(amount.expr, s.asker);
  if (typeof value !== 'number' || value < 0) return { kind: 'unknown', unknown };
  return { kind: 'known', units: value, atoms };
}

function readFact(fact: Fact | undefined, request: Request, stake: number | undefined, tallies: Tallies, assumed: Map<string, Assumed>): Value | undefined {
  if (!fact) return undefined;
  const given = request.facts.get(fact.name);
  if (!given) {
    if (fact.ifNotSaid !== undefined) assumed.set(fact.name, { fact: fact.name, value: showValue(fact.type, fact.ifNotSaid), because: 'if not said' });
    return fact.ifNotSaid;
  }
  if ('unsure' in given) return undefined;
  if (!given.claimed) return given.value;
  if (fact.goodFaith.kind !== 'up to' || stake === undefined) return undefined;
  const earlier = tallies.get(goodFaithCounter(fact.name));
  if (stake + (typeof earlier === 'number' ? earlier : 0) > fact.goodFaith.minor) return undefined;
  assumed.set(fact.name, { fact: fact.name, value: showValue(fact.type, given.value), because: 'good faith' });
  return given.value;
}

/** An amount as the wire shows it: a decimal string in the type's unit. */
export const formatAmount = (type: Type, units: number): string => (type.kind === 'money' ? formatMinor(units, type.currency) : String(units));

/** A value as the wire shows it. */
export function showValue(type: Type, value: Value): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  switch (type.kind) {
    case 'money':
      return formatMinor(value as number, type.currency);
    case 'date':
      return formatDay(value as number);
    case 'instant':
      return formatInstant(value as number);
    case 'list':
      return (value as readonly Value[]).map((item) => showValue(type.of, item));
    case 'shape': {
      const fields = value as ReadonlyMap<string, Value>;
      return Object.fromEntries([...fields].map(([name, field]) => [name, showValue(type.fields.get(name) ?? { kind: 'any' }, field)]));
    }
    default:
      return value;
  }
}
