/** The server process over a data folder: making the data, starting, finding and stopping it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  ftruncateSync,
  lchownSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Place, PORT } from './embedded-folder.ts';
import { plainEnvironment } from './embedded-user.ts';
import { codeOf, DatabaseFault, wordsOf } from './fault.ts';

export const SUPERUSER = 'postgres';

/** A data folder and the programs for it. */
export type House = Place & {
  /** The folder with PostgreSQL's programs. */
  native: string;
  /** Without fsync: for tests alone, since a crash of the machine loses data. */
  fast: boolean;
};

export type Launched = {
  child: ChildProcess;
  ended: boolean;
  /** Why it was not even started. */
  failure?: Error;
  /** Where its words begin in the log. */
  logStart: number;
};

const MINUTE = 60_000;
const LARGEST_LOG = 10 * 1024 * 1024;

/**
 * Makes the data, unless it is there. It is made under a temporary name and then renamed, so that it is there whole or
 * not at all; of two processes that make it at once one gets the name, and the other uses what that one made.
 */
export function makeCluster(house: House): void {
  const { cluster, ids } = house;
  if (existsSync(cluster)) return;
  sweepHalfMade(house);
  const half = `${cluster}.new-${process.pid}`;
  try {
    mkdirSync(half, { mode: 0o700 });
    if (ids.uid !== undefined && ids.gid !== undefined) lchownSync(half, ids.uid, ids.gid);
    runInitdb(house, half);
    renameSync(half, cluster);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (existsSync(cluster)) return;
    if (error instanceof DatabaseFault) throw error;
    throw new DatabaseFault(
      'folder',
      `The data can't be made in ${house.dataDir}: ${wordsOf(error)}`,
      'Mend that, or give another folder with SAYSO_DATA_DIR.',
    );
  }
}

/** Removes what a process left that was killed while it made the data. */
function sweepHalfMade({ dataDir }: House): void {
  for (const name of readdirSync(dataDir).filter((each) => each.startsWith('postgres.new-'))) {
    const half = join(dataDir, name);
    const changed = statSync(half, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - changed > 10 * MINUTE) rmSync(half, { recursive: true, force: true });
  }
}

function runInitdb({ native, ids, fast }: House, folder: string): void {
  const program = join(native, 'bin/initdb');
  // `trust`: whoever reaches the socket may enter, and only the server's user and root reach it.
  // The builtin locale is the same on every system; the C library's C.UTF-8 is missing on some.
  const locale = ['--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const args = ['-D', folder, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', ...locale, '--no-instructions'];
  const made = spawnSync(program, fast ? [...args, '--no-sync'] : args, {
    ...ids,
    cwd: '/',
    env: plainEnvironment,
    encoding: 'utf8',
  });
  if (made.status === 0) return;
  if (made.error) throw notRunnable(program, made.error);
  throw new DatabaseFault(
    'server',
    `PostgreSQL could not make its data in ${folder}: ${lastLines(made.stderr)}`,
    'Mend what it says, or give another folder with SAYSO_DATA_DIR.',
  );
}

/** The fault of a program that the system does not start. */
export function notRunnable(program: string, error: Error): DatabaseFault {
  const reasons: Record<string, string> = {
    ENOENT: 'it needs a C library (glibc) that this system does not have',
    EACCES: 'the folder is on a disk from which no programs may be run',
    EPERM: 'root may not run programs as another user here',
    EINVAL: 'root may not run programs as another user here',
  };
  return new DatabaseFault(
    'binaries',
    `${program} can't be run: ${reasons[codeOf(error)] ?? wordsOf(error)}`,
    'Mend that, or use a PostgreSQL server of your own and give its URL.',
  );
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-8).join('\n');

function settingsOf({ fast, sockets }: House): string[] {
  const settings: Record<string, string> = {
    // A Unix socket and nothing else.
    listen_addresses: '',
    unix_socket_directories: sockets,
    port: String(PORT),
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A process that stopped in the middle of a transaction must not keep its locks.
    idle_in_transaction_session_timeout: '5s',
    // Short statements all of them.
    jit: 'off',
    // What fails is told to whoever sent it; the log would keep a customer's values that can't be erased there.
    log_min_messages: 'log',
    log_line_prefix: '%m [%p] %e ',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    fsync: fast ? 'off' : 'on',
    full_page_writes: fast ? 'off' : 'on',
    synchronous_commit: 'on',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Starts the server. It is not up yet, and may be none at all: `ended` says that it has gone again. */
export function launch(house: House): Launched {
  const program = join(house.native, 'bin/postgres');
  const log = openLog(house.log);
  try {
    const logStart = fstatSync(log).size;
    const child = spawn(program, ['-D', house.cluster, ...settingsOf(house)], {
      ...house.ids,
      cwd: '/',
      env: plainEnvironment,
      // A group of its own: Ctrl-C in the terminal is for us, and the server is stopped once we are done with it.
      detached: true,
      stdio: ['ignore', log, log],
    });
    const launched: Launched = { child, ended: false, logStart };
    child.once('exit', () => (launched.ended = true));
    child.once('error', (error) => Object.assign(launched, { ended: true, failure: error }));
    child.unref();
    return launched;
  } finally {
    closeSync(log);
  }
}

function openLog(path: string): number {
  // No link is followed: root writes here, and the folder may be somebody else's.
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  try {
    const log = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    if (fstatSync(log).size > LARGEST_LOG) ftruncateSync(log);
    return log;
  } catch (error) {
    throw new DatabaseFault(
      'folder',
      `The server's log, ${path}, can't be written: ${wordsOf(error)}`,
      'Give yourself the right to write it, or remove it.',
    );
  }
}

/** PostgreSQL's code for "another server is at this data, or parts of one that died": it passes. */
export const IN_USE = ' F0001 ';

/** What the server has said since it was launched: its last lines. */
export function saidSince(house: House, launched: Launched | undefined): string {
  try {
    return lastLines(
      readFileSync(house.log)
        .subarray(launched?.logStart ?? 0)
        .toString('utf8'),
    );
  } catch {
    return '';
  }
}

/** Where the data is. */
type At = Pick<Place, 'cluster'>;

const pidFile = ({ cluster }: At): string => join(cluster, 'postmaster.pid');

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The process of the server over this data, as far as one is alive: answering, or coming, or going. */
export function runningPid(place: At): number | undefined {
  const pid = Number.parseInt(read(pidFile(place)) ?? '', 10);
  // A number in a file that a crash left may be anybody's by now: the command line says whose it is.
  return pid > 0 && commandOf(pid).includes(` -D ${place.cluster} -c `) ? pid : undefined;
}

function commandOf(pid: number): string {
  if (process.platform === 'linux') return (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ');
  return spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], {
    encoding: 'utf8',
    env: plainEnvironment,
  }).stdout;
}

/**
 * Removes what a server that is dead has left to say that it runs, when its number is now another process's (or a
 * dead one's that nobody has fetched yet): PostgreSQL would wait for that process for ever. Should parts of the old
 * server be alive, PostgreSQL notices by their shared memory and does not start.
 */
export function removeStalePid(place: Place): void {
  for (const file of [pidFile(place), join(place.sockets, `.s.PGSQL.${PORT}.lock`)]) {
    const stale = read(file);
    if (stale === undefined || runningPid(place) !== undefined || !isThere(Number.parseInt(stale, 10)))
      continue;
    const aside = `${file}.stale-${process.pid}`;
    try {
      renameSync(file, aside);
      // Between reading and renaming another process may have started the server: then it is put back.
      if (read(aside) !== stale) linkSync(aside, file);
    } catch {
      // Gone or there again: the next look tells.
    } finally {
      rmSync(aside, { force: true });
    }
  }
}

function isThere(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Stops the server fast: open transactions are undone, what was committed is written. Waits until it is gone. */
export async function shutDown(place: Place, pid: number): Promise<void> {
  const signals: [NodeJS.Signals, number][] = [
    ['SIGINT', 30_000],
    // It hangs. Without writing anything, then; the next start makes up for it.
    ['SIGQUIT', 10_000],
  ];
  for (const [signal, patience] of signals) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const until = performance.now() + patience;
    while (performance.now() < until) {
      if (runningPid(place) !== pid) return;
      await sleep(10);
    }
  }
  throw new DatabaseFault(
    'server',
    `The server of ${place.dataDir} (process ${pid}) does not stop`,
    `End it: kill -9 ${pid}. What was committed is kept.`,
  );
}
