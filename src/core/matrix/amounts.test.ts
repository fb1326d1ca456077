import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { isFault } from '../book/phrases.ts';
import { readCounted, readWritten, writtenAmount, type AmountKind } from './amounts.ts';

const read = (text: string, currency = 'USD'): string | number => {
  const amount = readWritten(text, currency);
  return isFault(amount) ? 'refused' : `${amount.units} ${amount.kind}`;
};

describe('amounts as people write them', () => {
  const understood: readonly (readonly [text: string, currency: string, meant: string])[] = [
    ['50 USD', 'USD', '5000 money'],
    ['50USD', 'USD', '5000 money'],
    ['usd 50', 'USD', '5000 money'],
    ['up to 50 USD', 'USD', '5000 money'],
    ['$50', 'USD', '5000 money'],
    ['$ 50.5', 'CAD', '5050 money'],
    ['50 €', 'EUR', '5000 money'],
    ['1,000 USD', 'USD', '100000 money'],
    ['$1,000,000.50', 'USD', '100000050 money'],
    ['1.000,50 EUR', 'EUR', '100050 money'],
    ['1.000.000 EUR', 'EUR', '100000000 money'],
    ['12,50 EUR', 'EUR', '1250 money'],
    ['1 000 EUR', 'EUR', '100000 money'],
    ['1 000,50 EUR', 'EUR', '100050 money'],
    ["1'000 CHF", 'CHF', '100000 money'],
    ['1,000 JPY', 'JPY', '1000 money'],
    ['0 USD', 'USD', '0 money'],
    ['14 days', 'USD', '14 days'],
    ['1 day', 'USD', '1 days'],
    ['2 weeks', 'USD', '14 days'],
    ['90 minutes', 'USD', '90 minutes'],
    ['3 pieces', 'USD', '3 whole number'],
  ];
  for (const [text, currency, meant] of understood)
    test(`"${text}" in a book in ${currency}`, () => assert.equal(read(text, currency), meant));

  for (const [text, currency = 'USD'] of [
    ['50'],
    ['1.000 EUR', 'EUR'],
    ['1,000 KWD', 'KWD'],
    ['0,500 USD'],
    ['1,00,000 USD'],
    ['1,2,3 USD'],
    ['1.2.3 USD'],
    ['1,000.000,00 USD'],
    ['1 00 USD'],
    ['50.5 JPY', 'JPY'],
    ['50.123 USD'],
    ['50 EUR'],
    ['€50'],
    ['$50', 'EUR'],
    ['$50 USD'],
    ['-50 USD'],
    ['50 bananas'],
    ['fifty USD'],
    ['unlimited'],
    ['-'],
    ['n/a'],
    ['99999999999999999999 USD'],
    ['50 USD or 10%'],
    ['1.5 days'],
    ['１００ USD'],
  ] as const) {
    test(`"${text}" in a book in ${currency} is refused with how to write it`, () => {
      const fault = readWritten(text, currency);
      assert.ok(isFault(fault), JSON.stringify(fault));
      assert.ok(fault.fault.length > 10 && fault.mend.length > 10);
    });
  }

  test('what is written reads back as the same amount', () => {
    const kinds: readonly AmountKind[] = ['money', 'whole number', 'minutes', 'hours', 'days'];
    const amounts = fc.record(
      { kind: fc.constantFrom(...kinds), units: fc.nat({ max: Number.MAX_SAFE_INTEGER }) },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(amounts, fc.constantFrom('USD', 'JPY', 'KWD'), (amount, currency) => {
        assert.deepEqual(readWritten(writtenAmount(amount, currency), currency), amount);
      }),
    );
  });

  test('thousands marked in any unambiguous way are never read as less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 99_999_999 }),
        fc.constantFrom(',', '.', ' ', "'", ' '),
        (number, mark) => {
          const text = `${String(number).replaceAll(/\B(?=(\d{3})+$)/g, mark)} USD`;
          const got = read(text);
          assert.ok(got === `${number * 100} money` || got === 'refused', `${text} → ${got}`);
        },
      ),
    );
  });
});

describe('limits that count', () => {
  test('times and totals with whom they count for', () => {
    assert.deepEqual(readCounted('1 per customer within 2 weeks', 'times', 'USD'), {
      max: { kind: 'whole number', units: 1 },
      rest: ' per customer within 14 days',
    });
    assert.deepEqual(readCounted('1,000 USD per agent within this month', 'total', 'USD'), {
      max: { kind: 'money', units: 100_000 },
      rest: ' per agent within this month',
    });
  });
  for (const [text, measure] of [
    ['1 of refunds', 'times'],
    ['1 per order.id', 'times'],
    ['twice', 'times'],
    ['500 per customer', 'total'],
    ['1.000 EUR per customer', 'total'],
  ] as const) {
    test(`${measure} "${text}" is refused`, () => assert.ok(isFault(readCounted(text, measure, 'EUR'))));
  }
});
