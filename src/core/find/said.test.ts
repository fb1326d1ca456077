import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileBook } from '../book/compile.ts';
import { UTC } from '../words/time.ts';
import { factsSaid } from './said.ts';

const { book } = compileBook('book.yaml', readFileSync('books/shop/book.yaml', 'utf8'), (name) => ({
  ...UTC,
  name,
}));
assert.ok(book);
const said = (type: string, words: string): object => {
  const found = book.types.get(type);
  assert.ok(found);
  return factsSaid(found, words);
};

test('an amount that is said need not be typed', () => {
  const amounts: [string, string | undefined][] = [
    ['refund 300', '300'],
    ['take $45 off please', '45'],
    ['I want 300.00 USD back', '300.00'],
    ['45,50 $ zurück', '45.50'],
    ['devuélveme 45 dólares', '45'],
    // Not in this shop's money: what it is in dollars is for a person to say.
    ['45,50 € zurück', undefined],
    ['45.50 EUR back', undefined],
    ['45 all of it', '45'],
    ['45 usd', '45'],
    ['£45 or 45 dollars', undefined],
    ['all 1,200 dollars of it', '1200'],
    ['Refund 300.', '300'],
    // Which of both?
    ['I paid 300 and want 45 back', undefined],
    // The marked one is money, the other a number of something.
    ['I bought 2 lamps and want $45 back', '45'],
    ['order 4711 came broken', undefined],
    ['order #45003 came broken', undefined],
    ['it came on 2026-11-17', undefined],
    ['came at 10:30', undefined],
    ['10% off', undefined],
    ['3 weeks late', undefined],
    ['no number', undefined],
  ];
  for (const [words, amount] of amounts)
    assert.deepEqual(said('refund', words), amount === undefined ? {} : { amount }, words);
});

test('so are minutes and days, where one fact alone is measured so', () => {
  assert.deepEqual(said('favor', 'a pizza for 12 dollars, takes 10 minutes'), { cost: '12', minutes: 10 });
  assert.deepEqual(said('favor', 'order a pizza, 15 min'), { minutes: 15 });
  assert.deepEqual(said('late_delivery', 'it is 3 days late'), { days_late: 3 });
  assert.deepEqual(said('address_change', 'send 3 lamps to another place'), {});
});

test('long and hostile words cost no time', () => {
  const began = performance.now();
  said('refund', `${'1,'.repeat(1000)} ${'$ '.repeat(1000)} ${'9'.repeat(2000)}`.slice(0, 2000));
  assert.ok(performance.now() - began < 200);
});
