/** Values of facts as people read them. */
import type { Type, Value } from '../book/expression.ts';
import { formatMinor } from '../words/money.ts';
import { formatDay, formatInstant } from '../words/time.ts';
import { amountIn } from './amount.ts';

const ANY: Type = { kind: 'any' };

/** "$12.50", "2026-01-31", "yes", "3 days"; a list as its elements, a shape as its fields. */
export function showFact(type: Type, value: Value, language = 'en'): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return showNumber(type, value, language);
  if (value instanceof Map) {
    const fields = type.kind === 'shape' ? type.fields : new Map<string, Type>();
    return [...value]
      .map(([name, field]) => `${name} ${showFact(fields.get(name) ?? ANY, field, language)}`)
      .join(', ');
  }
  const of = type.kind === 'list' ? type.of : ANY;
  return [...value.values()].map((item) => showFact(of, item, language)).join(', ');
}

function showNumber(type: Type, value: number, language: string): string {
  switch (type.kind) {
    case 'money':
      return amountIn(language, formatMinor(value, type.currency), type.currency);
    case 'date':
      return formatDay(value);
    case 'instant':
      return formatInstant(value);
    case 'minutes':
    case 'hours':
    case 'days':
      return amountIn(language, String(value), type.kind);
    default:
      return String(value);
  }
}
