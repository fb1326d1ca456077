/** Runs a book's cases and says where an answer differs from the expected one. */
import type { Book } from '../book/book.ts';
import type { Decision } from '../decide/decision.ts';
import { decide } from '../decide/decide.ts';
import type { Organization } from '../organization/organization.ts';
import type { Case } from './read.ts';

/** One place where the answer is another than expected. */
export type Difference = {
  /** "who[0]", "nearest_change.value". */
  key: string;
  expected: unknown;
  got: unknown;
};

export type Result = {
  name: string;
  /** Where the case stands in its file. */
  line: number;
  passed: boolean;
  differences: Difference[];
  decision: Decision;
};

/** Decides every case and compares. */
export const runCases = (book: Book, organization: Organization, cases: readonly Case[]): Result[] =>
  cases.map(({ name, line, asker, at, request, tallies, expect }) => {
    const decision = decide(book, organization, tallies, request, asker, at);
    // Cases name the units that have to agree; the people for them are told under `who`.
    const answer = { ...decision, agree: decision.agree?.units };
    const differences = Object.entries(expect).flatMap(([key, expected]) =>
      compare(expected, answer[key as keyof typeof answer], key),
    );
    return { name, line, passed: differences.length === 0, differences, decision };
  });

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is expected says how far the two are compared: names alone, fields alone, a list or some of it. */
function compare(expected: unknown, got: unknown, key: string): Difference[] {
  if (Array.isArray(expected)) return compareLists(expected, got, key);
  if (isFields(expected)) {
    if (Array.isArray(expected['includes'])) return compareSome(expected['includes'], got, key);
    if (!isFields(got)) return [{ key, expected, got: got ?? null }];
    return Object.entries(expected).flatMap(([inner, value]) =>
      compare(value, got[inner], `${key}.${inner}`),
    );
  }
  const value = typeof expected === 'string' && isFields(got) ? nameOf(got) : (got ?? null);
  return sameScalar(expected, value) ? [] : [{ key, expected, got: value }];
}

function compareLists(expected: readonly unknown[], got: unknown, key: string): Difference[] {
  const list: readonly unknown[] = Array.isArray(got) ? got : [];
  const differs =
    expected.length !== list.length || expected.some((item, i) => compare(item, list[i], '').length > 0);
  return differs
    ? [{ key, expected, got: list.map((item, i) => briefly(item, expected[i] ?? expected[0])) }]
    : [];
}

function compareSome(expected: readonly unknown[], got: unknown, key: string): Difference[] {
  const list: readonly unknown[] = Array.isArray(got) ? got : [];
  const found = expected.every((item) => list.some((one) => compare(item, one, '').length === 0));
  return found
    ? []
    : [{ key, expected: { includes: expected }, got: list.map((item) => briefly(item, expected[0])) }];
}

/** Of what was answered, as much as the expectation speaks of. */
function briefly(got: unknown, expected: unknown): unknown {
  if (!isFields(got)) return got;
  if (!isFields(expected)) return nameOf(got);
  return Object.fromEntries(Object.keys(expected).flatMap((key) => (key in got ? [[key, got[key]]] : [])));
}

/** People go by their id, facts by their name, everything else by its own. */
const nameOf = (got: Fields): unknown => got['id'] ?? got['fact'] ?? got['name'] ?? got['rule'];

/** `50` and "50.00" are one amount. */
function sameScalar(expected: unknown, got: unknown): boolean {
  if (expected === got) return true;
  return (
    typeof expected === 'number' && typeof got === 'string' && got.trim() !== '' && Number(got) === expected
  );
}
