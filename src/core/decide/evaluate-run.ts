/** What one evaluation carries along, and how its parts find each other. */
import { children } from '../book/expression.ts';
import type { Expr, Value } from '../book/expression.ts';
import type { Instant } from '../words/time.ts';
import type { Atom, Scope, Unknown } from './evaluate.ts';
import type { Known } from './evaluate-values.ts';

/** A list with the places of its elements, for naming what is unknown. */
export type Elements = {
  items: readonly Known[];
  place: (index: number) => Unknown;
  /** Notes what is unknown in an element that is. */
  lack: (index: number) => void;
};
export type Binding = { name: string; elements: Elements; index: number; next: Binding | undefined };

export type Run = {
  scope: Scope;
  atoms: Atom[];
  unknown: Unknown[];
  /** Above 0: inside a comparison or macro, which is the atom as a whole. */
  quiet: number;
  /** The earliest instant at which something that was looked at may change by time. */
  until: Instant;
  binding: Binding | undefined;
  /** Above 0: looking something up once more, for its name alone; nothing is noted. */
  muted: number;
  evaluate: (expr: Expr, run: Run) => Known;
  test: (expr: Expr, run: Run) => boolean | undefined;
};

export type Of<Op extends Expr['op']> = Expr & { op: Op };
/** The macros with a test. */
export type Tested = Of<'all' | 'exists' | 'exists_one' | 'filter'>;

type About = { facts: readonly string[]; isTimely: boolean };

const TIMELY: ReadonlySet<string> = new Set(['days_since', 'hours_since', 'convert']);
const known = new WeakMap<Expr, About>();

/** The declared facts that an expression reads, and whether time alone may change it. */
export function aboutOf(expr: Expr): About {
  const before = known.get(expr);
  if (before) return before;
  const facts = new Set<string>(expr.op === 'fact' ? [expr.fact] : []);
  let isTimely = expr.op === 'call' && TIMELY.has(expr.function);
  for (const child of children(expr)) {
    const inner = aboutOf(child);
    for (const fact of inner.facts) facts.add(fact);
    isTimely ||= inner.isTimely;
  }
  const about = { facts: [...facts], isTimely };
  known.set(expr, about);
  return about;
}

/** Notes something unknown. The place is asked for only when somebody will read it. */
export function note(run: Run, place: () => Unknown): undefined {
  if (run.muted === 0) run.unknown.push(place());
  return undefined;
}

/** A field of a shape; of none it is none. */
export function fieldOf(value: Value, name: string): Known {
  return value instanceof Map ? (value.get(name) as Known) : value === null ? null : undefined;
}

export function bindingOf(name: string, run: Run): Binding | undefined {
  let binding = run.binding;
  while (binding !== undefined && binding.name !== name) binding = binding.next;
  return binding;
}

/** Evaluates once more without leaving a trace, to find a name. */
export function aside<T>(run: Run, work: () => T): T {
  const { until } = run;
  run.quiet++;
  run.muted++;
  const result = work();
  run.quiet--;
  run.muted--;
  run.until = until;
  return result;
}

export function inBinding<T>(run: Run, binding: Binding | undefined, work: () => T): T {
  const before = run.binding;
  run.binding = binding;
  const result = work();
  run.binding = before;
  return result;
}
