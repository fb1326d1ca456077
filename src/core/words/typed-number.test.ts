import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimalOf, numberOf } from './typed-number.ts';

test('an amount is read as whoever typed it meant it', () => {
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
    ['12,34,567.50', '1234567.50'],
    ['4.5.00', undefined],
    ['10.5,00', undefined],
    ['1.5.2', undefined],
    ['100.5.5', undefined],
    ['1,23.50', undefined],
    ['45.1234', undefined],
    ['0.125', undefined],
    ['1234.567', undefined],
    ['0,125', undefined],
    ['', undefined],
    ['.', undefined],
    ['4x', undefined],
    ['1e5', undefined],
  ];
  for (const [typed, decimal] of read) assert.equal(decimalOf(typed), decimal, typed);
});

test('a number keeps its decimals, however many', () => {
  const read: [string, number | undefined][] = [
    ['0.125', 0.125],
    ['0,125', 0.125],
    ['1.234', 1.234],
    ['2,5', 2.5],
    ['1,234', 1234],
    ['1,234,567.5', 1_234_567.5],
    ['1 234', 1234],
    ['-3', -3],
    ['14.', 14],
    ['1.2.3', undefined],
    ['12 days', undefined],
    ['1e5', undefined],
    ['', undefined],
  ];
  for (const [typed, number] of read) assert.equal(numberOf(typed), number, typed);
});
