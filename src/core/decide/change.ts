/** The nearest change that would let the asker say yes (L34). */
import type { Grant } from '../book/book.ts';
import type { Expr } from '../book/expression.ts';
import { formatDay, localDay } from '../words/time.ts';
import { admitted, amountIn, authoritiesOf, fitOf, headroomOf, reachFault, type Need } from './authority.ts';
import type { NearestChange } from './decision.ts';
import { formatAmount, type Situation } from './situation.ts';

/**
 * One limit, one comparison or one date of one own grant that failed on it alone, if no hard line is true.
 * A limit comes first (the amount can always change), then book order.
 */
export function nearestChange(s: Situation): NearestChange | undefined {
  if (s.lines.some(({ line, truth }) => !line.admits && truth.value === true && line.name !== 'never above')) return undefined;
  const amount = amountIn(s, 'worst');
  const limits: NearestChange[] = [];
  const others: NearestChange[] = [];
  for (const authority of authoritiesOf(s, s.asker)) {
    if (!admitted(s, authority, 'worst')) continue;
    for (const grant of s.grants) {
      if (reachFault(s, grant, authority) !== undefined) continue;
      const failed = fitOf(s, grant, authority, amount).needs.filter((need) => need.truth.value !== true);
      const [need] = failed;
      if (!need || need.truth.value === undefined) continue;
      const limit = failed.length === 1 ? limitChange(s, grant, need) : undefined;
      if (limit) limits.push(limit);
      const condition = failed.length === 1 ? conditionChange(s, grant, need) : undefined;
      if (condition) others.push(condition);
    }
    for (const grant of s.type?.grants ?? []) {
      const date = dateChange(s, grant);
      if (date && reachFault(s, grant, authority) === undefined && fitOf(s, grant, authority, amount).value === true) others.push(date);
    }
  }
  const most = headroomOf(s, s.asker, 'worst');
  const bestLimit = limits.find(({ value }) => value !== undefined && s.type?.amount && value === formatAmount(s.type.amount.type, most)) ?? limits[0];
  return bestLimit ?? others[0];
}

function limitChange(s: Situation, grant: Grant, need: Need): NearestChange | undefined {
  const [atom] = need.truth.atoms;
  if (!atom || need.bound === undefined || !s.type?.amount || (need.bound <= 0 && !need.least)) return undefined;
  return { kind: 'limit', rule: grant.id, comparison: atom.text, ...(s.type.amount.fact !== undefined && { fact: s.type.amount.fact }), value: formatAmount(s.type.amount.type, need.bound) };
}

/** The condition failed on exactly one comparison, on a fact that the customer could change. */
function conditionChange(s: Situation, grant: Grant, need: Need): NearestChange | undefined {
  if (need.cause !== 'condition' || !grant.when) return undefined;
  const failing = conjuncts(grant.when).filter((part) => s.truth(part, s.asker).value !== true);
  const [part] = failing;
  if (failing.length !== 1 || !part) return undefined;
  const truth = s.truth(part, s.asker);
  const [atom] = truth.atoms;
  if (truth.value !== false || truth.atoms.length !== 1 || !atom) return undefined;
  const fact = atom.facts.find((name) => s.facts.get(name)?.canChange);
  return fact === undefined ? undefined : { kind: 'comparison', rule: grant.id, comparison: atom.text, fact };
}

const conjuncts = (expr: Expr): Expr[] => {
  if (expr.op === 'and') return expr.args.flatMap(conjuncts);
  return expr.op === 'term' ? conjuncts(expr.expr) : [expr];
};

/** A grant that is not in force yet. */
function dateChange(s: Situation, grant: Grant): NearestChange | undefined {
  const { from } = grant.inForce;
  if (from === undefined || localDay(s.book.zone, s.at) >= from) return undefined;
  return { kind: 'date', rule: grant.id, comparison: `in force from ${formatDay(from)}`, value: formatDay(from) };
}
