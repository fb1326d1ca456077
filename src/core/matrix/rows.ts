/** One row of a matrix: its cells read, each fault told at its own cell. */
import { nameFault } from '../book/compile-facts.ts';
import { isFault, readShare, type Fault } from '../book/phrases.ts';
import { formatScaled } from '../words/money.ts';
import { readCounted, readWritten, type Amount, type Counted } from './amounts.ts';
import { itemsOf, textOf, type Column, type Item, type ReportCell, type Row } from './columns.ts';

/** A grade, a role or a person; or a row that says no. */
export type Reach = { kind: 'from' | 'role' | 'person'; name: string } | { kind: 'never' | 'otherwise' };
export type Share = { percent: string; of: string };
export type Units = { count: number; units: readonly string[] };
/** A request type, or an alternative with its words. */
export type Instead = { name: string; tell?: string };

export type MatrixRow = {
  cells: Row;
  type: string;
  means: string;
  function: string;
  name: string;
  reach: Reach;
  limit?: Amount;
  share?: Share;
  usual?: Amount;
  days?: number;
  since: string;
  times?: Counted;
  total?: Counted;
  also?: Units;
  wording: string;
  kind: string;
  instead: readonly Instead[];
};

/** The date that days are counted from where the row does not say. */
const SINCE = 'event_date';

const GRANT_ONLY: readonly Column[] = ['limit', 'usual', 'days', 'times', 'total', 'also'];
const NO_ONLY: readonly Column[] = ['kind', 'instead'];
const KINDS = ['illegal', 'unethical', 'unachievable', 'policy'];

/** Reads one row; undefined where it names no type or grade. */
export function readRow(cells: Row, currency: string, report: ReportCell): MatrixRow | undefined {
  const reach = readReach(cells, report);
  const type = textOf(cells, 'type');
  if (type === '')
    report(cells.get('type'), {
      code: 'missing-cell',
      message: 'This row names no request type.',
      mend: 'Repeat the type in every row; merged cells lose it.',
    });
  refuseNotHeld(cells, report);
  if (!reach || type === '') return undefined;
  const row: MatrixRow = {
    cells,
    type,
    means: textOf(cells, 'means'),
    function: textOf(cells, 'function'),
    name: textOf(cells, 'name'),
    reach,
    since: textOf(cells, 'since') || SINCE,
    wording: textOf(cells, 'wording'),
    kind: 'policy',
    instead: [],
  };
  if (reach.kind === 'never' || reach.kind === 'otherwise') readNo(row, report);
  else readGrant(row, currency, report);
  return row;
}

/** A row that was written from a book with more in it must not come back as less. */
function refuseNotHeld(cells: Row, report: ReportCell): void {
  const lost = textOf(cells, 'not held');
  if (lost === '') return;
  report(cells.get('not held'), {
    code: 'not-held',
    message: 'The book has more here than a matrix holds; read back, it would be lost.',
    mend: 'Change this rule in the book itself, or empty this cell if that may fall away.',
  });
}

function readReach(cells: Row, report: ReportCell): Reach | undefined {
  const text = textOf(cells, 'grade');
  const [, kind, name = ''] = /^(role|person)\s*:\s*(.*)$/is.exec(text) ?? [];
  if (text === '' || (kind !== undefined && name === '')) {
    report(cells.get('grade'), {
      code: 'missing-cell',
      message: 'This row does not say who may.',
      mend: 'Write a grade, "role: NAME", "person: ID", "otherwise" or "never".',
    });
    return undefined;
  }
  if (kind !== undefined) return { kind: kind.toLowerCase() as 'role' | 'person', name };
  const no = (['never', 'otherwise'] as const).find((word) => word === text.toLowerCase());
  return no ? { kind: no } : { kind: 'from', name: text };
}

function refuseCells(row: MatrixRow, columns: readonly Column[], why: string, report: ReportCell): void {
  for (const column of columns) {
    if (textOf(row.cells, column) === '') continue;
    report(row.cells.get(column), {
      code: 'wrong-cell',
      message: `${why}, so "${column}" has nothing to say here.`,
      mend: 'Empty this cell, or move the row to a grade.',
    });
  }
}

function readNo(row: MatrixRow, report: ReportCell): void {
  refuseCells(row, GRANT_ONLY, 'This row is a written no', report);
  if (row.wording === '') {
    report(row.cells.get('wording') ?? row.cells.get('grade'), {
      code: 'missing-cell',
      message: 'A no needs the words that the customer is told.',
      mend: 'Write them in the column "wording".',
    });
  }
  const kind = textOf(row.cells, 'kind').toLowerCase();
  if (kind !== '' && !KINDS.includes(kind))
    report(row.cells.get('kind'), {
      code: 'wrong-cell',
      message: `"${kind}" is no kind of no.`,
      mend: `Write one of: ${KINDS.join(', ')}.`,
    });
  row.kind = kind || 'policy';
  row.instead = itemsOf(textOf(row.cells, 'instead')).map(({ text }) => {
    const colon = text.search(/:\s/);
    return colon < 0
      ? { name: text }
      : { name: text.slice(0, colon).trim(), tell: text.slice(colon + 1).trim() };
  });
}

function readGrant(row: MatrixRow, currency: string, report: ReportCell): void {
  refuseCells(row, NO_ONLY, 'This row is a grant', report);
  const read = <T>(column: Column, how: (text: string) => T | Fault): T | undefined => {
    const text = textOf(row.cells, column);
    const value = text === '' ? undefined : how(text);
    if (!isFault(value)) return value;
    report(row.cells.get(column), { code: `wrong-${column}`, message: value.fault, mend: value.mend });
    return undefined;
  };
  readLimitCell(row, currency, report);
  Object.assign(
    row,
    present({
      usual: read('usual', (text) => readWritten(text, currency)),
      times: read('times', (text) => readCounted(text, 'times', currency)),
      total: read('total', (text) => readCounted(text, 'total', currency)),
      also: read('also', readUnits),
      days: read('days', readDays),
    }),
  );
  if (row.days === undefined && textOf(row.cells, 'days') === '' && textOf(row.cells, 'since') !== '') {
    report(row.cells.get('since'), {
      severity: 'notice',
      code: 'since-without-days',
      message: 'No days are counted in this row, so this date says nothing.',
      mend: 'Fill in "days", or empty this cell.',
    });
  }
  const badName = row.days === undefined ? undefined : nameFault(row.since);
  if (badName)
    report(row.cells.get('since') ?? row.cells.get('days'), {
      code: 'wrong-since',
      message: `"${row.since}" can't be the name of a date.`,
      mend: badName,
    });
}

const present = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const readDays = (text: string): number | Fault => {
  if (/^-\s*\d/.test(text))
    return {
      fault: `${text} days since something is no span of time.`,
      mend: 'Write a whole number of days from 0 on.',
    };
  const match = /^(\d{1,6})(?:\s*days?)?$/i.exec(text);
  return match
    ? Number(match[1])
    : { fault: `"${text}" is no number of days.`, mend: 'Write a whole number: 30.' };
};

function readUnits(text: string): Units | Fault {
  const [, count, list = text] = /^(\d{1,3}) of (.*)$/s.exec(text) ?? [];
  const units = itemsOf(list).map((item) => item.text);
  const twice = units.find((unit, i) => units.indexOf(unit) !== i);
  if (units.length === 0)
    return {
      fault: `"${text}" names no unit.`,
      mend: 'Write units with a semicolon between them: "finance; legal", or "2 of finance; legal; fraud".',
    };
  if (twice !== undefined) return { fault: `"${twice}" stands here twice.`, mend: 'Name every unit once.' };
  const needed = count === undefined ? units.length : Number(count);
  return needed >= 1 && needed <= units.length
    ? { count: needed, units }
    : {
        fault: `${needed} of ${units.length} units can't be reached.`,
        mend: `Ask for 1 to ${units.length}.`,
      };
}

/** "50 USD; 50% of order.value": at most one amount and one share. */
function readLimitCell(row: MatrixRow, currency: string, report: ReportCell): void {
  const cell = row.cells.get('limit');
  const fault = (item: Item, message: string, mend: string): void =>
    report(cell, { code: 'wrong-limit', message, mend }, item);
  for (const item of itemsOf(cell?.text ?? '')) {
    const read = item.text.includes('%') ? readShareOf(item.text) : readWritten(item.text, currency);
    if (isFault(read)) fault(item, read.fault, read.mend);
    else if ('percent' in read) {
      if (row.share) fault(item, 'This limit has two shares.', 'Keep one of them, or use two rows.');
      row.share = read;
    } else {
      if (row.limit) fault(item, 'This limit has two amounts.', 'Keep the one that counts.');
      row.limit = read;
    }
  }
}

function readShareOf(text: string): Share | Fault {
  const read = readShare(text.replace(/^up to /, ''));
  if (isFault(read)) return read;
  const of = read.of.trim();
  const bad = nameFault(of);
  return bad === undefined
    ? { percent: percentOf(read.basisPoints), of }
    : {
        fault: `"${of}" is no name of a number to take a share of.`,
        mend: `${bad} A share of something computed is written in the book.`,
      };
}

/** 5000 hundredths of a percent as "50%". */
export const percentOf = (basisPoints: number): string =>
  `${formatScaled(basisPoints, 2).replace(/\.?0+$/, '')}%`;
