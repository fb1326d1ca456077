/** Reads what a command needs, in one round trip and of one instant; what hardly ever changes is kept. */
import type { ClientBase, Pool } from 'pg';
import type { PeopleChange } from '../../core/organization/changes.ts';
import type { Json } from '../../core/words/hash.ts';
import type { Instant } from '../../core/words/time.ts';

export type Loaded = {
  /** The ledger's sequence number at which all of this was read; for {@link Step.readAt}. */
  readAt: number;
  /** The organization's salt for customer keys, in hexadecimal. */
  salt: string;
  conversation: { id: string; version: number; state: Json } | null;
  /** What was carried out under the idempotency key before: the hash of what was sent, and the answer. */
  replay: { hash: string; result: Json } | null;
  /** The book in force at `at`, if there is one by then, and the next after it. Ascending. */
  books: readonly Version[];
  /** The people in force at `at`, if there are any by then, and all that come after them. Ascending. */
  people: readonly (Version & { format: 'yaml' | 'csv' })[];
  /** What people changed about themselves and holds; `at` is the ledger's sequence number by which it is so. */
  changes: { at: number; list: readonly PeopleChange[] };
};

export type Version = { hash: string; since: Instant };

export type What = {
  /** For what is in force. */
  at: Instant;
  /** The conversation, by its id. */
  conversation?: string;
  /** The conversation, by one of its cases. */
  case?: string;
  /** The idempotency key. Was something carried out under it, its conversation is loaded. */
  key?: string;
};

type Row = {
  read_at: number | null;
  versions_at: number;
  id: string | null;
  version: number;
  state: Json;
  sent_hash: string | null;
  sent_result: Json;
};

/** Loads an organization, and of it what is named; undefined when there is no such organization. */
export async function load(
  database: Pool | ClientBase,
  organization: string,
  { at, conversation, case: caseId, key }: What,
): Promise<Loaded | undefined> {
  const { rows } = await database.query<Row>({
    name: 'load',
    text: 'select * from sayso.load($1, $2, $3, $4)',
    values: [organization, conversation ?? null, caseId ?? null, key ?? null],
  });
  const [row] = rows;
  if (!row || row.read_at === null) return undefined;
  const { id, version, state, sent_hash: hash, sent_result: result } = row;
  const { salt, books, people, changes } = await versionsOf(database, organization, row.versions_at);
  return {
    readAt: row.read_at,
    salt,
    changes,
    conversation: id === null ? null : { id, version, state },
    replay: hash === null ? null : { hash, result },
    books: around(books, at),
    people: fromNowOn(people, at),
  };
}

/** All versions of an organization's book and people, ascending; undefined when there is no such organization. */
export async function loadVersions(
  database: Pool | ClientBase,
  organization: string,
): Promise<Pick<Loaded, 'readAt' | 'salt' | 'books' | 'people' | 'changes'> | undefined> {
  const { rows } = await database.query<Row>({
    name: 'load',
    text: 'select * from sayso.load($1, $2, $3, $4)',
    values: [organization, null, null, null],
  });
  const [row] = rows;
  if (!row || row.read_at === null) return undefined;
  const { at: _, ...versions } = await versionsOf(database, organization, row.versions_at);
  return { readAt: row.read_at, ...versions };
}

type Versions = Pick<Loaded, 'salt' | 'books' | 'people' | 'changes'> & { at: number };

/** An organization's versions and changes, as long as no others come: they are few, and every command needs them. */
const known = new WeakMap<Pool | ClientBase, Map<string, Versions>>();

/**
 * All versions of an organization, with its salt.
 * @param at the ledger's sequence number of the latest one; others that came since do no harm, for a step that rests on
 * what was read before them is a conflict
 */
async function versionsOf(database: Pool | ClientBase, organization: string, at: number): Promise<Versions> {
  const kept = known.get(database) ?? new Map<string, Versions>();
  const before = kept.get(organization);
  if (before?.at === at) return before;
  const { rows } = await database.query<
    Omit<Versions, 'at' | 'changes'> & { versions_at: number; changes: readonly PeopleChange[] }
  >('select * from sayso.versions($1)', [organization]);
  const [row] = rows;
  if (!row) throw new Error(`"${organization}" has no versions`);
  const { versions_at: latest, salt, books, people, changes: list } = row;
  const found = { at: latest, salt, books, people, changes: { at: latest, list } };
  known.set(database, kept.set(organization, found));
  return found;
}

/** The version that counts at an instant, if there is one by then, and the next after it. */
function around<V extends Version>(versions: readonly V[], at: Instant): V[] {
  const present = versions.findLast(({ since }) => since <= at);
  const next = versions.find(({ since }) => since > at);
  // Of several from the same instant the latest on the ledger counts.
  const last = next && versions.findLast(({ since }) => since === next.since);
  return [present, last].filter((version) => version !== undefined);
}

/** The version that counts at an instant, and all that come later; of several from the same instant the latest. */
const fromNowOn = <V extends Version>(versions: readonly V[], at: Instant): V[] =>
  versions.filter(({ since }, i) => {
    const next = versions[i + 1];
    return since > at ? next?.since !== since : !next || next.since > at;
  });

/** A running total: of a key, of what was granted later than `after` (exclusive) and not before `from` (inclusive). */
export type WantedTally = { key: string; after?: Instant | null; from?: Instant | null };

export type StandingAnswer = {
  key: string;
  sequence: number;
  conversation: string;
  case: string;
  /** Null: it no longer stands. */
  answer: Json;
  until: Instant | null;
};

/**
 * A book's text by its hash.
 * @throws Error when there is none: whoever has the hash has it from the organization itself
 */
export async function textOfBook(
  database: Pool | ClientBase,
  organization: string,
  hash: string,
): Promise<string> {
  const { rows } = await database.query<{ text: string | null }>('select sayso.book_text($1, $2) as text', [
    organization,
    hash,
  ]);
  const text = rows[0]?.text ?? undefined;
  if (text === undefined) throw new Error(`"${organization}" has no book ${hash}`);
  return text;
}

/** A text of people, with the name of their organization, which a table has no room for. */
export type PeopleTextOf = { text: string; format: 'yaml' | 'csv'; name: string };

/** The text of an organization's people by its hash. Throws as {@link textOfBook} does. */
export async function textOfPeople(
  database: Pool | ClientBase,
  organization: string,
  hash: string,
): Promise<PeopleTextOf> {
  const { rows } = await database.query<{ text: string | null } & Omit<PeopleTextOf, 'text'>>(
    'select * from sayso.people_text($1, $2)',
    [organization, hash],
  );
  const [row] = rows;
  if (!row || row.text === null) throw new Error(`"${organization}" has no people ${hash}`);
  return { text: row.text, format: row.format, name: row.name };
}

/** The database's instant: the one exception to "SQL never calls now()". */
export async function databaseNow(database: Pool | ClientBase): Promise<Instant> {
  const { rows } = await database.query<{ now: Instant }>('select clock_timestamp() as now');
  const [row] = rows;
  if (!row) throw new Error('the database did not say what time it is');
  return row.now;
}
