/** Values of conditions: comparing, calculating, converting. `undefined` is unknown; an error is unknown too. */
import type { Rates } from '../book/book.ts';
import type { Comparison, Type, Value } from '../book/expression.ts';
import { decimalsOf } from '../words/money.ts';
import type { Day } from '../words/time.ts';
import type { Unknown } from './evaluate.ts';

/** A value, or unknown. Inside, lists may hold unknown elements. */
export type Known = Value | undefined;

/** Whole numbers, minor units, days, milliseconds: beyond 2^53 − 1 there is no answer. Also turns −0 into 0. */
export const safe = (number: number): number | undefined =>
  Number.isSafeInteger(number) ? number + 0 : undefined;

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Whether two values of one type are equal; undefined: something in them is unknown. */
export function equal(a: Known, b: Known, type: Type): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (typeof a !== 'object' && typeof b !== 'object') return a === b;
  return isComplete(a, type) && isComplete(b, type) ? sameInside(a, b) : undefined;
}

/** Whether nothing inside a value is unknown. */
function isComplete(value: Known, type: Type): boolean {
  if (value === undefined) return false;
  if (value === null) return true;
  if (type.kind === 'list' && isList(value))
    return (value as readonly Known[]).every((item) => isComplete(item, type.of));
  if (type.kind !== 'shape' || !(value instanceof Map)) return true;
  for (const [name, field] of type.fields) if (!isComplete(value.get(name), field)) return false;
  return true;
}

/** Equality of values in which nothing is unknown. */
function sameInside(a: Known, b: Known): boolean {
  if (a === b || a === undefined || b === undefined || a === null || b === null) return a === b;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => sameInside(item, b[i]));
  if (!(a instanceof Map) || !(b instanceof Map)) return false;
  for (const key of new Set([...a.keys(), ...b.keys()]))
    if (!sameInside(a.get(key), b.get(key))) return false;
  return true;
}

/** Each place once, in order. */
export function distinct(unknown: readonly Unknown[]): readonly Unknown[] {
  if (unknown.length < 2) return unknown;
  const seen = new Set<string>();
  return unknown.filter(({ path }) => !seen.has(path) && seen.add(path));
}

/** An ordering comparison of known values; with none it is false. */
export function ordered(comparison: Comparison, a: Value, b: Value): boolean {
  if (a === null || b === null) return false;
  switch (comparison) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

/** Numbers of one kind, or money and a factor. `isExact`: the result is a whole number of something. */
export function calculate(
  operator: '+' | '-' | '*' | '/' | '%',
  a: number,
  b: number,
  isExact: boolean,
): number | undefined {
  if (!isExact) {
    const result = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b;
    return Number.isFinite(result) ? result : undefined;
  }
  switch (operator) {
    case '+':
      return safe(a + b);
    case '-':
      return safe(a - b);
    case '*':
      return Number.isInteger(a) && Number.isInteger(b)
        ? safe(a * b)
        : Number.isInteger(a)
          ? scale(a, b)
          : scale(b, a);
    case '/':
      return b === 0 ? undefined : safe(Math.trunc(a / b));
    default:
      return b === 0 ? undefined : safe(a % b);
  }
}

/**
 * A whole number times a decimal, toward zero. The decimal is taken by its shortest text, as everywhere (L23):
 * 100 × 0.29 is 29, not 28, though the binary fraction is a little less. `shift`: times 10^shift.
 */
function scale(units: number, factor: number, shift = 0): number | undefined {
  if (!Number.isFinite(factor) || !Number.isSafeInteger(units)) return undefined;
  const [mantissa = '0', exponent = '0'] = String(factor).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const power = Number(exponent) - fraction.length + shift;
  if (Math.abs(power) > 400) return power < 0 ? 0 : undefined;
  const product = BigInt(units) * BigInt(whole + fraction);
  return safe(Number(power >= 0 ? product * 10n ** BigInt(power) : product / 10n ** BigInt(-power)));
}

/** The rate in force on a day, and the day of the next one. */
export function rateOn(
  rates: readonly Rates[],
  from: string,
  to: string,
  day: Day,
): { rate?: number; next?: Day } {
  let inForce: { since: Day; rate: number } | undefined;
  let next: Day | undefined;
  for (const step of rates.find((table) => table.from === from && table.to === to)?.steps ?? []) {
    if (step.since > day) next = Math.min(next ?? Infinity, step.since);
    else if (inForce === undefined || step.since >= inForce.since) inForce = step;
  }
  return { ...(inForce && { rate: inForce.rate }), ...(next !== undefined && { next }) };
}

/** Minor units of one currency as minor units of another, toward zero. */
export const convert = (minor: number, rate: number, from: string, to: string): number | undefined =>
  scale(minor, rate, decimalsOf(to) - decimalsOf(from));
