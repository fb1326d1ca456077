/**
 * Whether somebody's authority covers a request: their own grants, or one delegation taken whole (L28),
 * within limits that count what has been granted before (L17–L20).
 */
import type { Grant, Limit } from '../book/book.ts';
import type { Delegation, Organization, Person } from '../organization/organization.ts';
import { fits, gradeIn } from '../organization/people.ts';
import { HOUR } from '../words/time.ts';
import { keyUnknown } from './counting.ts';
import { rank, related, works } from './eligible.ts';
import type { Atom, Truth, Unknown } from './evaluate.ts';
import type { Reason } from './decision.ts';
import { amountWords, formatAmount, NEVER_ABOVE, type Situation } from './situation.ts';
import { canAgree, openUnits } from './units.ts';

/** The reading of unknowns (L3): `best` takes unknown grants as true and unknown lines as false, `worst` the reverse. */
export type Reading = 'best' | 'worst';

/** Whose grants count, and up to where. */
export type Authority = {
  /** Whose grants, counters and waivers count. */
  holder: Person;
  /** Who says yes. */
  acting: Person;
  /** The cap of a delegation, in minor units of its currency. */
  cap?: { minor: number; currency: string };
  /** The functions that were delegated. */
  functions?: readonly string[];
};

/** Why a grant does not cover. */
export type Cause = NonNullable<Reason['because']>;

/** One thing that a grant needs, and how far it holds. */
export type Need = { cause: Cause; truth: Truth; /** For a limit: the most (or least) that fits. */ bound?: number; least?: boolean };

/** A grant with what its needs come to for one authority. */
export type Fit = { grant: Grant; authority: Authority; value: boolean | undefined; needs: readonly Need[] };

const TRUE: Truth = { value: true, atoms: [], unknown: [] };
const FALSE: Truth = { value: false, atoms: [], unknown: [] };

export const inReading = (value: boolean | undefined, reading: Reading, rule: 'line' | 'grant'): boolean =>
  value ?? (reading === (rule === 'line' ? 'worst' : 'best'));

const delegators = new WeakMap<Organization, ReadonlyMap<string, readonly { delegator: Person; index: number }[]>>();

/** Everybody's delegators, by delegate. */
function delegatorsOf(organization: Organization, delegate: string): readonly { delegator: Person; index: number }[] {
  let index = delegators.get(organization);
  if (!index) {
    const found = new Map<string, { delegator: Person; index: number }[]>();
    for (const delegator of organization.people.values()) {
      for (const [i, { to }] of delegator.delegations.entries()) {
        const list = found.get(to) ?? [];
        list.push({ delegator, index: i });
        found.set(to, list);
      }
    }
    for (const list of found.values()) list.sort((a, b) => (a.delegator.id < b.delegator.id ? -1 : a.delegator.id > b.delegator.id ? 1 : a.index - b.index));
    index = found;
    delegators.set(organization, index);
  }
  return index.get(delegate) ?? [];
}

/** A person's own authority, then each delegation to them that the book lets count now. */
export function authoritiesOf(s: Situation, person: Person): Authority[] {
  if (!works(s, person) || related(s, person)) return [];
  const list: Authority[] = [{ holder: person, acting: person }];
  for (const { delegator, index } of s.book.delegation ? delegatorsOf(s.organization, person.id) : []) {
    const delegation = delegator.delegations[index];
    if (delegation && counts(s, delegator, delegation, person)) list.push(delegated(s, delegator, delegation, person));
  }
  return list;
}

/** Whether the book lets a delegation count now, for a request of this function. */
function counts(s: Situation, delegator: Person, { span, functions }: Delegation, person: Person): boolean {
  const rule = s.book.delegation;
  if (!covers(functions, s.type?.function ?? 'any')) return false;
  s.mayChange(span.from);
  s.mayChange(span.until);
  if (!rule || delegator.id === person.id || !(span.from <= s.at && s.at < span.until)) return false;
  // A length is meant in days, and the day of a clock change may have an hour more.
  if (rule.atMostMs !== undefined && span.until - span.from > rule.atMostMs + HOUR) return false;
  const { grades } = s.book;
  return (
    works(s, delegator) && !related(s, delegator) &&
    rank(s.book, delegator) >= grades.indexOf(rule.from) && rank(s.book, person) >= grades.indexOf(rule.to)
  );
}

/** Whether a delegation of some functions, or of all, reaches one. */
const covers = (functions: readonly string[] | undefined, name: string): boolean => functions === undefined || name === 'any' || functions.includes(name);

/** One delegation taken whole: the delegator's grants, up to the lower cap of the delegation and the book. */
function delegated(s: Situation, delegator: Person, delegation: Delegation, person: Person): Authority {
  const { upTo: own, functions } = delegation;
  const book = s.book.delegation?.upTo;
  const ownIsLower = own !== undefined && own.currency === s.book.currency && own.minor <= (book ?? Infinity);
  const cap = book === undefined || ownIsLower ? own : { minor: book, currency: s.book.currency };
  return { holder: delegator, acting: person, ...(cap && { cap }), ...(functions && { functions }) };
}

/** Why a grant does not reach an authority's holder at all; undefined: it does. */
export function reachFault(s: Situation, grant: Grant, authority: Authority): Cause | undefined {
  const { holder, functions } = authority;
  if (!covers(functions, grant.function)) return 'function';
  if (grant.role !== undefined) return holder.roles.includes(grant.role) ? undefined : 'role';
  if (grant.person !== undefined) return holder.id === grant.person ? undefined : 'role';
  const grade = gradeIn(holder, grant.function, s.book);
  if (grade < 0) return 'function';
  return grade >= s.book.grades.indexOf(grant.from ?? '') ? undefined : 'grade';
}

/** The amount that a reading decides on: the one asked for, or for "all that fits" the headroom given. */
export type Amount = { units: number } | { unknown: readonly Unknown[] } | undefined;

/** All that a grant needs for this authority and amount; it must reach the holder. */
export function fitOf(s: Situation, grant: Grant, authority: Authority, amount: Amount): Fit {
  const needs: Need[] = [];
  if (grant.when) needs.push({ cause: 'condition', truth: s.truth(grant.when, authority.holder) });
  if (grant.exception) {
    needs.push({ cause: 'exception', truth: s.request.done.grounds.some((ground) => grant.exception?.includes(ground)) ? TRUE : FALSE });
  }
  if (grant.times) {
    needs.push({ cause: 'limit', truth: timesTruth(s, grant.times, authority.holder) });
  }
  for (const bound of boundsOf(s, grant, authority)) {
    needs.push({ cause: bound.cause, truth: compare(s, amount, bound), ...(bound.at !== undefined && { bound: bound.at - s.before }), ...(bound.least && { least: true }) });
  }
  if (grant.also && !canAgree(s, grant.also, authority)) needs.push({ cause: 'nobody can agree', truth: FALSE });
  return { grant, authority, value: every(needs), needs };
}

/** Whether one more yes stays within a number of times. */
function timesTruth(s: Situation, times: Limit, holder: Person): Truth {
  const used = s.counted(times.counter, holder);
  if (used === undefined) return { value: undefined, atoms: [], unknown: keyUnknown(s.book, times.counter) };
  const value = used + 1 <= times.max;
  return { value, atoms: [{ text: `${times.counter} < ${times.max}`, value, facts: [] }], unknown: [] };
}

const every = (needs: readonly Need[]): boolean | undefined =>
  needs.some((need) => need.truth.value === false) ? false : needs.some((need) => need.truth.value === undefined) ? undefined : true;

/** A bound on the amount (what was granted before counted in, unless it is a total over other subjects too). */
type Bound = { cause: Cause; text: string; at: number | undefined; least?: true; unknown: readonly Unknown[]; facts: readonly string[] };

function boundsOf(s: Situation, grant: Grant, authority: Authority): Bound[] {
  const amountType = s.amount?.type;
  if (!amountType) return [];
  const words = amountWords(s);
  const show = (units: number): string => `${formatAmount(amountType, units)}${amountType.kind === 'money' ? ` ${amountType.currency}` : ''}`;
  const bounds: Bound[] = [];
  if (grant.upTo !== undefined) bounds.push({ cause: 'limit', text: `${words} <= ${show(grant.upTo)}`, at: grant.upTo, unknown: [], facts: [] });
  if (grant.atLeast !== undefined) bounds.push({ cause: 'limit', text: `${words} >= ${show(grant.atLeast)}`, at: grant.atLeast, least: true, unknown: [], facts: [] });
  if (grant.share) {
    const { value, unknown, atoms } = s.valueOf(grant.share.of, authority.holder);
    // Limits round down (L23); a share of less than nothing is nothing.
    const at = typeof value === 'number' ? Math.max(0, Number((BigInt(value) * BigInt(grant.share.basisPoints)) / 10_000n)) : undefined;
    bounds.push({ cause: 'limit', text: `${words} <= ${grant.share.basisPoints / 100}% of ${grant.share.of.text}`, at, unknown, facts: atoms.flatMap((atom) => atom.facts) });
  }
  if (grant.total) {
    const used = s.counted(grant.total.counter, authority.holder);
    bounds.push({ cause: 'limit', text: `${grant.total.counter} <= ${show(grant.total.max)}`, at: used === undefined ? undefined : grant.total.max - used + s.before, unknown: used === undefined ? keyUnknown(s.book, grant.total.counter) : [], facts: [] });
  }
  // A cap of money measures money; in another currency it cannot be held against the amount.
  if (authority.cap && amountType.kind === 'money') {
    const same = amountType.currency === authority.cap.currency;
    bounds.push({ cause: 'delegation cap', text: same ? `${words} <= ${show(authority.cap.minor)} (delegated)` : 'amount in the currency of the delegation', at: same ? authority.cap.minor : -1, unknown: [], facts: [] });
  }
  return bounds;
}

function compare(s: Situation, amount: Amount, bound: Bound): Truth {
  if (!amount) return { value: undefined, atoms: [], unknown: bound.unknown };
  if ('unknown' in amount || bound.at === undefined) {
    return { value: undefined, atoms: [], unknown: [...('unknown' in amount ? amount.unknown : []), ...bound.unknown] };
  }
  const asked = amount.units + s.before;
  const value = bound.least ? asked >= bound.at : asked <= bound.at;
  const name = s.amount?.fact;
  const atoms: Atom[] = [{ text: bound.text, value, facts: [...(name === undefined ? [] : [name]), ...bound.facts] }];
  return { value, atoms, unknown: [] };
}

/** The most that an authority may grant by one grant in a reading; Infinity: no limit, 0: nothing. */
export function roomOf(s: Situation, grant: Grant, authority: Authority, reading: Reading): number {
  if (reachFault(s, grant, authority) !== undefined) return 0;
  const fit = fitOf(s, grant, authority, undefined);
  let most = Infinity;
  let least = 0;
  for (const need of fit.needs) {
    const isBound = need.bound !== undefined || (need.cause === 'limit' && need.truth.value === undefined);
    if (!isBound) {
      if (!inReading(need.truth.value, reading, 'grant')) return 0;
    } else if (need.bound === undefined) most = reading === 'worst' ? 0 : most;
    else if (need.least) least = Math.max(least, need.bound);
    else most = Math.min(most, need.bound);
  }
  const neverAbove = s.amount?.neverAbove;
  const ceiling = neverAbove && s.valueOf(neverAbove, authority.holder).value;
  if (typeof ceiling === 'number') most = Math.min(most, ceiling - s.before);
  else if (neverAbove && reading === 'worst') most = 0;
  return most < least ? 0 : Math.max(0, most);
}

/**
 * Whether the lines that hold in a reading, for this authority's holder, all admit them (L25). The amount's own line
 * is left out: it takes away what is asked for above it, and no authority.
 */
export const admitted = (s: Situation, { holder }: Authority, reading: Reading): boolean =>
  s.lines.every(({ line, truthFor }) =>
    line.name === NEVER_ABOVE || !inReading(truthFor(holder).value, reading, 'line') || (line.admits !== undefined && fits(line.admits, holder, s.book)),
  );

/** The most that a person may grant by themselves in a reading (L18); what still needs a unit's yes is none of it. */
export function headroomOf(s: Situation, person: Person, reading: Reading): number {
  let most = 0;
  for (const authority of authoritiesOf(s, person)) {
    if (!admitted(s, authority, reading)) continue;
    for (const grant of s.grants) {
      if (openUnits(s, grant, authority) === 0) most = Math.max(most, roomOf(s, grant, authority, reading));
    }
  }
  return most;
}

/** The amount as a reading decides it. */
export function amountIn(s: Situation, reading: Reading): Amount {
  switch (s.asked.kind) {
    case 'none':
      return undefined;
    case 'known':
      return { units: s.asked.units };
    case 'unknown':
      return { unknown: s.asked.unknown };
    case 'all that fits': {
      const headroom = headroomOf(s, s.asker, reading);
      // Somebody without headroom asks for whatever others have: the smallest unit fits whoever has any.
      return { units: headroom === Infinity ? Number.MAX_SAFE_INTEGER - s.before : Math.max(1, headroom) };
    }
  }
}

/** The least and the most that the amount may come to; the facts are those that settle it. */
export type Range = { least: number; most: number; unknown: readonly Unknown[] };

/** Between which amounts the readings lie: one amount, unless "all that fits" depends on what is unknown. */
export function amountRange(s: Situation): Range | undefined {
  const [least, most] = [amountIn(s, 'worst'), amountIn(s, 'best')];
  if (!least || !most) return undefined;
  if ('unknown' in least || 'unknown' in most) return { least: -Infinity, most: Infinity, unknown: 'unknown' in least ? least.unknown : [] };
  const settled = least.units === most.units;
  return { least: least.units, most: most.units, unknown: settled ? [] : headroomUnknown(s, least.units) };
}

/** What the asker's headroom waits for before it can be more than it is in the worst reading. */
function headroomUnknown(s: Situation, worst: number): Unknown[] {
  const lines = s.lines.flatMap(({ line, truth }) => (line.admits ? truth.unknown : []));
  const grants = authoritiesOf(s, s.asker).flatMap((authority) =>
    s.grants.filter((grant) => openUnits(s, grant, authority) === 0 && roomOf(s, grant, authority, 'best') > worst).flatMap((grant) => fitOf(s, grant, authority, undefined).needs.flatMap((need) => need.truth.unknown)),
  );
  return [...lines, ...grants];
}

/** A person who is able, and the grant that makes them so. */
export type Able = { person: Person; fit: Fit; room: number };

/**
 * The best way in which a person may say yes in a reading, or undefined (L1, L19): fewest units still to agree,
 * own authority before a delegation, fewest obligations, most headroom, book order.
 */
export function ableIn(s: Situation, person: Person, reading: Reading, amount: Amount): Able | undefined {
  if (s.lines.some(({ line, truth }) => line.name === NEVER_ABOVE && inReading(truth.value, reading, 'line'))) return undefined;
  let best: (Able & { order: readonly number[] }) | undefined;
  for (const [a, authority] of authoritiesOf(s, person).entries()) {
    if (!admitted(s, authority, reading)) continue;
    for (const [g, grant] of s.grants.entries()) {
      if (reachFault(s, grant, authority) !== undefined) continue;
      const fit = fitOf(s, grant, authority, amount);
      if (!inReading(fit.value, reading, 'grant')) continue;
      const room = roomOf(s, grant, authority, reading);
      const order = [openUnits(s, grant, authority), a, grant.ensure.length, -room, g];
      if (!best || less(order, best.order)) best = { person, fit, room, order };
    }
  }
  return best;
}

function less(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    if (x !== y) return x < y;
  }
  return false;
}
