/** Clients: they send until they are answered, hang up, send again under the same key, and remember what they were told. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor, DoorCommand } from '../../src/core/cases/command.ts';
import type { Instant } from '../../src/core/words/time.ts';
import type { Sent } from '../../src/shell/handle.ts';
import type { NodeProcess } from './fleet.ts';
import type { Reply } from './node.ts';
import { type Pace, quickened } from './pace.ts';
import type { Random } from './random.ts';

export type Answered = Exclude<Reply, { unknown: string }>;

/** A command and what its client was told. */
export type Heard = {
  organization: string;
  key: string;
  command: string;
  by: string;
  /** The number of the node that answered. */
  node: number;
  reply: Answered;
  /** How often it was sent in all; more than once, and one of them may have been carried out though another was refused. */
  times: number;
  /** In the torture's time: when it was first sent, and when the answer came. */
  sent: Instant;
  heard: Instant;
};

/** How long a client waits for a node, in milliseconds. */
const PATIENCE_MS = 700;
/** A client that gets no answer for so long gives up, which is a violation. */
const DESPAIR_MS = 30_000;

export class Crowd {
  readonly heard: Heard[] = [];
  /** Commands that nobody ever answered. */
  readonly unanswered: string[] = [];
  /** Why commands were sent again, and how often. */
  readonly again = new Map<string, number>();
  private readonly nodes: readonly NodeProcess[];
  private readonly pace: Pace;
  private readonly run: string;
  private keys = 0;

  constructor(nodes: readonly NodeProcess[], pace: Pace) {
    this.nodes = nodes;
    this.pace = pace;
    this.run = `${process.pid}-${pace.since}`;
  }

  get now(): Instant {
    return Math.floor(quickened(this.pace, Date.now()));
  }

  private noteAgain(why: string): void {
    this.again.set(why, (this.again.get(why) ?? 0) + 1);
  }

  /** Forgets what was heard. */
  forget(): void {
    this.heard.length = 0;
  }

  /**
   * Sends a command until it is answered. Sometimes the client hangs up at once and sends it again, sometimes it sends it
   * to two nodes at a time, and sometimes it asks once more after the answer: always under the same key.
   * @throws Error when nobody answers
   */
  async send(random: Random, sent: Omit<Sent, 'key'>): Promise<Answered> {
    const key = `${this.run}-${++this.keys}`;
    const whole: Sent = { ...sent, key };
    const note = { organization: sent.organization, key, command: sent.command.do, by: nameOf(sent.by) };
    const since = this.now;
    const until = performance.now() + DESPAIR_MS;
    const own: Heard[] = [];
    let times = 0;
    const ask = async (patienceMs: number): Promise<Reply> => {
      const node = this.nodes[random.whole(0, this.nodes.length - 1)];
      if (!node) return { unknown: 'there is no node' };
      times += 1;
      for (const heard of own) heard.times = times;
      const reply = await node.send(whole, patienceMs);
      if (!('unknown' in reply)) {
        const heard = { ...note, node: node.number, reply, times, sent: since, heard: this.now };
        own.push(heard);
        this.heard.push(heard);
      }
      return reply;
    };
    if (random.chance(0.05)) {
      const both = await Promise.all([ask(PATIENCE_MS), ask(PATIENCE_MS)]);
      const answers = both.flatMap((reply) => ('unknown' in reply ? [] : [reply]));
      const [first] = answers;
      if (first) return answers.find(({ done }) => done) ?? first;
    }
    for (let patience = random.chance(0.1) ? random.whole(1, 25) : PATIENCE_MS; ; patience = PATIENCE_MS) {
      const reply = await ask(patience);
      if (!('unknown' in reply)) {
        if (random.chance(0.05)) {
          this.noteAgain('asked once more');
          await ask(PATIENCE_MS);
        }
        return reply;
      }
      if (performance.now() > until) {
        this.unanswered.push(`${note.command} by ${note.by} (key ${key}): ${reply.unknown}`);
        throw new Error(`nobody answers: ${reply.unknown}`);
      }
      this.noteAgain(reply.unknown);
      await sleep(random.whole(1, 30));
    }
  }
}

const nameOf = (by: Actor): string => (by.kind === 'person' ? by.id : by.kind);

/** What one client does in one organization; when the storm is over it does nothing new. */
export class Client {
  readonly random: Random;
  private readonly crowd: Crowd;
  private readonly organization: string;
  private readonly customers: readonly string[];
  /** Yeses of this organization that were never carried out, to be given up later. */
  readonly given: string[];
  private readonly isOver: () => boolean;

  constructor(parts: {
    crowd: Crowd;
    random: Random;
    organization: string;
    customers: readonly string[];
    given: string[];
    isOver: () => boolean;
  }) {
    this.crowd = parts.crowd;
    this.random = parts.random;
    this.organization = parts.organization;
    this.customers = parts.customers;
    this.given = parts.given;
    this.isOver = parts.isOver;
  }

  get now(): Instant {
    return this.crowd.now;
  }

  customer(): string {
    return this.customers[this.random.whole(0, this.customers.length - 1)] ?? '';
  }

  /** Opens a case. Returns its id, or undefined where it was refused. */
  async open(
    by: string,
    request: { type: string } & Record<string, unknown>,
    contact?: string,
  ): Promise<string | undefined> {
    const command = {
      do: 'open',
      request,
      ...(contact !== undefined && { conversation: { system: 'desk', id: contact } }),
    } as Extract<DoorCommand, { do: 'open' }>;
    const reply = await this.send({ by: { kind: 'person', id: by }, command });
    return reply.done ? (reply.case ?? undefined) : undefined;
  }

  /** Sends a command on a case, as a person or (`@customer`) as the customer. */
  async do(by: string, one: string, command: DoorCommand): Promise<Answered> {
    return this.send({
      by: by === '@customer' ? { kind: 'customer' } : { kind: 'person', id: by },
      case: one,
      command,
    });
  }

  private async send(sent: Omit<Sent, 'key' | 'organization'>): Promise<Answered> {
    if (this.isOver()) throw new Over();
    return this.crowd.send(this.random.branch(), { ...sent, organization: this.organization });
  }
}

/** Thrown into a scene when the storm is over. */
export class Over extends Error {}
