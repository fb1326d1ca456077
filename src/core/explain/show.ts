/** Values of facts as people read them. */
import type { Type, Value } from '../book/expression.ts';
import { formatMoney } from '../words/money.ts';
import { formatDay, formatInstant } from '../words/time.ts';

/** "12.50 USD", "2026-01-31", "yes", "3 days"; a list as its elements, a shape as its fields. */
export function showFact(type: Type, value: Value): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  switch (type.kind) {
    case 'money':
      return formatMoney(value as number, type.currency);
    case 'date':
      return formatDay(value as number);
    case 'instant':
      return formatInstant(value as number);
    case 'minutes':
    case 'hours':
    case 'days':
      return `${String(value as number)} ${type.kind}`;
    case 'list':
      return (value as readonly Value[]).map((item: Value) => showFact(type.of, item)).join(', ');
    case 'shape':
      return [...(value as ReadonlyMap<string, Value>)]
        .map(([name, field]) => `${name} ${showFact(type.fields.get(name) ?? { kind: 'any' }, field)}`)
        .join(', ');
    default:
      return String(value as number);
  }
}
