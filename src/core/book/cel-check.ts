/** Types: from the parser's tree to an expression, or to faults in the words of a book. */
import { checkCall } from './cel-calls.ts';
import { checkIn, checkIndex, checkList, checkMacro, isMacro } from './cel-lists.ts';
import { checkName, fault, textOf, words, type Context, type Environment } from './cel-names.ts';
import { checkBinary, checkCondition, checkValues, notACondition } from './cel-operators.ts';
import { MAX_NESTING, MAX_NODES, MAX_WORK, sizeOf } from './cel-size.ts';
import { tooComplex, type Fault, type Node, type Of } from './cel-tree.ts';
import { commonType, comparable, isNumber, mendTypes, phrase, WHOLE, YES_OR_NO } from './cel-types.ts';
import { typeOf } from './expression.ts';
import type { Expr, Type } from './expression.ts';

export type { Environment };

const MAX_FAULTS = 20;

export function checkExpression(
  source: string,
  node: Node,
  environment: Environment,
  want: Type | undefined,
): { expr: Expr } | { faults: Fault[] } {
  const context: Context = {
    source,
    environment,
    faults: [],
    variables: [],
    check: (child) => check(child, context),
  };
  const expr = check(node, context);
  if (expr !== undefined && want !== undefined) checkWanted(expr, node, want, context);
  if (expr !== undefined && context.faults.length === 0) {
    checkSize(expr, node);
    return { expr };
  }
  const faults = context.faults.sort((a, b) => a.start - b.start || a.end - b.end);
  return { faults: faults.slice(0, MAX_FAULTS) };
}

function checkSize(expr: Expr, node: Node): void {
  const { nodes, depth, work } = sizeOf(expr);
  if (nodes > MAX_NODES) throw tooComplex(node, `made of more than ${MAX_NODES} parts, its terms counted in`);
  if (depth > MAX_NESTING)
    throw tooComplex(node, `nested deeper than ${MAX_NESTING} levels, its terms counted in`);
  if (work > MAX_WORK) throw tooComplex(node, `up to ${Math.round(work)} steps long when its lists are full`);
}

function check(node: Node, context: Context): Expr | undefined {
  const text = textOf(context, node);
  switch (node.op) {
    case 'value':
      return checkLiteral(node, node.value, context);
    case 'id':
    case 'dot':
      return checkName(node, context);
    case 'index':
      return checkIndex(node, context);
    case 'call':
      return checkCall({ node, name: node.name, args: node.args, asMethod: false }, context);
    case 'method':
      if (isMacro(node.name)) return checkMacro(node, node.name, context);
      return checkCall(
        { node, name: node.name, args: [node.receiver, ...node.args], asMethod: true },
        context,
      );
    case 'list':
      return checkList(node, context);
    case 'unary':
      return node.operator === '!' ? checkNot(node, context) : checkNegation(node, context);
    case 'binary':
      return checkBinary(node, context);
    case 'in':
      return checkIn(node, context);
    case 'and':
    case 'or': {
      const args = node.args.map((arg) => checkCondition(arg, context));
      return args.every((arg) => arg !== undefined) ? { op: node.op, args, text } : undefined;
    }
    case 'if':
      return checkIf(node, context);
    case 'unsupported':
      return fault(
        context,
        node,
        'not-supported',
        `${node.what} is not part of a book's language.`,
        node.mend,
      );
  }
}

function checkLiteral(
  node: Node,
  value: boolean | number | bigint | string | null,
  context: Context,
): Expr | undefined {
  const text = textOf(context, node);
  switch (typeof value) {
    case 'boolean':
      return { op: 'literal', value, type: YES_OR_NO, text };
    case 'string':
      return { op: 'literal', value, type: { kind: 'text' }, text };
    case 'number':
      return { op: 'literal', value, type: { kind: 'decimal' }, text };
    case 'bigint': {
      const number = Number(value);
      if (Number.isSafeInteger(number)) return { op: 'literal', value: number, type: WHOLE, text };
      const message = `${words(context, node)} is too large: whole numbers go up to ${Number.MAX_SAFE_INTEGER}.`;
      return fault(context, node, 'bad-literal', message, 'Write a smaller number.');
    }
    default:
      return fault(
        context,
        node,
        'null-compared',
        'null means that an optional fact is none; it can only be compared with one, by == or !=.',
        'Compare an optional fact with it, or leave it out.',
      );
  }
}

function checkNot(node: Of<'unary'>, context: Context): Expr | undefined {
  const arg = checkCondition(node.arg, context);
  return arg && { op: 'not', arg, text: textOf(context, node) };
}

function checkNegation(node: Of<'unary'>, context: Context): Expr | undefined {
  const { arg } = node;
  if (arg.op === 'value' && typeof arg.value === 'bigint') return checkLiteral(node, -arg.value, context);
  if (arg.op === 'value' && typeof arg.value === 'number') return checkLiteral(node, -arg.value, context);
  const expr = check(arg, context);
  if (expr === undefined) return undefined;
  const type = typeOf(expr);
  if (isNumber(type) || type.kind === 'money' || type.kind === 'duration') {
    return { op: 'negate', arg: expr, type, text: textOf(context, node) };
  }
  const message = `${words(context, arg)} is ${phrase(type)}: it has no negative.`;
  return fault(
    context,
    node,
    'type-error',
    message,
    type.kind === 'yes or no' ? 'Write ! for not.' : 'Leave the - out.',
  );
}

function checkIf(node: Of<'if'>, context: Context): Expr | undefined {
  const test = checkCondition(node.test, context);
  const then = check(node.then, context);
  const otherwise = check(node.else, context);
  if (!test || !then || !otherwise) return undefined;
  const type = commonType(typeOf(then), typeOf(otherwise));
  const text = textOf(context, node);
  if (type) return { op: 'if', test, then, else: otherwise, type, text };
  return fault(
    context,
    node,
    'type-error',
    `${words(context, node.then)} is ${phrase(typeOf(then))} and ${words(context, node.else)} is ${phrase(typeOf(otherwise))}: both sides of : must be of one type.`,
    mendTypes(typeOf(then), typeOf(otherwise)) ?? 'Use two values of one type.',
  );
}

/** The expression as a whole must have the wanted type. */
function checkWanted(expr: Expr, node: Node, want: Type, context: Context): void {
  const type = typeOf(expr);
  if (want.kind === 'yes or no') {
    if (type.kind !== 'yes or no') notACondition(expr, node, context);
    return;
  }
  const before = context.faults.length;
  checkValues(expr, node, want, context);
  if (context.faults.length > before || fits(expr, want)) return;
  const message = `${words(context, node)} is ${phrase(type)}, but ${phrase(want)} is wanted here.`;
  fault(
    context,
    node,
    'type-error',
    message,
    mendTypes(want, type) ?? 'Write something of the type that is wanted.',
  );
}

/** Whether every value of the expression is one of the wanted type. Written texts are checked by `checkValues`. */
function fits(expr: Expr, want: Type): boolean {
  const type = typeOf(expr);
  if (want.kind === 'any') return true;
  if (expr.op === 'if') return fits(expr.then, want) && fits(expr.else, want);
  if (expr.op === 'list' && want.kind === 'list') return expr.items.every((item) => fits(item, want.of));
  if (want.kind === 'choice') {
    return expr.op === 'literal'
      ? type.kind === 'text'
      : type.kind === 'choice' && type.values.every((v) => want.values.includes(v));
  }
  return comparable(type, want, '==') && (want.kind === 'decimal' || type.kind !== 'decimal');
}
