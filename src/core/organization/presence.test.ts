import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zones } from '../../shell/zones.ts';
import { compileOrganization } from './compile.ts';
import { awayUntil, onDuty } from './presence.ts';

const TEXT = `
organization: test
time zone: Europe/Berlin
calendars:
  day: { hours: { monday to friday: "09:00-17:00" }, holidays: [2026-12-25] }
  night: { hours: { monday: "22:00-06:00" } }
people:
  ann: { name: Ann, calendar: day, absences: [{ from: 2026-03-02, until: 2026-03-03 }, { from: 2026-03-04, until: 2026-03-04 }] }
  ben: { name: Ben, calendar: night }
  cid: { name: Cid }
`;
const { organization } = compileOrganization('people.yaml', TEXT, zones);
const person = (id: string): NonNullable<ReturnType<NonNullable<typeof organization>['people']['get']>> => {
  const found = organization?.people.get(id);
  assert.ok(found);
  return found;
};
const at = (text: string): number => Date.parse(text);

test('an absence lasts to its last day, and one that follows at once goes on', () => {
  assert.equal(awayUntil(person('ann'), at('2026-03-02T12:00:00+01:00')), at('2026-03-05T00:00:00+01:00'));
  assert.equal(awayUntil(person('ann'), at('2026-03-01T23:59:00+01:00')), undefined);
  assert.equal(awayUntil(person('ann'), at('2026-03-05T00:00:00+01:00')), undefined);
});

test('working hours are on the wall of the zone, to the minute, and holidays are free', () => {
  assert.equal(onDuty(person('ann'), at('2026-07-06T09:00:00+02:00')), true);
  assert.equal(onDuty(person('ann'), at('2026-07-06T08:59:59+02:00')), false);
  assert.equal(onDuty(person('ann'), at('2026-07-06T17:00:00+02:00')), false);
  assert.equal(onDuty(person('ann'), at('2026-07-05T12:00:00+02:00')), false);
  assert.equal(onDuty(person('ann'), at('2026-12-25T12:00:00+01:00')), false);
});

test('a night shift goes on past midnight, and without a calendar nobody is off duty', () => {
  assert.equal(onDuty(person('ben'), at('2026-07-06T23:00:00+02:00')), true);
  assert.equal(onDuty(person('ben'), at('2026-07-07T05:59:00+02:00')), true);
  assert.equal(onDuty(person('ben'), at('2026-07-07T06:00:00+02:00')), false);
  assert.equal(onDuty(person('cid'), at('2026-07-07T06:00:00+02:00')), true);
});
