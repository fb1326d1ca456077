/** What others overtook is tried again: everybody may write at once, and nobody is kept waiting by a lock. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from './unavailable.ts';

/** It is given back so long after it was overtaken first: well before whoever waits for it is told that it is late. */
const WITHIN_MS = 10_000;
const LONGEST_PAUSE_MS = 500;

/**
 * Tries until it is not overtaken, with pauses that grow.
 * @param once reads, decides and writes; 'conflict': what it had read was written by others meanwhile
 * @param mend how to send it again
 * @throws Unavailable (`busy`) when others won every race for some seconds
 */
export async function untilNotOvertaken<T>(
  once: () => Promise<T | 'conflict'>,
  mend = 'Send it again, with the same key.',
  withinMs = WITHIN_MS,
): Promise<T> {
  let done = await once();
  const overtakenMs = performance.now();
  for (let attempt = 1; done === 'conflict'; attempt++) {
    if (performance.now() - overtakenMs > withinMs)
      throw new Unavailable('busy', 'Others kept writing at the same time.', mend);
    await sleep(Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE_MS));
    done = await once();
  }
  return done;
}
