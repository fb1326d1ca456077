// `npm run mutants`: puts one deliberate fault after the other into a copy of the product, and shows that the test of its
// invariant fails; and that the copy without a fault passes. Exits with 1 when a fault is not noticed.
// `npm run mutants -- 4` tries those of invariant 4 alone.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS, type Mutant } from './mutants/mutants.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const COPIED = ['src', 'test', 'books', 'package.json'];
/** Two at a time: one is waiting for its database now and then. */
const AT_ONCE = 2;

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

/** A copy of what is tested, with everything installed. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sayso-mutant-'));
  folders.push(folder);
  // The database's own user has to get to what it runs.
  chmodSync(folder, 0o755);
  for (const name of COPIED) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

type Run = { passed: boolean; output: string; seconds: number };

/** Runs tests in a copy. A story that fails is not made shorter: that it fails is enough. */
function run(folder: string, tests: readonly string[]): Promise<Run> {
  const began = performance.now();
  const { promise, resolve } = Promise.withResolvers<Run>();
  const setup = ['--import', './test/seed.ts', '--test', '--test-global-setup=./test/global-setup.ts'];
  const child = spawn(
    process.execPath,
    [...setup, '--test-reporter=tap', `--test-concurrency=${AT_ONCE}`, ...tests],
    {
      cwd: folder,
      env: { ...process.env, SAYSO_SHRINK: 'no' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (output += part.toString()));
  child.on('close', (code) => {
    resolve({ passed: code === 0, output, seconds: (performance.now() - began) / 1000 });
  });
  return promise;
}

/** Puts a fault in; false: the text that it replaces is not there exactly once. */
function mutate(folder: string, { text, becomes }: Mutant): boolean {
  const src = join(folder, 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(src, name));
  const found = files.flatMap((file) => {
    const parts = readFileSync(file, 'utf8').split(text);
    return parts.slice(1).map(() => ({ file, parts }));
  });
  const [only, ...more] = found;
  if (!only || more.length > 0) return false;
  writeFileSync(only.file, only.parts.join(becomes));
  return true;
}

/** Tries a fault; what came of it in a line, and whether that is as it should be. */
async function tried(mutant: Mutant): Promise<{ line: string; caught: boolean }> {
  const { invariant, fault, text, test } = mutant;
  const folder = copy();
  if (!mutate(folder, mutant))
    return {
      line: `invariant ${invariant}: "${text}" is not in src exactly once: say in scripts/mutants what it is now (${fault})`,
      caught: false,
    };
  const { passed, output, seconds } = await run(folder, [test]);
  rmSync(folder, { recursive: true, force: true });
  // The invariant's own test has to fail, and not the product to break before it.
  const caught = !passed && /^not ok \d+ - invariants? /m.test(output);
  const what = caught
    ? `caught in ${seconds.toFixed(1)} s`
    : passed
      ? 'NOT CAUGHT'
      : `broken otherwise\n${output}`;
  return { line: `invariant ${invariant}: ${what}: ${fault}`, caught };
}

/** Tries all, some at a time, and prints each as it comes. */
async function tryAll(mutants: readonly Mutant[]): Promise<number> {
  const left = [...mutants];
  let missed = 0;
  const worker = async (): Promise<void> => {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const { line, caught } = await tried(mutant);
      console.log(line);
      if (!caught) missed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return missed;
}

const only = process.argv.slice(2).map(Number);
const chosen = MUTANTS.filter(({ invariant }) => only.length === 0 || only.includes(invariant));
const tests = [...new Set(chosen.map(({ test }) => test))];
const { passed, output, seconds } = await run(copy(), tests);
console.log(
  passed ? `without a fault: all pass in ${seconds.toFixed(1)} s` : `without a fault: they fail\n${output}`,
);
const missed = await tryAll(chosen);
console.log(`${chosen.length - missed} of ${chosen.length} faults caught`);
process.exitCode = passed && missed === 0 ? 0 : 1;
