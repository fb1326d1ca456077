import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { zones } from '../../shell/zones.ts';
import { withChanges, type PeopleChange } from './changes.ts';
import { compileOrganization } from './compile.ts';
import { managerLine } from './people.ts';
import { awayUntil, onDuty } from './presence.ts';

const TEXT = `
organization: test
time zone: Europe/Berlin
calendars:
  day: { hours: { monday to friday: "09:00-17:00" } }
people:
  ann: { name: Ann, calendar: day, absences: [{ from: 2026-03-02, until: 2026-03-06 }] }
  ben: { name: Ben, manager: ann, delegations: [{ to: ann, from: 2026-03-02, until: 2026-03-06 }] }
`;
const { organization } = compileOrganization('people.yaml', TEXT, zones);
assert.ok(organization);
const people = organization;

const at = (text: string): number => Date.parse(text);
const span = (from: string, until: string) => ({ from: at(from), until: at(until) });
const person = (changes: readonly PeopleChange[], id = 'ann') =>
  withChanges(people, changes).people.get(id) ?? assert.fail();

test('without changes it is the same organization, and with them the text’s stays as it is', () => {
  assert.equal(withChanges(people, []), people);
  const before = people.people.get('ann')?.absences.length;
  const change = { kind: 'absence', id: 'a', person: 'ann', from: 1, until: 2 } as const;
  const changed = withChanges(people, [change]);
  assert.equal(people.people.get('ann')?.absences.length, before);
  assert.notEqual(changed.hash, people.hash);
});

test('here: for so long neither absence nor calendar counts, and then both do again', () => {
  const here = {
    kind: 'presence',
    id: 'p',
    person: 'ann',
    state: 'here',
    ...span('2026-03-03T20:00:00Z', '2026-03-04T02:00:00Z'),
  } as const;
  const ann = person([here]);
  assert.equal(awayUntil(ann, at('2026-03-03T21:00:00Z')), undefined);
  assert.equal(onDuty(ann, at('2026-03-03T21:00:00Z')), true);
  assert.equal(awayUntil(ann, at('2026-03-03T19:00:00Z')), at('2026-03-03T20:00:00Z'));
  assert.equal(awayUntil(ann, at('2026-03-04T02:00:00Z')), at('2026-03-07T00:00:00+01:00'));
  assert.equal(onDuty(ann, at('2026-03-04T02:00:00Z')), false);
});

test('the last word of where somebody is counts', () => {
  const said = {
    kind: 'presence',
    person: 'ben',
    ...span('2026-03-03T08:00:00Z', '2026-03-03T12:00:00Z'),
  } as const;
  const ben = person(
    [
      { ...said, id: '1', state: 'here' },
      { ...said, id: '2', state: 'away' },
    ],
    'ben',
  );
  assert.equal(awayUntil(ben, at('2026-03-03T09:00:00Z')), at('2026-03-03T12:00:00Z'));
  assert.equal(ben.here, undefined);
});

test('what is about nobody changes nothing; whoever left is remembered by their manager', () => {
  const changes: PeopleChange[] = [
    { kind: 'delegation', id: '1', person: 'ben', to: 'nobody', from: 0, until: 9 },
    { kind: 'absence', id: '2', person: 'nobody', from: 0, until: 9 },
    { kind: 'left', id: '3', person: 'cid', manager: 'dee' },
    { kind: 'left', id: '4', person: 'dee', manager: 'ben' },
    // Somebody who came back reports to whom the text says.
    { kind: 'left', id: '5', person: 'ben', manager: 'cid' },
    // And those who left may close a circle.
    { kind: 'left', id: '6', person: 'eve', manager: 'fay' },
    { kind: 'left', id: '7', person: 'fay', manager: 'eve' },
  ];
  const changed = withChanges(people, changes);
  assert.deepEqual([...changed.people.keys()], ['ann', 'ben']);
  assert.equal(changed.people.get('ben')?.delegations.length, 1);
  assert.deepEqual(managerLine(changed, 'cid'), ['ben', 'ann']);
  assert.deepEqual(managerLine(changed, 'ben'), ['ann']);
  assert.deepEqual(managerLine(changed, 'eve'), []);
});

test('who is away is away by the text or by a change, unless they say that they are here', () => {
  const hours = fc.integer({ min: 0, max: 240 });
  const spans = fc.tuple(hours, fc.integer({ min: 1, max: 60 }));
  fc.assert(
    fc.property(fc.array(spans, { maxLength: 4 }), fc.option(spans), hours, (absences, here, hour) => {
      const start = at('2026-03-01T00:00:00Z');
      const instant = (h: number): number => start + h * 3_600_000;
      const spanOf = ([from, length]: [number, number]) => ({
        from: instant(from),
        until: instant(from + length),
      });
      const changes: PeopleChange[] = absences.map((one, i) => ({
        kind: 'absence',
        id: String(i),
        person: 'ann',
        ...spanOf(one),
      }));
      if (here) changes.push({ kind: 'presence', id: 'p', person: 'ann', state: 'here', ...spanOf(here) });
      const holds = ({ from, until }: { from: number; until: number }): boolean =>
        from <= instant(hour) && instant(hour) < until;
      const isHere = here !== null && holds(spanOf(here));
      const isAway = [...(people.people.get('ann')?.absences ?? []), ...absences.map(spanOf)].some(holds);
      assert.equal(awayUntil(person(changes), instant(hour)) !== undefined, isAway && !isHere);
    }),
  );
});
