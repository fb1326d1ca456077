/**
 * The oracle's own evaluation of expressions: three-valued, from L9–L16 of the language, written apart from
 * the product's. Every node is evaluated from scratch; nothing is remembered.
 */
import { children, typeOf, type Expr, type Value } from '../../src/core/book/expression.ts';
import type { Book } from '../../src/core/book/book.ts';
import { decimalsOf } from '../../src/core/words/money.ts';
import {
  civilOf,
  DAY,
  HOUR,
  localDay,
  MINUTE,
  parseDay,
  startOfDay,
  weekday,
  type Instant,
} from '../../src/core/words/time.ts';

export const UNKNOWN = Symbol('unknown');
export type Unknown = typeof UNKNOWN;
/** What a node comes to. A list may have unknown elements; a shape's absent fields are unknown. */
export type Known = boolean | number | string | null | readonly Maybe[] | ReadonlyMap<string, Value>;
export type Maybe = Known | Unknown;
/** A truth value. */
export type Truth = boolean | Unknown;

export type Scope = {
  book: Book;
  at: Instant;
  fact: (name: string) => Maybe;
  counter: (id: string) => Maybe;
  variables: ReadonlyMap<string, Maybe>;
};

/** L9: one false makes it false, else one unknown makes it unknown. */
export function and(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(UNKNOWN) ? UNKNOWN : true;
}

export function or(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(UNKNOWN) ? UNKNOWN : false;
}

export const not = (truth: Truth): Truth => (truth === UNKNOWN ? UNKNOWN : !truth);

/** A condition's truth. What is no truth value (none, a fault) is unknown. */
export function truthOf(expr: Expr, scope: Scope): Truth {
  const value = evaluate(expr, scope);
  return typeof value === 'boolean' ? value : UNKNOWN;
}

export function numberOf(expr: Expr, scope: Scope): number | Unknown {
  const value = evaluate(expr, scope);
  return typeof value === 'number' ? value : UNKNOWN;
}

function equal(a: Maybe, b: Maybe): Truth {
  if (a === UNKNOWN || b === UNKNOWN) return UNKNOWN;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    return and(a.map((x: Maybe, i) => equal(x, b[i] as Maybe)));
  }
  if (a instanceof Map && b instanceof Map) {
    const names = [...new Set([...a.keys(), ...b.keys()])];
    return and(names.map((name) => equal(fieldOf(a, name), fieldOf(b, name))));
  }
  return a === b;
}

function fieldOf(base: Maybe, name: string): Maybe {
  if (!(base instanceof Map)) return UNKNOWN;
  return base.has(name) ? (base.get(name) as Maybe) : UNKNOWN;
}

const walk = (base: Maybe, path: readonly string[]): Maybe => path.reduce(fieldOf, base);

/** Milliseconds where a length of time meets an instant or a duration; otherwise the number as it is. */
function unitsFor(expr: Expr, value: number, milliseconds: boolean): number {
  if (!milliseconds) return value;
  const kind = typeOf(expr).kind;
  if (kind === 'minutes') return value * MINUTE;
  if (kind === 'hours') return value * HOUR;
  return kind === 'days' ? value * DAY : value;
}

const inMilliseconds = (expr: Expr): boolean => ['instant', 'duration'].includes(typeOf(expr).kind);

function compare(expr: Extract<Expr, { op: 'compare' }>, scope: Scope): Truth {
  let left = evaluate(expr.left, scope);
  let right = evaluate(expr.right, scope);
  if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN;
  if (typeof left === 'number' && typeof right === 'number') {
    const milliseconds = inMilliseconds(expr.left) || inMilliseconds(expr.right);
    left = unitsFor(expr.left, left, milliseconds);
    right = unitsFor(expr.right, right, milliseconds);
  }
  if (expr.comparison === '==') return equal(left, right);
  if (expr.comparison === '!=') return not(equal(left, right));
  if (left === null || right === null) return false;
  if (
    !(
      (typeof left === 'number' && typeof right === 'number') ||
      (typeof left === 'string' && typeof right === 'string')
    )
  ) {
    return UNKNOWN;
  }
  if (expr.comparison === '<') return left < right;
  if (expr.comparison === '<=') return left <= right;
  if (expr.comparison === '>') return left > right;
  return left >= right;
}

function arithmetic(expr: Extract<Expr, { op: 'arithmetic' }>, scope: Scope): Maybe {
  const left = evaluate(expr.left, scope);
  const right = evaluate(expr.right, scope);
  if (expr.operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  if (expr.operator === '+' && Array.isArray(left) && Array.isArray(right))
    return [...left, ...right] as Maybe[];
  if (typeof left !== 'number' || typeof right !== 'number') return UNKNOWN;
  const milliseconds = inMilliseconds(expr.left) || inMilliseconds(expr.right);
  const a = unitsFor(expr.left, left, milliseconds);
  const b = unitsFor(expr.right, right, milliseconds);
  if ((expr.operator === '/' || expr.operator === '%') && b === 0) return UNKNOWN;
  const results = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b };
  return fitted(results[expr.operator], expr.type.kind);
}

/** Whole kinds are cut to whole units (toward zero, as CEL divides); what is beyond 2^53 − 1 cannot be computed. */
function fitted(result: number, kind: string): number | Unknown {
  if (kind === 'decimal') return Number.isFinite(result) ? result : UNKNOWN;
  const whole = Math.trunc(result) + 0;
  return Number.isSafeInteger(whole) ? whole : UNKNOWN;
}

function call(expr: Extract<Expr, { op: 'call' }>, scope: Scope): Maybe {
  const args = expr.args.map((arg) => evaluate(arg, scope));
  const [first, second] = args as [Maybe, Maybe | undefined];
  if (first === UNKNOWN || second === UNKNOWN) return UNKNOWN;
  switch (expr.function) {
    case 'size':
      if (typeof first === 'string') return Array.from(first).length;
      return Array.isArray(first) ? first.length : UNKNOWN;
    case 'contains':
      return typeof first === 'string' && typeof second === 'string' ? first.includes(second) : UNKNOWN;
    case 'startsWith':
      return typeof first === 'string' && typeof second === 'string' ? first.startsWith(second) : UNKNOWN;
    case 'endsWith':
      return typeof first === 'string' && typeof second === 'string' ? first.endsWith(second) : UNKNOWN;
    case 'sum':
    case 'min':
    case 'max':
      return reduced(expr, args);
    case 'convert':
      return converted(expr, first, scope);
    case 'int':
    case 'double':
      if (typeof first === 'boolean' || first === null || typeof first === 'object') return UNKNOWN;
      if (first === '' || !Number.isFinite(Number(first))) return UNKNOWN;
      return expr.function === 'int' ? Math.trunc(Number(first)) : Number(first);
    default:
      return calendar(expr, first, scope);
  }
}

/** L10: `sum`, `min`, `max` of a list need every element; `min(a, b)` and `max(a, b)` take two. */
function reduced(expr: Extract<Expr, { op: 'call' }>, args: readonly Maybe[]): Maybe {
  const items = expr.args.length === 1 && Array.isArray(args[0]) ? (args[0] as readonly Maybe[]) : args;
  const numbers: number[] = [];
  for (const item of items) {
    if (typeof item !== 'number') return UNKNOWN;
    numbers.push(item);
  }
  if (expr.function === 'sum') {
    return fitted(
      numbers.reduce((a, b) => a + b, 0),
      expr.type.kind,
    );
  }
  if (numbers.length === 0) return UNKNOWN;
  return expr.function === 'min' ? Math.min(...numbers) : Math.max(...numbers);
}

/** L35: `days_since` counts calendar days in the book's time zone, `hours_since` elapsed time. */
function calendar(expr: Extract<Expr, { op: 'call' }>, first: Known, scope: Scope): Maybe {
  const zone = scope.book.zone;
  const kind = expr.args[0] === undefined ? 'any' : typeOf(expr.args[0]).kind;
  if (expr.function === 'date' && typeof first === 'string') return parseDay(first) ?? UNKNOWN;
  if (typeof first !== 'number') return UNKNOWN;
  const day = kind === 'instant' ? localDay(zone, first) : first;
  switch (expr.function) {
    case 'days_since':
      return localDay(zone, scope.at) - day;
    case 'hours_since': {
      const elapsed = (scope.at - (kind === 'instant' ? first : startOfDay(zone, first))) / HOUR;
      return expr.type.kind === 'decimal' ? elapsed : Math.floor(elapsed);
    }
    case 'date':
      return day;
    case 'year':
      return civilOf(day).year;
    case 'month':
      return civilOf(day).month;
    case 'day_of_month':
      return civilOf(day).day;
    case 'day_of_week':
      return weekday(day);
    default:
      return UNKNOWN;
  }
}

function converted(expr: Extract<Expr, { op: 'call' }>, first: Known, scope: Scope): Maybe {
  const type = expr.args[0] === undefined ? undefined : typeOf(expr.args[0]);
  const to = expr.currency;
  if (typeof first !== 'number' || type?.kind !== 'money' || to === undefined) return UNKNOWN;
  if (type.currency === to) return first;
  const today = localDay(scope.book.zone, scope.at);
  let rate: number | undefined;
  for (const rates of scope.book.rates) {
    if (rates.from !== type.currency || rates.to !== to) continue;
    for (const step of rates.steps) if (step.since <= today) rate = step.rate;
  }
  if (rate === undefined) return UNKNOWN;
  return Math.floor((first / 10 ** decimalsOf(type.currency)) * rate * 10 ** decimalsOf(to));
}

function macro(expr: Extract<Expr, { op: 'all' | 'exists' | 'exists_one' | 'filter' }>, scope: Scope): Maybe {
  const list = evaluate(expr.list, scope);
  if (!Array.isArray(list)) return UNKNOWN;
  const items = list as readonly Maybe[];
  const tests = items.map((item) => truthOf(expr.test, bind(scope, expr.variable, item)));
  switch (expr.op) {
    case 'all':
      return and(tests);
    case 'exists':
      return or(tests);
    case 'exists_one': {
      const trues = tests.filter((test) => test === true).length;
      const unknowns = tests.filter((test) => test === UNKNOWN).length;
      if (trues >= 2) return false;
      if (unknowns > 0) return UNKNOWN;
      return trues === 1;
    }
    case 'filter':
      return tests.includes(UNKNOWN) ? UNKNOWN : items.filter((_, i) => tests[i] === true);
  }
}

const bind = (scope: Scope, name: string, value: Maybe): Scope => ({
  ...scope,
  variables: new Map([...scope.variables, [name, value]]),
});

/** The value of an expression, or UNKNOWN. What cannot be computed (a division by zero, an index outside) is unknown. */
export function evaluate(expr: Expr, scope: Scope): Maybe {
  switch (expr.op) {
    case 'literal':
      return expr.value;
    case 'fact':
      return walk(scope.fact(expr.fact), expr.path);
    case 'variable':
      return walk(
        scope.variables.has(expr.name) ? (scope.variables.get(expr.name) as Maybe) : UNKNOWN,
        expr.path,
      );
    case 'field':
      return fieldOf(evaluate(expr.base, scope), expr.name);
    case 'not':
      return not(truthOf(expr.arg, scope));
    case 'and':
      return and(expr.args.map((arg) => truthOf(arg, scope)));
    case 'or':
      return or(expr.args.map((arg) => truthOf(arg, scope)));
    case 'if': {
      const test = truthOf(expr.test, scope);
      const yes = evaluate(expr.then, scope);
      const no = evaluate(expr.else, scope);
      if (test === UNKNOWN) return equal(yes, no) === true ? yes : UNKNOWN;
      return test ? yes : no;
    }
    case 'compare':
      return compare(expr, scope);
    case 'in': {
      const element = evaluate(expr.element, scope);
      const list = evaluate(expr.list, scope);
      return Array.isArray(list) ? or(list.map((item: Maybe) => equal(element, item))) : UNKNOWN;
    }
    case 'arithmetic':
      return arithmetic(expr, scope);
    case 'negate': {
      const value = numberOf(expr.arg, scope);
      return value === UNKNOWN ? UNKNOWN : 0 - value;
    }
    case 'call':
      return call(expr, scope);
    case 'all':
    case 'exists':
    case 'exists_one':
    case 'filter':
      return macro(expr, scope);
    case 'map': {
      const list = evaluate(expr.list, scope);
      if (!Array.isArray(list)) return UNKNOWN;
      return list.map((item: Maybe) => evaluate(expr.result, bind(scope, expr.variable, item)));
    }
    case 'list':
      return expr.items.map((item) => evaluate(item, scope));
    case 'element': {
      const list = evaluate(expr.list, scope);
      const index = numberOf(expr.index, scope);
      if (!Array.isArray(list) || index === UNKNOWN || !(index in list)) return UNKNOWN;
      return list[index] as Maybe;
    }
    case 'table': {
      const keys = expr.keys.map((key) => evaluate(key, scope));
      if (keys.includes(UNKNOWN)) return UNKNOWN;
      const cell = scope.book.tables.get(expr.table)?.cells.get(keys.map(String).join('\u0001'));
      return cell === undefined ? UNKNOWN : cell;
    }
    case 'counter':
      return scope.counter(expr.counter);
    case 'term':
      return evaluate(expr.expr, scope);
  }
}

/** Every fact that an expression names, in order of appearance, repeats included; counted ones by their key's fact too. */
export function factsIn(expr: Expr, book: Book): string[] {
  const own: string[] = [];
  if (expr.op === 'fact') own.push(expr.fact);
  if (expr.op === 'counter') {
    const per = book.counters.get(expr.counter)?.per;
    if (typeof per === 'object') own.push(per.fact);
  }
  return [...own, ...children(expr).flatMap((part) => factsIn(part, book))];
}

/**
 * The facts that an unknown expression waits for: only unknown parts are looked into. A variable whose field is
 * unknown stands for the facts of its list.
 */
export function waitsFor(expr: Expr, scope: Scope): string[] {
  const value = evaluate(expr, scope);
  const holed = Array.isArray(value) && value.includes(UNKNOWN);
  if (value !== UNKNOWN && !holed) return [];
  switch (expr.op) {
    case 'fact':
      return [expr.fact];
    case 'counter':
      return factsIn(expr, scope.book);
    case 'variable':
      return [''];
    case 'if': {
      const test = truthOf(expr.test, scope);
      if (test !== UNKNOWN) return waitsFor(test ? expr.then : expr.else, scope);
      return children(expr).flatMap((part) => waitsFor(part, scope));
    }
    case 'all':
    case 'exists':
    case 'exists_one':
    case 'filter':
    case 'map': {
      const list = evaluate(expr.list, scope);
      if (!Array.isArray(list)) return waitsFor(expr.list, scope);
      const inner = expr.op === 'map' ? expr.result : expr.test;
      const found = list.flatMap((item: Maybe) => waitsFor(inner, bind(scope, expr.variable, item)));
      const named = factsIn(expr.list, scope.book);
      return found.flatMap((name) => (name === '' ? (named.length > 0 ? named : ['']) : [name]));
    }
    default:
      return children(expr).flatMap((part) => waitsFor(part, scope));
  }
}
