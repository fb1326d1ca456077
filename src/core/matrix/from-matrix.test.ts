import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Book } from '../book/book.ts';
import { compileBook } from '../book/compile.ts';
import { UTC } from '../words/time.ts';
import { hasErrors, type Problem } from '../words/problem.ts';
import { bookFromMatrix, type MatrixOptions } from './from-matrix.ts';

const ABOUT: MatrixOptions = { name: 'shop', currency: 'USD', timeZone: 'UTC', residual: 'duty-lead' };
const make = (csv: string, options: Partial<MatrixOptions> = {}): { yaml: string; problems: Problem[] } =>
  bookFromMatrix('matrix.csv', csv, { ...ABOUT, ...options });

/** The book of a matrix without errors. */
function bookOf(csv: string, options: Partial<MatrixOptions> = {}): Book {
  const { yaml, problems } = make(csv, options);
  assert.ok(!hasErrors(problems), JSON.stringify(problems, null, 1));
  const { book } = compileBook('book.yaml', yaml, (name) => ({ ...UTC, name }));
  assert.ok(book);
  return book;
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe('spreadsheets as people have them', () => {
  test('with semicolons, a byte-order mark, quoted cells, and empty lines at the end', () => {
    const csv =
      '\uFEFFType;Means;Grade;Limit;Days;Wording\r\nrefund;Money back;agent;"1.000,50 EUR";30;"Gern, wir erstatten; sofort."\r\n;;;;;\r\n\r\n;;;;;\r\n';
    const grant = bookOf(csv, { currency: 'EUR', language: 'de' }).types.get('refund')?.grants[0];
    assert.equal(grant?.upTo, 100_050);
    assert.deepEqual(grant?.say, { de: 'Gern, wir erstatten; sofort.' });
    assert.equal(grant?.when?.text, 'days_since(event_date) <= 30');
  });

  test('with columns in any order and any case, tabs, and an empty column', () => {
    const csv = 'LIMIT\tGrade\tTYPE\t\n$50\tagent\trefund\t\n';
    assert.equal(bookOf(csv).types.get('refund')?.grants[0]?.upTo, 5000);
  });

  test('every kind of cell comes into the book', () => {
    const csv = [
      'type,name,means,function,grade,limit,days,since,times,total,also,usual,wording',
      'refund,small,Money back,orders,agent,50 USD; 50% of order.value,30,order.delivered,1 per customer within 90 days,500 USD per customer within this year,finance,20 USD,We refund {amount}.',
      'refund,large,,billing,lead,2000 USD,90,order.delivered,,,2 of finance; legal; fraud,,',
      'refund,top,,any,role: owner,,,,,,,,',
      'refund,frida,,,person: frida,,,,,,,,',
    ].join('\n');
    const quoted = csv.replace('2 of finance; legal; fraud', '"2 of finance; legal; fraud"');
    const book = bookOf(quoted, { grades: ['agent', 'lead'], functions: ['orders', 'billing'] });
    const [small, large, top, frida] = book.types.get('refund')?.grants ?? [];
    assert.deepEqual(
      {
        upTo: small?.upTo,
        usual: small?.usual,
        share: small?.share?.basisPoints,
        of: small?.share?.of.text,
        times: small?.times,
        total: small?.total,
        also: small?.also,
      },
      {
        upTo: 5000,
        usual: 2000,
        share: 5000,
        of: 'order.value',
        also: { count: 1, units: ['finance'] },
        times: { max: 1, counter: 'times of refund per customer within 90 days' },
        total: { max: 50_000, counter: 'total of refund per customer within this year' },
      },
    );
    assert.deepEqual(
      [large?.function, large?.also],
      ['billing', { count: 2, units: ['finance', 'legal', 'fraud'] }],
    );
    assert.deepEqual([top?.role, top?.function, top?.upTo], ['owner', 'any', undefined]);
    assert.deepEqual([frida?.person, frida?.function], ['frida', 'orders']);
    assert.equal(book.facts.get('order.delivered')?.type.kind, 'date');
    assert.deepEqual(book.residual, [{ who: { role: 'duty-lead' } }]);
  });

  test('limits that are no money', () => {
    const book = bookOf(
      'type,grade,limit,function\nlonger_return,agent,14 days,a\nsamples,agent,3 pieces,a\ncall,agent,2 hours,a\n',
    );
    assert.deepEqual(
      [...book.types.values()].map((type) => [type.amount?.type.kind, type.grants[0]?.upTo]),
      [
        ['days', 14],
        ['whole number', 3],
        ['hours', 2],
      ],
    );
  });

  test('a written no: its kind, its words, and what is offered instead', () => {
    const book = bookOf(
      'type,grade,days,wording,kind,instead\nrefund,agent,30,,,\nrefund,otherwise,,We refund within 30 days.,,credit; later offer: You hear first of our next sale.\ncredit,agent,,,,\nraise,never,,This is not possible.,unachievable,\n',
    );
    const { otherwise } = book.types.get('refund') ?? {};
    assert.deepEqual([otherwise?.kind, otherwise?.instead], ['policy', ['credit', 'later offer']]);
    assert.deepEqual(book.alternatives.get('later offer')?.tell, { en: 'You hear first of our next sale.' });
    const never = book.types.get('raise')?.lines[0];
    assert.deepEqual(
      [never?.id, never?.kind, never?.instead],
      ['raise/never', 'unachievable', ['pass it on']],
    );
  });

  test('the text is one that a person goes on with: comments, and a grant a line', () => {
    const { yaml } = make('type,means,grade,limit,also\nrefund,Money back,agent,50 USD,finance\n');
    assert.match(yaml, /^# Made from matrix\.csv\./);
    assert.match(yaml, /\n {6}agent: \{ from: agent, up to: 50 USD, also: \[ finance \] \}\n/);
    assert.match(yaml, /\n# who says yes for a unit/);
  });
});

describe('what is assumed is said', () => {
  test('grades by their limits, a function, what a type means, a no without an alternative', () => {
    const { yaml, problems } = make(
      'type,grade,limit,days,wording\nrefund,manager,2000 USD,,\nrefund,agent,50 USD,,\nrefund,lead,500 USD,,\nraise,never,,,No raise.\n',
    );
    assert.match(yaml, /grades: \[ agent, lead, manager \]/);
    assert.deepEqual(problems.map(({ code, severity, line }) => `${severity} ${code} ${line}`).sort(), [
      'notice function-assumed 2',
      'notice grades-assumed 2',
      'notice means-assumed 2',
      'notice means-assumed 5',
      'notice no-alternative 5',
    ]);
  });

  test('nothing, where it is given', () => {
    const csv =
      'type,means,function,grade,limit\nrefund,Money back,orders,lead,500 USD\nrefund,,,agent,50 USD\n';
    assert.deepEqual(make(csv, { grades: ['agent', 'lead'], functions: ['orders'] }).problems, []);
  });

  test('grades without limits stand in the order of the column', () => {
    assert.deepEqual(bookOf('type,grade,days\na,x,5\na,y,9\nb,z,7\n').grades, ['x', 'y', 'z']);
  });
});

test('whatever stands in the cells, the answer is a book that compiles or problems, never both or neither', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      'refund',
      'agent',
      'lead',
      'never',
      'otherwise',
      'role: x',
      '50 USD',
      '1,000 USD',
      '30',
      '50% of value',
      'finance; legal',
      'a: b',
      '1 per customer',
      '__proto__',
      'yes',
      'null',
      '- x',
      '# y',
      '"',
      "it's",
      '{amount}',
      '*a',
      '1',
      '0x10',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const columns = [
    'type',
    'grade',
    'limit',
    'days',
    'since',
    'wording',
    'means',
    'name',
    'function',
    'instead',
    'also',
    'kind',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), { maxLength: 4 }),
      (list) => {
        const csv = [columns, ...list.map((cells) => cells.map(quote))]
          .map((cells) => cells.join(','))
          .join('\n');
        const { yaml, problems } = make(csv);
        assert.equal(yaml === '', hasErrors(problems), JSON.stringify(problems));
        for (const { line } of problems) assert.ok(line <= csv.split(/\r\n|[\n\r]/).length);
      },
    ),
    { numRuns: 500 },
  );
});
