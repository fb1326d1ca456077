/** `close`: never unmet without a yes, a live hand-off or a complete decline. */
import { mine, opened } from '../checks.ts';
import type { Case } from '../conversation.ts';
import { CUSTOMER } from '../event.ts';
import { withdrawQuestions } from '../questions.ts';
import type { CommandFunctions, Turn } from '../turn.ts';
import { reopenAnswer } from '../yes.ts';

export const closing: Pick<CommandFunctions, 'close'> = {
  close(turn, caseId, { as, of, words }) {
    const one = opened(turn, caseId);
    if (turn.by !== CUSTOMER) mine(turn, one);
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
    if (as === 'withdrawn' && turn.by !== CUSTOMER && words === undefined)
      throw turn.refused(
        'no-words',
        'words',
        'Only the customer withdraws: their words are on the record.',
        'Say what they said: words.',
      );
    if (as === 'withdrawn' && one.answer?.kind === 'yes') {
      if (one.fulfilled)
        throw turn.refused('already-fulfilled', 'as', 'It is carried out already.', 'Close as: met.');
      reopenAnswer(turn, caseId, 'withdrawn');
    }
    withdrawQuestions(turn, caseId);
    turn.emit('closed', caseId, {
      as,
      ...(of !== undefined && as === 'duplicate' && { of }),
      ...(words !== undefined && { personal: { words } }),
    });
  },
};

/** A duplicate names a case that goes on, or went on, for the same customer: otherwise it would be a dead end. */
function sameRequest(turn: Turn, one: Case, of: string | undefined): void {
  if (of === undefined || of === one.id)
    throw turn.refused('of-what', 'of', 'A duplicate names the other case.', 'Name it: of.');
  const other = turn.otherCase(of);
  if (!other)
    throw turn.refused('unknown-case', 'of', `There is no case "${of}".`, 'Look it up: sayso case list.');
  const ended = other.closed?.as;
  if (ended === 'duplicate' || ended === 'withdrawn' || ended === 'unanswered')
    throw turn.refused(
      'ended-itself',
      'of',
      `Case ${of} came to no answer: it is closed as ${ended}.`,
      'Name one that goes on or was answered; or answer this one.',
    );
  if (other.request.type !== one.request.type || differ(one.request.subject, other.request.subject))
    throw turn.refused(
      'other-request',
      'of',
      `Case ${of} asks for something else.`,
      'Name a case of the same request; or answer this one.',
    );
  if (differ(one.request.customer, other.request.customer))
    throw turn.refused(
      'other-customer',
      'of',
      `Case ${of} is another customer's.`,
      'Name a case of the same customer; or answer this one.',
    );
}

const differ = (own: string | undefined, other: string | undefined): boolean =>
  own !== undefined && other !== undefined && own !== other;
