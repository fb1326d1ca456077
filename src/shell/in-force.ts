/** The book and the people that count at an instant. */
import type { Refusal } from '../core/cases/refusal.ts';
import type { Given } from '../core/cases/turn.ts';
import type { Instant } from '../core/words/time.ts';
import type { Engine } from './engine.ts';
import { load, textOfBook, textOfPeople, type Loaded } from './store/load.ts';

export type InForce = Pick<Given, 'book' | 'organization'>;

/** Book and people in force at an instant, of what was loaded; or why there are none. */
export async function inForce(
  engine: Engine,
  organization: string,
  loaded: Pick<Loaded, 'books' | 'people'>,
  at: Instant,
): Promise<InForce | { refused: Refusal }> {
  const book = loaded.books.findLast(({ since }) => since <= at);
  const people = loaded.people.findLast(({ since }) => since <= at);
  if (!book || !people)
    return {
      refused: {
        code: book ? 'no-people' : 'no-book',
        path: 'organization',
        message: `No ${book ? 'people are' : 'book is'} in force for "${organization}" at this time.`,
        mend: 'Put both in: sayso organization put.',
      },
    };
  const compiled = await engine.inUse.book(book.hash, () =>
    engine.database.use((pool) => textOfBook(pool, organization, book.hash)),
  );
  const compiledPeople = await engine.inUse.organization(people.hash, compiled, () =>
    engine.database.use((pool) => textOfPeople(pool, organization, people.hash)),
  );
  return { book: compiled, organization: compiledPeople };
}

/** Book and people in force at an instant; undefined: there is no such organization, or nothing in force. */
export async function inForceAt(
  engine: Engine,
  organization: string,
  at: Instant,
): Promise<InForce | undefined> {
  const loaded = await engine.database.use((pool) => load(pool, organization, { at }));
  const found = loaded && (await inForce(engine, organization, loaded, at));
  return found && 'book' in found ? found : undefined;
}
