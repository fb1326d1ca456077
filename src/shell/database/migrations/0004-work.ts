/**
 * Taking timers and effects of all organizations at once: these functions run as the owner, and give away no more than
 * what a node has to carry out. Each is one short statement; what was taken is free again when its lease is over.
 * What is reported belongs to that taking alone (its `due` and `attempts`): a node that wakes up late changes nothing.
 */
import { sql, type Kysely } from 'kysely';

/** After so many attempts it is set aside, where an administrator sees it. */
const MOST_ATTEMPTS = 10;

type Work = { table: 'timer' | 'outbox'; id: string; open: string; columns: string };

const TIMERS: Work = {
  table: 'timer',
  id: 'conversation_id',
  open: '',
  columns: 'conversation_id text, due timestamptz, attempts integer',
};
const EFFECTS: Work = {
  table: 'outbox',
  id: 'key',
  open: 'and done_at is null',
  columns:
    'key text, conversation_id text, case_id text, kind text, body jsonb, due timestamptz, attempts integer',
};

const namesOf = (columns: string): string =>
  columns.replaceAll(/ \w+(?=,|$)/g, '').replaceAll(/^|(?<=, )/g, 'taken.');

const take = (name: string, { table, id, open, columns }: Work): string => `
create function sayso.${name}(at timestamptz, lease_ms integer, most integer)
returns table (organization_id text, ${columns})
language sql security definer set search_path = pg_catalog, pg_temp
  -- As for recording: what was planned while the table was small must not read all of it later.
  set enable_seqscan = off as $$
  with free as materialized (
    select one.organization_id, one.${id} from sayso.${table} one
    where one.ready <= at and one.set_aside_at is null ${open}
    order by one.ready limit most for update skip locked
  ), taken as (
    update sayso.${table} as one set
      claimed_until = at + lease_ms * interval '1 millisecond',
      attempts = least(one.attempts + 1, ${MOST_ATTEMPTS}),
      -- Counted when taken: whatever ends the process that takes it reports nothing, and would do so for ever.
      set_aside_at = case when one.attempts >= ${MOST_ATTEMPTS} then at end,
      error = case when one.attempts >= ${MOST_ATTEMPTS}
        then coalesce(one.error, 'Taken ${MOST_ATTEMPTS} times, and no node said what came of it') else one.error end
    from free where one.organization_id = free.organization_id and one.${id} = free.${id}
    returning one.*
  )
  select taken.organization_id, ${namesOf(columns)} from taken where taken.set_aside_at is null order by taken.due
$$;
`;

const failed = (name: string, { table, id, open }: Work): string => `
-- When it is tried again; null: it is set aside, or it no longer was in the hands of the one who says this.
create function sayso.${name}(organization text, failed_id text, was_due timestamptz, attempt integer, at timestamptz,
  words text)
returns timestamptz language plpgsql as $$
declare
  again timestamptz := case when attempt < ${MOST_ATTEMPTS}
    then at + least(interval '1 second' * power(2, attempt), interval '10 minutes') end;
begin
  perform set_config('sayso.organization_id', organization, true);
  update sayso.${table} set claimed_until = null, not_before = again, error = left(words, 2000),
    set_aside_at = case when again is null then at end
   where organization_id = organization and ${id} = failed_id and due = was_due and attempts = attempt
     and set_aside_at is null ${open};
  return case when found then again end;
end $$;
`;

const tryAgain = (name: string, { table, id }: Work): string => `
create function sayso.${name}(organization text, again_id text) returns boolean language plpgsql as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  update sayso.${table} set set_aside_at = null, attempts = 0, claimed_until = null, not_before = null
   where organization_id = organization and ${id} = again_id and set_aside_at is not null;
  return found;
end $$;
`;

const DONE = `
-- For a timer that changed nothing, so that no step moved it; "next" null: none.
create function sayso.timer_done(organization text, conversation text, was_due timestamptz, attempt integer,
  next timestamptz)
returns boolean language plpgsql as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  if next is null then
    delete from sayso.timer where organization_id = organization and conversation_id = conversation
      and due = was_due and attempts = attempt;
  else
    update sayso.timer set due = next, claimed_until = null, not_before = null, attempts = 0, error = null
     where organization_id = organization and conversation_id = conversation
       and due = was_due and attempts = attempt;
  end if;
  return found;
end $$;

create function sayso.effect_done(organization text, done_key text, at timestamptz)
returns boolean language plpgsql as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  update sayso.outbox set done_at = at, claimed_until = null, set_aside_at = null
   where organization_id = organization and key = done_key and done_at is null;
  return found;
end $$;
`;

const ALL_DONE = `
-- In one order, so that two nodes with the same effects never wait for each other.
create function sayso.effects_done(organizations text[], keys text[], at timestamptz[]) returns boolean[]
language plpgsql as $$
declare
  found_open boolean[] := array_fill(false, array[cardinality(keys)]);
  one record;
begin
  for one in select * from unnest(organizations, keys, at) with ordinality as said(organization, key, at, n)
    order by organization, key
  loop
    found_open[one.n] := sayso.effect_done(one.organization, one.key, one.at);
  end loop;
  return found_open;
end $$;
`;

const HEADS = `
-- The ends of all chains, for the anchors outside.
create function sayso.heads(after text, most integer)
returns table (organization_id text, sequence bigint, hash bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select head.organization_id, head.sequence, head.hash from sayso.ledger_head head
  where head.organization_id > after order by head.organization_id limit most
$$;
`;

const RIGHTS = `
grant execute on function sayso.take_timers, sayso.take_effects, sayso.timer_failed, sayso.effect_failed,
  sayso.timer_again, sayso.effect_again, sayso.timer_done, sayso.effect_done, sayso.effects_done, sayso.heads to sayso_service;
`;

/** How much work of all organizations waits, and for how long, for the metrics: numbers alone, so it may run as the owner. */
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
  const parts = [
    take('take_timers', TIMERS),
    take('take_effects', EFFECTS),
    failed('timer_failed', TIMERS),
    failed('effect_failed', EFFECTS),
    tryAgain('timer_again', TIMERS),
    tryAgain('effect_again', EFFECTS),
    DONE,
    ALL_DONE,
    HEADS,
    RIGHTS,
    WAITING,
  ];
  for (const part of parts) await sql.raw(part).execute(db);
}
