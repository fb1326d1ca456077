import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShop, type Shop } from '../../../test/lived.ts';
import { canonical } from '../../core/words/hash.ts';
import { BEFORE_THE_FIRST, chainHash } from './chain.ts';
import { eraseCustomer } from './erase.ts';
import { exportLedger, verifyExport } from './export.ts';
import { verifyLedger } from './verify.ts';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

async function exported(): Promise<string[]> {
  const lines = [];
  for await (const one of exportLedger(shop.engine, 'shop')) lines.push(one);
  return lines;
}

const verify = (lines: readonly string[]): ReturnType<typeof verifyExport> =>
  verifyExport(
    (async function* () {
      yield* lines;
    })(),
  );

/** What is wrong with an export; null: nothing. */
const told = async (exportedLines: readonly string[]): Promise<unknown> =>
  (await verify(exportedLines)).broken?.what ?? null;

/** Entries that are right, of any bodies. */
function chained(bodies: readonly string[]): string[] {
  let hash = BEFORE_THE_FIRST;
  return bodies.map((body, index) => {
    hash = chainHash(hash, index + 1, body);
    return `${JSON.stringify({ sequence: index + 1, hash, body })}\n`;
  });
}

test('an export says what the ledger says, erased values apart', async () => {
  const id = await shop.open({
    request: { type: 'refund', customer: 'c-1', facts: {} },
    words: 'with "quotes", a line\nfeed and Ünïcödé 🙂',
  });
  await shop.send('mia', id, { do: 'close', as: 'withdrawn', words: 'Never mind.' });
  await shop.deliver();
  const whole = await exported();
  assert.match(whole.join(''), /Ünïcödé 🙂/);
  assert.deepEqual(await verify(whole), await verifyLedger(shop.engine, 'shop', shop.folder));

  await eraseCustomer(shop.engine, { organization: 'shop', customer: 'c-1', by: 'nadia' });
  const later = await exported();
  assert.doesNotMatch(later.join(''), /Ünïcödé|c-1"/);
  const verified = await verify(later);
  assert.deepEqual([verified.broken, verified.entries], [null, later.length]);
  assert.ok(verified.erased > 0);
  // Taken away from the export alone, no entry says that it was erased.
  const hidden = whole.map((line) => line.replace(/,"personal":\{.*\}\}$/m, '}'));
  assert.equal((await verify(hidden)).broken?.what, 'personal removed');
});

test('a ledger longer than a page is exported whole and in order', async () => {
  await shop.put('long');
  const many = 2345;
  await shop.admin.query(
    `select sayso.record('long', jsonb_build_object('organization', 'long', 'at', $2::bigint, 'readAt', 1, 'reads', '[]'::jsonb,
       'conversations', '[]'::jsonb, 'cases', '[]'::jsonb, 'effects', '[]'::jsonb, 'tallies', '[]'::jsonb,
       'standing', '[]'::jsonb, 'entries', (select jsonb_agg(jsonb_build_object('kind', 'version', 'body',
         format('{"at":"2026-03-10T14:00:00Z","case":null,"conversation":null,"kind":"version","n":%s,"organization_id":"long"}', n)))
         from generate_series(1, $1) n)))`,
    [many, shop.engine.clock.now()],
  );
  const lines = [];
  for await (const one of exportLedger(shop.engine, 'long')) lines.push(one);
  assert.equal(lines.length, many + 1);
  const verified = await verify(lines);
  assert.deepEqual([verified.broken, verified.entries], [null, many + 1]);
  assert.deepEqual(await verifyLedger(shop.engine, 'long', shop.folder), verified);
  for (const cut of [1000, 1001, 2000])
    assert.deepEqual((await verify(lines.toSpliced(cut, 1))).broken?.sequence, cut + 1);
});

test('whatever stands in a file, it is told and never thrown', async () => {
  const body = canonical({ organization_id: 'x', at: '', kind: '', conversation: null, case: null });
  const [good = ''] = chained([body]);
  assert.equal(await told([good]), null);
  assert.equal(await told([]), 'unreadable');
  for (const line of ['', '\n', 'no JSON\n', 'null\n', '[1]\n', '{}\n', good.slice(0, 40), '\u0000\n'])
    assert.equal(await told([line]), 'unreadable', line);
  assert.equal(await told([good, good.slice(0, 40)]), 'unreadable');
  assert.equal(await told([good.replace('"sequence":1', '"sequence":"1"')]), 'unreadable');
  assert.equal(await told([good.replace('"sequence":1', '"sequence":1e300')]), 'unreadable');
  assert.equal(await told([good.replace('}\n', ',"personal":null}\n')]), 'unreadable');
  assert.equal(
    await told([good.replace('}\n', ',"personal":{"salt":"","value":""}}\n')]),
    'personal changed',
  );
  for (const nothing of ['', 'null', '7', '"text"', '[]'])
    assert.equal(await told(chained([body, nothing])), 'changed', nothing);
});
