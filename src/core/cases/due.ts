/** When time alone changes a conversation next: its one timer. */
import type { Organization } from '../organization/organization.ts';
import { employedAt } from '../organization/people.ts';
import { HOUR, type Instant } from '../words/time.ts';
import { askedNow, isOpen, openQuestions, type Case, type Conversation } from './conversation.ts';

/** An owner who lacks authority and asks nobody is offered to release the case after this time. */
export const RELEASE_MS = HOUR;

/** The first instant at which `time_passed` has something to do; null: never. */
export function nextDue(conversation: Conversation): Instant | null {
  const due = [
    ...promiseTimes(conversation),
    ...conversation.cases.flatMap((one) => [
      ...questionTimes(one),
      ...(isOpen(one) ? caseTimes(one) : []),
      ...reviewTimes(one),
    ]),
  ];
  return due.length === 0 ? null : Math.min(...due);
}

/** People as they stand, and those that come into force after them. */
export type PeopleAhead = {
  organization: Organization;
  later: readonly { since: Instant; organization: Organization }[];
};

/**
 * When a conversation has to be looked at next: when something is due, or when somebody who holds one of its cases, or is
 * asked, goes. What is theirs is handed on then, and not when somebody happens to touch it.
 */
export function nextTurn(conversation: Conversation, people: PeopleAhead, at: Instant): Instant | null {
  const due = nextDue(conversation);
  const times = goingTimes(conversation, people).filter((time) => time > at);
  return times.length === 0 ? due : Math.min(due ?? Infinity, ...times);
}

function goingTimes({ cases }: Conversation, people: PeopleAhead): Instant[] {
  const asked = cases.flatMap((one) => openQuestions(one).flatMap((question) => askedNow(question) ?? []));
  const owners = cases.filter(isOpen).map(({ owner }) => owner);
  return [...new Set([...owners, ...asked])]
    .flatMap((id) => leavingTimes(id, people))
    .concat(
      [...new Set(asked)].flatMap((id) =>
        (people.organization.people.get(id)?.absences ?? []).map(({ from }) => from),
      ),
    );
}

/** When somebody works here no more, as far as it is known. */
function leavingTimes(id: string, { organization, later }: PeopleAhead): Instant[] {
  const ends = later.map(({ since, organization: then }) => {
    const person = then.people.get(id);
    return person && employedAt(person, since) ? person.employed.until : since;
  });
  return [organization.people.get(id)?.employed.until, ...ends].filter((time) => time !== undefined);
}

const promiseTimes = ({ promise }: Conversation): Instant[] =>
  promise ? [promise.remindAt ?? promise.due, promise.due] : [];

/** Of a closed case only what outlives it is open. */
const questionTimes = (one: Case): Instant[] =>
  openQuestions(one).flatMap(({ patienceUntil, deadline }) =>
    deadline === undefined ? [patienceUntil] : [patienceUntil, deadline],
  );

function caseTimes(one: Case): Instant[] {
  const times: Instant[] = [];
  if (one.hold) times.push(one.hold.until);
  if (one.awaiting) times.push(one.awaiting.next);
  if (targetRuns(one) && one.answerBy !== undefined) times.push(one.answerBy);
  if (one.fulfillBy !== undefined && !one.fulfilled && !one.fulfillLate) times.push(one.fulfillBy);
  if (mayHoldOn(one)) times.push(one.ownedSince + RELEASE_MS);
  return times;
}

/** Whether the response target's clock runs: it stands still while the customer is asked. */
export const targetRuns = (one: Case): boolean =>
  one.answer === undefined && !one.answerLate && !one.awaiting;

/** Nothing goes on in a case: whether its owner can decide it has to be looked at. */
export const mayHoldOn = (one: Case): boolean =>
  isOpen(one) &&
  one.answer === undefined &&
  !one.hold &&
  !one.awaiting &&
  one.releaseOffered === undefined &&
  openQuestions(one).length === 0;

const reviewTimes = (one: Case): Instant[] =>
  one.reviews.flatMap(({ outcome, due }) => (outcome ? [] : [due]));
