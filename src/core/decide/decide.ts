/**
 * The decision: a request, read through a book for one asker at one instant.
 * `decide(book, organization, tallies, request, asker, at)` is pure and total and always names a next step.
 */
import type { Book } from '../book/book.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { canonical, sha256 } from '../words/hash.ts';
import { formatInstant, type Instant } from '../words/time.ts';
import { alternativeOf, alternativeRequest, alternativesOf } from './alternatives.ts';
import { ableIn, amountIn, headroomOf } from './able.ts';
import { isYes, nearestChange } from './change.ts';
import { talliesLater } from './counting.ts';
import type { Agreement, Alternative, Candidate, Decision } from './decision.ts';
import { nextStepOf } from './next-step.ts';
import { candidates, withPresence } from './people.ts';
import { othersAble, readRules } from './reading.ts';
import { decidingOf, reasonsOf } from './reasons.ts';
import type { Request, Tallies } from './request.ts';
import { FIRST, settle, unitsFor, type Settled, type Settlement } from './settle.ts';
import { formatAmount, look, type Situation, unitOf } from './situation.ts';

/**
 * Decides one request.
 * @param tallies the ledger's totals by counter id; absent ones count as 0 and are listed as assumed
 * @param asker the id of a person of the organization
 * @throws if the asker is not in the organization: a well-formed request names one
 */
export function decide(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  asker: string,
  at: Instant,
): Decision {
  const s = see(book, organization, tallies, request, personOf(organization, asker), at);
  const settlement = settle(s);
  const { settled, instead } = settlement;
  const headroom = showHeadroom(s);
  const decideOther = (other: Request): Settled =>
    settle(see(book, organization, tallies, other, s.asker, at)).settled;
  const alternatives =
    settled.verdict === 'grant' || settled.verdict === 'ask' ? [] : alternativesOf(s, instead, decideOther);
  const change = isYes(settled) ? undefined : nearestChange(s, decideOther);
  const deciding = decidingOf(s.type || !book.types.has('favor') ? s : asFavor(s));
  const reasons = reasonsOf(s);
  return {
    ...settled,
    who: settled.who.slice(0, FIRST).map((one) => withPresence(s, one)),
    ...(settled.decline && {
      decline: { ...settled.decline, agreement: settled.decline.agreement.slice(0, FIRST) },
    }),
    type: request.type,
    asker,
    at: formatInstant(at),
    ...(s.amount && { unit: unitOf(s.amount.type) }),
    reasons,
    deciding,
    headroom,
    alternatives,
    ...(change && { nearest_change: change }),
    assumed: [...s.assumed.values()],
    ignored: [...request.ignored],
    next_step: nextStepOf({ ...settled, asker }),
    standing_key: standingKey(s, deciding),
    valid_until: validUntil(s, settlement, headroom),
    book: { name: book.name, hash: book.hash, in_force: s.inForce, time_zone_data: book.zone.version },
  };
}

/**
 * Everybody whose authority covers a request, nearest first, the asker included.
 * Unknown facts count against (the worst reading), as for a hand-off.
 */
export function whoCan(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  asker: string,
  at: Instant,
): Candidate[] {
  const s = see(book, organization, tallies, request, personOf(organization, asker), at);
  if (s.lines.some(({ line, truth }) => !line.admits && truth.value !== false)) return [];
  const amount = amountIn(s, 'worst');
  const own = ableIn(s, s.asker, 'worst', amount);
  const others = book.types.has(request.type) ? othersAble(s, 'worst', amount) : [];
  return candidates(s, [...(own ? [own] : []), ...others]).map((one) => withPresence(s, one));
}

/**
 * Everybody who may answer a request in place of this asker, nearest first: those whose own authority covers it, and
 * where no rule gives anybody any, those whom the answer names (residual authority, management for a special client).
 */
export function whoMayAnswer(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  asker: string,
  at: Instant,
): Candidate[] {
  const s = see(book, organization, tallies, request, personOf(organization, asker), at);
  const { settled } = settle(s);
  const named = settled.gap !== undefined || settled.special_client !== undefined ? settled.who : [];
  const able = whoCan(book, organization, tallies, request, asker, at);
  return [...able, ...named.filter((one) => !able.some(({ id }) => id === one.id))].filter(
    ({ id }) => id !== asker,
  );
}

/** The units whose yes a person's own still waits for; undefined: none, or they are not able. */
export function unitsToAgree(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  person: string,
  at: Instant,
): Agreement | undefined {
  return unitsFor(see(book, organization, tallies, request, personOf(organization, person), at));
}

/** The request that an alternative makes instead of this one; undefined where it is words alone, or there is none of that name. */
export function requestInstead(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  asker: string,
  at: Instant,
  alternative: string,
): Request | undefined {
  const s = see(book, organization, tallies, request, personOf(organization, asker), at);
  return alternativeRequest(s, alternative);
}

/** An alternative by its name, as the asker could offer it whatever the book offers here; undefined: it can't be granted. */
export function offerable(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  asker: string,
  at: Instant,
  alternative: string,
): Alternative | undefined {
  const s = see(book, organization, tallies, request, personOf(organization, asker), at);
  return alternativeOf(
    s,
    alternative,
    (other) => settle(see(book, organization, tallies, other, s.asker, at)).settled,
  );
}

/** Everybody whose agreement lets this asker decline, nearest first; empty where the answer is no such decline. */
export function whoMayAgree(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  asker: string,
  at: Instant,
): Candidate[] {
  const s = see(book, organization, tallies, request, personOf(organization, asker), at);
  return settle(s).settled.decline?.agreement ?? [];
}

function personOf(organization: Organization, id: string): Person {
  const person = organization.people.get(id);
  if (!person) throw new Error(`the asker "${id}" is not in the organization "${organization.name}"`);
  return person;
}

/**
 * The request as its type. An undeclared one is decided on the favor allowance where that grants it on what is
 * said (L8), the amount too.
 */
function see(
  book: Book,
  organization: Organization,
  tallies: Tallies,
  request: Request,
  asker: Person,
  at: Instant,
): Situation {
  const s = look(book, organization, tallies, request, asker, at);
  if (s.type || !book.types.has('favor') || s.asked.kind === 'unknown' || s.asked.kind === 'all that fits')
    return s;
  const favor = asFavor(s);
  if (readRules(favor, 'worst').level === 'grant') return favor;
  for (const instant of favor.changes) s.mayChange(instant);
  return s;
}

const asFavor = (s: Situation): Situation =>
  look(s.book, s.organization, s.tallies, s.request, s.asker, s.at, 'favor');

/** The most that the asker may grant now. */
function showHeadroom(s: Situation): Decision['headroom'] {
  if (!s.type?.amount) return null;
  const room = headroomOf(s, s.asker, 'worst');
  return room === Infinity ? 'unlimited' : formatAmount(s.type.amount.type, room);
}

/** Equal for the same no: customer, subject, type, book and what each deciding comparison came to (L33). */
function standingKey(s: Situation, deciding: Decision['deciding']): string | null {
  const { customer, subject, type } = s.request;
  if (customer === undefined) return null;
  const truths = Object.fromEntries(deciding.map(({ comparison, value }) => [comparison, value]));
  return sha256(
    canonical({ customer, subject: subject ?? null, type, book: s.book.hash, deciding: truths }),
  ).slice(0, 32);
}

const MOST_INSTANTS = 8;

/**
 * The first instant at which a date or window that was read would change the answer, alternatives apart; null: none
 * by time alone. Where many may, the last that was looked at: the answer holds until then at least.
 */
function validUntil(
  s: Situation,
  { settled, level }: Settlement,
  headroom: Decision['headroom'],
): string | null {
  let same: string | undefined;
  let [changes, from] = [s.changes, s.at];
  for (let tried = 1; changes.size > 0; tried++) {
    from = Math.min(...changes);
    const later = see(
      s.book,
      s.organization,
      talliesLater(s.book, s.tallies, s.at, from),
      s.request,
      s.asker,
      from,
    );
    // Where the rules come to something else altogether, nothing has to be compared.
    const differs = level !== undefined && readRules(later, 'worst').level !== level;
    if (tried === MOST_INSTANTS || differs) return formatInstant(from);
    same ??= JSON.stringify([settled, headroom]);
    if (JSON.stringify([settle(later).settled, showHeadroom(later)]) !== same) return formatInstant(from);
    changes = later.changes;
  }
  return null;
}
