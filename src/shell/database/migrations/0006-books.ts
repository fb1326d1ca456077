/** Books in use: drafts, and the work that an emergency notice leaves. What is in force stays in `book_version`. */
import { sql, type Kysely } from 'kysely';

const TABLES = `
create table sayso.book_draft (
  organization_id text not null,
  id text not null,
  by text not null,
  at timestamptz not null,
  -- The book that it would take the place of.
  based_on text not null,
  hash text not null,
  text text not null,
  cases text,
  primary key (organization_id, id)
);
create index book_draft_hash on sayso.book_draft (organization_id, hash);
create index book_draft_at on sayso.book_draft (organization_id, at);

-- What a notice is stands on the ledger; here is what is still to be done for it, and when.
create table sayso.notice (
  organization_id text not null,
  id text not null,
  -- Of the entry that gave it.
  sequence bigint not null,
  name text not null,
  types text[] not null,
  since timestamptz not null,
  -- The last case that was looked at for it; null: all that were open have been.
  looked_after text,
  -- When those who review it are told (again); null: it is reviewed.
  review_at timestamptz,
  outcome text,
  due timestamptz,
  claimed_until timestamptz,
  attempts integer not null default 0,
  not_before timestamptz,
  error text,
  ready timestamptz generated always as (greatest(due, claimed_until, not_before)) stored,
  primary key (organization_id, id)
);
create index notice_ready on sayso.notice (ready) where due is not null;

select sayso.protect('sayso.book_draft');
select sayso.protect('sayso.notice');
grant select, insert on sayso.book_draft to sayso_service;
grant select, insert, update on sayso.notice to sayso_service;

-- The open cases of some types, in pages.
create index case_open_type on sayso."case" (organization_id, type, id) where open;
`;

const WRITE = `
-- A step with the draft that it brings.
create function sayso.record_draft(organization text, step jsonb, draft jsonb) returns jsonb language plpgsql as $$
declare
  recorded jsonb := sayso.record(organization, step);
begin
  if recorded->>'outcome' = 'stored' then
    insert into sayso.book_draft (organization_id, id, by, at, based_on, hash, text, cases)
    values (organization, draft->>'id', draft->>'by', sayso.instant((draft->>'at')::bigint), draft->>'basedOn',
      draft->>'hash', draft->>'text', draft->>'cases') on conflict do nothing;
  end if;
  return recorded;
end $$;

-- A step with the work of a notice as it is after it; "sequence" null: of this step.
create function sayso.record_notice(organization text, step jsonb, notice jsonb) returns jsonb language plpgsql as $$
declare
  recorded jsonb;
  reviewed text;
begin
  perform set_config('sayso.organization_id', organization, true);
  select outcome into reviewed from sayso.notice known
   where organization_id = organization and known.id = notice->>'id' for update;
  -- It was reviewed since it was read.
  if reviewed is distinct from notice->>'outcome' and reviewed is not null then
    return '{"outcome": "conflict", "on": {"version": true}}';
  end if;
  recorded := sayso.record(organization, step);
  if recorded->>'outcome' = 'stored' then
    insert into sayso.notice as known (organization_id, id, sequence, name, types, since, looked_after, review_at,
      outcome, due)
    select organization, id, coalesce(sequence, (recorded->>'sequence')::bigint), name, types,
      sayso.instant(since), "lookedAfter", sayso.instant("reviewAt"), outcome, sayso.instant(due)
    from jsonb_to_record(notice) as written(id text, sequence bigint, name text, types text[], since bigint,
      "lookedAfter" text, "reviewAt" bigint, outcome text, due bigint)
    on conflict (organization_id, id) do update set looked_after = excluded.looked_after,
      review_at = excluded.review_at, outcome = excluded.outcome, due = excluded.due, claimed_until = null,
      attempts = 0, not_before = null, error = null;
  end if;
  return recorded;
end $$;
grant execute on function sayso.record_draft, sayso.record_notice to sayso_service;
`;

/** As timers are taken: of all organizations at once, leased for a while. Nothing is ever set aside: a notice is rare. */
const WORK = `
create function sayso.take_notices(at timestamptz, lease_ms integer, most integer)
returns table (organization_id text, id text, due timestamptz, attempts integer)
language sql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off as $$
  with free as materialized (
    select one.organization_id, one.id from sayso.notice one
    where one.ready <= at and one.due is not null order by one.ready limit most for update skip locked
  ), taken as (
    update sayso.notice as one set claimed_until = at + lease_ms * interval '1 millisecond',
      attempts = one.attempts + 1
    from free where one.organization_id = free.organization_id and one.id = free.id returning one.*
  )
  select taken.organization_id, taken.id, taken.due, taken.attempts from taken order by taken.due
$$;

create function sayso.notice_looked(organization text, looked_id text, attempt integer, after text,
  next timestamptz) returns boolean language plpgsql as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  update sayso.notice set looked_after = after, due = next, claimed_until = null, attempts = 0, not_before = null,
    error = null where organization_id = organization and id = looked_id and attempts = attempt;
  return found;
end $$;

create function sayso.notice_failed(organization text, failed_id text, attempt integer, at timestamptz, words text)
returns boolean language plpgsql as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  update sayso.notice set claimed_until = null, error = left(words, 2000),
    not_before = at + least(interval '1 second' * power(2, least(attempt, 10)), interval '10 minutes')
   where organization_id = organization and id = failed_id and attempts = attempt;
  return found;
end $$;
grant execute on function sayso.take_notices, sayso.notice_looked, sayso.notice_failed to sayso_service;
`;

/** A book that only a draft holds has its text there. */
const TEXT = `
create function sayso.book_text(organization text, wanted text) returns text language plpgsql as $$
begin
  perform set_config('sayso.organization_id', organization, true);
  return coalesce(
    (select text from sayso.book_version where organization_id = organization and hash = wanted limit 1),
    (select text from sayso.book_draft where organization_id = organization and hash = wanted limit 1));
end $$;
grant execute on function sayso.book_text to sayso_service;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [TABLES, WRITE, WORK, TEXT]) await sql.raw(part).execute(db);
}
