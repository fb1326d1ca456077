/**
 * The clock of a node. The platform's clock may jump; every node therefore compares it with the database's every few
 * seconds, and with the steady clock in between. While it is off, no timer is taken and no command is begun.
 */
import type { Instant } from '../core/words/time.ts';
import { Unavailable } from './unavailable.ts';

/** What a clock is made of: the wall clock, and one that never jumps (milliseconds since anything). */
export type Sources = { wall: () => Instant; steady: () => number };

/** A node whose clock is off by more than this takes no part. */
const MOST_OFF_MS = 2000;
/** A jump between two comparisons that makes the next one urgent. */
const JUMP_MS = 500;

export class Clock {
  private readonly sources: Sources;
  /** Wall minus steady, when last compared. */
  private baseline: number;
  private offMs = 0;
  private suspect = false;

  constructor(sources: Sources) {
    this.sources = sources;
    this.baseline = sources.wall() - sources.steady();
  }

  /** The instant now. */
  now(): Instant {
    const wall = this.sources.wall();
    if (Math.abs(wall - this.sources.steady() - this.baseline) > JUMP_MS) this.suspect = true;
    return Math.floor(wall);
  }

  /** Whether the clock can be relied on. A jump is noticed at once, and believed once the database agrees. */
  get right(): boolean {
    this.now();
    return !this.suspect && Math.abs(this.offMs) <= MOST_OFF_MS;
  }

  /** The instant now; undefined while it can't be relied on. */
  nowIfRight(): Instant | undefined {
    // Read before it is looked at: what jumps in between is noticed.
    const now = this.now();
    return this.right ? now : undefined;
  }

  /**
   * The instant now, for what must not be done while it can't be relied on.
   * @throws Unavailable (`clock-off`)
   */
  nowOrRefuse(): Instant {
    const now = this.nowIfRight();
    if (now !== undefined) return now;
    throw new Unavailable(
      'clock-off',
      `This node's clock is not right (off by ${Math.round(this.offMs)} ms).`,
      'Send it again; another node takes it. Set the clock of this one (NTP).',
    );
  }

  /** How many milliseconds the clock was ahead of the database's, when last compared. */
  get off(): number {
    return this.offMs;
  }

  /**
   * Compares with the database's clock (Cristian 1989: the answer counts from the middle of the round trip, and may be
   * wrong by half of it).
   * @param ask asks the database for its instant
   * @throws Error when the answer took so long that it says nothing; what was known before stays
   */
  async compare(ask: () => Promise<Instant>): Promise<void> {
    const before = this.sources.steady();
    const theirs = await ask();
    const after = this.sources.steady();
    if ((after - before) / 2 > MOST_OFF_MS)
      throw new Error(`the database took ${Math.round(after - before)} ms to say what time it is`);
    const wall = this.sources.wall();
    this.offMs = wall - (after - before) / 2 - theirs;
    this.baseline = wall - after;
    this.suspect = false;
  }
}
