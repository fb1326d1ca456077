import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { zones } from '../../shell/zones.ts';
import { compileOrganization } from '../organization/compile.ts';
import type { Organization } from '../organization/organization.ts';
import { differenceInWords, differencesOf } from './differences.ts';

const compiled = (people: object): Organization => {
  const text = JSON.stringify({
    organization: 'test',
    'time zone': 'Europe/Berlin',
    calendars: { day: { hours: { monday: '09:00-17:00' } }, late: { hours: { monday: '12:00-20:00' } } },
    people,
  });
  const { organization, problems } = compileOrganization('people.yaml', text, zones);
  assert.ok(organization, JSON.stringify(problems));
  return organization;
};

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });
const some = (...words: string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...words), { maxLength: 3 });
const one = fc.record({
  name: fc.constantFrom('Ann', 'Ben', 'Cid'),
  kind: maybe(fc.constantFrom('person', 'ai agent')),
  manager: maybe(fc.constant('boss')),
  grade: fc.constantFrom('agent', 'lead'),
  functions: maybe(some('orders', 'billing', 'fraud')),
  roles: maybe(some('duty-lead', 'policy-owner')),
  unit: maybe(fc.constantFrom('care', 'legal')),
  channels: maybe(fc.constantFrom({ chat: '@a' }, { chat: '@b', phone: '1' })),
  calendar: maybe(fc.constantFrom('day', 'late')),
  languages: maybe(some('en', 'de')),
  absences: maybe(
    fc.constantFrom(
      [{ from: '2026-03-02', until: '2026-03-03' }],
      [{ from: '2026-03-02', until: '2026-03-04' }],
    ),
  ),
  employed: maybe(fc.constantFrom({ until: '2026-12-31' }, { from: '2026-01-01' })),
});
const staff = fc
  .dictionary(fc.constantFrom('ann', 'ben', 'cid', 'dee'), one, { maxKeys: 4 })
  .map((people) => ({ boss: { name: 'Boss' }, ...people }));

test('everybody who is otherwise is there, with what is otherwise, and nobody else', () => {
  fc.assert(
    fc.property(staff, staff, (a, b) => {
      const [before, after] = [compiled(a), compiled(b)];
      const found = new Map(
        differencesOf(before, after).map((difference) => [difference.person, difference]),
      );
      for (const id of ['boss', 'ann', 'ben', 'cid', 'dee']) {
        const [was, is] = [before.people.get(id), after.people.get(id)];
        const what = found.get(id)?.what;
        if (!was || !is) assert.equal(what, was ? 'leaves' : is ? 'comes' : undefined);
        else {
          // Alone with their manager, two persons who are equal make equal contents.
          const alone = (all: object): string =>
            compiled({ boss: { name: 'Boss' }, [id]: (all as Record<string, object>)[id] }).hash;
          assert.equal(what, alone(a) === alone(b) ? undefined : 'changes', id);
        }
        for (const { from, to } of found.get(id)?.fields ?? []) assert.notEqual(from, to);
      }
      assert.deepEqual(differencesOf(before, before), []);
    }),
    { numRuns: 200 },
  );
});

test('in words that a manager reads', () => {
  const before = compiled({
    boss: { name: 'Boss' },
    ann: { name: 'Ann', grade: 'agent', functions: ['orders'], manager: 'boss', calendar: 'day' },
    ben: { name: 'Ben' },
  });
  const after = compiled({
    boss: { name: 'Boss' },
    ann: { name: 'Ann', grade: 'lead', functions: ['orders'], calendar: 'late', roles: ['duty-lead'] },
    cid: { name: 'Cid', grade: 'agent', manager: 'boss' },
  });
  assert.deepEqual(differencesOf(before, after).map(differenceInWords), [
    'Ann: grade agent → lead, functions orders: agent → orders: lead, roles none → duty-lead, calendar day → late, manager boss → none.',
    'Cid comes: manager boss, grade agent.',
    'Ben leaves.',
  ]);
});

test('a calendar of the same name with other hours is a change', () => {
  const with9 = compiled({ ann: { name: 'Ann', calendar: 'day' } });
  const text = `
organization: test
time zone: Europe/Berlin
calendars: { day: { hours: { monday: "08:00-17:00" } } }
people: { ann: { name: Ann, calendar: day } }`;
  const { organization } = compileOrganization('people.yaml', text, zones);
  assert.ok(organization);
  assert.deepEqual(differencesOf(with9, organization)[0]?.fields, [
    { field: 'calendar', from: 'day', to: 'day (changed)' },
  ]);
});
