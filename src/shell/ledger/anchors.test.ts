import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BEGAN, openShop, type Shop } from '../../../test/lived.ts';
import { ensureMonths } from '../database/migrate.ts';
import { StoreFault } from '../store/fault.ts';
import { anchorsOf, startAnchors, writeAnchors, type Anchor } from './anchors.ts';
import { verifyLedger } from './verify.ts';

let shop: Shop;
let folders = 0;
/** A folder of its own for each test. */
let folder = '';

before(async () => {
  shop = await openShop();
});
beforeEach(() => {
  folders += 1;
  folder = path.join(shop.folder, `anchors-${folders}`);
  shop.setTime(BEGAN);
});
after(() => shop.close());

const grow = (organization = 'shop'): Promise<string> =>
  shop.open({ request: { type: 'refund', facts: {} } }, organization);

async function read(organization = 'shop'): Promise<(Anchor | 'unusable')[]> {
  const all: (Anchor | 'unusable')[] = [];
  for await (const anchor of anchorsOf(folder, organization)) all.push(anchor);
  return all;
}

const lines = async (): Promise<number> => (await read()).length;

const HASH = 'a'.repeat(64);
const line = (sequence: number, at = '2026-03-10T14:00:00Z', organization = 'shop'): string =>
  `${JSON.stringify({ at, hash: HASH, organization_id: organization, sequence })}\n`;

test('every organization is anchored in a file of its month; what did not grow is not anchored again', async () => {
  for (const organization of ['b', 'c']) await shop.put(organization);
  const known = new Map<string, string>();
  assert.equal(await writeAnchors(shop.engine, folder, known), 3);
  assert.equal(await writeAnchors(shop.engine, folder, known), 0);
  // Another process, which knows nothing.
  assert.equal(await writeAnchors(shop.engine, folder), 0);
  await grow();
  assert.equal(await writeAnchors(shop.engine, folder, known), 1);
  assert.deepEqual(readdirSync(folder), ['b', 'c', 'shop']);
  assert.deepEqual(readdirSync(path.join(folder, 'shop')), ['2026-03.jsonl']);
  const file = path.join(folder, 'shop', '2026-03.jsonl');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
  assert.equal(readFileSync(file, 'utf8').split('\n').length, 3);
  const { rows } = await shop.admin.query<{ sequence: number; hash: string }>(
    `select sequence, hash from sayso.ledger_head where organization_id = 'shop'`,
  );
  assert.deepEqual((await read()).at(-1), { ...rows[0], at: BEGAN });
});

test('a new month begins a new file, once there is something new', async () => {
  await writeAnchors(shop.engine, folder);
  const april = Date.parse('2026-04-01T00:00:00Z');
  await ensureMonths(shop.fresh.owner, april, 0);
  shop.setTime(april);
  assert.equal(await writeAnchors(shop.engine, folder), 0);
  await grow();
  assert.equal(await writeAnchors(shop.engine, folder), 1);
  assert.deepEqual(readdirSync(path.join(folder, 'shop')), ['2026-03.jsonl', '2026-04.jsonl']);
  assert.equal((await verifyLedger(shop.engine, 'shop', folder))?.anchors.found, 2);
});

test('several nodes write while the ledger grows: every line is whole and stands on the chain', async () => {
  const nodes = Array.from({ length: 4 }, () => new Map<string, string>());
  for (let round = 0; round < 8; round++)
    await Promise.all([grow(), ...nodes.map((known) => writeAnchors(shop.engine, folder, known))]);
  const verified = await verifyLedger(shop.engine, 'shop', folder);
  assert.deepEqual([verified?.broken, verified?.anchors.unusable], [null, 0]);
  assert.ok((verified?.anchors.found ?? 0) >= 8);
});

test('a line that a crash cut off is a line of its own', async () => {
  await writeAnchors(shop.engine, folder);
  appendFileSync(path.join(folder, 'shop', '2026-03.jsonl'), '{"at":"2026-03-1');
  await grow();
  await writeAnchors(shop.engine, folder);
  const verified = await verifyLedger(shop.engine, 'shop', folder);
  assert.equal(verified?.broken, null);
  assert.deepEqual([verified.anchors.found, verified.anchors.unusable], [2, 1]);
  assert.equal(verified.anchors.last?.sequence, verified.head.sequence);
});

test('anchors are read in the order of the chain, across the end of a month too', async () => {
  const place = path.join(folder, 'shop');
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, '2026-03.jsonl'), line(3) + line(2) + line(7) + line(3));
  writeFileSync(path.join(place, '2026-04.jsonl'), line(9) + line(6) + line(8));
  writeFileSync(path.join(place, '2026-05.jsonl'), line(10));
  writeFileSync(path.join(place, 'notes.txt'), 'no anchors');
  const sequences = (await read()).map((anchor) => anchor !== 'unusable' && anchor.sequence);
  assert.deepEqual(sequences, [2, 3, 3, 6, 7, 8, 9, 10]);
});

test("a line that says nothing, or is another organization's, is unusable", async () => {
  const place = path.join(folder, 'shop');
  mkdirSync(place, { recursive: true });
  const wrong = [
    'null',
    '[]',
    '{}',
    line(1).replace(HASH, 'x'),
    line(1).replace('"sequence":1', '"sequence":1.5'),
    line(1, 'yesterday'),
    line(1, '2026-03-10T14:00:00Z', 'SHOP'),
  ];
  writeFileSync(path.join(place, '2026-03.jsonl'), wrong.map((one) => one.trim()).join('\n'));
  assert.deepEqual(
    await read(),
    wrong.map(() => 'unusable'),
  );
});

test('where it can not be written or read, it is said how to mend it', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  await assert.rejects(writeAnchors(shop.engine, folder), (error: unknown) => {
    assert.ok(error instanceof StoreFault && error.code === 'anchors');
    return error.message.includes(folder) && error.mend !== '';
  });
  await assert.rejects(read(), StoreFault);
  await assert.rejects(read('../shop'), StoreFault);
  folder = path.join(shop.folder, 'nowhere');
  assert.deepEqual(await read(), []);
});

test('a node anchors at once and every minute, and once more when it stops', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const faults: unknown[] = [];
  const until = async (wanted: number): Promise<void> => {
    const patience = performance.now() + 20_000;
    while ((await lines()) < wanted) assert.ok(performance.now() < patience, `never ${wanted} anchors`);
  };
  const anchors = startAnchors(shop.engine, folder, (fault) => faults.push(fault));
  await until(1);
  // The round that wrote it has to be over: a minute that comes meanwhile is passed over.
  await sleep(500);
  await grow();
  t.mock.timers.tick(59_000);
  assert.equal(await lines(), 1);
  t.mock.timers.tick(1000);
  await until(2);
  await grow();
  await anchors.stop();
  assert.equal(await lines(), 3);
  await grow();
  t.mock.timers.tick(120_000);
  assert.equal(await lines(), 3);
  assert.deepEqual(faults, []);
});
