/** What is being written and is nowhere else yet: kept in the browser until it is done with, so that a reload loses nothing. */
import { useState } from 'react';
import { session } from '../service/session.ts';

const PREFIX = 'sayso.kept.';

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * As `useState`, and through a reload.
 * @param name of what is written, unique for whoever is signed in
 * @returns what is written, how it changes, and that it is done with
 */
export function useKept<T extends string | object>(
  name: string,
  empty: T,
): [T, (next: T) => void, () => void] {
  const key = `${PREFIX}${session.get()?.person.id ?? ''}.${name}`;
  const [value, setValue] = useState<T>(() => (read(key) as T | null) ?? empty);
  const set = (next: T): void => {
    setValue(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // A browser that keeps nothing: it is there until the page is loaded again.
    }
  };
  const done = (): void => {
    setValue(empty);
    localStorage.removeItem(key);
  };
  return [value, set, done];
}
