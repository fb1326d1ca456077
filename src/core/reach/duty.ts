/** Working time: when somebody is next there, and when so many working minutes have passed. */
import type { Calendar, Person } from '../organization/organization.ts';
import { employedAt } from '../organization/people.ts';
import { awayUntil } from '../organization/presence.ts';
import { DAY, HOUR, localDay, MINUTE, offsetAt, startOfDay, weekday, type Instant } from '../words/time.ts';

/** How far ahead a calendar is searched: one that does not open by then never does. */
const MOST_DAYS = 400;

/** A span in which a calendar is open. */
type Open = { from: Instant; until: Instant };

/** The open spans of a calendar that end after an instant, ascending; lazily, day by day. */
function* openSpans(calendar: Calendar, at: Instant): Generator<Open> {
  const first = localDay(calendar.zone, at);
  for (let day = first; day <= first + MOST_DAYS; day++) {
    if (calendar.holidays.has(day)) continue;
    for (const { from, until } of calendar.week[weekday(day)] ?? []) {
      const span = {
        from: wallInstant(calendar, day, from),
        until: wallInstant(calendar, day, until),
      };
      if (span.until > at && span.until > span.from) yield span;
    }
  }
}

/** The instant at which the wall clock shows so many minutes past midnight; where that hour is skipped, the first after the gap. */
export function wallInstant({ zone }: Pick<Calendar, 'zone'>, day: number, minutes: number): Instant {
  if (minutes === 0) return startOfDay(zone, day);
  if (minutes === 24 * 60) return startOfDay(zone, day + 1);
  const wall = day * DAY + minutes * MINUTE;
  const early = wall - offsetAt(zone, wall - offsetAt(zone, startOfDay(zone, day)));
  // In a repeated hour the first instant is meant; a skipped one is over when the clock has jumped.
  if (early + offsetAt(zone, early) === wall) return early;
  const late = wall - offsetAt(zone, early - DAY);
  return zone.starts.find((start) => early < start && start <= late) ?? late;
}

/** The instant from `at` on at which so many milliseconds of working time have passed; without a calendar all time counts. */
export function afterWorking(calendar: Calendar | undefined, at: Instant, ms: number): Instant {
  if (!calendar) return at + ms;
  let left = ms;
  for (const { from, until } of openSpans(calendar, at)) {
    const start = Math.max(from, at);
    if (start + left <= until) return start + left;
    left -= until - start;
  }
  // A calendar that hardly ever opens: a wait in plain time is better than none.
  return at + ms;
}

/**
 * The instant by which something is due that is to take so long on a business calendar: whole days are days on which it
 * opens, at the same time of day or by its end; anything else is working time.
 */
export function afterBusiness(calendar: Calendar | undefined, at: Instant, ms: number): Instant {
  if (!calendar || ms < DAY || ms % DAY !== 0) return afterWorking(calendar, at, ms);
  const { zone } = calendar;
  const opens = (day: number): boolean =>
    !calendar.holidays.has(day) && (calendar.week[weekday(day)] ?? []).length > 0;
  let [day, left] = [localDay(zone, at), ms / DAY];
  for (let tried = 0; left > 0; tried++) {
    if (tried > MOST_DAYS) return at + ms;
    day += 1;
    if (opens(day)) left -= 1;
  }
  const minute = Math.floor((at + offsetAt(zone, at) - localDay(zone, at) * DAY) / MINUTE);
  const hours = calendar.week[weekday(day)] ?? [];
  const [first, last] = [hours[0]?.from ?? 0, hours.at(-1)?.until ?? 24 * 60];
  return wallInstant(calendar, day, Math.min(Math.max(minute, first), last));
}

/** A pause that is shorter is a break of the same shift. */
const BREAK_MS = 4 * HOUR;
/** What is open for longer is open around the clock. */
const AROUND_THE_CLOCK_MS = 2 * DAY;

/**
 * The end of the opening hours that hold at an instant, past midnight too; undefined: it is closed then, or open around the
 * clock.
 */
export function hoursEnd(calendar: Calendar, at: Instant): Instant | undefined {
  let end: Instant | undefined;
  for (const { from, until } of openSpans(calendar, at)) {
    if (from > (end ?? at)) return end;
    if (until - at > AROUND_THE_CLOCK_MS) return undefined;
    end = until;
  }
  return end;
}

/** When the next shift begins after the one that holds at an instant; undefined: nobody can say. */
export function nextShift(calendar: Calendar, at: Instant): Instant | undefined {
  let opens = firstOpen(calendar, at);
  let end = hoursEnd(calendar, at);
  if (end === undefined) return opens === at ? undefined : opens;
  for (let breaks = 0; end !== undefined && breaks < MOST_DAYS; breaks++) {
    opens = firstOpen(calendar, end);
    if (opens === undefined || opens - end >= BREAK_MS) return opens;
    end = hoursEnd(calendar, opens);
  }
  return undefined;
}

/** When a person is next on duty and not absent: `at` itself when they are there; undefined: nobody can say. */
export function nextOnDuty(person: Person, at: Instant): Instant | undefined {
  if (person.here && person.here.from <= at && at < person.here.until && employedAt(person, at)) return at;
  let from = at;
  // An absence may end outside the working hours, and these may begin inside the next absence.
  for (let tries = 0; tries < MOST_DAYS; tries++) {
    const back = awayUntil(person, from) ?? from;
    const opens = person.calendar ? firstOpen(person.calendar, back) : back;
    if (opens === undefined || !employedAt(person, opens)) return undefined;
    if (awayUntil(person, opens) === undefined) return opens;
    from = opens;
  }
  return undefined;
}

function firstOpen(calendar: Calendar, at: Instant): Instant | undefined {
  for (const { from } of openSpans(calendar, at)) return Math.max(from, at);
  return undefined;
}
