/** A backup, put into a database that holds nothing: all of it or nothing. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Instant } from '../../core/words/time.ts';
import { openClient, type Connection } from '../database/connect.ts';
import { codeOf, wordsOf } from '../database/fault.ts';
import { migrate, stepNames } from '../database/migrate.ts';
import { StoreFault } from '../store/fault.ts';
import { quoted } from './backup.ts';
import { damaged, END_OF_ROWS, Head, readLine, TableLine, Tail } from './format.ts';

export type Restored = { takenAt: Instant; tables: number; rows: number };

const NEWLINE = 10;
/** So many bytes of rows are handed on at once. */
const CHUNK = 256 * 1024;

/**
 * Restores a backup, of this version or an older one; the tables are then brought to this version.
 * @param owner a connection as `sayso_owner`, to a database without an organization
 * @param now for the ledger's months
 * @throws StoreFault `backup` when the file is damaged or of a newer version, or the database holds something; nothing was
 * written then
 */
export async function restore(owner: Connection, file: string, now: Instant): Promise<Restored> {
  const lines = new Lines(file);
  try {
    const head = readLine(Head, await lines.next(), file);
    await prepare(owner, head, file, now);
    const client = await openClient(owner);
    try {
      await client.query('set idle_in_transaction_session_timeout = 0');
      await client.query('begin');
      const rows = await readTables(client, lines, file);
      await client.query('commit');
      await migrate(owner, now);
      const counts = Object.values(rows);
      return {
        takenAt: head.at,
        tables: counts.length,
        rows: counts.reduce((sum, count) => sum + count, 0),
      };
    } finally {
      // What is not committed is undone by it.
      await client.end().catch(() => undefined);
    }
  } catch (error) {
    throw isOfFile(error) ? damaged(file, wordsOf(error)) : error;
  } finally {
    lines.close();
  }
}

const isOfFile = (error: unknown): boolean =>
  /^(?:ENOENT|EACCES|EISDIR|Z_\w+)$/.test(codeOf(error)) || codeOf(error) === '22P04';

/** An empty database with the tables of the backup's time, and its months. */
async function prepare(
  owner: Connection,
  { steps, months }: Head,
  file: string,
  now: Instant,
): Promise<void> {
  const known = await stepNames();
  if (steps.some((step, i) => known[i] !== step))
    throw new StoreFault(
      'backup',
      `${file} is from a newer version of Sayso than this one`,
      'Restore it with that version.',
    );
  const client = await openClient(owner);
  try {
    const before = await stepsOf(client);
    if (before.length > 0 && (await holdsSomething(client)))
      throw new StoreFault(
        'backup',
        'This database holds an organization already',
        'Restore into an empty one: another --data-dir, or a new database. Nothing was changed.',
      );
    if (before.length > steps.length)
      throw new StoreFault(
        'backup',
        `${file} is from an older version of Sayso, and the tables here are newer already`,
        'Restore it into a database in which there are no tables yet; they are then made as they were, and brought forward.',
      );
    await migrate(owner, now, steps.at(-1));
    for (const month of months) await client.query('select sayso.ensure_months($1, 0)', [new Date(month)]);
  } finally {
    await client.end();
  }
}

async function stepsOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('sayso_migration.kysely_migration') is not null as there`,
  );
  if (rows[0]?.there !== true) return [];
  const steps = await client.query<{ name: string }>('select name from sayso_migration.kysely_migration');
  return steps.rows.map(({ name }) => name);
}

async function holdsSomething(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ some: boolean }>(
    'select exists (select from sayso.organization) as some',
  );
  return rows[0]?.some === true;
}

async function readTables(client: Client, lines: Lines, file: string): Promise<Tail['rows']> {
  const rows: Tail['rows'] = {};
  for (;;) {
    const hash = lines.hash();
    const line = await lines.next();
    if (line.startsWith('{"rows"')) {
      const tail = readLine(Tail, line, file);
      if (tail.sha256 !== hash) throw damaged(file, 'it is not as it was written');
      if (JSON.stringify(tail.rows) !== JSON.stringify(rows)) throw damaged(file, 'rows are missing');
      return rows;
    }
    const table = readLine(TableLine, line, file);
    rows[table.table] = await readRows(client, table, lines);
  }
}

async function readRows(client: Client, { table, columns }: TableLine, lines: Lines): Promise<number> {
  const name = `sayso.${quoted(table)}`;
  // Row-level security keeps even the owner from COPY; nobody else sees this before it is forced again.
  await client.query(`alter table ${name} no force row level security`);
  const into = client.query(copyFrom(`copy ${name} (${columns.map(quoted).join(', ')}) from stdin`));
  const done = finished(into);
  // Reported where it is awaited.
  done.catch(() => undefined);
  for await (const chunk of lines.rows())
    if (!into.write(chunk)) await Promise.race([once(into, 'drain'), done]);
  into.end();
  await done;
  await client.query(`alter table ${name} force row level security`);
  return into.rowCount;
}

/** The lines of a gzipped file, hashed as they are read. */
class Lines {
  private readonly file: string;
  private readonly text: AsyncIterator<Buffer>;
  private readonly stream: ReturnType<typeof createGunzip>;
  private readonly sha256 = createHash('sha256');
  private held: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    this.file = file;
    this.stream = createGunzip();
    createReadStream(file)
      .on('error', (error) => this.stream.destroy(error))
      .pipe(this.stream);
    this.text = this.stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Of all lines that were taken so far. */
  hash(): string {
    return this.sha256.copy().digest('hex');
  }

  async next(): Promise<string> {
    for (;;) {
      const end = this.held.indexOf(NEWLINE);
      if (end >= 0) return this.take(end + 1).toString('utf8', 0, end);
      await this.more();
    }
  }

  /** Rows up to the line that ends them, many at once. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      let end = 0;
      for (let next = this.held.indexOf(NEWLINE); next >= 0; next = this.held.indexOf(NEWLINE, end)) {
        if (next - end === END_OF_ROWS.length && this.held.toString('latin1', end, next) === END_OF_ROWS) {
          if (end > 0) yield this.take(end);
          this.take(END_OF_ROWS.length + 1);
          return;
        }
        end = next + 1;
        if (end >= CHUNK) break;
      }
      if (end > 0) yield this.take(end);
      else await this.more();
    }
  }

  private take(length: number): Buffer {
    const taken = this.held.subarray(0, length);
    this.sha256.update(taken);
    this.held = this.held.subarray(length);
    return taken;
  }

  private async more(): Promise<void> {
    const { value, done } = await this.text.next();
    if (done === true) throw damaged(this.file, 'it ends before its end');
    this.held = this.held.length === 0 ? value : Buffer.concat([this.held, value]);
  }

  close(): void {
    this.stream.destroy();
  }
}
