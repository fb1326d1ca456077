/** Removes what a torture left that was itself killed: its folder has the number of its process in its name. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runningPid } from '../../src/shell/database/embedded-server.ts';

const FOLDER = /^sayso-torture-(\d+)-/;

export function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(FOLDER.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const folder = path.join(tmpdir(), name);
    try {
      for (const left of [
        ...processesOf(folder),
        runningPid({ cluster: path.join(folder, 'data/postgres') }),
      ])
        if (left !== undefined) process.kill(left, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or another run is at it.
    }
  }
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
