import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileBook } from '../book/compile.ts';
import { compileOrganization } from '../organization/compile.ts';
import { UTC } from '../words/time.ts';
import { uncovered } from './coverage.ts';

const zones = (name: string): typeof UTC => ({ ...UTC, name });

const bookOf = (requests: string): NonNullable<ReturnType<typeof compileBook>['book']> => {
  const head =
    'book: test\ncurrency: USD\ntime zone: UTC\ngrades: [agent, lead]\nfunctions: [orders]\n' +
    'residual authority: { from: lead }\n' +
    'facts: { amount: money, level: { type: [gold, silver, bronze] }, delivered: date }\n';
  const { book, problems } = compileBook('book.yaml', head + requests, zones);
  assert.ok(book, JSON.stringify(problems));
  return book;
};

const type = (may: string): string =>
  `requests:\n  refund: { means: Money back, function: orders, amount: amount, may: { ${may} } }\n`;

test('amounts between two limits, and above the last, are named to the cent', () => {
  const found = uncovered(
    bookOf(
      type('low: { from: agent, up to: 50 USD }, high: { from: lead, at least: 80 USD, up to: 200 USD }'),
    ),
  );
  assert.deepEqual(
    found.map(({ from, to }) => [from, to]),
    [
      ['50.01', '79.99'],
      ['200.01', undefined],
    ],
  );
});

test('limits that meet leave nothing between them, and no limit leaves nothing at all', () => {
  assert.deepEqual(
    uncovered(bookOf(type('low: { from: agent, up to: 50 USD }, high: { from: lead, at least: 50.01 USD }'))),
    [],
  );
});

test('a branch by member level that forgot one is named with the level', () => {
  const found = uncovered(
    bookOf(
      type(
        `gold: { from: agent, when: "level == 'gold'" }, silver: { from: agent, when: "level == 'silver'" }`,
      ),
    ),
  );
  assert.deepEqual(
    found.map(({ when }) => when),
    ['level is bronze'],
  );
});

test('the day after the last day of a condition is found', () => {
  const found = uncovered(bookOf(type('soon: { from: agent, when: days_since(delivered) <= 30 }')));
  assert.deepEqual(
    found.map(({ when }) => when),
    ['delivered 31 days ago'],
  );
});

test('a grant that nobody in the organization holds covers nothing', () => {
  const book = bookOf(type('low: { from: agent, up to: 50 USD }, high: { from: lead }'));
  const text =
    'organization: test\ntime zone: UTC\npeople:\n  ann: { name: Ann, grade: agent, functions: [orders] }\n';
  const { organization } = compileOrganization('people.yaml', text, zones);
  assert.ok(organization);
  assert.deepEqual(uncovered(book), []);
  assert.deepEqual(
    uncovered(book, organization).map(({ from, to }) => [from, to]),
    [['50.01', undefined]],
  );
});
