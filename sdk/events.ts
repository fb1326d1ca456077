/** Live events over fetch, since an EventSource sends no token. They go on where they were broken off. */
import { againAfter, backoff, MOST_MS, wait } from './again.ts';
import { frameReader, type Frame } from './event-stream.ts';
import type { ClientOptions } from './options.ts';
import { faultOf, Refused } from './problems.ts';
import { addressOf, headersOf, withQuery } from './request.ts';
import type { LiveEvent } from './types.ts';

export type FollowState = 'connecting' | 'live' | 'reconnecting';

export type Follow = {
  /** Only of this conversation, or this case. */
  conversation?: string;
  case?: string;
  /** Go on behind this place; from now on when left out. */
  after?: number;
  signal?: AbortSignal;
  onEvent: (event: LiveEvent) => void;
  /** Hears of every change, once. */
  onState?: (state: FollowState) => void;
  /** It is over for good: the caller may not follow (any more), or there is nothing of that name. */
  onEnd?: (problem: Refused) => void;
};

export type Following = {
  close: () => void;
  /** Lets go of the connection, and keeps the place. */
  pause: () => void;
  /** Goes on from there. */
  resume: () => void;
};

/** The service says something every 15 seconds. */
const SILENCE_MS = 40_000;

/** Where one is in what happens, over all connections. */
type Place = {
  /** The id that came last. */
  last: string | undefined;
  /** How long the service asks to wait before one comes back. */
  retryMs: number | undefined;
};

/** Follows what happens until it is closed. */
export function follow(client: ClientOptions, what: Follow): Following {
  const place: Place = {
    last: what.after === undefined ? undefined : String(what.after),
    retryMs: undefined,
  };
  const closed = new AbortController();
  /** Undefined while it is paused. */
  let running: AbortController | undefined;
  let state: FollowState | undefined;
  const say = (next: FollowState): void => {
    if (next === state) return;
    state = next;
    tell(what.onState, next);
  };
  const close = (): void => {
    closed.abort();
    running?.abort();
  };
  const run = async (signal: AbortSignal): Promise<void> => {
    for (let tried = 0; !signal.aborted; tried++) {
      const beganMs = performance.now();
      const { refused, bearer, afterMs } = await connection(client, what, place, signal, () => say('live'));
      if (signal.aborted) return;
      if (refused) {
        close();
        if (refused.status === 401) client.onUnauthorized?.(bearer);
        tell(what.onEnd, refused);
        return;
      }
      say('reconnecting');
      // What held for a while was none of a row of failures.
      if (performance.now() - beganMs > MOST_MS) tried = 0;
      await wait(afterMs + backoff(tried, place.retryMs), signal).catch(() => undefined);
    }
  };
  const start = (how: FollowState): void => {
    running = new AbortController();
    say(how);
    void run(running.signal);
  };
  if (what.signal?.aborted) close();
  else {
    what.signal?.addEventListener('abort', close, { once: true, signal: closed.signal });
    start('connecting');
  }
  return {
    close,
    pause: () => {
      running?.abort();
      running = undefined;
      state = undefined;
    },
    resume: () => {
      if (!running && !closed.signal.aborted) start('reconnecting');
    },
  };
}

/** What whoever listens throws is theirs: it is reported as uncaught, and events go on. */
function tell<T>(listener: ((what: T) => void) | undefined, what: T): void {
  try {
    listener?.(what);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** How a connection ended: for good where it was refused, and then as whom. */
type Ended = { refused?: Refused; bearer?: string | undefined; afterMs: number };

/** One connection, until it ends. */
async function connection(
  { url, token, fetch: ownFetch }: ClientOptions,
  what: Follow,
  place: Place,
  signal: AbortSignal,
  onOpen: () => void,
): Promise<Ended> {
  const own = new AbortController();
  let silence: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => own.abort(), SILENCE_MS);
  };
  try {
    heard();
    const bearer = await token();
    const headers = headersOf({}, 'text/event-stream', bearer);
    if (place.last !== undefined) headers.set('last-event-id', place.last);
    const response = await (ownFetch ?? fetch)(addressOf(url, pathOf(what)), {
      headers,
      signal: AbortSignal.any([signal, own.signal]),
    });
    if (!response.ok) return { ...endedBy(response, await response.text()), bearer };
    // A page of what stands between is no stream.
    if (!response.body || !/^text\/event-stream\b/.test(response.headers.get('content-type') ?? ''))
      return { afterMs: 0 };
    if (!signal.aborted) onOpen();
    const read = frameReader((frame) => {
      if (!signal.aborted) hear(frame, what, place);
    });
    const reader = response.body.getReader();
    // The reader of frames drops the byte order mark.
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { afterMs: 0 };
      heard();
      read(decoder.decode(value, { stream: true }));
    }
  } catch {
    return { afterMs: 0 };
  } finally {
    clearTimeout(silence);
    own.abort();
  }
}

function pathOf({ conversation, case: one }: Follow): string {
  const query = new URLSearchParams({
    ...(conversation !== undefined && { conversation }),
    ...(one !== undefined && { case: one }),
  });
  return withQuery('/v1/events', query);
}

function endedBy(response: Response, text: string): Ended {
  const fault = faultOf(response, text);
  const afterMs = againAfter(response);
  return fault instanceof Refused && afterMs === undefined
    ? { refused: fault, afterMs: 0 }
    : { afterMs: afterMs ?? 0 };
}

/** @throws SyntaxError when it can't be read: then it has not come, and is sent again to whoever comes back */
function hear({ type, data, id, retryMs }: Frame, { onEvent }: Follow, place: Place): void {
  // Kinds that come later are skipped, their places are not.
  const event = type === 'happened' && data !== undefined ? (JSON.parse(data) as LiveEvent) : undefined;
  place.retryMs = retryMs ?? place.retryMs;
  place.last = id ?? place.last;
  if (event) tell(onEvent, event);
}
