import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { condition, expression, scope, shape } from '../../../test/conditions.ts';
import type { Value } from '../book/expression.ts';
import { dayOf } from '../words/time.ts';
import { truth, valueOf } from './evaluate.ts';

const holds = (source: string, facts: Record<string, Value> = {}): boolean | undefined =>
  truth(condition(source), scope(facts)).value;
const paths = (source: string, facts: Record<string, Value> = {}): string[] =>
  truth(condition(source), scope(facts)).unknown.map(({ path }) => path);
const atoms = (
  source: string,
  facts: Record<string, Value> = {},
  terms: Record<string, string> = {},
): [string, boolean][] =>
  truth(condition(source, terms), scope(facts)).atoms.map(({ text, value }) => [text, value]);
const value = (source: string, facts: Record<string, Value> = {}): Value | undefined =>
  valueOf(expression(source), scope(facts)).value;

const TODAY = dayOf(2026, 5, 20);

describe('L9: three values', () => {
  it('&& || ! are strong Kleene', () => {
    assert.equal(holds('damaged && verified', { damaged: false }), false);
    assert.equal(holds('verified && damaged', { damaged: false }), false);
    assert.equal(holds('damaged && verified', { damaged: true }), undefined);
    assert.equal(holds('verified || damaged', { damaged: true }), true);
    assert.equal(holds('damaged || verified', { damaged: false }), undefined);
    assert.equal(holds('!damaged'), undefined);
    assert.equal(holds('!damaged', { damaged: false }), true);
  });

  it('?: has the value that both branches have', () => {
    assert.equal(holds('damaged ? verified : verified', { verified: true }), true);
    assert.equal(holds('(damaged ? 1 : 1) == count', { count: 1 }), true);
    assert.equal(holds('damaged ? verified : !verified', { verified: true }), undefined);
    assert.equal(holds('damaged ? verified : !verified', { damaged: true, verified: true }), true);
  });

  it('operators, calls and == with an unknown are unknown', () => {
    assert.equal(holds('count == count'), undefined);
    assert.equal(holds('count * 0 == 0'), undefined);
    assert.equal(holds("category.contains('')"), undefined);
    assert.equal(holds('[count, 1] == [count, 2]'), undefined);
    const open = shape({ price: 5, same_product: true });
    assert.equal(holds('items == other_items', { items: [open], other_items: [open] }), undefined);
  });

  it('in is an or of equalities', () => {
    assert.equal(holds('count in [limit, 3]', { count: 3 }), true);
    assert.equal(holds('count in [limit, 3]', { count: 2 }), undefined);
    assert.equal(holds('count in [1, 3]'), undefined);
    assert.equal(holds('count in numbers', { numbers: [] }), false);
    assert.equal(holds('count in numbers', { count: 1, numbers: [2] }), false);
    assert.deepEqual(paths('count in [limit, 3]'), ['count', 'limit']);
  });

  it('all and exists are and and or over the elements', () => {
    const facts = { items: [shape({ same_product: true }), shape({}), shape({ same_product: false })] };
    assert.equal(holds('items.all(i, i.same_product)', facts), false);
    assert.equal(holds('items.exists(i, i.same_product)', facts), true);
    assert.equal(holds('items.all(i, i.same_product)', { items: facts.items.slice(0, 2) }), undefined);
    assert.equal(holds('items.exists(i, i.same_product)', { items: facts.items.slice(1) }), undefined);
    assert.equal(holds('other_items.all(i, i.same_product)', { other_items: [] }), true);
    assert.equal(holds('other_items.exists(i, i.same_product)', { other_items: [] }), false);
    assert.equal(holds('items.all(i, true)'), undefined);
  });
});

const exactlyOne = (...items: Value[]): boolean | undefined =>
  holds('items.exists_one(i, i.same_product)', { items });

describe('L10: lists', () => {
  const [yes, no, open] = [
    shape({ same_product: true, price: 5 }),
    shape({ same_product: false, price: 7 }),
    shape({ price: 1 }),
  ];
  it('exists_one', () => {
    assert.equal(exactlyOne(yes, no), true);
    assert.equal(exactlyOne(yes, open), undefined);
    assert.equal(exactlyOne(yes, open, yes), false);
    assert.equal(exactlyOne(no, no), false);
    assert.equal(exactlyOne(no, open), undefined);
  });
  it('filter with any unknown test is unknown', () => {
    assert.equal(holds('size(items.filter(i, i.same_product)) == 1', { items: [yes, open] }), undefined);
    assert.equal(holds('size(items.filter(i, i.same_product)) == 1', { items: [yes, no] }), true);
    assert.deepEqual(paths('size(items.filter(i, i.same_product)) == 1', { items: [yes, open] }), [
      'items[1].same_product',
    ]);
  });
  it('map keeps elements, size needs only the list, sum needs every element', () => {
    const items = [yes, shape({})];
    assert.equal(value('size(items.map(i, i.price))', { items }), 2);
    assert.equal(value('sum(items.map(i, i.price))', { items }), undefined);
    assert.equal(value('sum(items.map(i, i.price))', { items: [yes, no] }), 12);
    assert.equal(value('max(items.map(i, i.price))', { items: [yes, no] }), 7);
    assert.equal(value('min(items.map(i, i.price))', { items: [yes, no] }), 5);
    assert.equal(value('size([count, limit])'), 2);
    assert.equal(value('[count, 1]'), undefined);
    assert.deepEqual(value('[count, 1]', { count: 2 }), [2, 1]);
    assert.deepEqual(paths('sum(items.map(i, i.price)) > usd(1)', { items }), ['items[1].price']);
  });
  it('min and max take two, sum of nothing is 0, min of nothing unknown', () => {
    assert.equal(value('min(order.value, usd(200))', { 'order.value': 30_000 }), 20_000);
    assert.equal(value('max(count, 3)', { count: 7 }), 7);
    assert.equal(value('sum(numbers)', { numbers: [] }), 0);
    assert.equal(value('min(numbers)', { numbers: [] }), undefined);
  });
});

describe('L12: absent and none', () => {
  it('null is none: equal to null, in no order with anything', () => {
    assert.equal(holds('reason == null', { reason: null }), true);
    assert.equal(holds('reason != null', { reason: null }), false);
    assert.equal(holds("reason == 'late'", { reason: null }), false);
    assert.equal(holds("reason != 'late'", { reason: null }), true);
    assert.equal(holds('reason == null'), undefined);
    assert.equal(holds('tip > usd(0) || tip <= usd(0)', { tip: null }), false);
    assert.equal(holds('days_since(returned) > 3', { returned: null }), false);
  });
  it('arithmetic and calls on none are none', () => {
    assert.equal(value('tip * 2 + usd(1)', { tip: null }), null);
    assert.equal(value('max(tip, usd(1))', { tip: null }), null);
    assert.equal(value('size(extras)', { extras: null }), null);
    assert.equal(value('days_since(returned)', { returned: null }), null);
  });
  it('a yes or no that is none counts as no, a list that is none has no elements', () => {
    assert.equal(holds('gift', { gift: null }), false);
    assert.equal(holds('!gift', { gift: null }), true);
    assert.equal(holds("reason.contains('x')", { reason: null }), false);
    assert.equal(holds('extras.all(e, e.same_product)', { extras: null }), true);
    assert.equal(holds('extras.exists(e, e.same_product)', { extras: null }), false);
  });
});

describe('what is unknown', () => {
  it('names the place, each once, in source order', () => {
    assert.deepEqual(
      truth(condition('items.all(i, i.new.available)'), scope({ items: [shape({ new: {} })] })).unknown,
      [{ fact: 'items', path: 'items[0].new.available' }],
    );
    assert.deepEqual(paths('verified && (damaged || count > limit) && verified'), [
      'verified',
      'damaged',
      'count',
      'limit',
    ]);
    assert.deepEqual(paths('items[0].new.available', { items: [shape({})] }), ['items[0].new.available']);
    assert.deepEqual(paths('items.all(i, i.new.available)'), ['items']);
  });
  it('follows filter, map, ?: and terms', () => {
    const items = [shape({ same_product: false }), shape({ same_product: true, new: {} })];
    assert.deepEqual(paths('items.filter(i, i.same_product).all(j, j.new.available)', { items }), [
      'items[1].new.available',
    ]);
    assert.deepEqual(paths('items.map(i, i.new).exists(o, o.available)', { items: items.slice(1) }), [
      'items[0].new.available',
    ]);
    const chosen = '(damaged ? items : other_items).all(i, i.new.available)';
    assert.deepEqual(paths(chosen, { damaged: true, items }), [
      'items[0].new.available',
      'items[1].new.available',
    ]);
  });
  it('leaves out what no longer matters', () => {
    assert.deepEqual(paths('(verified || damaged) && count > 1', { damaged: true }), ['count']);
    assert.deepEqual(paths('verified && damaged', { damaged: false }), []);
    assert.deepEqual(paths('(verified ? 1 : 1) == count'), ['count']);
  });
  it('names the unknown inside compared lists and shapes', () => {
    const [whole, open] = [
      { new: { available: true, price: 1 }, same_product: true, price: 1, bought: 1 },
      { same_product: true },
    ];
    const facts = { items: [shape(whole)], other_items: [shape({ ...whole, new: { price: 1 } })] };
    assert.deepEqual(paths('items == other_items', facts), ['other_items[0].new.available']);
    assert.deepEqual(paths('items[0].new == items[1].new', { items: [shape(whole), shape(open)] }), [
      'items[1].new',
    ]);
    assert.deepEqual(paths('items[0] in other_items', facts), ['other_items[0].new.available']);
    assert.deepEqual(paths('[count, limit] == numbers', { numbers: [], limit: 1 }), ['count']);
  });
  it('errors are unknown, with nobody to ask', () => {
    const errors: [string, Record<string, Value>][] = [
      ['1 / count == 1', { count: 0 }],
      ['1 % count == 1', { count: 0 }],
      ['1.0 / rating == 1.0', { rating: 0 }],
      ['numbers[3] == 1', { numbers: [1] }],
      ['numbers[-1] == 1', { numbers: [1] }],
      ['count + 9007199254740991 > 1', { count: 1 }],
      ['count * 3 > 1', { count: Number.MAX_SAFE_INTEGER }],
      ['sum(numbers) > 1', { numbers: [Number.MAX_SAFE_INTEGER, 1] }],
      ['to_jpy(order.value) > jpy(1)', { 'order.value': 100 }],
      ['free_bags[membership][cabin] > 0', { membership: 'basic', cabin: 'second' }],
    ];
    for (const [source, facts] of errors) {
      assert.deepEqual(
        truth(condition(source), scope(facts)),
        { value: undefined, atoms: [], unknown: [] },
        source,
      );
    }
  });
});

describe('support', () => {
  it('a false && is explained by its first false part, a true one by all', () => {
    assert.deepEqual(
      atoms('damaged && count > 1 && verified', { damaged: true, count: 1, verified: false }),
      [['count > 1', false]],
    );
    assert.deepEqual(atoms('damaged && count > 1', { damaged: true, count: 2 }), [
      ['damaged', true],
      ['count > 1', true],
    ]);
  });
  it('a true || by its first true part, a false one by all', () => {
    assert.deepEqual(
      atoms('damaged || count > 1 || verified', { damaged: false, count: 2, verified: true }),
      [['count > 1', true]],
    );
    assert.deepEqual(atoms('damaged || count > 1', { damaged: false, count: 1 }), [
      ['damaged', false],
      ['count > 1', false],
    ]);
  });
  it('! keeps the atom as written, with its own value', () => {
    assert.deepEqual(atoms('!(count > 1 || damaged)', { count: 1, damaged: false }), [
      ['count > 1', false],
      ['damaged', false],
    ]);
    assert.deepEqual(atoms('!(damaged && verified)', { damaged: true, verified: false }), [
      ['verified', false],
    ]);
  });
  it('?: by its test and the chosen branch, a term by what it stands for', () => {
    assert.deepEqual(atoms('damaged ? verified : count > 1', { damaged: false, count: 3 }), [
      ['damaged', false],
      ['count > 1', true],
    ]);
    const terms = { recent: 'days_since(order.delivered) <= 30 && !damaged' };
    assert.deepEqual(atoms('recent || verified', { 'order.delivered': TODAY - 3, damaged: false }, terms), [
      ['days_since(order.delivered) <= 30', true],
      ['damaged', false],
    ]);
  });
  it('a macro, an in and a call are one atom each, with the facts that they read', () => {
    const found = truth(
      condition(
        "items.all(i, i.price < order.value && i.same_product) && count in [1, limit] && category.contains('a')",
      ),
      scope({
        items: [shape({ price: 1, same_product: true })],
        'order.value': 5,
        count: 1,
        limit: 3,
        category: 'a',
      }),
    );
    assert.deepEqual(found.atoms, [
      {
        text: 'items.all(i, i.price < order.value && i.same_product)',
        value: true,
        facts: ['items', 'order.value'],
      },
      { text: 'count in [1, limit]', value: true, facts: ['count', 'limit'] },
      { text: "category.contains('a')", value: true, facts: ['category'] },
    ]);
  });
  it('a value has the atoms that chose it', () => {
    const found = valueOf(
      expression('damaged && count > 1 ? usd(5) : order.value'),
      scope({ damaged: false, 'order.value': 70 }),
    );
    assert.deepEqual(found, {
      value: 70,
      unknown: [],
      atoms: [{ text: 'damaged', value: false, facts: ['damaged'] }],
    });
  });
});
