/** Writes a book as a person would: keys in the order of the guides, a grant a line, comments where to look next. */
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, type Node } from 'yaml';
import type { Path } from '../book/yaml.ts';
import type { Cell } from '../organization/csv.ts';
import { bookAmount, writtenAmount, type AmountKind, type Counted } from './amounts.ts';
import type { Column } from './columns.ts';
import type { MatrixRow } from './rows.ts';
import type { Matrix, MatrixType } from './types.ts';

/** What a matrix has no room for. */
export type AboutBook = {
  name: string;
  currency: string;
  timeZone: string;
  residual: string;
  language?: string;
  policyOwner?: string;
};

/** The text, and which cell every part of it came from. */
export type Written = { text: string; places: { path: Path; cell: Cell | undefined }[] };

/** What is offered beside a no for which the matrix names nothing. */
export const PASS_IT_ON = {
  name: 'pass it on',
  tell: 'I will pass on what you need to the people who make our rules.',
};

const LINE = 100;

type Value = string | number | Node;

/** Makes the text of a book. The matrix has been checked. */
export function writeBook(matrix: Matrix, about: AboutBook, madeFrom: string): Written {
  const places: Written['places'] = [];
  const note = (path: Path, cell: Cell | undefined): void => void places.push({ path, cell });
  const document = new Document(null, { version: '1.2' });
  const top = map([
    ['book', about.name],
    ['currency', about.currency],
    ['time zone', about.timeZone],
    ...(about.language === undefined ? [] : [['language', about.language] as const]),
    ['grades', list(matrix.grades)],
    ['functions', list(matrix.functions)],
  ]);
  comment(top, 'grades', 'lowest first: a higher grade may do what a lower one may');
  for (const [key, entries] of [
    ['units', unitsOf(matrix, note)],
    ['residual authority', [['role', about.residual]]],
    ['policy owner', [['role', about.policyOwner ?? 'policy-owner']]],
    ['facts', factsOf(matrix, note)],
    ['alternatives', alternativesOf(matrix, note)],
  ] as const) {
    if (entries.length > 0)
      top.add(
        new Pair(new Scalar(key), map(entries, key === 'residual authority' || key === 'policy owner')),
      );
  }
  comment(
    top,
    'units',
    'who says yes for a unit: the matrix names the units alone, so give each a role, or a function and a grade',
  );
  comment(
    top,
    'residual authority',
    'decides what no rule decides; "up to" limits it; have somebody on every shift',
  );
  comment(
    top,
    'facts',
    'questions made from the names: write them as a customer should hear them; "known by" names a system that knows',
  );
  comment(top, 'alternatives', 'words need no authority; better is a request type that can be granted');
  const requests = map(matrix.types.map((type) => [type.name, typeOf(type, about, note)]));
  for (const { key } of requests.items.slice(1)) key.spaceBefore = true;
  top.add(new Pair(new Scalar('requests'), requests));
  comment(
    top,
    'requests',
    'what a matrix has no room for: lines that forbid ("red lines"), other conditions ("when"), how customers say it ("said as")',
  );
  document.contents = top as typeof document.contents;
  document.commentBefore = ` Made from ${madeFrom.replaceAll(/\s+/g, ' ')}. Look through the comments, then check the book.`;
  return { text: document.toString({ lineWidth: 0 }), places };
}

type Note = (path: Path, cell: Cell | undefined) => void;

/** A map that keeps its order whatever the keys are. */
function map(entries: Iterable<readonly [string, Value]>, flow = false): YAMLMap<Scalar, Node> {
  const node = new YAMLMap<Scalar, Node>();
  for (const [key, value] of entries)
    node.items.push(new Pair(new Scalar(key), typeof value === 'object' ? value : new Scalar(value)));
  node.flow = flow;
  return node;
}

function list(items: readonly string[]): YAMLSeq {
  const node = new YAMLSeq();
  node.items = items.map((item) => new Scalar(item));
  node.flow = true;
  return node;
}

function comment(node: YAMLMap<Scalar, Node>, name: string, words: string): void {
  const pair = node.items.find(({ key }) => key.value === name);
  if (pair) pair.key.commentBefore = ` ${words}`;
}

/** On one line where it fits. */
function short(entries: readonly (readonly [string, Value])[]): YAMLMap<Scalar, Node> {
  const length = entries.reduce(
    (sum, [key, value]) => sum + key.length + 4 + (typeof value === 'object' ? 20 : String(value).length),
    0,
  );
  const lines = entries.some(([, value]) => typeof value === 'string' && value.includes('\n'));
  return map(entries, length <= LINE && !lines);
}

function unitsOf({ types }: Matrix, note: Note): (readonly [string, Value])[] {
  const units = new Map<string, Cell | undefined>();
  for (const row of types.flatMap((type) => type.grants)) {
    for (const unit of row.also?.units ?? []) if (!units.has(unit)) units.set(unit, row.cells.get('also'));
  }
  return [...units].map(([unit, cell]) => {
    note(['units', unit], cell);
    return [unit, map([['role', unit]], true)] as const;
  });
}

function factsOf({ types }: Matrix, note: Note): (readonly [string, Value])[] {
  const facts = new Map<string, { type: string; cell: Cell | undefined }>();
  for (const type of types) {
    for (const row of type.grants) {
      if (row.days !== undefined && !facts.has(row.since))
        facts.set(row.since, { type: 'date', cell: row.cells.get('since') ?? row.cells.get('days') });
      if (row.share && !facts.has(row.share.of))
        facts.set(row.share.of, { type: type.amount ?? 'money', cell: row.cells.get('limit') });
    }
  }
  return [...facts].map(([name, { type, cell }]) => {
    note(['facts', name], cell);
    for (const key of ['type', 'ask']) note(['facts', name, key], cell);
    return [
      name,
      map(
        [
          ['type', type],
          ['ask', question(name, type)],
        ],
        true,
      ),
    ] as const;
  });
}

const QUESTIONS: Record<string, string> = {
  date: 'On which day was this?',
  money: 'How much money is it?',
  'whole number': 'How many are there?',
  minutes: 'How many minutes are there?',
  hours: 'How many hours are there?',
  days: 'How many days are there?',
};

/** A question that can be asked as it is; only its author knows the right words. */
export const question = (name: string, type: string): string =>
  `${name.replaceAll(/[._]/g, ' ')}: ${QUESTIONS[type] ?? 'What is it?'}`;

function alternativesOf({ types }: Matrix, note: Note): (readonly [string, Value])[] {
  const words = new Map<string, { tell: string; cell: Cell | undefined }>();
  for (const type of types) {
    const row = type.never ?? type.otherwise;
    if (!row) continue;
    for (const { name, tell } of row.instead.length > 0 ? row.instead : [PASS_IT_ON]) {
      if (tell !== undefined && !words.has(name))
        words.set(name, { tell, cell: row.cells.get('instead') ?? row.cells.get('grade') });
    }
  }
  return [...words].map(([name, { tell, cell }]) => {
    note(['alternatives', name], cell);
    note(['alternatives', name, 'tell'], cell);
    return [name, short([['tell', tell]])] as const;
  });
}

function typeOf(type: MatrixType, { currency }: AboutBook, note: Note): YAMLMap<Scalar, Node> {
  const path = ['requests', type.name];
  const { cells } = type.first;
  note(path, cells.get('type'));
  note([...path, 'means'], cells.get('means') ?? cells.get('type'));
  note([...path, 'function'], cells.get('function') ?? cells.get('type'));
  const entries: [string, Value][] = [
    ['means', type.means],
    ['function', type.function],
  ];
  if (type.amount) {
    entries.push(
      [
        'facts',
        map([
          [
            'amount',
            map(
              [
                ['type', type.amount],
                ['ask', AMOUNT_QUESTIONS[type.amount]],
              ],
              true,
            ),
          ],
        ]),
      ],
      ['amount', 'amount'],
    );
  }
  if (type.grants.length > 0) {
    entries.push([
      'may',
      map(
        type.grants.map((row) => [row.name, grantOf(row, type, currency, [...path, 'may', row.name], note)]),
      ),
    ]);
  }
  for (const key of ['never', 'otherwise'] as const) {
    const row = type[key];
    if (row) entries.push([key, noOf(row, [...path, key], note)]);
  }
  return map(entries);
}

export const AMOUNT_QUESTIONS: Record<AmountKind, string> = {
  money: 'How much should it be?',
  'whole number': 'How many should it be?',
  minutes: 'How many minutes should it be?',
  hours: 'How many hours should it be?',
  days: 'How many days should it be?',
};

function grantOf(
  row: MatrixRow,
  type: MatrixType,
  currency: string,
  path: Path,
  note: Note,
): YAMLMap<Scalar, Node> {
  const entries: (readonly [string, Value])[] = [];
  note(path, row.cells.get('name') ?? row.cells.get('grade'));
  const add = (key: string, value: Value | undefined, column: Column): void => {
    if (value === undefined || value === '') return;
    entries.push([key, value]);
    note([...path, key], row.cells.get(column) ?? row.cells.get('grade'));
  };
  const { reach, days, since, limit, share, usual, times, total, also } = row;
  if ('name' in reach) add(reach.kind, reach.name, 'grade');
  add('function', row.function === type.function ? undefined : row.function, 'function');
  add('up to', limit && bookAmount(limit, currency), 'limit');
  add('share', share && `${share.percent} of ${share.of}`, 'limit');
  add('usual', usual && bookAmount(usual, currency), 'usual');
  add('when', days === undefined ? undefined : `days_since(${since}) <= ${days}`, 'days');
  add('times', times && counted(times, currency), 'times');
  add('total', total && counted(total, currency), 'total');
  add(
    'also',
    also &&
      (also.count === also.units.length
        ? list(also.units)
        : map([[`${also.count} of`, list(also.units)]], true)),
    'also',
  );
  add('say', row.wording, 'wording');
  return short(entries);
}

const counted = ({ max, rest }: Counted, currency: string): string => `${bookAmount(max, currency)}${rest}`;
/** The same as a matrix has it: pieces are named in a total, times are bare. */
export const writtenCounted = (
  { max, rest }: Counted,
  measure: 'times' | 'total',
  currency: string,
): string => `${measure === 'times' ? max.units : writtenAmount(max, currency)}${rest}`;

function noOf(row: MatrixRow, path: Path, note: Note): YAMLMap<Scalar, Node> {
  const instead = (row.instead.length > 0 ? row.instead : [PASS_IT_ON]).map(({ name }) => name);
  note(path, row.cells.get('grade'));
  for (const [key, column] of [
    ['kind', 'kind'],
    ['tell', 'wording'],
    ['instead', 'instead'],
  ] as const)
    note([...path, key], row.cells.get(column) ?? row.cells.get('grade'));
  for (const i of instead.keys())
    note([...path, 'instead', i], row.cells.get('instead') ?? row.cells.get('grade'));
  return short([
    ['kind', row.kind],
    ['tell', row.wording],
    ['instead', list(instead)],
  ]);
}
