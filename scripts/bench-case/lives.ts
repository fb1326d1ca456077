/** Lives cases through `handle()`: as fast as they go, or at a given rate. */
import type { Engine } from '../../src/shell/engine.ts';
import { handle } from '../../src/shell/handle.ts';
import { Unavailable } from '../../src/shell/unavailable.ts';
import { lifeOf, type Act } from './mix.ts';
import { organization } from './server.ts';

export type LivesOrder = {
  seconds: number;
  /** How many commands are under way at a time; with a rate: at most. */
  workers: number;
  organizations: number;
  /** Makes the ids of this run its own. */
  run: string;
  /** Commands a second that arrive, whether those before are done or not. */
  rate?: number;
};

export type LivesOutcome = {
  commands: number;
  /** Races that were lost, a command's every time. */
  conflicts: number;
  /** Commands that lost so many that their client had to send them again. */
  busy: number;
  /** How long each command took, from when it was sent; with a rate: from when it should have been. */
  took: number[];
};

type Life = { id: string; organization: string; acts: readonly Act[]; next: number; case?: string };

export class Lives {
  private begun = 0;

  /** Lives cases for a while. Throws when a command is refused: then the mix is wrong. */
  async live(engine: Engine, order: LivesOrder): Promise<LivesOutcome> {
    const outcome: LivesOutcome = { commands: 0, conflicts: 0, busy: 0, took: [] };
    const counting = counted(engine, outcome);
    const until = performance.now() + order.seconds * 1000;
    const act = async (life: Life, since: number): Promise<void> => {
      while (!(await carryOut(counting, life))) outcome.busy += 1;
      outcome.commands += 1;
      outcome.took.push(performance.now() - since);
    };
    if (order.rate === undefined) {
      const worker = async (): Promise<void> => {
        for (let life = this.begin(order); performance.now() < until;) {
          await act(life, performance.now());
          if (life.next >= life.acts.length) life = this.begin(order);
        }
      };
      await Promise.all(Array.from({ length: order.workers }, worker));
      return outcome;
    }
    await this.arrive({ ...order, rate: order.rate }, until, act);
    return outcome;
  }

  /** Commands arrive at random instants, each of another case: nobody waits for the one before. */
  private async arrive(
    order: LivesOrder & { rate: number },
    until: number,
    act: (life: Life, since: number) => Promise<void>,
  ): Promise<void> {
    const idle = Array.from({ length: order.workers }, () => this.begin(order));
    const underWay = new Set<Promise<void>>();
    for (
      let due = performance.now();
      due < until;
      due += (-Math.log(1 - Math.random()) * 1000) / order.rate
    ) {
      const wait = due - performance.now();
      // A timer fires up to a millisecond late; what is due by then is sent together.
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      const life = idle.shift() ?? this.begin(order);
      const one = act(life, due);
      underWay.add(one);
      void one.finally(() => {
        idle.push(life.next < life.acts.length ? life : this.begin(order));
        underWay.delete(one);
      });
    }
    await Promise.all(underWay);
  }

  private begin({ organizations, run }: LivesOrder): Life {
    const n = this.begun++;
    const id = `${run}-${process.pid}-${n}`;
    return { id, organization: organization(n % organizations), acts: lifeOf(n, id), next: 0 };
  }
}

/** A life's next command. False: the node was too busy, and it has to be sent again. */
async function carryOut(engine: Engine, life: Life): Promise<boolean> {
  const act = life.acts[life.next];
  if (!act) throw new Error('a life without a next act');
  const sent = {
    organization: life.organization,
    by: { kind: 'person', id: act.by },
    command: act.command,
    key: `${life.id}-${life.next}`,
    ...(life.case !== undefined && { case: life.case }),
  } as const;
  try {
    const handled = await handle(engine, sent);
    if (!handled.done) throw new Error(`${act.command.do}: ${JSON.stringify(handled.refused)}`);
    if (handled.case !== null) life.case = handled.case;
    life.next += 1;
    return true;
  } catch (error) {
    if (error instanceof Unavailable && error.code === 'busy') return false;
    throw error;
  }
}

/** The engine, counting what is stored in vain. */
const counted = (engine: Engine, outcome: LivesOutcome): Engine => ({
  ...engine,
  database: {
    ...engine.database,
    use: async (work) => {
      const result = await engine.database.use(work);
      if ((result as { outcome?: string } | undefined)?.outcome === 'conflict') outcome.conflicts += 1;
      return result;
    },
  },
});
