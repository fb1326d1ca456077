/** Who may say what, asked of the naive interpreter: apart from the product's own `decide`. */
import assert from 'node:assert/strict';
import type { RawRequest } from '../../src/core/cases/conversation.ts';
import type { RequestType } from '../../src/core/book/book.ts';
import type { Event } from '../../src/core/cases/event.ts';
import { requestInstead } from '../../src/core/decide/decide.ts';
import type { Given, Request, Tallies } from '../../src/core/decide/request.ts';
import { highest, rank, related } from '../naive/world.ts';
import { naiveDecide, naiveWaits, naiveWho, type Naive } from '../naive/naive.ts';
import { readRaw, type Told } from './record.ts';
import type { World } from './world.ts';

const typeOf = (world: World, type: string): RequestType | undefined =>
  world.book.types.get(type) ?? world.book.types.get('favor');

/** A request for another amount, where its type takes the amount from a fact. */
export function atAmount(world: World, raw: RawRequest, amount: string | undefined): RawRequest {
  const fact = typeOf(world, raw.type)?.amount?.fact;
  return amount === undefined || fact === undefined
    ? raw
    : { ...raw, facts: { ...raw.facts, [fact]: amount } };
}

/** The request that a yes granted: at its amount, or the one that an alternative made instead. */
export function grantedRequest({ case: id, answer }: Event<'granted'>, world: World): Request {
  const { book, organization, at } = world;
  const told = world.record.told(id);
  if (answer.alternative === undefined || answer.alternative === 'part')
    return readRaw(book, atAmount(world, told.raw, answer.amount));
  const request = readRaw(book, told.raw);
  const tallies = talliesFor(world, told, request);
  const instead = requestInstead(book, organization, tallies, request, told.asker, at, answer.alternative);
  assert.ok(instead, `"${answer.alternative}" grants nothing`);
  return instead;
}

export const talliesFor = (world: World, told: Told, request: Request): Tallies =>
  world.record.tallies(world.book, world.organization, told, request, world.at);

/** What the naive interpreter answers one asker now. */
export function asked(world: World, told: Told, request: Request, asker: string = told.asker): Naive {
  return naiveDecide(
    world.book,
    world.organization,
    talliesFor(world, told, request),
    request,
    asker,
    world.at,
  );
}

/** Whether the asker may say yes alone now. */
export function mayAlone(world: World, told: Told, request: Request, asker: string = told.asker): boolean {
  const naive = asked(world, told, request, asker);
  return naive.verdict === 'grant' || (naive.gap !== undefined && naive.who.includes(asker));
}

/** Whether somebody else may say yes in the asker's place now. */
export function mayInstead(world: World, told: Told, request: Request, person: string): boolean {
  if (person === told.asker) return false;
  const naive = asked(world, told, request);
  const named = naive.gap !== undefined || naive.level === 'special';
  if (named && naive.who.includes(person)) return true;
  return naiveWho(
    world.book,
    world.organization,
    talliesFor(world, told, request),
    request,
    told.asker,
    world.at,
  ).includes(person);
}

/** Whether a yes of theirs waits for units: whatever is not known counts against it. */
export const waitsForUnits = (world: World, told: Told, request: Request, person: string): boolean =>
  naiveWaits(world.book, world.organization, talliesFor(world, told, request), request, person, world.at);

/** How high somebody stands: their highest grade; -1: they hold none, or are not there. */
export function standing(world: World, person: string): number {
  const found = world.organization.people.get(person);
  return found === undefined ? -1 : highest(world.book, found);
}

/** Whether somebody is of management. */
export function isManagement(world: World, person: string): boolean {
  const from = rank(world.book, world.book.management);
  return from >= 0 && standing(world, person) >= from;
}

/** Whether somebody works here now. */
export function works({ organization, at }: World, id: string): boolean {
  const person = organization.people.get(id);
  const { from = -Infinity, until = Infinity } = person?.employed ?? {};
  return person !== undefined && from <= at && at < until;
}

/** Bound to the customer, or the customer themself. */
export function isRelated(world: World, told: Told, id: string): boolean {
  const { book, organization, at } = world;
  const person = organization.people.get(id);
  const request = readRaw(book, told.raw);
  const seen = { book, organization, request, at, askerId: told.asker } as Parameters<typeof related>[0];
  return person !== undefined && related(seen, person);
}

/** Whose agreement lets a case's asker decline: their manager, or whoever stands higher; nobody is there: anybody else. */
export function agreesWith(world: World, told: Told): string[] {
  const { people } = world.organization;
  const others = [...people.keys()].filter(
    (id) => id !== told.asker && works(world, id) && !isRelated(world, told, id),
  );
  const above = others.filter(
    (id) => people.get(told.asker)?.manager === id || standing(world, id) > standing(world, told.asker),
  );
  return above.length > 0 ? above : others;
}

/** The facts that make a wish what it is. What shows that an obligation is met is done for a yes, and no part of it. */
export function wishedFacts({ book }: World, raw: RawRequest): [string, Given][] {
  const shown = new Set([...book.obligations.values()].map(({ shownBy }) => shownBy));
  return [...readRaw(book, raw).facts].filter(([name]) => !shown.has(name));
}
