import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { condition, scope, shape } from '../../../test/conditions.ts';
import type { Value } from '../book/expression.ts';
import { truth } from './evaluate.ts';

const times = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join('');

describe('total', () => {
  it('values of the wrong kind give some answer, never an exception', () => {
    const wrong: Value[] = [null, true, 1.5, NaN, Infinity, 'x', [], [null], new Map()];
    const sources = [
      'count + 1 > 2',
      'order.value * 0.5 > usd(1)',
      'size(items) > 1',
      'items.all(i, i.new.available)',
      'damaged',

      'days_since(order.delivered) > 3',
      'items[count].price > usd(1)',
      "category.contains('x')",
      'sum(numbers) > 1',

      'items == other_items',
      'count in numbers',
      'to_usd(eur_value) > usd(1)',
      'free_bags[membership][cabin] > 1',
    ];
    for (const source of sources)
      for (const bad of wrong) truth(condition(source), scope({}, { fact: () => bad }));
  });

  it('unknowns inside nested lists take no exponential time', () => {
    const maps = `[count, limit]${times(40, (i) => `.map(a${i}, a${i} + a${i})`)} == [1]`;
    const filters = `${times(18, (i) => `([count].filter(a${i}, `)}damaged${times(18, () => ' || true) == [1])')}`;
    const shapes = `${times(18, () => '(items[0] == ((')}damaged${times(18, () => ' || true) ? items[0] : items[1]))')}`;
    const days = `${times(18, () => 'days_since(order.delivered + (')}1${times(18, () => ' > 1 ? 1 : 2))')} > 1`;
    const start = performance.now();
    const facts = { items: [shape({}), shape({})], 'order.delivered': 20_000 };
    for (const source of [maps, filters, shapes, days]) truth(condition(source), scope(facts));
    assert.ok(performance.now() - start < 500);
  });
});
