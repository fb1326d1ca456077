/**
 * Whom to ask, by which channel, in which order, with how much patience. Pure, so that a learned route can take its
 * place. The plain one: the nearest people with authority who are on duty, in order, with a fixed patience; nobody on
 * duty: whoever comes on duty first.
 */
import type { Organization, Person } from '../organization/organization.ts';
import { awayUntil, onDuty } from '../organization/presence.ts';
import { MINUTE, type Instant } from '../words/time.ts';
import { nextOnDuty } from './duty.ts';

export type RouteStep = {
  person: string;
  channel: string;
  address: string;
  patienceMinutes: number;
  /** When they come on duty; undefined: they are there. */
  from?: Instant;
};

export type Route = {
  steps: readonly RouteStep[];
  /** People on the way up who are told, not asked. */
  told: readonly string[];
};

/** What is asked of whom: people with authority over the request, nearest first. */
export type RouteQuestion = {
  people: readonly string[];
  /** Not to be asked (again): they passed it on, or were silent. */
  without?: readonly string[];
  /** Those skipped on the way up. */
  skipped?: readonly string[];
};

/** How long one channel is tried before the next. */
export const PATIENCE_MINUTES = 15;
/** How many people and channels a route holds; a silence past them makes a new route. */
const MOST_PEOPLE = 5;
const MOST_CHANNELS = 2;
/** Where somebody has no channel of their own: the product's inbox. */
const INBOX = { kind: 'inbox', address: '' };

/**
 * The route for a question.
 * Never empty while there are people: those who were left out are asked again when nobody else is left.
 */
export function route(question: RouteQuestion, organization: Organization, at: Instant): Route {
  const people = question.people.flatMap((id) => organization.people.get(id) ?? []);
  const left = people.filter(({ id }) => !question.without?.includes(id));
  const asked = left.length > 0 ? left : people;
  const there = asked.filter((person) => onDuty(person, at) && awayUntil(person, at) === undefined);
  const told = (question.skipped ?? []).filter((id) => !question.people.includes(id));
  if (there.length > 0)
    return { steps: there.slice(0, MOST_PEOPLE).flatMap((person) => stepsFor(person)), told };
  const later = asked
    .map((person) => ({ person, from: nextOnDuty(person, at) }))
    .toSorted((a, b) => (a.from ?? Infinity) - (b.from ?? Infinity));
  return {
    steps: later.slice(0, MOST_PEOPLE).flatMap(({ person, from }) => stepsFor(person, from)),
    told,
  };
}

function stepsFor(person: Person, from?: Instant): RouteStep[] {
  const channels = person.channels.length > 0 ? person.channels.slice(0, MOST_CHANNELS) : [INBOX];
  return channels.map(({ kind, address }) => ({
    person: person.id,
    channel: kind,
    address,
    patienceMinutes: PATIENCE_MINUTES,
    ...(from !== undefined && { from }),
  }));
}

/** When the patience for a step ends that is tried from an instant on. */
export const patienceEnds = (step: RouteStep, at: Instant): Instant =>
  Math.max(at, step.from ?? at) + step.patienceMinutes * MINUTE;
