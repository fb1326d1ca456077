/**
 * The promise of the next update: while a case is open there is one, reminded of before its time, kept by a named
 * person's words, by one automatic holding reply, or broken, which is an event and never a silence.
 */
import type { Calendar } from '../organization/organization.ts';
import { managerLine } from '../organization/people.ts';
import { afterWorking } from '../reach/duty.ts';
import { HOUR, MINUTE, type Instant } from '../words/time.ts';
import { isOpen, openQuestions, type Case, type CustomerPromise } from './conversation.ts';
import { sentence } from './customer.ts';
import { SAYSO } from './event.ts';
import { notify } from './notify.ts';
import { offersBeforeBreach } from './proposals.ts';
import type { Turn } from './turn.ts';

/** When nothing sooner is due, the customer hears within this working time. */
const UPDATE_MS = HOUR;
/** A reminder comes a quarter of the time before the promise is due, and at most this long before. */
const REMIND_MS = 15 * MINUTE;
/** A timer that is so late has broken the promise, even where a holding reply still goes out. */
const LATE_MS = MINUTE;
/** A broken promise that nobody mends is raised again after this working time, and each time after twice as much. */
const AGAIN_MS = 30 * MINUTE;
const MOST_DOUBLED = 4;
const SOONEST_MS = MINUTE;

/** The hours of business that count for a case: its owner's, or those of the first manager above who keeps any. */
export function calendarOf(turn: Turn, one: Case): Calendar | undefined {
  const people = [one.owner, ...managerLine(turn.organization, one.owner)];
  for (const id of people) {
    const person = turn.organization.people.get(id);
    // An AI agent is always there; the customer waits for people.
    if (person?.kind === 'person' && person.calendar) return person.calendar;
  }
  return undefined;
}

/** When a case will have news for its customer: what it waits for, or the usual time. */
function newsBy(turn: Turn, one: Case): Instant {
  const { at } = turn;
  if (one.fulfillBy !== undefined && one.fulfillBy > at) return one.fulfillBy;
  if (one.hold) return one.hold.until;
  if (one.awaiting) return one.awaiting.next;
  const calendar = calendarOf(turn, one);
  const usual = afterWorking(calendar, at, UPDATE_MS);
  const answers = openQuestions(one).map(({ patienceUntil }) => patienceUntil + REMIND_MS);
  const due = Math.max(usual, ...answers);
  return one.answerBy !== undefined && one.answerBy > at ? Math.min(due, one.answerBy) : due;
}

/** Promises the customer the next update, by a time or by when there will be news. */
export function promiseNext(turn: Turn, by?: Instant, maker: string = turn.by, holding = false): Instant {
  noteOverdue(turn);
  const open = turn.conversation.cases.filter(isOpen);
  const wanted = by ?? Math.min(...open.map((one) => newsBy(turn, one)));
  const due = Math.max(wanted, turn.at + SOONEST_MS);
  const remindAt = due - Math.min(REMIND_MS, (due - turn.at) / 4);
  const promise = `${turn.conversation.id}/p${turn.conversation.version + 1}`;
  turn.emit('promised', null, { promise, due, remindAt: Math.floor(remindAt), maker, holding }, SAYSO);
  return due;
}

/**
 * The customer heard from somebody: the promise is kept, and the next one made while a case is open. After a holding
 * reply only a named person's words do that.
 */
export function keepPromise(turn: Turn, next?: Instant, writer: string = turn.by): void {
  noteOverdue(turn);
  const { promise } = turn.conversation;
  if (promise?.held === true && !isPerson(turn, writer) && !answered(turn)) return;
  if (promise?.broken === 0) turn.emit('promise kept', null, { promise: promise.id });
  if (turn.conversation.cases.some(isOpen)) promiseNext(turn, next, writer);
}

const isPerson = (turn: Turn, id: string): boolean => turn.organization.people.get(id)?.kind === 'person';

/** The customer has their answer in this turn: that is what they waited for, whoever gave it. */
const answered = (turn: Turn): boolean =>
  turn.events.some(({ kind }) => kind === 'granted' || kind === 'declined' || kind === 'fulfilled');

/** At the end of every turn: an open case has a promise, a conversation without one has none. */
export function upkeep(turn: Turn): void {
  const { conversation } = turn;
  const open = conversation.cases.some(isOpen);
  if (open && !conversation.promise) promiseNext(turn, undefined, SAYSO);
  if (open || !conversation.promise) return;
  noteOverdue(turn);
  turn.emit('promise settled', null, { promise: conversation.promise.id }, SAYSO);
}

/** Its time went by before any timer came, as when every node was down: it is broken, whoever writes now. */
function noteOverdue(turn: Turn): void {
  const { promise } = turn.conversation;
  if (promise?.broken === 0 && turn.at > promise.due + LATE_MS) breakPromise(turn, promise);
}

/** A broken promise is an event; owners and their managers hear of it. It is raised again until somebody writes. */
function breakPromise(turn: Turn, promise: CustomerPromise): void {
  const open = turn.conversation.cases.filter(isOpen);
  const [first] = open;
  const pause = AGAIN_MS * 2 ** Math.min(promise.broken, MOST_DOUBLED);
  const next = afterWorking(first && calendarOf(turn, first), turn.at, pause);
  turn.emit('promise broken', null, { promise: promise.id, next }, SAYSO);
  for (const one of oncePerOwner(open)) tellOfBreach(turn, one);
}

/** Time has come to a promise. */
export function promiseDue(turn: Turn): void {
  const { promise } = turn.conversation;
  const open = turn.conversation.cases.filter(isOpen);
  const [first] = open;
  if (!promise || !first) return;
  if (turn.at >= promise.due) {
    pastDue(turn, promise, first);
    return;
  }
  if (promise.remindAt === undefined || turn.at < promise.remindAt) return;
  turn.emit('reminded', null, { promise: promise.id });
  // Where the customer is asked, it is them who are reminded.
  for (const one of oncePerOwner(open.filter(({ awaiting }) => !awaiting))) {
    const words = offersBeforeBreach(turn, one);
    turn.effect({
      kind: 'tell person',
      case: one.id,
      person: one.owner,
      matter: 'reminder',
      report: false,
      ...(words !== undefined && { words }),
    });
  }
}

function pastDue(turn: Turn, promise: CustomerPromise, first: Case): void {
  const again = promise.held || promise.broken > 0;
  if (again) breakPromise(turn, promise);
  else holdingReply(turn, first);
}

/** The one automatic reply of a promise: at its time, or where something else that was to come by now has not come. */
export function holdingReply(turn: Turn, first: Case): void {
  noteOverdue(turn);
  const { promise } = turn.conversation;
  if (!promise || promise.held || promise.broken > 1) return;
  const late = promise.broken > 0;
  turn.emit('holding reply sent', null, { promise: promise.id });
  if (!late) turn.emit('promise kept', null, { promise: promise.id });
  const next = promiseNext(turn, undefined, SAYSO, true);
  turn.effect({
    kind: 'tell customer',
    words: sentence(turn, first, late ? 'late' : 'holding reply', { time: next }),
    language: turn.language(first),
    matter: 'holding reply',
    report: true,
  });
}

const oncePerOwner = (open: readonly Case[]): Case[] => [
  ...new Map(open.map((one) => [one.owner, one])).values(),
];

/** A yes that is not carried out by its time is a breach: noted once, and at the latest when it is carried out. */
export function noteLateFulfillment(turn: Turn, one: Case): void {
  if (one.fulfillBy === undefined || one.fulfilled || one.fulfillLate || turn.at < one.fulfillBy) return;
  turn.emit('fulfillment late', one.id, {}, SAYSO);
  tellOfBreach(turn, one);
}

/** The owner and their manager hear of a breach. */
export function tellOfBreach(turn: Turn, one: Case): void {
  const manager = turn.organization.people.get(one.owner)?.manager;
  for (const person of [one.owner, ...(manager === undefined ? [] : [manager])])
    notify(turn, one.id, person, 'breach');
}
