/** A small world for tests of conditions: declared facts, a table, a counter, rates. */
import assert from 'node:assert/strict';
import { parseExpression, type Environment, type Fault } from '../src/core/book/cel.ts';
import type { Expr, Type, Value } from '../src/core/book/expression.ts';
import type { Scope } from '../src/core/decide/evaluate.ts';
import { dayOf, UTC } from '../src/core/words/time.ts';

export const YES_OR_NO: Type = { kind: 'yes or no' };
const WHOLE: Type = { kind: 'whole number' };
const USD: Type = { kind: 'money', currency: 'USD' };

const option: Type = {
  kind: 'shape',
  name: 'option',
  fields: new Map<string, Type>([
    ['available', YES_OR_NO],
    ['price', USD],
  ]),
};
const item: Type = {
  kind: 'shape',
  name: 'item',
  fields: new Map<string, Type>([
    ['new', option],
    ['same_product', YES_OR_NO],
    ['price', USD],
    ['bought', { kind: 'date' }],
  ]),
};

const facts: Record<string, Type> = {
  'order.status': { kind: 'choice', values: ['pending', 'delivered', 'cancelled'] },
  'order.value': USD,
  'order.delivered': { kind: 'date' },
  'order.placed_at': { kind: 'instant' },
  eur_value: { kind: 'money', currency: 'EUR' },
  items: { kind: 'list', of: item, least: 1, most: 20 },
  other_items: { kind: 'list', of: item, least: 0, most: 20 },
  numbers: { kind: 'list', of: WHOLE, least: 0, most: 8 },
  damaged: YES_OR_NO,
  verified: YES_OR_NO,
  count: WHOLE,
  limit: WHOLE,
  rating: { kind: 'decimal' },
  category: { kind: 'text' },
  wait: { kind: 'minutes' },
  opening: { kind: 'hours' },
  membership: { kind: 'choice', values: ['gold', 'basic'] },
  cabin: { kind: 'choice', values: ['first', 'second'] },
  extra: { kind: 'any' },
  amount: USD,
};

const optional: Record<string, Type> = {
  gift: YES_OR_NO,
  reason: { kind: 'text' },
  tip: USD,
  returned: { kind: 'date' },
  extras: { kind: 'list', of: item, least: 0, most: 5 },
};

const declare = (types: Record<string, Type>, isOptional: boolean) =>
  Object.entries(types).map(([name, type]) => [name, { type, optional: isOptional }] as const);

const bags = {
  name: 'free_bags',
  by: ['membership', 'cabin'],
  type: WHOLE,
  cells: new Map([
    ['gold\u0001first', 3],
    ['gold\u0001second', 2],
    ['basic\u0001first', 1],
  ]),
};

const rates = [
  {
    from: 'EUR',
    to: 'USD',
    steps: [
      { since: dayOf(2026, 1, 1), rate: 1.1 },
      { since: dayOf(2026, 7, 1), rate: 1.25 },
    ],
  },
  { from: 'USD', to: 'JPY', steps: [{ since: dayOf(2026, 9, 1), rate: 150 }] },
];

export const environment: Environment = {
  facts: new Map([...declare(facts, false), ...declare(optional, true)]),
  terms: new Map(),
  tables: new Map([['free_bags', bags]]),
  counters: new Map<string, Type>([
    ['refunds', WHOLE],
    ['refunded', USD],
  ]),
  currency: 'USD',
  rates,
  forbidden: new Map([['amount', { message: 'Limits speak about the amount.', mend: 'Use `up to`.' }]]),
};

/** The expression of a source that must be without faults. */
export function expression(source: string, want?: Type, terms: Record<string, string> = {}): Expr {
  const compiled = new Map(Object.entries(terms).map(([name, text]) => [name, expression(text)]));
  const result = parseExpression(source, { ...environment, terms: compiled }, want);
  if ('faults' in result) assert.fail(`${source}: ${JSON.stringify(result.faults)}`);
  return result.expr;
}

export const condition = (source: string, terms: Record<string, string> = {}): Expr =>
  expression(source, YES_OR_NO, terms);

/** The faults of a source that must have some. */
export function faults(source: string, want?: Type, changes: Partial<Environment> = {}): Fault[] {
  const result = parseExpression(source, { ...environment, ...changes }, want);
  if ('expr' in result) assert.fail(`no fault in ${source}`);
  return result.faults;
}

/** Noon UTC of 2026-05-20. */
export const NOON = dayOf(2026, 5, 20) * 86_400_000 + 12 * 3_600_000;

export function scope(known: Record<string, Value>, changes: Partial<Scope> = {}): Scope {
  return {
    at: NOON,
    zone: UTC,
    fact: (name) => (Object.hasOwn(known, name) ? known[name] : undefined),
    counter: (id) => (id === 'refunds' ? 2 : undefined),
    tables: environment.tables,
    rates,
    ...changes,
  };
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);

/** A shape's value; nested plain objects are shapes too. */
export function shape(fields: Record<string, unknown>): ReadonlyMap<string, Value> {
  return new Map(
    Object.entries(fields).map(([name, value]) => [name, isPlain(value) ? shape(value) : (value as Value)]),
  );
}
