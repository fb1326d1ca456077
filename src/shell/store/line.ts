/**
 * Where steps of one organization stand in line. The database writes them one after the other in any case; waiting for
 * its lock each on a connection of its own, they would keep other organizations from theirs. Whoever comes while others
 * are written is written with all who came meanwhile, in one transaction: the disk is waited for once.
 */
import { DatabaseError, type Pool } from 'pg';
import { isHostLost } from '../database/hosts.ts';
import { record, recordAll, type Recorded } from './record.ts';
import { StoreFault } from './fault.ts';
import type { Step } from './step.ts';

type Waiting = {
  step: Step;
  resolve: (recorded: Recorded) => void;
  reject: (error: unknown) => void;
};

/** How many steps at most are written together: others, too, wait for the lock. */
const MOST_TOGETHER = 16;

/** The lines of a pool by organization; one that is there is being written. */
const lines = new WeakMap<Pool, Map<string, Waiting[]>>();

/** As {@link record}, in line with the steps of the same organization on this pool. */
export function recordInLine(pool: Pool, step: Step): Promise<Recorded> {
  const ofPool = lines.get(pool) ?? new Map<string, Waiting[]>();
  lines.set(pool, ofPool);
  return new Promise((resolve, reject) => {
    const waiting = { step, resolve, reject };
    const line = ofPool.get(step.organization);
    if (line) line.push(waiting);
    else void writeLine(pool, ofPool, waiting);
  });
}

async function writeLine(pool: Pool, ofPool: Map<string, Waiting[]>, first: Waiting): Promise<void> {
  const { organization } = first.step;
  const line: Waiting[] = [first];
  ofPool.set(organization, line);
  while (line.length > 0) await writeTogether(pool, organization, line.splice(0, MOST_TOGETHER));
  ofPool.delete(organization);
}

/** Writes some steps. Never rejects. */
async function writeTogether(pool: Pool, organization: string, waiting: readonly Waiting[]): Promise<void> {
  const [first, ...more] = waiting;
  if (!first) return;
  try {
    const steps = waiting.map(({ step }) => step);
    const recorded =
      more.length === 0 ? [await record(pool, first.step)] : await recordAll(pool, organization, steps);
    for (const [i, one] of waiting.entries()) one.resolve(recorded[i] as Recorded);
  } catch (error) {
    // None was written. Each alone, then, so that the one that can't be stored fails alone.
    const isOfOne = error instanceof StoreFault || (error instanceof DatabaseError && !isHostLost(error));
    if (more.length > 0 && isOfOne) for (const one of waiting) await writeTogether(pool, organization, [one]);
    else for (const one of waiting) one.reject(error);
  }
}
