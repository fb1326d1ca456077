/** How long nobody was answered. */
import type { Instant } from '../../src/core/words/time.ts';
import type { Heard } from '../torture/crowd.ts';
import { FACTOR } from '../torture/pace.ts';

/** In milliseconds of the wall clock. */
export type Gap = {
  /** From the last command that was acknowledged before to the first one after. */
  gapMs: number;
  /** How much of it had passed when the standby was promoted. */
  promotedMs: number;
  /** From the promotion to each node's first acknowledged command, ascending. */
  backMs: readonly number[];
};

/** Something was done, and was not known before. */
export const isFresh = ({ reply }: Heard): boolean => reply.done && !reply.replayed && reply.kinds.length > 0;

const wall = (ms: number): number => ms / FACTOR;

/**
 * The gap in what clients heard, and the nodes that acknowledged nothing afterwards.
 * @param promoted in the torture's time: when the standby was promoted
 */
export function gapOf(
  all: readonly Heard[],
  nodes: readonly number[],
  promoted: Instant,
): { gap: Gap | undefined; missing: number[] } {
  const heard = all.filter(isFresh);
  const before = heard.filter((one) => one.heard < promoted).map((one) => one.heard);
  const firsts = nodes.map((number) => ({
    number,
    after: Math.min(
      ...heard.filter(({ node, heard: at }) => node === number && at >= promoted).map((one) => one.heard),
    ),
  }));
  const missing = firsts.filter(({ after }) => after === Infinity).map(({ number }) => number);
  const back = firsts.map(({ after }) => after).filter((after) => after < Infinity);
  if (back.length === 0 || before.length === 0) return { gap: undefined, missing };
  const last = Math.max(...before);
  return {
    gap: {
      gapMs: wall(Math.min(...back) - last),
      promotedMs: wall(promoted - last),
      backMs: back.map((after) => wall(after - promoted)).toSorted((a, b) => a - b),
    },
    missing,
  };
}
