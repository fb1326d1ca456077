/** The reference reading of a request (L2), once for the best and once for the worst of what is unknown. */
import type { Consult, Line } from '../book/book.ts';
import type { Person } from '../organization/organization.ts';
import { ableIn, amountIn, amountRange, type Able } from './able.ts';
import {
  fitOf,
  inReading,
  reachFault,
  type Amount,
  type Cause,
  type Reading,
  groundsStated,
} from './authority.ts';
import { ANYBODY } from './counting.ts';
import type { Gap, Mode } from './decision.ts';
import type { Truth } from './evaluate.ts';
import { rank, related, staff } from './eligible.ts';
import { meantBy } from './people.ts';
import { amountWords, formatAmount, type JudgedLine, type Situation } from './situation.ts';
import { openUnits } from './units.ts';

/** What one reading comes to (L4); `special` is a decline that a special client does not get from staff. */
export type Outcome =
  | { level: 'grant' | 'consult'; own: Able; consults: readonly Consult[] }
  | {
      level: 'handoff';
      mode: Mode;
      own?: Able;
      /** Others who are able; none where the asker is, with units. */
      able: () => readonly Able[];
    }
  | { level: 'gap' }
  | { level: 'special' | 'decline'; lines: readonly Line[] };

const KINDS = ['illegal', 'unethical', 'unachievable', 'policy'] as const;

/** Lines by kind, then in book order (L36). */
const byKind = (lines: readonly JudgedLine[]): Line[] =>
  KINDS.flatMap((kind) => lines.filter(({ line }) => line.kind === kind).map(({ line }) => line));

/** Reads L2 steps 1 to 6; signals (step 0) are `decide`'s. */
export function readRules(s: Situation, reading: Reading): Outcome {
  const amount = amountIn(s, reading);
  const holding = s.lines.filter(({ truth }) => inReading(truth.value, reading, 'line'));
  const hard = holding.filter(({ line }) => !line.admits);
  if (hard.length > 0) return declined(s, byKind(hard));

  const own = ableIn(s, s.asker, reading, amount);
  if (own) {
    if (openUnits(s, own.fit.grant, own.fit.authority) > 0)
      return { level: 'handoff', mode: 'agree', own, able: () => [] };
    const consults = openConsults(s, reading);
    return { level: consults.length > 0 ? 'consult' : 'grant', own, consults };
  }
  if (others(s).some((person) => ableIn(s, person, reading, amount))) {
    return { level: 'handoff', mode: handoffMode(s), able: () => othersAble(s, reading, amount) };
  }

  const soft = holding.filter(({ line }) => line.kind !== 'reserved');
  if (soft.length > 0) return declined(s, byKind(soft));
  // A grant by exception is none until a ground is stated, so "no, except when" can be written.
  const conditionHolds = s.grants.some(
    (grant) =>
      groundsStated(s, grant) &&
      (!grant.when || inReading(s.truth(grant.when, s.asker).value, reading, 'grant')),
  );
  if (s.type?.otherwise && s.inForce && !conditionHolds) return declined(s, [s.type.otherwise]);
  return { level: 'gap' };
}

/** A special client gets no decline from staff, illegal lines apart (L30). */
function declined(s: Situation, lines: readonly Line[]): Outcome {
  const management = s.book.management === undefined ? Infinity : s.book.grades.indexOf(s.book.management);
  const spared =
    s.special && rank(s.book, s.asker) < management && lines.every((line) => line.kind !== 'illegal');
  return { level: spared ? 'special' : 'decline', lines };
}

/** A related asker may only advise (L29). */
export const handoffMode = (s: Situation): Mode => (related(s, s.asker) ? 'advise' : 'approval');

const others = (s: Situation): Person[] =>
  [...s.organization.people.values()].filter((person) => person.id !== s.asker.id);

export const othersAble = (s: Situation, reading: Reading, amount: Amount): Able[] =>
  others(s).flatMap((person) => ableIn(s, person, reading, amount) ?? []);

/** A consult that its answer, or its silence where that means go ahead, has closed is not open. */
const openConsults = (s: Situation, reading: Reading): Consult[] =>
  (s.type?.consults ?? []).filter((consult) => inReading(consultTruth(s, consult).value, reading, 'line'));

/** Whether a consult is called for and not answered yet: its condition, and its amount. */
export function consultTruth(s: Situation, consult: Consult): Truth {
  const done = s.request.done.consulted.find(({ rule }) => rule === consult.name || rule === consult.id);
  if (done && (!done.silent || consult.silence === 'go ahead'))
    return { value: false, atoms: [], unknown: [] };
  return calledFor(s, consult, s.asker);
}

/** Whether a consult is called for, answered or not. */
export function calledFor(s: Situation, consult: Consult, owner: Person): Truth {
  const condition: Truth = consult.when
    ? s.truth(consult.when, owner)
    : { value: true, atoms: [], unknown: [] };
  return both(condition, aboveTruth(s, consult.above));
}

/** Whether the amount is above a number, when there is both; one that the readings see differently is unknown. */
function aboveTruth(s: Situation, above: number | undefined): Truth {
  const range = amountRange(s);
  if (above === undefined || !range || !s.amount) return { value: true, atoms: [], unknown: [] };
  const value = range.least + s.before > above;
  if (value !== range.most + s.before > above) return { value: undefined, atoms: [], unknown: range.unknown };
  const text = `${amountWords(s)} > ${formatAmount(s.amount.type, above)}`;
  return {
    value,
    atoms: [{ text, value, facts: s.amount.fact === undefined ? [] : [s.amount.fact] }],
    unknown: [],
  };
}

/** Both conditions; one that is false decides alone. */
function both(a: Truth, b: Truth): Truth {
  if (a.value === false) return a;
  if (b.value === false) return b;
  if (a.value && b.value) return { value: true, atoms: [...a.atoms, ...b.atoms], unknown: [] };
  return { value: undefined, atoms: [], unknown: [...a.unknown, ...b.unknown] };
}

/** Whom a consult asks; nobody there: the caller falls back to residual authority. */
export const consultPeople = (s: Situation, consult: Consult): Person[] => meantBy(s, consult.ask);

/** Whom a grant reaches that reaches nobody: somebody who was granted nothing yet. */
const NOBODY: Person = { ...ANYBODY };

const LIMITS: ReadonlySet<Cause> = new Set(['limit', 'delegation cap']);

/** Why nothing decides (L7), on what is known: somebody would be able but for a limit; or a grant covers it that reaches nobody. */
export function gapOf(s: Situation): Gap {
  if (!s.type) return 'unknown type';
  const amount = amountIn(s, 'worst');
  const people = staff(s);
  let unheld = false;
  for (const grant of s.grants) {
    const reached = people.filter(
      (person) => reachFault(s, grant, { holder: person, acting: person }) === undefined,
    );
    for (const person of reached.length > 0 ? reached : [NOBODY]) {
      const needs = fitOf(s, grant, { holder: person, acting: person }, amount).needs.filter(
        (need) => need.cause !== 'nobody can agree',
      );
      const limits = needs.filter((need) => LIMITS.has(need.cause));
      if (needs.some((need) => !LIMITS.has(need.cause) && need.value !== true)) continue;
      if (reached.length === 0) unheld ||= limits.every((need) => need.value === true);
      else if (limits.some((need) => need.value === false)) return 'above every limit';
    }
  }
  return unheld ? 'nobody holds the grade' : 'no rule';
}
