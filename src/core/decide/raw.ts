/** Parsed JSON of a caller, and the caller's problems. */
import { show } from '../book/values.ts';

/** What is wrong with a request: a stable code, the path to it, why, and how to mend it. */
export type RequestProblem = { code: string; path: string; message: string; mend: string };

/** Notes a problem; returns undefined so that a reader can return it. */
export type Fail = (code: string, path: string, message: string, mend: string) => undefined;

export type Raw = Readonly<Record<string, unknown>>;
export const isObject = (raw: unknown): raw is Raw =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** A field that the object itself holds: never one of its prototype. */
export const own = (raw: Raw, key: string): unknown => (Object.hasOwn(raw, key) ? raw[key] : undefined);

const MOST_TEXT = 2000;
export const MOST_DEPTH = 32;
export const MOST_KEYS = 5000;

/** A text or number as text; undefined where there is none. */
export function readText(value: unknown, path: string, fail: Fail): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string')
    return fail('wrong-type', path, `${show(value)} is no text.`, 'Send a text.');
  if (value.length > MOST_TEXT)
    return fail('too-large', path, `The text has ${value.length} characters.`, `Send at most ${MOST_TEXT}.`);
  return value;
}

/** Whether parsed JSON is too deep or too large to walk; found without recursion. */
export function tooBig(raw: unknown): boolean {
  const waiting: { node: unknown; depth: number }[] = [{ node: raw, depth: 0 }];
  let keys = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (typeof next.node !== 'object' || next.node === null) continue;
    if (next.depth > MOST_DEPTH) return true;
    for (const child of Object.values(next.node)) {
      keys += 1;
      if (keys > MOST_KEYS) return true;
      waiting.push({ node: child, depth: next.depth + 1 });
    }
  }
  return false;
}
