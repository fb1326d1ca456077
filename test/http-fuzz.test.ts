// No request ends in a fault, whatever is in it: a sample of what `npm run fuzz:http` sends by the hundred thousand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '../src/contract/operations.ts';
import { whatIsWrong } from '../scripts/fuzz/judge.ts';
import { faultText, fuzzRun } from './fuzzing.ts';
import { SEED } from './seed.ts';

const RUNS = Number(process.env['SAYSO_RUNS'] ?? '1');

test('requests by schema and changed ones, over all operations', async () => {
  const run = await fuzzRun({ requests: 2000 * RUNS, seed: SEED });
  assert.deepEqual(run.faults.map(faultText), []);
  assert.deepEqual(run.own, []);
  assert.deepEqual(run.broken, []);
  assert.ok(run.openCases > 0);
  for (const [name] of operations()) assert.ok(run.counts.has(name) || name in SELDOM, name);
});

/** Asked for so seldom that a sample may miss them. */
const SELDOM = { 'ledger.verify': true, 'record.export': true };

const problem = (change: object, code = 'unknown-key'): Parameters<typeof whatIsWrong>[1] => ({
  status: 422,
  headers: { 'content-type': 'application/problem+json; charset=utf-8', 'x-request-id': 'r1' },
  text: JSON.stringify({
    status: 422,
    instance: 'r1',
    problems: [{ code, path: '', message: 'Wrong.', mend: 'Mend it.' }],
    ...change,
  }),
});

test('an answer as it should not be is noticed', () => {
  const sent = { operation: 'remit', method: 'GET', path: '/v1/remit', headers: {}, body: undefined };
  const json = { 'content-type': 'application/json' };
  assert.equal(whatIsWrong(sent, problem({})), undefined);
  assert.equal(whatIsWrong(sent, { status: 200, headers: json, text: '{}' }), undefined);
  const wrong = [
    whatIsWrong(sent, { status: 503, headers: json, text: '{"code":"busy"}' }),
    whatIsWrong(sent, { status: 200, headers: json, text: 'null!' }),
    whatIsWrong(sent, { status: 404, headers: json, text: '{}' }),
    whatIsWrong(sent, problem({ status: 400 })),
    whatIsWrong(sent, problem({ instance: 'r2' })),
    whatIsWrong(sent, problem({ problems: [] })),
    whatIsWrong(sent, problem({}, 'nonsense')),
    whatIsWrong(sent, problem({}, 'unknown-review')),
  ];
  assert.deepEqual(wrong, [
    '503 busy',
    'an answer that is no JSON',
    '404 with content-type application/json',
    '422 whose body says 400',
    'a problem that names another request',
    'a problem without problems',
    'a code that nobody explains: nonsense',
    'a code that it does not declare: unknown-review',
  ]);
});
