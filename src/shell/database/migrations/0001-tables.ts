/**
 * The tables. Each carries `organization_id` first in its key, and row-level security that is enabled and forced: a
 * session of the service sees the organization that it has set, and no other.
 */
import { sql, type Kysely } from 'kysely';

const FOUNDATION = `
create schema sayso;
grant usage on schema sayso to sayso_service;
-- Nobody runs a function that was not given to them.
alter default privileges revoke execute on functions from public;

create function sayso.instant(milliseconds bigint) returns timestamptz language sql immutable parallel safe as
$$ select to_timestamp(milliseconds / 1000.0::float8) $$;
create function sayso.milliseconds(at timestamptz) returns bigint language sql stable parallel safe as
$$ select (extract(epoch from at) * 1000)::bigint $$;
grant execute on function sayso.instant, sayso.milliseconds to sayso_service;

-- What every table needs, a partition of the ledger too: those do not inherit it.
create function sayso.protect(protected regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security, force row level security', protected);
  execute format($policy$create policy organization on %s to sayso_service
    using (organization_id = current_setting('sayso.organization_id', true))
    with check (organization_id = current_setting('sayso.organization_id', true))$policy$, protected);
  -- For migrations, and for the few functions that run as the owner.
  execute format('create policy owner on %s to sayso_owner using (true) with check (true)', protected);
end $$;
`;

const ORGANIZATIONS = `
create table sayso.organization (
  organization_id text primary key check (organization_id ~ '^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$'),
  name text not null,
  created_at timestamptz not null,
  salt bytea not null check (length(salt) >= 16)
);

-- What is in force from when. Of two from the same instant the later one on the ledger counts.
create table sayso.book_version (
  organization_id text not null,
  since timestamptz not null,
  sequence bigint not null,
  hash text not null,
  text text not null,
  primary key (organization_id, since, sequence)
);
create index book_version_hash on sayso.book_version (organization_id, hash);

create table sayso.people_version (
  organization_id text not null,
  since timestamptz not null,
  sequence bigint not null,
  hash text not null,
  text text not null,
  format text not null check (format in ('yaml', 'csv')),
  primary key (organization_id, since, sequence)
);
create index people_version_hash on sayso.people_version (organization_id, hash);

-- What people change about themselves, laid over the people that are in force.
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
create index people_change_ended on sayso.people_change (organization_id, ended) where ended is not null;

create table sayso.command (
  organization_id text not null,
  key text not null,
  hash text not null,
  at timestamptz not null,
  conversation_id text,
  result jsonb,
  primary key (organization_id, key)
);
`;

const CASES = `
create table sayso.conversation (
  organization_id text not null,
  id text not null,
  version bigint not null,
  state jsonb not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);

-- Reviews that nobody has signed yet; written as store/reviews.ts asks for them.
create index conversation_under_review on sayso.conversation (organization_id)
  where jsonb_path_exists(state, '$.cases[*].reviews[*] ? (!(exists (@.outcome)))');

create table sayso."case" (
  organization_id text not null,
  id text not null,
  conversation_id text not null,
  type text not null,
  customer_key text,
  open boolean not null,
  stage text not null,
  asker text not null,
  owner text not null,
  waiting_for text[] not null,
  promised timestamptz,
  incident text,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
-- With room on the page, most changes leave the indexes as they are.
) with (fillfactor = 75);
create index case_owner on sayso."case" (organization_id, owner) where open;
-- No gin index on the array: row-level security would keep the planner from using it.
create index case_waiting on sayso."case" (organization_id, opened_at) where waiting_for <> '{}';
create index case_promised on sayso."case" (organization_id, promised) where open;
create index case_conversation on sayso."case" (organization_id, conversation_id);
create index case_opened on sayso."case" (organization_id, opened_at);
create index case_type on sayso."case" (organization_id, type, opened_at);
create index case_incident on sayso."case" (organization_id, incident) where incident is not null;
create index case_customer on sayso."case" (organization_id, customer_key) where customer_key is not null;

create table sayso.tally (
  organization_id text not null,
  key text not null,
  sequence bigint not null,
  at timestamptz not null,
  times bigint not null,
  amount bigint not null,
  primary key (organization_id, key, sequence, at)
);
create index tally_at on sayso.tally (organization_id, key, at) include (times, amount);

create table sayso.standing (
  organization_id text not null,
  key text not null,
  sequence bigint not null,
  case_id text not null,
  conversation_id text not null,
  answer jsonb,
  until timestamptz,
  primary key (organization_id, key, sequence, case_id)
);
`;

const LEDGER = `
-- The sequence stands before the month, so that a page in order is read from the index and not sorted.
create table sayso.ledger (
  organization_id text not null,
  month date not null,
  sequence bigint not null,
  at timestamptz not null,
  conversation_id text,
  case_id text,
  kind text not null,
  body text not null,
  hash bytea not null check (length(hash) = 32),
  primary key (organization_id, sequence, month)
) partition by range (month);
create index ledger_case on sayso.ledger (organization_id, case_id, sequence) where case_id is not null;
create index ledger_conversation on sayso.ledger (organization_id, conversation_id, sequence)
  where conversation_id is not null;
create index ledger_ratified on sayso.ledger (organization_id, sequence) where kind = 'ratified';

create table sayso.ledger_head (
  organization_id text primary key,
  sequence bigint not null,
  hash bytea not null check (length(hash) = 32),
  -- Where the latest book or people came on the ledger: whoever has read the versions up to there has them all.
  versions bigint not null default 0
);

create table sayso.personal (
  organization_id text not null,
  sequence bigint not null,
  salt text not null,
  value text not null,
  customer_key text,
  primary key (organization_id, sequence)
);
create index personal_customer on sayso.personal (organization_id, customer_key) where customer_key is not null;

-- Whatever has no month of its own lands here, and is told so.
create table sayso.ledger_without_month partition of sayso.ledger default;
create function sayso.refuse_month() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger has no place for the month %', to_char(new.month, 'YYYY-MM') using
    errcode = 'SY003',
    hint = 'Run ensureMonths under the role sayso_owner; it makes this month and the three after it.';
end $$;
create trigger refuse_month before insert on sayso.ledger_without_month
  for each row execute function sayso.refuse_month();

create function sayso.ensure_months(at timestamptz, ahead integer) returns integer language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare
  month date;
  name text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('sayso.ensure_months'));
  -- A month back too: at its end, commands of the old month are still under way.
  for distance in -1 .. ahead loop
    month := date_trunc('month', at at time zone 'UTC') + make_interval(months => distance);
    name := 'ledger_' || to_char(month, 'YYYY_MM');
    continue when to_regclass('sayso.' || name) is not null;
    execute format('create table sayso.%I (like sayso.ledger including all)', name);
    perform sayso.protect(('sayso.' || name)::regclass);
    -- Made apart and then attached, since "partition of" would stop all writing meanwhile.
    execute format('alter table sayso.ledger attach partition sayso.%I for values from (%L) to (%L)',
      name, month, (month + interval '1 month')::date);
    made := made + 1;
  end loop;
  return made;
end $$;
`;

const WORK = `
-- "ready" is when it may next be taken: one index finds what is due, however much is claimed or failing.
create table sayso.timer (
  organization_id text not null,
  conversation_id text not null,
  due timestamptz not null,
  claimed_until timestamptz,
  attempts integer not null default 0,
  not_before timestamptz,
  ready timestamptz generated always as (greatest(due, claimed_until, not_before)) stored,
  set_aside_at timestamptz,
  error text,
  primary key (organization_id, conversation_id)
);
create index timer_ready on sayso.timer (ready) where set_aside_at is null;
create index timer_set_aside on sayso.timer (organization_id, set_aside_at) where set_aside_at is not null;

create table sayso.outbox (
  organization_id text not null,
  key text not null,
  conversation_id text not null,
  case_id text,
  kind text not null,
  body jsonb,
  due timestamptz not null,
  claimed_until timestamptz,
  attempts integer not null default 0,
  not_before timestamptz,
  ready timestamptz generated always as (greatest(due, claimed_until, not_before)) stored,
  done_at timestamptz,
  set_aside_at timestamptz,
  error text,
  primary key (organization_id, key)
);
create index outbox_ready on sayso.outbox (ready) where done_at is null and set_aside_at is null;
create index outbox_set_aside on sayso.outbox (organization_id, set_aside_at) where set_aside_at is not null;
create index outbox_conversation on sayso.outbox (organization_id, conversation_id);
`;

const RIGHTS = `
do $$
declare name text;
begin
  for name in select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'sayso' loop
    perform sayso.protect(name::regclass);
  end loop;
end $$;

grant select, insert on sayso.organization, sayso.book_version, sayso.people_version, sayso.people_change,
  sayso.ledger, sayso.tally, sayso.standing, sayso.command to sayso_service;
grant update (ended) on sayso.people_change to sayso_service;
grant select, insert, update on sayso.ledger_head, sayso.conversation, sayso."case", sayso.outbox to sayso_service;
grant select, insert, update, delete on sayso.timer to sayso_service;
grant select, insert, delete on sayso.personal to sayso_service;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [FOUNDATION, ORGANIZATIONS, CASES, LEDGER, WORK, RIGHTS])
    await sql.raw(part).execute(db);
}
