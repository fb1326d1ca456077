/** Emergency notices: given by one person, in force within seconds for every open case, ended, reviewed. */
import type { Book } from '../../core/book/book.ts';
import { compileBook } from '../../core/book/compile.ts';
import type { Event } from '../../core/cases/event.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';
import { baseAt, noticesAt, type Notice } from '../../core/publish/history.ts';
import {
  capFault,
  MOST_HOURS,
  noticeFault,
  ruleOf,
  withNotices,
  type Giving,
} from '../../core/publish/notice.ts';
import { grantedBy, nextWorkingDay, reviewersOf, type GrantedBy } from '../../core/publish/review.ts';
import { mayGiveNotice } from '../../core/publish/right.ts';
import { HOUR, type Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { grantsSince, readNotices, recordNotice, type NoticeWork } from '../store/books.ts';
import { zones } from '../zones.ts';
import { notTheirs } from './drafts.ts';
import { stepOn } from '../step-of.ts';
import { untilStored } from '../until-stored.ts';
import { booksOf, LEAD_MS, storeChange, textOf, type Books } from './state.ts';

export type Given = { notice: string; inForceFrom: Instant; until: Instant };

const ID_BYTES = 5;

/**
 * Gives a notice.
 * @param given `until` left out: as long as a notice may last
 * @param by the one person; see `mayGiveNotice`
 */
export function giveNotice(
  engine: Engine,
  organization: string,
  { by, key, ...given }: Omit<Giving, 'until'> & { until?: Instant; by: string; key?: string },
): Promise<Given | Problems> {
  const id = `n${engine.random(ID_BYTES)}`;
  const what = ['notice', by, given.name, given.types, given.gives, given.until ?? null, given.because];
  return untilStored(engine, organization, { key, what }, async (held) => {
    const books = await booksOf(engine, organization);
    if ('problems' in books) return books;
    const since = books.at + LEAD_MS;
    const giving: Giving = { ...given, until: given.until ?? since + MOST_HOURS * HOUR };
    const fault = noticeFault(giving, books.history, since);
    if (fault) return { problems: [fault] };
    const wrong = await giverFault(engine, books, giving, by);
    if (wrong) return wrong;
    const change = (inForceFrom: Instant): Event<'notice given'> => ({
      kind: 'notice given',
      at: books.at,
      by,
      case: null,
      notice: id,
      name: giving.name,
      types: giving.types,
      gives: giving.gives,
      inForceFrom,
      until: giving.until,
      because: giving.because,
    });
    const reviewers = reviewersOf(books.book, books.staff, by, books.at);
    const stored = await storeChange(engine, books, change, undefined, {
      store: (step, event) =>
        engine.database.use((pool) =>
          recordNotice(
            pool,
            { ...step, ...held(givenBy(event)) },
            {
              id,
              sequence: null,
              name: giving.name,
              types: giving.types,
              since: event.inForceFrom,
              lookedAfter: '',
              reviewAt: nextWorkingDay(reviewers, books.book, books.at),
              outcome: null,
            },
          ),
        ),
    });
    if (stored === 'conflict' || 'problems' in stored) return stored;
    return givenBy(stored);
  });
}

/** Why this person may not give this notice; undefined: they may. */
async function giverFault(
  engine: Engine,
  books: Books,
  giving: Giving,
  by: string,
): Promise<Problems | undefined> {
  const withIt = await bookWith(engine, books, giving);
  if ('problems' in withIt) return withIt;
  const cap = capFault(withIt.book, giving);
  if (cap) return { problems: [cap] };
  const grants = giving.types.flatMap((type) =>
    (withIt.book.types.get(type)?.grants ?? []).filter((one) => one.id === ruleOf(type, giving.name)),
  );
  if (mayGiveNotice(books.book, books.staff.people.get(by), grants, books.at)) return undefined;
  return problem(
    'not-yours-to-give',
    'by',
    'A notice is given by the policy owner, or by management up to what they could grant themselves.',
    'Let one of them give it, or take a lower cap.',
  );
}

const givenBy = ({ notice, inForceFrom, until }: Event<'notice given'>): Given => ({
  notice,
  inForceFrom,
  until,
});

/** The book in force with a notice on it; what is wrong with it then is the notice's fault. */
async function bookWith(
  engine: Engine,
  { organization, history, at }: Books,
  giving: Giving,
): Promise<{ book: Book } | Problems> {
  const base = baseAt(history, at);
  const text = await textOf(engine, organization, base?.hash ?? '');
  const { book, problems } = compileBook(
    'book.yaml',
    withNotices(text, [...noticesAt(history, at), giving]),
    zones,
  );
  if (book) return { book };
  return {
    problems: problems
      .filter(({ severity }) => severity === 'error')
      .slice(0, 10)
      .map(({ message, mend }) => ({ code: 'wrong-notice', path: 'gives', message, mend })),
  };
}

/** Of a notice that is known: what stands on the ledger, and what is still to be done. */
type Known = { notice: Notice; work: NoticeWork };

async function knownNotice(
  engine: Engine,
  { organization, history }: Books,
  id: string,
): Promise<Known | Problems> {
  const notice = history.notices.find((one) => one.id === id);
  const [work] = await engine.database.use((pool) => readNotices(pool, organization, id));
  return notice && work
    ? { notice, work }
    : problem('unknown-notice', 'notice', `There is no notice "${id}".`, 'Look it up: sayso book notices.');
}

const ended = (
  { at }: Books,
  { notice, because, by }: { notice: string; because: string; by: string },
): ((inForceFrom: Instant) => Event<'notice ended'>) => {
  return (inForceFrom) => ({ kind: 'notice ended', at, by, case: null, notice, inForceFrom, because });
};

const endedBy = ({ notice, inForceFrom }: Event<'notice ended'>): Ended => ({ notice, until: inForceFrom });

export type Ended = { notice: string; until: Instant };

/** Ends a notice earlier than it says: by whoever gave it, or may change the book. It is reviewed all the same. */
export function endNotice(
  engine: Engine,
  organization: string,
  { key, ...ending }: { notice: string; because: string; by: string; key?: string },
): Promise<Ended | Problems> {
  const what = ['end notice', ending.notice, ending.because, ending.by];
  return untilStored(engine, organization, { key, what }, async (held) => {
    const books = await booksOf(engine, organization);
    if ('problems' in books) return books;
    const known = await knownNotice(engine, books, ending.notice);
    if ('problems' in known) return known;
    const wrong = ending.by === known.notice.by ? undefined : notTheirs(books, ending.by);
    if (wrong) return wrong;
    if (known.notice.until <= books.at + LEAD_MS)
      return problem('over-already', 'notice', 'This notice is over.', 'Nothing is left to end.');
    const stored = await storeChange(engine, books, ended(books, ending), undefined, {
      store: (step, event) =>
        engine.database.use((pool) => recordNotice(pool, { ...step, ...held(endedBy(event)) }, known.work)),
    });
    return stored === 'conflict' || 'problems' in stored ? stored : endedBy(stored);
  });
}

export type Reviewing = {
  notice: string;
  /** `make permanent`: it is to be written into the book, which two persons publish as always. */
  outcome: 'keep' | 'end' | 'make permanent';
  because: string;
  by: string;
};

/** Reviews a notice, once: by another than the one who gave it, where another may. */
export function reviewNotice(
  engine: Engine,
  organization: string,
  { key, ...reviewing }: Reviewing & { key?: string },
): Promise<Ended | Problems> {
  const what = ['review', reviewing.notice, reviewing.outcome, reviewing.because, reviewing.by];
  return untilStored(engine, organization, { key, what }, async (held) => {
    const books = await booksOf(engine, organization);
    if ('problems' in books) return books;
    const known = await knownNotice(engine, books, reviewing.notice);
    if ('problems' in known) return known;
    const fault = reviewFault(books, known, reviewing.by);
    if (fault) return fault;
    const { notice, outcome, because, by } = reviewing;
    const event: Event<'notice reviewed'> = {
      kind: 'notice reviewed',
      at: books.at,
      by,
      case: null,
      notice,
      outcome,
      because,
    };
    const work = { ...known.work, reviewAt: null, outcome };
    if (outcome === 'end' && known.notice.until > books.at + LEAD_MS) {
      const stored = await storeChange(engine, books, ended(books, reviewing), undefined, {
        before: [event],
        store: (step, ending) =>
          engine.database.use((pool) => recordNotice(pool, { ...step, ...held(endedBy(ending)) }, work)),
      });
      return stored === 'conflict' || 'problems' in stored ? stored : endedBy(stored);
    }
    const entry = entryOf(event, { organization, conversation: null }, '', null);
    const done: Ended = { notice, until: known.notice.until };
    const stored = await engine.database.use((pool) =>
      recordNotice(pool, stepOn(books, { entries: [entry], ...held(done) }), work),
    );
    return stored.outcome === 'stored' ? done : 'conflict';
  });
}

const reviewed = (): Problems =>
  problem('already-reviewed', 'notice', 'This notice was reviewed already.', 'Nothing is left to do.');

function reviewFault(books: Books, { notice, work }: Known, by: string): Problems | undefined {
  if (work.reviewAt === null) return reviewed();
  const wrong = notTheirs(books, by);
  if (wrong) return wrong;
  const reviewers = reviewersOf(books.book, books.staff, notice.by, books.at);
  if (by !== notice.by || reviewers.some(({ id }) => id === by)) return undefined;
  return problem(
    'needs-a-second-person',
    'by',
    'A notice is reviewed by another person than the one who gave it.',
    `Let one of them review it: ${reviewers.map(({ id }) => id).join(', ')}.`,
  );
}

export type ListedNotice = Notice & {
  inForce: boolean;
  outcome: string | null;
  /** When those who review it are told (again); null: it is reviewed. */
  reviewAt: Instant | null;
  granted: GrantedBy;
};

/** The latest notices first, with what was granted by each. */
export async function listNotices(engine: Engine, books: Books, most: number): Promise<ListedNotice[]> {
  const { organization, history, at } = books;
  const works = await engine.database.use((pool) => readNotices(pool, organization));
  const listed = history.notices
    .toSorted((a, b) => b.sequence - a.sequence)
    .slice(0, most)
    .map(async (notice) => {
      const work = works.find(({ id }) => id === notice.id);
      return {
        ...notice,
        inForce: notice.since <= at && at < notice.until,
        outcome: work?.outcome ?? null,
        reviewAt: work?.reviewAt ?? null,
        granted: await grantedSoFar(engine, books, notice),
      };
    });
  return Promise.all(listed);
}

/** What was granted by a notice until now. */
export async function grantedSoFar(
  engine: Engine,
  { organization, book }: Books,
  notice: Notice,
): Promise<GrantedBy> {
  const record = await engine.database.use((pool) => grantsSince(pool, organization, notice));
  return grantedBy(notice, book, record);
}
