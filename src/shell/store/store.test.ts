import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Client, Pool } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../../test/database.ts';
import type { Json } from '../../core/words/hash.ts';
import { openClient, openPool } from '../database/connect.ts';
import { ensureMonths } from '../database/migrate.ts';
import { StoreFault } from './fault.ts';
import { loadKnown } from './known.ts';
import { load, textOfBook, textOfPeople } from './load.ts';
import { createOrganization, record, type Recorded, type StepWithMore } from './record.ts';

const AT = Date.parse('2026-03-10T14:00:00Z');
const HOUR = 3_600_000;

let fresh: FreshDatabase;
let pool: Pool;
let admin: Client;
/** A new organization for every test. */
let organization = '';
let organizations = 0;

before(async () => {
  fresh = await freshDatabase();
  await ensureMonths(fresh.owner, AT, 1);
  pool = openPool(fresh.service, { size: 8 });
  admin = await openClient(fresh.admin);
});
beforeEach(async () => {
  organizations += 1;
  organization = `org-${organizations}`;
  assert.equal(await createOrganization(pool, { id: organization, name: 'Some', at: AT }), true);
});
after(async () => {
  await pool.end();
  await admin.end();
  await fresh.drop();
});

/** A step that writes a row of everything, some of it changed. */
const stepWith = (change: Partial<StepWithMore> = {}): StepWithMore => ({
  organization,
  at: AT,
  readAt: 0,
  reads: [],
  conversations: [{ id: 'v1', version: 0, state: { id: 'v1', n: 1 }, due: AT + HOUR }],
  cases: [
    {
      id: 'c1',
      conversation: 'v1',
      type: 'refund',
      customerKey: 'k1',
      open: true,
      stage: 'with the asker',
      asker: 'mia',
      owner: 'mia',
      waitingFor: ['lena'],
      promised: AT + HOUR,
      incident: null,
      openedAt: AT,
    },
  ],
  entries: [entry(1), { ...entry(2), personal: { salt: 's', value: '{"words":"x"}', customerKey: 'k1' } }],
  effects: [
    { key: 'v1/1', conversation: 'v1', case: 'c1', kind: 'tell customer', body: { words: 'hello' }, due: AT },
  ],
  tallies: [{ key: 't1', times: 1, amount: 500, at: AT }],
  standing: [{ key: 's1', conversation: 'v1', case: 'c1', answer: { kind: 'yes' }, until: null }],
  ...change,
});

const entry = (n: number): StepWithMore['entries'][number] => ({
  body: `{"n":${n}}`,
  kind: 'updated',
  conversation: 'v1',
  case: 'c1',
});

/** A step that only adds an entry. */
const small = (change: Partial<StepWithMore> = {}): StepWithMore =>
  stepWith({
    conversations: [],
    cases: [],
    entries: [entry(3)],
    effects: [],
    tallies: [],
    standing: [],
    ...change,
  });

const sent = (key: string, hash = 'h', result: Json = { case: 'c1' }): Partial<StepWithMore> => ({
  command: { key, hash, result },
});

/** All rows of the organization, in all tables. */
async function everything(): Promise<Record<string, string[]>> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relnamespace = 'sayso'::regnamespace and relkind = 'r'`,
  );
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await admin.query<{ row: string }>(
      `select t::text as row from ${name} t where organization_id = $1 order by 1`,
      [organization],
    );
    if (rows.length > 0) found[name.replace(/_\d{4}_\d{2}$/, '')] = rows.map(({ row }) => row);
  }
  return found;
}

async function stored(step: StepWithMore): Promise<Extract<Recorded, { outcome: 'stored' }>> {
  const recorded = await record(pool, step);
  assert.ok(recorded.outcome === 'stored', JSON.stringify(recorded));
  return recorded;
}

const conflictOn = async (step: StepWithMore): Promise<unknown> => {
  const untouched = await everything();
  const recorded = await record(pool, step);
  assert.deepEqual(await everything(), untouched);
  assert.ok(recorded.outcome === 'conflict', JSON.stringify(recorded));
  return recorded.on;
};

test('a step writes a row of everything', async () => {
  const recorded = await stored(
    stepWith({
      ...sent('key'),
      books: [{ hash: 'b', text: 'book', since: AT }],
      people: [{ hash: 'p', text: 'people', since: AT, format: 'yaml' }],
    }),
  );
  assert.equal(recorded.sequence, 2);
  const rows = await everything();
  assert.deepEqual(
    Object.fromEntries(
      Object.entries(rows).map(([name, found]) => [name.replace('sayso.', ''), found.length]),
    ),
    {
      organization: 1,
      book_version: 1,
      people_version: 1,
      command: 1,
      conversation: 1,
      '"case"': 1,
      tally: 1,
      standing: 1,
      ledger_head: 1,
      personal: 1,
      timer: 1,
      outbox: 1,
      ledger: 2,
    },
  );
});

test('all of a step is written or nothing, wherever it fails', async () => {
  await stored(stepWith());
  const untouched = await everything();
  const next = (change: Partial<StepWithMore>): StepWithMore =>
    stepWith({
      readAt: 2,
      conversations: [{ id: 'v1', version: 1, state: { n: 2 }, due: null }],
      effects: [{ key: 'v1/2', conversation: 'v1', case: null, kind: 'tell person', body: {}, due: AT }],
      ...sent('key'),
      ...change,
    });
  const fails = async (change: Partial<StepWithMore>, code: string): Promise<void> => {
    await assert.rejects(record(pool, next(change)), (error: unknown) => {
      assert.ok(error instanceof Error && 'code' in error);
      assert.equal(error.code, code, error.message);
      if (error instanceof StoreFault) assert.match(error.mend, /\w/);
      return true;
    });
    assert.deepEqual(await everything(), untouched);
  };
  // A month that has no place on the ledger.
  await fails({ at: Date.parse('2031-01-01T00:00:00Z') }, 'month');
  // The last thing that a step writes.
  await fails(sent('nul \u0000'), 'text');
  await fails({ entries: [entry(3), { ...entry(4), body: 'half a \ud800' }] }, 'text');
  // Totals without an entry: nobody would notice that they were written.
  await fails({ entries: [] }, 'SY002');
  await fails(
    { entries: [], tallies: [], standing: [], books: [{ hash: 'b', text: 'b', since: AT }] },
    'SY002',
  );
  // A total beyond what a number holds.
  await fails({ tallies: [{ key: 't1', times: 1, amount: 1e19, at: AT }] }, '22003');
  await stored(next({}));
});

test('a conversation that was written meanwhile is a conflict', async () => {
  await stored(stepWith());
  assert.deepEqual(await conflictOn(stepWith()), { conversation: 'v1' });
  const change = { readAt: 2, conversations: [{ id: 'v1', version: 1, state: {}, due: null }] };
  await stored(small(change));
  assert.deepEqual(await conflictOn(small(change)), { conversation: 'v1' });
  assert.deepEqual(
    await conflictOn(small({ readAt: 3, conversations: [{ id: 'v9', version: 3, state: {}, due: null }] })),
    { conversation: 'v9' },
  );
  // Of two, one is enough.
  const both = [
    { id: 'v2', version: 0, state: {}, due: null },
    { id: 'v1', version: 1, state: {}, due: null },
  ];
  assert.deepEqual(await conflictOn(small({ readAt: 3, conversations: both })), { conversation: 'v1' });
});

test('a total or a standing answer that was written after it was read is a conflict', async () => {
  await stored(stepWith());
  for (const key of ['t1', 's1'])
    assert.deepEqual(await conflictOn(small({ readAt: 0, reads: ['other', key] })), { key });
  await stored(small({ readAt: 0, reads: ['other'] }));
  await stored(small({ readAt: 2, reads: ['t1', 's1'] }));
  // Of another organization it is nothing.
  const [mine, theirs] = [organization, `${organization}-b`];
  await createOrganization(pool, { id: theirs, name: 'b', at: AT });
  organization = theirs;
  await stored(stepWith({ tallies: [{ key: 't2', times: 1, amount: 1, at: AT }] }));
  organization = mine;
  await stored(small({ readAt: 2, reads: ['t2'] }));
});

test('of yeses that rest on the same total at once, one is stored', async () => {
  const racing = Array.from({ length: 12 }, (_, n) =>
    record(
      pool,
      small({
        reads: ['t1'],
        conversations: [{ id: `v${n}`, version: 0, state: {}, due: null }],
        tallies: [{ key: 't1', times: 1, amount: 500, at: AT }],
      }),
    ),
  );
  const outcomes = (await Promise.all(racing)).map(({ outcome }) => outcome);
  assert.equal(outcomes.filter((outcome) => outcome === 'stored').length, 1);
  assert.equal(outcomes.filter((outcome) => outcome === 'conflict').length, 11);
  const { tallies } = await loadKnown(pool, organization, {
    tallies: [{ key: 't1' }],
    standing: [],
    customers: [],
  });
  assert.deepEqual(tallies, [{ times: 1, amount: 500 }]);
});

test('a book or people that came into force since is a conflict; later ones are none', async () => {
  await stored(small({ books: [{ hash: 'b1', text: 'b', since: AT }] }));
  assert.deepEqual(await conflictOn(small()), { version: true });
  await stored(small({ readAt: 1, books: [{ hash: 'b2', text: 'b', since: AT + HOUR }] }));
  await stored(small({ readAt: 1 }));
  assert.deepEqual(await conflictOn(small({ readAt: 1, at: AT + HOUR })), { version: true });
  await stored(small({ readAt: 3, people: [{ hash: 'p', text: 'p', since: AT, format: 'csv' }] }));
  assert.deepEqual(await conflictOn(small({ readAt: 3 })), { version: true });
});

test('a command is carried out once under its key', async () => {
  const first = stepWith(sent('key', 'h', { case: 'c1', n: 1 }));
  await stored(first);
  const untouched = await everything();
  // Known before it could be a conflict.
  assert.deepEqual(await record(pool, first), { outcome: 'replayed', result: { case: 'c1', n: 1 } });
  assert.deepEqual(await record(pool, stepWith(sent('key', 'other'))), { outcome: 'key reused' });
  assert.deepEqual(await everything(), untouched);
});

test('sent ten times at once, it is stored once, and everybody is told the same', async () => {
  const racing = Array.from({ length: 10 }, () => record(pool, small(sent('key'))));
  const answers = await Promise.all(racing);
  assert.equal(answers.filter(({ outcome }) => outcome === 'stored').length, 1);
  assert.deepEqual(
    answers.filter(({ outcome }) => outcome !== 'stored'),
    Array.from({ length: 9 }, () => ({ outcome: 'replayed', result: { case: 'c1' } })),
  );
});

test('steps sent at once are chained without a gap', async () => {
  const racing = Array.from({ length: 20 }, (_, n) => record(pool, small({ entries: [entry(n), entry(n)] })));
  const sequences = (await Promise.all(racing)).map((one) => (one.outcome === 'stored' ? one.sequence : 0));
  assert.deepEqual(
    sequences.toSorted((a, b) => a - b),
    Array.from({ length: 20 }, (_, n) => 2 * n + 2),
  );
});

test('an organization is made once, under an id that can stand in a path', async () => {
  assert.equal(await createOrganization(pool, { id: organization, name: 'again', at: AT }), false);
  for (const id of ['', '.', '..', '-x', 'a/b', 'a b', 'ä', 'x'.repeat(65), "'; drop table sayso.ledger; --"])
    await assert.rejects(
      createOrganization(pool, { id, name: 'x', at: AT }),
      (error: unknown) => error instanceof StoreFault && error.code === 'organization',
      id,
    );
  assert.deepEqual(await record(pool, { ...small(), organization: 'nowhere' }), {
    outcome: 'unknown organization',
  });
});

test('what is loaded is what was stored', async () => {
  assert.equal(await load(pool, 'nowhere', { at: AT }), undefined);
  const step = stepWith({
    ...sent('key', 'h', { n: 1 }),
    books: [
      { hash: 'b1', text: 'one', since: AT - HOUR },
      { hash: 'b2', text: 'two', since: AT },
      { hash: 'b3', text: 'three', since: AT + HOUR },
      { hash: 'b4', text: 'four', since: AT + 2 * HOUR },
    ],
    people: [{ hash: 'p1', text: 'id;name', since: AT, format: 'csv' }],
  });
  await stored(step);
  const loaded = await load(pool, organization, { at: AT, conversation: 'v1' });
  assert.match(loaded?.salt ?? '', /^[0-9a-f]{64}$/);
  const versions = {
    books: [
      { hash: 'b2', since: AT },
      { hash: 'b3', since: AT + HOUR },
    ],
    people: [{ hash: 'p1', since: AT, format: 'csv' }],
  };
  const conversation = { id: 'v1', version: 1, state: { id: 'v1', n: 1 } };
  const salt = loaded?.salt;
  const changes = { at: 2, list: [] };
  assert.deepEqual(loaded, { readAt: 2, salt, conversation, replay: null, changes, ...versions });
  const byCase = await load(pool, organization, { at: AT, case: 'c1' });
  assert.deepEqual(byCase, loaded);
  // Under a key that is known, the conversation is the one that it was about.
  const byKey = await load(pool, organization, { at: AT, conversation: 'v9', key: 'key' });
  assert.deepEqual(byKey, { ...loaded, replay: { hash: 'h', result: { n: 1 } } });
  const nothing = await load(pool, organization, { at: AT, case: 'c9', key: 'other' });
  assert.deepEqual(nothing, { ...loaded, conversation: null });
  const early = await load(pool, organization, { at: AT - 2 * HOUR });
  assert.deepEqual(early?.books, [{ hash: 'b1', since: AT - HOUR }]);
  assert.equal(await textOfBook(pool, organization, 'b3'), 'three');
  assert.deepEqual(await textOfPeople(pool, organization, 'p1'), {
    text: 'id;name',
    format: 'csv',
    name: 'Some',
  });
  await assert.rejects(textOfBook(pool, organization, 'b9'), /no book b9/);
  await assert.rejects(textOfPeople(pool, organization, 'p9'), /no people p9/);
});

test('of two versions from the same instant the later one counts', async () => {
  await stored(small({ books: [{ hash: 'b1', text: 'one', since: AT }] }));
  await stored(small({ readAt: 1, books: [{ hash: 'b2', text: 'two', since: AT }] }));
  assert.deepEqual((await load(pool, organization, { at: AT }))?.books, [{ hash: 'b2', since: AT }]);
});

test('totals count what was granted in their window, what was undone taken away', async () => {
  await stored(
    small({
      tallies: [
        { key: 't', times: 1, amount: 100, at: AT },
        { key: 't', times: 1, amount: 20, at: AT },
        { key: 't', times: 1, amount: 7, at: AT + HOUR },
        { key: 'u', times: 1, amount: 1, at: AT },
      ],
    }),
  );
  await stored(small({ readAt: 1, tallies: [{ key: 't', times: -1, amount: -20, at: AT + HOUR }] }));
  const total = async (window: object): Promise<unknown> =>
    (await loadKnown(pool, organization, { tallies: [{ key: 't', ...window }], standing: [], customers: [] }))
      .tallies[0];
  assert.deepEqual(await total({}), { times: 2, amount: 107 });
  assert.deepEqual(await total({ from: AT }), { times: 2, amount: 107 });
  assert.deepEqual(await total({ after: AT }), { times: 0, amount: -13 });
  assert.deepEqual(await total({ from: AT + 1 }), { times: 0, amount: -13 });
  assert.deepEqual(await total({ from: AT + HOUR + 1 }), { times: 0, amount: 0 });
  const both = await loadKnown(pool, organization, {
    customers: [],
    tallies: [{ key: 'none' }, { key: 'u' }],
    standing: [],
  });
  assert.deepEqual(both.tallies, [
    { times: 0, amount: 0 },
    { times: 1, amount: 1 },
  ]);
});

const answer = (id: string, kind: Json): StepWithMore['standing'][number] => ({
  key: 's',
  conversation: 'v1',
  case: id,
  answer: kind,
  until: kind === 'no' ? AT + HOUR : null,
});

test('of standing answers each case has its latest, the latest case first', async () => {
  await stored(small({ standing: [answer('c1', 'no')] }));
  await stored(small({ readAt: 1, standing: [answer('c2', 'yes')] }));
  // Twice in one step: the last counts. Null: it no longer stands.
  await stored(small({ readAt: 2, standing: [answer('c1', 'yes'), answer('c1', null)] }));
  const found = await loadKnown(pool, organization, { tallies: [], standing: ['s', 'none'], customers: [] });
  assert.deepEqual(
    found.standing.map(({ sequence, case: id, answer: kind, until }) => [sequence, id, kind, until]),
    [
      [3, 'c1', null, null],
      [2, 'c2', 'yes', null],
    ],
  );
});
