/** Units that have to say yes as well: one person speaks for one unit (L27). */
import type { Also, Book, Grant } from '../book/book.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { fits } from '../organization/people.ts';
import type { Authority } from './authority.ts';
import { isFree } from './eligible.ts';
import { remembered } from './memory.ts';
import type { Situation } from './situation.ts';

const speakers = remembered<readonly Person[]>('speakers of a unit');

/** Everybody who may speak for a unit on this request, whoever says the yes. */
const allSpeakers = (s: Situation, unit: string): readonly Person[] =>
  speakers(s, unit, () => peopleIn(s, unit).filter((person) => isFree(s, person)));

const ofUnits = new WeakMap<Organization, WeakMap<Book, Map<string, readonly Person[]>>>();

/** The people of a unit, whatever is asked: found once for an organization and a book, which never change. */
function peopleIn({ organization, book }: Situation, unit: string): readonly Person[] {
  const byBook = ofUnits.get(organization) ?? new WeakMap<Book, Map<string, readonly Person[]>>();
  ofUnits.set(organization, byBook);
  const known = byBook.get(book) ?? new Map<string, readonly Person[]>();
  byBook.set(book, known);
  const before = known.get(unit);
  if (before) return before;
  const found = [...organization.people.values()].filter((person) => fits({ unit }, person, book));
  known.set(unit, found);
  return found;
}

/** Those of them who neither say this yes nor delegated it. */
const speakersOf = (s: Situation, unit: string, { holder, acting }: Authority): Person[] =>
  allSpeakers(s, unit).filter(({ id }) => id !== holder.id && id !== acting.id);

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

/** One person's yes for one unit. */
type Yes = { unit: string; by: string };

const most = (units: readonly string[], yeses: readonly Yes[]): number =>
  matched(units, (unit) => yeses.flatMap((yes) => (yes.unit === unit ? [yes.by] : [])));

/** The yeses of people who may speak for the unit. */
const yesesFor = (s: Situation, also: Also, authority: Authority): Yes[] =>
  s.request.done.agreed.filter(
    ({ unit, by }) => also.units.includes(unit) && speakersOf(s, unit, authority).some(({ id }) => id === by),
  );

/** How many yeses are still open. */
const stillOpen = (s: Situation, also: Also, authority: Authority): number =>
  s.request.done.agreed.length === 0
    ? also.count
    : Math.max(0, also.count - most(also.units, yesesFor(s, also, authority)));

/** What has been said for a grant's units, and whose yes would count: for one unit more than those that have a person of their own. */
export function agreementOf(
  s: Situation,
  also: Also,
  authority: Authority,
): { agreed: string[]; units: string[]; people: Person[] } {
  const said = yesesFor(s, also, authority);
  const unsaid = also.units.flatMap((unit) =>
    speakersOf(s, unit, authority)
      .map((person) => ({ unit, by: person.id, person }))
      .filter(({ by }) => !said.some((yes) => yes.unit === unit && yes.by === by)),
  );
  const helping = unsaid.filter((yes) => most(also.units, [...said, yes]) > most(also.units, said));
  // Where two have to swap, no single yes counts: then all that are left.
  const wanted = helping.length > 0 ? helping : unsaid;
  const units = also.units.filter((unit) => wanted.some((yes) => yes.unit === unit));
  return {
    agreed: [...new Set(said.map(({ unit }) => unit))],
    units,
    people: [...new Set(wanted.map(({ person }) => person))],
  };
}

/** How many yeses a grant still needs from units. */
export const openUnits = (s: Situation, grant: Grant, authority: Authority): number =>
  grant.also ? stillOpen(s, grant.also, authority) : 0;

/** Whether enough units could ever say yes; if not, the grant would be a dead end. */
export function canAgree(s: Situation, also: Also, authority: Authority): boolean {
  if (stillOpen(s, also, authority) === 0) return true;
  // One yes is anybody's of any of them.
  if (also.count === 1) return also.units.some((unit) => speakersOf(s, unit, authority).length > 0);
  return (
    most(
      also.units,
      also.units.flatMap((unit) => speakersOf(s, unit, authority).map((person) => ({ unit, by: person.id }))),
    ) >= also.count
  );
}
