import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimalOf } from './typed-number.ts';

test('a number is read as whoever typed it meant it', () => {
  const read: [string, string | undefined][] = [
    ['45', '45'],
    ['45.5', '45.5'],
    ['45,50', '45.50'],
    ['1,234.50', '1234.50'],
    ['1.234,50', '1234.50'],
    ['1 234,50 €', '1234.50'],
    ["1'234.50", '1234.50'],
    ['1,234', '1234'],
    ['1.234.567', '1234567'],
    ['$45', '45'],
    ['45 USD', '45'],
    ['-3', '-3'],
    ['45.', '45'],
    ['45.1234', undefined],
    ['', undefined],
    ['.', undefined],
    ['4x', undefined],
    ['1e5', undefined],
  ];
  for (const [typed, decimal] of read) assert.equal(decimalOf(typed), decimal, typed);
});
