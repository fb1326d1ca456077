/** "May I?" and "who can?" asked ahead of any case: by what the ledger has counted, and nothing comes of it. */
import { decide, whoCan } from '../decide/decide.ts';
import type { Candidate, Decision } from '../decide/decision.ts';
import type { RequestProblem } from '../decide/raw.ts';
import { readRequest } from '../decide/read-request.ts';
import { remitOf, type Remit } from '../decide/remit.ts';
import type { Request, Tallies } from '../decide/request.ts';
import { employedAt } from '../organization/people.ts';
import type { Instant } from '../words/time.ts';
import { takenOver } from './known-customer.ts';
import { likelyTotals, talliesFor, wantedName } from './totals.ts';
import { NotLoaded, saltedHash, type Given, type Wanted } from './turn.ts';

export type Ahead<T> = T | { problems: RequestProblem[] } | { wanted: Wanted };

/**
 * Decides a request for somebody, as opening a case with it would, without one.
 * @param raw a request as it was sent; what it says of tallies is not read: those are the ledger's
 */
export const mayI = (
  given: Given,
  raw: unknown,
  asker: string,
  at: Instant,
): Ahead<{ request: Request; decision: Decision }> =>
  ahead(given, raw, asker, at, (request, tallies) => {
    const decision = decide(given.book, given.organization, tallies, request, asker, at);
    const key = decision.standing_key;
    return {
      request,
      decision: key === null ? decision : { ...decision, standing_key: saltedHash(given.salt, key) },
    };
  });

/** Everybody whose own authority covers a request, nearest first. */
export const whoMay = (
  given: Given,
  raw: unknown,
  asker: string,
  at: Instant,
): Ahead<{ who: readonly Candidate[] }> =>
  ahead(given, raw, asker, at, (request, tallies) => ({
    who: whoCan(given.book, given.organization, tallies, request, asker, at),
  }));

/** All that somebody may grant now; for a customer and subject where the request names them. */
export const remitNow = (given: Given, raw: unknown, asker: string, at: Instant): Ahead<{ remit: Remit }> =>
  ahead(given, raw, asker, at, (request, tallies, person) => ({
    remit: remitOf(given.book, given.organization, tallies, request, person, at),
  }));

function ahead<T extends object>(
  given: Given,
  raw: unknown,
  asker: string,
  at: Instant,
  work: (
    request: Request,
    tallies: Tallies,
    person: NonNullable<ReturnType<Given['organization']['people']['get']>>,
  ) => T,
): Ahead<T> {
  const { book, organization } = given;
  const person = organization.people.get(asker);
  if (!person || !employedAt(person, at)) return { problems: [notHere(asker, person?.name)] };
  const read = readOnce(book, raw);
  if ('problems' in read) return read;
  const { customer } = read.request;
  if (customer !== undefined && !given.customers.has(customer)) {
    // With what will be wanted next, so that it is all loaded at once.
    const totals = likelyTotals({ book, organization, request: read.request, caseId: '', at });
    return { wanted: { totals, standing: [], cases: [], customers: [customer] } };
  }
  const request = ofKnown(given, raw, read.request, at);
  try {
    const tallies = talliesFor(
      { book, organization, request, caseId: '', at },
      (wanted) => given.totals.get(wantedName(wanted)),
      (totals) => {
        throw new NotLoaded({ totals, standing: [], cases: [] });
      },
    );
    return work(request, tallies, person);
  } catch (error) {
    if (error instanceof NotLoaded) return { wanted: error.wanted };
    throw error;
  }
}

type Read = ReturnType<typeof readRequest>;

/** What was read of a request by a book: it is asked about again once what it lacked is loaded. */
const readBefore = new WeakMap<object, { book: Given['book']; read: Read }>();

function readOnce(book: Given['book'], raw: unknown): Read {
  if (typeof raw !== 'object' || raw === null) return readRequest(book, raw);
  const before = readBefore.get(raw);
  if (before?.book === book) return before.read;
  const read = readRequest(book, withoutTallies(raw));
  readBefore.set(raw, { book, read });
  return read;
}

/** The request with what it takes over from its customer, as a case that is opened with it would. */
function ofKnown({ book, customers }: Given, raw: unknown, request: Request, at: Instant): Request {
  const { customer, language, timeZone } = request;
  const known = customer === undefined ? undefined : customers.get(customer);
  if (!known) return request;
  const said = {
    ...(language !== undefined && { language }),
    ...(timeZone !== undefined && { time_zone: timeZone }),
  };
  const taken = { ...(withoutTallies(raw) as object), ...takenOver(said, request, known, at) };
  const again = readRequest(book, taken);
  return 'problems' in again ? request : again.request;
}

function withoutTallies(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const { tallies: _, ...rest } = raw as Record<string, unknown>;
  return rest;
}

const notHere = (id: string, name: string | undefined): RequestProblem =>
  name === undefined
    ? {
        code: 'unknown-person',
        path: 'as',
        message: `There is no "${id}" in the organization.`,
        mend: 'Name somebody by their id in the organization file.',
      }
    : {
        code: 'not-here',
        path: 'as',
        message: `${name} does not work here now.`,
        mend: 'Name somebody who does, or mend the dates of their employment.',
      };
