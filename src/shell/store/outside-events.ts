/** What happened outside, while somebody may still offer something because of it: SQL. */
import { sql } from 'kysely';
import type { Json } from '../../core/words/hash.ts';
import type { Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { within } from './tables.ts';

/** As it is stored. */
export type StoredEvent = {
  id: string;
  at: Instant;
  state: 'open' | 'taken' | 'dismissed';
  people: readonly string[];
  customerKey: string | null;
  body: {
    system: string;
    id: string;
    trigger: string;
    customer?: string;
    subject?: string;
    facts: Readonly<Record<string, Json>>;
  };
};

/** An outside event by its id; undefined: there is none, or it was erased. */
export async function outsideEvent(
  engine: Engine,
  organization: string,
  id: string,
): Promise<StoredEvent | undefined> {
  const row = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.outside_event')
        .select(['id', 'at', 'state', 'people', 'customer_key as customerKey', 'body'])
        .where('organization_id', '=', organization)
        .where('id', '=', id)
        .executeTakeFirst(),
    ),
  );
  return row && { ...row, body: row.body as unknown as StoredEvent['body'] };
}

/** Open outside events that a person sees, the latest first. */
export async function openEventsFor(
  engine: Engine,
  organization: string,
  { person, since, most }: { person: string; since: Instant; most: number },
): Promise<StoredEvent[]> {
  const rows = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.outside_event')
        .select(['id', 'at', 'state', 'people', 'customer_key as customerKey', 'body'])
        .where('organization_id', '=', organization)
        .where('state', '=', 'open')
        .where(sql<boolean>`at >= sayso.instant(${since})`)
        .where((make) => make(make.val(person), '=', make.fn.any('people')))
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(most)
        .execute(),
    ),
  );
  return rows.map((row) => ({ ...row, body: row.body as unknown as StoredEvent['body'] }));
}

export type OpenCase = { id: string; conversation: string; owner: string; customer: string | null };

/** Where more cases are open, those that were opened first hear of it. */
const MOST_CASES = 20;

/** Open cases of a customer; where none is named, those about a subject. */
export async function openCasesAbout(
  engine: Engine,
  organization: string,
  { customerKey, subject }: { customerKey: string | null; subject?: string },
): Promise<OpenCase[]> {
  if (customerKey === null && subject === undefined) return [];
  return engine.database.use((pool) =>
    within(pool, organization, async (tables) => {
      const about =
        customerKey === null
          ? sql<boolean>`of_it->'request'->>'subject' = ${subject}`
          : sql<boolean>`one.customer_key = ${customerKey}`;
      const { rows } = await sql<OpenCase>`
        select one.id, one.conversation_id as conversation, one.owner, of_it->'request'->>'customer' as customer
          from sayso."case" one
          join sayso.conversation its using (organization_id)
          cross join lateral jsonb_array_elements(its.state->'cases') as of_it
         where one.organization_id = ${organization} and its.id = one.conversation_id and one.open
           and of_it->>'id' = one.id and ${about}
         order by one.opened_at, one.id limit ${MOST_CASES}`.execute(tables);
      return rows;
    }),
  );
}
