/**
 * A world without a database: cases in memory, time moved by hand, messages kept to be looked at. What a shell does for a
 * command, in its shortest form; invariants and unit tests run on it. `world.ts` is the same on PostgreSQL.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Book } from '../src/core/book/book.ts';
import { compileBook } from '../src/core/book/compile.ts';
import { advance, considered, type Outcome } from '../src/core/cases/advance.ts';
import { capabilitiesOf, type Capability } from '../src/core/cases/capabilities.ts';
import type { Actor, Command, DoorCommand } from '../src/core/cases/command.ts';
import { stands, type Case, type Conversation, type TallyAddition } from '../src/core/cases/conversation.ts';
import { nextTurn } from '../src/core/cases/due.ts';
import type { Effect } from '../src/core/cases/effect.ts';
import type { Event } from '../src/core/cases/event.ts';
import { newConversation, replay } from '../src/core/cases/evolve.ts';
import type { KnownCustomer } from '../src/core/cases/known-customer.ts';
import { nextCommand } from '../src/core/cases/next-command.ts';
import type { Refusal } from '../src/core/cases/refusal.ts';
import { countedBy, totalKey, wantedName, type Total, type WantedTotal } from '../src/core/cases/totals.ts';
import { standingScope, type Given, type StandingAnswer, type Wanted } from '../src/core/cases/turn.ts';
import type { Decision } from '../src/core/decide/decision.ts';
import { compileOrganization } from '../src/core/organization/compile.ts';
import type { Organization } from '../src/core/organization/organization.ts';
import type { Instant } from '../src/core/words/time.ts';
import { zones } from '../src/shell/zones.ts';

/** The organization's salt in every pure world, in hexadecimal; no secret. */
export const SALT = '5a'.repeat(32);

const loaded = new Map<string, { book: Book; organization: Organization }>();

/** A shipped book with its people. */
export function shipped(name: 'shop' | 'retail' | 'software'): { book: Book; organization: Organization } {
  let found = loaded.get(name);
  if (!found) {
    const read = (file: string): string =>
      readFileSync(new URL(`../books/${name}/${file}`, import.meta.url), 'utf8');
    const { book } = compileBook('book.yaml', read('book.yaml'), zones);
    const { organization } = compileOrganization('people.yaml', read('people.yaml'), zones);
    assert.ok(book && organization);
    found = { book, organization };
    loaded.set(name, found);
  }
  return found;
}

/** A book and people written in a test. */
export function compiled(bookText: string, peopleText: string): { book: Book; organization: Organization } {
  const { book, problems } = compileBook('book.yaml', bookText, zones);
  assert.ok(book, JSON.stringify(problems, null, 2));
  const people = compileOrganization('people.yaml', peopleText, zones);
  assert.ok(people.organization, JSON.stringify(people.problems, null, 2));
  return { book, organization: people.organization };
}

/** A command as it was sent, with what came of it. */
export type Logged = {
  at: Instant;
  conversation: string;
  case: string | null;
  command: Command;
  by: Actor;
  refused?: Refusal;
};

/** Every world of this process, so that all of them can be lived again on the real engine. */
export const worlds: PureWorld[] = [];

type Ledgered = TallyAddition & { at: Instant };
/** What a command came to, all that it wanted to know known. */
export type Decided = Exclude<Outcome, { wanted: unknown }>;

export class PureWorld {
  book: Book;
  organization: Organization;
  at: Instant;
  readonly conversations = new Map<string, Conversation>();
  readonly events: Event[] = [];
  /** Of each conversation, in order. */
  readonly records = new Map<string, Event[]>();
  readonly effects: Effect[] = [];
  /** What is stored of customers, by number. */
  readonly customers = new Map<string, KnownCustomer | null>();
  /** Everything that was sent, refused or not. */
  readonly log: Logged[] = [];
  private readonly added: Ledgered[] = [];
  private readonly standing: (StandingAnswer & { scope: string })[] = [];
  private cases = 0;

  constructor(given: { book: Book; organization: Organization }, at: string) {
    this.book = given.book;
    this.organization = given.organization;
    this.at = Date.parse(at);
    worlds.push(this);
  }

  /** Opens a case; in the conversation of another one when that is named. Returns its id. */
  open(
    person: string,
    request: object,
    more: Omit<Extract<DoorCommand, { do: 'open' }>, 'do' | 'request'> & { with?: string } = {},
  ): string {
    const { with: other, ...rest } = more;
    const id = `c${++this.cases}`;
    const conversation = other === undefined ? `v${this.cases}` : this.conversationOf(other).id;
    this.sent(conversation, id, { do: 'open', request: request as { type: string }, ...rest }, person);
    return id;
  }

  /** A command that has to be taken. */
  do(person: string, id: string, command: DoorCommand): Event[] {
    return this.sent(this.conversationOf(id).id, id, command, person);
  }

  /** A command that has to be refused. */
  refused(person: string, id: string, command: DoorCommand): Refusal {
    const outcome = this.run(this.conversationOf(id).id, id, command, actor(person));
    assert.ok('refused' in outcome, `not refused: ${JSON.stringify(command)}`);
    return outcome.refused;
  }

  private sent(conversation: string, id: string | null, command: Command, person: string): Event[] {
    const outcome = this.run(conversation, id, command, actor(person));
    assert.ok('events' in outcome, JSON.stringify(outcome));
    return [...outcome.events];
  }

  /** Runs a command and stores what came of it. */
  run(conversationId: string, caseId: string | null, command: Command, by: Actor): Decided {
    return this.keep(
      { conversation: conversationId, case: caseId, command, by },
      this.decided(conversationId, caseId, command, by),
    );
  }

  /** What a command comes to on what is stored now; nothing is stored. */
  decided(conversationId: string, caseId: string | null, command: Command, by: Actor): Decided {
    const before = this.conversations.get(conversationId) ?? newConversation(conversationId);
    return this.known((given) => advance(before, caseId, command, by, given, this.at));
  }

  /** What the book says now of a case to whoever looks, and what comes next for them. */
  look(id: string, person: string): { decision: Decision; next: Capability | undefined } {
    const conversation = this.conversationOf(id);
    const looked = this.known((given) => considered(conversation, id, given, this.at));
    assert.ok('decision' in looked, JSON.stringify(looked));
    const able = this.known((given) => capabilitiesOf(conversation, id, given, this.at, actor(person)));
    return {
      decision: looked.decision,
      next: nextCommand(this.case(id), looked.decision, able.capabilities),
    };
  }

  /** Works something out, with all that it wants to know. */
  private known<T extends object>(
    work: (given: Given) => T | { wanted: Wanted },
  ): Exclude<T, { wanted: unknown }> {
    const totals = new Map<string, Total>();
    const standing = new Map<string, StandingAnswer[]>();
    const cases = new Map<string, Case | null>();
    for (let round = 0; round < 20; round++) {
      const { book, organization, customers } = this;
      const outcome = work({ book, organization, salt: SALT, totals, standing, cases, customers });
      if (!('wanted' in outcome)) return outcome as Exclude<T, { wanted: unknown }>;
      for (const wanted of outcome.wanted.totals) totals.set(wantedName(wanted), this.total(wanted));
      for (const number of outcome.wanted.customers ?? []) this.customers.set(number, null);
      for (const id of outcome.wanted.cases) cases.set(id, this.found(id) ?? null);
      for (const scope of outcome.wanted.standing)
        standing.set(scope, this.standing.filter((answer) => answer.scope === scope).toReversed());
    }
    throw new Error('it wants more and more');
  }

  /** Notes a command with what it came to, and stores that. */
  protected keep(sent: Omit<Logged, 'at' | 'refused'>, outcome: Decided): Decided {
    this.log.push({ at: this.at, ...sent, ...('refused' in outcome && { refused: outcome.refused }) });
    if ('events' in outcome) this.store(sent.conversation, outcome);
    return outcome;
  }

  private store(id: string, outcome: Extract<Outcome, { events: unknown }>): void {
    this.conversations.set(id, outcome.conversation);
    const record = [...(this.records.get(id) ?? []), ...outcome.events];
    this.records.set(id, record);
    this.events.push(...outcome.events);
    this.effects.push(...outcome.effects);
    for (const event of outcome.events) this.count(outcome.conversation, event);
    // What is stored is what its events come to.
    assert.deepEqual(replay(id, record), outcome.conversation);
  }

  private count(conversation: Conversation, event: Event): void {
    this.added.push(...countedBy(event));
    if (event.kind !== 'granted' && event.kind !== 'declined' && event.kind !== 'answer reopened') return;
    const one = conversation.cases.find(({ id }) => id === event.case);
    const scope = one && standingScope(one.request);
    if (scope === undefined) return;
    // Of each case its latest answer stands; one that is reopened does not.
    const earlier = this.standing.findIndex((answer) => answer.scope === scope && answer.case === one?.id);
    if (earlier >= 0) this.standing.splice(earlier, 1);
    if (event.kind !== 'answer reopened' && event.answer.standingKey !== null && stands(event.answer))
      this.standing.push({
        scope,
        case: one?.id ?? '',
        standingKey: event.answer.standingKey,
        kind: event.answer.kind,
        until: event.answer.kind === 'no' ? event.answer.until : null,
      });
  }

  private total(wanted: WantedTotal): Total {
    const rows = this.added.filter(
      (row) => totalKey(row) === totalKey(wanted) && (wanted.since === null || row.at >= wanted.since),
    );
    return {
      times: rows.reduce((sum, row) => sum + row.times, 0),
      amount: rows.reduce((sum, row) => sum + row.amount, 0),
    };
  }

  /** Time goes by; every timer fires at its instant. */
  passTime(text: string): void {
    this.passTo(this.at + duration(text));
  }

  private nextTurn(conversation: Conversation): Instant | null {
    return nextTurn(conversation, { organization: this.organization, later: [] }, this.at);
  }

  /** Time goes on to an instant; every timer fires at its own. */
  passTo(until: Instant): void {
    for (let fired = 0; fired < 10_000; fired++) {
      const [next] = [...this.conversations.values()]
        .map((conversation) => ({ id: conversation.id, due: this.nextTurn(conversation) ?? Infinity }))
        .toSorted((a, b) => a.due - b.due);
      if (!next || next.due > until) break;
      this.at = Math.max(this.at, next.due);
      const before = this.nextTurn(this.conversations.get(next.id) ?? newConversation(next.id));
      this.run(next.id, null, { do: 'time_passed' }, { kind: 'sayso' });
      const after = this.nextTurn(this.conversations.get(next.id) ?? newConversation(next.id));
      assert.ok(
        after === null || after > this.at || after !== before,
        `a timer that does not move on at ${after}`,
      );
    }
    this.at = until;
  }

  case(id: string): Case {
    const found = this.found(id);
    assert.ok(found, `no case ${id}`);
    return found;
  }

  private found(id: string): Case | undefined {
    const all = [...this.conversations.values()].flatMap(({ cases }) => cases);
    return all.find((one) => one.id === id);
  }

  conversationOf(id: string): Conversation {
    const found = [...this.conversations.values()].find(({ cases }) => cases.some((one) => one.id === id));
    assert.ok(found, `no case ${id}`);
    return found;
  }

  /** Kinds of a case's events, its conversation's included. */
  kinds(id: string): string[] {
    return (this.records.get(this.conversationOf(id).id) ?? [])
      .filter((event) => event.case === id || event.case === null)
      .map(({ kind }) => kind);
  }

  /** What the customer of a case was told, in order. */
  toCustomer(id: string): string[] {
    return this.effects.flatMap((effect) =>
      effect.kind === 'tell customer' && effect.case === id ? [effect.words] : [],
    );
  }

  /** Messages to a person: what they are about. */
  toPerson(person: string): string[] {
    return this.effects.flatMap((effect) =>
      effect.kind === 'tell person' && effect.person === person ? [effect.matter] : [],
    );
  }
}

const actor = (person: string): Actor =>
  person === '@customer'
    ? { kind: 'customer' }
    : person === '@sayso'
      ? { kind: 'sayso' }
      : { kind: 'person', id: person };

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "30m", "2h", "1d" in milliseconds. */
export function duration(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  assert.ok(match, `"${text}" is no duration`);
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0);
}
