/** Everything of a database as of one instant, in one file, while commands go on. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Instant } from '../../core/words/time.ts';
import { openClient, type Connection } from '../database/connect.ts';
import { codeOf, wordsOf } from '../database/fault.ts';
import { StoreFault } from '../store/fault.ts';
import { END_OF_ROWS, type Head, type TableLine, type Tail } from './format.ts';

export type BackedUp = { file: string; tables: number; rows: number; bytes: number };

/**
 * Writes a backup. What was acknowledged before it began is in it; what comes while it is written is not.
 * @param owner a connection as `sayso_owner`, which sees all organizations
 * @param file is there when the backup is whole, and not before; readable for its owner alone
 * @throws StoreFault `backup` when it can't be written; a fault of the database as it is
 */
export async function backUp(owner: Connection, file: string, at: Instant): Promise<BackedUp> {
  const unfinished = `${path.resolve(file)}.${process.pid}.unfinished`;
  const client = await openClient(owner);
  try {
    const out = createWriteStream(unfinished, { mode: 0o600, flags: 'wx' });
    const gzip = createGzip();
    const written = pipeline(gzip, out);
    // Whoever writes hears of it.
    written.catch(() => undefined);
    const put = async (bytes: Buffer): Promise<void> => {
      if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), written]);
    };
    const rows = await writeAll(client, put, at).finally(() => gzip.end());
    await written;
    await onDisk(unfinished);
    await rename(unfinished, file);
    await onDisk(path.dirname(path.resolve(file)));
    const counts = Object.values(rows);
    return {
      file,
      tables: counts.length,
      rows: counts.reduce((sum, count) => sum + count, 0),
      bytes: out.bytesWritten,
    };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw isOfFile(error)
      ? new StoreFault(
          'backup',
          `The backup can't be written to ${file}: ${wordsOf(error)}`,
          'Name a file in a folder that is there, has room, and may be written to.',
        )
      : error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const isOfFile = (error: unknown): boolean =>
  ['ENOENT', 'EACCES', 'EEXIST', 'ENOSPC', 'EISDIR', 'ENOTDIR', 'EROFS', 'EDQUOT', 'EFBIG'].includes(
    codeOf(error),
  );

/** A file or folder is on the disk, whatever happens to the machine. */
async function onDisk(place: string): Promise<void> {
  const handle = await open(place, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

type Put = (bytes: Buffer) => Promise<void>;

/** Writes head, tables and tail; the rows of each table. */
async function writeAll(client: Client, put: Put, at: Instant): Promise<Tail['rows']> {
  const hash = createHash('sha256');
  const hashed: Put = (bytes) => {
    hash.update(bytes);
    return put(bytes);
  };
  const say = (line: object | string): Promise<void> =>
    hashed(Buffer.from(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`));
  await client.query('set idle_in_transaction_session_timeout = 0');
  // All that follows sees the database as of its first statement.
  await client.query('begin isolation level repeatable read read only');
  await say(await headOf(client, at));
  const rows: Tail['rows'] = {};
  for (const line of await tablesOf(client)) {
    await say(line);
    const { table, columns } = line;
    const copied = client.query(
      copyTo(`copy (select ${columns.map(quoted).join(', ')} from sayso.${quoted(table)}) to stdout`),
    );
    for await (const chunk of copied) await hashed(chunk as Buffer);
    rows[table] = copied.rowCount;
    await say(END_OF_ROWS);
  }
  await client.query('commit');
  await put(Buffer.from(`${JSON.stringify({ rows, sha256: hash.digest('hex') })}\n`));
  return rows;
}

async function headOf(client: Client, at: Instant): Promise<Head> {
  const { rows } = await client.query<{ steps: string[]; months: string[] }>(
    `select array(select name from sayso_migration.kysely_migration order by name)::text[] as steps,
      array(select relname from pg_class where relnamespace = 'sayso'::regnamespace and relname ~ '^ledger_\\d{4}_\\d\\d$'
        order by relname)::text[] as months`,
  );
  const [{ steps, months } = { steps: [], months: [] }] = rows;
  return {
    sayso: 'backup',
    format: 1,
    at,
    steps,
    months: months.map((month) => Date.parse(`${month.slice(7, 11)}-${month.slice(12)}-01T00:00:00Z`)),
  };
}

/** All tables; of one that has partitions the whole. What PostgreSQL works out by itself is left out. */
async function tablesOf(client: Client): Promise<TableLine[]> {
  const { rows } = await client.query<TableLine>(
    `select relname::text as "table", array_agg(attname::text order by attnum) as columns
      from pg_class join pg_attribute on attrelid = pg_class.oid
      where relnamespace = 'sayso'::regnamespace and relkind in ('r', 'p') and not relispartition
        and attnum > 0 and not attisdropped and attgenerated = ''
      group by relname order by relname`,
  );
  return rows;
}

/** Names from the catalog, and from a file that was checked: `case` is a word of SQL too. */
export const quoted = (name: string): string => `"${name}"`;
