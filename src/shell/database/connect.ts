/**
 * Connections and pools on `pg`: the one place that says how PostgreSQL's values are read.
 *
 * | PostgreSQL | here |
 * |---|---|
 * | int8 | number; a value that a number can't hold exactly is an error |
 * | numeric, interval, date, timestamp, time | the text that PostgreSQL writes |
 * | timestamptz | {@link Instant}: milliseconds; finer digits are cut off; ±infinity is ±Infinity |
 * | bytea | hexadecimal digits |
 * | json, jsonb | parsed |
 * | arrays of these | arrays |
 *
 * The other way, an instant is given as `new Date(at).toISOString()`, bytes as a Buffer, JSON as a string.
 * The parsers belong to a connection; the global ones of `pg` stay as they are.
 *
 * Pipelining (`pipeline: true`): a client sends each query at once, without waiting for the answers before it.
 * It does so only for queries on the *same* client that nobody awaits in between:
 *
 *     const client = await pool.connect();
 *     const answers = await Promise.allSettled([client.query(a), client.query(b)]);
 *     client.release();
 *
 * `pool.query` never pipelines, since it takes a client for itself. Each query is its own transaction (`pg` ends each
 * with a Sync), so one that fails does not stop those behind it; answers come in the order of sending. Therefore:
 * - Share a client among commands only if each is a single statement. A `begin … commit` needs a client of its own;
 *   it may send begin, statements and commit together: after a failure the rest fails with 25P02 and the commit
 *   answers ROLLBACK, so look at the statements' answers and not at the commit's alone.
 * - A statement that waits for a lock keeps those behind it waiting.
 * - A connection that breaks fails all that was sent; which of them were done is not known.
 * - Cursors, query streams and the `rows` option are refused.
 *
 * `pool.query` throws the client away after any error, a unique violation too, and the next query connects anew. A
 * caller that expects errors takes a client and releases it without an argument.
 */
import { Client, type ClientConfig, Pool, types } from 'pg';
import type { Instant } from '../../core/words/time.ts';

/** Where a database is and as whom to enter it, in the shape that `pg` takes. */
export type Connection = {
  /** A name, an address, or the folder of a Unix socket. */
  host: string;
  port: number;
  user: string;
  database: string;
  password?: string;
  /** Left out: no encryption. */
  ssl?: { rejectUnauthorized: boolean; ca?: string };
  /** Settings of the session, as in `-c role=sayso_service`. */
  options?: string;
};

export type PoolOptions = {
  /** How many clients at most. */
  size: number;
  pipeline?: boolean;
  /** Hears of a connection that broke while nobody used it. The pool has already dropped it. */
  onLost?: (error: Error) => void;
};

type Parser = (text: string) => unknown;

const asText: Parser = (text) => text;

// The types of `pg` list only some of the numbers that its parsers take.
const parserOf = types.getTypeParser as (oid: number, format: 'text' | 'binary') => Parser;

const TEXT_ARRAY = 1009;
const readTextArray = parserOf(TEXT_ARRAY, 'text') as (text: string) => unknown[];

/** Reads an array of what `read` reads: nulls stay, an array of arrays stays one. */
function readArray(read: Parser): Parser {
  const readEntry = (entry: unknown): unknown =>
    Array.isArray(entry) ? entry.map(readEntry) : typeof entry === 'string' ? read(entry) : entry;
  return (text) => readTextArray(text).map(readEntry);
}

function readInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The int8 ${text} is too large for a number`);
  return value;
}

const readDate = parserOf(types.builtins.TIMESTAMPTZ, 'text');

function readInstant(text: string): Instant {
  const value = readDate(text);
  const at = value instanceof Date ? value.getTime() : value;
  if (typeof at !== 'number' || Number.isNaN(at))
    throw new RangeError(`The timestamptz ${text} can't be read; the server's DateStyle has to be ISO`);
  return at;
}

function readBytes(text: string): string {
  if (!text.startsWith('\\x')) throw new RangeError("The server's bytea_output has to be hex");
  return text.slice(2);
}

// For each: the type, its array (from pg_type; such numbers never change), and how a value is read.
const READ: readonly [oid: number, arrayOid: number, read: Parser][] = [
  [types.builtins.INT8, 1016, readInt8],
  [types.builtins.NUMERIC, 1231, asText],
  [types.builtins.INTERVAL, 1187, asText],
  [types.builtins.DATE, 1182, asText],
  [types.builtins.TIMESTAMP, 1115, asText],
  [types.builtins.TIMESTAMPTZ, 1185, readInstant],
  [types.builtins.BYTEA, 1001, readBytes],
];

const parsers = new Map<number, Parser>(
  READ.flatMap(([oid, arrayOid, read]) => [
    [oid, read],
    [arrayOid, readArray(read)],
  ]),
);

const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  // Binary answers come only when asked for, and nobody asks.
  (format === 'binary' ? undefined : parsers.get(oid)) ??
  parserOf(oid, format ?? 'text')) as typeof types.getTypeParser;

/**
 * What is acknowledged is on the disk, and on the disk of the synchronous standby where there is one, whatever the
 * role's or the database's own setting: a commit that is lost with its primary was never acknowledged. More
 * (`remote_apply`) would help those who read from the standby, and nobody does.
 */
const DURABLE = '-c synchronous_commit=on';

/** What a client of `pg` needs for this connection, the parsers included. */
export function clientConfig(connection: Connection): ClientConfig {
  return {
    ...connection,
    options: connection.options === undefined ? DURABLE : `${connection.options} ${DURABLE}`,
    // Said outright, since `pg` otherwise takes it from PGSSLMODE, and the embedded server knows no encryption.
    ssl: connection.ssl ?? false,
    application_name: 'sayso',
    types: { getTypeParser },
    // A host that vanished without a word is noticed after about 15 s: 5 s of silence, ten probes, one each second.
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    connectionTimeoutMillis: 10_000,
    // A node that freezes inside a transaction holds its locks no longer than this.
    idle_in_transaction_session_timeout: 10_000,
  };
}

/** Opens a client and hands it over connected. Its end is the caller's. */
export async function openClient(connection: Connection): Promise<Client> {
  const client = new Client(clientConfig(connection));
  // Without a listener a connection that breaks between two queries ends the process. The next query says so anyway.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A pool on the connection. It connects when first used, and a connection that breaks never ends the process. */
export function openPool(connection: Connection, options: PoolOptions): Pool {
  const pool = new Pool({
    ...clientConfig(connection),
    max: options.size,
    pipeline: options.pipeline ?? false,
  });
  pool.on('error', (error) => options.onLost?.(error));
  // The pool listens to idle clients only; this one is for clients that are in somebody's hands.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
