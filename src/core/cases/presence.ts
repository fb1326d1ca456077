/** Whether whoever is asked is still there, and whether somebody came who was not. */
import { awayUntil } from '../organization/presence.ts';
import { isThere } from '../reach/route.ts';
import { askedNow, type Question } from './conversation.ts';
import type { Turn } from './turn.ts';

/** Whoever is asked has left, or is away by now: waiting for them would be waiting for nothing. */
export function hasGone(turn: Turn, question: Question): boolean {
  const id = askedNow(question);
  if (id === undefined) return false;
  const person = turn.organization.people.get(id);
  return !person || !turn.worksHere(id) || awayUntil(person, turn.at) !== undefined;
}

/**
 * Nobody was there when it was asked, and somebody is now, earlier than was known.
 * @param people who has a say on the question
 */
export const hasCome = (turn: Turn, { passed }: Question, people: readonly string[]): boolean =>
  people.some((id) => {
    const person = turn.organization.people.get(id);
    return person !== undefined && !passed.includes(id) && isThere(person, turn.at);
  });
