/**
 * The PostgreSQL that Sayso brings along: real PostgreSQL from npm, over a folder, for one machine. It comes up by
 * itself on an empty machine, and is reached over a Unix socket that only its own user and root can get at.
 *
 * Several processes share one server. The first one to come starts it, the others find it running, and **the last
 * one to leave stops it**, whoever started it. A command that finds no server starts one and stops it at its end; if
 * another process has come in the meantime, the server stays for that one. Who is there is known to the server: each
 * process holds a shared advisory lock on a connection of its own, and who leaves stops the server if it then gets
 * the lock for itself alone. The lock goes with the connection, so a process that was killed does not count; a
 * server whose only process was killed runs on, until the next one comes, finds it and leaves.
 *
 * A server that dies while a process is there is started again by that process.
 *
 *     const embedded = await startEmbedded({ dataDir, say });
 *     process.once('SIGINT', leave).once('SIGTERM', leave);   // the caller's: await embedded.stop(), then exit
 *     try { … } finally { await embedded.stop(); }
 *
 * `stop` may be called again and again, and from a signal handler. A process that ends because nothing is left to do
 * has stopped by itself; the connection by which it is there does not keep it running.
 */
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { clientConfig, type Connection } from './connect.ts';
import { binariesFor } from './embedded-binaries.ts';
import { defaultDataDir, makeSockets, type Place, PORT, preparePlace } from './embedded-folder.ts';
import {
  type House,
  IN_USE,
  launch,
  type Launched,
  makeCluster,
  notRunnable,
  removeStalePid,
  runningPid,
  saidSince,
  shutDown,
  SUPERUSER,
} from './embedded-server.ts';
import { codeOf, DatabaseFault, wordsOf } from './fault.ts';

export type Embedded = {
  /** Where the data is, in full. */
  dataDir: string;
  /** Owns the database: for migrations. */
  owner: Connection;
  /** May only do what the owner has granted: for everything else. */
  service: Connection;
  /** May do everything on the server: for tests and backups. */
  admin: Connection;
  /** The server was running already. */
  adopted: boolean;
  /** Leaves the server, and stops it if nobody else is there. Resolves when it is gone. */
  stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  /** The caller reads SAYSO_DATA_DIR. Left out: the platform's place for data. */
  dataDir?: string;
  /** Gets a sentence when something takes its time, and where the data is when that is new. */
  say?: (line: string) => void;
  /** Without fsync, for tests: a crash of the machine loses data, a crash of the server does not. */
  fast?: boolean;
};

/** How long a server may say nothing at all, and how long one may fail to start, in milliseconds. */
const SILENT_AT_MOST = 30_000;
const FAILING_AT_MOST = 5_000;
/** After what time to say that it takes its time. */
const SOON = 2_000;
/** How long it may recover after a crash. */
const RECOVERING_AT_MOST = 15 * 60_000;
/** Numbers of advisory locks ("sayso" and the one after). One says who is there, one guards the making of the roles. */
const PRESENT = 0x73_61_79_73_6f;
const MAKING = PRESENT + 1;

/** Starts the server over a folder, or joins the one that runs there. Throws a {@link DatabaseFault}. */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<Embedded> {
  if (process.platform === 'win32')
    throw new DatabaseFault(
      'binaries',
      'The database that Sayso brings along does not run on Windows',
      'Run Sayso in WSL, or use a PostgreSQL server of your own and give its URL.',
    );
  const say = options.say ?? (() => undefined);
  const place = await preparePlace(options.dataDir ?? defaultDataDir(process.env));
  const native = binariesFor(place.ids, place.dataDir, say);
  const house: House = { ...place, native, fast: options.fast ?? false };
  const isNew = !existsSync(house.cluster);
  if (isNew) say(`Setting up the database in ${house.dataDir} (only the first time)`);
  const presence = await stayAt(house, say);
  const as = (user: string, database: string): Connection => ({
    host: house.sockets,
    port: PORT,
    user,
    database,
  });
  if (isNew) say(`The data is in ${house.dataDir}`);
  return {
    dataDir: house.dataDir,
    owner: as('sayso_owner', 'sayso'),
    service: as('sayso_service', 'sayso'),
    admin: as(SUPERUSER, 'postgres'),
    adopted: presence.adopted,
    stop: presence.leave,
  };
}

const socketOf = (client: Client): Socket => client.connection.stream as Socket;

type Arrival = { client: Client; adopted: boolean };
type Presence = { adopted: boolean; leave: () => Promise<void> };

/** Is present at the server until `leave`, and starts it anew when it dies. */
async function stayAt(house: House, say: (line: string) => void): Promise<Presence> {
  const left = new AbortController();
  let arriving = arrive(house, say);
  const first = await arriving;
  const watch = async (client: Client): Promise<void> => {
    await new Promise((resolve) => client.once('end', resolve));
    while (!left.signal.aborted) {
      arriving = arrive(house, say);
      try {
        return void watch((await arriving).client);
      } catch (error) {
        say(`The database is gone and does not come up again: ${wordsOf(error)}`);
        await sleep(1000, undefined, { ref: false });
      }
    }
  };
  void watch(first.client);
  let leaving: Promise<void> | undefined;
  const leave = (): Promise<void> => {
    left.abort();
    process.off('beforeExit', leaveAtEnd);
    leaving ??= arriving.then(
      ({ client }) => leaveServer(house, client),
      // It was gone and did not come up again: there is nothing to leave.
      () => undefined,
    );
    return leaving;
  };
  const leaveAtEnd = (): void => void leave();
  process.once('beforeExit', leaveAtEnd);
  return { adopted: first.adopted, leave };
}

async function leaveServer(place: Place, client: Client): Promise<void> {
  socketOf(client).ref();
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [PRESENT]);
    const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
      PRESENT,
    ]);
    const pid = runningPid(place);
    // Whoever comes from now on waits for the lock, is sent away by the shutdown, and starts the server anew.
    if (rows[0]?.alone && pid !== undefined) await shutDown(place, pid);
  } catch (error) {
    // Without a connection there is no server to stop, or it is being stopped.
    if (error instanceof DatabaseFault) throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Joins the server of the folder, starting it where none runs. */
async function arrive(house: House, say: (line: string) => void): Promise<Arrival> {
  const began = performance.now();
  let heard = began;
  let saidSo = false;
  let launched: Launched | undefined;
  let launches = 0;
  for (;;) {
    const met = await meet(house);
    if (met.client) return { client: met.client, adopted: runningPid(house) !== launched?.child.pid };
    if (launched?.failure) throw notRunnable(join(house.native, 'bin/postgres'), launched.failure);
    if (met.recovers && performance.now() - began < RECOVERING_AT_MOST) {
      heard = performance.now();
      if (!saidSo && heard - began > SOON) {
        say('The database is coming up; that takes a moment the first time, and after a crash …');
        saidSo = true;
      }
    }
    // A server that was launched a moment ago has not written its process number yet.
    const isAlive = runningPid(house) !== undefined || launched?.ended === false;
    const isHopeless = launches > 1 && !isAlive && !passes(house, launched);
    if (isHopeless || performance.now() - heard > (isAlive ? SILENT_AT_MOST : FAILING_AT_MOST))
      throw doesNotComeUp(house, launched, met.reason);
    if (!isAlive) {
      makeCluster(house);
      makeSockets(house);
      removeStalePid(house);
      // Making the data takes as long as it takes; the waiting begins now.
      if (launched) await sleep(200);
      else heard = performance.now();
      launched = launch(house);
      launches += 1;
    }
    await sleep(15);
  }
}

/** Whether a server that has gone again may come up when it is launched once more. */
function passes(house: House, launched: Launched | undefined): boolean {
  // 1: it failed by itself. Otherwise it was stopped or killed, as by a process that left it at that moment.
  return launched?.child.exitCode !== 1 || saidSince(house, launched).includes(IN_USE);
}

type Meeting = { client: Client } | { client?: undefined; recovers: boolean; reason: string };

const NOBODY = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];
const COMING_OR_GOING = ['57P03', '57P01', '57P02'];

/** Knocks at the server, and is present if it opens. */
async function meet(place: Place): Promise<Meeting> {
  const connection = { host: place.sockets, port: PORT, user: SUPERUSER, database: 'postgres' };
  const client = new Client({ ...clientConfig(connection), connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [PRESENT]);
    await makeRoles(client);
    socketOf(client).unref();
    return { client };
  } catch (error) {
    client.end().catch(() => undefined);
    const code = codeOf(error);
    const isPassing = NOBODY.includes(code) || COMING_OR_GOING.includes(code) || code === '';
    if (isPassing) return { recovers: code === '57P03', reason: wordsOf(error) };
    throw new DatabaseFault(
      'server',
      `The server of ${place.dataDir} refuses Sayso: ${wordsOf(error)}`,
      'Mend what it says. If another program uses this folder, give Sayso one of its own with SAYSO_DATA_DIR.',
    );
  }
}

function doesNotComeUp(house: House, launched: Launched | undefined, reason: string): DatabaseFault {
  const pid = runningPid(house);
  if (pid !== undefined)
    return new DatabaseFault(
      'server',
      `The server of ${house.dataDir} (process ${pid}) does not answer: ${reason}`,
      `End it, then run the same command again: kill -9 ${pid}. What was committed is kept.`,
    );
  const said = saidSince(house, launched);
  return new DatabaseFault(
    'server',
    `The server of ${house.dataDir} does not come up. ${said === '' ? reason : `It says:\n${said}`}`,
    `Mend what it says (all of it is in ${house.log}), then run the same command again.`,
  );
}

/** Makes what is missing of the roles and the database. */
async function makeRoles(client: Client): Promise<void> {
  const has = async (sql: string, name: string): Promise<boolean> =>
    (await client.query(sql, [name])).rowCount === 1;
  await client.query('select pg_advisory_lock($1)', [MAKING]);
  try {
    for (const role of ['sayso_owner', 'sayso_service'])
      if (!(await has('select from pg_roles where rolname = $1', role)))
        await client.query(`create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole`);
    if (!(await has('select from pg_database where datname = $1', 'sayso')))
      await client.query('create database sayso owner sayso_owner');
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MAKING]);
  }
}
