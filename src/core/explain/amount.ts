/** Amounts as a person reads them in their language: "$45.00", "45,00 €", "3 Tage". Own tables: the same on every machine. */
import { CURRENCIES } from '../words/money.ts';

/** Between a number and its sign, or its groups, no line may break. */
const BLANK = '\u00a0';
const NARROW_BLANK = '\u202f';

type Manner = {
  group: string;
  decimal: string;
  /** So many digits stand together before they are grouped. */
  groupsFrom: number;
  sign: 'before' | 'after';
  /** One of it, and more. */
  times: Readonly<Record<string, readonly [one: string, more: string]>>;
};

const MANNERS: Readonly<Record<string, Manner>> = {
  en: {
    group: ',',
    decimal: '.',
    groupsFrom: 4,
    sign: 'before',
    times: { minutes: ['minute', 'minutes'], hours: ['hour', 'hours'], days: ['day', 'days'] },
  },
  de: {
    group: '.',
    decimal: ',',
    groupsFrom: 4,
    sign: 'after',
    times: { minutes: ['Minute', 'Minuten'], hours: ['Stunde', 'Stunden'], days: ['Tag', 'Tage'] },
  },
  es: {
    group: '.',
    decimal: ',',
    groupsFrom: 5,
    sign: 'after',
    times: { minutes: ['minuto', 'minutos'], hours: ['hora', 'horas'], days: ['día', 'días'] },
  },
  fr: {
    group: NARROW_BLANK,
    decimal: ',',
    groupsFrom: 4,
    sign: 'after',
    times: { minutes: ['minute', 'minutes'], hours: ['heure', 'heures'], days: ['jour', 'jours'] },
  },
};

/** Signs that mean one currency to everybody; the others are named by their code. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['USD', '$'],
  ['EUR', '€'],
  ['GBP', '£'],
  ['JPY', '¥'],
  ['INR', '₹'],
]);

/**
 * An amount in words.
 * @param language as "de" or "de-AT"; one that has no manner of its own here gets the English one
 * @param amount a decimal string; undefined: nobody knows it, "…"
 * @param unit a currency by its ISO code, or `minutes`, `hours`, `days`; a whole number has none
 */
export function amountIn(language: string, amount: string | undefined, unit: string | undefined): string {
  if (amount === undefined) return '…';
  if (unit === undefined || unit === 'whole number') return amount;
  const spoken = language.slice(0, 2);
  const manner = (Object.hasOwn(MANNERS, spoken) ? MANNERS[spoken] : undefined) ?? MANNERS['en'];
  const read = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!manner || !read) return `${amount} ${unit}`;
  const [, minus = '', whole = '', fraction] = read;
  if (CURRENCIES.has(unit)) return `${minus}${moneyIn(manner, whole, fraction, unit)}`;
  const names = Object.hasOwn(manner.times, unit) ? manner.times[unit] : undefined;
  if (!names) return `${amount} ${unit}`;
  return `${minus}${numberIn(manner, whole, fraction)} ${names[whole === '1' && !fraction ? 0 : 1]}`;
}

function moneyIn(manner: Manner, whole: string, fraction: string | undefined, currency: string): string {
  const decimals = CURRENCIES.get(currency) ?? 0;
  const number = numberIn(manner, whole, decimals === 0 ? fraction : (fraction ?? '').padEnd(decimals, '0'));
  const sign = SIGNS.get(currency);
  if (manner.sign === 'after') return `${number}${BLANK}${sign ?? currency}`;
  return sign === undefined ? `${currency}${BLANK}${number}` : `${sign}${number}`;
}

function numberIn({ group, decimal, groupsFrom }: Manner, whole: string, fraction?: string): string {
  const grouped = whole.length < groupsFrom ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, group);
  return fraction ? `${grouped}${decimal}${fraction}` : grouped;
}
