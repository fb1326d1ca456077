/** `sayso find`: the request types that fit what a customer says. */
import { findTypes } from '../../core/find/find.ts';
import { ANSWERED, loadBook, print, printJson, styled, WrongUse, type World } from './io.ts';

export function findCommand(
  world: World,
  file: string,
  words: string,
  most: number,
  options: { json?: boolean },
): number {
  if (words.trim() === '') throw new WrongUse('What does the customer say?', 'Write it behind the book.');
  const { book } = loadBook(world, file);
  const found = findTypes(book, words, most);
  if (options.json) printJson(world, { words: words.slice(0, 2000), found });
  else
    printFound(
      world,
      found.map(({ type, means }) => ({ type, means: means[book.language] ?? '' })),
    );
  return ANSWERED;
}

/** How many types are wanted. */
export function mostOf(text: string): number {
  const most = Number(text);
  if (Number.isInteger(most) && most >= 1 && most <= 20) return most;
  throw new WrongUse(`"${text}" is no number of types.`, 'Write --most 5; 20 at the most.');
}

/** Request types, a line each. */
export function printFound(world: World, found: readonly { type: string; means: string }[]): void {
  if (found.length === 0)
    print(world, 'No request type fits. Ask all the same: what no rule decides goes to somebody who can.');
  for (const { type, means } of found) print(world, `${styled(world, 'bold', type)}  ${means}`);
}
