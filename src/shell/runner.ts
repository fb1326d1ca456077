/**
 * What a node does by itself: due timers become commands, effects go out and what came of them comes back as commands.
 * Any number of nodes do this at once; what one has taken is free for the others when its lease is over, so a node may
 * die or freeze at any instant. Nothing here decides anything.
 */
import type { Pool } from 'pg';
import type { Effect } from '../core/cases/effect.ts';
import { sha256 } from '../core/words/hash.ts';
import type { Instant } from '../core/words/time.ts';
import { channelFor, type Delivery } from './channels/channel.ts';
import type { Engine } from './engine.ts';
import type { Refusal } from '../core/cases/refusal.ts';
import { handle } from './handle.ts';
import type { Place } from './observed/log.ts';
import { effectDone, effectFailed, takeEffects, type TakenEffect } from './outbox/outbox.ts';
import { doForNotice } from './publish/notice-work.ts';
import { takeNotices, type TakenNotice } from './store/books.ts';
import { databaseNow } from './store/load.ts';
import { takeTimers, timerDone, timerFailed, type TakenTimer } from './timers/timers.ts';

export type RunnerOptions = {
  /** How often it looks for work when nobody wakes it, in milliseconds. */
  pollMs?: number;
  /** How many it takes at once. */
  most?: number;
  /** For how long what it takes is its own, in milliseconds of its clock; for demonstrations and tests. */
  leaseMs?: number;
  /** Asks for the database's instant; another clock to be compared with, for demonstrations and tests. */
  askDatabase?: () => Promise<Instant>;
  /** Hears of faults; they are tried again. */
  onFault?: (error: unknown, place: Place) => void;
  /** Hears how late a timer was when what came of it was stored, in milliseconds. */
  onTimer?: (lateMs: number) => void;
};

export type Runner = {
  /** Carries on until all that is due now is done; for tests and for a graceful stop. */
  settle: () => Promise<void>;
  /** Stops taking work, and waits for what is under way. */
  stop: () => Promise<void>;
};

/** What is taken belongs to the node for so long; nobody waits longer for a dead or frozen one. */
const LEASE_MS = 5000;
const POLL_MS = 250;
/** As much as can be carried out well inside the lease. */
const MOST = 64;
/** When no more than this share of it is left, it takes more. */
const REFILL = 0.75;
/** How often it looks whether its clock has to be compared, and after how many looks it is in any case. */
const LOOK_MS = 250;
const LOOKS = 12;

/** Starts a node's own work. */
export function startRunner(engine: Engine, options: RunnerOptions = {}): Runner {
  const { pollMs = POLL_MS, most = MOST, leaseMs = LEASE_MS } = options;
  const { onTimer = () => undefined } = options;
  const onFault: OnFault = (error, place) => {
    engine.observed.fault(error, place);
    options.onFault?.(error, place);
  };
  const stopping = new AbortController();
  const stopped = (): boolean => stopping.signal.aborted;
  const bell = new Bell();
  const forget = engine.onStored(() => bell.ring());

  // The instant is read when there is a connection at last: until then the clock may have jumped.
  const taking = <T>(take: (pool: Pool, now: Instant) => Promise<T[]>): Promise<T[]> =>
    engine.database.use((pool) => {
      const now = engine.clock.nowIfRight();
      return now === undefined ? Promise.resolve([]) : take(pool, now);
    });
  const lanes = [
    new Lane<TakenTimer>({
      most,
      take: (room) => taking((pool, now) => takeTimers(pool, now, leaseMs, room)),
      carryOut: async (timer) => {
        await fire(engine, timer, onFault);
        const lateMs = engine.clock.now() - timer.due;
        engine.observed.timer(lateMs);
        onTimer(lateMs);
      },
      freed: () => bell.ring(),
    }),
    new Lane<TakenEffect>({
      most,
      take: (room) => taking((pool, now) => takeEffects(pool, now, leaseMs, room)),
      carryOut: (effect) => deliver(engine, effect, onFault),
      freed: () => bell.ring(),
    }),
    new Lane<TakenNotice>({
      most,
      take: (room) => taking((pool, now) => takeNotices(pool, now, leaseMs, room)),
      carryOut: (notice) => doForNotice(engine, notice, onFault),
      freed: () => bell.ring(),
    }),
  ];

  const pull = async (): Promise<number> => {
    const taken = await Promise.all(lanes.map((lane) => lane.pull()));
    return taken.reduce((sum, one) => sum + one, 0);
  };

  const comparing = compareClocks(engine, onFault, options.askDatabase);
  const working = (async () => {
    await comparing.first;
    while (!stopped()) {
      const taken = await pull().catch((error: unknown) => {
        onFault(error, { where: 'taking work' });
        return 0;
      });
      if (taken === 0 && !stopped()) await bell.within(pollMs);
    }
  })();

  return {
    settle: async () => {
      for (let busy = true; busy;) {
        const taken = await pull();
        const waited = await Promise.all(lanes.map((lane) => lane.idle()));
        busy = taken > 0 || waited.includes(true);
      }
    },
    stop: async () => {
      stopping.abort();
      forget();
      bell.ring();
      comparing.stop();
      await working;
      await Promise.all(lanes.map((lane) => lane.idle()));
    },
  };
}

/** Rings when there may be something to do; whoever waits for it waits a while at most. */
class Bell {
  private rung = false;
  private answer: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.answer?.();
  }

  async within(ms: number): Promise<void> {
    if (!this.rung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.answer = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.answer = undefined;
    this.rung = false;
  }
}

type LaneParts<T> = {
  most: number;
  take: (room: number) => Promise<readonly T[]>;
  /** Never rejects. */
  carryOut: (one: T) => Promise<void>;
  freed: () => void;
};

/** One kind of work. It is taken as there is room for it, so that a slow one holds up nobody but itself. */
class Lane<T> {
  private readonly parts: LaneParts<T>;
  private readonly underWay = new Set<Promise<void>>();
  private more = false;
  /** The taking that goes on, if any: whoever waits for all that is due waits for it too. */
  private taking: Promise<unknown> = Promise.resolve();

  constructor(parts: LaneParts<T>) {
    this.parts = parts;
  }

  /** Takes as much as there is room for, and begins it. Returns how much it was. One taking follows the other. */
  pull(): Promise<number> {
    const pulled = this.taking.then(() => this.take());
    this.taking = pulled.catch(() => undefined);
    return pulled;
  }

  private async take(): Promise<number> {
    const room = this.parts.most - this.underWay.size;
    if (room <= 0) return 0;
    const taken = await this.parts.take(room);
    this.more = taken.length === room;
    for (const one of taken) {
      const work = this.parts.carryOut(one).finally(() => {
        this.underWay.delete(work);
        // Taken by the handful: one at a time, the taking would cost as much as the work.
        if (this.more && this.underWay.size <= this.parts.most * REFILL) this.parts.freed();
      });
      this.underWay.add(work);
    }
    return taken.length;
  }

  /** When all that has begun is over; whether there was any. */
  async idle(): Promise<boolean> {
    const busy = this.underWay.size > 0;
    await Promise.all(this.underWay);
    return busy;
  }
}

type OnFault = NonNullable<RunnerOptions['onFault']>;

/** A command of our own that was refused. */
class NotTaken extends Error {
  readonly code: string;
  constructor({ code, message }: Refusal) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A due timer sends a command; a stale one finds nothing to do. */
async function fire(engine: Engine, timer: TakenTimer, onFault: OnFault): Promise<void> {
  const { organization, conversation } = timer;
  try {
    const handled = await handle(engine, {
      organization,
      conversation,
      by: { kind: 'sayso' },
      command: { do: 'time_passed' },
    });
    if (!handled.done) throw new NotTaken(handled.refused);
    // A step moves its timer on by itself; one that came too late is put right.
    if (handled.events.length > 0) return;
    const next = handled.due;
    if (next !== null && next <= engine.clock.now()) throw new Error('it is due, and nothing comes of it');
    await engine.database.use((pool) => timerDone(pool, timer, next));
  } catch (error) {
    const place: Place = { where: 'timer', organization, conversation };
    onFault(error, place);
    // A wrong clock would put it off for nobody knows how long: its lease gives it back, to whoever is right.
    const now = engine.clock.nowIfRight();
    if (now === undefined) return;
    await engine.database
      .use((pool) => timerFailed(pool, timer, now, wordsOf(error)))
      .catch((fault: unknown) => onFault(fault, place));
  }
}

/**
 * An effect goes out, and what came of it comes back as a command before it is done: a crash in between sends it again,
 * under the same key.
 */
async function deliver(engine: Engine, taken: TakenEffect, onFault: OnFault): Promise<void> {
  const { organization, conversation, kind } = taken;
  // Stored by `step-of.ts` as it came out of core.
  const { cause, ...effect } = taken.body as unknown as Effect & { cause?: string };
  const lateMs = (): number => engine.clock.now() - taken.due;
  try {
    await engine.observed.delivering(kind, cause, async () => {
      const delivery = await channelFor(engine.channels, effect)({ organization, conversation, effect });
      if (effect.report) await report(engine, taken, effect, delivery);
      await engine.database.use((pool) => effectDone(pool, taken, engine.clock.now()));
      engine.observed.effect(kind, delivery.delivered ? 'delivered' : 'undeliverable', lateMs());
    });
  } catch (error) {
    const place: Place = { where: 'effect', organization, conversation };
    engine.observed.effect(kind, 'failed', lateMs());
    onFault(error, place);
    const now = engine.clock.nowIfRight();
    if (now === undefined) return;
    await engine.database
      .use((pool) => effectFailed(pool, taken, now, wordsOf(error)))
      .catch((fault: unknown) => onFault(fault, place));
  }
}

async function report(
  engine: Engine,
  { organization, conversation }: TakenEffect,
  effect: Effect,
  delivery: Delivery,
): Promise<void> {
  const question =
    effect.kind === 'tell person' && effect.question !== undefined ? { question: effect.question } : {};
  const handled = await handle(engine, {
    organization,
    conversation,
    ...(effect.case !== undefined && { case: effect.case }),
    by: { kind: 'sayso' },
    // Reported twice after a crash, it is noted once.
    key: `delivered ${sha256(effect.key).slice(0, 32)}`,
    command: delivery.delivered
      ? { do: 'delivered', effect: effect.key, ...question }
      : { do: 'undelivered', effect: effect.key, because: delivery.because, ...question },
  });
  if (!handled.done) throw new NotTaken(handled.refused);
}

/** Compares the node's clock with the database's every few seconds, and at once when it is not to be relied on. */
function compareClocks(
  engine: Engine,
  onFault: OnFault,
  askDatabase: RunnerOptions['askDatabase'],
): { first: Promise<void>; stop: () => void } {
  const ask = askDatabase ?? (() => engine.database.use((pool) => databaseNow(pool)));
  const compare = (): Promise<void> =>
    engine.clock.compare(ask).catch((error: unknown) => onFault(error, { where: 'comparing clocks' }));
  const first = compare();
  let comparing = true;
  let looks = 0;
  const free = (): void => {
    comparing = false;
  };
  void first.then(free);
  const every = setInterval(() => {
    looks += 1;
    if (comparing || (looks < LOOKS && engine.clock.right)) return;
    comparing = true;
    looks = 0;
    void compare().then(free);
  }, LOOK_MS);
  return { first, stop: () => clearInterval(every) };
}
