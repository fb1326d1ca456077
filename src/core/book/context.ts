/** What every part of the compiler needs: where to report, and what has been declared so far. */
import type { Problem } from '../words/problem.ts';
import { deadEndsIn } from '../wording/shipped.ts';
import { meant } from '../words/spelling.ts';
import { parseDay } from '../words/time.ts';
import type { AmountType, Counter, Fact, InForce, Rates, Table, Text, Who } from './book.ts';
import { parseExpression, type Environment } from './cel.ts';
import type { Expr, Type } from './expression.ts';
import { isFault, type Fault } from './phrases.ts';
import type { BookData, TextData, WhoData } from './schema.ts';
import { readValue } from './values.ts';
import type { Path, Source } from './yaml.ts';

export type Declared = {
  shapes: Map<string, Type>;
  facts: Map<string, Fact>;
  terms: Map<string, Expr>;
  tables: Map<string, Table>;
  counters: Map<string, Counter>;
  rates: Rates[];
  /** Facts, terms, tables and counters whose own fault is reported: whoever names them is not to blame. */
  faulty: Set<string>;
};

export type Context = {
  source: Source;
  data: BookData;
  /** Names that were used, by kind; what is declared and never used is reported. */
  used: { facts: Set<string>; obligations: Set<string>; alternatives: Set<string>; counters: Set<string> };
  declared: Declared;
  /** Where each rule stands, by its key; `like` shares a place. */
  places: Map<string, Path>;
  /** Every text of the book by its place, with its languages. */
  texts: Map<string, { path: Path; languages: readonly string[] }>;
  /** What has been reported: a rule shared by `like` is read once for each type, and its faults are said once. */
  reported: Set<string>;
};

type Sentence = {
  code: string;
  message: string;
  mend: string;
  severity?: Problem['severity'];
  finding?: string;
};

/** Reports a problem at the value (or key) of a path. */
export function report(
  context: Context,
  path: Path,
  sentence: Sentence,
  at: 'key' | 'value' = 'value',
  within?: { start: number; end: number },
): void {
  const problem = context.source.problem(path, at, { severity: 'error', ...sentence }, within);
  const key = `${problem.line}:${problem.column} ${problem.code} ${problem.message}`;
  if (context.reported.has(key)) return;
  context.reported.add(key);
  context.source.problems.push(problem);
}

/** Reports what a phrase expected, and passes a readable phrase on. */
export function phrase<T>(context: Context, path: Path, code: string, read: T | Fault): T | undefined {
  if (!isFault(read)) return read;
  report(context, path, { code, message: read.fault, mend: read.mend });
  return undefined;
}

/** Where a kind of name is declared, if not under its plural. */
const SECTIONS: Readonly<Record<string, string>> = { 'request type': 'requests' };

/** Whether a name is declared; if not, says so with the nearest spelling. */
export function known(
  context: Context,
  path: Path,
  what: string,
  name: string,
  names: Iterable<string>,
  at: 'key' | 'value' = 'value',
): boolean {
  const all = [...names];
  if (all.includes(name)) return true;
  if ((what === 'fact' || what === 'counter') && context.declared.faulty.has(name)) return false;
  const near = meant(name, all);
  report(
    context,
    path,
    {
      code: `unknown-${what.replaceAll(' ', '-')}`,
      message: `There is no ${what} "${name}" in this book.`,
      mend: near
        ? `Did you mean "${near}"?`
        : all.length > 0 && all.length <= 12
          ? `There are: ${all.join(', ')}.`
          : all.length === 0 && what === 'function'
            ? `Declare it at the top of the book: functions: [${name}]`
            : `Declare it under "${SECTIONS[what] ?? `${what}s`}", or use one that is declared.`,
    },
    at,
  );
  return false;
}

/** People by what the book says of them; every grade, function and unit checked. */
export function readWho(context: Context, path: Path, data: WhoData): Who {
  const who: Who = {};
  if (data.from !== undefined && known(context, [...path, 'from'], 'grade', data.from, context.data.grades))
    who.from = data.from;
  if (
    data.function !== undefined &&
    known(context, [...path, 'function'], 'function', data.function, context.data.functions)
  )
    who.function = data.function;
  if (
    data.unit !== undefined &&
    known(context, [...path, 'unit'], 'unit', data.unit, Object.keys(context.data.units ?? {}))
  )
    who.unit = data.unit;
  if (data.role !== undefined) who.role = data.role;
  if (data.person !== undefined) who.person = data.person;
  if (Object.values(data).every((part) => part === undefined)) {
    report(context, path, {
      code: 'nobody-named',
      message: 'This names nobody.',
      mend: 'Give a grade (from), a function, a role, a unit or a person.',
    });
  }
  return who;
}

export function readDay(context: Context, path: Path, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const day = parseDay(text);
  if (day === undefined)
    report(context, path, {
      code: 'no-date',
      message: `"${text}" is no date of the calendar.`,
      mend: 'Write year-month-day: "2026-01-31".',
    });
  return day;
}

export function readInForce(
  context: Context,
  path: Path,
  data: { 'in force from'?: string | undefined; 'in force until'?: string | undefined },
): InForce {
  const from = readDay(context, [...path, 'in force from'], data['in force from']);
  const until = readDay(context, [...path, 'in force until'], data['in force until']);
  if (from !== undefined && until !== undefined && until < from) {
    report(context, [...path, 'in force until'], {
      code: 'ends-before-it-starts',
      message: `It ends on ${data['in force until']}, before it starts on ${data['in force from']}.`,
      mend: 'Swap the dates, or mend one of them.',
    });
  }
  return { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
}

/** Words for staff, which need no translation. */
export function readStaffText(
  context: Context,
  path: Path,
  data: TextData,
  facts: ReadonlyMap<string, unknown>,
): Text {
  const text = readText(context, path, data, facts);
  context.texts.delete(JSON.stringify(path));
  return text;
}

/** Words by language; placeholders must be facts, {amount} or {headroom}. */
export function readText(
  context: Context,
  path: Path,
  data: TextData,
  facts: ReadonlyMap<string, unknown>,
): Text {
  const language = context.data.language ?? 'en';
  const text: Text = typeof data === 'string' ? { [language]: data } : { ...data };
  context.texts.set(JSON.stringify(path), { path, languages: Object.keys(text) });
  if (text[language] === undefined) {
    report(context, path, {
      code: 'no-text',
      message: `The text is missing in "${language}", the language of the book.`,
      mend: `Add "${language}: …".`,
    });
  }
  for (const [key, words] of Object.entries(text)) {
    const at = typeof data === 'string' ? path : [...path, key];
    for (const match of words.matchAll(/\{([^{}]*)\}/g)) {
      const name = match[1] ?? '';
      if (name === 'amount' || name === 'headroom' || facts.has(name) || context.declared.faulty.has(name)) {
        context.used.facts.add(name);
        continue;
      }
      const near = meant(name, [...facts.keys(), 'amount', 'headroom']);
      report(
        context,
        at,
        {
          code: 'unknown-placeholder',
          message: `The placeholder {${name}} names no fact.`,
          mend: near ? `Did you mean {${near}}?` : 'Use a declared fact, {amount} or {headroom}.',
        },
        'value',
        { start: match.index, end: match.index + match[0].length },
      );
    }
    const [deadEnd] = deadEndsIn(words, key);
    if (deadEnd) {
      report(
        context,
        at,
        {
          code: 'dead-end-phrase',
          severity: 'warning',
          message: `"${words.slice(deadEnd.start, deadEnd.end)}" leaves the customer with nothing.`,
          mend: 'Say why, and what can be done instead.',
        },
        'value',
        deadEnd,
      );
    }
  }
  return text;
}

/** What an expression at some place may name. */
export function environment(
  context: Context,
  facts: ReadonlyMap<string, Fact>,
  forbidden: Environment['forbidden'] = new Map(),
): Environment {
  return {
    facts,
    terms: context.declared.terms,
    tables: context.declared.tables,
    counters: new Map(
      [...context.declared.counters].map(([name, counter]) => [
        name,
        counter.of ?? { kind: 'whole number' as const },
      ]),
    ),
    currency: context.data.currency,
    rates: context.declared.rates,
    forbidden,
    faulty: context.declared.faulty,
  };
}

/** Parses one expression, its faults reported at their own place. `skip`: characters before it in the text. */
export function readExpression(
  context: Context,
  path: Path,
  source: string,
  env: Environment,
  want: Type | undefined,
  skip = 0,
): Expr | undefined {
  const parsed = parseExpression(source, env, want);
  if ('expr' in parsed) return parsed.expr;
  for (const { code, message, mend, start, end } of parsed.faults) {
    report(context, path, { code, message, mend }, 'value', { start: start + skip, end: end + skip });
  }
  return undefined;
}

const YES_OR_NO: Type = { kind: 'yes or no' };

/** `when` and `unless` as one expression; undefined when there is neither. `ok` is false after a fault. */
export function readCondition(
  context: Context,
  path: Path,
  data: { when?: string | string[] | undefined; unless?: string | string[] | undefined },
  env: Environment,
): { ok: boolean; when?: Expr } {
  const args: Expr[] = [];
  let ok = true;
  for (const key of ['when', 'unless'] as const) {
    const raw = data[key];
    const list = raw === undefined ? [] : Array.isArray(raw) ? raw : [raw];
    const parts = list.map((source, i) =>
      readExpression(
        context,
        Array.isArray(raw) ? [...path, key, i] : [...path, key],
        source,
        env,
        YES_OR_NO,
      ),
    );
    const good = parts.filter((part) => part !== undefined);
    ok &&= good.length === parts.length;
    if (key === 'when') args.push(...good);
    else if (good.length > 0)
      args.push({
        op: 'not',
        arg: conjunction(good),
        text: `!(${good.map((part) => part.text).join(' && ')})`,
      });
  }
  return args.length === 0 ? { ok } : { ok, when: conjunction(args) };
}

export const conjunction = (args: readonly Expr[]): Expr => {
  const [first] = args;
  return args.length === 1 && first
    ? first
    : {
        op: 'and',
        args,
        text: args.map((arg) => (arg.op === 'or' ? `(${arg.text})` : arg.text)).join(' && '),
      };
};

/** A value that is literal unless it starts with "=". */
export function readComputed(
  context: Context,
  path: Path,
  raw: unknown,
  type: Type,
  env: Environment,
): Expr | undefined {
  if (typeof raw === 'string' && raw.trimStart().startsWith('=')) {
    const skip = raw.indexOf('=') + 1;
    return readExpression(context, path, raw.slice(skip), env, type, skip);
  }
  const read = readValue(type, raw);
  if ('fault' in read) {
    report(context, path, {
      code: 'wrong-value',
      message: read.fault,
      mend: read.mend.replace(/^Send/, 'Write'),
    });
    return undefined;
  }
  return { op: 'literal', value: read.value, type, text: String(raw) };
}

const amountTypes: readonly string[] = ['money', 'whole number', 'minutes', 'hours', 'days'];
export const isAmountType = (type: Type): type is AmountType => amountTypes.includes(type.kind);
