/** One request type of a book: its facts, amount, lines, grants and consults. */
import type { Amount, Fact, Grant, Line, RequestType } from './book.ts';
import { phrase as phraseOf } from './cel-types.ts';
import { readFacts, readType } from './compile-facts.ts';
import {
  readConsult,
  readGrant,
  readRedLine,
  readReserved,
  readWritten,
  useObligation,
  type Place,
} from './compile-rules.ts';
import {
  environment,
  isAmountType,
  known,
  phrase,
  readComputed,
  readExpression,
  readStaffText,
  report,
  type Context,
} from './context.ts';
import type { Expr, Type } from './expression.ts';
import { reads } from './logic.ts';
import { readDuration } from './phrases.ts';
import type { RequestData } from './schema.ts';
import type { Path } from './yaml.ts';

/** What could be read, as a list of one or none. */
const list = <T>(read: T | undefined): T[] => (read === undefined ? [] : [read]);

/** A type's data with `like` resolved, and where each key stands. */
type Laid = { data: RequestData; at: (key: keyof RequestData) => Path; likeFaulty?: true };

function lay(context: Context, name: string): Laid {
  const data = context.data.requests[name] ?? {};
  const { like } = data;
  const own: Path = ['requests', name];
  if (
    like === undefined ||
    !known(context, [...own, 'like'], 'request type', like, Object.keys(context.data.requests))
  )
    return { data, at: (key) => [...own, key], ...(like !== undefined && { likeFaulty: true }) };
  const model = context.data.requests[like] ?? {};
  if (model.like !== undefined || like === name) {
    report(context, [...own, 'like'], {
      code: 'like-of-like',
      message: `"${like}" is itself like "${model.like ?? like}"; one level is allowed.`,
      mend: `Write "like: ${model.like ?? 'ANOTHER TYPE'}", or write the keys out.`,
    });
    return { data, at: (key) => [...own, key], likeFaulty: true };
  }
  return {
    data: { ...model, ...data },
    at: (key) => [...(data[key] === undefined ? ['requests', like] : own), key],
  };
}

/** The type of a request type's amount, before the type itself is compiled (counters need it). */
export function amountTypeOf(context: Context, name: string): Type | undefined {
  const { data } = lay(context, name);
  const raw = typeof data.amount === 'string' ? data.amount : (data.amount?.fact ?? data.amount?.value);
  if (raw === undefined) return undefined;
  if (raw.trimStart().startsWith('=')) return { kind: 'money', currency: context.data.currency };
  const own = data.facts?.[raw];
  if (own === undefined) return context.declared.facts.get(raw)?.type;
  const type = typeof own === 'string' || Array.isArray(own) ? own : own.type;
  // Faults of this fact are reported where the type is compiled; this look must not report them twice.
  const before = context.source.problems.length;
  const read = readType(context, [], type, { least: 1, most: 1 });
  context.source.problems.length = before;
  return read;
}

/** Compiles a request type; `lines` are the book's, in order. */
export function readRequestType(
  context: Context,
  name: string,
  lines: readonly Line[],
): RequestType | undefined {
  const path: Path = ['requests', name];
  if (name.includes('/'))
    report(
      context,
      path,
      { code: 'bad-name', message: `A request type can't be named "${name}".`, mend: 'Leave out the "/".' },
      'key',
    );
  const { data, at, likeFaulty } = lay(context, name);
  for (const key of ['means', 'function'] as const) {
    if (data[key] === undefined && !likeFaulty)
      report(
        context,
        path,
        {
          code: 'missing-key',
          message: `The request type "${name}" has no "${key}".`,
          mend:
            key === 'means'
              ? 'Say in a sentence what the customer wants.'
              : context.data.functions.length === 0
                ? 'Write "function: any": everybody’s job.'
                : 'Say whose job it is, or "any".',
        },
        'key',
      );
  }
  if (data.function !== undefined && data.function !== 'any')
    known(context, at('function'), 'function', data.function, context.data.functions);
  const facts = new Map([...context.declared.facts, ...readFacts(context, at('facts'), data.facts ?? {})]);
  for (const fact of Object.keys(data.facts ?? {}))
    if (context.declared.terms.has(fact))
      report(
        context,
        [...at('facts'), fact],
        {
          code: 'bad-name',
          message: `"${fact}" is a term already.`,
          mend: 'Take another name for the fact.',
        },
        'key',
      );
  const amount = readAmountOf(context, at('amount'), data, facts);
  const place: Place = {
    context,
    type: name,
    facts,
    ...(data.function !== undefined && { function: data.function }),
    ...(amount
      ? { amount: amount.type }
      : { amountFaulty: likeFaulty === true || data.amount !== undefined }),
    env: environment(
      context,
      facts,
      amount?.fact === undefined
        ? new Map()
        : new Map([
            [
              amount.fact,
              {
                message: `"${amount.fact}" is the amount of this request type, and conditions don't name it.`,
                mend: 'Use "up to", "at least", "share", "total" or a consult\'s "above".',
              },
            ],
          ]),
    ),
  };
  const ensure = data.ensure ?? [];
  for (const [i, obligation] of ensure.entries()) useObligation(context, [...at('ensure'), i], obligation);
  const type: RequestType = {
    name,
    means: data.means === undefined ? {} : readStaffText(context, at('means'), data.means, facts),
    saidAs: data['said as'] ?? [],
    function: data.function ?? 'any',
    needs: data.needs ?? [],
    facts,
    lines: ownLines(
      place,
      name,
      data,
      at,
      lines.filter((line) => line.types === undefined || line.types.includes(name)),
      amount,
    ),
    grants: [
      ...Object.entries(data.may ?? {}).flatMap(([grant, raw]) =>
        list(readGrant(place, [...at('may'), grant], grant, `${name}/may/${grant}`, raw, ensure)),
      ),
      ...noticeGrants(place, name, ensure),
    ],
    consults: Object.entries(data.consult ?? {}).flatMap(([consult, raw]) =>
      list(readConsult(place, [...at('consult'), consult], consult, `${name}/consult/${consult}`, raw)),
    ),
    afterwards: readAfterwards(context, at('afterwards'), data, facts),
  };
  if (amount) type.amount = amount;
  if (data.otherwise)
    type.otherwise = readWritten(place, at('otherwise'), 'otherwise', `${name}/otherwise`, data.otherwise);
  if (data['answer within'] !== undefined) {
    const ms = phrase(context, at('answer within'), 'wrong-value', readDuration(data['answer within']));
    if (ms !== undefined) type.answerWithinMs = ms;
  }
  return type;
}

/** What emergency notices give for a type; such a grant's key is "TYPE/notices/NAME". */
const noticeGrants = (place: Place, type: string, ensure: readonly string[]): Grant[] =>
  Object.entries(place.context.data.notices ?? {}).flatMap(([name, { for: types, ...raw }]) =>
    types.includes(type)
      ? list(readGrant(place, ['notices', name], name, `${type}/notices/${name}`, raw, ensure)).map(
          (grant): Grant => ({ ...grant, notice: true }),
        )
      : [],
  );

function ownLines(
  place: Place,
  name: string,
  data: RequestData,
  at: Laid['at'],
  shared: readonly Line[],
  amount: Amount | undefined,
): Line[] {
  for (const line of shared) {
    if (amount?.fact !== undefined && line.when && reads(line.when).facts.has(amount.fact)) {
      report(place.context, at('amount'), {
        code: 'amount-in-condition',
        message: `"${amount.fact}" is the amount here, and the line "${line.name}" names it in its condition.`,
        mend: 'Take another fact for the amount, or keep the line from this request type with "for".',
      });
    }
  }
  return [
    ...shared,
    ...Object.entries(data['red lines'] ?? {}).flatMap(([line, raw]) =>
      list(readRedLine(place, [...at('red lines'), line], line, `${name}/red lines/${line}`, raw)),
    ),
    ...Object.entries(data.reserved ?? {}).flatMap(([line, raw]) =>
      list(readReserved(place, [...at('reserved'), line], line, `${name}/reserved/${line}`, raw)),
    ),
    ...(data.never ? [readWritten(place, at('never'), 'never', `${name}/never`, data.never)] : []),
  ];
}

function readAmountOf(
  context: Context,
  path: Path,
  data: RequestData,
  facts: ReadonlyMap<string, Fact>,
): Amount | undefined {
  const raw = data.amount;
  if (raw === undefined) return undefined;
  const parts =
    typeof raw === 'string' ? (raw.trimStart().startsWith('=') ? { value: raw } : { fact: raw }) : raw;
  if ((parts.fact === undefined) === (parts.value === undefined)) {
    report(
      context,
      path,
      {
        code: 'fact-or-value',
        message: 'An amount is either a fact or a computed value.',
        mend: 'Give exactly one of "fact" and "value".',
      },
      'key',
    );
    return undefined;
  }
  const env = environment(context, facts);
  const at = (key: 'fact' | 'value'): Path => (typeof raw === 'string' ? path : [...path, key]);
  let expr: Expr | undefined;
  if (parts.fact !== undefined) {
    const fact = known(context, at('fact'), 'fact', parts.fact, facts.keys())
      ? facts.get(parts.fact)
      : undefined;
    if (fact)
      expr = {
        op: 'fact',
        fact: fact.name,
        path: [],
        type: fact.type,
        optional: fact.optional,
        text: fact.name,
      };
  } else if (parts.value !== undefined) {
    const skip = parts.value.indexOf('=') + 1;
    expr = readExpression(context, at('value'), parts.value.slice(skip), env, undefined, skip);
  }
  if (!expr) return undefined;
  const type = 'type' in expr ? expr.type : ({ kind: 'yes or no' } as const);
  if (!isAmountType(type)) {
    report(context, at(parts.fact === undefined ? 'value' : 'fact'), {
      code: 'no-amount',
      message: `An amount is money, a whole number, minutes, hours or days; this is ${phraseOf(type)}.`,
      mend: 'Name another fact, or change its type.',
    });
    return undefined;
  }
  const amount: Amount = {
    type,
    expr,
    allThatFits: typeof raw !== 'string' && raw['if not said'] !== undefined,
    ...(parts.fact !== undefined && { fact: parts.fact }),
  };
  const limit = typeof raw === 'string' ? undefined : raw['never above'];
  if (limit !== undefined) {
    const literal = readComputed(context, [...path, 'never above'], limit, type, env);
    if (literal) amount.neverAbove = literal;
  }
  if (amount.allThatFits && amount.fact === undefined)
    report(
      context,
      path,
      {
        code: 'fact-or-value',
        message: 'Only an amount that is a fact can be left unsaid.',
        mend: 'Remove "if not said", or name a fact.',
      },
      'key',
    );
  return amount;
}

function readAfterwards(
  context: Context,
  path: Path,
  data: RequestData,
  facts: ReadonlyMap<string, Fact>,
): Map<string, Expr> {
  const afterwards = new Map<string, Expr>();
  for (const [name, raw] of Object.entries(data.afterwards ?? {})) {
    const fact = known(context, [...path, name], 'fact', name, facts.keys(), 'key')
      ? facts.get(name)
      : undefined;
    const expr = fact && readComputed(context, [...path, name], raw, fact.type, environment(context, facts));
    if (expr) afterwards.set(name, expr);
  }
  return afterwards;
}
