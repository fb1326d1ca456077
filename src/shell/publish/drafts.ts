/** Drafts of books: uploaded, looked through, tried, compared. Nothing of this decides anything yet. */
import type { Event } from '../../core/cases/event.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import { changedAnswers, type ChangedAnswer } from '../../core/publish/answers.ts';
import { differenceOf, type Change } from '../../core/publish/difference.ts';
import { baseAt, newestBase } from '../../core/publish/history.ts';
import { mayChangeBook } from '../../core/publish/right.ts';
import { compileBook } from '../../core/book/compile.ts';
import { readYaml } from '../../core/book/yaml.ts';
import { hasErrors, type Problem } from '../../core/words/problem.ts';
import { sha256 } from '../../core/words/hash.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { casesOfBook, draftId, readDraft, recordDraft, type Draft } from '../store/books.ts';
import { zones } from '../zones.ts';
import { examine, FILES, tryCases, type Examined, type Tried } from './examine.ts';
import { stepOn } from '../step-of.ts';
import { untilStored, type Held, type Sent } from '../until-stored.ts';
import { booksOf, textOf, type Books } from './state.ts';

export type Uploaded = {
  draft: string;
  /** Of the text. */
  book: string;
  by: string;
} & Pick<Examined, 'findings' | 'gaps'>;

/** Why a person may not change the book; undefined: they may. */
export function notTheirs(books: Books, by: string): Problems | undefined {
  if (mayChangeBook(books.book, books.staff.people.get(by), books.at)) return undefined;
  return problem(
    'not-yours-to-publish',
    'by',
    `Whoever changes the book is its policy owner, or in management; "${by}" is not.`,
    'Let one of them do it; who they are stands in the book that is in force and in the people.',
  );
}

/** The first errors of a text, each with its place. */
const refused = (code: 'wrong-book' | 'wrong-cases', findings: readonly Problem[]): Problems => ({
  problems: findings
    .filter(({ severity }) => severity === 'error')
    .slice(0, 50)
    .map(({ file, line, column, message, mend }) => ({
      code,
      path: `${file}:${line}:${column}`,
      message,
      mend,
    })),
});

/**
 * Keeps a draft, if its book can be used. The same once more is the draft that is there.
 * @param cases the text of cases.yaml; null: none come with it, and it can't be published
 */
export function uploadBook(
  engine: Engine,
  organization: string,
  { text, cases, by, key }: { text: string; cases: string | null; by: string; key?: string },
): Promise<Uploaded | Problems> {
  const sent: Sent = { key, what: ['upload', sha256(text), cases === null ? null : sha256(cases), by] };
  return untilStored(engine, organization, sent, async (held) => {
    const books = await booksOf(engine, organization);
    if ('problems' in books) return books;
    const wrong = notTheirs(books, by);
    if (wrong) return wrong;
    const examined = await examine(engine, books, text, books.at);
    if (!examined.book || !examined.staff) return refused('wrong-book', examined.findings);
    const read = cases === null ? undefined : tryCases(examined.book, examined.staff, cases);
    if (read && hasErrors(read.findings)) return refused('wrong-cases', read.findings);
    const draft = { hash: sha256(text), cases, basedOn: newestBase(books.history)?.hash ?? '' };
    const id = draftId(draft);
    const before = await engine.database.use((pool) => readDraft(pool, organization, id));
    const { findings, gaps } = examined;
    const uploaded = { draft: id, book: draft.hash, by: before?.by ?? by, findings, gaps };
    if (before) return uploaded;
    const fresh: Draft = { id, by, at: books.at, text, ...draft };
    return (await storeDraft(engine, books, fresh, held(uploaded))) ? uploaded : 'conflict';
  });
}

async function storeDraft(
  engine: Engine,
  books: Books,
  draft: Draft,
  held: ReturnType<Held>,
): Promise<boolean> {
  const { id, by, at, hash, cases, basedOn } = draft;
  const event: Event<'book uploaded'> = {
    kind: 'book uploaded',
    at,
    by,
    case: null,
    draft: id,
    book: hash,
    uploaded: cases === null ? 'alone' : 'with cases',
    basedOn,
  };
  const place = { organization: books.organization, conversation: null };
  const step = stepOn(books, { entries: [entryOf(event, place, '', null)], ...held });
  const stored = await engine.database.use((pool) => recordDraft(pool, step, draft));
  return stored.outcome === 'stored';
}

/** Looks a text through that is kept nowhere. */
export async function examineText(
  engine: Engine,
  organization: string,
  text: string,
): Promise<Examined | Problems> {
  const books = await booksOf(engine, organization);
  return 'problems' in books ? books : examine(engine, books, text, books.at);
}

export const unknownDraft = (id: string): Problems =>
  problem(
    'unknown-draft',
    'draft',
    `There is no draft "${id}".`,
    'Upload the book; its draft is named then.',
  );

/** Runs a draft's cases. */
export async function tryDraft(engine: Engine, organization: string, id: string): Promise<Tried | Problems> {
  const books = await booksOf(engine, organization);
  if ('problems' in books) return books;
  const draft = await engine.database.use((pool) => readDraft(pool, organization, id));
  if (!draft) return unknownDraft(id);
  if (draft.cases === null) return noCases();
  const { book, staff, findings } = await examine(engine, books, draft.text, books.at);
  return book && staff ? tryCases(book, staff, draft.cases) : refused('wrong-book', findings);
}

export const noCases = (): Problems =>
  problem('no-cases', 'draft', 'The draft came without its cases.', 'Upload it with its cases.yaml.');

export type Compared = {
  changes: readonly Change[];
  /** Cases that get another answer, of so many. */
  answers: readonly ChangedAnswer[];
  cases: number;
};

/**
 * What two books differ in.
 * @param from a draft's id, or a book's hash; the book in force when left out
 * @param to a draft's id, or a book's hash
 */
export async function compareBooks(
  engine: Engine,
  organization: string,
  { from, to }: { from?: string; to: string },
): Promise<Compared | Problems> {
  const books = await booksOf(engine, organization);
  if ('problems' in books) return books;
  const present = baseAt(books.history, books.at)?.hash ?? '';
  const before = await textMeant(engine, books, from ?? present);
  if ('problems' in before) return before;
  const after = await textMeant(engine, books, to);
  if ('problems' in after) return after;
  const changes = differenceOf(readYaml(FILES.book, before.text).data, readYaml(FILES.book, after.text).data);
  const [old, now] = [before, after].map(({ text }) => compileBook(FILES.book, text, zones).book);
  const cases = after.cases ?? before.cases;
  if (!old || !now || cases === undefined) return { changes, answers: [], cases: 0 };
  const answered = changedAnswers(old, now, books.staff, cases);
  return { changes, answers: answered.changed, cases: answered.cases };
}

/** A book's text by a draft's id or its own hash, or as much of that as names one, with its cases where there are some. */
async function textMeant(
  engine: Engine,
  { organization, history }: Books,
  name: string,
): Promise<{ text: string; cases?: string } | Problems> {
  const draft = await engine.database.use((pool) => readDraft(pool, organization, name));
  if (draft) return { text: draft.text, ...(draft.cases !== null && { cases: draft.cases }) };
  const hash = hashMeant(history, name);
  if (typeof hash !== 'string') return hash;
  const cases = await engine.database.use((pool) => casesOfBook(pool, organization, hash));
  return { text: await textOf(engine, organization, hash), ...(cases !== undefined && { cases }) };
}

const LEAST_OF_HASH = 8;

/** The hash of a version by enough of its beginning. */
export function hashMeant({ bases }: Books['history'], name: string): string | Problems {
  const found = new Set(bases.map(({ hash }) => hash).filter((hash) => hash.startsWith(name)));
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0 && name.length >= LEAST_OF_HASH) return only;
  return problem(
    'unknown-book',
    'book',
    `There is no draft and no version "${name}".`,
    'Name a draft by its id, or a version by eight or more digits of its hash: sayso book list.',
  );
}
