/**
 * What nobody covers, found by trying every boundary: one unit either side of every limit, every value of a
 * choice, one either side of every number that a condition compares with. No proof (lists and texts are taken
 * as fitting); the proof is its own command.
 */
import type { Book, Grant, RequestType } from '../book/book.ts';
import { typeOf, type Expr, type Value } from '../book/expression.ts';
import type { Organization } from '../organization/organization.ts';
import { gradeIn } from '../organization/people.ts';
import { UTC } from '../words/time.ts';
import { truth, type Scope } from './evaluate.ts';
import { formatAmount } from './situation.ts';

export type Uncovered = {
  type: string;
  /** The facts that matter in an example, in words; left out: whatever they are. */ when?: string;
  from?: string;
  to?: string;
  text: string;
};

const MOST_CASES = 4000;
/** A day in the middle of the values tried, so that days_since has room on both sides. */
const TODAY = 20_000;
const DAY_MS = 86_400_000;

/** Every type's uncovered amounts and cases. With an organization, a grant that nobody holds covers nothing. */
export function uncovered(book: Book, organization?: Organization): Uncovered[] {
  return [...book.types.values()].flatMap((type) => {
    const grants = type.grants.filter((grant) => !organization || held(book, organization, grant));
    if (type.lines.some((line) => !line.when && !line.admits) || type.grants.length === 0) return [];
    return uncoveredIn(book, type, grants);
  });
}

const held = (book: Book, organization: Organization, grant: Grant): boolean =>
  [...organization.people.values()].some((person) =>
    grant.role !== undefined
      ? person.roles.includes(grant.role)
      : grant.person !== undefined
        ? person.id === grant.person
        : grant.from !== undefined &&
          gradeIn(person, grant.function, book) >= book.grades.indexOf(grant.from),
  );

function uncoveredIn(book: Book, type: RequestType, grants: readonly Grant[]): Uncovered[] {
  const values = valuesOf(type);
  const found = new Map<string, { gap: Gap; cases: Case[] }>();
  const declined: Case[] = [];
  for (const facts of casesOf(values)) {
    const scope = scopeOf(book, facts);
    const holds = (expr: Expr | undefined): boolean =>
      expr === undefined || truth(expr, scope).value !== false;
    if (type.lines.some((line) => !line.admits && line.when && truth(line.when, scope).value === true)) {
      declined.push(facts);
      continue;
    }
    const standing = grants.filter((grant) => holds(grant.when));
    if (standing.length === 0 && type.otherwise) continue;
    for (const gap of gapsOf(type, standing)) {
      const key = JSON.stringify(gap);
      const entry = found.get(key) ?? { gap, cases: [] };
      found.set(key, entry);
      entry.cases.push(facts);
    }
  }
  return [...found.values()].map(({ gap, cases }) => describe(type, gap, wordsOf(cases, declined, values)));
}

/** The first case in the facts that matter: those of which another value neither leaves the same gap nor is declined anyway. */
function wordsOf(cases: readonly Case[], declined: readonly Case[], values: Values): string {
  const [first] = cases;
  if (!first) return '';
  const keyOf = (facts: Case): string => JSON.stringify([...facts.values()].map((tried) => tried.words));
  const all = new Set([...cases, ...declined].map(keyOf));
  const matters = [...first].filter(
    ([name]) =>
      ![...(values.get(name)?.values() ?? [])].every((tried) =>
        all.has(keyOf(new Map(first).set(name, tried))),
      ),
  );
  return matters.map(([, tried]) => tried.words).join(', ');
}

/** Amounts in whole units, both ends included; no ends: every amount. */
type Gap = { from?: number; to?: number };

/** The amounts between the limits of the grants that stand. Shares and totals are taken as leaving room. */
function gapsOf(type: RequestType, standing: readonly Grant[]): Gap[] {
  if (standing.length === 0) return [{}];
  if (!type.amount) return [];
  const gaps: Gap[] = [];
  const ranges = standing
    .map((grant) => ({ from: grant.atLeast ?? 0, to: grant.upTo ?? Infinity }))
    .sort((a, b) => a.from - b.from);
  let next = 0;
  for (const { from, to } of ranges) {
    if (from > next) gaps.push({ from: next, to: from - 1 });
    next = Math.max(next, to + 1);
  }
  if (next < Infinity) gaps.push({ from: next });
  return gaps;
}

function describe(type: RequestType, gap: Gap, when: string): Uncovered {
  const unit = type.amount?.type;
  const show = (units: number): string =>
    unit
      ? `${formatAmount(unit, units)}${unit.kind === 'money' ? ` ${unit.currency}` : ` ${unit.kind}`}`
      : '';
  const amounts =
    gap.from === undefined
      ? 'no grant stands'
      : gap.to === undefined
        ? `from ${show(gap.from)} up`
        : gap.from === gap.to
          ? show(gap.from)
          : `from ${show(gap.from)} to ${show(gap.to)}`;
  return {
    type: type.name,
    ...(when !== '' && { when }),
    ...(gap.from !== undefined && unit && { from: formatAmount(unit, gap.from) }),
    ...(gap.to !== undefined && unit && { to: formatAmount(unit, gap.to) }),
    text: `${amounts}${when === '' ? '' : `, for example when ${when}`}`,
  };
}

/** A value to try, and how it reads. */
type Tried = { value: Value; words: string };

type Case = ReadonlyMap<string, Tried>;
type Values = ReadonlyMap<string, ReadonlyMap<string, Tried>>;

/** The boundary values of the facts that a type's conditions compare. */
function valuesOf(type: RequestType): Values {
  const values = new Map<string, Map<string, Tried>>();
  for (const rule of [...type.lines, ...type.grants]) if (rule.when) collect(rule.when, values);
  return values;
}

/** The combinations of the values; the first of them when there are too many. */
function* casesOf(values: Values): Generator<Case> {
  const names = [...values.keys()];
  let left = MOST_CASES;
  const current = new Map<string, Tried>();
  const walk = function* (i: number): Generator<Case> {
    const name = names[i];
    if (name === undefined) {
      left -= 1;
      yield new Map(current);
      return;
    }
    for (const tried of values.get(name)?.values() ?? []) {
      if (left <= 0) return;
      current.set(name, tried);
      yield* walk(i + 1);
    }
    current.delete(name);
  };
  yield* walk(0);
}

/** Adds the boundary values of every fact that an expression compares. */
function collect(expr: Expr, values: Map<string, Map<string, Tried>>): void {
  const add = (fact: string, words: string, value: Value): void => {
    const known = values.get(fact) ?? new Map<string, Tried>();
    values.set(fact, known);
    known.set(JSON.stringify(value), { value, words });
  };
  switch (expr.op) {
    case 'fact':
      if (expr.path.length === 0 && expr.type.kind === 'yes or no')
        for (const value of [true, false]) add(expr.fact, `${expr.fact} is ${value ? 'yes' : 'no'}`, value);
      if (expr.path.length === 0 && expr.type.kind === 'choice')
        for (const value of expr.type.values) add(expr.fact, `${expr.fact} is ${value}`, value);
      return;
    case 'compare':
      for (const [side, other] of [
        [expr.left, expr.right],
        [expr.right, expr.left],
      ] as const)
        boundaries(side, other, add);
      collect(expr.left, values);
      collect(expr.right, values);
      return;
    case 'not':
      return collect(expr.arg, values);
    case 'and':
    case 'or':
      for (const arg of expr.args) collect(arg, values);
      return;
    case 'term':
      return collect(expr.expr, values);
    case 'in':
      return collect(expr.element, values);
    case 'if':
      for (const part of [expr.test, expr.then, expr.else]) collect(part, values);
      return;
    default:
  }
}

const WHOLE = new Set(['whole number', 'minutes', 'hours', 'days', 'money', 'date']);

/** One below, at and one above a literal that a fact, or the days since it, is compared with. */
function boundaries(side: Expr, other: Expr, add: (fact: string, words: string, value: Value) => void): void {
  if (other.op !== 'literal' || typeof other.value !== 'number') return;
  const k = other.value;
  if (side.op === 'fact' && side.path.length === 0 && WHOLE.has(side.type.kind)) {
    for (const value of [k, k - 1, k + 1])
      add(
        side.fact,
        `${side.fact} ${value < k ? 'below' : value === k ? 'at' : 'above'} ${other.text}`,
        value,
      );
  }
  if (side.op !== 'call' || side.function !== 'days_since') return;
  const [of] = side.args;
  if (of?.op !== 'fact' || of.path.length > 0) return;
  for (const days of [k, k - 1, k + 1])
    add(
      of.fact,
      `${of.fact} ${days} days ago`,
      typeOf(of).kind === 'date' ? TODAY - days : (TODAY - days) * DAY_MS,
    );
}

function scopeOf(book: Book, facts: ReadonlyMap<string, Tried>): Scope {
  return {
    at: TODAY * DAY_MS,
    zone: UTC,
    fact: (name) => facts.get(name)?.value,
    counter: () => undefined,
    tables: book.tables,
    rates: book.rates,
  };
}
