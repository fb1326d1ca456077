/** The columns of an approval matrix, and its rows with the place of every cell. */
import { problemAtCell, type Cell, type Csv } from '../organization/csv.ts';
import type { Problem } from '../words/problem.ts';
import { meant } from '../words/spelling.ts';

/** In the order in which a matrix is written; when read, any order will do. */
export const COLUMNS = [
  'type',
  'means',
  'function',
  'name',
  'grade',
  'limit',
  'usual',
  'days',
  'since',
  'times',
  'total',
  'also',
  'wording',
  'kind',
  'instead',
  'not held',
] as const;
export type Column = (typeof COLUMNS)[number];

export type Row = ReadonlyMap<Column, Cell>;

/** Says what is wrong with a cell, or with some characters of it. */
export type ReportCell = (
  cell: Cell | undefined,
  problem: { code: string; message: string; mend: string; severity?: Problem['severity'] },
  within?: { start: number; end: number },
) => void;

const MAX_PROBLEMS = 200;

/** Collects problems of a file; the first 200 of each severity are kept, so that notices never hide an error. */
export function reporter(file: string, problems: Problem[]): ReportCell {
  const kept = { error: 0, warning: 0, notice: 0 };
  return (cell, problem, within) => {
    const full = { severity: 'error', ...problem } as const;
    if (++kept[full.severity] > MAX_PROBLEMS) return;
    problems.push(
      cell ? problemAtCell(file, cell, full, within) : { ...full, file, line: 0, column: 0, words: '' },
    );
  };
}

/** A cell's text without the white space around it; lines end in one way. */
export const textOf = (row: Row, column: Column): string =>
  row.get(column)?.text.replaceAll('\r\n', '\n').trim() ?? '';

/** The rows by column; undefined when the header can't be used. */
export function readTable(csv: Csv, report: ReportCell): Row[] | undefined {
  const columns = new Map<number, Column>();
  let good = true;
  const fault = (cell: Cell | undefined, code: string, message: string, mend: string): void => {
    good = false;
    report(cell, { code, message, mend });
  };
  for (const [i, cell] of csv.header.entries()) {
    const name = cell.text
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_]+/g, ' ');
    const column = COLUMNS.find((known) => known === name);
    if (name === '' && csv.rows.every((row) => (row[i]?.text.trim() ?? '') === '')) continue;
    if (column === undefined) {
      const near = meant(name, COLUMNS);
      fault(
        cell,
        'unknown-column',
        `There is no column "${cell.text.trim()}".`,
        near ? `Did you mean "${near}"?` : `Columns: ${COLUMNS.join(', ')}.`,
      );
    } else if ([...columns.values()].includes(column)) {
      fault(
        cell,
        'duplicate-column',
        `The column "${name}" stands here a second time.`,
        'Remove one of the two.',
      );
    } else columns.set(i, column);
  }
  for (const needed of ['type', 'grade'] as const) {
    if (csv.header.length === 0 || [...columns.values()].includes(needed)) continue;
    fault(
      csv.header[0],
      'missing-column',
      `The column "${needed}" is missing.`,
      `Add a column with "${needed}" in the first line.`,
    );
  }
  if (!good) return undefined;
  return csv.rows.map(
    (cells) =>
      new Map(
        cells.flatMap((cell, i) => (columns.has(i) ? [[columns.get(i) ?? 'type', cell] as const] : [])),
      ),
  );
}

/** A part of a cell between semicolons, and where in the cell it stands. */
export type Item = { text: string; start: number; end: number };

export function itemsOf(text: string): Item[] {
  const items: Item[] = [];
  let at = 0;
  for (const part of text.split(';')) {
    const bare = part.trim();
    const start = at + part.length - part.trimStart().length;
    if (bare !== '') items.push({ text: bare, start, end: start + bare.length });
    at += part.length + 1;
  }
  return items;
}
