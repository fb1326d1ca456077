/**
 * people.csv: a row a person. The table becomes the same data that people.yaml holds, with a place for every
 * part of it, and goes through the same checks.
 */
import type { Path, Source } from '../book/yaml.ts';
import type { Zones } from '../words/time.ts';
import { compileSource, type CompiledOrganization } from './compile.ts';
import { problemAtCell, readCsv, type Cell, type Csv } from './csv.ts';
import {
  assign,
  empty,
  itemsOf,
  pair,
  readAbsence,
  readDelegation,
  readHours,
  type Data,
} from './people-cells.ts';
import { reportOn, type Report } from './report.ts';

const COLUMNS = [
  'id',
  'name',
  'kind',
  'manager',
  'grade',
  'functions',
  'roles',
  'unit',
  'channels',
  'calendar',
  'time zone',
  'languages',
  'customer numbers',
  'absences',
  'delegations',
  'employed from',
  'employed until',
] as const;
type Column = (typeof COLUMNS)[number];

/** Columns whose text is the value. */
const TEXTS = ['name', 'kind', 'manager', 'grade', 'unit'] as const satisfies readonly Column[];
/** Columns that hold words between semicolons. */
const LISTS = ['roles', 'languages', 'customer numbers'] as const satisfies readonly Column[];

type Row = ReadonlyMap<Column, Cell>;

/**
 * Compiles a table of people. Lists stand between semicolons: `orders; billing: lead`, `chat: @mia; mail: a@b.c`,
 * `2026-12-01 to 2026-12-14`, `raj up to 500 USD for orders from 2026-12-01 to 2026-12-14`; a calendar is its
 * hours: `monday to friday 09:00-17:00`. Only `id` and `name` are needed.
 * @param about what a table has no room for: the organization's name and time zone
 */
export function organizationFromCsv(
  file: string,
  text: string,
  zones: Zones,
  about: { name: string; timeZone: string },
): CompiledOrganization {
  const csv = readCsv(file, text);
  const rows = new Map<string, Row>();
  const calendars = new Map<string, { data: Data; row: Row }>();
  const source = sourceOf(csv, rows, calendars);
  const report = reportOn(source);
  const columns = readHeader(csv, source, report);
  if (csv.problems.length > 0 || !columns)
    return compileSource({ ...source, problems: report.problems() }, zones);
  const people = empty();
  for (const cells of csv.rows) {
    const row: Row = new Map(
      [...columns].flatMap(([column, i]) => (cells[i] ? [[column, cells[i]] as const] : [])),
    );
    const id = textOf(row, 'id');
    if (!newId(id, row, rows, csv, source)) continue;
    rows.set(id, row);
    people[id] = readRow(report, id, row, calendars);
  }
  const data = empty();
  data['organization'] = about.name;
  data['time zone'] = about.timeZone;
  if (calendars.size > 0)
    data['calendars'] = assign([...calendars].map(([name, { data: calendar }]) => [name, calendar]));
  data['people'] = people;
  return compileSource({ ...source, data, problems: report.problems() }, zones);
}

const textOf = (row: Row, column: Column): string => row.get(column)?.text.trim() ?? '';

function readHeader(csv: Csv, source: Source, report: Report): Map<Column, number> | undefined {
  const columns = new Map<Column, number>();
  for (const [i, cell] of csv.header.entries()) {
    const name = cell.text.trim().toLowerCase();
    const column = COLUMNS.find((known) => known === name);
    const problem = (code: string, message: string, mend: string): void => {
      source.problems.push(problemAtCell(csv.file, cell, { code, severity: 'error', message, mend }));
    };
    if (column === undefined)
      problem(
        'unknown-column',
        `There is no column "${cell.text.trim()}".`,
        report.suggest(name, COLUMNS, `Columns: ${COLUMNS.join(', ')}.`),
      );
    else if (columns.has(column))
      problem(
        'duplicate-column',
        `The column "${name}" stands here a second time.`,
        'Remove one of the two.',
      );
    else columns.set(column, i);
  }
  const [first] = csv.header;
  for (const needed of ['id', 'name'] as const) {
    if (!first || columns.has(needed)) continue;
    source.problems.push(
      problemAtCell(csv.file, first, {
        code: 'missing-column',
        severity: 'error',
        message: `The column "${needed}" is missing.`,
        mend: `Add a column with "${needed}" in the first line.`,
      }),
    );
  }
  return source.problems.length > 0 ? undefined : columns;
}

/** Whether a row has an id of its own; if not, says so. */
function newId(id: string, row: Row, rows: ReadonlyMap<string, Row>, csv: Csv, source: Source): boolean {
  const cell = row.get('id');
  if (!cell) return false;
  const before = rows.get(id)?.get('id');
  const problem = (code: string, message: string, mend: string): boolean => {
    if (source.problems.length < 200)
      source.problems.push(problemAtCell(csv.file, cell, { code, severity: 'error', message, mend }));
    return false;
  };
  if (id === '')
    return problem('missing-key', 'This row has no id.', 'Give the person an id, for example: mia');
  if (id === '__proto__') return problem('wrong-key', '"__proto__" can not be an id.', 'Choose another id.');
  if (before)
    return problem(
      'duplicate-id',
      `The id "${id}" stands here a second time (first in line ${before.line}).`,
      'Give one of the two another id, or remove one.',
    );
  return true;
}

function readRow(
  report: Report,
  id: string,
  row: Row,
  calendars: Map<string, { data: Data; row: Row }>,
): Data {
  const data = empty();
  const path = ['people', id];
  const put = (key: string, value: unknown): void => {
    if (value !== undefined) data[key] = value;
  };
  for (const column of TEXTS) put(column, textOf(row, column) || undefined);
  for (const column of LISTS)
    put(
      column,
      listed(row, column, (text) => text),
    );
  put(
    'functions',
    listed(row, 'functions', (text) => (text.includes(':') ? assign([pair(text)]) : text)),
  );
  put('channels', readChannels(report, path, row));
  put(
    'absences',
    listed(row, 'absences', (text, i) => readAbsence(report, [...path, 'absences', i], text)),
  );
  put(
    'delegations',
    listed(row, 'delegations', (text, i) => readDelegation(report, [...path, 'delegations', i], text)),
  );
  put('calendar', readCalendarCell(report, path, row, calendars));
  const employed = (['from', 'until'] as const).flatMap((key) => {
    const text = textOf(row, `employed ${key}`);
    return text ? [[key, text] as const] : [];
  });
  put('employed', employed.length > 0 ? assign(employed) : undefined);
  return data;
}

/** The words of a list; undefined for an empty cell. */
function listed<T>(row: Row, column: Column, read: (text: string, index: number) => T): T[] | undefined {
  const items = itemsOf(row.get(column));
  return items.length > 0 ? items.map(({ text }, i) => read(text, i)) : undefined;
}

function readChannels(report: Report, path: Path, row: Row): Data | undefined {
  const channels = new Map<string, string[]>();
  for (const [i, { text }] of itemsOf(row.get('channels')).entries()) {
    const [kind, address] = pair(text);
    if (!text.includes(':') || kind === '' || address === '') {
      report.add([...path, 'channels', i], 'value', {
        code: 'wrong-form',
        message: `"${text}" is not a kind of channel with an address.`,
        mend: 'Write for example: chat: @mia; mail: mia@shop.example',
      });
    } else channels.set(kind, [...(channels.get(kind) ?? []), address]);
  }
  return channels.size > 0
    ? assign([...channels].map(([kind, list]) => [kind, list.length === 1 ? list[0] : list]))
    : undefined;
}

/** The name of the calendar that a cell describes: the cell's own text, with its zone if that is said. */
function readCalendarCell(
  report: Report,
  path: Path,
  row: Row,
  calendars: Map<string, { data: Data; row: Row }>,
): string | undefined {
  const items = itemsOf(row.get('calendar'));
  const zone = textOf(row, 'time zone');
  if (items.length === 0) {
    if (zone)
      report.add([...path, 'time zone'], 'value', {
        severity: 'warning',
        code: 'zone-without-calendar',
        message: 'A time zone counts only together with hours in the column "calendar".',
        mend: 'Add the hours, or empty this cell.',
      });
    return undefined;
  }
  const name = items.map(({ text }) => text).join('; ') + (zone ? ` (${zone})` : '');
  if (!calendars.has(name)) {
    const hours =
      items.length === 1 && items[0]?.text === 'always' ? 'always' : readHours(report, path, items);
    calendars.set(name, {
      data: assign([...(zone ? [['time zone', zone] as const] : []), ['hours', hours]]),
      row,
    });
  }
  return name;
}

/** Finds the cell, or the part of one, of any part of the data. */
function sourceOf(
  csv: Csv,
  rows: ReadonlyMap<string, Row>,
  calendars: ReadonlyMap<string, { row: Row }>,
): Source {
  return {
    file: csv.file,
    data: undefined,
    problems: [...csv.problems],
    problem: (path, _at, problem) => {
      const [section, name = '', key = 'id', ...rest] = path;
      const row =
        section === 'people'
          ? rows.get(String(name))
          : section === 'calendars'
            ? calendars.get(String(name))?.row
            : undefined;
      if (!row) return { line: 0, column: 0, words: '', ...problem, file: csv.file };
      const cell =
        cellOf(row, section === 'calendars' ? (key === 'time zone' ? key : 'calendar') : String(key), rest) ??
        row.get('id');
      if (!cell) return { line: 0, column: 0, words: '', ...problem, file: csv.file };
      return problemAtCell(csv.file, cell, problem, partOf(cell, String(key), rest));
    },
  };
}

function cellOf(row: Row, key: string, rest: Path): Cell | undefined {
  const column = COLUMNS.find(
    (known) => known === (key === 'employed' ? `employed ${String(rest[0])}` : key),
  );
  const cell = column === undefined ? undefined : row.get(column);
  return cell?.text.trim() === '' ? undefined : cell;
}

/** The characters of a list's item; of hours, the item that starts with those days. */
function partOf(cell: Cell, key: string, [step, next]: Path): { start: number; end: number } {
  const items = itemsOf(cell);
  const starting = items.filter(({ text }) => typeof step === 'string' && text.startsWith(step));
  const item =
    typeof step === 'number'
      ? items[step]
      : (starting[typeof next === 'number' && key === 'channels' ? next : 0] ?? undefined);
  const whole = { start: cell.text.length - cell.text.trimStart().length, end: cell.text.trimEnd().length };
  return item ? { start: item.start, end: item.start + item.text.length } : whole;
}
