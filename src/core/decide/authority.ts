/**
 * Whether somebody's authority covers a request: their own grants, or one delegation taken whole (L28),
 * within limits that count what has been granted before (L17–L20).
 */
import type { AmountType, Book, Grant, Limit } from '../book/book.ts';
import type { Delegation, Organization, Person } from '../organization/organization.ts';
import { gradeIn } from '../organization/people.ts';
import { HOUR } from '../words/time.ts';
import { keyUnknown } from './counting.ts';
import { rank, related, works } from './eligible.ts';
import type { Atom, Unknown } from './evaluate.ts';
import type { Reason } from './decision.ts';
import { remembered } from './memory.ts';
import { amountWords, formatAmount, type Situation } from './situation.ts';
import { canAgree } from './units.ts';

/** The reading of unknowns (L3): `best` takes unknown grants as true and unknown lines as false, `worst` the reverse. */
export type Reading = 'best' | 'worst';

export const inReading = (value: boolean | undefined, reading: Reading, rule: 'line' | 'grant'): boolean =>
  value ?? reading === (rule === 'line' ? 'worst' : 'best');

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

/** One thing that a grant needs, how far it holds, and what it waits for. */
export type Need = {
  cause: Cause;
  value: boolean | undefined;
  unknown: readonly Unknown[];
  /** The comparisons behind it, put into words when somebody asks. */
  atoms: () => readonly Atom[];
  /** For a limit: the most (or least) that fits. */
  bound?: number;
  least?: boolean;
};

/** A grant with what its needs come to for one authority. */
export type Fit = { grant: Grant; authority: Authority; value: boolean | undefined; needs: readonly Need[] };

const delegators = new WeakMap<
  Organization,
  ReadonlyMap<string, readonly { delegator: Person; index: number }[]>
>();

/** Everybody's delegators, by delegate. */
function delegatorsOf(
  organization: Organization,
  delegate: string,
): readonly { delegator: Person; index: number }[] {
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
    for (const list of found.values())
      list.sort((a, b) =>
        a.delegator.id < b.delegator.id ? -1 : a.delegator.id > b.delegator.id ? 1 : a.index - b.index,
      );
    index = found;
    delegators.set(organization, index);
  }
  return index.get(delegate) ?? [];
}

const authorities = remembered<readonly Authority[]>('authorities of a person');

/** A person's own authority, then each delegation to them that the book lets count now. */
export const authoritiesOf = (s: Situation, person: Person): readonly Authority[] =>
  authorities(s, person, () => findAuthorities(s, person));

function findAuthorities(s: Situation, person: Person): readonly Authority[] {
  if (!works(s, person) || related(s, person)) return [];
  const list: Authority[] = [{ holder: person, acting: person }];
  for (const { delegator, index } of s.book.delegation ? delegatorsOf(s.organization, person.id) : []) {
    const delegation = delegator.delegations[index];
    if (delegation && counts(s, delegator, delegation, person))
      list.push(delegated(delegator, delegation, person, s.book));
  }
  return list;
}

/** Whether the book lets a delegation count now, for a request of this function. */
function counts(s: Situation, delegator: Person, { span, functions }: Delegation, person: Person): boolean {
  const rule = s.book.delegation;
  if (!rule || delegator.id === person.id || !covers(functions, s.type?.function ?? 'any')) return false;
  if (
    rank(s.book, delegator) < s.book.grades.indexOf(rule.from) ||
    rank(s.book, person) < s.book.grades.indexOf(rule.to)
  )
    return false;
  // A length is meant in days, and the day of a clock change may have an hour more.
  if (rule.atMostMs !== undefined && span.until - span.from > rule.atMostMs + HOUR) return false;
  if (!works(s, delegator) || related(s, delegator)) return false;
  s.mayChange(span.from);
  s.mayChange(span.until);
  return span.from <= s.at && s.at < span.until;
}

/** Whether a delegation of some functions, or of all, reaches one. */
const covers = (functions: readonly string[] | undefined, name: string): boolean =>
  functions === undefined || name === 'any' || functions.includes(name);

/** One delegation taken whole: the delegator's grants, up to the lower cap of the delegation and the book. */
function delegated(delegator: Person, delegation: Delegation, person: Person, book: Book): Authority {
  const { upTo: own, functions } = delegation;
  const most = book.delegation?.upTo;
  const ownIsLower = own !== undefined && own.currency === book.currency && own.minor <= (most ?? Infinity);
  const cap = most === undefined || ownIsLower ? own : { minor: most, currency: book.currency };
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

const fitsOf = remembered<Map<Grant, { amount: Amount; fit: Fit }>>('grants of an authority');

/** Whether one of the grounds of a grant by exception is stated; every other grant needs none. */
export const groundsStated = (s: Situation, grant: Grant): boolean =>
  grant.exception === undefined || s.request.done.grounds.some((ground) => grant.exception?.includes(ground));

/** All that a grant needs for this authority and amount; it must reach the holder. Both readings share what was found. */
export function fitOf(s: Situation, grant: Grant, authority: Authority, amount: Amount): Fit {
  const known = fitsOf(s, authority, () => new Map());
  const before = known.get(grant);
  if (before && before.amount === amount) return before.fit;
  const needs = needsOf(s, grant, authority, amount);
  const value = needs.some((need) => need.value === false)
    ? false
    : needs.some((need) => need.value === undefined)
      ? undefined
      : true;
  const fit: Fit = { grant, authority, value, needs };
  known.set(grant, { amount, fit });
  return fit;
}

const NONE: readonly never[] = [];
const noAtoms = (): readonly Atom[] => NONE;

function needsOf(s: Situation, grant: Grant, authority: Authority, amount: Amount): Need[] {
  const { holder } = authority;
  const needs: Need[] = [];
  if (grant.when) {
    const { value, unknown, atoms } = s.truth(grant.when, holder);
    needs.push({ cause: 'condition', value, unknown, atoms: () => atoms });
  }
  if (grant.exception) {
    needs.push({ cause: 'exception', value: groundsStated(s, grant), unknown: NONE, atoms: noAtoms });
  }
  if (grant.times) needs.push(timesNeed(s, grant.times, holder));
  if (s.amount) needs.push(...amountNeeds(s, s.amount.type, grant, authority, amount));
  const isOpen = needs.every(({ value }) => value !== false);
  if (grant.also && isOpen && !canAgree(s, grant.also, authority))
    needs.push({ cause: 'nobody can agree', value: false, unknown: NONE, atoms: noAtoms });
  return needs;
}

/** Whether one more yes stays within a number of times. */
function timesNeed(s: Situation, { max, counter }: Limit, holder: Person): Need {
  const used = s.counted(counter, holder);
  if (used === undefined)
    return { cause: 'limit', value: undefined, unknown: keyUnknown(s.book, counter), atoms: noAtoms };
  const value = used + 1 <= max;
  return {
    cause: 'limit',
    value,
    unknown: NONE,
    atoms: () => [{ text: `${counter} < ${max}`, value, facts: [] }],
  };
}

/** A bound on the amount and what was granted before; a total over other subjects is shifted so that it is one too. */
type Bound = {
  cause: Cause;
  text: () => string;
  at: number | undefined;
  least?: true;
  unknown: readonly Unknown[];
  facts: readonly string[];
};

function amountNeeds(
  s: Situation,
  type: AmountType,
  grant: Grant,
  authority: Authority,
  amount: Amount,
): Need[] {
  const { upTo, atLeast, share, total } = grant;
  const { cap, holder } = authority;
  const words = (): string => amountWords(s);
  const show = (units: number): string =>
    `${formatAmount(type, units)}${type.kind === 'money' ? ` ${type.currency}` : ''}`;
  const plain = { unknown: NONE, facts: NONE };
  const bounds: Bound[] = [];
  if (upTo !== undefined)
    bounds.push({ cause: 'limit', text: () => `${words()} <= ${show(upTo)}`, at: upTo, ...plain });
  if (atLeast !== undefined)
    bounds.push({
      cause: 'limit',
      text: () => `${words()} >= ${show(atLeast)}`,
      at: atLeast,
      least: true,
      ...plain,
    });
  if (share) {
    const { value, unknown, atoms } = s.valueOf(share.of, holder);
    // Limits round down (L23); a share of less than nothing is nothing.
    const at =
      typeof value === 'number'
        ? Math.max(0, Number((BigInt(value) * BigInt(share.basisPoints)) / 10_000n))
        : undefined;
    const text = (): string => `${words()} <= ${share.basisPoints / 100}% of ${share.of.text}`;
    bounds.push({ cause: 'limit', text, at, unknown, facts: atoms.flatMap((atom) => atom.facts) });
  }
  if (total) {
    const used = s.counted(total.counter, holder);
    const at = used === undefined ? undefined : total.max - used + s.before;
    bounds.push({
      cause: 'limit',
      text: () => `${total.counter} <= ${show(total.max)}`,
      at,
      unknown: used === undefined ? keyUnknown(s.book, total.counter) : NONE,
      facts: NONE,
    });
  }
  // A cap of money measures money; in another currency it cannot be held against the amount.
  if (cap && type.kind === 'money') {
    const same = type.currency === cap.currency;
    const text = (): string =>
      same ? `${words()} <= ${show(cap.minor)} (delegated)` : 'amount in the currency of the delegation';
    bounds.push({ cause: 'delegation cap', text, at: same ? cap.minor : -1, ...plain });
  }
  return bounds.map((bound) => needOf(s, bound, amount));
}

function needOf(s: Situation, { cause, text, at, least, unknown, facts }: Bound, amount: Amount): Need {
  const shape = { cause, ...(at !== undefined && { bound: at - s.before }), ...(least && { least }) };
  if (!amount) return { ...shape, value: undefined, unknown, atoms: noAtoms };
  if ('unknown' in amount || at === undefined) {
    return {
      ...shape,
      value: undefined,
      unknown: 'unknown' in amount ? [...amount.unknown, ...unknown] : unknown,
      atoms: noAtoms,
    };
  }
  const asked = amount.units + s.before;
  const value = least ? asked >= at : asked <= at;
  const name = s.amount?.fact;
  return {
    ...shape,
    value,
    unknown: NONE,
    atoms: () => [{ text: text(), value, facts: [...(name === undefined ? [] : [name]), ...facts] }],
  };
}

/** The most that an authority may grant by one grant in a reading; Infinity: no limit, 0: nothing. */
export const roomOf = (s: Situation, grant: Grant, authority: Authority, reading: Reading): number =>
  reachFault(s, grant, authority) === undefined
    ? roomWithin(s, fitOf(s, grant, authority, undefined), reading)
    : 0;

/** The same for what a grant needs at some amount: all but its limits on the amount must hold. */
export function roomWithin(s: Situation, { needs, authority }: Fit, reading: Reading): number {
  let most = Infinity;
  let least = 0;
  for (const need of needs) {
    const isBound = need.bound !== undefined || (need.cause === 'limit' && need.value === undefined);
    if (!isBound) {
      if (!inReading(need.value, reading, 'grant')) return 0;
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
