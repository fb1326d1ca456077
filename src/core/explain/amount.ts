/** Amounts as a person reads them in their language: "$45.00", "45,00 €", "3 Tage". */
import { CURRENCIES } from '../words/money.ts';

const TIMES: Readonly<Record<string, string>> = { minutes: 'minute', hours: 'hour', days: 'day' };
/** Making a format costs far more than using it; there are as many as languages times units. */
const formats = new Map<string, Intl.NumberFormat | undefined>();

/**
 * An amount in words.
 * @param language as "de" or "de-AT"; one that is not written so counts by its first two letters
 * @param amount a decimal string; undefined: nobody knows it, "…"
 * @param unit a currency by its ISO code, or `minutes`, `hours`, `days`; a whole number has none
 */
export function amountIn(language: string, amount: string | undefined, unit: string | undefined): string {
  if (amount === undefined) return '…';
  if (unit === undefined || unit === 'whole number') return amount;
  const format = formatFor(language, unit);
  // The exact text is read, not its nearest number.
  return format && /^-?\d+(?:\.\d+)?$/.test(amount)
    ? format.format(amount as Intl.StringNumericLiteral)
    : `${amount} ${unit}`;
}

function formatFor(language: string, unit: string): Intl.NumberFormat | undefined {
  const locale = /^[a-z]{2}(?:-[A-Z]{2})?$/.test(language) ? language : language.slice(0, 2);
  const key = `${locale} ${unit}`;
  if (!formats.has(key)) formats.set(key, makeFormat(locale, unit));
  return formats.get(key);
}

function makeFormat(locale: string, unit: string): Intl.NumberFormat | undefined {
  const time = Object.hasOwn(TIMES, unit) ? TIMES[unit] : undefined;
  const decimals = CURRENCIES.get(unit);
  if (decimals !== undefined)
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: unit,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  if (time === undefined) return undefined;
  return new Intl.NumberFormat(locale, { style: 'unit', unit: time, unitDisplay: 'long' });
}
