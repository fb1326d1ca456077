/** How large an expression is with its terms in place, so that nothing can hang or overflow while it is decided. */
import { children, typeOf } from './expression.ts';
import type { Expr, Type } from './expression.ts';

/** `work`: steps to evaluate it with every list at its `most`. */
type Size = { nodes: number; depth: number; work: number };

export const MAX_NODES = 5000;
export const MAX_NESTING = 250;
export const MAX_WORK = 2_000_000;

/** Terms are shared, so sizes are kept: adding them up anew would take exponential time. */
const sizes = new WeakMap<Expr, Size>();

export function sizeOf(expr: Expr): Size {
  const known = sizes.get(expr);
  if (known) return known;
  const parts = children(expr).map(sizeOf);
  const size = {
    nodes: parts.reduce((sum, part) => sum + part.nodes, 1),
    depth: parts.reduce((deepest, part) => Math.max(deepest, part.depth), 0) + 1,
    work: workOf(
      expr,
      parts.map((part) => part.work),
    ),
  };
  sizes.set(expr, size);
  return size;
}

function workOf(expr: Expr, parts: readonly number[]): number {
  const [first = 0, second = 0] = parts;
  const all = parts.reduce((sum, part) => sum + part, 1);
  switch (expr.op) {
    case 'all':
    case 'exists':
    case 'exists_one':
    case 'filter':
    case 'map':
      return 1 + first + mostOf(expr.list) * (second + 1);
    case 'in':
      return all + mostOf(expr.list) * values(typeOf(expr.element));
    case 'compare':
      return all + values(typeOf(expr.left));
    case 'call':
      return all + expr.args.reduce((sum, arg) => sum + mostOf(arg), 0);
    default:
      return all;
  }
}

function mostOf(list: Expr): number {
  const type = typeOf(list);
  return type.kind === 'list' ? type.most : 0;
}

/** How many plain values a value of that type may hold. */
function values(type: Type): number {
  if (type.kind === 'list') return 1 + type.most * values(type.of);
  if (type.kind !== 'shape') return 1;
  return [...type.fields.values()].reduce((sum, field) => sum + values(field), 1);
}
