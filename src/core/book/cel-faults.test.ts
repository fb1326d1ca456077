import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { environment, expression, faults, YES_OR_NO } from '../../../test/conditions.ts';
import { parseExpression } from './cel.ts';
import { children, typeOf, typeName, type Expr, type Type } from './expression.ts';

const USD: Type = { kind: 'money', currency: 'USD' };

/** source, code of the fault, the words that it points at, and a part of what it says. */
const FAULTY: readonly (readonly [string, string, string, RegExp])[] = [
  ["order.status == 'deliverd'", 'not-a-value', "'deliverd'", /'deliverd' is none of the values pending/],
  ["'x' != order.status", 'not-a-value', "'x'", /none of the values/],
  ["order.status in ['pending', 'lost']", 'not-a-value', "'lost'", /none of the values/],
  ["free_bags['silver'][cabin] > 1", 'not-a-value', "'silver'", /none of the values gold, basic/],
  ["order.status == (damaged ? 'pending' : 'broken')", 'not-a-value', "'broken'", /none of the values/],
  [
    'order.value > order.delivered',
    'type-error',
    'order.value > order.delivered',
    /^order\.value is money\(USD\) and order\.delivered is a date: they can't be compared\.$/,
  ],
  ['damaged && order.value > 50', 'type-error', 'order.value > 50', /money\(USD\) and 50 is a whole number/],
  [
    'order.value == eur_value',
    'type-error',
    'order.value == eur_value',
    /money\(USD\) and eur_value is money\(EUR\)/,
  ],
  ['order.value + eur_value > usd(3)', 'type-error', 'order.value + eur_value', /can't be added/],
  ['wait > opening', 'type-error', 'wait > opening', /a number of minutes and opening is a number of hours/],
  [
    'membership == cabin',
    'type-error',
    'membership == cabin',
    /one of gold, basic and cabin is one of first, second/,
  ],
  ["membership > 'basic'", 'type-error', "membership > 'basic'", /nothing there is less or more/],
  ['damaged < verified', 'type-error', 'damaged < verified', /nothing there is less or more/],
  ['rating * 2 > 1.0', 'type-error', 'rating * 2', /multiplied/],
  ['1 < count < 3', 'type-error', '1 < count < 3', /1 < count is yes or no and 3 is a whole number/],
  ['-damaged', 'type-error', '-damaged', /no negative/],
  ["'pend' in order.status", 'type-error', 'order.status', /looks for an element of a list/],
  ["'x' in numbers", 'type-error', "'x' in numbers", /can't be one of them/],
  ["count in [1, 'two']", 'type-error', "'two'", /count is a whole number and 'two' is text/],
  ["[1, 'two'] == numbers", 'type-error', "'two'", /can't be compared/],
  [
    '(damaged ? 1 : order.value) == 1',
    'type-error',
    'damaged ? 1 : order.value',
    /both sides of : must be of one type/,
  ],
  ['damaged[0]', 'type-error', 'damaged[0]', /only lists and tables/],
  ["numbers['a'] == 1", 'type-error', "'a'", /taken by its number/],
  ['free_bags[membership] > 1', 'type-error', 'free_bags[membership]', /needs 2 keys, not 1/],
  ['free_bags[membership][damaged] > 1', 'type-error', 'damaged', /a key of a table is text/],
  ['free_bags == 1', 'type-error', 'free_bags', /only one of its cells/],
  ['order.value.all(i, true)', 'type-error', 'order.value', /goes through the elements of a list/],
  ['items.all(i)', 'type-error', 'items.all(i)', /needs a name for the element/],
  [
    'items.map(i, i.same_product, i.price) == [usd(1)]',
    'type-error',
    'items.map(i, i.same_product, i.price)',
    /what to make of it/,
  ],
  ['size(count) > 1', 'type-error', 'count', /size needs a list or text/],
  ['size(items, 1) > 1', 'type-error', 'size(items, 1)', /does not take 2 values/],
  ['items.contains(1)', 'type-error', 'items', /contains needs text/],
  ['days_since(count) > 1', 'type-error', 'count', /a date or an instant/],
  ['hours_since(order.delivered) > 1', 'type-error', 'order.delivered', /days_since/],
  ['date(count) == order.delivered', 'type-error', 'count', /an instant, or a date in quotes/],
  ['date(category) == order.delivered', 'type-error', 'category', /date needs an instant/],
  ['usd(count) > order.value', 'type-error', 'count', /written out in digits/],
  ['min(count, order.value) == 1', 'type-error', 'min(count, order.value)', /there is no min of them/],
  ['to_usd(order.value) > usd(1)', 'type-error', 'to_usd(order.value)', /is money\(USD\) already/],
  ['to_eur(order.value) > eur(1)', 'no-rate', 'to_eur(order.value)', /no rate from USD to EUR/],
  ['usd(1.234) < order.value', 'bad-literal', '1.234', /more than the 2 decimals of USD/],
  ['usd(1e3) < order.value', 'bad-literal', '1e3', /plain decimal/],
  ["order.delivered > date('2026-02-30')", 'bad-literal', "'2026-02-30'", /not a date of the calendar/],
  ["order.placed_at > timestamp('2026-02-03')", 'bad-literal', "'2026-02-03'", /not an instant/],
  ["order.placed_at + duration('2d') > order.placed_at", 'bad-literal', "'2d'", /length of time in hours/],
  ['count > 9007199254740992', 'bad-literal', '9007199254740992', /whole numbers go up to 9007199254740991/],
  ['ordr.status == 1', 'unknown-fact', 'ordr.status', /Nothing of the name ordr\.status/],
  ['order == 1', 'unknown-fact', 'order', /only the beginning of other names/],
  ['items.all(i, i.new.availble)', 'unknown-fact', 'availble', /shape option has no field availble/],
  ['items.price > usd(1)', 'unknown-fact', 'price', /items is a list of item and has no price/],
  ['items[0].neww.available', 'unknown-fact', 'neww', /no field neww/],
  ['items.all(i, j.same_product)', 'unknown-fact', 'j.same_product', /Nothing of the name/],
  ['constructor == 1', 'unknown-fact', 'constructor', /Nothing of the name/],
  ['order.__proto__ == 1', 'unknown-fact', 'order.__proto__', /Nothing of the name/],
  ['has(order.value)', 'has', 'has(order.value)', /absent is unknown/],
  ["damaged && category.matches('(a+)+$')", 'matches', "category.matches('(a+)+$')", /Regular expressions/],
  ["matches(category, 'a')", 'matches', "matches(category, 'a')", /Regular expressions/],
  ['sizee(items) > 1', 'unknown-function', 'sizee(items)', /no function sizee/],
  ["contains(category, 'x')", 'unknown-function', "contains(category, 'x')", /not written that way/],
  [
    'order.delivered.days_since() > 1',
    'unknown-function',
    'order.delivered.days_since()',
    /not written that way/,
  ],
  ["string(count) == '1'", 'unknown-function', 'string(count)', /no function string/],
  ['cel.bind(x, 1, x) == 1', 'unknown-function', 'cel.bind(x, 1, x)', /no function bind/],
  ['count = 1', 'syntax', '=', /single `=`/],
  ['damaged & verified', 'syntax', '&', /single `&`/],
  ['damaged and verified', 'syntax', 'and', /can't stand here/],
  ['damaged && (count > 1', 'syntax', '', /missing at its end/],
  ["category == 'abc", 'syntax', "'abc", /not closed/],
  ['', 'syntax', '', /missing/],
  ['if == 1', 'syntax', 'if', /a word of the language/],
  ['items.all(1, true)', 'syntax', '1', /name for the element/],
  ['order.value', 'not-a-condition', 'order.value', /must be yes or no/],
  ['damaged && count', 'not-a-condition', 'count', /must be yes or no/],
  ['!category', 'not-a-condition', 'category', /must be yes or no/],
  ['items.all(i, i.price)', 'not-a-condition', 'i.price', /must be yes or no/],
  ['extra == 1', 'any-compared', 'extra', /carried and shown/],
  ['size(extra) == 1', 'any-compared', 'extra', /not calculated/],
  ['order.value == null', 'null-compared', 'order.value == null', /never null/],
  ['reason < null', 'null-compared', 'reason < null', /neither less nor more/],
  ['count in [null]', 'null-compared', 'null', /only be compared/],
  ['{1: 2} == {1: 2}', 'not-supported', '{1: 2}', /braces/],
  ["category == b'x'", 'not-supported', "b'x'", /bytes/],
  ['count == 1u', 'not-supported', '1u', /unsigned/],
  ['numbers == []', 'not-supported', '[]', /empty list/],
  ['items.all(count, true)', 'shadowed-name', 'count', /already the fact count/],
  ['items.all(order, true)', 'shadowed-name', 'order', /already the fact order/],
  ['items.all(i, items.all(i, true))', 'shadowed-name', 'i', /element of a list around it/],
  ['damaged && amount > usd(5)', 'forbidden-name', 'amount', /Limits speak about the amount/],
];

describe('faults', () => {
  for (const [source, code, pointsAt, says] of FAULTY) {
    it(`${code}: ${source}`, () => {
      const [fault] = faults(source, YES_OR_NO);
      assert.ok(fault);
      assert.equal(fault.code, code, fault.message);
      assert.equal(source.slice(fault.start, fault.end), pointsAt);
      assert.match(fault.message, says);
      assert.match(fault.mend, /^.+[.…!]$/s);
    });
  }

  it('names the nearest spelling', () => {
    assert.match(faults('order.statsu == 1')[0]?.mend ?? '', /order\.status/);
    assert.match(faults('items.all(i, i.new.availble)')[0]?.mend ?? '', /available/);
    assert.match(faults("order.status == 'pendign'")[0]?.mend ?? '', /'pending'/);
    assert.match(faults('refnds > 1')[0]?.mend ?? '', /refunds/);
    assert.match(faults('days_sinc(order.delivered) > 1')[0]?.mend ?? '', /days_since\(x\)/);
  });

  it('comes for every mistake, in order', () => {
    const codes = faults("nope && order.value > 5 && order.status == 'x'", YES_OR_NO).map(({ code }) => code);
    assert.deepEqual(codes, ['unknown-fact', 'type-error', 'not-a-value']);
  });

  it('a forbidden fact is found in a term too', () => {
    const open = { ...environment, forbidden: new Map() };
    const large = parseExpression('amount > usd(5)', open, YES_OR_NO);
    assert.ok('expr' in large);
    const [fault] = faults('damaged && large', YES_OR_NO, { terms: new Map([['large', large.expr]]) });
    assert.equal(fault?.code, 'forbidden-name');
    assert.match(fault.message, /The term large uses amount/);
  });

  it('checks the wanted type', () => {
    assert.equal(faults('count', USD)[0]?.code, 'type-error');
    assert.equal(faults('eur_value', USD)[0]?.code, 'type-error');
    assert.equal(faults("'lost'", { kind: 'choice', values: ['found'] })[0]?.code, 'not-a-value');
    assert.equal(faults('category', { kind: 'choice', values: ['found'] })[0]?.code, 'type-error');
    assert.equal(typeName(typeOf(expression('min(order.value, usd(200))', USD))), 'money(USD)');
    expression("'found'", { kind: 'choice', values: ['found'] });
    expression("damaged ? 'a' : 'b'", { kind: 'choice', values: ['a', 'b'] });
  });
});

const nestedMacros = (depth: number): string =>
  `${Array.from({ length: depth }, (_, i) => `items.exists(i${i}, `).join('')}count > 1${')'.repeat(depth)}`;

describe('hostile sources', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['deep brackets', `${'('.repeat(1900)}1${')'.repeat(1900)}`],
    ['open brackets', '('.repeat(3999)],
    ['deep lists', '['.repeat(1500)],
    ['many !', `${'!'.repeat(3990)}damaged`],
    ['many -', `count > ${'-'.repeat(3900)}1`],
    ['a long sum', `count > ${'1+'.repeat(1900)}1`],
    ['a long chain of names', `a${'.a'.repeat(1900)}`],
    ['too long', `damaged || ${'x'.repeat(5000)}`],
    ['deep ?:', `${'damaged ? 1 : '.repeat(280)}1`],
    ['nested macros', `${'items.all(a, '.repeat(50)}true${')'.repeat(50)}`],
  ];
  for (const [name, source] of hostile) {
    it(name, () => {
      const start = performance.now();
      const [fault] = faults(source, YES_OR_NO);
      assert.ok(fault && fault.start >= 0 && fault.start <= fault.end && fault.end <= source.length);
      assert.ok(performance.now() - start < 200);
    });
  }

  it('lists in lists may not take more than two million steps', () => {
    expression(nestedMacros(4), YES_OR_NO);
    assert.equal(faults(nestedMacros(5), YES_OR_NO)[0]?.code, 'too-complex');
  });

  it('terms of terms may not grow without end', () => {
    const terms = new Map<string, Expr>();
    let code = '';
    for (let i = 0; i < 40 && code === ''; i++) {
      const source = i === 0 ? 'damaged' : `t${i - 1} && t${i - 1}`;
      const result = parseExpression(source, { ...environment, terms }, YES_OR_NO);
      if ('expr' in result) terms.set(`t${i}`, result.expr);
      else code = result.faults[0]?.code ?? '';
    }
    assert.equal(code, 'too-complex');
  });

  it('a chain of 300 || is fine', () => {
    const expr = expression(Array.from({ length: 300 }, () => 'count == 1').join('||'), YES_OR_NO);
    assert.equal(children(expr).length, 300);
  });

  it('facts may have the names of everything that objects have', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'type', 'size'];
    const facts = new Map(names.map((name) => [name, { type: YES_OR_NO, optional: false }]));
    for (const name of names)
      assert.ok('expr' in parseExpression(`!${name}`, { ...environment, facts }, YES_OR_NO), name);
  });

  it('never throws and points into the source, whatever is written', () => {
    const words = [
      'damaged',
      'count',
      'items',
      'order.value',
      'numbers',
      'reason',
      'i',
      '__proto__',
      'x',
      'null',
      'true',

      '==',
      '<',
      '&&',
      '||',
      '!',
      '-',
      '+',
      '*',
      '?',
      ':',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      '.',
      'in',
      '1',
      '2.5',
      "'a'",
      '"',
      "'''",
      '\\',
      '//',
      ' ',
      '\n',
      '\u2028',
      '💥',
      '\ud800',
      'usd(',
      'size(',
      '.all(i,',
      'has(',

      'date(',
      "duration('1h')",
      '.map(i,',
      '.constructor',
      'free_bags[',
      '99999999999999999999',
      '0x',
      '1e999',
      'b"',
      "r'",
    ];
    const source = fc.oneof(
      fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join('')),
      fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join(' ')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(source, (text) => {
        const result = parseExpression(text, environment, YES_OR_NO);
        if ('expr' in result) return;
        assert.ok(result.faults.length > 0);
        for (const { start, end } of result.faults)
          assert.ok(0 <= start && start <= end && end <= text.length);
      }),
      { numRuns: 3000 },
    );
  });
});
