// What the page makes of a book's own notation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountWords } from '../web/src/words/format.ts';
import { factWords } from '../web/src/words/shown.ts';
import { conditionWords, ruleWords, withRuleWords } from '../web/src/words/conditions.ts';

/** As the reader's own language writes it. */
const dollars = (amount: string): string => amountWords(amount, 'USD');

test('conditions are read as sentences', () => {
  const read: Readonly<Record<string, string>> = {
    "order.status == 'placed'": 'order status is placed',
    'amount <= 60.00 USD': `amount at most ${dollars('60.00')}`,
    'recent || our_fault': 'recent or our fault',
    "just_ordered && seller != 'shop'": 'just ordered and seller is not shop',
    '!damaged': 'not damaged',
    'days_since(order.delivered) <= 30': 'order delivered at most 30 days ago',
    'hours_since(order.placed) < 1': 'order placed below 1 hour ago',
    'days_since(order.delivered) <= warranty[category][membership]':
      'days since order delivered at most warranty for its category and membership',
    'amount <= 50% of order.value': 'amount at most 50% of order value',
    'total of refund per customer within 90 days <= 500.00 USD': `at most ${dollars('500.00')} of refund per customer within 90 days`,
    '(damaged || wrong_item) && refunds >= 2': '(damaged or wrong item) and refunds at least 2',
    '150.00 USD of gestures': `${dollars('150.00')} of gestures`,
    'constructor == true': 'constructor is yes',
    '': '',
  };
  assert.deepEqual(
    Object.keys(read).map((condition) => conditionWords(condition)),
    Object.values(read),
  );
});

test('a rule is called by its name and its section', () => {
  assert.deepEqual(
    ['refund/may/small', 'refund/red lines/gift card', "red lines/someone else's data", 'refund/never above']
      .concat(['refund/consult/third refund', 'refund/reserved/bank dispute', 'alone'])
      .map(ruleWords),
    [
      'rule “small”',
      'red line “gift card”',
      "red line “someone else's data”",
      'the most that anybody may',
      'ask first: “third refund”',
      'reserved: “bank dispute”',
      'rule “alone”',
    ],
  );
});

test('a sentence of the record cites rules as they are called', () => {
  assert.deepEqual(
    [
      'Mia Chen granted it: $40.00 (refund/may/small); to be carried out by 3 PM',
      'Lena said no (refund/red lines/gift card), as in case c1',
      'Customer says (and/or so) it broke (twice)',
    ].map(withRuleWords),
    [
      'Mia Chen granted it: $40.00 (rule “small”); to be carried out by 3 PM',
      'Lena said no (red line “gift card”), as in case c1',
      'Customer says (and/or so) it broke (twice)',
    ],
  );
});

test('what only looks like a day is shown as it is', () => {
  assert.deepEqual(
    ['4021-55-90', '2026-02-30'].map((text) => factWords(text)),
    ['4021-55-90', '2026-02-30'],
  );
  assert.notEqual(factWords('2026-02-28'), '2026-02-28');
});
