/** `open`, `tell` and what is noticed while listening: a case begins and grows. */
import type { Fact } from '../../book/book.ts';
import type { Decision } from '../../decide/decision.ts';
import { theirsToSay } from '../../decide/next-step.ts';
import { typeMeant } from '../../decide/request.ts';
import { isObject, tooBig } from '../../decide/raw.ts';
import { readRequest } from '../../decide/read-request.ts';
import type { Json } from '../../words/hash.ts';
import { afterBusiness } from '../../reach/duty.ts';
import { ownAuthority } from '../authority.ts';
import { opened, unanswered } from '../checks.ts';
import type { DoorCommand } from '../command.ts';
import {
  openQuestions,
  type Case,
  type Contact,
  type RawRequest,
  askedNow,
  type Question,
} from '../conversation.ts';
import { CUSTOMER, SAYSO, typeOnRecord } from '../event.ts';
import { takenOver } from '../known-customer.ts';
import { notify } from '../notify.ts';
import { sentence, tellCustomer } from '../customer.ts';
import { calendarOf, promiseNext } from '../promises.ts';
import { closeQuestion } from '../questions.ts';
import { hashOf, recordOf, type Turn, type CommandFunctions } from '../turn.ts';
import { ask } from './asking.ts';
import { reopenAnswer, sayYes } from '../yes.ts';
import { callFor } from './owning.ts';

/** A conversation with so many cases is no conversation. */
const MOST_CASES = 100;

/** The request of a door, without what only the case itself may say. */
function readOpened(turn: Turn, raw: unknown): RawRequest {
  const fail = (code: string, path: string, message: string, mend: string): never => {
    throw turn.refused(code, `request${path === '' ? '' : `.${path}`}`, message, mend);
  };
  if (!isObject(raw) || tooBig(raw))
    return fail(
      'not-an-object',
      '',
      'The request is no object of ordinary size.',
      'Send { "type": …, "facts": { … } }.',
    );
  const done = isObject(raw['done']) ? raw['done'] : {};
  for (const key of ['agreed', 'consulted'])
    if (done[key] !== undefined)
      fail(
        'not-accepted',
        `done.${key}`,
        'Who agreed or was consulted is on the case’s record, and comes from these people themselves.',
        'Leave it out, and ask them: ask.',
      );
  if (raw['tallies'] !== undefined)
    fail('not-accepted', 'tallies', 'Running totals are kept by Sayso.', 'Leave the tallies out.');
  const read = readRequest(turn.book, raw);
  if ('problems' in read) {
    const [first] = read.problems;
    return fail(first?.code ?? 'wrong-request', first?.path ?? '', first?.message ?? '', first?.mend ?? '');
  }
  const { request } = read;
  const keep = (key: 'customer' | 'subject' | 'need' | 'language'): object =>
    request[key] === undefined ? {} : { [key]: request[key] };
  return {
    type: request.type,
    facts: isObject(raw['facts']) ? (raw['facts'] as Record<string, Json>) : {},
    ...keep('customer'),
    ...keep('subject'),
    ...keep('need'),
    ...keep('language'),
    ...(request.timeZone !== undefined && { time_zone: request.timeZone }),
    signals: [...request.signals],
    asks_for_a_person: request.asksForAPerson,
    ...(raw['special'] !== undefined && { special: raw['special'] as Json }),
    ...(raw['relations'] !== undefined && { relations: raw['relations'] as Json }),
    grounds: [...request.done.grounds],
    agreed: [],
    consulted: [],
  };
}

/** A request with what it takes over from its customer. */
export function ofKnown(turn: Turn, request: RawRequest): RawRequest {
  const known = request.customer === undefined ? undefined : turn.customer(request.customer);
  return known ? { ...request, ...takenOver(request, turn.readRaw(request), known, turn.at) } : request;
}

/** The case as it would begin, to be decided before it is there. */
export const draft = (id: string, request: RawRequest, by: string, at: number): Case => ({
  id,
  version: 0,
  openedAt: at,
  request,
  asker: by,
  owner: by,
  causedByUs: false,
  answerLate: false,
  hops: 0,
  questions: [],
  approvals: [],
  earlier: [],
  appealed: false,
  offered: [],
  fulfillLate: false,
  supervisorAsked: false,
  overPromises: [],
  ownedSince: at,
  reviews: [],
});

/** Notes a standing answer of another case, once. */
function noteStanding(turn: Turn, caseId: string, decision: Decision): void {
  const one = turn.case(caseId);
  const standing = turn.standing(one, decision);
  if (standing && one.standing?.case !== standing.case)
    turn.emit(
      'standing found',
      caseId,
      { of: standing.case, answer: standing.kind, until: standing.until },
      SAYSO,
    );
}

/** What follows from what is known now: signals call people, open questions are asked about the new facts. */
function follow(turn: Turn, caseId: string, decision: Decision): void {
  noteStanding(turn, caseId, decision);
  callFor(turn, caseId, decision);
}

/** What the decision says comes next, done for the asker; what needs more of them is left to them. */
function nextStep(turn: Turn, caseId: string, decision: Decision): void {
  const one = turn.case(caseId);
  // The same was declined before: that no stands, and nobody is asked about it anew.
  if (turn.standingNo(one, decision)) return;
  const { next_step: step } = decision;
  const authority = ownAuthority(decision);
  if (step === 'grant' && authority) sayYes(turn, caseId, { request: one.request, decision, authority });
  else if ((step === 'ask' || step === 'transfer') && openQuestions(one).length === 0)
    ask(turn, caseId, decision, 'grant');
}

/** Questions about other facts than those of now are asked anew. */
function askAnew(turn: Turn, caseId: string): void {
  const one = turn.case(caseId);
  const { about } = hashOf(turn, one.request);
  const stale = openQuestions(one).filter(
    (question) =>
      question.about !== about &&
      ['approval', 'agreement', 'decline', 'special client', 'consult'].includes(question.kind),
  );
  if (stale.length === 0) return;
  const onYes = stale.some((question) => question.onYes === 'hold') ? 'hold' : 'grant';
  for (const { id } of stale) closeQuestion(turn, caseId, id, 'withdrawn');
  const decision = turn.decide(turn.case(caseId));
  const needsOthers = decision.verdict === 'handoff' || decision.verdict === 'consult';
  if (needsOthers && !ownAuthority(decision)) ask(turn, caseId, decision, onYes);
}

export const opening: Pick<CommandFunctions, 'open' | 'tell' | 'signal' | 'supervisor' | 'reopen'> = {
  open(turn, caseId, command) {
    if (turn.conversation.cases.length >= MOST_CASES)
      throw turn.refused(
        'too-many-cases',
        'conversation',
        `This conversation has ${MOST_CASES} cases.`,
        'Open this one in a conversation of its own.',
      );
    const request = ofKnown(turn, readOpened(turn, command.request));
    const { type, signals, ...rest } = request;
    const decision = turn.decide(draft(caseId, request, turn.by, turn.at));
    const answerWithin = turn.book.types.get(type)?.answerWithinMs;
    const probe = draft(caseId, request, turn.by, turn.at);
    const onRecord = typeOnRecord(turn.book, type);
    turn.emit('opened', caseId, {
      type: onRecord,
      asker: turn.by,
      owner: turn.by,
      signals,
      ...(command.incident !== undefined && { incident: command.incident }),
      ...(command.caused_by_us === true && { causedByUs: true as const }),
      ...(answerWithin !== undefined && {
        answerBy: afterBusiness(calendarOf(turn, probe), turn.at, answerWithin),
      }),
      decision: recordOf(decision),
      personal: {
        request: { ...rest, signals, ...(onRecord !== type && { type }) },
        ...(command.conversation && { contact: contactOf(command.conversation) }),
        ...(command.words !== undefined && { words: command.words }),
      },
    });
    follow(turn, caseId, decision);
    if (command.at_once === true) nextStep(turn, caseId, decision);
  },

  tell(turn, caseId, command) {
    const one = opened(turn, caseId);
    const { do: _, ...said } = command;
    if (Object.values(said).every((value) => value === undefined))
      throw turn.refused('nothing-told', '', 'Nothing is told.', 'Send facts, a need, a customer …');
    if (one.answer)
      throw turn.refused(
        'already-answered',
        'case',
        'The case has its answer.',
        'New facts open it again: reopen.',
      );
    told(turn, caseId, turn.by === CUSTOMER ? ofCustomer(turn, one, said) : said);
  },

  signal(turn, caseId, { signal }) {
    const one = opened(turn, caseId);
    // Read as a request would be, so that an unknown signal is refused with the known ones.
    turn.readRaw({ ...one.request, signals: [signal] }, 'signal');
    turn.emit('signal raised', caseId, { signal });
    if (!one.answer) callFor(turn, caseId, turn.decide(turn.case(caseId)));
  },

  supervisor(turn, caseId, { words }) {
    const one = unanswered(turn, caseId);
    turn.emit('supervisor asked', caseId, {});
    const decision = turn.decide(one);
    // Whoever can decide is asked at once, however high; an asker who can decide is that person, and a no that is
    // settled or sure is everybody's.
    const able = ownAuthority(decision) !== undefined || decision.decline?.at_once === true;
    if (able) return;
    if (decision.verdict === 'ask') {
      // Nobody can say yes or no yet, however high: what is missing comes first, and then whoever can is asked at once.
      const theirs = theirsToSay(decision);
      if (theirs.length > 0)
        tellCustomer(
          turn,
          one,
          'question',
          turn.questions(
            one,
            theirs.map(({ fact }) => fact),
            decision,
          ),
        );
      return;
    }
    if (openQuestions(turn.case(caseId)).length === 0) ask(turn, caseId, decision, 'grant', words);
    const next = turn.conversation.promise?.due ?? promiseNext(turn, undefined, SAYSO);
    tellCustomer(turn, one, 'update', sentence(turn, one, 'supervisor', { time: next }));
  },

  reopen(turn, caseId, { facts }) {
    const one = turn.case(caseId);
    const before = one.answer;
    if (!one.closed && !before)
      throw turn.refused(
        'not-answered',
        'case',
        'The case is open and has no answer yet.',
        'Tell the facts: tell.',
      );
    if (before?.kind === 'yes' && turn.by === CUSTOMER)
      throw turn.refused(
        'granted',
        'case',
        'This was granted, and stays so.',
        'What is wanted beside it is a request of its own: ask whoever serves you.',
      );
    const said = turn.by === CUSTOMER ? claimed(turn, one, facts) : facts;
    if (before && !reopens(turn, one, said))
      throw turn.refused(
        'same-facts',
        'facts',
        'Nothing that the answer depended on is different.',
        before.kind === 'no'
          ? 'A no can be looked at once more: appeal.'
          : 'The answer stands; open another case for another request.',
      );
    if (one.closed) turn.emit('reopened', caseId, { owner: one.owner }, SAYSO);
    if (before) reopenAnswer(turn, caseId, 'new facts');
    told(turn, caseId, { facts: said });
  },
};

type Told = Omit<Extract<DoorCommand, { do: 'tell' }>, 'do'>;

/** What a customer says themself: claims, and what they need. Who they are, and what they are to us, is for staff to say. */
function ofCustomer(
  turn: Turn,
  one: Case,
  { facts, need, language, time_zone: zone, ...others }: Told,
): Told {
  const [other] = Object.entries(others).filter(([, value]) => value !== undefined);
  if (other)
    throw turn.refused(
      'not-for-customers',
      other[0],
      `A customer can not tell "${other[0]}" of themself.`,
      'Tell facts, what it is for, your language and time zone; whoever serves you tells the rest.',
    );
  return {
    ...(facts && { facts: claimed(turn, one, facts) as Told['facts'] }),
    need,
    language,
    time_zone: zone,
  };
}

/**
 * Facts as a customer tells them. Where the book names a proof, a system that knows it or a limit of good faith, theirs is
 * a claim, and what is known otherwise stays (L16); what only they can say counts as if whoever serves them had told it.
 */
function claimed(turn: Turn, one: Case, facts: Told['facts']): Record<string, Json> {
  const type = typeMeant(turn.book, one.request.type);
  const isKnown = (name: string): boolean => {
    const known = one.request.facts[name];
    return known !== undefined && !(isObject(known) && ('claimed' in known || 'unsure' in known));
  };
  const said = Object.entries(facts ?? {}).flatMap(([name, raw]): [string, Json][] => {
    const fact = type?.facts.get(name) ?? turn.book.facts.get(name);
    const value = (isObject(raw) && 'value' in raw ? raw['value'] : raw) as Json;
    if (fact === undefined || !needsProof(fact) || (isObject(value) && 'unsure' in value))
      return [[name, value]];
    return isKnown(name) ? [] : [[name, { value, claimed: true }]];
  });
  return Object.fromEntries(said);
}

const needsProof = ({ knownBy, proof, goodFaith }: Fact): boolean =>
  knownBy !== undefined || proof !== undefined || goodFaith.kind !== 'off';

/** Whether told facts change what an answer depended on: its deciding comparisons or its amount. */
function reopens(turn: Turn, one: Case, facts: Record<string, Json>): boolean {
  if (!one.answer) return true;
  const changed = turn.request(one, { facts: { ...one.request.facts, ...facts } });
  const { standing_key: key } = turn.decide(one, one.asker, changed);
  return key === null || key !== one.answer.standingKey;
}

function told(
  turn: Turn,
  caseId: string,
  said: {
    facts?: unknown;
    need?: string | undefined;
    customer?: string | undefined;
    subject?: string | undefined;
    language?: string | undefined;
    time_zone?: string | undefined;
    grounds?: readonly string[] | undefined;
    relations?: unknown;
    special?: unknown;
  },
): void {
  const one = turn.case(caseId);
  const personal = ofKnownTold(
    turn,
    one,
    Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  ) as Record<string, never>;
  const facts = (said.facts ?? {}) as Record<string, Json>;
  const { facts: _, ...change } = personal as Partial<RawRequest>;
  const next: Partial<RawRequest> = {
    ...change,
    grounds: [...new Set([...one.request.grounds, ...(said.grounds ?? [])])],
    facts: { ...one.request.facts, ...facts },
  };
  const decision = turn.decide(one, one.asker, turn.request(one, next));
  turn.emit('told', caseId, { names: Object.keys(facts), decision: recordOf(decision), personal });
  askAnew(turn, caseId);
  // What the customer says themself reaches whoever is asked about it meanwhile.
  if (turn.by === CUSTOMER)
    for (const question of openQuestions(turn.case(caseId)))
      if (question.askedAt < turn.at) tellAsked(turn, caseId, question);
  follow(turn, caseId, decision);
}

/** What is told with what it takes over from the customer, where it says whose case it is or what they are to us. */
function ofKnownTold(turn: Turn, one: Case, said: Partial<RawRequest>): Partial<RawRequest> {
  const request = { ...one.request, ...said, facts: one.request.facts };
  if (request.customer === undefined || (said.customer === undefined && said.special === undefined))
    return said;
  const known = turn.customer(request.customer);
  return known ? { ...said, ...takenOver(request, turn.readRaw(request), known, turn.at) } : said;
}

function tellAsked(turn: Turn, caseId: string, question: Question): void {
  const asked = question.kind === 'special client' ? question.asked : [askedNow(question)];
  for (const person of asked) if (person !== undefined) notify(turn, caseId, person, 'told', question.id);
}

const contactOf = ({
  system,
  id,
  url,
  channel,
  address,
}: {
  system: string;
  id: string;
  url?: string | undefined;
  channel?: string | undefined;
  address?: string | undefined;
}): Contact => ({
  system,
  id,
  ...(url !== undefined && { url }),
  ...(channel !== undefined && { channel }),
  ...(address !== undefined && { address }),
});
