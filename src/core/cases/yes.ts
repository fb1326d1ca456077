/** The yes: whose authority it rests on, checked at the moment of saying it, bound to the facts, said once. */
import type { Agreement, Candidate, Decision } from '../decide/decision.ts';
import { typeMeant, type Request } from '../decide/request.ts';
import { DAY, type Instant, parseInstant } from '../words/time.ts';
import { afterBusiness } from '../reach/duty.ts';
import { authorityOf, withoutSignals, type Authority } from './authority.ts';
import type { Approval, Case, RawRequest, TallyAddition } from './conversation.ts';
import { CUSTOMER, SAYSO, typeOnRecord, type EventData } from './event.ts';
import { sentence, tellCustomer } from './customer.ts';
import { calendarOf, keepPromise } from './promises.ts';
import { tellAsker } from './notify.ts';
import { closeQuestion, openQuestion, withdrawQuestions } from './questions.ts';
import { additionsOf, isStated, amountUnits, totalKey } from './totals.ts';
import { hashOf, standingScope, type Turn } from './turn.ts';

/** A yes is carried out within this working time when nobody says by when. */
const FULFILL_MS = 2 * DAY;
/** What somebody said is good for this working time; what is not used by then is asked for anew. */
const GOOD_MS = DAY;

/** A case's request for less: the amount fact replaced. Refused where the book computes the amount. */
export function withAmount(turn: Turn, one: Case, amount: string | undefined): RawRequest {
  if (amount === undefined) return one.request;
  const declared = typeMeant(turn.book, one.request.type)?.amount;
  if (declared?.fact === undefined)
    throw turn.refused(
      'no-amount-to-change',
      'amount',
      declared ? 'The amount of this request is computed from its facts.' : 'This request has no amount.',
      'Leave the amount out, or tell the facts that it is computed from.',
    );
  const changed = { ...one.request, facts: { ...one.request.facts, [declared.fact]: amount } };
  if (Number(amount) === 0)
    throw turn.refused('nothing', 'amount', 'A yes to nothing is none.', 'Name an amount; or say no.');
  // Read now, so that a wrong amount is refused where it was sent.
  turn.readRaw(changed, 'amount');
  return changed;
}

/** Whether an amount is no more than another one; what has no amount is the same. */
export function noMore(
  turn: Turn,
  type: string,
  amount: string | undefined,
  most: string | undefined,
): boolean {
  if (amount === undefined || most === undefined) return amount === most;
  const of = typeMeant(turn.book, type)?.amount?.type;
  return of !== undefined && amountUnits(of, amount) <= amountUnits(of, most);
}

type Saying = {
  request: RawRequest;
  /** The same as `decide` reads it; made from `request` when left out. */
  read?: Request;
  decision: Decision;
  authority: Authority;
  approval?: Approval;
  alternative?: string;
  corrects?: string;
  reason?: string;
  fulfillBy?: Instant;
  done?: boolean;
};

/** Says yes: the one final answer, with what it adds to running totals, and what has to be done. */
export function sayYes(turn: Turn, caseId: string, saying: Saying): void {
  const one = turn.case(caseId);
  if (one.answer)
    throw turn.refused(
      'already-answered',
      '',
      `This case has its answer already: ${one.answer.kind}, by ${turn.nameOf(one.answer.by)}.`,
      'Look at it: sayso case show. What has changed reopens it: reopen.',
    );
  const { request, decision, authority, approval, alternative, corrects, reason, done } = saying;
  const standing = turn.standing(one, decision);
  if (standing?.kind === 'no' && corrects === undefined)
    throw turn.refused(
      'stands',
      '',
      `The same was declined in case ${standing.case}, and nothing that it depends on has changed.`,
      'Tell what is different, have it looked at once more (appeal there), or name the error (correct).',
    );
  if (!isStated(turn.book, request.type, decision))
    throw turn.refused(
      'no-amount',
      'amount',
      'Nobody said how much this yes is to.',
      'Name the amount: amount. Or tell it: tell.',
    );
  const read = saying.read ?? turn.readRaw(request);
  const holder = turn.person(authority.for ?? authority.by);
  const counted = {
    type: request.type,
    request: read,
    caseId,
    holder,
    ...(decision.amount !== undefined && { amount: decision.amount }),
    goodFaith: decision.assumed.flatMap(({ fact, because }) => (because === 'good faith' ? [fact] : [])),
  };
  const adds = additionsOf(turn.book, { ...counted, causedByUs: one.causedByUs });
  // What a repeat that we caused does not add to, it reads all the same.
  relyOn(turn, request, additionsOf(turn.book, { ...counted, causedByUs: false }));
  const answer: EventData['granted']['answer'] = {
    kind: 'yes',
    by: authority.by,
    ...(authority.for !== undefined && { for: authority.for }),
    at: turn.at,
    rule: authority.rule,
    type: typeOnRecord(turn.book, request.type),
    about: hashOf(turn, request).about,
    book: turn.book.hash,
    standingKey: decision.standing_key,
    ...(decision.amount !== undefined && { amount: decision.amount }),
    ...(decision.unit !== undefined && { unit: decision.unit }),
    ...(approval && { approval: approval.id }),
    ...(alternative !== undefined && { alternative }),
    ...(corrects !== undefined && { corrects: true as const }),
  };
  const fulfillBy = saying.fulfillBy ?? afterBusiness(calendarOf(turn, one), turn.at, FULFILL_MS);
  turn.emit('granted', caseId, {
    answer,
    deciding: decision.deciding,
    obligations: decision.obligations.map(({ name }) => name),
    fulfillBy,
    personal: {
      adds,
      ...(corrects !== undefined && { corrects }),
      ...(answer.type !== request.type && { type: request.type }),
      ...(reason !== undefined && { words: reason }),
    },
  });
  afterYes(turn, caseId, saying, read, done === true);
}

/**
 * Everything that an answer rests on: written in between, it is decided anew. What no counter reads is not part of it;
 * otherwise two yeses of one unit would always be in each other's way.
 */
function relyOn(turn: Turn, request: RawRequest, adds: readonly TallyAddition[]): void {
  const scope = standingScope(request);
  if (scope !== undefined) turn.read.add(scope);
  for (const { per, of, type } of adds) {
    // Amount limits count on the subject, good faith on its claim, in every book.
    if (per === 'subject' || per.startsWith('good faith ')) turn.read.add(totalKey({ type, per, of }));
    // A counter may read the yeses of several types.
    for (const counter of turn.book.counters.values())
      if (per === counter.per || (typeof counter.per === 'object' && per === `fact ${counter.per.fact}`))
        for (const counted of counter.types) turn.read.add(totalKey({ type: counted, per, of }));
  }
}

function afterYes(
  turn: Turn,
  caseId: string,
  { decision, authority, corrects }: Saying,
  read: Request,
  done: boolean,
): void {
  const one = turn.case(caseId);
  const asked = turn.decide(one).amount;
  const part = read.type === one.request.type && asked !== undefined && decision.amount !== asked;
  const yes = turn.sayYes(read, decision, authority.rule, part);
  tellCustomer(
    turn,
    one,
    'answer',
    corrects === undefined ? yes : `${sentence(turn, one, 'correction')} ${yes}`,
  );
  tellAsker(turn, caseId);
  for (const { tell_unit, people } of decision.obligations)
    if (tell_unit !== undefined)
      for (const { id } of people?.slice(0, 1) ?? [])
        turn.effect({
          kind: 'tell person',
          case: caseId,
          person: id,
          matter: 'tell the unit',
          report: false,
        });
  withdrawQuestions(turn, caseId, [
    'approval',
    'agreement',
    'consult',
    'decline',
    'special client',
    'appeal',
  ]);
  if (done) {
    turn.emit('fulfilled', caseId, {});
    turn.emit('closed', caseId, { as: 'met' });
  }
  // What a customer takes was offered to them by whoever may grant it.
  keepPromise(turn, undefined, turn.by === CUSTOMER ? authority.by : turn.by);
}

/** An answer no longer stands. What a yes had added is given back, unless it was carried out. */
export function reopenAnswer(
  turn: Turn,
  caseId: string,
  because: EventData['answer reopened']['because'],
): void {
  const { answer, fulfilled } = turn.case(caseId);
  turn.emit('answer reopened', caseId, {
    because,
    ...(answer?.kind === 'yes' && !fulfilled && { grantedAt: answer.at, personal: { removes: answer.adds } }),
  });
}

/** What an approver's yes came to. */
export type Use =
  | { used: true }
  | { used: false; because: 'facts changed' | 'expired' | 'authority changed' }
  | { used: false; because: 'units' | 'units refused' };

/**
 * Uses somebody's yes: decided again now, bound to the facts (good for the same request for less), once.
 * Where units have to agree as well, they are asked, and the yes waits.
 */
export function useApproval(
  turn: Turn,
  caseId: string,
  approval: Approval,
  saying: Partial<Saying> = {},
): Use {
  const one = turn.case(caseId);
  const lapse = (because: 'facts changed' | 'expired' | 'authority changed'): Use => {
    turn.emit('approval lapsed', caseId, { approval: approval.id, because }, SAYSO);
    return { used: false, because };
  };
  if (turn.at >= approval.expires) return lapse('expired');
  const wanted = saying.request ?? one.request;
  const before = turn.decide(one, one.asker, turn.readRaw(wanted));
  // A yes with a change, and a yes for more than is wanted by now: the lesser of both.
  const amount = noMore(turn, wanted.type, before.amount, approval.amount) ? before.amount : approval.amount;
  const request = amount === before.amount ? wanted : withAmount(turn, one, amount);
  const { withoutAmount } = hashOf(turn, request);
  if (withoutAmount !== approval.aboutWithoutAmount) return lapse('facts changed');
  const read = turn.readRaw(request);
  const authority = authorityOf(turn, one, approval.by, read);
  if (!authority) return lapse('authority changed');
  const decision = turn.decide(one, approval.by, withoutSignals(read));
  const agree = turn.unitsToAgree(one, approval.by, read);
  if (agree) {
    if (unitsRefuse(turn, one, agree)) return { used: false, because: 'units refused' };
    askUnits(turn, caseId, decision, agree);
    return { used: false, because: 'units' };
  }
  sayYes(turn, caseId, {
    ...saying,
    request,
    decision: { ...turn.decide(one, one.asker, read), obligations: decision.obligations },
    authority: {
      by: approval.by,
      rule: authority.rule,
      ...(authority.for !== undefined && { for: authority.for }),
    },
    approval,
  });
  return { used: true };
}

/** Units that said no to the request as it is. */
function refusedBy(turn: Turn, one: Case): string[] {
  const { about } = hashOf(turn, one.request);
  return one.questions.flatMap((question) =>
    question.kind === 'agreement' && question.closed?.how === 'no' && question.about === about
      ? (question.unit ?? [])
      : [],
  );
}

/** Whether the units that are left can't be enough any more: what needs their yes can't be granted. */
export function unitsRefuse(turn: Turn, one: Case, agree: Agreement): boolean {
  const refused = refusedBy(turn, one);
  const left = agree.units.filter((unit) => !refused.includes(unit));
  return left.length < agree.count - agree.agreed.length;
}

/** Asks every unit that still has to say yes and did not say no, in parallel. */
export function askUnits(turn: Turn, caseId: string, decision: Decision, agree: Agreement): void {
  const refused = refusedBy(turn, turn.case(caseId));
  const asked = turn
    .case(caseId)
    .questions.filter(({ kind, closed }) => kind === 'agreement' && !closed)
    .map(({ unit }) => unit);
  for (const unit of agree.units)
    if (!asked.includes(unit) && !refused.includes(unit)) {
      const people = agree.people.filter(({ id }) => turn.speaksFor(id, unit));
      openQuestion(turn, caseId, {
        kind: 'agreement',
        unit,
        people: people.map(({ id }) => id),
        decision,
      });
    }
}

/** Until when what somebody said about a case is good: a night, weekend or holiday does not use it up. */
export const goodUntil = (turn: Turn, one: Case): Instant =>
  afterBusiness(calendarOf(turn, one), turn.at, GOOD_MS);

/** Records somebody's yes; it takes effect at once unless the asker wants to use it. */
export function approve(
  turn: Turn,
  caseId: string,
  question: { id: string; onYes: 'grant' | 'hold' },
  authority: Candidate,
  request: RawRequest,
  amount: string | undefined,
  { reason, ...saying }: Partial<Saying> = {},
): Use | undefined {
  const decision = turn.decide(turn.case(caseId));
  const { about, withoutAmount } = hashOf(turn, request);
  const until = decision.valid_until === null ? undefined : parseInstant(decision.valid_until);
  const approval: Approval = {
    id: `${question.id}/yes`,
    question: question.id,
    by: authority.id,
    rule: authority.rule,
    ...(authority.for !== undefined && { for: authority.for }),
    ...(amount !== undefined && { amount }),
    about,
    aboutWithoutAmount: withoutAmount,
    expires: Math.min(goodUntil(turn, turn.case(caseId)), until ?? Infinity),
  };
  turn.emit('approved', caseId, {
    approval,
    ...(amount !== undefined && amount !== decision.amount && { change: { amount } }),
    ...(reason !== undefined && { personal: { words: reason } }),
  });
  closeQuestion(turn, caseId, question.id, 'yes');
  if (question.onYes === 'grant') return useApproval(turn, caseId, approval, saying);
  turn.effect({
    kind: 'tell person',
    case: caseId,
    person: turn.case(caseId).asker,
    matter: 'answered',
    question: question.id,
    report: false,
  });
  return undefined;
}
