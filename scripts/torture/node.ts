/** One node, a process of its own: the real engine and runner in quickened time, with commands by the way of its parent. */
import { webhookChannel } from '../../src/shell/channels/webhook.ts';
import { Clock } from '../../src/shell/clock.ts';
import type { Connection } from '../../src/shell/database/connect.ts';
import { openDatabase } from '../../src/shell/database/hosts.ts';
import { engineOf } from '../../src/shell/engine.ts';
import { handle, type Sent } from '../../src/shell/handle.ts';
import { startAnchors } from '../../src/shell/ledger/anchors.ts';
import { startLive } from '../../src/shell/live.ts';
import { startRunner } from '../../src/shell/runner.ts';
import { databaseNow } from '../../src/shell/store/load.ts';
import { Unavailable } from '../../src/shell/unavailable.ts';
import { follow, type Told } from './follow.ts';
import { type Pace, QuickClock, quickened } from './pace.ts';

export type NodeSettings = {
  /** The hosts of its database. */
  service: readonly Connection[];
  /** Where messages are posted. */
  receiver: string;
  pace: Pace;
  leaseMs: number;
  /** Where every node writes its anchors. */
  anchors: string;
};

/** What the parent says. */
export type ToNode = { id: number; sent: Sent } | { jump: number } | { follow: string };

/** What a command came to, as a client hears it. */
export type Reply =
  | {
      done: true;
      case: string | null;
      conversation: string;
      /** The ledger's sequence number of its last entry. */
      sequence: number;
      /** Kinds of its entries, in order. */
      kinds: readonly string[];
      /** What was asked in the case, and is open. */
      questions: readonly string[];
      replayed: boolean;
    }
  | { done: false; refused: string }
  /** It may or may not have been done. */
  | { unknown: string };

/** What the node says. */
export type FromNode = { ready: true } | { id: number; reply: Reply } | { fault: string } | { told: Told };

const POLL_MS = 40;
const POOL_SIZE = 6;

const say = (message: FromNode): void => {
  // The parent may be gone, and then so is this process.
  if (process.connected) process.send?.(message, () => undefined);
};

async function carryOut(engine: Parameters<typeof handle>[0], sent: Sent): Promise<Reply> {
  try {
    const handled = await handle(engine, sent);
    if (!handled.done) return { done: false, refused: handled.refused.code };
    const { conversation, events, sequence, replayed } = handled;
    const one = conversation.cases.find(({ id }) => id === handled.case);
    return {
      done: true,
      case: handled.case,
      conversation: conversation.id,
      sequence,
      // Those of an earlier time stand elsewhere on the ledger.
      kinds: replayed ? [] : events.map(({ kind }) => kind),
      questions: (one?.questions ?? []).filter(({ closed }) => !closed).map(({ id }) => id),
      replayed,
    };
  } catch (error) {
    return { unknown: error instanceof Unavailable ? error.code : String(error) };
  }
}

function main({ service, receiver, pace, leaseMs, anchors }: NodeSettings): void {
  const sources = new QuickClock(pace);
  const engine = engineOf({
    database: openDatabase(service, { size: POOL_SIZE }),
    clock: new Clock(sources),
    channels: { byKind: new Map(), otherwise: webhookChannel(receiver) },
  });
  startRunner(engine, {
    pollMs: POLL_MS,
    leaseMs,
    askDatabase: async () => quickened(pace, await engine.database.use((pool) => databaseNow(pool))),
    onFault: (error, { where, conversation = '' }) =>
      say({ fault: `${where} ${conversation}: ${String(error)}` }),
  });
  const live = startLive(engine, (error, what) => say({ fault: `${what}: ${String(error)}` }));
  startAnchors(engine, anchors, (error) => say({ fault: `anchors: ${String(error)}` }));
  process.on('message', (message: ToNode) => {
    if ('jump' in message) sources.jumped = message.jump;
    else if ('follow' in message) void follow(live, message.follow, (told) => say({ told }));
    else void carryOut(engine, message.sent).then((reply) => say({ id: message.id, reply }));
  });
  say({ ready: true });
}

// Without its parent it has no purpose; what is sent to all of the group is for the parent.
process.on('disconnect', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
main(JSON.parse(process.argv[2] ?? '') as NodeSettings);
