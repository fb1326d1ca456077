/** `transfer`, `accept`, `hand_over` and `release`: who holds the case. */
import type { Decision } from '../../decide/decision.ts';
import { ownAuthority } from '../authority.ts';
import { mine, opened, questionMeant, staffOnly, unanswered } from '../checks.ts';
import { openQuestions } from '../conversation.ts';
import { notify } from '../notify.ts';
import { calledBy, closeQuestion, openQuestion, peopleFor, withdrawQuestions } from '../questions.ts';
import type { CommandFunctions, Turn } from '../turn.ts';

/** A signal, or a wish for a person, calls somebody at once: nothing waits for it. */
export function callFor(turn: Turn, caseId: string, decision: Decision): void {
  const one = turn.case(caseId);
  const people = calledBy(decision);
  if (people.length === 0 || openQuestions(one).some(({ kind }) => kind === 'transfer')) return;
  openQuestion(turn, caseId, { kind: 'transfer', people: people.map(({ id }) => id), decision });
}

export const owning: Pick<CommandFunctions, 'transfer' | 'accept' | 'hand_over' | 'release'> = {
  transfer(turn, caseId, { to, words }) {
    const one = mine(turn, unanswered(turn, caseId));
    const decision = turn.decide(one);
    const called = decision.mode === 'transfer' || decision.mode === 'agree' ? decision.who : [];
    const people = (called.length > 0 ? called : turn.mayAnswer(one)).map(({ id }) => id);
    if (ownAuthority(decision) && called.length === 0)
      throw turn.refused(
        'hollow-hop',
        'case',
        'You may decide this yourself: a transfer would add nothing.',
        'Say yes: grant. For a shift, a language or a customer who insists: hand_over.',
      );
    if (to !== undefined && !people.includes(turn.colleague(to, 'to').id))
      throw turn.refused(
        'hollow-hop',
        'to',
        `${turn.person(to, 'to').name} can not decide this either.`,
        people.length > 0
          ? `Those who can: ${people.slice(0, 5).join(', ')}. For a shift, a language or a customer who insists: hand_over.`
          : 'For a shift, a language or a customer who insists: hand_over.',
      );
    withdrawQuestions(turn, caseId, ['transfer', 'approval']);
    openQuestion(turn, caseId, {
      kind: 'transfer',
      people: to === undefined ? people : [to],
      decision,
      ...(words !== undefined && { words }),
    });
  },

  accept(turn, caseId, { question: id }) {
    staffOnly(turn);
    const one = opened(turn, caseId);
    const question = questionMeant(turn, one, id, ['transfer']);
    const people = [...peopleFor(turn, one, question), ...question.route.steps.map(({ person }) => person)];
    if (!people.includes(turn.by))
      throw turn.refused(
        'not-asked',
        'by',
        'This is not being handed to you.',
        `Asked: ${question.asked.join(', ')}.`,
      );
    // Whoever a signal calls need not decide more than the asker, or anything: the customer is with them; that is no hop.
    const able = turn.mayAnswer(one).some(({ id: person }) => person === turn.by);
    const hop = one.answer === undefined && able && !ownAuthority(turn.decide(one));
    closeQuestion(turn, caseId, question.id, 'accepted');
    turn.emit('transferred', caseId, { from: one.owner, to: turn.by, hop });
    notify(turn, caseId, one.owner, 'answered', question.id);
  },

  hand_over(turn, caseId, { to, because }) {
    staffOnly(turn);
    const one = opened(turn, caseId);
    const person = turn.colleague(to, 'to');
    if (person.id === one.owner)
      throw turn.refused(
        'same-owner',
        'to',
        `The case is with ${person.name} already.`,
        'Nothing is left to do.',
      );
    turn.emit('owner changed', caseId, { from: one.owner, to: person.id, because });
    notify(turn, caseId, person.id, 'handed over');
  },

  release(turn, caseId) {
    const one = mine(turn, unanswered(turn, caseId));
    if (ownAuthority(turn.decide(one)))
      throw turn.refused(
        'hollow-hop',
        'case',
        'You may decide this yourself.',
        'Say yes: grant. For a shift, a language or discomfort: hand_over.',
      );
    const [next] = turn.reachable(turn.mayAnswer(one));
    if (next === undefined)
      throw turn.refused(
        'nobody-able',
        'case',
        'Nobody else can decide this as it stands.',
        'Ask what the answer needs: ask.',
      );
    withdrawQuestions(turn, caseId, ['approval', 'transfer']);
    turn.emit('released', caseId, { from: one.owner, to: next });
    notify(turn, caseId, next, 'handed over');
  },
};
