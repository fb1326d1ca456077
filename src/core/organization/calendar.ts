/** Working hours: from "monday to friday: 22:00-06:00" to spans on each day of a week. */
import type { Path } from '../book/yaml.ts';
import { parseDay, type Zone } from '../words/time.ts';
import type { Calendar } from './organization.ts';
import type { Report } from './report.ts';
import type { CalendarData } from './schema.ts';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const MIDNIGHT = 24 * 60;

/** Hours of one day, and where they were written. */
type Hours = { from: number; until: number; path: Path };

/** Reads a calendar; what is wrong with it goes to the report. */
export function readCalendar(
  report: Report,
  path: Path,
  name: string,
  data: CalendarData,
  zone: Zone,
): Calendar {
  return {
    name,
    zone,
    week:
      data.hours === 'always'
        ? DAYS.map(() => [{ from: 0, until: MIDNIGHT }])
        : readWeek(report, [...path, 'hours'], data.hours),
    holidays: new Set(
      (data.holidays ?? []).flatMap((text, i) => readHoliday(report, [...path, 'holidays', i], text)),
    ),
  };
}

function readWeek(
  report: Report,
  path: Path,
  data: Exclude<CalendarData['hours'], 'always'>,
): Calendar['week'] {
  const week: Hours[][] = DAYS.map(() => []);
  for (const [key, value] of Object.entries(data)) {
    const days = readDays(report, [...path, key], key);
    const texts =
      typeof value === 'string'
        ? [{ text: value, at: [...path, key] }]
        : value.map((text, i) => ({ text, at: [...path, key, i] }));
    for (const { text, at } of texts) {
      const hours = readHours(report, at, text);
      if (hours) for (const day of days) place(week, day, hours, at);
    }
  }
  if (Object.keys(data).length === 0) {
    report.add(path, 'key', {
      code: 'no-hours',
      message: 'A calendar without hours never opens.',
      mend: 'Write for example: monday to friday: 09:00-17:00',
    });
  }
  return week.map((hours, day) => ordered(report, hours, DAYS[day] ?? ''));
}

/** "friday" or "monday to friday", which may run over the end of the week. */
function readDays(report: Report, path: Path, text: string): number[] {
  const names = text
    .toLowerCase()
    .trim()
    .split(/\s+to\s+/);
  const days = names.map((name) => DAYS.indexOf(name as (typeof DAYS)[number]));
  const unknown = names[days.indexOf(-1)];
  if (unknown !== undefined || names.length > 2) {
    report.add(path, 'key', {
      code: 'unknown-day',
      message: `"${text}" is no day of the week and no run of days.`,
      mend: report.suggest(
        unknown ?? text,
        DAYS,
        'Write a day such as friday, or a run such as monday to friday.',
      ),
    });
    return [];
  }
  const [first = 0, last = first] = days;
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, i) => (first + i) % 7);
}

/** "09:00-17:00" in minutes; `until` is not after `from` when the hours run past midnight. */
function readHours(report: Report, path: Path, text: string): { from: number; until: number } | undefined {
  const match = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/.exec(text.trim());
  const [from = NaN, until = NaN] = match ? [minutes(match[1], match[2]), minutes(match[3], match[4])] : [];
  if (!(from < MIDNIGHT) || !(until <= MIDNIGHT)) {
    report.add(path, 'value', {
      code: 'wrong-hours',
      message: `"${text}" are no hours of a day.`,
      mend: 'Write for example: 09:00-17:00; the last minute of a day ends at 24:00.',
    });
    return undefined;
  }
  if (from === until) {
    report.add(path, 'value', {
      code: 'wrong-hours',
      message: `"${text}" begins when it ends.`,
      mend: 'For the whole day write 00:00-24:00; for no work leave the day out.',
    });
    return undefined;
  }
  return { from, until };
}

const minutes = (hour: string | undefined, minute: string | undefined): number =>
  Number(minute) > 59 ? NaN : Number(hour) * 60 + Number(minute);

function place(
  week: Hours[][],
  day: number,
  { from, until }: { from: number; until: number },
  path: Path,
): void {
  if (until > from) {
    week[day]?.push({ from, until, path });
    return;
  }
  week[day]?.push({ from, until: MIDNIGHT, path });
  if (until > 0) week[(day + 1) % 7]?.push({ from: 0, until, path });
}

function ordered(report: Report, hours: Hours[], day: string): { from: number; until: number }[] {
  const inOrder = hours.toSorted((a, b) => a.from - b.from || a.until - b.until);
  for (const [i, { from, path }] of inOrder.entries()) {
    const before = inOrder[i - 1];
    if (!before || before.until <= from) continue;
    // Point at what was written later: the first one stands.
    const later =
      hours.indexOf(before) > hours.findIndex((other) => other === inOrder[i]) ? before.path : path;
    report.add(later, 'value', {
      code: 'hours-overlap',
      message: `These hours overlap with others on ${day}.`,
      mend: 'Write each hour of a day once; a run of days includes both its ends.',
    });
    break;
  }
  return inOrder.map(({ from, until }) => ({ from, until }));
}

function readHoliday(report: Report, path: Path, text: string): number[] {
  const day = parseDay(text);
  if (day !== undefined) return [day];
  report.add(path, 'value', {
    code: 'wrong-date',
    message: `"${text}" is no date of the calendar.`,
    mend: 'Write for example: 2026-12-25',
  });
  return [];
}
