/** What others overtook is tried again: everybody may write at once, and nobody is kept waiting by a lock. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from './unavailable.ts';

/** A race that is lost so often in a row is given back: enough for twenty who write at one conversation. */
const MOST_ATTEMPTS = 24;
const LONGEST_PAUSE_MS = 100;

/**
 * Tries until it is not overtaken.
 * @param once reads, decides and writes; 'conflict': what it had read was written by others meanwhile
 * @param mend how to send it again
 * @throws Unavailable (`busy`) when others won every race
 */
export async function untilNotOvertaken<T>(
  once: () => Promise<T | 'conflict'>,
  mend = 'Send it again, with the same key.',
): Promise<T> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE_MS));
    const done = await once();
    if (done !== 'conflict') return done;
  }
  throw new Unavailable('busy', 'Others kept writing at the same time.', mend);
}
