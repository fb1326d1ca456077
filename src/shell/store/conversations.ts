/** What is read of whole conversations: one, the promises that are owed, and what its customer was told. */
import { sql } from 'kysely';
import type { Conversation } from '../../core/cases/conversation.ts';
import type { Effect } from '../../core/cases/effect.ts';
import type { Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { within } from './tables.ts';

/** A conversation by its id, as it is stored; undefined: there is none. */
export async function conversationById(
  engine: Engine,
  organization: string,
  id: string,
): Promise<Conversation | undefined> {
  const row = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.conversation')
        .select('state')
        .where('organization_id', '=', organization)
        .where('id', '=', id)
        .executeTakeFirst(),
    ),
  );
  return row?.state as Conversation | undefined;
}

/** Where a promise stands in a list of promises. */
export type PlaceOfPromise = { due: Instant; conversation: string };

/**
 * Conversations with an open case that one of these people holds, the nearest promise first.
 * @param after those behind this place
 */
export async function promisedBy(
  engine: Engine,
  organization: string,
  owners: readonly string[],
  most: number,
  after: PlaceOfPromise | undefined,
): Promise<Conversation[]> {
  if (owners.length === 0) return [];
  const rows = await engine.database.use((pool) =>
    within(pool, organization, async (tables) => {
      let query = tables
        .selectFrom('sayso.case as held')
        .innerJoin('sayso.conversation as one', (join) =>
          join
            .onRef('one.organization_id', '=', 'held.organization_id')
            .onRef('one.id', '=', 'held.conversation_id'),
        )
        .select(['held.promised', 'one.id'])
        .select((make) => make.fn.agg('min', [sql`one.state::text`]).as('state'))
        .where('held.organization_id', '=', organization)
        .where('held.open', '=', true)
        .where('held.owner', 'in', owners)
        .where('held.promised', 'is not', null)
        .groupBy(['held.promised', 'one.id']);
      if (after)
        query = query.where(
          sql<boolean>`(held.promised, one.id) > (${new Date(after.due).toISOString()}::timestamptz, ${after.conversation})`,
        );
      return query.orderBy('held.promised').orderBy('one.id').limit(most).execute();
    }),
  );
  return rows.map(({ state }) => JSON.parse(String(state)) as Conversation);
}

/** What was said to a customer, in order, and when it was due; what was erased is not there. */
export async function toldIn(
  engine: Engine,
  organization: string,
  conversation: string,
): Promise<{ at: Instant; words: string }[]> {
  const rows = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.outbox')
        .select(['body', 'due'])
        .where('organization_id', '=', organization)
        .where('conversation_id', '=', conversation)
        .where('kind', '=', 'tell customer')
        .where('body', 'is not', null)
        .orderBy('due')
        .orderBy('key')
        .execute(),
    ),
  );
  return rows.map(({ body, due }) => ({
    at: due,
    words: (body as unknown as Extract<Effect, { kind: 'tell customer' }>).words,
  }));
}

/** What a conversation has sent, by its keys, in their order; what was erased is left out. */
export async function effectsOf(
  engine: Engine,
  organization: string,
  conversation: string,
  keys: readonly string[],
): Promise<Effect[]> {
  if (keys.length === 0) return [];
  const rows = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.outbox')
        .select(['key', 'body'])
        .where('organization_id', '=', organization)
        .where('conversation_id', '=', conversation)
        .where('key', 'in', keys)
        .execute(),
    ),
  );
  const bodies = new Map(rows.map(({ key, body }) => [key, body as unknown as Effect | null]));
  return keys.flatMap((key) => bodies.get(key) ?? []);
}
