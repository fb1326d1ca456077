/** `close`: never unmet without a yes, a live hand-off or a complete decline. */
import { opened } from '../checks.ts';
import type { Case } from '../conversation.ts';
import { CUSTOMER } from '../event.ts';
import { withdrawQuestions } from '../questions.ts';
import type { CommandFunctions, Turn } from '../turn.ts';
import { reopenAnswer } from '../yes.ts';

export const closing: Pick<CommandFunctions, 'close'> = {
  close(turn, caseId, { as, of }) {
    const one = opened(turn, caseId);
    if (turn.by === CUSTOMER && as !== 'withdrawn')
      throw turn.refused('not-for-customers', 'as', 'A customer can withdraw.', 'Close as: withdrawn.');
    if (as === 'met' && !one.fulfilled)
      throw turn.refused(
        'not-fulfilled',
        'as',
        one.answer?.kind === 'yes'
          ? 'The yes is not carried out yet, as far as anybody confirmed.'
          : 'There is no yes.',
        one.answer?.kind === 'yes' ? 'Confirm it: fulfill.' : 'Say yes first: grant.',
      );
    if (as === 'declined' && one.answer?.kind !== 'no')
      throw turn.refused(
        'dead-end',
        'as',
        'This would be a dead end: no complete no was said.',
        'Say it: decline.',
      );
    if (as === 'duplicate') sameRequest(turn, one, of);
    if (as === 'withdrawn' && one.answer?.kind === 'yes') {
      if (one.fulfilled)
        throw turn.refused('already-fulfilled', 'as', 'It is carried out already.', 'Close as: met.');
      reopenAnswer(turn, caseId, 'withdrawn');
    }
    withdrawQuestions(turn, caseId);
    turn.emit('closed', caseId, { as, ...(of !== undefined && as === 'duplicate' && { of }) });
  },
};

/** A duplicate names a case that goes on, or went on, for the same customer: otherwise it would be a dead end. */
function sameRequest(turn: Turn, one: Case, of: string | undefined): void {
  if (of === undefined || of === one.id)
    throw turn.refused('of-what', 'of', 'A duplicate names the other case.', 'Name it: of.');
  const other = turn.otherCase(of);
  if (!other)
    throw turn.refused('unknown-case', 'of', `There is no case "${of}".`, 'Look it up: sayso case list.');
  if (other.closed?.as === 'duplicate')
    throw turn.refused(
      'duplicate-itself',
      'of',
      `Case ${of} is closed as a duplicate itself.`,
      `Name the one that goes on: ${other.closed.of ?? 'another one'}.`,
    );
  const [own, others] = [one.request.customer, other.request.customer];
  if (own !== undefined && others !== undefined && own !== others)
    throw turn.refused(
      'other-customer',
      'of',
      `Case ${of} is another customer's.`,
      'Name a case of the same customer; or answer this one.',
    );
}
