/**
 * One request seen by one asker at one instant: what is known, what each rule's condition comes to.
 * Everything here is derived from the arguments of `decide`; nothing is kept between decisions.
 */
import type { Amount, Book, Counter, Fact, Grant, Line, RequestType } from '../book/book.ts';
import type { Expr, Type, Value } from '../book/expression.ts';
import { reads } from '../book/logic.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { formatMinor } from '../words/money.ts';
import { formatDay, formatInstant, localDay, startOfDay, type Instant } from '../words/time.ts';
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

/** A line with what its condition came to. */
export type JudgedLine = { line: Line; truth: Truth };

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
};

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
  const assumed = new Map<string, Assumed>();
  const changes = new Set<Instant>();
  const facts = type?.facts ?? book.facts;
  const today = localDay(book.zone, at);
  const window = (from: number | undefined, until: number | undefined): boolean => {
    if (from !== undefined && today < from) changes.add(startOfDay(book.zone, from));
    if (until !== undefined && today <= until) changes.add(startOfDay(book.zone, until + 1));
    return (from === undefined || today >= from) && (until === undefined || today <= until);
  };
  const special = request.special !== undefined && (request.special.until === undefined || at < request.special.until);
  if (request.special?.until !== undefined && at < request.special.until) changes.add(request.special.until);

  const values = new Map<string, Value | undefined>();
  let stake: number | undefined;
  const fact = (name: string): Value | undefined => {
    if (!values.has(name)) values.set(name, readFact(facts.get(name), request, stake, tallies, assumed));
    return values.get(name);
  };
  const counted = (id: string, owner: Person): number | undefined => countFor({ book, tallies, asker, at, assumed, changes, fact }, owner, id);
  const scopeOf = (owner: Person): Scope => ({
    at, zone: book.zone, fact, counter: (id) => counted(id, owner), tables: book.tables, rates: book.rates,
  });
  const truths = new Map<Expr, Map<string, Truth>>();
  const situation: Situation = {
    book, organization, tallies, request, asker, at, type, lines: [], grants: [], facts, asked: { kind: 'none' }, before: 0,
    special, inForce: window(book.inForce.from, book.inForce.until), fact, assumed, changes, counted,
    truth: (expr, owner) => {
      const key = readsPerPerson(book, expr) ? owner.id : '';
      const known = truths.get(expr) ?? new Map<string, Truth>();
      truths.set(expr, known);
      let result = known.get(key);
      if (!result) {
        result = truth(expr, scopeOf(owner));
        known.set(key, result);
        for (const atom of result.atoms) if (atom.until !== undefined) changes.add(atom.until);
      }
      return result;
    },
    valueOf: (expr, owner) => {
      const result = valueOf(expr, scopeOf(owner));
      if (result.until !== undefined) changes.add(result.until);
      return result;
    },
  };
  if (type?.amount) {
    // The stake first: what is asked for if every claim were true decides which claims count (L16).
    const money = type.amount.type.kind === 'money' && type.amount.type.currency === book.currency;
    stake = money ? stakeOf(type.amount, request, facts, scopeOf(asker)) : undefined;
    values.clear();
    situation.asked = askedOf(type.amount, situation);
    situation.before = counted(subjectCounter(type.name), asker) ?? 0;
  }
  const lines = type ? type.lines : book.lines;
  situation.lines = [
    ...lines.map((line) => ({
      line,
      truth: situation.inForce && window(line.inForce.from, line.inForce.until) ? (line.when ? situation.truth(line.when, asker) : ALWAYS) : NEVER,
    })),
    ...neverAbove(situation),
  ];
  const cleared = special && type ? book.specialClients?.cleared.get(type.name) : undefined;
  situation.grants = situation.inForce
    ? [...(type?.grants ?? []), ...(cleared ? [cleared] : [])].filter((grant) => window(grant.inForce.from, grant.inForce.until))
    : [];
  return situation;
}

/** What an amount above `never above` comes to: a line of its own, whose part that fits is offered. */
function neverAbove(s: Situation): JudgedLine[] {
  const { type } = s;
  if (!type?.amount?.neverAbove || !s.inForce) return [];
  const line: Line = { id: `${type.name}/never above`, name: 'never above', kind: 'unachievable', inForce: {}, instead: [] };
  const limit = s.valueOf(type.amount.neverAbove, s.asker);
  const facts = limit.atoms.flatMap((atom) => atom.facts);
  if (s.asked.kind === 'unknown' || typeof limit.value !== 'number') {
    return [{ line, truth: { value: undefined, atoms: [], unknown: [...(s.asked.kind === 'unknown' ? s.asked.unknown : []), ...limit.unknown] } }];
  }
  // "All that fits" fits, unless not even the smallest unit does.
  const units = s.asked.kind === 'known' ? s.asked.units : 1;
  const value = units + s.before > limit.value;
  const text = `${amountWords(s)} > ${formatAmount(type.amount.type, limit.value)}`;
  return [{ line, truth: { value, atoms: [{ text, value, facts: [...(type.amount.fact === undefined ? [] : [type.amount.fact]), ...facts] }], unknown: [] } }];
}

/** The words for the amount in a comparison: with what was granted before, when there is any. */
export const amountWords = (s: Situation): string => (s.before > 0 ? 'amount with what was granted before' : 'amount');

function askedOf(amount: Amount, s: Situation): Asked {
  const given = s.request.facts.get(amount.fact ?? '');
  const said = given !== undefined && !('unsure' in given);
  if (amount.allThatFits && !said && s.facts.get(amount.fact ?? '')?.ifNotSaid === undefined) return { kind: 'all that fits' };
  const { value, unknown, atoms } = s.valueOf(amount.expr, s.asker);
  if (typeof value !== 'number' || value < 0) return { kind: 'unknown', unknown };
  return { kind: 'known', units: value, atoms };
}

/** The amount with every claim taken as true, or undefined. */
function stakeOf(amount: Amount, request: Request, facts: ReadonlyMap<string, Fact>, scope: Scope): number | undefined {
  const { value } = valueOf(amount.expr, {
    ...scope,
    fact: (name) => {
      const given = request.facts.get(name);
      return given && 'value' in given ? given.value : given ? undefined : facts.get(name)?.ifNotSaid;
    },
  });
  return typeof value === 'number' ? value : undefined;
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

const perPerson = new WeakMap<Expr, boolean>();

/** Whether a condition reads a counter that differs from person to person. */
function readsPerPerson(book: Book, expr: Expr): boolean {
  let result = perPerson.get(expr);
  if (result === undefined) {
    result = [...reads(expr).counters].some((id) => {
      const per = book.counters.get(id)?.per;
      return per === 'agent' || per === 'unit';
    });
    perPerson.set(expr, result);
  }
  return result;
}

/** A counter's total for a person; a plain number per agent or unit is the asker's. Undefined: it is counted by a fact that is unknown. */
function countFor(s: Pick<Situation, 'book' | 'tallies' | 'asker' | 'at' | 'assumed' | 'changes' | 'fact'>, owner: Person, id: string): number | undefined {
  const counter: Counter | undefined = s.book.counters.get(id);
  if (typeof counter?.per === 'object' && s.fact(counter.per.fact) === undefined) return undefined;
  const tally = s.tallies.get(id);
  const shared = counter?.per === 'agent' ? owner.id === s.asker.id : counter?.per === 'unit' ? owner.id === s.asker.id || (owner.unit !== undefined && owner.unit === s.asker.unit) : true;
  const value = typeof tally === 'number' ? (shared ? tally : undefined) : tally?.get((counter?.per === 'unit' ? owner.unit : owner.id) ?? '');
  if (value === undefined) {
    s.assumed.set(id, { fact: id, value: 0, because: 'no tally' });
    return 0;
  }
  if (value > 0 && counter?.window.kind === 'this') s.changes.add(periodEnd(s.book, counter.window.period, s.at));
  return value;
}

/** The first instant after a calendar period, in the book's time zone. */
function periodEnd(book: Book, period: 'day' | 'week' | 'month' | 'quarter' | 'year', at: Instant): Instant {
  const today = localDay(book.zone, at);
  for (let day = today + 1; ; day++) if (startsPeriod(period, day)) return startOfDay(book.zone, day);
}

function startsPeriod(period: 'day' | 'week' | 'month' | 'quarter' | 'year', day: number): boolean {
  if (period === 'day') return true;
  if (period === 'week') return (((day + 3) % 7) + 7) % 7 === 0; // 1970-01-01 was a Thursday; Monday starts a week.
  const [, month, date] = formatDay(day).split('-');
  if (date !== '01') return false;
  if (period === 'month') return true;
  return period === 'quarter' ? (Number(month) - 1) % 3 === 0 : month === '01';
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
