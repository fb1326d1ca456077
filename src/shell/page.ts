/**
 * The built web page. In a checkout it is built when it is first needed, and again when what it is made of has changed: its
 * folder is named after that, so that nothing has to be remembered, and nobody is ever served half a build.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILT = path.join(ROOT, 'dist');
const VITE = path.join(ROOT, 'node_modules/vite/bin/vite.js');
const CONFIGURATION = path.join(ROOT, 'web/vite.config.ts');
/** What the page is made of. */
const SOURCES = [
  'web/**/*.{ts,tsx,js,css,html,svg,woff2}',
  'src/core/{words/typed-number,cases/answers}.ts',
  'sdk/{index,client,again,events,event-stream,options,problems,request,routes}.ts',
  'package-lock.json',
];
const STAMP_DIGITS = 16;
const OLD_MS = 24 * 60 * 60 * 1000;

/**
 * The folder of the built page; undefined: this installation has none.
 * @param note hears of what takes its time
 * @throws when it can not be built
 */
export async function pageFolder(note?: (line: string) => void): Promise<string | undefined> {
  if (!existsSync(CONFIGURATION) || !existsSync(VITE)) {
    const packed = path.join(BUILT, 'page');
    return existsSync(packed) ? packed : undefined;
  }
  const folder = path.join(BUILT, `page-${stampOf()}`);
  if (existsSync(folder)) return folder;
  note?.('Building the page (only when it has changed) …');
  const began = path.join(BUILT, `building-${process.pid}`);
  try {
    await build(began);
    renameSync(began, folder);
  } catch (error) {
    // Another process may have been quicker: what it made is the same.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(began, { recursive: true, force: true });
  }
  removeOld();
  return folder;
}

/** Those of before, unless a process that still runs may serve them. */
function removeOld(): void {
  for (const old of globSync('page-*', { cwd: BUILT }).map((name) => path.join(BUILT, name)))
    if (Date.now() - statSync(old).mtimeMs > OLD_MS) rmSync(old, { recursive: true, force: true });
}

function stampOf(): string {
  const hash = createHash('sha256');
  for (const file of globSync(SOURCES, { cwd: ROOT }).toSorted())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(ROOT, file)))
      .update('\0');
  return hash.digest('hex').slice(0, STAMP_DIGITS);
}

function build(into: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const builder = spawn(
      process.execPath,
      [VITE, 'build', '--config', CONFIGURATION, '--outDir', into, '--emptyOutDir', '--logLevel', 'warn'],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const said: string[] = [];
    for (const stream of [builder.stdout, builder.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
    builder.on('error', reject);
    builder.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`the page could not be built:\n${said.join('')}`)),
    );
  });
}
