// From a bare checkout and any Node >= 18 to a program under Node 24. Plain JavaScript, no dependency:
// it runs before there is a node_modules.
//
//   installed? ──no──► take the lock ► npm ci ► write the stamp ► release the lock
//       └──yes─────────────────────────────────────────────────────────┴──► spawn Node 24, wait, end as it ended
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const root = inRoot('.');
const lockfile = inRoot('package-lock.json');
const stampFile = inRoot('node_modules/.sayso-installed');
const bundledNode = inRoot(`node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`);
// Beside node_modules and not in it: npm ci empties that folder.
const lockPath = inRoot('.installing');

const beatEveryMs = 500;
const deadAfterMs = 10_000;

class CannotStart extends Error {}

/** Installs if needed, runs `node <args>` under Node 24 and ends this process the way that one ended. */
export async function runUnderNode24(args) {
  try {
    await install();
    const node = node24();
    if (!node) throw new CannotStart(noNode24());
    endLike(await run(node, args, { stdio: 'inherit', env: { ...compileCache(), ...environment() } }));
  } catch (problem) {
    if (!(problem instanceof CannotStart)) throw problem;
    process.stderr.write(`sayso: ${problem.message}\n`);
    process.exitCode = 1;
  }
}

async function install() {
  const wanted = stamp();
  if (isInstalled(wanted)) return;
  const lock = await takeLock(() => isInstalled(wanted));
  if (!lock) return;
  let outcome;
  try {
    process.stderr.write('Installing what Sayso needs (the first time, or after an update) ...\n');
    rmSync(stampFile, { force: true });
    outcome = await npmCi();
    // Without a Node 24 the stamp stays away, so that the next run tries again instead of failing for good.
    if (outcome.code === 0 && node24()) writeFileSync(stampFile, wanted);
  } finally {
    lock.release();
  }
  if (outcome.signal) endLike(outcome);
  if (outcome.code !== 0) {
    throw new CannotStart(
      'the install failed; npm says why above. Mend that (often the network or a proxy), then run the same command again.',
    );
  }
}

/** What has to be installed on this machine, as one short text. */
function stamp() {
  try {
    return createHash('sha256')
      .update(`${process.platform} ${process.arch}\n`)
      .update(readFileSync(lockfile))
      .digest('hex');
  } catch {
    throw new CannotStart(
      'package-lock.json cannot be read. Bring it back with `git checkout package-lock.json`.',
    );
  }
}

function isInstalled(wanted) {
  try {
    return readFileSync(stampFile, 'utf8') === wanted && node24() !== undefined;
  } catch {
    return false;
  }
}

/**
 * One install at a time. The holder rewrites the lock file while it lives; whoever waits watches it change and
 * takes over when it has stood still. No process id is trusted: it may be reused, or belong to another machine
 * or container that shares this folder.
 *
 * @returns the lock, or undefined once `isDone` says that the other one did the work
 */
async function takeLock(isDone) {
  let seen;
  let unchangedMs = 0;
  while (!isDone()) {
    if (createLock()) {
      if (!isDone()) return keepLock();
      releaseLock();
      return undefined;
    }
    if (seen === undefined)
      process.stderr.write('Another run is installing what Sayso needs; waiting for it ...\n');
    const now = readLock() ?? 'gone';
    unchangedMs = now === seen ? unchangedMs + beatEveryMs : 0;
    seen = now;
    if (unchangedMs >= deadAfterMs) removeDeadLock(now);
    else await sleep(beatEveryMs);
  }
  return undefined;
}

function createLock() {
  try {
    writeFileSync(lockPath, `${process.pid} starts`, { flag: 'wx' });
    return true;
  } catch (problem) {
    if (problem.code === 'EEXIST') return false;
    throw new CannotStart(
      `cannot install here: writing to ${root} failed (${problem.code}). Make the folder writable, or use a copy of it.`,
    );
  }
}

function keepLock() {
  let beats = 0;
  const timer = setInterval(() => writeFileSync(lockPath, `${process.pid} beat ${++beats}`), beatEveryMs);
  return {
    release() {
      clearInterval(timer);
      releaseLock();
    },
  };
}

function releaseLock() {
  rmSync(lockPath, { force: true });
}

function readLock() {
  try {
    return readFileSync(lockPath, 'utf8');
  } catch {
    return undefined;
  }
}

/** Renaming lets only one of several waiters win; a lock that turns out to be a new one goes back. */
function removeDeadLock(seen) {
  const aside = `${lockPath}-${process.pid}`;
  try {
    renameSync(lockPath, aside);
    if (readFileSync(aside, 'utf8') === seen) rmSync(aside, { force: true });
    else renameSync(aside, lockPath);
  } catch (problem) {
    if (problem.code !== 'ENOENT') throw problem;
  }
}

function npmCi() {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  // Nothing of npm's belongs on our standard output: it may be piped into another program.
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const npm = process.env.npm_execpath ?? '';
  if (npm.endsWith('npm-cli.js')) return run(process.execPath, [npm, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}

function node24() {
  if (existsSync(bundledNode)) return bundledNode;
  return Number.parseInt(process.versions.node, 10) >= 24 ? process.execPath : undefined;
}

function noNode24() {
  return [
    `Node 24 or newer is needed, this is ${process.version}, and the install brought none for ${process.platform}-${process.arch}.`,
    'Install Node 24 yourself and run the same command again; or, if npm is set to ignore install scripts,',
    'run `npm rebuild node --ignore-scripts=false` first.',
  ].join('\n');
}

/** The tools of node_modules first, so that a script that says `node` gets the same Node. */
function environment() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: [inRoot('node_modules/.bin'), process.env[name] ?? ''].join(delimiter) };
}

/** What was compiled once is kept: a command starts in half the time. Where it can't be written, nothing is kept. */
const compileCache = () => ({ NODE_COMPILE_CACHE: inRoot('node_modules/.cache/compiled') });

/** Runs a program to its end and hands it every signal meanwhile. */
function run(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
      // In a terminal Ctrl-C reaches the child anyway; a second SIGINT would look like "stop at once".
      const pass = () => void (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
      process.on(signal, pass);
      return () => process.off(signal, pass);
    });
    const done = (settle, value) => {
      for (const remove of handlers) remove();
      settle(value);
    };
    child.on('error', (problem) =>
      done(
        reject,
        new CannotStart(
          `cannot run ${program} (${problem.code}). Check that it is installed and on the PATH.`,
        ),
      ),
    );
    child.on('exit', (code, signal) => done(resolve, { code, signal }));
  });
}

function endLike({ code, signal }) {
  if (!signal) process.exit(code ?? 1);
  process.kill(process.pid, signal);
  // Where a signal does not end us (Windows, or a handler of the runtime), the customary number does.
  process.exit(128 + (constants.signals[signal] ?? 0));
}
