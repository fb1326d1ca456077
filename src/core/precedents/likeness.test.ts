/** What must hold of likeness: a request is most like itself, both ways alike, and a nearer amount is nearer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Type } from '../book/expression.ts';
import { likenessOf, rangesOf, type Compared, type Likened } from './likeness.ts';

const TYPES: Readonly<Record<string, Type>> = {
  damaged: { kind: 'yes or no' },
  category: { kind: 'choice', values: ['lamp', 'furniture'] },
  value: { kind: 'money', currency: 'USD' },
  delivered: { kind: 'date' },
};
const VALUES: Readonly<Record<string, fc.Arbitrary<Compared['value']>>> = {
  damaged: fc.boolean(),
  category: fc.constantFrom('lamp', 'furniture', null),
  value: fc.integer({ min: 0, max: 100_000 }),
  delivered: fc.integer({ min: -5, max: 900 }),
};
const facts = fc.record(VALUES, { requiredKeys: [] }).map(
  (values) =>
    new Map(
      Object.entries(values).flatMap(([name, value]): [string, Compared][] => {
        const type = TYPES[name];
        return type && value !== undefined ? [[name, { type, value }]] : [];
      }),
    ),
);
const deciding = fc
  .uniqueArray(fc.record({ comparison: fc.constantFrom('a', 'b', 'c'), value: fc.boolean() }), {
    selector: ({ comparison }) => comparison,
  })
  .map((all) => all);
const requests: fc.Arbitrary<Likened> = fc
  .record({ deciding, facts, units: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }) })
  .map(({ units, ...rest }) => ({ ...rest, ...(units !== undefined && { amount: units }) }));

const alike = (a: Likened, b: Likened, others: readonly Likened[]): [number, number] => {
  const { deciding: first, known } = likenessOf(a, b, rangesOf([a, b, ...others]));
  return [first, known];
};

test('a request is wholly like itself, and nothing is more', () => {
  fc.assert(
    fc.property(requests, fc.array(requests, { maxLength: 5 }), (one, others) => {
      assert.deepEqual(alike(one, one, others), [1, 1]);
      for (const other of others)
        for (const part of alike(one, other, others)) assert.ok(part >= 0 && part <= 1, String(part));
    }),
  );
});

test('likeness is the same from both sides', () => {
  fc.assert(
    fc.property(requests, requests, fc.array(requests, { maxLength: 5 }), (a, b, others) => {
      const [there, back] = [alike(a, b, others), alike(b, a, others)];
      assert.equal(there[0], back[0]);
      assert.ok(Math.abs(there[1] - back[1]) < 1e-9);
    }),
  );
});

test('all else equal, the nearer amount is nearer', () => {
  const amounts = fc.integer({ min: 0, max: 100_000 });
  fc.assert(
    fc.property(requests, amounts, amounts, amounts, (one, here, x, y) => {
      const [a, b, c] = [here, x, y].map((amount) => ({ ...one, amount }));
      assert.ok(a && b && c);
      const [nearer, farther] = Math.abs(x - here) <= Math.abs(y - here) ? [b, c] : [c, b];
      const ranges = rangesOf([a, b, c]);
      assert.ok(likenessOf(a, nearer, ranges).known >= likenessOf(a, farther, ranges).known - 1e-9);
      if (Math.abs(x - here) !== Math.abs(y - here))
        assert.ok(likenessOf(a, nearer, ranges).known > likenessOf(a, farther, ranges).known);
    }),
  );
});

const known = (all: Readonly<Record<string, Compared>>): Likened => ({
  deciding: [],
  facts: new Map(Object.entries(all)),
});

test('one fact that differs is less like than none, and what is known of one alone is unlike', () => {
  const yes: Compared = { type: { kind: 'yes or no' }, value: true };
  const no: Compared = { type: { kind: 'yes or no' }, value: false };
  const one = known({ a: yes, b: yes });
  assert.deepEqual(alike(one, known({ a: yes, b: no }), []), [1, 0.5]);
  assert.deepEqual(alike(one, known({ a: yes }), []), [1, 0.5]);
});
