/** What the naive interpreter looks at: one request before one book, and who the people in it are. */
import type { Book, Fact, InForce, RequestType, Who } from '../../src/core/book/book.ts';
import type { Organization, Person } from '../../src/core/organization/organization.ts';
import {
  goodFaithCounter,
  subjectCounter,
  type Request,
  type Tallies,
} from '../../src/core/decide/request.ts';
import { localDay, type Instant } from '../../src/core/words/time.ts';
import { numberOf, UNKNOWN, type Maybe, type Scope, type Unknown } from './evaluate.ts';

export type World = {
  book: Book;
  organization: Organization;
  tallies: Tallies;
  request: Request;
  askerId: string;
  at: Instant;
  /** The type that the request is decided on; for an undeclared one, the favor allowance. */
  type: RequestType;
};

/** A type that the book does not name is decided on the favor allowance. */
export const undeclared = (w: World): boolean => !w.book.types.has(w.request.type);

export const everybody = (w: World): Person[] =>
  [...w.organization.people.values()].filter((p) => employed(w, p));

export function personOf(w: World, id: string): Person | undefined {
  return everybody(w).find((p) => p.id === id);
}

/** Whoever is not employed at that instant is nobody of the organization. */
function employed(w: World, p: Person): boolean {
  return (
    (p.employed.from === undefined || p.employed.from <= w.at) &&
    (p.employed.until === undefined || w.at < p.employed.until)
  );
}

/** L35: whole days in the book's time zone, both included. */
export function inForce(w: World, dates: InForce): boolean {
  const today = localDay(w.book.zone, w.at);
  return (
    (dates.from === undefined || dates.from <= today) && (dates.until === undefined || today <= dates.until)
  );
}

// Grades and who is meant

export const rank = (book: Book, grade: string | undefined): number =>
  grade === undefined ? -1 : book.grades.indexOf(grade);

export function highest(book: Book, p: Person): number {
  return Math.max(rank(book, p.grade), ...[...p.grades.values()].map((grade) => rank(book, grade)));
}

/** The grade in a function; where any function is reached, the highest one (L24). */
export function rankIn(book: Book, p: Person, name: string | undefined): number {
  return name === undefined || name === 'any' ? highest(book, p) : rank(book, p.grades.get(name));
}

export function reachesGrade(book: Book, p: Person, from: string, name: string | undefined): boolean {
  return rank(book, from) >= 0 && rankIn(book, p, name) >= rank(book, from);
}

/** Everybody who fits all that is given. A unit of the book means those who speak for it. Naming nobody fits nobody. */
export function fits(book: Book, who: Who, p: Person): boolean {
  if (Object.values(who).every((part) => part === undefined)) return false;
  if (who.from !== undefined && !reachesGrade(book, p, who.from, who.function)) return false;
  if (who.function !== undefined && who.function !== 'any' && !p.grades.has(who.function)) return false;
  if (who.role !== undefined && !p.roles.includes(who.role)) return false;
  if (who.person !== undefined && p.id !== who.person) return false;
  if (who.unit !== undefined) {
    const unit = book.units.get(who.unit);
    if (unit === undefined ? p.unit !== who.unit : !fits(book, unit, p)) return false;
  }
  return true;
}

/** Related by the request's word, or the customer themself (ADR 11). */
export function related(w: World, p: Person): boolean {
  const customer = w.request.customer;
  return (
    w.request.relations.has(p.id) ||
    (customer !== undefined && (p.id === customer || p.customers.includes(customer)))
  );
}

/** L31, ADR 18: steps in the manager tree with the roots joined above, then the lower highest grade, then id. */
export function nearest(w: World, people: readonly Person[]): Person[] {
  const line = (id: string): string[] => {
    const found: string[] = [];
    let next: string | undefined = id;
    while (next !== undefined && !found.includes(next)) {
      found.push(next);
      next = w.organization.people.get(next)?.manager;
    }
    return [...found, '(above every root)'];
  };
  const mine = line(w.askerId);
  const steps = (p: Person): number => {
    const theirs = line(p.id);
    return Math.min(
      ...theirs.filter((id) => mine.includes(id)).map((id) => theirs.indexOf(id) + mine.indexOf(id)),
    );
  };
  return [...people].sort(
    (a, b) => steps(a) - steps(b) || highest(w.book, a) - highest(w.book, b) || (a.id < b.id ? -1 : 1),
  );
}

// Facts and counters

/** ADR 20, L16: the amount at stake is known from facts that are no claims; what was granted on this claim before counts. */
function stake(w: World, fact: string): number | Unknown {
  const amount = w.type.amount;
  if (amount === undefined || amount.type.kind !== 'money' || amount.type.currency !== w.book.currency)
    return UNKNOWN;
  const proved: Scope = { ...scopeOf(w, undefined), fact: (name) => factValue(w, name, true) };
  const asked = numberOf(amount.expr, proved);
  const before = w.tallies.get(goodFaithCounter(fact)) ?? 0;
  return asked === UNKNOWN || typeof before !== 'number' ? UNKNOWN : asked + before;
}

export function factValue(w: World, name: string, provedOnly = false): Maybe {
  const declared: Fact | undefined = w.type.facts.get(name);
  if (declared === undefined) return UNKNOWN;
  const given = w.request.facts.get(name);
  if (given === undefined) return declared.ifNotSaid === undefined ? UNKNOWN : declared.ifNotSaid;
  if ('unsure' in given) return UNKNOWN;
  if (!given.claimed) return given.value;
  if (provedOnly || declared.goodFaith.kind !== 'up to') return UNKNOWN;
  const atStake = stake(w, name);
  return atStake !== UNKNOWN && atStake <= declared.goodFaith.minor ? given.value : UNKNOWN;
}

/** A counter's value for the person whose authority is looked at; a plain number per agent or unit is the asker's. */
export function counterValue(w: World, id: string, holder: Person | undefined): number | Unknown {
  const per = w.book.counters.get(id)?.per;
  if (typeof per === 'object' && factValue(w, per.fact) === UNKNOWN) return UNKNOWN;
  const tally = w.tallies.get(id) ?? 0;
  if (typeof tally === 'number') {
    if (per === 'agent') return holder?.id === w.askerId ? tally : 0;
    if (per === 'unit') {
      const unit = personOf(w, w.askerId)?.unit;
      return holder?.id === w.askerId || (unit !== undefined && holder?.unit === unit) ? tally : 0;
    }
    return tally;
  }
  if (per === 'unit') return (holder?.unit === undefined ? undefined : tally.get(holder.unit)) ?? 0;
  return (holder === undefined ? undefined : tally.get(holder.id)) ?? 0;
}

export function scopeOf(w: World, holder: Person | undefined): Scope {
  return {
    book: w.book,
    at: w.at,
    fact: (name) => factValue(w, name),
    counter: (id) => counterValue(w, id, holder),
    variables: new Map(),
  };
}

/** What was granted of this type on this subject before (ADR 6). */
export function grantedBefore(w: World): number {
  const tally = w.tallies.get(subjectCounter(w.type.name)) ?? 0;
  return typeof tally === 'number' ? tally : 0;
}
