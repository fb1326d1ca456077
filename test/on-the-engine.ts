/**
 * Lives what happened in pure worlds again on the real engine, with PostgreSQL: the same commands at the same instants
 * have to be taken and refused alike, and come to the same state, messages and record.
 */
import assert from 'node:assert/strict';
import { Clock } from '../src/shell/clock.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { openDatabase } from '../src/shell/database/hosts.ts';
import { ensureMonths } from '../src/shell/database/migrate.ts';
import { engineOf, type Engine } from '../src/shell/engine.ts';
import { handle } from '../src/shell/handle.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { replay } from '../src/core/cases/evolve.ts';
import { conversationOfCase, recordOfConversation } from '../src/shell/store/lists.ts';
import { freshDatabase, type FreshDatabase } from './database.ts';
import { SALT, type PureWorld } from './pure-world.ts';

/** An engine on a fresh database whose clock is set by hand, with readable ids. */
export async function engineByHand(): Promise<{
  engine: Engine;
  fresh: FreshDatabase;
  setTime: (at: number) => void;
  /** The ids that the next case and conversation get. */
  setIds: (next: { case: string; conversation: string }) => void;
  close: () => Promise<void>;
}> {
  const fresh = await freshDatabase();
  let now = 0;
  let ids = { case: '', conversation: '' };
  const database = openDatabase([fresh.service], { size: 4 });
  const engine: Engine = {
    ...engineOf({
      database,
      clock: new Clock({ wall: () => now, steady: () => now }),
      channels: { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true }) },
    }),
  };
  const { random } = engine;
  engine.random = (bytes) =>
    bytes === 8 ? ids.conversation.slice(1) : bytes === 6 ? ids.case.slice(1) : random(bytes);
  return {
    engine,
    fresh,
    setTime: (at) => {
      now = at;
    },
    setIds: (next) => {
      ids = next;
    },
    close: async () => {
      await database.close();
      await fresh.drop();
    },
  };
}

/**
 * Lives a pure world's commands again on the engine.
 * @throws AssertionError where anything comes out differently
 */
export async function liveAgain(world: PureWorld, texts: { book: string; people: string }): Promise<void> {
  const { engine, fresh, setTime, setIds, close } = await engineByHand();
  try {
    const [first] = world.log;
    const began = first?.at ?? 0;
    setTime(began);
    // A month of its own for every time that the world has seen.
    for (let at = began - MONTH_MS; at <= world.at + MONTH_MS; at += MONTH_MS)
      await ensureMonths(fresh.owner, at, 1);
    const put = await putOrganization(engine, {
      id: ORGANIZATION,
      book: { file: 'book.yaml', text: texts.book },
      people: { file: 'people.yaml', text: texts.people, format: 'yaml' },
    });
    assert.ok(!('problems' in put), JSON.stringify(put));
    await sameSalt(fresh);
    for (const { at, conversation, case: id, command, by, refused } of world.log) {
      setTime(at);
      setIds({ case: id ?? '', conversation });
      const handled = await handle(engine, {
        organization: ORGANIZATION,
        by,
        command,
        conversation,
        ...(id !== null && { case: id }),
      });
      if (refused) assert.deepEqual(handled, { done: false, refused });
      else assert.ok(handled.done, JSON.stringify([command, handled]));
    }
    for (const [id, conversation] of world.conversations) {
      if (conversation.cases.length === 0) continue;
      const [one] = conversation.cases;
      const stored = await conversationOfCase(engine, ORGANIZATION, one?.id ?? '');
      assert.deepEqual(stored, JSON.parse(JSON.stringify(conversation)));
      const record = await recordOfConversation(engine, ORGANIZATION, id);
      // Replaying the ledger gives the stored state.
      assert.deepEqual(
        replay(
          id,
          record.map(({ event }) => event),
        ),
        stored,
      );
    }
  } finally {
    await close();
  }
}

const ORGANIZATION = 'world';
const MONTH_MS = 28 * 24 * 60 * 60 * 1000;

/** Gives the organization the salt of the pure worlds, so that what is hashed with it is equal. */
export async function sameSalt({ admin }: FreshDatabase): Promise<void> {
  const client = await openClient(admin);
  try {
    await client.query('update sayso.organization set salt = $1', [Buffer.from(SALT, 'hex')]);
  } finally {
    await client.end();
  }
}
