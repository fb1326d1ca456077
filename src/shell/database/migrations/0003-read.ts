/** The read path: what a command needs, each time in one statement and therefore of one instant. */
import { sql, type Kysely } from 'kysely';

const LOAD = `
-- No row but nulls when there is no such organization.
create function sayso.load(organization text, conversation text, case_id text, command_key text,
  out read_at bigint, out versions_at bigint, out id text, out version bigint, out state jsonb,
  out sent_hash text, out sent_result jsonb)
language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  select head.sequence, head.versions into read_at, versions_at from sayso.ledger_head head
   where head.organization_id = organization;
  if command_key is not null then
    select c.hash, c.result, c.conversation_id into sent_hash, sent_result, id
      from sayso.command c where c.organization_id = organization and c.key = command_key;
  end if;
  -- What was answered before is shown with the conversation that it was about.
  id := coalesce(id, conversation);
  if id is null then
    select c.conversation_id into id from sayso."case" c
     where c.organization_id = organization and c.id = case_id;
  end if;
  select one.id, one.version, one.state into id, version, state from sayso.conversation one
   where one.organization_id = organization and one.id = load.id;
end $$;

-- All versions with the changes that hold, of one instant. Those that were over when the last one came matter no more.
create function sayso.versions(organization text, out versions_at bigint, out salt text, out books jsonb,
  out people jsonb, out changes jsonb)
language plpgsql stable as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  select head.versions, encode(known.salt, 'hex') into versions_at, salt
    from sayso.ledger_head head join sayso.organization known using (organization_id)
   where head.organization_id = organization;
  select coalesce(jsonb_agg(jsonb_build_object('hash', hash, 'since', sayso.milliseconds(since))
      order by since, sequence), '[]') into books
    from sayso.book_version where organization_id = organization;
  select coalesce(jsonb_agg(jsonb_build_object('hash', hash, 'since', sayso.milliseconds(since), 'format', format)
      order by since, sequence), '[]') into people
    from sayso.people_version where organization_id = organization;
  select coalesce(jsonb_agg(one.body order by one.sequence, one.id), '[]') into changes
    from sayso.people_change one
   where one.organization_id = organization and one.ended is null and (one.until is null or one.until > (
     select last.at from sayso.people_change last where last.organization_id = organization
      order by last.sequence desc limit 1));
end $$;
`;

const LOAD_WANTED = `
create function sayso.load_wanted(organization text, tallies jsonb, standing text[]) returns jsonb
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  return (select jsonb_build_object(
    'tallies', (select coalesce(jsonb_agg(jsonb_build_array(total.times, total.amount) order by wanted.n), '[]')
      from rows from (jsonb_to_recordset(tallies) as (key text, after bigint, "from" bigint))
        with ordinality as wanted(key, after, since, n)
      cross join lateral (
        select coalesce(sum(times), 0) as times, coalesce(sum(amount), 0) as amount from sayso.tally
        where organization_id = organization and tally.key = wanted.key
          and at > coalesce(sayso.instant(wanted.after), '-infinity')
          and at >= coalesce(sayso.instant(wanted.since), '-infinity')) as total),
    'standing', (select coalesce(jsonb_agg(jsonb_build_object('key', key, 'sequence', sequence,
        'conversation', conversation_id, 'case', case_id, 'answer', answer,
        'until', sayso.milliseconds(until)) order by sequence desc), '[]')
      from (select distinct on (key, case_id) * from sayso.standing one
        where one.organization_id = organization and one.key = any(load_wanted.standing)
        order by key, case_id, sequence desc) as latest)));
end $$;
`;

const PEOPLE_TEXT = `
-- With the name of the organization, which a table of people has no room for.
create function sayso.people_text(organization text, wanted text, out text text, out format text, out name text)
language plpgsql as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  select one.text, one.format into text, format from sayso.people_version one
   where one.organization_id = organization and one.hash = wanted limit 1;
  select one.name into name from sayso.organization one where one.organization_id = organization;
end $$;
`;

const RIGHTS = `
grant execute on function sayso.load, sayso.versions, sayso.load_wanted, sayso.people_text to sayso_service;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [LOAD, LOAD_WANTED, PEOPLE_TEXT, RIGHTS]) await sql.raw(part).execute(db);
}
