/** What is answered about what was said or done already: an appeal, a commitment beyond the remit, an act beyond the book. */
import { typeMeant } from '../../decide/request.ts';
import { formatAmount } from '../../decide/situation.ts';
import { authorityOf } from '../authority.ts';
import { notOwn } from '../checks.ts';
import type { CommandOf } from '../command.ts';
import { isOpen, type Case, type Question } from '../conversation.ts';
import { sentence, tellCustomer } from '../customer.ts';
import { ofManagement } from '../no.ts';
import { notify } from '../notify.ts';
import { keepPromise } from '../promises.ts';
import { closeQuestion, peopleFor } from '../questions.ts';
import type { Turn } from '../turn.ts';
import { amountUnits } from '../totals.ts';
import { approve, reopenAnswer, withAmount } from '../yes.ts';

type Answering = CommandOf<'answer'>;

/** The one other look at a no. */
export function answerAppeal(turn: Turn, one: Case, question: Question, command: Answering): void {
  const before = one.answer;
  if (before?.kind !== 'no')
    throw turn.refused(
      'nothing-to-appeal',
      'case',
      'No no stands here.',
      'Look at the case: sayso case show.',
    );
  if (turn.by === before.by || turn.by === before.agreedBy || turn.by === one.asker)
    throw turn.refused(
      'own-question',
      'by',
      'Somebody else looks at it: you said or agreed to this no.',
      'Pass it on: pass.',
    );
  if (
    !question.route.steps.some(({ person }) => person === turn.by) &&
    !peopleFor(turn, one, question).includes(turn.by)
  )
    throw turn.refused(
      'not-asked',
      'by',
      'This is not yours to look at.',
      `Asked: ${question.asked.join(', ')}.`,
    );
  if (command.say === 'no') {
    ofManagement(turn, one);
    closeQuestion(turn, one.id, question.id, 'no');
    tellCustomer(turn, one, 'answer', `${sentence(turn, one, 'stands')} ${before.tell}`.trim());
    turn.emit('closed', one.id, { as: 'declined' });
    keepPromise(turn);
    return;
  }
  const request = withAmount(turn, one, command.amount);
  const authority = authorityOf(turn, one, turn.by, turn.readRaw(request), [question.askedBy]);
  if (!authority)
    throw turn.refused(
      'not-able',
      'by',
      'Nothing that this no depended on is different, so a yes would be beyond your authority.',
      'Tell what is different (tell facts: reopen), answer no, or pass it on.',
    );
  closeQuestion(turn, one.id, question.id, 'yes');
  reopenAnswer(turn, one.id, 'appeal');
  const { amount } = turn.decide(one, one.asker, turn.readRaw(request));
  approve(turn, one.id, { id: question.id, onYes: 'grant' }, authority, request, amount, {
    corrects: command.because ?? 'appeal',
  });
}

/** A commitment beyond the remit: honored, which is normal, or repaired. */
export function answerOverPromise(turn: Turn, one: Case, question: Question, command: Answering): void {
  notOwn(turn, one, question);
  const over = one.overPromises.find(({ mended }) => !mended);
  if (!over)
    throw turn.refused(
      'nothing-asked',
      'question',
      'Nothing is open here.',
      'Look at the case: sayso case show.',
    );
  if (!question.route.steps.some(({ person }) => person === turn.by))
    throw turn.refused(
      'not-able',
      'by',
      'You can not mend this yourself.',
      `Asked: ${question.asked.join(', ')}.`,
    );
  const ratified = command.say === 'yes';
  if (!ratified && command.repair === undefined)
    throw turn.refused(
      'no-repair',
      'repair',
      'A commitment that is not honored is repaired.',
      'Say how: repair.',
    );
  const rule = turn.mayAnswer(one).find(({ id }) => id === turn.by)?.rule ?? 'over-promise';
  turn.emit('over-promise mended', one.id, {
    id: over.id,
    how: ratified ? 'ratified' : 'repaired',
    rule,
    ...(command.repair !== undefined && { personal: { words: command.repair } }),
  });
  closeQuestion(turn, one.id, question.id, command.say);
  if (!ratified && command.repair !== undefined)
    tellCustomer(turn, turn.case(one.id), 'update', `${sentence(turn, one, 'repaired')} ${command.repair}`);
  // Whoever made it hears of it, kindly: no mark.
  if (over.by !== turn.by) notify(turn, one.id, over.by, 'answered', question.id);
  if (ratified) answerByIt(turn, one.id, question);
}

/**
 * What is ratified is the yes to a request that has no answer yet, to as much as was promised or done; and what was
 * promised beyond a yes that there is adds to it. Whoever ratified it has to be able to say that.
 */
function answerByIt(turn: Turn, caseId: string, question: Question): void {
  const before = turn.case(caseId);
  if (!isOpen(before)) return;
  const wanted = before.answer ? beyond(turn, before, question) : (question.amount ?? null);
  if (before.answer && wanted === null) return;
  const isFact = typeMeant(turn.book, before.request.type)?.amount?.fact !== undefined;
  const request = withAmount(turn, before, isFact ? (wanted ?? undefined) : undefined);
  const authority = turn.without(before, () =>
    authorityOf(turn, before, turn.by, turn.readRaw(request), [question.askedBy]),
  );
  if (!authority) return;
  if (before.answer) reopenAnswer(turn, caseId, 'correction');
  const { amount } = turn.decide(turn.case(caseId), before.asker, turn.readRaw(request));
  approve(turn, caseId, { id: question.id, onYes: 'grant' }, authority, request, amount, { request });
}

/** How much of an honored commitment a yes that there is does not hold: all of it anew, or the rest of what was carried out. */
function beyond(turn: Turn, { answer, fulfilled, request }: Case, question: Question): string | null {
  const type = typeMeant(turn.book, request.type)?.amount?.type;
  if (question.kind !== 'over-promise' || answer?.kind !== 'yes' || !type) return null;
  if (question.amount === undefined || answer.amount === undefined || answer.type !== request.type)
    return null;
  const [promised, given] = [amountUnits(type, question.amount), amountUnits(type, answer.amount)];
  if (promised <= given) return null;
  return formatAmount(type, fulfilled ? promised - given : promised);
}

/** What was done beyond the book: ratified is normal. */
export function answerRatification(turn: Turn, one: Case, question: Question, command: Answering): void {
  notOwn(turn, one, question);
  if (!question.route.steps.some(({ person }) => person === turn.by))
    throw turn.refused(
      'not-able',
      'by',
      'This is not yours to ratify.',
      `Asked: ${question.asked.join(', ')}.`,
    );
  if (command.say === 'yes')
    turn.emit('ratified', one.id, {
      rule: turn.mayAnswer(one).find(({ id }) => id === turn.by)?.rule ?? 'ratification',
      ...(question.amount !== undefined && { amount: question.amount }),
      ...(command.because !== undefined && { personal: { words: command.because } }),
    });
  closeQuestion(turn, one.id, question.id, command.say);
  notify(turn, one.id, question.askedBy, 'answered', question.id);
  if (command.say === 'yes') answerByIt(turn, one.id, question);
}
