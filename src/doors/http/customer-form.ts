/** What a form on the customer's page sends, as its operation takes it. */
import type { FormName } from './customer-page-html.ts';

/** Fields that each form has beside its case; what is empty is left out. */
const FIELDS: Readonly<Record<FormName, readonly string[]>> = {
  say: ['words'],
  rate: ['service', 'outcome', 'words'],
  take: ['alternative'],
  supervisor: [],
  appeal: ['words'],
  close: ['as'],
  complain: ['words'],
};
const NUMBERS: ReadonlySet<string> = new Set(['service', 'outcome']);

/** The input of `page.NAME`. */
export const inputOf = (name: FormName, filled: Readonly<Record<string, string>>): Record<string, unknown> =>
  Object.fromEntries(
    ['case', ...FIELDS[name]].flatMap((field) => {
      // A form ends its lines with two characters, and counts them as one.
      const value = filled[field]?.replaceAll('\r\n', '\n').trim() ?? '';
      if (value === '') return [];
      return [[field, NUMBERS.has(field) ? Number(value) : value]];
    }),
  );
