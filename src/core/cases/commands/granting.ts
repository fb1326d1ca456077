/** `grant`, `fulfill`, `offer`, `take` and `correct`: the ways of a yes. */
import { authorityOf, ownAuthority, type Authority } from '../authority.ts';
import { ahead, mine, opened, staffOnly, unanswered } from '../checks.ts';
import type { Approval, Case, RawRequest } from '../conversation.ts';
import { CUSTOMER, SAYSO } from '../event.ts';
import { sentence, tellCustomer } from '../customer.ts';
import { withdrawQuestions } from '../questions.ts';
import type { Decision } from '../../decide/decision.ts';
import { undone } from '../../decide/next-step.ts';
import type { Request } from '../../decide/request.ts';
import { keepPromise, noteLateFulfillment } from '../promises.ts';
import type { CommandFunctions, Turn } from '../turn.ts';
import { noMore, reopenAnswer, sayYes, useApproval, withAmount } from '../yes.ts';

export const granting: Pick<CommandFunctions, 'grant' | 'fulfill' | 'offer' | 'take' | 'correct'> = {
  grant(turn, caseId, { reason, amount, done, fulfill_by: fulfillBy }) {
    const one = unanswered(turn, caseId);
    staffOnly(turn);
    const request = lesser(turn, one, amount);
    if (fulfillBy !== undefined) ahead(turn, 'fulfill_by', fulfillBy);
    const more = {
      request,
      ...(reason !== undefined && { reason }),
      ...(done !== undefined && { done }),
      ...(fulfillBy !== undefined && { fulfillBy }),
    };
    // Whoever can decide it may say yes unasked, as to all cases of an incident: by their own authority alone.
    const sayer = turn.by === one.owner ? one.asker : turn.by;
    const decision = turn.decide(one, sayer, turn.readRaw(request));
    const own = ownAuthority(decision);
    if (own) {
      doneBefore(turn, decision);
      sayYes(turn, caseId, { ...more, decision, authority: own });
      return;
    }
    if (turn.by !== one.owner && decision.verdict === 'ask') throw notYours(turn, decision);
    mine(turn, one);
    const [approval] = one.approvals.filter(({ used }) => used === undefined);
    if (!approval) throw notYours(turn, decision);
    doneBefore(turn, turn.decide(one, approval.by, turn.readRaw(request)));
    useOrRefuse(turn, caseId, approval, more);
  },

  fulfill(turn, caseId) {
    const one = opened(turn, caseId);
    if (one.answer?.kind !== 'yes')
      throw turn.refused('not-granted', 'case', 'There is no yes to carry out.', 'Say yes first: grant.');
    if (one.fulfilled)
      throw turn.refused('already-fulfilled', 'case', 'It is carried out already.', 'Nothing is left to do.');
    noteLateFulfillment(turn, one);
    turn.emit('fulfilled', caseId, {});
    turn.emit('closed', caseId, { as: 'met' });
    withdrawQuestions(turn, caseId, ['transfer']);
    tellCustomer(turn, one, 'closing', sentence(turn, one, 'carried out'));
    keepPromise(turn);
  },

  offer(turn, caseId, { alternative, words }) {
    const one = mine(turn, unanswered(turn, caseId));
    const found = alternativeOf(turn, one, alternative);
    turn.emit('alternative offered', caseId, {
      alternative: found.name,
      ...(words !== undefined && { personal: { words } }),
    });
    tellCustomer(turn, one, 'question', words ?? turn.offer(one, found));
    keepPromise(turn);
  },

  take(turn, caseId, { alternative, done }) {
    if (turn.by === CUSTOMER && done !== undefined)
      throw turn.refused(
        'not-for-customers',
        'done',
        'Whoever carries it out confirms it.',
        'Leave it out: done.',
      );
    const { answer, offered } = turn.case(caseId);
    const withNo = answer?.kind === 'no' && answer.alternatives.includes(alternative);
    if (turn.by === CUSTOMER && !withNo && !offered.includes(alternative))
      throw turn.refused('not-offered', 'alternative', 'This was not offered.', 'Ask whoever serves you.');
    const one = alternativeCase(turn, caseId, alternative);
    const instead = insteadOf(turn, one, alternative);
    if (!instead)
      throw turn.refused(
        'nothing-to-grant',
        'alternative',
        'This alternative is words alone: nothing has to be granted.',
        'Tell it with the no: decline.',
      );
    const { request, read } = instead;
    const decision = turn.decide(one, one.asker, read);
    const authority = ownAuthority(decision);
    if (!authority) throw notYours(turn, decision);
    sayYes(turn, caseId, {
      request,
      read,
      decision,
      authority,
      alternative,
      ...(done !== undefined && { done }),
    });
  },

  correct(turn, caseId, { error, amount }) {
    const one = turn.case(caseId);
    const wrong = one.answer?.kind === 'no' || turn.standing(one, turn.decide(one))?.kind === 'no';
    if (!wrong) throw turn.refused('nothing-to-correct', 'case', 'No no stands here.', 'Say yes: grant.');
    const request = lesser(turn, one, amount);
    const read = turn.readRaw(request);
    const decision = turn.decide(one, turn.by === one.asker ? one.asker : turn.by, read);
    const other = turn.by === one.asker ? undefined : authorityOf(turn, one, turn.by, read);
    const authority: Authority | undefined =
      turn.by === one.asker
        ? ownAuthority(decision)
        : other && { by: turn.by, rule: other.rule, ...(other.for !== undefined && { for: other.for }) };
    if (!authority || turn.unitsToAgree(one, turn.by, read)) throw notYours(turn, decision);
    if (one.closed) turn.emit('reopened', caseId, { owner: one.owner }, SAYSO);
    if (one.answer) reopenAnswer(turn, caseId, 'correction');
    sayYes(turn, caseId, { request, decision, authority, corrects: error });
  },
};

/** The request for the amount that is meant: what was asked for, or less. */
function lesser(turn: Turn, one: Case, amount: string | undefined): RawRequest {
  const request = withAmount(turn, one, amount);
  if (amount === undefined) return request;
  const asked = turn.decide(one).amount;
  const now = turn.decide(one, one.asker, turn.readRaw(request)).amount;
  if (asked !== undefined && !noMore(turn, one.request.type, now, asked))
    throw turn.refused(
      'more-than-asked',
      'amount',
      `The customer asked for ${asked}.`,
      'Grant that or less; tell another amount first: tell.',
    );
  return request;
}

function useOrRefuse(
  turn: Turn,
  caseId: string,
  approval: Approval,
  more: Parameters<typeof useApproval>[3],
): void {
  const use = useApproval(turn, caseId, approval, more);
  if (use.used) return;
  // Units were asked: that is on the record, and the yes waits for them.
  if (use.because === 'units') return;
  throw turn.refused(
    'approval-lapsed',
    'case',
    {
      'units refused': 'A unit whose yes is needed as well said no.',
      'facts changed': `The yes of ${approval.by} was given for other facts.`,
      expired: `The yes of ${approval.by} has expired.`,
      'authority changed': `${approval.by} can not say yes to this any more.`,
    }[use.because],
    'Ask again: ask.',
  );
}

/** What goes before a yes has to be shown by its fact. Refused with what is to be done. */
function doneBefore(turn: Turn, decision: Decision): void {
  const open = undone(decision);
  if (open === undefined) return;
  const { do: words, shownBy } = turn.book.obligations.get(open) ?? {};
  throw turn.refused(
    'not-done-yet',
    'case',
    `Before this yes: ${words?.[turn.book.language] ?? open}.`,
    `Do it, and tell that it is done: tell ${shownBy ?? open}.`,
  );
}

/** Why the asker's yes does not count, and what to do instead. */
function notYours(turn: Turn, decision: Decision): Error {
  const [who] = decision.who;
  const name = who ? `${who.name} can` : 'somebody else can';
  switch (decision.verdict) {
    case 'ask':
      return turn.refused(
        'facts-missing',
        'case',
        `It depends on: ${decision.missing.map(({ path, fact }) => path ?? fact).join(', ')}.`,
        'Tell them: tell.',
      );
    case 'consult':
      return turn.refused(
        'consult-first',
        'case',
        `A word with ${who?.name ?? 'a colleague'} comes first.`,
        'Ask for it: ask.',
      );
    case 'decline':
      return turn.refused(
        'declined-by-rule',
        'case',
        `${decision.rule ?? 'A rule'} forbids it.`,
        'Offer what can be granted: offer; or decline.',
      );
    default:
      return turn.refused(
        'not-yours-to-grant',
        'case',
        `You may not say yes to this; ${name}.`,
        'Ask for it: ask.',
      );
  }
}

/** The case an alternative is taken in: open, or declined just now. */
function alternativeCase(turn: Turn, caseId: string, alternative: string): Case {
  const one = turn.case(caseId);
  if (one.answer?.kind === 'no' && one.answer.alternatives.includes(alternative)) {
    // What was offered with the no is taken instead of it.
    if (one.closed) turn.emit('reopened', caseId, { owner: one.owner }, SAYSO);
    reopenAnswer(turn, caseId, 'alternative');
    return turn.case(caseId);
  }
  const open = unanswered(turn, caseId);
  alternativeOf(turn, open, alternative);
  return open;
}

/** The request that an alternative makes: part of the same, or another type. */
function insteadOf(turn: Turn, one: Case, name: string): { request: RawRequest; read: Request } | undefined {
  if (name === 'part') {
    const request = withAmount(turn, one, alternativeOf(turn, one, name).amount);
    return { request, read: turn.readRaw(request) };
  }
  const read = turn.instead(one, name);
  return read && { request: { ...one.request, type: read.type }, read };
}

/** An alternative of the decision now, by its name. */
function alternativeOf(turn: Turn, one: Case, name: string): Decision['alternatives'][number] {
  const decision = turn.decide(one);
  const found = decision.alternatives.find((other) => other.name === name);
  if (!found)
    throw turn.refused(
      'unknown-alternative',
      'alternative',
      `"${name}" is no alternative that can be granted here.`,
      decision.alternatives.length > 0
        ? `Those that can: ${decision.alternatives.map((other) => other.name).join(', ')}.`
        : 'There is none for this.',
    );
  return found;
}
