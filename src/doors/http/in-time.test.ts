import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unavailable } from '../../shell/unavailable.ts';
import { inTime } from './in-time.ts';

test('what is done in time is answered as it is, also where it fails', async () => {
  assert.equal(await inTime(Promise.resolve(7)), 7);
  await assert.rejects(inTime(Promise.reject(new Error('no'))), /no/);
});

test('what never ends is answered as late, and its end later does no harm', async () => {
  const { promise: never, reject: fail } = Promise.withResolvers<number>();
  await assert.rejects(
    inTime(never, 5),
    (error: unknown) => error instanceof Unavailable && error.code === 'late',
  );
  fail(new Error('much later'));
  await new Promise((resolve) => setImmediate(resolve));
});
