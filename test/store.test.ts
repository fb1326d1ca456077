/**
 * Who may do what to the tables: on the embedded server, or on that of SAYSO_TEST_DATABASE_URL. Tables, partitions and
 * functions are taken from the catalog, so that a new one is covered, or fails here until somebody has thought of it.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Client } from 'pg';
import { codeOf } from '../src/shell/database/fault.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { ensureMonths, migrate } from '../src/shell/database/migrate.ts';
import { StoreFault } from '../src/shell/store/fault.ts';
import { BEGAN, openShop, type Shop } from './lived.ts';

let shop: Shop;
/** As the service. */
let service: Client;
/** Tables and partitions, quoted. */
let tables: string[] = [];

before(async () => {
  shop = await openShop();
  await fill();
  service = await openClient(shop.fresh.service);
  tables = await namesOf(`c.relkind in ('r', 'p')`);
});
after(async () => {
  await service.end();
  await shop.close();
});

const namesOf = async (which: string): Promise<string[]> => {
  const { rows } = await shop.admin.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'sayso'::regnamespace and ${which}
     order by 1`,
  );
  return rows.map(({ name }) => name);
};

/** A row of `shop` in every table, and the same as a row of `other`. */
async function fill(): Promise<void> {
  const id = await shop.open({
    request: {
      type: 'refund',
      customer: 'c-1',
      facts: {
        amount: '20',
        'order.delivered': '2026-03-01',
        'order.value': '300',
        identity_verified: true,
        category: 'lamp',
      },
    },
  });
  await shop.send('mia', id, { do: 'grant' });
  await shop.admin.query(
    `insert into sayso.command values ('shop', 'key', 'hash', sayso.instant($1), 'v1', 'null')`,
    [BEGAN],
  );
  // Of an instant long ago: it changes nothing for anybody.
  await shop.admin.query(
    `insert into sayso.people_change values ('shop', 'id', 1, 2, sayso.instant($1), '{}', sayso.instant($1))`,
    [BEGAN],
  );
  await shop.admin.query(
    `insert into sayso.customer values ('shop', 'key', 1, '{}', sayso.instant($1), sayso.instant($1))`,
    [BEGAN],
  );
  await shop.admin.query(
    `insert into sayso.outside_event values ('shop', 'id', 'key', sayso.instant($1), 'open', '{mia}', '{}')`,
    [BEGAN],
  );
  await shop.admin.query(
    `insert into sayso.book_draft values ('shop', 'id', 'nadia', sayso.instant($1), 'hash', 'hash', 'text', null)`,
    [BEGAN],
  );
  await shop.admin.query(
    `insert into sayso.notice (organization_id, id, sequence, name, types, since)
     values ('shop', 'id', 1, 'storm', '{refund}', sayso.instant($1))`,
    [BEGAN],
  );
  for (const table of await namesOf(`c.relkind in ('r', 'p') and not c.relispartition`)) {
    const columns = await columnsOf(table);
    const others = columns.map((column) => (column === 'organization_id' ? `'other'` : column));
    await shop.admin.query(
      `insert into ${table} (${columns.join(', ')}) select ${others.join(', ')} from ${table} where organization_id = 'shop'`,
    );
  }
}

/** Columns that can be written, quoted. */
async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await shop.admin.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** Does something as the service inside an organization, and undoes it; how many rows it met, or why it was refused. */
async function attempt(organization: string | null, sql: string): Promise<number | 'refused'> {
  await service.query('begin');
  try {
    if (organization !== null)
      await service.query(`select set_config('sayso.organization_id', $1, true)`, [organization]);
    return (await service.query(sql)).rowCount ?? 0;
  } catch (error) {
    assert.equal(codeOf(error), '42501', `${sql}: ${String(error)}`);
    return 'refused';
  } finally {
    await service.query('rollback');
  }
}

const isNothing = (met: number | 'refused'): boolean => met === 0 || met === 'refused';

const countOf = async (table: string, organization: string): Promise<number> =>
  (await shop.admin.query(`select from ${table} where organization_id = $1`, [organization])).rowCount ?? 0;

test('every table belongs to organizations, and has row-level security that binds its owner too', async () => {
  assert.ok(tables.length > 15);
  const open = await namesOf(
    `c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity and exists (
       select from pg_attribute where attrelid = c.oid and attname = 'organization_id' and attnotnull))`,
  );
  assert.deepEqual(open, []);
  const { rows } = await shop.admin.query<{ table: string; first: string }>(
    `select i.indrelid::regclass::text as table, a.attname as first from pg_index i
       join pg_class c on c.oid = i.indrelid and c.relnamespace = 'sayso'::regnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indisunique`,
  );
  assert.ok(rows.length > 15);
  assert.deepEqual(
    rows.filter(({ first }) => first !== 'organization_id'),
    [],
  );
  // Nothing else holds rows or shows them.
  assert.deepEqual(await namesOf(`c.relkind not in ('r', 'p', 'i', 'I', 'c')`), []);
});

test('nobody crosses from one organization into another, on any table', async () => {
  for (const table of tables) {
    const isEmpty = (await countOf(table, 'other')) === 0;
    // Months without entries, and the place for those without a month.
    assert.ok(!isEmpty || /ledger_/.test(table), `${table} has no row to be crossed to: add one in fill()`);
    const columns = await columnsOf(table);
    const list = columns.join(', ');
    const first = columns.find((column) => column !== 'organization_id') ?? '';
    for (const [sql, inside] of [
      [`select from ${table} where organization_id = 'other'`, 'shop'],
      [`update ${table} set ${first} = ${first} where organization_id = 'other'`, 'shop'],
      [`update ${table} set organization_id = 'shop' where organization_id = 'other'`, 'shop'],
      [`delete from ${table} where organization_id = 'other'`, 'shop'],
      [`select from ${table}`, null],
      [`select from ${table}`, ''],
      [`select from ${table}`, 'nobody'],
      [`update ${table} set ${first} = ${first}`, null],
      [`delete from ${table}`, null],
    ] as const)
      assert.ok(isNothing(await attempt(inside, sql)), `${sql}, inside ${inside}`);
    if (isEmpty) continue;
    const { rows } = await shop.admin.query<{ row: string }>(
      `select quote_literal(to_jsonb(t)) as row from ${table} t where organization_id = 'other' limit 1`,
    );
    for (const inside of ['shop', '', null])
      assert.equal(
        await attempt(
          inside,
          `insert into ${table} (${list}) select ${list} from jsonb_populate_record(null::${table}, ${rows[0]?.row})`,
        ),
        'refused',
        `put into ${table}, inside ${inside}`,
      );
    assert.ok(
      isNothing(await attempt('shop', `update ${table} set organization_id = 'other'`)),
      `${table}: given away`,
    );
  }
});

test('inside its organization the service sees its rows: the attempts above could succeed', async () => {
  for (const table of await namesOf(`c.relkind in ('r', 'p') and not c.relispartition`)) {
    assert.equal(await attempt('shop', `select from ${table}`), await countOf(table, 'shop'), table);
    assert.equal(await attempt('other', `select from ${table}`), await countOf(table, 'other'), table);
  }
});

test('the service can neither change nor remove what is recorded', async () => {
  const kept = [
    'ledger',
    'tally',
    'standing',
    'organization',
    'book_version',
    'people_version',
    'command',
    'people_change',
  ];
  const partitions = await namesOf(`c.relispartition and c.relkind = 'r'`);
  for (const table of [...kept.map((name) => `sayso.${name}`), ...partitions]) {
    assert.ok(tables.includes(table), table);
    const [column] = await columnsOf(table);
    assert.equal(await attempt('shop', `update ${table} set ${column} = ${column}`), 'refused');
    assert.equal(await attempt('shop', `delete from ${table}`), 'refused');
    assert.equal(await attempt('shop', `truncate ${table}`), 'refused');
  }
  // Straight into a month, past the ledger: not even to look.
  for (const partition of partitions)
    assert.equal(await attempt('shop', `select from ${partition}`), 'refused', partition);
});

test('the service owns nothing, makes nothing, and can not get around the rules', async () => {
  const { rows } = await shop.admin.query<object>(
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
       (select count(*) from pg_auth_members where member = one.oid) as memberships,
       (select count(*) from pg_class where relowner = one.oid) as owned
     from pg_roles one where rolname = 'sayso_service'`,
  );
  assert.deepEqual(rows, [
    {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      memberships: 0,
      owned: 0,
    },
  ]);
  for (const sql of [
    'set local row_security = off; select from sayso.conversation',
    'alter table sayso.ledger disable row level security',
    'alter table sayso.ledger no force row level security',
    'drop policy organization on sayso.ledger',
    'alter role sayso_service bypassrls',
    'create table sayso.mine (n int)',
    'create table public.mine (n int)',
    'create function sayso.mine() returns int language sql as $$ select 1 $$',
    'drop table sayso.ledger',
    'create schema mine',
    'set local session_replication_role = replica',
    'select pg_read_file($$/etc/hostname$$)',
    'lock table sayso.ledger in access exclusive mode',
  ])
    assert.equal(await attempt('shop', sql), 'refused', sql);
});

test('the service runs the functions that were given to it, and no other', async () => {
  const { rows } = await shop.admin.query<{ name: string; given: boolean; open: boolean }>(
    `select proname as name, has_function_privilege('sayso_service', oid, 'execute') as given,
       exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0) as open
     from pg_proc where pronamespace = 'sayso'::regnamespace order by 1`,
  );
  assert.deepEqual(
    rows.filter(({ open }) => open),
    [],
  );
  assert.deepEqual(
    rows.filter(({ given }) => !given).map(({ name }) => name),
    ['ensure_months', 'protect', 'refuse_month'],
  );
  assert.equal(await attempt('shop', 'select sayso.ensure_months(sayso.instant(0), 1)'), 'refused');
  assert.equal(await attempt('shop', `select sayso.protect('sayso.ledger')`), 'refused');
});

test('of what runs as the owner, it is known what it gives away', async () => {
  const { rows } = await shop.admin.query<{ name: string; path: string[] }>(
    `select proname as name, proconfig as path from pg_proc where pronamespace = 'sayso'::regnamespace and prosecdef
     order by 1`,
  );
  assert.deepEqual(
    rows.map(({ name }) => name),
    // Of the last one numbers alone.
    ['heads', 'take_effects', 'take_notices', 'take_timers', 'work_waiting'],
  );
  // With a search path of the caller's, it could be made to run the caller's functions.
  for (const { name, path } of rows) assert.ok(path.includes('search_path=pg_catalog, pg_temp'), name);
});

test('months are made ahead, protected, and a month that is missing takes nothing', async () => {
  const october = Date.parse('2040-10-31T23:59:59.999Z');
  const months = (): Promise<string[]> => namesOf(`c.relkind = 'r' and c.relname ~ '^ledger_204'`);
  assert.deepEqual(await months(), []);
  // Several nodes at once.
  const made = await Promise.all([1, 2, 3].map(() => ensureMonths(shop.fresh.owner, october, 3)));
  assert.deepEqual(
    made.toSorted((a, b) => a - b),
    [0, 0, 5],
  );
  assert.deepEqual(
    await months(),
    ['2040_09', '2040_10', '2040_11', '2040_12', '2041_01'].map((month) => `sayso.ledger_${month}`),
  );
  assert.equal(await ensureMonths(shop.fresh.owner, october, 3), 0);
  const open = await namesOf(
    `c.relispartition and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`,
  );
  assert.deepEqual(open, []);
  const into = (at: string): Promise<unknown> =>
    shop.admin.query(
      `insert into sayso.ledger select 'shop', date_trunc('month', $1::timestamptz at time zone 'UTC'), 1000 + sequence, $1,
         conversation_id, case_id, kind, body, hash from sayso.ledger where organization_id = 'shop' and sequence = 1`,
      [at],
    );
  await into('2041-01-31T23:59:59.999Z');
  await assert.rejects(into('2041-02-01T00:00:00Z'), (error: unknown) => codeOf(error) === 'SY003');
});

test('several nodes that start at once on an empty database migrate it once', async () => {
  const name = `${shop.fresh.owner.database}_empty`;
  await shop.admin.query(`create database ${name} owner sayso_owner`);
  try {
    const owner = { ...shop.fresh.owner, database: name };
    await Promise.all([1, 2, 3, 4].map(() => migrate(owner, BEGAN)));
    await migrate(owner, BEGAN);
    const client = await openClient(owner);
    const { rows } = await client.query<{ tables: number; steps: number }>(
      `select (select count(*) from pg_class where relnamespace = 'sayso'::regnamespace and relkind in ('r', 'p')
         and relname !~ '^ledger_2') as tables, (select count(*) from sayso_migration.kysely_migration) as steps`,
    );
    const names = tables.filter((table) => !/ledger_2/.test(table));
    const steps = readdirSync(new URL('../src/shell/database/migrations/', import.meta.url)).length;
    assert.deepEqual(rows, [{ tables: names.length, steps }]);
    await client.end();
  } finally {
    await shop.admin.query(`drop database ${name} with (force)`);
  }
});

test('only the owner migrates', async () => {
  for (const connection of [shop.fresh.service, shop.fresh.admin])
    await assert.rejects(
      migrate(connection, BEGAN),
      (error: unknown) =>
        error instanceof StoreFault && error.code === 'roles' && /sayso_owner/.test(error.mend),
    );
});
