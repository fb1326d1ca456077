/** Runs random stories under an invariant's watch. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { worlds } from '../pure-world.ts';
import { SEED } from '../seed.ts';
import { stories, type Step } from './stories.ts';
import { SHOP, SMALL, SOFTWARE, type Setting } from './settings.ts';
import { World, type Watch } from './world.ts';

/** SAYSO_RUNS multiplies, as in every test on random samples. */
export const TIMES = Number(process.env['SAYSO_RUNS'] ?? 1);
/** SAYSO_SHRINK=no: a story that fails is told as it is, not made shorter first. */
export const SHRINKS = process.env['SAYSO_SHRINK'] !== 'no';
const MOST_STEPS = 40;

export type Plan = { setting: Setting; runs: number };
/** Most stories in the small book, where rules are narrow; some in those that are shipped. */
const PLANS: readonly Plan[] = [
  { setting: SMALL, runs: 70 },
  { setting: SHOP, runs: 8 },
  { setting: SOFTWARE, runs: 8 },
];

/**
 * Tells random stories and checks each under a watch. A story that breaks the invariant is made shorter and printed.
 * @param watching makes the watch of one story; `hit` is called for each thing that the invariant had a say on
 * @param least how many hits there have to be, so that the test is not vacuous
 */
export function holds(
  watching: (hit: () => void) => Watch,
  least: number,
  plans: readonly Plan[] = PLANS,
): void {
  let hits = 0;
  let lost = 0;
  for (const { setting, runs } of plans) {
    const tell = (steps: Iterable<Step>): World => {
      const world = new World(
        setting,
        watching(() => (hits += 1)),
      );
      fc.modelRun(() => ({ model: {}, real: world }), steps);
      // Whatever is still due comes to its time.
      world.goOn(0);
      worlds.length = 0;
      return world;
    };
    const property = fc.property(stories(MOST_STEPS), (steps) => {
      lost += tell(steps).lost;
    });
    const { failed, seed, counterexample, errorInstance } = fc.check(property, {
      numRuns: runs * TIMES,
      seed: SEED,
      endOnFailure: !SHRINKS,
    });
    if (!failed) continue;
    const why = errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : 'it fails';
    assert.fail(
      `SAYSO_SEED=${seed} SAYSO_RUNS=${TIMES}, ${setting.name}: ${why}\n${again(tell, counterexample?.[0] ?? [])}`,
    );
  }
  assert.ok(hits >= least * TIMES, `only ${hits} times did it have a say`);
  assert.ok(lost > 0, 'nobody lost a race');
}

/** A story in words, one step a line: told once more, for its steps were part of others since. */
function again(tell: (steps: Iterable<Step>) => unknown, steps: Iterable<Step>): string {
  try {
    tell(steps);
  } catch {
    // It fails as it did.
  }
  return [...steps].join('\n');
}
