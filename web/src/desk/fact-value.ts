/** What is typed for a fact, as the service takes it; and back. */
import type { Json } from '../../../sdk/index.ts';

export type FactKind = 'money' | 'yes or no' | 'date' | 'number' | 'duration' | 'choice' | 'list' | 'text';

export type Typed = { value: Json } | { wrong: string };

/** Reads what was typed. Commas and points both may part decimals; what groups digits is left out. */
export function readFact(kind: FactKind, text: string): Typed {
  const typed = text.trim();
  switch (kind) {
    case 'money':
    case 'number':
    case 'duration': {
      const number = decimalOf(typed);
      if (number === undefined) return { wrong: 'A number, such as 45 or 45.50.' };
      return { value: kind === 'money' ? number : Number(number) };
    }
    case 'yes or no':
      if (/^(?:y|yes|true)$/i.test(typed)) return { value: true };
      if (/^(?:n|no|false)$/i.test(typed)) return { value: false };
      return { wrong: 'Yes or no.' };
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? { value: typed } : { wrong: 'A day, such as 2026-11-26.' };
    case 'list':
      return {
        value: typed
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== ''),
      };
    case 'choice':
    case 'text':
      return typed === '' ? { wrong: 'Something has to stand here.' } : { value: typed };
  }
}

/** `1.234,50` and `1,234.50` → `1234.50`; `$45` → `45`; undefined: no number. */
export function decimalOf(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s'’$€£]|USD|EUR|GBP/gi, '');
  if (!/^-?[\d.,]+$/.test(digits) || !/\d/.test(digits)) return undefined;
  const last = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'));
  const behind = last < 0 ? '' : digits.slice(last + 1);
  const marks = digits.replaceAll(/[^.,]/g, '');
  // Three digits behind a lone mark are a group: nobody gives back thousandths.
  const isGroup = last >= 0 && (behind.length === 3 ? new Set(marks).size === 1 : false);
  if (isGroup || last < 0) return digits.replaceAll(/[.,]/g, '');
  if (!/^\d{0,2}$/.test(behind)) return undefined;
  const whole = digits.slice(0, last).replaceAll(/[.,]/g, '');
  return behind === '' ? whole : `${whole === '' ? '0' : whole}.${behind}`;
}
