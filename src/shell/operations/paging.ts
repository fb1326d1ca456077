/** Places in lists, as they go out and come back: opaque to callers, and checked when they come back. */
import type { Refusal } from '../../core/cases/refusal.ts';
import type { Listed, PlaceInList } from '../store/lists.ts';
import { problem } from './implementation.ts';

/** How many make a page when nobody says. */
export const PAGE = 50;

type Problems = { problems: readonly Refusal[] };

/** A case's place among cases. */
export const placeOf = ({ promised, openedAt, id }: Listed): string =>
  Buffer.from(JSON.stringify([promised, openedAt, id])).toString('base64url');

/** The place among cases that a caller sent back; undefined: the beginning. */
export function pageAfter(sent: string | undefined): PlaceInList | undefined | Problems {
  if (sent === undefined) return undefined;
  try {
    const [promised, openedAt, id, ...more] = JSON.parse(
      Buffer.from(sent, 'base64url').toString('utf8'),
    ) as unknown[];
    const isTime = (value: unknown): value is number =>
      Number.isSafeInteger(value) && Math.abs(value as number) < MOST_TIME;
    if (
      more.length === 0 &&
      (promised === null || isTime(promised)) &&
      isTime(openedAt) &&
      typeof id === 'string' &&
      id.length <= 200 &&
      !id.includes('\0')
    )
      return { promised, openedAt, id };
  } catch {
    // Said below.
  }
  return wrongCursor();
}

/** What a Date can hold. */
const MOST_TIME = 8.64e15;

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
