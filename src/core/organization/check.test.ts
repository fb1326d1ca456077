import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zones } from '../../shell/zones.ts';
import type { Book, Consult, Grant, RequestType } from '../book/book.ts';
import { DAY, UTC } from '../words/time.ts';
import { checkOrganization } from './check.ts';
import { compileOrganization } from './compile.ts';
import { organizationFromCsv } from './people-csv.ts';

const refund: RequestType = {
  name: 'refund',
  means: {},
  saidAs: [],
  function: 'orders',
  needs: [],
  facts: new Map(),
  lines: [],
  grants: [],
  consults: [],
  afterwards: new Map(),
};
const grant: Grant = {
  id: 'refund/may/small',
  name: 'small',
  type: 'refund',
  function: 'orders',
  inForce: {},
  ensure: [],
};
const consult: Consult = { id: 'refund/consult/third', name: 'third', ask: {}, silence: 'hold' };

const book: Book = {
  name: 'shop',
  hash: '',
  inForce: {},
  currency: 'USD',
  zone: UTC,
  zones,
  language: 'en',
  grades: ['agent', 'senior', 'lead', 'manager'],
  functions: ['orders', 'legal'],
  units: new Map(),
  residual: [{ who: { role: 'duty-lead' } }],
  policyOwner: { role: 'duty-lead' },
  signals: new Map(),
  delegation: { from: 'lead', to: 'senior', upTo: 50_000, atMostMs: 14 * DAY },
  facts: new Map(),
  counters: new Map(),
  tables: new Map(),
  rates: [],
  obligations: new Map(),
  alternatives: new Map(),
  triggers: new Map(),
  lines: [],
  types: new Map([['refund', refund]]),
  called: new Map(),
  replies: [],
};
const withType = (more: Partial<RequestType>): Partial<Book> => ({
  types: new Map([['refund', { ...refund, ...more }]]),
});

const HEAD = `organization: shop
time zone: America/New_York
people:
  boss: { name: B, grade: manager, functions: [orders], roles: [duty-lead] }
`;

function brief(people: string, more: Partial<Book> = {}): string[] {
  const { organization, source, problems } = compileOrganization('people.yaml', HEAD + people, zones);
  assert.ok(organization, JSON.stringify(problems));
  return checkOrganization({ ...book, ...more }, organization, source).map(
    ({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`,
  );
}

const delegation = (rest: string, grade = 'senior'): string =>
  `  lena: { name: L, grade: lead, delegations: [{ to: raj, ${rest} }] }\n  raj: { name: R, grade: ${grade} }\n`;
const FORTNIGHT = 'from: 2026-10-25, until: 2026-11-07';

const cases: [name: string, people: string, more: Partial<Book>, ...found: string[]][] = [
  ['nothing', '', {}],
  [
    'an unknown grade',
    '  mia: { name: M, grade: agnet, functions: [orders] }',
    {},
    '5:26 error unknown-grade',
  ],
  [
    'an unknown grade in a function',
    '  mia: { name: M, grade: agent, functions: [orders, { legal: chief }] }',
    {},
    '5:62 error unknown-grade',
  ],
  [
    'an unknown function',
    '  mia: { name: M, grade: agent, functions: [orders, { fraud: lead }] }',
    {},
    '5:53 error unknown-function',
  ],
  [
    'an unknown function of a delegation',
    delegation(`${FORTNIGHT}, for: [order]`),
    {},
    '5:101 error unknown-function',
  ],
  [
    'a delegation within the bounds, over the end of summer time',
    delegation(`${FORTNIGHT}, up to: 500 USD`),
    {},
  ],
  [
    'a delegation a day too long',
    delegation('from: 2026-10-25, until: 2026-11-08'),
    {},
    '5:83 error delegation-too-long',
  ],
  [
    'a delegation above the cap',
    delegation(`${FORTNIGHT}, up to: 500.01 USD`),
    {},
    '5:102 error delegation-above-cap',
  ],
  [
    'a delegation in another currency',
    delegation(`${FORTNIGHT}, up to: 5 EUR`),
    {},
    '5:102 error delegation-currency',
  ],
  ['a delegate of too low a grade', delegation(FORTNIGHT, 'agent'), {}, '5:53 error delegate-not-allowed'],
  [
    'a delegator of too low a grade',
    delegation(FORTNIGHT).replace('lead', 'agent'),
    {},
    '5:48 error delegation-not-allowed',
  ],
  [
    'a delegation where the book allows none',
    delegation(FORTNIGHT),
    { delegation: undefined as never },
    '5:47 error delegation-not-allowed',
  ],
  [
    'nobody with residual authority',
    '',
    { residual: [{ who: { from: 'lead', function: 'legal' } }] },
    '3:1 error no-residual-authority',
  ],
  [
    'residual authority with AI agents alone',
    '  bot: { name: B, kind: ai agent, roles: [night] }',
    { residual: [{ who: { role: 'night' } }] },
    '5:3 warning residual-only-ai',
  ],
  [
    'a role that nobody holds',
    '',
    { policyOwner: { role: 'duty-leed' }, asksForAPerson: { role: 'duty-leed' } },
    '3:1 warning role-unheld',
  ],
  [
    'a person who does not exist',
    '',
    withType({ grants: [{ ...grant, person: 'bos' }] }),
    '3:1 error unknown-person',
  ],
  [
    'a unit that nobody speaks for',
    '',
    { units: new Map([['legal', { function: 'legal' }]]) },
    '3:1 warning unit-without-people',
  ],
  [
    'a signal that nobody takes',
    '',
    { signals: new Map([['danger', { function: 'legal' }]]) },
    '3:1 warning nobody-fits',
  ],
  [
    'a lone voice who may ask',
    '',
    {
      units: new Map([['legal', { from: 'manager' }]]),
      ...withType({ grants: [{ ...grant, also: { count: 1, units: ['legal'] } }] }),
    },
    '4:3 notice lone-voice',
  ],
  [
    'a lone voice to consult',
    '',
    withType({ consults: [{ ...consult, ask: { from: 'manager' } }] }),
    '4:3 notice lone-voice',
  ],
  [
    'a lone voice who never asks',
    '  law: { name: L, grade: lead, functions: [legal] }',
    withType({ consults: [{ ...consult, ask: { function: 'legal' } }] }),
  ],
  [
    'a manager of a lower grade',
    '  lena: { name: L, grade: lead, manager: mia }\n  mia: { name: M, grade: agent }',
    {},
    '5:42 notice manager-below-report',
  ],
];
for (const [name, people, more, ...found] of cases)
  test(`against a book: ${name}`, () => assert.deepEqual(brief(people, more), found));

test('in a table, the cell is named', () => {
  const csv = 'id,name,grade,functions,roles\nboss,B,manager,orders; fraud: lead,duty-lead\nmia,M,agnet,,';
  const { organization, source } = organizationFromCsv('people.csv', csv, zones, {
    name: 'shop',
    timeZone: 'UTC',
  });
  assert.ok(organization);
  assert.deepEqual(
    checkOrganization(book, organization, source).map(({ line, column, words, mend }) => [
      line,
      column,
      words,
      mend,
    ]),
    [
      [2, 24, 'fraud: lead', 'Functions: orders, legal.'],
      [3, 7, 'agnet', 'Did you mean "agent"?'],
    ],
  );
});

test('20,000 people are checked in a few seconds', () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, i) => `p${i},P,agent,orders,${i === 0 ? 'duty-lead' : ''}`,
  ).join('\n');
  const { organization, source } = organizationFromCsv(
    'people.csv',
    `id,name,grade,functions,roles\n${rows}`,
    zones,
    { name: 'shop', timeZone: 'UTC' },
  );
  assert.ok(organization);
  const before = performance.now();
  assert.deepEqual(checkOrganization(book, organization, source), []);
  assert.ok(performance.now() - before < 5_000);
});
