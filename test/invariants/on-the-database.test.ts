/** Invariants 2, 5 and 7 where writers really race: two nodes, one PostgreSQL, several commands at the same time. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as fc from 'fast-check';
import { nextDue } from '../../src/core/cases/due.ts';
import { replay } from '../../src/core/cases/evolve.ts';
import type { Conversation } from '../../src/core/cases/conversation.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/words/time.ts';
import type { Engine } from '../../src/shell/engine.ts';
import { handle, type Handled } from '../../src/shell/handle.ts';
import { conversationOfCase, eventsAfter } from '../../src/shell/store/lists.ts';
import { worlds } from '../pure-world.ts';
import { SEED } from '../seed.ts';
import { watchingAnswers } from './answer-watch.ts';
import { crowd } from './stories.ts';
import { anotherNode, openHand, put, STORED, type Hand } from './engine.ts';
import { SHRINKS, TIMES } from './holds.ts';
import type { Setting } from './settings.ts';
import { watchingYeses } from './yes-watch.ts';
import { TIME, World, type Sent } from './world.ts';

const [RUNS, MOST_CROWDS] = [6, 30];
/** Two customers who ask for what few may have more than twice, at once. */
const CROWDED: Setting = {
  ...STORED,
  customers: ['k2', 'k3'],
  types: ['refund', 'swap', 'credit', 'a song'],
  specialPercent: 5,
  rarePercent: 4,
  atOncePercent: 40,
};

let hand: Hand;
let nodes: readonly { node: Engine; close: () => Promise<void> }[];
before(async () => {
  hand = await openHand();
  nodes = [anotherNode(hand), anotherNode(hand)];
});
after(async () => {
  for (const { close } of nodes) await close();
  await hand.close();
});

type Real = {
  organization: string;
  /** The ledger's last sequence number that was looked at. */
  seen: number;
  keys: number;
  yeses: number;
  twice: number;
};

/** Several at the same time, each to one of the nodes, some of them twice under one key; then a while passes. */
class Crowd implements fc.AsyncCommand<World, Real> {
  private readonly seed: number;
  private readonly pause: number;
  private words = '';
  constructor(seed: number, pause: number) {
    this.seed = seed;
    this.pause = pause;
  }

  check(): boolean {
    return true;
  }

  async run(world: World, real: Real): Promise<void> {
    const due = [...world.conversations.values()].filter((one) => (nextDue(one) ?? Infinity) <= world.at);
    const timers: Sent[] = due.map(({ id }) => ({
      conversation: id,
      case: null,
      by: { kind: 'sayso' },
      command: TIME,
    }));
    const all = [...crowd(this.seed, world), ...timers];
    this.words = JSON.stringify(all);
    hand.setTime(world.at);
    await Promise.all(all.map((sent, i) => send(real, sent, this.seed + i)));
    await look(world, real);
    world.at += this.pause;
  }

  toString(): string {
    return this.words;
  }
}

/** Sends a command to one node; every third one to the other one as well, under the same key. */
async function send(real: Real, sent: Sent, n: number): Promise<void> {
  real.keys += 1;
  const key = `key ${real.keys}`;
  const opens = sent.command.do === 'open';
  const to = async (node: Engine | undefined): Promise<Handled> => {
    assert.ok(node);
    return handle(node, {
      organization: real.organization,
      by: sent.by,
      command: sent.command,
      // A new case has the id that its node gives it.
      ...(!opens && { conversation: sent.conversation }),
      ...(sent.case !== null && !opens && { case: sent.case }),
      ...(sent.by.kind !== 'sayso' && { key }),
    });
  };
  const [first, second] = [nodes[n % 2]?.node, nodes[(n + 1) % 2]?.node];
  if (n % 3 > 0 || sent.by.kind === 'sayso') {
    await to(first);
    return;
  }
  const [one, other] = await Promise.all([to(first), to(second)]);
  real.twice += 1;
  const carriedOut = [one, other].filter(
    (handled) => handled.done && !handled.replayed && handled.events.length > 0,
  );
  assert.ok(carriedOut.length <= 1, `carried out twice: ${JSON.stringify(sent)}`);
  if (one.done && other.done) assert.equal(one.case, other.case, 'two answers under one key');
}

/** Looks at what was stored since, in the order of the ledger. */
async function look(world: World, real: Real): Promise<void> {
  const entries = await eventsAfter(hand.engine, real.organization, { after: real.seen });
  const byPlace = entries.flatMap(({ conversation, event }) =>
    conversation === null ? [] : [{ conversation, event }],
  );
  const states = new Map<string, Conversation>();
  for (const { conversation, event } of byPlace) {
    if (event.case === null || states.has(conversation)) continue;
    const state = await conversationOfCase(hand.engine, real.organization, event.case);
    assert.ok(state);
    states.set(conversation, state);
  }
  for (const { conversation, event } of byPlace) {
    if (event.kind === 'granted') real.yeses += 1;
    world.records.set(conversation, [...(world.records.get(conversation) ?? []), event]);
    world.absorb(states.get(conversation) ?? world.conversations.get(conversation) ?? nothing(conversation), [
      event,
    ]);
  }
  real.seen = entries.at(-1)?.sequence ?? real.seen;
  // What was stored last rests on all that was stored before: nobody's write was lost.
  for (const [id, state] of states) assert.deepEqual(replay(id, world.records.get(id) ?? []), state);
}

const nothing = (id: string): Conversation => ({ id, changedAt: 0, version: 0, cases: [] });

test('invariants 2, 5 and 7 on the database: no yes without authority at its place in the ledger, one final answer, one command under one key, whoever races', async () => {
  let [n, yeses, answers, twice] = [0, 0, 0, 0];
  const crowds = fc.noBias(
    fc.commands(
      [
        fc
          .tuple(fc.noShrink(fc.nat()), fc.constantFrom(0, 0, MINUTE, 20 * MINUTE, HOUR, DAY))
          .map(([seed, pause]) => new Crowd(seed, pause)),
      ],
      { maxCommands: MOST_CROWDS, size: 'max' },
    ),
  );
  const property = fc.asyncProperty(crowds, async (story) => {
    n += 1;
    const real: Real = { organization: `race-${n}`, seen: 0, keys: 0, yeses: 0, twice: 0 };
    const [yesWatch, answerWatch] = [watchingYeses(() => undefined), watchingAnswers(() => (answers += 1))];
    const world = new World(CROWDED, {
      event: (event, one) => {
        yesWatch.event?.(event, one);
        answerWatch.event?.(event, one);
      },
    });
    hand.setTime(world.at);
    await put(hand, real.organization);
    await fc.asyncModelRun(() => ({ model: world, real }), story);
    yeses += real.yeses;
    twice += real.twice;
    worlds.length = 0;
  });
  await fc.assert(property, { numRuns: RUNS * TIMES, seed: SEED, endOnFailure: !SHRINKS });
  assert.ok(
    yeses > 25 * TIMES && answers >= yeses && twice > 40 * TIMES,
    `only ${yeses} yeses, ${answers} answers, ${twice} twice`,
  );
});
