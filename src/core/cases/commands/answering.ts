/** `answer` and `pass`: what the people who are asked say. */
import type { Candidate } from '../../decide/decision.ts';
import { authorityOf, ownAuthority } from '../authority.ts';
import { notOwn, opened, questionMeant, staffOnly } from '../checks.ts';
import type { CommandOf } from '../command.ts';
import { askedNow, openQuestions, type Case, type Question, type QuestionKind } from '../conversation.ts';
import { sayNo } from '../no.ts';
import { tellAsker } from '../notify.ts';
import { closeQuestion, tryNext } from '../questions.ts';
import { hashOf, type Turn, type CommandFunctions } from '../turn.ts';
import { approve, goodUntil, noMore, sayYes, useApproval, withAmount } from '../yes.ts';
import { ask } from './asking.ts';
import { answerAppeal, answerOverPromise, answerRatification } from './mending.ts';

const ANSWERED: readonly QuestionKind[] = [
  'approval',
  'agreement',
  'decline',
  'special client',
  'appeal',
  'over-promise',
  'ratification',
];

type Answering = CommandOf<'answer'>;

export const answering: Pick<CommandFunctions, 'answer' | 'pass'> = {
  answer(turn, caseId, command) {
    staffOnly(turn);
    const one = askable(turn, caseId);
    const question = questionMeant(turn, one, command.question, ANSWERED);
    if (command.say === 'no' && command.because === undefined && command.repair === undefined)
      throw turn.refused('no-reason', 'because', 'A no needs its reason.', 'Say why: because.');
    ANSWERS[question.kind as keyof typeof ANSWERS](turn, one, question, command);
  },

  pass(turn, caseId, { question: id }) {
    staffOnly(turn);
    const one = askable(turn, caseId);
    const question = questionMeant(turn, one, id, [...ANSWERED, 'consult', 'transfer']);
    if (!question.asked.includes(turn.by))
      throw turn.refused('not-asked', 'by', 'You are not asked.', `Asked: ${question.asked.join(', ')}.`);
    turn.emit('passed on', caseId, { question: question.id, person: turn.by });
    const now = turn.case(caseId).questions.find((other) => other.id === question.id);
    // Only when it was theirs to answer now does it move on.
    if (now && askedNow(now) === turn.by) tryNext(turn, caseId, question.id);
  },
};

/** The case, open; or closed with something that outlives it. */
function askable(turn: Turn, caseId: string): Case {
  const one = turn.case(caseId);
  return openQuestions(one).length > 0 ? one : opened(turn, caseId);
}

/** The question was about other facts than those of now. */
function sameFacts(turn: Turn, one: Case, question: Question): void {
  if (hashOf(turn, one.request).about !== question.about)
    throw turn.refused(
      'facts-changed',
      'question',
      'What was asked about has changed since.',
      'Look at the case: sayso case show; it is asked anew.',
    );
}

function ableToAnswer(turn: Turn, one: Case, question: Question, amount: string | undefined): Candidate {
  notOwn(turn, one, question);
  const request = turn.readRaw(withAmount(turn, one, amount));
  const authority = authorityOf(turn, one, turn.by, request, [question.askedBy]);
  if (!authority)
    throw turn.refused(
      'not-able',
      'by',
      'You can not say yes to this yourself; a yes would be a hollow hop.',
      'Pass it on: pass.',
    );
  return authority;
}

/** One function for every kind of question. */
const ANSWERS = {
  approval: answerApproval,
  'special client': answerApproval,
  agreement: answerAgreement,
  decline: answerDecline,
  appeal: answerAppeal,
  'over-promise': answerOverPromise,
  ratification: answerRatification,
} satisfies Record<string, (turn: Turn, one: Case, question: Question, command: Answering) => void>;

function answerApproval(turn: Turn, one: Case, question: Question, command: Answering): void {
  sameFacts(turn, one, question);
  if (command.say === 'no') {
    refuseApproval(turn, one, question, command);
    return;
  }
  const asked = turn.decide(one).amount;
  const amount = command.amount ?? asked;
  if (
    command.amount !== undefined &&
    !noMore(turn, one.request.type, changed(turn, one, command.amount), asked)
  )
    throw turn.refused(
      'more-than-asked',
      'amount',
      `Asked for: ${asked ?? 'no amount'}.`,
      'Say yes to that or less.',
    );
  const authority = ableToAnswer(turn, one, question, command.amount);
  const request = withAmount(turn, one, command.amount);
  const normal = command.amount === undefined ? amount : changed(turn, one, command.amount);
  approve(turn, one.id, question, authority, request, normal, {
    ...(command.because !== undefined && { reason: command.because }),
  });
}

/** An amount as the decision writes it. */
const changed = (turn: Turn, one: Case, amount: string): string | undefined =>
  turn.decide(one, one.asker, turn.readRaw(withAmount(turn, one, amount))).amount;

/** An approver's no: what the asker needs to decline; management says it to a special client themself. */
function refuseApproval(turn: Turn, one: Case, question: Question, command: Answering): void {
  const authority = ableToAnswer(turn, one, question, undefined);
  const { because = '', tell, offer } = command;
  const decision = turn.decide(one);
  if (offer !== undefined && !turn.alternative(one, decision, offer))
    throw turn.refused(
      'unknown-alternative',
      'offer',
      `"${offer}" is no alternative that can be granted here.`,
      `Name another (${[...decision.alternatives.map(({ name }) => name), ...turn.book.alternatives.keys()].join(', ')}), or leave it out.`,
    );
  if (question.kind === 'special client') {
    const own = turn.decide(one, turn.by);
    if (own.verdict !== 'decline')
      throw turn.refused(
        'needs-management',
        'by',
        'Only management says no to a special client.',
        'Pass it on: pass.',
      );
    closeQuestion(turn, one.id, question.id, 'no');
    const standing = turn.standing(one, own);
    sayNo(turn, one.id, {
      decision: own,
      ...(standing?.kind === 'no' && { standing }),
      by: turn.by,
      rule: own.rule,
      because,
      tell,
      offer,
    });
    tellAsker(turn, one.id, question.id);
    return;
  }
  turn.emit('no agreed', one.id, {
    no: {
      question: question.id,
      by: turn.by,
      rule: authority.rule,
      about: question.about,
      ...(offer !== undefined && { offer }),
      expires: goodUntil(turn, one),
    },
    personal: { because, ...(tell !== undefined && { tell }) },
  });
  closeQuestion(turn, one.id, question.id, 'no');
  tellAsker(turn, one.id, question.id);
}

function answerAgreement(turn: Turn, one: Case, question: Question, command: Answering): void {
  const unit = question.unit ?? '';
  sameFacts(turn, one, question);
  if (!turn.speaksFor(turn.by, unit))
    throw turn.refused('not-able', 'by', `You do not speak for ${unit}.`, 'Pass it on: pass.');
  notOwn(turn, one, question);
  if (command.say === 'no') {
    turn.emit('no agreed', one.id, {
      no: {
        question: question.id,
        by: turn.by,
        unit,
        // The rule that needs the unit's yes.
        rule: turn.decide(one).rule,
        about: question.about,
        expires: goodUntil(turn, one),
      },
      personal: { because: command.because ?? '', ...(command.tell !== undefined && { tell: command.tell }) },
    });
    closeQuestion(turn, one.id, question.id, 'no');
    tellAsker(turn, one.id, question.id);
    return;
  }
  turn.emit('agreed', one.id, {
    question: question.id,
    unit,
    ...(command.because !== undefined && { personal: { words: command.because } }),
  });
  closeQuestion(turn, one.id, question.id, 'yes');
  afterAgreement(turn, one.id, question);
}

/** When the last unit has agreed, the yes that waited for it takes effect. */
function afterAgreement(turn: Turn, caseId: string, question: Question): void {
  const one = turn.case(caseId);
  const waiting = one.approvals.find(({ used }) => used === undefined);
  const held = one.questions.some(({ kind, onYes }) => kind === 'approval' && onYes === 'hold');
  if (waiting && !held) {
    const use = useApproval(turn, caseId, waiting);
    if (use.used || use.because === 'units' || use.because === 'units refused') return;
    // The yes that waited is good no more: it is asked for anew, and whoever serves the customer hears of it.
    const now = turn.decide(turn.case(caseId));
    if (now.verdict === 'handoff') ask(turn, caseId, now, 'grant');
    tellAsker(turn, caseId, question.id);
    return;
  }
  const decision = turn.decide(one);
  const own = ownAuthority(decision);
  if (own && !waiting && question.onYes === 'grant')
    sayYes(turn, caseId, { request: one.request, decision, authority: own });
  else tellAsker(turn, caseId, question.id);
}

/** Whether it really cannot be: yes, it cannot; or no, the asker is to look again. */
function answerDecline(turn: Turn, one: Case, question: Question, command: Answering): void {
  sameFacts(turn, one, question);
  notOwn(turn, one, question);
  if (!turn.mayAgreeToDecline(one).some(({ id }) => id === turn.by))
    throw turn.refused('not-able', 'by', 'Your agreement to a no does not count here.', 'Pass it on: pass.');
  if (command.say === 'yes') {
    const decision = turn.decide(one);
    turn.emit('no agreed', one.id, {
      no: {
        question: question.id,
        by: turn.by,
        rule: decision.rule,
        about: question.about,
        expires: goodUntil(turn, one),
      },
      personal: { because: command.because ?? '', ...(command.tell !== undefined && { tell: command.tell }) },
    });
  }
  closeQuestion(turn, one.id, question.id, command.say);
  tellAsker(turn, one.id, question.id);
}
