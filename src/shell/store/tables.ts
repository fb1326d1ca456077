/** The tables as a reader sees them, and the one way to read them: inside an organization, which sees no other. */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import type { Json } from '../../core/words/hash.ts';
import type { Instant } from '../../core/words/time.ts';

type Owned = { organization_id: string };

/** Columns as `connect.ts` reads them. The migrations are the truth; what no reader reads is left out. */
export type Tables = {
  'sayso.organization': Owned & { name: string; created_at: Instant; salt: string };
  'sayso.conversation': Owned & { id: string; version: number; state: Json; updated_at: Instant };
  'sayso.case': Owned & {
    id: string;
    conversation_id: string;
    type: string;
    customer_key: string | null;
    open: boolean;
    stage: string;
    asker: string;
    owner: string;
    waiting_for: string[];
    promised: Instant | null;
    incident: string | null;
    opened_at: Instant;
    updated_at: Instant;
  };
  'sayso.ledger': Owned & {
    month: string;
    sequence: number;
    at: Instant;
    conversation_id: string | null;
    case_id: string | null;
    kind: string;
    body: string;
    hash: string;
  };
  'sayso.ledger_head': Owned & { sequence: number; hash: string };
  'sayso.personal': Owned & { sequence: number; salt: string; value: string; customer_key: string | null };
  'sayso.customer': Owned & {
    customer_key: string;
    version: number;
    body: Json;
    flagged_until: Instant | null;
    updated_at: Instant;
  };
  'sayso.outside_event': Owned & {
    id: string;
    customer_key: string | null;
    at: Instant;
    state: 'open' | 'taken' | 'dismissed';
    people: string[];
    body: Json;
  };
  'sayso.book_version': Owned & { since: Instant; sequence: number; hash: string; text: string };
  'sayso.people_change': Owned & {
    id: string;
    sequence: number;
    ended: number | null;
    at: Instant;
    body: Json;
    until: Instant | null;
  };
  'sayso.people_version': Owned & { since: Instant; sequence: number; hash: string; text: string };
  'sayso.book_draft': Owned & {
    id: string;
    by: string;
    at: Instant;
    based_on: string;
    hash: string;
    text: string;
    cases: string | null;
  };
  'sayso.notice': Owned & {
    id: string;
    sequence: number;
    name: string;
    types: string[];
    since: Instant;
    looked_after: string | null;
    review_at: Instant | null;
    outcome: string | null;
    due: Instant | null;
  };
  'sayso.outbox': Owned & {
    key: string;
    kind: string;
    conversation_id: string;
    body: Json;
    due: Instant;
    attempts: number;
    done_at: Instant | null;
    set_aside_at: Instant | null;
    error: string | null;
  };
  'sayso.timer': Owned & {
    conversation_id: string;
    due: Instant;
    attempts: number;
    set_aside_at: Instant | null;
    error: string | null;
  };
};

export type Reader = Transaction<Tables>;

const readers = new WeakMap<Pool, Kysely<Tables>>();

/** Reads as one organization, all of it of one instant. Row-level security hides every other one. */
export async function within<T>(
  pool: Pool,
  organization: string,
  read: (tables: Reader) => Promise<T>,
): Promise<T> {
  let db = readers.get(pool);
  if (!db) {
    db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    readers.set(pool, db);
  }
  return db
    .transaction()
    .setAccessMode('read only')
    .setIsolationLevel('repeatable read')
    .execute(async (tables) => {
      await sql`select set_config('sayso.organization_id', ${organization}, true)`.execute(tables);
      return read(tables);
    });
}
