/** What the names in an expression stand for: elements of macros, facts and their fields, terms, counters, tables. */
import { meant } from '../words/spelling.ts';
import type { Table } from './book.ts';
import { typeOf } from './expression.ts';
import type { Expr, Type } from './expression.ts';
import { reads } from './logic.ts';
import type { Fault, Node } from './cel-tree.ts';
import { phrase, shortList } from './cel-types.ts';

export type Environment = {
  /** Declared facts by dotted name: "order.status". */
  facts: ReadonlyMap<string, { type: Type; optional: boolean }>;
  /** Already compiled terms. */
  terms: ReadonlyMap<string, Expr>;
  tables: ReadonlyMap<string, Table>;
  counters: ReadonlyMap<string, Type>;
  /** The book's currency. */
  currency: string;
  /** Pairs for which a rate is declared: to_usd(x) converts money of `from`. */
  rates: readonly { from: string; to: string }[];
  /** Facts that are known but must not be used here, with why and how to mend it. */
  forbidden: ReadonlyMap<string, { message: string; mend: string }>;
  /** Names whose declaration has a fault that is reported there: their uses are not faulted a second time. */
  faulty?: ReadonlySet<string>;
};

/** What the checking of one expression carries along. */
export type Context = {
  source: string;
  environment: Environment;
  faults: Fault[];
  /** Elements that the macros around are looking at, outermost first. */
  variables: { name: string; type: Type }[];
  check: (node: Node) => Expr | undefined;
};

type Part = { name: string; start: number; end: number };

export const textOf = (context: Context, range: { start: number; end: number }): string =>
  context.source.slice(range.start, range.end).trim();

/** The source of a node for use inside a sentence. */
export function words(context: Context, range: { start: number; end: number }): string {
  const text = textOf(context, range);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Notes a fault; undefined, so that the caller can return it. */
export function fault(
  context: Context,
  range: { start: number; end: number },
  code: string,
  message: string,
  mend: string,
): undefined {
  context.faults.push({ code, start: range.start, end: range.end, message, mend });
  return undefined;
}

/** The names of `a.b.c`, or undefined if it begins with something else than a name. */
function partsOf(node: Node): Part[] | undefined {
  const parts: Part[] = [];
  let at = node;
  while (at.op === 'dot') {
    parts.unshift({ name: at.name, start: at.nameStart, end: at.nameStart + at.name.length });
    at = at.base;
  }
  if (at.op !== 'id') return undefined;
  return [{ name: at.name, start: at.start, end: at.start + at.name.length }, ...parts];
}

/** A name, a dotted name, or a field of something else. */
export function checkName(node: Node & { op: 'id' | 'dot' }, context: Context): Expr | undefined {
  const parts = partsOf(node);
  if (parts !== undefined) return resolve(parts, node, context);
  const dot = node as Node & { op: 'dot' };
  const base = context.check(dot.base);
  return (
    base &&
    fieldsOf(
      base,
      [{ name: dot.name, start: dot.nameStart, end: dot.nameStart + dot.name.length }],
      node,
      context,
    )
  );
}

function resolve(parts: readonly Part[], node: Node, context: Context): Expr | undefined {
  const { environment } = context;
  const [root, ...rest] = parts as [Part, ...Part[]];
  const text = textOf(context, node);
  const variable = context.variables.findLast(({ name }) => name === root.name);
  if (variable !== undefined) {
    const type = walk(variable.type, root.name, rest, context);
    return type && { op: 'variable', name: root.name, path: rest.map(({ name }) => name), type, text };
  }
  const fact = declaredFact(parts, environment);
  const banned = forbiddenName(fact ? parts.slice(0, fact.length) : parts, environment, fact !== undefined);
  if (banned) return fault(context, node, 'forbidden-name', banned.message, banned.mend);
  if (fact) {
    const path = parts.slice(fact.length);
    const type = walk(fact.type, fact.name, path, context);
    const names = path.map(({ name }) => name);
    return type && { op: 'fact', fact: fact.name, path: names, type, optional: fact.optional, text };
  }
  const term = environment.terms.get(root.name);
  if (term) return checkTerm(root, rest, term, node, context);
  const counter = environment.counters.get(root.name);
  if (counter)
    return fieldsOf(
      { op: 'counter', counter: root.name, type: counter, text: root.name },
      rest,
      node,
      context,
    );
  const table = environment.tables.get(root.name);
  if (table) return tableByItself(table, node, context);
  return unknownName(parts, node, context);
}

/** The fact with the longest name that the parts begin with. */
function declaredFact(
  parts: readonly Part[],
  environment: Environment,
): { name: string; length: number; type: Type; optional: boolean } | undefined {
  for (let length = parts.length; length > 0; length--) {
    const name = joined(parts.slice(0, length));
    const fact = environment.facts.get(name);
    if (fact) return { name, length, type: fact.type, optional: fact.optional };
  }
  return undefined;
}

const joined = (parts: readonly Part[]): string => parts.map(({ name }) => name).join('.');

function forbiddenName(
  parts: readonly Part[],
  environment: Environment,
  whole: boolean,
): { message: string; mend: string } | undefined {
  for (let length = parts.length; length > (whole ? parts.length - 1 : 0); length--) {
    const banned = environment.forbidden.get(joined(parts.slice(0, length)));
    if (banned) return banned;
  }
  return undefined;
}

function checkTerm(
  root: Part,
  rest: readonly Part[],
  expr: Expr,
  node: Node,
  context: Context,
): Expr | undefined {
  for (const name of reads(expr).facts) {
    const banned = context.environment.forbidden.get(name);
    if (banned) {
      return fault(
        context,
        node,
        'forbidden-name',
        `The term ${root.name} uses ${name}. ${banned.message}`,
        banned.mend,
      );
    }
  }
  const term: Expr = { op: 'term', name: root.name, expr, type: typeOf(expr), text: root.name };
  return fieldsOf(term, rest, node, context);
}

function tableByItself(table: Table, node: Node, context: Context): undefined {
  const keys = table.by.map((key) => `[${key}]`).join('');
  return fault(
    context,
    node,
    'type-error',
    `${table.name} is a table: only one of its cells has a value.`,
    `Write its keys behind it: ${table.name}${keys}.`,
  );
}

/** The type at the end of a path of fields. */
function walk(type: Type, base: string, path: readonly Part[], context: Context): Type | undefined {
  let at = type;
  let name = base;
  for (const part of path) {
    if (at.kind !== 'shape') {
      return fault(
        context,
        part,
        'unknown-fact',
        `${name} is ${phrase(at)} and has no ${part.name}.`,
        at.kind === 'list'
          ? `Ask about its elements: ${name}.all(i, i.${part.name} …) or ${name}.exists(i, i.${part.name} …).`
          : `Leave .${part.name} out, or declare the fact ${name}.${part.name}.`,
      );
    }
    const field = at.fields.get(part.name);
    if (field === undefined) return unknownField(part, at, context);
    at = field;
    name = `${name}.${part.name}`;
  }
  return at;
}

function unknownField(part: Part, shape: Type & { kind: 'shape' }, context: Context): undefined {
  const close = meant(part.name, shape.fields.keys());
  return fault(
    context,
    part,
    'unknown-fact',
    `The shape ${shape.name} has no field ${part.name}.`,
    close === undefined
      ? `It has ${shortList([...shape.fields.keys()])}: use one of them, or declare ${part.name} in the shape.`
      : `Write ${close}, if that is meant.`,
  );
}

/** Fields of something that is no fact: of a list's element, of a term. */
function fieldsOf(base: Expr, path: readonly Part[], node: Node, context: Context): Expr | undefined {
  let expr = base;
  for (const [i, part] of path.entries()) {
    const type = walk(typeOf(expr), expr.text, [part], context);
    if (type === undefined) return undefined;
    const text = i === path.length - 1 ? textOf(context, node) : `${expr.text}.${part.name}`;
    expr = { op: 'field', base: expr, name: part.name, type, text };
  }
  return expr;
}

function unknownName(parts: readonly Part[], node: Node, context: Context): undefined {
  const { facts, terms, tables, counters } = context.environment;
  const name = joined(parts);
  if (parts.some((_, i) => context.environment.faulty?.has(joined(parts.slice(0, i + 1))))) return undefined;
  const inside = [...facts.keys()].filter((fact) => fact.startsWith(`${name}.`));
  if (inside.length > 0) {
    const message = `${name} is not a fact by itself, only the beginning of other names.`;
    return fault(context, node, 'unknown-fact', message, `Use one of ${shortList(inside)}.`);
  }
  const variables = context.variables.map((variable) => variable.name);
  const all = [...variables, ...facts.keys(), ...terms.keys(), ...tables.keys(), ...counters.keys()];
  const close = name.length > 2 ? meant(name, all) : undefined;
  return fault(
    context,
    node,
    'unknown-fact',
    `Nothing of the name ${words(context, node)} is declared.`,
    close === undefined
      ? `Declare it under \`facts\`, or put a text in quotes.`
      : `Write ${close}, if that is meant, or declare ${words(context, node)} under \`facts\`.`,
  );
}

/** Why a macro's element can't have that name; undefined: it can. */
export function takenName(name: string, context: Context): string | undefined {
  const { facts, terms, tables, counters } = context.environment;
  if (context.variables.some((variable) => variable.name === name)) return 'the element of a list around it';
  if (terms.has(name)) return 'a term';
  if (tables.has(name)) return 'a table';
  if (counters.has(name)) return 'a counter';
  for (const fact of facts.keys())
    if (fact === name || fact.startsWith(`${name}.`)) return `the fact ${fact}`;
  return undefined;
}
