/** A folder in which processes are killed, and which leaves nothing behind. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runningPid } from '../../src/shell/database/embedded-server.ts';

/** Its name has the number of its process. */
const FOLDER = /^sayso-(?:torture|failover)-(\d+)-/;

/**
 * Works in a folder of its own. What is opened for it is closed in the end, the last first, and then the folder goes.
 * @param work puts into `open` what closes what it opened
 */
export async function inFolder<T>(
  name: 'torture' | 'failover',
  work: (folder: string, open: (() => Promise<void>)[]) => Promise<T>,
): Promise<T> {
  sweep();
  const folder = mkdtempSync(path.join(tmpdir(), `sayso-${name}-${process.pid}-`));
  // Root's database runs as a user of its own, who has to get through to its data.
  chmodSync(folder, 0o711);
  const open: (() => Promise<void>)[] = [];
  try {
    return await work(folder, open);
  } finally {
    for (const close of open.toReversed()) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes what was left by those that were killed themselves. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(FOLDER.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const folder = path.join(tmpdir(), name);
    try {
      for (const left of [...processesOf(folder), ...serversOf(folder)]) process.kill(left, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or another run is at it.
    }
  }
}

function serversOf(folder: string): number[] {
  return readdirSync(folder)
    .map((name) => path.join(folder, name, 'postgres'))
    .filter((cluster) => existsSync(cluster))
    .flatMap((cluster) => runningPid({ cluster }) ?? []);
}

/** Nodes end by themselves when their parent is gone, but those that were frozen at that moment. */
function processesOf(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && commandOf(pid).includes(`"${folder}/`));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
