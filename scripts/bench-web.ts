// `npm run bench:web`: how much the desk loads, and how long after its answer has come the verdict is painted. Exit code 1 where a
// target is missed. It runs on the tests' database: test/browser/bench.ts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const child = spawn(
  process.execPath,
  ['--test', '--test-reporter=spec', '--test-global-setup=./test/global-setup.ts', 'test/browser/bench.ts'],
  { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'inherit' },
);
const [code] = (await once(child, 'close')) as [number];
process.exitCode = code;
