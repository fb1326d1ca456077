/** The read path: what a command needs, each time in one statement and therefore of one instant. */
import { sql, type Kysely } from 'kysely';

const LOAD = `
create function sayso.load(organization text, at bigint, conversation text, case_id text, command_key text)
returns jsonb language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  return (select jsonb_build_object(
    'readAt', head.sequence,
    'salt', encode(known.salt, 'hex'),
    'conversation', (select jsonb_build_object('id', one.id, 'version', one.version, 'state', one.state)
      from sayso.conversation one where one.organization_id = organization and one.id = coalesce(
        -- What was answered before is shown with the conversation that it was about.
        (select c.conversation_id from sayso.command c where c.organization_id = organization and c.key = command_key),
        conversation,
        (select conversation_id from sayso."case" c where c.organization_id = organization and c.id = case_id))),
    'replay', (select jsonb_build_object('hash', c.hash, 'result', c.result)
      from sayso.command c where c.organization_id = organization and c.key = command_key),
    'books', (select coalesce(jsonb_agg(jsonb_build_object(
        'hash', hash, 'since', sayso.milliseconds(since)) order by since), '[]')
      from (
        (select hash, since from sayso.book_version where organization_id = organization
          and since <= sayso.instant(at) order by since desc, sequence desc limit 1)
        union all
        (select hash, since from sayso.book_version where organization_id = organization
          and since > sayso.instant(at) order by since, sequence desc limit 1)) as matters),
    'people', (select coalesce(jsonb_agg(jsonb_build_object(
        'hash', hash, 'since', sayso.milliseconds(since), 'format', format) order by since), '[]')
      from (
        (select hash, since, format from sayso.people_version where organization_id = organization
          and since <= sayso.instant(at) order by since desc, sequence desc limit 1)
        union all
        (select hash, since, format from sayso.people_version where organization_id = organization
          and since > sayso.instant(at) order by since, sequence desc limit 1)) as matters))
  from sayso.ledger_head head join sayso.organization known using (organization_id)
  where head.organization_id = organization);
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

const TEXTS = `
create function sayso.book_text(organization text, wanted text) returns text language plpgsql as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  return (select text from sayso.book_version where organization_id = organization and hash = wanted limit 1);
end $$;

create function sayso.people_text(organization text, wanted text, out text text, out format text)
language plpgsql as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  select one.text, one.format into text, format from sayso.people_version one
   where one.organization_id = organization and one.hash = wanted limit 1;
end $$;
`;

const RIGHTS = `
grant execute on function sayso.load, sayso.load_wanted, sayso.book_text, sayso.people_text to sayso_service;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [LOAD, LOAD_WANTED, TEXTS, RIGHTS]) await sql.raw(part).execute(db);
}
