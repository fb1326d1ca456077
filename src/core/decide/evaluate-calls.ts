/** Functions and arithmetic of conditions. On unknown they are unknown, on none they are none. */
import { typeOf } from '../book/expression.ts';
import type { Comparison, Expr, Value } from '../book/expression.ts';
import { civilOf, HOUR, localDay, weekday } from '../words/time.ts';
import type { Instant } from '../words/time.ts';
import { elementsOf, NO_LIST } from './evaluate-lists.ts';
import { aboutOf, aside } from './evaluate-run.ts';
import type { Of, Run } from './evaluate-run.ts';
import { dayBegins, nextCount, nextMidnight } from './evaluate-time.ts';
import { calculate, convert, rateOn, safe, type Known } from './evaluate-values.ts';

/** When `days_since(x) comparison bound` changes: exact, if `x` does not depend on time itself. Infinity: never. */
export function sinceChanges(
  side: Expr,
  count: Value,
  comparison: Comparison,
  bound: Value,
  run: Run,
): Instant | undefined {
  if (side.op !== 'call' || typeof count !== 'number' || typeof bound !== 'number') return undefined;
  const [arg] = side.args;
  if (arg === undefined || aboutOf(arg).isTimely) return undefined;
  if (side.function !== 'days_since' && side.function !== 'hours_since') return undefined;
  const next = nextCount(count, comparison, bound);
  if (next === undefined) return Infinity;
  const { at, zone } = run.scope;
  if (side.function === 'days_since') return dayBegins(zone, localDay(zone, at) - count + next, at);
  const from = aside(run, () => run.evaluate(arg, run));
  return typeof from === 'number' ? from + next * HOUR : undefined;
}

export function arithmetic(expr: Of<'arithmetic'>, run: Run): Known {
  const left = run.evaluate(expr.left, run);
  const right = run.evaluate(expr.right, run);
  if (left === undefined || right === undefined) return undefined;
  if (left === null || right === null) return null;
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  return calculate(expr.operator, left, right, expr.type.kind !== 'decimal');
}

export function call(expr: Of<'call'>, run: Run): Known {
  const [first, second] = expr.args;
  if (first === undefined) return undefined;
  if (second === undefined && typeOf(first).kind === 'list') return overList(expr, first, run);
  const a = run.evaluate(first, run);
  const b = second === undefined ? 0 : run.evaluate(second, run);
  if (a === undefined || b === undefined) return undefined;
  if (a === null || b === null) return null;
  if (typeof a === 'string' && typeof b === 'string') return ofTexts(expr.function, a, b);
  if (typeof a === 'string') return expr.function === 'size' ? codePoints(a) : undefined;
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  return ofNumbers(expr, first, a, b, run);
}

/** As CEL counts: a text's size is its characters, not its UTF-16 units. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function ofTexts(name: string, text: string, part: string): boolean | undefined {
  switch (name) {
    case 'contains':
      return text.includes(part);
    case 'startsWith':
      return text.startsWith(part);
    case 'endsWith':
      return text.endsWith(part);
    default:
      return undefined;
  }
}

function ofNumbers(expr: Of<'call'>, arg: Expr, a: number, b: number, run: Run): Known {
  switch (expr.function) {
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
    case 'days_since':
      return daysSince(arg, a, run);
    case 'hours_since':
      return hoursSince(a, run);
    case 'date':
      return localDay(run.scope.zone, a);
    case 'int':
      return safe(Math.trunc(a));
    case 'double':
      return a;
    case 'year':
      return civilOf(a).year;
    case 'month':
      return civilOf(a).month - 1;
    case 'day_of_month':
      return civilOf(a).day;
    case 'day_of_week':
      return weekday(a);
    case 'convert':
      return converted(expr, arg, a, run);
    default:
      return undefined;
  }
}

function daysSince(arg: Expr, from: number, run: Run): number | undefined {
  const { at, zone } = run.scope;
  run.until = Math.min(run.until, nextMidnight(zone, at));
  const day = typeOf(arg).kind === 'date' ? from : localDay(zone, from);
  return safe(localDay(zone, at) - day);
}

function hoursSince(from: number, run: Run): number | undefined {
  const hours = safe(Math.floor((run.scope.at - from) / HOUR));
  if (hours !== undefined) run.until = Math.min(run.until, from + (hours + 1) * HOUR);
  return hours;
}

function converted(expr: Of<'call'>, arg: Expr, minor: number, run: Run): number | undefined {
  const type = typeOf(arg);
  if (type.kind !== 'money' || expr.currency === undefined) return undefined;
  const from = type.currency;
  const { at, zone, rates } = run.scope;
  const { rate, next } = rateOn(rates, from, expr.currency, localDay(zone, at));
  if (next !== undefined) run.until = Math.min(run.until, dayBegins(zone, next, at));
  return rate === undefined ? undefined : convert(minor, rate, from, expr.currency);
}

/** `size` needs the list alone; `sum`, `min` and `max` need every element. */
function overList(expr: Of<'call'>, list: Expr, run: Run): Known {
  const elements = elementsOf(list, run);
  if (elements === undefined) return undefined;
  if (elements === NO_LIST) return null;
  const { items } = elements;
  if (expr.function === 'size') return items.length;
  const numbers: number[] = [];
  items.forEach((item, i) => {
    if (typeof item === 'number') numbers.push(item);
    else if (item === undefined) elements.lack(i);
  });
  if (numbers.length < items.length)
    return items.includes(null) && !items.includes(undefined) ? null : undefined;
  if (expr.function === 'sum') return sumOf(numbers, expr.type.kind !== 'decimal');
  if (numbers.length === 0) return undefined;
  return numbers.reduce((best, n) => (expr.function === 'min' ? Math.min(best, n) : Math.max(best, n)));
}

function sumOf(numbers: readonly number[], isExact: boolean): number | undefined {
  let total: number | undefined = 0;
  for (const number of numbers) {
    if (total !== undefined) total = calculate('+', total, number, isExact);
  }
  return total;
}
