/** Messages as HTTP POSTs, with the key that makes them happen once. */
import type { Channel } from './channel.ts';

/** Shorter than a lease: until then nobody else sends the same. */
const TIMEOUT_MS = 4000;

/**
 * A channel that posts to an address.
 * 2xx and 409 (known already) are delivered; 404, 410 and 422 say that it can't be; anything else may pass.
 */
export function webhookChannel(address: string, headers: Readonly<Record<string, string>> = {}): Channel {
  return async ({ organization, conversation, effect }) => {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'idempotency-key': `${organization}/${effect.key}`,
      },
      body: JSON.stringify({ organization, conversation, ...effect }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    await response.body?.cancel();
    if (response.ok || response.status === 409) return { delivered: true };
    if ([404, 410, 422].includes(response.status))
      return { delivered: false, because: `the receiver answered ${response.status}` };
    throw Object.assign(new Error(`the receiver answered ${response.status}`), {
      code: String(response.status),
    });
  };
}
