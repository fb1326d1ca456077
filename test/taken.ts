/** What came of something that may be refused. */
import assert from 'node:assert/strict';
import type { Problems } from '../src/core/cases/refusal.ts';

/** What was taken, as it has to be. */
export const taken = <T extends object>(result: T | Problems): T => {
  assert.ok(!('problems' in result), JSON.stringify(result));
  return result;
};

/** The codes that it was refused for; `taken` where it was not. */
export const codes = (result: object): string[] =>
  'problems' in result ? (result as Problems).problems.map(({ code }) => code) : ['taken'];
