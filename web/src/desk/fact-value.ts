/** What is typed for a fact, as the service takes it; and back. */
import type { Json } from '../../../sdk/index.ts';
import { decimalOf, numberOf } from '../../../src/core/words/typed-number.ts';
import { words } from '../words/words.ts';

const { wrong } = words.desk;

export type FactKind = 'money' | 'yes or no' | 'date' | 'number' | 'choice' | 'list' | 'text';

export type Typed = { value: Json } | { wrong: string };

/** A value as it is typed; nothing of what can't be typed in a line. */
export const textOf = (value: Json | undefined): string => {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
};

/** Reads what was typed. Commas and points both may part decimals; what groups digits is left out. */
export function readFact(kind: FactKind, text: string): Typed {
  const typed = text.trim();
  switch (kind) {
    case 'money':
    case 'number': {
      const number = kind === 'money' ? decimalOf(typed) : numberOf(typed);
      return number === undefined ? { wrong: wrong.number } : { value: number };
    }
    case 'yes or no':
      if (/^(?:y|yes|true)$/i.test(typed)) return { value: true };
      if (/^(?:n|no|false)$/i.test(typed)) return { value: false };
      return { wrong: wrong.yesOrNo };
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? { value: typed } : { wrong: wrong.day };
    case 'list':
      return {
        value: typed
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== ''),
      };
    case 'choice':
    case 'text':
      return typed === '' ? { wrong: wrong.empty } : { value: typed };
  }
}
