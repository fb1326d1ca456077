/** What stands inside the cells of people.csv: lists, absences, delegations, hours. */
import type { Path } from '../book/yaml.ts';
import type { Cell } from './csv.ts';
import type { Report } from './report.ts';

/** A part of a cell between semicolons, and where in the cell it starts. */
export type Item = { text: string; start: number };

/** Data as a YAML reader gives it. */
export type Data = Record<string, unknown>;

/** Names as keys: nothing inherited. */
export const empty = (): Data => Object.create(null) as Data;
export const assign = (entries: readonly (readonly [string, unknown])[]): Data => {
  const data = empty();
  for (const [key, value] of entries) data[key] = value;
  return data;
};

/** The parts of a list, empty ones left out. */
export function itemsOf(cell: Cell | undefined): Item[] {
  const items: Item[] = [];
  let start = 0;
  for (const part of (cell?.text ?? '').split(';')) {
    if (part.trim() !== '')
      items.push({ text: part.trim(), start: start + part.length - part.trimStart().length });
    start += part.length + 1;
  }
  return items;
}

/** "billing: lead" at its first colon. */
export const pair = (text: string): [string, string] => {
  const colon = text.indexOf(':');
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
};

/** "2026-12-01 to 2026-12-14 because vacation". */
export function readAbsence(report: Report, path: Path, text: string): Data | undefined {
  const match = /^(\S+)\s+to\s+(\S+)(?:\s+because\s+(.+))?$/.exec(text);
  if (match)
    return assign([
      ['from', match[1]],
      ['until', match[2]],
      ...(match[3] === undefined ? [] : [['because', match[3]] as const]),
    ]);
  report.add(path, 'value', {
    code: 'wrong-form',
    message: `"${text}" is no absence.`,
    mend: 'Write for example: 2026-12-01 to 2026-12-14',
  });
  return undefined;
}

const DELEGATION = /^(\S+)(?:\s+up\s+to\s+(\S+\s*[A-Z]{3}))?(?:\s+for\s+(.+?))?\s+from\s+(\S+)\s+to\s+(\S+)$/;

/** "raj up to 500 USD for orders from 2026-12-01 to 2026-12-14". */
export function readDelegation(report: Report, path: Path, text: string): Data | undefined {
  const match = DELEGATION.exec(text);
  if (!match) {
    report.add(path, 'value', {
      code: 'wrong-form',
      message: `"${text}" is no delegation.`,
      mend: 'Write for example: raj up to 500 USD for orders, billing from 2026-12-01 to 2026-12-14',
    });
    return undefined;
  }
  const [, to, cap, functions, from, until] = match;
  return assign([
    ['to', to],
    ...(cap === undefined ? [] : [['up to', cap] as const]),
    ...(functions === undefined ? [] : [['for', functions.split(',').map((name) => name.trim())] as const]),
    ['from', from],
    ['until', until],
  ]);
}

/** "monday to friday 09:00-17:00" and what else stands between the semicolons. */
export function readHours(report: Report, path: Path, items: readonly Item[]): Data {
  const hours = empty();
  for (const [i, { text }] of items.entries()) {
    const match = /^([a-z]+(?:\s+to\s+[a-z]+)?)\s*:?\s+(\d.*)$/i.exec(text);
    const [, days = '', times = ''] = match ?? [];
    if (!match || Object.hasOwn(hours, days)) {
      report.add([...path, 'calendar', i], 'value', {
        code: 'wrong-form',
        message: match ? `The hours of "${days}" stand here twice.` : `"${text}" are no hours.`,
        mend: 'Write for example: monday to friday 09:00-12:30, 13:00-17:00; saturday 10:00-14:00',
      });
    } else hours[days] = times.includes(',') ? times.split(',').map((span) => span.trim()) : times;
  }
  return hours;
}
