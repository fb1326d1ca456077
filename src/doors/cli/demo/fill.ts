/**
 * Fills the demo's organization: a week of cases, put in as doors put them in, on a clock that is moved by hand; people
 * and customers are played. What happens is what the book makes of it, timers and promises included.
 */
import {
  openQuestions,
  askedNow,
  isOpen,
  type Case,
  type Conversation,
} from '../../../core/cases/conversation.ts';
import type { DoorCommand } from '../../../core/cases/command.ts';
import { localDay, MINUTE, type Instant } from '../../../core/words/time.ts';
import { sha256 } from '../../../core/words/hash.ts';
import type { Channels } from '../../../shell/channels/channel.ts';
import type { Engine } from '../../../shell/engine.ts';
import { handle } from '../../../shell/handle.ts';
import { startRunner, type Runner } from '../../../shell/runner.ts';
import { conversationOfCase, eventsAfter, headOf, nextTimer } from '../../../shell/store/lists.ts';
import { weekAtTheHouse, type Plan } from './week.ts';

export type Filling = {
  engine: Engine;
  organization: string;
  /** When the demo begins: all that is put in lies before it. */
  begins: Instant;
  zone: Parameters<typeof localDay>[0];
  /** Moves the clock. */
  setTime: (at: Instant) => void;
  /** Hears of every day that is over. */
  onDay: (daysLeft: number) => void;
};

/** From then on messages go where they go in earnest, so that what is open can be answered from the mailbox. */
const IN_EARNEST_MS = 70 * MINUTE;
const DAY_MS = 24 * 60 * MINUTE;

type Action = { at: Instant; run: () => Promise<void> };

/** Plays the week. Ids come out the same every time. */
export async function fill(filling: Filling): Promise<void> {
  const { engine, setTime, begins } = filling;
  const { random, channels } = engine;
  let drawn = 0;
  engine.random = (bytes) => {
    drawn += 1;
    return sha256(`demo ${drawn}`).slice(0, bytes * 2);
  };
  engine.channels = QUIET;
  const runner = startRunner(engine, {
    askDatabase: () => Promise.resolve(engine.clock.now()),
    // Nothing happens but when it is told to.
    pollMs: 3_600_000,
  });
  try {
    const week = new Week(filling, runner, channels);
    await week.play();
    setTime(begins);
    await runner.settle();
  } finally {
    await runner.stop();
    engine.random = random;
    engine.channels = channels;
  }
}

/** Before a no the need is said back. */
const HEARD = 'I hear you, and I am sorry that it did not turn out as you hoped.';

const QUIET: Channels = { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true }) };

class Week {
  private readonly filling: Filling;
  private readonly runner: Runner;
  private readonly inEarnest: Channels;
  private readonly plans = new Map<string, Plan>();
  private readonly planned = new Set<string>();
  private actions: Action[] = [];
  private shown = 0;
  private at: Instant = 0;

  constructor(filling: Filling, runner: Runner, inEarnest: Channels) {
    this.filling = filling;
    this.runner = runner;
    this.inEarnest = inEarnest;
  }

  async play(): Promise<void> {
    const { engine, organization, begins, zone, onDay } = this.filling;
    const plans = weekAtTheHouse(localDay(zone, begins));
    for (const plan of plans) this.plan(begins - plan.before * MINUTE, () => this.open(plan));
    this.shown = await headOf(engine, organization);
    let daysLeft = Math.ceil((begins - (plans[0]?.before ?? 0) * MINUTE - begins) / -DAY_MS);
    for (;;) {
      const next = this.actions[0];
      const timer = await nextTimer(engine, organization);
      const at = Math.min(next?.at ?? Infinity, timer ?? Infinity);
      if (at > begins) return;
      this.moveTo(at);
      while (begins - at < (daysLeft - 1) * DAY_MS) onDay((daysLeft -= 1));
      if (next && next.at <= at) {
        this.actions.shift();
        await next.run();
      }
      await this.runner.settle();
      await this.goOn();
    }
  }

  private moveTo(at: Instant): void {
    const { engine, begins, setTime } = this.filling;
    this.at = Math.max(this.at, at);
    setTime(this.at);
    if (begins - this.at <= IN_EARNEST_MS) engine.channels = this.inEarnest;
  }

  private plan(at: Instant, run: () => Promise<void>): void {
    this.actions.push({ at, run });
    // Stable: of two at one instant the first planned comes first.
    this.actions.sort((a, b) => a.at - b.at);
  }

  /** Once each, however often it is looked at. */
  private planOnce(key: string, minutes: number, run: () => Promise<void>): void {
    if (this.planned.has(key)) return;
    this.planned.add(key);
    this.plan(this.at + minutes * MINUTE, run);
  }

  private async send(as: string, command: DoorCommand, one?: string): Promise<string | null> {
    const handled = await handle(this.filling.engine, {
      organization: this.filling.organization,
      by: { kind: 'person', id: as },
      command,
      ...(one !== undefined && { case: one }),
    });
    // People try things too; what is refused changes nothing.
    return handled.done ? handled.case : null;
  }

  private async open(plan: Plan): Promise<void> {
    const { as, says, type, facts, customer, subject, need } = plan;
    const id = await this.send(as, {
      do: 'open',
      at_once: true,
      words: says,
      request: { type, facts, customer, subject, ...(need !== undefined && { need }) },
      conversation: {
        system: 'helpdesk',
        id: subject.replace('order ', ''),
        channel: 'email',
        address: `${customer}@mail.example`,
      },
    });
    if (id === null) throw new Error(`the demo's ${type} of ${as} was refused`);
    this.plans.set(id, plan);
  }

  /** Looks at every case to which something happened, and plans what people do about it. */
  private async goOn(): Promise<void> {
    const { engine, organization } = this.filling;
    const news = await eventsAfter(engine, organization, { after: this.shown });
    this.shown = news.at(-1)?.sequence ?? this.shown;
    for (const id of new Set(news.flatMap(({ event }) => event.case ?? []))) {
      const plan = this.plans.get(id);
      const conversation = plan && (await conversationOfCase(engine, organization, id));
      const one = conversation?.cases.find((other) => other.id === id);
      if (plan && conversation && one && isOpen(one)) this.follow(plan, conversation, one);
    }
  }

  private follow(plan: Plan, { changedAt }: Conversation, one: Case): void {
    const questions = openQuestions(one);
    for (const question of questions) {
      const person = askedNow(question);
      if (person === undefined || plan.silent.includes(question.asked.length - 1)) continue;
      const { say, because, after } = plan.answer;
      const isView = question.kind === 'consult';
      this.planOnce(`${question.id} ${person}`, after, async () => {
        await this.send(
          person,
          isView
            ? { do: 'advise', question: question.id, words: because }
            : { do: 'answer', question: question.id, say, because },
          one.id,
        );
      });
    }
    if (questions.length > 0 || plan.until === 'asked') return;
    if (one.answer?.kind === 'yes') {
      if (plan.until === undefined)
        this.planOnce(`${one.id} fulfill`, plan.after, async () => {
          await this.send(one.owner, { do: 'fulfill' }, one.id);
        });
      return;
    }
    if (one.answer) return;
    this.planOnce(`${one.id} ${changedAt}`, plan.after, async () => {
      const { owner } = one;
      if (one.agreedNo) {
        await this.send(owner, { do: 'restate', need: plan.says, words: HEARD }, one.id);
        await this.send(owner, { do: 'decline' }, one.id);
      } else if ((await this.send(owner, { do: 'grant' }, one.id)) === null)
        await this.send(owner, { do: 'decline' }, one.id);
    });
  }
}
