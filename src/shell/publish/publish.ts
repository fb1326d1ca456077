/** A draft comes into force by a second person; a book that was in force before comes back by one. */
import type { Book } from '../../core/book/book.ts';
import type { Event } from '../../core/cases/event.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import { baseAt, newestBase, standing, type Base } from '../../core/publish/history.ts';
import { whoMayChangeBook } from '../../core/publish/right.ts';
import { DAY, formatInstant, startOfDay, type Day, type Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { readDraft, type Draft } from '../store/books.ts';
import { record } from '../store/record.ts';
import type { EffectRow } from '../store/step.ts';
import { hashMeant, noCases, notTheirs, unknownDraft } from './drafts.ts';
import { examine, tryCases } from './examine.ts';
import { untilStored, type Sent } from '../until-stored.ts';
import { booksOf, LEAD_MS, storeChange, type Books } from './state.ts';

/** In force from: an instant, or the beginning of a day in the book's time zone. */
export type From = { instant: Instant } | { day: Day };

/** Beside the lead: what a roll back takes until it is stored. */
const SLACK_MS = 1000;

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
    const result = ({ inForceFrom }: { inForceFrom: Instant }): Published => ({
      book: draft.hash,
      inForceFrom,
    });
    const stored = await storeChange(engine, books, change, ready.wanted, {
      fresh: new Map([[draft.hash, draft.text]]),
      store: (step, event) =>
        engine.database.use((pool) => record(pool, { ...step, ...held(result(event)) })),
    });
    return stored === 'conflict' || 'problems' in stored ? stored : result(stored);
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
    const event = { at: books.at, by, case: null, because };
    const change = (inForceFrom: Instant): Back =>
      meant.to
        ? { kind: 'book rolled back', ...event, from: meant.from.hash, book: meant.to.hash, inForceFrom }
        : { kind: 'book withdrawn', ...event, book: meant.from.hash, inForceFrom };
    const result = ({ inForceFrom }: Back): Published => ({ book: meant.then, inForceFrom });
    const effects = tellOthers(books, by, `${meant.words}: ${because}`);
    const stored = await storeChange(engine, books, change, meant.from.since, {
      store: (step, done) =>
        engine.database.use((pool) => record(pool, { ...step, effects, ...held(result(done)) })),
    });
    return stored === 'conflict' || 'problems' in stored ? stored : result(stored);
  });
}

type Back = Event<'book rolled back' | 'book withdrawn'>;

/** Everybody else who may change the book is told. */
function tellOthers({ book, staff, at, readAt }: Books, by: string, words: string): EffectRow[] {
  const name = staff.people.get(by)?.name ?? by;
  return whoMayChangeBook(book, staff, at)
    .filter(({ id }) => id !== by)
    .map(({ id }) => tellAbout({ at }, `book/${readAt}/${id}`, id, 'book', `${name}: ${words}`));
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

/** What is rolled back, or withdrawn where nothing is named that comes instead; and which book counts then. */
type RollingBack = { from: Base; to?: Base; then: string; words: string };

function rollingBack({ history, at }: Books, from: string, to: string | undefined): RollingBack | Problems {
  const named = hashMeant(history, from);
  if (typeof named !== 'string') return named;
  const wanted = to === undefined ? undefined : hashMeant(history, to);
  if (typeof wanted === 'object') return wanted;
  // What comes into force in a moment can't be kept from it any more.
  const soon = at + LEAD_MS + SLACK_MS;
  const all = standing(history);
  const present = baseAt(history, soon);
  if (present?.hash === named) {
    const earlier = all.slice(0, all.indexOf(present));
    const before = earlier.findLast(({ hash }) => (wanted === undefined ? hash !== named : hash === wanted));
    if (before)
      return {
        from: present,
        to: before,
        then: before.hash,
        words: `The book ${named.slice(0, 12)} was rolled back to ${before.hash.slice(0, 12)}`,
      };
    return problem(
      'nothing-before',
      'to',
      'No other book was in force before this one.',
      'Upload a book and have it published.',
    );
  }
  const coming = all.findLast(({ hash, since }) => hash === named && since > soon);
  const then = coming && all.findLast((one) => one !== coming && one.since <= coming.since);
  if (coming && then && wanted === undefined)
    return {
      from: coming,
      then: then.hash,
      words: `The book ${named.slice(0, 12)}, which was to come, was withdrawn`,
    };
  return problem(
    'book-changed-meanwhile',
    'from',
    `The book in force is ${present?.hash.slice(0, 12) ?? 'none'}, and ${named.slice(0, 12)} is ${coming ? 'to come: it can only be withdrawn, without "to"' : 'not to come'}.`,
    'Look at the versions again: sayso book list.',
  );
}
