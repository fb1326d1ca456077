/** A round that takes so long hangs. */
const STUCK_MS = 180_000;

/** @throws Error when a round does not come to its end */
export async function unstuck<T>(round: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`round ${round} does not come to its end`)), STUCK_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
