/** An open case always has an owner who works here: when theirs has left, it goes to whoever takes their work over. */
import { employedAt, fits, managerLine } from '../organization/people.ts';
import { route } from '../reach/route.ts';
import { isOpen, type Case } from './conversation.ts';
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
    const to = successorOf(turn, one);
    if (to === undefined) continue;
    turn.emit('owner changed', one.id, { from: one.owner, to, because: 'absence' }, SAYSO);
    notify(turn, one.id, to, 'handed over');
  }
}

/** The first manager above who works here; else residual authority; else anybody. Undefined: nobody works here. */
function successorOf(turn: Turn, { owner }: Case): string | undefined {
  const above = managerLine(turn.organization, owner).find((id) => turn.worksHere(id));
  if (above !== undefined) return above;
  const people = [...turn.organization.people.values()].filter(
    (person) => person.kind === 'person' && employedAt(person, turn.at),
  );
  const named = people.filter((person) => turn.book.residual.some(({ who }) => fits(who, person, turn.book)));
  const found = (named.length > 0 ? named : people).map(({ id }) => id);
  return route({ people: found }, turn.organization, turn.at).steps[0]?.person;
}
