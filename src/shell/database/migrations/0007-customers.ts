/**
 * Customers by their salted key, and what happened outside. Both hold personal values, which an erasure takes along; what
 * they come to is on the ledger.
 */
import { sql, type Kysely } from 'kysely';

const TABLES = `
create table sayso.customer (
  organization_id text not null,
  customer_key text not null,
  version bigint not null,
  body jsonb not null,
  -- To list who is flagged, and whose flag has not ended.
  flagged_until timestamptz,
  updated_at timestamptz not null,
  primary key (organization_id, customer_key)
);
create index customer_flagged on sayso.customer (organization_id, flagged_until) where flagged_until is not null;

create table sayso.outside_event (
  organization_id text not null,
  id text not null,
  customer_key text,
  at timestamptz not null,
  state text not null check (state in ('open', 'taken', 'dismissed')),
  -- Who sees it: whoever reported it, and whom the book or an open case names.
  people text[] not null,
  body jsonb not null,
  primary key (organization_id, id)
);
create index outside_event_open on sayso.outside_event (organization_id, at) where state = 'open';
create index outside_event_customer on sayso.outside_event (organization_id, customer_key)
  where customer_key is not null;
`;

const RECORD = `
-- A step that changes what is stored of a customer, or an outside event, in one transaction with its entries. A row that
-- was written since it was read is a conflict, as it is for conversations.
create function sayso.record_customer(organization text, step jsonb, change jsonb) returns jsonb language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  of_customer jsonb := change->'customer';
  outside jsonb := change->'outside';
  written_at timestamptz := sayso.instant((step->>'at')::bigint);
  stored bigint;
  recorded jsonb;
begin
  perform set_config('sayso.organization_id', organization, true);
  -- The head's lock makes the comparison exact; the step takes it again.
  perform from sayso.ledger_head where organization_id = organization for update;
  if of_customer is not null then
    select version into stored from sayso.customer
     where organization_id = organization and customer_key = of_customer->>'key';
    if coalesce(stored, 0) <> (of_customer->>'version')::bigint then
      return jsonb_build_object('outcome', 'conflict', 'on', jsonb_build_object('key', of_customer->>'key'));
    end if;
  end if;
  if outside->>'from' is not null then
    if not exists (select from sayso.outside_event where organization_id = organization
        and id = outside->>'id' and state = outside->>'from') then
      return jsonb_build_object('outcome', 'conflict', 'on', jsonb_build_object('key', outside->>'id'));
    end if;
  end if;
  recorded := sayso.record(organization, step);
  if recorded->>'outcome' <> 'stored' then return recorded; end if;
  if of_customer is not null then
    insert into sayso.customer as one (organization_id, customer_key, version, body, flagged_until, updated_at)
    values (organization, of_customer->>'key', (of_customer->>'version')::bigint + 1, of_customer->'body',
      sayso.instant((of_customer->>'flaggedUntil')::bigint), written_at)
    on conflict (organization_id, customer_key) do update set version = excluded.version, body = excluded.body,
      flagged_until = excluded.flagged_until, updated_at = excluded.updated_at;
  end if;
  if outside->>'from' is not null then
    update sayso.outside_event set state = outside->>'state'
     where organization_id = organization and id = outside->>'id';
  elsif outside is not null then
    insert into sayso.outside_event (organization_id, id, customer_key, at, state, people, body)
    values (organization, outside->>'id', outside->>'customerKey', written_at, 'open',
      array(select jsonb_array_elements_text(outside->'people')), outside->'body')
    on conflict do nothing;
  end if;
  if change->>'erase' is not null then
    delete from sayso.customer where organization_id = organization and customer_key = change->>'erase';
    -- What was said of an event to colleagues; what is under way is not sent any more.
    update sayso.outbox set body = null, error = null, set_aside_at = null, done_at = coalesce(done_at, written_at)
     where organization_id = organization and conversation_id in (
       select 'outside/' || id from sayso.outside_event
        where organization_id = organization and customer_key = change->>'erase');
    delete from sayso.outside_event where organization_id = organization and customer_key = change->>'erase';
  end if;
  return recorded;
end $$;
`;

const LOAD = `
-- What is stored of a customer, in one statement: every case that is opened asks for it.
create function sayso.load_customer(organization text, key text, out version bigint, out body jsonb)
language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  select one.version, one.body into version, body from sayso.customer one
   where one.organization_id = organization and one.customer_key = key;
end $$;
`;

/** What decisions of one organization want to know, all of it of one instant: however many ask, it is one statement. */
const LOAD_KNOWN = `
create function sayso.load_known(organization text, tallies jsonb, standing text[], customers text[]) returns jsonb
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  -- First of all: what is read below is of this organization alone.
  perform set_config('sayso.organization_id', organization, true);
  return sayso.load_wanted(organization, tallies, standing) || jsonb_build_object('customers',
    (select coalesce(jsonb_object_agg(known.customer_key, known.body), '{}') from sayso.customer known
      where known.organization_id = organization and known.customer_key = any(customers)));
end $$;
grant execute on function sayso.load_known to sayso_service;
`;

const RIGHTS = `
select sayso.protect('sayso.customer'), sayso.protect('sayso.outside_event');
grant select, insert, update, delete on sayso.customer, sayso.outside_event to sayso_service;
grant execute on function sayso.record_customer, sayso.load_customer to sayso_service;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [TABLES, RECORD, LOAD, LOAD_KNOWN, RIGHTS]) await sql.raw(part).execute(db);
}
