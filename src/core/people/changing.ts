/**
 * What people change about themselves: where they are, when they will be away, who acts for them. Their own, or that of
 * somebody who reports to them; no AI agent does. What comes of it is an event, what holds from then on, and who is to be
 * looked at because of it.
 */
import type { AbsenceReason, PeopleChange, PresenceState } from '../organization/changes.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { employedAt, managerLine } from '../organization/people.ts';
import { endOf, startOf, wrongDate } from '../organization/person.ts';
import { awayUntil } from '../organization/presence.ts';
import { hoursEnd, nextShift } from '../reach/duty.ts';
import { isThere } from '../reach/route.ts';
import { DAY, HOUR, type Instant } from '../words/time.ts';
import { newDelegation } from './delegating.ts';
import { type Changed, type ChangingPeople } from './given.ts';
import { refused, type Refusal } from '../cases/refusal.ts';

/** As a door passes it on. Times are dates (whole days where the organization is) or instants. */
export type Change = { person: string } & (
  | { do: 'presence'; state: PresenceState; until?: string }
  | { do: 'absence'; from: string; until: string; reason?: AbsenceReason }
  | { do: 'delegate'; to: string; up_to?: string; functions?: readonly string[]; from: string; until: string }
  | { do: 'withdraw absence' | 'withdraw delegation'; id: string }
);

/** Somebody who comes back when they did not say so is here for a working day. */
const HERE_MS = 8 * HOUR;
const LONGEST_PRESENCE_MS = 14 * DAY;
/** How long an absence or a delegation lasts at most, and how far ahead it begins. */
const FAR_MS = 800 * DAY;
/** So many of each kind somebody has at a time. */
const MOST = 100;

/** What a change comes to; or why it can't be. `unchanged`: it is so already. */
export function changing(
  given: ChangingPeople,
  change: Change,
): Changed | { refused: Refusal } | 'unchanged' {
  const person = whose(given, change);
  if ('refused' in person) return person;
  switch (change.do) {
    case 'presence':
      return saying(given, person, change);
    case 'absence':
      return absent(given, person, change);
    case 'delegate':
      return delegating(given, person, change);
    case 'withdraw absence':
    case 'withdraw delegation':
      return withdrawing(given, person, change);
  }
}

/** The one rule of who may: the person, or a manager above them; people who work here. */
export function mayChangeFor(organization: Organization, by: string, person: string, at: Instant): boolean {
  const acting = organization.people.get(by);
  return (
    acting?.kind === 'person' &&
    employedAt(acting, at) &&
    (by === person || managerLine(organization, person).includes(by))
  );
}

/** Whose it is, when whoever acts may change it. */
function whose(
  { organization, by, at }: ChangingPeople,
  { person: id }: Change,
): Person | { refused: Refusal } {
  const person = organization.people.get(id);
  if (!person || (person.employed.until ?? Infinity) <= at)
    return refused(
      'unknown-person',
      'person',
      `Nobody with the id "${id}" works here.`,
      'Name somebody by their id: sayso people list.',
    );
  if (organization.people.get(by)?.kind === 'ai')
    return refused(
      'not-for-ai-agents',
      'by',
      'An AI agent changes nothing about who is there and who acts for whom.',
      'Let the person themself or a manager of theirs do it.',
    );
  if (mayChangeFor(organization, by, id, at)) return person;
  return refused(
    'not-yours',
    'person',
    `Only ${person.name} and the managers above them may change this.`,
    'Ask one of them.',
  );
}

type Wanting<Do extends Change['do']> = Extract<Change, { do: Do }>;

/** A time that was sent, after the present. */
function later(
  given: ChangingPeople,
  path: string,
  text: string,
  read: typeof startOf,
): Instant | { refused: Refusal } {
  const time = read(given.organization.zone, text);
  if (time === undefined) {
    const { code, message, mend } = wrongDate(text);
    return refused(code, path, message, mend);
  }
  if (time - given.at > FAR_MS)
    return refused('too-far', path, 'That is more than two years away.', 'Name an earlier time.');
  return time;
}

/** From when until when, the past left out; or what is wrong with it. */
function spanOf(
  given: ChangingPeople,
  { from, until }: { from: string; until: string },
): { from: Instant; until: Instant } | { refused: Refusal } {
  const start = later(given, 'from', from, startOf);
  if (typeof start !== 'number') return start;
  const end = later(given, 'until', until, endOf);
  if (typeof end !== 'number') return end;
  if (end <= start)
    return refused('ends-before-it-starts', 'until', 'This ends before it starts.', 'Swap the two times.');
  if (end <= given.at) return refused('in-the-past', 'until', 'That time is over.', 'Name a later one.');
  return { from: Math.max(start, given.at), until: end };
}

function tooMany({ changes }: ChangingPeople, person: Person, kind: PeopleChange['kind']): boolean {
  return changes.filter((one) => one.kind === kind && one.person === person.id).length >= MOST;
}

const tooManyNow = refused(
  'too-many',
  'person',
  `There are ${MOST} of these for this person already.`,
  'Withdraw those that are not needed.',
);

function saying(
  given: ChangingPeople,
  person: Person,
  { state, until: text }: Wanting<'presence'>,
): Changed | { refused: Refusal } | 'unchanged' {
  const { changes, at, id, by } = given;
  const before = changes.findLast((one) => one.kind === 'presence' && one.person === person.id);
  const was = isThere(person, at);
  if (state === 'here' && was && text === undefined) return 'unchanged';
  const until = text === undefined ? endOfPresence(person, state, at) : later(given, 'until', text, endOf);
  if (until === undefined)
    return refused(
      'until-when',
      'until',
      `Until when ${person.name} is ${state} is not said.`,
      'Say until when: a date, or an instant with its offset.',
    );
  if (typeof until !== 'number') return until;
  if (until <= at) return refused('in-the-past', 'until', 'That time is over.', 'Name a later one.');
  if (until - at > LONGEST_PRESENCE_MS)
    return refused('too-far', 'until', 'That is more than two weeks.', 'Note an absence instead.');
  const said = { person: person.id, state, from: at, until };
  return {
    event: { kind: 'presence changed', at, by, case: null, change: id, ...said },
    changes: [{ kind: 'presence', id, ...said }],
    ends: before ? [before.id] : [],
    about: [person.id],
    turns: state !== 'here' ? [{ people: [person.id], due: at }] : was ? [] : [{ comes: true, due: at }],
  };
}

/** Until when somebody is so who did not say it; undefined: nobody can say. */
function endOfPresence({ calendar }: Person, state: PresenceState, at: Instant): Instant | undefined {
  if (state === 'here') return (calendar && hoursEnd(calendar, at)) ?? at + HERE_MS;
  return state === 'off duty' && calendar ? nextShift(calendar, at) : undefined;
}

function absent(
  given: ChangingPeople,
  person: Person,
  { from, until, reason }: Wanting<'absence'>,
): Changed | { refused: Refusal } {
  const span = spanOf(given, { from, until });
  if ('refused' in span) return span;
  if (tooMany(given, person, 'absence')) return tooManyNow;
  const { at, id, by } = given;
  const noted = { person: person.id, ...span, ...(reason && { reason }) };
  return {
    event: { kind: 'absence noted', at, by, case: null, change: id, ...noted },
    changes: [{ kind: 'absence', id, ...noted }],
    ends: [],
    about: [person.id],
    turns: [{ people: [person.id], due: span.from }],
  };
}

function delegating(
  given: ChangingPeople,
  person: Person,
  wanted: Wanting<'delegate'>,
): Changed | { refused: Refusal } {
  const span = spanOf(given, wanted);
  if ('refused' in span) return span;
  if (tooMany(given, person, 'delegation')) return tooManyNow;
  const found = newDelegation(given, person, { ...wanted, ...span });
  if ('refused' in found) return found;
  const { at, by } = given;
  const { kind: _, id: change, ...delegation } = found;
  return {
    event: { kind: 'delegation given', at, by, case: null, change, ...delegation },
    changes: [found],
    ends: [],
    // What waits for somebody to come may go to whoever acts for them.
    turns: [{ comes: true, due: span.from }],
  };
}

function withdrawing(
  { changes, organization, at, by }: ChangingPeople,
  person: Person,
  { do: what, id }: Wanting<'withdraw absence' | 'withdraw delegation'>,
): Changed | { refused: Refusal } {
  const kind = what === 'withdraw absence' ? 'absence' : 'delegation';
  const found = changes.find(
    (one) => one.id === id && one.person === person.id && one.kind === kind && one.until > at,
  );
  if (found?.kind === 'absence')
    return {
      event: { kind: 'absence withdrawn', at, by, case: null, change: id, person: person.id },
      changes: [],
      ends: [id],
      about: [person.id],
      turns:
        awayUntil(organization.people.get(person.id) ?? person, at) === undefined
          ? []
          : [{ comes: true, due: at }],
    };
  if (found?.kind === 'delegation')
    return {
      event: {
        kind: 'delegation withdrawn',
        at,
        by,
        case: null,
        change: id,
        person: person.id,
        to: found.to,
      },
      changes: [],
      ends: [id],
      about: [person.id],
      turns: [],
    };
  return refused(
    kind === 'absence' ? 'unknown-absence' : 'unknown-delegation',
    'id',
    `${person.name} has no ${kind} "${id}" that could be withdrawn.`,
    `Look it up: sayso people show ${person.id}. What stands in the people's own text is changed there; who is back earlier says that they are here.`,
  );
}
