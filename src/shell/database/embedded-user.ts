/**
 * The user that the embedded server runs as. PostgreSQL refuses to run as root, so root runs it as whoever owns the
 * data, and new data belongs to a system user made for it. The user has to be one that the system knows by name:
 * initdb asks for it.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseFault } from './fault.ts';

const SYSTEM_USER = 'sayso';

/** What a child process is started with: empty when it runs as we do. */
export type Ids = { uid?: number; gid?: number };

const isRoot = (): boolean => process.getuid?.() === 0;

/** What PostgreSQL's programs get to see of the environment: PGDATA, LD_PRELOAD and the like would lead them astray. */
export const plainEnvironment = {
  // A root who came by `su` lacks the two folders where useradd is.
  PATH: `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`,
  TZ: 'UTC',
};

/**
 * The user for the server over the given data.
 * @param owner the uid and gid that own the data; undefined when there is none yet
 */
export async function serverUser(
  data: string,
  owner: { uid: number; gid: number } | undefined,
): Promise<Ids> {
  if (!isRoot()) {
    if (owner === undefined || owner.uid === process.getuid?.()) return {};
    throw new DatabaseFault(
      'folder',
      `The data in ${data} belongs to ${nameOf(owner.uid)}, and you are ${nameOf(process.getuid?.() ?? -1)}`,
      'Run Sayso as that user (or as root), or give it another folder with SAYSO_DATA_DIR.',
    );
  }
  return owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : systemUser();
}

async function systemUser(): Promise<Ids> {
  const found = lookUp();
  if (found) return found;
  const said = makeUser();
  // A process beside us may be making it too, so what counts is whether it is there in the end.
  for (let tries = 0; tries < 20; tries += 1) {
    const made = lookUp();
    if (made) return made;
    await sleep(50);
  }
  throw new DatabaseFault(
    'user',
    `PostgreSQL does not run as root, and the system user "${SYSTEM_USER}" for it can't be made: ${said}`,
    `Make it (useradd --system ${SYSTEM_USER}), or run Sayso as an ordinary user.`,
  );
}

function lookUp(): Ids | undefined {
  const [uid, gid] = ['-u', '-g'].map((what) => {
    const asked = spawnSync('id', [what, SYSTEM_USER], { encoding: 'utf8', env: plainEnvironment });
    return asked.status === 0 ? Number(asked.stdout) : 0;
  });
  return uid && gid ? { uid, gid } : undefined;
}

/** Makes the user by whichever program there is; what the last one said. */
function makeUser(): string {
  const ways: [string, ...string[]][][] = [
    [['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/sbin/nologin', SYSTEM_USER]],
    // BusyBox, as in Alpine.
    [
      ['addgroup', '-S', SYSTEM_USER],
      ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', '-G', SYSTEM_USER, SYSTEM_USER],
    ],
  ];
  let said = 'there is neither useradd nor adduser';
  for (const way of ways) {
    const results = way.map(([program, ...rest]) =>
      spawnSync(program, rest, { encoding: 'utf8', env: plainEnvironment }),
    );
    if (results.every(({ status }) => status === 0)) return '';
    const words = results.map(({ stderr }) => stderr ?? '').join(' ');
    if (words.trim()) said = words.trim();
  }
  return said;
}

function nameOf(uid: number): string {
  const asked = spawnSync('id', ['-un', String(uid)], { encoding: 'utf8', env: plainEnvironment });
  return asked.status === 0 ? `the user ${asked.stdout.trim()}` : `the user with the number ${uid}`;
}

/** The first file or folder on the way to `path` (given in full) that `ids` may not pass or run; undefined: none. */
export function barrierFor(path: string, ids: Ids): string | undefined {
  if (ids.uid === undefined) return undefined;
  const way = [path];
  for (let at = path; at !== dirname(at); at = dirname(at)) way.unshift(dirname(at));
  return way.find((step) => {
    const { mode, uid, gid } = statSync(step);
    return (mode & (uid === ids.uid ? 0o100 : gid === ids.gid ? 0o010 : 0o001)) === 0;
  });
}
