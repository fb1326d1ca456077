/** The metrics as Prometheus reads them, with what is found when it looks. */
import type { Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import type { Metrics } from './metrics.ts';

/** A database that takes longer does not answer, as far as this is concerned. */
const ANSWERS_WITHIN_MS = 2000;

type Waiting = {
  effects_due: number;
  oldest_effect: Instant | null;
  effects_set_aside: number;
  oldest_timer: Instant | null;
  timers_set_aside: number;
};

/** `text/plain; version=0.0.4`; '' where nobody counts. Never rejects: without a database the rest is there. */
export async function metricsText(engine: Engine): Promise<string> {
  const { meters } = engine.observed;
  if (!meters) return '';
  meters.clockOff.set(engine.clock.off / 1000);
  await look(engine, meters);
  return meters.registry.metrics();
}

async function look(engine: Engine, meters: Metrics): Promise<void> {
  const now = engine.clock.now();
  const found = await Promise.race([
    engine.database
      .use(async (pool) => {
        meters.connections.set({ state: 'idle' }, pool.idleCount);
        meters.connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
        meters.connections.set({ state: 'awaited' }, pool.waitingCount);
        const { rows } = await pool.query<Waiting>({
          name: 'work-waiting',
          text: 'select * from sayso.work_waiting($1)',
          values: [new Date(now)],
        });
        return rows[0];
      })
      .catch(() => undefined),
    new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ANSWERS_WITHIN_MS).unref()),
  ]);
  meters.databaseUp.set(found ? 1 : 0);
  if (!found) return;
  const secondsSince = (at: Instant | null): number => (at === null ? 0 : Math.max(0, now - at) / 1000);
  meters.outboxAge.set(secondsSince(found.oldest_effect));
  meters.outboxDue.set(found.effects_due);
  meters.timersOverdue.set(secondsSince(found.oldest_timer));
  meters.setAside.set({ kind: 'message' }, found.effects_set_aside);
  meters.setAside.set({ kind: 'timer' }, found.timers_set_aside);
}
