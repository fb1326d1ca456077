/**
 * One database server for a whole test run: `node --test --test-global-setup=./test/global-setup.ts`.
 *
 * The server starts when the first test file asks for it, so a run without such a file pays nothing. Test files are
 * processes of their own: they ask the runner at a port that they find in SAYSO_TEST_SERVER.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Started } from './test-server.ts';

let asked: Promise<Started> | undefined;
let asking: Server | undefined;
let ended: Promise<void> | undefined;

async function start(): Promise<Started> {
  const { startTestServer } = await import('./test-server.ts');
  return startTestServer();
}

async function answer(socket: Socket): Promise<void> {
  socket.on('error', () => undefined);
  try {
    asked ??= start();
    socket.end(JSON.stringify({ server: (await asked).server }));
  } catch (error) {
    socket.end(JSON.stringify({ error: error instanceof Error ? error.stack : String(error) }));
  }
}

/** Called by the test runner before the first test file. */
export async function globalSetup(): Promise<void> {
  asking = createServer((socket) => void answer(socket)).listen(0, '127.0.0.1');
  await once(asking, 'listening');
  asking.unref();
  process.env['SAYSO_TEST_SERVER'] = String((asking.address() as AddressInfo).port);
}

/** Called after the last one, and when the run is interrupted: then twice, at the same time. */
export function globalTeardown(): Promise<void> {
  ended ??= stop();
  return ended;
}

async function stop(): Promise<void> {
  asking?.close();
  const started = await asked?.catch(() => undefined);
  await started?.stop();
}
