/** The books of an organization as they stand, and what has to be stored when that changes. */
import type { Book } from '../../core/book/book.ts';
import { compileBook } from '../../core/book/compile.ts';
import type { Event } from '../../core/cases/event.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import type { Organization } from '../../core/organization/organization.ts';
import {
  historyOf,
  stretchesFrom,
  type History,
  type Recorded as Happened,
} from '../../core/publish/history.ts';
import { withNotices } from '../../core/publish/notice.ts';
import { sha256 } from '../../core/words/hash.ts';
import type { Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { inForce } from '../in-force.ts';
import { stepOn } from '../step-of.ts';
import { bookEvents } from '../store/books.ts';
import { loadVersions, textOfBook, type Loaded } from '../store/load.ts';
import type { BookVersion, Recorded, StepWithMore } from '../store/record.ts';
import { unknownOrganization } from '../refusals.ts';
import { zones } from '../zones.ts';

/**
 * A version is announced so long before it comes into force: by then it is stored, and every node has heard of it (see
 * `inForceKept`), so that all of them decide by it from the same instant on. A second for what a node keeps, half a one
 * each until it is sent and stored, and a second by which the clocks of two nodes may differ.
 */
export const LEAD_MS = 3000;

/** So much of the lead may be gone when it is sent to be stored. */
const LATEST_MS = 500;

export type Books = {
  organization: string;
  at: Instant;
  readAt: number;
  /** What is stored, notices included, ascending. */
  stored: Loaded['books'];
  people: Loaded['people'];
  /** Every event that changed which book counts, and what they come to. */
  record: readonly Happened[];
  history: History;
  /** In force at `at`. */
  book: Book;
  staff: Organization;
};

/** How the books stand at this instant; or why there are none. */
export async function booksOf(engine: Engine, organization: string): Promise<Books | Problems> {
  const at = engine.clock.now();
  const versions = await engine.database.use((pool) => loadVersions(pool, organization));
  if (!versions) return { problems: [unknownOrganization(organization)] };
  const now = await inForce(engine, organization, versions, at);
  if ('refused' in now) return { problems: [now.refused] };
  // Read after the versions: what came in between makes the step that rests on both a conflict.
  const record = await engine.database.use((pool) => bookEvents(pool, organization));
  const { readAt, books: stored, people } = versions;
  const { book, organization: staff } = now;
  return { organization, at, readAt, stored, people, record, history: historyOf(record), book, staff };
}

/**
 * What has to be stored so that from an instant on the book counts which a history says: one version for every instant at
 * which something begins or ends.
 * @param texts by their hash: those that are not stored yet; those that are read are added
 */
export async function versionsFor(
  engine: Engine,
  { organization, stored }: Pick<Books, 'organization' | 'stored'>,
  history: History,
  from: Instant,
  texts: Map<string, string>,
): Promise<{ versions: BookVersion[] } | Problems> {
  const versions: BookVersion[] = [];
  const later = stored.filter(({ since }) => since >= from).map(({ since }) => since);
  for (const { since, base, notices } of stretchesFrom(history, from, later)) {
    const baseText = texts.get(base) ?? (await textOf(engine, organization, base));
    texts.set(base, baseText);
    const text = withNotices(baseText, notices);
    const hash = sha256(text);
    const there = stored.findLast((one) => one.since === since);
    if (since !== from && there?.hash === hash) continue;
    const wrong = notices.length > 0 ? await faultOf(engine, hash, text) : undefined;
    if (wrong !== undefined) {
      const names = notices.map(({ name }) => `"${name}"`).join(', ');
      return problem(
        'notice-does-not-fit',
        'notice',
        `The book does not go together with the emergency notice ${names}: ${wrong}`,
        'Mend the one or the other, or end the notice first.',
      );
    }
    versions.push({ hash, text, since });
  }
  return { versions };
}

/** What is wrong with a book; a sound one is kept compiled, as it will be needed soon. */
async function faultOf(engine: Engine, hash: string, text: string): Promise<string | undefined> {
  try {
    await engine.inUse.book(hash, () => Promise.resolve(text));
    return undefined;
  } catch {
    return compileBook('book.yaml', text, zones).problems[0]?.message;
  }
}

/**
 * Stores what a change comes to, announced in time.
 * @param change the event, in force from an instant on
 * @param wanted in force from; as soon as every node knows it, when left out
 * @param fresh texts that are not stored yet
 * @param store writes it
 */
export async function storeChange<E extends Event & { inForceFrom: Instant }>(
  engine: Engine,
  books: Books,
  change: (since: Instant) => E,
  wanted: Instant | undefined,
  {
    fresh = new Map(),
    before = [],
    store,
  }: {
    fresh?: ReadonlyMap<string, string>;
    /** What goes on the ledger before it. */
    before?: readonly Event[];
    store: (step: StepWithMore, event: E) => Promise<Recorded>;
  },
): Promise<E | Problems | 'conflict'> {
  const announcedAt = async (
    announced: Instant,
  ): Promise<{ event: E; versions: BookVersion[] } | Problems> => {
    const event = change(Math.max(wanted ?? 0, announced + LEAD_MS));
    const history = historyOf([...books.record, { sequence: Number.MAX_SAFE_INTEGER, event }]);
    const found = await versionsFor(engine, books, history, event.inForceFrom, texts);
    return 'problems' in found ? found : { event, ...found };
  };
  const texts = new Map(fresh);
  // Announced anew once all that takes time is done: texts are read and compiled by then, and kept.
  await announcedAt(engine.clock.now());
  const announced = engine.clock.now();
  const found = await announcedAt(announced);
  if ('problems' in found) return found;
  if (engine.clock.now() - announced > LATEST_MS) return 'conflict';
  const { event, versions } = found;
  const place = { organization: books.organization, conversation: null };
  const entries = [...before, event].map((one) => entryOf(one, place, '', null));
  const stored = await store(stepOn(books, { entries, books: versions }), event);
  // Replayed: somebody else did the same at the same time; the next attempt sees what they did.
  if (stored.outcome === 'conflict' || stored.outcome === 'replayed') return 'conflict';
  if (stored.outcome !== 'stored') throw new Error(`a book of ${books.organization}: ${stored.outcome}`);
  engine.wake(books.organization);
  return event;
}

export const textOf = (engine: Engine, organization: string, hash: string): Promise<string> =>
  engine.database.use((pool) => textOfBook(pool, organization, hash));
