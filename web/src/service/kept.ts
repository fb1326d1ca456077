/**
 * What is being written and is nowhere else yet: kept in the browser until it is done with, so that a reload loses nothing. It
 * is what customers said and what is said of them: it goes when its writer signs out, and by itself after a while.
 */
import { useCallback, useSyncExternalStore } from 'react';
import { session } from './session.ts';

const PREFIX = 'sayso.kept.';
/** So long after its last change it is still of use. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

type Stored = { at: number; value: unknown };

/** As it was read or written last, by its key; null: nothing is kept. */
const values = new Map<string, unknown>();
const listeners = new Set<() => void>();

const subscribe = (hear: () => void): (() => void) => {
  listeners.add(hear);
  return () => listeners.delete(hear);
};

/** Of whoever is signed in. A panel does not know whom it stands before: what is written there stays in memory. */
const mine = (): string => `${PREFIX}${session.get()?.person.id ?? ''}.`;
const isStored = (key: string): boolean => !key.startsWith(`${PREFIX}.`);

function read(key: string): unknown {
  if (!isStored(key)) return null;
  try {
    const { at, value } = (JSON.parse(localStorage.getItem(key) ?? 'null') ?? { at: 0 }) as Stored;
    if (Date.now() - at < KEPT_MS) return value;
    localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing, or something else of that name.
  }
  return null;
}

/** What is kept under a name, of whoever is signed in; null: nothing. */
export const kept = (name: string): unknown => look(`${mine()}${name}`);

/** Keeps something under a name; null: nothing any more. */
export const keep = (name: string, value: unknown): void => write(`${mine()}${name}`, value);

function look(key: string): unknown {
  if (!values.has(key)) values.set(key, read(key));
  return values.get(key);
}

function write(key: string, value: unknown): void {
  values.set(key, value);
  if (isStored(key))
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ at: Date.now(), value } satisfies Stored));
    } catch {
      // It is there until the page is loaded again.
    }
  for (const hear of listeners) hear();
}

/** What is of no use any more, whoever wrote it: at the page's beginning, for it may never be looked at again. */
export function forgetOld(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) read(key);
  } catch {
    // Nothing is kept here.
  }
}

/** Everything that whoever is signed in has written and not sent. */
export const forgetMine = (): void => forget('');

/** Whatever is kept under names that begin so, of whoever is signed in. */
export function forget(prefix: string): void {
  const own = `${mine()}${prefix}`;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(own)) localStorage.removeItem(key);
  } catch {
    // Nothing is kept here.
  }
  for (const key of values.keys()) if (key.startsWith(own)) values.delete(key);
}

const TAB = 'sayso.tab';

/** Of this tab, the same through a reload: who serves two customers at once has two desks. */
export function tabName(): string {
  try {
    const known = sessionStorage.getItem(TAB) ?? Math.random().toString(36).slice(2, 10);
    sessionStorage.setItem(TAB, known);
    return known;
  } catch {
    // A browser that keeps nothing has one.
    return '';
  }
}

export type Kept<T> = [
  value: T,
  /** By what it is now, which may be later than what was drawn. */
  set: (next: T | ((now: T) => T)) => void,
  /** It is done with: always, or only if this is still what is written; whoever has gone on writing keeps that. */
  clear: (sent?: T) => void,
];

/**
 * As `useState`, through a reload, and the same wherever it is used.
 * @param name of what is written, unique for whoever is signed in
 * @param empty the same at every call
 */
export function useKept<T extends string | object>(name: string, empty: T): Kept<T> {
  const key = `${mine()}${name}`;
  const value = useSyncExternalStore(subscribe, () => (look(key) as T | null) ?? empty);
  const set = useCallback(
    (next: T | ((now: T) => T)): void =>
      write(key, typeof next === 'function' ? next((look(key) as T | null) ?? empty) : next),
    [key, empty],
  );
  const clear = useCallback(
    (sent?: T): void => {
      if (sent === undefined || JSON.stringify(look(key)) === JSON.stringify(sent)) write(key, null);
    },
    [key],
  );
  return [value, set, clear];
}
