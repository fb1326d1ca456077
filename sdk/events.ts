/** Live events over fetch, since an EventSource sends no token. They go on where they were broken off. */
import { backoff, pause } from './again.ts';
import type { ClientOptions } from './options.ts';
import { Refused } from './problems.ts';
import type { LiveEvent, Problem } from './types.ts';

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
  /** It is over for good: the caller may not follow (any more). */
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

/** Follows what happens until it is closed. */
export function follow(client: ClientOptions, what: Follow): Following {
  let last = what.after === undefined ? undefined : String(what.after);
  let state: FollowState | undefined;
  let isPaused = false;
  let isClosed = false;
  let current: AbortController | undefined;
  const say = (next: FollowState): void => {
    if (next === state || isClosed) return;
    state = next;
    what.onState?.(next);
  };
  const run = async (controller: AbortController): Promise<void> => {
    let tried = 0;
    say(state === undefined ? 'connecting' : 'reconnecting');
    while (!controller.signal.aborted) {
      try {
        await once(client, what, last, controller.signal, {
          onOpen: () => {
            tried = 0;
            say('live');
          },
          onFrame: ({ id, data }) => {
            if (id !== undefined) last = id;
            if (data !== '') what.onEvent(JSON.parse(data) as LiveEvent);
          },
        });
      } catch (error) {
        if (controller.signal.aborted) return;
        if (error instanceof Refused && (error.status === 401 || error.status === 403)) {
          isClosed = true;
          if (error.status === 401) client.onUnauthorized?.();
          what.onEnd?.(error);
          return;
        }
      }
      if (controller.signal.aborted) return;
      say('reconnecting');
      await pause(backoff(tried++), controller.signal).catch(() => undefined);
    }
  };
  const start = (): void => {
    current = new AbortController();
    void run(current);
  };
  const close = (): void => {
    isClosed = true;
    current?.abort();
  };
  what.signal?.addEventListener('abort', close, { once: true });
  start();
  return {
    close,
    pause: () => {
      isPaused = true;
      current?.abort();
    },
    resume: () => {
      if (!isPaused || isClosed) return;
      isPaused = false;
      start();
    },
  };
}

type Heard = { onOpen: () => void; onFrame: (frame: Frame) => void };

/** One connection, until it ends. */
async function once(
  { url, token, fetch: ownFetch }: ClientOptions,
  { conversation, case: one }: Follow,
  last: string | undefined,
  signal: AbortSignal,
  { onOpen, onFrame }: Heard,
): Promise<void> {
  const query = new URLSearchParams({
    ...(conversation !== undefined && { conversation }),
    ...(one !== undefined && { case: one }),
  });
  const silence = new AbortController();
  const bearer = await token();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const response = await (ownFetch ?? fetch)(`${url}/v1/events${query.size === 0 ? '' : `?${query}`}`, {
      headers: {
        accept: 'text/event-stream',
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(last !== undefined && { 'last-event-id': last }),
      },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok || !response.body) {
      const problem = (await response.json()) as Problem;
      throw new Refused(response.status, problem);
    }
    onOpen();
    const parse = frameParser(onFrame);
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      parse(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(timer);
  }
}

export type Frame = { id?: string; data: string };

/** Parses an event stream, cut anywhere (WHATWG HTML, "Parsing an event stream"). */
export function frameParser(onFrame: (frame: Frame) => void): (text: string) => void {
  let rest = '';
  let id: string | undefined;
  let data: string[] = [];
  let isFirst = true;
  const line = (text: string): void => {
    if (text === '') {
      if (data.length > 0) onFrame({ ...(id !== undefined && { id }), data: data.join('\n') });
      data = [];
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
  };
  return (text) => {
    rest += isFirst && text !== '' ? text.replace(/^\uFEFF/, '') : text;
    if (text !== '') isFirst = false;
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(rest);
      if (!end) return;
      line(rest.slice(0, end.index));
      rest = rest.slice(end.index + end[0].length);
    }
  };
}
