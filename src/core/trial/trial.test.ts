import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileBook } from '../book/compile.ts';
import { compileOrganization } from '../organization/compile.ts';
import { UTC } from '../words/time.ts';
import { unshown } from './coverage.ts';
import { readCases, type ReadCases } from './read.ts';
import { runCases } from './run.ts';

const zones = (): typeof UTC => UTC;
const { book, problems } = compileBook(
  'book.yaml',
  `
book: small
currency: USD
time zone: UTC
grades: [agent, lead]
functions: [orders]
residual authority: { role: boss }
policy owner: { role: boss }
requests:
  refund:
    means: money back
    function: orders
    facts: { amount: money, order.delivered: date }
    amount: amount
    may:
      small: { from: agent, up to: 50 USD }
      large: { from: lead, up to: 500 USD }
  cancel: { means: no more, function: orders, may: { any: { from: agent } } }
`,
  zones,
);
const { organization } = compileOrganization(
  'people.yaml',
  `
organization: small
time zone: UTC
people:
  lena: { name: Lena, grade: lead, functions: [orders], roles: [boss] }
  mia: { name: Mia, manager: lena, grade: agent, functions: [orders] }
`,
  zones,
);
assert.ok(book && organization, JSON.stringify(problems));

const read = (text: string): ReadCases =>
  readCases('cases.yaml', `at: 2026-03-02T15:00:00Z\ncases:\n${text}`, book, organization);
const run = (text: string): ReturnType<typeof runCases> => {
  const { cases, problems: found } = read(text);
  assert.deepEqual(found, []);
  return runCases(book, organization, cases ?? []);
};
/** "line:column code", as many as were found. */
const found = (text: string): string[] =>
  read(text).problems.map(({ line, column, code }) => `${line}:${column} ${code}`);

const large = (amount: string): string =>
  `  large: { as: mia, request: { type: refund, facts: { amount: 60 } }, expect: { who: { includes: [lena] }, alternatives: [{ name: part, amount: ${amount} }], nearest_change: { value: "50.00" } } }\n`;

describe('a case', () => {
  test('passes when everything that it names came so', () => {
    const [result] = run(
      `  small: { as: mia, request: { type: refund, facts: { amount: 50 } }, expect: { verdict: grant, rule: refund/may/small, headroom: 50, obligations: [], nearest_change: null } }\n`,
    );
    assert.deepEqual(
      [result?.passed, result?.differences, result?.line, result?.name],
      [true, [], 3, 'small'],
    );
  });
  test('says what was expected and what came, names for people', () => {
    const [result] = run(
      `  large: { as: mia, request: { type: refund, facts: { amount: 50.01 } }, expect: { verdict: grant, who: [mia], headroom: 60.00 } }\n`,
    );
    assert.equal(result?.passed, false);
    assert.deepEqual(result.differences, [
      { key: 'verdict', expected: 'grant', got: 'handoff' },
      { key: 'headroom', expected: 60, got: '50.00' },
      { key: 'who', expected: ['mia'], got: ['lena'] },
    ]);
  });
  test('can name a part of a list, and fields of an alternative', () => {
    assert.deepEqual(run(large('50'))[0]?.differences, []);
    assert.deepEqual(run(large('51'))[0]?.differences, [
      {
        key: 'alternatives',
        expected: [{ name: 'part', amount: 51 }],
        got: [{ name: 'part', amount: '50.00' }],
      },
    ]);
  });
  test('a list has its whole length', () => {
    const [result] = run(
      `  ask: { as: mia, request: { type: refund }, expect: { missing: [], alternatives: [] } }\n`,
    );
    assert.deepEqual(result?.differences, [{ key: 'missing', expected: [], got: ['amount'] }]);
  });
});

describe('what is wrong with a case is said at its place', () => {
  const wrong: readonly [what: string, text: string, problems: string[]][] = [
    [
      'nobody of that id',
      '  a:\n    as: mai\n    request: { type: refund }\n    expect: {}\n',
      ['4:9 unknown-person'],
    ],
    [
      'no rule of that name',
      '  a:\n    as: mia\n    request: { type: refund }\n    expect: { rule: refund/may/smal }\n',
      ['6:21 unknown-rule'],
    ],
    [
      'a key that does not exist',
      '  a:\n    as: mia\n    request: { type: refund }\n    expect: { verdikt: grant }\n',
      ['6:15 unknown-key'],
    ],
    [
      'a verdict that does not exist',
      '  a:\n    as: mia\n    request: { type: refund }\n    expect: { verdict: granted }\n',
      ['6:24 wrong-value'],
    ],
    [
      'no instant',
      '  a:\n    as: mia\n    at: tomorrow\n    request: { type: refund }\n    expect: {}\n',
      ['5:9 wrong-instant'],
    ],
    [
      'a wrong amount in the request',
      '  a:\n    as: mia\n    request:\n      type: refund\n      facts:\n        amount: much\n    expect: {}\n',
      ['8:17 wrong-value'],
    ],
    [
      'a wrong nested fact',
      '  a:\n    as: mia\n    request:\n      type: refund\n      facts:\n        order:\n          delivered: 2026-02-30\n    expect: {}\n',
      ['9:22 wrong-value'],
    ],
    [
      'a wrong dotted fact',
      '  a:\n    as: mia\n    request:\n      type: refund\n      facts:\n        order.delivered: 2026-02-30\n    expect: {}\n',
      ['8:26 wrong-value'],
    ],
    [
      'a fact that nobody reads',
      '  a:\n    as: mia\n    request:\n      type: refund\n      facts:\n        order: { deliverd: 2026-02-20 }\n    expect: {}\n',
      ['8:18 not-read'],
    ],
    ['nothing in the file', '', ['2:7 empty-value']],
  ];
  for (const [what, text, expected] of wrong) test(what, () => assert.deepEqual(found(text), expected));
  test('nothing says when', () => {
    const { problems: problem } = readCases(
      'cases.yaml',
      'cases: { a: { as: mia, request: { type: refund }, expect: {} } }',
      book,
      organization,
    );
    assert.deepEqual(
      problem.map(({ code }) => code),
      ['no-instant'],
    );
  });
  test('what is expected to be ignored is no slip', () => {
    assert.deepEqual(
      run(
        `  a: { as: mia, request: { type: cancel, facts: { mood: sour } }, expect: { ignored: [facts.mood] } }\n`,
      )[0]?.differences,
      [],
    );
  });
});

test('what no case shows is named', () => {
  const decisions = run(
    `  a: { as: mia, request: { type: refund, facts: { amount: 10 } }, expect: {} }\n`,
  ).map(({ decision }) => decision);
  assert.deepEqual(unshown(book, decisions), [
    'cancel',
    'refund/may/large',
    'cancel/may/any',
    'residual authority',
  ]);
});
