/** Who may change the book that is in force, and who may give an emergency notice: one rule each. */
import type { Book, Grant } from '../book/book.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { employedAt, fits, gradeIn } from '../organization/people.ts';
import { localDay, type Instant } from '../words/time.ts';

/**
 * Whoever may change the book: the policy owner, and management. By the book in force, never by the one that is to come:
 * nobody makes themself able. Two of them publish; no AI agent does.
 */
export function mayChangeBook(book: Book, person: Person | undefined, at: Instant): person is Person {
  return works(person, at) && (fits(book.policyOwner, person, book) || isManagement(book, person));
}

/** Everybody who may change the book, in the order of the people. */
export const whoMayChangeBook = (book: Book, { people }: Organization, at: Instant): Person[] =>
  [...people.values()].filter((person) => mayChangeBook(book, person, at));

/**
 * Whoever may give a notice alone: the policy owner; and management for what they could grant themselves, up to its cap.
 * @param wanted the grants of the notice, as compiled
 */
export function mayGiveNotice(
  book: Book,
  person: Person | undefined,
  wanted: readonly Pick<Grant, 'type' | 'upTo'>[],
  at: Instant,
): boolean {
  if (!mayChangeBook(book, person, at)) return false;
  if (fits(book.policyOwner, person, book)) return true;
  const day = localDay(book.zone, at);
  return wanted.every(({ type, upTo = 0 }) =>
    (book.types.get(type)?.grants ?? []).some(
      (grant) =>
        grant.notice === undefined &&
        grant.exception === undefined &&
        grant.also === undefined &&
        (grant.inForce.from ?? day) <= day &&
        (grant.inForce.until ?? day) >= day &&
        (grant.upTo ?? Infinity) >= upTo &&
        reaches(book, grant, person),
    ),
  );
}

const works = (person: Person | undefined, at: Instant): person is Person =>
  person?.kind === 'person' && employedAt(person, at);

const isManagement = (book: Book, person: Person): boolean =>
  book.management !== undefined && gradeIn(person, 'any', book) >= book.grades.indexOf(book.management);

function reaches(book: Book, { from, role, person: id, function: within }: Grant, person: Person): boolean {
  if (id !== undefined) return person.id === id;
  if (role !== undefined) return person.roles.includes(role);
  return from !== undefined && gradeIn(person, within, book) >= book.grades.indexOf(from);
}
