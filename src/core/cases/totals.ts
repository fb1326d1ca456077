/**
 * Running totals: what a yes adds, and what a request's counters read. Kept by request type and key and not by counter,
 * so that a counter that a later book brings counts what was granted before it.
 */
import type { AmountType, Book, Counter, CounterKey, Window } from '../book/book.ts';
import {
  goodFaithCounter,
  subjectCounter,
  typeMeant,
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

/** One reading of a counter: for a person or unit, or (undefined) for the request. */
type Reading = { counter: string; measure: Counter['measure']; whose?: string; wanted: WantedTotal[] };

/** Every total that deciding a request may read. */
function readingsFor(
  book: Book,
  organization: Organization,
  request: Request,
  caseId: string,
  at: Instant,
): Reading[] {
  const readings: Reading[] = [];
  for (const { id, measure, types, per, window } of book.counters.values()) {
    const from = since(book, window, at);
    const want = (key: { per: TallyAddition['per']; of: string }): WantedTotal[] =>
      types.map((type) => ({ type, ...key, since: from }));
    if (per === 'agent' || per === 'unit') {
      for (const of of holders(organization, per))
        readings.push({ counter: id, measure, whose: of, wanted: want({ per, of }) });
      continue;
    }
    const key = keyOf(per, request, caseId);
    if (key) readings.push({ counter: id, measure, wanted: want(key) });
  }
  if (request.subject !== undefined) {
    for (const { name, amount } of book.types.values())
      if (amount)
        readings.push({
          counter: subjectCounter(name),
          measure: 'total',
          wanted: [{ type: name, per: 'subject', of: request.subject, since: null }],
        });
  }
  if (request.customer !== undefined) {
    for (const [fact, given] of request.facts)
      if ('claimed' in given && given.claimed)
        readings.push({
          counter: goodFaithCounter(fact),
          measure: 'total',
          wanted: [{ type: '', per: `good faith ${fact}`, of: request.customer, since: null }],
        });
  }
  return readings;
}

const holders = (organization: Organization, per: 'agent' | 'unit'): string[] =>
  per === 'agent'
    ? [...organization.people.keys()]
    : [...new Set([...organization.people.values()].flatMap(({ unit }) => unit ?? []))];

/** The totals that deciding a request may read, and how they become the tallies that `decide` takes. */
export function totalsFor(
  book: Book,
  organization: Organization,
  request: Request,
  caseId: string,
  at: Instant,
): { wanted: WantedTotal[]; tallies: (found: (wanted: WantedTotal) => Total) => Tallies } {
  const readings = readingsFor(book, organization, request, caseId, at);
  return {
    wanted: readings.flatMap((reading) => reading.wanted),
    tallies: (found) => {
      const tallies = new Map<string, number | Map<string, number>>();
      for (const { counter, measure, whose, wanted } of readings) {
        const total = wanted.reduce((sum, one) => {
          const { times, amount } = found(one);
          return sum + (measure === 'times' ? times : amount);
        }, 0);
        if (whose === undefined) tallies.set(counter, total);
        else {
          const each = tallies.get(counter);
          if (each instanceof Map) each.set(whose, total);
          else tallies.set(counter, new Map([[whose, total]]));
        }
      }
      return tallies;
    },
  };
}

/** An amount of a decision in whole units of its type (minor units for money). */
export function amountUnits(type: AmountType, text: string): number {
  const units = parseScaled(text, type.kind === 'money' ? decimalsOf(type.currency) : 0);
  if (typeof units !== 'number') throw new Error(`"${text}" is no amount of ${type.kind}: ${units}`);
  return units;
}

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
