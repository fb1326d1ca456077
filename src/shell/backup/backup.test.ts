/** A backup that is taken while cases go on, and what it is worth elsewhere. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { freshDatabase, type FreshDatabase } from '../../../test/database.ts';
import { BEGAN, openShop, type Shop } from '../../../test/lived.ts';
import { Clock } from '../clock.ts';
import { openClient } from '../database/connect.ts';
import { openDatabase } from '../database/hosts.ts';
import { migrate } from '../database/migrate.ts';
import { engineOf, type Engine } from '../engine.ts';
import { handle } from '../handle.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { startRunner } from '../runner.ts';
import { StoreFault } from '../store/fault.ts';
import { headOf, nextTimer } from '../store/lists.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sayso-backup-'));
const file = path.join(folder, 'sayso.backup');
const HOUR = 3_600_000;

let shop: Shop;
let there: FreshDatabase;
let elsewhere: Engine;
let now = BEGAN;

before(async () => {
  shop = await openShop();
  there = await freshDatabase();
  const database = openDatabase([there.service], { size: 4 });
  elsewhere = engineOf({
    database,
    clock: new Clock({ wall: () => now, steady: () => now }),
    channels: { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true }) },
  });
});
after(async () => {
  await elsewhere.database.close();
  await there.drop();
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A refund that has to be asked about, with words that a careless copy would spoil. */
const opened = (number: number): Parameters<Shop['open']>[0] => ({
  request: {
    type: 'refund',
    customer: `c-${number}`,
    need: 'a tab\t, a line\n\\. and a \\N, “quotes” and 🧡',
    facts: { amount: '300', category: 'furniture', identity_verified: true, 'order.value': '900' },
  },
  at_once: true,
});

test('what was acknowledged before is in it, under load too, and goes on elsewhere', async () => {
  for (let number = 1; number <= 20; number++) await shop.open(opened(number));
  const acknowledged = await headOf(shop.engine, 'shop');
  const loading = new AbortController();
  const load = (async () => {
    for (let number = 100; !loading.signal.aborted; number++) await shop.open(opened(number));
  })();
  const done = await backUp(shop.fresh.owner, file, BEGAN);
  loading.abort();
  await load;
  assert.ok(done.rows > 100 && done.tables > 10, JSON.stringify(done));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(folder), ['sayso.backup']);

  const restored = await restore(there.owner, file, BEGAN);
  assert.deepEqual([restored.rows, restored.takenAt], [done.rows, BEGAN]);
  const head = await headOf(elsewhere, 'shop');
  assert.ok(head >= acknowledged, `${head} of ${acknowledged}`);
  assert.ok((await headOf(shop.engine, 'shop')) > head, 'there was load meanwhile');
  const verified = await verifyLedger(elsewhere, 'shop', path.join(folder, 'anchors'));
  assert.deepEqual([verified?.entries, verified?.broken], [head, null]);

  // Time alone goes on from where it was, and so do people.
  const due = await nextTimer(elsewhere, 'shop');
  assert.ok(due !== null);
  now = due + HOUR;
  const runner = startRunner(elsewhere, { askDatabase: () => Promise.resolve(now) });
  await runner.settle();
  await runner.stop();
  assert.ok((await headOf(elsewhere, 'shop')) > head);
  const handled = await handle(elsewhere, {
    organization: 'shop',
    by: { kind: 'person', id: 'mia' },
    command: { do: 'open', ...opened(7) },
  });
  assert.ok(handled.done, JSON.stringify(handled));
});

test('row-level security is on again for everybody', async () => {
  const client = await openClient(there.admin);
  const { rows } = await client.query(
    `select relname from pg_class where relnamespace = 'sayso'::regnamespace and relkind in ('r', 'p')
      and not (relrowsecurity and relforcerowsecurity)`,
  );
  await client.end();
  assert.deepEqual(rows, []);
});

const rowsOf = (name: string): string[] =>
  gunzipSync(readFileSync(name)).toString().split('\n').slice(1, -2).toSorted();

test('every value comes back as it was', async () => {
  const again = path.join(folder, 'again.backup');
  const empty = await freshDatabase();
  try {
    await restore(empty.owner, file, BEGAN);
    await backUp(empty.owner, again, BEGAN);
    assert.deepEqual(rowsOf(again), rowsOf(file));
  } finally {
    await empty.drop();
  }
});

test('a database that holds something is left as it is', async () => {
  const head = await headOf(elsewhere, 'shop');
  await assert.rejects(restore(there.owner, file, BEGAN), fault(/holds an organization/));
  assert.equal(await headOf(elsewhere, 'shop'), head);
});

test('a damaged file restores nothing', async () => {
  const whole = gunzipSync(readFileSync(file));
  const text = whole.toString('latin1');
  const damages: [string, Buffer][] = [
    ['cut off', readFileSync(file).subarray(0, 2000)],
    ['no gzip', Buffer.from('hello')],
    ['a value changed', gzipSync(Buffer.from(text.replace('\tmia\t', '\tkai\t'), 'latin1'))],
    ['the end missing', gzipSync(Buffer.from(text.slice(0, text.lastIndexOf('{"rows"')), 'latin1'))],
    ['another file', gzipSync('{"hello": 1}\n')],
  ];
  const empty = await freshDatabase();
  const client = await openClient(empty.admin);
  try {
    for (const [what, bytes] of damages) {
      const damaged = path.join(folder, 'damaged.backup');
      writeFileSync(damaged, bytes);
      await assert.rejects(restore(empty.owner, damaged, BEGAN), fault(/can't be restored/), what);
      const { rows } = await client.query('select from sayso.organization');
      assert.equal(rows.length, 0, what);
    }
    await assert.rejects(restore(empty.owner, path.join(folder, 'none'), BEGAN), fault(/no such file/));
  } finally {
    await client.end();
    await empty.drop();
  }
});

test('a backup of an older version is brought forward, one of a newer is refused', async () => {
  const admin = await openClient(shop.fresh.admin);
  const names = [`${shop.fresh.admin.database}_old`, `${shop.fresh.admin.database}_new`];
  const [old, fresh] = names.map((database) => ({ ...shop.fresh.owner, database }));
  assert.ok(old && fresh);
  try {
    for (const name of names) await admin.query(`create database ${name} owner sayso_owner`);
    await migrate(old, BEGAN, '0003-read');
    const client = await openClient(old);
    await client.query(`select sayso.create_organization('elder', 'Elder', 0, '${'00'.repeat(16)}')`);
    await client.end();
    const older = path.join(folder, 'older.backup');
    await backUp(old, older, BEGAN);
    await restore(fresh, older, BEGAN);
    const restored = await openClient(fresh);
    const { rows } = await restored.query('select name from sayso.organization');
    assert.deepEqual(rows, [{ name: 'Elder' }]);
    await restored.query('select * from sayso.work_waiting(sayso.instant(0))');
    await restored.end();
    const newer = gunzipSync(readFileSync(older)).toString().replace('"0003-read"', '"0003-future"');
    writeFileSync(older, gzipSync(newer));
    await assert.rejects(restore(fresh, older, BEGAN), fault(/newer version/));
  } finally {
    for (const name of names) await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
});

test('where it can not be written, that is said, and nothing is left behind', async () => {
  await assert.rejects(
    backUp(shop.fresh.owner, path.join(folder, 'no', 'such', 'folder'), BEGAN),
    fault(/can't be written/),
  );
});

const fault =
  (words: RegExp) =>
  (error: unknown): boolean =>
    error instanceof StoreFault && error.code === 'backup' && words.test(error.message) && error.mend !== '';
