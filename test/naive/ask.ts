/** The smallest ask (L14, ADR 19), as far as the oracle needs it: which facts there are to ask for. */
import type { Line } from '../../src/core/book/book.ts';
import type { Person } from '../../src/core/organization/organization.ts';
import {
  aboveTruth,
  admitted,
  allThatFits,
  amountIn,
  conditionTruth,
  consultTruth,
  fittingGrants,
  grantsOf,
  limitsTruth,
  lineTruth,
  neverAboveTruth,
  open,
  openAlso,
  othersAble,
  roomOf,
  soft,
  type AmountNow,
} from './authority.ts';
import { UNKNOWN, waitsFor } from './evaluate.ts';
import { fits, inForce, personOf, scopeOf, undeclared, type World } from './world.ts';

/** ADR 19: the facts that would be asked for; unsure ones are not asked again. */
export function askable(w: World, best: string, agree: boolean): string[] {
  const asker = personOf(w, w.askerId);
  const amount = amountIn(w, 'best');
  const amountFacts =
    w.type.amount === undefined || amount !== UNKNOWN
      ? []
      : waitsFor(w.type.amount.expr, scopeOf(w, undefined));
  const isUnsure = (fact: string): boolean => {
    const given = w.request.facts.get(fact);
    return given !== undefined && 'unsure' in given;
  };
  // What each grant that would do waits for, and with it the lines that do not admit who would use it.
  const sets: { place: number; grant: string[]; lines: string[] }[] = [];
  const candidates = undeclared(w) ? [] : best === 'handoff' && !agree ? othersAble(w, 'best') : [asker];
  if (['grant', 'consult', 'handoff'].includes(best)) {
    for (const p of candidates) {
      if (p === undefined) continue;
      for (const fit of fittingGrants(w, p, 'best', amount)) {
        if (!agree && best !== 'handoff' && fit.open > 0) continue;
        sets.push({
          place: grantsOf(w).indexOf(fit.grant),
          grant: grantWaitsFor(w, fit.grant, fit.authority, amount, amountFacts),
          lines: linesWaitFor(w, amount, amountFacts, fit.authority.holder),
        });
      }
    }
  }
  let asked: string[];
  const consults = best === 'grant' ? consultsWaitFor(w, amountFacts) : [];
  if (sets.length > 0) {
    const sure = sets.filter((set) => ![...set.grant, ...set.lines].some(isUnsure));
    const size = (set: (typeof sets)[number]): number =>
      new Set([...set.grant, ...set.lines, ...consults]).size;
    const smallest = [...(sure.length > 0 ? sure : sets)].sort(
      (a, b) => size(a) - size(b) || a.place - b.place,
    )[0];
    if (smallest === undefined) return [];
    asked = [...smallest.grant, ...smallest.lines, ...consults];
  } else {
    asked = [...linesWaitFor(w, amount, amountFacts), ...conditionsWaitFor(w)];
  }
  return [...new Set(asked)].filter((fact) => fact !== '' && w.type.facts.has(fact) && !isUnsure(fact));
}

/** The facts of unknown lines; where somebody is given, of those that do not admit them. */
function linesWaitFor(
  w: World,
  amount: AmountNow,
  amountFacts: readonly string[],
  holder?: Person,
): string[] {
  const asker = personOf(w, w.askerId);
  const lines = undeclared(w) ? w.book.lines.filter((line) => line.types === undefined) : w.type.lines;
  const admits = (line: Line): boolean =>
    holder !== undefined && soft(line) && line.admits !== undefined && fits(w.book, line.admits, holder);
  const facts = lines.flatMap((line) =>
    line.when !== undefined && !admits(line) && lineTruth(w, line, asker) === UNKNOWN
      ? waitsFor(line.when, scopeOf(w, asker))
      : [],
  );
  const neverAbove = w.type.amount?.neverAbove;
  if (!undeclared(w) && neverAbove !== undefined && neverAboveTruth(w, amount) === UNKNOWN) {
    facts.push(...amountFacts, ...waitsFor(neverAbove, scopeOf(w, asker)));
  }
  return facts;
}

function grantWaitsFor(
  w: World,
  grant: ReturnType<typeof grantsOf>[number],
  authority: { holder?: Person; cap?: number },
  amount: AmountNow,
  amountFacts: readonly string[],
): string[] {
  const scope = scopeOf(w, authority.holder);
  const facts: string[] = [];
  if (grant.when !== undefined && conditionTruth(w, grant, authority.holder) === UNKNOWN) {
    facts.push(...waitsFor(grant.when, scope));
  }
  if (limitsTruth(w, grant, authority, amount) === UNKNOWN) {
    const limits = [grant.upTo, grant.atLeast, grant.share, grant.total, authority.cap];
    if (amount === UNKNOWN && limits.some((limit) => limit !== undefined)) facts.push(...amountFacts);
    if (grant.share !== undefined) facts.push(...waitsFor(grant.share.of, scope));
    for (const limit of [grant.times, grant.total]) {
      const per = limit === undefined ? undefined : w.book.counters.get(limit.counter)?.per;
      if (typeof per === 'object' && scope.fact(per.fact) === UNKNOWN) facts.push(per.fact);
    }
  }
  return facts;
}

function conditionsWaitFor(w: World): string[] {
  const scope = scopeOf(w, personOf(w, w.askerId));
  if (undeclared(w)) return [];
  return grantsOf(w).flatMap((grant) =>
    grant.when !== undefined && inForce(w, grant.inForce) ? waitsFor(grant.when, scope) : [],
  );
}

function consultsWaitFor(w: World, amountFacts: readonly string[]): string[] {
  const scope = scopeOf(w, personOf(w, w.askerId));
  return w.type.consults.flatMap((consult) => {
    if (consultTruth(w, consult) !== UNKNOWN) return [];
    const facts = consult.when === undefined ? [] : waitsFor(consult.when, scope);
    if (aboveTruth(w, consult) !== UNKNOWN) return facts;
    return [...facts, ...(allThatFits(w) ? headroomWaitsFor(w) : amountFacts)];
  });
}

/** What would let the asker's headroom be more than it is on what is known: what the grants with more room wait for. */
function headroomWaitsFor(w: World): string[] {
  const asker = personOf(w, w.askerId);
  const known = amountIn(w, 'worst');
  if (asker === undefined || typeof known !== 'number') return [];
  return admitted(w, asker, 'best', 'none').flatMap((authority) => {
    const more = grantsOf(w).filter(
      (grant) =>
        open(w, grant, asker, authority) &&
        openAlso(w, grant, asker, authority).open === 0 &&
        conditionTruth(w, grant, authority.holder) !== false &&
        roomOf(w, grant, authority, 'best') > known,
    );
    if (more.length === 0) return [];
    const grants = more.flatMap((grant) => grantWaitsFor(w, grant, authority, known, []));
    return [...linesWaitFor(w, known, [], authority.holder), ...grants];
  });
}
