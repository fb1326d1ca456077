/** Who is able (L1) in one reading, by looping over all people, delegations and grants. */
import type { Consult, Grant, Line } from '../../src/core/book/book.ts';
import type { Person } from '../../src/core/organization/organization.ts';
import { HOUR } from '../../src/core/words/time.ts';
import { and, numberOf, truthOf, UNKNOWN, type Truth, type Unknown } from './evaluate.ts';
import {
  counterValue,
  everybody,
  fits,
  grantedBefore,
  highest,
  inForce,
  personOf,
  rank,
  reachesGrade,
  related,
  scopeOf,
  undeclared,
  type World,
} from './world.ts';

export type Reading = 'best' | 'worst';
/** An amount to decide at: a number, unknown, or 'none' where the type has no amount. */
export type AmountNow = number | Unknown | 'none';
/** One whole authority of a person: their own, or one delegation (L28). */
export type Authority = { holder: Person; own: boolean; cap?: number; functions?: readonly string[] };
/** A grant that fits a person. `open`: how many units have yet to say yes. */
export type Fit = { grant: Grant; authority: Authority; open: number; headroom: number };

export const NEVER_ABOVE = 'never above';

// Lines

/** `reserved` and a `policy` line that can be waived; all others are hard. */
export const soft = (line: Line): boolean =>
  line.kind === 'reserved' || (line.kind === 'policy' && line.admits !== undefined);

export function lineTruth(w: World, line: Line, holder: Person | undefined): Truth {
  if (!inForce(w, line.inForce)) return false;
  return line.when === undefined ? true : truthOf(line.when, scopeOf(w, holder));
}

const lineHolds = (w: World, line: Line, holder: Person | undefined, reading: Reading): boolean => {
  const truth = lineTruth(w, line, holder);
  return truth === UNKNOWN ? reading === 'worst' : truth;
};

export function neverAboveTruth(w: World, amount: AmountNow): Truth {
  const expr = w.type.amount?.neverAbove;
  if (expr === undefined || amount === 'none') return false;
  const most = numberOf(expr, scopeOf(w, undefined));
  return most === UNKNOWN || amount === UNKNOWN ? UNKNOWN : grantedBefore(w) + amount > most;
}

/** The hard and soft lines that hold in a reading; going above `never above` is an unachievable line after the others. */
export function linesThatHold(
  w: World,
  holder: Person | undefined,
  reading: Reading,
  amount: AmountNow,
): Line[] {
  const holding = w.type.lines.filter((line) => lineHolds(w, line, holder, reading));
  const above = neverAboveTruth(w, amount);
  if (above === true || (above === UNKNOWN && reading === 'worst')) {
    holding.push({
      id: `${w.type.name}/${NEVER_ABOVE}`,
      name: NEVER_ABOVE,
      kind: 'unachievable',
      inForce: {},
      instead: [],
    });
  }
  return holding;
}

// Whose authority

/** A person's own authority and every valid delegation to them. */
export function authoritiesOf(w: World, p: Person): Authority[] {
  const found: Authority[] = [{ holder: p, own: true }];
  const rule = w.book.delegation;
  if (rule === undefined) return found;
  for (const delegator of [...everybody(w)].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    for (const delegation of delegator.delegations) {
      if (delegation.to !== p.id || delegator.id === p.id) continue;
      if (!(delegation.span.from <= w.at && w.at < delegation.span.until)) continue;
      if (rule.atMostMs !== undefined && delegation.span.until - delegation.span.from > rule.atMostMs + HOUR)
        continue;
      if (highest(w.book, delegator) < rank(w.book, rule.from)) continue;
      if (highest(w.book, p) < rank(w.book, rule.to)) continue;
      if (related(w, delegator)) continue;
      const functions = delegation.functions;
      if (!isAmong(w.type.function, functions)) continue;
      const cap = capOf(w, delegation.upTo);
      if (cap === 'does not fit') continue;
      found.push({
        holder: delegator,
        own: false,
        ...(cap === undefined ? {} : { cap }),
        ...(functions === undefined ? {} : { functions }),
      });
    }
  }
  return found;
}

/** ADR 23: a delegation of some functions is for requests and grants of those, or of any. */
const isAmong = (name: string, functions: readonly string[] | undefined): boolean =>
  functions === undefined || name === 'any' || functions.includes(name);

/** The least of the delegation's cap and the book's. It binds money; another currency cannot be compared. */
function capOf(
  w: World,
  upTo: { minor: number; currency: string } | undefined,
): number | undefined | 'does not fit' {
  const type = w.type.amount?.type;
  if (type?.kind !== 'money') return undefined;
  const caps: number[] = [];
  if (upTo !== undefined) {
    if (upTo.currency !== type.currency) return 'does not fit';
    caps.push(upTo.minor);
  }
  if (w.book.delegation?.upTo !== undefined) {
    if (w.book.currency !== type.currency) return 'does not fit';
    caps.push(w.book.delegation.upTo);
  }
  return caps.length === 0 ? undefined : Math.min(...caps);
}

// Grants

/** The type's grants; a special client's cleared class is one more. */
export function grantsOf(w: World): Grant[] {
  const cleared = isSpecial(w) ? w.book.specialClients?.cleared.get(w.type.name) : undefined;
  return cleared === undefined ? [...w.type.grants] : [...w.type.grants, cleared];
}

/** ADR 17: a flag past its end date is none. */
export function isSpecial(w: World): boolean {
  const special = w.request.special;
  return special !== undefined && (special.until === undefined || w.at < special.until);
}

/** ADR 10: a role or person is reached whatever the grade and function; otherwise from a grade in a function. */
export function reaches(w: World, grant: Grant, p: Person): boolean {
  if (grant.person !== undefined) return p.id === grant.person;
  if (grant.role !== undefined) return p.roles.includes(grant.role);
  return grant.from !== undefined && reachesGrade(w.book, p, grant.from, grant.function);
}

export function conditionTruth(w: World, grant: Grant, holder: Person | undefined): Truth {
  if (!inForce(w, grant.inForce)) return false;
  return grant.when === undefined ? true : truthOf(grant.when, scopeOf(w, holder));
}

export const groundsStated = (w: World, grant: Grant): boolean =>
  grant.exception === undefined || grant.exception.some((ground) => w.request.done.grounds.includes(ground));

/** The share, rounded down; undefined where the grant has none. */
function shareOf(w: World, grant: Grant, holder: Person | undefined): number | Unknown | undefined {
  if (grant.share === undefined) return undefined;
  const whole = numberOf(grant.share.of, scopeOf(w, holder));
  return whole === UNKNOWN ? UNKNOWN : Math.floor((whole * grant.share.basisPoints) / 10_000);
}

const atMost = (value: number | Unknown, limit: number | Unknown): Truth =>
  value === UNKNOWN || limit === UNKNOWN ? UNKNOWN : value <= limit;

/** Every limit of a grant at an amount: all cumulative (ADR 6). */
export function limitsTruth(
  w: World,
  grant: Grant,
  authority: { holder?: Person; cap?: number },
  amount: AmountNow,
): Truth {
  const holder = authority.holder;
  const truths: Truth[] = [];
  if (grant.times !== undefined) {
    const used = counterValue(w, grant.times.counter, holder);
    truths.push(used === UNKNOWN ? UNKNOWN : used + 1 <= grant.times.max);
  }
  if (amount !== 'none') {
    const all = amount === UNKNOWN ? UNKNOWN : grantedBefore(w) + amount;
    if (grant.upTo !== undefined) truths.push(atMost(all, grant.upTo));
    if (grant.atLeast !== undefined) truths.push(atMost(grant.atLeast, all));
    if (authority.cap !== undefined) truths.push(atMost(all, authority.cap));
    const share = shareOf(w, grant, holder);
    if (share !== undefined) truths.push(atMost(all, share));
    if (grant.total !== undefined) {
      const used = counterValue(w, grant.total.counter, holder);
      truths.push(used === UNKNOWN || amount === UNKNOWN ? UNKNOWN : used + amount <= grant.total.max);
    }
  }
  return and(truths);
}

/** L18: how much more fits this grant; what is unknown limits nothing in the best reading and everything in the worst. */
export function roomOf(w: World, grant: Grant, authority: Authority, reading: Reading): number {
  const before = grantedBefore(w);
  const rooms: (number | Unknown)[] = [Infinity];
  if (grant.upTo !== undefined) rooms.push(grant.upTo - before);
  if (authority.cap !== undefined) rooms.push(authority.cap - before);
  const share = shareOf(w, grant, authority.holder);
  if (share !== undefined) rooms.push(share === UNKNOWN ? UNKNOWN : share - before);
  if (grant.total !== undefined) {
    const used = counterValue(w, grant.total.counter, authority.holder);
    rooms.push(used === UNKNOWN ? UNKNOWN : grant.total.max - used);
  }
  const neverAbove = w.type.amount?.neverAbove;
  if (neverAbove !== undefined) {
    const most = numberOf(neverAbove, scopeOf(w, undefined));
    rooms.push(most === UNKNOWN ? UNKNOWN : most - before);
  }
  if (grant.times !== undefined) {
    const used = counterValue(w, grant.times.counter, authority.holder);
    rooms.push(used === UNKNOWN ? UNKNOWN : used + 1 <= grant.times.max ? Infinity : 0);
  }
  if (reading === 'worst' && rooms.includes(UNKNOWN)) return 0;
  const room = Math.max(0, Math.min(...rooms.map((r) => (r === UNKNOWN ? Infinity : r))));
  return grant.atLeast !== undefined && before + room < grant.atLeast ? 0 : room;
}

// Also

/** How many different units have different people who speak for them, by trying every assignment. */
export function mostPairs(
  units: readonly string[],
  speakers: (unit: string) => string[],
  taken: readonly string[] = [],
): number {
  const [unit, ...rest] = units;
  if (unit === undefined) return 0;
  let most = mostPairs(rest, speakers, taken);
  for (const id of speakers(unit)) {
    if (!taken.includes(id)) most = Math.max(most, 1 + mostPairs(rest, speakers, [...taken, id]));
  }
  return most;
}

/** Who may say yes for a unit: asker, the one who says the yes, the delegator and related people left out (L27). */
export function speakersFor(w: World, unit: string, p: Person, authority: Authority): string[] {
  const who = w.book.units.get(unit);
  if (who === undefined) return [];
  return everybody(w)
    .filter(
      (x) => fits(w.book, who, x) && !related(w, x) && ![w.askerId, p.id, authority.holder.id].includes(x.id),
    )
    .map((x) => x.id);
}

/** How many units have yet to say yes, and whether they can at all (ADR 9). */
export function openAlso(
  w: World,
  grant: Grant,
  p: Person,
  authority: Authority,
): { open: number; canBeMet: boolean } {
  const also = grant.also;
  if (also === undefined) return { open: 0, canBeMet: true };
  const could = (unit: string): string[] => speakersFor(w, unit, p, authority);
  const did = (unit: string): string[] =>
    could(unit).filter((id) => w.request.done.agreed.some((a) => a.unit === unit && a.by === id));
  return {
    open: Math.max(0, also.count - mostPairs(also.units, did)),
    canBeMet: mostPairs(also.units, could) >= also.count,
  };
}

// Able

/** All that counts for a grant and does not depend on facts. */
export function open(w: World, grant: Grant, p: Person, authority: Authority): boolean {
  return (
    reaches(w, grant, authority.holder) &&
    isAmong(grant.function, authority.functions) &&
    groundsStated(w, grant) &&
    openAlso(w, grant, p, authority).canBeMet
  );
}

/** The authorities of a person that the lines leave them in a reading. */
export function admitted(w: World, p: Person, reading: Reading, amount: AmountNow): Authority[] {
  if (related(w, p)) return [];
  return authoritiesOf(w, p).filter((authority) =>
    linesThatHold(w, authority.holder, reading, amount).every(
      (line) => soft(line) && line.admits !== undefined && fits(w.book, line.admits, authority.holder),
    ),
  );
}

const larger = (a: number, b: number): number => (a === b ? 0 : a > b ? -1 : 1);

/** Every grant that fits a person in a reading, at an amount; the first is the one they would use (ADR 12). */
export function fittingGrants(w: World, p: Person, reading: Reading, amount: AmountNow): Fit[] {
  const found: Fit[] = [];
  for (const authority of admitted(w, p, reading, amount)) {
    for (const grant of grantsOf(w)) {
      if (!open(w, grant, p, authority)) continue;
      const truth = and([
        conditionTruth(w, grant, authority.holder),
        limitsTruth(w, grant, authority, amount),
      ]);
      if (truth === false || (truth === UNKNOWN && reading === 'worst')) continue;
      found.push({
        grant,
        authority,
        open: openAlso(w, grant, p, authority).open,
        headroom: amount === 'none' ? Infinity : roomOf(w, grant, authority, reading),
      });
    }
  }
  const order = (fit: Fit): number => grantsOf(w).indexOf(fit.grant);
  return found.sort(
    (a, b) =>
      a.open - b.open ||
      Number(b.authority.own) - Number(a.authority.own) ||
      (a.authority.holder.id < b.authority.holder.id
        ? -1
        : a.authority.holder.id > b.authority.holder.id
          ? 1
          : 0) ||
      a.grant.ensure.length - b.grant.ensure.length ||
      larger(a.headroom, b.headroom) ||
      order(a) - order(b),
  );
}

/** The most that a person may grant now; `never above` caps it. */
export function headroom(w: World, p: Person, reading: Reading): number {
  let most = 0;
  // At no amount at all, `never above` takes nothing away that the room does not count anyway.
  for (const authority of admitted(w, p, reading, 'none')) {
    for (const grant of grantsOf(w)) {
      // What still needs a unit's yes is nothing that they may grant now (ADR 7).
      if (!open(w, grant, p, authority) || openAlso(w, grant, p, authority).open > 0) continue;
      const truth = conditionTruth(w, grant, authority.holder);
      if (truth === false || (truth === UNKNOWN && reading === 'worst')) continue;
      most = Math.max(most, roomOf(w, grant, authority, reading));
    }
  }
  return most;
}

/** Whether `all that fits` sets the amount: nobody said it, or nobody was sure. */
export function allThatFits(w: World): boolean {
  const amount = w.type.amount;
  if (amount === undefined || !amount.allThatFits || amount.fact === undefined) return false;
  const given = w.request.facts.get(amount.fact);
  return (
    (given === undefined || 'unsure' in given) && numberOf(amount.expr, scopeOf(w, undefined)) === UNKNOWN
  );
}

/** The amount that is decided at in a reading (ADR 7). */
export function amountIn(w: World, reading: Reading): AmountNow {
  const amount = w.type.amount;
  if (amount === undefined) return 'none';
  if (allThatFits(w)) {
    const asker = personOf(w, w.askerId);
    const fitting = asker === undefined ? 0 : headroom(w, asker, reading);
    return fitting > 0 ? fitting : 1;
  }
  // ADR 8: below nothing there is no amount.
  const value = numberOf(amount.expr, scopeOf(w, undefined));
  return value !== UNKNOWN && value < 0 ? UNKNOWN : value;
}

export const isAble = (w: World, p: Person, reading: Reading): boolean =>
  fittingGrants(w, p, reading, amountIn(w, reading)).length > 0;

/** Everybody able but the asker; for an undeclared type nobody is asked (ADR 13). */
export const othersAble = (w: World, reading: Reading): Person[] =>
  undeclared(w) ? [] : everybody(w).filter((p) => p.id !== w.askerId && isAble(w, p, reading));

/** Whether a consult rule is open: not answered, and its condition and its amount hold. */
export function consultTruth(w: World, consult: Consult): Truth {
  const done = w.request.done.consulted.some(
    (c) => c.rule === consult.id && !(c.silent && consult.silence === 'hold'),
  );
  if (done) return false;
  const asker = personOf(w, w.askerId);
  const condition = consult.when === undefined ? true : truthOf(consult.when, scopeOf(w, asker));
  return and([condition, aboveTruth(w, consult)]);
}

/** ADR 7: where "all that fits" is another amount in each reading, "above" holds if it does for both. */
export function aboveTruth(w: World, consult: Consult): Truth {
  const { above } = consult;
  const amounts = [amountIn(w, 'worst'), amountIn(w, 'best')];
  if (above === undefined || amounts.includes('none')) return true;
  const truths = amounts.map((amount) =>
    typeof amount === 'number' ? grantedBefore(w) + amount > above : UNKNOWN,
  );
  return truths[0] === truths[1] ? (truths[0] as Truth) : UNKNOWN;
}

/** The open consult rules of a reading; best: what is unknown is false. */
export function openConsults(w: World, reading: Reading): Consult[] {
  return w.type.consults.filter((consult) => {
    const truth = consultTruth(w, consult);
    return truth === UNKNOWN ? reading === 'worst' : truth;
  });
}
