/**
 * What happens, as it happens. One stream for the page; what an event is about is looked at anew. A page that nobody sees
 * lets go of its stream, since a browser keeps only a few connections, and goes on where it was when it is seen again.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '../../../sdk/index.ts';
import { refresh } from './calls.ts';
import { sayso } from './client.ts';

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'paused';

let state: LiveState = 'connecting';
const listeners = new Set<() => void>();
const setState = (next: LiveState): void => {
  state = next;
  for (const listener of listeners) listener();
};

/** So long a page may be out of sight and still follow. */
const UNSEEN_MS = 60_000;

/** Follows what happens as long as the page is there. */
export function useFollow(person: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const following = sayso.follow({
      onEvent: (event) => hear(client, event, person),
      onState: (next) => {
        // What happened while nobody listened is not known one by one.
        if (next === 'live' && state === 'reconnecting') void client.invalidateQueries();
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
  }, [client, person]);
}

function hear(client: QueryClient, event: LiveEvent, person: string): void {
  const isMine = event.concerns.includes(person);
  if (isMine || isShown(client, event)) refresh(client, event.case);
}

/** Something on the page is about this case or its conversation. */
const isShown = (client: QueryClient, { case: id, conversation }: LiveEvent): boolean =>
  client
    .getQueryCache()
    .getAll()
    .some(({ queryKey, state: { data } }) => {
      if (id !== null && (queryKey[1] as { case?: string } | undefined)?.case === id) return true;
      const { pages = [data] } = (data ?? {}) as { pages?: unknown[] };
      return pages.some((page) => {
        const { cases } = (page ?? {}) as { cases?: { id: string; conversation?: unknown }[] };
        return cases?.some((one) => one.id === id || one.conversation === conversation) === true;
      });
    });

export const useLive = (): LiveState =>
  useSyncExternalStore(
    (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    () => state,
  );
