/** What each rule came to, and the comparisons that the verdict depended on. */
import type { Consult } from '../book/book.ts';
import { amountIn } from './able.ts';
import { authoritiesOf, fitOf, reachFault, type Authority } from './authority.ts';
import { ANYBODY } from './counting.ts';
import type { Reason } from './decision.ts';
import type { Atom, Truth } from './evaluate.ts';
import { calledFor, consultTruth } from './reading.ts';
import { NEVER_ABOVE, type Situation } from './situation.ts';

const outcome = (value: boolean | undefined): Reason['outcome'] =>
  value === undefined ? 'unknown' : value ? 'holds' : 'fails';

const shown = ({ atoms, unknown, value }: Truth): Pick<Reason, 'comparisons' | 'unknown'> => ({
  ...(atoms.length > 0 && {
    comparisons: atoms.map((atom) => ({ comparison: atom.text, value: atom.value })),
  }),
  ...(value === undefined &&
    unknown.length > 0 && { unknown: [...new Set(unknown.map(({ path }) => path))] }),
});

/** Every rule that was looked at, for the asker, in book order. */
export function reasonsOf(s: Situation): Reason[] {
  const lines = s.lines
    .filter(({ line }) => line.when || line.name === NEVER_ABOVE || line.name === 'never')
    .map(({ line, truth }): Reason => ({ rule: line.id, outcome: outcome(truth.value), ...shown(truth) }));
  const authorities = authoritiesOf(s, s.asker);
  const amount = amountIn(s, 'worst');
  const grants = s.grants.map((grant): Reason => {
    const tries = authorities.map((authority) => grantReason(s, grant, authority, amount));
    return (
      tries.find((reason) => reason.outcome === 'holds') ??
      tries.find((reason) => reason.outcome === 'unknown') ??
      tries[0] ?? { rule: grant.id, outcome: 'fails' }
    );
  });
  const consults = (s.type?.consults ?? []).map((consult: Consult): Reason => {
    const truth = consultTruth(s, consult);
    return { rule: consult.id, outcome: outcome(truth.value), ...shown(truth) };
  });
  return [...lines, ...grants, ...consults];
}

function grantReason(
  s: Situation,
  grant: Situation['grants'][number],
  authority: Authority,
  amount: ReturnType<typeof amountIn>,
): Reason {
  const fault = reachFault(s, grant, authority);
  if (fault) return { rule: grant.id, outcome: 'fails', because: fault };
  const fit = fitOf(s, grant, authority, amount);
  const need =
    fit.needs.find(({ value }) => value === false) ?? fit.needs.find(({ value }) => value === undefined);
  if (need)
    return {
      rule: grant.id,
      outcome: outcome(need.value),
      because: need.cause,
      ...shown({ ...need, atoms: need.atoms() }),
    };
  const atoms = fit.needs.flatMap((one) => one.atoms());
  return { rule: grant.id, outcome: 'holds', ...shown({ value: true, atoms, unknown: [] }) };
}

/**
 * The comparisons that decided, with their truth values: of every line, of every grant, of every consult; each once,
 * in book order. Those that differ from asker to asker are left out, for a standing decision holds whoever asks.
 */
export function decidingOf(s: Situation): { comparison: string; value: boolean }[] {
  const hard = s.lines.filter(({ line, truthFor }) => !line.admits && truthFor(ANYBODY).value === true);
  const atoms = hard.length > 0 ? hard.flatMap(({ truthFor }) => truthFor(ANYBODY).atoms) : allForAnybody(s);
  const values = new Map(atoms.map(({ text, value }) => [text, value]));
  return [...values].map(([comparison, value]) => ({ comparison, value }));
}

function allForAnybody(s: Situation): readonly Atom[] {
  // "All that fits" is another amount for each asker.
  const general: Situation =
    s.asked.kind === 'all that fits'
      ? { ...s, asked: { kind: 'unknown', unknown: [] }, memory: new Map() }
      : s;
  const amount = amountIn(general, 'worst');
  const anybody: Authority = { holder: ANYBODY, acting: ANYBODY };
  return [
    ...s.lines.flatMap(({ truthFor }) => truthFor(ANYBODY).atoms),
    ...s.grants.flatMap((grant) => {
      const needs = fitOf(general, grant, anybody, amount).needs.filter(
        ({ cause }) => cause !== 'nobody can agree',
      );
      const failed = needs.find(({ value }) => value === false);
      return (failed ? [failed] : needs).flatMap((need) => need.atoms());
    }),
    ...(s.type?.consults ?? []).flatMap((consult) => calledFor(general, consult, ANYBODY).atoms),
  ];
}
