/** Who is able (L1), and how much they may grant (L18), in a reading. */
import type { Line } from '../book/book.ts';
import type { Person } from '../organization/organization.ts';
import { fits } from '../organization/people.ts';
import {
  authoritiesOf,
  fitOf,
  inReading,
  reachFault,
  roomOf,
  roomWithin,
  type Amount,
  type Authority,
  type Fit,
  type Reading,
} from './authority.ts';
import type { Unknown } from './evaluate.ts';
import { remembered } from './memory.ts';
import { NEVER_ABOVE, type Situation } from './situation.ts';
import { openUnits } from './units.ts';

/** Whether a line lets somebody say yes though it holds (L25). */
const admits = (s: Situation, line: Line, holder: Person): boolean =>
  line.admits !== undefined && fits(line.admits, holder, s.book);

/**
 * Whether the lines that hold in a reading, for this authority's holder, all admit them. The amount's own line is left
 * out: it takes away what is asked for above it, and no authority.
 */
export const admitted = (s: Situation, { holder }: Authority, reading: Reading): boolean =>
  s.lines.every(
    ({ line, truthFor }) =>
      line.name === NEVER_ABOVE ||
      !inReading(truthFor(holder).value, reading, 'line') ||
      admits(s, line, holder),
  );

/** The most that a person may grant by themselves in a reading (L18); what still needs a unit's yes is none of it. */
export function headroomOf(s: Situation, person: Person, reading: Reading): number {
  let most = 0;
  for (const authority of authoritiesOf(s, person)) {
    if (!admitted(s, authority, reading)) continue;
    for (const grant of s.grants) {
      if (openUnits(s, grant, authority) === 0) most = Math.max(most, roomOf(s, grant, authority, reading));
    }
  }
  return most;
}

/** The amount as a reading decides it. */
export function amountIn(s: Situation, reading: Reading): Amount {
  switch (s.asked.kind) {
    case 'none':
      return undefined;
    case 'known':
    case 'unknown':
      return s.asked;
    case 'all that fits':
      return fitting(s, reading);
  }
}

const amounts = remembered<{ units: number }>('the amount that fits');

/** The asker's headroom. Somebody without any asks for whatever others have: the smallest unit fits whoever has any. */
const fitting = (s: Situation, reading: Reading): Amount =>
  amounts(s, reading, () => {
    const headroom = headroomOf(s, s.asker, reading);
    return { units: headroom === Infinity ? Number.MAX_SAFE_INTEGER - s.before : Math.max(1, headroom) };
  });

/** The least and the most that the amount may come to; the facts are those that settle it. */
export type Range = { least: number; most: number; unknown: readonly Unknown[] };

/** Between which amounts the readings lie: one amount, unless "all that fits" depends on what is unknown. */
export function amountRange(s: Situation): Range | undefined {
  const [least, most] = [amountIn(s, 'worst'), amountIn(s, 'best')];
  if (!least || !most) return undefined;
  if ('unknown' in least || 'unknown' in most)
    return { least: -Infinity, most: Infinity, unknown: 'unknown' in least ? least.unknown : [] };
  const settled = least.units === most.units;
  return { least: least.units, most: most.units, unknown: settled ? [] : headroomUnknown(s, least.units) };
}

/** What the asker's headroom waits for before it can be more than it is in the worst reading. */
const headroomUnknown = (s: Situation, worst: number): Unknown[] =>
  authoritiesOf(s, s.asker).flatMap((authority) => {
    if (!admitted(s, authority, 'best')) return [];
    const more = s.grants.filter(
      (grant) => openUnits(s, grant, authority) === 0 && roomOf(s, grant, authority, 'best') > worst,
    );
    const needs = more.flatMap((grant) => fitOf(s, grant, authority, undefined).needs);
    return more.length === 0 ? [] : [...linesUnknown(s, authority), ...needs.flatMap((need) => need.unknown)];
  });

/** What the lines wait for that would stand in an authority's way. */
export const linesUnknown = (s: Situation, { holder }: Authority): Unknown[] =>
  s.lines.flatMap(({ line, truth }) => (admits(s, line, holder) ? [] : truth.unknown));

/** A person who is able, and the grant that makes them so. */
export type Able = { person: Person; fit: Fit; room: number };

/**
 * The best way in which a person may say yes in a reading, or undefined (L1, L19): fewest units still to agree,
 * own authority before a delegation, fewest obligations, what the book gives before what a notice adds, most headroom,
 * book order.
 */
export function ableIn(s: Situation, person: Person, reading: Reading, amount: Amount): Able | undefined {
  if (s.lines.some(({ line, truth }) => line.name === NEVER_ABOVE && inReading(truth.value, reading, 'line')))
    return undefined;
  let best: (Able & { order: readonly number[] }) | undefined;
  for (const [a, authority] of authoritiesOf(s, person).entries()) {
    if (!admitted(s, authority, reading)) continue;
    for (const [g, grant] of s.grants.entries()) {
      if (reachFault(s, grant, authority) !== undefined) continue;
      const fit = fitOf(s, grant, authority, amount);
      if (!inReading(fit.value, reading, 'grant')) continue;
      const room = roomWithin(s, fit, reading);
      const units = openUnits(s, grant, authority);
      const order = [units, a, grant.ensure.length, grant.notice ? 1 : 0, -room, g];
      if (!best || less(order, best.order)) best = { person, fit, room, order };
    }
  }
  return best;
}

function less(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    if (x !== y) return x < y;
  }
  return false;
}
