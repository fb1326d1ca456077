/** From a book's text to what `decide` reads, or to problems that say where and how to mend. */
import { sha256 } from '../words/hash.ts';
import { CURRENCIES } from '../words/money.ts';
import { hasErrors, sortProblems, type Problem } from '../words/problem.ts';
import { meant } from '../words/spelling.ts';
import { UTC, type Zones } from '../words/time.ts';
import type { Alternative, Book, Obligation, Residual, Text } from './book.ts';
import { checkBook } from './check.ts';
import {
  readCounters,
  readFacts,
  readRates,
  readShapes,
  readTables,
  isNumberName,
  nameFault,
  NUMBER_NAME,
  typeTotals,
} from './compile-facts.ts';
import { readBookMoney, readRedLine, readReserved, type Place } from './compile-rules.ts';
import { readTriggers } from './compile-triggers.ts';
import { amountTypeOf, readRequestType } from './compile-types.ts';
import {
  conjunction,
  environment,
  known,
  phrase,
  readComputed,
  readExpression,
  readInForce,
  readStaffText,
  readText,
  readWho,
  report,
  type Context,
} from './context.ts';
import { readAmount, readDuration } from './phrases.ts';
import { readReplies } from './compile-replies.ts';
import { BookFile } from './schema.ts';
import { readYaml, type Path, type Source } from './yaml.ts';
import { MAX_PROBLEMS, tooMany, zodProblems } from './zod-problems.ts';

/** `book` is there iff no problem is an error. `source` finds the place of later findings. */
export type Compiled = { book: Book | undefined; problems: Problem[]; source: Source };

/**
 * Compiles a book's text.
 * @param file the name that problems carry
 * @param zones finds the time zone's transitions
 */
export function compileBook(file: string, text: string, zones: Zones): Compiled {
  const source = readYaml(file, text);
  const done = (book: Book | undefined): Compiled => {
    const all = sortProblems(source.problems);
    const rest = all.slice(MAX_PROBLEMS);
    const problems =
      rest.length === 0
        ? all
        : [...all.slice(0, MAX_PROBLEMS), tooMany(file, rest.length, hasErrors(rest) ? 'error' : 'notice')];
    return { book: hasErrors(problems) ? undefined : book, problems, source };
  };
  if (source.problems.length > 0) return done(undefined);
  if (source.data === null || source.data === undefined) {
    source.problems.push(
      source.problem([], 'value', {
        code: 'empty',
        severity: 'error',
        message: 'There is nothing in this file.',
        mend: 'Start with "book: NAME"; docs/guides shows a book from five lines on.',
      }),
    );
    return done(undefined);
  }
  const parsed = BookFile.safeParse(source.data);
  if (!parsed.success) {
    source.problems.push(...zodProblems(source, parsed.error, BookFile));
    return done(undefined);
  }
  const context: Context = {
    source,
    data: { ...parsed.data, functions: parsed.data.functions ?? [], requests: parsed.data.requests ?? {} },
    used: { facts: new Set(), obligations: new Set(), alternatives: new Set(), counters: new Set() },
    declared: {
      shapes: new Map(),
      facts: new Map(),
      terms: new Map(),
      tables: new Map(),
      counters: new Map(),
      rates: [],
      faulty: new Set(),
    },
    places: new Map(),
    texts: new Map(),
    reported: new Set(),
  };
  const book = readBook(context, zones, sha256(JSON.stringify(source.data)).slice(0, 16));
  if (!hasErrors(source.problems)) checkBook(context, book);
  return done(book);
}

function readBook(context: Context, zones: Zones, hash: string): Book {
  const { data, declared } = context;
  const zone = zones(data['time zone']);
  if (!zone)
    report(context, ['time zone'], {
      code: 'unknown-time-zone',
      message: `There is no time zone "${data['time zone']}".`,
      mend: 'Write a region and a city of it, such as "America/New_York" or "Europe/Berlin".',
    });
  if (!CURRENCIES.has(data.currency)) {
    const near = meant(data.currency, CURRENCIES.keys());
    report(context, ['currency'], {
      code: 'unknown-currency',
      message: `"${data.currency}" is no currency in use.`,
      mend: near ? `Did you mean "${near}"?` : 'Write the code of three letters, such as USD.',
    });
    data.currency = 'USD'; // The rest is checked as if; nothing is compiled after an error.
  }
  for (const key of ['grades', 'functions'] as const) {
    for (const [i, name] of data[key].entries()) {
      if (data[key].indexOf(name) !== i)
        report(context, [key, i], {
          code: 'duplicate-value',
          message: `"${name}" stands here twice.`,
          mend: 'Remove one of the two.',
        });
    }
  }
  refuseNumberNames(context);
  readShapes(context);
  declared.facts = readFacts(context, ['facts'], data.facts ?? {});
  readTables(context);
  readRates(context);
  readCounters(context);
  typeTotals(context, (type) => amountTypeOf(context, type));
  readTerms(context);
  const everything: Place = { context, facts: declared.facts, env: environment(context, declared.facts) };
  const lines = [
    ...Object.entries(data['red lines'] ?? {}).map(([name, line]) => ({
      data: line,
      line: readRedLine(everything, ['red lines', name], name, `red lines/${name}`, line),
    })),
    ...Object.entries(data.reserved ?? {}).map(([name, line]) => ({
      data: line,
      line: readReserved(everything, ['reserved', name], name, `reserved/${name}`, line),
    })),
  ].flatMap(({ data: { for: types }, line }) =>
    line
      ? [types === undefined ? line : { ...line, types: typeof types === 'string' ? [types] : types }]
      : [],
  );
  for (const section of ['red lines', 'reserved'] as const) {
    for (const [name, { for: types }] of Object.entries(data[section] ?? {})) {
      for (const [i, type] of (typeof types === 'string' ? [types] : (types ?? [])).entries()) {
        known(
          context,
          typeof types === 'string' ? [section, name, 'for'] : [section, name, 'for', i],
          'request type',
          type,
          Object.keys(data.requests),
        );
      }
    }
  }
  for (const [name, notice] of Object.entries(data.notices ?? {}))
    for (const [i, type] of notice.for.entries())
      known(context, ['notices', name, 'for', i], 'request type', type, Object.keys(data.requests));
  const types = new Map(
    Object.keys(data.requests).flatMap((name) => {
      const type = readRequestType(context, name, lines);
      return type ? [[name, type] as const] : [];
    }),
  );
  const residual = readResidual(context);
  const alternatives = readAlternatives(context, types);
  const book: Book = {
    name: data.book,
    hash,
    inForce: readInForce(context, [], data),
    currency: data.currency,
    zone: zone ?? UTC,
    zones,
    language: data.language ?? 'en',
    grades: data.grades,
    functions: data.functions,
    units: new Map(
      Object.entries(data.units ?? {}).map(([name, who]) => [name, readWho(context, ['units', name], who)]),
    ),
    residual,
    policyOwner: data['policy owner']
      ? readWho(context, ['policy owner'], data['policy owner'])
      : (residual[0]?.who ?? {}),
    signals: new Map(
      Object.entries(data.signals ?? {}).flatMap(([name, who]) =>
        who ? [[name, readWho(context, ['signals', name], who)] as const] : [],
      ),
    ),
    facts: declared.facts,
    counters: declared.counters,
    tables: declared.tables,
    rates: declared.rates,
    obligations: readObligations(context),
    alternatives,
    triggers: readTriggers(context, { types, alternatives }),
    lines: lines.filter((line) => line.types === undefined),
    types,
    called: readCalled(context),
    replies: readReplies(context),
  };
  readCare(context, book);
  return book;
}

/** Sections whose order counts, of the book and of a request type; facts are refused where they are read. */
const ORDERED = ['requests', 'red lines', 'reserved', 'obligations', 'alternatives', 'notices'] as const;
const ORDERED_IN_TYPE = ['may', 'red lines', 'reserved', 'consult'] as const;

/** Names of digits alone, which the language that this is written in moves to the front. */
function refuseNumberNames(context: Context): void {
  const { data } = context;
  const sections: [Path, object | undefined][] = [
    ...ORDERED.map((key): [Path, object | undefined] => [[key], data[key]]),
    ...Object.entries(data.requests).flatMap(([name, type]) =>
      ORDERED_IN_TYPE.map((key): [Path, object | undefined] => [['requests', name, key], type[key]]),
    ),
  ];
  for (const [path, section] of sections) {
    for (const name of Object.keys(section ?? {}).filter(isNumberName)) {
      const message = `"${name}" is a number, and names of digits alone do not keep their place in a book.`;
      report(context, [...path, name], { code: 'bad-name', message, mend: NUMBER_NAME }, 'key');
    }
  }
}

/** The first parts of the dotted names in some sources, text in quotes left out. */
function namesIn(sources: readonly string[]): Set<string> {
  const bare = sources.join(' ').replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, ' ');
  return new Set(
    (bare.match(/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g) ?? []).map((name) => name.split('.')[0] ?? ''),
  );
}

/** Named conditions and values, each after those it uses; circles are refused. */
function readTerms(context: Context): void {
  const data = context.data.terms ?? {};
  const open: string[] = [];
  const done = new Set<string>();
  const read = (name: string): void => {
    if (done.has(name)) return;
    const path = ['terms', name];
    const start = open.indexOf(name);
    if (start >= 0) {
      report(
        context,
        path,
        {
          code: 'circle',
          message: `The terms go in a circle: ${[...open.slice(start), name].join(' → ')}.`,
          mend: 'Let one of them stand without the others.',
        },
        'key',
      );
      for (const term of open.slice(start)) {
        done.add(term);
        context.declared.faulty.add(term);
      }
      return;
    }
    const fault = name.includes('.') ? 'Use letters, digits and _.' : nameFault(name);
    if (fault)
      report(
        context,
        path,
        { code: 'bad-name', message: `A term can't be named "${name}".`, mend: fault },
        'key',
      );
    if (context.declared.facts.has(name))
      report(
        context,
        path,
        {
          code: 'bad-name',
          message: `"${name}" is a fact already.`,
          mend: 'Take another name for the term.',
        },
        'key',
      );
    open.push(name);
    const raw = data[name] ?? '';
    const sources = Array.isArray(raw) ? raw : [raw];
    for (const word of namesIn(sources)) if (Object.hasOwn(data, word)) read(word);
    open.pop();
    if (done.has(name)) return;
    done.add(name);
    const env = environment(context, context.declared.facts);
    const parts = sources.map((source, i) =>
      readExpression(
        context,
        Array.isArray(raw) ? [...path, i] : path,
        source,
        env,
        sources.length > 1 ? { kind: 'yes or no' } : undefined,
      ),
    );
    const good = parts.filter((part) => part !== undefined);
    if (good.length === parts.length && good.length > 0) context.declared.terms.set(name, conjunction(good));
    else context.declared.faulty.add(name);
  };
  for (const name of Object.keys(data)) read(name);
}

function readResidual(context: Context): Residual[] {
  const data = context.data['residual authority'];
  return (Array.isArray(data) ? data : [data]).map((raw, i) => {
    const path = Array.isArray(data) ? ['residual authority', i] : ['residual authority'];
    const { 'up to': limit, ...who } = raw;
    const residual: Residual = { who: readWho(context, path, who) };
    const upTo = limit === undefined ? undefined : readBookMoney(context, [...path, 'up to'], limit);
    if (upTo !== undefined) residual.upTo = upTo;
    return residual;
  });
}

function readObligations(context: Context): Map<string, Obligation> {
  const obligations = new Map<string, Obligation>();
  for (const [name, data] of Object.entries(context.data.obligations ?? {})) {
    const path = ['obligations', name];
    const obligation: Obligation = {
      name,
      when: data.when,
      do: readStaffText(context, [...path, 'do'], data.do, context.declared.facts),
    };
    const shownBy = data['shown by'];
    if (
      shownBy !== undefined &&
      known(context, [...path, 'shown by'], 'fact', shownBy, context.declared.facts.keys())
    ) {
      obligation.shownBy = shownBy;
      context.used.facts.add(shownBy);
      if (context.declared.facts.get(shownBy)?.type.kind !== 'yes or no') {
        report(context, [...path, 'shown by'], {
          code: 'not-a-condition',
          message: `"${shownBy}" is not yes or no, so it can't show that something was done.`,
          mend: 'Name a fact of type yes or no.',
        });
      }
    }
    const unit = data['tell unit'];
    if (
      unit !== undefined &&
      known(context, [...path, 'tell unit'], 'unit', unit, Object.keys(context.data.units ?? {}))
    )
      obligation.tellUnit = unit;
    obligations.set(name, obligation);
  }
  return obligations;
}

function readAlternatives(context: Context, types: Book['types']): Map<string, Alternative> {
  const alternatives = new Map<string, Alternative>();
  const requests = Object.keys(context.data.requests);
  for (const [name, data] of Object.entries(context.data.alternatives ?? {})) {
    const path = ['alternatives', name];
    const alternative: Alternative = { name, serves: data.serves ?? [] };
    if (data.tell === undefined && data.do === undefined) {
      report(
        context,
        path,
        {
          code: 'tell-or-do',
          message: 'This alternative offers nothing.',
          mend: 'Give "do" (a request type to grant instead), "tell" (words for the customer), or both.',
        },
        'key',
      );
    }
    const everyFact = new Map([...types.values()].flatMap((type) => [...type.facts]));
    if (data.tell !== undefined)
      alternative.tell = readText(context, [...path, 'tell'], data.tell, everyFact);
    if (data.do === undefined) {
      for (const key of ['with', 'then'] as const)
        if (data[key] !== undefined)
          report(
            context,
            [...path, key],
            {
              code: 'tell-or-do',
              message: `"${key}" goes with "do", and this alternative only tells.`,
              mend: `Remove "${key}".`,
            },
            'key',
          );
    } else if (known(context, [...path, 'do'], 'request type', data.do, requests)) {
      const target = types.get(data.do);
      const changes = new Map();
      for (const [fact, raw] of Object.entries(data.with ?? {})) {
        const declared = target?.facts.get(fact);
        if (
          !target ||
          !known(context, [...path, 'with', fact], 'fact', fact, target.facts.keys(), 'key') ||
          !declared
        )
          continue;
        const expr = readComputed(
          context,
          [...path, 'with', fact],
          raw,
          declared.type,
          environment(context, everyFact),
        );
        if (expr) changes.set(fact, expr);
      }
      alternative.do = { type: data.do, with: changes };
      if (data.then !== undefined && known(context, [...path, 'then'], 'request type', data.then, requests))
        alternative.do.then = data.then;
    }
    alternatives.set(name, alternative);
  }
  return alternatives;
}

/** Words that a customer may read for a role, grade, unit or function. */
function readCalled(context: Context): Map<string, Text> {
  return new Map(
    Object.entries(context.data.called ?? {}).map(([name, text]) => [
      name,
      readText(context, ['called', name], text, new Map()),
    ]),
  );
}

/** Who cares for whom: management, people asked for, delegation, special clients. */
function readCare(context: Context, book: Book): void {
  const { data } = context;
  const person = data['asks for a person'];
  if (person) book.asksForAPerson = readWho(context, ['asks for a person'], person);
  if (data.management !== undefined && known(context, ['management'], 'grade', data.management, data.grades))
    book.management = data.management;
  if (data.delegation) {
    const { from, to, 'up to': upTo, 'at most': atMost } = data.delegation;
    known(context, ['delegation', 'from'], 'grade', from, data.grades);
    known(context, ['delegation', 'to'], 'grade', to, data.grades);
    const cap = upTo === undefined ? undefined : readBookMoney(context, ['delegation', 'up to'], upTo);
    const atMostMs =
      atMost === undefined
        ? undefined
        : phrase(context, ['delegation', 'at most'], 'wrong-value', readDuration(atMost));
    book.delegation = {
      from,
      to,
      ...(cap !== undefined && { upTo: cap }),
      ...(atMostMs !== undefined && { atMostMs }),
    };
  }
  const special = data['special clients'];
  if (!special) return;
  const path = ['special clients'];
  if (data.management === undefined) {
    report(
      context,
      path,
      {
        code: 'no-management',
        message: 'Special clients need somebody who may decline them.',
        mend: 'Say from which grade on: "management: manager".',
      },
      'key',
    );
  }
  const answerWithinMs =
    special['answer within'] === undefined
      ? undefined
      : phrase(context, [...path, 'answer within'], 'wrong-value', readDuration(special['answer within']));
  const cleared = new Map();
  for (const [name, limit] of Object.entries(special.cleared ?? {})) {
    if (!known(context, [...path, 'cleared', name], 'request type', name, book.types.keys(), 'key')) continue;
    const type = book.types.get(name);
    const upTo =
      limit === 'yes' ? undefined : type && clearedUpTo(context, [...path, 'cleared', name], type, limit);
    const id = 'special clients/cleared';
    if (type)
      cleared.set(name, {
        id,
        name: 'cleared',
        type: name,
        from: book.grades[0],
        function: type.function,
        inForce: {},
        ensure: type.grants[0]?.ensure ?? [],
        ...(upTo !== undefined && { upTo }),
      });
  }
  book.specialClients = {
    ...(special['account owner'] !== undefined && { accountOwner: special['account owner'] }),
    ...(answerWithinMs !== undefined && { answerWithinMs }),
    silence: special.silence ?? 'hold',
    criteria: (special.criteria ?? []).map((text, i) =>
      readStaffText(context, [...path, 'criteria', i], text, book.facts),
    ),
    cleared,
  };
}

function clearedUpTo(
  context: Context,
  path: string[],
  type: NonNullable<ReturnType<Book['types']['get']>>,
  limit: string | number,
): number | undefined {
  if (!type.amount) {
    report(context, path, {
      code: 'no-amount',
      message: `"${type.name}" has no amount to limit.`,
      mend: 'Write "yes", or give the request type an amount.',
    });
    return undefined;
  }
  return phrase(context, path, 'wrong-value', readAmount(limit, type.amount.type));
}
