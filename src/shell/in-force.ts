/** The book and the people that count at an instant. */
import type { Book } from '../core/book/book.ts';
import type { PeopleAhead } from '../core/cases/due.ts';
import type { Refusal } from '../core/cases/refusal.ts';
import type { Given } from '../core/cases/turn.ts';
import type { Organization } from '../core/organization/organization.ts';
import type { Instant } from '../core/words/time.ts';
import type { Engine } from './engine.ts';
import { unknownOrganization } from './refusals.ts';
import { load, loadVersions, textOfBook, textOfPeople, type Loaded, type What } from './store/load.ts';

export type InForce = Pick<Given, 'book' | 'organization'>;

/** Book and people in force at an instant, of what was loaded; or why there are none. */
export async function inForce(
  engine: Engine,
  organization: string,
  loaded: Pick<Loaded, 'books' | 'people' | 'changes'>,
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
  const compiledPeople = await peopleByHash(engine, organization, people.hash, compiled);
  return {
    book: compiled,
    organization: engine.inUse.changed(organization, compiledPeople, loaded.changes),
  };
}

/** Book and people in force at an instant, with all else that is loaded for it; or why there are none. */
export async function loadInForce(
  engine: Engine,
  organization: string,
  what: What,
): Promise<(InForce & { loaded: Loaded }) | { refused: Refusal }> {
  const loaded = await engine.database.use((pool) => load(pool, organization, what));
  if (!loaded) return { refused: unknownOrganization(organization) };
  const found = await inForce(engine, organization, loaded, what.at);
  return 'refused' in found ? found : { ...found, loaded };
}

/** The compiled people of a text of an organization. */
export const peopleByHash = (
  engine: Engine,
  organization: string,
  hash: string,
  book: Book,
): Promise<Organization> =>
  engine.inUse.organization(organization, hash, book, () =>
    engine.database.use((pool) => textOfPeople(pool, organization, hash)),
  );

/** The people that come into force after an instant. */
export const peopleLater = (
  engine: Engine,
  organization: string,
  { people }: Pick<Loaded, 'people'>,
  book: Book,
  at: Instant,
): Promise<PeopleAhead['later']> =>
  Promise.all(
    people.flatMap(({ hash, since }) =>
      since > at
        ? [peopleByHash(engine, organization, hash, book).then((then) => ({ since, organization: then }))]
        : [],
    ),
  );

/** Book and people in force at an instant; undefined: there is no such organization, or nothing in force. */
export async function inForceAt(
  engine: Engine,
  organization: string,
  at: Instant,
): Promise<InForce | undefined> {
  const found = await loadInForce(engine, organization, { at });
  return 'refused' in found ? undefined : found;
}

/**
 * How old what a node knows of the versions may be when it decides without asking the database. A version is announced
 * earlier than this before it comes into force (`LEAD_MS`), so that no node decides by the one before it.
 */
const KEPT_MS = 1000;

/** A book is compiled so long before it comes into force, and so many at once: a node may be asked seldom. */
const AHEAD_MS = 60_000;
const MOST_AHEAD = 8;

type Kept = { readFrom: Instant; versions: ReturnType<typeof loadVersions> };

const keptBy = new WeakMap<Engine, Map<string, Kept>>();

/** What an engine keeps; forgotten at once where something was stored, so that whoever changed it sees it changed. */
function keptOf(engine: Engine): Map<string, Kept> {
  const before = keptBy.get(engine);
  if (before) return before;
  const kept = new Map<string, Kept>();
  keptBy.set(engine, kept);
  engine.onStored((organization) => kept.delete(organization));
  return kept;
}

/**
 * Book and people in force at an instant by what this node knows, which is looked up at most once a second: for answers
 * that are stored nowhere. Undefined: there is no such organization.
 * @param at for a later one than now it is what is known now
 */
export async function inForceKept(
  engine: Engine,
  organization: string,
  at: Instant,
): Promise<(InForce & { salt: string }) | { refused: Refusal } | undefined> {
  const kept = keptOf(engine);
  let known = kept.get(organization);
  // By the clock that instants are of: when it jumps, what is known is no longer known to be fresh.
  const now = engine.clock.now();
  if (!known || now - known.readFrom > KEPT_MS || now < known.readFrom) {
    known = { readFrom: now, versions: lookUp(engine, organization) };
    kept.set(organization, known);
    // What could not be read, and who is not there, is looked for anew by the next who asks.
    const forget = (): void => {
      if (kept.get(organization) === known) kept.delete(organization);
    };
    known.versions.then((found) => found ?? forget(), forget);
  }
  const versions = await known.versions;
  if (!versions) return undefined;
  const found = await inForce(engine, organization, versions, at);
  return 'refused' in found ? found : { ...found, salt: versions.salt };
}

async function lookUp(engine: Engine, organization: string): ReturnType<typeof loadVersions> {
  const versions = await engine.database.use((pool) => loadVersions(pool, organization));
  const now = engine.clock.now();
  // Compiled before it is needed, so that nobody waits for it at the instant of the change. Not more than that: of those
  // that are announced for days ahead most are never in force, as each notice and each book changes them all.
  const soon = (versions?.books ?? []).filter(({ since }) => since > now && since <= now + AHEAD_MS);
  // Of several from one instant the latest counts.
  const counting = new Map(soon.map(({ since, hash }) => [since, hash]));
  for (const hash of [...counting.values()].slice(0, MOST_AHEAD)) {
    engine.inUse
      .book(hash, () => engine.database.use((pool) => textOfBook(pool, organization, hash)))
      .catch(() => undefined);
  }
  return versions;
}
