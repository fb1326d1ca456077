/** What people change about themselves, laid over the people that are in force; and turns for what waits for whoever goes. */
import { sql, type Kysely } from 'kysely';

const TABLES = `
create table sayso.people_change (
  organization_id text not null,
  id text not null,
  -- Of the entry that brought it, and of the one that replaced or withdrew it: it holds for what stands in between.
  sequence bigint not null,
  ended bigint,
  at timestamptz not null,
  body jsonb not null,
  -- When it is over by itself; null: never.
  until timestamptz,
  primary key (organization_id, id)
);
create index people_change_holds on sayso.people_change (organization_id, until) where ended is null;
create index people_change_sequence on sayso.people_change (organization_id, sequence);

select sayso.protect('sayso.people_change');
grant select, insert on sayso.people_change to sayso_service;
grant update (ended) on sayso.people_change to sayso_service;
`;

/**
 * As before; and whatever was decided while others were here, or away, is decided anew. What somebody says of themself rests
 * on what is known of them alone ("about"): a whole house that comes to work at nine is in nobody's way.
 */
const CONFLICT = `
alter function sayso.conflict(text, jsonb, bigint, bigint) rename to conflict_of_reads;
create function sayso.conflict(organization text, step jsonb, head bigint, versions bigint) returns jsonb
language plpgsql as $$
declare
  read_at bigint := (step->>'readAt')::bigint;
  about text[] := case when step ? 'about' then array(select jsonb_array_elements_text(step->'about')) end;
begin
  if versions > read_at and (
    exists (select from sayso.people_change one where one.organization_id = organization and one.sequence > read_at
      and (about is null or one.body->>'person' = any(about)))
    or exists (select from sayso.people_change one where one.organization_id = organization and one.ended > read_at
      and (about is null or one.body->>'person' = any(about))))
  then return jsonb_build_object('version', true); end if;
  return sayso.conflict_of_reads(organization, step, head, versions);
end $$;
grant execute on function sayso.conflict to sayso_service;
create index people_change_ended on sayso.people_change (organization_id, ended) where ended is not null;
`;

const READ = `
-- All versions with the changes that hold, of one instant. Those that were over when the last one came matter no more.
create function sayso.versions_with_changes(organization text, out versions_at bigint, out salt text, out books jsonb,
  out people jsonb, out changes jsonb)
language plpgsql stable as $$
begin
  select found.versions_at, found.salt, found.books, found.people into versions_at, salt, books, people
    from sayso.versions(organization) as found;
  select coalesce(jsonb_agg(one.body order by one.sequence, one.id), '[]') into changes
    from sayso.people_change one
   where one.organization_id = organization and one.ended is null and (one.until is null or one.until > (
     select last.at from sayso.people_change last where last.organization_id = organization
      order by last.sequence desc limit 1));
end $$;

-- A table of people has no room for the name of their organization.
create function sayso.people_text_and_name(organization text, wanted text, out text text, out format text,
  out name text) language plpgsql as $$
begin
  select found.text, found.format into text, format from sayso.people_text(organization, wanted) as found;
  select one.name into name from sayso.organization one where one.organization_id = organization;
end $$;
grant execute on function sayso.versions_with_changes, sayso.people_text_and_name to sayso_service;
`;

const WRITE = `
-- A step with what it changes about people, and the conversations that get a turn because of it: all in one transaction,
-- so that a crash loses none. Whoever keeps the versions looks again.
create function sayso.record_people(organization text, step jsonb, change jsonb) returns jsonb language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  recorded jsonb := sayso.record(organization, step);
begin
  if recorded->>'outcome' <> 'stored' then return recorded; end if;
  update sayso.ledger_head set versions = (recorded->>'sequence')::bigint where organization_id = organization;
  update sayso.people_change set ended = (recorded->>'sequence')::bigint
   where organization_id = organization and ended is null
     and id in (select jsonb_array_elements_text(change->'ends'));
  insert into sayso.people_change (organization_id, id, sequence, at, body, until)
  select organization, body->>'id', (recorded->>'sequence')::bigint, sayso.instant((step->>'at')::bigint), body,
    sayso.instant((body->>'until')::bigint)
  from jsonb_array_elements(change->'changes') as body;
  perform sayso.give_turns(organization, change->'turns');
  return recorded;
end $$;

-- Makes the timers of conversations due by an instant: those of which somebody holds an open case ("holds"), those that
-- wait for somebody's answer, and those that wait for anybody to come ("comes").
create function sayso.give_turns(organization text, turns jsonb) returns void language sql as $$
  with turn as (
    select people, sayso.instant(due) as due, holds, comes
    from jsonb_to_recordset(turns) as given(people text[], due bigint, holds boolean, comes boolean)
  ), found as (
    select one.conversation_id, turn.due from turn
      join sayso."case" one on one.organization_id = organization and one.open and one.owner = any(turn.people)
     where turn.holds
    union all
    select one.conversation_id, turn.due from turn
      join sayso."case" one on one.organization_id = organization and one.waiting_for <> '{}'
        and one.waiting_for && turn.people
    union all
    select one.conversation_id, turn.due from turn
      join sayso."case" one on one.organization_id = organization and one.open
        and one.stage = 'waiting for an answer' and one.waiting_for = '{}'
     where turn.comes
  )
  insert into sayso.timer as timer (organization_id, conversation_id, due)
  select organization, conversation_id, min(due) from found group by conversation_id
  on conflict (organization_id, conversation_id) do update set due = excluded.due, claimed_until = null,
    attempts = 0, not_before = null, set_aside_at = null, error = null
   where timer.due > excluded.due
$$;
grant execute on function sayso.record_people, sayso.give_turns to sayso_service;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [TABLES, CONFLICT, READ, WRITE]) await sql.raw(part).execute(db);
}
