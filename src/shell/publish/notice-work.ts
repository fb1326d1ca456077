/**
 * What a notice leaves to be done: the owners of open cases that it covers are told, at once and a handful at a time; and
 * those who review it, every working day until they have. Done twice after a crash, nothing happens twice.
 */
import { SAYSO, type Event } from '../../core/cases/event.ts';
import type { Notice } from '../../core/publish/history.ts';
import { grantedInWords, nextWorkingDay, reviewersOf } from '../../core/publish/review.ts';
import { formatInstant, type Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { handle } from '../handle.ts';
import type { Place } from '../observed/log.ts';
import {
  noticeFailed,
  noticeLooked,
  openCases,
  readNotices,
  recordNotice,
  type NoticeWork,
  type TakenNotice,
} from '../store/books.ts';
import { grantedSoFar } from './notices.ts';
import { tellAbout } from './publish.ts';
import { stepOn } from '../step-of.ts';
import { booksOf, type Books } from './state.ts';

/** So many cases are looked at for a notice before another one has its turn. */
const MOST_CASES = 100;

/** Does what is due for a notice. Never rejects. */
export async function doForNotice(
  engine: Engine,
  taken: TakenNotice,
  onFault: (error: unknown, place: Place) => void,
): Promise<void> {
  const { organization } = taken;
  const place: Place = { where: 'notice', organization };
  try {
    await workOn(engine, taken);
  } catch (error) {
    onFault(error, place);
    const now = engine.clock.nowIfRight();
    if (now === undefined) return;
    const words = error instanceof Error ? error.message : String(error);
    await engine.database
      .use((pool) => noticeFailed(pool, taken, now, words))
      .catch((fault: unknown) => onFault(fault, place));
  }
}

async function workOn(engine: Engine, taken: TakenNotice): Promise<void> {
  const { organization, id } = taken;
  const books = await booksOf(engine, organization);
  if ('problems' in books) throw new Error(books.problems[0]?.message);
  const [work] = await engine.database.use((pool) => readNotices(pool, organization, id));
  const notice = books.history.notices.find((one) => one.id === id);
  if (!work || !notice) throw new Error('it is not there');
  if (work.reviewAt !== null && work.reviewAt <= books.at) {
    await askForReview(engine, books, notice, work, work.reviewAt);
    return;
  }
  const lookedAfter =
    work.lookedAfter === null || books.at >= notice.until
      ? null
      : await tellOwners(engine, organization, work, work.lookedAfter);
  await engine.database.use((pool) => noticeLooked(pool, taken, { ...work, lookedAfter }));
  engine.wake(organization);
}

/** Gives some open cases their turn. Returns the last of them; null: there are no more. */
async function tellOwners(
  engine: Engine,
  organization: string,
  { id, name, types }: NoticeWork,
  after: string,
): Promise<string | null> {
  const cases = await engine.database.use((pool) => openCases(pool, organization, types, after, MOST_CASES));
  for (const { id: one, conversation } of cases)
    // What refuses it is not covered; what can't be done now is thrown, and done again from here.
    await handle(engine, {
      organization,
      case: one,
      conversation,
      by: { kind: 'sayso' },
      key: `notice ${id} ${one}`,
      command: { do: 'notice_given', notice: id, name },
    });
  return cases.length < MOST_CASES ? null : (cases.at(-1)?.id ?? null);
}

async function askForReview(
  engine: Engine,
  books: Books,
  notice: Notice,
  work: NoticeWork,
  reviewAt: Instant,
): Promise<void> {
  const { organization, book, staff, at } = books;
  const reviewers = reviewersOf(book, staff, notice.by, at);
  const granted = await grantedSoFar(engine, books, notice);
  const nextAt = nextWorkingDay(reviewers, book, at);
  const event: Event<'notice review asked'> = {
    kind: 'notice review asked',
    at,
    by: SAYSO,
    case: null,
    notice: notice.id,
    people: reviewers.map(({ id }) => id),
    grants: granted.grants,
    nextAt,
  };
  const over = notice.until <= at ? 'It is over since' : 'It lasts until';
  const giver = staff.people.get(notice.by)?.name ?? notice.by;
  const words = `${giver} gave the emergency notice “${notice.name}” for ${notice.types.join(', ')}: ${notice.because}. Granted by it: ${grantedInWords(granted)}. ${over} ${formatInstant(notice.until)}. Please review it: keep it, end it, or have it made permanent.`;
  const step = stepOn(books, {
    entries: [entryOf(event, { organization, conversation: null }, '', null)],
    effects: reviewers.map(({ id }) =>
      tellAbout(books, `notice/${notice.id}/${reviewAt}/${id}`, id, 'notice review', words),
    ),
    // Two nodes that do so at the same time ask once.
    command: { key: `notice ${notice.id} review ${reviewAt}`, hash: '', result: null },
  });
  await engine.database.use((pool) => recordNotice(pool, step, { ...work, reviewAt: nextAt }));
}
