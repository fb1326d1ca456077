/** Circles: of people who report to each other, and of people who act for each other at the same time. */
import type { Instant } from '../words/time.ts';
import type { Delegation, Span } from './organization.ts';

/** Steps that the search may take, all delegations together; a real organization needs a few each. */
const MAX_STEPS = 5_000_000;

/** Every reporting circle once, as ids from its first person in the given order. */
export function reportingCircles(managers: ReadonlyMap<string, string>): string[][] {
  const seen = new Map<string, string>();
  const circles: string[][] = [];
  for (const start of managers.keys()) {
    const line: string[] = [];
    let id: string | undefined = start;
    while (id !== undefined && !seen.has(id)) {
      seen.set(id, start);
      line.push(id);
      id = managers.get(id);
    }
    if (id !== undefined && seen.get(id) === start) circles.push(line.slice(line.indexOf(id)));
  }
  return circles;
}

/** A delegation that closes a circle: who gave it, which of theirs, and the whole circle. */
export type DelegationCircle = { from: string; index: number; ids: string[] };

/**
 * Every circle of delegations that hold at one common instant, found once; `undefined` when there are too
 * many entangled ones to follow. If the spans of a circle overlap, they do so when the last of them begins,
 * so it is enough to look along each delegation at its own first instant.
 */
export function delegationCircles(
  given: ReadonlyMap<string, readonly Delegation[]>,
): DelegationCircle[] | undefined {
  const circles: DelegationCircle[] = [];
  const reported = new Set<string>();
  let steps = 0;
  for (const [from, delegations] of given) {
    for (const [index, delegation] of delegations.entries()) {
      if (delegation.to === from) continue;
      const found = pathAt(given, delegation.to, from, delegation.span.from, () => ++steps > MAX_STEPS);
      if (found === 'too far') return undefined;
      if (!found) continue;
      const key = found.toSorted().join(' ');
      if (!reported.has(key)) circles.push({ from, index, ids: [from, ...found.slice(0, -1)] });
      reported.add(key);
    }
  }
  return circles;
}

const holdsAt = (span: Span, at: Instant): boolean => span.from <= at && at < span.until;

/** The people from `start` to `goal` along delegations that hold at an instant, both included. */
function pathAt(
  given: ReadonlyMap<string, readonly Delegation[]>,
  start: string,
  goal: string,
  at: Instant,
  tooFar: () => boolean,
): string[] | 'too far' | undefined {
  const cameFrom = new Map<string, string | undefined>([[start, undefined]]);
  for (const id of cameFrom.keys()) {
    if (id === goal) return backFrom(cameFrom, goal);
    for (const { to, span } of given.get(id) ?? []) {
      if (tooFar()) return 'too far';
      if (holdsAt(span, at) && !cameFrom.has(to)) cameFrom.set(to, id);
    }
  }
  return undefined;
}

function backFrom(cameFrom: ReadonlyMap<string, string | undefined>, goal: string): string[] {
  const path: string[] = [];
  for (let id: string | undefined = goal; id !== undefined; id = cameFrom.get(id)) path.push(id);
  return path.reverse();
}
