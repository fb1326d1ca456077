// What is typed for a fact on the page, and what is shown of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountTyped } from '../src/core/words/typed-number.ts';
import { readFact, textOf } from '../web/src/desk/fact-value.ts';
import { spanWords } from '../web/src/words/format.ts';

test('what is shown of a fact is read as the same fact', () => {
  const facts = [
    ['money', '45.50'],
    ['number', 0.125],
    ['number', 1234],
    ['list', ['lamp', 'chair']],
    ['date', '2026-03-02'],
    ['text', 'a scratch'],
  ] as const;
  for (const [kind, value] of facts)
    assert.deepEqual(readFact(kind, textOf(value as never)), { value }, String(value));
});

test('an amount goes as the service takes it, and what is none as it is', () => {
  assert.deepEqual(['45,00', ' $45 ', 'much'].map(amountTyped), ['45.00', '45', 'much']);
});

test('no more time is left than there is', () => {
  const MINUTE = 60_000;
  const read: [number, string][] = [
    [30_000, 'less than a minute'],
    [5 * MINUTE - 1, '4 min'],
    [125 * MINUTE, '2 h 5 min'],
    [36 * 60 * MINUTE, '36 h'],
    [71 * 60 * MINUTE, '2 days'],
    [-90 * MINUTE, '1 h 30 min'],
  ];
  for (const [ms, words] of read) assert.equal(spanWords(ms), words);
});
