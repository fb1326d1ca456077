/** Forms, sizes and values that a schema asks for, in words. */
import type { z } from 'zod';

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  null: 'empty',
};
export const typeWords = (expected: string): string => TYPES[expected] ?? expected;

export function shown(value: unknown): string {
  if (value === null) return 'empty';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys with values';
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 57)}..."` : `"${value}"`;
  return typeof value === 'number' ? `the number ${value}` : JSON.stringify(value);
}

export const orList = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}` : (words[0] ?? '');

export const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export function sizeWords(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const least = issue.code === 'too_small';
  const bound = Number(least ? issue.minimum : issue.maximum);
  const side = least ? 'at least' : 'at most';
  const many = (word: string): string => (bound === 1 ? word : `${word}s`);
  switch (issue.origin) {
    case 'string':
      return least && bound === 1 ? 'must not be empty' : `must have ${side} ${bound} ${many('character')}`;
    case 'array':
    case 'set':
      return `must have ${side} ${bound} ${many('item')}`;
    case 'object':
    case 'record':
    case 'map':
      return `must have ${side} ${bound} ${many('key')}`;
    default:
      return `must be ${issue.inclusive === false ? (least ? 'more than' : 'less than') : side} ${bound}`;
  }
}

/** A value as YAML on one line. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${inline(key)}: ${inline(inner)}`)
      .join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  return /^[\p{L}\p{N}][^:#,[\]{}"'\n]*(?::\S[^:#,[\]{}"'\n]*)*$/u.test(value)
    ? value
    : JSON.stringify(value);
}
