/** Putting an organization in: its book and people, checked, in force from an instant, on its ledger. */
import type { Book } from '../core/book/book.ts';
import { SAYSO, type Event } from '../core/cases/event.ts';
import { baseAt, historyOf } from '../core/publish/history.ts';
import { hasNotices, WRITTEN_NOTICE } from '../core/publish/notice.ts';
import type { Organization } from '../core/organization/organization.ts';
import { sha256 } from '../core/words/hash.ts';
import type { Problem } from '../core/words/problem.ts';
import type { Instant } from '../core/words/time.ts';
import { untilNotOvertaken } from './attempts.ts';
import type { Engine } from './engine.ts';
import { entryOf } from './entries.ts';
import { peopleByHash } from './in-force.ts';
import { checkTexts } from './in-use.ts';
import { leaving } from './people/leaving.ts';
import { versionsFor } from './publish/state.ts';
import { stepOn } from './step-of.ts';
import { bookEvents } from './store/books.ts';
import { loadVersions } from './store/load.ts';
import { createOrganization } from './store/record.ts';
import { recordPeople } from './store/people.ts';

export type Putting = {
  id: string;
  name?: string;
  book: { file: string; text: string };
  people: { file: string; text: string; format: 'yaml' | 'csv' };
  /** In force from; now when left out. */
  since?: Instant;
  /** Who puts it in: a person's id, when there is one. */
  by?: string;
};

export type Put =
  | { problems: readonly Problem[] }
  | { made: boolean; changed: boolean; book: string; people: string };

/** Ids that events use for whoever is no person. */
const RESERVED = /^@/;

/**
 * Puts an organization in, or a new version of its book and people: the way of whoever operates Sayso, on the ledger like
 * all others. A book that changes while cases go on is uploaded and published by two persons instead: what is put in counts
 * at once, and is not announced to the other nodes before.
 * Errors in either: the problems, and nothing is written. The same contents again: nothing changes.
 */
export async function putOrganization(engine: Engine, putting: Putting): Promise<Put> {
  const checked = checkTexts(putting.book, putting.people);
  if ('problems' in checked) return checked;
  if (hasNotices(checked.book)) return { problems: [{ ...wrongFile(putting.book.file), ...WRITTEN_NOTICE }] };
  const reserved = reservedIds(putting.people.file, checked.organization);
  if (reserved.length > 0) return { problems: reserved };
  const at = engine.clock.now();
  const made = await engine.database.use((pool) =>
    createOrganization(pool, { id: putting.id, name: putting.name ?? checked.organization.name, at }),
  );
  const hashes = { book: sha256(putting.book.text), people: sha256(putting.people.text) };
  const changed = await untilNotOvertaken(
    () => putOnce(engine, putting, checked, hashes, at),
    'Put it in again.',
  );
  return typeof changed === 'object' ? changed : { made, changed, ...hashes };
}

async function putOnce(
  engine: Engine,
  { id, book, people, since: from, by = SAYSO }: Putting,
  checked: { book: Book; organization: Organization },
  hashes: { book: string; people: string },
  at: Instant,
): Promise<boolean | { problems: readonly Problem[] } | 'conflict'> {
  const since = from ?? at;
  const loaded = await engine.database.use((pool) => loadVersions(pool, id));
  if (!loaded) throw new Error(`the organization ${id} is not there`);
  const before = await engine.database.use((pool) => bookEvents(pool, id));
  const same =
    baseAt(historyOf(before), since)?.hash === hashes.book &&
    loaded.people.findLast((one) => one.since <= since)?.hash === hashes.people;
  if (same) return false;
  const event: Event<'version'> = {
    kind: 'version',
    at,
    by,
    case: null,
    book: hashes.book,
    people: hashes.people,
    inForceFrom: since,
  };
  const staff = loaded.people.findLast((one) => one.since <= since);
  const replaced = staff && (await peopleByHash(engine, id, staff.hash, checked.book));
  // Notices that are in force stay on top.
  const found = await versionsFor(
    engine,
    { organization: id, stored: loaded.books },
    historyOf([...before, { sequence: Number.MAX_SAFE_INTEGER, event }]),
    since,
    new Map([[hashes.book, book.text]]),
  );
  if ('problems' in found)
    return { problems: found.problems.map((one) => ({ ...wrongFile(book.file), ...one })) };
  const stored = await engine.database.use((pool) =>
    recordPeople(pool, {
      ...stepOn(
        { organization: id, at, readAt: loaded.readAt },
        {
          entries: [entryOf(event, { organization: id, conversation: null }, '', null)],
          books: found.versions,
          people: [{ hash: hashes.people, text: people.text, since, format: people.format }],
        },
      ),
      ...leaving(engine, { before: replaced, after: checked.organization, since }),
    }),
  );
  if (stored.outcome === 'stored') {
    engine.wake(id);
    return true;
  }
  if (stored.outcome === 'conflict') return 'conflict';
  throw new Error(`putting in ${id}: ${stored.outcome}`);
}

const wrongFile = (file: string): Pick<Problem, 'severity' | 'file' | 'line' | 'column' | 'words'> => ({
  severity: 'error',
  file,
  line: 0,
  column: 0,
  words: '',
});

/** Ids that nobody can have; the first of them. */
export const reservedIds = (file: string, { people }: Organization): Problem[] =>
  [...people.keys()]
    .filter((id) => RESERVED.test(id))
    .slice(0, 1)
    .map((id) => reservedId(file, id));

const reservedId = (file: string, id: string): Problem => ({
  ...wrongFile(file),
  code: 'reserved-id',
  words: id,
  message: 'An id that begins with "@" is reserved: events use it for the customer and for Sayso itself.',
  mend: 'Give the person another id.',
});
