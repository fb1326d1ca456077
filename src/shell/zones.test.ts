import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { DAY, offsetAt, startOfDay } from '../core/words/time.ts';
import { zones } from './zones.ts';

const LAST = Date.UTC(2060, 11, 31);

/** What Intl shows of a zone at an instant: "GMT-04:00" in milliseconds. Another way than the product's. */
function offsetByName(name: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  return (at) => {
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(at));
    const seconds = Number(match?.[2] ?? 0) * 3600 + Number(match?.[3] ?? 0) * 60 + Number(match?.[4] ?? 0);
    return (match?.[1] === '-' ? -1 : 1) * seconds * 1000 + 0;
  };
}

const names = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

test('offsets are those of Intl at random instants', () => {
  const formats = new Map<string, (at: number) => number>();
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.array(fc.integer({ min: 0, max: LAST / 1000 }), { minLength: 20, maxLength: 20 }),
      (name, seconds) => {
        const zone = zones(name);
        assert.ok(zone);
        const expected = formats.get(name) ?? offsetByName(name);
        formats.set(name, expected);
        for (const second of seconds)
          assert.equal(offsetAt(zone, second * 1000), expected(second * 1000), `${name} ${second}`);
      },
    ),
    { numRuns: 150 },
  );
});

test('offsets change at the very second, also where changes are a week apart', () => {
  for (const name of [
    'America/New_York',
    'Europe/Dublin',
    'Africa/Casablanca',
    'Africa/Monrovia',
    'America/Boa_Vista',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Gaza',
  ]) {
    const zone = zones(name);
    const expected = offsetByName(name);
    assert.ok(zone && zone.starts.length > 1);
    for (const start of zone.starts.slice(1)) {
      for (const at of [start - 1000, start]) assert.equal(offsetAt(zone, at), expected(at), `${name} ${at}`);
    }
    for (let at = 0; at < LAST; at += 3 * DAY)
      assert.equal(offsetAt(zone, at), expected(at), `${name} ${at}`);
  }
});

test('what is no name of a zone is none', () => {
  for (const name of [
    '',
    'Mars/Olympus',
    '+01:00',
    'GMT+25',
    'europe/berlin',
    'Europe/Berlin ',
    '__proto__',
    'x'.repeat(10_000),
  ]) {
    assert.equal(zones(name), undefined, name);
  }
});

test('a zone carries the version of its data and is made once', () => {
  assert.equal(zones('Europe/Berlin')?.version, process.versions['tz']);
  assert.equal(zones('Europe/Berlin'), zones('Europe/Berlin'));
});

test('days begin where clocks are put forward at midnight', () => {
  const zone = zones('America/Santiago');
  assert.ok(zone);
  // 2026-09-06 has no 00:00 there: 23:59:59 is followed by 01:00.
  const day = Date.UTC(2026, 8, 6) / DAY;
  assert.equal(startOfDay(zone, day), Date.UTC(2026, 8, 6, 4));
});
