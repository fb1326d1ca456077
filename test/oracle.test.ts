/**
 * The product against the oracle: the same verdict, mode, rule, gap, questions and people on random books,
 * organizations and requests; and what it determines holds in every completion of the unknown (L3).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Decision } from '../src/core/decide/decision.ts';
import { decide, whoCan } from '../src/core/decide/decide.ts';
import { checkSound, domainsOf } from './naive/completions.ts';
import type { Options } from './naive/generate-book.ts';
import { samples, type Sample } from './naive/generate.ts';
import { naiveDecide, naiveWho, type Level } from './naive/naive.ts';
import { SEED } from './seed.ts';

const TIMES = Number(process.env['SAYSO_RUNS'] ?? 1);

type Decide = (s: Sample) => Decision;
const product: Decide = (s) => decide(s.book, s.organization, s.tallies, s.request, s.askerId, s.at);

/** Where the two differ on a sample; empty: nowhere. */
function differences(s: Sample, decideIt: Decide = product): string[] {
  const { book, organization, tallies, request, askerId, at } = s;
  const got = decideIt(s);
  const wanted = naiveDecide(book, organization, tallies, request, askerId, at);
  const found: string[] = [];
  const same = (what: string, a: unknown, b: unknown): void => {
    if (JSON.stringify(a) !== JSON.stringify(b))
      found.push(`${what}: ${JSON.stringify(a)}, not ${JSON.stringify(b)}`);
  };
  same('verdict', got.verdict, wanted.verdict);
  same('mode', got.mode, wanted.mode);
  same('gap', got.gap, wanted.gap);
  if (wanted.rule !== undefined) same('rule', got.rule, wanted.rule);
  if (wanted.asks) same('asks', got.missing.map(({ fact }) => fact).sort(), wanted.asks);
  if (got.verdict === 'handoff') {
    same('how many', got.who_total, wanted.who.length);
    same(
      'who',
      got.who.filter(({ id }) => !wanted.who.includes(id)),
      [],
    );
  }
  const able = whoCan(book, organization, tallies, request, askerId, at).map(({ id }) => id);
  same('who can', able.sort(), naiveWho(book, organization, tallies, request, askerId, at));
  return found;
}

/** The first sample on which the two differ, as words; undefined: there is none. */
function search(options: Options, runs: number, seed: number, decideIt?: Decide): string | undefined {
  const drawn = fc.sample(samples(options), { numRuns: runs, seed });
  for (const [i, s] of drawn.entries()) {
    const found = differences(s, decideIt);
    if (found.length > 0)
      return `seed ${seed}, sample ${i + 1} of ${runs} ${JSON.stringify(options)}: ${found.join('; ')}`;
  }
  return undefined;
}

const compared: readonly { options: Options; runs: number }[] = [
  { options: {}, runs: 3500 },
  { options: { edge: true }, runs: 3500 },
  { options: { people: [30, 60] }, runs: 60 },
  { options: { edge: true, people: [30, 60] }, runs: 60 },
];

for (const { options, runs } of compared) {
  test(`product and oracle agree on ${runs * TIMES} samples ${JSON.stringify(options)}`, () => {
    assert.equal(search(options, runs * TIMES, SEED), undefined);
  });
}

/** The level that L3 compares. */
const levelOf = (d: Decision): Level =>
  d.mode === 'transfer' ? 'transfer' : d.special_client ? 'special' : d.gap === undefined ? d.verdict : 'gap';

test('what the product determines holds in every completion of the unknown', () => {
  let said = 0;
  for (const [i, s] of fc.sample(samples({ small: true }), { numRuns: 1500 * TIMES, seed: SEED }).entries()) {
    const type = s.book.types.get(s.request.type);
    if (type === undefined) continue;
    const wrong = checkSound(
      { level: levelOf(product(s)) },
      s,
      domainsOf(type, [0, 2, 4], [0, 1000, 3000, 30_000]),
    );
    if (wrong === 'not applicable') continue;
    said += 1;
    assert.equal(wrong, undefined, `seed ${SEED}, sample ${i + 1}`);
  }
  assert.ok(said > 500 * TIMES, `only ${said} samples said anything`);
});

/** A product that has a fault: it does not see some of the book. */
const without =
  (change: (type: NonNullable<ReturnType<Sample['book']['types']['get']>>) => object): Decide =>
  (s) => {
    const types = new Map([...s.book.types].map(([name, type]) => [name, { ...type, ...change(type) }]));
    return product({ ...s, book: { ...s.book, types } });
  };

const faulty: Readonly<Record<string, Decide>> = {
  'the last grant': without((type) => ({ grants: type.grants.slice(0, -1) })),
  'the first line': without((type) => ({ lines: type.lines.slice(1) })),
  'every consult': without(() => ({ consults: [] })),
  'the units that have to agree': without((type) => ({
    grants: type.grants.map((grant) =>
      'also' in grant ? { ...grant, also: { count: 0, units: [] } } : grant,
    ),
  })),
  'who is related': (s) => product({ ...s, request: { ...s.request, relations: new Map() } }),
  'what was granted before': (s) => product({ ...s, tallies: new Map() }),
  'that claims are claims': (s) => {
    const facts = [...s.request.facts].map(
      ([name, given]) => [name, 'value' in given ? { ...given, claimed: false } : given] as const,
    );
    return product({ ...s, request: { ...s.request, facts: new Map(facts) } });
  },
};

test('the comparison notices a product that overlooks something', () => {
  for (const [what, wrong] of Object.entries(faulty)) {
    assert.notEqual(search({}, 300, 1, wrong), undefined, `a product that overlooks ${what} was not noticed`);
  }
});
