/**
 * Stand-behind reviews, duty met, and a person's own record, read from the ledger. A record is read by whose it is; of
 * others there is one case's review at a time, for their managers, once they know of it.
 */
import { sql } from 'kysely';
import type { Case, Conversation, Review } from '../core/cases/conversation.ts';
import { refused, type Refusal } from '../core/cases/refusal.ts';
import { managerLine } from '../core/organization/people.ts';
import { dutyMet, type Duty } from '../core/review/duty.ts';
import { recordOf, type OwnRecord } from '../core/review/own-record.ts';
import type { Placed } from '../core/review/placed.ts';
import type { Clock } from '../core/explain/customer-time.ts';
import { standBehind, type StandBehind } from '../core/review/stand-behind.ts';
import type { Engine } from './engine.ts';
import { eventOf } from './entries.ts';
import { loadInForce, type InForce } from './in-force.ts';
import { untilLoaded } from './past.ts';
import { unknownCase } from './refusals.ts';
import { recordOfConversation } from './store/lists.ts';
import { within } from './store/tables.ts';

type Refused = { refused: Refusal };

/** Book and people of now, with a case where one is named. */
type Now = InForce & { salt: string; conversation: Conversation | undefined };

async function nowIn(
  engine: Engine,
  organization: string,
  by: string | undefined,
  caseId?: string,
): Promise<Now | Refused> {
  const at = engine.clock.now();
  const now = await loadInForce(engine, organization, { at, ...(caseId !== undefined && { case: caseId }) });
  if ('refused' in now) return now;
  const { loaded, ...versions } = now;
  if (by !== undefined && !versions.organization.people.has(by))
    return refused(
      'unknown-person',
      'by',
      `There is no "${by}" in the organization.`,
      'Name yourself by your id in the organization file.',
    );
  return {
    ...versions,
    salt: loaded.salt,
    conversation: loaded.conversation?.state as Conversation | undefined,
  };
}

type ReviewWanted = { case: string; review?: string; by: string; clock?: Partial<Clock> };

/**
 * A review, for the agent whom it is about and, once they know of it, for the managers above them.
 * @param review its id; the only one of the case when left out
 */
export async function reviewFor(
  engine: Engine,
  organization: string,
  { case: caseId, review: id, by, clock = {} }: ReviewWanted,
): Promise<StandBehind | Refused> {
  const now = await nowIn(engine, organization, by, caseId);
  if ('refused' in now) return now;
  const one = now.conversation?.cases.find((other) => other.id === caseId);
  if (!now.conversation || !one) return { refused: unknownCase(caseId) };
  const review = reviewMeant(one, id, by, managerLineTo(now, by));
  if ('refused' in review) return review;
  const [record, earlier] = await Promise.all([
    recordOfConversation(engine, organization, now.conversation.id),
    eventsWith(engine, organization, review.about),
  ]);
  const about = { case: caseId, review: review.id, reader: by };
  return untilLoaded(engine, organization, now.salt, record, (past) =>
    standBehind(record, earlier, about, { ...past, clock }),
  );
}

/** Whether somebody is above a person. */
const managerLineTo =
  ({ organization }: InForce, by: string) =>
  (person: string): boolean =>
    managerLine(organization, person).includes(by);

/** The review that is meant, of those that are this reader's to see. */
function reviewMeant(
  one: Case,
  id: string | undefined,
  by: string,
  isAbove: (person: string) => boolean,
): Review | Refused {
  const named = id === undefined ? one.reviews : one.reviews.filter((review) => review.id === id);
  const theirs = named.filter(({ about }) => about === by || isAbove(about));
  const [only, ...more] = theirs;
  // Said alike to whom it is nothing: of whom somebody complained can't be found out case by case.
  if (!only)
    return refused(
      'unknown-review',
      'review',
      `Case ${one.id} has no ${id === undefined ? 'review' : `review "${id}"`} for you to see.`,
      'A review is for the agent whom it is about, and for their managers.',
    );
  if (more.length > 0)
    return refused(
      'which-review',
      'review',
      `Case ${one.id} has ${theirs.length} reviews.`,
      `Name one: ${theirs.map((review) => review.id).join(', ')}.`,
    );
  if (only.about !== by && only.agentTold === undefined)
    return refused(
      'agent-first',
      'review',
      'The agent is told first, and has not been reached yet.',
      'Look again once they know; their word counts: sayso case respond.',
    );
  return only;
}

/** Whether duty was met in a case; it names nobody. */
export async function dutyOf(engine: Engine, organization: string, caseId: string): Promise<Duty | Refused> {
  const now = await nowIn(engine, organization, undefined, caseId);
  if ('refused' in now) return now;
  if (!now.conversation) return { refused: unknownCase(caseId) };
  const record = await recordOfConversation(engine, organization, now.conversation.id);
  return dutyMet(record, caseId) ?? { refused: unknownCase(caseId) };
}

/** A person's own record. Of anybody else it is refused, whoever asks. */
export async function ownRecord(
  engine: Engine,
  organization: string,
  { of, by }: { of: string; by: string },
): Promise<OwnRecord | Refused> {
  const wrong = await notTheirOwn(engine, organization, of, by);
  return wrong ?? recordOf(by, await eventsWith(engine, organization, by));
}

async function notTheirOwn(
  engine: Engine,
  organization: string,
  of: string,
  by: string,
): Promise<Refused | undefined> {
  if (of !== by)
    return refused(
      'own-record-only',
      'of',
      'A record is shown to whose it is, and to nobody else.',
      'Look at your own; of a complaint there is one review, for the agent and their managers: sayso review show.',
    );
  const now = await nowIn(engine, organization, by);
  return 'refused' in now ? now : undefined;
}

/** An entry of the ledger that proves itself: `hash` is SHA-256 over `previous` (32 bytes), `sequence`, "\n" and `body`. */
export type OwnEntry = { sequence: number; previous: string; hash: string; body: string };

/**
 * Everything that a person did, and everything that their record counts for them, entry by entry, to be verified against
 * the chain. What customers said stays behind: of it the bodies hold the salted hash.
 */
export async function ownEntries(
  engine: Engine,
  organization: string,
  { of, by }: { of: string; by: string },
): Promise<OwnEntry[] | Refused> {
  const wrong = await notTheirOwn(engine, organization, of, by);
  if (wrong) return wrong;
  const events = await eventsWith(engine, organization, by);
  const { person: _, reviews, ...counted } = recordOf(by, events);
  const about = new Set(reviews.map(({ review }) => review));
  const sequences = new Set(Object.values(counted).flatMap((shown) => shown.map(({ sequence }) => sequence)));
  for (const { sequence, event } of events)
    if (event.by === by || about.has(reviewIn(event))) sequences.add(sequence);
  return entriesAt(
    engine,
    organization,
    [...sequences].toSorted((a, b) => a - b),
  );
}

/** The review that an event belongs to. */
function reviewIn(event: Placed['event']): string {
  if (!('review' in event)) return '';
  return typeof event.review === 'string' ? event.review : event.review.id;
}

const PAGE = 1000;

async function entriesAt(
  engine: Engine,
  organization: string,
  sequences: readonly number[],
): Promise<OwnEntry[]> {
  const entries: OwnEntry[] = [];
  for (let from = 0; from < sequences.length; from += PAGE) {
    const page = sequences.slice(from, from + PAGE);
    const rows = await engine.database.use((pool) =>
      within(pool, organization, (tables) =>
        tables
          .selectFrom('sayso.ledger as entry')
          .leftJoin('sayso.ledger as before', (join) =>
            join
              .onRef('before.organization_id', '=', 'entry.organization_id')
              .on(sql<boolean>`before.sequence = entry.sequence - 1`),
          )
          .select(['entry.sequence', 'entry.hash', 'entry.body', 'before.hash as previous'])
          .where('entry.organization_id', '=', organization)
          .where('entry.sequence', 'in', page)
          .orderBy('entry.sequence')
          .execute(),
      ),
    );
    entries.push(
      ...rows.map(({ sequence, hash, body, previous }) => ({
        sequence,
        previous: previous ?? '0'.repeat(64),
        hash,
        body,
      })),
    );
  }
  return entries;
}

/** Everything that happened in conversations that a person had a part in, in order, without personal values. */
async function eventsWith(engine: Engine, organization: string, person: string): Promise<Placed[]> {
  return engine.database.use((pool) =>
    within(pool, organization, async (tables) => {
      const conversations = await tables
        .selectFrom('sayso.ledger')
        .select('conversation_id')
        .distinct()
        .where('organization_id', '=', organization)
        .where('conversation_id', 'is not', null)
        .where(sql<boolean>`strpos(body, ${JSON.stringify(person)}) > 0`)
        .execute();
      const events: Placed[] = [];
      for (let from = 0; from < conversations.length; from += PAGE) {
        const rows = await tables
          .selectFrom('sayso.ledger')
          .select(['sequence', 'conversation_id', 'body'])
          .where('organization_id', '=', organization)
          .where(
            'conversation_id',
            'in',
            conversations.slice(from, from + PAGE).map((row) => row.conversation_id),
          )
          .execute();
        for (const { sequence, conversation_id: conversation, body } of rows)
          events.push({ sequence, conversation, event: eventOf(body, null) });
      }
      return events.toSorted((a, b) => a.sequence - b.sequence);
    }),
  );
}
