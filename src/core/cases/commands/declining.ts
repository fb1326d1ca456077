/** `decline` and `appeal`: the no, and the one other look at it. */
import type { Decision } from '../../decide/decision.ts';
import { managerLine } from '../../organization/people.ts';
import { mine, unanswered } from '../checks.ts';
import type { AgreedNo, Case } from '../conversation.ts';
import { sentence, tellCustomer } from '../customer.ts';
import { SAYSO } from '../event.ts';
import { sayNo } from '../no.ts';
import { promiseNext } from '../promises.ts';
import { openQuestion } from '../questions.ts';
import { hashOf, type Turn, type CommandFunctions } from '../turn.ts';
import { unitsRefuse } from '../yes.ts';

export const declining: Pick<CommandFunctions, 'decline' | 'appeal'> = {
  decline(turn, caseId, { words, because }) {
    const one = mine(turn, unanswered(turn, caseId));
    // Checked again now, when it is sent: whatever it was earlier.
    const decision = turn.decide(one);
    const reason = because === undefined ? {} : { because };
    const said = { decision, by: turn.by, rule: decision.rule, words, ...reason };
    if (decision.special_client)
      throw turn.refused(
        'special-client',
        'case',
        'Staff never have to turn this client away: management and the account owner decide.',
        'Ask them: ask.',
      );
    const standing = turn.standing(one, decision);
    // Whoever is asked the same again says the same, and points at the first.
    if (standing?.kind === 'no') {
      sayNo(turn, caseId, { ...said, standing });
      return;
    }
    if (decision.verdict === 'decline' && decision.decline?.at_once === true) {
      sayNo(turn, caseId, said);
      return;
    }
    if (standing?.kind === 'yes')
      throw turn.refused(
        'stands',
        'case',
        `The same was granted in case ${standing.case}, and nothing that it depends on has changed.`,
        'Say yes: grant or ask. Is it the same once more: close as duplicate.',
      );
    const agreed = agreedNo(turn, one, decision);
    if (!one.restated)
      throw turn.refused(
        'need-not-restated',
        'case',
        'Before a no that is not settled, the need is said back, with acknowledging words.',
        'Say it back: restate.',
      );
    sayNo(turn, caseId, {
      ...said,
      rule: decision.verdict === 'decline' ? decision.rule : agreed.rule,
      agreedBy: agreed.by,
      tell: agreed.tell,
      offer: agreed.offer,
    });
  },

  appeal(turn, caseId, { words }) {
    const one = turn.case(caseId);
    if (one.answer?.kind !== 'no')
      throw turn.refused(
        'nothing-to-appeal',
        'case',
        'No no stands here.',
        'Ask for what is wanted: sayso case open.',
      );
    if (one.answer.standsFrom !== undefined)
      throw turn.refused(
        'appeal-there',
        'case',
        `This no only points at the one of case ${one.answer.standsFrom}: there is one appeal for both.`,
        `Appeal there: case ${one.answer.standsFrom}.`,
      );
    if (one.appealed)
      throw turn.refused(
        'appealed-already',
        'case',
        'This no was looked at once more already.',
        'It stands until something that it depends on changes: reopen.',
      );
    const people = otherEyes(turn, one, one.answer.by, one.answer.agreedBy);
    if (one.closed) turn.emit('reopened', caseId, { owner: one.owner }, SAYSO);
    turn.emit('appealed', caseId, words === undefined ? {} : { personal: { words } });
    openQuestion(turn, caseId, {
      kind: 'appeal',
      people,
      decision: turn.decide(one),
      ...(words !== undefined && { words }),
    });
    const next = turn.conversation.promise?.due ?? promiseNext(turn, undefined, SAYSO);
    tellCustomer(turn, one, 'update', sentence(turn, one, 'looked at again', { time: next }));
  },
};

/** The agreement that a no needs which is not settled; refused with the way to get it. */
function agreedNo(turn: Turn, one: Case, decision: Decision): AgreedNo {
  const { agreedNo: agreed } = one;
  if (agreed && counts(turn, one, decision, agreed)) return agreed;
  if (decision.verdict === 'decline')
    throw turn.refused(
      'not-agreed',
      'case',
      'This no is not settled by the book: your manager, or somebody with more authority, agrees first.',
      'Ask them: ask.',
    );
  throw turn.refused(
    'no-decline',
    'case',
    {
      grant: 'You may say yes to this.',
      consult: 'You may say yes to this after a word with a colleague.',
      handoff: 'Somebody else can say yes to this.',
      ask: 'It is not known yet whether it can be.',
    }[decision.verdict],
    {
      grant: 'Say yes: grant.',
      consult: 'Ask for it: ask.',
      handoff: 'Ask for it: ask.',
      ask: 'Ask the customer: ask_customer.',
    }[decision.verdict],
  );
}

/** Whether an agreement to a no counts still: for these facts, in time, and of somebody who would be asked for it now. */
function counts(turn: Turn, one: Case, decision: Decision, { by, about, expires, unit }: AgreedNo): boolean {
  if (about !== hashOf(turn, one.request).about || turn.at >= expires || by === one.asker) return false;
  if (unit !== undefined) return turn.speaksFor(by, unit) && needsUnits(turn, one, decision);
  const people =
    decision.verdict === 'decline'
      ? turn.mayAgreeToDecline(one)
      : decision.verdict === 'handoff'
        ? [...turn.mayAnswer(one), ...(decision.agree?.people ?? [])]
        : [];
  return people.some(({ id }) => id === by);
}

/** Whether every yes that somebody could say, or has said, waits for units that said no. */
function needsUnits(turn: Turn, one: Case, decision: Decision): boolean {
  const waiting = one.approvals.filter(({ used }) => used === undefined);
  const sayers = waiting.length > 0 ? waiting.map(({ by }) => by) : decision.agree ? [one.asker] : [];
  const waitsInVain = (id: string): boolean => {
    const agree = turn.unitsToAgree(one, id, turn.request(one));
    return agree !== undefined && unitsRefuse(turn, one, agree);
  };
  return sayers.length > 0 && sayers.every(waitsInVain);
}

/** Able people first, then those with more authority: nobody who said or agreed to the no. */
function otherEyes(turn: Turn, one: Case, by: string, agreedBy: string | undefined): string[] {
  const found = [...turn.mayAnswer(one), ...turn.mayAgreeToDecline(one)].map(({ id }) => id);
  const left = [...new Set([...found, ...managerLine(turn.organization, one.asker)])].filter(
    (id) => id !== by && id !== agreedBy && id !== one.asker,
  );
  if (left.length > 0) return left;
  // In a very small organization the same person looks twice rather than nobody.
  return found.length > 0 ? found : [one.asker];
}
