/** What a check is, and what it finds. */
import type { Event } from '../../src/core/cases/event.ts';
import type { EntryRow, Evidence } from './evidence.ts';

/** Something acknowledged or owed that is not there; something that is there twice; anything else that must not be. */
export type Violation = { kind: 'lost' | 'doubled' | 'wrong'; where: string; what: string };

/** An entry of the ledger about a case, as the event that it is. */
export type Told = { row: EntryRow; event: Event };

export type Check = (evidence: Evidence, events: readonly Told[]) => Violation[] | Promise<Violation[]>;

/** What is due may wait for so long before it counts as late, in the torture's time: looking for it takes a moment. */
export const MOMENT_MS = 150_000;

/** In groups by a key, each in its order. */
export function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
