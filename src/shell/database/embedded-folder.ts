/**
 * Where the embedded server keeps things:
 *
 *     <data folder>/postgres       the data, mode 700, owned by the server's user
 *     <data folder>/postgres.log   what the server says
 *     <data folder>/run            its socket, mode 700, owned by the server's user
 *     /tmp/sayso-<hash>            instead of run, when the path would be too long for a socket
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { barrierFor, type Ids, serverUser } from './embedded-user.ts';
import { codeOf, DatabaseFault, wordsOf } from './fault.ts';

export type Place = {
  dataDir: string;
  /** The data: what PostgreSQL calls the data directory. */
  cluster: string;
  log: string;
  /** The folder of the socket. */
  sockets: string;
  ids: Ids;
};

export const PORT = 5432;

/** The system takes at most 103 bytes (macOS) or 107 (Linux) for the path of a socket. */
const LONGEST_SOCKET = 100;

/**
 * The data folder when none is given: for root `/var/lib/sayso`, otherwise where the platform keeps a user's data.
 * Never the checkout.
 */
export function defaultDataDir(environment: Readonly<Record<string, string | undefined>>): string {
  const home = homedir();
  if (process.platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'Sayso');
  if (process.getuid?.() === 0) return '/var/lib/sayso';
  if (process.platform === 'darwin') return join(home, 'Library/Application Support/Sayso');
  const given = environment['XDG_DATA_HOME'];
  // The XDG specification: a path that is not absolute is to be ignored.
  return join(given?.startsWith('/') ? given : join(home, '.local/share'), 'sayso');
}

/** Makes the folders as far as they are missing, and finds out who runs the server. Throws a DatabaseFault. */
export async function preparePlace(given: string): Promise<Place> {
  const dataDir = makeDataDir(resolve(given));
  const cluster = join(dataDir, 'postgres');
  const ids = await serverUser(cluster, ownerOf(cluster));
  openFor(ids, dataDir);
  const place = { dataDir, cluster, log: join(dataDir, 'postgres.log'), sockets: socketsFor(dataDir), ids };
  makeSockets(place);
  return place;
}

function makeDataDir(path: string): string {
  try {
    // Root's folder lets the server's user through to what is its own; nobody can list it.
    mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(path);
  } catch (error) {
    throw folderFault(path, error);
  }
}

function folderFault(path: string, error: unknown): DatabaseFault {
  const reasons: Record<string, string> = {
    EACCES: 'you may not read or write there',
    EPERM: 'you may not read or write there',
    EROFS: 'nothing can be written there',
    ENOSPC: 'the disk is full',
    EEXIST: 'there is a file of that name',
    ENOTDIR: 'a file is in the way',
  };
  return new DatabaseFault(
    'folder',
    `The folder for the data, ${path}, can't be used: ${reasons[codeOf(error)] ?? wordsOf(error)}`,
    'Give another folder with SAYSO_DATA_DIR, or give yourself the right to use this one.',
  );
}

function ownerOf(cluster: string): { uid: number; gid: number } | undefined {
  try {
    return statSync(cluster, { throwIfNoEntry: false });
  } catch (error) {
    throw folderFault(cluster, error);
  }
}

/** Sees to it that the server's user gets to the data folder. A folder that isn't Sayso's own keeps its rights. */
function openFor(ids: Ids, dataDir: string): void {
  let barrier = barrierFor(dataDir, ids);
  if (barrier === undefined) return;
  const isOurs = existsSync(join(dataDir, 'postgres')) || readdirSync(dataDir).length === 0;
  if (barrier === dataDir && isOurs) {
    chmodSync(dataDir, statSync(dataDir).mode | 0o011);
    barrier = barrierFor(dataDir, ids);
  }
  if (barrier === undefined) return;
  throw new DatabaseFault(
    'folder',
    `PostgreSQL does not run as root, and its user can't get into ${barrier} to the data in ${dataDir}`,
    `Give another folder with SAYSO_DATA_DIR (such as /var/lib/sayso), or open this one: chmod o+x ${barrier}`,
  );
}

function socketsFor(dataDir: string): string {
  const beside = join(dataDir, 'run');
  if (Buffer.byteLength(join(beside, `.s.PGSQL.${PORT}`)) <= LONGEST_SOCKET) return beside;
  // Not os.tmpdir(): every process has to come to the same path, whatever its environment.
  return `/tmp/sayso-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
}

/**
 * Makes the folder of the socket. Whoever gets in there is let in by the server as whoever they say they are, so it
 * has to be the server's own and nobody else's; a folder that somebody else has put there is not used.
 */
export function makeSockets({ sockets, ids }: Place): void {
  const wanted = ids.uid ?? process.getuid?.();
  const isRight = (): boolean => {
    const found = lstatSync(sockets, { throwIfNoEntry: false });
    return found !== undefined && found.isDirectory() && found.uid === wanted && (found.mode & 0o077) === 0;
  };
  if (isRight()) return;
  const ready = `${sockets}.${process.pid}`;
  try {
    mkdirSync(ready, { mode: 0o700 });
    if (ids.uid !== undefined && ids.gid !== undefined) lchownSync(ready, ids.uid, ids.gid);
    // Takes the place of an empty folder, and of nothing else.
    renameSync(ready, sockets);
  } catch (error) {
    rmSync(ready, { recursive: true, force: true });
    // Another process was quicker.
    if (isRight()) return;
    throw new DatabaseFault(
      'folder',
      `The folder for the database's socket, ${sockets}, can't be made: ${wordsOf(error)}`,
      `Remove ${sockets} if it is there, or give another folder with SAYSO_DATA_DIR.`,
    );
  }
}
