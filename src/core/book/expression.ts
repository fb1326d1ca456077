/**
 * Typed expressions: what a condition of a book is after parsing and type checking.
 *
 * The CEL parser is used in `cel.ts` alone; everything else works on this tree.
 */

/** The types of facts, in the words of a book. */
export type Type =
  | { kind: 'yes or no' }
  | { kind: 'whole number' }
  | { kind: 'decimal' }
  | { kind: 'text' }
  /** Whole days since 1970-01-01. */
  | { kind: 'date' }
  /** Milliseconds since 1970-01-01T00:00Z. */
  | { kind: 'instant' }
  /** A length of time in milliseconds; only inside expressions, no fact has this type. */
  | { kind: 'duration' }
  /** A whole number of that unit. */
  | { kind: 'minutes' | 'hours' | 'days' }
  /** A whole number of minor units. */
  | { kind: 'money'; currency: string }
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'list'; of: Type; least: number; most: number }
  | { kind: 'shape'; name: string; fields: ReadonlyMap<string, Type> }
  /** May be carried and shown, not compared. */
  | { kind: 'any' };

/**
 * A value of a fact: boolean, number (see {@link Type} for the units), string, null for "none",
 * a list, or the fields of a shape. A field that is absent is unknown.
 */
export type Value = boolean | number | string | null | readonly Value[] | ShapeValue;
export type ShapeValue = ReadonlyMap<string, Value>;

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Functions that a book may call; their arguments are checked at load. */
export type FunctionName =
  | 'size'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'sum'
  | 'min'
  | 'max'
  | 'days_since'
  | 'hours_since'
  | 'date'
  | 'int'
  | 'double'
  | 'year'
  | 'month'
  | 'day_of_month'
  | 'day_of_week'
  /** Converts money at the rate in force at the instant asked about; `currency` is the target. */
  | 'convert';

/**
 * A node of an expression. `text` is the source of the node, shown to people; in a node that is an
 * atom (a comparison, an `in`, a truth value by itself, a macro) it names the deciding comparison.
 */
export type Expr =
  | { op: 'literal'; value: Value; type: Type; text: string }
  /** A declared fact, and the fields to walk inside its shape. */
  | { op: 'fact'; fact: string; path: readonly string[]; type: Type; optional: boolean; text: string }
  /** The element that a macro is looking at. */
  | { op: 'variable'; name: string; path: readonly string[]; type: Type; text: string }
  | { op: 'field'; base: Expr; name: string; type: Type; text: string }
  | { op: 'not'; arg: Expr; text: string }
  | { op: 'and' | 'or'; args: readonly Expr[]; text: string }
  | { op: 'if'; test: Expr; then: Expr; else: Expr; type: Type; text: string }
  /** Two sides of one type, but for whole numbers with decimals and choices with text; or one side is the literal null. */
  | { op: 'compare'; comparison: Comparison; left: Expr; right: Expr; text: string }
  | { op: 'in'; element: Expr; list: Expr; text: string }
  | {
      op: 'arithmetic';
      operator: '+' | '-' | '*' | '/' | '%';
      left: Expr;
      right: Expr;
      type: Type;
      text: string;
    }
  | { op: 'negate'; arg: Expr; type: Type; text: string }
  | { op: 'call'; function: FunctionName; args: readonly Expr[]; currency?: string; type: Type; text: string }
  | {
      op: 'all' | 'exists' | 'exists_one' | 'filter';
      list: Expr;
      variable: string;
      test: Expr;
      type: Type;
      text: string;
    }
  | { op: 'map'; list: Expr; variable: string; result: Expr; type: Type; text: string }
  | { op: 'list'; items: readonly Expr[]; type: Type; text: string }
  | { op: 'element'; list: Expr; index: Expr; type: Type; text: string }
  /** A cell of a declared table, by one key per dimension. */
  | { op: 'table'; table: string; keys: readonly Expr[]; type: Type; text: string }
  /** A shared counter of the book: a whole number or money. */
  | { op: 'counter'; counter: string; type: Type; text: string }
  /** A named term, with its expression in place. */
  | { op: 'term'; name: string; expr: Expr; type: Type; text: string };

/** The type of any node. */
export function typeOf(expr: Expr): Type {
  switch (expr.op) {
    case 'not':
    case 'and':
    case 'or':
    case 'compare':
    case 'in':
      return { kind: 'yes or no' };
    default:
      return expr.type;
  }
}

/** A type in the words of a book: `list of item`, `money(EUR)`. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'money':
      return `money(${type.currency})`;
    case 'choice':
      return `[${type.values.join(', ')}]`;
    case 'list':
      return `list of ${typeName(type.of)}`;
    case 'shape':
      return type.name;
    default:
      return type.kind;
  }
}

const NONE: readonly Expr[] = [];

/** The expressions directly inside a node, in source order; a term's own expression counts as inside. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.op) {
    case 'literal':
    case 'fact':
    case 'variable':
    case 'counter':
      return NONE;
    case 'field':
      return [expr.base];
    case 'not':
    case 'negate':
      return [expr.arg];
    case 'and':
    case 'or':
    case 'call':
      return expr.args;
    case 'if':
      return [expr.test, expr.then, expr.else];
    case 'compare':
    case 'arithmetic':
      return [expr.left, expr.right];
    case 'in':
      return [expr.element, expr.list];
    case 'all':
    case 'exists':
    case 'exists_one':
    case 'filter':
      return [expr.list, expr.test];
    case 'map':
      return [expr.list, expr.result];
    case 'list':
      return expr.items;
    case 'element':
      return [expr.list, expr.index];
    case 'table':
      return expr.keys;
    case 'term':
      return [expr.expr];
  }
}
