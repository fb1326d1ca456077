/** What a name in a condition gives: facts, elements, their fields, cells of tables. */
import type { Expr } from '../book/expression.ts';
import { elementsOf, NO_LIST, placeOf } from './evaluate-lists.ts';
import { bindingOf, fieldOf, note } from './evaluate-run.ts';
import type { Of, Run } from './evaluate-run.ts';
import type { Known } from './evaluate-values.ts';

export function readFact(expr: Of<'fact'>, run: Run): Known {
  let value: Known = run.scope.fact(expr.fact);
  for (let i = 0; i < expr.path.length && value !== undefined; i++)
    value = fieldOf(value, expr.path[i] ?? '');
  return value === undefined ? note(run, () => placeOf(expr, run)) : value;
}

export function readVariable(expr: Of<'variable'>, run: Run): Known {
  const binding = bindingOf(expr.name, run);
  if (binding === undefined) return undefined;
  let value = binding.elements.items[binding.index];
  if (value === undefined) {
    binding.elements.lack(binding.index);
    return undefined;
  }
  for (let i = 0; i < expr.path.length && value !== undefined; i++)
    value = fieldOf(value, expr.path[i] ?? '');
  return value === undefined ? note(run, () => placeOf(expr, run)) : value;
}

/** Fields behind something that is no fact; the whole path is named when one of them is missing. */
export function readField(expr: Of<'field'>, run: Run): Known {
  const names: string[] = [];
  let base: Expr = expr;
  while (base.op === 'field') {
    names.unshift(base.name);
    base = base.base;
  }
  let value = run.evaluate(base, run);
  if (value === undefined) return undefined;
  for (const name of names) if (value !== undefined) value = fieldOf(value, name);
  return value === undefined ? note(run, () => placeOf(expr, run)) : value;
}

export function readElement(expr: Of<'element'>, run: Run): Known {
  const elements = elementsOf(expr.list, run);
  const index = run.evaluate(expr.index, run);
  if (elements === undefined || index === undefined) return undefined;
  if (index === null || elements === NO_LIST) return null;
  const at = index as number;
  if (at < 0 || at >= elements.items.length) return undefined;
  const value = elements.items[at];
  if (value === undefined) elements.lack(at);
  return value;
}

export function readTable(expr: Of<'table'>, run: Run): Known {
  let key = '';
  let isKnown = true;
  let isNone = false;
  for (const [i, part] of expr.keys.entries()) {
    const value = run.evaluate(part, run);
    if (value === undefined) isKnown = false;
    else if (value === null) isNone = true;
    else if (typeof value === 'string' || typeof value === 'number')
      key += `${i > 0 ? '\u0001' : ''}${value}`;
  }
  if (!isKnown) return undefined;
  return isNone ? null : run.scope.tables.get(expr.table)?.cells.get(key);
}
