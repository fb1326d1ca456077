/** Values of facts as people read them. */
import type { Type, Value } from '../book/expression.ts';
import { formatMoney } from '../words/money.ts';
import { formatDay, formatInstant } from '../words/time.ts';

const ANY: Type = { kind: 'any' };

/** "12.50 USD", "2026-01-31", "yes", "3 days"; a list as its elements, a shape as its fields. */
export function showFact(type: Type, value: Value): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return showNumber(type, value);
  if (value instanceof Map) {
    const fields = type.kind === 'shape' ? type.fields : new Map<string, Type>();
    return [...value]
      .map(([name, field]) => `${name} ${showFact(fields.get(name) ?? ANY, field)}`)
      .join(', ');
  }
  const of = type.kind === 'list' ? type.of : ANY;
  return [...value.values()].map((item) => showFact(of, item)).join(', ');
}

function showNumber(type: Type, value: number): string {
  switch (type.kind) {
    case 'money':
      return formatMoney(value, type.currency);
    case 'date':
      return formatDay(value);
    case 'instant':
      return formatInstant(value);
    case 'minutes':
    case 'hours':
    case 'days':
      return `${value} ${type.kind}`;
    default:
      return String(value);
  }
}
