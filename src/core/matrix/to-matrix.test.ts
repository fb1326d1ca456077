import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
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

function compile(text: string): Book {
  const { book, problems } = compileBook('book.yaml', text, (name) => ({ ...UTC, name }));
  assert.ok(book, JSON.stringify(problems, null, 1));
  return book;
}
const grantsOf = (book: Book): Grant[] => [...book.types.values()].flatMap((type) => type.grants);

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
