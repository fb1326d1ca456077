/** Comparisons and arithmetic: which sides go together, and what to say when they don't. */
import { meant } from '../words/spelling.ts';
import { parseDay } from '../words/time.ts';
import { isBare, saysValue, saysYesOrNo } from './cel-meant.ts';
import { fault, textOf, words, type Context } from './cel-names.ts';
import type { BinaryOperator, Node, Of } from './cel-tree.ts';
import { arithmeticType, comparable, holdsAny, isNumber, mendTypes, phrase, shortList } from './cel-types.ts';
import { typeOf } from './expression.ts';
import type { Comparison, Expr, Type } from './expression.ts';

/** Something that must be yes or no, because `&&`, `||`, `!` or a macro asks for it. */
export function checkCondition(node: Node, context: Context): Expr | undefined {
  const expr = context.check(node);
  if (expr === undefined || typeOf(expr).kind === 'yes or no') return expr;
  return notACondition(expr, node, context);
}

/** For a value that stands where a condition must. */
export function notACondition(expr: Expr, node: Node, context: Context): undefined {
  const type = typeOf(expr);
  return fault(
    context,
    node,
    'not-a-condition',
    `${words(context, node)} is ${phrase(type)}, and a condition must be yes or no.`,
    `Compare it with something, such as ${exampleOf(words(context, node), type)}.`,
  );
}

function exampleOf(name: string, type: Type): string {
  if (isNumber(type)) return `${name} > 3`;
  if (type.kind === 'money') return `${name} > ${type.currency.toLowerCase()}(50)`;
  if (type.kind === 'date') return `days_since(${name}) <= 30`;
  if (type.kind === 'instant') return `hours_since(${name}) <= 24`;
  if (type.kind === 'list') return `${name}.size() > 1`;
  return `${name} == '${type.kind === 'choice' ? type.values[0] : '…'}'`;
}

export function checkBinary(node: Of<'binary'>, context: Context): Expr | undefined {
  const { operator } = node;
  if (isComparison(operator)) return checkComparison(node, operator, context);
  const left = context.check(node.left);
  const right = context.check(node.right);
  if (!left || !right || refuseAny([left, right], [node.left, node.right], context)) return undefined;
  const type = arithmeticType(operator, typeOf(left), typeOf(right));
  if (type) return { op: 'arithmetic', operator, left, right, type, text: textOf(context, node) };
  const verb = {
    '+': 'added',
    '-': 'subtracted',
    '*': 'multiplied',
    '/': 'divided',
    '%': 'divided with a rest',
  }[operator];
  return mismatch(left, right, node, `can't be ${verb}`, context);
}

const isComparison = (operator: BinaryOperator): operator is Comparison =>
  ['==', '!=', '<', '<=', '>', '>='].includes(operator);

const isNull = (node: Node): boolean => node.op === 'value' && node.value === null;

function checkComparison(node: Of<'binary'>, comparison: Comparison, context: Context): Expr | undefined {
  if (isNull(node.left) || isNull(node.right)) return checkNull(node, comparison, context);
  const [left, right] = checkSides(node, context);
  if (!left || !right || refuseAny([left, right], [node.left, node.right], context)) return undefined;
  const [leftType, rightType] = [typeOf(left), typeOf(right)];
  const before = context.faults.length;
  checkValues(right, node.right, leftType, context);
  checkValues(left, node.left, rightType, context);
  if (context.faults.length > before) return undefined;
  if (comparable(leftType, rightType, comparison)) {
    return { op: 'compare', comparison, left, right, text: textOf(context, node) };
  }
  return incomparable(left, right, node, comparison, context);
}

/** Both sides; one that was meant as a value of the other's type is said to be one. */
function checkSides(node: Of<'binary'>, context: Context): (Expr | undefined)[] {
  const sides = [node.left, node.right];
  const bare = sides.find((side) => isBare(side, context));
  const other = sides.find((side) => side !== bare);
  if (!bare || !other) return sides.map(context.check);
  const checked = context.check(other);
  if (checked && (saysYesOrNo(node, bare, checked, context) || saysValue(bare, checked, context))) return [];
  return sides.map((side) => (side === bare ? context.check(side) : checked));
}

function incomparable(
  left: Expr,
  right: Expr,
  node: Of<'binary'>,
  comparison: Comparison,
  context: Context,
): undefined {
  const [leftType, rightType] = [typeOf(left), typeOf(right)];
  const isEquality = comparison === '==' || comparison === '!=';
  if (isEquality || !comparable(leftType, rightType, '=='))
    return mismatch(left, right, node, "can't be compared", context);
  const odd = leftType.kind === 'text' ? right : left;
  return fault(
    context,
    node,
    'type-error',
    `${odd.text} is ${phrase(typeOf(odd))}: nothing there is less or more, so ${comparison} says nothing.`,
    'Compare it with == or !=, or with several values by `in`.',
  );
}

function mismatch(left: Expr, right: Expr, node: Of<'binary'>, what: string, context: Context): undefined {
  const [leftType, rightType] = [typeOf(left), typeOf(right)];
  return fault(
    context,
    node,
    'type-error',
    `${words(context, node.left)} is ${phrase(leftType)} and ${words(context, node.right)} is ${phrase(rightType)}: they ${what}.`,
    mendWritten(left, right) ??
      mendWritten(right, left) ??
      mendTypes(leftType, rightType) ??
      'Use two values of one type.',
  );
}

/** The number or text that was written, as a value of the other side's type. */
function mendWritten(left: Expr, right: Expr): string | undefined {
  const type = typeOf(left);
  if (right.op !== 'literal') return undefined;
  if (type.kind === 'money' && typeof right.value === 'number' && isNumber(right.type))
    return `Write an amount with its currency: ${type.currency.toLowerCase()}(${right.text}).`;
  if (type.kind === 'date' && typeof right.value === 'string' && parseDay(right.value) !== undefined)
    return `Write a date as date('${right.value}').`;
  return undefined;
}

/** What is `any` may be carried and shown, not compared. */
export function refuseAny(exprs: readonly Expr[], nodes: readonly Node[], context: Context): boolean {
  const at = exprs.findIndex((expr) => holdsAny(typeOf(expr)));
  const node = nodes[at];
  if (node === undefined) return false;
  const message = `${words(context, node)} may hold anything: it can be carried and shown, not compared.`;
  fault(
    context,
    node,
    'any-compared',
    message,
    'Declare a type for it, or a fact of its own for what matters.',
  );
  return true;
}

/** `x == null`: whether an optional fact is none. */
function checkNull(node: Of<'binary'>, comparison: Comparison, context: Context): Expr | undefined {
  const other = isNull(node.left) ? node.right : node.left;
  if (isNull(other)) return context.check(other);
  const expr = context.check(other);
  if (expr === undefined) return undefined;
  if (!isOptional(expr)) {
    return fault(
      context,
      node,
      'null-compared',
      `${words(context, other)} is never null: while nobody has said it, it is unknown, and the condition waits for it.`,
      'Leave this comparison out, or declare the fact with `optional: yes` if "none" is an answer.',
    );
  }
  if (comparison !== '==' && comparison !== '!=') {
    const message = 'null is neither less nor more than anything.';
    return fault(context, node, 'null-compared', message, 'Compare with == or !=.');
  }
  const none: Expr = { op: 'literal', value: null, type: { kind: 'any' }, text: 'null' };
  const text = textOf(context, node);
  return other === node.right
    ? { op: 'compare', comparison, left: none, right: expr, text }
    : { op: 'compare', comparison, left: expr, right: none, text };
}

function isOptional(expr: Expr): boolean {
  if (expr.op === 'term') return isOptional(expr.expr);
  return expr.op === 'fact' && expr.optional;
}

/** Texts written out must be values of the choice that they are compared with. */
export function checkValues(expr: Expr, node: Node, type: Type, context: Context): void {
  if (type.kind === 'list' && expr.op === 'list' && node.op === 'list') {
    for (const [i, item] of expr.items.entries()) checkValues(item, node.items[i] ?? node, type.of, context);
  } else if (expr.op === 'if' && node.op === 'if') {
    checkValues(expr.then, node.then, type, context);
    checkValues(expr.else, node.else, type, context);
  } else if (type.kind === 'choice' && expr.op === 'literal' && typeof expr.value === 'string') {
    if (!type.values.includes(expr.value)) notAValue(expr.value, node, type.values, context);
  }
}

function notAValue(value: string, node: Node, values: readonly string[], context: Context): void {
  const close = meant(value, values);
  fault(
    context,
    node,
    'not-a-value',
    `'${value}' is none of the values ${shortList(values)}, so this could never be true.`,
    close === undefined ? `Write one of ${shortList(values)}.` : `Write '${close}', if that is meant.`,
  );
}

/** For an item of a written list that does not go with the rest. */
export function misfit(element: Expr, item: Expr, node: Node, context: Context): undefined {
  const [left, right] = [typeOf(element), typeOf(item)];
  return fault(
    context,
    node,
    'type-error',
    `${element.text} is ${phrase(left)} and ${words(context, node)} is ${phrase(right)}: they can't be compared.`,
    mendTypes(left, right) ?? 'Use two values of one type.',
  );
}
