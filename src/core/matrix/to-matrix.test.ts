import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Book, Grant } from '../book/book.ts';
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
const grantsOf = (book: Book): Grant[] => [...book.types.values()].flatMap((type) => type.grants);

// What one grade may, as a matrix says it in its own words. Limits grow with the grade, so that no grant is covered.
const words = fc
  .string({ unit: fc.constantFrom(...'abcXYZ éß,;:"\'#%&*-|>@!?.\n漢🙂'), maxLength: 20 })
  .map((text) => text.trim());
const names = fc
  .string({ unit: fc.constantFrom(...'abc xyz-_é"\'#&'), minLength: 1, maxLength: 8 })
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

const HAND_MADE = `
book: shop
currency: USD
time zone: UTC
grades: [agent, senior, lead, manager]
functions: [orders, billing]
units: { finance: { role: finance }, legal: { role: legal } }
residual authority: { role: duty-lead }
policy owner: { role: policy-owner }
facts:
  order.delivered: date
  order.value: money
alternatives:
  later offer: { tell: You hear first of our next sale. }
requests:
  refund:
    means: Money back
    function: orders
    facts: { amount: money }
    amount: amount
    may:
      small: { from: agent, up to: 12.50 USD, when: "days_since(order.delivered)<=30", times: 1 per customer within 2 weeks }
      half: { from: senior, up to: 80 USD, share: 50% of order.value, usual: 20 USD, when: days_since(order.delivered) <= 30 }
      large: { from: lead, function: billing, up to: 2000 USD, when: days_since(order.delivered) <= 90, also: [finance], total: 500 USD per agent within this month, say: "We refund {amount}." }
      top: { role: owner, when: days_since(order.delivered) <= 400, also: { 1 of: [finance, legal] } }
    otherwise: { kind: policy, tell: Only within 400 days., instead: [later offer, longer_return] }
  longer_return:
    means: More time for a return
    function: any
    facts: { amount: days }
    amount: amount
    may: { more: { person: frida, up to: 14 days } }
  free_item:
    means: A thing for nothing
    function: orders
    never: { kind: unethical, tell: We give nothing away., instead: [refund] }
`;

/** A grant without the layout of its condition. */
const bare = (grant: Grant): unknown =>
  JSON.parse(JSON.stringify(grant, (key, value: unknown) => (key === 'text' ? undefined : value)));

describe('book → matrix → book', () => {
  test('gives the same grants where the matrix holds them all', () => {
    const book = compile(HAND_MADE);
    const { csv, notHeld } = matrixFromBook(book);
    assert.deepEqual(notHeld, []);
    const { yaml, problems } = bookFromMatrix('matrix.csv', csv, ABOUT);
    assert.deepEqual(problems, []);
    const back = compile(yaml);
    assert.deepEqual(grantsOf(back).map(bare), grantsOf(book).map(bare));
    for (const [name, type] of book.types) {
      const again = back.types.get(name);
      assert.deepEqual(
        [again?.means, again?.function, again?.otherwise, again?.lines, again?.amount],
        [type.means, type.function, type.otherwise, type.lines, type.amount],
      );
    }
  });

  const lost: readonly (readonly [
    what: string,
    from: string,
    to: string,
    rule: string,
    says: RegExp,
    flagged: boolean,
  ])[] = [
    [
      'another condition',
      'may: { more: { person: frida',
      'may: { more: { when: order.value > usd(5), person: frida',
      'longer_return/may/more',
      /its condition: order\.value > usd\(5\)/,
      true,
    ],
    [
      'two conditions',
      '"days_since(order.delivered)<=30"',
      '["days_since(order.delivered)<=30", "order.value > usd(5)"]',
      'refund/may/small',
      /its condition/,
      true,
    ],
    [
      'fewer than',
      '"days_since(order.delivered)<=30"',
      '"days_since(order.delivered) < 30"',
      'refund/may/small',
      /its condition/,
      true,
    ],
    [
      'a least amount',
      'share: 50%',
      'at least: 5 USD, share: 50%',
      'refund/may/half',
      /at least 5 USD/,
      true,
    ],
    ['a date', 'share: 50%', 'in force until: 2030-01-01, share: 50%', 'refund/may/half', /2030-01-01/, true],
    [
      'grounds',
      'share: 50%',
      'by exception: [bereavement], share: 50%',
      'refund/may/half',
      /bereavement/,
      true,
    ],
    [
      'a computed share',
      '50% of order.value',
      '50% of order.value + order.value',
      'refund/may/half',
      /order\.value \+ order\.value/,
      true,
    ],
    [
      'two languages',
      'say: "We refund {amount}."',
      'say: { en: "We refund {amount}.", de: "Gern." }',
      'refund/may/large',
      /in de/,
      true,
    ],
    [
      'a red line',
      '    may: { more',
      '    red lines: { x: { kind: illegal, when: order.value > usd(9), tell: No., instead: [refund] } }\n    may: { more',
      'longer_return/red lines/x',
      /forbidden/,
      true,
    ],
    [
      'a reserved line of the book',
      'requests:',
      'reserved: { y: { only: { from: lead }, when: order.value > usd(9) } }\nrequests:',
      'reserved/y',
      /who alone counts/,
      true,
    ],
    [
      'a computed amount',
      '    amount: amount\n    may:\n      small',
      '    amount: = order.value\n    may:\n      small',
      'refund/amount',
      /order\.value/,
      true,
    ],
    [
      'a settled no',
      'instead: [refund] }',
      'instead: [refund], settled: { by: us, on: 2026-01-01 } }',
      'free_item/never',
      /settled/,
      true,
    ],
    [
      'a question',
      'order.value: money',
      'order.value: { type: money, ask: What did it cost? }',
      'facts/order.value',
      /question/,
      false,
    ],
    [
      'phrases of customers',
      'means: Money back',
      'means: Money back\n    said as: [refund me]',
      'refund',
      /how customers say it/,
      false,
    ],
    [
      'who speaks for a unit',
      'legal: { role: legal }',
      'legal: { function: billing, from: lead }',
      'units/legal',
      /who says yes/,
      false,
    ],
    [
      'a signal',
      'facts:\n',
      'signals: { danger: { role: x } }\nfacts:\n',
      'signals/danger',
      /who takes/,
      false,
    ],
  ];
  for (const [what, from, to, rule, says, flagged] of lost) {
    test(`${what} is listed${flagged ? ', and its row is refused when it is read back' : ''}`, () => {
      const text = HAND_MADE.replace(from, to);
      assert.notEqual(text, HAND_MADE);
      const { csv, notHeld } = matrixFromBook(compile(text));
      assert.ok(
        notHeld.some((entry) => entry.rule === rule && says.test(entry.what)),
        JSON.stringify(notHeld),
      );
      const { problems } = bookFromMatrix('matrix.csv', csv, ABOUT);
      assert.equal(
        problems.some(({ code }) => code === 'not-held'),
        flagged,
        csv,
      );
    });
  }

  test('a condition under a name comes back without the name, and that is said', () => {
    const text = HAND_MADE.replace(
      'requests:',
      'terms: { recent: days_since(order.delivered) <= 30 }\nrequests:',
    ).replace('"days_since(order.delivered)<=30"', 'recent');
    const { csv, notHeld } = matrixFromBook(compile(text));
    assert.deepEqual(notHeld, [{ rule: 'refund/may/small', what: 'the name of its condition: recent' }]);
    assert.equal(
      grantsOf(compile(bookFromMatrix('m.csv', csv, ABOUT).yaml))[0]?.when?.text,
      'days_since(order.delivered) <= 30',
    );
  });

  for (const name of ['shop', 'retail', 'software']) {
    test(`of the ${name} book, every grant has a row, and what it is beyond it is listed`, () => {
      const book = compile(
        readFileSync(new URL(`../../../books/${name}/book.yaml`, import.meta.url), 'utf8'),
      );
      const { csv, notHeld } = matrixFromBook(book);
      const { header, rows, problems } = readCsv('m.csv', csv);
      assert.deepEqual(problems, []);
      const nos = [...book.types.values()]
        .flatMap((type) => [type.otherwise, type.lines.find(({ id }) => id === `${type.name}/never`)])
        .filter((line) => line !== undefined);
      assert.equal(rows.length, grantsOf(book).length + nos.length);
      // With the last column emptied by hand, the rest reads back, and what is not listed is the same.
      const emptied = [header, ...rows].map((row) => row.slice(0, -1).map((cell) => cell.text));
      const { yaml, problems: found } = bookFromMatrix('m.csv', writeCsv(emptied), {
        ...ABOUT,
        currency: book.currency,
        language: book.language,
        grades: [...book.grades],
        functions: [...book.functions],
      });
      const errors = found.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      // Two grants that differ only in what was emptied are then two rows that say the same.
      assert.ok(
        errors.every((code) => code === 'duplicate-row' || code === 'contradicting-rows'),
        JSON.stringify(found),
      );
      if (errors.length > 0) return;
      const back = new Map(grantsOf(compile(yaml)).map((grant) => [grant.id, grant]));
      for (const grant of grantsOf(book)) {
        const again = back.get(grant.id);
        assert.ok(again, grant.id);
        if (!notHeld.some(({ rule }) => rule === grant.id)) assert.deepEqual(bare(again), bare(grant));
      }
    });
  }
});
