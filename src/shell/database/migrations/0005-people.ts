/** Writes what people change about themselves, and gives turns to what waits for whoever goes. */
import { sql, type Kysely } from 'kysely';

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
  await sql.raw(WRITE).execute(db);
}
