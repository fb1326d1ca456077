/** Erasing what was said in a conversation: when it may be, and what is left of it. */
import type { Instant } from '../words/time.ts';
import { isOpen, type Conversation } from './conversation.ts';
import { nextDue } from './due.ts';
import type { Event } from './event.ts';
import { evolve, replay } from './evolve.ts';

/** Whether everything has come to its end: an open case needs its facts, and a review the words of both sides. */
export const isAtRest = (conversation: Conversation): boolean =>
  !conversation.cases.some(isOpen) && nextDue(conversation) === null;

/**
 * The conversation once its personal values are gone, with the event that says so.
 * @param record all its events so far, in order
 * @param by a person's id
 */
export function erase(
  id: string,
  record: readonly Event[],
  by: string,
  at: Instant,
): { conversation: Conversation; event: Event } {
  const event: Event<'erased'> = { kind: 'erased', at, by, case: null };
  return { conversation: evolve(replay(id, record.map(withoutPersonal)), event), event };
}

function withoutPersonal(event: Event): Event {
  const { personal: _, ...rest } = event as Event & { personal?: object };
  return rest;
}
