import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { readYaml } from '../book/yaml.ts';
import { differenceOf } from './difference.ts';

const SHOP = readFileSync(new URL('../../../books/shop/book.yaml', import.meta.url), 'utf8');
const read = (text: string): unknown => readYaml('book.yaml', text).data;

/** A change of the shop's book: what is replaced by what, and the sentences about it. */
const CHANGES: readonly [about: string, from: string | RegExp, to: string, words: readonly string[]][] = [
  [
    'a limit',
    /(small:\n\s+from: agent\n\s+up to:) 60 USD/,
    '$1 80 USD',
    ['refund, “small” (agent): up to 60 USD → 80 USD'],
  ],
  [
    'another name of a rule',
    'tiny: { from: assistant, up to: 15 USD',
    'wee: { from: assistant, up to: 15 USD',
    ['refund, “tiny” (assistant) is called “wee” now'],
  ],
  [
    'a rule that goes',
    /\n\s+late: \{ from: lead, up to: 600 USD.*/,
    '',
    ['refund, “late” (lead) is gone: lead, up to 600 USD, when days_since(order.delivered) <= 90'],
  ],
  [
    'a rule that comes',
    'let it stand: { from: agent, up to: 100 USD }',
    'let it stand: { from: agent, up to: 100 USD }\n      most: { role: duty-lead, up to: 200 USD, usual: 120 USD }',
    ['chargeback_dispute, “most” (duty-lead) is new: role duty-lead, up to 200 USD, usual 120 USD'],
  ],
  [
    'a condition, and one that goes',
    'late: { from: lead, up to: 600 USD, when: days_since(order.delivered) <= 90 }',
    'late: { from: lead, up to: 600 USD }',
    ['refund, “late” (lead): no longer when days_since(order.delivered) <= 90'],
  ],
  [
    'words in one language',
    'This one is sold out and will not be made again.',
    'We have sold the last one.',
    [
      'replacement, red line “sold out”: tell: en “This one is sold out and will not be made again.” → “We have sold the last one.”',
    ],
  ],
  [
    'who may lift a line',
    'waived by: { from: lead }',
    'waived by: { from: manager }',
    ['refund, red line “made to measure”: waived by: from lead → manager'],
  ],
  [
    'residual authority',
    'residual authority: { role: duty-lead, up to: 600 USD }',
    'residual authority: { role: duty-lead, up to: 800 USD }',
    ['residual authority: up to 600 USD → 800 USD'],
  ],
  [
    'a term, with the rules whose conditions name it',
    /\n  recent:.*/,
    '\n  recent: days_since(order.delivered) <= 45',
    [
      'term “recent”: days_since(order.delivered) <= 30 → days_since(order.delivered) <= 45 (stands in refund/may/tiny, refund/may/small, refund/may/ordinary, replacement/may/swap)',
    ],
  ],
  [
    'the order of rules',
    /( +let it stand: .*\n)( +larger: .*\n)/,
    '$2$1',
    ['chargeback_dispute, may: the order is larger, let it stand now'],
  ],
  [
    'a response target',
    'answer within: 4 hours         # the response target',
    'answer within: 6 hours         # the response target',
    ['refund: answer within 4 hours → 6 hours'],
  ],
  ['a comment', '# Who there is', '# Who is there', []],
];

test('what changed is said in words', () => {
  for (const [about, from, to, words] of CHANGES) {
    const changed = SHOP.replace(from, to);
    assert.ok(changed !== SHOP || words.length === 0, `${about}: nothing was replaced`);
    assert.deepEqual(
      differenceOf(read(SHOP), read(changed)).map((change) => change.words),
      words,
      about,
    );
  }
});

/** A type, one that is like it, and one that is but for its grants. */
const likeBook = (limit: number): string => `book: b
requests:
  refund: { function: any, may: { small: { from: agent, up to: ${limit} USD } } }
  return: { like: refund }
  own: { like: refund, may: { small: { from: agent, up to: 5 USD } } }
`;

test('a type that is like another one changes with it, and is named', () => {
  assert.deepEqual(
    differenceOf(read(likeBook(50)), read(likeBook(80))).map(({ words }) => words),
    ['refund, “small” (agent): up to 50 USD → 80 USD; so for return too, like it'],
  );
});

test('nothing that stands in a book can change unseen', () => {
  // Every scalar of the shop's book, changed alone.
  const before = read(SHOP);
  const data = read(SHOP) as Record<string, unknown>;
  let seen = 0;
  const change = (node: unknown, put: (value: unknown) => void): void => {
    if (typeof node === 'object' && node !== null) {
      for (const [key, value] of Object.entries(node))
        change(value, (other) => {
          (node as Record<string, unknown>)[key] = other;
        });
      return;
    }
    put('something else');
    assert.ok(differenceOf(before, data).length > 0, String(node));
    put(node);
    seen += 1;
  };
  for (const key of ['residual authority', 'special clients', 'terms', 'tables', 'counters', 'red lines'])
    change(data[key], (value) => {
      data[key] = value;
    });
  change((data['requests'] as Record<string, unknown>)['refund'], () => undefined);
  assert.ok(seen > 60, String(seen));
});
