/**
 * What happens, as it happens. One stream for the page; what an event is about is looked at anew. A page that nobody sees
 * lets go of its stream, since a browser keeps only a few connections, and goes on where it was when it is seen again.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '../../../sdk/index.ts';
import { lookAnew, refresh } from './calls.ts';
import { sayso } from './client.ts';
import { session } from './session.ts';

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'paused';

let state: LiveState = 'connecting';
const listeners = new Set<() => void>();
const setState = (next: LiveState): void => {
  state = next;
  for (const listener of listeners) listener();
};

/** So long a page may be out of sight and still follow. */
const UNSEEN_MS = 60_000;

/** Follows what happens, as somebody, as long as the page is there; undefined: who it is, is not known yet. */
export function useFollow(person: string | undefined): void {
  const client = useQueryClient();
  // A stream ends with its token: one that is renewed begins another.
  const token = useSyncExternalStore(session.subscribe, () => session.get()?.token);
  useEffect(() => {
    if (person === undefined || token === undefined) return undefined;
    const following = sayso.follow({
      onEvent: (event) => hear(client, event, person),
      onState: (next) => {
        // What happened while nobody listened, or between a look and the stream's beginning, is not known one by one.
        if (next === 'live') lookAnew(client);
        setState(next);
      },
    });
    let unseen: ReturnType<typeof setTimeout> | undefined;
    const seen = (): void => {
      clearTimeout(unseen);
      if (document.visibilityState === 'visible') {
        if (state === 'paused') following.resume();
      } else
        unseen = setTimeout(() => {
          following.pause();
          setState('paused');
        }, UNSEEN_MS);
    };
    // A browser knows at once that there is no network; a connection may take a while to notice.
    const lost = (): void => {
      following.pause();
      setState('reconnecting');
    };
    const back = (): void => following.resume();
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('offline', lost);
    window.addEventListener('online', back);
    return () => {
      clearTimeout(unseen);
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('offline', lost);
      window.removeEventListener('online', back);
      following.close();
    };
  }, [client, person, token]);
}

function hear(client: QueryClient, event: LiveEvent, person: string): void {
  const shown = casesShown(client, event);
  if (!event.concerns.includes(person) && shown.size === 0) return;
  // What happens to a conversation as a whole, a promise kept or broken, happens to each of its cases.
  if (event.case !== null) shown.add(event.case);
  refresh(client, shown);
}

type Looked = { case?: { id: string; conversation?: string }; cases?: Looked['case'][]; pages?: Looked[] };

/** The cases that something on the page is about, if the event is about them or their conversation. */
function casesShown(client: QueryClient, { case: id, conversation }: LiveEvent): Set<string> {
  const found = new Set<string>();
  const look = ({ case: one, cases = [], pages = [] }: Looked): void => {
    for (const each of [one, ...cases])
      if (each && (each.id === id || each.conversation === conversation)) found.add(each.id);
    for (const page of pages) look(page);
  };
  for (const {
    queryKey,
    state: { data },
  } of client.getQueryCache().getAll()) {
    if (id !== null && (queryKey[1] as { case?: string } | undefined)?.case === id) found.add(id);
    if (typeof data === 'object' && data !== null) look(data);
  }
  return found;
}

export const useLive = (): LiveState =>
  useSyncExternalStore(
    (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    () => state,
  );
