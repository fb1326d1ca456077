/**
 * Writes that stand in line: whoever comes while others are written is written with all who came meanwhile, in one
 * transaction, so that the disk is waited for once, and on one connection.
 */
import { DatabaseError, type Pool } from 'pg';
import { isHostLost } from '../database/hosts.ts';
import { StoreFault } from './fault.ts';
import { record, recordAll, type Recorded } from './record.ts';
import type { Step } from './step.ts';

/** How many at most are written together: others may wait for the same lock. */
const MOST_TOGETHER = 16;

type Waiting<I, O> = { item: I; resolve: (answer: O) => void; reject: (error: unknown) => void };

/** A line for one kind of write. */
export class Line<I, O> {
  /** Writes all or none; the answers in the order of the items. */
  private readonly write: (items: readonly I[]) => Promise<readonly O[]>;
  private readonly most: number;
  private readonly waiting: Waiting<I, O>[] = [];
  private isWriting = false;

  constructor(write: (items: readonly I[]) => Promise<readonly O[]>, most = MOST_TOGETHER) {
    this.write = write;
    this.most = most;
  }

  join(item: I): Promise<O> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isWriting) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) await this.together(this.waiting.splice(0, this.most));
    this.isWriting = false;
  }

  /** Never rejects. */
  private async together(some: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const answers = await this.write(some.map(({ item }) => item));
      for (const [i, { resolve }] of some.entries()) resolve(answers[i] as O);
    } catch (error) {
      // None was written. Each alone, then, so that the one that can't be stored fails alone.
      const isOfOne = error instanceof StoreFault || (error instanceof DatabaseError && !isHostLost(error));
      if (some.length > 1 && isOfOne) for (const one of some) await this.together([one]);
      else for (const { reject } of some) reject(error);
    }
  }
}

const lines = new WeakMap<Pool, Map<string, Line<Step, Recorded>>>();

/**
 * As {@link record}, in line with the steps of the same organization on this pool. The database writes them one after
 * the other in any case; waiting for its lock each on a connection of its own, they would keep other organizations
 * from theirs.
 */
export function recordInLine(pool: Pool, step: Step): Promise<Recorded> {
  const { organization } = step;
  const ofPool = lines.get(pool) ?? new Map<string, Line<Step, Recorded>>();
  lines.set(pool, ofPool);
  const line =
    ofPool.get(organization) ??
    new Line<Step, Recorded>(async (steps) => {
      const [first, ...more] = steps;
      if (first && more.length === 0) return [await record(pool, first)];
      return recordAll(pool, organization, steps);
    });
  ofPool.set(organization, line);
  return line.join(step);
}
