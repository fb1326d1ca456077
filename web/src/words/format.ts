/** Money, times and spans in the reader's manner. */
import { words } from './words.ts';

const locale = (): string | undefined => (typeof navigator === 'undefined' ? undefined : navigator.language);

/** `45.00`, `USD` → `$45.00`; what is no currency stands behind: `15 minutes`. */
export function amountWords(amount: string, unit?: string): string {
  if (unit !== undefined && /^[A-Z]{3}$/.test(unit) && /^-?\d+(?:\.\d+)?$/.test(amount))
    // The exact text is read, not its nearest number.
    return new Intl.NumberFormat(locale(), { style: 'currency', currency: unit }).format(
      amount as Intl.StringNumericLiteral,
    );
  return unit === undefined ? amount : `${amount} ${unit}`;
}

/** The hour today, with the day when it is another one. */
export function timeWords(instant: string | number, now = Date.now()): string {
  const at = new Date(instant);
  const time = new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }).format(at);
  if (at.toDateString() === new Date(now).toDateString()) return time;
  const isNear = Math.abs(at.getTime() - now) < 6 * 24 * 3_600_000;
  const day = new Intl.DateTimeFormat(
    locale(),
    isNear
      ? { weekday: 'short' }
      : {
          day: 'numeric',
          month: 'short',
          ...(at.getFullYear() !== new Date(now).getFullYear() && { year: 'numeric' }),
        },
  ).format(at);
  return `${day} ${time}`;
}

/** A day by itself, as the service writes it: `2026-10-17` → `Oct 17, 2026`. */
export const dayWords = (day: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00Z`),
  );

/** The reader's clock, for sentences that the service makes: their time zone, and how they write the hour. */
export function clockHere(): { time_zone: string; hour_cycle: 'h12' | 'h23' } {
  const { timeZone, hourCycle } = new Intl.DateTimeFormat(locale(), { hour: 'numeric' }).resolvedOptions();
  return { time_zone: timeZone, hour_cycle: hourCycle === 'h11' || hourCycle === 'h12' ? 'h12' : 'h23' };
}

/** `4 min`, `2 h 10 min`, `36 h`, `3 days`: from now until then, whichever comes first; no more than it is. */
export function spanWords(ms: number): string {
  const { span } = words;
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  if (minutes < 1) return span.moment;
  if (minutes < 60) return span.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  if (hours >= LONGEST_HOURS) return span.days(Math.floor(hours / 24));
  if (hours < 24)
    return [span.hours(hours), minutes % 60 !== 0 && span.minutes(minutes % 60)].filter(Boolean).join(' ');
  return span.hours(hours);
}

/** From here on days are near enough. */
const LONGEST_HOURS = 48;
