/** What one command writes: all of it or nothing. Made by `handle.ts`, written by `record.ts`. */
import type { Json } from '../../core/words/hash.ts';
import type { Instant } from '../../core/words/time.ts';

export type Step = {
  organization: string;
  at: Instant;
  /** The ledger's sequence number at which everything was read. */
  readAt: number;
  /**
   * Keys of tallies and standing decisions that the answer rests on. One that was written after `readAt` is a conflict:
   * the command is read and decided anew.
   */
  reads: readonly string[];
  /** The client's idempotency key, a hash of what was sent under it, and what it was answered. */
  command?: { key: string; hash: string; result: Json };
  conversations: readonly ConversationRow[];
  /** The rows of all cases that changed, for finding them; the truth is the conversation's state. */
  cases: readonly CaseRow[];
  entries: readonly Entry[];
  effects: readonly EffectRow[];
  tallies: readonly TallyRow[];
  standing: readonly StandingRow[];
};

export type ConversationRow = {
  id: string;
  /** The version that was read; 0: it is new. What is written has the next one. */
  version: number;
  state: Json;
  /** When time alone changes it next; null: never. Its timer. */
  due: Instant | null;
};

export type CaseRow = {
  id: string;
  conversation: string;
  type: string;
  /** Salted hash of the customer; null: unknown. */
  customerKey: string | null;
  open: boolean;
  stage: string;
  asker: string;
  owner: string;
  /** People whose answer it waits for. */
  waitingFor: readonly string[];
  /** The promised next update. */
  promised: Instant | null;
  incident: string | null;
  openedAt: Instant;
};

/** One event on the record. */
export type Entry = {
  /** Canonical JSON of the entry, personal values apart: what is hashed. */
  body: string;
  kind: string;
  conversation: string | null;
  case: string | null;
  /** The values that can be erased; the body holds their salted hash under "personal". */
  personal?: { salt: string; value: string; customerKey: string | null };
};

export type EffectRow = {
  /** The idempotency key, unique in the organization; one that is there already is left as it is. */
  key: string;
  conversation: string;
  case: string | null;
  kind: string;
  body: Json;
  due: Instant;
};

/** What a yes adds to a running total: how often and how much (minor units); negative when it is undone. */
export type TallyRow = { key: string; times: number; amount: number; at: Instant };

/** A final answer that holds for the same customer, subject, type and deciding facts. */
export type StandingRow = {
  key: string;
  conversation: string;
  case: string;
  answer: Json;
  until: Instant | null;
};
