/** Units that have to say yes as well: one person speaks for one unit (L27). */
import type { Also } from '../book/book.ts';
import type { Person } from '../organization/organization.ts';
import { employedAt, fits } from '../organization/people.ts';
import { related, type Authority } from './authority.ts';
import type { Situation } from './situation.ts';

/** Whether a person may speak for a unit on this request. */
function speaksFor(s: Situation, unit: string, person: Person, authority: Authority): boolean {
  return (
    person.id !== s.asker.id && person.id !== authority.holder.id && person.id !== authority.acting.id &&
    employedAt(person, s.at) && !related(s, person) && fits({ unit }, person, s.book)
  );
}

/** Everybody who may speak for a unit. */
export const speakersOf = (s: Situation, unit: string, authority: Authority): Person[] =>
  [...s.organization.people.values()].filter((person) => speaksFor(s, unit, person, authority));

/**
 * How many of the units can be given a person of their own.
 * Method: augmenting paths for bipartite matching (H. Kuhn, 1955).
 */
function matched(units: readonly string[], peopleOf: (unit: string) => readonly string[]): number {
  const unitOf = new Map<string, string>();
  const assign = (unit: string, seen: Set<string>): boolean => {
    for (const person of peopleOf(unit)) {
      if (seen.has(person)) continue;
      seen.add(person);
      const holder = unitOf.get(person);
      if (holder === undefined || assign(holder, seen)) {
        unitOf.set(person, unit);
        return true;
      }
    }
    return false;
  };
  return units.filter((unit) => assign(unit, new Set())).length;
}

/** The units that have said yes through somebody who may speak for them. */
export const agreedUnits = (s: Situation, also: Also, authority: Authority): Map<string, string[]> => {
  const agreed = new Map<string, string[]>();
  for (const { unit, by } of s.request.done.agreed) {
    const person = s.organization.people.get(by);
    if (!also.units.includes(unit) || !person || !speaksFor(s, unit, person, authority)) continue;
    agreed.set(unit, [...(agreed.get(unit) ?? []), by]);
  }
  return agreed;
};

/** How many yeses are still open. */
export function stillOpen(s: Situation, also: Also, authority: Authority): number {
  const agreed = agreedUnits(s, also, authority);
  return Math.max(0, also.count - matched([...agreed.keys()], (unit) => agreed.get(unit) ?? []));
}

/** Whether enough units could ever say yes; if not, the grant would be a dead end. */
export function canAgree(s: Situation, also: Also, authority: Authority): boolean {
  if (stillOpen(s, also, authority) === 0) return true;
  const speakers = new Map(also.units.map((unit) => [unit, speakersOf(s, unit, authority).map((person) => person.id)]));
  return matched(also.units, (unit) => speakers.get(unit) ?? []) >= also.count;
}
