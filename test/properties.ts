/** What the property tests share: random samples, decided, with a short report where a property fails. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { RequestType } from '../src/core/book/book.ts';
import type { Decision } from '../src/core/decide/decision.ts';
import { decide } from '../src/core/decide/decide.ts';
import type { Given, Request, Tallies } from '../src/core/decide/request.ts';
import type { Options } from './naive/generate-book.ts';
import { samples, type Sample } from './naive/generate.ts';
import { show } from './naive/show.ts';
import { SEED } from './seed.ts';

/** SAYSO_RUNS multiplies, as in every test on random samples. */
const TIMES = Number(process.env['SAYSO_RUNS'] ?? 1);
export const RUNS = 1500 * TIMES;

export const decided = (
  s: Sample,
  change: Partial<Omit<Sample, 'tallies'> & { tallies: Tallies }> = {},
): Decision => {
  const { book, organization, tallies, request, askerId, at } = { ...s, ...change };
  return decide(book, organization, tallies, request, askerId, at);
};

const SHRINKING_MS = 3000;

/**
 * Checks a property and that it was not vacuous: `hit` must have been called often enough. A failing sample is made
 * smaller for a few seconds and printed in short, with the seed that brings it back.
 */
export function holds(
  claim: (s: Sample, hit: () => void) => void,
  least: number,
  options: Options = {},
): void {
  let hits = 0;
  const property = fc.property(samples(options), (s) => claim(s, () => (hits += 1)));
  const {
    failed,
    seed,
    counterexamplePath: path,
  } = fc.check(property, { numRuns: RUNS, endOnFailure: true, seed: SEED });
  if (failed) {
    const smaller = fc.check(property, { seed, path: path ?? '', interruptAfterTimeLimit: SHRINKING_MS });
    const [sample] = smaller.counterexample ?? [];
    const why = smaller.errorInstance instanceof Error ? smaller.errorInstance.message : 'it fails';
    assert.fail(`SAYSO_SEED=${seed} SAYSO_RUNS=${TIMES}: ${why}\n${sample ? show(sample) : ''}`);
  }
  assert.ok(hits >= least, `only ${hits} of ${RUNS} samples said anything (seed ${seed})`);
}

export const typeOf = (s: Sample): RequestType | undefined => s.book.types.get(s.request.type);
export const withFact = (request: Request, name: string, given: Given): Request => ({
  ...request,
  facts: new Map(request.facts).set(name, given),
});
