/** The pure world of the invariants: watched at every event, and with writers who race. */
import type { Actor, Command } from '../../src/core/cases/command.ts';
import type { Conversation } from '../../src/core/cases/conversation.ts';
import { nextDue } from '../../src/core/cases/due.ts';
import type { Event } from '../../src/core/cases/event.ts';
import { totalKey } from '../../src/core/cases/totals.ts';
import { standingScope } from '../../src/core/cases/turn.ts';
import { DAY } from '../../src/core/words/time.ts';
import { PureWorld, type Decided, type Logged } from '../pure-world.ts';
import { grantedRequest } from './oracle.ts';
import { Record } from './record.ts';
import type { Setting } from './settings.ts';

/** What an invariant looks at. Each throws where it is broken. */
export type Watch = {
  /** An event, before the record takes it in. */
  event?: (event: Event, world: World) => void;
  /** Before what a command came to is stored. */
  before?: (sent: Sent, outcome: Decided, world: World) => void;
  /** After each command, whether it was taken or not. */
  command?: (sent: Sent, outcome: Decided, world: World) => void;
  /** After several at once, with what each of them came to. */
  race?: (all: readonly Sent[], outcomes: readonly Decided[], world: World) => void;
  /** After each command that was stored, and each time that time has passed with all its timers. */
  rest?: (world: World) => void;
};

/** Stored flags end while some stories still go on. */
const FLAGGED_MS = 2 * DAY;

export type Sent = Omit<Logged, 'at' | 'refused'>;

export class World extends PureWorld {
  readonly setting: Setting;
  readonly record = new Record();
  private readonly watch: Watch;
  /** Names of totals and standing answers in the order in which they were written, as the database compares them. */
  private readonly written: string[] = [];
  /** The case that somebody acted in last. */
  lastCase: string | undefined;
  /** How often a writer lost a race and was decided anew. */
  lost = 0;
  /** Several write at once. */
  racing = false;
  /** The conversation whose events are being stored. */
  writing = '';
  private opened = 0;

  constructor(setting: Setting, watch: Watch) {
    const [book] = setting.books;
    const [organization] = setting.organizations;
    if (!book || !organization) throw new Error('a setting has a book and people');
    super({ book, organization }, setting.at);
    this.setting = setting;
    this.watch = watch;
    for (const customer of setting.flagged ?? [])
      this.customers.set(customer, { special: { until: this.at + FLAGGED_MS } });
  }

  /** The ids of a new case, in a conversation of its own unless one is named. */
  newIds(conversation?: string): { case: string; conversation: string } {
    this.opened += 1;
    return { case: `c${this.opened}`, conversation: conversation ?? `v${this.opened}` };
  }

  send(sent: Sent): Decided {
    return this.run(sent.conversation, sent.case, sent.command, sent.by);
  }

  /**
   * Several at once: each is decided on what is stored before any of them, and stored one after the other. Whose
   * conversation, totals or standing answers were written meanwhile is decided anew, as `handle` does it.
   */
  race(all: readonly Sent[]): Decided[] {
    this.racing = true;
    const readAt = this.written.length;
    const first = all.map((sent) => ({
      sent,
      version: this.conversations.get(sent.conversation)?.version ?? 0,
      outcome: this.decided(sent.conversation, sent.case, sent.command, sent.by),
    }));
    const kept = first.map(({ sent, version, outcome }) => {
      const meanwhile = this.written.slice(readAt);
      const stale =
        'events' in outcome &&
        ((this.conversations.get(sent.conversation)?.version ?? 0) !== version ||
          outcome.reads.some((key) => meanwhile.includes(key)));
      this.lost += stale ? 1 : 0;
      return this.keep(
        sent,
        stale ? this.decided(sent.conversation, sent.case, sent.command, sent.by) : outcome,
      );
    });
    this.racing = false;
    this.watch.race?.(all, kept, this);
    return kept;
  }

  protected override keep(sent: Sent, outcome: Decided): Decided {
    this.writing = sent.conversation;
    this.watch.before?.(sent, outcome, this);
    if ('events' in outcome) {
      this.lastCase = sent.case ?? this.lastCase;
      for (const event of outcome.events) {
        this.takeIn(sent.conversation, event);
        this.written.push(...writtenBy(event, outcome.conversation));
      }
    }
    super.keep(sent, outcome);
    this.watch.command?.(sent, outcome, this);
    if ('events' in outcome) this.watch.rest?.(this);
    return outcome;
  }

  /** Takes in what was stored elsewhere: events in the order of the ledger, and the conversation as it is now. */
  absorb(conversation: Conversation, events: readonly Event[]): void {
    this.writing = conversation.id;
    for (const event of events) this.takeIn(conversation.id, event);
    this.conversations.set(conversation.id, conversation);
  }

  private takeIn(conversation: string, event: Event): void {
    this.watch.event?.(event, this);
    const granted = event.kind === 'granted' ? grantedRequest(event, this) : undefined;
    this.record.take(conversation, event, this.book, this.organization, granted);
  }

  /** Time goes on while no timer fires: every node is down. */
  standStill(ms: number): void {
    this.at += ms;
  }

  /** Time goes on with all its timers. */
  goOn(ms: number): void {
    this.passTo(this.at + ms);
    this.watch.rest?.(this);
  }

  /** Whether a timer is due that has not fired yet. */
  get behind(): boolean {
    return [...this.conversations.values()].some((one) => (nextDue(one) ?? Infinity) <= this.at);
  }
}

/** The names under which the store writes what an event adds or answers. */
function writtenBy(event: Event, conversation: Conversation): string[] {
  if (event.kind !== 'granted' && event.kind !== 'declined' && event.kind !== 'answer reopened') return [];
  const one = conversation.cases.find(({ id }) => id === event.case);
  const scope = one && standingScope(one.request);
  const totals =
    event.kind === 'granted'
      ? (event.personal?.adds ?? [])
      : event.kind === 'answer reopened'
        ? (event.personal?.removes ?? [])
        : [];
  return [...totals.map(totalKey), ...(scope === undefined ? [] : [scope])];
}

export const person = (id: string): Actor => ({ kind: 'person', id });
export const CUSTOMER_ACTOR: Actor = { kind: 'customer' };
export const TIME: Command = { do: 'time_passed' };
