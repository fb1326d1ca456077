/** What each rule came to, and the comparisons that the verdict depended on. */
import type { Consult } from '../book/book.ts';
import { amountIn, authoritiesOf, fitOf, reachFault, type Authority } from './authority.ts';
import type { Reason } from './decision.ts';
import type { Truth } from './evaluate.ts';
import { consultTruth } from './reading.ts';
import type { Situation } from './situation.ts';

const outcome = (value: boolean | undefined): Reason['outcome'] => (value === undefined ? 'unknown' : value ? 'holds' : 'fails');

const shown = (truth: Truth): Pick<Reason, 'comparisons' | 'unknown'> => ({
  ...(truth.atoms.length > 0 && { comparisons: truth.atoms.map((atom) => ({ comparison: atom.text, value: atom.value })) }),
  ...(truth.value === undefined && truth.unknown.length > 0 && { unknown: [...new Set(truth.unknown.map((unknown) => unknown.path))] }),
});

/** Every rule that was looked at, for the asker, in book order. */
export function reasonsOf(s: Situation): Reason[] {
  const lines = s.lines.filter(({ line }) => line.when || line.name === 'never above' || line.name === 'never').map(({ line, truth }): Reason => ({ rule: line.id, outcome: outcome(truth.value), ...shown(truth) }));
  const authorities = authoritiesOf(s, s.asker);
  const amount = amountIn(s, 'worst');
  const grants = s.grants.map((grant): Reason => {
    const tries = authorities.map((authority) => grantReason(s, grant, authority, amount));
    return tries.find((reason) => reason.outcome === 'holds') ?? tries.find((reason) => reason.outcome === 'unknown') ?? tries[0] ?? { rule: grant.id, outcome: 'fails' };
  });
  const consults = (s.type?.consults ?? []).map((consult: Consult): Reason => {
    const truth = consultTruth(s, consult, amount);
    return { rule: consult.id, outcome: outcome(truth.value), ...shown(truth) };
  });
  return [...lines, ...grants, ...consults];
}

function grantReason(s: Situation, grant: Situation['grants'][number], authority: Authority, amount: ReturnType<typeof amountIn>): Reason {
  const fault = reachFault(s, grant, authority);
  if (fault) return { rule: grant.id, outcome: 'fails', because: fault };
  const fit = fitOf(s, grant, authority, amount);
  const need = fit.needs.find((one) => one.truth.value === false) ?? fit.needs.find((one) => one.truth.value === undefined);
  if (need) return { rule: grant.id, outcome: outcome(need.truth.value), because: need.cause, ...shown(need.truth) };
  const truth: Truth = { value: true, atoms: fit.needs.flatMap((one) => one.truth.atoms), unknown: [] };
  return { rule: grant.id, outcome: 'holds', ...shown(truth) };
}

/**
 * The comparisons that decided, with their truth values: of every line, of every grant for whoever it
 * reaches, of every consult. Sorted by rule, each once, so that an equal request gives an equal list.
 */
export function decidingOf(s: Situation): { comparison: string; value: boolean }[] {
  const hard = s.lines.filter(({ line, truth }) => !line.admits && truth.value === true);
  const amount = amountIn(s, 'worst');
  const holder: Authority = authoritiesOf(s, s.asker)[0] ?? { holder: s.asker, acting: s.asker };
  const truths = hard.length > 0 ? hard.map(({ truth }) => truth) : [
    ...s.lines.map(({ truth }) => truth),
    ...s.grants.map((grant): Truth => {
      const { needs } = fitOf(s, grant, holder, amount);
      return needs.find((need) => need.truth.value === false)?.truth ?? { value: undefined, atoms: needs.flatMap((need) => need.truth.atoms), unknown: [] };
    }),
    ...(s.type?.consults ?? []).map((consult) => consultTruth(s, consult, amount)),
  ];
  const comparisons = new Map<string, boolean>();
  for (const truth of truths) for (const atom of truth.atoms) comparisons.set(atom.text, atom.value);
  return [...comparisons].map(([comparison, value]) => ({ comparison, value }));
}
