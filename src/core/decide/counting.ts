/** What was granted before: a counter's total for a person, and when its window ends. */
import type { Book, CounterKey, Window } from '../book/book.ts';
import type { Expr } from '../book/expression.ts';
import { reads } from '../book/logic.ts';
import type { Person } from '../organization/organization.ts';
import { civilOf, localDay, startOfDay, weekday, type Day, type Instant } from '../words/time.ts';
import { dayBegins } from './evaluate-time.ts';
import type { Unknown } from './evaluate.ts';
import type { Tallies } from './request.ts';
import type { Situation } from './situation.ts';

const perPerson = new WeakMap<Expr, boolean>();

/** Whether a condition reads a counter that differs from person to person. */
export function readsPerPerson(book: Book, expr: Expr): boolean {
  let result = perPerson.get(expr);
  if (result === undefined) {
    result = [...reads(expr).counters].some((id) => {
      const per = book.counters.get(id)?.per;
      return per === 'agent' || per === 'unit';
    });
    perPerson.set(expr, result);
  }
  return result;
}

/** Whoever it is: what is counted for each person or unit is unknown of them. */
export const ANYBODY: Person = {
  id: '',
  name: '',
  kind: 'person',
  grades: new Map(),
  roles: [],
  channels: [],
  absences: [],
  delegations: [],
  languages: [],
  customers: [],
  employed: {},
};

type Counting = Pick<Situation, 'book' | 'tallies' | 'asker' | 'at' | 'assumed' | 'fact' | 'mayChange'>;

/** A counter's total for a person. Undefined: it is counted by something that is unknown. */
export function countFor(s: Counting, owner: Person, id: string): number | undefined {
  const counter = s.book.counters.get(id);
  if (typeof counter?.per === 'object' && s.fact(counter.per.fact) === undefined) return undefined;
  if (owner === ANYBODY && (counter?.per === 'agent' || counter?.per === 'unit')) return undefined;
  const value = tallied(s, owner, id, counter?.per);
  if (value === undefined) {
    s.assumed.set(id, { fact: id, value: 0, because: 'no tally' });
    return 0;
  }
  if (value > 0 && counter?.window.kind === 'this')
    s.mayChange(periodEnd(s.book, counter.window.period, s.at));
  return value;
}

/** The fact that a counter is counted by. */
export function keyUnknown(book: Book, id: string): Unknown[] {
  const per = book.counters.get(id)?.per;
  return typeof per === 'object' ? [{ fact: per.fact, path: per.fact }] : [];
}

/** What the ledger says; a plain number per agent or unit is the asker's. */
function tallied(s: Counting, owner: Person, id: string, per: CounterKey | undefined): number | undefined {
  const tally = s.tallies.get(id);
  if (typeof tally !== 'number') return tally?.get((per === 'unit' ? owner.unit : owner.id) ?? '');
  const isAsker = owner.id === s.asker.id;
  if (per === 'agent') return isAsker ? tally : undefined;
  if (per === 'unit')
    return isAsker || (owner.unit !== undefined && owner.unit === s.asker.unit) ? tally : undefined;
  return tally;
}

/** The tallies as they will be later if nothing more is granted: a calendar period that has ended counts nothing. */
export function talliesLater(book: Book, tallies: Tallies, at: Instant, later: Instant): Tallies {
  const ended = (id: string): boolean => {
    const window = book.counters.get(id)?.window;
    return window?.kind === 'this' && periodEnd(book, window.period, at) <= later;
  };
  return { get: (id) => (ended(id) ? undefined : tallies.get(id)) };
}

type Period = Extract<Window, { kind: 'this' }>['period'];

/** The first instant after a calendar period, in the book's time zone. */
function periodEnd(book: Book, period: Period, at: Instant): Instant {
  let day = localDay(book.zone, at) + 1;
  while (!startsPeriod(period, day)) day += 1;
  return dayBegins(book.zone, day, at);
}

/** The first instant of the calendar period around an instant, in the book's time zone. */
export function periodStart(book: Book, period: Period, at: Instant): Instant {
  let day = localDay(book.zone, at);
  while (!startsPeriod(period, day)) day -= 1;
  return startOfDay(book.zone, day);
}

function startsPeriod(period: Period, day: Day): boolean {
  if (period === 'day') return true;
  if (period === 'week') return weekday(day) === 1;
  const date = civilOf(day);
  if (date.day !== 1) return false;
  if (period === 'month') return true;
  return period === 'quarter' ? date.month % 3 === 1 : date.month === 1;
}
