/**
 * How much work of all organizations waits, and for how long, for the metrics: numbers alone, so it may run as the owner.
 */
import { sql, type Kysely } from 'kysely';

const WAITING = `
create function sayso.work_waiting(at timestamptz)
returns table (effects_due bigint, oldest_effect timestamptz, effects_set_aside bigint, oldest_timer timestamptz,
  timers_set_aside bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
  -- What failed is tried again within ten minutes: by then its "ready" has come, and one index finds it.
  select effects.due, effects.oldest, effects.aside, timers.oldest, timers.aside from
    (select count(*) as due, min(one.due) as oldest,
        (select count(*) from sayso.outbox rests where rests.set_aside_at is not null) as aside
      from sayso.outbox one
      where one.done_at is null and one.set_aside_at is null and one.due <= at
        and one.ready <= at + interval '11 minutes') as effects,
    (select min(one.due) as oldest,
        (select count(*) from sayso.timer rests where rests.set_aside_at is not null) as aside
      from sayso.timer one
      where one.set_aside_at is null and one.due <= at and one.ready <= at + interval '11 minutes') as timers
$$;
grant execute on function sayso.work_waiting to sayso_service;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(WAITING).execute(db);
}
