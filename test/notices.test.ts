/** Emergency notices: by one person, for every open case within seconds, over by themselves, reviewed the next working day. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { consider } from '../src/shell/consider.ts';
import { inForceKept } from '../src/shell/in-force.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { uploadBook } from '../src/shell/publish/drafts.ts';
import { listVersions, noticesOf } from '../src/shell/publish/look.ts';
import { endNotice, giveNotice, reviewNotice } from '../src/shell/publish/notices.ts';
import { publishBook, rollBackBook } from '../src/shell/publish/publish.ts';
import { LEAD_MS } from '../src/shell/publish/state.ts';
import { takeNotices } from '../src/shell/store/books.ts';
import { recordOfConversation } from '../src/shell/store/lists.ts';
import { HOUR } from '../src/core/words/time.ts';
import { BEGAN, openShop, type Shop } from './lived.ts';
import { codes, taken } from './taken.ts';

const BOOK = readFileSync(new URL('../books/shop/book.yaml', import.meta.url), 'utf8');
const PEOPLE = readFileSync(new URL('../books/shop/people.yaml', import.meta.url), 'utf8');
const CASES = `at: 2026-03-02T15:00:00Z
cases:
  any answer will do:
    as: mia
    request: { type: invoice_copy, facts: {} }
    expect: {}
`;

let shop: Shop;
let organizations = 0;

before(async () => {
  shop = await openShop();
});
after(() => shop?.close());

async function anew(): Promise<string> {
  organizations += 1;
  const id = `storm-${organizations}`;
  shop.setTime(BEGAN);
  await shop.put(id);
  return id;
}

const facts = { 'order.delivered': '2026-03-02', 'order.value': '300', category: 'lamp', damaged: false };
const refund = (amount: string, customer = 'c-1') => ({
  type: 'refund',
  customer,
  facts: { ...facts, amount, identity_verified: true },
});

const give = (
  id: string,
  by: string,
  { gives = {}, ...more }: { gives?: object; until?: number; types?: string[]; name?: string } = {},
) =>
  giveNotice(shop.engine, id, {
    name: 'storm',
    types: ['refund'],
    because: 'The parcels of the north are lost.',
    by,
    ...more,
    gives: { from: 'agent', 'up to': '100 USD', when: 'recent', ...gives },
  });

const looked = async (id: string, one: string): Promise<readonly [string, string | null]> => {
  const found = await consider(shop.engine, id, one);
  assert.ok(found?.now);
  return [found.now.decision.verdict, found.now.decision.rule];
};

/** Messages to colleagues about a matter: to whom, and their words. */
async function told(id: string, matter: string): Promise<{ person: string; words: string | null }[]> {
  const { rows } = await shop.admin.query<{ person: string; words: string | null }>(
    `select body->>'person' as person, body->>'words' as words from sayso.outbox
     where organization_id = $1 and body->>'matter' = $2 order by key`,
    [id, matter],
  );
  return rows;
}

test('an open case that a notice covers is told within seconds, once, and its owner says yes', async () => {
  const id = await anew();
  const covered = await shop.open({ request: refund('90') }, id);
  await shop.send('mia', covered, { do: 'ask' }, id);
  const beyond = await shop.open({ request: refund('190', 'c-2') }, id);
  const own = await shop.open({ request: refund('20', 'c-3') }, id);
  assert.equal((await looked(id, covered))[0], 'handoff');
  const { inForceFrom } = taken(await give(id, 'tomas'));
  assert.equal(inForceFrom, BEGAN + LEAD_MS);
  await shop.deliver();
  assert.deepEqual(await told(id, 'notice covers'), []);
  shop.setTime(inForceFrom);
  await shop.deliver();
  await shop.deliver();
  assert.deepEqual(await told(id, 'notice covers'), [{ person: 'mia', words: null }]);
  assert.deepEqual(await looked(id, covered), ['grant', 'refund/notices/storm']);
  assert.equal((await looked(id, beyond))[0], 'handoff');
  assert.deepEqual(await looked(id, own), ['grant', 'refund/may/small']);
  const found = await consider(shop.engine, id, covered);
  const record = await recordOfConversation(shop.engine, id, found?.conversation.id ?? '');
  assert.equal(record.filter(({ event }) => event.kind === 'notice covers').length, 1);
  await shop.send('mia', covered, { do: 'grant' }, id);
  // Whoever was asked for a yes is asked no more.
  const granted = await consider(shop.engine, id, covered);
  assert.deepEqual(
    granted?.case.questions.map(({ closed }) => closed?.how),
    ['withdrawn'],
  );
  const { notices } = taken(await noticesOf(shop.engine, id));
  assert.deepEqual(
    notices.map(({ name, by, inForce, granted: sum }) => ({ name, by, inForce, granted: sum })),
    [
      {
        name: 'storm',
        by: 'tomas',
        inForce: true,
        granted: { grants: 1, sums: [{ unit: 'USD', amount: '90.00' }] },
      },
    ],
  );
});

test('a notice is announced once all that takes time is read, however slowly it comes', async () => {
  const id = await anew();
  for (const name of ['storm', 'flood']) taken(await give(id, 'tomas', { name }));
  const { engine } = shop;
  const use: typeof engine.database.use = async (work) => {
    shop.setTime(engine.clock.now() + 200);
    return engine.database.use(work);
  };
  const slow = { ...engine, database: { ...engine.database, use } };
  const given = { name: 'fire', types: ['refund'], gives: { from: 'agent', 'up to': '100 USD' } };
  const { inForceFrom } = taken(await giveNotice(slow, id, { ...given, because: 'It burns.', by: 'tomas' }));
  // Nothing but the storing itself came after it was announced.
  assert.ok(inForceFrom - engine.clock.now() >= LEAD_MS - 200);
});

test('what is announced is compiled shortly before it comes into force, and no sooner', async () => {
  const id = await anew();
  for (const [name, days] of [
    ['storm', 3],
    ['flood', 2],
  ] as const)
    taken(await give(id, 'tomas', { name, until: BEGAN + days * 24 * HOUR }));
  const { engine } = shop;
  const asked = new Set<string>();
  const book: typeof engine.inUse.book = (hash, read) => {
    asked.add(hash);
    return engine.inUse.book(hash, read);
  };
  const watched = {
    ...engine,
    inUse: Object.assign(Object.create(engine.inUse), { book }) as typeof engine.inUse,
  };
  assert.ok(await inForceKept(watched, id, BEGAN));
  const { rows } = await shop.admin.query<{ since: number; hash: string }>(
    `select (extract(epoch from since) * 1000)::float8 as since, hash from sayso.book_version
     where organization_id = $1 order by sequence`,
    [id],
  );
  const at = (since: number): string | undefined => rows.findLast((one) => one.since === since)?.hash;
  assert.deepEqual(asked, new Set([rows[0]?.hash, at(BEGAN + LEAD_MS)]));
  assert.ok(!asked.has(at(BEGAN + 2 * 24 * HOUR) ?? ''));
});

test('what a dead node had taken for a notice is done by another, however many cases are open', async () => {
  const id = await anew();
  const one = await shop.open({ request: refund('90') }, id);
  // Many more that come before it.
  await shop.admin.query(
    `insert into sayso."case" select organization_id, 'a' || n, 'gone', type, null, true, stage, asker, owner,
       waiting_for, promised, incident, opened_at, updated_at
     from sayso."case", generate_series(1, 150) as n where organization_id = $1`,
    [id],
  );
  const { inForceFrom } = taken(await give(id, 'tomas'));
  shop.setTime(inForceFrom);
  const dead = await shop.engine.database.use((pool) => takeNotices(pool, inForceFrom, 5000, 10));
  assert.ok(dead.some(({ organization }) => organization === id));
  await shop.deliver();
  assert.deepEqual(await told(id, 'notice covers'), []);
  shop.setTime(inForceFrom + 5000);
  await shop.deliver();
  assert.equal((await told(id, 'notice covers')).length, 1);
  assert.deepEqual(await looked(id, one), ['grant', 'refund/notices/storm']);
});

test('it ends by itself, also when no node did anything for it', async () => {
  const id = await anew();
  const { until } = taken(await give(id, 'tomas', { until: BEGAN + 5 * HOUR }));
  shop.setTime(until - 1);
  const early = await shop.open({ request: refund('90') }, id);
  assert.equal((await looked(id, early))[0], 'grant');
  shop.setTime(until);
  assert.equal((await looked(id, early))[0], 'handoff');
});

test('who may give it, for how long and up to how much', async () => {
  const id = await anew();
  // A lead could grant as much, but is not management; an agent least of all.
  for (const by of ['lena', 'mia', 'lumo', 'nobody'])
    assert.deepEqual(codes(await give(id, by)), ['not-yours-to-give'], by);
  const large = { gives: { 'up to': '700 USD' } };
  assert.deepEqual(codes(await give(id, 'tomas', large)), ['not-yours-to-give']);
  assert.deepEqual(codes(await give(id, 'tomas', { until: BEGAN + LEAD_MS + 72 * HOUR + 1 })), ['too-long']);
  assert.deepEqual(codes(await give(id, 'tomas', { until: BEGAN })), ['in-the-past']);
  assert.deepEqual(codes(await give(id, 'tomas', { name: '1' })), ['bad-name']);
  const capless = await giveNotice(shop.engine, id, {
    name: 'storm',
    types: ['refund'],
    gives: { from: 'agent' },
    because: 'x',
    by: 'nadia',
  });
  assert.deepEqual(codes(capless), ['no-cap']);
  assert.deepEqual(codes(await give(id, 'nadia', { types: ['refnd'] })), ['wrong-notice']);
  assert.deepEqual(codes(await give(id, 'nadia', { gives: { when: 'resent' } })), ['wrong-notice']);
  const { until } = taken(await give(id, 'nadia', large));
  assert.equal(until, BEGAN + LEAD_MS + 72 * HOUR);
  assert.deepEqual(codes(await give(id, 'nadia')), ['name-taken']);
});

test('those who review it are told every working day until they have', async () => {
  const id = await anew();
  const { notice, inForceFrom } = taken(await give(id, 'tomas'));
  shop.setTime(inForceFrom);
  const one = await shop.open({ request: refund('90') }, id);
  await shop.send('mia', one, { do: 'grant' }, id);
  await shop.deliver();
  assert.deepEqual(await told(id, 'notice review'), []);
  // Nine in the morning in New York, the day after.
  shop.setTime(Date.parse('2026-03-11T13:00:00Z'));
  await shop.deliver();
  await shop.deliver();
  const [first, ...more] = await told(id, 'notice review');
  assert.deepEqual([first?.person, more], ['nadia', []]);
  assert.match(first?.words ?? '', /Granted by it: once, 90\.00 USD in all\. It lasts until/);
  shop.setTime(Date.parse('2026-03-12T13:00:00Z'));
  await shop.deliver();
  assert.equal((await told(id, 'notice review')).length, 2);
  const review = { notice, outcome: 'keep' as const, because: 'The parcels are still lost.' };
  assert.deepEqual(codes(await reviewNotice(shop.engine, id, { ...review, by: 'tomas' })), [
    'needs-a-second-person',
  ]);
  assert.deepEqual(codes(await reviewNotice(shop.engine, id, { ...review, by: 'mia' })), [
    'not-yours-to-publish',
  ]);
  const both = await Promise.all([
    reviewNotice(shop.engine, id, { ...review, by: 'nadia' }),
    reviewNotice(shop.engine, id, { ...review, outcome: 'end', by: 'greta' }),
  ]);
  assert.deepEqual(both.map(codes).flat().toSorted(), ['already-reviewed', 'taken']);
  shop.setTime(Date.parse('2026-03-16T13:00:00Z'));
  await shop.deliver();
  assert.equal((await told(id, 'notice review')).length, 2);
});

test('a review ends it, and so does whoever gave it', async () => {
  const id = await anew();
  const first = taken(await give(id, 'tomas'));
  const second = taken(await give(id, 'tomas', { name: 'flood', gives: { 'up to': '120 USD' } }));
  shop.setTime(BEGAN + HOUR);
  const one = await shop.open({ request: refund('110') }, id);
  assert.deepEqual(await looked(id, one), ['grant', 'refund/notices/flood']);
  const ending = { notice: second.notice, because: 'It is over.' };
  assert.deepEqual(codes(await endNotice(shop.engine, id, { ...ending, by: 'mia' })), [
    'not-yours-to-publish',
  ]);
  const { until } = taken(await endNotice(shop.engine, id, { ...ending, by: 'tomas' }));
  assert.equal(until, BEGAN + HOUR + LEAD_MS);
  shop.setTime(until);
  assert.equal((await looked(id, one))[0], 'handoff');
  assert.deepEqual(codes(await endNotice(shop.engine, id, { ...ending, by: 'tomas' })), ['over-already']);
  const less = await shop.open({ request: refund('90') }, id);
  assert.deepEqual(await looked(id, less), ['grant', 'refund/notices/storm']);
  taken(
    await reviewNotice(shop.engine, id, {
      notice: first.notice,
      outcome: 'end',
      because: 'All are found.',
      by: 'nadia',
    }),
  );
  shop.setTime(until + LEAD_MS);
  assert.equal((await looked(id, less))[0], 'handoff');
});

test('a book that is published meanwhile has the notice on top, and stays when it ends', async () => {
  const id = await anew();
  const { until } = taken(await give(id, 'tomas'));
  const publishing = async (text: string): Promise<object> => {
    const { draft } = taken(await uploadBook(shop.engine, id, { text, cases: CASES, by: 'nadia' }));
    return publishBook(shop.engine, id, { draft, by: 'tomas' });
  };
  const eighty = BOOK.replace(/(small:\n\s+from: agent\n\s+up to:) 60 USD/, '$1 80 USD');
  shop.setTime(BEGAN + HOUR);
  taken(await publishing(eighty));
  shop.setTime(BEGAN + 2 * HOUR);
  const [ninety, seventy] = [
    await shop.open({ request: refund('90') }, id),
    await shop.open({ request: refund('70', 'c-2') }, id),
  ];
  assert.deepEqual(await looked(id, ninety), ['grant', 'refund/notices/storm']);
  assert.deepEqual(await looked(id, seventy), ['grant', 'refund/may/small']);
  // The way back leaves it on top as well, and so does what an operator puts in.
  const [latest] = taken(await listVersions(shop.engine, id)).versions;
  const back = { from: latest?.hash ?? '', because: 'not yet', by: 'greta' };
  const { inForceFrom } = taken(await rollBackBook(shop.engine, id, back));
  shop.setTime(inForceFrom);
  assert.deepEqual(await looked(id, ninety), ['grant', 'refund/notices/storm']);
  assert.deepEqual(await looked(id, seventy), ['grant', 'refund/notices/storm']);
  const put = await putOrganization(shop.engine, {
    id,
    book: { file: 'book.yaml', text: eighty.replace('80 USD', '81 USD') },
    people: { file: 'people.yaml', text: PEOPLE, format: 'yaml' },
  });
  assert.ok('changed' in put && put.changed);
  assert.deepEqual(await looked(id, ninety), ['grant', 'refund/notices/storm']);
  // A book without what it rests on.
  const without = eighty.replaceAll('recent', 'fresh');
  assert.deepEqual(codes(await publishing(without)), ['notice-does-not-fit']);
  shop.setTime(until);
  assert.equal((await looked(id, ninety))[0], 'handoff');
  assert.deepEqual(await looked(id, seventy), ['grant', 'refund/may/small']);
});

test('a book that is published after a notice was ended stays, also at the instant when it would have been over', async () => {
  const id = await anew();
  const { notice, until } = taken(await give(id, 'tomas', { until: BEGAN + 5 * HOUR }));
  shop.setTime(BEGAN + HOUR);
  taken(await endNotice(shop.engine, id, { notice, because: 'All are found.', by: 'tomas' }));
  shop.setTime(BEGAN + 2 * HOUR);
  const text = BOOK.replace(/(small:\n\s+from: agent\n\s+up to:) 60 USD/, '$1 80 USD');
  const { draft } = taken(await uploadBook(shop.engine, id, { text, cases: CASES, by: 'nadia' }));
  taken(await publishBook(shop.engine, id, { draft, by: 'tomas' }));
  shop.setTime(until);
  const one = await shop.open({ request: refund('70') }, id);
  assert.deepEqual(await looked(id, one), ['grant', 'refund/may/small']);
});
