import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Environment as Cel } from '@marcbachmann/cel-js';
import { environment, expression, YES_OR_NO } from '../../../test/conditions.ts';
import { isUsableName, parseExpression } from './cel.ts';
import { children, typeOf, typeName, type Expr } from './expression.ts';

describe('expressions', () => {
  const types: readonly (readonly [string, string])[] = [
    ['order.value * 2', 'money(USD)'],
    ['2 * order.value', 'money(USD)'],
    ['order.value * 0.5', 'money(USD)'],
    ['order.value / 3', 'money(USD)'],
    ['order.value - usd(1.5)', 'money(USD)'],
    ['to_usd(eur_value)', 'money(USD)'],
    ['sum(items.map(i, i.price))', 'money(USD)'],
    ['max(items.map(i, i.bought))', 'date'],
    ['order.delivered + 3', 'date'],
    ["order.delivered - date('2026-01-01')", 'days'],
    ["order.placed_at - duration('36h')", 'instant'],
    ["order.placed_at - timestamp('2026-01-01T00:00Z')", 'duration'],
    ['date(order.placed_at)', 'date'],
    ['order.delivered.getDayOfWeek()', 'whole number'],
    ['int(rating) + 1', 'whole number'],
    ['double(count) / 2.0', 'decimal'],
    ['wait + 5', 'minutes'],
    ['int(opening) * 60', 'whole number'],
    ['items.filter(i, i.same_product)', 'list of item'],
    ['items.size()', 'whole number'],
    ["'a' + category", 'text'],
    ['damaged ? order.status : membership', '[pending, delivered, cancelled, gold, basic]'],
    ['free_bags[membership][cabin]', 'whole number'],
    ['refunded', 'money(USD)'],
    ['items[0].new.price', 'money(USD)'],
  ];
  for (const [source, type] of types) {
    it(`${source} is ${type}`, () => assert.equal(typeName(typeOf(expression(source))), type));
  }

  it('money literals are minor units of their currency', () => {
    const values = ['usd(200)', 'eur(12.5)', 'jpy(7)', 'kwd(1.234)', 'usd(-3)', 'usd(0.10)'].map((source) => {
      const expr = expression(source);
      return expr.op === 'literal' && [expr.value, typeName(expr.type), expr.text];
    });
    assert.deepEqual(values, [
      [20_000, 'money(USD)', 'usd(200)'],
      [1250, 'money(EUR)', 'eur(12.5)'],
      [7, 'money(JPY)', 'jpy(7)'],
      [1234, 'money(KWD)', 'kwd(1.234)'],
      [-300, 'money(USD)', 'usd(-3)'],
      [10, 'money(USD)', 'usd(0.10)'],
    ]);
  });

  it('chains of && and || are flat, ! stays', () => {
    const expr = expression('damaged && (verified && !(count > 1)) && gift');
    assert.equal(expr.op, 'and');
    assert.deepEqual(
      children(expr).map((child) => child.op),
      ['fact', 'fact', 'not', 'fact'],
    );
  });

  it('every node has its exact source, with the brackets that belong to it', () => {
    const texts: string[] = [];
    const walk = (expr: Expr): void => {
      texts.push(expr.text);
      children(expr).forEach(walk);
    };
    walk(expression('  (damaged || count + 1 > (2)) && !( verified )  ', YES_OR_NO));
    assert.deepEqual(texts, [
      '(damaged || count + 1 > (2)) && !( verified )',
      'damaged || count + 1 > (2)',
      'damaged',
      'count + 1 > (2)',
      'count + 1',
      'count',
      '1',
      '2',
      '!( verified )',
      'verified',
    ]);
  });

  it('a term stands in place, under its name', () => {
    const expr = expression('recent && damaged', YES_OR_NO, { recent: 'days_since(order.delivered) <= 30' });
    const [term] = children(expr);
    assert.ok(term?.op === 'term');
    assert.equal(term.expr.text, 'days_since(order.delivered) <= 30');
  });

  it('fields of a fact are its path', () => {
    const items = environment.facts.get('items')?.type;
    assert.ok(items?.kind === 'list');
    const facts = new Map([['order', { type: items.of, optional: false }]]);
    const result = parseExpression('order.new.available', { ...environment, facts }, YES_OR_NO);
    assert.ok('expr' in result && result.expr.op === 'fact');
    assert.deepEqual([result.expr.fact, ...result.expr.path], ['order', 'new', 'available']);
  });

  it('knows which names can be written', () => {
    assert.ok(isUsableName('order.status') && isUsableName('type') && isUsableName('_x1'));
    for (const name of [
      '',
      'a.',
      '1a',
      'a b',
      'in',
      'order.in',
      'if',
      '__proto__',
      'naïve',
      'x'.repeat(99),
    ]) {
      assert.ok(!isUsableName(name), name);
    }
  });
});

describe('the parser that we rely on', () => {
  // A new version of cel-js must be read again if one of these changes: cel.ts builds on exactly this.
  const parser = new Cel();
  type Ast = { op: string; args: unknown; start: number; end: number; pos: number };
  const outline = (node: unknown): unknown => {
    if (typeof node === 'bigint') return `${node}n`;
    if (Array.isArray(node)) return node.map(outline);
    if (node === null || typeof node !== 'object' || !('op' in node)) return node;
    const { op, args, start, end } = node as Ast;
    return [op, start, end, outline(args)];
  };
  const pins: readonly (readonly [string, unknown])[] = [
    [
      'a.b == 1',
      [
        '==',
        0,
        8,
        [
          ['.', 0, 3, [['id', 0, 1, 'a'], 'b']],
          ['value', 7, 8, '1n'],
        ],
      ],
    ],
    [
      'x.all(i, i)',
      [
        'rcall',
        0,
        11,
        [
          'all',
          ['id', 0, 1, 'x'],
          [
            ['id', 6, 7, 'i'],
            ['id', 9, 10, 'i'],
          ],
        ],
      ],
    ],
    ['f(1.5)', ['call', 0, 6, ['f', [['value', 2, 5, 1.5]]]]],
    [
      't[a]',
      [
        '[]',
        0,
        4,
        [
          ['id', 0, 1, 't'],
          ['id', 2, 3, 'a'],
        ],
      ],
    ],
    ['!a', ['!_', 0, 2, ['id', 1, 2, 'a']]],
    ['-a', ['-_', 0, 2, ['id', 1, 2, 'a']]],
    [
      'a ? b : c',
      [
        '?:',
        0,
        9,
        [
          ['id', 0, 1, 'a'],
          ['id', 4, 5, 'b'],
          ['id', 8, 9, 'c'],
        ],
      ],
    ],
    [
      'a && b || c',
      [
        '||',
        0,
        11,
        [
          [
            '&&',
            0,
            6,
            [
              ['id', 0, 1, 'a'],
              ['id', 5, 6, 'b'],
            ],
          ],
          ['id', 10, 11, 'c'],
        ],
      ],
    ],
    [
      "a in ['x']",
      [
        'in',
        0,
        10,
        [
          ['id', 0, 1, 'a'],
          ['list', 5, 10, [['value', 6, 9, 'x']]],
        ],
      ],
    ],
    [
      '(a) + null',
      [
        '+',
        1,
        10,
        [
          ['id', 1, 2, 'a'],
          ['value', 6, 10, null],
        ],
      ],
    ],
    [
      '{1: 2}',
      [
        'map',
        0,
        6,
        [
          [
            ['value', 1, 2, '1n'],
            ['value', 4, 5, '2n'],
          ],
        ],
      ],
    ],
  ];
  for (const [source, tree] of pins) {
    it(source, () => assert.deepEqual(outline(parser.parse(source).ast), tree));
  }
  it('a field knows where its name begins', () => {
    assert.equal((parser.parse('a . bc').ast as unknown as Ast).pos, 4);
  });
});
