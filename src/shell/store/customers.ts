/** What is stored of customers, by their salted key: SQL, and rows to values and back. */
import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Conversation } from '../../core/cases/conversation.ts';
import { PROMISE_KINDS, type PromiseEvent } from '../../core/customers/history.ts';
import type { CustomerRecord } from '../../core/customers/record.ts';
import type { Json } from '../../core/words/hash.ts';
import type { Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { eventOf } from '../entries.ts';
import { storeFaultOf } from './fault.ts';
import type { Recorded, StepWithMore } from './record.ts';
import { within } from './tables.ts';

/** A customer's record with the version that a change of it names; 0: nothing is stored yet. */
export type StoredCustomer = { record: CustomerRecord; version: number };

/** What is stored of a customer; undefined: nothing. */
export async function storedCustomer(
  engine: Engine,
  organization: string,
  key: string,
): Promise<StoredCustomer | undefined> {
  const { rows } = await engine.database.use((pool) =>
    pool.query<{ version: number | null; body: CustomerRecord }>({
      name: 'load-customer',
      text: 'select * from sayso.load_customer($1, $2)',
      values: [organization, key],
    }),
  );
  const [row] = rows;
  return row && row.version !== null ? { record: row.body, version: row.version } : undefined;
}

const MOST_FLAGGED = 200;

/** Customers whose flag holds, those whose flag ends first at the front. */
export async function flaggedCustomers(
  engine: Engine,
  organization: string,
  at: Instant,
): Promise<{ key: string; record: CustomerRecord }[]> {
  const rows = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.customer')
        .select(['customer_key', 'body'])
        .where('organization_id', '=', organization)
        .where(sql<boolean>`flagged_until > sayso.instant(${at})`)
        .orderBy('flagged_until')
        .limit(MOST_FLAGGED)
        .execute(),
    ),
  );
  return rows.map((row) => ({ key: row.customer_key, record: row.body as unknown as CustomerRecord }));
}

/** What a step changes beside the record. */
export type CustomerChange =
  | { customer: { key: string; version: number; body: CustomerRecord; flaggedUntil: Instant | null } }
  | {
      outside: {
        id: string;
        customerKey: string | null;
        people: readonly string[];
        body: Json;
      };
    }
  | { outside: { id: string; from: 'open'; state: 'taken' | 'dismissed' } }
  /** Everything of a customer. */
  | { erase: string };

/** Writes a step with what it changes of a customer: both or nothing. As `record` otherwise. */
export async function recordCustomer(
  pool: Pool,
  step: StepWithMore,
  change: CustomerChange,
): Promise<Recorded> {
  try {
    const { rows } = await pool.query<{ recorded: Recorded }>({
      name: 'record-customer',
      text: 'select sayso.record_customer($1, $2, $3) as recorded',
      values: [step.organization, JSON.stringify(step), JSON.stringify(change)],
    });
    const [row] = rows;
    if (!row) throw new Error('the database answered without a row');
    return row.recorded;
  } catch (error) {
    throw storeFaultOf(error);
  }
}

/** As many conversations of a customer are looked through, the latest. */
const MOST_CONVERSATIONS = 50;

/** The latest conversations with a customer, and what became of the promises in them. */
export async function conversationsWith(
  engine: Engine,
  organization: string,
  key: string,
): Promise<{ conversations: Conversation[]; promises: { conversation: string; event: PromiseEvent }[] }> {
  return engine.database.use((pool) =>
    within(pool, organization, async (tables) => {
      const rows = await tables
        .selectFrom('sayso.conversation')
        .select(['id', 'state'])
        .where('organization_id', '=', organization)
        .where('id', 'in', (make) =>
          make
            .selectFrom('sayso.case')
            .select('conversation_id')
            .where('organization_id', '=', organization)
            .where('customer_key', '=', key),
        )
        .orderBy('updated_at', 'desc')
        .limit(MOST_CONVERSATIONS)
        .execute();
      if (rows.length === 0) return { conversations: [], promises: [] };
      const happened = await tables
        .selectFrom('sayso.ledger')
        .select(['conversation_id', 'body'])
        .where('organization_id', '=', organization)
        .where(
          'conversation_id',
          'in',
          rows.map(({ id }) => id),
        )
        .where('kind', 'in', PROMISE_KINDS)
        .orderBy('sequence')
        .execute();
      return {
        conversations: rows.map(({ state }) => state as unknown as Conversation),
        promises: happened.map(({ conversation_id: conversation, body }) => ({
          conversation: conversation ?? '',
          event: eventOf(body, null) as PromiseEvent,
        })),
      };
    }),
  );
}
