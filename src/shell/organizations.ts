/** Putting an organization in: its book and people, checked, in force from an instant, on its ledger. */
import { SAYSO, type Event } from '../core/cases/event.ts';
import { sha256 } from '../core/words/hash.ts';
import type { Problem } from '../core/words/problem.ts';
import type { Instant } from '../core/words/time.ts';
import type { Engine } from './engine.ts';
import { entryOf } from './entries.ts';
import { Unavailable } from './unavailable.ts';
import { checkTexts } from './in-use.ts';
import { load } from './store/load.ts';
import { createOrganization, record } from './store/record.ts';

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
const MOST_ATTEMPTS = 10;

/**
 * Puts an organization in, or a new version of its book and people.
 * Errors in either: the problems, and nothing is written. The same contents again: nothing changes.
 */
export async function putOrganization(engine: Engine, putting: Putting): Promise<Put> {
  const checked = checkTexts(putting.book, putting.people);
  if ('problems' in checked) return checked;
  const reserved = [...checked.organization.people.keys()].find((id) => RESERVED.test(id));
  if (reserved !== undefined) return { problems: [reservedId(putting.people.file, reserved)] };
  const at = engine.clock.now();
  const made = await engine.database.use((pool) =>
    createOrganization(pool, { id: putting.id, name: putting.name ?? checked.organization.name, at }),
  );
  const hashes = { book: sha256(putting.book.text), people: sha256(putting.people.text) };
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const changed = await putOnce(engine, putting, hashes, at);
    if (changed !== 'conflict') return { made, changed, ...hashes };
  }
  throw new Unavailable('busy', 'Others kept writing at the same time.', 'Put it in again.');
}

async function putOnce(
  engine: Engine,
  { id, book, people, since: from, by = SAYSO }: Putting,
  hashes: { book: string; people: string },
  at: Instant,
): Promise<boolean | 'conflict'> {
  const since = from ?? at;
  const loaded = await engine.database.use((pool) => load(pool, id, { at: since }));
  if (!loaded) throw new Error(`the organization ${id} is not there`);
  const same =
    loaded.books.findLast((one) => one.since <= since)?.hash === hashes.book &&
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
  const stored = await engine.database.use((pool) =>
    record(pool, {
      organization: id,
      at,
      readAt: loaded.readAt,
      reads: [],
      conversations: [],
      cases: [],
      entries: [entryOf(event, { organization: id, conversation: null }, '', null)],
      effects: [],
      tallies: [],
      standing: [],
      books: [{ hash: hashes.book, text: book.text, since }],
      people: [{ hash: hashes.people, text: people.text, since, format: people.format }],
    }),
  );
  if (stored.outcome === 'stored') return true;
  if (stored.outcome === 'conflict') return 'conflict';
  throw new Error(`putting in ${id}: ${stored.outcome}`);
}

const reservedId = (file: string, id: string): Problem => ({
  code: 'reserved-id',
  severity: 'error',
  file,
  line: 0,
  column: 0,
  words: id,
  message: 'An id that begins with "@" is reserved: events use it for the customer and for Sayso itself.',
  mend: 'Give the person another id.',
});
