/** A node that is served: its own work, anchors, the ledger's months and a door, and a stop that fails nobody's request. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { startAnchors } from './ledger/anchors.ts';
import { startRunner, type RunnerOptions } from './runner.ts';
import { monthsAhead, type Started } from './start.ts';

/** What a door has to have. */
export type Door = {
  /** Where it is reached: `http://127.0.0.1:4747`. */
  address: string;
  /** Says that others are to be asked from now on; all that comes is answered. */
  drain: () => void;
  /** Takes nothing more, finishes what is under way, and ends streams. */
  close: () => Promise<void>;
};

export type Served = {
  address: string;
  /**
   * Stops: drains for a while, finishes requests and what is being carried out, closes. What takes longer than
   * {@link FINISHES_WITHIN_MS} is left: its client hears nothing, and a case is whole all the same.
   */
  stop: (drainMs: number) => Promise<void>;
};

const DAY_MS = 24 * 60 * 60 * 1000;
/** A request may take that long when the node stops. */
const FINISHES_WITHIN_MS = 15_000;

/**
 * Serves what was started. It is closed by {@link Served.stop}, also when the door can't be opened.
 * @throws what opening the door throws
 */
export async function serve(
  started: Started,
  openDoor: (engine: Engine) => Promise<Door>,
  options: RunnerOptions = {},
): Promise<Served> {
  const { engine, anchorsDir } = started;
  const { observed } = engine;
  const runner = startRunner(engine, options);
  const anchors = startAnchors(engine, anchorsDir, (error) => observed.fault(error, { where: 'anchors' }));
  const months = setInterval(() => {
    monthsAhead(started).catch((error: unknown) => observed.fault(error, { where: 'months' }));
  }, DAY_MS);
  const close = async (): Promise<void> => {
    clearInterval(months);
    await runner.stop();
    await anchors.stop();
    await started.close();
    await observed.close();
  };
  let door: Door;
  try {
    door = await openDoor(engine);
  } catch (error) {
    await close();
    throw error;
  }
  observed.note('listening', { address: door.address });
  return {
    address: door.address,
    stop: async (drainMs) => {
      observed.note('stopping', { drain_ms: drainMs });
      observed.meters?.draining.set(1);
      door.drain();
      await sleep(drainMs);
      await within(FINISHES_WITHIN_MS, door.close());
      await within(FINISHES_WITHIN_MS, close());
      observed.note('stopped');
    },
  };
}

/** Waits for it, but not for ever. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const late = new AbortController();
  await Promise.race([work, sleep(ms, undefined, { signal: late.signal }).catch(() => undefined)]);
  late.abort();
}
