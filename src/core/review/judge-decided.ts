/** Acts that are judged by deciding again: with the book and people of that instant, on the facts known then. */
import type { RawRequest } from '../cases/conversation.ts';
import type { Event, EventKind } from '../cases/event.ts';
import { authorityOf, ownAuthority } from '../cases/authority.ts';
import { withAmount } from '../cases/yes.ts';
import type { Decision } from '../decide/decision.ts';
import { typeMeant, type Request } from '../decide/request.ts';
import { allowed, beyond, nameOf, obliged, says, type Judge, type Judged, type Seen } from './verdict.ts';

type Decided =
  | 'opened'
  | 'told'
  | 'customer asked'
  | 'restated'
  | 'asked'
  | 'approved'
  | 'no agreed'
  | 'granted'
  | 'declined'
  | 'alternative offered'
  | 'over-promised'
  | 'released';

const JUDGES: { readonly [K in Decided]: Judge<K> } = {
  opened: (_, { turn, one }) => {
    const decision = turn.decide(one);
    return obliged(
      decision.rule ?? 'case/every request is a case',
      `The request was taken up; the book said: ${says(decision)}.`,
    );
  },
  told: ({ names }, { turn, one }) => {
    const missing = turn.decide(one).missing.map(({ fact }) => fact);
    const found = names.filter((name) => missing.includes(name));
    return found.length > 0
      ? obliged('case/find out', `The answer hung on ${found.join(', ')}, and it was found out.`)
      : allowed('case/find out', 'What was learned was put on the record.');
  },
  'customer asked': (_, { turn, one }) =>
    turn.decide(one).verdict === 'ask'
      ? obliged('case/find out', 'The answer hung on what only the customer could say.')
      : allowed('case/find out', 'The customer may always be asked.'),
  restated: (_, { turn, one }) => {
    const { verdict, decline } = turn.decide(one);
    return verdict === 'decline' && decline?.at_once !== true
      ? obliged('case/restate before a no', 'Before a no that is not settled, the need is said back.')
      : allowed('case/restate before a no', 'Saying the need back is always welcome.');
  },
  asked: judgeAsking,
  approved: ({ by, approval }, seen) => {
    const { turn, one } = seen;
    const question = one.questions.find(({ id }) => id === approval.question);
    const request = turn.readRaw(requestFor(seen, approval.amount));
    const authority = authorityOf(turn, one, by, request, question ? [question.askedBy] : []);
    return authority
      ? allowed(authority.rule, `This yes was theirs to give (${authority.rule}).`)
      : beyond(approval.rule, `It was not theirs to give: ${says(turn.decide(one, by, request))}.`);
  },
  'no agreed': ({ by, no }, seen) => {
    const { turn, one } = seen;
    const question = one.questions.find(({ id }) => id === no.question);
    const able =
      question?.kind === 'agreement'
        ? turn.speaksFor(by, question.unit ?? '')
        : question?.kind === 'decline'
          ? turn.mayAgreeToDecline(one).some(({ id }) => id === by)
          : authorityOf(turn, one, by, turn.request(one)) !== undefined;
    return able
      ? allowed(no.rule ?? 'case/a no is agreed', 'They were asked, and had a say on it.')
      : beyond(no.rule ?? 'case/a no is agreed', 'They had no say on it.');
  },
  granted: judgeGranting,
  declined: judgeDeclining,
  'alternative offered': ({ alternative }, { turn, one }) => {
    const decision = turn.decide(one);
    const rule = `alternatives/${alternative}`;
    if (!decision.alternatives.some(({ name }) => name === alternative))
      return beyond(rule, 'The book had no such alternative that could be granted here.');
    return decision.verdict === 'decline'
      ? obliged(rule, 'What can be granted instead is offered with a no.')
      : allowed(rule, 'It could be granted instead.');
  },
  'over-promised': ({ amount }, seen) => {
    const decision = seen.turn.decide(seen.one, seen.turn.by, seen.turn.readRaw(requestFor(seen, amount)));
    return beyond(
      decision.rule ?? 'case/over-promise',
      `More was promised than was theirs: ${says(decision)}.`,
    );
  },
  released: (_, { turn, one }) => letsGo(turn.decide(one)),
};

export const DECIDED: { readonly [K in EventKind]?: Judge<K> } = JUDGES;

const letsGo = (decision: Decision): Judged =>
  ownAuthority(decision)
    ? beyond('case/no hollow hop', 'They could have decided it themselves.')
    : allowed('case/let go', 'Letting go of what others can decide is good work.');

function judgeAsking({ question }: Event<'asked'>, seen: Seen): Judged {
  const { turn, one } = seen;
  switch (question.kind) {
    case 'appeal':
      return obliged('case/one other look', 'A no is looked at once more by somebody else.');
    case 'over-promise':
      return obliged('case/over-promise', 'A commitment beyond the remit goes at once to somebody able.');
    case 'ratification':
      return allowed('case/ratify', 'What was done beyond the book may be brought to be approved.');
    default:
  }
  const decision = turn.decide(one);
  const rule = question.rule ?? decision.rule ?? 'case/ask who can';
  switch (question.kind) {
    case 'agreement':
      return obliged(rule, `${question.unit ?? 'A unit'} has to say yes as well.`);
    case 'special client':
      return obliged('special clients', 'Management and the account owner are asked before any no.');
    case 'decline':
      return decision.decline?.at_once === true
        ? allowed(rule, 'This no was settled; another pair of eyes does no harm.')
        : obliged(rule, 'A no that is not settled is agreed first.');
    case 'transfer': {
      const called = decision.obligations.some(({ name }) => name === 'transfer');
      if (decision.mode === 'transfer' || called)
        return obliged(decision.rule ?? rule, 'The right person is brought in at once.');
      return letsGo(decision);
    }
    default:
      return decision.verdict === 'grant'
        ? beyond('case/no hollow hop', 'They could have decided it themselves.')
        : obliged(rule, `Whoever the answer needs is asked: ${says(decision)}.`);
  }
}

/** The request for the amount that was said, where it is another than was asked for. */
function requestFor({ turn, one }: Seen, amount: string | undefined): RawRequest {
  const computed = typeMeant(turn.book, one.request.type)?.amount?.fact === undefined;
  return amount === undefined || computed || turn.decide(one).amount === amount
    ? one.request
    : withAmount(turn, one, amount);
}

/** The request that was granted: for less, or an alternative of another type. */
export function grantedRequest(seen: Seen, answer: Event<'granted'>['answer']): Request {
  const { turn, one } = seen;
  const instead =
    answer.alternative === undefined || answer.alternative === 'part'
      ? undefined
      : turn.instead(one, answer.alternative);
  return instead ?? turn.readRaw(requestFor(seen, answer.amount));
}

function judgeGranting({ answer }: Event<'granted'>, seen: Seen): Judged {
  const { turn, one } = seen;
  if (one.answer) return beyond('case/one final answer', 'The case had its answer already.');
  const request = grantedRequest(seen, answer);
  const decision = turn.decide(one, answer.by, request);
  const authority = ownAuthority(decision) ?? authorityOf(turn, one, answer.by, request);
  if (!authority)
    return beyond(answer.rule, `It was not ${nameOf(seen, answer.by)}’s yes to say: ${says(decision)}.`);
  const words =
    answer.by === turn.by
      ? `This yes was theirs to say (${authority.rule}).`
      : `${nameOf(seen, answer.by)} could say this yes, and did (${authority.rule}).`;
  if (answer.approval === undefined) return allowed(authority.rule, words);
  const good = one.approvals.some(
    ({ id, used, expires }) => id === answer.approval && used === undefined && turn.at < expires,
  );
  return good
    ? allowed(authority.rule, words)
    : beyond('case/a yes is used once', `The yes of ${nameOf(seen, answer.by)} was no longer good.`);
}

function judgeDeclining({ answer }: Event<'declined'>, seen: Seen): Judged {
  const { turn, one } = seen;
  const decision = turn.decide(one, answer.by);
  const rule = decision.rule ?? answer.rule ?? 'case/a no is sure';
  if (decision.special_client)
    return beyond('special clients', 'Staff never turn a special client away: management decides.');
  if (decision.verdict === 'decline') {
    if (decision.decline?.at_once === true)
      return obliged(rule, 'The book says no here, and it may be said at once.');
    if (answer.standsFrom !== undefined)
      return obliged(rule, `The same no stands from case ${answer.standsFrom}.`);
    if (one.questions.some(({ kind }) => kind === 'special client'))
      return allowed(rule, 'Management may say no to a special client.');
  }
  if (answer.agreedBy === undefined) return beyond(rule, `Nobody had agreed to this no: ${says(decision)}.`);
  if (decision.verdict !== 'decline' && decision.verdict !== 'handoff')
    return beyond(rule, `It was no no: ${says(decision)}.`);
  return one.restated
    ? allowed(
        answer.rule ?? rule,
        `${nameOf(seen, answer.agreedBy)} agreed to it, and the need was said back first.`,
      )
    : beyond('case/restate before a no', 'The need had not been said back before it.');
}
