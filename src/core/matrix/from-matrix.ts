/**
 * An approval matrix in CSV becomes a book.
 *
 * A row is a grant: type, grade (or "role: NAME", "person: ID"), limit ("50 USD", "14 days", "3 pieces",
 * "50% of order.value", or two of these with a semicolon; empty: none), days (at most so many days since the date
 * in `since`), usual, times, total, also ("finance; legal" or "2 of finance; legal; fraud"), wording (what the
 * customer is told with the yes). A row of grade `otherwise` or `never` is the type's written no: its wording is
 * told, and `instead` names other request types, or words to offer: "later offer: You hear first of our next
 * sale". A no that offers nothing passes the wish on, in words, and that is said.
 */
import { compileBook } from '../book/compile.ts';
import type { Path, Source } from '../book/yaml.ts';
import { problemAtCell, readCsv, type Cell } from '../organization/csv.ts';
import { CURRENCIES } from '../words/money.ts';
import { hasErrors, sortProblems, type Problem } from '../words/problem.ts';
import { meant } from '../words/spelling.ts';
import { UTC } from '../words/time.ts';
import { readTable, reporter, type ReportCell } from './columns.ts';
import { readRow } from './rows.ts';
import { readTypes, type Known, type Matrix } from './types.ts';
import { PASS_IT_ON, writeBook, type AboutBook } from './write-book.ts';

/** What a matrix does not say. Left out, grades and functions are taken from the rows, and a notice says how. */
export type MatrixOptions = AboutBook & Known;

/**
 * Makes the text of a book. With errors the text is empty: a part of somebody's authority is not a book.
 * The time zone is written as it is given; whoever compiles the book with real zones checks it.
 */
export function bookFromMatrix(
  file: string,
  csvText: string,
  options: MatrixOptions,
): { yaml: string; problems: Problem[] } {
  const csv = readCsv(file, csvText);
  const problems = [...csv.problems];
  const report = reporter(file, problems);
  const failed = (): { yaml: string; problems: Problem[] } => ({
    yaml: '',
    problems: sortProblems(problems),
  });
  if (!CURRENCIES.has(options.currency)) {
    const near = meant(options.currency, CURRENCIES.keys());
    report(undefined, {
      code: 'unknown-currency',
      message: `"${options.currency}" is no currency in use.`,
      mend: near ? `Did you mean "${near}"?` : 'Give an ISO 4217 code such as USD.',
    });
    return failed();
  }
  const table = readTable(csv, report);
  if (!table) return failed();
  const rows = table.flatMap((cells) => readRow(cells, options.currency, report) ?? []);
  if (rows.length === 0 && !hasErrors(problems))
    report(csv.header[0], {
      code: 'no-rows',
      message: 'There are no rows below the names of the columns.',
      mend: 'Add a row for each type and grade.',
    });
  const matrix = readTypes(rows, options, report);
  checkInstead(matrix, report);
  if (hasErrors(problems)) return failed();
  const written = writeBook(matrix, options, file);
  const { source, problems: found } = compileBook(file, written.text, (name) => ({ ...UTC, name }));
  const places = found.length > 0 ? placesIn(source, written.places) : [];
  problems.push(...found.map((problem) => atCell(file, problem, places)));
  return hasErrors(problems) ? failed() : { yaml: written.text, problems: sortProblems(problems) };
}

/** What is offered beside a no: a type of this matrix, or a name with its words. */
function checkInstead(matrix: Matrix, report: ReportCell): void {
  const words = new Map<string, string>([[PASS_IT_ON.name, PASS_IT_ON.tell]]);
  const types = matrix.types.map(({ name }) => name);
  const rows = matrix.types.flatMap((type) =>
    [type.never, type.otherwise].filter((row) => row !== undefined),
  );
  for (const row of rows) {
    for (const { name, tell } of row.instead) {
      if (tell === undefined) continue;
      const before = words.get(name);
      if (before !== undefined && before !== tell)
        report(row.cells.get('instead'), {
          code: 'contradicting-rows',
          message: `"${name}" is told in other words elsewhere.`,
          mend: 'Give it another name, or the same words.',
        });
      if (types.includes(name))
        report(row.cells.get('instead'), {
          code: 'wrong-instead',
          message: `"${name}" is a request type already, and here it is words.`,
          mend: 'Give the words another name.',
        });
      words.set(name, before ?? tell);
    }
  }
  for (const row of rows) {
    for (const { name, tell } of row.instead) {
      if (tell !== undefined || words.has(name) || types.includes(name)) continue;
      const near = meant(name, types);
      report(row.cells.get('instead'), {
        code: 'wrong-instead',
        message: `There is no request type "${name}" in this matrix.`,
        mend: near
          ? `Did you mean "${near}"?`
          : `Add rows for it, or write what to say after a colon: "${name}: …".`,
      });
    }
    if (row.instead.length > 0) continue;
    report(row.cells.get('instead') ?? row.cells.get('grade'), {
      severity: 'notice',
      code: 'no-alternative',
      message: `This no offers nothing instead; the book says: "${PASS_IT_ON.tell}"`,
      mend: 'Name request types that can be granted, in the column "instead".',
    });
  }
}

type Places = readonly { line: number; column: number; cell: Cell | undefined }[];

/** Where in the text each part stands that came from a cell, in the order of the text. */
function placesIn(source: Source, places: readonly { path: Path; cell: Cell | undefined }[]): Places {
  const at = places.flatMap(({ path, cell }) =>
    (['key', 'value'] as const).map((part) => {
      const { line, column } = source.problem(path, part, {
        code: '',
        severity: 'notice',
        message: '',
        mend: '',
      });
      return { line, column, cell };
    }),
  );
  return at.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** A problem of the book that was made, shown at the cell that it came from. */
function atCell(file: string, problem: Problem, places: Places): Problem {
  const best = places.findLast(
    ({ line, column }) => line < problem.line || (line === problem.line && column <= problem.column),
  );
  if (!best?.cell) return { ...problem, line: 0, column: 0 };
  const start = problem.words === '' ? -1 : best.cell.text.indexOf(problem.words);
  const within = start < 0 ? undefined : { start, end: start + problem.words.length };
  const { line, column, words } = problemAtCell(file, best.cell, problem, within);
  return { ...problem, line, column, words };
}
