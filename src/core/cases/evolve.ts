/** State from events: `evolve(conversation, event)`. Never refuses: what happened, happened. */
import type { Json } from '../words/hash.ts';
import type { Instant } from '../words/time.ts';
import {
  NOTHING_SAID,
  type Answer,
  type Case,
  type Conversation,
  type CustomerPromise,
  type Question,
  type RawRequest,
} from './conversation.ts';
import type { Event, EventKind } from './event.ts';

/** A conversation that nothing has happened in. */
export const newConversation = (id: string): Conversation => ({ id, changedAt: 0, version: 0, cases: [] });

/** The conversation after an event. */
export function evolve(conversation: Conversation, event: Event): Conversation {
  const ofAll = evolveShared(conversation, event);
  if (event.case === null) return ofAll;
  if (event.kind === 'opened') {
    const contact = event.personal?.contact;
    return {
      ...ofAll,
      ...(contact && ofAll.contact === undefined && { contact }),
      cases: [...ofAll.cases, newCase(event.case, event)],
    };
  }
  return {
    ...ofAll,
    cases: ofAll.cases.map((one) =>
      one.id === event.case ? { ...evolveCase(one, event), version: one.version + 1 } : one,
    ),
  };
}

/** All of a conversation's events, in order. */
export const replay = (id: string, events: readonly Event[]): Conversation =>
  events.reduce(evolve, newConversation(id));

function evolveShared(before: Conversation, event: Event): Conversation {
  const conversation = { ...before, changedAt: event.at, version: before.version + 1 };
  const promise = evolvePromise(conversation.promise, event);
  if (promise === conversation.promise) return conversation;
  const { promise: _, ...rest } = conversation;
  return promise ? { ...rest, promise } : rest;
}

function evolvePromise(promise: CustomerPromise | undefined, event: Event): CustomerPromise | undefined {
  switch (event.kind) {
    case 'promised':
      return {
        id: event.promise,
        due: event.due,
        remindAt: event.remindAt,
        by: event.maker,
        held: event.holding,
        broken: 0,
      };
    case 'reminded':
      return promise && without(promise, 'remindAt');
    case 'promise broken':
      // Its time is over: nobody is reminded of it any more.
      return promise && { ...without(promise, 'remindAt'), broken: promise.broken + 1, due: event.next };
    case 'promise settled':
      return undefined;
    default:
      return promise;
  }
}

function newCase(id: string, event: Event<'opened'>): Case {
  const said = event.personal?.request;
  const request: RawRequest = {
    ...NOTHING_SAID,
    ...said,
    signals: event.signals,
    type: said?.type ?? event.type,
  };
  return {
    id,
    version: 1,
    openedAt: event.at,
    ...(event.personal?.words !== undefined && { said: event.personal.words }),
    request,
    asker: event.asker,
    owner: event.owner,
    ...(event.incident !== undefined && { incident: event.incident }),
    causedByUs: event.causedByUs === true,
    ...(event.answerBy !== undefined && { answerBy: event.answerBy }),
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
    ownedSince: event.at,
    reviews: [],
  };
}

/** A record without one of its keys. */
function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = value;
  return rest;
}

const inQuestion = (one: Case, id: string, change: (question: Question) => Question): Case => ({
  ...one,
  questions: one.questions.map((question) => (question.id === id ? change(question) : question)),
});

const withRequest = (one: Case, change: Partial<RawRequest>): Case => ({
  ...one,
  request: { ...one.request, ...change },
});

type Of<K extends EventKind> = (one: Case, event: Event<K>) => Case;

/** A new owner: their time with the case begins. */
const owned = (one: Case, owner: string, event: Event): Case => ({
  ...without(one, 'releaseOffered'),
  owner,
  ownedSince: event.at,
});

/** The customer was heard: nobody waits for them any more, and the response target's clock goes on where it stood. */
function heard(one: Case, at: Instant): Case {
  const { awaiting, answerBy } = one;
  const rest = without(one, 'awaiting');
  return awaiting && answerBy !== undefined && !one.answerLate
    ? { ...rest, answerBy: answerBy + (at - awaiting.since) }
    : rest;
}

function told(one: Case, { at, personal = {} }: Event<'told'>): Case {
  const { facts, grounds, ...rest } = personal;
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return withRequest(heard(one, at), {
    ...said,
    ...(facts && { facts: { ...one.request.facts, ...facts } }),
    ...(grounds && { grounds: [...new Set([...one.request.grounds, ...grounds])] }),
  });
}

const known = (facts: Readonly<Record<string, Json>> | undefined, one: Case): Case =>
  facts ? withRequest(one, { facts: { ...one.request.facts, ...facts } }) : one;

const reviewed = (one: Case, id: string, change: Partial<Case['reviews'][number]>): Case => ({
  ...one,
  reviews: one.reviews.map((review) => (review.id === id ? { ...review, ...change } : review)),
});

/** A yes with what was said of it apart. */
function yesOf(
  { corrects, ...answer }: Event<'granted'>['answer'],
  personal: Event<'granted'>['personal'],
): Extract<Answer, { kind: 'yes' }> {
  return {
    ...answer,
    type: personal?.type ?? answer.type,
    adds: personal?.adds ?? [],
    ...(corrects && { corrects: personal?.corrects ?? '' }),
  };
}

const same = (one: Case): Case => one;

/** One entry for every kind: a kind that changes nothing says so. */
const CHANGES: { readonly [K in EventKind]: Of<K> } = {
  version: same,
  'book uploaded': same,
  'book published': same,
  'book rolled back': same,
  'book withdrawn': same,
  'notice given': same,
  'notice ended': same,
  'notice review asked': same,
  'notice reviewed': same,
  'notice covers': same,
  'people imported': same,
  'presence changed': same,
  'absence noted': same,
  'absence withdrawn': same,
  'delegation given': same,
  'delegation withdrawn': same,
  'grant reported': same,
  'special client flagged': same,
  'special client withdrawn': same,
  'flag viewed': same,
  'preferences told': same,
  'outside event': same,
  'proposal taken': same,
  'proposal dismissed': same,
  proposed: same,
  opened: same,
  told,
  'signal raised': (one, { signal }) =>
    withRequest(one, { signals: [...new Set([...one.request.signals, signal])] }),
  'supervisor asked': (one) => ({ ...one, supervisorAsked: true }),
  held: (one, { by, at, until }) => ({ ...one, hold: { by, since: at, until } }),
  resumed: (one) => without(one, 'hold'),
  restated: (one, { by, at, personal }) => ({
    ...one,
    restated: { by, at, need: personal?.need ?? '' },
  }),
  'customer asked': (one, { at, next }) => ({ ...one, awaiting: { since: at, reminders: 0, next } }),
  'customer reminded': (one, { reminders, next }) =>
    one.awaiting ? { ...one, awaiting: { ...one.awaiting, reminders, next } } : one,
  'standing found': (one, event) => ({
    ...one,
    standing: { case: event.of, kind: event.answer, until: event.until },
  }),
  asked: (one, { question, personal }) => ({
    ...one,
    questions: [
      ...one.questions,
      personal?.words === undefined ? question : { ...question, words: personal.words },
    ],
  }),
  'question sent': (one, { question: id, step, person, patienceUntil }) => {
    const first = one.questions.find((question) => question.id === id)?.asked.includes(person) !== true;
    return inQuestion(one, id, (question) => ({
      ...question,
      step,
      patienceUntil,
      asked: first ? [...question.asked, person] : question.asked,
    }));
  },
  'question waits': (one, { question: id, step, until }) =>
    inQuestion(one, id, (question) => ({ ...question, step, patienceUntil: until })),
  'deadline passed': (one, { question: id }) =>
    inQuestion(one, id, (question) => without(question, 'deadline')),
  'silence noted': same,
  rerouted: (one, { question: id, route, patienceUntil }) =>
    inQuestion(one, id, (question) => ({ ...question, route, step: -1, patienceUntil })),
  'passed on': (one, { question: id, person }) =>
    inQuestion(one, id, (question) => ({ ...question, passed: [...question.passed, person] })),
  'question closed': (one, { question: id, how, at, by }) =>
    inQuestion(one, id, (question) => ({ ...question, closed: { at, by, how } })),
  advised: (one, { rule, silent, personal }) => {
    const learned = known(personal?.facts, one);
    return rule === undefined
      ? learned
      : withRequest(learned, {
          consulted: [...learned.request.consulted, { rule, silent: silent === true }],
        });
  },
  agreed: (one, { unit, by }) => withRequest(one, { agreed: [...one.request.agreed, { unit, by }] }),
  approved: (one, { approval }) => ({
    ...one,
    approvals: [...one.approvals.filter(({ id }) => id !== approval.id), approval],
    hops: one.hops + (approval.by === one.asker ? 0 : 1),
  }),
  'no agreed': (one, { no, personal }) => ({
    ...one,
    agreedNo: {
      ...no,
      because: personal?.because ?? '',
      ...(personal?.tell !== undefined && { tell: personal.tell }),
    },
  }),
  'approval lapsed': (one, { approval }) => ({
    ...one,
    approvals: one.approvals.filter(({ id }) => id !== approval),
  }),
  granted: (one, { answer, fulfillBy, at, personal }) => ({
    ...without(without(heard(one, at), 'hold'), 'releaseOffered'),
    answer: yesOf(answer, personal),
    fulfillBy,
    approvals: one.approvals.map((approval) =>
      approval.id === answer.approval ? { ...approval, used: at } : approval,
    ),
  }),
  declined: (one, { answer, at, personal }) => ({
    ...without(without(without(heard(one, at), 'hold'), 'releaseOffered'), 'agreedNo'),
    answer: { ...answer, tell: personal?.tell ?? '' },
  }),
  appealed: (one) => ({ ...one, appealed: true }),
  'answer reopened': (one) => {
    // A need that was said back before is said back anew before another no.
    const rest = without(without(without(without(one, 'answer'), 'fulfillBy'), 'fulfilled'), 'restated');
    return { ...rest, fulfillLate: false, earlier: one.answer ? [...one.earlier, one.answer] : one.earlier };
  },
  'alternative offered': (one, { alternative }) => ({
    ...one,
    offered: [...new Set([...one.offered, alternative])],
  }),
  'over-promised': (one, { id, by, at, amount, personal }) => ({
    ...one,
    overPromises: [
      ...one.overPromises,
      { id, by, at, words: personal?.words ?? '', ...(amount !== undefined && { amount }) },
    ],
  }),
  'over-promise mended': (one, { id, how, by, at }) => ({
    ...one,
    overPromises: one.overPromises.map((over) =>
      over.id === id ? { ...over, mended: { how, by, at } } : over,
    ),
  }),
  ratified: same,
  transferred: (one, event) => ({
    ...owned(one, event.to, event),
    asker: event.to,
    hops: one.hops + (event.hop ? 1 : 0),
  }),
  'owner changed': (one, event) => ({ ...owned(one, event.to, event), asker: event.to }),
  'release offered': (one, { at }) => ({ ...one, releaseOffered: at }),
  released: (one, event) => ({ ...owned(one, event.to, event), asker: event.to, hops: one.hops + 1 }),
  fulfilled: (one, { at, by }) => ({ ...one, fulfilled: { at, by } }),
  'fulfillment late': (one) => ({ ...one, fulfillLate: true }),
  'answer late': (one) => ({ ...one, answerLate: true }),
  'abuse warned': (one, { at }) => ({ ...one, abuse: { ...one.abuse, warned: at } }),
  'contact ended': (one, { at }) => ({ ...one, abuse: { ...one.abuse, ended: at } }),
  complained: (one, { review, personal }) => ({
    ...one,
    reviews: [...one.reviews, { ...review, words: personal?.words ?? '' }],
  }),
  'agent told': (one, { review, at }) => reviewed(one, review, { agentTold: at }),
  'agent answered': (one, { review, personal }) =>
    reviewed(one, review, { agentWords: personal?.words ?? '' }),
  'review signed': (one, { review, outcome }) => reviewed(one, review, { outcome }),
  closed: (one, { as, at, by, of }) => ({
    ...without(without(heard(one, at), 'hold'), 'releaseOffered'),
    closed: { as, at, by, ...(of !== undefined && { of }) },
  }),
  reopened: (one, event) => owned(without(one, 'closed'), event.owner, event),
  promised: same,
  reminded: same,
  'promise kept': same,
  'holding reply sent': same,
  'promise broken': same,
  'promise settled': same,
  updated: same,
  'customer said': (one, { at }) => heard(one, at),
  rated: (one, { service, outcome, at }) => ({
    ...one,
    rating: {
      ...one.rating,
      at,
      ...(service !== undefined && { service }),
      ...(outcome !== undefined && { outcome }),
    },
  }),
  erased: same,
  delivered: same,
  undelivered: same,
};

function evolveCase(one: Case, event: Event): Case {
  const change = CHANGES[event.kind] as (before: Case, happened: Event) => Case;
  return change(one, event);
}
