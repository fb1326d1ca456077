import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Client, Pool } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../../test/database.ts';
import { openClient, openPool } from '../database/connect.ts';
import { ensureMonths } from '../database/migrate.ts';
import { createOrganization, record, type Recorded } from '../store/record.ts';
import { effectDone, effectFailed, takeEffects, tryEffectAgain, type TakenEffect } from './outbox.ts';

const AT = Date.parse('2026-03-10T14:00:00Z');
const LEASE = 5000;
const SECOND = 1000;

let fresh: FreshDatabase;
let pool: Pool;
let admin: Client;
before(async () => {
  fresh = await freshDatabase();
  await ensureMonths(fresh.owner, AT, 1);
  pool = openPool(fresh.service, { size: 8 });
  admin = await openClient(fresh.admin);
  for (const id of ['a', 'b']) await createOrganization(pool, { id, name: id, at: AT });
});
beforeEach(async () => {
  await admin.query('delete from sayso.outbox; delete from sayso.conversation;');
});
after(async () => {
  await pool.end();
  await admin.end();
  await fresh.drop();
});

/** Puts effects in, each under its key. */
const put = (
  keys: readonly string[],
  {
    due = AT,
    organization = 'a',
    version = 0,
  }: { due?: number; organization?: string; version?: number } = {},
): Promise<Recorded> =>
  record(pool, {
    organization,
    at: AT,
    readAt: 0,
    reads: [],
    conversations: [{ id: 'v1', version, state: {}, due: null }],
    cases: [],
    entries: [],
    effects: keys.map((key) => ({
      key,
      conversation: 'v1',
      case: 'c1',
      kind: 'tell customer',
      body: { words: key },
      due,
    })),
    tallies: [],
    standing: [],
  });

const take = (at: number, most = 10): Promise<TakenEffect[]> => takeEffects(pool, at, LEASE, most);
const taken = async (at: number, most?: number): Promise<string[]> =>
  (await take(at, most)).map(({ organization, key }) => `${organization}/${key}`);

async function takeOne(at: number): Promise<TakenEffect> {
  const [one, ...others] = await take(at);
  assert.ok(one && others.length === 0, 'one effect is due');
  return one;
}

const kept = async (): Promise<object[]> =>
  (
    await admin.query<object>(
      `select key, attempts, done_at, set_aside_at is not null as aside, error from sayso.outbox order by 1`,
    )
  ).rows;

test('an effect is taken as it was stored', async () => {
  await put(['k1']);
  assert.deepEqual(await take(AT), [
    {
      organization: 'a',
      key: 'k1',
      conversation: 'v1',
      case: 'c1',
      kind: 'tell customer',
      body: { words: 'k1' },
      due: AT,
      attempts: 1,
    },
  ]);
  assert.deepEqual(await taken(AT + LEASE - 1), []);
  assert.equal((await takeOne(AT + LEASE)).attempts, 2);
});

test('effects of a step that was not stored are never taken', async () => {
  await put(['k1'], { version: 0 });
  assert.equal((await put(['k2'], { version: 0 })).outcome, 'conflict');
  assert.deepEqual(await taken(AT), ['a/k1']);
});

test('an effect is there once under its key, in each organization', async () => {
  await put(['k1', 'k1']);
  await put(['k1'], { version: 1 });
  await put(['k1'], { organization: 'b', due: AT - 1 });
  assert.deepEqual(await taken(AT), ['b/k1', 'a/k1']);
});

test('what is due later waits', async () => {
  await put(['k1'], { due: AT + SECOND });
  assert.deepEqual(await taken(AT + SECOND - 1), []);
  assert.deepEqual(await taken(AT + SECOND), ['a/k1']);
});

test('what is done is never taken again, whoever did it and however late', async () => {
  await put(['k1']);
  const frozen = await takeOne(AT);
  const other = await takeOne(AT + LEASE);
  // It was carried out; that the lease was over by then changes nothing about it.
  assert.equal(await effectDone(pool, frozen, AT + LEASE), true);
  assert.equal(await effectDone(pool, other, AT + LEASE + 1), false);
  assert.equal(await effectFailed(pool, other, AT + LEASE + 1, 'too late'), null);
  assert.deepEqual(await taken(AT + 1e9), []);
  assert.deepEqual(await kept(), [
    { key: 'k1', attempts: 2, done_at: AT + LEASE, aside: false, error: null },
  ]);
});

test('a failure of one who lost it counts for nothing', async () => {
  await put(['k1']);
  const frozen = await takeOne(AT);
  await takeOne(AT + LEASE);
  assert.equal(await effectFailed(pool, frozen, AT + LEASE, 'woke up'), null);
  assert.deepEqual(await taken(AT + 2 * LEASE - 1), []);
});

test('one that fails is tried again after growing pauses, and set aside where it is seen', async () => {
  await put(['k1']);
  let at = AT;
  const pauses: (number | null)[] = [];
  for (let n = 0; n < 10; n++) {
    const again = await effectFailed(pool, await takeOne(at), at, 'x'.repeat(3000));
    pauses.push(again === null ? null : again - at);
    at = again ?? at;
  }
  assert.deepEqual(
    pauses,
    [2, 4, 8, 16, 32, 64, 128, 256, 512, null].map((s) => s && s * SECOND),
  );
  assert.deepEqual(await taken(at + 1e9), []);
  assert.deepEqual(await kept(), [
    { key: 'k1', attempts: 10, done_at: null, aside: true, error: 'x'.repeat(2000) },
  ]);
  assert.equal(await tryEffectAgain(pool, 'b', 'k1'), false);
  assert.equal(await tryEffectAgain(pool, 'a', 'k1'), true);
  const again = await takeOne(at);
  assert.equal(again.attempts, 1);
  await effectDone(pool, again, at);
  assert.equal(await tryEffectAgain(pool, 'a', 'k1'), false);
});

test('however many take at once, each effect is taken once', async () => {
  await put(Array.from({ length: 40 }, (_, n) => `k${n}`));
  const all = (await Promise.all(Array.from({ length: 8 }, () => taken(AT, 6)))).flat();
  assert.equal(new Set(all).size, all.length);
  assert.equal(all.length + (await taken(AT, 100)).length, 40);
});

test('those that always fail never hold up the others', async () => {
  await put(
    Array.from({ length: 20 }, (_, n) => `bad${n}`),
    { due: AT - 60 * SECOND },
  );
  const late: number[] = [];
  for (let round = 0; round < 30; round++) {
    const at = AT + round * SECOND;
    await put([`good${round}`], { due: at, version: round + 1 });
    for (const effect of await take(at, 8)) {
      if (effect.key.startsWith('bad')) await effectFailed(pool, effect, at, 'always');
      else {
        late.push(at - effect.due);
        await effectDone(pool, effect, at);
      }
    }
  }
  assert.ok(late.length >= 28, `${late.length} of 30`);
  assert.ok(Math.max(...late) <= 4 * SECOND, `late by ${Math.max(...late)} ms`);
});
