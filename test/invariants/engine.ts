/** The real engine on PostgreSQL for the invariants: several nodes, and nodes that die. */
import assert from 'node:assert/strict';
import type { Conversation } from '../../src/core/cases/conversation.ts';
import { openDatabase, type Database } from '../../src/shell/database/hosts.ts';
import { ensureMonths } from '../../src/shell/database/migrate.ts';
import { engineOf, type Engine } from '../../src/shell/engine.ts';
import { handle, type Handled } from '../../src/shell/handle.ts';
import { putOrganization } from '../../src/shell/organizations.ts';
import { conversationOfCase } from '../../src/shell/store/lists.ts';
import { DAY } from '../../src/core/words/time.ts';
import { engineByHand, sameSalt } from '../on-the-engine.ts';
import { compiled } from '../pure-world.ts';
import { SMALL, SMALL_TEXTS, type Setting } from './settings.ts';
import type { Sent } from './world.ts';

/** The small book and its people in one version, as the database has them. */
export const STORED: Setting = {
  ...SMALL,
  books: [compiled(SMALL_TEXTS.book, SMALL_TEXTS.people).book],
  organizations: [compiled(SMALL_TEXTS.book, SMALL_TEXTS.people).organization],
};

export type Hand = Awaited<ReturnType<typeof engineByHand>>;

/** An engine whose clock stands where the stories begin, with the ledger's months for them. */
export async function openHand(): Promise<Hand> {
  const hand = await engineByHand();
  const began = Date.parse(STORED.at);
  hand.setTime(began);
  for (let at = began - 28 * DAY; at <= began + 200 * DAY; at += 28 * DAY)
    await ensureMonths(hand.fresh.owner, at, 1);
  return hand;
}

/** Puts the small organization in, with the salt of the pure worlds. */
export async function put({ engine, fresh }: Hand, id: string): Promise<void> {
  const made = await putOrganization(engine, {
    id,
    book: { file: 'book.yaml', text: SMALL_TEXTS.book },
    people: { file: 'people.yaml', text: SMALL_TEXTS.people, format: 'yaml' },
  });
  assert.ok(!('problems' in made), JSON.stringify(made));
  await sameSalt(fresh);
}

/** Another node on the same database, with ids of its own. */
export function anotherNode({ engine, fresh }: Hand): { node: Engine; close: () => Promise<void> } {
  const database = openDatabase([fresh.service], { size: 4 });
  const { clock, channels } = engine;
  return { node: engineOf({ database, clock, channels }), close: () => database.close() };
}

/** A node dies at its n-th turn with the database: before the statement is sent, or after it was carried out. */
export type Death = { turn: number; when: 'before' | 'after' };

export class Died extends Error {}

/** The database of a node that will die. */
export function dying(database: Database, { turn, when }: Death): Database {
  let turns = 0;
  return {
    ...database,
    use: async (work) => {
      turns += 1;
      if (turns === turn && when === 'before') throw new Died();
      const result = await database.use(work);
      if (turns === turn) throw new Died();
      return result;
    },
  };
}

/** Sends a command with its key until it is acknowledged; each death of the node is followed by another node. */
export async function acknowledged(
  { engine }: Hand,
  organization: string,
  sent: Sent,
  key: string,
  deaths: readonly Death[],
): Promise<{ handled: Handled; died: number }> {
  let died = 0;
  for (const death of [...deaths, undefined]) {
    const node: Engine =
      death === undefined ? engine : { ...engine, database: dying(engine.database, death) };
    try {
      const handled = await handle(node, {
        organization,
        by: sent.by,
        command: sent.command,
        conversation: sent.conversation,
        ...(sent.case !== null && { case: sent.case }),
        ...(sent.by.kind !== 'sayso' && { key }),
      });
      return { handled, died };
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      died += 1;
    }
  }
  throw new Error('every node died');
}

/** A conversation as it is stored; undefined: nothing is. */
export async function stored(
  { engine }: Hand,
  organization: string,
  one: Conversation | undefined,
): Promise<Conversation | undefined> {
  const id = one?.cases[0]?.id;
  return id === undefined ? undefined : conversationOfCase(engine, organization, id);
}
