/** Lists inside conditions: their elements, the macros over them, and the names of what is unknown in them (L9, L10). */
import { typeOf } from '../book/expression.ts';
import type { Expr, Type, Value } from '../book/expression.ts';
import { aboutOf, aside, bindingOf, inBinding, note } from './evaluate-run.ts';
import type { Binding, Elements, Of, Run, Tested } from './evaluate-run.ts';
import type { Unknown } from './evaluate.ts';
import { distinct, equal, isList, type Known } from './evaluate-values.ts';

/** How a part of a fact is spelled; for what was calculated, the source and the first fact in it. */
export function placeOf(expr: Expr, run: Run): Unknown {
  switch (expr.op) {
    case 'fact':
      return { fact: expr.fact, path: [expr.fact, ...expr.path].join('.') };
    case 'variable': {
      const binding = bindingOf(expr.name, run);
      if (binding === undefined) break;
      const { fact, path } = binding.elements.place(binding.index);
      return { fact, path: [path, ...expr.path].join('.') };
    }
    case 'field': {
      const { fact, path } = placeOf(expr.base, run);
      return { fact, path: `${path}.${expr.name}` };
    }
    case 'element': {
      const [elements, index] = aside(
        run,
        () => [elementsOf(expr.list, run), run.evaluate(expr.index, run)] as const,
      );
      if (elements !== undefined && typeof index === 'number') return elements.place(index);
      break;
    }
    case 'term':
      return placeOf(expr.expr, run);
    case 'if': {
      const chosen = aside(run, () => run.test(expr.test, run));
      if (chosen !== undefined) return placeOf(chosen ? expr.then : expr.else, run);
      break;
    }
    default:
      break;
  }
  return { fact: aboutOf(expr).facts[0] ?? '', path: expr.text };
}

/** What stands for an optional list that is none: it has no elements. */
export const NO_LIST: Elements = { items: [], place: () => ({ fact: '', path: '' }), lack: () => undefined };

/** The elements of a list; undefined when the list is unknown. */
export function elementsOf(expr: Expr, run: Run): Elements | undefined {
  switch (expr.op) {
    case 'term':
      return elementsOf(expr.expr, run);
    case 'list':
      return writtenList(expr, run);
    case 'map':
      return mapped(expr, run);
    case 'filter':
      return filtered(expr, run);
    default:
      break;
  }
  const value = run.evaluate(expr, run);
  if (value === undefined) return undefined;
  if (value === null || !isList(value)) return NO_LIST;
  const { binding } = run;
  const place = (index: number): Unknown => {
    const { fact, path } = inBinding(run, binding, () => placeOf(expr, run));
    return { fact, path: `${path}[${index}]` };
  };
  return { items: value, place, lack: (index) => note(run, () => place(index)) };
}

/** Items that are unknown stay in the list, with what they lack: its size is known all the same. */
function listOf(
  count: number,
  run: Run,
  valueAt: (index: number) => Known,
  place: Elements['place'],
): Elements {
  const items: Known[] = [];
  const missing = new Map<number, readonly Unknown[]>();
  const mark = run.unknown.length;
  for (let i = 0; i < count; i++) {
    const value = valueAt(i);
    if (value === undefined) missing.set(i, distinct(run.unknown.slice(mark)));
    run.unknown.length = mark;
    items.push(value);
  }
  const lack = (index: number): void => {
    if (run.muted === 0) run.unknown.push(...(missing.get(index) ?? []));
  };
  return { items, place, lack };
}

function writtenList(expr: Of<'list'>, run: Run): Elements {
  const { binding } = run;
  const itemAt = (index: number): Expr => expr.items[index] ?? expr;
  return listOf(
    expr.items.length,
    run,
    (index) => run.evaluate(itemAt(index), run),
    (index) => inBinding(run, binding, () => placeOf(itemAt(index), run)),
  );
}

function mapped(expr: Of<'map'>, run: Run): Elements | undefined {
  const elements = elementsOf(expr.list, run);
  if (elements === undefined || elements === NO_LIST) return elements;
  const outer = run.binding;
  const bound = (index: number): Binding => ({ name: expr.variable, elements, index, next: outer });
  run.quiet++;
  const result = listOf(
    elements.items.length,
    run,
    (index) => inBinding(run, bound(index), () => run.evaluate(expr.result, run)),
    (index) => inBinding(run, bound(index), () => placeOf(expr.result, run)),
  );
  run.quiet--;
  return result;
}

/** With any unknown test, nobody knows which elements there are. */
function filtered(expr: Tested, run: Run): Elements | undefined {
  const elements = elementsOf(expr.list, run);
  if (elements === undefined || elements === NO_LIST) return elements;
  const kept: number[] = [];
  let isKnown = true;
  eachTest(expr, elements, run, (value, i) => {
    if (value === undefined) isKnown = false;
    else if (value) kept.push(i);
    return true;
  });
  if (!isKnown) return undefined;
  return {
    items: kept.map((i) => elements.items[i]),
    place: (index) => elements.place(kept[index] ?? index),
    lack: (index) => elements.lack(kept[index] ?? index),
  };
}

/** Tests one element after the other until `see` returns false. */
function eachTest(
  expr: Tested,
  elements: Elements,
  run: Run,
  see: (value: boolean | undefined, index: number) => boolean,
): void {
  const before = run.binding;
  const binding: Binding = { name: expr.variable, elements, index: 0, next: before };
  run.binding = binding;
  run.quiet++;
  for (let i = 0; i < elements.items.length; i++) {
    binding.index = i;
    if (!see(run.test(expr.test, run), i)) break;
  }
  run.quiet--;
  run.binding = before;
}

export function quantify(expr: Tested, run: Run): boolean | undefined {
  const unknown = run.unknown.length;
  const elements = elementsOf(expr.list, run);
  if (elements === undefined) return undefined;
  /** So many of that value and the answer is no longer open. */
  const enough = expr.op === 'exists_one' ? 2 : 1;
  const decisive = expr.op !== 'all';
  let count = 0;
  let isKnown = true;
  eachTest(expr, elements, run, (value) => {
    if (value === undefined) isKnown = false;
    else if (value === decisive) count++;
    return count < enough;
  });
  if (count < enough && !isKnown) return undefined;
  run.unknown.length = unknown;
  if (expr.op === 'exists_one') return count === 1;
  return (count === 1) === decisive;
}

/** An or of equalities: of nothing it is false, whatever the element. */
export function isIn(expr: Of<'in'>, run: Run): boolean | undefined {
  const unknown = run.unknown.length;
  const element = run.evaluate(expr.element, run);
  const elements = elementsOf(expr.list, run);
  if (elements === undefined) return undefined;
  const type = typeOf(expr.element);
  let isKnown = true;
  for (let i = 0; i < elements.items.length; i++) {
    const item = elements.items[i];
    const same = equal(element, item, type);
    if (same) {
      run.unknown.length = unknown;
      return true;
    }
    if (same !== undefined) continue;
    isKnown = false;
    if (item === undefined) elements.lack(i);
    else if (element !== undefined && run.muted === 0) {
      lackInside(element, type, () => placeOf(expr.element, run), run);
      lackInside(item, type, () => elements.place(i), run);
    }
  }
  if (!isKnown) return undefined;
  run.unknown.length = unknown;
  return false;
}

/** A list as a value; the elements that are unknown are undefined in it. */
export const listValue = (elements: Elements): Value =>
  elements === NO_LIST ? null : (elements.items as readonly Value[]);

/** Notes everything that is unknown in the elements of a list that is known as a whole. */
export function lackInElements(elements: Elements, type: Type, run: Run): void {
  if (run.muted > 0 || type.kind !== 'list') return;
  elements.items.forEach((item, i) => {
    if (item === undefined) elements.lack(i);
    else lackInside(item, type.of, () => elements.place(i), run);
  });
}

/** The same for the fields of a shape. */
export function lackInShape(expr: Expr, value: Known, run: Run): void {
  if (run.muted === 0) lackInside(value, typeOf(expr), () => placeOf(expr, run), run);
}

function lackInside(value: Known, type: Type, place: () => Unknown, run: Run): void {
  if (value === undefined) run.unknown.push(place());
  else if (type.kind === 'shape' && value instanceof Map) {
    const { fact, path } = place();
    for (const [name, field] of type.fields) {
      lackInside(value.get(name) as Known, field, () => ({ fact, path: `${path}.${name}` }), run);
    }
  } else if (type.kind === 'list' && value !== null && isList(value)) {
    const { fact, path } = place();
    value.forEach((item, i) => lackInside(item, type.of, () => ({ fact, path: `${path}[${i}]` }), run));
  }
}
