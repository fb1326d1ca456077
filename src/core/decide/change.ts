/** The nearest change that would let the asker say yes (L34). Each is tried before it is told. */
import type { Grant } from '../book/book.ts';
import { typeOf, type Expr, type Type, type Value } from '../book/expression.ts';
import { formatDay, localDay } from '../words/time.ts';
import type { DecideOther } from './alternatives.ts';
import { admitted, amountIn, headroomOf } from './able.ts';
import { authoritiesOf, fitOf, reachFault, type Fit, type Need } from './authority.ts';
import type { NearestChange } from './decision.ts';
import type { Settled } from './settle.ts';
import { formatAmount, NEVER_ABOVE, type Situation } from './situation.ts';

/** A change, and what to try to see whether it is one; no values: nothing that could be tried. */
type Idea = { change: NearestChange; fact?: string; values: readonly Value[] };

/**
 * One limit, one comparison or one date of one own grant that failed on it alone, if no hard line is true.
 * A limit comes first (the amount can always change), that of the headroom before others; then book order.
 */
export function nearestChange(s: Situation, decideOther: DecideOther): NearestChange | undefined {
  if (s.lines.some(({ line, truth }) => !line.admits && truth.value === true && line.name !== NEVER_ABOVE))
    return undefined;
  const amount = amountIn(s, 'worst');
  const limits: Idea[] = [];
  const others: Idea[] = [];
  for (const authority of authoritiesOf(s, s.asker)) {
    if (!admitted(s, authority, 'worst')) continue;
    for (const grant of s.grants) {
      if (reachFault(s, grant, authority) !== undefined) continue;
      const [need, ...more] = fitOf(s, grant, authority, amount).needs.filter((one) => one.value !== true);
      if (need?.value !== false || more.length > 0) continue;
      limits.push(...limitChange(s, { grant, authority }, need));
      others.push(...conditionChange(s, grant, need));
    }
    for (const grant of s.type?.grants ?? []) {
      const opens =
        reachFault(s, grant, authority) === undefined && fitOf(s, grant, authority, amount).value === true;
      if (opens) others.push(...dateChange(s, grant));
    }
  }
  const most = headroomOf(s, s.asker, 'worst');
  const first = limits.filter(({ values }) => values.includes(most));
  return [...first, ...limits, ...others].find((idea) => helps(s, idea, decideOther))?.change;
}

/** Whether the asker could say yes with one of the values. */
function helps(s: Situation, { fact, values }: Idea, decideOther: DecideOther): boolean {
  if (fact === undefined) return true;
  return values.some((value) =>
    isYes(
      decideOther({ ...s.request, facts: new Map(s.request.facts).set(fact, { value, claimed: false }) }),
    ),
  );
}

/** Whether the asker says yes, alone or with a consult or an agreement; a consult for want of a fact is none. */
export const isYes = (settled: Settled): boolean =>
  settled.verdict === 'grant' ||
  settled.mode === 'agree' ||
  (settled.verdict === 'consult' && settled.consult?.facts === undefined);

function limitChange(
  s: Situation,
  { grant, authority }: Pick<Fit, 'grant' | 'authority'>,
  need: Need,
): Idea[] {
  const [atom] = need.atoms();
  if (!atom || need.bound === undefined || !s.amount || (need.bound <= 0 && !need.least)) return [];
  if (fitOf(s, grant, authority, { units: need.bound }).value !== true) return [];
  const { fact, type } = s.amount;
  const change: NearestChange = {
    kind: 'limit',
    rule: grant.id,
    comparison: atom.text,
    value: formatAmount(type, need.bound),
  };
  return [
    fact === undefined
      ? { change, values: [need.bound] }
      : { change: { ...change, fact }, fact, values: [need.bound] },
  ];
}

/** The condition failed on exactly one comparison, on a fact that the customer could change. */
function conditionChange(s: Situation, grant: Grant, need: Need): Idea[] {
  if (need.cause !== 'condition' || !grant.when) return [];
  const [part, ...more] = conjuncts(grant.when).filter((one) => s.truth(one, s.asker).value !== true);
  if (!part || more.length > 0) return [];
  const { value, atoms } = s.truth(part, s.asker);
  const [atom] = atoms;
  if (value !== false || atoms.length !== 1 || !atom) return [];
  return atom.facts.flatMap((fact) => {
    if (s.facts.get(fact)?.canChange !== true) return [];
    return [
      {
        change: { kind: 'comparison', rule: grant.id, comparison: atom.text, fact } as const,
        fact,
        values: otherValues(s, part, fact),
      },
    ];
  });
}

const conjuncts = (expr: Expr): Expr[] => {
  if (expr.op === 'and') return expr.args.flatMap(conjuncts);
  return expr.op === 'term' ? conjuncts(expr.expr) : [expr];
};

/** Values of a fact that a comparison may see differently: all there are, or those around what it is compared with. */
function otherValues(s: Situation, expr: Expr, fact: string): Value[] {
  const type = s.facts.get(fact)?.type;
  if (type?.kind === 'yes or no') return [true, false];
  if (type?.kind === 'choice') return [...type.values];
  return type && isWhole(type) ? around(s, expr) : [];
}

/** Kinds whose values are whole numbers. */
const isWhole = (type: Type): boolean =>
  ['whole number', 'minutes', 'hours', 'days', 'money', 'date'].includes(type.kind);

function around(s: Situation, expr: Expr): Value[] {
  if (expr.op === 'not') return around(s, expr.arg);
  if (expr.op !== 'compare' || !isWhole(typeOf(expr.left))) return [];
  return [expr.left, expr.right].flatMap((side) => {
    const { value } = s.valueOf(side, s.asker);
    // Less than nothing is nothing that anybody could change to.
    return typeof value === 'number' ? [value, value - 1, value + 1].filter((one) => one >= 0) : [];
  });
}

/** A grant that is not in force yet. */
function dateChange(s: Situation, grant: Grant): Idea[] {
  const { from } = grant.inForce;
  if (from === undefined || localDay(s.book.zone, s.at) >= from) return [];
  return [
    {
      change: {
        kind: 'date',
        rule: grant.id,
        comparison: `in force from ${formatDay(from)}`,
        value: formatDay(from),
      },
      values: [],
    },
  ];
}
