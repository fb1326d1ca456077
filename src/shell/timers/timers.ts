/**
 * Timers of all organizations: what is due is taken for a while by one node. A step that changes a conversation sets its
 * timer anew; what is reported here afterwards about the old one changes nothing.
 */
import type { ClientBase, Pool } from 'pg';
import type { Instant } from '../../core/words/time.ts';

export type TakenTimer = {
  organization: string;
  conversation: string;
  due: Instant;
  /** How often it has been taken, this time included. */
  attempts: number;
};

/**
 * Takes what is due at `at`, the longest due first. Whoever has neither stored a step nor reported by `at + leaseMs`
 * loses it to the next one who asks. What was taken ten times without a word is set aside.
 * @param most how many at most
 */
export async function takeTimers(
  database: Pool | ClientBase,
  at: Instant,
  leaseMs: number,
  most: number,
): Promise<TakenTimer[]> {
  const { rows } = await database.query<TakenTimer>({
    name: 'take-timers',
    text: `select organization_id as organization, conversation_id as conversation, due, attempts
      from sayso.take_timers($1, $2, $3)`,
    values: [new Date(at), leaseMs, most],
  });
  return rows;
}

/** A timer changed nothing, so that no step moved it on: `next` is when it is due then; null: never. */
export async function timerDone(
  database: Pool | ClientBase,
  { organization, conversation, due, attempts }: TakenTimer,
  next: Instant | null,
): Promise<void> {
  await database.query('select sayso.timer_done($1, $2, $3, $4, $5)', [
    organization,
    conversation,
    new Date(due),
    attempts,
    next === null ? null : new Date(next),
  ]);
}

/**
 * A timer failed. It is tried again after a pause that doubles each time (2 s at first, ten minutes at most); after the
 * tenth time it is set aside.
 * @param words what went wrong, for an administrator
 * @returns when it is tried again; null: it was set aside, or others have it by now
 */
export async function timerFailed(
  database: Pool | ClientBase,
  { organization, conversation, due, attempts }: TakenTimer,
  at: Instant,
  words: string,
): Promise<Instant | null> {
  const { rows } = await database.query<{ again: Instant | null }>(
    'select sayso.timer_failed($1, $2, $3, $4, $5, $6) as again',
    [organization, conversation, new Date(due), attempts, new Date(at), words],
  );
  return rows[0]?.again ?? null;
}

/** Has a timer that was set aside tried again. False: it was not set aside. */
export async function tryTimerAgain(
  database: Pool | ClientBase,
  organization: string,
  conversation: string,
): Promise<boolean> {
  const { rows } = await database.query<{ found: boolean }>('select sayso.timer_again($1, $2) as found', [
    organization,
    conversation,
  ]);
  return rows[0]?.found === true;
}
