import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountIn } from './amount.ts';

/** What parts a number from its sign may not break a line; here it is a plain blank. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/gu, ' ');

test('an amount reads as its language writes it', () => {
  const read = (
    [
      ['en', '45.00', 'USD'],
      ['en', '1250.5', 'USD'],
      ['en', '-1250', 'USD'],
      ['en', '5', 'JPY'],
      ['en', '45.00', 'CAD'],
      ['de', '1250.00', 'EUR'],
      ['de-AT', '999.00', 'CHF'],
      ['fr', '1234567.00', 'USD'],
      ['es', '1250.00', 'EUR'],
      ['es', '12500.00', 'EUR'],
      ['en', '1', 'days'],
      ['de', '3', 'days'],
      ['fr', '2', 'hours'],
      ['en', '12', 'whole number'],
      ['en', undefined, 'USD'],
      // Not beyond what a number holds: the exact text.
      ['en', '90071992547409.93', 'USD'],
      // A caller may name anything.
      ['constructor', '45.00', 'USD'],
      ['en', '45.00', 'constructor'],
      ['en', 'unlimited', 'USD'],
    ] as const
  ).map(([language, amount, unit]) => plain(amountIn(language, amount, unit)));
  assert.deepEqual(read, [
    '$45.00',
    '$1,250.50',
    '-$1,250.00',
    '¥5',
    'CAD 45.00',
    '1.250,00 €',
    '999,00 CHF',
    '1 234 567,00 $',
    '1250,00 €',
    '12.500,00 €',
    '1 day',
    '3 Tage',
    '2 heures',
    '12',
    '…',
    '$90,071,992,547,409.93',
    '$45.00',
    '45.00 constructor',
    'unlimited USD',
  ]);
});
