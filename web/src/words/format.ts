/** Money, times and spans in the reader's manner. */

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
    isNear ? { weekday: 'short' } : { day: 'numeric', month: 'short' },
  ).format(at);
  return `${day} ${time}`;
}

/** A day by itself, as the service writes it: `2026-10-17` → `Oct 17, 2026`. */
export const dayWords = (day: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00Z`),
  );

/** The reader's time zone by its name. */
export const zoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** How the reader writes the hour: `h12` 3:12 PM, `h23` 15:12. */
export const hourCycleHere = (): 'h12' | 'h23' => {
  const { hourCycle } = new Intl.DateTimeFormat(locale(), { hour: 'numeric' }).resolvedOptions();
  return hourCycle === 'h11' || hourCycle === 'h12' ? 'h12' : 'h23';
};

/** `4 min`, `2 h 10 min`, `3 days`: from now until then, whichever comes first. */
export function spanWords(ms: number): string {
  const minutes = Math.max(0, Math.round(Math.abs(ms) / 60_000));
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.round(hours / 24);
  return days === 1 ? '1 day' : `${days} days`;
}
