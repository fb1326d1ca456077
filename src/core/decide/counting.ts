/** What was granted before: a counter's total for a person, and when its window ends. */
import type { Book, Counter, Window } from '../book/book.ts';
import type { Expr } from '../book/expression.ts';
import { reads } from '../book/logic.ts';
import type { Person } from '../organization/organization.ts';
import { formatDay, localDay, startOfDay, weekday, type Instant } from '../words/time.ts';
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

/** A counter's total for a person; a plain number per agent or unit is the asker's. Undefined: it is counted by a fact that is unknown. */
function countFor(s: Pick<Situation, 'book' | 'tallies' | 'asker' | 'at' | 'assumed' | 'changes' | 'fact'>, owner: Person, id: string): number | undefined {
  const counter: Counter | undefined = s.book.counters.get(id);
  if (typeof counter?.per === 'object' && s.fact(counter.per.fact) === undefined) return undefined;
  const tally = s.tallies.get(id);
  const shared = counter?.per === 'agent' ? owner.id === s.asker.id : counter?.per === 'unit' ? owner.id === s.asker.id || (owner.unit !== undefined && owner.unit === s.asker.unit) : true;
  const value = typeof tally === 'number' ? (shared ? tally : undefined) : tally?.get((counter?.per === 'unit' ? owner.unit : owner.id) ?? '');
  if (value === undefined) {
    s.assumed.set(id, { fact: id, value: 0, because: 'no tally' });
    return 0;
  }
  if (value > 0 && counter?.window.kind === 'this') s.changes.add(periodEnd(s.book, counter.window.period, s.at));
  return value;
}

/** The first instant after a calendar period, in the book's time zone. */
function periodEnd(book: Book, period: 'day' | 'week' | 'month' | 'quarter' | 'year', at: Instant): Instant {
  const today = localDay(book.zone, at);
  for (let day = today + 1; ; day++) if (startsPeriod(period, day)) return startOfDay(book.zone, day);
}

function startsPeriod(period: 'day' | 'week' | 'month' | 'quarter' | 'year', day: number): boolean {
  if (period === 'day') return true;
  if (period === 'week') return (((day + 3) % 7) + 7) % 7 === 0; // 1970-01-01 was a Thursday; Monday starts a week.
  const [, month, date] = formatDay(day).split('-');
  if (date !== '01') return false;
  if (period === 'month') return true;
  return period === 'quarter' ? (Number(month) - 1) % 3 === 0 : month === '01';
}

