/** What is read of cases outside a command: lists of them, a conversation, its record. */
import { sql } from 'kysely';
import { openQuestions, type Case, type Conversation, type Question } from '../../core/cases/conversation.ts';
import type { Json } from '../../core/words/hash.ts';
import type { Event } from '../../core/cases/event.ts';
import type { Instant } from '../../core/words/time.ts';
import type { Engine } from '../engine.ts';
import { eventOf } from '../entries.ts';
import { within } from './tables.ts';
import { customerKey } from './wanted.ts';

/**
 * A case in a list. Of closed ones nobody is named, and nobody's can be asked for: no list of anybody's declines or
 * complaints can be made of it.
 */
export type Listed = ({ open: true; asker: string; owner: string } | { open: false }) & {
  id: string;
  conversation: string;
  type: string;
  stage: string;
  waitingFor: readonly string[];
  /** The promised next update. */
  promised: Instant | null;
  incident: string | null;
  openedAt: Instant;
  facts: Readonly<Record<string, Json>>;
  /** The beginning of what the customer said. */
  said?: string;
  answerBy?: Instant;
  fulfillBy?: Instant;
  /** How much the yes is to, where it names an amount. */
  granted?: { amount: string; unit?: string };
  /** What is asked of colleagues now; of a closed case nobody's business. */
  asked: readonly Pick<Question, 'id' | 'kind' | 'askedBy' | 'askedAt'>[];
};

export type Filter = {
  open?: boolean;
  /** Open cases that this person holds. */
  owner?: string;
  /** Cases that wait for this person's answer. */
  waitingFor?: string;
  incident?: string;
  customer?: string;
  most?: number;
  /** Those that stand behind this place. */
  after?: PlaceInList;
};

/** Where a case stands in a list of cases. */
export type PlaceInList = Pick<Listed, 'promised' | 'openedAt' | 'id'>;

const MOST = 100;
const MOST_SAID = 160;

/** Cases, those with the nearest promise first; closed ones last. */
export async function listCases(
  engine: Engine,
  organization: string,
  filter: Filter = {},
): Promise<Listed[]> {
  const rows = await engine.database.use((pool) =>
    within(pool, organization, async (tables) => {
      let query = tables
        .selectFrom('sayso.case as one')
        .selectAll('one')
        .select(
          sql<Case>`(select found from sayso.conversation of, jsonb_array_elements(of.state -> 'cases') found
            where of.organization_id = one.organization_id and of.id = one.conversation_id and found ->> 'id' = one.id)`.as(
            'state',
          ),
        )
        .where('organization_id', '=', organization);
      if (filter.open !== undefined) query = query.where('open', '=', filter.open);
      if (filter.owner !== undefined)
        query = query.where('open', '=', true).where('owner', '=', filter.owner);
      if (filter.incident !== undefined) query = query.where('incident', '=', filter.incident);
      if (filter.customer !== undefined) {
        const known = await tables
          .selectFrom('sayso.organization')
          .select('salt')
          .where('organization_id', '=', organization)
          .executeTakeFirst();
        query = query.where('customer_key', '=', customerKey(known?.salt ?? '', filter.customer));
      }
      const person = filter.waitingFor;
      if (person !== undefined)
        query = query
          .where('waiting_for', '<>', '{}' as never)
          .where((expression) => expression(expression.val(person), '=', expression.fn.any('waiting_for')));
      const { after } = filter;
      if (after)
        query = query.where(
          sql<boolean>`(coalesce(promised, 'infinity'), opened_at, id) > (${
            after.promised === null ? 'infinity' : new Date(after.promised).toISOString()
          }::timestamptz, ${new Date(after.openedAt).toISOString()}::timestamptz, ${after.id})`,
        );
      return query
        .orderBy('promised', (order) => order.asc().nullsLast())
        .orderBy('opened_at')
        .orderBy('id')
        .limit(filter.most ?? MOST)
        .execute();
    }),
  );
  return rows.map((row) => ({
    id: row.id,
    conversation: row.conversation_id,
    type: row.type,
    ...(row.open ? { open: true, asker: row.asker, owner: row.owner } : { open: false }),
    stage: row.stage,
    waitingFor: row.waiting_for,
    promised: row.promised,
    incident: row.incident,
    openedAt: row.opened_at,
    facts: row.state.request.facts ?? {},
    ...(row.open && row.state.said !== undefined && { said: row.state.said.slice(0, MOST_SAID) }),
    ...(row.state.answerBy !== undefined && { answerBy: row.state.answerBy }),
    ...(row.state.fulfillBy !== undefined && { fulfillBy: row.state.fulfillBy }),
    ...grantedIn(row.state),
    asked: row.open
      ? openQuestions(row.state).map(({ id, kind, askedBy, askedAt }) => ({ id, kind, askedBy, askedAt }))
      : [],
  }));
}

function grantedIn({ answer }: Case): Pick<Listed, 'granted'> {
  if (answer?.kind !== 'yes' || answer.amount === undefined) return {};
  const { amount, unit } = answer;
  return { granted: { amount, ...(unit !== undefined && { unit }) } };
}

/** The conversation of a case, as it is stored; undefined: there is no such case. */
export async function conversationOfCase(
  engine: Engine,
  organization: string,
  caseId: string,
): Promise<Conversation | undefined> {
  const row = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.conversation as one')
        .innerJoin('sayso.case as of', (join) =>
          join
            .onRef('of.organization_id', '=', 'one.organization_id')
            .onRef('of.conversation_id', '=', 'one.id'),
        )
        .select('one.state')
        .where('one.organization_id', '=', organization)
        .where('of.id', '=', caseId)
        .executeTakeFirst(),
    ),
  );
  return row?.state as Conversation | undefined;
}

/** An event with its place on the ledger. */
export type Recorded = { sequence: number; conversation: string | null; event: Event };

/** Events of an organization after a place on its ledger, in order; of one conversation where it is named. */
export async function eventsAfter(
  engine: Engine,
  organization: string,
  { after = 0, conversation, most = 1000 }: { after?: number; conversation?: string; most?: number } = {},
): Promise<Recorded[]> {
  const rows = await engine.database.use((pool) =>
    within(pool, organization, (tables) => {
      let query = tables
        .selectFrom('sayso.ledger as entry')
        .leftJoin('sayso.personal as personal', (join) =>
          join
            .onRef('personal.organization_id', '=', 'entry.organization_id')
            .onRef('personal.sequence', '=', 'entry.sequence'),
        )
        .select(['entry.sequence', 'entry.body', 'entry.conversation_id', 'personal.value'])
        .where('entry.organization_id', '=', organization)
        .where('entry.sequence', '>', after);
      if (conversation !== undefined) query = query.where('entry.conversation_id', '=', conversation);
      return query.orderBy('entry.sequence').limit(most).execute();
    }),
  );
  return rows.map((row) => ({
    sequence: row.sequence,
    conversation: row.conversation_id,
    event: eventOf(row.body, row.value),
  }));
}

/** The sequence number of the newest entry on an organization's ledger; 0: there is none. */
export async function headOf(engine: Engine, organization: string): Promise<number> {
  const row = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.ledger_head')
        .select('sequence')
        .where('organization_id', '=', organization)
        .executeTakeFirst(),
    ),
  );
  return row?.sequence ?? 0;
}

/** When time alone changes one of an organization's conversations next; null: never. */
export async function nextTimer(engine: Engine, organization: string): Promise<Instant | null> {
  const row = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.timer')
        .select(({ fn }) => fn.min('due').as('due'))
        .where('organization_id', '=', organization)
        .where('set_aside_at', 'is', null)
        .executeTakeFirst(),
    ),
  );
  return row?.due ?? null;
}

/** A message or a timer that failed so often that it rests until somebody looks at it. */
export type SetAside = { kind: 'message' | 'timer'; id: string; at: Instant; error: string | null };

/** What was set aside, the latest first. */
export async function listSetAside(engine: Engine, organization: string): Promise<SetAside[]> {
  const rows = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.outbox')
        .select((make) => [make.val('message').as('kind'), 'key as id', 'set_aside_at as at', 'error'])
        .where('organization_id', '=', organization)
        .where('set_aside_at', 'is not', null)
        .unionAll(
          tables
            .selectFrom('sayso.timer')
            .select((make) => [
              make.val('timer').as('kind'),
              'conversation_id as id',
              'set_aside_at as at',
              'error',
            ])
            .where('organization_id', '=', organization)
            .where('set_aside_at', 'is not', null),
        )
        .orderBy('at', 'desc')
        .limit(MOST)
        .execute(),
    ),
  );
  return rows.map(({ kind, id, at, error }) => ({ kind: kind as SetAside['kind'], id, at: at ?? 0, error }));
}

/** All that happened in a conversation, in order. */
export async function recordOfConversation(
  engine: Engine,
  organization: string,
  conversation: string,
): Promise<Recorded[]> {
  const all: Recorded[] = [];
  for (;;) {
    const page = await eventsAfter(engine, organization, {
      after: all.at(-1)?.sequence ?? 0,
      conversation,
    });
    all.push(...page);
    if (page.length < 1000) return all;
  }
}
