/**
 * Three-valued evaluation of conditions (L9–L12): total, and every answer with its reasons.
 *
 * One pass: what a part contributes (the comparisons that decided, the facts that are missing) is appended
 * to a list, and cut off again where the part turns out not to matter.
 */
import type { Rates, Table } from '../book/book.ts';
import { typeOf } from '../book/expression.ts';
import type { Expr, Value } from '../book/expression.ts';
import type { Instant, Zone } from '../words/time.ts';
import { arithmetic, call, sinceChanges } from './evaluate-calls.ts';
import { elementsOf, isIn, lackInElements, lackInShape, listValue, quantify } from './evaluate-lists.ts';
import { readElement, readFact, readField, readTable, readVariable } from './evaluate-reads.ts';
import { aboutOf } from './evaluate-run.ts';
import type { Of, Run } from './evaluate-run.ts';
import { FLIPPED } from './evaluate-time.ts';
import { distinct, equal, isList, ordered, type Known } from './evaluate-values.ts';

/** `path`: what exactly is unknown, such as "items[0].new.available"; `fact`: the declared fact that it is part of. */
export type Unknown = { fact: string; path: string };

/** A comparison (or whatever else is yes or no by itself) that was decisive. */
export type Atom = {
  text: string;
  value: boolean;
  /** The declared facts that it reads. */
  facts: readonly string[];
  /** The first instant after `at` at which its value may be another; undefined: never by time alone. */
  until?: Instant;
};

export type Truth = { value: boolean | undefined; atoms: readonly Atom[]; unknown: readonly Unknown[] };

export type Scope = {
  at: Instant;
  zone: Zone;
  /** Value of a declared fact, or undefined when unknown; null only for "none". */
  fact: (name: string) => Value | undefined;
  counter: (id: string) => number | undefined;
  tables: ReadonlyMap<string, Table>;
  rates: readonly Rates[];
};

const NOTHING: readonly never[] = [];

function begin(scope: Scope): Run {
  return {
    scope,
    atoms: [],
    unknown: [],
    quiet: 0,
    until: Infinity,
    binding: undefined,
    muted: 0,
    evaluate,
    test,
  };
}

/** Whether a condition holds, and why. Never throws. */
export function truth(expr: Expr, scope: Scope): Truth {
  const run = begin(scope);
  const value = test(expr, run);
  return value === undefined
    ? { value, atoms: NOTHING, unknown: distinct(run.unknown) }
    : { value, atoms: run.atoms, unknown: NOTHING };
}

/** The value of an expression; undefined: unknown. `atoms`: those that chose between the branches of `?:`. */
export function valueOf(
  expr: Expr,
  scope: Scope,
): { value: Value | undefined; unknown: readonly Unknown[]; atoms: readonly Atom[]; until?: Instant } {
  const run = begin(scope);
  let value = evaluate(expr, run);
  if (
    value !== undefined &&
    value !== null &&
    isList(value) &&
    (value as readonly Known[]).includes(undefined)
  ) {
    run.unknown = holesIn(expr, scope);
    value = undefined;
  }
  const until = run.until === Infinity ? {} : { until: run.until };
  return value === undefined
    ? { value, unknown: distinct(run.unknown), atoms: NOTHING, ...until }
    : { value, unknown: NOTHING, atoms: run.atoms, ...until };
}

/** What is unknown in the elements of a list. */
function holesIn(expr: Expr, scope: Scope): Unknown[] {
  const run = begin(scope);
  const elements = elementsOf(expr, run);
  if (elements) lackInElements(elements, typeOf(expr), run);
  return run.unknown;
}

/** The truth of an expression that is yes or no. None counts as no. */
function test(expr: Expr, run: Run): boolean | undefined {
  switch (expr.op) {
    case 'and':
      return testAll(expr.args, run, false);
    case 'or':
      return testAll(expr.args, run, true);
    case 'not': {
      const value = test(expr.arg, run);
      return value === undefined ? undefined : !value;
    }
    case 'term':
      return test(expr.expr, run);
    case 'if':
      return testIf(expr, run);
    case 'literal':
      return expr.value === true;
    default:
      return atom(expr, run);
  }
}

/** `&&` ends at the first false, `||` at the first true: that one alone decides. */
function testAll(args: readonly Expr[], run: Run, decisive: boolean): boolean | undefined {
  const [atoms, unknown] = [run.atoms.length, run.unknown.length];
  let isKnown = true;
  for (const arg of args) {
    const mark = run.atoms.length;
    const value = test(arg, run);
    if (value === decisive) {
      if (mark > atoms) run.atoms.splice(atoms, mark - atoms);
      run.unknown.length = unknown;
      return decisive;
    }
    if (value === undefined) isKnown = false;
  }
  if (isKnown) return !decisive;
  run.atoms.length = atoms;
  return undefined;
}

function testIf(expr: Of<'if'>, run: Run): boolean | undefined {
  const unknown = run.unknown.length;
  const atoms = run.atoms.length;
  const chosen = test(expr.test, run);
  if (chosen !== undefined) {
    const value = test(chosen ? expr.then : expr.else, run);
    if (value === undefined) run.atoms.length = atoms;
    return value;
  }
  const then = test(expr.then, run);
  const otherwise = test(expr.else, run);
  if (then !== undefined && then === otherwise) {
    run.unknown.length = unknown;
    return then;
  }
  run.atoms.length = atoms;
  return undefined;
}

/** One comparison, fact, call or macro, seen from outside as a whole. */
function atom(expr: Expr, run: Run): boolean | undefined {
  const before = run.until;
  run.until = Infinity;
  run.quiet++;
  const found = evaluate(expr, run);
  run.quiet--;
  const { until } = run;
  if (before < until) run.until = before;
  if (found === undefined) return undefined;
  const value = found === true;
  if (run.quiet === 0) {
    const facts = aboutOf(expr).facts;
    run.atoms.push(
      until === Infinity ? { text: expr.text, value, facts } : { text: expr.text, value, facts, until },
    );
  }
  return value;
}

function evaluate(expr: Expr, run: Run): Known {
  switch (expr.op) {
    case 'fact':
      return readFact(expr, run);
    case 'literal':
      return expr.value;
    case 'compare':
      return compare(expr, run);
    case 'variable':
      return readVariable(expr, run);
    case 'in':
      return isIn(expr, run);
    case 'call':
      return call(expr, run);
    case 'arithmetic':
      return arithmetic(expr, run);
    case 'negate': {
      const value = evaluate(expr.arg, run);
      return typeof value === 'number' ? 0 - value : value;
    }
    case 'term':
      return evaluate(expr.expr, run);
    case 'if':
      return choose(expr, run);
    case 'counter':
      return run.scope.counter(expr.counter);
    case 'table':
      return readTable(expr, run);
    case 'field':
      return readField(expr, run);
    case 'element':
      return readElement(expr, run);
    case 'list':
    case 'filter':
    case 'map': {
      const elements = elementsOf(expr, run);
      return elements && listValue(elements);
    }
    case 'all':
    case 'exists':
    case 'exists_one':
      return quantify(expr, run);
    default:
      return test(expr, run);
  }
}

function compare(expr: Of<'compare'>, run: Run): boolean | undefined {
  if (typeOf(expr.left).kind === 'list' && typeOf(expr.right).kind === 'list') return compareLists(expr, run);
  const before = run.until;
  run.until = Infinity;
  const left = evaluate(expr.left, run);
  const leftUntil = run.until;
  run.until = Infinity;
  const right = evaluate(expr.right, run);
  const rightUntil = run.until;
  run.until = Math.min(before, leftUntil, rightUntil);
  if (left === undefined || right === undefined) return undefined;
  if (leftUntil !== Infinity || rightUntil !== Infinity) {
    const exact =
      rightUntil === Infinity
        ? sinceChanges(expr.left, left, expr.comparison, right, run)
        : leftUntil === Infinity
          ? sinceChanges(expr.right, right, FLIPPED[expr.comparison], left, run)
          : undefined;
    if (exact !== undefined) run.until = Math.min(before, exact);
  }
  return compareValues(expr, left, right, run);
}

/** Lists keep what each of their elements lacks, so they are not evaluated a second time to name it. */
function compareLists(expr: Of<'compare'>, run: Run): boolean | undefined {
  const left = elementsOf(expr.left, run);
  const right = elementsOf(expr.right, run);
  if (left === undefined || right === undefined) return undefined;
  const type = typeOf(expr.left);
  const same = equal(listValue(left), listValue(right), type);
  if (same === undefined) {
    lackInElements(left, type, run);
    lackInElements(right, type, run);
    return undefined;
  }
  return same === (expr.comparison === '==');
}

function compareValues(expr: Of<'compare'>, left: Value, right: Value, run: Run): boolean | undefined {
  if (expr.comparison !== '==' && expr.comparison !== '!=') return ordered(expr.comparison, left, right);
  const same = equal(left, right, typeOf(expr.left));
  if (same === undefined) {
    lackInShape(expr.left, left, run);
    lackInShape(expr.right, right, run);
    return undefined;
  }
  return same === (expr.comparison === '==');
}

function choose(expr: Of<'if'>, run: Run): Known {
  if (expr.type.kind === 'yes or no') return testIf(expr, run);
  const unknown = run.unknown.length;
  const atoms = run.atoms.length;
  const chosen = test(expr.test, run);
  if (chosen !== undefined) return evaluate(chosen ? expr.then : expr.else, run);
  const then = evaluate(expr.then, run);
  const otherwise = evaluate(expr.else, run);
  if (equal(then, otherwise, expr.type) === true) {
    run.unknown.length = unknown;
    return then;
  }
  run.atoms.length = atoms;
  return undefined;
}
