// No request ends in a fault, whatever is in it: a sample of what `npm run fuzz:http` sends by the hundred thousand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '../src/contract/operations.ts';
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
