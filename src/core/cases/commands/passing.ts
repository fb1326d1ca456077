/** Time passed: whatever is due by now, each once, oldest kind of duty first. A timer that comes too late finds nothing to do. */
import { DAY } from '../../words/time.ts';
import { ownAuthority } from '../authority.ts';
import { isOpen, openQuestions, type Case } from '../conversation.ts';
import { sentence, tellCustomer } from '../customer.ts';
import { mayHoldOn, RELEASE_MS, targetRuns } from '../due.ts';
import { SAYSO } from '../event.ts';
import { notify, tellAsker } from '../notify.ts';
import { keepPromise, noteLateFulfillment, promiseDue, tellOfBreach } from '../promises.ts';
import { closeQuestion, questionDue, withdrawQuestions } from '../questions.ts';
import type { Turn } from '../turn.ts';
import { sayYes } from '../yes.ts';

/** How often a silent customer is reminded before the case closes as unanswered. */
const REMINDERS = 2;

export function passing(turn: Turn): void {
  for (const { id } of turn.conversation.cases) {
    for (const question of openQuestions(turn.case(id)))
      if (questionDue(turn, id, question.id) === 'silence') goAhead(turn, id, question.id);
    if (isOpen(turn.case(id))) {
      holdDue(turn, turn.case(id));
      customerDue(turn, turn.case(id));
      targetsDue(turn, turn.case(id));
      releaseDue(turn, turn.case(id));
    }
    reviewsDue(turn, turn.case(id));
  }
  promiseDue(turn);
}

/** Silence means go ahead: a consult is answered by it; for a special client the book's default acts. */
function goAhead(turn: Turn, caseId: string, id: string): void {
  const one = turn.case(caseId);
  const question = one.questions.find((other) => other.id === id);
  if (!question) return;
  closeQuestion(turn, caseId, id, 'silence');
  if (question.kind === 'consult') {
    turn.emit(
      'advised',
      caseId,
      {
        question: id,
        silent: true,
        ...(question.rule !== undefined && !question.facts && { rule: question.rule }),
      },
      SAYSO,
    );
    tellAsker(turn, caseId, id);
    return;
  }
  sayYes(turn, caseId, {
    request: one.request,
    decision: turn.decide(one),
    authority: { by: one.asker, rule: 'special clients/silence' },
  });
}

function holdDue(turn: Turn, one: Case): void {
  if (!one.hold || turn.at < one.hold.until) return;
  turn.emit('resumed', one.id, {}, SAYSO);
  // Whoever promised to be back by now was reminded of that.
  if (turn.conversation.promise?.due !== one.hold.until) notify(turn, one.id, one.owner, 'reminder');
}

function customerDue(turn: Turn, one: Case): void {
  const { awaiting } = one;
  if (!awaiting || turn.at < awaiting.next) return;
  if (awaiting.reminders >= REMINDERS) {
    withdrawQuestions(turn, one.id);
    turn.emit('closed', one.id, { as: 'unanswered' }, SAYSO);
    tellCustomer(turn, one, 'closing', sentence(turn, one, 'unanswered'));
    keepPromise(turn);
    return;
  }
  const next = turn.at + DAY;
  const reminders = awaiting.reminders + 1;
  turn.emit('customer reminded', one.id, { reminders, next }, SAYSO);
  const which = reminders === REMINDERS ? 'last reminder' : 'reminder';
  tellCustomer(turn, one, 'reminder', sentence(turn, one, which, { time: next }));
  keepPromise(turn, next);
}

/** The response target, and the time by which a yes is carried out: lateness is a breach. */
function targetsDue(turn: Turn, one: Case): void {
  if (isOpen(one) && targetRuns(one) && one.answerBy !== undefined && turn.at >= one.answerBy) {
    turn.emit('answer late', one.id, {}, SAYSO);
    tellOfBreach(turn, one);
  }
  noteLateFulfillment(turn, one);
}

/** An owner who lacks authority and holds on is offered to let go: good work. */
function releaseDue(turn: Turn, one: Case): void {
  if (!mayHoldOn(one) || turn.at < one.ownedSince + RELEASE_MS) return;
  const decision = turn.decide(one);
  turn.emit('release offered', one.id, {}, SAYSO);
  const others = decision.verdict === 'handoff' && !ownAuthority(decision);
  notify(turn, one.id, one.owner, others ? 'release offered' : 'reminder');
}

function reviewsDue(turn: Turn, one: Case): void {
  for (const { id, due, outcome, about } of one.reviews) {
    if (outcome || turn.at < due) continue;
    turn.emit(
      'review signed',
      one.id,
      { review: id, outcome: { what: 'upheld', by: SAYSO, at: turn.at } },
      SAYSO,
    );
    notify(turn, one.id, about, 'answered', id);
  }
}
