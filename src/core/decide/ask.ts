/** The smallest question that can settle a request (L14, L15). */
import { admitted, amountIn, linesUnknown } from './able.ts';
import { authoritiesOf, fitOf, inReading, reachFault } from './authority.ts';
import type { Missing } from './decision.ts';
import type { Unknown } from './evaluate.ts';
import { consultTruth, type Outcome } from './reading.ts';
import type { Situation } from './situation.ts';
import { openUnits } from './units.ts';

/** The facts to ask for, in the order in which they are declared; those that are unsure left out. */
export function missingFacts(s: Situation, best: Outcome): Missing[] {
  const ways = waysToBest(s, best);
  const consults =
    best.level === 'grant'
      ? (s.type?.consults ?? []).flatMap((consult) => consultTruth(s, consult).unknown)
      : [];
  if (ways.length > 0) return smallest(s, ways, consults);
  // No grant leads to the best verdict: what is open are lines, and conditions that would keep a written no away.
  const conditions = s.grants.flatMap((grant) => (grant.when ? s.truth(grant.when, s.asker).unknown : []));
  return smallest(s, [[...s.lines.flatMap(({ truth }) => truth.unknown), ...conditions]], []);
}

/** What each grant that can give the best verdict waits for, in book order. */
function waysToBest(s: Situation, best: Outcome): Unknown[][] {
  if (best.level === 'gap' || best.level === 'special' || best.level === 'decline') return [];
  const people = best.level !== 'handoff' || best.own ? [s.asker] : best.able().map((one) => one.person);
  const amount = amountIn(s, 'best');
  const authorities = people
    .flatMap((person) => authoritiesOf(s, person))
    .filter((authority) => admitted(s, authority, 'best'));
  return s.grants.flatMap((grant) =>
    authorities.flatMap((authority): Unknown[][] => {
      if (reachFault(s, grant, authority) !== undefined) return [];
      const fit = fitOf(s, grant, authority, amount);
      if (
        !inReading(fit.value, 'best', 'grant') ||
        (best.level !== 'handoff' && openUnits(s, grant, authority) > 0)
      )
        return [];
      return [[...fit.needs.flatMap((need) => need.unknown), ...linesUnknown(s, authority)]];
    }),
  );
}

/** The way with the fewest facts, with those that every way needs; one that nobody is unsure of before any other; ties: book order. */
function smallest(
  s: Situation,
  ways: readonly (readonly Unknown[])[],
  always: readonly Unknown[],
): Missing[] {
  let best: { facts: ReadonlyMap<string, Unknown>; unsure: boolean } | undefined;
  for (const way of ways) {
    const facts = new Map([...way, ...always].map((unknown) => [unknown.fact, unknown] as const));
    const unsure = way.some(({ fact }) => isUnsure(s, fact));
    if (
      !best ||
      Number(unsure) < Number(best.unsure) ||
      (unsure === best.unsure && facts.size < best.facts.size)
    )
      best = { facts, unsure };
  }
  return [...s.facts.values()].flatMap((fact): Missing[] => {
    const unknown = best?.facts.get(fact.name);
    if (!unknown || isUnsure(s, fact.name)) return [];
    const given = s.request.facts.get(fact.name);
    return [
      {
        fact: fact.name,
        ...(unknown.path !== fact.name && { path: unknown.path }),
        ...(fact.knownBy !== undefined && { known_by: fact.knownBy }),
        ...(given && 'claimed' in given && given.claimed && { claimed: true as const }),
      },
    ];
  });
}

function isUnsure(s: Situation, fact: string): boolean {
  const given = s.request.facts.get(fact);
  return given !== undefined && 'unsure' in given;
}

/** The facts somebody was unsure of that the verdict still hangs on: what the consult is about. */
export const unsureFacts = (s: Situation): string[] =>
  [...s.request.facts]
    .filter(([name, given]) => 'unsure' in given && s.facts.has(name))
    .map(([name]) => name);
