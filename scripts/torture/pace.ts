/**
 * The time that the torture lives in: it runs some times as fast as the wall clock, for everybody alike, so that promises
 * and patience end within seconds. A node's clock and the database's are quickened by the same rule: how far a node is off
 * is therefore still what its own clock says too much or too little, and nothing else.
 */
import type { Sources } from '../../src/shell/clock.ts';
import type { Instant } from '../../src/core/words/time.ts';

export type Pace = {
  /** The wall clock's instant at which both were the same. */
  since: Instant;
  factor: number;
};

/** So many times as fast as the wall clock: a round of four seconds is six minutes and a half. */
export const FACTOR = 100;

/** A wall clock's instant as the torture's. */
export const quickened = ({ since, factor }: Pace, wall: Instant): Instant => since + (wall - since) * factor;

/** A node's clock in this time, which can be made to jump. */
export class QuickClock implements Sources {
  /** How much the wall clock says too much, in milliseconds of the torture's time. */
  jumped = 0;
  private readonly pace: Pace;

  constructor(pace: Pace) {
    this.pace = pace;
  }

  readonly wall = (): Instant => quickened(this.pace, Date.now()) + this.jumped;
  readonly steady = (): number => performance.now() * this.pace.factor;
}
