/** Places in lists, as they go out and come back: opaque to callers, and checked when they come back. */
import type { Listed, PlaceInList } from '../store/lists.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';

/** How many make a page when nobody says. */
export const PAGE = 50;

/** A place as it goes out. */
export const placeText = (place: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** The place that a caller sent back, when it is one; undefined: the beginning. */
export function placeIn<T>(
  sent: string | undefined,
  isOne: (found: unknown) => found is T,
): { place: T } | undefined | Problems {
  if (sent === undefined) return undefined;
  try {
    const place = JSON.parse(Buffer.from(sent, 'base64url').toString('utf8')) as unknown;
    if (isOne(place)) return { place };
  } catch {
    // Said below.
  }
  return wrongCursor();
}

/** An instant that the database has room for. */
export const isInstant = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Math.abs(value as number) < MOST_TIME;
const MOST_TIME = 8.64e15;

/** An id that may have been one. */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 200 && !value.includes('\0') && value.isWellFormed();

/** A case's place among cases. */
export const placeOf = ({ promised, openedAt, id }: Listed): string => placeText([promised, openedAt, id]);

const isPlaceOfCase = (found: unknown): found is [number | null, number, string] =>
  Array.isArray(found) &&
  found.length === 3 &&
  (found[0] === null || isInstant(found[0])) &&
  isInstant(found[1]) &&
  isId(found[2]);

/** The place among cases that a caller sent back; undefined: the beginning. */
export function pageAfter(sent: string | undefined): PlaceInList | undefined | Problems {
  const found = placeIn(sent, isPlaceOfCase);
  if (!found || 'problems' in found) return found;
  const [promised, openedAt, id] = found.place;
  return { promised, openedAt, id };
}

/** A place on the ledger that a caller sent back. */
export function sequenceAfter(sent: string | undefined): number | Problems {
  if (sent === undefined) return 0;
  const sequence = /^\d{1,15}$/.test(sent) ? Number(sent) : Number.NaN;
  return Number.isSafeInteger(sequence) ? sequence : wrongCursor();
}

const wrongCursor = (): Problems =>
  problem(
    'wrong-cursor',
    'after',
    'There is no such place to go on from.',
    'Send the `next` of the page before as it came, or leave it out.',
  );
