/**
 * CSV with the place of every cell (RFC 4180; comma, semicolon or tab; a byte-order mark is skipped).
 * Our own code, because a problem must point at the cell, and the readers that exist give values alone.
 */
import { MAX_BYTES } from '../book/yaml.ts';
import type { Problem } from '../words/problem.ts';
import { tooMany } from '../book/zod-problems.ts';

const MAX_PROBLEMS = 200;

export type Cell = {
  text: string;
  /** Where the cell starts, from 1; of a quoted cell, its first quote. */
  line: number;
  column: number;
  quoted: boolean;
};

/** Rows that are not quite empty; each has as many cells as the header. */
export type Csv = { file: string; header: Cell[]; rows: Cell[][]; problems: Problem[] };

/** Reads a CSV text. With problems, `rows` holds what could be read. Never throws. */
export function readCsv(file: string, text: string): Csv {
  const problems: Problem[] = [];
  let left = 0;
  const report: Reporter = (cell, code, message, mend) => {
    if (problems.length >= MAX_PROBLEMS) left++;
    else problems.push(problemAtCell(file, cell, { code, severity: 'error', message, mend }));
  };
  const start: Cell = { text: '', line: 1, column: 1, quoted: false };
  if (text.length > MAX_BYTES) {
    report(
      { ...start, line: 0, column: 0 },
      'too-large',
      `The file has more than ${MAX_BYTES / 1024 / 1024} MB.`,
      'Split it.',
    );
    return { file, header: [], rows: [], problems };
  }
  const [header, ...body] = readRecords(text, separatorOf(text), report);
  if (!header)
    report(start, 'empty', 'There is nothing in this file.', 'Start with a line that names the columns.');
  const rows = body.flatMap((row) => fitted(row, header?.length ?? 0, report) ?? []);
  if (left > 0) problems.push(tooMany(file, left));
  return { file, header: header ?? [], rows, problems };
}

/** Quotes what needs it, one row a line; nothing is put in front of any text. Reads back as the same rows. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.length === 1 && row[0] === '' ? '""' : row.map(quoted).join(',')}\r\n`).join('');

// A semicolon or tab is quoted too: where it were the more frequent one in the header, it would be taken for the separator.
const quoted = (text: string): string =>
  /[",;\t\r\n\uFEFF]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** A problem at a cell, or at some characters of its text. */
export function problemAtCell(
  file: string,
  cell: Cell,
  problem: Pick<Problem, 'code' | 'severity' | 'message' | 'mend'>,
  within: { start: number; end: number } = { start: 0, end: cell.text.length },
): Problem {
  const words = cell.text.slice(within.start, within.end).split(/\r\n|[\n\r]/)[0] ?? '';
  return {
    ...problem,
    file,
    ...placeIn(cell, within.start),
    words: words.length > 120 ? `${words.slice(0, 117)}...` : words,
  };
}

/** Line and column of a character of a cell's text; quotes that stand doubled in the file count. */
function placeIn(cell: Cell, offset: number): { line: number; column: number } {
  if (!cell.quoted || offset === 0) return { line: cell.line, column: cell.column + offset };
  const before = cell.text.slice(0, offset).split(/\r\n|[\n\r]/);
  const last = before.at(-1) ?? '';
  const width = last.length + last.split('"').length - 1;
  return before.length === 1
    ? { line: cell.line, column: cell.column + 1 + width }
    : { line: cell.line + before.length - 1, column: width + 1 };
}

type Reporter = (cell: Cell, code: string, message: string, mend: string) => void;

/** The separator that the header uses most, quoted cells apart. */
function separatorOf(text: string): string {
  const firstLine = /^\uFEFF?\s*((?:"(?:[^"]|"")*"|[^"\r\n])*)/.exec(text.slice(0, 100_000))?.[1] ?? '';
  const bare = firstLine.replaceAll(/"(?:[^"]|"")*"/g, '');
  const count = (separator: string): number => bare.split(separator).length;
  return [';', '\t'].reduce((best, other) => (count(other) > count(best) ? other : best), ',');
}

/** Every record that holds more than one empty cell. */
function readRecords(text: string, separator: string, report: Reporter): Cell[][] {
  const records: Cell[][] = [];
  let cells: Cell[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let lineStart = at;
  const plain = new RegExp(`[^${separator}\\r\\n]*`, 'y');
  while (at < text.length || cells.length > 0) {
    const cell: Cell = { text: '', line, column: at - lineStart + 1, quoted: text[at] === '"' };
    if (cell.quoted) {
      const end = closingQuote(text, at);
      cell.text = text.slice(at + 1, end).replaceAll('""', '"');
      if (end >= text.length)
        report(
          cell,
          'open-quote',
          'This quote is never closed.',
          'Close it with a quote; a quote inside the text is written twice.',
        );
      for (let i = at; i < end; i++) {
        if (text[i] !== '\n' && (text[i] !== '\r' || text[i + 1] === '\n')) continue;
        line++;
        lineStart = i + 1;
      }
      at = Math.min(end + 1, text.length);
    }
    plain.lastIndex = at;
    const rest = plain.exec(text)?.[0] ?? '';
    if (!cell.quoted) cell.text = rest;
    else if (rest.trim() !== '')
      report(
        cell,
        'after-quote',
        'Something stands between the closing quote and the next cell.',
        'Write a quote inside the text twice, and quote the whole cell.',
      );
    at += rest.length;
    cells.push(cell);
    const next = text[at];
    if (next === separator) {
      at++;
      // After the last separator of the text one more, empty cell stands.
      if (at < text.length) continue;
      cells.push({ text: '', line, column: at - lineStart + 1, quoted: false });
    }
    if (cells.length > 1 || cells[0]?.text.trim() || cells[0]?.quoted) records.push(cells);
    cells = [];
    if (at < text.length) {
      at += next === '\r' && text[at + 1] === '\n' ? 2 : 1;
      line++;
      lineStart = at;
    }
  }
  return records;
}

/** The offset of the quote that closes the one at `start`; the end of the text if none does. */
function closingQuote(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    if (text[at + 1] !== '"') return at;
    at += 2;
  }
}

/** A row with the header's number of cells: rows of empty cells go, empty cells at the end too. */
function fitted(row: Cell[], width: number, report: Reporter): Cell[][] | undefined {
  if (row.every((cell) => cell.text.trim() === '')) return undefined;
  if (row.length === width) return [row];
  const beyond = row.slice(width).find((cell) => cell.text.trim() !== '');
  if (row.length > width && !beyond) return [row.slice(0, width)];
  const [where, direction] = beyond ? [beyond, 'more'] : [row.at(-1), 'fewer'];
  if (where) {
    report(
      where,
      'row-length',
      `This row has ${row.length} cells, ${direction} than the ${width} of the header.`,
      direction === 'more'
        ? 'Put quotes around a cell that holds the separator.'
        : 'Add the missing separators; an empty cell is fine.',
    );
  }
  return undefined;
}
