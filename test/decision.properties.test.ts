/** What an answer says beside its verdict is true: headroom, nearest change, alternatives, questions, standing key. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AmountType, RequestType } from '../src/core/book/book.ts';
import type { Type, Value } from '../src/core/book/expression.ts';
import type { Alternative, Decision } from '../src/core/decide/decision.ts';
import { readRequest } from '../src/core/decide/read-request.ts';
import type { Given, Request } from '../src/core/decide/request.ts';
import { showValue } from '../src/core/decide/readers.ts';
import { DAY } from '../src/core/words/time.ts';
import { AT, CENTS } from './naive/generate-book.ts';
import type { Sample } from './naive/generate.ts';
import { decided, holds, RUNS, typeOf, withFact } from './properties.ts';

/** Whether the asker may say yes by themselves, after a consult perhaps; not a consult for want of a fact. */
const isOwnYes = (d: Decision): boolean =>
  d.verdict === 'grant' || (d.verdict === 'consult' && d.consult?.facts === undefined);
const isYes = (d: Decision): boolean => isOwnYes(d) || d.mode === 'agree';
/** Whether the verdict still hangs on a consult alone. */
const hangsOnConsult = (s: Sample, d: Decision): boolean =>
  d.reasons.some(
    ({ rule, outcome }) => outcome === 'unknown' && typeOf(s)?.consults.some(({ id }) => id === rule),
  );

const unitsOf = (amount: string, type: AmountType): number =>
  type.kind === 'money' ? Math.round(Number(amount) * 100) : Number(amount);
const isClaim = (given: Given): boolean => 'value' in given && given.claimed;
const isUnsure = (given: Given | undefined): boolean => given !== undefined && 'unsure' in given;
const proved = (request: Request, name: string, value: Value): Request =>
  withFact(request, name, { value, claimed: false });
const uncalled = (request: Request): Request => ({ ...request, signals: [], asksForAPerson: false });

test('headroom is exact: so much is granted, and one unit more is not', () => {
  holds((s, hit) => {
    const amount = typeOf(s)?.amount;
    // A claim counts up to an amount, so that it may be another headroom for another amount.
    if (amount?.fact === undefined || [...s.request.facts.values()].some(isClaim)) return;
    const { fact: name, type } = amount;
    const { headroom } = decided(s);
    const units = headroom === null || headroom === 'unlimited' ? 0 : unitsOf(headroom, type);
    if (units === 0) return;
    hit();
    const asking = (n: number): Decision => decided(s, { request: uncalled(proved(s.request, name, n)) });
    const exactly = asking(units);
    assert.ok(isOwnYes(exactly) || hangsOnConsult(s, exactly), `${units}: ${exactly.verdict}`);
    assert.ok(!isOwnYes(asking(units + 1)), `${units + 1} is granted as well`);
  }, RUNS / 50);
});

/** Values that a comparison of the generated books may tell apart. */
function valuesOf(type: Type): Value[] {
  switch (type.kind) {
    case 'yes or no':
      return [true, false];
    case 'choice':
      return [...type.values];
    case 'money':
      return CENTS.flatMap((cents) => [cents, cents + 1]);
    case 'date':
      return [-1, 0, 1, 2, 3, 4, 5, 6].map((days) => Math.floor(AT / DAY) - days);
    case 'list':
      return [
        [
          new Map<string, Value>([
            ['kind', 'new'],
            ['pieces', 1],
          ]),
        ],
        [],
      ];
    default:
      return [0, 1, 2, 3, 4, 5, 6];
  }
}

/** The same with facts that may all change. */
function changeable(s: Sample): Sample {
  const types = [...s.book.types].map(([name, type]) => {
    const facts = new Map([...type.facts].map(([key, one]) => [key, { ...one, canChange: true }]));
    return [name, { ...type, facts }] as const;
  });
  return { ...s, book: { ...s.book, types: new Map(types) } };
}

test('a nearest change opens what it says', () => {
  let comparisons = 0;
  holds((sample, hit) => {
    const s = changeable(sample);
    const d = decided(s);
    const change = d.nearest_change;
    const type = typeOf(s);
    if (
      !change ||
      !type ||
      change.fact === undefined ||
      s.request.signals.length > 0 ||
      s.request.asksForAPerson
    )
      return;
    const name = change.fact;
    const asking = (value: Value): Decision => decided(s, { request: proved(s.request, name, value) });
    if (change.kind === 'limit') {
      hit();
      const then = asking(unitsOf(change.value ?? '', type.amount?.type ?? { kind: 'whole number' }));
      assert.ok(isYes(then), `${change.value}: ${then.verdict}`);
      assert.equal(then.reasons.find(({ rule }) => rule === change.rule)?.outcome, 'holds');
    } else {
      comparisons += 1;
      const declaredType = type.facts.get(name)?.type;
      assert.ok(
        declaredType && valuesOf(declaredType).some((value) => isYes(asking(value))),
        `no ${name} opens it`,
      );
    }
  }, RUNS / 60);
  assert.ok(comparisons >= RUNS / 200, `only ${comparisons} comparisons`);
});

/** The request that an alternative stands for. */
function standsFor(s: Sample, { kind, name, type, amount }: Alternative): Request | undefined {
  const own = typeOf(s);
  const target = s.book.types.get(type ?? '');
  if (!own || !target) return undefined;
  if (kind === 'part') {
    if (own.amount?.fact === undefined || amount === undefined) return undefined;
    return uncalled(proved(s.request, own.amount.fact, unitsOf(amount, own.amount.type)));
  }
  const carried = [...s.request.facts].filter(([key]) => sameType(own, target, key));
  const facts = new Map(
    name === 'less' ? [...carried, ['late', { value: true, claimed: false }] as const] : carried,
  );
  return {
    ...uncalled(s.request),
    type: target.name,
    facts,
    done: { agreed: [], consulted: [], grounds: [] },
  };
}

const sameType = (a: RequestType, b: RequestType, name: string): boolean =>
  JSON.stringify(a.facts.get(name)?.type) === JSON.stringify(b.facts.get(name)?.type);

test('an alternative is what it would be when asked for itself, and no decline', () => {
  holds((s, hit) => {
    for (const alternative of decided(s).alternatives) {
      const request = standsFor(s, alternative);
      if (!request) continue;
      hit();
      const itself = decided(s, { request });
      assert.equal(itself.verdict, alternative.verdict, alternative.name);
      assert.deepEqual([itself.rule ?? undefined, itself.missing], [alternative.rule, alternative.if ?? []]);
    }
  }, RUNS / 20);
});

test('answering every question settles the request, and nothing is asked twice', () => {
  let rounds = 0;
  holds((s, hit) => {
    const facts = typeOf(s)?.facts;
    let request = s.request;
    let d = decided(s);
    if (!facts || d.verdict !== 'ask') return;
    hit();
    const asked = new Set<string>();
    for (let round = 0; d.verdict === 'ask'; round++) {
      rounds += 1;
      assert.ok(round < facts.size, 'still asking');
      for (const { fact: name } of d.missing) {
        assert.ok(!asked.has(name), `${name} is asked again`);
        assert.ok(!isUnsure(request.facts.get(name)), `${name} is asked of somebody who is unsure`);
        asked.add(name);
        const values = valuesOf(facts.get(name)?.type ?? { kind: 'any' });
        const value = values[(round + asked.size) % values.length] ?? null;
        request = proved(request, name, value);
      }
      d = decided(s, { request });
    }
  }, RUNS / 20);
  assert.ok(rounds > 0);
});

test('a standing key is the same whoever asks', () => {
  holds(
    (s, hit) => {
      const { standing_key } = decided(s);
      if (standing_key === null) return;
      hit();
      for (const askerId of s.organization.people.keys())
        assert.equal(decided(s, { askerId }).standing_key, standing_key);
    },
    RUNS / 2,
    { edge: true },
  );
});

test('a standing key changes with what a deciding comparison came to, and with nothing else', () => {
  let equal = 0;
  let different = 0;
  holds((s, hit) => {
    const before = decided(s);
    for (const [name, given] of s.request.facts) {
      const type = typeOf(s)?.facts.get(name)?.type;
      if (!type || !('value' in given) || typeof given.value !== 'number') continue;
      const after = decided(s, { request: withFact(s.request, name, { ...given, value: given.value + 1 }) });
      hit();
      const same = JSON.stringify(before.deciding) === JSON.stringify(after.deciding);
      if (same) equal += 1;
      else different += 1;
      assert.equal(after.standing_key === before.standing_key, same, name);
    }
  }, RUNS / 2);
  assert.ok(equal > RUNS / 20 && different > RUNS / 20, `${equal} equal, ${different} different`);
});

/** A request as a door gets it. */
function written(s: Sample): Record<string, unknown> {
  const facts = [...s.request.facts].map(([name, given]) => {
    const type = typeOf(s)?.facts.get(name)?.type ?? { kind: 'any' };
    return [
      name,
      'value' in given ? { value: showValue(type, given.value), claimed: given.claimed } : { unsure: true },
    ] as const;
  });
  const { type, customer, subject, done, signals, asksForAPerson, special } = s.request;
  const until = special?.until;
  return {
    type,
    customer,
    subject,
    done,
    signals,
    asks_for_a_person: asksForAPerson,
    facts: Object.fromEntries(facts),
    relations: Object.fromEntries(s.request.relations),
    ...(special && {
      special: { ...special, ...(until !== undefined && { until: new Date(until).toISOString() }) },
    }),
  };
}

test('mood changes nothing, read at a door or not', () => {
  holds((s, hit) => {
    const type = typeOf(s);
    // A list may be shorter here than a door lets it be.
    if (!type) return;
    const plain = written(s);
    const moody = {
      ...plain,
      mood: 'furious',
      tone: 'rude',
      sentiment: -0.93,
      times_asked_for_a_manager: 7,
      facts: {
        ...(plain['facts'] as object),
        angry: true,
        swears: 12,
        mood: { value: 'awful', claimed: true },
      },
    };
    const read = readRequest(s.book, plain);
    const readMoody = readRequest(s.book, moody);
    if ('problems' in read || 'problems' in readMoody) {
      assert.deepEqual(readMoody, read);
      return;
    }
    hit();
    const expected = decided(s);
    assert.deepEqual({ ...decided(s, { request: read.request }), ignored: [] }, expected);
    const answer = decided(s, { request: readMoody.request });
    assert.deepEqual({ ...answer, ignored: [] }, expected);
    assert.equal(answer.ignored.length - read.request.ignored.length, 7);
  }, RUNS / 2);
});
