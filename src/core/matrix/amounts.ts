/**
 * Amounts as spreadsheets have them: "50 USD", "$50", "1,000 USD", "1.000,50 €", "14 days", "3 pieces".
 * What could mean two amounts is refused: a limit that is read wrongly is authority that nobody gave.
 */
import type { AmountType } from '../book/book.ts';
import { readLimit, keyWords, windowWords, isFault, type Fault } from '../book/phrases.ts';
import { CURRENCIES, decimalsOf, formatMinor, parseScaled } from '../words/money.ts';

/** What a type's amounts are; "whole number" is written in pieces. */
export type AmountKind = AmountType['kind'];
export type Amount = { kind: AmountKind; units: number };

/** The currencies that people write a sign for. A sign means the book's currency if it is one of them. */
const SIGNS: Record<string, string> = {
  $: 'USD CAD AUD NZD SGD HKD MXN TWD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY CNY',
  '₹': 'INR',
};
const COUNTED: Record<string, { kind: AmountKind; each: number }> = {
  piece: { kind: 'whole number', each: 1 },
  minute: { kind: 'minutes', each: 1 },
  hour: { kind: 'hours', each: 1 },
  day: { kind: 'days', each: 1 },
  week: { kind: 'days', each: 7 },
};
const NUMBER = String.raw`-?\d(?:[\d.,'’   ]*\d)?`;
const FORM = new RegExp(String.raw`^(?:up to )?([$€£¥₹]|[A-Za-z]{3})?\s*(${NUMBER})\s*([$€£¥₹]|[A-Za-z]+)?$`);

/** Reads an amount with its currency or unit. */
export function readWritten(text: string, currency: string): Amount | Fault {
  const [, before, number = '', after] = FORM.exec(text) ?? [];
  if (number === '')
    return {
      fault: `"${text}" is no amount.`,
      mend: `Write "50 ${currency}", "14 days" or "3 pieces"; leave the cell empty for no limit.`,
    };
  if (number.startsWith('-'))
    return { fault: `"${text}" is below nothing.`, mend: 'Write an amount of at least 0.' };
  const counted = before === undefined ? COUNTED[(after ?? '').toLowerCase().replace(/s$/, '')] : undefined;
  if (counted) {
    const units = readNumber(number, 0);
    return isFault(units) ? units : { kind: counted.kind, units: units * counted.each };
  }
  const unit = before ?? after;
  if (unit === undefined) {
    return {
      fault: `"${text}" does not say of what.`,
      mend: `Write "${text} ${currency}" for money, "${text} days" for time, "${text} pieces" for a number of things.`,
    };
  }
  if (before !== undefined && after !== undefined)
    return {
      fault: `"${text}" has a unit before and after the number.`,
      mend: `Write "${number} ${currency}".`,
    };
  const known = SIGNS[unit] ? SIGNS[unit].split(' ').includes(currency) : unit.toUpperCase() === currency;
  if (!known) {
    const other = SIGNS[unit] !== undefined || CURRENCIES.has(unit.toUpperCase());
    return other
      ? {
          fault: `"${text}" is not in ${currency}, the currency of this book.`,
          mend: `Write the amount in ${currency}.`,
        }
      : {
          fault: `"${unit}" is no currency and no unit.`,
          mend: `Write "${number} ${currency}", "${number} days" or "${number} pieces".`,
        };
  }
  const units = readNumber(number, decimalsOf(currency));
  return isFault(units) ? units : { kind: 'money', units };
}

/** A number with thousands and decimals marked in any of the usual ways, in whole units of 10^-decimals. */
function readNumber(text: string, decimals: number): number | Fault {
  const plain = plainNumber(text, decimals);
  const units = plain === undefined ? 'unclear' : parseScaled(plain, decimals);
  if (typeof units === 'number') return units;
  const digits = text.replaceAll(/\D/g, '');
  if (units === 'too large')
    return { fault: `"${text}" is too large to be counted exactly.`, mend: 'Write a smaller amount.' };
  if (units === 'too many decimals')
    return {
      fault: `"${text}" has more decimals than can be paid.`,
      mend: decimals === 0 ? 'Write a whole number.' : `Write at most ${decimals} decimals.`,
    };
  return {
    fault: `"${text}" can be read as more than one number.`,
    mend: `Write "${digits}" without a mark for thousands, and decimals after a point: "12.50".`,
  };
}

/** The number with a point before its decimals and no other mark; undefined if it is unclear which mark is which. */
function plainNumber(text: string, decimals: number): string | undefined {
  const bare = /^\d{1,3}(?:[ '’  ]\d{3})+(?![ '’  ])/.test(text) ? text.replaceAll(/[ '’  ]/g, '') : text;
  if (/^\d+$/.test(bare)) return bare;
  const marks = bare.replaceAll(/\d/g, '');
  const last = marks.at(-1) ?? '';
  if (!/^[.,]+$/.test(marks)) return undefined;
  const head = bare.slice(0, bare.lastIndexOf(last));
  const tail = bare.slice(bare.lastIndexOf(last) + 1);
  const other = last === '.' ? ',' : '.';
  // One mark alone with three digits after it: a comma is one of thousands, a point could be either,
  // but for currencies with three decimals it is the other way round.
  if (marks.length === 1) {
    if (tail.length !== 3 || (decimals === 3 && last === '.')) return `${head}.${tail}`;
    return last === ',' && decimals !== 3 && grouped(bare, ',') ? head + tail : undefined;
  }
  if (!marks.slice(0, -1).includes(last))
    return grouped(head, other) ? `${head.replaceAll(other, '')}.${tail}` : undefined;
  return grouped(bare, last) ? bare.replaceAll(last, '') : undefined;
}

/** Whether a number is in groups of three. */
const grouped = (number: string, mark: string): boolean =>
  new RegExp(`^[1-9]\\d{0,2}(\\${mark}\\d{3})*$`).test(number);

/** An amount as a matrix has it: "50 USD", "1 day", "3 pieces". */
export function writtenAmount({ kind, units }: Amount, currency: string): string {
  if (kind === 'money') return `${formatMinor(units, currency).replace(/\.0+$/, '')} ${currency}`;
  const unit = kind === 'whole number' ? 'pieces' : kind;
  return `${units} ${units === 1 ? unit.slice(0, -1) : unit}`;
}

/** An amount as a book has it: a whole number stands alone. */
export const bookAmount = (amount: Amount, currency: string): string | number =>
  amount.kind === 'whole number' ? amount.units : writtenAmount(amount, currency);

/** "1 per customer within 90 days": how often or how much, and for whom. */
export type Counted = { max: Amount; rest: string };

/** Reads `times` (a bare number) or `total` (an amount). A matrix has no counters and no facts to count by. */
export function readCounted(text: string, measure: 'times' | 'total', currency: string): Counted | Fault {
  const read = readLimit(text);
  if (isFault(read)) return read;
  const example =
    measure === 'times' ? '1 per customer within 90 days' : `500 ${currency} per customer within 90 days`;
  if ('of' in read || typeof read.per !== 'string') {
    return {
      fault: `"${text}" counts by something that a matrix does not declare.`,
      mend: `Count per customer, agent, unit, subject or case: "${example}".`,
    };
  }
  const units = measure === 'times' ? readNumber(read.max, 0) : undefined;
  const max =
    units === undefined
      ? readWritten(read.max, currency)
      : isFault(units)
        ? units
        : ({ kind: 'whole number', units } as const);
  return isFault(max)
    ? { fault: max.fault, mend: `Write for example "${example}".` }
    : { max, rest: ` per ${keyWords(read.per)}${windowWords(read.window)}` };
}
