/** Whatever happens: nobody who was let do something is blamed for it, and mood never makes duty worse. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { CUSTOMER, type Event } from '../src/core/cases/event.ts';
import { dutyMet } from '../src/core/review/duty.ts';
import { stories } from './invariants/stories.ts';
import { TIMES } from './invariants/holds.ts';
import { SHOP, SMALL, type Setting } from './invariants/settings.ts';
import { World } from './invariants/world.ts';
import { recordIn, reviewIn } from './reviewing.ts';
import { SEED } from './seed.ts';

type InForce = Pick<World, 'book' | 'organization'>;

/** A random story with what was in force at each of its events. */
function told(
  setting: Setting,
  steps: Iterable<fc.Command<object, World>>,
): {
  world: World;
  inForce: Map<Event, InForce>;
} {
  const inForce = new Map<Event, InForce>();
  const world = new World(setting, {
    event: (event, { book, organization }) => inForce.set(event, { book, organization }),
  });
  for (const step of steps) step.run({}, world);
  return { world, inForce };
}

for (const setting of [SMALL, SHOP])
  test(`what a case let somebody do is never judged beyond the book, over-promises apart (${setting.name})`, () => {
    let judged = 0;
    fc.assert(
      fc.property(stories(45), (steps) => {
        const { world, inForce } = told(setting, steps);
        const cases = [...world.conversations.values()].flatMap((one) => one.cases.map(({ id }) => id));
        for (const id of cases)
          for (const about of world.organization.people.keys()) {
            if (!recordIn(world, id).some(({ event }) => event.by === about)) continue;
            world.do(CUSTOMER, id, { do: 'complain', words: 'unhappy', about });
            const review = world.case(id).reviews.at(-1)?.id ?? '';
            const found = reviewIn(world, id, review, ({ event }) => inForce.get(event) ?? world);
            judged += found.acts.length;
            for (const act of found.acts)
              if (act.verdict === 'beyond')
                assert.match(act.did, /promised more than they may/, JSON.stringify(act));
          }
      }),
      { numRuns: (setting === SHOP ? 20 : 60) * TIMES, seed: SEED },
    );
    assert.ok(judged > 200, `${judged} acts`);
  });

/** What shows a customer's mood, and nothing else. */
const MOODS: readonly ((at: Pick<Event, 'at' | 'case'>) => Event)[] = [
  (at) => ({ ...at, kind: 'signal raised', by: 'mia', signal: 'distress' }),
  (at) => ({ ...at, kind: 'supervisor asked', by: CUSTOMER }),
  (at) => ({ ...at, kind: 'abuse warned', by: 'mia', personal: { words: 'Please.' } }),
  (at) => ({ ...at, kind: 'appealed', by: CUSTOMER, personal: { words: 'A disgrace!' } }),
  (at) => ({
    ...at,
    kind: 'complained',
    by: CUSTOMER,
    review: { id: 'r9', about: 'mia', openedAt: at.at, due: at.at },
    personal: { words: 'Useless!' },
  }),
];

test('mood never makes duty worse, or better', () => {
  let looked = 0;
  fc.assert(
    fc.property(
      stories(30),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(...MOODS)), { minLength: 1, maxLength: 6 }),
      (steps, moods) => {
        const { world } = told(SHOP, steps);
        for (const { id } of [...world.conversations.values()].flatMap((one) => one.cases)) {
          const calm = recordIn(world, id);
          const opened = calm.findIndex(({ event }) => event.kind === 'opened' && event.case === id);
          const upset = [...calm];
          for (const [place, mood] of moods) {
            const i = opened + 1 + (place % (upset.length - opened));
            const before = upset[i - 1];
            assert.ok(before);
            const event = mood({ at: before.event.at, case: id });
            upset.splice(i, 0, { sequence: before.sequence, conversation: before.conversation, event });
          }
          assert.deepEqual(dutyMet(upset, id), dutyMet(calm, id));
          looked += 1;
        }
      },
    ),
    { numRuns: 40 * TIMES, seed: SEED },
  );
  assert.ok(looked > 50, `${looked} cases`);
});
