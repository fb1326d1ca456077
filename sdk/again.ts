/** Once more, a little later. */

const FIRST_MS = 200;
/** So long is waited between two tries at the most. */
export const MOST_MS = 5000;
/** Longer than that no service means it. */
const MOST_ASKED_MS = 3_600_000;

/** What may be otherwise a little later. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Exponential with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export const backoff = (tried: number, firstMs = FIRST_MS): number =>
  Math.random() * Math.min(MOST_MS, firstMs * 2 ** tried);

/** How long the answer asks to wait before it is sent again, in milliseconds; undefined: again is of no use. */
export function againAfter({ status, headers }: Response): number | undefined {
  if (!PASSING.has(status)) return undefined;
  const asked = headers.get('retry-after');
  if (asked === null) return 0;
  // Seconds or a date (RFC 9110, 10.2.3).
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return ms > 0 ? Math.min(ms, MOST_ASKED_MS) : 0;
}

/**
 * Waits.
 * @throws the signal's reason when it is called off
 */
export const wait = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const calledOff = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', calledOff);
      resolve();
    }, ms);
    if (signal?.aborted) calledOff();
    else signal?.addEventListener('abort', calledOff, { once: true });
  });
