/** Reviews and records on the real engine, and as the command line shows them. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chainHash } from '../src/shell/ledger/chain.ts';
import { dutyOf, ownEntries, ownRecord, reviewFor } from '../src/shell/reviews.ts';
import { eventsAfter } from '../src/shell/store/lists.ts';
import { openOffice, type Office } from './office.ts';

let office: Office;
let complained: string;
const folder = mkdtempSync(path.join(tmpdir(), 'sayso-records-'));

before(async () => {
  office = await openOffice();
  const { open, send } = office;
  const earlier = await open('mia', { customer: 'c-2', subject: 'o-2' });
  await send('mia', earlier, { do: 'grant', done: true });
  complained = await open('mia', {});
  await send('mia', complained, { do: 'grant', done: true });
  await send('@customer', complained, { do: 'complain', words: 'She was of no help at all!' });
});
after(async () => {
  await office?.close();
  rmSync(folder, { recursive: true });
});

const code = (found: object): string | undefined =>
  'refused' in found ? (found.refused as { code: string }).code : undefined;
const review = (by: string): ReturnType<typeof reviewFor> =>
  reviewFor(office.engine, 'office', { case: complained, by });

test('the agent sees it first; their managers once they know', async () => {
  assert.equal(code(await review('lena')), 'agent-first');
  assert.ok('acts' in (await review('mia')));
  await office.send('mia', complained, { do: 'respond', words: 'I said yes at once.' });
  const found = await review('lena');
  assert.ok('acts' in found);
  assert.deepEqual(
    found.acts.map(({ verdict, rule }) => [verdict, rule]),
    [
      ['obliged', 'refund/may/small'],
      ['allowed', 'refund/may/small'],
      ['obliged', 'case/carry out'],
    ],
  );
  assert.deepEqual([found.long_record.served, found.long_record.granted], [1, 1]);
  assert.equal(code(await review('kai')), 'unknown-review');
});

test('the book of that day is looked at, with the totals of that day', async () => {
  // Agents may refund nothing from now on, and more has been granted on the same order meanwhile.
  await office.putBook((text) =>
    text.replace('up to: 60 USD\n        when: recent', 'up to: 1 USD\n        when: recent'),
  );
  const more = await office.open('lena', { facts: { amount: '100' } });
  await office.send('lena', more, { do: 'grant', done: true });
  const found = await review('lena');
  assert.ok('acts' in found);
  assert.equal(found.by_the_book, true);
  // The same again would be beyond the book of now, so there is something to tell apart.
  const again = await office.open('mia', { customer: 'c-3', subject: 'o-3' });
  const shown = await office.cli(['case', 'show', again, '--json']);
  assert.notEqual((JSON.parse(shown.out) as { decision: { verdict: string } }).decision.verdict, 'grant');
  await office.send('@customer', again, { do: 'close', as: 'withdrawn' });
});

test('an export proves itself against the ledger', async () => {
  const entries = await ownEntries(office.engine, 'office', { of: 'mia', by: 'mia' });
  assert.ok(Array.isArray(entries) && entries.length > 0);
  for (const { sequence, previous, hash, body } of entries)
    assert.equal(chainHash(previous, sequence, body), hash);
  const events = await eventsAfter(office.engine, 'office');
  const sequences = new Set(entries.map(({ sequence }) => sequence));
  const own = events.filter(({ event }) => event.by === 'mia');
  assert.deepEqual(
    own.filter(({ sequence }) => !sequences.has(sequence)),
    [],
    'everything that she did is in it',
  );
  const record = await ownRecord(office.engine, 'office', { of: 'mia', by: 'mia' });
  assert.ok('person' in record);
  for (const { sequence } of [...record.granted, ...record.promises_kept, ...record.upheld])
    assert.ok(sequences.has(sequence), `entry ${sequence} shows something that counts`);
  assert.doesNotMatch(JSON.stringify(entries), /c-1|no help at all/, 'what customers said stays behind');
});

test('somebody new has a record that begins', async () => {
  const record = await ownRecord(office.engine, 'office', { of: 'hugo', by: 'hugo' });
  assert.ok('person' in record && record.served.length === 0 && record.reviews.length === 0);
});

test('what does not exist is said with the way to mend it', async () => {
  const { engine } = office;
  const refusals = await Promise.all([
    reviewFor(engine, 'office', { case: 'c0', by: 'mia' }),
    reviewFor(engine, 'office', { case: complained, review: 'r7', by: 'mia' }),
    reviewFor(engine, 'office', { case: complained, by: 'nobody' }),
    reviewFor(engine, 'nowhere', { case: complained, by: 'mia' }),
    dutyOf(engine, 'office', 'c0'),
    ownRecord(engine, 'office', { of: 'nobody', by: 'nobody' }),
  ]);
  assert.deepEqual(refusals.map(code), [
    'unknown-case',
    'unknown-review',
    'unknown-person',
    'unknown-organization',
    'unknown-case',
    'unknown-person',
  ]);
});

test('of several reviews one is named', async () => {
  await office.send('@customer', complained, { do: 'complain', words: 'And slow!' });
  assert.equal(code(await review('mia')), 'which-review');
  const named = await office.cli(['review', 'show', complained, `${complained}/r2`, '--as', 'mia']);
  assert.equal(named.code, 0, named.err);
  await office.send('mia', complained, { do: 'respond', review: `${complained}/r2`, words: 'I was not.' });
  await office.send('lena', complained, { do: 'sign', review: `${complained}/r2`, outcome: 'trivial' });
});

test('the command line shows a review: the record first, then act by act', async () => {
  const { out, code: exit } = await office.cli([
    'review',
    'show',
    complained,
    `${complained}/r1`,
    '--as',
    'mia',
  ]);
  assert.equal(exit, 0);
  const places = [
    /Your record before it: 1 customer served, 1 yes/,
    /allowed by refund\/may\/small/,
    /You went by the book/,
    /“She was of no help at all!”/,
    /Mia Chen: “I said yes at once.”/,
    /Upheld unless a manager signs otherwise/,
  ].map((words) => out.search(words));
  assert.ok(
    places.every((place) => place >= 0),
    out,
  );
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  const refused = await office.cli(['review', 'show', complained, `${complained}/r1`, '--as', 'kai']);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /unknown-review/);
  assert.doesNotMatch(refused.out, /Mia/);
});

test('the command line shows and exports one’s own record, and duty', async () => {
  const shown = await office.cli(['record', 'show', '--as', 'mia']);
  assert.match(shown.out, /Mia Chen, your own record/);
  assert.match(shown.out, /\b2 {2}Yeses within your remit/);
  const file = path.join(folder, 'mine.jsonl');
  const exported = await office.cli(['record', 'export', '--as', 'mia', '--out', file]);
  assert.equal(exported.code, 0, exported.err);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  assert.match(exported.out, new RegExp(`^${lines.length} entries`));
  const nowhere = await office.cli([
    'record',
    'export',
    '--as',
    'mia',
    '--out',
    path.join(folder, 'no', 'x'),
  ]);
  assert.deepEqual([nowhere.code, /can't be written/.test(nowhere.err)], [2, true]);
  const duty = await office.cli(['review', 'duty', complained]);
  assert.match(duty.out, /Duty met: yes/);
  assert.doesNotMatch(duty.out, /mia/i);
});
