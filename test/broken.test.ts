/**
 * A book with one fault gets exactly one problem: there, with those words, and with a mend that mends it.
 *
 * Each file under test/broken begins with what must be reported and how it is mended:
 *   # error unknown-key 19:5 "answer in"       severity, code, line:column, the offending words
 *   # She wants every refund logged …          what somebody did
 *   # mended:     answer within: 4 hours       in place of the reported line; several are several lines
 *   # mended 12: (remove the line)             another line than the reported one
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { compileBook } from '../src/core/book/compile.ts';
import type { Book } from '../src/core/book/book.ts';
import { checkOrganization } from '../src/core/organization/check.ts';
import { compileOrganization } from '../src/core/organization/compile.ts';
import { sortProblems, type Problem } from '../src/core/words/problem.ts';
import { zones } from '../src/shell/zones.ts';

const BOOKS = new URL('broken/', import.meta.url);
const PEOPLE = new URL('broken/people/', import.meta.url);
const GOOD_BOOK = 'good-book.yaml';

type Check = (file: string, text: string) => readonly Problem[];
type Pins = { problems: string[]; mends: Map<number, string[]> };

const checkBook: Check = (file, text) => compileBook(file, text, zones).problems;

/** Holds people against a good book. */
function checkPeople(book: Book): Check {
  return (file, text) => {
    const { organization, problems, source } = compileOrganization(file, text, zones);
    return organization
      ? sortProblems([...problems, ...checkOrganization(book, organization, source)])
      : problems;
  };
}

const REMOVE = '(remove the line)';

function pinsOf(text: string): Pins {
  const head = text.split('\n').slice(
    0,
    text.split('\n').findIndex((line) => !line.startsWith('#')),
  );
  const problems = head.flatMap((line) => (/^# (error|warning|notice) /.test(line) ? [line.slice(2)] : []));
  const reported = Number(/ (\d+):/.exec(problems[0] ?? '')?.[1]);
  const mends = new Map<number, string[]>();
  for (const line of head) {
    const match = /^# mended(?: (\d+))?: (.*)$/.exec(line);
    if (!match) continue;
    const at = Number(match[1] ?? reported);
    mends.set(at, [...(mends.get(at) ?? []), ...(match[2] === REMOVE ? [] : [match[2] ?? ''])]);
  }
  return { problems, mends };
}

function mended(text: string, mends: Pins['mends']): string {
  const lines = text.split('\n');
  for (const [line, replacement] of [...mends].sort(([a], [b]) => b - a))
    lines.splice(line - 1, 1, ...replacement);
  return lines.join('\n');
}

const serious = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ severity }) => severity !== 'notice');

const pinOf = ({ severity, code, line, column, words }: Problem): string =>
  `${severity} ${code} ${line}:${column} ${JSON.stringify(words)}`;

/** Words of programmers. What the author wrote is no jargon: it is taken out before. */
const JARGON =
  /\b(zod|CEL|AST|undefined|nullish|nullable|NaN|regex|token|parser?|scalar|enum|boolean|string|array|object|stack|Invalid input)\b/i;

function assertSentences(problem: Problem, text: string): void {
  const { message, mend, words, line, column } = problem;
  const at = `${problem.file}:${line}`;
  assert.match(message, /^["\p{L}\p{N}'].{8,}\.$/u, at);
  // A mend is a sentence or a question; an example that is meant to be copied has no full stop behind it.
  // A longer example stands on lines of its own.
  assert.match(mend, /^\p{Lu}.{5,}([.?]|: \S.*|:(\n {6}.*\S){2,})$/u, at);
  assert.ok(message !== mend, at);
  const own = words === '' ? [] : words.split(/[^\p{L}\p{N}_]+/u);
  for (const sentence of [message, mend]) {
    const jargon = JARGON.exec(sentence)?.[0];
    assert.ok(jargon === undefined || own.includes(jargon), `${at}: "${jargon}" in ${sentence}`);
  }
  // The words stand where the problem points; where there are none, the sentence names the thing.
  const there = (text.split('\n')[line - 1] ?? '').slice(column - 1);
  if (words.endsWith('...')) assert.ok(there.startsWith(words.slice(0, -3)), at);
  else if (words === '') assert.match(`${message} ${mend}`, /["“].+["”]|nested|missing/, at);
  else assert.ok(there.startsWith(words), `${at}: ${words} does not stand in ${there}`);
}

function pinned(folder: URL, file: string, check: Check): void {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const pins = pinsOf(text);
  assert.ok(
    pins.problems.length > 0 && pins.mends.size > 0,
    `${file} says neither what is wrong nor how it is mended`,
  );
  const pinsNotices = pins.problems.some((pin) => pin.startsWith('notice'));
  const counted = (found: readonly Problem[]): Problem[] => (pinsNotices ? [...found] : serious(found));
  const problems = counted(check(file, text));
  assert.deepEqual(problems.map(pinOf), pins.problems);
  for (const problem of problems) assertSentences(problem, text);
  assert.deepEqual(counted(check(file, mended(text, pins.mends))), [], 'the mended book has no problem');
}

const filesOf = (folder: URL): string[] =>
  readdirSync(folder).filter((file) => file.endsWith('.yaml') && file !== GOOD_BOOK);

describe('one fault, one problem, one mend', () => {
  for (const file of filesOf(BOOKS)) it(file, () => pinned(BOOKS, file, checkBook));
});

describe('people held against a book: one fault, one problem, one mend', () => {
  const { book, problems } = compileBook(GOOD_BOOK, readFileSync(new URL(GOOD_BOOK, PEOPLE), 'utf8'), zones);
  assert.ok(book, JSON.stringify(problems));
  for (const file of filesOf(PEOPLE)) it(file, () => pinned(PEOPLE, file, checkPeople(book)));
});

it('the corpus is large and its codes are many', () => {
  const files = filesOf(BOOKS);
  const codes = new Set(
    files.map((file) => /^# \w+ ([a-z-]+) /.exec(readFileSync(new URL(file, BOOKS), 'utf8'))?.[1]),
  );
  assert.ok(files.length >= 75 && codes.size >= 40, `${files.length} files, ${codes.size} codes`);
});
