/**
 * What can be done on the page by key and by palette: one register, which the keys, the palette and the sheet of keys all
 * read. Whatever is on the screen adds its own, and takes them away when it goes.
 */
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { settingOf } from './setting.ts';

export type Command = {
  id: string;
  label: string;
  group: 'Go' | 'Do' | 'Settings';
  /** `mod+Enter`, `n`, `g d` (one after the other), `?` */
  keys?: string;
  run: () => void;
  /** More words by which it is found. */
  also?: string;
};

let commands: readonly Command[] = [];
const listeners = new Set<() => void>();
const change = (next: readonly Command[]): void => {
  commands = next;
  for (const hear of listeners) hear();
};

const subscribe = (hear: () => void): (() => void) => {
  listeners.add(hear);
  return () => listeners.delete(hear);
};

/** All commands of now. */
export const useAllCommands = (): readonly Command[] => useSyncExternalStore(subscribe, () => commands);

/** Adds commands as long as the component is there. What they do is what they do now, not when they were added. */
export function useCommands(own: readonly Command[]): void {
  const latest = useRef(own);
  useLayoutEffect(() => {
    latest.current = own;
  });
  // With the screen, and not a moment after it: what can be seen can be pressed. Anew only where something else is shown.
  const shown = JSON.stringify(own);
  useLayoutEffect(() => {
    const added = latest.current.map((one) => ({
      ...one,
      run: () => latest.current.find(({ id }) => id === one.id)?.run(),
    }));
    change([...commands, ...added]);
    return () => change(commands.filter((one) => !added.includes(one)));
  }, [shown]);
}

const keysOff = settingOf('sayso.single-keys-off');

/** Single keys can be switched off, as WCAG 2.1.4 wants it. */
export const singleKeys = {
  isOn: (): boolean => !keysOff.isOn(),
  set: (on: boolean): void => {
    keysOff.set(!on);
    change([...commands]);
  },
};

/** One after the other counts as one within this time. */
const TOGETHER_MS = 1200;
let first: { key: string; at: number } | undefined;

/** Listens to keys for the whole page. */
export function useKeys(): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const found = commandFor(event);
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}

/** What was added last is nearest to what one looks at. */
const lastAdded = (keys: string): Command | undefined => commands.findLast((one) => one.keys === keys);

function commandFor(event: KeyboardEvent): Command | undefined {
  if (event.isComposing || event.altKey || event.repeat) return undefined;
  const isMod = event.ctrlKey || event.metaKey;
  if (isMod && isInDialog(event.target)) return undefined;
  if (isMod) return lastAdded(`mod+${event.key.length === 1 ? event.key.toLowerCase() : event.key}`);
  if (event.defaultPrevented || isInDialog(event.target)) return undefined;
  if (event.key === 'Escape') return escape(event.target);
  if (isTyping(event.target) || !singleKeys.isOn()) return undefined;
  const before = first && event.timeStamp - first.at < TOGETHER_MS ? first.key : undefined;
  first = { key: event.key, at: event.timeStamp };
  const both = before === undefined ? undefined : lastAdded(`${before} ${event.key}`);
  if (both) {
    first = undefined;
    return both;
  }
  return lastAdded(event.key);
}

/** Out of a field first, then back to where one came from. It types nothing, so it stays where single keys are off. */
function escape(target: EventTarget | null): Command | undefined {
  const back = lastAdded('Escape');
  if (!back || !(target instanceof HTMLElement) || !isTyping(target)) return back;
  target.blur();
  return undefined;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches(
      'textarea, select, [data-fact] [type="radio"], input:not([type="radio"], [type="checkbox"], [type="button"])',
    ));

/** What has opened over the page has keys of its own. */
const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('[role="dialog"], [role="menu"]') !== null;

/** As they stand on a keyboard: `Ctrl Enter`, or `⌘ Enter`. */
export function keyCaps(keys: string): string[] {
  const isMac = navigator.platform.startsWith('Mac');
  return keys.split(/[ +]/).map((key) => {
    if (key === 'mod') return isMac ? '⌘' : 'Ctrl';
    if (key === 'Escape') return 'Esc';
    return key.length === 1 ? key.toUpperCase() : key;
  });
}
