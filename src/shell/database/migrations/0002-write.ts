/** The write path: everything that a command writes, in one statement. */
import { sql, type Kysely } from 'kysely';

const CREATE_ORGANIZATION = `
create function sayso.create_organization(organization text, name text, at bigint, salt text) returns boolean
language plpgsql as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  insert into sayso.organization (organization_id, name, created_at, salt)
  values (organization, name, sayso.instant(at), decode(salt, 'hex')) on conflict do nothing;
  if not found then return false; end if;
  insert into sayso.ledger_head (organization_id, sequence, hash)
  values (organization, 0, decode(repeat('00', 32), 'hex'));
  return true;
end $$;
`;

/**
 * Whether something that a step rests on was written after it was read; what it was, or null. The head is locked by
 * then, so that nobody else of the organization writes.
 */
const CONFLICT = `
create function sayso.conflict(organization text, step jsonb, head bigint, versions bigint) returns jsonb
language plpgsql as $$
declare
  read_at bigint := (step->>'readAt')::bigint;
  -- What somebody says of themself rests on what is known of them alone: a house that comes to work at nine is in nobody's way.
  about text[] := case when step ? 'about' then array(select jsonb_array_elements_text(step->'about')) end;
  keys text[];
  stored_version bigint;
  found_id text;
begin
  for n in 0 .. jsonb_array_length(step->'conversations') - 1 loop
    found_id := step->'conversations'->n->>'id';
    select stored.version into stored_version from sayso.conversation stored
     where stored.organization_id = organization and stored.id = found_id;
    if coalesce(stored_version, 0) <> (step->'conversations'->n->>'version')::bigint then
      return jsonb_build_object('conversation', found_id);
    end if;
  end loop;

  if head = read_at then return null; end if;
  if versions > read_at and (
    -- What changes the versions rests on all of them, those to come too; a decision on those of its instant.
    step ?| '{books,people}'
    or exists (select from sayso.book_version where organization_id = organization and sequence > read_at
      and since <= sayso.instant((step->>'at')::bigint))
    or exists (select from sayso.people_version where organization_id = organization and sequence > read_at
      and since <= sayso.instant((step->>'at')::bigint))
    or exists (select from sayso.people_change one where one.organization_id = organization
      and one.sequence > read_at and (about is null or one.body->>'person' = any(about)))
    or exists (select from sayso.people_change one where one.organization_id = organization
      and one.ended > read_at and (about is null or one.body->>'person' = any(about))))
  then return jsonb_build_object('version', true); end if;

  if jsonb_array_length(step->'reads') = 0 then return null; end if;
  keys := array(select jsonb_array_elements_text(step->'reads'));
  select key into found_id from sayso.tally
   where organization_id = organization and key = any(keys) and sequence > read_at limit 1;
  if not found then
    select key into found_id from sayso.standing
     where organization_id = organization and key = any(keys) and sequence > read_at limit 1;
  end if;
  return case when found_id is null then null else jsonb_build_object('key', found_id) end;
end $$;
`;

const WRITE_LEDGER = `
-- Writes a step's entries onto the chain; the new head.
create function sayso.write_ledger(organization text, step jsonb, inout head bigint, inout last_hash bytea)
language plpgsql as $$
declare
  entries jsonb := step->'entries';
  first bigint := head;
  written_at timestamptz := sayso.instant((step->>'at')::bigint);
  hashes bytea[] := '{}';
  has_personal boolean := false;
begin
  for n in 0 .. jsonb_array_length(entries) - 1 loop
    head := head + 1;
    last_hash := sha256(last_hash || convert_to(head::text || E'\\n' || (entries->n->>'body'), 'UTF8'));
    hashes := hashes || last_hash;
    has_personal := has_personal or entries->n ? 'personal';
  end loop;
  if head = first then return; end if;

  insert into sayso.ledger (organization_id, month, sequence, at, conversation_id, case_id, kind, body, hash)
  select organization, date_trunc('month', written_at at time zone 'UTC'), first + n, written_at,
    entry->>'conversation', entry->>'case', entry->>'kind', entry->>'body', hashes[n]
  from jsonb_array_elements(entries) with ordinality as written(entry, n);
  if has_personal then
    insert into sayso.personal (organization_id, sequence, salt, value, customer_key)
    select organization, first + n, entry->'personal'->>'salt', entry->'personal'->>'value',
      entry->'personal'->>'customerKey'
    from jsonb_array_elements(entries) with ordinality as written(entry, n) where entry ? 'personal';
  end if;
  update sayso.ledger_head set sequence = head, hash = last_hash where organization_id = organization;
end $$;
`;

const WRITE_STATE = `
create function sayso.write_conversations(organization text, step jsonb) returns void language plpgsql as $$
declare
  written_at timestamptz := sayso.instant((step->>'at')::bigint);
  one jsonb;
begin
  for one in select value from jsonb_array_elements(step->'conversations') loop
    insert into sayso.conversation as stored (organization_id, id, version, state, updated_at)
    values (organization, one->>'id', (one->>'version')::bigint + 1, one->'state', written_at)
    on conflict (organization_id, id) do update
      set version = excluded.version, state = excluded.state, updated_at = excluded.updated_at;
    if one->>'due' is null then
      delete from sayso.timer where organization_id = organization and conversation_id = one->>'id';
    else
      insert into sayso.timer (organization_id, conversation_id, due)
      values (organization, one->>'id', sayso.instant((one->>'due')::bigint))
      on conflict (organization_id, conversation_id) do update set due = excluded.due, claimed_until = null,
        attempts = 0, not_before = null, set_aside_at = null, error = null;
    end if;
  end loop;
end $$;

create function sayso.write_cases(organization text, step jsonb) returns void language sql as $$
  insert into sayso."case" (organization_id, id, conversation_id, type, customer_key, open, stage, asker, owner,
    waiting_for, promised, incident, opened_at, updated_at)
  select organization, id, conversation, type, "customerKey", open, stage, asker, owner, "waitingFor",
    sayso.instant(promised), incident, sayso.instant("openedAt"), sayso.instant((step->>'at')::bigint)
  from jsonb_to_recordset(step->'cases') as written(id text, conversation text, type text, "customerKey" text,
    open boolean, stage text, asker text, owner text, "waitingFor" text[], promised bigint, incident text,
    "openedAt" bigint)
  on conflict (organization_id, id) do update set conversation_id = excluded.conversation_id, type = excluded.type,
    customer_key = excluded.customer_key, open = excluded.open, stage = excluded.stage, asker = excluded.asker,
    owner = excluded.owner, waiting_for = excluded.waiting_for, promised = excluded.promised,
    incident = excluded.incident, updated_at = excluded.updated_at
$$;

create function sayso.write_effects(organization text, step jsonb) returns void language sql as $$
  insert into sayso.outbox (organization_id, key, conversation_id, case_id, kind, body, due)
  select organization, key, conversation, "case", kind, body, sayso.instant(due)
  from jsonb_to_recordset(step->'effects')
    as written(key text, conversation text, "case" text, kind text, body jsonb, due bigint)
  on conflict do nothing
$$;

create function sayso.write_answers(organization text, step jsonb, head bigint) returns void language plpgsql as $$
begin
  insert into sayso.tally (organization_id, key, sequence, at, times, amount)
  select organization, key, head, sayso.instant(at), sum(times), sum(amount)
  from jsonb_to_recordset(step->'tallies') as written(key text, at bigint, times bigint, amount bigint)
  group by key, at;
  insert into sayso.standing (organization_id, key, sequence, case_id, conversation_id, answer, until)
  -- Of what one step says twice, as of an answer that is reopened and given anew, the last counts.
  select distinct on (key, "case") organization, key, head, "case", conversation, nullif(answer, 'null'),
    sayso.instant(until)
  from rows from (jsonb_to_recordset(step->'standing')
    as (key text, conversation text, "case" text, answer jsonb, until bigint))
    with ordinality as written(key, conversation, "case", answer, until, n)
  order by key, "case", n desc;
end $$;

create function sayso.write_versions(organization text, step jsonb, head bigint) returns void language plpgsql as $$
begin
  insert into sayso.book_version (organization_id, since, sequence, hash, text)
  select organization, sayso.instant(since), head, hash, text
  from jsonb_to_recordset(step->'books') as written(since bigint, hash text, text text);
  insert into sayso.people_version (organization_id, since, sequence, hash, text, format)
  select organization, sayso.instant(since), head, hash, text, format
  from jsonb_to_recordset(step->'people') as written(since bigint, hash text, text text, format text);
  update sayso.ledger_head set versions = head where organization_id = organization;
end $$;
`;

const ERASE = `
-- Erases what was said in the conversations of a step, and of a customer what stands in none. The versions have been
-- compared by then: nothing was added to the conversations meanwhile, and no message of theirs is under way.
create function sayso.erase(organization text, step jsonb) returns void language plpgsql as $$
declare
  erased text[] := array(select one->>'id' from jsonb_array_elements(step->'conversations') as one);
begin
  delete from sayso.personal where organization_id = organization and sequence in (
    select sequence from sayso.ledger where organization_id = organization and conversation_id = any(erased));
  delete from sayso.personal said where said.organization_id = organization
    and said.customer_key = step->'erase'->>'customerKey' and exists (
      select from sayso.ledger entry where entry.organization_id = organization and entry.sequence = said.sequence
        and entry.conversation_id is null);
  -- One that was set aside is not sent any more: there is nothing left to be sent.
  update sayso.outbox set body = null, error = null, set_aside_at = null,
      done_at = coalesce(done_at, sayso.instant((step->>'at')::bigint))
   where organization_id = organization and conversation_id = any(erased)
     and (done_at is not null or set_aside_at is not null);
end $$;
`;

const RECORD = `
create function sayso.record(organization text, step jsonb) returns jsonb language plpgsql
  -- A plan for every call would cost more than the call; one made while a table is small must not read all of it later.
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  head bigint;
  versions bigint;
  first bigint;
  last_hash bytea;
  sent jsonb := step->'command';
  earlier record;
  clash jsonb;
begin
  perform set_config('sayso.organization_id', organization, true);
  select one.sequence, one.hash, one.versions into head, last_hash, versions
    from sayso.ledger_head one where one.organization_id = organization for update;
  if not found then return '{"outcome": "unknown organization"}'; end if;

  if sent is not null then
    select hash, result into earlier from sayso.command
     where organization_id = organization and key = sent->>'key';
    if found then
      if earlier.hash <> sent->>'hash' then return '{"outcome": "key reused"}'; end if;
      return jsonb_build_object('outcome', 'replayed', 'result', earlier.result);
    end if;
  end if;
  clash := sayso.conflict(organization, step, head, versions);
  if clash is not null then return jsonb_build_object('outcome', 'conflict', 'on', clash); end if;

  first := head;
  select written.head, written.last_hash into head, last_hash
    from sayso.write_ledger(organization, step, head, last_hash) as written;
  perform sayso.write_conversations(organization, step);
  if jsonb_array_length(step->'cases') > 0 then perform sayso.write_cases(organization, step); end if;
  if jsonb_array_length(step->'effects') > 0 then perform sayso.write_effects(organization, step); end if;
  if jsonb_array_length(step->'tallies') > 0 or jsonb_array_length(step->'standing') > 0 then
    -- Without a sequence number of its own, nobody would notice that it was written.
    if head = first then raise exception 'totals and standing answers need an entry' using errcode = 'SY002'; end if;
    perform sayso.write_answers(organization, step, head);
  end if;
  if step ?| '{books,people}' then
    if head = first then raise exception 'a version needs an entry' using errcode = 'SY002'; end if;
    perform sayso.write_versions(organization, step, head);
  end if;
  if step ? 'erase' then perform sayso.erase(organization, step); end if;
  if sent is not null then
    insert into sayso.command (organization_id, key, hash, at, conversation_id, result)
    values (organization, sent->>'key', sent->>'hash', sayso.instant((step->>'at')::bigint),
      step->'conversations'->0->>'id', sent->'result');
  end if;
  return jsonb_build_object('outcome', 'stored', 'sequence', head, 'hash', encode(last_hash, 'hex'));
end $$;

-- Several steps, each as if alone but that they are made durable together.
create function sayso.record_all(organization text, steps jsonb) returns jsonb language plpgsql as $$
declare
  recorded jsonb := '[]';
  step jsonb;
begin
  for step in select value from jsonb_array_elements(steps) loop
    recorded := recorded || sayso.record(organization, step);
  end loop;
  return recorded;
end $$;
`;

const RIGHTS = `
grant execute on function sayso.create_organization, sayso.conflict, sayso.write_ledger, sayso.write_conversations,
  sayso.write_cases, sayso.write_effects, sayso.write_answers, sayso.write_versions, sayso.erase, sayso.record,
  sayso.record_all
  to sayso_service;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [CREATE_ORGANIZATION, CONFLICT, WRITE_LEDGER, WRITE_STATE, ERASE, RECORD, RIGHTS])
    await sql.raw(part).execute(db);
}
