/** When a comparison of elapsed time changes by itself. */
import type { Comparison } from '../book/expression.ts';
import { DAY, localDay, offsetAt, startOfDay } from '../words/time.ts';
import type { Day, Instant, Zone } from '../words/time.ts';

/** The first instant after `at` whose local date is that later day. */
export function dayBegins(zone: Zone, day: Day, at: Instant): Instant {
  const start = startOfDay(zone, day);
  // Where clocks go back over midnight, a date begins twice.
  return start > at ? start : day * DAY - offsetAt(zone, at);
}

/** The first instant after `at` at which the local date is another one. */
export function nextMidnight(zone: Zone, at: Instant): Instant {
  const today = localDay(zone, at);
  const midnight = dayBegins(zone, today + 1, at);
  const transition = zone.starts.find((start) => start > at && start < midnight);
  return transition !== undefined && localDay(zone, transition) !== today ? transition : midnight;
}

/** The next count, above the one of now, at which `count comparison bound` has another truth; undefined: none. */
export function nextCount(count: number, comparison: Comparison, bound: number): number | undefined {
  switch (comparison) {
    case '<':
    case '>=':
      return count < bound ? Math.ceil(bound) : undefined;
    case '<=':
    case '>':
      return count <= bound ? Math.floor(bound) + 1 : undefined;
    default:
      if (count === bound) return count + 1;
      return count < bound && Number.isInteger(bound) ? bound : undefined;
  }
}

export const FLIPPED: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
