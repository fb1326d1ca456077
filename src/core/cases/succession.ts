/** An open case always has an owner who works here: when theirs has left, it goes to whoever takes their work over. */
import type { Book } from '../book/book.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { employedAt, fits, managerLine } from '../organization/people.ts';
import { route } from '../reach/route.ts';
import type { Instant } from '../words/time.ts';
import { isOpen } from './conversation.ts';
import { SAYSO } from './event.ts';
import { notify } from './notify.ts';
import type { Turn } from './turn.ts';

/**
 * Gives every open case whose owner has left to somebody else. Done before anything else of a turn, for what is decided
 * is decided for the one who holds the case.
 * @param touched a closed case that the command may open again
 */
export function succeed(turn: Turn, touched: string | null): void {
  for (const one of turn.conversation.cases) {
    if (turn.worksHere(one.owner) || !(isOpen(one) || one.id === touched)) continue;
    const to = successorOf(one.owner, turn);
    if (to === undefined) continue;
    turn.emit('owner changed', one.id, { from: one.owner, to, because: 'absence' }, SAYSO);
    notify(turn, one.id, to, 'handed over');
  }
}

/**
 * Who takes over from somebody: the first manager above who works here; else residual authority; else anybody. Undefined:
 * nobody works here.
 */
export function successorOf(
  id: string,
  { book, organization, at }: { book: Book; organization: Organization; at: Instant },
): string | undefined {
  const worksHere = (person: Person | undefined): boolean => person !== undefined && employedAt(person, at);
  const above = managerLine(organization, id).find((one) => worksHere(organization.people.get(one)));
  if (above !== undefined) return above;
  const people = [...organization.people.values()].filter(
    (person) => person.kind === 'person' && worksHere(person),
  );
  const named = people.filter((person) => book.residual.some(({ who }) => fits(who, person, book)));
  const found = (named.length > 0 ? named : people).map((person) => person.id);
  return route({ people: found }, organization, at).steps[0]?.person;
}
