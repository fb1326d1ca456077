import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts';
import { openClient, openPool } from './connect.ts';

let database: FreshDatabase;
let pool: Pool;
before(async () => {
  database = await freshDatabase();
  pool = openPool(database.owner, { size: 2 });
});
after(async () => {
  await pool.end();
  await database.drop();
});

const read = async (expression: string): Promise<unknown> => {
  const { rows } = await pool.query<{ it: unknown }>(`select ${expression} as it`);
  return rows[0]?.it;
};

test('how values are read', async () => {
  const at = Date.UTC(2026, 2, 2, 17, 0, 0, 123);
  const expected: [expression: string, value: unknown][] = [
    ['9007199254740991::int8', 9_007_199_254_740_991],
    ['(-5)::int8', -5],
    ['count(*)', 1],
    ['array[1, null, 3]::int8[]', [1, null, 3]],
    [
      "'{{1,2},{3,4}}'::int8[]",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['12345678901234567890.10::numeric', '12345678901234567890.10'],
    ['array[1.10]::numeric[]', ['1.10']],
    ["'2026-03-02 18:00:00.123456+01'::timestamptz", at],
    ["array['2026-03-02 17:00:00.123+00'::timestamptz]", [at]],
    ["'infinity'::timestamptz", Infinity],
    ["'0044-03-15 12:00:00+00 BC'::timestamptz", Date.parse('-000043-03-15T12:00:00Z')],
    ["'2026-03-02'::date", '2026-03-02'],
    ["'1 day 02:00'::interval", '1 day 02:00:00'],
    ["'\\xdeadbeef'::bytea", 'deadbeef'],
    ["array['\\x00ff'::bytea]", ['00ff']],
    [`'{"a": [1, "b"]}'::jsonb`, { a: [1, 'b'] }],
    [`array['a', 'b "c"', null]`, ['a', 'b "c"', null]],
    ['null::int8', null],
    ['7::int4', 7],
    ['0.5::float8', 0.5],
    ['true', true],
  ];
  for (const [expression, value] of expected) assert.deepEqual(await read(expression), value, expression);
});

test('an int8 that a number can’t hold is an error, and the connection goes on', async () => {
  await assert.rejects(read('9007199254740992::int8'), /The int8 9007199254740992 is too large for a number/);
  await assert.rejects(read("'{1,-9007199254740993}'::int8[]"), RangeError);
  assert.equal(await read('1'), 1);
});

test('an instant goes in as it comes out', async () => {
  const at = Date.UTC(2026, 9, 25, 1, 30, 0, 7);
  const { rows } = await pool.query<{ it: number }>('select $1::timestamptz as it', [
    new Date(at).toISOString(),
  ]);
  assert.equal(rows[0]?.it, at);
});

test('a commit is waited for, whatever the role’s own setting', async () => {
  const admin = await openClient(database.admin);
  await admin.query(`alter database "${database.admin.database}" set synchronous_commit = off`);
  await admin.end();
  const client = await openClient(database.service);
  const { rows } = await client.query('show synchronous_commit');
  await client.end();
  assert.deepEqual(rows, [{ synchronous_commit: 'on' }]);
});

test('a connection that breaks, idle or in hands, ends no process and leaves the pool usable', async () => {
  const lost: Error[] = [];
  const own = openPool(database.owner, { size: 2, onLost: (error) => lost.push(error) });
  const killer = await openClient(database.admin);
  const kill = (pid: unknown): Promise<unknown> => killer.query('select pg_terminate_backend($1)', [pid]);
  const pidOf = 'select pg_backend_pid() as pid';

  const idle = await own.query<{ pid: number }>(pidOf);
  await kill(idle.rows[0]?.pid);
  for (let tries = 0; tries < 200 && lost.length === 0; tries += 1) await sleep(10);
  const inHands = await own.connect();
  await kill((await inHands.query<{ pid: number }>(pidOf)).rows[0]?.pid);
  await sleep(50);
  await assert.rejects(inHands.query('select 1'));
  inHands.release(true);
  assert.equal((await own.query('select 1')).rowCount, 1);
  assert.equal(lost.length, 1);
  await Promise.all([own.end(), killer.end()]);
});

test('a pipelined client: sent together, answered in order, each on its own', async () => {
  const own = openPool(database.owner, { size: 1, pipeline: true });
  const client = await own.connect();
  const answers = await Promise.allSettled([
    client.query<{ n: number }>('select 1 as n'),
    client.query('select 1 / 0'),
    client.query<{ n: number }>({ name: 'three', text: 'select $1::int8 as n', values: [3] }),
  ]);
  assert.deepEqual(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.rows[0]?.n : 'failed')),
    [1, 'failed', 3],
  );
  const whole = await Promise.allSettled(
    ['begin', 'create table half (n int)', 'select 1 / 0', 'select 1', 'commit'].map((sql) =>
      client.query(sql),
    ),
  );
  assert.deepEqual(
    whole.map((answer) => (answer.status === 'fulfilled' ? answer.value.command : answer.reason.code)),
    ['BEGIN', 'CREATE', '22012', '25P02', 'ROLLBACK'],
  );
  client.release();
  await own.end();
});
