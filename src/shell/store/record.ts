/** Writes what a command comes to: all of it or nothing, in one statement. */
import { randomBytes } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import type { Json } from '../../core/words/hash.ts';
import type { Instant } from '../../core/words/time.ts';
import { codeOf } from '../database/fault.ts';
import { StoreFault, storeFaultOf } from './fault.ts';
import type { Step } from './step.ts';

/** A book that comes into force. It needs an entry in the same step. */
export type BookVersion = { hash: string; text: string; since: Instant };
/** An organization's people that come into force. */
export type PeopleVersion = BookVersion & { format: 'yaml' | 'csv' };

/** What a step may bring beside what cases write. */
export type StepWithMore = Step & {
  books?: readonly BookVersion[];
  people?: readonly PeopleVersion[];
  /**
   * Erases the personal values of its conversations, and their messages that are not under way; and of a customer, where
   * one is named, what stands in no conversation.
   */
  erase?: { customerKey?: string };
};

export type Recorded =
  /** It is stored and will stay: the ledger's new head, `hash` in hexadecimal. */
  | { outcome: 'stored'; sequence: number; hash: string }
  /** The command was carried out before; nothing was written, and this is what it was answered. */
  | { outcome: 'replayed'; result: Json }
  /** Something that it rests on was written meanwhile; nothing was written. Load and decide anew. */
  | { outcome: 'conflict'; on: { conversation: string } | { key: string } | { version: true } }
  /** The idempotency key was used for something else; nothing was written. */
  | { outcome: 'key reused' }
  | { outcome: 'unknown organization' };

/**
 * Writes a step. Each organization's steps are written one after the other, each whole or not at all.
 * @param database a pool, or a client of its own; with a pipelined client several steps may be under way
 * @throws StoreFault `month` or `text`; nothing was written then. An error of the connection leaves open whether it was:
 * send it again under the same idempotency key
 */
export async function record(database: Pool | ClientBase, step: StepWithMore): Promise<Recorded> {
  try {
    const { rows } = await database.query<{ recorded: Recorded }>({
      name: 'record',
      text: 'select sayso.record($1, $2) as recorded',
      values: [step.organization, JSON.stringify(step)],
    });
    const [row] = rows;
    if (!row) throw new Error('the database answered without a row');
    return row.recorded;
  } catch (error) {
    throw storeFaultOf(error);
  }
}

/** Writes steps of one organization in their order, in one transaction: an error of one of them undoes all. */
export async function recordAll(
  database: Pool | ClientBase,
  organization: string,
  steps: readonly Step[],
): Promise<Recorded[]> {
  try {
    const { rows } = await database.query<{ recorded: Recorded[] }>({
      name: 'record-all',
      text: 'select sayso.record_all($1, $2) as recorded',
      values: [organization, JSON.stringify(steps)],
    });
    return rows[0]?.recorded ?? [];
  } catch (error) {
    throw storeFaultOf(error);
  }
}

/**
 * Makes an organization, with an empty ledger.
 * @param id up to 64 letters, digits, `_`, `-` and `.`; it stands in file names
 * @returns false when there is one of that id already; it stays as it is
 * @throws StoreFault `organization` when the id can't be one
 */
export async function createOrganization(
  database: Pool | ClientBase,
  { id, name, at }: { id: string; name: string; at: Instant },
): Promise<boolean> {
  try {
    const { rows } = await database.query<{ made: boolean }>(
      'select sayso.create_organization($1, $2, $3, $4) as made',
      [id, name, at, randomBytes(32).toString('hex')],
    );
    return rows[0]?.made === true;
  } catch (error) {
    if (codeOf(error) !== '23514') throw storeFaultOf(error);
    throw new StoreFault(
      'organization',
      `"${id}" can't be the id of an organization`,
      'Use 1 to 64 letters, digits, "_", "-" and ".", with a letter, a digit or "_" first.',
    );
  }
}
