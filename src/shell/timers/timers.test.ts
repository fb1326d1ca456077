import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Client, Pool } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../../test/database.ts';
import { openClient, openPool } from '../database/connect.ts';
import { ensureMonths } from '../database/migrate.ts';
import { createOrganization, record } from '../store/record.ts';
import { takeTimers, timerDone, timerFailed, tryTimerAgain, type TakenTimer } from './timers.ts';

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
  await admin.query('delete from sayso.timer; delete from sayso.conversation;');
});
after(async () => {
  await pool.end();
  await admin.end();
  await fresh.drop();
});

/** Writes a conversation, and its timer with it. */
async function set(
  conversation: string,
  due: number | null,
  { organization = 'a', version = 0 }: { organization?: string; version?: number } = {},
): Promise<void> {
  const { outcome } = await record(pool, {
    organization,
    at: AT,
    readAt: 0,
    reads: [],
    conversations: [{ id: conversation, version, state: {}, due }],
    cases: [],
    entries: [],
    effects: [],
    tallies: [],
    standing: [],
  });
  assert.equal(outcome, 'stored');
}

const take = (at: number, most = 10): Promise<TakenTimer[]> => takeTimers(pool, at, LEASE, most);

const taken = async (at: number, most?: number): Promise<string[]> =>
  (await take(at, most)).map(({ organization, conversation }) => `${organization}/${conversation}`);

async function takeOne(at: number): Promise<TakenTimer> {
  const [one, ...others] = await take(at);
  assert.ok(one && others.length === 0, 'one timer is due');
  return one;
}

const kept = async (): Promise<object[]> =>
  (
    await admin.query<object>(
      `select conversation_id as id, due, attempts, set_aside_at is not null as aside, error from sayso.timer order by 1`,
    )
  ).rows;

test('what is due is taken, of all organizations, the longest due first', async () => {
  await set('v1', AT);
  await set('v2', AT - 2 * SECOND, { organization: 'b' });
  await set('v3', AT + 1);
  await set('v4', AT - SECOND);
  await set('v5', null);
  assert.deepEqual(await taken(AT, 2), ['b/v2', 'a/v4']);
  assert.deepEqual(await take(AT, 2), [{ organization: 'a', conversation: 'v1', due: AT, attempts: 1 }]);
  assert.deepEqual(await taken(AT), []);
  assert.deepEqual(await taken(AT + 1), ['a/v3']);
});

test('however many take at once, each timer is taken once', async () => {
  for (let n = 0; n < 30; n++) await set(`v${n}`, AT);
  const all = (await Promise.all(Array.from({ length: 8 }, () => taken(AT, 7)))).flat();
  assert.equal(new Set(all).size, all.length);
  assert.equal(all.length + (await taken(AT, 100)).length, 30);
});

test('whoever says nothing by the end of the lease loses it to the next', async () => {
  await set('v1', AT);
  await takeOne(AT);
  assert.deepEqual(await taken(AT + LEASE - 1), []);
  assert.equal((await takeOne(AT + LEASE)).attempts, 2);
});

test('a step that changes the conversation moves its timer, or takes it away', async () => {
  await set('v1', AT);
  const old = await takeOne(AT);
  await set('v1', AT + SECOND, { version: 1 });
  // What is said of the old one changes nothing.
  await timerDone(pool, old, null);
  assert.equal(await timerFailed(pool, old, AT, 'too late'), null);
  assert.deepEqual(await kept(), [{ id: 'v1', due: AT + SECOND, attempts: 0, aside: false, error: null }]);
  assert.equal((await takeOne(AT + SECOND)).attempts, 1);
  await set('v1', null, { version: 2 });
  assert.deepEqual(await kept(), []);
});

test('one that changed nothing is put to its next time, or away', async () => {
  await set('v1', AT);
  await timerDone(pool, await takeOne(AT), AT + SECOND);
  assert.deepEqual(await taken(AT), []);
  const next = await takeOne(AT + SECOND);
  assert.equal(next.attempts, 1);
  await timerDone(pool, next, null);
  assert.deepEqual(await kept(), []);
});

test('a node that lost it can no longer report of it', async () => {
  await set('v1', AT);
  const frozen = await takeOne(AT);
  const other = await takeOne(AT + LEASE);
  await timerDone(pool, frozen, null);
  assert.equal(await timerFailed(pool, frozen, AT + LEASE, 'woke up'), null);
  assert.equal((await kept()).length, 1);
  await timerDone(pool, other, null);
  assert.deepEqual(await kept(), []);
});

test('one that fails is tried again after growing pauses, and set aside after the tenth time', async () => {
  await set('v1', AT);
  const pauses: (number | null)[] = [];
  let at = AT;
  for (let n = 0; n < 10; n++) {
    const again = await timerFailed(pool, await takeOne(at), at, `failed at ${n}`);
    pauses.push(again === null ? null : again - at);
    if (again === null) break;
    assert.deepEqual(await taken(again - 1), []);
    at = again;
  }
  assert.deepEqual(
    pauses,
    [2, 4, 8, 16, 32, 64, 128, 256, 512, null].map((s) => s && s * SECOND),
  );
  assert.deepEqual(await taken(at + 1e9), []);
  assert.deepEqual(await kept(), [{ id: 'v1', due: AT, attempts: 10, aside: true, error: 'failed at 9' }]);
  // Somebody mended it.
  assert.equal(await tryTimerAgain(pool, 'b', 'v1'), false);
  assert.equal(await tryTimerAgain(pool, 'a', 'v1'), true);
  assert.equal(await tryTimerAgain(pool, 'a', 'v1'), false);
  assert.equal((await takeOne(at)).attempts, 1);
});

test('one that ends every process that takes it is set aside too', async () => {
  await set('v1', AT);
  let at = AT;
  for (let n = 1; n <= 10; n++) {
    assert.equal((await takeOne(at)).attempts, n);
    at += LEASE;
  }
  assert.deepEqual(await taken(at), []);
  const [one] = (await kept()) as { aside: boolean; error: string }[];
  assert.equal(one?.aside, true);
  assert.match(one.error, /no node said what came of it/);
});

test('those that always fail never hold up the others', async () => {
  for (let n = 0; n < 20; n++) await set(`bad${n}`, AT - 60 * SECOND);
  const done: number[] = [];
  for (let round = 0; round < 30; round++) {
    const at = AT + round * SECOND;
    await set(`good${round}`, at);
    for (const timer of await take(at, 8)) {
      if (timer.conversation.startsWith('bad')) await timerFailed(pool, timer, at, 'always');
      else {
        done.push(at - timer.due);
        await timerDone(pool, timer, null);
      }
    }
  }
  // With room for eight, of which twenty could take all for ever.
  assert.ok(done.length >= 28, `${done.length} of 30`);
  assert.ok(Math.max(...done) <= 4 * SECOND, `late by ${Math.max(...done)} ms`);
});
