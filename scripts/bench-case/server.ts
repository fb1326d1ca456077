/**
 * The PostgreSQL that is measured: the embedded one over a temporary folder, writing through to the disk as in
 * production, or the one of SAYSO_BENCH_DATABASE_URL (a superuser's URL). Databases of its own on it, which go again.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../src/shell/clock.ts';
import type { Connection } from '../../src/shell/database/connect.ts';
import { startEmbedded } from '../../src/shell/database/embedded.ts';
import { findWritable, openDatabase } from '../../src/shell/database/hosts.ts';
import { migrate } from '../../src/shell/database/migrate.ts';
import { connectionsFromUrl } from '../../src/shell/database/url.ts';
import { engineOf, type Engine } from '../../src/shell/engine.ts';
import { putOrganization } from '../../src/shell/organizations.ts';
import type { Instant } from '../../src/core/words/time.ts';
import { asAdmin, connectionAs, type TestServer } from '../../test/test-server.ts';

/** A Tuesday on which New York and Berlin are both at work; the bench's clock starts here, whatever the day is. */
export const BEGIN: Instant = Date.parse('2026-03-10T14:00:00Z');
export const MOST_ORGANIZATIONS = 16;

/** The organizations of every database, by number. */
export const organization = (n: number): string => `org${n}`;

/** A database with tables and organizations. */
export type BenchDatabase = { name: string; service: Connection; admin: Connection };

export type BenchServer = {
  where: string;
  fresh: (name: string) => Promise<BenchDatabase>;
  stop: () => Promise<void>;
};

/** Starts the server. */
export async function startServer(): Promise<BenchServer> {
  const url = process.env['SAYSO_BENCH_DATABASE_URL'];
  if (url) {
    const admin = await findWritable(connectionsFromUrl(url), 10_000);
    const server: TestServer = { admin, template: '', isEmbedded: false };
    return serverOf(server, 'the server of SAYSO_BENCH_DATABASE_URL', () => Promise.resolve());
  }
  const dataDir = mkdtempSync(join(tmpdir(), `sayso-bench-${process.pid}-`));
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true });
  const embedded = await startEmbedded({ dataDir }).catch((error: unknown) => {
    remove();
    throw error;
  });
  const server: TestServer = { admin: embedded.admin, template: '', isEmbedded: true };
  return serverOf(server, 'the embedded server, fsync on', () => embedded.stop().then(remove));
}

async function serverOf(server: TestServer, where: string, stop: () => Promise<void>): Promise<BenchServer> {
  const made: string[] = [];
  await asAdmin(server, async (client) => {
    for (const role of ['sayso_owner', 'sayso_service']) {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
      if (rowCount === 0) await client.query(`create role ${role} login`);
    }
  });
  return {
    where,
    fresh: async (purpose) => {
      const name = `sayso_bench_${process.pid}_${purpose}`;
      await asAdmin(server, (client) => client.query(`create database ${name} owner sayso_owner`));
      made.push(name);
      await migrate(connectionAs(server, 'sayso_owner', name), BEGIN);
      const service = connectionAs(server, 'sayso_service', name);
      await putOrganizations(service);
      return { name, service, admin: { ...server.admin, database: name } };
    },
    stop: async () => {
      await asAdmin(server, async (client) => {
        for (const name of made) await client.query(`drop database if exists ${name} with (force)`);
      });
      await stop();
    },
  };
}

/** An engine whose clock began at an instant of its own when `startedAt` was now; it delivers nothing. */
export const benchEngine = (
  connection: Connection,
  size: number,
  clock: { begin: Instant; startedAt: Instant },
): Engine =>
  engineOf({
    database: openDatabase([connection], { size }),
    clock: new Clock({
      wall: () => clock.begin + Date.now() - clock.startedAt,
      steady: () => performance.now(),
    }),
    channels: { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true }) },
  });

const shipped = (file: string): { file: string; text: string } => ({
  file,
  text: readFileSync(new URL(`../../books/shop/${file}`, import.meta.url), 'utf8'),
});

async function putOrganizations(service: Connection): Promise<void> {
  const engine = benchEngine(service, 1, { begin: BEGIN, startedAt: Date.now() });
  for (let n = 0; n < MOST_ORGANIZATIONS; n++) {
    const put = await putOrganization(engine, {
      id: organization(n),
      book: shipped('book.yaml'),
      people: { ...shipped('people.yaml'), format: 'yaml' },
      since: Date.parse('2026-01-01T06:00:00Z'),
    });
    if ('problems' in put) throw new Error(JSON.stringify(put.problems));
  }
  await engine.database.close();
}
