/**
 * The short phrases of a book: "50 USD", "30 days", "1 per customer within 90 days", "50% of order.value".
 * Each function returns what it read, or a sentence saying what it expected.
 */
import { decimalsOf, CURRENCIES, parseScaled, type AmountFault } from '../words/money.ts';
import { DAY, HOUR, MINUTE } from '../words/time.ts';
import type { AmountType, CounterKey, Window } from './book.ts';

/** A sentence saying why a phrase could not be read and what was expected. */
export type Fault = { fault: string; mend: string };
export const isFault = (read: unknown): read is Fault =>
  typeof read === 'object' && read !== null && 'fault' in read;

const UNITS: Record<string, number> = { minute: MINUTE, hour: HOUR, day: DAY, week: 7 * DAY };

/** "30 minutes", "4 hours", "90 days", "2 weeks" in milliseconds. */
export function readDuration(text: string): number | Fault {
  const match = /^(\d{1,6}) ?(minute|hour|day|week)s?$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  if (!match || unit === undefined) {
    return {
      fault: `"${text}" is no length of time.`,
      mend: 'Write a whole number and a unit: "30 minutes", "4 hours", "90 days".',
    };
  }
  return Number(match[1]) * unit;
}

/** "50 USD": minor units and currency. */
export function readMoney(text: string): { minor: number; currency: string } | Fault {
  const match = /^(\S+) ?([A-Z]{3})$/.exec(text.trim());
  const currency = match?.[2] ?? '';
  if (!match || !CURRENCIES.has(currency)) {
    return {
      fault: `"${text}" is no amount of money.`,
      mend: 'Write a decimal and a currency code: "50 USD", "12.50 EUR".',
    };
  }
  const minor = parseScaled(match[1] ?? '', decimalsOf(currency));
  return typeof minor === 'number'
    ? { minor, currency }
    : amountFault(match[1] ?? '', minor, decimalsOf(currency));
}

export function amountFault(text: string, fault: AmountFault, decimals: number): Fault {
  switch (fault) {
    case 'not a decimal':
      return {
        fault: `"${text}" is no decimal number.`,
        mend: 'Write digits with a point before the decimals: "12.50".',
      };
    case 'too many decimals':
      return {
        fault: `"${text}" has more decimals than this type holds.`,
        mend: `Write at most ${decimals} decimals.`,
      };
    case 'too large':
      return {
        fault: `"${text}" is too large to be counted exactly.`,
        mend: 'Write a smaller one: up to 9,007,199,254,740,991 of the smallest unit can be counted.',
      };
  }
}

/** An amount of a type's kind: "50 USD" for money, "14 days", "20 minutes" or a plain whole number. */
export function readAmount(raw: string | number, type: AmountType): number | Fault {
  const text = String(raw).trim();
  if (type.kind === 'money') {
    const money = readMoney(text);
    if (isFault(money)) {
      return /^[\d.]+$/.test(text)
        ? { fault: `"${text}" is a number without a currency.`, mend: `Write "${text} ${type.currency}".` }
        : money;
    }
    if (money.currency !== type.currency) {
      return {
        fault: `"${text}" is in ${money.currency}, and amounts here are in ${type.currency}.`,
        mend: `Write it in ${type.currency}; a book converts only through its rates.`,
      };
    }
    return money.minor >= 0
      ? money.minor
      : { fault: `"${text}" is below nothing.`, mend: 'Write an amount of at least 0.' };
  }
  const match = /^(\d{1,15})(?: ?([a-z]+))?$/.exec(text);
  const unit = match?.[2];
  const fits =
    type.kind === 'whole number'
      ? unit === undefined
      : unit === undefined || `${unit.replace(/s$/, '')}s` === type.kind;
  if (!match || !fits) {
    const example = type.kind === 'whole number' ? '3' : `14 ${type.kind}`;
    return {
      fault: `"${text}" is no amount in ${type.kind}s.`.replace('ss.', 's.'),
      mend: `Write a whole number: "${example}".`,
    };
  }
  return Number(match[1]);
}

const KEYS = ['customer', 'agent', 'unit', 'subject', 'case'] as const;

/** "customer", "agent", … or the name of a fact. */
export const readKey = (text: string): CounterKey => KEYS.find((key) => key === text) ?? { fact: text };

/** "90 days" or "this month". */
export function readWindow(text: string): Window | Fault {
  const period = /^this (day|week|month|quarter|year)$/.exec(text.trim())?.[1];
  if (period) return { kind: 'this', period: period as 'day' };
  const ms = readDuration(text);
  return isFault(ms)
    ? { fault: `"${text}" is no window.`, mend: 'Write "90 days", "24 hours", "this month" or "this year".' }
    : { kind: 'within', ms };
}

export const windowWords = (window: Window): string => {
  if (window.kind === 'ever') return '';
  if (window.kind === 'this') return ` within this ${window.period}`;
  const [unit, ms] = Object.entries(UNITS)
    .filter(([name]) => name !== 'week')
    .reverse()
    .find(([, size]) => window.ms % size === 0) ?? ['minute', MINUTE];
  const count = window.ms / ms;
  return ` within ${count} ${unit}${count === 1 ? '' : 's'}`;
};

export const keyWords = (key: CounterKey): string => (typeof key === 'string' ? key : key.fact);

/** "1 per customer within 90 days" → its first part, and either a key with a window or a shared counter's name. */
export type LimitPhrase = { max: string; of: string } | { max: string; per: CounterKey; window: Window };

/** Reads "MAX per KEY [within WINDOW]" or "MAX of COUNTER". */
export function readLimit(text: string): LimitPhrase | Fault {
  const shared = /^(.+?) of (\S.*)$/.exec(text.trim());
  if (shared && !/ per /.test(text)) return { max: shared[1] ?? '', of: shared[2] ?? '' };
  const own = /^(.+?) per (.+?)(?: within (.+))?$/.exec(text.trim());
  if (!own) {
    return {
      fault: `"${text}" does not say of whom it counts.`,
      mend: 'Write "1 per customer within 90 days", "500 USD per agent within this month", or "2 of COUNTER".',
    };
  }
  const window = own[3] === undefined ? ({ kind: 'ever' } as const) : readWindow(own[3]);
  return isFault(window) ? window : { max: own[1] ?? '', per: readKey(own[2] ?? ''), window };
}

/** "50% of order.value" in hundredths of a percent and the expression it is a share of. */
export function readShare(text: string): { basisPoints: number; of: string; start: number } | Fault {
  const match = /^(\d{1,3}(?:\.\d{1,2})?) ?% of (\S.*)$/.exec(text.trim());
  const basisPoints = match ? parseScaled(match[1] ?? '', 2) : undefined;
  if (!match || typeof basisPoints !== 'number' || basisPoints > 10_000) {
    return {
      fault: `"${text}" is no share.`,
      mend: 'Write a percentage up to 100 and of what: "50% of order.value".',
    };
  }
  return { basisPoints, of: match[2] ?? '', start: text.length - (match[2] ?? '').length };
}
