import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { zones } from '../../shell/zones.ts';
import { compileOrganization } from '../organization/compile.ts';
import type { Calendar, Organization, Person } from '../organization/organization.ts';
import { awayUntil, onDuty } from '../organization/presence.ts';
import { formatInstant, HOUR, MINUTE } from '../words/time.ts';
import { afterBusiness, afterWorking, hoursEnd, nextOnDuty, nextShift } from './duty.ts';

const TEXT = `
organization: test
time zone: Europe/Berlin
calendars:
  day: { hours: { monday to friday: "09:00-17:00" }, holidays: [2026-12-24, 2026-12-25, 2027-01-01] }
  split: { hours: { monday to thursday: ["08:30-12:30", "13:15-17:30"], friday: "08:30-15:00" } }
  night: { hours: { sunday to thursday: "22:00-06:00" } }
  new york: { time zone: America/New_York, hours: { monday to friday: "09:00-18:00", saturday: "10:00-16:00" } }
  always: { hours: always }
  early: { hours: { sunday: "01:00-05:00" } }
  gap: { hours: { sunday: "02:30-04:00" } }
  once: { hours: { monday: "09:00-09:30" } }
people:
  ann: { name: Ann, calendar: day }
  ben: { name: Ben, calendar: split, absences: [{ from: 2026-03-09, until: 2026-03-10 }] }
  cid: { name: Cid, calendar: night }
  dee: { name: Dee, calendar: new york }
  eve: { name: Eve, calendar: always }
  fay: { name: Fay, calendar: early }
  gus: { name: Gus, calendar: gap }
  hal: { name: Hal, calendar: once }
  ida: { name: Ida, calendar: day, employed: { until: 2026-03-31 } }
  jan: { name: Jan }
`;
const { organization, problems } = compileOrganization('people.yaml', TEXT, zones);
assert.ok(organization, JSON.stringify(problems));
const people: Organization['people'] = organization.people;

function person(id: string): Person {
  const found = people.get(id);
  assert.ok(found, id);
  return found;
}
const calendar = (id: string): Calendar | undefined => person(id).calendar;

/** `afterWorking` in hours, from and to on whatever wall the instants are written. */
const working = (id: string, from: string, hours: number): string =>
  formatInstant(afterWorking(calendar(id), Date.parse(from), hours * HOUR));
const business = (id: string, from: string, days: number): string =>
  formatInstant(afterBusiness(calendar(id), Date.parse(from), days * 24 * HOUR));
const utc = (text: string): string => formatInstant(Date.parse(text));

test('without a calendar all time counts', () => {
  assert.equal(working('jan', '2026-03-07T23:00:00+01:00', 3), utc('2026-03-08T02:00:00+01:00'));
});

test('within a day, over a night and over a weekend', () => {
  assert.equal(working('ann', '2026-03-10T10:00:00+01:00', 2), utc('2026-03-10T12:00:00+01:00'));
  assert.equal(working('ann', '2026-03-10T16:30:00+01:00', 2), utc('2026-03-11T10:30:00+01:00'));
  assert.equal(working('ann', '2026-03-13T16:30:00+01:00', 2), utc('2026-03-16T10:30:00+01:00'));
  // Before the doors open the clock does not run yet.
  assert.equal(working('ann', '2026-03-10T06:00:00+01:00', 1), utc('2026-03-10T10:00:00+01:00'));
  // To the minute at which they close: it is that day's end, and not the next morning.
  assert.equal(working('ann', '2026-03-10T09:00:00+01:00', 8), utc('2026-03-10T17:00:00+01:00'));
});

test('lunch is no working time', () => {
  assert.equal(working('ben', '2026-03-11T12:00:00+01:00', 1), utc('2026-03-11T13:45:00+01:00'));
});

test('a shift past midnight is one shift', () => {
  assert.equal(working('cid', '2026-03-10T23:00:00+01:00', 4), utc('2026-03-11T03:00:00+01:00'));
  // Thursday's ends on Friday at six; the next begins on Sunday evening.
  assert.equal(working('cid', '2026-03-13T05:00:00+01:00', 3), utc('2026-03-16T00:00:00+01:00'));
});

test('holidays and the end of the year', () => {
  assert.equal(working('ann', '2026-12-23T16:00:00+01:00', 2), utc('2026-12-28T10:00:00+01:00'));
  assert.equal(working('ann', '2026-12-31T16:00:00+01:00', 2), utc('2027-01-04T10:00:00+01:00'));
});

test('clocks that spring forward: the wall shows the same hours, an hour of night is gone', () => {
  // Berlin, Sunday, March 29, 2026: 02:00 becomes 03:00. 01:00 to 05:00 are three hours.
  assert.equal(working('fay', '2026-03-28T12:00:00+01:00', 3), utc('2026-03-29T05:00:00+02:00'));
  assert.equal(working('fay', '2026-03-29T01:30:00+01:00', 1), utc('2026-03-29T03:30:00+02:00'));
  // Hours that begin in the gap begin after it.
  assert.equal(working('gus', '2026-03-28T12:00:00+01:00', 1), utc('2026-03-29T04:00:00+02:00'));
  // And a working day is as long as ever.
  assert.equal(working('ann', '2026-03-27T16:00:00+01:00', 2), utc('2026-03-30T10:00:00+02:00'));
  // New York, March 8, 2026.
  assert.equal(working('dee', '2026-03-07T15:00:00-05:00', 2), utc('2026-03-09T10:00:00-04:00'));
});

test('clocks that fall back: the hour that comes twice counts twice', () => {
  // Berlin, Sunday, October 25, 2026: 03:00 becomes 02:00. 01:00 to 05:00 are five hours.
  assert.equal(working('fay', '2026-10-24T12:00:00+02:00', 5), utc('2026-10-25T05:00:00+01:00'));
  assert.equal(working('fay', '2026-10-25T01:00:00+02:00', 3), utc('2026-10-25T03:00:00+01:00'));
  assert.equal(working('ann', '2026-10-23T16:00:00+02:00', 2), utc('2026-10-26T10:00:00+01:00'));
});

test('a day of business is a day on which somebody is there, at the same time of day', () => {
  assert.equal(business('ann', '2026-03-10T10:00:00+01:00', 1), utc('2026-03-11T10:00:00+01:00'));
  assert.equal(business('ann', '2026-03-13T16:30:00+01:00', 1), utc('2026-03-16T16:30:00+01:00'));
  assert.equal(business('ann', '2026-12-23T16:00:00+01:00', 2), utc('2026-12-29T16:00:00+01:00'));
  // By closing time where the day ends sooner, and not before it opens.
  assert.equal(business('dee', '2026-03-06T17:30:00-05:00', 1), utc('2026-03-07T16:00:00-05:00'));
  assert.equal(business('ann', '2026-03-10T03:00:00+01:00', 1), utc('2026-03-11T09:00:00+01:00'));
  // Over a change of the clocks it is the same time on the wall.
  assert.equal(business('ann', '2026-03-27T16:30:00+01:00', 1), utc('2026-03-30T16:30:00+02:00'));
});

test('a response target that is no whole number of days is working time', () => {
  assert.equal(
    formatInstant(afterBusiness(calendar('ann'), Date.parse('2026-03-10T16:00:00+01:00'), 4 * HOUR)),
    utc('2026-03-11T12:00:00+01:00'),
  );
});

const next = (id: string, from: string): string | undefined => {
  const found = nextOnDuty(person(id), Date.parse(from));
  return found === undefined ? undefined : formatInstant(found);
};

test('when somebody is next there', () => {
  assert.equal(next('ann', '2026-03-10T10:00:00+01:00'), utc('2026-03-10T10:00:00+01:00'));
  assert.equal(next('ann', '2026-03-13T17:00:00+01:00'), utc('2026-03-16T09:00:00+01:00'));
  assert.equal(next('cid', '2026-03-13T07:00:00+01:00'), utc('2026-03-15T22:00:00+01:00'));
  // Back from an absence, in the working hours after it.
  assert.equal(next('ben', '2026-03-09T10:00:00+01:00'), utc('2026-03-11T08:30:00+01:00'));
  assert.equal(next('eve', '2026-03-15T03:00:00+01:00'), utc('2026-03-15T03:00:00+01:00'));
  // Who has left does not come back.
  assert.equal(next('ida', '2026-03-31T18:00:00+02:00'), undefined);
});

const HOURS_APART_FROM_CLOCK_CHANGES = ['ann', 'ben', 'cid', 'dee', 'fay', 'hal'];

test('working time is the minutes in which they are on duty, counted one by one', () => {
  const minute = fc.integer({ min: 0, max: 365 * 24 * 60 });
  fc.assert(
    fc.property(
      fc.constantFrom(...HOURS_APART_FROM_CLOCK_CHANGES),
      minute,
      fc.integer({ min: 1, max: 600 }),
      (id, start, minutes) => {
        const from = Date.parse('2026-01-01T00:00:00Z') + start * MINUTE;
        const end = afterWorking(calendar(id), from, minutes * MINUTE);
        let counted = 0;
        for (let at = from; at < end; at += MINUTE) if (onDuty(person(id), at)) counted += 1;
        assert.equal(counted, minutes);
        assert.ok(onDuty(person(id), end - MINUTE), 'it ends with a working minute');
      },
    ),
    { numRuns: 150 },
  );
});

test('whoever is next on duty is there then, and at no minute before', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...HOURS_APART_FROM_CLOCK_CHANGES),
      fc.integer({ min: 0, max: 365 * 24 * 60 }),
      (id, start) => {
        const one = person(id);
        const from = Date.parse('2026-01-01T00:00:00Z') + start * MINUTE;
        const there = (at: number): boolean => onDuty(one, at) && awayUntil(one, at) === undefined;
        const found = nextOnDuty(one, from);
        assert.ok(found !== undefined && there(found));
        for (let at = from; at < found; at += MINUTE) assert.equal(there(at), false);
      },
    ),
    { numRuns: 150 },
  );
});

const instantOr = (found: number | undefined): string | undefined =>
  found === undefined ? undefined : formatInstant(found);

const ends = (id: string, from: string): string | undefined =>
  instantOr(hoursEnd(calendar(id) ?? assert.fail(), Date.parse(from)));
const begins = (id: string, from: string): string | undefined =>
  instantOr(nextShift(calendar(id) ?? assert.fail(), Date.parse(from)));

test('when the hours end that hold now, past midnight too, and when the next shift begins', () => {
  assert.equal(ends('ann', '2026-03-10T10:00:00+01:00'), utc('2026-03-10T17:00:00+01:00'));
  assert.equal(ends('ann', '2026-03-10T18:00:00+01:00'), undefined);
  assert.equal(begins('ann', '2026-03-10T10:00:00+01:00'), utc('2026-03-11T09:00:00+01:00'));
  assert.equal(begins('ann', '2026-03-10T18:00:00+01:00'), utc('2026-03-11T09:00:00+01:00'));
  // A night shift goes on past midnight, and a lunch break is no end of a day.
  assert.equal(ends('cid', '2026-03-09T23:00:00+01:00'), utc('2026-03-10T06:00:00+01:00'));
  assert.equal(begins('cid', '2026-03-09T23:00:00+01:00'), utc('2026-03-10T22:00:00+01:00'));
  assert.equal(ends('ben', '2026-03-11T09:00:00+01:00'), utc('2026-03-11T12:30:00+01:00'));
  assert.equal(begins('ben', '2026-03-11T09:00:00+01:00'), utc('2026-03-12T08:30:00+01:00'));
  // Around the clock there is neither.
  assert.equal(ends('eve', '2026-03-11T09:00:00+01:00'), undefined);
  assert.equal(begins('eve', '2026-03-11T09:00:00+01:00'), undefined);
});
