/** `ask` and `advise`: whoever the answer needs. */
import type { Decision } from '../../decide/decision.ts';
import { theirsToSay } from '../../decide/next-step.ts';
import { DAY, HOUR, MINUTE } from '../../words/time.ts';
import { ownAuthority } from '../authority.ts';
import { mine, questionMeant, unanswered } from '../checks.ts';
import { askedNow, openQuestions, type Question, type QuestionKind } from '../conversation.ts';
import { sentence, tellCustomer } from '../customer.ts';
import { notify, tellAsker } from '../notify.ts';
import { keepPromise } from '../promises.ts';
import { closeQuestion, openQuestion, peopleFor } from '../questions.ts';
import type { CommandFunctions, Turn } from '../turn.ts';
import { askUnits } from '../yes.ts';
import { callFor } from './owning.ts';

const ids = (people: readonly { id: string }[]): string[] => people.map(({ id }) => id);

/** A consult without a time of its own. */
const CONSULT_MS = HOUR;

/** Asks what a decision needs: nothing is asked twice, and nobody whose answer would not count. */
export function ask(
  turn: Turn,
  caseId: string,
  decision: Decision,
  onYes: Question['onYes'],
  words?: string,
): void {
  const one = turn.case(caseId);
  const said = words === undefined ? {} : { words };
  if (decision.special_client) {
    askSpecial(turn, caseId, decision, onYes, said);
    return;
  }
  if (decision.verdict === 'consult') {
    const within = decision.consult?.within_minutes;
    openQuestion(turn, caseId, {
      kind: 'consult',
      people: ids(decision.who.length > 0 ? decision.who : (decision.consult?.people ?? [])),
      decision,
      ...(decision.consult && { rule: decision.consult.rule }),
      ...(decision.consult?.facts && { facts: decision.consult.facts }),
      deadline: turn.at + (within === undefined ? CONSULT_MS : within * MINUTE),
      silence: decision.consult?.silence ?? 'hold',
      ...said,
    });
    return;
  }
  if (decision.verdict === 'decline') {
    openQuestion(turn, caseId, {
      kind: 'decline',
      people: ids(turn.mayAgreeToDecline(one)),
      decision,
      ...said,
    });
    return;
  }
  if (decision.mode === 'transfer') {
    callFor(turn, caseId, decision);
    return;
  }
  if (decision.agree) {
    askUnits(turn, caseId, decision, decision.agree);
    return;
  }
  openQuestion(turn, caseId, {
    kind: 'approval',
    people: ids(turn.mayAnswer(one)),
    decision,
    onYes,
    ...said,
  });
}

/** Account owner and management in parallel, and the client too; either answer moves the case. */
function askSpecial(
  turn: Turn,
  caseId: string,
  decision: Decision,
  onYes: Question['onYes'],
  said: { words?: string },
): void {
  const one = turn.case(caseId);
  const within = (decision.special_client?.deadline_minutes ?? 60) * MINUTE;
  // The deadline lies inside the response target.
  const target = one.answerBy !== undefined && one.answerBy > turn.at ? one.answerBy : Infinity;
  openQuestion(turn, caseId, {
    kind: 'special client',
    people: turn.mayAnswer(one).map(({ id }) => id),
    decision,
    onYes,
    deadline: Math.min(turn.at + within, Math.max(turn.at + MINUTE, target - MINUTE)),
    silence: decision.special_client?.silence ?? 'hold',
    ...said,
  });
  // Whoever would be asked but for a private tie may give their view.
  for (const related of turn.request(one).relations.keys())
    if (turn.worksHere(related)) notify(turn, caseId, related, 'told');
  tellCustomer(turn, turn.case(caseId), 'special client', sentence(turn, one, 'special client'));
}

/** What somebody who is related may give their view on. */
const OF_RELATED: readonly QuestionKind[] = ['consult', 'approval', 'special client', 'agreement', 'decline'];

export const asking: Pick<CommandFunctions, 'ask' | 'advise' | 'ask_customer'> = {
  ask(turn, caseId, { words, on_yes: onYes = 'grant' }) {
    const one = mine(turn, unanswered(turn, caseId));
    const decision = turn.decide(one);
    if (openQuestions(one).some(({ kind }) => kind !== 'ratification' && kind !== 'over-promise'))
      throw turn.refused(
        'already-asked',
        'case',
        'This is being asked already, and moves on by itself when nobody answers.',
        'Watch it: sayso case watch.',
      );
    const standing = turn.standingNo(one, decision);
    if (standing)
      throw turn.refused(
        'stands',
        'case',
        `The same was declined in case ${standing.case}, and nothing that it depends on has changed.`,
        'Say so: decline. Tell what is different, or have it looked at once more there: appeal.',
      );
    if (ownAuthority(decision))
      throw turn.refused(
        'hollow-hop',
        'case',
        'You may decide this yourself: asking would add nothing.',
        'Say yes: grant.',
      );
    if (decision.verdict === 'ask')
      throw turn.refused(
        'facts-missing',
        'case',
        `It depends on: ${decision.missing.map(({ path, fact }) => path ?? fact).join(', ')}.`,
        'Tell them (tell), or ask the customer for them (ask_customer).',
      );
    if (decision.verdict === 'decline' && decision.decline?.at_once === true)
      throw turn.refused(
        'settled',
        'case',
        'This no is settled: nobody has to be asked.',
        'Say it: decline.',
      );
    ask(turn, caseId, decision, onYes, words);
  },

  advise(turn, caseId, { question: id, words, facts }) {
    const one = unanswered(turn, caseId);
    // Somebody who is bound to the customer decides nothing here, and may always give their view.
    const isRelated = turn.request(one).relations.has(turn.by);
    const question = questionMeant(turn, one, id, isRelated ? OF_RELATED : ['consult']);
    if (isRelated && question.kind !== 'consult') {
      turn.emit('advised', caseId, {
        question: question.id,
        ...(words !== undefined && { personal: { words } }),
      });
      const asked = askedNow(question);
      if (asked !== undefined) notify(turn, caseId, asked, 'told', question.id);
      return;
    }
    if (!peopleFor(turn, one, question).includes(turn.by))
      throw turn.refused(
        'not-asked',
        'by',
        'This view is not yours to give.',
        `Asked: ${question.asked.join(', ')}.`,
      );
    turn.emit('advised', caseId, {
      question: question.id,
      ...(question.rule !== undefined && !question.facts && { rule: question.rule }),
      ...((facts || words !== undefined) && {
        personal: { ...(facts && { facts }), ...(words !== undefined && { words }) },
      }),
    });
    closeQuestion(turn, caseId, question.id, 'advised');
    tellAsker(turn, caseId, question.id);
  },

  ask_customer(turn, caseId, { facts, words }) {
    const one = mine(turn, unanswered(turn, caseId));
    const decision = turn.decide(one);
    const theirs = theirsToSay(decision);
    const names = facts ?? theirs.map(({ fact }) => fact);
    if (names.length === 0 && words === undefined)
      throw turn.refused(
        'nothing-missing',
        'facts',
        decision.missing.length === 0
          ? 'Nothing is missing for a decision.'
          : `What is missing is looked up, not asked: ${decision.missing.map(({ fact, known_by }) => `${fact} (${known_by})`).join(', ')}.`,
        decision.missing.length === 0
          ? 'Say what to ask: words.'
          : 'Look it up and tell it (tell), or name the facts that only the customer knows: facts.',
      );
    turn.emit('customer asked', caseId, {
      facts: names,
      next: turn.at + DAY,
      ...(words !== undefined && { personal: { words } }),
    });
    tellCustomer(turn, one, 'question', words ?? turn.questions(one, names, decision));
    keepPromise(turn);
  },
};
