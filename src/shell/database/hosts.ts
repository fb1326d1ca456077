/**
 * PostgreSQL servers of your own, by URL. A cluster has several hosts, of which one takes writes; which one it is
 * changes when that one dies. `pg` takes one host, so the one that takes writes is looked for here.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { clientConfig, type Connection, openPool, type PoolOptions } from './connect.ts';
import { codeOf, DatabaseFault, wordsOf } from './fault.ts';

const URL_PARTS = /^postgres(?:ql)?:\/\/(?:([^:@/?]*)(?::([^@/?]*))?@)?([^/?@]*)\/([^?]*)(?:\?(.*))?$/;
const HOW_TO_WRITE =
  'Write postgres://user:password@host:5432/database, several hosts with a comma between them, and signs such as @ : / ? in a name or password as %40 %3A %2F %3F.';

/**
 * The connections of a URL, one for each host:
 * `postgres://user:password@host1:5432,host2:5432/database?sslmode=require`. A Unix socket is a host too: its folder
 * percent-encoded (`%2Frun%2Fpostgresql`) or as `?host=/run/postgresql`. Of the parameters it knows `host`, `port`,
 * `sslmode` (disable; require, verify-ca and verify-full, which all verify; no-verify) and `sslrootcert`.
 * Throws a {@link DatabaseFault} that does not repeat the password.
 */
export function connectionsFromUrl(url: string): Connection[] {
  const parts = URL_PARTS.exec(url.trim());
  if (!parts) throw urlFault("It isn't of the form postgres://user:password@host/database");
  const [user, password, database] = [parts[1], parts[2], parts[4]].map(decode);
  const parameters = new URLSearchParams(parts[5]);
  if (!user) throw urlFault('It names no user');
  if (!database) throw urlFault('It names no database');
  const ssl = sslOf(parameters);
  const hosts = (parts[3] || parameters.get('host') || 'localhost').split(',');
  return hosts.map((each) => ({
    ...hostOf(each, parameters.get('port')),
    user,
    database,
    ...(password === undefined ? {} : { password }),
    ...(ssl ? { ssl } : {}),
  }));
}

function urlFault(what: string): DatabaseFault {
  return new DatabaseFault('url', `The database's URL can't be used: ${what}`, HOW_TO_WRITE);
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    throw urlFault('A % in it is not followed by two hexadecimal digits');
  }
}

function hostOf(text: string, port: string | null): { host: string; port: number } {
  const [, bracketed, plain, own] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? decode(plain);
  if (!host) throw urlFault(`"${text}" is no host`);
  const number = Number(own ?? port ?? 5432);
  if (!(Number.isInteger(number) && number > 0 && number < 65_536))
    throw urlFault(`"${own ?? port}" is no port`);
  return { host, port: number };
}

function sslOf(parameters: URLSearchParams): Connection['ssl'] {
  const known = ['host', 'port', 'sslmode', 'sslrootcert', 'target_session_attrs'];
  const unknown = [...parameters.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) throw urlFault(`It has the parameter "${unknown}", which Sayso does not know`);
  const mode = parameters.get('sslmode') ?? 'disable';
  if (mode === 'disable') return undefined;
  if (!['require', 'verify-ca', 'verify-full', 'no-verify'].includes(mode))
    throw urlFault(`sslmode=${mode} is none of disable, require, verify-ca, verify-full, no-verify`);
  const file = parameters.get('sslrootcert');
  try {
    return { rejectUnauthorized: mode !== 'no-verify', ...(file ? { ca: readFileSync(file, 'utf8') } : {}) };
  } catch (error) {
    throw urlFault(`The certificate of sslrootcert can't be read: ${wordsOf(error)}`);
  }
}

/** How long a host may take to answer whether it takes writes. */
const ANSWERS_WITHIN = 3000;
const FINDS_WITHIN = 30_000;
/** Wrong user, password or database: no patience mends it. */
const REFUSED = ['28P01', '28000', '3D000', '42501'];

/**
 * The connection whose host takes writes: asks all of them, again and again.
 * @param patience milliseconds; then it throws a {@link DatabaseFault} that says what each host answered
 */
export async function findWritable(
  connections: readonly Connection[],
  patience: number = FINDS_WITHIN,
): Promise<Connection> {
  const until = performance.now() + patience;
  for (;;) {
    const asked = connections.map(async (connection) => {
      if (await takesWrites(connection)) return connection;
      throw new Error('it is a standby');
    });
    try {
      return await Promise.any(asked);
    } catch (error) {
      const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
      const isRefused = errors.every((each) => REFUSED.includes(codeOf(each)));
      if (isRefused || performance.now() > until) throw noneWrites(connections, errors, isRefused);
    }
    await sleep(100);
  }
}

/** @param errors one for each connection, in their order */
function noneWrites(
  connections: readonly Connection[],
  errors: readonly unknown[],
  isRefused: boolean,
): DatabaseFault {
  const reasons = connections.map(({ host, port }, index) => `${host}:${port} (${wordsOf(errors[index])})`);
  return new DatabaseFault(
    'hosts',
    `No database takes writes: ${reasons.join(', ')}`,
    isRefused
      ? 'Check the user, the password and the name of the database in the URL.'
      : 'Start the server, or mend its address in the URL.',
  );
}

async function takesWrites(connection: Connection): Promise<boolean> {
  const client = new Client({ ...clientConfig(connection), connectionTimeoutMillis: ANSWERS_WITHIN });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
    return rows[0]?.standby === false;
  } finally {
    client.end().catch(() => undefined);
  }
}

/** The pool on the host that takes writes, whichever it is at the time. */
export type Database = {
  /**
   * Works with the pool, after finding its host if it isn't known. If that fails because the host is gone or takes no
   * writes any more, the next call looks for it anew. The work is not repeated: whether it was done is known only to
   * its caller. The pool is not to be kept.
   */
  use: <T>(work: (pool: Pool) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

/** A pool, and what is being done with it. */
type Opened = { pool: Promise<Pool>; underWay: Set<Promise<unknown>> };

/**
 * Opens the database that has these hosts. It connects when first used.
 * @param options `patience`: how long to look for the host that takes writes, in milliseconds
 */
export function openDatabase(
  connections: readonly Connection[],
  options: PoolOptions & { patience?: number },
): Database {
  let current: Opened | undefined;
  const forget = (opened: Opened): void => {
    if (current !== opened) return;
    current = undefined;
    retire(opened).catch(() => undefined);
  };
  const open = (): Opened => {
    const opened: Opened = {
      pool: findWritable(connections, options.patience).then((connection) =>
        openPool(connection, {
          ...options,
          onLost: (error) => {
            forget(opened);
            options.onLost?.(error);
          },
        }),
      ),
      underWay: new Set(),
    };
    opened.pool.catch(() => forget(opened));
    return opened;
  };
  const use = async <T>(work: (pool: Pool) => Promise<T>): Promise<T> => {
    const opened = (current ??= open());
    const done = opened.pool.then(work);
    opened.underWay.add(done);
    try {
      return await done;
    } catch (error) {
      if (isHostLost(error)) forget(opened);
      throw error;
    } finally {
      opened.underWay.delete(done);
    }
  };
  const close = async (): Promise<void> => {
    const last = current;
    current = undefined;
    await (await last?.pool.catch(() => undefined))?.end();
  };
  return { use, close };
}

/**
 * Ends a pool that nobody new gets, once all that is done with it is over: `end` at once would refuse whoever needs one
 * more connection, and would let those who wait for one wait until their time is over.
 */
async function retire({ pool, underWay }: Opened): Promise<void> {
  await Promise.allSettled(underWay);
  await (await pool).end();
}

// From PostgreSQL: read_only_sql_transaction (a standby by now), admin_shutdown, crash_shutdown, cannot_connect_now.
const LOST_CODES = ['25006', '57P01', '57P02', '57P03'];
// From the system. ENOENT: the Unix socket is gone.
const LOST_BY = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];
// From `pg`, which gives these no code.
const LOST_WORDS = /^Connection terminated|^Client has encountered a connection error/;

/** An error because the host is gone, or takes no writes any more. Another attempt may find another host. */
export function isHostLost(error: unknown): boolean {
  const code = codeOf(error);
  if (code === '') return error instanceof Error && LOST_WORDS.test(error.message);
  return LOST_CODES.includes(code) || LOST_BY.includes(code) || code.startsWith('08');
}
