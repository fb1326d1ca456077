/** What goes with people that come into force: who left, and the turns in which what is theirs is handed on. */
import { leftOf, turnsOfLeaving, type Replacing } from '../../core/people/preview.ts';
import type { Engine } from '../engine.ts';
import type { PeopleStep } from '../store/people.ts';
import type { Recorded } from '../store/record.ts';

const ID_BYTES = 7;

/** An id of a change of people. */
export const changeId = (engine: Engine): string => `p${engine.random(ID_BYTES)}`;

/** Written with the people, in one transaction. */
export const leaving = (
  engine: Engine,
  replacing: Omit<Replacing, 'book' | 'changes'>,
): Pick<PeopleStep, 'changes' | 'ends' | 'turns'> => ({
  changes: leftOf(replacing).map((one) => ({ ...one, id: changeId(engine) })),
  ends: [],
  turns: turnsOfLeaving(replacing),
});

/** What was not stored is tried again: others were faster, or it was sent twice at the same time. */
export function again(stored: Exclude<Recorded, { outcome: 'stored' }>): 'conflict' {
  if (stored.outcome === 'unknown organization') throw new Error('the organization is gone');
  return 'conflict';
}
