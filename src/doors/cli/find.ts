/** `sayso find`: the request types that fit what a customer says. */
import { findTypes } from '../../core/find/find.ts';
import { ANSWERED, loadBook, print, printJson, styled, WrongUse, type World } from './io.ts';

export function findCommand(
  world: World,
  file: string,
  words: string,
  options: { json?: boolean; most: string },
): number {
  const most = Number(options.most);
  if (!Number.isInteger(most) || most < 1 || most > 100)
    throw new WrongUse(`"${options.most}" is no number of types.`, 'Write --most 5.');
  const { book } = loadBook(world, file);
  const found = findTypes(book, words, most);
  if (options.json) printJson(world, { words: words.slice(0, 2000), found });
  else if (found.length === 0)
    print(world, 'No request type fits. Ask all the same: what no rule decides goes to somebody who can.');
  else
    for (const one of found)
      print(world, `${styled(world, 'bold', one.type)}  ${one.means[book.language] ?? ''}`);
  return ANSWERED;
}
