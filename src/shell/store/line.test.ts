import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Pool } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../../test/database.ts';
import { openPool } from '../database/connect.ts';
import { ensureMonths } from '../database/migrate.ts';
import { StoreFault } from './fault.ts';
import { recordInLine } from './line.ts';
import { createOrganization } from './record.ts';
import type { Step } from './step.ts';

const AT = Date.parse('2026-03-10T14:00:00Z');

let fresh: FreshDatabase;
let pool: Pool;
/** How often the database was asked to write, and how many it was asked at a time at most. */
let asked = 0;
let atOnce = 0;

before(async () => {
  fresh = await freshDatabase();
  await ensureMonths(fresh.owner, AT, 1);
  pool = openPool(fresh.service, { size: 8 });
  for (const id of ['one', 'two', 'three']) await createOrganization(pool, { id, name: id, at: AT });
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  let underWay = 0;
  pool.query = (async (...args: unknown[]) => {
    asked += 1;
    underWay += 1;
    atOnce = Math.max(atOnce, underWay);
    return query(...args).finally(() => {
      underWay -= 1;
    });
  }) as unknown as Pool['query'];
});
after(async () => {
  await pool.end();
  await fresh.drop();
});

/** A conversation's next step, with one entry. */
const step = (organization: string, id: string, body = '{}', version = 0): Step => ({
  organization,
  at: AT,
  readAt: 0,
  reads: [],
  conversations: [{ id, version, state: { id }, due: null }],
  cases: [],
  entries: [{ body, kind: 'updated', conversation: id, case: null }],
  effects: [],
  tallies: [],
  standing: [],
});

const many = (organization: string, count: number): Step[] =>
  Array.from({ length: count }, (_, n) => step(organization, `v${n}`));

test('steps of one organization are written in their order, on one connection, together', async () => {
  asked = 0;
  atOnce = 0;
  const recorded = await Promise.all(many('one', 40).map((one) => recordInLine(pool, one)));
  assert.deepEqual(
    recorded.map((one) => one.outcome === 'stored' && one.sequence),
    Array.from({ length: 40 }, (_, n) => n + 1),
  );
  assert.equal(atOnce, 1);
  assert.ok(asked < 8, `${asked} statements for 40 steps`);
});

test('each is answered for itself: who lost a race alone has lost it', async () => {
  const twice = [step('two', 'v1'), step('two', 'v1'), step('two', 'v2'), step('two', 'v1', '{}', 1)];
  const recorded = await Promise.all(twice.map((one) => recordInLine(pool, one)));
  assert.deepEqual(
    recorded.map(({ outcome }) => outcome),
    ['stored', 'conflict', 'stored', 'stored'],
  );
});

test('one that can not be stored fails alone', async () => {
  const steps = [...many('three', 5), step('three', 'bad', '"\u0000"'), step('three', 'v9')];
  const settled = await Promise.allSettled(steps.map((one) => recordInLine(pool, one)));
  const failed = settled.flatMap((one, n) => (one.status === 'rejected' ? [{ n, error: one.reason }] : []));
  assert.deepEqual(
    failed.map(({ n }) => n),
    [5],
  );
  assert.ok(failed[0]?.error instanceof StoreFault && failed[0].error.code === 'text');
});

test('a database that is gone is told to everybody in line', async () => {
  const gone = openPool({ ...fresh.service, host: '127.0.0.1', port: 1 }, { size: 2 });
  const settled = await Promise.allSettled(many('one', 5).map((one) => recordInLine(gone, one)));
  assert.ok(settled.every(({ status }) => status === 'rejected'));
  await gone.end();
});
