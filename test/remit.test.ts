/** "My remit" through the command line: all that somebody may do, with what is left of it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Remit } from '../src/core/decide/remit.ts';
import { inRoot, run } from './command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'sayso-remit-'));
after(() => rmSync(folder, { recursive: true }));

const shop = [inRoot('books/shop/book.yaml'), '--org', inRoot('books/shop/people.yaml')];

async function remitOf(person: string, request?: object): Promise<Remit> {
  const file = join(folder, 'request.json');
  if (request) writeFileSync(file, JSON.stringify(request));
  const ran = await run([
    'remit',
    ...shop,
    '--as',
    person,
    '--json',
    ...(request ? ['--request', file] : []),
  ]);
  assert.equal(ran.code, 0, ran.err);
  return JSON.parse(ran.out) as Remit;
}

const roomFor = (remit: Remit, type: string): string | null | undefined =>
  remit.types.find((one) => one.type === type)?.headroom;

test('each grade sees its own limits, and why it may not do the rest', async () => {
  const mia = await remitOf('mia');
  const lena = await remitOf('lena');
  assert.equal(roomFor(mia, 'credit'), '40.00');
  assert.equal(roomFor(lena, 'credit'), '200.00');
  assert.ok(mia.not.some(({ type, because }) => type === 'data_deletion' && because === 'function'));
  assert.equal(mia.residual, undefined);
  assert.ok(lena.residual, 'a duty lead decides what no rule decides');
});

test('headroom is what is left after what was granted before', async () => {
  const tallies = { gestures: '130.00' };
  assert.equal(
    roomFor(await remitOf('mia', { type: 'credit', customer: 'c-1', tallies }), 'credit'),
    '20.00',
  );
  const used = { gestures: '150.00' };
  assert.equal(
    roomFor(await remitOf('mia', { type: 'credit', customer: 'c-1', tallies: used }), 'credit'),
    '0.00',
  );
});

test('every grant that somebody may use is listed with its condition, and no other', async () => {
  const lumo = await remitOf('lumo');
  const rules = lumo.types.flatMap(({ may }) => may);
  assert.ok(
    rules.some(
      ({ rule, when, times }) =>
        rule === 'refund/may/tiny' && when === 'recent' && times === '1 per customer within 90 days',
    ),
  );
  assert.ok(!rules.some(({ rule }) => rule === 'refund/may/small'));
});
