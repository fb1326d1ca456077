/** Erasing what was said in a conversation: when it may be, and what is left of it. */
import type { Instant } from '../words/time.ts';
import { isOpen, type Conversation } from './conversation.ts';
import { nextDue } from './due.ts';
import type { Event } from './event.ts';
import { replay } from './evolve.ts';

/** Whether everything has come to its end: an open case needs its facts, and a review the words of both sides. */
export const isAtRest = (conversation: Conversation): boolean =>
  !conversation.cases.some(isOpen) && nextDue(conversation) === null;

/** That personal values were erased, by a person; what of is said by where it stands. */
export const erased = (by: string, at: Instant): Event<'erased'> => ({ kind: 'erased', at, by, case: null });

/** The conversation once its personal values are gone. `record`: all its events so far, in order, and that they were. */
export const withoutPersonal = (id: string, record: readonly Event[]): Conversation =>
  replay(id, record.map(bare));

function bare(event: Event): Event {
  const { personal: _, ...rest } = event as Event & { personal?: object };
  return rest;
}
