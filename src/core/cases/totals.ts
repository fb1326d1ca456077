/**
 * Running totals: what a yes adds, and what a request's counters read. Kept by request type and key and not by counter,
 * so that a counter that a later book brings counts what was granted before it.
 */
import type { AmountType, Book, Counter, CounterKey, Window } from '../book/book.ts';
import { reads } from '../book/logic.ts';
import {
  goodFaithCounter,
  subjectCounter,
  typeMeant,
  type Given,
  type Request,
  type Tallies,
} from '../decide/request.ts';
import { periodStart } from '../decide/counting.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { canonical } from '../words/hash.ts';
import { decimalsOf, parseScaled } from '../words/money.ts';
import type { Instant } from '../words/time.ts';
import type { TallyAddition } from './conversation.ts';
import type { Event } from './event.ts';

/** A total that a decision reads: what was granted of a type by one key since an instant. */
export type WantedTotal = { type: string; per: TallyAddition['per']; of: string; since: Instant | null };

/** What was found of it; amounts in minor units. */
export type Total = { times: number; amount: number };

/** The name of a total's key: the same for every window, so that it can be locked and stored under it. */
export const totalKey = ({ type, per, of }: Pick<WantedTotal, 'type' | 'per' | 'of'>): string =>
  canonical([per, of, type]);

/** The name of a wanted total. */
export const wantedName = (wanted: WantedTotal): string =>
  `${totalKey(wanted)} since ${wanted.since ?? 'ever'}`;

/** The start of a counter's window; null: ever. Exclusive for `within`: one millisecond later. */
function since(book: Book, window: Window, at: Instant): Instant | null {
  switch (window.kind) {
    case 'ever':
      return null;
    case 'within':
      return at - window.ms + 1;
    case 'this':
      return periodStart(book, window.period, at);
  }
}

/** Whose total a counter reads for a request; `undefined`: what it is counted by is unknown. */
function keyOf(
  per: Exclude<CounterKey, 'agent' | 'unit'>,
  request: Request,
  caseId: string,
): { per: TallyAddition['per']; of: string } | undefined {
  if (per === 'case') return { per, of: caseId };
  if (typeof per === 'object') {
    const given = request.facts.get(per.fact);
    return given && 'value' in given
      ? { per: `fact ${per.fact}`, of: JSON.stringify(given.value) }
      : undefined;
  }
  const of = request[per];
  return of === undefined ? undefined : { per, of };
}

/** A request with what its totals are counted by. */
export type Counted = {
  book: Book;
  organization: Organization;
  request: Request;
  caseId: string;
  at: Instant;
};

/** One reading of a counter: for a person or unit, or (undefined) for the request. */
type Reading = { measure: Counter['measure']; whose?: string; wanted: WantedTotal[] };

/** What a counter's value for a request is made of. None: what it is counted by is unknown. */
function readingsOf({ book, organization, request, caseId, at }: Counted, id: string): Reading[] {
  const counter = book.counters.get(id);
  if (!counter) return builtInReadings(book, request, id);
  const { measure, types, per, window } = counter;
  const from = since(book, window, at);
  const want = (key: { per: TallyAddition['per']; of: string }): WantedTotal[] =>
    types.map((type) => ({ type, ...key, since: from }));
  if (per === 'agent' || per === 'unit')
    return holders(organization, per).map((of) => ({ measure, whose: of, wanted: want({ per, of }) }));
  const key = keyOf(per, request, caseId);
  return key ? [{ measure, wanted: want(key) }] : [];
}

const everGranted = (wanted: Omit<WantedTotal, 'since'>): Reading => ({
  measure: 'total',
  wanted: [{ ...wanted, since: null }],
});

/** The counters of every book: what was granted on a subject, and on a customer's claim. */
function builtInReadings(book: Book, { subject, customer, facts }: Request, id: string): Reading[] {
  for (const type of book.types.keys())
    if (subject !== undefined && subjectCounter(type) === id)
      return [everGranted({ type, per: 'subject', of: subject })];
  for (const [fact, given] of facts)
    if (customer !== undefined && isClaimed(given) && goodFaithCounter(fact) === id)
      return [everGranted({ type: '', per: `good faith ${fact}`, of: customer })];
  return [];
}

const isClaimed = (given: Given): boolean => 'claimed' in given && given.claimed;

const holders = (organization: Organization, per: 'agent' | 'unit'): string[] =>
  per === 'agent'
    ? [...organization.people.keys()]
    : [...new Set([...organization.people.values()].flatMap(({ unit }) => unit ?? []))];

/** The counters that a request's own rules may read. Those of what is offered in its place show when they are read. */
function likelyCounters({ book, request }: Counted): string[] {
  const type = typeMeant(book, request.type);
  if (!type) return [];
  const { grants, lines, consults, otherwise } = type;
  const conditions = [...grants, ...lines, ...consults, ...(otherwise ? [otherwise] : [])];
  return [
    ...grants.flatMap(({ times, total }) => [times?.counter ?? [], total?.counter ?? []].flat()),
    ...conditions.flatMap(({ when }) => (when ? [...reads(when).counters] : [])),
    ...(type.amount ? [subjectCounter(type.name)] : []),
    ...[...request.facts].flatMap(([fact, given]) => (isClaimed(given) ? [goodFaithCounter(fact)] : [])),
  ];
}

/** The totals that a request's own rules are likely to read. */
export const likelyTotals = (counted: Counted): WantedTotal[] =>
  likelyCounters(counted)
    .flatMap((id) => readingsOf(counted, id))
    .flatMap(({ wanted }) => wanted);

/**
 * The tallies of a request, found one by one as they are read.
 * @param found a total, or undefined when it has to be loaded first
 * @param missing is told what has to be loaded, what is likely to be read as well included
 */
export function talliesFor(
  counted: Counted,
  found: (wanted: WantedTotal) => Total | undefined,
  missing: (wanted: readonly WantedTotal[]) => never,
): Tallies {
  const value = ({ measure, wanted }: Reading): number =>
    wanted.reduce((sum, one) => sum + (found(one)?.[measure === 'times' ? 'times' : 'amount'] ?? 0), 0);
  const tally = (id: string): ReturnType<Tallies['get']> => {
    const readings = readingsOf(counted, id);
    if (readings.some(({ wanted }) => !wanted.every(found))) {
      const likely = new Set([id, ...likelyCounters(counted)]);
      const all = [...likely].flatMap((each) => readingsOf(counted, each)).flatMap(({ wanted }) => wanted);
      const names = new Map(all.map((one) => [wantedName(one), one]));
      missing([...names.values()].filter((one) => !found(one)));
    }
    const [first] = readings;
    if (first?.whose === undefined) return first && value(first);
    return new Map(readings.map((reading) => [reading.whose ?? '', value(reading)]));
  };
  const known = new Map<string, ReturnType<Tallies['get']>>();
  return {
    get: (id) => {
      if (!known.has(id)) known.set(id, tally(id));
      return known.get(id);
    },
  };
}

/** An amount of a decision in whole units of its type (minor units for money). */
export function amountUnits(type: AmountType, text: string): number {
  const units = parseScaled(text, type.kind === 'money' ? decimalsOf(type.currency) : 0);
  if (typeof units !== 'number') throw new Error(`"${text}" is no amount of ${type.kind}: ${units}`);
  return units;
}

/**
 * Whether a yes would say how much it is to: without that it would count for nothing in any limit. What no rule decides
 * may have an amount that nobody knows.
 */
export const isStated = (
  book: Book,
  type: string,
  { amount, gap }: { amount?: string; gap?: unknown },
): boolean => amount !== undefined || gap !== undefined || !typeMeant(book, type)?.amount;

/** What a yes adds, by every key that a counter may count by. */
export function additionsOf(
  book: Book,
  yes: {
    type: string;
    request: Request;
    /** Undefined: another system's. */
    caseId?: string;
    /** Whose authority it rests on: the delegator's for a delegated yes (L28); unknown to many another system. */
    holder?: Person;
    amount?: string;
    causedByUs: boolean;
    goodFaith: readonly string[];
  },
): TallyAddition[] {
  const { request, caseId, holder, causedByUs } = yes;
  // What no rule has heard of counts as the favor that it is decided as.
  const meant = typeMeant(book, yes.type);
  const type = meant?.name ?? yes.type;
  const amountType = meant?.amount?.type;
  const amount = amountType && yes.amount !== undefined ? amountUnits(amountType, yes.amount) : 0;
  const add = (per: TallyAddition['per'], of: string | undefined): TallyAddition[] =>
    of === undefined ? [] : [{ type, per, of, times: 1, amount }];
  const facts = new Set(
    [...book.counters.values()].flatMap(({ per }) => (typeof per === 'object' ? [per.fact] : [])),
  );
  return [
    // A repeat that we caused counts against the cause, never against the customer (L20).
    ...(causedByUs ? [] : add('customer', request.customer)),
    ...add('agent', holder?.id),
    ...add('unit', holder?.unit),
    ...add('subject', request.subject),
    ...add('case', caseId),
    ...[...facts].flatMap((fact) => {
      const key = keyOf({ fact }, request, caseId ?? '');
      return key ? add(key.per, key.of) : [];
    }),
    ...yes.goodFaith.flatMap((fact) =>
      request.customer === undefined
        ? []
        : [{ type: '', per: `good faith ${fact}` as const, of: request.customer, times: 1, amount }],
    ),
  ];
}

/**
 * What an event changes in the running totals, at the instant from which it counts: what is given back is taken from
 * where it was added, so that no window sees the one without the other.
 */
export function countedBy(event: Event): (TallyAddition & { at: Instant })[] {
  switch (event.kind) {
    case 'granted':
      return (event.personal?.adds ?? []).map((add) => ({ ...add, at: event.at }));
    case 'grant reported':
      return (event.personal?.adds ?? []).map((add) => ({ ...add, at: event.grantedAt }));
    case 'answer reopened':
      return (event.personal?.removes ?? []).map((add) => ({
        ...add,
        times: -add.times,
        amount: -add.amount,
        at: event.grantedAt ?? event.at,
      }));
    default:
      return [];
  }
}
