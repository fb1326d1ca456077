/** A draft comes into force by a second person; a book that was in force before comes back by one. */
import type { Book } from '../../core/book/book.ts';
import type { Event } from '../../core/cases/event.ts';
import { latestBase, newestBase, type Base } from '../../core/publish/history.ts';
import { whoMayChangeBook } from '../../core/publish/right.ts';
import { DAY, formatInstant, startOfDay, type Day, type Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { readDraft, type Draft } from '../store/books.ts';
import { record } from '../store/record.ts';
import type { EffectRow } from '../store/step.ts';
import { hashMeant, noCases, notTheirs, unknownDraft } from './drafts.ts';
import { examine, tryCases } from './examine.ts';
import { booksOf, problem, storeChange, untilStored, type Books, type Problems, type Sent } from './state.ts';

/** In force from: an instant, or the beginning of a day in the book's time zone. */
export type From = { instant: Instant } | { day: Day };

/** How far ahead somebody may publish. */
const FARTHEST_MS = 366 * DAY;

export type Published = {
  /** Of the text. */
  book: string;
  inForceFrom: Instant;
};

/**
 * Publishes a draft.
 * @param by the second person
 * @param from as soon as every node knows it, when left out
 */
export function publishBook(
  engine: Engine,
  organization: string,
  { draft: id, by, from, key }: { draft: string; by: string; from?: From; key?: string },
): Promise<Published | Problems> {
  const sent: Sent = { key, what: ['publish', id, by, from ?? null] };
  return untilStored(engine, organization, sent, async (held) => {
    const books = await booksOf(engine, organization);
    if ('problems' in books) return books;
    const draft = await engine.database.use((pool) => readDraft(pool, organization, id));
    if (!draft) return unknownDraft(id);
    const fault = twoPersons(books, draft, by) ?? overtaken(books, draft);
    if (fault) return fault;
    const ready = await greenAt(engine, books, draft, from);
    if ('problems' in ready) return ready;
    const change = (inForceFrom: Instant): Event<'book published'> => ({
      kind: 'book published',
      at: books.at,
      by,
      case: null,
      draft: draft.id,
      book: draft.hash,
      uploadedBy: draft.by,
      inForceFrom,
    });
    return published(
      await storeChange(engine, books, change, ready.wanted, {
        fresh: new Map([[draft.hash, draft.text]]),
        store: (step, event) =>
          engine.database.use((pool) => record(pool, { ...step, ...held(publishedBy(event)) })),
      }),
    );
  });
}

function twoPersons(books: Books, draft: Draft, by: string): Problems | undefined {
  const wrong = notTheirs(books, by) ?? notTheirs(books, draft.by);
  if (wrong) return wrong;
  if (by !== draft.by) return undefined;
  const others = whoMayChangeBook(books.book, books.staff, books.at).filter(({ id }) => id !== by);
  return problem(
    'needs-a-second-person',
    'by',
    'A book is published by another person than the one who uploaded it.',
    others.length > 0
      ? `Let one of them publish it: ${others
          .slice(0, 5)
          .map(({ id }) => id)
          .join(', ')}.`
      : 'Nobody else may. Give somebody the role of the policy owner, or say from which grade on "management" begins.',
  );
}

/** A draft takes the place of the book that it was made for, and of no other. */
function overtaken({ history }: Books, draft: Draft): Problems | undefined {
  const latest = newestBase(history);
  if (!latest || latest.hash === draft.basedOn) return undefined;
  if (latest.hash === draft.hash)
    return problem('already-published', 'draft', 'This book is published already.', 'Nothing is left to do.');
  return problem(
    'book-changed-meanwhile',
    'draft',
    `The book was changed after this draft was uploaded: ${latest.by} brought in ${latest.hash.slice(0, 12)}, in force from ${formatInstant(latest.since)}.`,
    'Look at the difference, take over what has changed, and upload it again.',
  );
}

/** No errors and green cases, with the people who are there when it comes into force. */
async function greenAt(
  engine: Engine,
  books: Books,
  draft: Draft,
  from: From | undefined,
): Promise<{ wanted: Instant | undefined } | Problems> {
  const first = await examine(engine, books, draft.text, books.at);
  const wanted = from && wantedFrom(first.book ?? books.book, books.at, from);
  if (typeof wanted === 'object') return wanted;
  const { book, staff, findings } =
    wanted === undefined ? first : await examine(engine, books, draft.text, wanted);
  if (!book || !staff) {
    const [error] = findings.filter(({ severity }) => severity === 'error');
    return problem(
      'wrong-book',
      'draft',
      `The book has an error (${error?.file}:${error?.line}): ${error?.message}`,
      error?.mend ?? 'Check it: sayso check.',
    );
  }
  if (draft.cases === null) return noCases();
  const tried = tryCases(book, staff, draft.cases);
  const [red] = tried.red;
  if (tried.cases > 0 && !red) return { wanted };
  return problem(
    'red-cases',
    'draft',
    tried.cases === 0
      ? 'The draft has no case that can be run.'
      : `${tried.red.length} of ${tried.cases} cases are not answered as expected, first "${red?.name ?? ''}".`,
    'Run them and mend the book, or what they expect.',
  );
}

function wantedFrom(book: Book, at: Instant, from: From): Instant | Problems {
  const wanted = 'instant' in from ? from.instant : startOfDay(book.zone, from.day);
  if (wanted < at)
    return problem(
      'in-the-past',
      'from',
      'A book comes into force from now on; what was decided stays as it was.',
      'Name a later instant or day, or leave it out.',
    );
  if (wanted > at + FARTHEST_MS)
    return problem('too-far', 'from', 'That is more than a year ahead.', 'Publish it nearer to its day.');
  return wanted;
}

/**
 * Has a book that was in force before come back at once, or withdraws what is to come: by one person, with a reason. It had
 * its two persons when it was published. Everybody else who may change the book is told.
 * @param from the hash of the book that is rolled back, as it was seen
 * @param to a version before it; the one before when left out
 */
export function rollBackBook(
  engine: Engine,
  organization: string,
  { from, to, because, by, key }: { from: string; to?: string; because: string; by: string; key?: string },
): Promise<Published | Problems> {
  const sent: Sent = { key, what: ['roll back', from, to ?? null, because, by] };
  return untilStored(engine, organization, sent, async (held) => {
    const books = await booksOf(engine, organization);
    if ('problems' in books) return books;
    const wrong = notTheirs(books, by);
    if (wrong) return wrong;
    const meant = rollingBack(books, from, to);
    if ('problems' in meant) return meant;
    const change = (inForceFrom: Instant): Event<'book rolled back'> => ({
      kind: 'book rolled back',
      at: books.at,
      by,
      case: null,
      from: meant.from.hash,
      book: meant.to.hash,
      inForceFrom,
      because,
    });
    const words = `The book ${meant.from.hash.slice(0, 12)} was rolled back to ${meant.to.hash.slice(0, 12)} by ${by}: ${because}`;
    const told = whoMayChangeBook(books.book, books.staff, books.at).filter(({ id }) => id !== by);
    const effects = told.map(({ id }) => tellAbout(books, `book/${books.readAt}/${id}`, id, 'book', words));
    return published(
      // What has not come into force yet never does.
      await storeChange(engine, books, change, meant.from.since, {
        store: (step, event) =>
          engine.database.use((pool) => record(pool, { ...step, effects, ...held(publishedBy(event)) })),
      }),
    );
  });
}

/** A message to a colleague that is about no case. */
export const tellAbout = (
  { at }: Pick<Books, 'at'>,
  key: string,
  person: string,
  matter: 'book' | 'notice review',
  words: string,
): EffectRow => ({
  key,
  conversation: key.slice(0, key.lastIndexOf('/')),
  case: null,
  kind: 'tell person',
  body: { kind: 'tell person', key, person, matter, words, report: false },
  due: at,
});

function rollingBack(
  { history, at }: Books,
  from: string,
  to: string | undefined,
): { from: Base; to: Base } | Problems {
  const named = hashMeant(history, from);
  if (typeof named !== 'string') return named;
  const latest = latestBase(history);
  if (!latest || latest.hash !== named)
    return problem(
      'book-changed-meanwhile',
      'from',
      `The latest book is ${latest?.hash.slice(0, 12) ?? ''}, not ${named.slice(0, 12)}.`,
      'Look at the versions again: sayso book list.',
    );
  const wanted = to === undefined ? undefined : hashMeant(history, to);
  if (typeof wanted === 'object') return wanted;
  const before = history.bases.findLast(
    ({ hash, since }) =>
      hash !== named && (wanted === undefined ? since <= latest.since : hash === wanted) && since <= at,
  );
  return before
    ? { from: latest, to: before }
    : problem(
        'nothing-before',
        'to',
        'No other book was in force before this one.',
        'Upload a book and have it published.',
      );
}

type Coming = Event<'book published' | 'book rolled back'>;

const publishedBy = ({ book, inForceFrom }: Coming): Published => ({ book, inForceFrom });

const published = (stored: Coming | Problems | 'conflict'): Published | Problems | 'conflict' =>
  stored === 'conflict' || 'problems' in stored ? stored : publishedBy(stored);
