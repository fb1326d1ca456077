import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { BEGAN, openShop, type Shop } from '../../../test/lived.ts';
import { writeAnchors } from './anchors.ts';
import { chainHash, type Breakage } from './chain.ts';
import { exportLedger, verifyExport } from './export.ts';
import { verifyLedger } from './verify.ts';

/** How far the ledger was when it was anchored, and how far it is. */
let [anchored, end] = [0, 0];
let shop: Shop;

before(async () => {
  shop = await openShop();
  for (const customer of ['c-1', 'c-2', 'c-3']) await live(customer);
  anchored = await length();
  await writeAnchors(shop.engine, shop.folder);
  await live('c-4');
  end = await length();
  for (const table of TABLES) await shop.admin.query(`create table public.${table} as table sayso.${table}`);
});
after(() => shop.close());

const TABLES = ['ledger', 'ledger_head', 'personal'];
afterEach(async () => {
  for (const table of TABLES)
    await shop.admin.query(
      `delete from sayso.${table}; insert into sayso.${table} select * from public.${table};`,
    );
});

async function live(customer: string): Promise<void> {
  const id = await shop.open({
    request: { type: 'refund', customer, facts: { amount: '20' } },
    words: 'good morning',
  });
  await shop.send('mia', id, { do: 'update', words: 'a moment, please' });
  await shop.send('mia', id, { do: 'close', as: 'withdrawn', words: 'Never mind.' });
}

const length = async (): Promise<number> =>
  (await shop.admin.query<{ n: number }>('select max(sequence) as n from sayso.ledger')).rows[0]?.n ?? 0;

const tamper = async (sql: string, values: unknown[] = []): Promise<void> => {
  const untouched = await contents();
  await shop.admin.query(sql, values);
  assert.notDeepEqual(await contents(), untouched, 'nothing was tampered with');
};

/** All that is kept of the ledger. */
async function contents(): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const table of TABLES)
    rows.push(...(await shop.admin.query(`select t::text from sayso.${table} t order by 1`)).rows);
  return rows;
}

/** What is found in the database, which the export of it has to show as well, its columns and head apart. */
async function finds(
  what: Breakage,
  sequence: number,
  { message = /./, inExport = what }: { message?: RegExp; inExport?: Breakage | null } = {},
): Promise<void> {
  const verified = await verifyLedger(shop.engine, 'shop', shop.folder);
  assert.ok(verified?.broken, 'nothing was found');
  assert.deepEqual(
    [verified.broken.what, verified.broken.sequence],
    [what, sequence],
    verified.broken.message,
  );
  assert.match(verified.broken.message, message);
  const exported = await verifyExport(bytes(), shop.folder);
  assert.equal(exported.broken?.what ?? null, inExport, exported.broken?.message);
}

async function* bytes(): AsyncGenerator<string> {
  yield* exportLedger(shop.engine, 'shop');
}

/** Gives entries from one on the hashes that they need, and the head too: what somebody who knows how would do. */
async function chainAnew(from: number): Promise<void> {
  const { rows } = await shop.admin.query<{ sequence: number; body: string; hash: string }>(
    'select sequence, body, hash from sayso.ledger where sequence >= $1 order by sequence',
    [from - 1],
  );
  let previous = rows[0]?.hash ?? '';
  for (const { sequence, body } of rows.slice(1)) {
    previous = chainHash(previous, sequence, body);
    await shop.admin.query(`update sayso.ledger set hash = decode($2, 'hex') where sequence = $1`, [
      sequence,
      previous,
    ]);
  }
  await shop.admin.query(`update sayso.ledger_head set hash = decode($1, 'hex'), sequence = $2`, [
    previous,
    rows.at(-1)?.sequence,
  ]);
}

test('a ledger that nobody touched is right, up to its last anchor', async () => {
  const verified = await verifyLedger(shop.engine, 'shop', shop.folder);
  assert.equal(verified?.broken, null);
  assert.deepEqual([verified.entries, verified.head.sequence], [end, end]);
  assert.deepEqual(
    [verified.anchors.found, verified.anchors.last?.sequence, verified.anchors.last?.at],
    [1, anchored, BEGAN],
  );
  const { rows } = await shop.admin.query<{ n: number }>('select count(*) as n from sayso.personal');
  assert.ok(verified.personal > 0);
  assert.equal(verified.personal, rows[0]?.n);
  const exported = await verifyExport(bytes(), shop.folder);
  assert.deepEqual(exported, verified);
  assert.equal(await verifyLedger(shop.engine, 'elsewhere', shop.folder), undefined);
});

test('a changed entry', async () => {
  await tamper(`update sayso.ledger set body = replace(body, 'mia', 'kai') where sequence = 2`);
  await finds('changed', 2);
});

test('a changed entry with its own hash made to fit: what follows does not', async () => {
  const { rows } = await shop.admin.query<{ body: string; before: string }>(
    `select body, (select hash from sayso.ledger where sequence = 1) as before from sayso.ledger where sequence = 2`,
  );
  const body = rows[0]?.body.replace('mia', 'kai') ?? '';
  await tamper(`update sayso.ledger set body = $1, hash = decode($2, 'hex') where sequence = 2`, [
    body,
    chainHash(rows[0]?.before ?? '', 2, body),
  ]);
  await finds('changed', 3);
});

test('a changed entry with the whole chain made to fit: the anchor is not', async () => {
  await tamper(`update sayso.ledger set body = replace(body, 'mia', 'kai') where sequence = 2`);
  await chainAnew(2);
  await finds('changed', anchored, { message: /before it, is not what it was at the anchor/ });
});

for (const [column, value] of [
  ['kind', "'told'"],
  ['conversation_id', 'null'],
  ['case_id', "'c9'"],
  ['at', "at - interval '1 second'"],
])
  test(`a changed ${column} beside the body`, async () => {
    await tamper(`update sayso.ledger set ${column} = ${value} where sequence = 2`);
    await finds('changed', 2, { inExport: null });
  });

test('a removed entry', async () => {
  await tamper('delete from sayso.ledger where sequence = 5');
  await finds('removed', 5, { message: /Entry 5 is missing/ });
});

test('removed entries, the first among them', async () => {
  await tamper('delete from sayso.ledger where sequence <= 2');
  await finds('removed', 1, { message: /Entries 1 to 2/ });
});

test('a removed entry, and those after it moved up', async () => {
  await tamper('delete from sayso.ledger where sequence = 5');
  await tamper('update sayso.ledger set sequence = 1 - sequence where sequence > 5');
  await tamper('update sayso.ledger set sequence = -sequence where sequence < 0');
  await finds('changed', 5);
});

for (const [first, second] of [
  [3, 4],
  [3, 9],
] as const) {
  test(`entries ${first} and ${second} have changed places`, async () => {
    await tamper(
      `update sayso.ledger set sequence = case sequence when $1 then -$2 else -$1::bigint end where sequence in ($1, $2)`,
      [first, second],
    );
    await tamper('update sayso.ledger set sequence = -sequence where sequence < 0');
    await finds('reordered', first, { message: new RegExp(`stands at ${second} now`) });
  });
  test(`what entries ${first} and ${second} say has changed places`, async () => {
    await tamper(
      `update sayso.ledger one set (body, kind, conversation_id, case_id) = (select body, kind, conversation_id, case_id
         from public.ledger other where other.sequence = $1 + $2 - one.sequence) where sequence in ($1, $2)`,
      [first, second],
    );
    await finds('reordered', first, { message: new RegExp(`stands at ${second} now`) });
  });
}

test('an entry moved to the end', async () => {
  await tamper('update sayso.ledger set sequence = $1 where sequence = 6', [end + 1]);
  await finds('reordered', 6, { message: new RegExp(`stands at ${end + 1} now`) });
});

test('an entry that stands there twice, in two months', async () => {
  await tamper(
    `insert into sayso.ledger select organization_id, (month + interval '1 month')::date, sequence, at, conversation_id,
       case_id, kind, body, hash from sayso.ledger where sequence = 4`,
  );
  await finds('added', 4);
});

test("an entry of another organization's ledger", async () => {
  await shop.put('other');
  const { rows } = await shop.admin.query<{ n: number }>(
    `delete from sayso.ledger where organization_id = 'shop'; delete from sayso.ledger_head where organization_id = 'shop'`,
  );
  assert.deepEqual(rows ?? [], []);
  await tamper(`update sayso.ledger set organization_id = 'shop'`);
  await tamper(`update sayso.ledger_head set organization_id = 'shop'`);
  await finds('changed', 1, { message: /belongs to the organization "other"/, inExport: null });
});

test('the newest removed, the head left as it was', async () => {
  await tamper('delete from sayso.ledger where sequence > $1', [end - 2]);
  await finds('newest removed', end - 1, { message: /by the head/, inExport: null });
});

test('the newest removed and the head written anew: found up to the last anchor', async () => {
  await tamper('delete from sayso.ledger where sequence >= $1', [anchored]);
  await tamper('delete from sayso.personal where sequence >= $1', [anchored]);
  await chainAnew(anchored);
  await finds('newest removed', anchored, {
    message: new RegExp(`to at least ${anchored}, by the anchor of`),
  });
});

test('what is newer than the last anchor can be removed, and nobody can tell', async () => {
  await tamper('delete from sayso.ledger where sequence > $1', [anchored]);
  await tamper('delete from sayso.personal where sequence > $1', [anchored]);
  await chainAnew(anchored + 1);
  const verified = await verifyLedger(shop.engine, 'shop', shop.folder);
  assert.equal(verified?.broken, null);
  assert.equal(verified.anchors.last?.sequence, verified.head.sequence);
});

test('everything removed', async () => {
  await tamper('delete from sayso.ledger');
  await finds('newest removed', 1, { message: /the head/, inExport: 'unreadable' });
  await tamper('delete from sayso.ledger_head');
  await tamper('delete from sayso.personal');
  const verified = await verifyLedger(shop.engine, 'shop', shop.folder);
  assert.match(
    verified?.broken?.message ?? '',
    /The newest entries are missing: 1 to at least \d+, by the anchor/,
  );
  await assert.rejects(verifyExport(bytes(), shop.folder), /no organization "shop"/);
});

test('the head changed, or gone', async () => {
  await tamper(`update sayso.ledger_head set hash = sha256('')`);
  await finds('head changed', end, { inExport: null });
  await tamper('delete from sayso.ledger_head');
  await finds('head changed', end, { inExport: null });
});

test('a changed personal value, or its salt', async () => {
  await tamper(
    `update sayso.personal set value = replace(value, 'good morning', 'go away') where sequence = 2`,
  );
  await finds('personal changed', 2);
});

test('a personal value put where there was none', async () => {
  const { rows } = await shop.admin.query<{ sequence: number }>(
    'select sequence from sayso.ledger left join sayso.personal using (sequence) where value is null order by 1',
  );
  await tamper(`insert into sayso.personal values ('shop', $1, '00', '{}', null)`, [rows[0]?.sequence]);
  await finds('personal changed', rows[0]?.sequence ?? -1);
});

test('a personal value of no entry', async () => {
  await tamper(`insert into sayso.personal values ('shop', 4711, '00', '{}', null)`);
  await finds('newest removed', end + 1, { message: /4711, by a personal value/, inExport: null });
});

test('a personal value removed without a word', async () => {
  await tamper('delete from sayso.personal where sequence in (2, 5)');
  await finds('personal removed', 2, { message: /no entry after it says/ });
});
