/**
 * Instants, dates and time zones without an ambient clock.
 *
 * An instant is milliseconds since 1970-01-01T00:00Z; a date is whole days since 1970-01-01.
 * A zone is a table of transitions that the shell makes; core never asks the platform.
 */

export type Instant = number;
/** Whole days since 1970-01-01, in whatever zone the date was meant. */
export type Day = number;

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** A time zone: from `starts[i]` on (inclusive) the local time is UTC plus `offsets[i]` milliseconds. */
export type Zone = {
  name: string;
  /** The version of the time-zone data, such as "2025b". */
  version: string;
  /** Ascending instants; the first is -Infinity. */
  starts: readonly Instant[];
  offsets: readonly number[];
};

/** UTC, for callers that need a zone and have none. */
export const UTC: Zone = { name: 'UTC', version: 'none', starts: [-Infinity], offsets: [0] };

/** Finds a zone by its IANA name, or undefined if there is none of that name. */
export type Zones = (name: string) => Zone | undefined;

/** Days since 1970-01-01 of a civil date. Method: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
export function dayOf(year: number, month: number, day: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The civil date of a day; month 1–12. Same source as {@link dayOf}. */
export function civilOf(day: Day): { year: number; month: number; day: number } {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

/** Reads "2026-01-31"; undefined if it is no date of the calendar. */
export function parseDay(text: string): Day | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const days = dayOf(year, month, day);
  return civilOf(days).day === day ? days : undefined;
}

const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

/** "2026-01-31". */
export function formatDay(day: Day): string {
  const c = civilOf(day);
  return `${pad(c.year, 4)}-${pad(c.month)}-${pad(c.day)}`;
}

/** Reads an RFC 3339 instant with seconds optional and an offset required; undefined if it is none. */
export function parseInstant(text: string): Instant | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/.exec(
      text,
    );
  if (!match) return undefined;
  const day = parseDay(match[1] ?? '');
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  const [offsetHour, offsetMinute] = [Number(match[7] ?? 0), Number(match[8] ?? 0)];
  if (day === undefined || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) {
    return undefined;
  }
  const offset = (match[6] === '-' ? -1 : 1) * (offsetHour * HOUR + offsetMinute * MINUTE);
  const milli = Number((match[5] ?? '').slice(0, 3).padEnd(3, '0'));
  return day * DAY + hour * HOUR + minute * MINUTE + second * 1000 + milli - offset;
}

/** "2026-01-31T09:00:00Z"; milliseconds only when there are any. */
export function formatInstant(instant: Instant): string {
  const day = Math.floor(instant / DAY);
  const rest = instant - day * DAY;
  const milli = rest % 1000;
  const time = [HOUR, MINUTE, 1000].map((unit, i) => pad(Math.floor(rest / unit) % (i === 0 ? 24 : 60)));
  return `${formatDay(day)}T${time.join(':')}${milli ? `.${pad(milli, 3)}` : ''}Z`;
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
export function offsetAt(zone: Zone, instant: Instant): number {
  let low = 0;
  let high = zone.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((zone.starts[middle] ?? Infinity) <= instant) low = middle;
    else high = middle - 1;
  }
  return zone.offsets[low] ?? 0;
}

/** The date on the wall of that zone at an instant. */
export const localDay = (zone: Zone, instant: Instant): Day =>
  Math.floor((instant + offsetAt(zone, instant)) / DAY);

/** The first instant of a date in a zone (where midnight is skipped, the first instant after the gap). */
export function startOfDay(zone: Zone, day: Day): Instant {
  const wall = day * DAY;
  // The offset just before and just after: the earlier instant whose local date is this day wins.
  const candidates = [wall - offsetAt(zone, wall - DAY), wall - offsetAt(zone, wall + DAY)];
  const fits = candidates.filter(
    (instant) => localDay(zone, instant) === day && localDay(zone, instant - 1) < day,
  );
  if (fits.length > 0) return Math.min(...fits);
  const gap = zone.starts.find((start) => localDay(zone, start) === day && localDay(zone, start - 1) < day);
  return gap ?? Math.min(...candidates);
}

/** "2026-11-23 09:00" as the clock on the wall of a zone shows it; "09:00" on the day that needs no saying. */
export function wallTime(zone: Zone, instant: Instant, today?: Day): string {
  const wall = instant + offsetAt(zone, instant);
  const day = Math.floor(wall / DAY);
  const minutes = Math.floor((wall - day * DAY) / MINUTE);
  const time = `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
  return day === today ? time : `${formatDay(day)} ${time}`;
}

/** Day of the week, 0 = Sunday as CEL's getDayOfWeek has it. 1970-01-01 was a Thursday. */
export const weekday = (day: Day): number => (((day + 4) % 7) + 7) % 7;
