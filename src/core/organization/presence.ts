/** Whether a person is there now: absences and working hours. Who *may* decide never depends on it. */
import { DAY, localDay, MINUTE, offsetAt, weekday, type Instant } from '../words/time.ts';
import type { Channel, Person } from './organization.ts';

/** Where somebody has no channel of their own: the product's inbox. */
const INBOX: Channel = { kind: 'inbox', address: '' };

/** How a person is reached, as they prefer it; there is always a way. */
export function channelsOf({ channels }: Person): readonly [Channel, ...Channel[]] {
  const [first = INBOX, ...others] = channels;
  return [first, ...others];
}

/** The end of the absence that holds now, those that follow at once counted in; undefined: not absent. */
export function awayUntil(person: Person, at: Instant): Instant | undefined {
  let end: Instant | undefined;
  for (;;) {
    const now = end ?? at;
    const absence = person.absences.find(({ from, until }) => from <= now && now < until);
    if (!absence) return end;
    end = absence.until;
  }
}

/** Whether it is within their working hours, or they say that they are here; without a calendar nobody knows, so yes. */
export function onDuty(person: Person, at: Instant): boolean {
  const { calendar, here } = person;
  if (!calendar || (here && here.from <= at && at < here.until)) return true;
  const day = localDay(calendar.zone, at);
  if (calendar.holidays.has(day)) return false;
  const minute = (at + offsetAt(calendar.zone, at) - day * DAY) / MINUTE;
  return (calendar.week[weekday(day)] ?? []).some(({ from, until }) => from <= minute && minute < until);
}
