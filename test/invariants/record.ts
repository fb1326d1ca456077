/**
 * What the events say, read again apart from the product: the request of each case, who serves it, and every yes that
 * stands, from which running totals are counted anew. The invariants are checked against this and not against the state
 * that `evolve` keeps.
 */
import assert from 'node:assert/strict';
import type { Book, Counter } from '../../src/core/book/book.ts';
import type { RawRequest } from '../../src/core/cases/conversation.ts';
import type { Event } from '../../src/core/cases/event.ts';
import { periodStart } from '../../src/core/decide/counting.ts';
import { readRequest } from '../../src/core/decide/read-request.ts';
import {
  goodFaithCounter,
  subjectCounter,
  type Request,
  type Tallies,
} from '../../src/core/decide/request.ts';
import type { Organization } from '../../src/core/organization/organization.ts';
import type { Instant } from '../../src/core/words/time.ts';

/** A case as its events tell it. */
export type Told = {
  id: string;
  conversation: string;
  raw: RawRequest;
  asker: string;
  owner: string;
  causedByUs: boolean;
  open: boolean;
  /** The answer that stands. */
  answer?: Event<'granted'> | Event<'declined'>;
  fulfilled: boolean;
  hops: number;
  /** Everything that happened to it, in order. */
  events: Event[];
};

/** A yes that stands, with the request that it granted. */
export type Yes = {
  case: string;
  at: Instant;
  type: string;
  request: Request;
  /** In whole units of its type (minor units for money). */
  amount: number;
  /** Whose authority it rests on. */
  holder: string;
  unit: string | undefined;
  causedByUs: boolean;
  /** Claims that counted as true, by fact. */
  goodFaith: string[];
};

/** A request as `decide` reads it. */
export function readRaw(book: Book, { agreed, consulted, grounds, ...raw }: RawRequest): Request {
  const read = readRequest(book, { ...raw, done: { agreed, consulted, grounds } });
  assert.ok('request' in read, JSON.stringify(read));
  return read.request;
}

/** The type that a request is decided as. */
const meant = (book: Book, type: string): string =>
  book.types.has(type) || !book.types.has('favor') ? type : 'favor';

/** An amount on the record in whole units. */
export function unitsOf(book: Book, type: string, amount: string | undefined): number {
  const kind = book.types.get(meant(book, type))?.amount?.type.kind;
  if (amount === undefined || kind === undefined) return 0;
  return Math.round(Number(amount) * (kind === 'money' ? 100 : 1));
}

export class Record {
  readonly cases = new Map<string, Told>();
  readonly yeses: Yes[] = [];
  readonly approvalsUsed = new Set<string>();

  told(id: string | null): Told {
    const found = this.cases.get(id ?? '');
    assert.ok(found, `no case ${id}`);
    return found;
  }

  /** Takes an event in. `granted` is the request that a yes granted. */
  take(conversation: string, event: Event, book: Book, organization: Organization, granted?: Request): void {
    if (event.case === null) return;
    if (event.kind === 'opened') this.cases.set(event.case, begun(conversation, event.case, event));
    const told = this.told(event.case);
    told.events.push(event);
    switch (event.kind) {
      case 'told': {
        const { facts = {}, grounds = [], ...rest } = event.personal ?? {};
        told.raw = {
          ...told.raw,
          ...rest,
          facts: { ...told.raw.facts, ...facts },
          grounds: [...told.raw.grounds, ...grounds],
        };
        return;
      }
      case 'signal raised':
        told.raw = { ...told.raw, signals: [...told.raw.signals, event.signal] };
        return;
      case 'advised':
        told.raw = {
          ...told.raw,
          facts: { ...told.raw.facts, ...event.personal?.facts },
          ...(event.rule !== undefined && {
            consulted: [...told.raw.consulted, { rule: event.rule, silent: event.silent === true }],
          }),
        };
        return;
      case 'agreed':
        told.raw = { ...told.raw, agreed: [...told.raw.agreed, { unit: event.unit, by: event.by }] };
        return;
      case 'transferred':
        told.hops += event.hop ? 1 : 0;
        [told.asker, told.owner] = [event.to, event.to];
        return;
      case 'released':
        told.hops += 1;
        [told.asker, told.owner] = [event.to, event.to];
        return;
      case 'owner changed':
        [told.asker, told.owner] = [event.to, event.to];
        return;
      case 'approved':
        told.hops += event.approval.by === told.asker ? 0 : 1;
        return;
      default:
        this.takeAnswer(told, event, book, organization, granted);
    }
  }

  private takeAnswer(
    told: Told,
    event: Event,
    book: Book,
    organization: Organization,
    granted: Request | undefined,
  ): void {
    switch (event.kind) {
      case 'granted':
        told.answer = event;
        if (event.answer.approval !== undefined) this.approvalsUsed.add(event.answer.approval);
        this.addYes(told, event, book, organization, granted ?? readRaw(book, told.raw));
        return;
      case 'declined':
        told.answer = event;
        return;
      case 'answer reopened':
        // What was not carried out yet is given back, as if it had never been granted.
        if (!told.fulfilled && told.answer?.kind === 'granted') {
          const last = this.yeses.findLastIndex((yes) => yes.case === told.id);
          if (last >= 0) this.yeses.splice(last, 1);
        }
        delete told.answer;
        told.fulfilled = false;
        return;
      case 'fulfilled':
        told.fulfilled = true;
        return;
      case 'closed':
        told.open = false;
        return;
      case 'reopened':
        told.open = true;
        [told.asker, told.owner] = [event.owner, event.owner];
        return;
      default:
    }
  }

  private addYes(
    told: Told,
    { answer, at, personal }: Event<'granted'>,
    book: Book,
    organization: Organization,
    granted: Request,
  ): void {
    const holder = answer.for ?? answer.by;
    this.yeses.push({
      case: told.id,
      at,
      type: meant(book, answer.type),
      request: granted,
      amount: unitsOf(book, answer.type, answer.amount),
      holder,
      unit: organization.people.get(holder)?.unit,
      causedByUs: told.causedByUs,
      goodFaith: (personal?.adds ?? []).flatMap(({ per }) =>
        per.startsWith('good faith ') ? [per.slice('good faith '.length)] : [],
      ),
    });
  }

  /** Running totals as the yeses on the record make them, for a request at an instant. */
  tallies(book: Book, organization: Organization, told: Told, request: Request, at: Instant): Tallies {
    const tallies = new Map<string, number | Map<string, number>>();
    for (const counter of book.counters.values()) {
      const counted = this.yeses.filter(
        (yes) => counter.types.includes(yes.type) && inWindow(book, counter, yes.at, at),
      );
      const sum = (yeses: readonly Yes[]): number =>
        yeses.reduce((total, { amount }) => total + (counter.measure === 'times' ? 1 : amount), 0);
      const { per } = counter;
      if (per === 'agent') {
        const each = [...organization.people.keys()].map(
          (id) => [id, sum(counted.filter((yes) => yes.holder === id))] as const,
        );
        tallies.set(counter.id, new Map(each));
      } else if (per === 'unit') {
        const units = new Set(counted.flatMap(({ unit }) => unit ?? []));
        tallies.set(
          counter.id,
          new Map([...units].map((unit) => [unit, sum(counted.filter((yes) => yes.unit === unit))])),
        );
      } else tallies.set(counter.id, sum(counted.filter((yes) => sameKey(per, yes, told, request))));
    }
    for (const { name } of book.types.values())
      if (request.subject !== undefined)
        tallies.set(
          subjectCounter(name),
          this.yeses.reduce(
            (sum, yes) =>
              sum + (yes.type === name && yes.request.subject === request.subject ? yes.amount : 0),
            0,
          ),
        );
    for (const fact of request.facts.keys())
      if (request.customer !== undefined)
        tallies.set(
          goodFaithCounter(fact),
          this.yeses.reduce(
            (sum, yes) =>
              sum +
              (yes.goodFaith.includes(fact) && yes.request.customer === request.customer ? yes.amount : 0),
            0,
          ),
        );
    return tallies;
  }
}

function sameKey(
  per: Exclude<Counter['per'], 'agent' | 'unit'>,
  yes: Yes,
  told: Told,
  request: Request,
): boolean {
  if (per === 'case') return yes.case === told.id;
  if (per === 'customer')
    return !yes.causedByUs && request.customer !== undefined && yes.request.customer === request.customer;
  if (per === 'subject') return request.subject !== undefined && yes.request.subject === request.subject;
  const value = (one: Request): unknown => {
    const given = one.facts.get(per.fact);
    return given && 'value' in given ? given.value : undefined;
  };
  return (
    value(request) !== undefined && JSON.stringify(value(request)) === JSON.stringify(value(yes.request))
  );
}

function inWindow(book: Book, { window }: Counter, granted: Instant, at: Instant): boolean {
  switch (window.kind) {
    case 'ever':
      return true;
    case 'within':
      return granted > at - window.ms;
    case 'this':
      return granted >= periodStart(book, window.period, at);
  }
}

function begun(conversation: string, id: string, event: Event<'opened'>): Told {
  return {
    id,
    conversation,
    raw: {
      facts: {},
      asks_for_a_person: false,
      grounds: [],
      agreed: [],
      consulted: [],
      ...event.personal?.request,
      signals: event.signals,
      type: event.type,
    },
    asker: event.asker,
    owner: event.owner,
    causedByUs: event.causedByUs === true,
    open: true,
    fulfilled: false,
    hops: 0,
    events: [],
  };
}

/** Orders facts by their names. */
export const byName = ([a]: [string, unknown], [b]: [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;
