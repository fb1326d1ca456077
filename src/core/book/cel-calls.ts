/** The functions that a condition may call, each with what it takes and gives. */
import { CURRENCIES } from '../words/money.ts';
import { meant } from '../words/spelling.ts';
import { parseDay, parseInstant } from '../words/time.ts';
import { parseDuration, readMoney, timeLiteral, wrongCount, type Call } from './cel-literals.ts';
import { fault, textOf, words, type Context } from './cel-names.ts';
import type { Node } from './cel-tree.ts';
import { commonType, isNumber, isText, isWhole, phrase, WHOLE, YES_OR_NO } from './cel-types.ts';
import { typeOf } from './expression.ts';
import type { Expr, FunctionName, Type } from './expression.ts';

type Rule = {
  /** How it is written, for mends. */
  form: string;
  method?: 'only' | 'too';
  read: (call: Call, context: Context) => Expr | undefined;
};

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  [
    'size',
    {
      form: 'size(x)',
      method: 'too',
      read: one('size', 'a list or text', (t) => (t.kind === 'list' || isText(t) ? WHOLE : undefined)),
    },
  ],
  ['contains', { form: "x.contains('y')", method: 'only', read: textTest('contains') }],
  ['startsWith', { form: "x.startsWith('y')", method: 'only', read: textTest('startsWith') }],
  ['endsWith', { form: "x.endsWith('y')", method: 'only', read: textTest('endsWith') }],
  [
    'sum',
    {
      form: 'sum(list)',
      read: one('sum', 'a list of numbers or money', (t) =>
        t.kind === 'list' && isAddable(t.of) ? t.of : undefined,
      ),
    },
  ],
  ['min', { form: 'min(a, b)', read: readExtreme }],
  ['max', { form: 'max(a, b)', read: readExtreme }],
  [
    'days_since',
    {
      form: 'days_since(x)',
      read: one('days_since', 'a date or an instant', (t) =>
        t.kind === 'date' || t.kind === 'instant' ? { kind: 'days' } : undefined,
      ),
    },
  ],
  [
    'hours_since',
    {
      form: 'hours_since(x)',
      read: one('hours_since', 'an instant (for a date use days_since)', (t) =>
        t.kind === 'instant' ? { kind: 'hours' } : undefined,
      ),
    },
  ],
  ['date', { form: "date('2026-01-31')", read: readDate }],
  [
    'timestamp',
    {
      form: "timestamp('2026-01-31T09:00:00Z')",
      read: timeLiteral(
        { kind: 'instant' },
        'an instant with its offset, such as 2026-01-31T09:00:00Z',
        "timestamp('2026-01-31T09:00:00Z')",
        parseInstant,
      ),
    },
  ],
  [
    'duration',
    {
      form: "duration('36h')",
      read: timeLiteral(
        { kind: 'duration' },
        'a length of time in hours, minutes and seconds, such as 36h or 1h30m',
        "duration('36h')",
        parseDuration,
      ),
    },
  ],
  ['int', { form: 'int(x)', read: one('int', 'a number', (t) => (isNumber(t) ? WHOLE : undefined)) }],
  [
    'double',
    {
      form: 'double(x)',
      read: one('double', 'a number', (t) => (isNumber(t) ? { kind: 'decimal' } : undefined)),
    },
  ],
  ['getFullYear', { form: 'x.getFullYear()', method: 'only', read: one('year', DATE_ONLY(), dateOnly) }],
  ['getMonth', { form: 'x.getMonth()', method: 'only', read: one('month', DATE_ONLY(), dateOnly) }],
  ['getDate', { form: 'x.getDate()', method: 'only', read: one('day_of_month', DATE_ONLY(), dateOnly) }],
  [
    'getDayOfWeek',
    { form: 'x.getDayOfWeek()', method: 'only', read: one('day_of_week', DATE_ONLY(), dateOnly) },
  ],
]);

const MACROS = ['all', 'exists', 'exists_one', 'filter', 'map'];

function DATE_ONLY(): string {
  return 'a date (take an instant’s date with date(…))';
}

function dateOnly(type: Type): Type | undefined {
  return type.kind === 'date' ? WHOLE : undefined;
}

function isAddable(type: Type): boolean {
  return isNumber(type) || type.kind === 'money';
}

/** Any call but a macro's. */
export function checkCall(call: Call, context: Context): Expr | undefined {
  if (call.name === 'has') {
    return fault(
      context,
      call.node,
      'has',
      'has() is not part of a book: what is absent is unknown, and a condition must not depend on what somebody happened to say.',
      'Declare the fact with `optional: yes` and compare it with null, or leave has() out.',
    );
  }
  if (call.name === 'matches') {
    return fault(
      context,
      call.node,
      'matches',
      'Regular expressions are not part of a book: some take minutes on a short text, and few people can check them.',
      'Use .startsWith(…), .endsWith(…), .contains(…), or `in` with a list of texts.',
    );
  }
  const rule = RULES.get(call.name) ?? currencyRule(call.name);
  if (rule === undefined) return unknownFunction(call, context);
  if (rule.method !== 'too' && (rule.method === 'only') !== call.asMethod) {
    return fault(
      context,
      call.node,
      'unknown-function',
      `${call.name} is not written that way.`,
      `Write it like ${rule.form}.`,
    );
  }
  return rule.read(call, context);
}

function unknownFunction(call: Call, context: Context): undefined {
  const { environment } = context;
  const isName =
    environment.terms.has(call.name) ||
    environment.counters.has(call.name) ||
    environment.facts.has(call.name);
  const known = [...RULES.keys(), ...MACROS, ...[...CURRENCIES.keys()].map((code) => code.toLowerCase())];
  const close = meant(call.name, known);
  let mend =
    'Use one of size, sum, min, max, days_since, hours_since, date, contains, startsWith, endsWith, all, exists.';
  if (isName) mend = `Write ${call.name} without brackets: it is a name, not a function.`;
  else if (close !== undefined) mend = `Write ${RULES.get(close)?.form ?? close}, if that is meant.`;
  return fault(context, call.node, 'unknown-function', `There is no function ${call.name}.`, mend);
}

const formOf = (call: Call): string => RULES.get(call.name)?.form ?? `${call.name}(50)`;

function wrongType(expr: Expr, node: Node, call: Call, needs: string, context: Context): undefined {
  const type = typeOf(expr);
  if (type.kind === 'any') {
    const message = `${words(context, node)} may hold anything: it can be carried and shown, not calculated with.`;
    return fault(context, node, 'any-compared', message, 'Declare a type for it.');
  }
  const inList = call.name === 'contains' && type.kind === 'list';
  return fault(
    context,
    node,
    'type-error',
    `${words(context, node)} is ${phrase(type)}: ${call.name} needs ${needs}.`,
    inList ? `Write \`… in ${words(context, node)}\` to look for an element.` : `Give it ${needs}.`,
  );
}

function callOf(name: FunctionName, args: readonly Expr[], type: Type, call: Call, context: Context): Expr {
  return { op: 'call', function: name, args, type, text: textOf(context, call.node) };
}

/** A function of one value; `give` says what comes out, or undefined if it doesn't take that type. */
function one(name: FunctionName, needs: string, give: (type: Type) => Type | undefined): Rule['read'] {
  return (call, context) => {
    const [node] = call.args;
    if (node === undefined || call.args.length > 1) return wrongCount(call, context, formOf(call));
    const arg = context.check(node);
    if (arg === undefined) return undefined;
    const type = give(typeOf(arg));
    return type === undefined
      ? wrongType(arg, node, call, needs, context)
      : callOf(name, [arg], type, call, context);
  };
}

function textTest(name: FunctionName): Rule['read'] {
  return (call, context) => {
    if (call.args.length !== 2) return wrongCount(call, context, formOf(call));
    const args = call.args.map((node) => ({ node, expr: context.check(node) }));
    const exprs: Expr[] = [];
    for (const { node, expr } of args) {
      if (expr === undefined) continue;
      if (isText(typeOf(expr))) exprs.push(expr);
      else wrongType(expr, node, call, 'text', context);
    }
    return exprs.length === 2 ? callOf(name, exprs, YES_OR_NO, call, context) : undefined;
  };
}

/** `min` and `max`: of two values, or of a list. */
function readExtreme(call: Call, context: Context): Expr | undefined {
  if (call.args.length < 1 || call.args.length > 2) {
    return wrongCount(call, context, `${call.name}(a, b) or ${call.name}(list)`);
  }
  const name = call.name as 'min' | 'max';
  const args = call.args.map(context.check);
  const [first, second] = args;
  const [firstNode, secondNode] = call.args;
  if (first === undefined || firstNode === undefined) return undefined;
  const needs = 'numbers, money or dates';
  if (secondNode === undefined) {
    const type = typeOf(first);
    if (type.kind === 'list' && isOrdered(type.of)) return callOf(name, [first], type.of, call, context);
    return wrongType(first, firstNode, call, `two values, or a list of ${needs}`, context);
  }
  if (second === undefined) return undefined;
  for (const [expr, node] of [
    [first, firstNode],
    [second, secondNode],
  ] as const) {
    if (!isOrdered(typeOf(expr))) return wrongType(expr, node, call, needs, context);
  }
  const type = commonType(typeOf(first), typeOf(second));
  if (type) return callOf(name, [first, second], type, call, context);
  return fault(
    context,
    call.node,
    'type-error',
    `${words(context, firstNode)} is ${phrase(typeOf(first))} and ${words(context, secondNode)} is ${phrase(typeOf(second))}: there is no ${name} of them.`,
    'Give it two values of one type.',
  );
}

function isOrdered(type: Type): boolean {
  return isAddable(type) || type.kind === 'date';
}

/** `date('2026-01-31')` is a literal; `date(x)` the date of an instant in the book's time zone. */
function readDate(call: Call, context: Context): Expr | undefined {
  const [node] = call.args;
  if (node === undefined || call.args.length > 1) return wrongCount(call, context, formOf(call));
  if (node.op === 'value')
    return timeLiteral(
      { kind: 'date' },
      'a date of the calendar, such as 2026-01-31',
      "date('2026-01-31')",
      parseDay,
    )(call, context);
  const arg = context.check(node);
  if (arg === undefined) return undefined;
  if (typeOf(arg).kind === 'instant') return callOf('date', [arg], { kind: 'date' }, call, context);
  return wrongType(arg, node, call, 'an instant, or a date in quotes', context);
}

function currencyRule(name: string): Rule | undefined {
  const isConversion = name.startsWith('to_');
  const code = (isConversion ? name.slice(3) : name).toUpperCase();
  if (name !== name.toLowerCase() || !CURRENCIES.has(code)) return undefined;
  if (isConversion)
    return { form: `${name}(x)`, read: (call, context) => readConversion(code, call, context) };
  return { form: `${name}(50)`, read: (call, context) => readMoney(code, call, context) };
}

function readConversion(currency: string, call: Call, context: Context): Expr | undefined {
  const [node] = call.args;
  if (node === undefined || call.args.length > 1) return wrongCount(call, context, `${call.name}(x)`);
  const arg = context.check(node);
  if (arg === undefined) return undefined;
  const from = typeOf(arg);
  if (from.kind !== 'money') return wrongType(arg, node, call, 'money', context);
  if (from.currency === currency) {
    const message = `${words(context, node)} is ${phrase(from)} already.`;
    return fault(context, call.node, 'type-error', message, `Leave ${call.name}() out.`);
  }
  if (!context.environment.rates.some((rate) => rate.from === from.currency && rate.to === currency)) {
    const message = `There is no rate from ${from.currency} to ${currency}, so ${words(context, node)} can't be converted.`;
    return fault(
      context,
      call.node,
      'no-rate',
      message,
      'Declare it, with the day it is valid from, under `rates`.',
    );
  }
  const type: Type = { kind: 'money', currency };
  return { op: 'call', function: 'convert', args: [arg], currency, type, text: textOf(context, call.node) };
}

/** Keys of a table are words or whole numbers. */
export const isKey = (type: Type): boolean => isText(type) || isWhole(type);
