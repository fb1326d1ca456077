/** The composition root: the only place with a clock, an environment and the process's streams. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { runCli } from './doors/cli/cli.ts';
import { zones } from './shell/zones.ts';

// A reader that has seen enough (`| head`) closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

function interrupted(): AbortSignal {
  const controller = new AbortController();
  // Once: who asks a second time is not made to wait.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

/** As the package says it. */
function versionOf(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

process.exitCode = await runCli(process.argv.slice(2), {
  now: () => Date.now(),
  steady: () => performance.now(),
  zones,
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  note: (line) => process.stderr.write(`${line}\n`),
  drained: async () => {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  },
  environment: process.env,
  version: versionOf(),
  // Loaded by whoever serves: everybody else starts sooner without it.
  startHttp: async (engine, options) => (await import('./doors/http/server.ts')).startHttp(engine, options),
  interrupted,
  color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
});

// Told to stop, a node has finished what it could: a request that hangs keeps it no longer.
if (process.argv[2] === 'serve') setTimeout(() => process.exit(), 1000).unref();
