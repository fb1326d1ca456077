/** Parts of a book in words. */
import type { Json } from '../words/hash.ts';

/** Keys whose values are words for people. */
export const TEXTS: ReadonlySet<string> = new Set([
  'tell',
  'say',
  'ask',
  'means',
  'said as',
  'proof',
  'criteria',
  'called',
  'because',
  'book',
]);

const NOUNS: Readonly<Record<string, string>> = {
  units: 'unit',
  called: 'what a customer reads for',
  signals: 'signal',
  shapes: 'shape',
  facts: 'fact',
  counters: 'counter',
  tables: 'table',
  rates: 'rate',
  terms: 'term',
  obligations: 'obligation',
  alternatives: 'alternative',
  'red lines': 'red line',
  requests: 'request type',
  notices: 'emergency notice',
  accepted: 'accepted finding',
};

/** What one of a section is called. */
export const nounOf = (section: string): string => NOUNS[section] ?? section;

/** Longer values are cut. */
const MOST = 300;

/** A value in words; `key` is what it stands under. */
export function show(key: string, value: Json | undefined): string {
  const words = worded(key, value);
  return words.length > MOST ? `${words.slice(0, MOST - 1)}…` : words;
}

function worded(key: string, value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return TEXTS.has(key) ? `“${value}”` : value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => worded(key, one)).join(', ');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([inner, one]) =>
      inner === 'from' ? worded(inner, one) : `${inner} ${worded(TEXTS.has(key) ? key : inner, one)}`,
    )
    .join(', ');
}
