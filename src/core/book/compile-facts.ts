/** Shapes, facts, tables, rates and counters of a book. */
import { CURRENCIES } from '../words/money.ts';
import type { CounterKey, Fact, GoodFaith, Rates } from './book.ts';
import { phrase as phraseOf } from './cel-types.ts';
import { isUsableName } from './cel.ts';
import {
  known,
  phrase,
  readDay,
  readStaffText,
  readText,
  report,
  isAmountType,
  type Context,
} from './context.ts';
import { typeName, type Type, type Value } from './expression.ts';
import { moodWord, asksForAPersonWords } from './moods.ts';
import { keyWords, readAmount, readKey, readWindow } from './phrases.ts';
import { typeMend } from './other-words.ts';
import type { FactData } from './schema.ts';
import { readValue } from './values.ts';
import type { Path } from './yaml.ts';

const PLAIN = [
  'yes or no',
  'whole number',
  'decimal',
  'text',
  'date',
  'instant',
  'minutes',
  'hours',
  'days',
  'any',
] as const;
const DEFAULT_MOST = 50;

/** Names of digits alone would not keep their place in the book, and the order of rules counts. */
export const isNumberName = (name: string): boolean => /^\d+$/.test(name);
export const NUMBER_NAME = 'Give it a name with a letter, such as "first" or "rule 1".';

/** Why a fact, term, table or counter can't be named so; undefined: it can. */
export function nameFault(name: string): string | undefined {
  const usable = name.trim().replace(/[^A-Za-z0-9_.]+/g, '_');
  if (isNumberName(name)) return `Let it begin with a letter, such as "number_${name}".`;
  if (!isUsableName(name) && usable !== name && isUsableName(usable))
    return `Write "${usable}": letters, digits and _, with dots between parts.`;
  if (/^[A-Za-z_]\w*$/.test(name) && !isUsableName(name))
    return `Conditions use that word already; take another name, such as "the_${name}".`;
  if (!isUsableName(name))
    return 'Use letters, digits and _, with dots between parts, and no word of the language itself: "order.delivered_on".';
  return name === 'headroom'
    ? 'The placeholder {headroom} means something else; take another name.'
    : undefined;
}

/** A type in the words of a book. */
export function readType(
  context: Context,
  path: Path,
  data: string | string[],
  bounds: { least: number; most: number },
): Type | undefined {
  if (Array.isArray(data)) {
    const twice = data.find((item, i) => data.indexOf(item) !== i);
    if (twice !== undefined)
      report(context, path, {
        code: 'duplicate-value',
        message: `The value "${twice}" stands here twice.`,
        mend: 'Remove one of the two.',
      });
    return { kind: 'choice', values: data };
  }
  const plain = PLAIN.find((kind) => kind === data);
  if (plain) return { kind: plain };
  if (data === 'money') return { kind: 'money', currency: context.data.currency };
  const other = /^money\(([A-Z]{3})\)$/.exec(data)?.[1];
  if (other && CURRENCIES.has(other)) return { kind: 'money', currency: other };
  const element = /^list of (.+)$/.exec(data)?.[1];
  if (element !== undefined) {
    const of = readType(context, path, element, bounds);
    return of && { kind: 'list', of, ...bounds };
  }
  const shape = context.declared.shapes.get(data);
  if (shape) return shape;
  const code = /^money ?\((.*)\)$/.exec(data)?.[1];
  const mend =
    code === undefined ? typeMend(data) : 'Write the code of a currency in use, such as "money(EUR)".';
  if (mend === undefined)
    known(context, path, 'type', data, [
      ...PLAIN,
      'money',
      'list of …',
      '[a, b]',
      ...context.declared.shapes.keys(),
    ]);
  else
    report(context, path, {
      code: 'unknown-type',
      message: `There is no type "${data}" in this book.`,
      mend,
    });
  return undefined;
}

/** Shapes may use shapes that stand before or after them, without circles. */
export function readShapes(context: Context): void {
  const data = context.data.shapes ?? {};
  const open: string[] = [];
  const read = (name: string): void => {
    if (context.declared.shapes.has(name)) return;
    const path = ['shapes', name];
    const circle = open.indexOf(name);
    if (circle >= 0) {
      report(
        context,
        path,
        {
          code: 'circle',
          message: `The shapes go in a circle: ${[...open.slice(circle), name].join(' → ')}.`,
          mend: 'Take one of these fields out.',
        },
        'key',
      );
      context.declared.shapes.set(name, { kind: 'shape', name, fields: new Map() });
      return;
    }
    if (PLAIN.some((kind) => kind === name) || name === 'money') {
      report(
        context,
        path,
        {
          code: 'bad-name',
          message: `"${name}" is a type already.`,
          mend: 'Take another name for the shape.',
        },
        'key',
      );
    }
    open.push(name);
    const fields = new Map<string, Type>();
    for (const [field, type] of Object.entries(data[name] ?? {})) {
      const fault = /^[A-Za-z][A-Za-z0-9_]*$/.test(field) ? undefined : 'Use letters, digits and _.';
      if (fault)
        report(
          context,
          [...path, field],
          { code: 'bad-name', message: `"${field}" can't be named in a condition.`, mend: fault },
          'key',
        );
      for (const other of typeof type === 'string' ? [type.replace(/^(list of )+/, '')] : [])
        if (Object.hasOwn(data, other)) read(other);
      const fieldType = readType(context, [...path, field], type, { least: 1, most: DEFAULT_MOST });
      if (fieldType) fields.set(field, fieldType);
    }
    open.pop();
    context.declared.shapes.set(name, { kind: 'shape', name, fields });
  };
  for (const name of Object.keys(data)) read(name);
}

/** Facts of the book or of one type. */
export function readFacts(context: Context, path: Path, data: Record<string, FactData>): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  for (const [name, raw] of Object.entries(data)) {
    const fact = readFact(context, [...path, name], name, raw);
    if (fact) facts.set(name, fact);
    else context.declared.faulty.add(name);
  }
  for (const name of facts.keys()) {
    const parts = name.split('.');
    const parent = parts.map((_, i) => parts.slice(0, i).join('.')).find((other) => facts.has(other));
    if (parent !== undefined)
      report(
        context,
        [...path, name],
        {
          code: 'bad-name',
          message: `"${name}" reaches into the fact "${parent}".`,
          mend: 'Name one of them differently, or make it a field of the shape.',
        },
        'key',
      );
  }
  return facts;
}

function readFact(context: Context, path: Path, name: string, raw: FactData): Fact | undefined {
  const data = typeof raw === 'string' || Array.isArray(raw) ? { type: raw } : raw;
  const typePath = data === raw ? [...path, 'type'] : path;
  const badName = nameFault(name);
  if (badName)
    report(
      context,
      path,
      { code: 'bad-name', message: `A fact can't be named "${name}".`, mend: badName },
      'key',
    );
  const least = data.least ?? 1;
  const most = data.most ?? DEFAULT_MOST;
  if (least > most)
    report(context, [...path, 'most'], {
      code: 'wrong-value',
      message: `At least ${least} and at most ${most} elements is impossible.`,
      mend: 'Make "most" at least "least".',
    });
  const type = readType(context, typePath, data.type, { least, most });
  refuseMood(context, path, name, data);
  if (!type) return undefined;
  if (type.kind !== 'list' && (data.least !== undefined || data.most !== undefined)) {
    report(
      context,
      [...path, data.least === undefined ? 'most' : 'least'],
      {
        code: 'not-a-list',
        message: `"${name}" is ${phraseOf(type)}; only a list has least and most.`,
        mend: 'Remove the key, or make the type a list.',
      },
      'key',
    );
  }
  const fact: Fact = {
    name,
    type,
    optional: data.optional === 'yes',
    canChange: data['can change'] === 'yes',
    goodFaith: readGoodFaith(context, path, name, data),
  };
  const facts = new Map<string, unknown>();
  // What a connected system knows is asked only where it can't say.
  const read = data['known by'] === undefined ? readText : readStaffText;
  if (data.ask !== undefined) fact.ask = read(context, [...path, 'ask'], data.ask, facts);
  if (data.proof !== undefined) fact.proof = readText(context, [...path, 'proof'], data.proof, facts);
  if (data['known by'] !== undefined) fact.knownBy = data['known by'];
  if (data['if not said'] !== undefined) {
    const assumed = readAssumed(context, [...path, 'if not said'], type, data['if not said'], fact.optional);
    if (assumed !== undefined) fact.ifNotSaid = assumed;
  }
  return fact;
}

function readAssumed(
  context: Context,
  path: Path,
  type: Type,
  raw: unknown,
  optional: boolean,
): Value | undefined {
  if (raw === null && optional) return null;
  const read = readValue(type, raw);
  if (!('fault' in read)) return read.value;
  report(context, path, {
    code: 'wrong-value',
    message: read.fault,
    mend: read.mend.replace(/^Send/, 'Write'),
  });
  return undefined;
}

type FactObject = Exclude<FactData, string | string[]>;

/** Facts that an order's or person's safety hangs on never count on a claim (L16). */
const NEVER_ON_A_CLAIM =
  /(^|[._ ])(identity|identified|owner|ownership|owned|payment|paid|payer|verified)($|[._ ])/i;

function readGoodFaith(context: Context, path: Path, name: string, data: FactObject): GoodFaith {
  const raw = data['good faith'];
  if (raw === undefined) return { kind: 'off' };
  if (raw === 'never') return { kind: 'never' };
  const limit = /^up to (.+)$/.exec(raw)?.[1];
  const at = [...path, 'good faith'];
  if (limit === undefined) {
    report(context, at, {
      code: 'wrong-value',
      message: `"${raw}" does not say how far a claim counts.`,
      mend: 'Write "never" or "up to 100 USD".',
    });
    return { kind: 'off' };
  }
  if (NEVER_ON_A_CLAIM.test(name)) {
    report(context, at, {
      code: 'good-faith-on-identity',
      message: 'Identity, ownership and payment never count on a claim.',
      mend: 'Write "good faith: never".',
    });
    return { kind: 'never' };
  }
  const minor = phrase(
    context,
    at,
    'wrong-value',
    readAmount(limit, { kind: 'money', currency: context.data.currency }),
  );
  return minor === undefined ? { kind: 'off' } : { kind: 'up to', minor };
}

/** Mood never decides (R45), and how often somebody asked for a person is nobody's business. */
function refuseMood(context: Context, path: Path, name: string, data: FactObject): void {
  const questions =
    data.ask === undefined ? [] : typeof data.ask === 'string' ? [data.ask] : Object.values(data.ask);
  for (const [i, words] of [name, ...questions].entries()) {
    const at = i === 0 ? path : [...path, 'ask'];
    const mood = moodWord(words);
    if (mood !== undefined) {
      report(
        context,
        at,
        {
          code: 'mood',
          message: `"${mood}" is about the customer's mood or manner, which never decides what they get.`,
          mend: 'Remove the fact; what somebody notices about distress or danger is a signal.',
        },
        i === 0 ? 'key' : 'value',
      );
      return;
    }
    if (i === 0 && asksForAPersonWords(words)) {
      report(
        context,
        at,
        {
          code: 'counts-asking-for-a-person',
          message:
            'Whether or how often somebody asked for a person is no condition: that is a hand-off that nothing may delay.',
          mend: 'Remove the fact, and name who takes such a customer under "asks for a person".',
        },
        'key',
      );
      return;
    }
  }
}

/** Tables need a cell for every combination (L13). */
export function readTables(context: Context): void {
  for (const [name, data] of Object.entries(context.data.tables ?? {})) {
    const path = ['tables', name];
    const badName = nameFault(name);
    if (badName)
      report(
        context,
        path,
        { code: 'bad-name', message: `A table can't be named "${name}".`, mend: badName },
        'key',
      );
    const type = readType(context, [...path, 'type'], data.type ?? 'whole number', {
      least: 1,
      most: DEFAULT_MOST,
    });
    const dimensions: string[][] = [];
    for (const [i, by] of data.by.entries()) {
      if (!known(context, [...path, 'by', i], 'fact', by, context.declared.facts.keys())) continue;
      const dimension = context.declared.facts.get(by)?.type;
      context.used.facts.add(by);
      if (dimension?.kind === 'choice') dimensions.push([...dimension.values]);
      else
        report(context, [...path, 'by', i], {
          code: 'not-a-choice',
          message: `"${by}" is ${dimension ? phraseOf(dimension) : 'unknown'}, and a table needs values that can be listed.`,
          mend: 'Give the fact a type in brackets: [gold, silver].',
        });
    }
    if (!type || dimensions.length !== data.by.length) {
      context.declared.faulty.add(name);
      continue;
    }
    const cells = new Map<string, Value>();
    readCells(context, [...path, 'cells'], data.cells, dimensions, [], type, cells);
    context.declared.tables.set(name, { name, by: data.by, type, cells });
  }
}

function readCells(
  context: Context,
  path: Path,
  data: unknown,
  dimensions: string[][],
  keys: string[],
  type: Type,
  cells: Map<string, Value>,
): void {
  const [values, ...rest] = dimensions;
  if (!values) {
    const read = readValue(type, data);
    if ('fault' in read)
      report(context, path, {
        code: 'wrong-value',
        message: read.fault,
        mend: read.mend.replace(/^Send/, 'Write'),
      });
    else cells.set(keys.join('\u0001'), read.value);
    return;
  }
  if (data === null || typeof data !== 'object' || Array.isArray(data)) {
    report(context, path, {
      code: 'missing-cell',
      message: 'There is one cell here, and the table has another dimension.',
      mend: `Write a cell for each of: ${values.join(', ')}.`,
    });
    return;
  }
  const row = data as Record<string, unknown>;
  for (const key of Object.keys(row)) known(context, [...path, key], 'value', key, values, 'key');
  for (const value of values) {
    if (!Object.hasOwn(row, value))
      report(
        context,
        path,
        {
          code: 'missing-cell',
          message: `The table has no cell for ${[...keys, value].join(', ')}.`,
          mend: `Add "${value}: …".`,
        },
        'key',
      );
    else readCells(context, [...path, value], row[value], rest, [...keys, value], type, cells);
  }
}

/** Dated rates, oldest first; the first must not start after the book does, or the rate would be unknown. */
export function readRates(context: Context): void {
  for (const [pair, steps] of Object.entries(context.data.rates ?? {})) {
    const path = ['rates', pair];
    const [from = '', to = ''] = pair.split(' to ');
    for (const currency of [from, to]) {
      if (!CURRENCIES.has(currency))
        report(
          context,
          path,
          {
            code: 'unknown-currency',
            message: `"${currency}" is no currency in use.`,
            mend: 'Write the code of three letters, such as USD.',
          },
          'key',
        );
    }
    const read: Rates = {
      from,
      to,
      steps: steps
        .map((step, i) => ({
          since: readDay(context, [...path, i, 'from'], step.from) ?? 0,
          rate: step.rate,
        }))
        .sort((a, b) => a.since - b.since),
    };
    const start = context.data['in force from'];
    if (
      start !== undefined &&
      (read.steps[0]?.since ?? 0) > (readDay(context, ['in force from'], start) ?? Infinity)
    ) {
      report(context, [...path, 0, 'from'], {
        code: 'rate-starts-late',
        message: `The first rate starts after the book does (${start}); until then the rate would be unknown.`,
        mend: `Add a rate from ${start}.`,
      });
    }
    context.declared.rates.push(read);
  }
}

/** Shared counters of earlier yeses. */
export function readCounters(context: Context): void {
  for (const [name, data] of Object.entries(context.data.counters ?? {})) {
    const path = ['counters', name];
    const badName = nameFault(name);
    if (badName)
      report(
        context,
        path,
        { code: 'bad-name', message: `A counter can't be named "${name}".`, mend: badName },
        'key',
      );
    const measures = (['times', 'total'] as const).filter((measure) => data[measure] !== undefined);
    const [measure] = measures;
    if (measures.length !== 1 || !measure) {
      report(
        context,
        path,
        {
          code: 'times-or-total',
          message: 'A counter counts either times or a total.',
          mend: 'Give one of the two keys, with the request types that count.',
        },
        'key',
      );
      context.declared.faulty.add(name);
      continue;
    }
    const raw = data[measure] ?? [];
    const types = Array.isArray(raw) ? raw : [raw];
    for (const [i, type] of types.entries()) {
      known(
        context,
        Array.isArray(raw) ? [...path, measure, i] : [...path, measure],
        'request type',
        type,
        Object.keys(context.data.requests),
      );
    }
    const window =
      data.within === undefined
        ? ({ kind: 'ever' } as const)
        : phrase(context, [...path, 'within'], 'wrong-value', readWindow(data.within));
    const per = readCounterKey(context, [...path, 'per'], data.per, context.declared.facts);
    if (window && per) context.declared.counters.set(name, { id: name, measure, types, per, window });
    else context.declared.faulty.add(name);
  }
}

/** Whose yeses are counted: a fixed key, or a declared fact that can be compared. */
export function readCounterKey(
  context: Context,
  path: Path,
  text: string,
  facts: ReadonlyMap<string, Fact>,
): CounterKey | undefined {
  const key = readKey(text);
  if (typeof key === 'string') return key;
  if (!known(context, path, 'fact', key.fact, facts.keys())) return undefined;
  context.used.facts.add(keyWords(key));
  return key;
}

/** The type of a counter's total: that of the amounts it adds up, which must be one kind. Run after the types' amounts are known. */
export function typeTotals(context: Context, amountTypeOf: (type: string) => Type | undefined): void {
  for (const [name, counter] of context.declared.counters) {
    if (counter.measure !== 'total') continue;
    for (const type of counter.types) {
      const of = amountTypeOf(type);
      if (!of && context.data.requests[type]?.amount !== undefined) continue; // Its own fault is reported there.
      if (!of || !isAmountType(of)) {
        report(
          context,
          ['counters', name],
          {
            code: 'no-amount',
            message: `A total of "${type}" can't be counted: that request type has no amount.`,
            mend: `Give "${type}" an amount, or count times.`,
          },
          'key',
        );
      } else if (counter.of && typeName(counter.of) !== typeName(of)) {
        report(
          context,
          ['counters', name],
          {
            code: 'mixed-units',
            message: `This adds up ${typeName(counter.of)} and ${typeName(of)}.`,
            mend: 'Count request types with the same kind of amount.',
          },
          'key',
        );
      } else counter.of = of;
    }
  }
}
