/** One person: from what the file says of them to what decisions read. */
import { isFault, readMoney } from '../book/phrases.ts';
import type { Path } from '../book/yaml.ts';
import { parseDay, parseInstant, startOfDay, type Instant, type Zone, type Zones } from '../words/time.ts';
import type { Calendar, Channel, Delegation, Person, Span } from './organization.ts';
import type { Report } from './report.ts';
import type { PeopleData, PersonData } from './schema.ts';

/** What every part of the compiler needs. */
export type Context = {
  report: Report;
  data: PeopleData;
  /** Every id of the file. */
  ids: readonly string[];
  zones: Zones;
  zone: Zone;
  calendars: Map<string, Calendar>;
};

/** Reads a person; what is wrong with them goes to the report. */
export function readPerson(context: Context, id: string, data: PersonData): Person {
  const path = ['people', id];
  const calendar = readCalendarName(context, path, data.calendar);
  const employed = readEmployed(context, path, data);
  return {
    id,
    name: data.name,
    kind: data.kind === 'ai agent' ? 'ai' : 'person',
    ...(data.manager === undefined ? {} : { manager: data.manager }),
    grades: readGrades(context, path, data),
    ...(data.grade === undefined ? {} : { grade: data.grade }),
    roles: unique(data.roles),
    ...(data.unit === undefined ? {} : { unit: data.unit }),
    channels: readChannels(context, path, data),
    ...(calendar ? { calendar } : {}),
    absences: (data.absences ?? []).flatMap(
      (absence, i) => readSpan(context, [...path, 'absences', i], absence) ?? [],
    ),
    delegations: (data.delegations ?? []).flatMap((_, i) => readDelegation(context, id, i) ?? []),
    languages: unique(data.languages),
    customers: unique(data['customer numbers']),
    employed,
  };
}

const unique = (words: readonly string[] | undefined): string[] => [...new Set(words)];

function readCalendarName(context: Context, path: Path, name: string | undefined): Calendar | undefined {
  if (name === undefined) return undefined;
  const calendar = context.calendars.get(name);
  if (!calendar) {
    context.report.add([...path, 'calendar'], 'value', {
      code: 'unknown-calendar',
      message: `There is no calendar "${name}".`,
      mend: context.report.suggest(
        name,
        context.calendars,
        'Describe it under "calendars", or use one that stands there.',
      ),
    });
  }
  return calendar;
}

function readGrades(context: Context, path: Path, data: PersonData): Map<string, string> {
  const grades = new Map<string, string>();
  for (const [i, entry] of (data.functions ?? []).entries()) {
    const at = [...path, 'functions', i];
    for (const [name, own] of typeof entry === 'string'
      ? [[entry, undefined] as const]
      : Object.entries(entry)) {
      const grade = own ?? data.grade;
      if (grade === undefined) {
        context.report.add(at, 'value', {
          code: 'no-grade',
          message: `Nothing says which grade "${String(path[1])}" has in ${name}.`,
          mend: `Add a "grade", or write the function with its grade: { ${name}: agent }.`,
        });
      } else if (grades.has(name)) {
        context.report.add(at, 'value', {
          code: 'duplicate-function',
          message: `The function "${name}" stands here twice.`,
          mend: 'Keep the one with the right grade.',
        });
      } else grades.set(name, grade);
    }
  }
  return grades;
}

function readChannels(context: Context, path: Path, data: PersonData): Channel[] {
  return Object.entries(data.channels ?? {}).flatMap(([kind, addresses]) =>
    [addresses].flat().map((address, i) => {
      if (kind === 'mail' && !/^[^\s@]+@[^\s@]+$/.test(address)) {
        const at = typeof addresses === 'string' ? [] : [i];
        context.report.add([...path, 'channels', kind, ...at], 'value', {
          code: 'wrong-mail',
          message: `"${address}" is no mail address.`,
          mend: 'Write for example: mia@shop.example',
        });
      }
      return { kind, address };
    }),
  );
}

function readEmployed(context: Context, path: Path, { employed = {} }: PersonData): Person['employed'] {
  const from =
    employed.from === undefined
      ? undefined
      : readStart(context, [...path, 'employed', 'from'], employed.from);
  const until =
    employed.until === undefined
      ? undefined
      : readEnd(context, [...path, 'employed', 'until'], employed.until);
  if (from !== undefined && until !== undefined && until <= from)
    backwards(context, [...path, 'employed', 'until'], 'employment');
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

function readSpan(
  context: Context,
  path: Path,
  data: { from: string; until: string },
  what = 'absence',
): Span | undefined {
  const from = readStart(context, [...path, 'from'], data.from);
  const until = readEnd(context, [...path, 'until'], data.until);
  if (from === undefined || until === undefined) return undefined;
  if (until > from) return { from, until };
  backwards(context, [...path, 'until'], what);
  return undefined;
}

const backwards = (context: Context, path: Path, what: string): void =>
  context.report.add(path, 'value', {
    code: 'ends-before-it-starts',
    message: `This ${what} ends before it starts.`,
    mend: 'Swap the two dates, or mend the one that is wrong.',
  });

/** The first instant of a date, or an instant as it is; undefined: it is neither. */
export function startOf(zone: Zone, text: string): Instant | undefined {
  const day = parseDay(text);
  return day === undefined ? parseInstant(text) : startOfDay(zone, day);
}

/** The first instant after a date, which is included; or an instant as it is; undefined: it is neither. */
export function endOf(zone: Zone, text: string): Instant | undefined {
  const day = parseDay(text);
  return day === undefined ? parseInstant(text) : startOfDay(zone, day + 1);
}

/** What is said of a text that is no date and no instant. */
export const wrongDate = (text: string): { code: string; message: string; mend: string } => ({
  code: 'wrong-date',
  message: `"${text}" is no date of the calendar and no instant.`,
  mend: 'Write a date such as 2026-12-01, or an instant with its offset such as 2026-12-01T09:00:00Z.',
});

const readStart = (context: Context, path: Path, text: string): Instant | undefined =>
  noted(context, path, text, startOf(context.zone, text));

const readEnd = (context: Context, path: Path, text: string): Instant | undefined =>
  noted(context, path, text, endOf(context.zone, text));

function noted(context: Context, path: Path, text: string, instant?: Instant): Instant | undefined {
  if (instant === undefined) context.report.add(path, 'value', wrongDate(text));
  return instant;
}

function readDelegation(context: Context, id: string, index: number): Delegation | undefined {
  const data = context.data.people[id]?.delegations?.[index];
  if (!data) return undefined;
  const path = ['people', id, 'delegations', index];
  const span = readSpan(context, path, data, 'delegation');
  const money = data['up to'] === undefined ? undefined : readMoney(data['up to']);
  const cap = isFault(money) || money === undefined ? undefined : money;
  if (isFault(money))
    context.report.add([...path, 'up to'], 'value', {
      code: 'wrong-money',
      message: money.fault,
      mend: money.mend,
    });
  if (cap && cap.minor <= 0) {
    context.report.add([...path, 'up to'], 'value', {
      code: 'wrong-money',
      message: 'A delegation up to nothing gives nothing.',
      mend: 'Write an amount above zero, or remove the delegation.',
    });
  }
  if (data.to === id) {
    context.report.add([...path, 'to'], 'value', {
      code: 'delegation-to-oneself',
      message: `"${id}" delegates to themselves.`,
      mend: 'Name somebody else, or remove the delegation.',
    });
  } else if (!Object.hasOwn(context.data.people, data.to)) {
    unknownPerson(context, [...path, 'to'], 'unknown-delegate', data.to);
  } else if (span) {
    return {
      to: data.to,
      ...(cap ? { upTo: cap } : {}),
      ...(data.for ? { functions: unique(data.for) } : {}),
      span,
    };
  }
  return undefined;
}

/** Says that an id is nobody's. */
export function unknownPerson(context: Context, path: Path, code: string, id: string): void {
  context.report.add(path, 'value', {
    code,
    message: `There is nobody with the id "${id}".`,
    mend: context.report.suggest(id, context.ids, 'Write the id of somebody in this file.'),
  });
}
