/** The reference reading of a request (L2), once for the best and once for the worst of what is unknown. */
import type { Consult, Line } from '../book/book.ts';
import type { Person } from '../organization/organization.ts';
import { employedAt } from '../organization/people.ts';
import { ableIn, amountIn, fitOf, inReading, rank, reachFault, related, type Able, type Amount, type Cause, type Reading } from './authority.ts';
import type { Gap, Mode } from './decision.ts';
import type { Truth } from './evaluate.ts';
import { meantBy } from './people.ts';
import { amountWords, formatAmount, type JudgedLine, type Situation } from './situation.ts';
import { stillOpen } from './units.ts';

/** L4, with `special` for a decline that a special client does not get from staff. */
export type Level = 'grant' | 'consult' | 'handoff' | 'gap' | 'special' | 'decline';

/** What one reading comes to. */
export type Outcome =
  | { level: 'grant' | 'consult'; own: Able; consults: readonly Consult[] }
  | { level: 'handoff'; mode: Mode; own?: Able; able: readonly Able[] }
  | { level: 'gap'; gap: Gap }
  | { level: 'special' | 'decline'; lines: readonly Line[] };

const KINDS = ['illegal', 'unethical', 'unachievable', 'policy'] as const;

/** Lines by kind, then in book order (L36). */
const byKind = (lines: readonly JudgedLine[]): Line[] => KINDS.flatMap((kind) => lines.filter(({ line }) => line.kind === kind).map(({ line }) => line));

/** Reads L2 steps 1 to 6; signals (step 0) are `decide`'s. */
export function readRules(s: Situation, reading: Reading): Outcome {
  const amount = amountIn(s, reading);
  const holding = s.lines.filter(({ truth }) => inReading(truth.value, reading, 'line'));
  const hard = holding.filter(({ line }) => !line.admits);
  if (hard.length > 0) return declined(s, byKind(hard));

  const own = ableIn(s, s.asker, reading, amount);
  if (own) {
    if (own.fit.grant.also && stillOpen(s, own.fit.grant.also, own.fit.authority) > 0) return { level: 'handoff', mode: 'agree', own, able: [] };
    const consults = openConsults(s, reading, amount);
    return { level: consults.length > 0 ? 'consult' : 'grant', own, consults };
  }
  const able = othersAble(s, reading, amount);
  if (able.length > 0) return { level: 'handoff', mode: handoffMode(s), able };

  const soft = holding.filter(({ line }) => line.kind !== 'reserved');
  if (soft.length > 0) return declined(s, byKind(soft));
  const conditionHolds = s.grants.some((grant) => !grant.when || inReading(s.truth(grant.when, s.asker).value, reading, 'grant'));
  if (s.type?.otherwise && s.inForce && !conditionHolds) return declined(s, [s.type.otherwise]);
  return { level: 'gap', gap: gapOf(s, reading, amount) };
}

/** A special client gets no decline from staff, illegal lines apart (L30). */
function declined(s: Situation, lines: readonly Line[]): Outcome {
  const management = s.book.management === undefined ? Infinity : s.book.grades.indexOf(s.book.management);
  const spared = s.special && rank(s.book, s.asker) < management && lines.every((line) => line.kind !== 'illegal');
  return { level: spared ? 'special' : 'decline', lines };
}

/** A related asker may only advise (L29). */
export const handoffMode = (s: Situation): Mode => (related(s, s.asker) ? 'advise' : 'approval');

export const othersAble = (s: Situation, reading: Reading, amount: Amount): Able[] =>
  [...s.organization.people.values()].flatMap((person) => (person.id === s.asker.id ? [] : (ableIn(s, person, reading, amount) ?? [])));

/** A consult that its answer, or its silence where that means go ahead, has closed is not open. */
export function openConsults(s: Situation, reading: Reading, amount: Amount): Consult[] {
  return (s.type?.consults ?? []).filter((consult) => {
    const done = s.request.done.consulted.find(({ rule }) => rule === consult.name || rule === consult.id);
    if (done && (!done.silent || consult.silence === 'go ahead')) return false;
    return inReading(consultTruth(s, consult, amount).value, reading, 'line');
  });
}

/** Whether a consult is called for: its condition, and its amount. */
export function consultTruth(s: Situation, consult: Consult, amount: Amount): Truth {
  const condition: Truth = consult.when ? s.truth(consult.when, s.asker) : { value: true, atoms: [], unknown: [] };
  const type = s.type?.amount;
  if (consult.above === undefined || !amount || !type || condition.value === false) return condition;
  if ('unknown' in amount) return { value: undefined, atoms: [], unknown: [...condition.unknown, ...amount.unknown] };
  const value = amount.units + s.before > consult.above;
  const atom = { text: `${amountWords(s)} > ${formatAmount(type.type, consult.above)}`, value, facts: type.fact === undefined ? [] : [type.fact] };
  if (!value) return { value: false, atoms: [atom], unknown: [] };
  return { ...condition, atoms: [...condition.atoms, atom] };
}

/** Whom a consult asks; nobody there: the caller falls back to residual authority. */
export const consultPeople = (s: Situation, consult: Consult): Person[] => meantBy(s, consult.ask);

/** Why nothing decides (L7): somebody would be able but for a limit; or a grant covers it that reaches nobody. */
function gapOf(s: Situation, reading: Reading, amount: Amount): Gap {
  if (!s.type) return 'unknown type';
  const staff = [...s.organization.people.values()].filter((person) => employedAt(person, s.at));
  const limits = new Set<Cause>(['limit', 'delegation cap']);
  // Whom a grant reaches that reaches nobody: somebody who was granted nothing yet.
  const nobody = { ...s.asker, id: '' };
  let unheld = false;
  for (const grant of s.grants) {
    const reached = staff.map((person) => ({ holder: person, acting: person })).filter((authority) => reachFault(s, grant, authority) === undefined);
    for (const authority of reached.length > 0 ? reached : [{ holder: nobody, acting: nobody }]) {
      const needs = fitOf(s, grant, authority, amount).needs.filter((need) => need.cause !== 'nobody can agree');
      const [failing, fitting] = [needs.filter((need) => limits.has(need.cause)), needs.filter((need) => !limits.has(need.cause))];
      if (!fitting.every((need) => inReading(need.truth.value, reading, 'grant'))) continue;
      if (failing.some((need) => need.truth.value === false)) {
        if (reached.length > 0) return 'above every limit';
      } else if (reached.length === 0 && failing.every((need) => inReading(need.truth.value, reading, 'grant'))) unheld = true;
    }
  }
  return unheld ? 'nobody holds the grade' : 'no rule';
}
