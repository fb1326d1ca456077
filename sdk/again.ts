/** Once more, a little later. */

const FIRST_MS = 200;
const MOST_MS = 5000;

/** Exponential with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export const backoff = (tried: number): number => Math.random() * Math.min(MOST_MS, FIRST_MS * 2 ** tried);

/** Waits, unless it is called off meanwhile. */
export const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const off = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', off);
      resolve();
    }, ms);
    signal?.addEventListener('abort', off, { once: true });
  });
