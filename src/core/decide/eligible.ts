/** Who may act on a request at all, whatever the rules say. */
import type { Book } from '../book/book.ts';
import type { Person } from '../organization/organization.ts';
import { employedAt, gradeIn } from '../organization/people.ts';
import type { Situation } from './situation.ts';

/** The highest grade that a person holds anywhere, as an index; -1: none. */
export const rank = (book: Book, person: Person): number => gradeIn(person, 'any', book);

/** Nobody decides as the customer, or for a customer that they are bound to (L29). */
export const related = (s: Situation, person: Person): boolean =>
  s.request.relations.has(person.id) ||
  (s.request.customer !== undefined &&
    (person.id === s.request.customer || person.customers.includes(s.request.customer)));

/** Whether somebody works here at that instant; when that changes, the answer may. */
export function works(s: Situation, person: Person): boolean {
  s.mayChange(person.employed.from);
  s.mayChange(person.employed.until);
  return employedAt(person, s.at);
}

/** Everybody who works here. */
export const staff = (s: Situation): Person[] =>
  [...s.organization.people.values()].filter((person) => works(s, person));

/** Whether somebody else than the asker may act on this request: employed, unrelated. */
export const isFree = (s: Situation, person: Person): boolean =>
  works(s, person) && person.id !== s.asker.id && !related(s, person);

/** All of them. */
export const free = (s: Situation): Person[] =>
  [...s.organization.people.values()].filter((person) => isFree(s, person));
