/**
 * Whom to ask, by which channel, in which order, with how much patience. Pure, so that a learned route can take its
 * place. The plain one: the nearest people with authority who are on duty, in order, with a fixed patience; nobody on
 * duty: whoever comes on duty first.
 */
import type { Organization, Person } from '../organization/organization.ts';
import { awayUntil, channelsOf, onDuty } from '../organization/presence.ts';
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
  /** Not to be asked again: they passed it on. */
  without?: readonly string[];
  /** Asked before, and silent: asked again once nobody else is there, and more slowly. */
  asked?: readonly string[];
  /** Those skipped on the way up. */
  skipped?: readonly string[];
};

/** How long one channel is tried before the next. */
export const PATIENCE_MINUTES = 15;
/** The same for somebody who was silent before: a colleague who is pinged all day answers nothing. */
const PATIENCE_AGAIN_MINUTES = 120;
/** How many people and channels a route holds; a silence past them makes a new route. */
const MOST_PEOPLE = 5;
const MOST_CHANNELS = 2;

/**
 * The route for a question.
 * Never empty while there are people: those who were left out, or silent, are asked again when nobody else is left.
 */
export function route(question: RouteQuestion, organization: Organization, at: Instant): Route {
  const people = question.people.flatMap((id) => organization.people.get(id) ?? []);
  const left = people.filter(({ id }) => !question.without?.includes(id));
  const able = left.length > 0 ? left : people;
  const there = able.filter((person) => isThere(person, at));
  const fresh = there.filter(({ id }) => !question.asked?.includes(id));
  const told = (question.skipped ?? []).filter((id) => !question.people.includes(id));
  const now = fresh.length > 0 ? fresh : there;
  const found: { person: Person; from?: Instant | undefined }[] =
    now.length > 0
      ? now.map((person) => ({ person }))
      : able
          .map((person) => ({ person, from: nextOnDuty(person, at) }))
          .toSorted((a, b) => (a.from ?? Infinity) - (b.from ?? Infinity));
  const steps = found
    .slice(0, MOST_PEOPLE)
    .flatMap(({ person, from }) => stepsFor(person, question.asked?.includes(person.id) === true, from));
  return { steps, told };
}

/** Whether somebody can be reached now: at work, and not absent. */
export const isThere = (person: Person, at: Instant): boolean =>
  onDuty(person, at) && awayUntil(person, at) === undefined;

function stepsFor(person: Person, again: boolean, from?: Instant): RouteStep[] {
  const channels = channelsOf(person).slice(0, again ? 1 : MOST_CHANNELS);
  return channels.map(({ kind, address }) => ({
    person: person.id,
    channel: kind,
    address,
    patienceMinutes: again ? PATIENCE_AGAIN_MINUTES : PATIENCE_MINUTES,
    ...(from !== undefined && { from }),
  }));
}

/** When the patience for a step ends that is tried from an instant on. */
export const patienceEnds = (step: RouteStep, at: Instant): Instant =>
  Math.max(at, step.from ?? at) + step.patienceMinutes * MINUTE;
