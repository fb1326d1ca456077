/** PostgreSQL's own load generator, as the peer: it sends the same statements and does nothing else. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClient } from '../../src/shell/database/connect.ts';
import type { BenchDatabase } from './server.ts';
import type { Script } from './statements.ts';

export const HOW_TO_GET =
  'pgbench is missing, so nothing is compared with it. Debian has it: apt-get install -y postgresql-contrib';

const DEBIAN = '/usr/lib/postgresql';

/** The program, or undefined where there is none. */
export function findPgbench(): string | undefined {
  if (spawnSync('pgbench', ['--version']).status === 0) return 'pgbench';
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(DEBIAN, version, 'bin/pgbench')).find((path) => existsSync(path));
}

export type PgbenchOrder = { seconds: number; connections: number; organizations: number };

/**
 * Runs lives for a while.
 * @returns commands a second
 * @throws when not everything was stored: then it would be compared with less work
 */
export async function runPgbench(
  program: string,
  { service, admin }: BenchDatabase,
  scripts: readonly Script[],
  { seconds, connections, organizations }: PgbenchOrder,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sayso-pgbench-'));
  const client = await openClient(admin);
  const entries = async (): Promise<number> => {
    const { rows } = await client.query<{ sum: number }>(
      'select sum(sequence)::int8 as sum from sayso.ledger_head',
    );
    return rows[0]?.sum ?? 0;
  };
  try {
    const files = scripts.map(({ text }, i) => {
      const file = join(folder, `life-${i}.sql`);
      writeFileSync(file, text);
      return `--file=${file}`;
    });
    const before = await entries();
    const said = await spawned(
      program,
      [
        // Where, and as whom.
        `--host=${service.host}`,
        `--port=${service.port}`,
        `--username=${service.user}`,
        // How: no tables of its own to clean, statements prepared once, as `pg` does with named ones.
        '--no-vacuum',
        '--protocol=prepared',
        `--client=${connections}`,
        '--jobs=2',
        `--time=${seconds}`,
        `--define=organizations=${organizations}`,
        ...files,
        service.database,
      ],
      { PGPASSWORD: service.password, PGOPTIONS: service.options },
    );
    const tps = Number(/^tps = ([\d.]+)/m.exec(said)?.[1]);
    const counts = [...said.matchAll(/^ - (\d+) transactions/gm)].map((match) => Number(match[1]));
    const sum = (of: 'commands' | 'entries'): number =>
      scripts.reduce((total, script, i) => total + script[of] * (counts[i] ?? 0), 0);
    const stored = (await entries()) - before;
    if (stored !== sum('entries'))
      throw new Error(`pgbench stored ${stored} entries of ${sum('entries')}: its commands are not the same`);
    return (tps * sum('commands')) / counts.reduce((total, count) => total + count, 0);
  } finally {
    await client.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function spawned(
  program: string,
  args: readonly string[],
  more: Record<string, string | undefined>,
): Promise<string> {
  const child = spawn(program, args, { env: { ...process.env, ...more } });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`pgbench failed (${code}):\n${said.slice(-2000)}`));
    });
  });
}
