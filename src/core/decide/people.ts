/** Who is nearest (L31), and who there is where no rule names anybody. */
import type { Who } from '../book/book.ts';
import type { Person } from '../organization/organization.ts';
import { distancesFrom, fits, managerLine } from '../organization/people.ts';
import { awayUntil, channelsOf, onDuty } from '../organization/presence.ts';
import { formatInstant } from '../words/time.ts';
import { amountIn, type Able } from './able.ts';
import type { Candidate } from './decision.ts';
import { free, rank, related, staff, works } from './eligible.ts';
import { remembered } from './memory.ts';
import type { Situation } from './situation.ts';

const distances = remembered<ReadonlyMap<string, number>>('steps from a person');

/** Steps up and down the manager tree from the asker to everybody. */
const stepsOf = (s: Situation): ReadonlyMap<string, number> =>
  distances(s, s.asker, () => distancesFrom(s.organization, s.asker.id));

/** Steps up and down the manager tree, then the lower grade, then the id. */
export function nearestFirst(s: Situation, people: readonly Person[]): Person[] {
  const steps = stepsOf(s);
  const key = (person: Person): number => steps.get(person.id) ?? Number.MAX_SAFE_INTEGER;
  return [...people].sort(
    (a, b) => key(a) - key(b) || rank(s.book, a) - rank(s.book, b) || (a.id < b.id ? -1 : 1),
  );
}

/** Everybody free whom the book means by `who`. */
export const meantBy = (s: Situation, who: Who): Person[] =>
  free(s).filter((person) => fits(who, person, s.book));

/** The same, without AI agents: signals and customers who ask for a person go to people. */
export const humansMeantBy = (s: Situation, who: Who): Person[] =>
  meantBy(s, who).filter((person) => person.kind === 'person');

/**
 * Who decides what no rule decides (L7): those whom the book names, up to their amount, else their managers.
 * Never empty: past them management, the policy owner, who has no manager, anybody; a lone founder decides alone.
 */
export function residualPeople(s: Situation): Person[] {
  const named = namedForTheRest(s);
  const management = s.book.management === undefined ? Infinity : s.book.grades.indexOf(s.book.management);
  const ways: ((person: Person) => boolean)[] = [
    (person) => rank(s.book, person) >= management,
    (person) => fits(s.book.policyOwner, person, s.book),
    (person) => person.manager === undefined,
    () => true,
  ];
  // Past those whom the book names, people before AI agents.
  const everybody = free(s);
  const people = everybody.filter((person) => person.kind === 'person');
  const found = [
    everybody.filter((person) => named.has(person.id)),
    ...ways.map((way) => people.filter(way)),
    everybody,
  ];
  return nearestFirst(s, found.find((some) => some.length > 0) ?? [s.asker]);
}

/** Whether the asker has residual authority over this: passing it to somebody else with the same would add nothing. */
export const decidesTheRest = (s: Situation): boolean =>
  works(s, s.asker) && !related(s, s.asker) && namedForTheRest(s).has(s.asker.id);

/** Those with residual authority up to the amount, and the managers of those whose limit it passes. */
function namedForTheRest(s: Situation): Set<string> {
  const amount = amountIn(s, 'worst');
  const comparable = s.amount?.type.kind === 'money' && s.amount.type.currency === s.book.currency;
  const units = comparable && amount && 'units' in amount ? amount.units + s.before : undefined;
  const people = staff(s);
  const named = new Set<string>();
  for (const { who, upTo } of s.book.residual) {
    const enough = upTo === undefined || units === undefined || units <= upTo;
    for (const person of people.filter((one) => fits(who, one, s.book))) {
      for (const id of enough ? [person.id] : managerLine(s.organization, person.id)) named.add(id);
    }
  }
  return named;
}

/** A person as the answer names them. */
export function candidate(s: Situation, person: Person, rule: string, holder?: Person): Candidate {
  const steps = stepsOf(s).get(person.id) ?? 0;
  const grade = s.book.grades[rank(s.book, person)];
  return {
    id: person.id,
    name: person.name,
    kind: person.kind,
    ...(person.roles[0] !== undefined && { role: person.roles[0] }),
    ...(grade !== undefined && { grade }),
    steps,
    rule,
    ...(holder && holder.id !== person.id && { for: holder.id }),
  };
}

/** The same with whether they are there now; it changes nothing about who can, nor about how long the answer holds. */
export function withPresence(s: Situation, one: Candidate): Candidate {
  const person = s.organization.people.get(one.id);
  const away = person && awayUntil(person, s.at);
  return {
    ...one,
    ...(away !== undefined && { away_until: formatInstant(away) }),
    ...(person && !onDuty(person, s.at) && { off_duty: true as const }),
    ...(person && { channel: channelsOf(person)[0].kind }),
  };
}

/** Able people, nearest first, as the answer names them. */
export function candidates(s: Situation, able: readonly Able[]): Candidate[] {
  const byId = new Map(able.map((one) => [one.person.id, one]));
  return nearestFirst(
    s,
    able.map((one) => one.person),
  ).flatMap((person) => {
    const one = byId.get(person.id);
    return one ? [candidate(s, person, one.fit.grant.id, one.fit.authority.holder)] : [];
  });
}
