/** Who is nearest (L31), and who there is where no rule names anybody. */
import type { Who } from '../book/book.ts';
import type { Person } from '../organization/organization.ts';
import { distancesFrom, employedAt, fits, managerLine } from '../organization/people.ts';
import { rank, related, type Able } from './authority.ts';
import type { Candidate } from './decision.ts';
import type { Situation } from './situation.ts';

/** Steps up and down the manager tree, then the lower grade, then the id. */
export function nearestFirst(s: Situation, people: readonly Person[]): Person[] {
  const steps = distancesFrom(s.organization, s.asker.id);
  const key = (person: Person): number => steps.get(person.id) ?? Number.MAX_SAFE_INTEGER;
  return [...people].sort((a, b) => key(a) - key(b) || rank(s.book, a) - rank(s.book, b) || (a.id < b.id ? -1 : 1));
}

/** Everybody free whom the book means by `who`. */
export const meantBy = (s: Situation, who: Who): Person[] => free(s).filter((person) => fits(who, person, s.book));

/** Everybody who may act on this request: employed, unrelated, not the asker. */
export const free = (s: Situation): Person[] =>
  [...s.organization.people.values()].filter((person) => person.id !== s.asker.id && employedAt(person, s.at) && !related(s, person));

/** The same, without AI agents: signals and customers who ask for a person go to people. */
export const humansMeantBy = (s: Situation, who: Who): Person[] => meantBy(s, who).filter((person) => person.kind === 'person');

/**
 * Who decides what no rule decides (L7): those whom the book names, up to their amount, else their managers.
 * Never empty: past them management, the policy owner, who has no manager, anybody; a lone founder decides alone.
 */
export function residualPeople(s: Situation): Person[] {
  const units = s.asked.kind === 'known' ? s.asked.units + s.before : undefined;
  const type = s.type?.amount?.type;
  const comparable = type?.kind === 'money' && type.currency === s.book.currency && units !== undefined;
  const staff = free(s);
  const named = new Set<string>();
  for (const { who, upTo } of s.book.residual) {
    const enough = upTo === undefined || !comparable || units <= upTo;
    for (const person of s.organization.people.values()) {
      if (!employedAt(person, s.at) || !fits(who, person, s.book)) continue;
      for (const id of enough ? [person.id] : managerLine(s.organization, person.id)) named.add(id);
    }
  }
  const management = s.book.management === undefined ? Infinity : s.book.grades.indexOf(s.book.management);
  const ways: ((person: Person) => boolean)[] = [
    (person) => named.has(person.id),
    (person) => rank(s.book, person) >= management,
    (person) => fits(s.book.policyOwner, person, s.book),
    (person) => person.manager === undefined,
    () => true,
  ];
  const found = ways.map((way) => staff.filter(way)).find((people) => people.length > 0);
  return nearestFirst(s, found ?? [s.asker]);
}

/** A person as the answer names them. */
export function candidate(s: Situation, person: Person, rule: string, holder?: Person): Candidate {
  const steps = distancesFrom(s.organization, s.asker.id).get(person.id) ?? 0;
  const grade = s.book.grades[rank(s.book, person)];
  return {
    id: person.id, name: person.name, kind: person.kind, ...(person.roles[0] !== undefined && { role: person.roles[0] }),
    ...(grade !== undefined && { grade }), steps, rule, ...(holder && holder.id !== person.id && { for: holder.id }),
  };
}

/** Able people, nearest first, as the answer names them. */
export function candidates(s: Situation, able: readonly Able[]): Candidate[] {
  const byId = new Map(able.map((one) => [one.person.id, one]));
  return nearestFirst(s, able.map((one) => one.person)).flatMap((person) => {
    const one = byId.get(person.id);
    return one ? [candidate(s, person, one.fit.grant.id, one.fit.authority.holder)] : [];
  });
}
