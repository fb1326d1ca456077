/** Facts as people read them. */
import type { Json } from '../../../sdk/index.ts';
import { amountWords, dayWords } from './format.ts';
import { words } from './words.ts';

/** A day of the calendar, and not what only looks like one: an order number may. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** A fact's value in words. */
export function factWords(value: Json | undefined, unit?: string): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'boolean') return value ? words.desk.yes : words.desk.no;
  if (typeof value === 'string' && isDay(value)) return dayWords(value);
  if (typeof value === 'string' || typeof value === 'number')
    return unit === undefined || !/^-?[\d.]+$/.test(String(value))
      ? String(value)
      : amountWords(String(value), unit);
  if (Array.isArray(value)) return value.map((one) => factWords(one)).join(', ');
  if ('unsure' in value) return words.desk.unsure;
  return factWords(value['value'], unit);
}

/** `order.value` → `Order value`: where the service says nothing better. */
export const labelOf = (name: string): string =>
  name.replaceAll(/[._]/g, ' ').replace(/^./, (first) => first.toUpperCase());

/** What can be offered instead; the language calls less of the same a part. */
export const alternativeLabel = (name: string): string =>
  name === 'part' ? words.verdict.part : labelOf(name);

/** `duty-lead` → `duty lead`: a name of the book, within a sentence. */
export const plainly = (name: string): string => name.replaceAll(/[._-]/g, ' ');
