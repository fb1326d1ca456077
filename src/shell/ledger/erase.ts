/**
 * Personal data of a customer erased on request; the chain holds their salted hashes and stays valid.
 *
 * What is erased is the conversation: all that was said in it, whichever of its cases it was about and whatever number
 * the customer had by then, for a contact, a need or free words can't be told apart by case. Of it go: the personal values
 * of its entries; the contact, requests and words in its stored state, which is made anew from what is left; the
 * customer's key of its cases; its messages. Outside of conversations go what other systems reported of the customer, their
 * flag and preferences. What stays names nobody: what was decided by which rule, by whom of the
 * organization, and totals and standing answers under salted hashes; a yes that falls after that gives nothing back to
 * totals, for nobody knows any more to which. Beyond reach are exports, backups, and messages at their receivers.
 *
 * Conversations at rest are erased, others are named and left as they are: an open case needs its facts to be answered,
 * a review the words of both sides, a message under way its receiver. One that goes on is no reason to keep the rest.
 */
import { sql } from 'kysely';
import type { Conversation } from '../../core/cases/conversation.ts';
import { nextDue } from '../../core/cases/due.ts';
import { erased, isAtRest, withoutPersonal } from '../../core/cases/erasing.ts';
import { refused, type Refusal } from '../../core/cases/refusal.ts';
import { untilNotOvertaken } from '../attempts.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { loadInForce } from '../in-force.ts';
import { caseRow, ON_NOTHING, stepOn } from '../step-of.ts';
import { recordCustomer } from '../store/customers.ts';
import { recordOfConversation } from '../store/lists.ts';
import { load } from '../store/load.ts';
import { record, type Recorded, type StepWithMore } from '../store/record.ts';
import { within } from '../store/tables.ts';
import { customerKey } from '../store/wanted.ts';

export type Erasing = {
  organization: string;
  /** The customer's number. */
  customer: string;
  /** Who erases: a person of the organization. */
  by: string;
};

export type Erased = {
  /** Those that were erased. */
  conversations: readonly string[];
  /** How many personal values are gone, those of entries outside conversations among them. */
  values: number;
  /** Conversations that were left as they are, with their cases. */
  left: readonly Left[];
};

export type Left = {
  conversation: string;
  cases: readonly string[];
  because: 'going on' | 'message under way';
};

/**
 * Erases what is stored of a customer. Each conversation is erased as one; interrupted, it is simply asked for again.
 * @throws Unavailable when the clock is off, or others kept writing
 */
export async function eraseCustomer(
  engine: Engine,
  { organization, customer, by }: Erasing,
): Promise<Erased | { refused: Refusal }> {
  const at = engine.clock.nowOrRefuse();
  const known = await loadInForce(engine, organization, { at });
  if ('refused' in known) return known;
  const { loaded } = known;
  if (!known.organization.people.has(by))
    return refused(
      'unknown-person',
      'by',
      `There is no "${by}" in the organization.`,
      'Name somebody by their id in the organization file.',
    );
  const whom: Whom = { organization, by, key: customerKey(loaded.salt, customer) ?? '' };
  const conversations: string[] = [];
  const left: Left[] = [];
  let values = 0;
  for (const id of await placesOf(engine, whom)) {
    const gone = id === null ? await eraseOutside(engine, whom) : await eraseConversation(engine, whom, id);
    if (typeof gone === 'object') left.push(gone);
    else {
      if (id !== null) conversations.push(id);
      values += gone;
    }
  }
  return { conversations, values, left };
}

type Whom = { organization: string; by: string; key: string };

/** Conversations in which a customer was named at any time; null: in entries outside of any. */
async function placesOf(engine: Engine, { organization, key }: Whom): Promise<(string | null)[]> {
  const rows = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.case')
        .select(sql<string | null>`conversation_id`.as('id'))
        .where('organization_id', '=', organization)
        .where('customer_key', '=', key)
        .union(
          tables
            .selectFrom('sayso.personal as value')
            .innerJoin('sayso.ledger as entry', (join) =>
              join
                .onRef('entry.organization_id', '=', 'value.organization_id')
                .onRef('entry.sequence', '=', 'value.sequence'),
            )
            .select('entry.conversation_id as id')
            .where('value.organization_id', '=', organization)
            .where('value.customer_key', '=', key),
        )
        .orderBy('id')
        .execute(),
    ),
  );
  return rows.map(({ id }) => id);
}

/** How many values were erased, or why none. */
async function eraseConversation(engine: Engine, whom: Whom, id: string): Promise<number | Left> {
  const { organization, by } = whom;
  return untilNotOvertaken(async () => {
    const now = engine.clock.now();
    const loaded = await engine.database.use((pool) =>
      load(pool, organization, { at: now, conversation: id }),
    );
    if (!loaded?.conversation) throw new Error(`the conversation ${id} of ${organization} is not there`);
    const { state, version } = loaded.conversation;
    const before = state as unknown as Conversation;
    const leave = (because: Left['because']): Left => ({
      conversation: id,
      cases: before.cases.map((one) => one.id),
      because,
    });
    if (!isAtRest(before)) return leave('going on');
    if (await isUnderWay(engine, organization, id)) return leave('message under way');
    const happened = (await recordOfConversation(engine, organization, id)).map(({ event }) => event);
    const event = erased(by, Math.max(now, before.changedAt));
    const conversation = withoutPersonal(id, [...happened, event]);
    const stored = await store(engine, organization, {
      at: event.at,
      readAt: loaded.readAt,
      // Whatever was added since it was loaded is a conflict.
      conversations: [{ id, version, state: conversation, due: nextDue(conversation) }],
      cases: conversation.cases.map((one) => caseRow(conversation, one, loaded.salt)),
      entries: [entryOf(event, { organization, conversation: id }, '', null)],
      erase: {},
    });
    return stored === 'conflict' ? stored : happened.filter((one) => 'personal' in one).length;
  }, 'Erase again.');
}

/** What other systems reported of the customer, and whatever else stands in no conversation. */
async function eraseOutside(engine: Engine, whom: Whom): Promise<number> {
  const { organization, key } = whom;
  const rows = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.personal as value')
        .innerJoin('sayso.ledger as entry', (join) =>
          join
            .onRef('entry.organization_id', '=', 'value.organization_id')
            .onRef('entry.sequence', '=', 'value.sequence'),
        )
        .select('entry.sequence')
        .where('value.organization_id', '=', organization)
        .where('value.customer_key', '=', key)
        .where('entry.conversation_id', 'is', null)
        .execute(),
    ),
  );
  const event = erased(whom.by, engine.clock.now());
  await store(
    engine,
    organization,
    {
      at: event.at,
      readAt: ON_NOTHING,
      conversations: [],
      cases: [],
      entries: [entryOf(event, { organization, conversation: null }, '', null)],
      erase: { customerKey: key },
    },
    key,
  );
  return rows.length;
}

type Stored = Extract<Recorded['outcome'], 'stored' | 'conflict'>;

async function store(
  engine: Engine,
  organization: string,
  step: Pick<StepWithMore, 'at' | 'readAt' | 'conversations' | 'cases' | 'entries' | 'erase'>,
  /** The customer whose own record goes as well. */
  customer?: string,
): Promise<Stored> {
  const whole = stepOn({ ...step, organization }, step);
  const { outcome } = await engine.database.use((pool) =>
    customer === undefined ? record(pool, whole) : recordCustomer(pool, whole, { erase: customer }),
  );
  if (outcome === 'stored' || outcome === 'conflict') return outcome;
  throw new Error(`erasing from ${organization}: ${outcome}`);
}

/** Whether a message of a conversation is still to be delivered. New ones come with a new version of it alone. */
async function isUnderWay(engine: Engine, organization: string, conversation: string): Promise<boolean> {
  const found = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.outbox')
        .select('key')
        .where('organization_id', '=', organization)
        .where('conversation_id', '=', conversation)
        .where('done_at', 'is', null)
        .where('set_aside_at', 'is', null)
        .limit(1)
        .executeTakeFirst(),
    ),
  );
  return found !== undefined;
}
