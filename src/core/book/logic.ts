/** What can be said about conditions without knowing any fact. */
import { children } from './expression.ts';
import type { Expr } from './expression.ts';
import { claimOf, compareLiterals, keyOf } from './logic-claims.ts';
import { complement, intersect, isEmpty } from './logic-sets.ts';
import type { ValueSet } from './logic-sets.ts';

export type Reads = { facts: ReadonlySet<string>; counters: ReadonlySet<string>; time: boolean };

const known = new WeakMap<Expr, Reads>();
const TIMELY: ReadonlySet<string> = new Set(['days_since', 'hours_since', 'convert']);

/** The declared facts and counters that an expression reads, and whether its value may change by time alone. */
export function reads(expr: Expr): Reads {
  const before = known.get(expr);
  if (before) return before;
  const facts = new Set<string>(expr.op === 'fact' ? [expr.fact] : []);
  const counters = new Set<string>(expr.op === 'counter' ? [expr.counter] : []);
  let time = expr.op === 'call' && TIMELY.has(expr.function);
  for (const child of children(expr)) {
    const inner = reads(child);
    for (const fact of inner.facts) facts.add(fact);
    for (const counter of inner.counters) counters.add(counter);
    time ||= inner.time;
  }
  const result = { facts, counters, time };
  known.set(expr, result);
  return result;
}

/** Whether two conditions are the same up to the order of && and || and white space. Undefined: no condition. */
export function sameCondition(a: Expr | undefined, b: Expr | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a === b || keyOf(a) === keyOf(b);
}

/** One comparison: the left side, by key, has a value of the set. */
type Claim = { key: string; set: ValueSet; text: string };
/** Claims that hold together: what every left side may still be, and the comparisons that said so. */
type Conjunction = ReadonlyMap<string, { set: ValueSet; claims: readonly Claim[] }>;

const MAX_CONJUNCTIONS = 64;
const MAX_STEPS = 20_000;

/** Too much to reason about. */
class TooMuch extends Error {}

type Reasoning = { contradiction?: [string, string]; steps: number };
type Constancy = { verdict: 'always' | 'never'; contradiction?: [string, string] };

/** Kept, because nested macros would be reasoned about again and again. */
const verdicts = new WeakMap<Expr, { found: Constancy | undefined }>();

/**
 * 'always' or 'never' if the expression has that value whatever the facts are, as far as can be seen here;
 * `contradiction`: the two comparisons that exclude each other, when that is the reason.
 */
export function constancy(expr: Expr): Constancy | undefined {
  const before = verdicts.get(expr);
  if (before) return before.found;
  const found = findConstancy(expr);
  verdicts.set(expr, { found });
  return found;
}

function findConstancy(expr: Expr): Constancy | undefined {
  const reasoning: Reasoning = { steps: 0 };
  if (isImpossible(expr, true, reasoning)) {
    const { contradiction } = reasoning;
    return contradiction ? { verdict: 'never', contradiction } : { verdict: 'never' };
  }
  return isImpossible(expr, false, { steps: 0 }) ? { verdict: 'always' } : undefined;
}

function isImpossible(expr: Expr, wanted: boolean, reasoning: Reasoning): boolean {
  try {
    return ways(expr, wanted, reasoning).length === 0;
  } catch (error) {
    if (error instanceof TooMuch) return false;
    throw error;
  }
}

/** All ways in which the expression can have the wanted value. */
function ways(expr: Expr, wanted: boolean, reasoning: Reasoning): Conjunction[] {
  if (++reasoning.steps > MAX_STEPS) throw new TooMuch();
  switch (expr.op) {
    case 'term':
      return ways(expr.expr, wanted, reasoning);
    case 'not':
      return ways(expr.arg, !wanted, reasoning);
    case 'and':
    case 'or': {
      const parts = expr.args.map((arg) => ways(arg, wanted, reasoning));
      return (expr.op === 'and') === wanted ? together(parts, reasoning) : limited(parts.flat());
    }
    case 'if': {
      const yes = [ways(expr.test, true, reasoning), ways(expr.then, wanted, reasoning)];
      const no = [ways(expr.test, false, reasoning), ways(expr.else, wanted, reasoning)];
      return limited([...together(yes, reasoning), ...together(no, reasoning)]);
    }
    case 'literal':
      return (expr.value === true) === wanted ? [new Map()] : [];
    case 'all':
    case 'exists': {
      // Of no element, or of every one: then the list does not matter.
      const inner = constancy(expr.test)?.verdict;
      if (expr.op === 'all' && inner === 'always') return wanted ? [new Map()] : [];
      if (expr.op === 'exists' && inner === 'never') return wanted ? [] : [new Map()];
      return claimed(expr, wanted);
    }
    default:
      return claimed(expr, wanted);
  }
}

function limited(conjunctions: Conjunction[]): Conjunction[] {
  if (conjunctions.length > MAX_CONJUNCTIONS) throw new TooMuch();
  return conjunctions;
}

/** Every way of one part with every way of the next, without those that exclude each other. */
function together(parts: readonly Conjunction[][], reasoning: Reasoning): Conjunction[] {
  let result: Conjunction[] = [new Map()];
  for (const part of parts) {
    const next: Conjunction[] = [];
    for (const a of result) {
      for (const b of part) {
        reasoning.steps += a.size + b.size;
        const merged = merge(a, b, reasoning);
        if (merged) next.push(merged);
      }
    }
    result = limited(next);
  }
  return result;
}

function merge(a: Conjunction, b: Conjunction, reasoning: Reasoning): Conjunction | undefined {
  const result = new Map(a);
  for (const [key, { set, claims }] of b) {
    const before = result.get(key);
    const both = before ? intersect(before.set, set) : set;
    if (before && isEmpty(both)) {
      const pair = reasoning.contradiction ?? excluding(before.claims, claims);
      if (pair) reasoning.contradiction = pair;
      return undefined;
    }
    result.set(key, { set: both, claims: before ? [...before.claims, ...claims] : claims });
  }
  return result;
}

function excluding(before: readonly Claim[], after: readonly Claim[]): [string, string] | undefined {
  for (const a of before) {
    for (const b of after) if (a.text !== b.text && isEmpty(intersect(a.set, b.set))) return [a.text, b.text];
  }
  return undefined;
}

function claimed(expr: Expr, wanted: boolean): Conjunction[] {
  const fixed = expr.op === 'compare' ? compareLiterals(expr) : undefined;
  if (fixed !== undefined) return fixed === wanted ? [new Map()] : [];
  const { key, possible, set } = claimOf(expr);
  const within = intersect(possible, wanted ? set : complement(set));
  if (isEmpty(within)) return [];
  return [new Map([[key, { set: within, claims: [{ key, set: within, text: expr.text }] }]])];
}
