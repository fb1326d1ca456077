/** Looking at an emergency notice afterwards: who, when, and what was granted by it. */
import type { Book, RequestType } from '../book/book.ts';
import type { Organization, Person } from '../organization/organization.ts';
import { fits } from '../organization/people.ts';
import { afterBusiness } from '../reach/duty.ts';
import { decimalsOf, formatScaled, parseScaled } from '../words/money.ts';
import { DAY, localDay, startOfDay, type Instant } from '../words/time.ts';
import type { Notice, Recorded } from './history.ts';
import { ruleOf } from './notice.ts';
import { whoMayChangeBook } from './right.ts';

/**
 * Who reviews a notice: the policy owner, but another than the one who gave it; where there is none, whoever else may
 * change the book; and where nobody else may, the one who gave it.
 */
export function reviewersOf(
  book: Book,
  organization: Organization,
  givenBy: string,
  at: Instant,
): readonly Person[] {
  const all = whoMayChangeBook(book, organization, at);
  const others = all.filter(({ id }) => id !== givenBy);
  const owners = others.filter((person) => fits(book.policyOwner, person, book));
  return [owners, others].find((people) => people.length > 0) ?? all;
}

/** When the next working day begins for the first of them who has a calendar; else the next day of the book. */
export function nextWorkingDay(people: readonly Person[], book: Book, at: Instant): Instant {
  const calendar = people.find((person) => person.calendar)?.calendar;
  if (!calendar) return startOfDay(book.zone, localDay(book.zone, at) + 1);
  return afterBusiness(calendar, startOfDay(calendar.zone, localDay(calendar.zone, at)), DAY);
}

export type GrantedBy = {
  grants: number;
  /** How much, by unit. */
  sums: readonly { unit: string; amount: string }[];
};

/** What was granted by a notice, of the yeses on record. */
export function grantedBy(
  { name, types }: Pick<Notice, 'name' | 'types'>,
  book: Pick<Book, 'types'>,
  record: readonly Recorded[],
): GrantedBy {
  const rules = new Map(types.map((type) => [ruleOf(type, name), type]));
  const sums = new Map<string, { units: number; decimals: number }>();
  let grants = 0;
  for (const { event } of record) {
    const type = event.kind === 'granted' ? rules.get(event.answer.rule) : undefined;
    if (event.kind !== 'granted' || type === undefined) continue;
    grants += 1;
    const { amount, unit } = event.answer;
    if (amount === undefined || unit === undefined) continue;
    const decimals = decimalsFor(book.types.get(type));
    const read = parseScaled(amount, decimals);
    if (typeof read !== 'number') continue;
    const sum = sums.get(unit) ?? { units: 0, decimals };
    sums.set(unit, { ...sum, units: sum.units + read });
  }
  return {
    grants,
    sums: [...sums].map(([unit, { units, decimals }]) => ({ unit, amount: formatScaled(units, decimals) })),
  };
}

const decimalsFor = (type: RequestType | undefined): number =>
  type?.amount?.type.kind === 'money' ? decimalsOf(type.amount.type.currency) : 0;

/** "3 times, 240.00 USD in all". */
export const grantedInWords = ({ grants, sums }: GrantedBy): string =>
  grants === 0
    ? 'not used so far'
    : `${grants === 1 ? 'once' : `${grants} times`}${sums.length > 0 ? `, ${sums.map(({ amount, unit }) => `${amount} ${unit}`).join(' and ')} in all` : ''}`;
