/** Lists, the macros over them, elements and cells of tables: their types. */
import type { Table } from './book.ts';
import { isKey } from './cel-calls.ts';
import { isBare, saysValue } from './cel-meant.ts';
import { fault, takenName, textOf, words, type Context } from './cel-names.ts';
import { checkCondition, checkValues, misfit, refuseAny } from './cel-operators.ts';
import type { Node, Of } from './cel-tree.ts';
import { commonType, comparable, isWhole, mendTypes, phrase, YES_OR_NO } from './cel-types.ts';
import { typeOf } from './expression.ts';
import type { Expr, Type } from './expression.ts';

export function checkIn(node: Of<'in'>, context: Context): Expr | undefined {
  const element = context.check(node.left);
  const list =
    node.right.op === 'list' ? checkItems(node.right, element, context) : context.check(node.right);
  if (!element || !list || refuseAny([element, list], [node.left, node.right], context)) return undefined;
  const type = typeOf(list);
  const text = textOf(context, node);
  if (list.op === 'list') return { op: 'in', element, list, text };
  if (type.kind !== 'list') {
    const message = `${words(context, node.right)} is ${phrase(type)}: \`in\` looks for an element of a list.`;
    const mend =
      type.kind === 'text'
        ? `Write ${words(context, node.right)}.contains(…).`
        : 'Write a list behind it: [a, b].';
    return fault(context, node.right, 'type-error', message, mend);
  }
  const before = context.faults.length;
  checkValues(element, node.left, type.of, context);
  if (context.faults.length > before) return undefined;
  if (comparable(typeOf(element), type.of, '==')) return { op: 'in', element, list, text };
  return fault(
    context,
    node,
    'type-error',
    `${words(context, node.left)} is ${phrase(typeOf(element))} and ${words(context, node.right)} is ${phrase(type)}: it can't be one of them.`,
    mendTypes(typeOf(element), type.of) ?? "Look for a value of the list's type.",
  );
}

/** The written list behind `in`: every item must be comparable with the element, whatever the others are. */
function checkItems(node: Of<'list'>, element: Expr | undefined, context: Context): Expr | undefined {
  if (node.items.length === 0) return emptyList(node, context);
  const items: Expr[] = [];
  for (const itemNode of node.items) {
    if (element && isBare(itemNode, context) && saysValue(itemNode, element, context)) continue;
    const item = context.check(itemNode);
    if (!item || !element || refuseAny([item], [itemNode], context)) continue;
    const before = context.faults.length;
    checkValues(item, itemNode, typeOf(element), context);
    if (context.faults.length > before) continue;
    if (comparable(typeOf(element), typeOf(item), '==')) items.push(item);
    else misfit(element, item, itemNode, context);
  }
  if (items.length < node.items.length || element === undefined) return undefined;
  const most = items.length;
  return {
    op: 'list',
    items,
    type: { kind: 'list', of: typeOf(element), least: most, most },
    text: textOf(context, node),
  };
}

function emptyList(node: Node, context: Context): undefined {
  const message = 'An empty list says nothing here.';
  return fault(
    context,
    node,
    'not-supported',
    message,
    'Write its elements; to ask whether a list is empty, write size(x) == 0.',
  );
}

export function checkList(node: Of<'list'>, context: Context): Expr | undefined {
  if (node.items.length === 0) return emptyList(node, context);
  const items: Expr[] = [];
  let of: Type | undefined;
  for (const itemNode of node.items) {
    const item = context.check(itemNode);
    if (item === undefined) continue;
    const [first] = items;
    const common: Type | undefined = of === undefined ? typeOf(item) : commonType(of, typeOf(item));
    if (common === undefined && first !== undefined) misfit(first, item, itemNode, context);
    else of = common;
    items.push(item);
  }
  if (items.length < node.items.length || of === undefined) return undefined;
  const most = items.length;
  return { op: 'list', items, type: { kind: 'list', of, least: most, most }, text: textOf(context, node) };
}

const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);
type Macro = 'all' | 'exists' | 'exists_one' | 'filter' | 'map';

/** Whether a method is a macro, and so its first argument a name. */
export const isMacro = (name: string): name is Macro => MACROS.has(name);

export function checkMacro(node: Of<'method'>, macro: Macro, context: Context): Expr | undefined {
  const [name, body] = node.args;
  if (name === undefined || body === undefined || node.args.length > 2 || name.op !== 'id') {
    const message = `${macro} needs a name for the element and what to ${macro === 'map' ? 'make of' : 'ask about'} it.`;
    return fault(
      context,
      node,
      'type-error',
      message,
      `Write it like ${words(context, node.receiver)}.${macro}(i, i.field).`,
    );
  }
  const list = context.check(node.receiver);
  if (list === undefined) return undefined;
  const type = typeOf(list);
  if (type.kind !== 'list') {
    const message = `${words(context, node.receiver)} is ${phrase(type)}: ${macro} goes through the elements of a list.`;
    return fault(context, node.receiver, 'type-error', message, 'Use it on a fact that is a list.');
  }
  const taken = takenName(name.name, context);
  if (taken !== undefined) {
    const message = `${name.name} is already ${taken}: one name for two things misleads.`;
    return fault(context, name, 'shadowed-name', message, 'Give the element another name, such as i.');
  }
  context.variables.push({ name: name.name, type: type.of });
  const inner = macro === 'map' ? context.check(body) : checkCondition(body, context);
  context.variables.pop();
  return inner && macroOf(macro, list, type, name.name, inner, textOf(context, node));
}

function macroOf(
  macro: Macro,
  list: Expr,
  type: Type & { kind: 'list' },
  variable: string,
  inner: Expr,
  text: string,
): Expr {
  switch (macro) {
    case 'map':
      return { op: 'map', list, variable, result: inner, type: { ...type, of: typeOf(inner) }, text };
    case 'filter':
      return { op: 'filter', list, variable, test: inner, type: { ...type, least: 0 }, text };
    default:
      return { op: macro, list, variable, test: inner, type: YES_OR_NO, text };
  }
}

/** `free_bags[membership][cabin]`, or an element of a list. */
export function checkIndex(node: Of<'index'>, context: Context): Expr | undefined {
  const keys: Node[] = [];
  let root: Node = node;
  while (root.op === 'index') {
    keys.unshift(root.index);
    root = root.base;
  }
  if (root.op === 'id') {
    const { name } = root;
    const table = context.environment.tables.get(name);
    const isOther =
      context.variables.some((variable) => variable.name === name) || context.environment.facts.has(name);
    if (table && !isOther) return checkTable(node, table, keys, context);
  }
  return checkElement(node, context);
}

function checkElement(node: Of<'index'>, context: Context): Expr | undefined {
  const list = context.check(node.base);
  const index = context.check(node.index);
  if (!list || !index) return undefined;
  const type = typeOf(list);
  if (type.kind !== 'list') {
    const message = `${words(context, node.base)} is ${phrase(type)}: only lists and tables have something in [ ].`;
    return fault(
      context,
      node,
      'type-error',
      message,
      type.kind === 'shape' ? 'Write a field with a dot: x.field.' : 'Leave the [ ] out.',
    );
  }
  if (isWhole(typeOf(index)))
    return { op: 'element', list, index, type: type.of, text: textOf(context, node) };
  const message = `${words(context, node.index)} is ${phrase(typeOf(index))}: an element of a list is taken by its number, from 0.`;
  return fault(
    context,
    node.index,
    'type-error',
    message,
    'Write a whole number, or ask about every element with .exists(i, …).',
  );
}

function checkTable(
  node: Of<'index'>,
  table: Table,
  keys: readonly Node[],
  context: Context,
): Expr | undefined {
  const form = `${table.name}${table.by.map((key) => `[${key}]`).join('')}`;
  if (keys.length !== table.by.length) {
    const message = `${table.name} is a table by ${table.by.join(' and ')}: it needs ${table.by.length} keys, not ${keys.length}.`;
    return fault(context, node, 'type-error', message, `Write it like ${form}.`);
  }
  const exprs: Expr[] = [];
  for (const [i, key] of keys.entries()) {
    const expr = context.check(key);
    if (expr === undefined) continue;
    if (!isKey(typeOf(expr))) {
      const message = `${words(context, key)} is ${phrase(typeOf(expr))}: a key of a table is text, a choice or a whole number.`;
      fault(context, key, 'type-error', message, `Write it like ${form}.`);
      continue;
    }
    const before = context.faults.length;
    checkValues(expr, key, { kind: 'choice', values: keysOf(table, i) }, context);
    if (context.faults.length === before) exprs.push(expr);
  }
  if (exprs.length < keys.length) return undefined;
  return { op: 'table', table: table.name, keys: exprs, type: table.type, text: textOf(context, node) };
}

/** The keys that a table's cells have in one dimension. */
const keysOf = (table: Table, dimension: number): string[] => [
  ...new Set([...table.cells.keys()].map((key) => key.split('\u0001')[dimension] ?? '')),
];
