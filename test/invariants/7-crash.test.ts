import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as fc from 'fast-check';
import { recordOfConversation } from '../../src/shell/store/lists.ts';
import { within } from '../../src/shell/store/tables.ts';
import { worlds } from '../pure-world.ts';
import { SEED } from '../seed.ts';
import { CALM, type Step } from './stories.ts';
import { acknowledged, openHand, put, stored, STORED, type Death, type Hand } from './engine.ts';
import { SHRINKS, TIMES } from './holds.ts';
import { World } from './world.ts';

const [RUNS, MOST_STEPS] = [20, 24];

let hand: Hand;
before(async () => {
  hand = await openHand();
});
after(() => hand.close());

type Real = { organization: string; told: number; deaths: number };

/** The times at which nodes die while they carry out one command: none to two of them. */
const deaths: fc.Arbitrary<Death[]> = fc.array(
  fc.record({
    turn: fc.integer({ min: 1, max: 4 }),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
  { maxLength: 2 },
);

/** A step of the story, carried out once in the pure world, and by dying nodes on the database. */
class Crashing implements fc.AsyncCommand<World, Real> {
  private readonly step: Step;
  private readonly deaths: readonly Death[];
  constructor(step: Step, all: readonly Death[]) {
    this.step = step;
    this.deaths = all;
  }

  check(): boolean {
    return true;
  }

  async run(world: World, real: Real): Promise<void> {
    this.step.run({}, world);
    for (const sent of world.log.slice(real.told)) {
      real.told += 1;
      hand.setTime(sent.at);
      hand.setIds({ case: sent.case ?? '', conversation: sent.conversation });
      const key = `key ${real.told}`;
      const { handled, died } = await acknowledged(hand, real.organization, sent, key, this.deaths);
      real.deaths += died;
      if (sent.refused) assert.deepEqual(handled, { done: false, refused: sent.refused });
      else assert.ok(handled.done, JSON.stringify(handled));
    }
  }

  toString(): string {
    return `${this.step.toString()} with deaths ${JSON.stringify(this.deaths)}`;
  }
}

/** Everything that was acknowledged is there, once: states, record and messages. */
async function compare(world: World, organization: string): Promise<number> {
  let events = 0;
  for (const [id, conversation] of world.conversations) {
    if (conversation.cases.length === 0) continue;
    const found = await stored(hand, organization, conversation);
    assert.deepEqual(found, JSON.parse(JSON.stringify(conversation)));
    const record = await recordOfConversation(hand.engine, organization, id);
    assert.deepEqual(
      record.map(({ event }) => event),
      JSON.parse(JSON.stringify(world.records.get(id))),
    );
    events += record.length;
  }
  const rows = await hand.engine.database.use((pool) =>
    within(pool, organization, (tables) => tables.selectFrom('sayso.outbox').select('key').execute()),
  );
  assert.deepEqual(rows.map(({ key }) => key).toSorted(), world.effects.map(({ key }) => key).toSorted());
  return events;
}

test('invariant 7: what was acknowledged survives a crash at any instant; what was not acknowledged may be sent again and is carried out once', async () => {
  let [died, events, n] = [0, 0, 0];
  const steps = fc.noBias(
    fc.commands(
      CALM.map((one) => fc.tuple(one, deaths).map(([step, all]) => new Crashing(step, all))),
      { maxCommands: MOST_STEPS, size: 'max' },
    ),
  );
  const property = fc.asyncProperty(steps, async (story) => {
    n += 1;
    const real: Real = { organization: `crash-${n}`, told: 0, deaths: 0 };
    hand.setTime(Date.parse(STORED.at));
    await put(hand, real.organization);
    const world = new World(STORED, {});
    await fc.asyncModelRun(() => ({ model: world, real }), story);
    events += await compare(world, real.organization);
    died += real.deaths;
    worlds.length = 0;
  });
  await fc.assert(property, { numRuns: RUNS * TIMES, seed: SEED, endOnFailure: !SHRINKS });
  assert.ok(died > 40 * TIMES && events > 200 * TIMES, `only ${died} deaths and ${events} events`);
});
