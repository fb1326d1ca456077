/** What is there after a round, read of one instant and as it lies: rows, and the receiver's own file. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import type { Conversation } from '../../src/core/cases/conversation.ts';
import type { Effect } from '../../src/core/cases/effect.ts';
import type { Json } from '../../src/core/words/hash.ts';
import type { Instant } from '../../src/core/words/time.ts';
import { type Anchor, anchorsOf } from '../../src/shell/ledger/anchors.ts';
import type { Heard } from './crowd.ts';
import type { Receipt } from './receiver.ts';

export type EntryRow = {
  sequence: number;
  at: Instant;
  conversation: string | null;
  case: string | null;
  kind: string;
  body: string;
  hash: string;
  salt: string | null;
  value: string | null;
};

export type OutboxRow = {
  key: string;
  conversation: string;
  body: Effect;
  due: Instant;
  attempts: number;
  done: Instant | null;
  setAside: Instant | null;
  error: string | null;
};

export type TimerRow = { conversation: string; due: Instant; setAside: Instant | null; error: string | null };

export type CaseRow = {
  id: string;
  conversation: string;
  open: boolean;
  stage: string;
  asker: string;
  owner: string;
  promised: Instant | null;
  waitingFor: string[];
};

/** All about one organization. */
export type Evidence = {
  organization: string;
  /** In the torture's time, when the rows were read. */
  at: Instant;
  salt: string;
  head: { sequence: number; hash: string };
  /** By sequence. */
  ledger: EntryRow[];
  conversations: { id: string; version: number; state: Conversation }[];
  cases: CaseRow[];
  timers: TimerRow[];
  outbox: OutboxRow[];
  tallies: { key: string; times: number; amount: number }[];
  commands: { key: string; result: Json }[];
  /** The anchors that were there before the rows were read. */
  anchors: (Anchor | 'unusable')[];
  /** The receiver's lines that were there before the rows were read, and all that were there afterwards. */
  receiptsBefore: Receipt[];
  receipts: Receipt[];
  /** What clients were told. */
  heard: Heard[];
};

type Rows = Omit<Evidence, 'organization' | 'at' | 'anchors' | 'receiptsBefore' | 'receipts' | 'heard'>;

const QUERIES = {
  ledger: `select entry.sequence, entry.at, entry.conversation_id as conversation, entry.case_id as "case", entry.kind,
      entry.body, entry.hash, personal.salt, personal.value
    from sayso.ledger entry left join sayso.personal personal using (organization_id, sequence)
    where organization_id = $1 order by sequence`,
  conversations: `select id, version, state from sayso.conversation where organization_id = $1`,
  cases: `select id, conversation_id as conversation, open, stage, asker, owner, promised, waiting_for as "waitingFor"
    from sayso."case" where organization_id = $1`,
  timers: `select conversation_id as conversation, due, set_aside_at as "setAside", error
    from sayso.timer where organization_id = $1`,
  outbox: `select key, conversation_id as conversation, body, due, attempts, done_at as done,
      set_aside_at as "setAside", error
    from sayso.outbox where organization_id = $1`,
  tallies: `select key, sum(times)::bigint as times, sum(amount)::bigint as amount
    from sayso.tally where organization_id = $1 group by key`,
  commands: `select key, result from sayso.command where organization_id = $1`,
} as const;

/** An organization's lines in the receiver's folder. */
function receiptsOf(folder: string, organization: string): Receipt[] {
  const file = path.join(folder, `${organization}.jsonl`);
  if (!existsSync(file)) return [];
  const whole = readFileSync(file, 'utf8');
  // The last line may still be under way.
  return whole
    .slice(0, whole.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Receipt);
}

/**
 * Reads the evidence about an organization.
 * @param admin the superuser, who sees everything
 */
export async function gather(
  admin: Client,
  organization: string,
  given: { receipts: string; anchors: string; heard: readonly Heard[]; now: () => Instant },
): Promise<Evidence> {
  const receiptsBefore = receiptsOf(given.receipts, organization);
  const anchors = await Array.fromAsync(anchorsOf(given.anchors, organization));
  await admin.query('begin isolation level repeatable read read only');
  try {
    const { rows: known } = await admin.query<{ salt: string; sequence: number; hash: string }>(
      `select encode(salt, 'hex') as salt, sequence, hash from sayso.organization
        join sayso.ledger_head using (organization_id) where organization_id = $1`,
      [organization],
    );
    const at = given.now();
    const [first] = known;
    if (!first) throw new Error(`there is no organization ${organization}`);
    const found: Record<string, unknown[]> = {};
    for (const [name, sql] of Object.entries(QUERIES))
      found[name] = (await admin.query(sql, [organization])).rows as unknown[];
    return {
      organization,
      at,
      salt: first.salt,
      head: { sequence: first.sequence, hash: first.hash },
      // Each query names its columns as the rows are typed.
      ...(found as unknown as Pick<Rows, keyof typeof QUERIES>),
      anchors,
      receiptsBefore,
      receipts: receiptsOf(given.receipts, organization),
      heard: given.heard.filter((heard) => heard.organization === organization),
    };
  } finally {
    await admin.query('commit');
  }
}

/**
 * How much is due and not done, of some organizations.
 * @param at what fell due later is not counted
 */
export async function unsettled(
  admin: Client,
  organizations: readonly string[],
  at: Instant,
): Promise<number> {
  const { rows } = await admin.query<{ open: number }>(
    `select (select count(*) from sayso.outbox
        where organization_id = any($1) and done_at is null and set_aside_at is null and due <= $2)
      + (select count(*) from sayso.timer
        where organization_id = any($1) and set_aside_at is null and due <= $2) as open`,
    [organizations, new Date(at)],
  );
  return rows[0]?.open ?? 0;
}
