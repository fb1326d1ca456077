/** `sayso backup` and `sayso restore`: what they print, and their exit codes. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { runCli } from '../src/doors/cli/cli.ts';
import type { Ran } from './command-line.ts';
import { freshDatabase, type FreshDatabase } from './database.ts';
import { urlOf, worldFor } from './office.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sayso-backup-doors-'));
chmodSync(folder, 0o711);
const file = path.join(folder, 'sayso.backup');
let from: FreshDatabase;
let into: FreshDatabase;

before(async () => {
  [from, into] = await Promise.all([freshDatabase(), freshDatabase()]);
});
after(async () => {
  await from.drop();
  await into.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function cli(database: FreshDatabase, ...args: readonly string[]): Promise<Ran> {
  const ran: Ran = { code: -1, out: '', err: '' };
  const environment = {
    SAYSO_DATABASE_URL: urlOf(database.service),
    SAYSO_DATABASE_OWNER_URL: urlOf(database.owner),
    SAYSO_DATA_DIR: folder,
  };
  ran.code = await runCli(args, worldFor(environment, ran));
  return ran;
}

test('what was backed up is there again, and proved', async () => {
  const book = ['--book', 'books/shop/book.yaml', '--org', 'books/shop/people.yaml'];
  assert.equal((await cli(from, 'organization', 'put', 'shop', ...book)).code, 0);
  const made = await cli(from, 'backup', '--out', file);
  assert.equal(made.code, 0, made.err);
  assert.match(made.out, /sayso\.backup: \d+ rows of \d+ tables, \d+ KB/);
  const restored = await cli(into, 'restore', file);
  assert.equal(restored.code, 0, restored.err);
  assert.match(restored.out, /as of 2026-03-10/);
  assert.match(restored.out, /shop: 1 entries, every one of them as it was recorded/);
});

test('a second time is wrong use, and says what to do', async () => {
  const again = await cli(into, 'restore', file, '--json');
  assert.equal(again.code, 2);
  assert.match(again.out, /holds an organization already/);
  assert.match(again.err, /another --data-dir/);
});

test('the service alone may not see everything', async () => {
  const ran: Ran = { code: -1, out: '', err: '' };
  const environment = { SAYSO_DATABASE_URL: urlOf(from.service), SAYSO_DATA_DIR: folder };
  ran.code = await runCli(['backup', '--out', file], worldFor(environment, ran));
  assert.equal(ran.code, 2);
  assert.match(ran.err, /SAYSO_DATABASE_OWNER_URL/);
});
