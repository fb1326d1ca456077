/**
 * One command's turn with a conversation: what is read, what is decided, and what comes of it. Lives as long as one call
 * of `advance`; a command function reads the state, and emits events, which the state follows at once.
 */
import type { Book } from '../book/book.ts';
import {
  decide,
  offerable,
  requestInstead,
  unitsToAgree,
  whoMayAgree,
  whoMayAnswer,
} from '../decide/decide.ts';
import type { Agreement, Alternative, Candidate, Decision } from '../decide/decision.ts';
import { readRequest } from '../decide/read-request.ts';
import { typeMeant, type Request, type Tallies } from '../decide/request.ts';
import { offer, question, say, speaker, type Speaker } from '../explain/say.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { employedAt, fits } from '../organization/people.ts';
import { route } from '../reach/route.ts';
import { canonical, sha256, type Json } from '../words/hash.ts';
import type { Instant, Zone } from '../words/time.ts';
import type { Actor, CommandName, DoorCommand } from './command.ts';
import {
  NOTHING_SAID,
  type Case,
  type Conversation,
  type DecisionRecord,
  type RawRequest,
  type TallyAddition,
} from './conversation.ts';
import { customerZone } from './customer.ts';
import type { Effect } from './effect.ts';
import { CUSTOMER, SAYSO, type Event, type EventData, type EventKind } from './event.ts';
import { evolve } from './evolve.ts';
import type { KnownCustomer } from './known-customer.ts';
import type { Refusal } from './refusal.ts';
import { talliesFor, totalKey, wantedName, type Total, type WantedTotal } from './totals.ts';

/** A final answer of another case that holds for the same customer, subject, type and deciding facts. */
export type StandingAnswer = { case: string; standingKey: string; kind: 'yes' | 'no'; until: Instant | null };

/** What the shell has loaded for a command. Whatever is missing, `advance` asks for. */
export type Given = {
  book: Book;
  organization: Organization;
  /** Of the organization: hashes over what names a customer are made with it, so that nobody else can guess them. */
  salt: string;
  /** By `wantedName`. */
  totals: ReadonlyMap<string, Total>;
  /** Standing answers by `standingScope`, the latest first. */
  standing: ReadonlyMap<string, readonly StandingAnswer[]>;
  /** Cases of other conversations by their ids; null: there is none. */
  cases: ReadonlyMap<string, Case | null>;
  /** Customers by their numbers; null: nothing is stored of them. */
  customers: ReadonlyMap<string, KnownCustomer | null>;
};

/** What has to be loaded before the command can go on. */
export type Wanted = {
  totals: readonly WantedTotal[];
  standing: readonly string[];
  cases: readonly string[];
  customers?: readonly string[];
};

/** Thrown inside a turn when something was not loaded; `advance` alone catches it. */
export class NotLoaded extends Error {
  readonly wanted: Wanted;
  constructor(wanted: Wanted) {
    super('not loaded');
    this.wanted = wanted;
  }
}

/** Thrown inside a turn to refuse the command; `advance` alone catches it. Nothing of the turn is kept. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Under what standing answers for a request are found: everything of its key that does not depend on facts. */
export const standingScope = (request: RawRequest): string | undefined =>
  request.customer === undefined
    ? undefined
    : canonical([request.customer, request.subject ?? null, request.type]);

/** What carries out a command on a case. */
export type CommandFunctions = {
  readonly [Name in CommandName]: (
    turn: Turn,
    caseId: string,
    command: Extract<DoorCommand, { do: Name }>,
  ) => void;
};

export class Turn {
  readonly given: Given;
  readonly at: Instant;
  /** A person's id, or who else acts. */
  readonly by: string;
  conversation: Conversation;
  readonly events: Event[] = [];
  readonly effects: Effect[] = [];
  readonly read = new Set<string>();
  /** Yeses that count no more though they were loaded: reopened in this turn, or set aside to see how it would be. */
  private readonly gone: { at: Instant; adds: readonly TallyAddition[] }[] = [];
  /** What was read and decided in this turn, which knows one book, one instant and one set of totals. */
  private readonly requests = new WeakMap<RawRequest, Request>();
  private readonly found = new WeakMap<Request, Map<string, unknown>>();

  constructor(conversation: Conversation, given: Given, by: Actor, at: Instant) {
    this.conversation = conversation;
    this.given = given;
    this.at = at;
    this.by = by.kind === 'person' ? by.id : by.kind === 'customer' ? CUSTOMER : SAYSO;
  }

  get book(): Book {
    return this.given.book;
  }

  get organization(): Organization {
    return this.given.organization;
  }

  /** A case of whichever conversation; undefined: there is none. */
  otherCase(id: string): Case | undefined {
    const own = this.conversation.cases.find((one) => one.id === id);
    if (own) return own;
    const found = this.given.cases.get(id);
    if (found === undefined) throw new NotLoaded({ totals: [], standing: [], cases: [id] });
    return found ?? undefined;
  }

  /** What is stored of a customer; undefined: nothing. */
  customer(number: string): KnownCustomer | undefined {
    const found = this.given.customers.get(number);
    if (found === undefined)
      throw new NotLoaded({ totals: [], standing: [], cases: [], customers: [number] });
    return found ?? undefined;
  }

  /** A case as it is now. */
  case(id: string): Case {
    const found = this.conversation.cases.find((one) => one.id === id);
    if (!found)
      throw this.refused(
        'unknown-case',
        'case',
        `There is no case "${id}" in this conversation.`,
        'Look it up: sayso case list.',
      );
    return found;
  }

  person(id: string, path = 'by'): Person {
    const found = this.organization.people.get(id);
    if (!found)
      throw this.refused(
        'unknown-person',
        path,
        `There is no "${id}" in the organization.`,
        'Name somebody by their id in the organization file.',
      );
    return found;
  }

  /** Whether somebody works here now. */
  worksHere(id: string): boolean {
    const found = this.organization.people.get(id);
    return found !== undefined && employedAt(found, this.at);
  }

  /** Their name, for sentences; an id that is nobody's stands for itself. */
  nameOf(id: string): string {
    return this.organization.people.get(id)?.name ?? id;
  }

  /** Somebody who can act, or take something over: they work here now. */
  colleague(id: string, path: string): Person {
    const found = this.person(id, path);
    if (!employedAt(found, this.at))
      throw this.refused(
        'not-here',
        path,
        `${found.name} does not work here now.`,
        'Name somebody who does, or mend the dates of their employment.',
      );
    return found;
  }

  /** Notes what happened; the state follows. */
  emit<K extends EventKind>(kind: K, one: string | null, data: EventData[K], by: string = this.by): void {
    const event = { kind, at: this.at, by, case: one, ...data } as unknown as Event;
    this.events.push(event);
    if (event.kind === 'answer reopened' && event.grantedAt !== undefined)
      this.gone.push({ at: event.grantedAt, adds: event.personal?.removes ?? [] });
    this.conversation = evolve(this.conversation, event);
  }

  /** What is to be done once the events are stored. Its key is made from the place of its cause on the record. */
  effect(effect: Omit<Extract<Effect, { kind: 'tell person' }>, 'key'>): void;
  effect(effect: Omit<Extract<Effect, { kind: 'tell customer' }>, 'key'>): void;
  effect(effect: Omit<Effect, 'key'>): void {
    if (this.events.length === 0) throw new Error('an effect needs an event that caused it');
    const key = `${this.conversation.id}/${this.conversation.version}.${this.effects.length}`;
    this.effects.push({ ...effect, key } as Effect);
  }

  /** A refusal to throw. */
  refused(code: string, path: string, message: string, mend: string): Refused {
    return new Refused({ code, path, message, mend });
  }

  /** A case's request as `decide` reads it, with some of it changed. */
  request(one: Case, change?: Partial<RawRequest>): Request {
    return this.readRaw(change ? { ...one.request, ...change } : one.request);
  }

  /** @param path of what was sent, in the command; where the problem is in the request, when left out */
  readRaw(raw: RawRequest, path?: string): Request {
    const before = this.requests.get(raw);
    if (before) return before;
    const { grounds, agreed, consulted, ...rest } = raw;
    const read = readRequest(this.book, { ...rest, done: { grounds, agreed, consulted } });
    if ('request' in read) {
      this.requests.set(raw, read.request);
      return read.request;
    }
    const [first] = read.problems;
    throw this.refused(
      first?.code ?? 'wrong-request',
      path ?? first?.path ?? '',
      first?.message ?? 'The request can not be read.',
      first?.mend ?? 'Send a type and facts.',
    );
  }

  private tallies(request: Request, caseId: string): Tallies {
    const { book, organization, at } = this;
    return talliesFor(
      { book, organization, request, caseId, at },
      (wanted) => this.total(wanted),
      (totals) => {
        const scope = standingScope(this.rawOf(request));
        throw new NotLoaded({ totals, standing: scope === undefined ? [] : [scope], cases: [] });
      },
    );
  }

  /** A running total, without the yeses that count no more. */
  private total(wanted: WantedTotal): Total | undefined {
    const found = this.given.totals.get(wantedName(wanted));
    const key = totalKey(wanted);
    const gone = this.gone.flatMap(({ at, adds }) =>
      wanted.since === null || at >= wanted.since ? adds.filter((add) => totalKey(add) === key) : [],
    );
    return (
      found && {
        times: gone.reduce((sum, { times }) => sum - times, found.times),
        amount: gone.reduce((sum, { amount }) => sum - amount, found.amount),
      }
    );
  }

  /** Works something out as it would be if a case's yes were reopened. */
  without<T>({ answer, fulfilled }: Case, work: () => T): T {
    if (answer?.kind !== 'yes' || fulfilled) return work();
    this.gone.push(answer);
    const result = work();
    this.gone.pop();
    return result;
  }

  private rawOf({ customer, subject, type }: Request): RawRequest {
    return {
      ...NOTHING_SAID,
      type,
      ...(customer !== undefined && { customer }),
      ...(subject !== undefined && { subject }),
    };
  }

  /** The decision on a request for one asker, now. */
  decide(one: Case, asker: string = one.asker, request: Request = this.request(one)): Decision {
    this.person(asker);
    return this.once(request, ['decide', one.id, asker], () => {
      const tallies = this.tallies(request, one.id);
      const decision = decide(this.book, this.organization, tallies, request, asker, this.at);
      const { standing_key: key } = decision;
      return key === null ? decision : { ...decision, standing_key: saltedHash(this.given.salt, key) };
    });
  }

  private once<T>(request: Request, key: readonly string[], find: () => T): T {
    const known = this.found.get(request) ?? new Map<string, unknown>();
    this.found.set(request, known);
    const name = JSON.stringify(key);
    if (!known.has(name)) known.set(name, find());
    return known.get(name) as T;
  }

  /** Everybody else who may answer a case's request in place of its asker. */
  mayAnswer(
    one: Case,
    request: Request = this.request(one),
    asker: string = one.asker,
  ): readonly Candidate[] {
    return this.once(request, ['may answer', one.id, asker], () =>
      whoMayAnswer(this.book, this.organization, this.tallies(request, one.id), request, asker, this.at),
    );
  }

  /** The units whose yes a person's own still waits for; undefined: none. */
  unitsToAgree(one: Case, person: string, request: Request): Agreement | undefined {
    const tallies = this.tallies(request, one.id);
    return unitsToAgree(this.book, this.organization, tallies, request, person, this.at);
  }

  /** Everybody whose agreement lets a case's asker decline. */
  mayAgreeToDecline(one: Case): Candidate[] {
    const request = this.request(one);
    return whoMayAgree(
      this.book,
      this.organization,
      this.tallies(request, one.id),
      request,
      one.asker,
      this.at,
    );
  }

  /** An alternative by name: one of a decision's own, or another that can be granted here; undefined: it can't. */
  alternative(one: Case, { alternatives }: Decision, name: string): Alternative | undefined {
    const request = this.request(one);
    return (
      alternatives.find((other) => other.name === name) ??
      offerable(
        this.book,
        this.organization,
        this.tallies(request, one.id),
        request,
        one.asker,
        this.at,
        name,
      )
    );
  }

  /** The request that an alternative makes instead; undefined where it is words alone. */
  instead(one: Case, alternative: string): Request | undefined {
    const request = this.request(one);
    return requestInstead(
      this.book,
      this.organization,
      this.tallies(request, one.id),
      request,
      one.asker,
      this.at,
      alternative,
    );
  }

  /**
   * The no of another case that answers this one too: nobody is asked about it anew. A special client's goes to management
   * each time, since staff never decline it (R32).
   */
  standingNo(one: Case, decision: Decision): StandingAnswer | undefined {
    if (decision.special_client) return undefined;
    const standing = this.standing(one, decision);
    return standing?.kind === 'no' ? standing : undefined;
  }

  /** The standing answer of another case with an equal key, if it still stands. */
  standing(one: Case, decision: Decision): StandingAnswer | undefined {
    const scope = standingScope(one.request);
    if (scope === undefined || decision.standing_key === null) return undefined;
    const found = this.given.standing.get(scope);
    if (!found) throw new NotLoaded({ totals: [], standing: [scope], cases: [] });
    const [latest] = found.filter((answer) => answer.standingKey === decision.standing_key);
    return latest && latest.case !== one.id && (latest.until === null || this.at < latest.until)
      ? latest
      : undefined;
  }

  /** The questions for facts, in the customer's language; for their proof where a claim is not enough. */
  questions(one: Case, facts: readonly string[], decision: Decision): string {
    const voice = speaker(this.book, this.request(one), decision);
    const claimed = new Set(decision.missing.flatMap((missing) => (missing.claimed ? [missing.fact] : [])));
    return [...new Set(facts.map((fact) => question(voice, fact, claimed.has(fact))))].join(' ');
  }

  /** The words of a yes; `part`: to less than was asked for. */
  sayYes(request: Request, decision: Decision, rule: string, part: boolean): string {
    return say({ ...speaker(this.book, request, { ...decision, verdict: 'grant', rule }), part });
  }

  /** An alternative as an offer. */
  offer(one: Case, alternative: Alternative): string {
    const request = this.request(one);
    return offer(speaker(this.book, request, this.decide(one)), alternative);
  }

  /** The words of a no: acknowledging words, what the lines tell the customer unless it is told here, the alternatives. */
  sayNo(one: Case, decision: Decision, own: Pick<Speaker, 'acknowledge' | 'told'>): string {
    return say({ ...speaker(this.book, this.request(one), { ...decision, verdict: 'decline' }), ...own });
  }

  /** Whether a person speaks for a unit. */
  speaksFor(id: string, unit: string): boolean {
    return fits({ unit }, this.person(id), this.book);
  }

  /** People by how soon they can be reached: those who are there, nearest first, then whoever comes on duty first. */
  reachable(people: readonly Candidate[]): string[] {
    const { steps } = route({ people: people.map(({ id }) => id) }, this.organization, this.at);
    return [...new Set(steps.map(({ person }) => person))];
  }

  /** Everybody who works here but whoever acts: asked where no rule names anybody. */
  anybodyElse(): string[] {
    return [...this.organization.people.values()]
      .filter((person) => person.id !== this.by && person.kind === 'person' && employedAt(person, this.at))
      .map(({ id }) => id);
  }

  /** The customer's language, or the book's. */
  language(one: Case): string {
    return one.request.language ?? this.book.language;
  }

  /** The customer's time zone, or the book's. */
  zone({ request: { time_zone: name } }: Case): Zone {
    return customerZone(this.book, name);
  }
}

/** The part of a decision that goes on the record. */
export function recordOf(decision: Decision): DecisionRecord {
  const { verdict, rule, deciding, standing_key, valid_until, book, mode, gap, amount, unit, usual, asker } =
    decision;
  return {
    asker,
    verdict,
    rule,
    deciding,
    standing_key,
    valid_until,
    book,
    ...(mode && { mode }),
    ...(gap && { gap }),
    ...(amount !== undefined && { amount }),
    ...(unit !== undefined && { unit }),
    ...(usual !== undefined && { usual }),
  };
}

export const saltedHash = (salt: string, text: string): string => sha256(salt + text).slice(0, 32);

/** What a yes is bound to: the request with its declared facts, what is done for it apart. */
export function hashOf(
  { book, given }: Pick<Turn, 'book' | 'given'>,
  raw: RawRequest,
): { about: string; withoutAmount: string } {
  const hash = (value: unknown): string => saltedHash(given.salt, canonical(value as Json));
  const type = typeMeant(book, raw.type);
  const declared = type?.facts ?? book.facts;
  // That something was done which goes with a yes makes it no other request either.
  const shows = new Set([...book.obligations.values()].map(({ shownBy }) => shownBy));
  const said = Object.entries(raw.facts).filter(([fact]) => declared.has(fact) && !shows.has(fact));
  // Why it is wanted, in which language and by which clock, makes it no other request.
  const { need: _, language: __, time_zone: ___, ...about } = raw;
  const request = { ...about, agreed: [], consulted: [], facts: Object.fromEntries(said) };
  const facts = Object.fromEntries(said.filter(([fact]) => fact !== type?.amount?.fact));
  return { about: hash(request), withoutAmount: hash({ ...request, facts }) };
}
