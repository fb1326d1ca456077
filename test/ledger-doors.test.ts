/** The ledger through the command line: its answers, its exit codes, and what it says when something is wrong. */
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openClient } from '../src/shell/database/connect.ts';
import type { Verified } from '../src/shell/ledger/chain.ts';
import type { Ran } from './command-line.ts';
import { openOffice, type Office } from './office.ts';

let office: Office;
let dataDir = '';
before(async () => {
  office = await openOffice();
  dataDir = office.environment['SAYSO_DATA_DIR'] ?? '';
  const id = await office.open('mia', { customer: 'c-1' });
  await office.send('mia', id, { do: 'close', as: 'withdrawn', words: 'Never mind.' });
  await office.open('mia', { customer: 'c-2' });
});
after(() => office.close());

const ledger = (...args: string[]): Promise<Ran> => office.cli(['ledger', ...args]);

async function verified(...args: string[]): Promise<{ code: number } & Verified> {
  const { code, out } = await ledger('verify', '--json', ...args);
  return { code, ...(JSON.parse(out) as Verified) };
}

test('a ledger that is right, in words and as JSON, with the anchors that every command leaves', async () => {
  const { code, out, err } = await ledger('verify');
  assert.equal(code, 0, err);
  assert.match(out, /^Right: \d+ entries of office, none changed, removed or reordered\./);
  const { broken, head, anchors } = await verified();
  assert.equal(broken, null);
  assert.ok(anchors.found >= 1);
  assert.match(String(anchors.last?.at), /^\d{4}-\d{2}-\d{2}T.*Z$/);
  assert.ok(out.includes(`Ends at ${head.sequence}: ${head.hash}`));
});

test('an export is proved without a database, with and without anchors; a changed one is not', async () => {
  const file = path.join(dataDir, 'export.jsonl');
  assert.deepEqual(await ledger('export', '--out', file), { code: 0, out: '', err: '' });
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const text = readFileSync(file, 'utf8');
  assert.equal((await ledger('export')).out, text);
  const { head } = await verified();
  const nowhere = ['verify', '--file', file];
  const alone = await office.cli(['ledger', ...nowhere]);
  assert.equal(alone.code, 0);
  assert.match(alone.out, new RegExp(`Ends at ${head.sequence}: ${head.hash}\n.*No anchors were found`));
  assert.ok((await verified('--file', file, '--anchors', path.join(dataDir, 'anchors'))).anchors.found >= 1);

  writeFileSync(
    file,
    text.replace('"asker":"mia"', '"asker":"kai"').replace('\\"asker\\":\\"mia\\"', '\\"asker\\":\\"kai\\"'),
  );
  const changed = await office.cli(['ledger', ...nowhere]);
  assert.equal(changed.code, 1);
  assert.match(changed.out, /^Broken at entry 2: changed\n {2}Entry 2 was changed/);
  writeFileSync(file, 'no ledger\n');
  assert.equal((await verified('--file', file)).broken?.what, 'unreadable');
});

test('wrong use says how to mend it', async () => {
  for (const [args, mend] of [
    [['verify', '--organization', 'elsewhere'], /organization list/],
    [['verify', '--file', path.join(dataDir, 'nothing')], /Check the path/],
    [['verify', '--anchors', path.join(dataDir, 'nothing')], /Name the folder/],
    [['export', '--out', path.join(dataDir, 'no', 'such', 'folder')], /Name a file/],
    [['export', '--out', dataDir], /Name a file/],
    [['export', '--organization', 'elsewhere'], /organization list/],
    [['erase', '--customer', 'c-1'], /--by/],
  ] as const) {
    const { code, err } = await ledger(...args);
    assert.equal(code, 2, `${args.join(' ')}: ${err}`);
    assert.match(err, mend);
  }
});

test('a customer is erased; whose case goes on is named, with what to do', async () => {
  const refusedOne = await ledger('erase', '--customer', 'c-1', '--by', 'nobody');
  assert.equal(refusedOne.code, 1);
  assert.match(refusedOne.err, /unknown-person/);
  const gone = await ledger('erase', '--customer', 'c-1', '--by', 'nadia');
  assert.equal(gone.code, 0, gone.out);
  assert.match(gone.out, /^Erased: \d+ personal values in 1 conversations\./);
  const left = await ledger('erase', '--customer', 'c-2', '--by', 'nadia');
  assert.equal(left.code, 1);
  assert.match(
    left.out,
    /^Nothing was erased\.\nLeft as it is: c\w+; a case is open, or a review\.\n {2}→ Close it/,
  );
  assert.equal((await ledger('erase', '--customer', 'c-9', '--by', 'nadia')).out, 'Nothing was erased.\n');
  assert.equal((await verified()).broken, null);
});

test('a ledger that was tampered with ends with 1, and says where', async () => {
  const admin = await openClient(office.admin);
  try {
    await admin.query(`update sayso.ledger set body = replace(body, '"mia"', '"kai"') where sequence = 2`);
  } finally {
    await admin.end();
  }
  const { code, out } = await ledger('verify');
  assert.equal(code, 1);
  assert.match(out, /^Broken at entry 2: changed\n.*\n {2}Right up to entry 1\./);
});
