/** Nobody is left waiting: what takes longer than it may is answered, and goes on or comes to nothing by itself. */
import { Unavailable } from '../../shell/unavailable.ts';

/** A commit may wait for a standby that never comes, a lock for whoever holds it. */
const ANSWERS_WITHIN_MS = 20_000;

/**
 * What the work comes to, if that is in time.
 * @throws Unavailable `late` otherwise: whether it was carried out is not known yet
 */
export async function inTime<T>(work: Promise<T>, withinMs = ANSWERS_WITHIN_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Unavailable(
            'late',
            'It takes longer than it should; whether it was carried out is not known yet.',
            'Send it again with the same idempotency key: it is carried out once.',
          ),
        ),
      withinMs,
    );
  });
  // Whatever comes of it later, it was answered.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
