/** Money, times and spans in the reader's manner. */

const locale = (): string | undefined => (typeof navigator === 'undefined' ? undefined : navigator.language);

/** `45.00`, `USD` → `$45.00`; what is no currency stands behind: `15 minutes`. */
export function amountWords(amount: string, unit?: string): string {
  if (unit !== undefined && /^[A-Z]{3}$/.test(unit)) {
    const number = Number(amount);
    if (Number.isFinite(number) && Math.abs(number) < 1e12)
      return new Intl.NumberFormat(locale(), { style: 'currency', currency: unit }).format(number);
  }
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
