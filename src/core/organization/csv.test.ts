import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readCsv, writeCsv } from './csv.ts';

const texts = (text: string): string[][] => {
  const { header, rows } = readCsv('f.csv', text);
  return [header, ...rows].map((row) => row.map((cell) => cell.text));
};
const places = (text: string): string[][] => {
  const { header, rows } = readCsv('f.csv', text);
  return [header, ...rows].map((row) => row.map(({ line, column }) => `${line}:${column}`));
};
const brief = (text: string): string[] =>
  readCsv('f.csv', text).problems.map(({ line, column, code }) => `${line}:${column} ${code}`);

test('cells with their places, quotes and line breaks inside them', () => {
  const text = 'id,name\r\nmia,"Chen, ""M"""\r\nraj,"two\r\nlines"\r\n"x",y';
  assert.deepEqual(texts(text), [
    ['id', 'name'],
    ['mia', 'Chen, "M"'],
    ['raj', 'two\r\nlines'],
    ['x', 'y'],
  ]);
  assert.deepEqual(places(text), [
    ['1:1', '1:4'],
    ['2:1', '2:5'],
    ['3:1', '3:5'],
    ['5:1', '5:5'],
  ]);
});

test('the separator is the one that the header uses', () => {
  for (const separator of [',', ';', '\t']) {
    assert.deepEqual(texts(`id${separator}"a,b;c;d"\n1${separator}x`), [
      ['id', 'a,b;c;d'],
      ['1', 'x'],
    ]);
  }
});

test('a byte-order mark, old line ends, blank lines and empty cells at the end are fine', () => {
  assert.deepEqual(texts('\uFEFFid,name\r1,a\r\n\n,\n2,b,,\n'), [
    ['id', 'name'],
    ['1', 'a'],
    ['2', 'b'],
  ]);
  assert.deepEqual(places('\uFEFFid,name\n1,'), [
    ['1:1', '1:4'],
    ['2:1', '2:3'],
  ]);
});

const broken: [name: string, text: string, ...found: string[]][] = [
  ['nothing', '', '1:1 empty'],
  ['a quote that stays open', 'a,b\n1,"x\ny', '2:3 open-quote'],
  ['text after a quote', 'a,b\n1,"x"y', '2:3 after-quote'],
  ['too many cells', 'a,b\n1,2,3', '2:5 row-length'],
  ['too few cells', 'a,b,c\n1,2', '2:3 row-length'],
  ['a separator left out after a cell of two lines', 'a,b\n"1\n2"', '2:1 row-length'],
];
for (const [name, text, ...found] of broken)
  test(`a broken table: ${name}`, () => assert.deepEqual(brief(text), found));

test('what is written reads back as it was, formulas included', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', ',', ';', '\t', '"', '\n', '\r', ' ', '=', '+', '\uFEFF', '7'),
    maxLength: 8,
  });
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
    );
  fc.assert(
    fc.property(table, (rows) => {
      // The first row is the header, so that any first cell may be empty; rows of nothing are not rows.
      const header = (rows[0] ?? []).map((_, i) => `column ${i}`);
      const kept = rows.filter((row) => row.some((text) => text.trim() !== ''));
      assert.deepEqual(texts(writeCsv([header, ...rows])), [header, ...kept]);
      assert.deepEqual(readCsv('f.csv', writeCsv([header, ...rows])).problems, []);
    }),
  );
  assert.equal(writeCsv([['=1+1', '-x', '@a', 'a,b']]), '=1+1,-x,@a,"a,b"\r\n');
});

test('every cell is where its place says', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\n', ',', ' '), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 6 }), (rows) => {
      const text = writeCsv([['a', 'b'], ...rows]);
      const lines = text.split(/\r\n|\n/);
      for (const { text: found, line, column, quoted } of readCsv('f.csv', text).rows.flat()) {
        const there = lines[line - 1]?.slice(column - 1) ?? '';
        const first = found.split('\n')[0] ?? '';
        assert.ok(there.startsWith(quoted ? `"${first.replaceAll('"', '""')}` : first));
      }
    }),
  );
});

test('text of any kind is read without a crash', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', 'a', '\uFEFF', '\t') }),
      (text) => {
        const { header, rows } = readCsv('f.csv', text);
        assert.ok(rows.every((row) => row.length === header.length));
      },
    ),
    { numRuns: 2000 },
  );
  assert.equal(readCsv('f.csv', `a,b\n${'"'.repeat(200_001)}`).problems[0]?.code, 'open-quote');
  assert.equal(readCsv('f.csv', `a\n${'x\n'.repeat(100_000)}`).rows.length, 100_000);
});
