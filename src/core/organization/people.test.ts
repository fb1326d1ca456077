import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Who } from '../book/book.ts';
import { UTC } from '../words/time.ts';
import type { Organization, Person } from './organization.ts';
import { distance, distancesFrom, employedAt, fits, gradeIn, managerLine } from './people.ts';

const book = {
  grades: ['agent', 'senior', 'lead'],
  units: new Map<string, Who>([
    ['legal', { function: 'legal', from: 'lead' }],
    ['loop', { unit: 'pool' }],
    ['pool', { unit: 'loop' }],
  ]),
};

const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  kind: 'person',
  grades: new Map(),
  roles: [],
  channels: [],
  absences: [],
  delegations: [],
  languages: [],
  customers: [],
  employed: {},
  ...more,
});

const organization = (people: readonly Person[]): Organization => ({
  name: 'shop',
  zone: UTC,
  people: new Map(people.map((p) => [p.id, p])),
  hash: '',
});

test('a grade is the one in the function, or the highest of all', () => {
  const mia = person('mia', {
    grade: 'agent',
    grades: new Map([
      ['orders', 'agent'],
      ['billing', 'lead'],
      ['fraud', 'chief'],
    ]),
  });
  assert.equal(gradeIn(mia, 'orders', book), 0);
  assert.equal(gradeIn(mia, 'billing', book), 2);
  assert.equal(gradeIn(mia, 'fraud', book), -1);
  assert.equal(gradeIn(mia, 'legal', book), -1);
  assert.equal(gradeIn(mia, 'any', book), 2);
  assert.equal(gradeIn(person('x', { grade: 'senior' }), 'any', book), 1);
  assert.equal(gradeIn(person('x', { grade: 'senior' }), 'orders', book), -1);
});

const kai = person('kai', {
  grade: 'senior',
  grades: new Map([
    ['orders', 'senior'],
    ['legal', 'lead'],
    ['fraud', 'chief'],
  ]),
  roles: ['duty-lead'],
  unit: 'care',
});
const cases: [who: Who, fits: boolean][] = [
  [{ from: 'lead' }, true],
  [{ from: 'agent', function: 'orders' }, true],
  [{ from: 'lead', function: 'orders' }, false],
  [{ from: 'lead', function: 'any' }, true],
  [{ from: 'agent', function: 'billing' }, false],
  [{ from: 'chief' }, false],
  [{ from: 'chief', function: 'fraud' }, false],
  [{ function: 'orders' }, true],
  [{ function: 'fraud' }, false],
  [{ role: 'duty-lead' }, true],
  [{ role: 'policy-owner' }, false],
  [{ role: 'duty-lead', from: 'lead', function: 'orders' }, false],
  [{ unit: 'legal' }, true],
  [{ unit: 'care' }, true],
  [{ unit: 'sales' }, false],
  [{ unit: 'loop' }, false],
  [{ unit: 'legal', role: 'policy-owner' }, false],
  [{ person: 'kai' }, true],
  [{ person: 'mia' }, false],
  [{}, false],
];
for (const [who, expected] of cases)
  test(`fits: ${JSON.stringify(who)}`, () => assert.equal(fits(who, kai, book), expected));

test('a unit that the book describes is not the unit that a person belongs to', () => {
  assert.equal(fits({ unit: 'legal' }, person('x', { unit: 'legal' }), book), false);
});

test('employed from and until', () => {
  const mia = person('mia', { employed: { from: 10, until: 20 } });
  assert.deepEqual(
    [9, 10, 19, 20].map((at) => employedAt(mia, at)),
    [false, true, true, false],
  );
  assert.equal(employedAt(person('raj'), 0), true);
});

test('roots are joined by one level above them', () => {
  const people = organization([
    person('a'),
    person('b'),
    person('c', { manager: 'a' }),
    person('d', { manager: 'c' }),
  ]);
  assert.deepEqual(managerLine(people, 'd'), ['c', 'a']);
  assert.deepEqual(
    distancesFrom(people, 'd'),
    new Map([
      ['a', 2],
      ['b', 4],
      ['c', 1],
      ['d', 0],
    ]),
  );
  assert.equal(distance(people, 'a', 'b'), 2);
  assert.equal(distance(people, 'a', 'nobody'), Infinity);
  assert.equal(distancesFrom(people, 'nobody').size, 0);
});

/** Steps along the edges, counted one by one; the top is the level above the roots. */
function bruteForce(people: readonly Person[], start: string): Map<string, number> {
  const edges = people.map(({ id, manager = 'TOP' }) => [id, manager] as const);
  const steps = new Map([[start, 0]]);
  for (const [id, so] of steps) {
    for (const [a, b] of edges) {
      if (a === id && !steps.has(b)) steps.set(b, so + 1);
      if (b === id && !steps.has(a)) steps.set(a, so + 1);
    }
  }
  steps.delete('TOP');
  return steps;
}

test('distances are those of a walk over random trees', () => {
  const parents = fc.array(fc.option(fc.nat(), { nil: undefined, freq: 8 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(parents, fc.nat(), fc.infiniteStream(fc.nat()), (list, start, order) => {
      const made = list.map((above, i) =>
        person(`p${i}`, above === undefined || i === 0 ? {} : { manager: `p${above % i}` }),
      );
      // Reports may stand before their managers in a file.
      const people = made
        .map((p) => [order.next().value, p] as const)
        .toSorted((a, b) => a[0] - b[0])
        .map(([, p]) => p);
      const all = organization(people);
      const from = `p${start % list.length}`;
      const expected = bruteForce(people, from);
      assert.deepEqual(distancesFrom(all, from), expected);
      for (const { id } of people) assert.equal(distance(all, from, id), expected.get(id));
    }),
  );
});

test('distances in a line of 100,000 people', () => {
  const people = organization(
    Array.from({ length: 100_000 }, (_, i) => person(`p${i}`, i === 0 ? {} : { manager: `p${i - 1}` })),
  );
  assert.equal(distancesFrom(people, 'p99999').get('p0'), 99_999);
});
