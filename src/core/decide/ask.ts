/** The smallest question that can settle a request (L14, L15). */
import { amountIn, authoritiesOf, fitOf, inReading, reachFault, admitted, type Amount } from './authority.ts';
import type { Missing } from './decision.ts';
import type { Unknown } from './evaluate.ts';
import { consultTruth, type Outcome } from './reading.ts';
import type { Situation } from './situation.ts';

/** The facts to ask for, in the order in which they are declared; those that are unsure left out. */
export function missingFacts(s: Situation, best: Outcome): Missing[] {
  const amount = amountIn(s, 'best');
  const lines = (admit: (line: Situation['lines'][number]['line']) => boolean): Unknown[] =>
    s.lines.flatMap(({ line, truth }) => (truth.value === undefined && !admit(line) ? truth.unknown : []));
  const consults = best.level === 'grant' ? (s.type?.consults ?? []).flatMap((consult) => consultTruth(s, consult, amount).unknown) : [];
  const ways = waysToBest(s, best, amount).map((way) => [...way.unknown, ...lines((line) => way.admits.has(line.id)), ...consults]);
  if (ways.length > 0) return smallest(s, ways);
  // No grant leads to the best verdict: what is open are lines, and grants that would keep a written no away.
  return smallest(s, [[...lines(() => false), ...s.grants.flatMap((grant) => (grant.when ? s.truth(grant.when, s.asker).unknown : []))]]);
}

type Way = { unknown: readonly Unknown[]; /** Soft lines that do not stand in the way. */ admits: ReadonlySet<string> };

/** The grants that can give the best verdict, in book order, with what each waits for. */
function waysToBest(s: Situation, best: Outcome, amount: Amount): Way[] {
  if (best.level === 'gap' || best.level === 'special' || best.level === 'decline') return [];
  const askers = best.level !== 'handoff' || best.own !== undefined;
  const people = askers ? [s.asker] : best.able.map((one) => one.person);
  return s.grants.flatMap((grant) => {
    const ways = people.flatMap((person) =>
      authoritiesOf(s, person).flatMap((authority): Way[] => {
        if (reachFault(s, grant, authority) !== undefined || !admitted(s, authority, 'best')) return [];
        const fit = fitOf(s, grant, authority, amount);
        if (!inReading(fit.value, 'best', 'grant')) return [];
        const admits = new Set(s.lines.filter(({ line }) => line.admits && admitted({ ...s, lines: [{ line, truth: { value: true, atoms: [], unknown: [] } }] }, authority, 'worst')).map(({ line }) => line.id));
        return [{ unknown: fit.needs.flatMap((need) => need.truth.unknown), admits }];
      }),
    );
    return ways.slice(0, 4);
  });
}

/** The way with the fewest facts; one without unsure facts before any other; ties: book order. */
function smallest(s: Situation, ways: readonly (readonly Unknown[])[]): Missing[] {
  let best: { facts: Map<string, Unknown>; unsure: boolean } | undefined;
  for (const way of ways) {
    const facts = new Map(way.map((unknown) => [unknown.fact, unknown] as const));
    const unsure = [...facts.keys()].some((fact) => isUnsure(s, fact));
    if (!best || Number(unsure) < Number(best.unsure) || (unsure === best.unsure && facts.size < best.facts.size)) best = { facts, unsure };
  }
  const wanted = best?.facts ?? new Map<string, Unknown>();
  return [...s.facts.values()].flatMap((fact): Missing[] => {
    const unknown = wanted.get(fact.name);
    if (!unknown || isUnsure(s, fact.name)) return [];
    const given = s.request.facts.get(fact.name);
    return [{
      fact: fact.name, ...(unknown.path !== fact.name && { path: unknown.path }),
      ...(fact.knownBy !== undefined && { known_by: fact.knownBy }), ...(given && 'claimed' in given && given.claimed && { claimed: true as const }),
    }];
  });
}

function isUnsure(s: Situation, fact: string): boolean {
  const given = s.request.facts.get(fact);
  return given !== undefined && 'unsure' in given;
}

/** The facts somebody was unsure of that the verdict still hangs on: what the consult is about. */
export const unsureFacts = (s: Situation): string[] => [...s.request.facts].filter(([name, given]) => 'unsure' in given && s.facts.has(name)).map(([name]) => name);
