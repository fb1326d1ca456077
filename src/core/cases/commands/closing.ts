/** `close`: never unmet without a yes, a live hand-off or a complete decline. */
import type { CommandFunctions } from '../advance.ts';
import { opened } from '../checks.ts';
import { CUSTOMER } from '../event.ts';
import { withdrawQuestions } from '../questions.ts';
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
    if (as === 'duplicate' && (of === undefined || of === one.id))
      throw turn.refused('of-what', 'of', 'A duplicate names the other case.', 'Name it: of.');
    if (as === 'withdrawn' && one.answer?.kind === 'yes') {
      if (one.fulfilled)
        throw turn.refused('already-fulfilled', 'as', 'It is carried out already.', 'Close as: met.');
      reopenAnswer(turn, caseId, 'withdrawn');
    }
    withdrawQuestions(turn, caseId);
    turn.emit('closed', caseId, { as, ...(of !== undefined && as === 'duplicate' && { of }) });
  },
};
