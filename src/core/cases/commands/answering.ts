/** `answer` and `pass`: what the people who are asked say. */
import type { Candidate } from '../../decide/decision.ts';
import { authorityOf, ownAuthority } from '../authority.ts';
import { opened, questionMeant, staffOnly } from '../checks.ts';
import type { CommandOf } from '../command.ts';
import {
  askedNow,
  isOpen,
  openQuestions,
  type Case,
  type Question,
  type QuestionKind,
} from '../conversation.ts';
import { sentence, tellCustomer } from '../customer.ts';
import { ofManagement, sayNo } from '../no.ts';
import { notify, tellAsker } from '../notify.ts';
import { keepPromise } from '../promises.ts';
import { closeQuestion, peopleFor, tryNext } from '../questions.ts';
import { hashOf, type Turn, type CommandFunctions } from '../turn.ts';
import { approve, goodUntil, noMore, reopenAnswer, sayYes, useApproval, withAmount } from '../yes.ts';
import { ask } from './asking.ts';

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

/** Whoever asked, or serves the customer, does not answer their own question. */
function notOwn(turn: Turn, one: Case, question: Question): void {
  if (turn.by === one.asker || turn.by === question.askedBy)
    throw turn.refused(
      'own-question',
      'by',
      'Nobody approves what they asked approval for.',
      `Somebody else answers: ${question.asked.join(', ')}.`,
    );
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
  approve(turn, one.id, question, authority, request, normal);
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
    sayNo(turn, one.id, {
      decision: own,
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
  turn.emit('agreed', one.id, { question: question.id, unit });
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
    if (use.used || use.because === 'units') return;
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

/** The one other look at a no. */
function answerAppeal(turn: Turn, one: Case, question: Question, command: Answering): void {
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
function answerOverPromise(turn: Turn, one: Case, question: Question, command: Answering): void {
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

/** What is ratified is the yes to a request that has no answer yet, where whoever ratified it may say that. */
function answerByIt(turn: Turn, caseId: string, question: Question): void {
  const one = turn.case(caseId);
  if (one.answer || !isOpen(one)) return;
  const authority = authorityOf(turn, one, turn.by, turn.request(one), [question.askedBy]);
  const { amount } = turn.decide(one);
  if (authority) approve(turn, caseId, { id: question.id, onYes: 'grant' }, authority, one.request, amount);
}

/** What was done beyond the book: ratified is normal. */
function answerRatification(turn: Turn, one: Case, question: Question, command: Answering): void {
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
