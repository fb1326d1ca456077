/** The nodes of the bench, from the side of their parent. */
import { fork, type ChildProcess } from 'node:child_process';
import type { Instant } from '../../src/core/words/time.ts';
import type { LivesOrder, LivesOutcome } from './lives.ts';
import type { Answers, Order } from './node.ts';
import { BEGIN, type BenchDatabase } from './server.ts';

/** A process of its own that carries out orders, one at a time. */
export class Node {
  readonly process: ChildProcess;

  /** @param program the bench itself, which serves as a node when it is started with a channel */
  constructor(program: string) {
    this.process = fork(program);
  }

  order<O extends Order>(order: O): Promise<Answers[O['do']]> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the node has ended'));
      this.process.once('exit', ended);
      this.process.once('message', (message: { answer: Answers[O['do']] } | { error: string }) => {
        this.process.off('exit', ended);
        if ('error' in message) reject(new Error(message.error));
        else resolve(message.answer);
      });
      this.process.send(order);
    });
  }

  end(): void {
    this.process.kill('SIGKILL');
  }
}

/** Opens a database on nodes, with so many connections in all. */
export async function openOn(
  nodes: readonly Node[],
  { service }: BenchDatabase,
  connections: number,
  clock: { begin: Instant; startedAt: Instant } = { begin: BEGIN, startedAt: Date.now() },
): Promise<void> {
  const size = Math.ceil(connections / nodes.length);
  await Promise.all(nodes.map((node) => node.order({ do: 'open', connection: service, size, ...clock })));
}

/** Lives cases on all nodes at once, with so many workers, and so high a rate, in all. */
export async function liveOn(nodes: readonly Node[], order: LivesOrder): Promise<LivesOutcome> {
  const { workers, rate } = order;
  const share = {
    ...order,
    workers: Math.ceil(workers / nodes.length),
    ...(rate !== undefined && { rate: rate / nodes.length }),
  };
  const outcomes = await Promise.all(nodes.map((node) => node.order({ do: 'lives', ...share })));
  const sum = (of: 'commands' | 'conflicts' | 'busy'): number =>
    outcomes.reduce((total, outcome) => total + outcome[of], 0);
  return {
    commands: sum('commands'),
    conflicts: sum('conflicts'),
    busy: sum('busy'),
    took: outcomes.flatMap(({ took }) => took),
  };
}
