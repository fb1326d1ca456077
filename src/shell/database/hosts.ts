/**
 * A cluster has several hosts, of which one takes writes; which one it is changes when that one dies. `pg` takes one host,
 * so the one that takes writes is looked for here.
 *
 * Two may say that they take writes: a primary that was down, cut off or frozen while its standby was promoted does not
 * know of it. Each promotion begins a new timeline, so the one with the highest timeline is the primary; a pool on
 * another one is broken off as soon as it is seen.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Pool, type PoolClient } from 'pg';
import { clientConfig, type Connection, openPool, type PoolOptions } from './connect.ts';
import { Unavailable } from '../unavailable.ts';
import { codeOf, DatabaseFault, wordsOf } from './fault.ts';

/** How long a host may take to answer whether it takes writes. */
const ANSWERS_WITHIN = 3000;
/** How long the others may take to say that they take writes too, once one has said it. */
const OTHERS_WITHIN = 500;
const FINDS_WITHIN = 30_000;
/** How often a pool's host is held against the others. */
const LOOKS_EVERY = 2000;
/** Wrong user, password or database: no patience mends it. */
const REFUSED = ['28P01', '28000', '3D000', '42501'];

/** A host that takes writes. */
type Writable = { connection: Connection; timeline: number };

/**
 * The connection whose host takes writes: asks all of them, again and again.
 * @param patience milliseconds; then it throws a {@link DatabaseFault} that says what each host answered
 */
export async function findWritable(
  connections: readonly Connection[],
  patience: number = FINDS_WITHIN,
): Promise<Connection> {
  return (await findNewest(connections, patience)).connection;
}

async function findNewest(
  connections: readonly Connection[],
  patience: number = FINDS_WITHIN,
): Promise<Writable> {
  const until = performance.now() + patience;
  for (;;) {
    try {
      return await newest(connections);
    } catch (error) {
      const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
      const isRefused = errors.every((each) => REFUSED.includes(codeOf(each)));
      if (isRefused || performance.now() > until) throw noneWrites(connections, errors, isRefused);
    }
    await sleep(100);
  }
}

/** Of those that take writes now the one with the highest timeline. Throws an AggregateError when there is none. */
async function newest(connections: readonly Connection[]): Promise<Writable> {
  const found: Writable[] = [];
  const asked = connections.map(async (connection) => {
    found.push({ connection, timeline: await timelineOf(connection) });
  });
  await Promise.any(asked);
  await Promise.race([Promise.allSettled(asked), sleep(OTHERS_WITHIN, undefined, { ref: false })]);
  return found.reduce((best, each) => (each.timeline > best.timeline ? each : best));
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

// A file of the log has the timeline in its name. The control file learns of it with a checkpoint, minutes later.
const TIMELINE = `select case when pg_is_in_recovery() then null
  else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int end as timeline`;

/** The timeline that a host writes. Throws when it can't be asked, or takes no writes. */
async function timelineOf(connection: Connection): Promise<number> {
  const client = new Client({ ...clientConfig(connection), connectionTimeoutMillis: ANSWERS_WITHIN });
  client.on('error', () => undefined);
  // One that is frozen takes the connection and never answers.
  const impatience = setTimeout(() => client.connection.stream.destroy(), ANSWERS_WITHIN);
  try {
    await client.connect();
    const { rows } = await client.query<{ timeline: number | null }>(TIMELINE);
    const timeline = rows[0]?.timeline ?? undefined;
    if (timeline === undefined) throw new Error('it is a standby');
    return timeline;
  } finally {
    clearTimeout(impatience);
    client.end().catch(() => undefined);
  }
}

/** The pool on the host that takes writes, whichever it is at the time. */
export type Database = {
  /**
   * Works with the pool, after finding its host if it isn't known. If that fails because the host is gone, takes no
   * writes any more or has been replaced, the next call looks for it anew. The work is not repeated: whether it was done
   * is known only to its caller, who is told so by {@link Unavailable}. The pool is not to be kept.
   * @throws Unavailable when the host was lost, or all connections were in use for long; DatabaseFault `hosts` when
   * none took writes for as long as patience lasts; what the work throws
   */
  use: <T>(work: (pool: Pool) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

/** A pool, and what is being done with it. */
type Opened = {
  pool: Promise<Pool>;
  underWay: Set<Promise<unknown>>;
  clients: Set<PoolClient>;
  /** Another host has replaced its own. */
  isReplaced: boolean;
};

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
  const connect = (opened: Opened, host: Writable): Pool => {
    const pool = openPool(host.connection, {
      ...options,
      onLost: (error) => {
        forget(opened);
        options.onLost?.(error);
      },
    });
    keepClients(pool, opened);
    // Whoever keeps a client, as who listens does, keeps it beyond the work that it came by.
    const isOver = (): boolean =>
      current !== opened && opened.underWay.size === 0 && opened.clients.size === 0;
    const onReplaced = (): void => {
      forget(opened);
      breakOff(opened);
    };
    if (connections.length > 1) void watch(host, connections, isOver, onReplaced);
    return pool;
  };
  const open = (): Opened => {
    const opened: Opened = {
      pool: findNewest(connections, options.patience).then((host) => connect(opened, host)),
      underWay: new Set(),
      clients: new Set(),
      isReplaced: false,
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
      throw unavailableOr(error);
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

/** Looks whether another host is the primary by now, until it is, or it is no matter any more. */
async function watch(
  host: Writable,
  connections: readonly Connection[],
  isOver: () => boolean,
  onReplaced: () => void,
): Promise<void> {
  const others = connections.filter((connection) => connection !== host.connection);
  while (!isOver()) {
    await sleep(LOOKS_EVERY, undefined, { ref: false });
    const other = await newest(others).catch(() => undefined);
    if (!other || other.timeline <= host.timeline) continue;
    onReplaced();
    return;
  }
}

function keepClients(pool: Pool, opened: Opened): void {
  pool.on('connect', (client) => {
    if (opened.isReplaced) client.connection.stream.destroy();
    else opened.clients.add(client);
  });
  pool.on('remove', (client) => opened.clients.delete(client));
}

/**
 * Breaks all connections to a host that was replaced: it may be frozen, and what is committed there waits for ever for a
 * standby that follows it no longer.
 */
function breakOff(opened: Opened): void {
  opened.isReplaced = true;
  for (const client of opened.clients) client.connection.stream.destroy();
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

// From `pg-pool`: all connections are in use, and none became free in time.
const NONE_FREE = 'timeout exceeded when trying to connect';

/** The error, put for whoever can try again where that may help. */
function unavailableOr(error: unknown): unknown {
  if (isHostLost(error))
    return new Unavailable(
      'database-away',
      'The database was lost while this was under way; whether it was done is not known.',
      'Send it again, with the same key.',
      { cause: error },
    );
  if (error instanceof Error && error.message === NONE_FREE)
    return new Unavailable(
      'busy',
      'The database has more to do than it can.',
      'Send it again in a moment, with the same key.',
      { cause: error },
    );
  return error;
}
