/** What a comparison claims about its left side: the values that it may have. */
import { children, typeOf } from './expression.ts';
import type { Comparison, Expr, Type, Value } from './expression.ts';
import {
  allNumbers,
  allWords,
  complement,
  intersect,
  onlyNone,
  rangeSet,
  union,
  wordSet,
} from './logic-sets.ts';
import type { ValueSet } from './logic-sets.ts';

/** The expression in one way of writing; terms count as what they stand for. */
export function keyOf(expr: Expr): string {
  if (expr.op === 'term') return keyOf(expr.expr);
  if (expr.op === 'and' || expr.op === 'or')
    return `${expr.op}(${operandKeys(expr, expr.op).sort().join(',')})`;
  return `${expr.op}${JSON.stringify(detailOf(expr))}(${children(expr).map(keyOf).join(',')})`;
}

/** Keys of all operands of nested && (or ||), through terms, each once. */
function operandKeys(expr: Expr, op: 'and' | 'or'): string[] {
  if (expr.op === 'term') return operandKeys(expr.expr, op);
  if (expr.op !== op) return [keyOf(expr)];
  return [...new Set(expr.args.flatMap((arg) => operandKeys(arg, op)))];
}

/** What tells two nodes of one kind apart, their children aside. */
function detailOf(expr: Expr): unknown {
  switch (expr.op) {
    case 'literal':
      return [expr.value, expr.type.kind, expr.type.kind === 'money' ? expr.type.currency : ''];
    case 'fact':
      return [expr.fact, ...expr.path];
    case 'variable':
      return [expr.name, ...expr.path];
    case 'field':
      return expr.name;
    case 'compare':
      return expr.comparison;
    case 'arithmetic':
      return expr.operator;
    case 'call':
      return [expr.function, expr.currency ?? ''];
    case 'all':
    case 'exists':
    case 'exists_one':
    case 'filter':
    case 'map':
      return expr.variable;
    case 'table':
      return expr.table;
    case 'counter':
      return expr.counter;
    default:
      return '';
  }
}

/** What is compared, what it can be at all, and what makes the expression true. */
type Subject = { key: string; possible: ValueSet; set: ValueSet };

export function claimOf(expr: Expr): Subject {
  if (expr.op === 'in') {
    const items = expr.list.op === 'list' ? expr.list.items : [];
    const values = items.map(constantOf).filter((value) => value !== undefined);
    if (values.length > 0 && values.length === items.length) {
      const subject = subjectOf(expr.element);
      const sets = values.map((value) => matching(subject, '==', value));
      return { ...subject, set: union(sets, { ...onlyNone(subject.possible), none: false }) };
    }
  }
  if (expr.op === 'compare') {
    const [left, right] = [constantOf(expr.left), constantOf(expr.right)];
    if (right !== undefined) return against(expr.left, expr.comparison, right);
    if (left !== undefined) return against(expr.right, FLIPPED[expr.comparison], left);
    return relation(expr);
  }
  const possible = wordSet(['true', 'false'], mayBeNone(expr));
  return { key: keyOf(expr), possible, set: wordSet(['true']) };
}

const FLIPPED: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function constantOf(expr: Expr): Value | undefined {
  return expr.op === 'literal' ? expr.value : undefined;
}

function against(subject: Expr, comparison: Comparison, value: Value): Subject {
  const about = subjectOf(subject);
  if (about.possible.kind === 'words' && comparison !== '==' && comparison !== '!=') {
    // The order of texts: two of them are not held against each other.
    const key = `${about.key} ${comparison} ${JSON.stringify(value)}`;
    return { key, possible: wordSet(['true', 'false']), set: wordSet(['true']) };
  }
  return { ...about, set: matching(about, comparison, value) };
}

/** All values that compare so with the given one. */
function matching(subject: { possible: ValueSet }, comparison: Comparison, value: Value): ValueSet {
  const { possible } = subject;
  if (comparison === '!=') return complement(matching(subject, '==', value));
  if (value === null) return onlyNone(possible);
  if (possible.kind === 'words') return wordSet([typeof value === 'string' ? value : JSON.stringify(value)]);
  const { whole } = possible;
  const number = Number(value);
  switch (comparison) {
    case '<':
      return rangeSet(whole, -Infinity, number, true, true);
    case '<=':
      return rangeSet(whole, -Infinity, number, true, false);
    case '>':
      return rangeSet(whole, number, Infinity, true, true);
    case '>=':
      return rangeSet(whole, number, Infinity, false, true);
    default:
      return rangeSet(whole, number, number);
  }
}

/** What a compared expression can be, by its type and by what everybody knows: no list has fewer than 0 elements. */
function subjectOf(expr: Expr): { key: string; possible: ValueSet } {
  if (expr.op === 'term') return subjectOf(expr.expr);
  return { key: keyOf(expr), possible: possibleValues(expr, typeOf(expr), mayBeNone(expr)) };
}

function possibleValues(expr: Expr, type: Type, none: boolean): ValueSet {
  switch (type.kind) {
    case 'text':
      return allWords(none);
    case 'choice':
      return wordSet(type.values, none);
    case 'yes or no':
      return wordSet(['true', 'false'], none);
    case 'list':
    case 'shape':
    case 'any':
      return allWords(none);
    default: {
      const whole = type.kind !== 'decimal';
      const numbers = allNumbers(whole, none);
      if (expr.op === 'counter') return intersect(numbers, rangeSet(whole, 0, Infinity, false, true));
      if (expr.op !== 'call' || expr.function !== 'size') return numbers;
      const [arg] = expr.args;
      const of = arg && typeOf(arg);
      const [least, most] = of?.kind === 'list' ? [of.least, of.most] : [0, Infinity];
      return intersect(numbers, { ...rangeSet(true, least, most, false, most === Infinity), none: true });
    }
  }
}

/** Only what reads an optional fact can be none. */
function mayBeNone(expr: Expr): boolean {
  if (expr.op === 'fact') return expr.optional;
  return children(expr).some(mayBeNone);
}

/** Two sides that are both not fixed: less, equal or greater; with none, "both" none or only "one". */
function relation(expr: Expr & { op: 'compare' }): Subject {
  const [left, right] = [keyOf(expr.left), keyOf(expr.right)];
  const isTurned = left > right;
  const comparison = isTurned ? FLIPPED[expr.comparison] : expr.comparison;
  const possible = wordSet(['less', 'equal', 'greater', ...(mayBeNone(expr) ? ['both', 'one'] : [])]);
  const key = isTurned ? `${right} ? ${left}` : `${left} ? ${right}`;
  if (left === right)
    return { key, possible: intersect(possible, wordSet(['equal', 'both'])), set: RELATIONS[comparison] };
  return { key, possible, set: RELATIONS[comparison] };
}

const RELATIONS: Readonly<Record<Comparison, ValueSet>> = {
  '==': wordSet(['equal', 'both']),
  '!=': wordSet(['less', 'greater', 'one']),
  '<': wordSet(['less']),
  '<=': wordSet(['less', 'equal']),
  '>': wordSet(['greater']),
  '>=': wordSet(['greater', 'equal']),
};

/** Two literals compared: known at once. */
export function compareLiterals(expr: Expr & { op: 'compare' }): boolean | undefined {
  const [left, right] = [constantOf(expr.left), constantOf(expr.right)];
  if (left === undefined || right === undefined || left === null || right === null) return undefined;
  switch (expr.comparison) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
