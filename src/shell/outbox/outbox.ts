/**
 * The outbox: effects that were stored together with the events that caused them, and are carried out at least once.
 * They are taken like timers are; see `timers.ts`.
 */
import type { ClientBase, Pool } from 'pg';
import type { Json } from '../../core/words/hash.ts';
import type { Instant } from '../../core/words/time.ts';
import { Line } from '../store/line.ts';

export type TakenEffect = {
  organization: string;
  /** Its idempotency key, unique in the organization; the receiver gets it. */
  key: string;
  conversation: string;
  case: string | null;
  kind: string;
  body: Json;
  due: Instant;
  /** How often it has been taken, this time included: more than 1, and the receiver may have it already. */
  attempts: number;
};

/** Takes what is due at `at` for `leaseMs` milliseconds, the longest due first. */
export async function takeEffects(
  database: Pool | ClientBase,
  at: Instant,
  leaseMs: number,
  most: number,
): Promise<TakenEffect[]> {
  const { rows } = await database.query<TakenEffect>({
    name: 'take-effects',
    text: `select organization_id as organization, key, conversation_id as conversation, case_id as "case", kind, body,
        due, attempts
      from sayso.take_effects($1, $2, $3)`,
    values: [new Date(at), leaseMs, most],
  });
  return rows;
}

type Done = Pick<TakenEffect, 'organization' | 'key'> & { at: Instant };

const lines = new WeakMap<Pool, Line<Done, boolean>>();

/** An effect was carried out, by whomever. False: that was known. */
export function effectDone(
  pool: Pool,
  { organization, key }: Pick<TakenEffect, 'organization' | 'key'>,
  at: Instant,
): Promise<boolean> {
  const line = lines.get(pool) ?? new Line<Done, boolean>((done) => allDone(pool, done));
  lines.set(pool, line);
  return line.join({ organization, key, at });
}

async function allDone(pool: Pool, done: readonly Done[]): Promise<boolean[]> {
  const { rows } = await pool.query<{ found: boolean[] }>({
    name: 'effects-done',
    text: 'select sayso.effects_done($1, $2, $3) as found',
    values: [
      done.map(({ organization }) => organization),
      done.map(({ key }) => key),
      done.map(({ at }) => new Date(at)),
    ],
  });
  return rows[0]?.found ?? [];
}

/**
 * An effect failed: tried again after a pause that doubles (2 s at first, ten minutes at most), set aside after the
 * tenth time.
 * @returns when it is tried again; null: it was set aside, or others have it by now
 */
export async function effectFailed(
  database: Pool | ClientBase,
  { organization, key, due, attempts }: Pick<TakenEffect, 'organization' | 'key' | 'due' | 'attempts'>,
  at: Instant,
  words: string,
): Promise<Instant | null> {
  const { rows } = await database.query<{ again: Instant | null }>(
    'select sayso.effect_failed($1, $2, $3, $4, $5, $6) as again',
    [organization, key, new Date(due), attempts, new Date(at), words],
  );
  return rows[0]?.again ?? null;
}

/** Has an effect that was set aside tried again. False: it was not set aside. */
export async function tryEffectAgain(
  database: Pool | ClientBase,
  organization: string,
  key: string,
): Promise<boolean> {
  const { rows } = await database.query<{ found: boolean }>('select sayso.effect_again($1, $2) as found', [
    organization,
    key,
  ]);
  return rows[0]?.found === true;
}
