import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, openClient } from './connect.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import { findWritable, isHostLost, openDatabase } from './hosts.ts';
import { Unavailable } from '../unavailable.ts';
import { connectionsFromUrl } from './url.ts';

test('nobody there: what each host answered', async () => {
  const list = connectionsFromUrl('postgres://anna@127.0.0.1:1,%2Fnowhere/sayso');
  const began = performance.now();
  await assert.rejects(findWritable(list, 300), {
    code: 'hosts',
    message: /127\.0\.0\.1:1 \(.*ECONNREFUSED.*\), \/nowhere:5432 \(.*ENOENT.*\)/,
  });
  assert.ok(performance.now() - began >= 300);
});

const base = mkdtempSync(join(tmpdir(), 'sayso-hosts-'));
chmodSync(base, 0o711);
const running: Embedded[] = [];
after(async () => {
  await Promise.all(running.map((each) => each.stop()));
  rmSync(base, { recursive: true, force: true });
});

async function start(name: string): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir: join(base, name), fast: true });
  running.push(embedded);
  return embedded;
}

/** A primary and a standby that follows it. PostgreSQL's own pg_basebackup is not among the binaries. */
async function startTwo(): Promise<[Embedded, Embedded]> {
  const first = await startEmbedded({ dataDir: join(base, 'primary'), fast: true });
  await first.stop();
  spawnSync('cp', ['-a', join(base, 'primary'), join(base, 'standby')]);
  const cluster = join(base, 'standby/postgres');
  const { uid, gid } = statSync(cluster);
  writeFileSync(join(cluster, 'standby.signal'), '');
  chownSync(join(cluster, 'standby.signal'), uid, gid);
  // Looked for every 5 s as PostgreSQL comes, a primary that has gone keeps the promotion waiting as long.
  const follows = `primary_conninfo = 'host=${first.admin.host} user=${first.admin.user}'\nwal_retrieve_retry_interval = '100ms'\n`;
  appendFileSync(join(cluster, 'postgresql.auto.conf'), follows);
  return [await start('primary'), await start('standby')];
}

const lost = (error: unknown): void =>
  assert.ok(error instanceof Unavailable && error.code === 'database-away', String(error));

async function askUntil(connection: Connection, sql: string, wanted: unknown): Promise<void> {
  const client = await openClient(connection);
  let answer: unknown;
  for (let tries = 0; tries < 200 && answer !== wanted; tries += 1) {
    if (tries > 0) await sleep(20);
    answer = (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows[0]?.[0];
  }
  await client.end();
  assert.equal(answer, wanted);
}

test('the primary dies, the standby is promoted: the pool follows', async () => {
  const [primary, standby] = await startTwo();
  const database = openDatabase([standby.owner, primary.owner], { size: 2, patience: 10_000 });
  const write = (n: number): Promise<unknown> =>
    database.use((pool) => pool.query('insert into kept values ($1)', [n]));
  await database.use((pool) => pool.query('create table kept (n int8)'));
  for (let n = 0; n < 20; n += 1) await write(n);
  await askUntil(standby.owner, 'select count(*) from kept', 20);
  await assert.rejects(findWritable([standby.owner], 0), /standby\/run:5432 \(it is a standby\)/);
  const reader = await openClient(standby.owner);
  await assert.rejects(reader.query('create table x ()'), isHostLost);
  await reader.end();

  await primary.stop();
  await askUntil(standby.admin, 'select pg_promote()', true);
  // The first may meet a connection of the old one; that one's failure makes the next look anew.
  await write(20).catch(lost);
  await write(21);
  await askUntil(standby.owner, 'select count(*) from kept where n in (0, 19, 21)', 3);
  await database.close();
});

test('both take writes: the one that was promoted counts, also for who is on the other one', async () => {
  // The test before has promoted the one. Now the other comes up first, as it was.
  await Promise.all(running.splice(0).map((each) => each.stop()));
  const old = await start('primary');
  const hosts = [old.owner, { ...old.owner, host: join(base, 'standby/run') }];
  const database = openDatabase(hosts, { size: 1, patience: 10_000 });
  const sleeping = database.use((pool) => pool.query('select pg_sleep(60)'));
  await askUntil(old.admin, "select count(*) from pg_stat_activity where wait_event = 'PgSleep'", 1);
  await Promise.all([assert.rejects(sleeping, { code: 'database-away' }), start('standby')]);
  assert.equal(await findWritable(hosts), hosts[1]);
  const { rowCount } = await database.use((pool) => pool.query('select from kept where n = 21'));
  assert.equal(rowCount, 1);
  await database.close();
});

test('a server that is restarted: the pool finds it again', async () => {
  const first = await start('primary');
  const database = openDatabase([first.service], { size: 2, patience: 10_000 });
  const ask = (): Promise<unknown> => database.use(async (pool) => (await pool.query('select 1')).rowCount);
  assert.equal(await ask(), 1);
  await first.stop();
  const asked = ask().catch(lost);
  await start('primary');
  await asked;
  assert.equal(await ask(), 1);
  await database.close();
});

test('a connection that breaks keeps nobody waiting who waits for another one', async () => {
  const server = await start('primary');
  const database = openDatabase([server.service], { size: 1, patience: 10_000 });
  await database.use((pool) => pool.query('select 1'));
  const broken = database.use((pool) => pool.query('select pg_terminate_backend(pg_backend_pid())'));
  const waiting = database.use(async (pool) => {
    await pool.query('select 1');
    // Meanwhile the others have gone on to another pool.
    await sleep(100);
    return pool.query('select 2');
  });
  await assert.rejects(broken, { code: 'database-away' });
  // Without a hurry, and long before the ten seconds are over that a client waits for a connection.
  const late = sleep(5000, 'late', { ref: false });
  assert.notEqual(await Promise.race([waiting, late]), 'late');
  await database.close();
});
