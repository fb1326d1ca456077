/** One node of the bench: a process with an engine that does what its parent says. Times in milliseconds. */
import type { Connection } from '../../src/shell/database/connect.ts';
import type { Instant } from '../../src/core/words/time.ts';
import type { Engine } from '../../src/shell/engine.ts';
import { startRunner, type Runner } from '../../src/shell/runner.ts';
import { Lives, type LivesOrder, type LivesOutcome } from './lives.ts';
import { benchEngine } from './server.ts';

export type Order =
  | { do: 'open'; connection: Connection; size: number; begin: Instant; startedAt: Instant }
  | ({ do: 'lives' } & LivesOrder)
  /** Takes timers and effects; effects of a conversation whose id holds `failing` always fail. */
  | { do: 'run'; failing?: string }
  /** What the runner has done so far. */
  | { do: 'report' }
  | { do: 'close' };

/** How late each timer was, and how often something failed. */
export type RunnerReport = { late: number[]; faults: number };

export type Answers = {
  open: null;
  lives: LivesOutcome;
  run: null;
  report: RunnerReport;
  close: null;
};

/** Serves orders from the parent process until it closes the channel. */
export function serve(): void {
  const node = new BenchNode();
  process.on('message', (order: Order) => {
    node.carryOut(order).then(
      (answer) => process.send?.({ answer }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
}

class BenchNode {
  private engine: Engine | undefined;
  private runner: Runner | undefined;
  private lives = new Lives();
  private report: RunnerReport = { late: [], faults: 0 };

  async carryOut(order: Order): Promise<Answers[Order['do']]> {
    switch (order.do) {
      case 'open':
        await this.close();
        this.engine = benchEngine(order.connection, order.size, order);
        return null;
      case 'lives':
        return this.lives.live(this.opened(), order);
      case 'run':
        this.run(this.opened(), order.failing);
        return null;
      case 'report':
        return this.report;
      case 'close':
        await this.close();
        return null;
    }
  }

  private opened(): Engine {
    if (!this.engine) throw new Error('the node has no database yet');
    return this.engine;
  }

  private run(engine: Engine, failing: string | undefined): void {
    this.report = { late: [], faults: 0 };
    engine.channels = {
      byKind: new Map(),
      otherwise: ({ conversation }) =>
        failing !== undefined && conversation.includes(failing)
          ? Promise.reject(new Error('it always fails'))
          : Promise.resolve({ delivered: true }),
    };
    this.runner = startRunner(engine, {
      // The bench's clock is not the world's.
      askDatabase: () => Promise.resolve(engine.clock.now()),
      onTimer: (late) => this.report.late.push(late),
      onFault: () => {
        this.report.faults += 1;
      },
    });
  }

  private async close(): Promise<void> {
    await this.runner?.stop();
    await this.engine?.database.close();
    this.runner = undefined;
    this.engine = undefined;
  }
}
