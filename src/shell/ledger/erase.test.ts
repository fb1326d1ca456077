import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Conversation } from '../../core/cases/conversation.ts';
import { OWN_WORDS } from '../../core/cases/event.ts';
import { replay } from '../../core/cases/evolve.ts';
import { BEGAN, openShop, type Shop } from '../../../test/lived.ts';
import { handle } from '../handle.ts';
import { reportGrant } from '../reported-grants.ts';
import { conversationOfCase, listCases, recordOfConversation } from '../store/lists.ts';
import { eraseCustomer } from './erase.ts';
import { verifyLedger } from './verify.ts';

/** Stands in everything that the customer, and others about them, said. */
const NAME = 'Zebulon Quist';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

/** A customer's case from the first words to the last, with the name wherever it can stand. */
async function liveOn(customer: string): Promise<string> {
  const id = await shop.open({
    request: {
      type: 'refund',
      subject: `order of ${NAME}`,
      need: `${NAME} wants his money`,
      facts: {
        amount: '150',
        'order.delivered': '2026-03-01',
        'order.value': '300',
        identity_verified: true,
        category: 'lamp',
        remark: NAME,
      },
    },
    conversation: { system: 'desk', id: `${NAME} ${customer}`, url: `https://desk.example/${NAME}` },
    words: `I am ${NAME}`,
  });
  // Whoever it is is said later: what was said before is theirs all the same.
  await shop.send('mia', id, { do: 'tell', customer, facts: { note: NAME } });
  await shop.send('mia', id, { do: 'restate', need: NAME, words: NAME });
  await shop.send('mia', id, { do: 'update', words: `Dear ${NAME}` });
  await shop.send('mia', id, { do: 'over_promise', words: NAME });
  await shop.send('lena', id, { do: 'answer', say: 'no', because: NAME, repair: `Sorry, ${NAME}` });
  await shop.send('mia', id, { do: 'ask', words: NAME });
  return id;
}

async function finish(id: string): Promise<void> {
  await shop.send('mia', id, { do: 'supervisor', words: NAME });
  await shop.send('tomas', id, { do: 'grant', reason: NAME, done: true });
  await shop.send('@customer', id, { do: 'complain', words: NAME });
  await shop.deliver();
  await shop.send('mia', id, { do: 'respond', words: NAME });
  await shop.send('tomas', id, { do: 'sign', outcome: 'trivial', because: NAME });
  await shop.deliver();
}

/** Every row of every table in which a text stands. */
async function rowsWith(text: string): Promise<string[]> {
  const { rows: tables } = await shop.admin.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c where c.relkind = 'r'
       and c.relnamespace = 'sayso'::regnamespace order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await shop.admin.query<{ row: string }>(
      `select t::text as row from ${name} t where strpos(t::text, $1) > 0`,
      [text],
    );
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return found;
}

const stateOf = async (id: string): Promise<Conversation> => {
  const state = await conversationOfCase(shop.engine, 'shop', id);
  assert.ok(state);
  return state;
};

const eraseThem = (customer: string): ReturnType<typeof eraseCustomer> =>
  eraseCustomer(shop.engine, { organization: 'shop', customer, by: 'nadia' });

test('what names a customer is gone from every table, and the chain is valid', async () => {
  const id = await liveOn('c-4711');
  await finish(id);
  assert.ok((await rowsWith(NAME)).length > 12, 'planted widely enough to prove anything');

  const { id: conversation } = await stateOf(id);
  const recorded = await recordOfConversation(shop.engine, 'shop', conversation);
  const values = recorded.filter(({ event }) => 'personal' in event).length;
  assert.deepEqual(await eraseThem('c-4711'), { conversations: [conversation], values, left: [] });

  assert.deepEqual(await rowsWith(NAME), []);
  assert.deepEqual(await rowsWith('c-4711'), []);
  const verified = await verifyLedger(shop.engine, 'shop', shop.folder);
  assert.equal(verified?.broken, null);
  assert.equal(verified?.erased, values);
  assert.equal(verified?.personal, 0);

  const events = (await recordOfConversation(shop.engine, 'shop', conversation)).map(({ event }) => event);
  assert.deepEqual(events.at(-1), { kind: 'erased', at: BEGAN, by: 'nadia', case: null });
  assert.deepEqual(await stateOf(id), replay(conversation, events));
  assert.deepEqual(await listCases(shop.engine, 'shop', { customer: 'c-4711' }), []);
  // Asked again, there is nothing left to erase.
  assert.deepEqual(await eraseThem('c-4711'), { conversations: [], values: 0, left: [] });
});

test('a case that goes on is left as it is, and named; so is a message that is under way', async () => {
  const id = await liveOn('c-1');
  const open = await stateOf(id);
  const left = (because: string): object => ({
    conversations: [],
    values: 0,
    left: [{ conversation: open.id, cases: [id], because }],
  });
  assert.deepEqual(await eraseThem('c-1'), left('going on'));
  assert.deepEqual(await stateOf(id), open);
  await shop.send('mia', id, { do: 'close', as: 'withdrawn', words: 'Never mind.' });
  assert.deepEqual(await eraseThem('c-1'), left('message under way'));
  await shop.deliver();
  const erased = await eraseThem('c-1');
  assert.ok('conversations' in erased && erased.conversations.length === 1 && erased.values > 5);
});

test('a message that was set aside is erased, and never sent', async () => {
  const id = await liveOn('c-2');
  await shop.send('mia', id, { do: 'close', as: 'withdrawn', words: 'Never mind.' });
  await shop.admin.query(`update sayso.outbox set set_aside_at = due, error = $1 where done_at is null`, [
    NAME,
  ]);
  const erased = await eraseThem('c-2');
  assert.ok('conversations' in erased && erased.conversations.length === 1);
  assert.deepEqual(await rowsWith(NAME), []);
  const { rows } = await shop.admin.query(
    'select from sayso.outbox where set_aside_at is not null or done_at is null',
  );
  assert.deepEqual(rows, []);
});

test('a wish in the customer’s own words is erased with the rest, from its yes too', async () => {
  const id = await shop.open({
    request: { type: `order ${NAME} a pizza`, customer: 'c-3', facts: { cost: '14', minutes: 10 } },
  });
  await shop.send('mia', id, { do: 'grant', reason: 'a long wait', done: true });
  assert.equal((await stateOf(id)).cases[0]?.request.type, `order ${NAME} a pizza`);
  await shop.deliver();
  const erased = await eraseThem('c-3');
  assert.ok('conversations' in erased && erased.conversations.length === 1);
  assert.deepEqual(await rowsWith(NAME), []);
  // What is left of it can still be worked with.
  const [one] = (await stateOf(id)).cases;
  assert.deepEqual([one?.request.type, one?.closed?.as], [OWN_WORDS, 'met']);
  await shop.send('mia', id, { do: 'reopen', facts: { minutes: 5 } });
  await shop.send('mia', id, { do: 'close', as: 'withdrawn', words: 'Never mind.' });
  await shop.deliver();
  assert.equal((await verifyLedger(shop.engine, 'shop', shop.folder))?.broken, null);
});

test('what was wrong about a no is said in free words, and they are erased too', async () => {
  const id = await shop.open({
    request: {
      type: 'refund',
      customer: 'c-8',
      subject: 'o-8',
      facts: {
        amount: '150',
        'order.delivered': '2026-03-01',
        'order.value': '300',
        identity_verified: true,
        category: 'lamp',
      },
    },
  });
  await shop.send('mia', id, { do: 'ask' });
  await shop.send('lena', id, { do: 'answer', say: 'no', because: 'It was used.' });
  await shop.send('mia', id, { do: 'restate', need: 'another lamp' });
  await shop.send('mia', id, { do: 'decline' });
  await shop.send('@customer', id, { do: 'appeal' });
  await shop.send('kai', id, { do: 'answer', say: 'yes', because: `${NAME} never unpacked it` });
  await shop.send('mia', id, { do: 'fulfill' });
  await shop.deliver();
  const answer = (await stateOf(id)).cases[0]?.answer;
  assert.equal(answer?.kind === 'yes' && answer.corrects, `${NAME} never unpacked it`);
  await eraseThem('c-8');
  assert.deepEqual(await rowsWith(NAME), []);
});

test('what another system reported of the customer is erased too, in no conversation', async () => {
  const report = (id: string, customer: string): ReturnType<typeof reportGrant> =>
    reportGrant(shop.engine, 'shop', {
      system: 'till',
      id,
      type: 'refund',
      amount: '5.00',
      customer,
      granted_at: Date.parse('2026-03-10T13:00:00Z'),
    });
  assert.deepEqual(await report('g1', NAME), { counted: true });
  assert.deepEqual(await report('g2', 'c-other'), { counted: true });
  assert.deepEqual(await eraseThem(NAME), { conversations: [], values: 1, left: [] });
  assert.deepEqual(await rowsWith(NAME), []);
  assert.equal((await rowsWith('c-other')).length, 1);
  assert.equal((await verifyLedger(shop.engine, 'shop', shop.folder))?.broken, null);
});

test('what is sent at the same time is kept or erased, and the record never disagrees with the state', async () => {
  for (let round = 0; round < 4; round++) {
    const id = await liveOn(`c-race-${round}`);
    await shop.send('mia', id, { do: 'close', as: 'withdrawn', words: 'Never mind.' });
    await shop.deliver();
    const { id: conversation } = await stateOf(id);
    const complaining = handle(shop.engine, {
      organization: 'shop',
      case: id,
      by: { kind: 'customer' },
      command: { do: 'complain', words: `said by ${NAME}` },
    });
    const [erased, complained] = await Promise.all([eraseThem(`c-race-${round}`), complaining]);
    assert.ok(complained.done && 'conversations' in erased);
    const events = (await recordOfConversation(shop.engine, 'shop', conversation)).map(({ event }) => event);
    assert.deepEqual(await stateOf(id), replay(conversation, events));
    // Either the complaint came first and its review goes on, or it is all that is left.
    const kept = events.filter((event) => 'personal' in event).length;
    if (erased.left.length > 0) assert.ok(kept > 5);
    else assert.equal(kept, 1);
    await shop.deliver();
  }
  assert.equal((await verifyLedger(shop.engine, 'shop', shop.folder))?.broken, null);
});

test('whoever erases is somebody of the organization', async () => {
  const erasing = { organization: 'shop', customer: 'c-4711', by: 'nobody' };
  const code = async (change: object): Promise<unknown> => {
    const answer = await eraseCustomer(shop.engine, { ...erasing, ...change });
    return 'refused' in answer && answer.refused.code;
  };
  assert.equal(await code({}), 'unknown-person');
  assert.equal(await code({ organization: 'elsewhere' }), 'unknown-organization');
});
