/**
 * The bytes of the ledger, as literals. They never change: a ledger that was written years ago has to verify. The hashes
 * come from another program than the one that is tested: Python's hashlib over the same bytes.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Event } from '../../src/core/cases/event.ts';
import { entryOf, eventOf } from '../../src/shell/entries.ts';
import { writeAnchors } from '../../src/shell/ledger/anchors.ts';
import { BEFORE_THE_FIRST, chainHash } from '../../src/shell/ledger/chain.ts';
import { exportLedger } from '../../src/shell/ledger/export.ts';
import { record } from '../../src/shell/store/record.ts';
import { customerKey, storedKey, storedTotal } from '../../src/shell/store/wanted.ts';
import { openShop } from '../lived.ts';

const AT = Date.parse('2026-03-10T14:00:00.250Z');
const SALT = '000102030405060708090a0b0c0d0e0f';
const place = { organization: 'acme', conversation: 'v1' };

const EVENTS: Event[] = [
  { kind: 'updated', at: AT, by: 'mia', case: 'c1', personal: { words: 'Grüße, "Zoë" 🙂\u2028\n' } },
  { kind: 'held', at: AT, by: 'mia', case: 'c1', until: AT + 300_000 },
  { kind: 'promise settled', at: AT, by: '@sayso', case: null, promise: 'v1/p1' },
];

const BODIES = [
  '{"at":"2026-03-10T14:00:00.250Z","by":"mia","case":"c1","conversation":"v1","kind":"updated","organization_id":"acme","personal":"185135494762fc15c388581e78c0f0601e0d61cdedd754957228f35568eaa8fb"}',
  '{"at":"2026-03-10T14:00:00.250Z","by":"mia","case":"c1","conversation":"v1","kind":"held","organization_id":"acme","until":1773151500250}',
  '{"at":"2026-03-10T14:00:00.250Z","by":"@sayso","case":null,"conversation":"v1","kind":"promise settled","organization_id":"acme","promise":"v1/p1"}',
];

const VALUE = '{"words":"Grüße, \\"Zoë\\" 🙂\u2028\\n"}';

const HASHES = [
  '11a9696eb7ce0e37640e17128182f4592a69024f7eabfce27f423b7af7b6ef77',
  '25c1f8d3a5920437e3c837a10683e26bdaf21fc01f53ccce48995c9026d9b48e',
  '0983b46773c7dbccf954bbb0fc89389fd3a6e2f89aa76a9f810933dea54d0ee5',
];

const entries = EVENTS.map((event) => entryOf(event, place, SALT, null));

test('the canonical bytes of entries', () => {
  assert.deepEqual(
    entries.map(({ body }) => body),
    BODIES,
  );
  assert.deepEqual(
    entries.map(({ personal }) => personal),
    [{ salt: SALT, value: VALUE, customerKey: null }, undefined, undefined],
  );
  assert.deepEqual(
    entries.map(({ body, personal }) => eventOf(body, personal?.value ?? null)),
    EVENTS,
  );
});

test('the hashes of the chain', () => {
  const hashes: string[] = [];
  for (const [index, body] of BODIES.entries())
    hashes.push(chainHash(hashes.at(-1) ?? BEFORE_THE_FIRST, index + 1, body));
  assert.deepEqual(hashes, HASHES);
});

test('stored keys of totals, standing answers and customers', () => {
  assert.deepEqual(
    [
      storedTotal('salt', { type: 'refund', per: 'customer', of: 'c-1' }),
      storedKey('salt', '["c-1",null,"refund"]'),
      customerKey('salt', 'c-1'),
    ],
    [
      '1f1590f8172b4f00081ecb3a3c5c9ca3a3f3fc61',
      'bb7e595f15a3cf9aca0039e43265a12edd78c854',
      'c65dd5b9c114403be578acb328514daf5a087da349a8e4fcda53805519aa2552',
    ],
  );
});

test('the database chains the same bytes to the same hashes; an export and an anchor say them', async () => {
  const shop = await openShop();
  try {
    await shop.admin.query(
      `insert into sayso.organization values ('acme', 'Acme', sayso.instant($1), decode(repeat('00', 32), 'hex'))`,
      [AT],
    );
    await shop.admin.query(
      `insert into sayso.ledger_head values ('acme', 0, decode(repeat('00', 32), 'hex'))`,
    );
    const stored = await shop.engine.database.use((pool) =>
      record(pool, {
        organization: 'acme',
        at: AT,
        readAt: 0,
        reads: [],
        conversations: [],
        cases: [],
        entries,
        effects: [],
        tallies: [],
        standing: [],
      }),
    );
    assert.deepEqual(stored, { outcome: 'stored', sequence: 3, hash: HASHES[2] });
    const lines: string[] = [];
    for await (const line of exportLedger(shop.engine, 'acme')) lines.push(line);
    assert.equal(
      lines[0],
      `{"sequence":1,"hash":"${HASHES[0]}","body":${JSON.stringify(BODIES[0])},"personal":{"salt":"${SALT}","value":${JSON.stringify(VALUE)}}}\n`,
    );
    assert.equal(lines[2], `{"sequence":3,"hash":"${HASHES[2]}","body":${JSON.stringify(BODIES[2])}}\n`);
    shop.setTime(AT);
    await writeAnchors(shop.engine, shop.folder);
    assert.equal(
      readFileSync(path.join(shop.folder, 'acme', '2026-03.jsonl'), 'utf8'),
      `{"at":"2026-03-10T14:00:00.250Z","hash":"${HASHES[2]}","organization_id":"acme","sequence":3}\n`,
    );
  } finally {
    await shop.close();
  }
});
