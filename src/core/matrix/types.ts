/** From the rows of a matrix to its request types: what rows say together, and where they contradict each other. */
import { meant } from '../words/spelling.ts';
import type { Column, ReportCell } from './columns.ts';
import type { AmountKind } from './amounts.ts';
import { readGrades } from './grades.ts';
import type { MatrixRow } from './rows.ts';

export type MatrixType = {
  name: string;
  means: string;
  function: string;
  /** The kind of its amounts; undefined: no row has one. */
  amount?: AmountKind;
  /** The grants, each with a name of its own. */
  grants: MatrixRow[];
  never?: MatrixRow;
  otherwise?: MatrixRow;
  first: MatrixRow;
};

export type Matrix = { types: MatrixType[]; grades: string[]; functions: string[] };

/** What the caller knows beside the matrix. */
export type Known = { grades?: readonly string[]; functions?: readonly string[] };

/** Puts rows together by type, in the order of their first rows. */
export function readTypes(rows: readonly MatrixRow[], known: Known, report: ReportCell): Matrix {
  refuseSpellings(
    rows,
    'type',
    rows.map((row) => row.type),
    undefined,
    report,
  );
  refuseSpellings(
    rows,
    'grade',
    rows.map((row) => (row.reach.kind === 'from' ? row.reach.name : '')),
    known.grades,
    report,
  );
  refuseSpellings(
    rows,
    'function',
    rows.map((row) => (row.function === 'any' ? '' : row.function)),
    known.functions,
    report,
  );
  const functions = known.functions
    ? [...known.functions]
    : [...new Set(rows.map((row) => row.function).filter((name) => name !== '' && name !== 'any'))];
  const byType = new Map<string, MatrixRow[]>();
  for (const row of rows) {
    const own = byType.get(row.type);
    if (own) own.push(row);
    else byType.set(row.type, [row]);
  }
  if (functions.length === 0 && rows.some((row) => row.function === '')) {
    functions.push(ASSUMED_FUNCTION);
    report(rows[0]?.cells.get('function') ?? rows[0]?.cells.get('type'), {
      severity: 'notice',
      code: 'function-assumed',
      message: `No row names a function, so all are of one: "${ASSUMED_FUNCTION}".`,
      mend: 'Add a column "function" to say whose job each type is, or rename it in the book.',
    });
  }
  const types = [...byType].flatMap(([name, own]) => readType(name, own, functions, report) ?? []);
  // A book needs a function even where every type is anybody's job.
  return {
    types,
    grades: readGrades(rows, types, known, report),
    functions: functions.length > 0 ? functions : [ASSUMED_FUNCTION],
  };
}

const ASSUMED_FUNCTION = 'service';

/** Two spellings of one name would be two names in the book; which is meant is not ours to say. */
function refuseSpellings(
  rows: readonly MatrixRow[],
  column: Column,
  names: readonly string[],
  known: readonly string[] | undefined,
  report: ReportCell,
): void {
  const spelled = new Map((known ?? []).map((name) => [name.toLowerCase(), name]));
  for (const [i, name] of names.entries()) {
    const cell = rows[i]?.cells.get(column);
    if (name === '' || known?.includes(name)) continue;
    const before = spelled.get(name.toLowerCase());
    if (before === name) continue;
    if (before !== undefined)
      report(cell, {
        code: 'two-spellings',
        message: `"${name}" is spelled "${before}" elsewhere.`,
        mend: `Write "${before}" here as well.`,
      });
    else if (known) {
      const near = meant(name, known);
      report(cell, {
        code: `unknown-${column}`,
        message: `There is no ${column} "${name}".`,
        mend: near ? `Did you mean "${near}"?` : `There are: ${known.slice(0, 12).join(', ')}.`,
      });
    } else spelled.set(name.toLowerCase(), name);
  }
}

function readType(
  name: string,
  rows: readonly MatrixRow[],
  functions: readonly string[],
  report: ReportCell,
): MatrixType | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const type: MatrixType = {
    name,
    first,
    means: readMeans(name, rows, report),
    function: functionOf(rows, functions, report),
    grants: [],
  };
  const kind = readKind(rows, report);
  if (kind) type.amount = kind;
  for (const row of rows) {
    const { kind: reach } = row.reach;
    if (reach !== 'never' && reach !== 'otherwise') {
      type.grants.push(row);
      continue;
    }
    const before = type.never ?? type.otherwise;
    if (before)
      report(row.cells.get('grade'), {
        code: 'contradicting-rows',
        message: `"${name}" has a written no in line ${lineOf(before)} already.`,
        mend: 'Keep one of the two rows.',
      });
    else type[reach] = row;
  }
  refuseDoubles(type, report);
  nameGrants(type, report);
  return type;
}

const lineOf = (row: MatrixRow): number => row.cells.get('type')?.line ?? 0;

function readMeans(name: string, rows: readonly MatrixRow[], report: ReportCell): string {
  const said = rows.filter((row) => row.means !== '');
  const [first] = said;
  for (const row of said) {
    if (first && row.means !== first.means)
      report(row.cells.get('means'), {
        code: 'contradicting-rows',
        message: `Line ${lineOf(first)} says something else of what "${name}" means.`,
        mend: 'Write it once, or the same everywhere.',
      });
  }
  if (first) return first.means;
  report(rows[0]?.cells.get('type'), {
    severity: 'notice',
    code: 'means-assumed',
    message: `No row says what "${name}" means; its name stands for it.`,
    mend: 'Say in a sentence what the customer wants, in the column "means".',
  });
  return `The customer asks for ${name.replaceAll('_', ' ')}`;
}

/** Whose job the type is: as the row of its written no says, else its first row. Authority is not guessed. */
function functionOf(rows: readonly MatrixRow[], functions: readonly string[], report: ReportCell): string {
  const no = rows.find(
    (row) => (row.reach.kind === 'never' || row.reach.kind === 'otherwise') && row.function !== '',
  );
  const said = (no ?? rows.find((row) => row.function !== ''))?.function;
  if (said !== undefined) return said;
  const [only = ASSUMED_FUNCTION] = functions;
  if (functions.length > 1) {
    const row = rows[0];
    report(row?.cells.get('function') ?? row?.cells.get('type'), {
      code: 'missing-cell',
      message: `No row says whose job "${row?.type ?? ''}" is.`,
      mend: `Write a function: ${functions.slice(0, 12).join(', ')} or any.`,
    });
  }
  return only;
}

/** All amounts of a type are of one kind. */
function readKind(rows: readonly MatrixRow[], report: ReportCell): AmountKind | undefined {
  let kind: AmountKind | undefined;
  let line = 0;
  for (const row of rows) {
    for (const [column, amount] of [
      ['limit', row.limit],
      ['usual', row.usual],
      ['total', row.total?.max],
    ] as const) {
      if (!amount) continue;
      kind ??= amount.kind;
      line ||= lineOf(row);
      if (amount.kind === kind) continue;
      report(row.cells.get(column), {
        code: 'mixed-amounts',
        message: `This counts ${amountWords(amount.kind)}, and line ${line} counts ${amountWords(kind)} for the same type.`,
        mend: 'Make two request types of it, or use one kind of amount.',
      });
    }
  }
  // A share alone is taken of money, what else a share is of can be told from the limits.
  return kind ?? (rows.some((row) => row.share) ? 'money' : undefined);
}

const amountWords = (kind: AmountKind): string => (kind === 'whole number' ? 'pieces' : kind);

/** Rows that say the same, and rows that give one grade two limits under the same condition. */
function refuseDoubles(type: MatrixType, report: ReportCell): void {
  const seen = new Map<string, MatrixRow>();
  for (const row of type.grants) {
    const { reach, days, since, times, total, also } = row;
    const key = JSON.stringify([
      reach,
      row.function || type.function,
      days ?? null,
      days === undefined ? null : since,
      times ?? null,
      total ?? null,
      also ?? null,
    ]);
    const before = seen.get(key);
    seen.set(key, before ?? row);
    if (!before) continue;
    const same = sameGives(before, row);
    // Two names say that two rules are meant; whether both can count is then the book's check.
    if (!same && before.name !== '' && row.name !== '' && before.name !== row.name) continue;
    report(row.cells.get(same ? 'type' : 'limit') ?? row.cells.get('type'), {
      code: same ? 'duplicate-row' : 'contradicting-rows',
      message: same
        ? `Line ${lineOf(before)} says the same.`
        : `Line ${lineOf(before)} gives the same people something else under the same condition.`,
      mend: same
        ? 'Remove one of the two rows.'
        : 'Keep one of the two rows, or let them differ in grade or days.',
    });
  }
}

const sameGives = (a: MatrixRow, b: MatrixRow): boolean =>
  JSON.stringify([a.limit, a.share, a.usual, a.wording]) ===
  JSON.stringify([b.limit, b.share, b.usual, b.wording]);

/** Rows without a name are named after whom they are for. */
function nameGrants(type: MatrixType, report: ReportCell): void {
  const taken = new Map<string, MatrixRow>();
  for (const row of type.grants) {
    const before = taken.get(row.name);
    if (row.name !== '' && before)
      report(row.cells.get('name'), {
        code: 'duplicate-name',
        message: `"${row.name}" is the name of line ${lineOf(before)} already.`,
        mend: 'Give every rule of a type its own name, or empty this cell.',
      });
    if (row.name !== '') taken.set(row.name, before ?? row);
  }
  for (const row of type.grants) {
    if (row.name !== '') continue;
    const base = 'name' in row.reach ? row.reach.name : '';
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base} ${i}`;
    row.name = name;
    taken.set(name, row);
  }
}
