import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { condition, expression, scope } from '../../../test/conditions.ts';
import { conditions, someFacts } from '../../../test/random-conditions.ts';
import { truth } from '../decide/evaluate.ts';
import { constancy, reads, sameCondition } from './logic.ts';

const verdict = (source: string, terms: Record<string, string> = {}): string | undefined =>
  constancy(condition(source, terms))?.verdict;

describe('constancy', () => {
  const contradictions: readonly (readonly [string, string, string])[] = [
    ['count < 5 && count > 7', 'count < 5', 'count > 7'],
    ['count > 5 && damaged && 6 > count', 'count > 5', '6 > count'],
    [
      "order.status == 'pending' && order.status == 'delivered'",
      "order.status == 'pending'",
      "order.status == 'delivered'",
    ],
    [
      "order.status == 'pending' && !(order.status in ['pending', 'delivered'])",
      "order.status == 'pending'",
      "order.status in ['pending', 'delivered']",
    ],
    ['damaged && !damaged', 'damaged', ''],
    ["category == 'a' && category in ['b', 'c']", "category == 'a'", "category in ['b', 'c']"],
    ['order.value > usd(50) && order.value <= usd(50)', 'order.value > usd(50)', 'order.value <= usd(50)'],
    [
      'days_since(order.delivered) <= 30 && days_since( order.delivered ) > 30',
      'days_since(order.delivered) <= 30',
      'days_since( order.delivered ) > 30',
    ],
    [
      "order.delivered < date('2026-01-01') && order.delivered > date('2026-01-01')",
      "order.delivered < date('2026-01-01')",
      "order.delivered > date('2026-01-01')",
    ],
    ['rating > 1.5 && rating < 1.5', 'rating > 1.5', 'rating < 1.5'],
    ['count < limit && limit < count', 'count < limit', 'limit < count'],
    ["reason == null && reason == 'late'", 'reason == null', "reason == 'late'"],
    ['tip > usd(5) && tip == null', 'tip > usd(5)', 'tip == null'],
    ['items.all(i, i.same_product) && !items.all(i, i.same_product)', 'items.all(i, i.same_product)', ''],
    ['(damaged || count > 9) && count < 3 && !damaged', 'count > 9', 'count < 3'],
    ['damaged == true && damaged == false', 'damaged == true', 'damaged == false'],
  ];
  for (const [source, a, b] of contradictions) {
    it(`never: ${source}`, () => {
      const found = constancy(condition(source));
      assert.equal(found?.verdict, 'never');
      if (b !== '') assert.deepEqual([...(found.contradiction ?? [])].sort(), [a, b].sort());
    });
  }

  const never = [
    'count > 5 && count < 6',
    'count > 1 && count < 4 && count != 2 && count != 3',
    "order.status != 'pending' && order.status != 'delivered' && order.status != 'cancelled'",
    'size(items) == 0',
    'size(items) > 20',
    'size(category) < 0',
    'refunds < 0',
    'refunded < usd(0)',
    'false',
    'damaged && 1 > 2',
    'items.exists(i, i.price > usd(5) && i.price < usd(5))',
    'count != count',
    '!(damaged || !damaged)',
    'damaged ? count < 1 && count > 2 : false',
  ];
  for (const source of never) it(`never: ${source}`, () => assert.equal(verdict(source), 'never'));

  const always = [
    'count < 5 || count >= 5',
    'damaged || !damaged',
    "order.status in ['pending', 'delivered', 'cancelled']",
    "category == 'a' || category != 'a'",
    'refunds >= 0',
    'size(items) >= 1',
    'true',
    'items.all(i, i.same_product || !i.same_product)',
    'gift == null || gift || !gift',
    'count <= count',
    'rating < 1.0 || rating == 1.0 || rating > 1.0',
  ];
  for (const source of always) it(`always: ${source}`, () => assert.equal(verdict(source), 'always'));

  const open = [
    'count > 5',
    'rating > 5.0 && rating < 6.0',
    'days_since(order.delivered) < 0',
    // None is in no order with anything.
    'tip < usd(5) || tip >= usd(5)',
    'tip <= tip',
    'gift && damaged',
    "category == 'a' && damaged",
    "category < 'b' && category > 'a'",
    'count < limit && limit <= 3',
    'size(other_items) == 0',
    'other_items.all(i, i.same_product && !i.same_product)',
  ];
  for (const source of open) it(`open: ${source}`, () => assert.equal(verdict(source), undefined));

  it('looks into terms', () => {
    const terms = { recent: 'days_since(order.delivered) <= 30', old: 'days_since(order.delivered) > 60' };
    assert.equal(verdict('recent && old', terms), 'never');
    assert.equal(verdict('recent || old', terms), undefined);
  });

  it('gives up instead of taking long', () => {
    const names = ['damaged', 'verified', 'gift'];
    const pair = (i: number): string => `(${names[i % 3]} || count == ${i} || limit == ${i})`;
    const source = Array.from({ length: 60 }, (_, i) => pair(i)).join(' && ');
    const start = performance.now();
    assert.equal(verdict(source), undefined);
    assert.ok(performance.now() - start < 500);
  });

  it('nested macros take no exponential time', () => {
    const depth = 9;
    const source =
      Array.from({ length: depth }, (_, i) => `[1].all(v${i}, !([2].exists(w${i}, `).join('') +
      'damaged' +
      ')))'.repeat(depth);
    const start = performance.now();
    assert.equal(verdict(source), undefined);
    assert.ok(performance.now() - start < 500);
  });

  it('is right: no facts ever say otherwise', () => {
    let constant = 0;
    fc.assert(
      fc.property(conditions(3, true), someFacts, (source, facts) => {
        const expr = condition(source);
        const found = constancy(expr);
        if (found === undefined) return;
        constant++;
        const { value } = truth(expr, scope(facts));
        if (value !== undefined) assert.equal(value, found.verdict === 'always', source);
      }),
      { numRuns: 6000 },
    );
    assert.ok(constant > 100, `only ${constant} constant conditions`);
  });
});

const same = (a: string, b: string, terms: Record<string, string> = {}): boolean =>
  sameCondition(condition(a, terms), condition(b, terms));

describe('sameCondition', () => {
  it('up to order and white space', () => {
    assert.ok(same('damaged && count>1', 'count  > 1 && (damaged)'));
    assert.ok(
      same('(damaged || verified) && (count == 1 || gift)', '(gift || count == 1) && (verified || damaged)'),
    );
    assert.ok(
      same('recent && damaged', 'damaged && days_since(order.delivered) <= 30', {
        recent: 'days_since(order.delivered) <= 30',
      }),
    );
    assert.ok(
      same('both && verified', 'verified && count == 1 && damaged', { both: 'damaged && count == 1' }),
    );
    assert.ok(sameCondition(undefined, undefined));
  });
  it('and nothing else', () => {
    assert.ok(!same('damaged && verified', 'damaged || verified'));
    assert.ok(!same('count > 1', 'count >= 1'));
    assert.ok(!same('count > 1', 'limit > 1'));
    assert.ok(!same('order.value > usd(1)', 'order.value > usd(2)'));
    assert.ok(!same('items.all(i, i.same_product)', 'items.exists(i, i.same_product)'));
    assert.ok(!same("category == '1'", "category == 'a'"));
    assert.ok(!sameCondition(condition('damaged'), undefined));
  });
});

describe('reads', () => {
  it('names facts, counters and time', () => {
    const { facts, counters, time } = reads(
      condition('recent && items.exists(i, i.price > order.value) && refunds > 1', {
        recent: 'days_since(order.delivered) < 3',
      }),
    );
    assert.deepEqual([...facts].sort(), ['items', 'order.delivered', 'order.value']);
    assert.deepEqual([...counters], ['refunds']);
    assert.equal(time, true);
    assert.equal(reads(expression('order.value + usd(1)')).time, false);
    assert.equal(reads(expression('to_usd(eur_value)')).time, true);
  });
});
