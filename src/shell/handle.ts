/**
 * The one way in which a case changes: load → advance → events, timer and effects in one transaction. Nothing of it is
 * kept in memory; who writes at one conversation of a node takes turns, and a command that lost a race is read and decided
 * anew.
 */
import { advance } from '../core/cases/advance.ts';
import type { Actor, Command } from '../core/cases/command.ts';
import type { Case, Contact, Conversation } from '../core/cases/conversation.ts';
import { nextDue, nextTurn } from '../core/cases/due.ts';
import type { Effect } from '../core/cases/effect.ts';
import type { Event } from '../core/cases/event.ts';
import { newConversation } from '../core/cases/evolve.ts';
import { refusal, type Refusal } from '../core/cases/refusal.ts';
import { unstorable } from '../core/cases/unstorable.ts';
import { canonical, sha256, type Json } from '../core/words/hash.ts';
import type { Instant } from '../core/words/time.ts';
import { untilNotOvertaken } from './attempts.ts';
import type { Engine } from './engine.ts';
import { inForce, peopleLater } from './in-force.ts';
import { belongsTo, inTurn } from './in-turn.ts';
import { unknownOrganization, unknownCase, keyReused } from './refusals.ts';
import { stepOf, type Advanced } from './step-of.ts';
import { confirm } from './store/confirm.ts';
import { effectsOf } from './store/conversations.ts';
import { recordOfConversation } from './store/lists.ts';
import { load, type Loaded } from './store/load.ts';
import { recordInLine } from './store/line.ts';
import type { Step } from './store/step.ts';
import { untilKnown } from './until-known.ts';

/** A command as a door passes it on. */
export type Sent = {
  organization: string;
  by: Actor;
  command: Command;
  /** The case; left out for `open`, and for what is about a whole conversation. */
  case?: string;
  /** The conversation: for time, and for a further case of one that is known. */
  conversation?: string;
  /** The client's idempotency key: sent again with it, a command is carried out once. */
  key?: string;
  /** The case's version that the client saw; another one is refused. */
  version?: number;
};

export type Handled =
  | {
      done: true;
      case: string | null;
      conversation: Conversation;
      events: readonly Event[];
      /** What is said and done in the world because of it; carried out by the runner. */
      effects: readonly Effect[];
      /** The ledger's sequence number up to which this is stored. */
      sequence: number;
      /** When its time has come next; null: never. */
      due: Instant | null;
      replayed: boolean;
    }
  | { done: false; refused: Refusal };

const MOST_KEY = 200;

/**
 * Carries out a command.
 * @throws Unavailable when the clock is off, or other writers won every race; a fault of the database as it is
 */
export const handle = (engine: Engine, sent: Sent): Promise<Handled> =>
  engine.observed.command(sent, () => carryOut(engine, sent));

async function carryOut(engine: Engine, sent: Sent): Promise<Handled> {
  const wrong = wrongKey(sent.key) ?? wrongId(sent);
  if (wrong) return { done: false, refused: wrong };
  const ids = idsFor(engine, sent);
  const place = { organization: sent.organization, ...ids };
  return untilNotOvertaken(async () => {
    const handled = await inTurn(engine, place, () => once(engine, sent, ids));
    if (handled === 'conflict') engine.observed.conflict();
    return handled;
  });
}

type Ids = { case: string | null; conversation?: string };

/** The ids of what is new: the same in every attempt. A helpdesk's conversation has one id, whoever opens its cases. */
function idsFor(engine: Engine, { organization, command, conversation, case: known }: Sent): Ids {
  if (command.do !== 'open')
    return { case: known ?? null, ...(conversation !== undefined && { conversation }) };
  const contact = command.conversation;
  const own = contact === undefined ? `v${engine.random(8)}` : contactConversation(organization, contact);
  return { case: `c${engine.random(6)}`, conversation: conversation ?? own };
}

/** The id of the conversation of a helpdesk's contact. */
export const contactConversation = (
  organization: string,
  { system, id }: Pick<Contact, 'system' | 'id'>,
): string => `v${sha256(canonical([organization, system, id])).slice(0, 16)}`;

function wrongKey(key: string | undefined): Refusal | undefined {
  if (key === undefined || (key.trim() !== '' && key.length <= MOST_KEY)) return undefined;
  return {
    code: 'wrong-key',
    path: 'key',
    message: `An idempotency key has 1 to ${MOST_KEY} characters.`,
    mend: 'Send a random one of your own, such as a UUID.',
  };
}

/** An id that no row could ever have. */
function wrongId(sent: Sent): Refusal | undefined {
  for (const path of ['organization', 'conversation', 'case', 'key'] as const) {
    const [wrong] = unstorable(sent[path]);
    if (wrong) return { ...wrong, path };
  }
  return undefined;
}

async function once(engine: Engine, sent: Sent, ids: Ids): Promise<Handled | 'conflict'> {
  const now = engine.clock.nowOrRefuse();
  const hash =
    sent.key === undefined
      ? ''
      : sha256(canonical([sent.command, sent.by, sent.case ?? null] as unknown as Json));
  const loaded = await engine.database.use((pool) =>
    load(pool, sent.organization, {
      at: now,
      ...(ids.conversation !== undefined ? { conversation: ids.conversation } : { case: ids.case ?? '' }),
      ...(sent.key !== undefined && { key: sent.key }),
    }),
  );
  if (!loaded) return refuse(unknownOrganization(sent.organization));
  if (loaded.replay) return replayed(engine, sent.organization, loaded, loaded.replay, hash);
  const found = notFound(sent, ids, loaded);
  if (found) return found;
  const conversation =
    (loaded.conversation?.state as Conversation | undefined) ?? newConversation(ids.conversation ?? '');
  if (ids.case !== null) belongsTo(engine, sent.organization, ids.case, conversation.id);
  // Time never goes back in a conversation, whichever node's clock is a little behind.
  const at = Math.max(now, conversation.changedAt);
  const outcome = await engine.observed.part('advance', () =>
    advanceWith(engine, sent, ids, loaded, conversation, at),
  );
  if ('refused' in outcome) return { done: false, refused: outcome.refused };
  if (outcome.events.length === 0)
    return {
      done: true,
      case: ids.case,
      conversation,
      events: [],
      effects: [],
      sequence: loaded.readAt,
      due: outcome.due,
      replayed: false,
    };
  const step = stepOf(engine, {
    organization: sent.organization,
    at,
    loaded,
    outcome,
    ...(sent.key !== undefined && {
      command: {
        key: sent.key,
        hash,
        result: keptOf(ids, conversation, outcome),
      },
    }),
  });
  return stored(engine, sent, ids, outcome, step);
}

/** Stores what a command came to; or why not. */
async function stored(
  engine: Engine,
  sent: Sent,
  ids: Ids,
  outcome: Advanced,
  step: Step,
): Promise<Handled | 'conflict'> {
  const recorded = await engine.observed.part('record', () =>
    engine.database.use((pool) => recordInLine(pool, step)),
  );
  switch (recorded.outcome) {
    case 'stored':
      engine.observed.stored(sent.command.do, outcome.conversation, outcome.events);
      engine.wake(sent.organization);
      return { done: true, case: ids.case, ...outcome, sequence: recorded.sequence, replayed: false };
    case 'conflict':
    // The same key was stored meanwhile: the next attempt finds its answer.
    case 'replayed':
      return 'conflict';
    case 'key reused':
      return refuse(keyReused());
    case 'unknown organization':
      return refuse(unknownOrganization(sent.organization));
  }
}

const refuse = (refused: Refusal): Handled => ({ done: false, refused });

/** What is kept of a command, to answer it again. */
type Kept = { case: string | null; conversation: string; first: number; count: number; effects: string[] };

const keptOf = (
  ids: Ids,
  { id, version }: Conversation,
  { events, effects }: { events: readonly Event[]; effects: readonly Effect[] },
): Kept => ({
  case: ids.case,
  conversation: id,
  // A conversation counts its events.
  first: version,
  count: events.length,
  effects: effects.map(({ key }) => key),
});

/** What was answered under the same key: what happened and was said then, and the case as it is now. */
async function replayed(
  engine: Engine,
  organization: string,
  loaded: Loaded,
  replay: { hash: string; result: Json },
  hash: string,
): Promise<Handled | 'conflict'> {
  if (replay.hash !== hash) return refuse(keyReused());
  // To be told that it was done is an acknowledgement as well.
  await engine.database.use(confirm);
  const result = replay.result as Kept;
  const state = loaded.conversation?.state as Conversation | undefined;
  const record = await recordOfConversation(engine, organization, result.conversation);
  return {
    done: true,
    case: result.case,
    conversation: state ?? newConversation(result.conversation),
    events: record.slice(result.first, result.first + result.count).map(({ event }) => event),
    effects: await effectsOf(engine, organization, result.conversation, result.effects),
    sequence: loaded.readAt,
    due: state ? nextDue(state) : null,
    replayed: true,
  };
}

/** The case is not there, or not as the client saw it. */
function notFound(sent: Sent, ids: Ids, loaded: Loaded): Handled | undefined {
  if (sent.command.do === 'open') return undefined;
  const state = loaded.conversation?.state as Conversation | undefined;
  const one: Case | undefined = state?.cases.find(({ id }) => id === ids.case);
  if (!state || (ids.case !== null && !one)) return refuse(unknownCase(ids.case ?? ids.conversation ?? ''));
  if (sent.version !== undefined && one && one.version !== sent.version)
    return refuse(
      refusal(
        'changed-meanwhile',
        'version',
        `The case changed meanwhile: version ${one.version}, not ${sent.version}.`,
        'Look at it again: sayso case show.',
      ),
    );
  return undefined;
}

/** Advances by what is in force and known at an instant. */
async function advanceWith(
  engine: Engine,
  sent: Sent,
  ids: Ids,
  loaded: Loaded,
  conversation: Conversation,
  at: Instant,
): Promise<Advanced | { refused: Refusal }> {
  const versions = await inForce(engine, sent.organization, loaded, at);
  if ('refused' in versions) return versions;
  const outcome = await untilKnown(engine, sent.organization, loaded.salt, (known) =>
    advance(conversation, ids.case, sent.command, sent.by, { ...versions, ...known }, at),
  );
  if ('refused' in outcome) return outcome;
  const later = await peopleLater(engine, sent.organization, loaded, versions.book, at);
  const { organization } = versions;
  return { ...outcome, due: nextTurn(outcome.conversation, { organization, later }, at) };
}
