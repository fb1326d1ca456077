/** The books of an organization, to be looked at. */
import { baseAt, newestBase, type Base } from '../../core/publish/history.ts';
import type { Engine } from '../engine.ts';
import { casesOfBook, listDrafts, type Draft } from '../store/books.ts';
import { hashMeant } from './drafts.ts';
import { listNotices, type ListedNotice } from './notices.ts';
import { booksOf, textOf } from './state.ts';
import type { Problems } from '../../core/cases/refusal.ts';

/** So many of each are listed, the latest first. */
const MOST = 200;
/** What was granted by each is counted anew. */
const MOST_NOTICES = 50;

export type Versions = { versions: readonly (Base & { inForce: boolean })[] };

/** Versions, the latest first: what is to come before what is in force. */
export async function listVersions(engine: Engine, organization: string): Promise<Versions | Problems> {
  const books = await booksOf(engine, organization);
  if ('problems' in books) return books;
  const present = baseAt(books.history, books.at);
  return {
    versions: books.history.bases
      .toReversed()
      .slice(0, MOST)
      .map((base) => ({ ...base, inForce: base === present })),
  };
}

export type Drafts = {
  drafts: readonly Omit<Draft, 'text' | 'cases'>[];
  /** The book that was brought in last: what was made for another one is overtaken. */
  newest: string | undefined;
};

/** Drafts, the latest first. */
export async function draftsOf(engine: Engine, organization: string): Promise<Drafts | Problems> {
  const books = await booksOf(engine, organization);
  if ('problems' in books) return books;
  return {
    drafts: await engine.database.use((pool) => listDrafts(pool, organization, MOST)),
    newest: newestBase(books.history)?.hash,
  };
}

/** Emergency notices, the latest first. */
export async function noticesOf(
  engine: Engine,
  organization: string,
): Promise<{ notices: readonly ListedNotice[] } | Problems> {
  const books = await booksOf(engine, organization);
  return 'problems' in books ? books : { notices: await listNotices(engine, books, MOST_NOTICES) };
}

export type Shown = {
  version: Base & { inForce: boolean };
  text: string;
  /** As they came with it, if they did. */
  cases: string | null;
};

/**
 * A book's text, without notices.
 * @param name eight or more digits of its hash; the book in force when left out
 */
export async function showBook(
  engine: Engine,
  organization: string,
  name?: string,
): Promise<Shown | Problems> {
  const books = await booksOf(engine, organization);
  if ('problems' in books) return books;
  const present = baseAt(books.history, books.at);
  const hash = hashMeant(books.history, name ?? present?.hash ?? '');
  if (typeof hash !== 'string') return hash;
  const version = books.history.bases.findLast((one) => one.hash === hash);
  if (!version) throw new Error(`the book ${hash} is gone`);
  const cases = await engine.database.use((pool) => casesOfBook(pool, organization, hash));
  const inForce = present?.hash === hash;
  return {
    version: { ...version, inForce },
    text: await textOf(engine, organization, hash),
    cases: cases ?? null,
  };
}
