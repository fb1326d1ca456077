/**
 * The PostgreSQL server of a test run: the embedded one over a temporary folder without fsync, or the one of
 * SAYSO_TEST_DATABASE_URL (a superuser's URL). It holds a migrated database that fresh ones are copied from.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { type Connection, openClient } from '../src/shell/database/connect.ts';
import { runningPid } from '../src/shell/database/embedded-server.ts';
import { startEmbedded } from '../src/shell/database/embedded.ts';
import { findWritable } from '../src/shell/database/hosts.ts';
import { connectionsFromUrl } from '../src/shell/database/url.ts';
import { migrate } from '../src/shell/database/migrate.ts';

/** What a test process has to know; it goes as JSON from the runner to the test files. */
export type TestServer = {
  admin: Connection;
  /** The migrated database; the names of its copies begin with it. */
  template: string;
  /** The server lets anybody in as anybody. Otherwise roles are taken on by the admin. */
  isEmbedded: boolean;
};

export type Started = { server: TestServer; stop: () => Promise<void> };

const FOLDER = /^sayso-test-(\d+)-/;

/** Starts a server with its template, or makes the template on the given one. */
export async function startTestServer(): Promise<Started> {
  const url = process.env['SAYSO_TEST_DATABASE_URL'];
  return url ? onGivenServer(url) : onEmbedded();
}

async function onEmbedded(): Promise<Started> {
  sweep();
  const dataDir = mkdtempSync(join(tmpdir(), `sayso-test-${process.pid}-`));
  const embedded = await startEmbedded({ dataDir, fast: true });
  const stop = async (): Promise<void> => {
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const server = { admin: embedded.admin, template: 'sayso_template', isEmbedded: true };
  return made(server, stop);
}

async function onGivenServer(url: string): Promise<Started> {
  const admin = await findWritable(connectionsFromUrl(url), 10_000);
  const run = `${process.pid}_${Math.trunc(performance.timeOrigin)}`;
  const server = { admin, template: `sayso_template_${run}`, isEmbedded: false };
  const stop = (): Promise<void> =>
    asAdmin(server, async (client) => {
      const { rows } = await client.query<{ datname: string }>(
        'select datname from pg_database where starts_with(datname, $1)',
        [server.template],
      );
      for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
    });
  await asAdmin(server, async (client) => {
    for (const role of ['sayso_owner', 'sayso_service']) {
      const there = await client.query('select from pg_roles where rolname = $1', [role]);
      if (there.rowCount === 0) await client.query(`create role ${role} login`);
    }
  });
  return made(server, stop);
}

async function made(server: TestServer, stop: () => Promise<void>): Promise<Started> {
  try {
    await asAdmin(server, (client) => client.query(`create database ${server.template} owner sayso_owner`));
    await migrate(connectionAs(server, 'sayso_owner', server.template));
    return { server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Does something as the server's superuser. */
export async function asAdmin<T>(server: TestServer, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await openClient(server.admin);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The connection of one of Sayso's roles to a database. */
export function connectionAs(server: TestServer, role: string, database: string): Connection {
  return server.isEmbedded
    ? { ...server.admin, user: role, database }
    : // Its password isn't ours to know or to set. What the role may do holds all the same.
      { ...server.admin, database, options: `-c role=${role}` };
}

/** Ends what a run left that was killed: its folder has the number of its process in its name. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(FOLDER.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const dataDir = join(tmpdir(), name);
    try {
      const left = runningPid({ cluster: join(dataDir, 'postgres') });
      if (left !== undefined) process.kill(left, 'SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    } catch {
      // Another user's, or another run is at it.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
