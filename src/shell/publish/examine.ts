/** What is wrong with a book before it is published, and what its cases say: as `sayso check` and `sayso test` do. */
import { expiredAcceptances } from '../../core/book/accepted.ts';
import type { Book } from '../../core/book/book.ts';
import { compileBook } from '../../core/book/compile.ts';
import { uncovered, type Uncovered } from '../../core/decide/coverage.ts';
import type { Organization } from '../../core/organization/organization.ts';
import { hasNotices, WRITTEN_NOTICE } from '../../core/publish/notice.ts';
import { unshown } from '../../core/trial/coverage.ts';
import { readCases } from '../../core/trial/read.ts';
import { runCases, type Difference } from '../../core/trial/run.ts';
import { hasErrors, type Problem } from '../../core/words/problem.ts';
import type { Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { checkPeople } from '../in-use.ts';
import { textOfPeople } from '../store/load.ts';
import { zones } from '../zones.ts';
import type { Books } from './state.ts';

/** The names that problems carry. */
export const FILES = { book: 'book.yaml', cases: 'cases.yaml', people: 'people in force' } as const;

export type Examined = {
  /** There iff no problem is an error. */
  book: Book | undefined;
  /** The people who are in force, when they go with it. */
  staff: Organization | undefined;
  /** What is wrong, and what should be looked at, each with its place. */
  findings: readonly Problem[];
  /** What no rule covers, so that it goes to residual authority. */
  gaps: readonly Uncovered[];
};

/** Looks a book's text through, with the people who are in force at an instant. */
export async function examine(
  engine: Engine,
  { organization, people }: Pick<Books, 'organization' | 'people'>,
  text: string,
  at: Instant,
): Promise<Examined> {
  const { book, problems, source } = compileBook(FILES.book, text, zones);
  if (!book) return { book, staff: undefined, findings: problems, gaps: [] };
  const found = [
    ...problems,
    ...expiredAcceptances(book, source, at),
    ...(hasNotices(book) ? [source.problem(['notices'], 'key', WRITTEN_NOTICE)] : []),
  ];
  const who = people.findLast(({ since }) => since <= at);
  const file = who && (await engine.database.use((pool) => textOfPeople(pool, organization, who.hash)));
  const checked = file && checkPeople(book, { file: FILES.people, ...file });
  if (checked && 'problems' in checked) found.push(...checked.problems);
  const staff = checked && 'organization' in checked ? checked.organization : undefined;
  const sound = !hasErrors(found);
  return {
    book: sound ? book : undefined,
    staff: sound ? staff : undefined,
    findings: found,
    gaps: uncovered(book, staff),
  };
}

export type Tried = {
  /** How many cases there are, and how many are answered as expected. */
  cases: number;
  green: number;
  red: readonly { name: string; line: number; differences: readonly Difference[] }[];
  /** What is wrong with the cases themselves. */
  findings: readonly Problem[];
  /** Rules that no case shows. */
  unshown: readonly string[];
};

/** Runs the cases of a book. */
export function tryCases(book: Book, staff: Organization, text: string): Tried {
  const { cases, problems } = readCases(FILES.cases, text, book, staff);
  if (!cases) return { cases: 0, green: 0, red: [], findings: problems, unshown: [] };
  const results = runCases(book, staff, cases);
  const red = results.filter(({ passed }) => !passed);
  return {
    cases: results.length,
    green: results.length - red.length,
    red: red.map(({ name, line, differences }) => ({ name, line, differences })),
    findings: problems,
    unshown: unshown(
      book,
      results.map(({ decision }) => decision),
    ),
  };
}
