import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zones } from '../../shell/zones.ts';
import { customerTime, placeOf } from './customer-time.ts';

test('a customer reads the time where they are, and whose time that is', () => {
  const noon = Date.parse('2026-03-02T12:00:00Z');
  const said = (zone: string, language = 'en'): string => {
    const found = zones(zone);
    assert.ok(found, zone);
    return customerTime(found, language, noon, noon);
  };
  assert.equal(said('America/New_York'), '07:00 today (New York time)');
  assert.equal(said('America/New_York', 'de'), 'heute um 07:00 (Ortszeit New York)');
  // No place, and its sign is the other way round than people write it.
  assert.equal(said('Etc/GMT+12'), '00:00 today (UTC−12)');
  assert.equal(said('Etc/GMT-3', 'de'), 'heute um 15:00 (UTC+3)');
  assert.deepEqual(['Europe/Berlin', 'Etc/GMT', 'UTC', 'Asia/Calcutta'].map(placeOf), [
    'Berlin',
    'GMT',
    'UTC',
    'Kolkata',
  ]);
});
