/** Time zones from the data that Node brings, as tables for core. */
import { DAY, type Instant, type Zone, type Zones } from '../core/words/time.ts';

const FIRST = Date.UTC(1970, 0, 1);
const LAST = Date.UTC(2061, 0, 1);
/** No zone has changed twice within six days since 1970 (America/Boa_Vista did within seven, in 2000). */
const STEP = 6 * DAY;
/** "Region/Place" or "UTC": Intl also takes offsets such as "+01:00", which are no zones. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

const known = new Map<string, Zone>();

/**
 * Finds a zone by its IANA name. Its transitions are those from 1970 to 2060; before and after, the first
 * and the last offset go on.
 */
export const zones: Zones = (name) => {
  const cached = known.get(name);
  if (cached) return cached;
  const offset = NAME.test(name) ? offsetsOf(name) : undefined;
  if (!offset) return undefined;
  const zone = { name, version: process.versions['tz'] ?? 'unknown', ...transitions(offset) };
  known.set(name, zone);
  return zone;
};

type Offsets = (at: Instant) => number;

/** Milliseconds ahead of UTC at an instant, asked of Intl; undefined if it knows no such zone. */
function offsetsOf(name: string): Offsets | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  // Intl takes "europe/berlin" too; a name has one spelling here.
  const canonical = format.resolvedOptions().timeZone;
  if (canonical !== name && canonical.toLowerCase() === name.toLowerCase()) return undefined;
  return (at) => wallClock(format.format(at)) - at;
}

/** "12/31/1969, 19:00:00" read as if it were UTC. */
function wallClock(text: string): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = text.split(/\D+/).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function transitions(offset: Offsets): Pick<Zone, 'starts' | 'offsets'> {
  let before = offset(FIRST);
  const starts = [-Infinity];
  const offsets = [before];
  for (let at = FIRST; at < LAST; at += STEP) {
    const after = offset(at + STEP);
    if (after === before) continue;
    starts.push(firstInstantAfter(offset, at, at + STEP, before));
    offsets.push(after);
    before = after;
  }
  return { starts, offsets };
}

/** The second at which the offset is no longer `before`, between two instants. */
function firstInstantAfter(offset: Offsets, from: Instant, until: Instant, before: number): Instant {
  let [low, high] = [from / 1000, until / 1000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}
