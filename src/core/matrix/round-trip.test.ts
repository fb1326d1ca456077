import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Book } from '../book/book.ts';
import { compileBook } from '../book/compile.ts';
import { readCsv, writeCsv } from '../organization/csv.ts';
import { UTC } from '../words/time.ts';
import { bookFromMatrix, type MatrixOptions } from './from-matrix.ts';
import { matrixFromBook } from './to-matrix.ts';

const GRADES = ['agent', 'senior', 'lead', 'manager'];
const ABOUT: MatrixOptions = {
  name: 'shop',
  currency: 'USD',
  timeZone: 'UTC',
  residual: 'duty-lead',
  grades: GRADES,
  functions: ['orders', 'billing'],
};
const ABOUT_ONE: MatrixOptions = { ...ABOUT, functions: ['orders'] };
const COLUMNS = [
  'type',
  'means',
  'function',
  'name',
  'grade',
  'limit',
  'usual',
  'days',
  'since',
  'times',
  'total',
  'also',
  'wording',
  'kind',
  'instead',
] as const;
type Cells = Partial<Record<(typeof COLUMNS)[number], string>>;

function compile(text: string): Book {
  const { book, problems } = compileBook('book.yaml', text, (name) => ({ ...UTC, name }));
  assert.ok(book, JSON.stringify(problems, null, 1));
  return book;
}
const csvOf = (rows: readonly Cells[]): string =>
  writeCsv([COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))]);

// What one grade may, as a matrix says it in its own words. Limits grow with the grade, so that no grant is covered.
const words = fc
  .string({ unit: fc.constantFrom(...Array.from('abcXYZ éß,;:"\'#%&*-|>@!?.\n漢🙂')), maxLength: 20 })
  .map((text) => text.trim());
const names = fc
  .string({ unit: fc.constantFrom(...Array.from('abc xyz-_é"\'#&')), minLength: 1, maxLength: 8 })
  .map((text) => `n${text}`.trim());
const cents = fc.constantFrom('', '.50', '.05');
const window = fc.constantFrom('', ' within 90 days', ' within 36 hours', ' within this month');
const per = fc.constantFrom('customer', 'agent', 'unit', 'subject', 'case');
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | ''> =>
  fc.oneof(fc.constant<''>(''), arbitrary);

const grantCells = fc.record({
  function: fc.constantFrom('orders', 'orders', 'billing', 'any'),
  step: fc.integer({ min: 1, max: 500 }),
  cents,
  share: maybe(fc.constantFrom('50% of order.value', '12.5% of order.value', '100% of paid')),
  usual: fc.boolean(),
  days: maybe(fc.integer({ min: 0, max: 9999 }).map(String)),
  since: fc.constantFrom('event_date', 'order.delivered'),
  times: maybe(
    fc.tuple(fc.nat({ max: 99 }), per, window).map(([max, key, within]) => `${max} per ${key}${within}`),
  ),
  total: maybe(
    fc
      .tuple(fc.nat({ max: 99_999 }), cents, per, window)
      .map(([max, part, key, within]) => `${max}${part} USD per ${key}${within}`),
  ),
  also: maybe(
    fc.constantFrom('finance', 'finance; legal', '1 of finance; legal', '2 of finance; legal; fraud'),
  ),
  wording: words,
  who: fc.integer({ min: 0, max: 9 }),
});
type GrantCells = typeof grantCells extends fc.Arbitrary<infer T> ? T : never;

function rowsOfType(
  type: string,
  means: string,
  grants: readonly GrantCells[],
  no: { wording: string; kind: string; instead: string; never: boolean } | undefined,
): Cells[] {
  let limit = 0;
  const rows: Cells[] = grants.map((cells, i) => {
    limit += cells.step;
    const amount = `${limit}${cells.cents} USD`;
    // Every row a limit of its own and a name of its own; the last ones may be a role or a person.
    const grade =
      cells.who === 0
        ? `role: r${i}`
        : cells.who === 1
          ? `person: p${i}`
          : (GRADES[Math.min(i, GRADES.length - 1)] ?? '');
    return {
      function: cells.function,
      name: `rule ${i}`,
      grade,
      limit: cells.share === '' ? amount : `${amount}; ${cells.share}`,
      usual: cells.usual ? '1 USD' : '',
      days: no && cells.days === '' ? String(i) : cells.days,
      since: no || cells.days !== '' ? cells.since : '',
      times: cells.times,
      total: cells.total,
      also: cells.also,
      wording: cells.wording,
    };
  });
  // A type that is never granted has no grants; and only conditions leave room for a written no.
  const noRow: Cells | undefined = no && {
    function: 'orders',
    grade: no.never ? 'never' : 'otherwise',
    wording: no.wording,
    kind: no.kind,
    instead: no.instead,
  };
  const all = noRow ? [...(no?.never ? [] : rows), noRow] : rows;
  return all.map((row, i) => ({ ...row, type, means: i === 0 ? means : '' }));
}

const noCells = fc.record({
  wording: words.map((text) => `No. ${text}`.trim()),
  kind: fc.constantFrom('policy', 'illegal', 'unethical', 'unachievable'),
  instead: fc.constantFrom(
    'later offer: You hear first of our next sale.',
    'type 0',
    'type 0; later offer: You hear first of our next sale.',
  ),
  never: fc.boolean(),
});
const matrices = fc
  .array(
    fc.record({
      means: words.map((text) => `Wish ${text}`.trim()),
      grants: fc.array(grantCells, { minLength: 1, maxLength: 4 }),
      no: fc.option(noCells, { nil: undefined }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((types) => [
    // What every other type may offer instead.
    { type: 'type 0', means: 'Anything', function: 'orders', name: 'all', grade: 'agent' },
    ...types.flatMap(({ means, grants, no }, i) => rowsOfType(`type ${i + 1}`, means, grants, no)),
  ]);

/** The matrix in the words in which it is written. */
function normalized(csv: string): string[][] {
  const { header, rows, problems } = readCsv('x', csv);
  assert.deepEqual(problems, []);
  return [header, ...rows].map((row) => row.map((cell) => cell.text));
}

describe('matrix → book → matrix', () => {
  test('is the identity, and the book compiles without errors or warnings', () => {
    fc.assert(
      fc.property(matrices, (rows) => {
        const csv = csvOf(rows);
        const made = bookFromMatrix('matrix.csv', csv, ABOUT);
        assert.deepEqual(
          made.problems.filter(({ severity }) => severity !== 'notice'),
          [],
        );
        const { book, problems } = compileBook('book.yaml', made.yaml, (name) => ({ ...UTC, name }));
        assert.ok(book);
        assert.deepEqual(
          problems.filter(({ severity }) => severity !== 'notice'),
          [],
        );
        const back = matrixFromBook(book);
        assert.deepEqual(back.notHeld, []);
        assert.deepEqual(normalized(back.csv), normalized(csv));
      }),
      { numRuns: 300 },
    );
  });

  test('names, units and texts of any letters come back', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(names, {
          minLength: 5,
          maxLength: 5,
          comparator: (a, b) => a.toLowerCase() === b.toLowerCase(),
        }),
        ([type = '', name = '', unit = '', role = '', offer = '']) => {
          const rows: Cells[] = [
            {
              type,
              means: offer,
              function: 'orders',
              name,
              grade: `role: ${role}`,
              days: '3',
              since: 'event_date',
              also: unit,
            },
            {
              type,
              function: 'orders',
              grade: 'otherwise',
              wording: `${offer}.`,
              kind: 'policy',
              instead: `${offer}: ${role}`,
            },
          ];
          const { yaml, problems } = bookFromMatrix('matrix.csv', csvOf(rows), ABOUT);
          assert.deepEqual(problems, []);
          const back = matrixFromBook(compile(yaml));
          assert.deepEqual([back.notHeld, normalized(back.csv)], [[], normalized(csvOf(rows))]);
        },
      ),
    );
  });

  test('a matrix in other words comes back in ours, and then stays', () => {
    const csv = 'Type;Grade;Limit;Days;Wording\nrefund;agent;$1,000;30 days;Done.\nrefund;otherwise;;;No.\n';
    const first = matrixFromBook(compile(bookFromMatrix('a.csv', csv, ABOUT_ONE).yaml)).csv;
    assert.match(
      first,
      /refund,The customer asks for refund,orders,agent,agent,1000 USD,,30,event_date,,,,Done\.,,\r\n/,
    );
    assert.match(first, /pass it on: I will pass on/);
    assert.equal(matrixFromBook(compile(bookFromMatrix('b.csv', first, ABOUT_ONE).yaml)).csv, first);
  });
});
