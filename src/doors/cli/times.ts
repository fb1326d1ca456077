/** Times as people type them: "15:00", "2026-11-27 15:00", on the wall of the book's zone. */
import type { Key } from './arguments.ts';
import { wallInstant } from '../../core/reach/duty.ts';
import { formatInstant, localDay, parseDay, type Instant, type Zone } from '../../core/words/time.ts';

const TIME = /^(?:(\d{4}-\d{2}-\d{2})[ T])?([01]?\d|2[0-3]):([0-5]\d)$/;

/** An input with its times as instants; what is none of these is left for its reader to refuse. */
export const withInstants = (
  raw: Record<string, unknown>,
  keys: readonly Key[],
  zone: Zone,
  now: Instant,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [
      key,
      keys.some(({ name, kind }) => name === key && kind === 'instant') ? instantOf(value, zone, now) : value,
    ]),
  );

function instantOf(value: unknown, zone: Zone, now: Instant): unknown {
  const [, date, hours, minutes] = (typeof value === 'string' && TIME.exec(value.trim())) || [];
  const day = date === undefined ? localDay(zone, now) : parseDay(date);
  if (hours === undefined || minutes === undefined || day === undefined) return value;
  return formatInstant(wallInstant({ zone }, day, Number(hours) * 60 + Number(minutes)));
}
