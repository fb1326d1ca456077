/** Books in use: a draft becomes the book that counts by a second person, on all nodes at one instant; and goes back. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { consider } from '../src/shell/consider.ts';
import { Clock } from '../src/shell/clock.ts';
import { openDatabase } from '../src/shell/database/hosts.ts';
import { engineOf, type Engine } from '../src/shell/engine.ts';
import { inForceKept } from '../src/shell/in-force.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { compareBooks, examineText, tryDraft, uploadBook } from '../src/shell/publish/drafts.ts';
import { listVersions } from '../src/shell/publish/look.ts';
import { publishBook, rollBackBook, type From } from '../src/shell/publish/publish.ts';
import { LEAD_MS } from '../src/shell/publish/state.ts';
import { BEGAN, openShop, type Shop } from './lived.ts';
import { codes, taken } from './taken.ts';

const text = (file: string): string =>
  readFileSync(new URL(`../books/shop/${file}`, import.meta.url), 'utf8');
const BOOK = text('book.yaml');
const CASES = text('cases.yaml');

let shop: Shop;
let now = BEGAN;
let organizations = 0;

/** An organization of its own, like the shop. */
async function anew(): Promise<string> {
  organizations += 1;
  const id = `shop-${organizations}`;
  at(BEGAN);
  await shop.put(id);
  return id;
}

function at(instant: number): void {
  now = instant;
  shop.setTime(instant);
}

before(async () => {
  shop = await openShop();
});
after(() => shop?.close());

/** The shop's book where an agent may refund so much at once. */
const withSmall = (dollars: number): string =>
  BOOK.replace(/(small:\n\s+from: agent\n\s+up to:) 60 USD/, `$1 ${dollars} USD`);
/** The cases that say what the book of today answers, but for those that 80 USD change. */
const GREEN = CASES.slice(0, CASES.indexOf('  # ── A common yes')).concat(`
  a small refund is a yes at once:
    as: mia
    request: { type: refund, facts: { amount: 30.00, category: lamp, order: { value: 120.00, delivered: 2026-02-20 } }, customer: c-1, subject: order 17 }
    expect: { verdict: grant, rule: refund/may/small }
  a cent above sixty is for somebody else:
    as: mia
    request: { type: refund, facts: { amount: 60.01, category: lamp, order: { value: 120.00, delivered: 2026-02-20 } }, customer: c-1 }
    expect: {}
`);

const looked = async (id: string, one: string): Promise<readonly [string, string | null]> => {
  const found = await consider(shop.engine, id, one);
  assert.ok(found?.now);
  return [found.now.decision.verdict, found.now.decision.rule];
};

const upload = async (id: string, by: string, dollars = 80, cases: string | null = GREEN): Promise<string> =>
  taken(await uploadBook(shop.engine, id, { text: withSmall(dollars), cases, by })).draft;
const publish = (id: string, draft: string, by = 'tomas', from?: From) =>
  publishBook(shop.engine, id, { draft, by, ...(from && { from }) });

test('a book that has an error is not kept, and what is wrong is said with its place', async () => {
  const id = await anew();
  const broken = BOOK.replace('from: agent\n        up to: 60 USD', 'from: agnt\n        up to: 60 USD');
  const refused = await uploadBook(shop.engine, id, { text: broken, cases: null, by: 'nadia' });
  assert.deepEqual(codes(refused), ['wrong-book']);
  assert.match('problems' in refused ? (refused.problems[0]?.path ?? '') : '', /^book\.yaml:\d+:\d+$/);
  const examined = taken(await examineText(shop.engine, id, broken));
  assert.equal(examined.book, undefined);
  assert.equal(examined.findings[0]?.code, 'unknown-grade');
  const sound = taken(await examineText(shop.engine, id, BOOK));
  assert.ok(sound.book && sound.gaps.length > 0);
  const wrongCase = CASES.replace('rule: refund/may/small', 'rule: refund/may/smal');
  assert.deepEqual(codes(await uploadBook(shop.engine, id, { text: BOOK, cases: wrongCase, by: 'nadia' })), [
    'wrong-cases',
  ]);
});

test('an emergency notice is given, and never written', async () => {
  const id = await anew();
  const written = `${BOOK}\nnotices: { storm: { for: [refund], from: agent, up to: 90 USD } }\n`;
  assert.deepEqual(codes(await uploadBook(shop.engine, id, { text: written, cases: null, by: 'nadia' })), [
    'wrong-book',
  ]);
  const put = await putOrganization(shop.engine, {
    id,
    book: { file: 'book.yaml', text: written },
    people: { file: 'people.yaml', text: text('people.yaml'), format: 'yaml' },
  });
  assert.deepEqual(codes(put), ['written-notice']);
});

test('a book is published with green cases and a second person, by those who may', async () => {
  const id = await anew();
  assert.deepEqual(codes(await uploadBook(shop.engine, id, { text: BOOK, cases: GREEN, by: 'mia' })), [
    'not-yours-to-publish',
  ]);
  const draft = await upload(id, 'nadia');
  assert.deepEqual(codes(await publish(id, draft, 'nadia')), ['needs-a-second-person']);
  assert.deepEqual(codes(await publish(id, draft, 'lena')), ['not-yours-to-publish']);
  assert.deepEqual(codes(await publish(id, draft, 'lumo')), ['not-yours-to-publish']);
  assert.deepEqual(codes(await publish(id, 'd0')), ['unknown-draft']);
  assert.deepEqual(codes(await publish(id, await upload(id, 'nadia', 80, null))), ['no-cases']);
  const red = await upload(id, 'nadia', 80, CASES);
  assert.deepEqual(codes(await publish(id, red)), ['red-cases']);
  const tried = taken(await tryDraft(shop.engine, id, red));
  assert.ok(tried.red.length > 0 && tried.green + tried.red.length === tried.cases);
  const [first] = tried.red;
  assert.deepEqual(
    first?.differences.find(({ key }) => key === 'headroom'),
    { key: 'headroom', expected: 60, got: '80.00' },
  );
  assert.deepEqual(taken(await publish(id, draft)).inForceFrom, BEGAN + LEAD_MS);
});

test('the same draft once more is the one that is there, and keeps who uploaded it', async () => {
  const id = await anew();
  const draft = await upload(id, 'nadia');
  assert.equal(await upload(id, 'tomas'), draft);
  assert.deepEqual(codes(await publish(id, draft, 'nadia')), ['needs-a-second-person']);
});

test('what was decided keeps its book, and every decision uses the one in force at its own instant', async () => {
  const id = await anew();
  const facts = {
    amount: '70',
    'order.delivered': '2026-03-02',
    'order.value': '300',
    category: 'lamp',
    damaged: false,
  };
  const request = { type: 'refund', customer: 'c-9', facts: { ...facts, identity_verified: true } };
  const one = await shop.open({ request }, id);
  const { inForceFrom } = taken(await publish(id, await upload(id, 'nadia')));
  at(inForceFrom - 1);
  assert.equal((await looked(id, one))[0], 'handoff');
  at(inForceFrom);
  assert.deepEqual(await looked(id, one), ['grant', 'refund/may/small']);
  await shop.send('mia', one, { do: 'grant' }, id);
  at(inForceFrom + 60_000);
  const [rolled, back] = [taken(await listVersions(shop.engine, id)), 'too much'];
  taken(
    await rollBackBook(shop.engine, id, { from: rolled.versions[0]?.hash ?? '', because: back, by: 'tomas' }),
  );
  at(inForceFrom + 120_000);
  const other = await shop.open({ request: { ...request, customer: 'c-10' } }, id);
  assert.equal((await looked(id, other))[0], 'handoff');
});

test('in force from a day of the book, and never in the past', async () => {
  const id = await anew();
  const draft = await upload(id, 'nadia');
  assert.deepEqual(codes(await publish(id, draft, 'tomas', { instant: BEGAN - 1 })), ['in-the-past']);
  assert.deepEqual(codes(await publish(id, draft, 'tomas', { day: 21_000 })), ['too-far']);
  const day = Date.parse('2026-04-01') / 86_400_000;
  const { inForceFrom } = taken(await publish(id, draft, 'tomas', { day }));
  assert.equal(new Date(inForceFrom).toISOString(), '2026-04-01T04:00:00.000Z');
  const { versions } = taken(await listVersions(shop.engine, id));
  assert.deepEqual(
    versions.map(({ by, how, uploadedBy, inForce }) => [how, uploadedBy, by, inForce]),
    [
      ['published', 'nadia', 'tomas', false],
      ['put', undefined, '@sayso', true],
    ],
  );
  // What is to come is withdrawn: it never comes.
  taken(
    await rollBackBook(shop.engine, id, { from: versions[0]?.hash ?? '', because: 'not yet', by: 'greta' }),
  );
  assert.equal(taken(await listVersions(shop.engine, id)).versions[0]?.withdrawn?.by, 'greta');
  // What is published then stays, also at the instant from which the other one was to count.
  taken(await publish(id, await upload(id, 'nadia', 70)));
  at(inForceFrom + 1000);
  const later = await inForceKept(shop.engine, id, now);
  assert.ok(later && 'book' in later);
  assert.equal(later.book.types.get('refund')?.grants.find(({ name }) => name === 'small')?.upTo, 7000);
});

test('a draft takes the place of the book that it was made for, and of no other', async () => {
  const id = await anew();
  const [mine, theirs] = [await upload(id, 'nadia', 80), await upload(id, 'greta', 90)];
  const results = await Promise.all([publish(id, mine, 'tomas'), publish(id, theirs, 'tomas')]);
  assert.deepEqual(results.map(codes).flat().toSorted(), ['book-changed-meanwhile', 'taken']);
  const won = results.findIndex((one) => !('problems' in one));
  assert.deepEqual(codes(await publish(id, won === 0 ? mine : theirs)), ['already-published']);
});

test('a roll back names what it rolls back, so that two at once go back once; the others are told', async () => {
  const id = await anew();
  taken(await publish(id, await upload(id, 'nadia', 80)));
  at(BEGAN + 60_000);
  taken(await publish(id, await upload(id, 'nadia', 90)));
  at(BEGAN + 120_000);
  const latest = taken(await listVersions(shop.engine, id)).versions[0]?.hash ?? '';
  const back = { from: latest, because: 'wrong limit' };
  const results = await Promise.all([
    rollBackBook(shop.engine, id, { ...back, by: 'tomas' }),
    rollBackBook(shop.engine, id, { ...back, by: 'greta' }),
  ]);
  assert.deepEqual(results.map(codes).flat().toSorted(), ['book-changed-meanwhile', 'taken']);
  at(BEGAN + 180_000);
  const found = await inForceKept(shop.engine, id, now);
  assert.ok(found && 'book' in found);
  assert.equal(found.book.types.get('refund')?.grants.find(({ name }) => name === 'small')?.upTo, 8000);
  const { rows } = await shop.admin.query<{ person: string }>(
    `select body->>'person' as person from sayso.outbox where organization_id = $1 and body->>'matter' = 'book'`,
    [id],
  );
  assert.ok(rows.length > 0 && !rows.some(({ person }) => person === 'mia'));
  assert.deepEqual(codes(await rollBackBook(shop.engine, id, { ...back, by: 'mia' })), [
    'not-yours-to-publish',
  ]);
});

test('two books differ in what a policy owner reads, and in the answers to the cases', async () => {
  const id = await anew();
  const draft = await upload(id, 'nadia');
  const { changes, answers, cases } = taken(await compareBooks(shop.engine, id, { to: draft }));
  assert.deepEqual(changes, [
    { place: 'refund/may/small', what: 'changed', words: 'refund, “small” (agent): up to 60 USD → 80 USD' },
  ]);
  assert.equal(cases, 2);
  assert.deepEqual(
    answers.map(({ name, before: old, after: new_ }) => [name, old?.verdict, new_?.verdict]),
    [
      ['a small refund is a yes at once', 'grant', 'grant'],
      ['a cent above sixty is for somebody else', 'handoff', 'grant'],
    ],
  );
  assert.deepEqual(codes(await compareBooks(shop.engine, id, { to: 'd0' })), ['unknown-book']);
});

test('several nodes switch together: no answer by the book before from its last instant on', async () => {
  const id = await anew();
  const other = openDatabase([shop.fresh.service], { size: 2 });
  const second: Engine = engineOf({
    database: other,
    clock: new Clock({ wall: () => now, steady: () => now }),
    channels: { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true }) },
  });
  try {
    const limitOn = async (engine: Engine): Promise<number | undefined> => {
      const found = await inForceKept(engine, id, now);
      assert.ok(found && 'book' in found);
      return found.book.types.get('refund')?.grants.find(({ name }) => name === 'small')?.upTo;
    };
    const draft = await upload(id, 'nadia');
    // The other node has just looked when the book is published.
    assert.deepEqual(await Promise.all([limitOn(shop.engine), limitOn(second)]), [6000, 6000]);
    const { inForceFrom } = taken(await publish(id, draft));
    for (let later = 0; later <= 2 * LEAD_MS; later += 250) {
      at(BEGAN + later);
      const limits = await Promise.all([limitOn(shop.engine), limitOn(second)]);
      assert.deepEqual(limits, now < inForceFrom ? [6000, 6000] : [8000, 8000], `${later} ms later`);
    }
  } finally {
    await other.close();
  }
});
