/** Prints an expression as a book would have it, so that generated trees carry their `text`. */
import type { Expr, Type, Value } from '../../src/core/book/expression.ts';
import { formatDay } from '../../src/core/words/time.ts';

export function printValue(value: Value, type: Type): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${value}'`;
  if (type.kind === 'money') return `${type.currency.toLowerCase()}(${Number(value) / 100})`;
  if (type.kind === 'date') return `date('${formatDay(Number(value))}')`;
  return JSON.stringify(value);
}

/** Parentheses around everything with operators: plain, and never wrong. */
const inner = (expr: Expr): string =>
  ['and', 'or', 'if', 'compare', 'in', 'arithmetic'].includes(expr.op) ? `(${print(expr)})` : print(expr);

const walked = (path: readonly string[]): string => path.map((name) => `.${name}`).join('');

export function print(expr: Expr): string {
  switch (expr.op) {
    case 'literal':
      return printValue(expr.value, expr.type);
    case 'fact':
      return expr.fact + walked(expr.path);
    case 'variable':
      return expr.name + walked(expr.path);
    case 'field':
      return `${inner(expr.base)}.${expr.name}`;
    case 'not':
      return `!${inner(expr.arg)}`;
    case 'negate':
      return `-${inner(expr.arg)}`;
    case 'and':
      return expr.args.map(inner).join(' && ');
    case 'or':
      return expr.args.map(inner).join(' || ');
    case 'if':
      return `${inner(expr.test)} ? ${inner(expr.then)} : ${inner(expr.else)}`;
    case 'compare':
      return `${inner(expr.left)} ${expr.comparison} ${inner(expr.right)}`;
    case 'in':
      return `${inner(expr.element)} in ${inner(expr.list)}`;
    case 'arithmetic':
      return `${inner(expr.left)} ${expr.operator} ${inner(expr.right)}`;
    case 'call':
      return ['contains', 'startsWith', 'endsWith'].includes(expr.function)
        ? `${expr.args[0] === undefined ? '' : inner(expr.args[0])}.${expr.function}(${expr.args.slice(1).map(print).join(', ')})`
        : `${expr.function}(${expr.args.map(print).join(', ')})`;
    case 'all':
    case 'exists':
    case 'exists_one':
    case 'filter':
      return `${inner(expr.list)}.${expr.op}(${expr.variable}, ${print(expr.test)})`;
    case 'map':
      return `${inner(expr.list)}.map(${expr.variable}, ${print(expr.result)})`;
    case 'list':
      return `[${expr.items.map(print).join(', ')}]`;
    case 'element':
      return `${inner(expr.list)}[${print(expr.index)}]`;
    case 'table':
      return `${expr.table}${expr.keys.map((key) => `[${print(key)}]`).join('')}`;
    case 'counter':
      return expr.counter;
    case 'term':
      return expr.name;
  }
}
