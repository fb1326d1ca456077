/** The real retail policy's cases, where the shared data is there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retailCases, runRetail } from '../scripts/retail-cases.ts';

const file = retailCases();

test(
  '232 of 232 real retail requests are decided as the policy settles them',
  { skip: file === undefined ? 'the shared data is not here (SAYSO_SHARED names it)' : false },
  async () => {
    assert.ok(file);
    const result = await runRetail(file);
    assert.deepEqual(result.wrong, []);
    assert.equal(result.strict + result.acceptable, 232);
  },
);
