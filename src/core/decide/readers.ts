/** How facts, conditions and counters are read: each once, with what was assumed and what time may change. */
import type { Fact } from '../book/book.ts';
import type { Expr, Type, Value } from '../book/expression.ts';
import { reads } from '../book/logic.ts';
import type { Person } from '../organization/organization.ts';
import { formatMinor } from '../words/money.ts';
import { formatDay, formatInstant, type Instant } from '../words/time.ts';
import { countFor, keyUnknown, readsPerPerson } from './counting.ts';
import { truth, valueOf, type Scope, type Truth, type Unknown } from './evaluate.ts';
import { goodFaithCounter, type Request, type Tallies } from './request.ts';
import type { Situation } from './situation.ts';

export type Assumed = { fact: string; value: unknown; because: 'if not said' | 'good faith' | 'no tally' };

/** What an expression comes to that is no condition. */
export type Valued = ReturnType<typeof valueOf>;

type Basis = Pick<Situation, 'book' | 'tallies' | 'request' | 'asker' | 'at' | 'facts' | 'amount'>;
type Readers = Pick<
  Situation,
  'fact' | 'truth' | 'valueOf' | 'counted' | 'assumed' | 'changes' | 'mayChange'
>;

/** What a situation reads with. */
export function readersOf(r: Basis): Readers {
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
    if (!values.has(name))
      values.set(name, readFact(r.facts.get(name), r.request, stake, r.tallies, assumed));
    return values.get(name);
  };
  const counted = (id: string, owner: Person): number | undefined =>
    countFor({ ...r, assumed, fact, mayChange }, owner, id);
  /** Evaluates with this person's counters; one that cannot be read names the fact that it is counted by. */
  const within = <T extends { value: unknown; unknown: readonly Unknown[] }>(
    owner: Person,
    evaluate: (scope: Scope) => T,
  ): T => {
    const keys: Unknown[] = [];
    const counter = (id: string): number | undefined => {
      const value = counted(id, owner);
      if (value === undefined) keys.push(...keyUnknown(book, id));
      return value;
    };
    const result = evaluate({ at, zone: book.zone, fact, counter, tables: book.tables, rates: book.rates });
    return result.value === undefined && keys.length > 0
      ? { ...result, unknown: [...result.unknown, ...keys] }
      : result;
  };
  const read = (expr: Expr, owner: Person): Valued => {
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

function readFact(
  fact: Fact | undefined,
  request: Request,
  stake: number | undefined,
  tallies: Tallies,
  assumed: Map<string, Assumed>,
): Value | undefined {
  if (!fact) return undefined;
  const given = request.facts.get(fact.name);
  if (!given) {
    if (fact.ifNotSaid !== undefined)
      assumed.set(fact.name, {
        fact: fact.name,
        value: showValue(fact.type, fact.ifNotSaid),
        because: 'if not said',
      });
    return fact.ifNotSaid;
  }
  if ('unsure' in given) return undefined;
  if (!given.claimed) return given.value;
  if (fact.goodFaith.kind !== 'up to' || stake === undefined) return undefined;
  const earlier = tallies.get(goodFaithCounter(fact.name));
  if (stake + (typeof earlier === 'number' ? earlier : 0) > fact.goodFaith.minor) return undefined;
  assumed.set(fact.name, {
    fact: fact.name,
    value: showValue(fact.type, given.value),
    because: 'good faith',
  });
  return given.value;
}

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
      return Object.fromEntries(
        [...fields].map(([name, field]) => [
          name,
          showValue(type.fields.get(name) ?? { kind: 'any' }, field),
        ]),
      );
    }
    default:
      return value;
  }
}
