/** `sayso check`: what is wrong with a book and an organization, and the amounts that nobody covers. */
import { uncovered } from '../../core/decide/coverage.ts';
import { expiredAcceptances } from '../../core/book/accepted.ts';
import { hasErrors, type Problem } from '../../core/words/problem.ts';
import {
  ANSWERED,
  instantOf,
  loadBook,
  loadOrganization,
  print,
  printJson,
  PROBLEMS,
  reportProblems,
  styled,
  type World,
} from './io.ts';

export function check(
  world: World,
  file: string,
  options: { org?: string; at?: string; json?: boolean },
): number {
  const { book, problems, source } = loadBook(world, file);
  const found: Problem[] = [
    ...problems,
    ...expiredAcceptances(book, source, instantOf(world, book, options.at)),
  ];
  const people = options.org === undefined ? undefined : loadOrganization(world, options.org, book);
  if (people) found.push(...people.problems);
  const open = uncovered(book, people?.organization);
  const serious = found.filter((problem) => problem.severity !== 'notice');
  if (options.json) {
    printJson(world, { book: { name: book.name, hash: book.hash }, problems: found, uncovered: open });
    return serious.length > 0 ? PROBLEMS : ANSWERED;
  }
  reportProblems(world, found);
  const rules = [...book.types.values()].reduce((sum, type) => sum + type.grants.length, 0);
  print(
    world,
    `${styled(world, hasErrors(found) ? 'red' : 'green', serious.length === 0 ? 'good' : 'problems')}: ${book.name} ${book.hash}, ${plural(book.types.size, 'request type')}, ${plural(rules, 'grant')}; ${count(found, 'error')}, ${count(found, 'warning')}, ${count(found, 'notice')}.`,
  );
  if (open.length > 0) {
    print(world, '\nWhat nobody covers, so that it goes to residual authority:');
    for (const one of open) print(world, `  ${one.type}: ${one.text}`);
  }
  return serious.length > 0 ? PROBLEMS : ANSWERED;
}

const count = (problems: readonly Problem[], severity: Problem['severity']): string =>
  plural(problems.filter((problem) => problem.severity === severity).length, severity);

const plural = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
