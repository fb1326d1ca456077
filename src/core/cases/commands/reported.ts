/** What came of an effect: it reached its receiver, or it cannot. */
import type { CommandOf } from '../command.ts';
import { SAYSO } from '../event.ts';
import { notify } from '../notify.ts';
import { tryNext } from '../questions.ts';
import type { Turn } from '../turn.ts';

/** Notes what came of an effect. One that is reported twice, or comes too late, changes nothing. */
export function reported(
  turn: Turn,
  caseId: string | null,
  command: CommandOf<'delivered'> | CommandOf<'undelivered'>,
): void {
  const one = caseId === null ? undefined : turn.conversation.cases.find(({ id }) => id === caseId);
  if (command.do === 'delivered') {
    turn.emit('delivered', one?.id ?? null, { effect: command.effect }, SAYSO);
    const review = one?.reviews.find(({ id }) => id === command.question);
    if (one && review && review.agentTold === undefined) {
      turn.emit('agent told', one.id, { review: review.id }, SAYSO);
      const manager = turn.organization.people.get(review.about)?.manager;
      if (manager !== undefined) notify(turn, one.id, manager, 'review', review.id);
    }
    return;
  }
  turn.emit('undelivered', one?.id ?? null, { effect: command.effect, because: command.because }, SAYSO);
  if (!one) return;
  const question = one.questions.find(({ id }) => id === command.question);
  // Another channel or another person, at once.
  if (question && !question.closed) tryNext(turn, one.id, question.id);
  else if (!question && !one.closed) notify(turn, one.id, one.owner, 'breach');
}
