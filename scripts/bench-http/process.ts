/** What is measured, each in a process of its own: a node of the service, and a bare route beside it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import Fastify from 'fastify';
import { startHttp } from '../../src/doors/http/server.ts';
import type { Connection } from '../../src/shell/database/connect.ts';
import { startRunner } from '../../src/shell/runner.ts';
import { benchEngine, BEGIN } from '../bench-case/server.ts';

export const SECRET = new Uint8Array(32).fill(1);

type Order =
  | { serve: 'node'; connection: Connection; startedAt: number }
  /** A bare route that returns a constant. */
  | { serve: 'bare'; constant: object };
type Said = { address: string } | { rssMb: number };

export type Server = {
  address: string;
  /** Resident memory, in MiB. */
  rssMb: () => Promise<number>;
  stop: () => Promise<void>;
};

/** Starts one. */
export async function startProcess(file: string, order: Order): Promise<Server> {
  const child = fork(file, ['--as-child'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(order);
  const said = await heard(child);
  if (!('address' in said)) throw new Error('the process did not say where it listens');
  return {
    address: said.address,
    rssMb: async () => {
      child.send('memory');
      const memory = await heard(child);
      return 'rssMb' in memory ? memory.rssMb : 0;
    },
    stop: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function heard(child: ChildProcess): Promise<Said> {
  const over = new AbortController();
  const { signal } = over;
  const gone = once(child, 'exit', { signal }).then(() => {
    throw new Error('the process is gone');
  });
  try {
    const [said] = (await Promise.race([once(child, 'message', { signal }), gone])) as [Said];
    return said;
  } finally {
    gone.catch(() => undefined);
    over.abort();
  }
}

/** In the child: does what it is told until its parent is gone. */
export function serveAsChild(): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (order: Order | 'memory') => {
    if (order === 'memory') process.send?.({ rssMb: process.memoryUsage().rss / 1024 / 1024 });
    else
      listen(order).then(
        (address) => process.send?.({ address }),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
  });
}

async function listen(order: Order): Promise<string> {
  if (order.serve === 'bare') {
    const app = Fastify();
    app.post('/v1/decisions', () => order.constant);
    return app.listen({ host: '127.0.0.1', port: 0 });
  }
  const engine = benchEngine(order.connection, 8, { begin: BEGIN, startedAt: order.startedAt });
  startRunner(engine, { askDatabase: () => Promise.resolve(engine.clock.now()) });
  const { address } = await startHttp(engine, { secret: SECRET, mostPerMinute: 100_000_000 });
  return address;
}
