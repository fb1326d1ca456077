/** What is stored of customers, on the database: the flag of a special client sentence by sentence, and preferences. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Person } from '../src/core/organization/organization.ts';
import {
  customerHistory,
  personHere,
  preferencesOf,
  tellPreferences,
} from '../src/shell/customers/customers.ts';
import { flagCustomer, listFlags, viewFlag, withdrawFlag } from '../src/shell/customers/special-clients.ts';
import { eraseCustomer } from '../src/shell/ledger/erase.ts';
import { verifyLedger } from '../src/shell/ledger/verify.ts';
import { conversationOfCase, eventsAfter } from '../src/shell/store/lists.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { consider } from '../src/shell/consider.ts';
import { openOffice, type Office } from './office.ts';

let office: Office;
let people: Record<'mia' | 'rosa' | 'tomas' | 'lumo', Person>;

before(async () => {
  office = await openOffice();
  const person = async (id: string): Promise<Person> => {
    const found = await personHere(office.engine, 'office', id);
    assert.ok('person' in found);
    return found.person;
  };
  people = {
    mia: await person('mia'),
    rosa: await person('rosa'),
    tomas: await person('tomas'),
    lumo: await person('lumo'),
  };
});
after(() => office.close());

const CRITERION = 'Furnishes hotels, practices or offices with us';
const flagAs = (by: keyof typeof people, customer: string, flag: object): ReturnType<typeof flagCustomer> =>
  flagCustomer(office.engine, 'office', { by: people[by], customer }, flag);
const codes = (answer: object): string[] =>
  'problems' in answer
    ? (answer.problems as { code: string; path: string }[]).map(({ code, path }) => `${code} ${path}`)
    : [];
const kindsOf = async (kind: string): Promise<{ by: string; personal?: object }[]> => {
  const all = await eventsAfter(office.engine, 'office', { most: 1000 });
  return all.flatMap(({ event, conversation }) =>
    event.kind === kind && conversation === null ? [event] : [],
  );
};

test('a flag has criteria of the book, an owner and an end date, and is set by who may', async () => {
  const good = { criteria: [CRITERION], owner: 'rosa', until: '2026-12-31' };
  assert.deepEqual(codes(await flagAs('mia', 'f-1', good)), ['not-able by']);
  assert.deepEqual(codes(await flagAs('lumo', 'f-1', good)), ['not-able by']);
  assert.deepEqual(codes(await flagAs('rosa', 'f-1', { ...good, criteria: ['Rich'] })), [
    'unknown-criterion criteria[0]',
  ]);
  assert.deepEqual(codes(await flagAs('rosa', 'f-1', { criteria: [CRITERION] })), ['missing-key until']);
  assert.deepEqual(codes(await flagAs('rosa', 'f-1', { ...good, until: '2028-01-01' })), ['too-far until']);
  assert.deepEqual(codes(await flagAs('rosa', 'f-1', { ...good, until: '2026-03-09' })), [
    'in-the-past until',
  ]);
  assert.deepEqual(codes(await flagAs('rosa', 'f-1', { ...good, owner: 'lumo' })), ['unknown-person owner']);
  // Mia's own number as a customer.
  assert.deepEqual(codes(await flagAs('rosa', 'c-501', { ...good, owner: 'mia' })), ['own-request owner']);
  const set = await flagAs('tomas', 'f-1', good);
  assert.ok('flag' in set, JSON.stringify(set));
  // The last day counts whole, in New York.
  assert.equal(new Date(set.flag.until).toISOString(), '2027-01-01T05:00:00.000Z');
});

test('each view is on the record, and nobody else reads the criteria there', async () => {
  const sofar = (await kindsOf('flag viewed')).length;
  const seen = await viewFlag(office.engine, 'office', { by: people.mia, customer: 'f-1' });
  assert.ok('flag' in seen);
  assert.deepEqual(seen.flag?.criteria, [CRITERION]);
  const listed = await listFlags(office.engine, 'office', people.rosa);
  assert.ok('flagged' in listed);
  assert.deepEqual(
    listed.flagged.map(({ customer }) => customer),
    ['f-1'],
  );
  assert.deepEqual(codes(await listFlags(office.engine, 'office', people.mia)), ['not-able by']);
  const views = (await kindsOf('flag viewed')).slice(sofar);
  assert.deepEqual(
    views.map(({ by, personal }) => ({ by, personal })),
    [
      { by: 'mia', personal: { customer: 'f-1' } },
      { by: 'rosa', personal: { customer: 'f-1' } },
    ],
  );
});

test('whoever looks at a case reads nothing of the flag there', async () => {
  const id = await office.open('mia', {
    customer: 'f-1',
    subject: 'o-json',
    facts: { category: 'gift card' },
  });
  const other = await office.open('mia', { customer: 'f-9', subject: 'o-told' });
  await office.send('mia', other, { do: 'tell', special: { owner: 'rosa', until: '2026-12-31' } });
  const shown = await Promise.all(
    [
      ['case', 'show', id],
      ['case', 'show', other],
      ['case', 'watch', '--for', '0.5'],
      ['case', 'list'],
    ].map((args) => office.cli([...args, '--json'])),
  );
  for (const { code, out } of shown) {
    assert.equal(code, 0);
    // That management is asked is shown: whoever serves them has to act on it.
    assert.doesNotMatch(out, /"special"|Furnishes|criteria/);
  }
});

test('a case takes over the flag without anybody sending it, and nobody can send it away', async () => {
  for (const special of [undefined, false, { until: '2026-01-01' }]) {
    const id = await office.open('mia', {
      customer: 'f-1',
      subject: `o-${JSON.stringify(special)}`,
      facts: { category: 'gift card' },
      ...(special !== undefined && { special }),
    });
    const seen = await consider(office.engine, 'office', id);
    assert.equal(seen?.now?.decision.verdict, 'handoff');
    assert.ok(seen.now.decision.special_client);
    assert.equal(seen.now.decision.who[0]?.id, 'rosa');
  }
  // Another customer's is a plain no.
  const other = await office.open('mia', { customer: 'f-2', facts: { category: 'gift card' } });
  assert.equal((await consider(office.engine, 'office', other))?.now?.decision.verdict, 'decline');
  // Once it is said whose case it is, the flag counts.
  await office.send('mia', other, { do: 'tell', customer: 'f-1' });
  assert.equal((await consider(office.engine, 'office', other))?.now?.decision.verdict, 'handoff');
});

test('open cases are decided by the flag from when it is set, and without it once it is withdrawn', async () => {
  const id = await office.open('mia', { customer: 'f-3', facts: { category: 'gift card' } });
  const verdict = async (): Promise<string | undefined> =>
    (await consider(office.engine, 'office', id))?.now?.decision.verdict;
  assert.equal(await verdict(), 'decline');
  assert.ok('flag' in (await flagAs('rosa', 'f-3', { criteria: [CRITERION], until: '2026-06-30' })));
  assert.equal(await verdict(), 'handoff');
  const about = { by: people.rosa, customer: 'f-3' };
  assert.deepEqual(codes(await withdrawFlag(office.engine, 'office', { ...about, by: people.mia })), [
    'not-able by',
  ]);
  assert.deepEqual(await withdrawFlag(office.engine, 'office', about), { withdrawn: true });
  assert.deepEqual(await withdrawFlag(office.engine, 'office', about), { withdrawn: false });
  assert.equal(await verdict(), 'decline');
});

test('language and time zone are taken over, and the request has the last word', async () => {
  const tell = (raw: object, by = 'mia'): ReturnType<typeof tellPreferences> =>
    tellPreferences(office.engine, 'office', { by, customer: 'p-1' }, raw);
  assert.deepEqual(codes(await tell({ time_zone: 'Mars/Base' })), ['unknown-time-zone time_zone']);
  assert.deepEqual(codes(await tell({ email: 'no address' })), ['wrong-form email']);
  assert.deepEqual(codes(await tell({})), ['nothing-told ']);
  await tell({
    language: 'de',
    time_zone: 'Europe/Berlin',
    email: 'ana@mail.example',
    note: 'Calls after five.',
  });
  await tell({ note: null, called: 'Frau Weiss' }, '@customer');
  assert.deepEqual(await preferencesOf(office.engine, 'office', 'p-1'), {
    language: 'de',
    time_zone: 'Europe/Berlin',
    email: 'ana@mail.example',
    called: 'Frau Weiss',
  });
  assert.deepEqual(await preferencesOf(office.engine, 'office', 'nobody'), {});
  const german = await office.open('mia', { customer: 'p-1' });
  const stored = await conversationOfCase(office.engine, 'office', german);
  assert.equal(stored?.cases[0]?.request.language, 'de');
  assert.equal(stored?.cases[0]?.request.time_zone, 'Europe/Berlin');
  // An open case hears of it as well: what they say now is newer.
  await tell({ language: 'fr' }, '@customer');
  assert.equal((await conversationOfCase(office.engine, 'office', german))?.cases[0]?.request.language, 'fr');
  const english = await office.open('mia', { customer: 'p-1', language: 'en', subject: 'o-2' });
  assert.equal(
    (await conversationOfCase(office.engine, 'office', english))?.cases[0]?.request.language,
    'en',
  );
});

test('beside the verdict stands what was promised and granted before, and nothing of a no', async () => {
  const { open, send } = office;
  const yes = await open('mia', { customer: 'h-1', subject: 'h-yes' });
  await send('mia', yes, { do: 'grant' });
  const favor = await open('mia', {
    customer: 'h-1',
    type: 'order me a pizza',
    facts: { cost: '14', minutes: 5 },
  });
  await send('mia', favor, { do: 'grant', done: true });
  const no = await open('mia', { customer: 'h-1', subject: 'h-no', facts: { others_data: true } });
  await send('mia', no, { do: 'decline' });
  const going = await open('mia', { customer: 'h-1', subject: 'h-open', facts: { amount: '90' } });
  await send('mia', going, { do: 'update', words: 'I am on it.' });
  await open('mia', { customer: 'h-2', subject: 'h-other' });
  await tellPreferences(office.engine, 'office', { by: 'mia', customer: 'h-1' }, { called: 'Ana' });
  const history = await customerHistory(office.engine, 'office', 'h-1');
  assert.ok('granted' in history);
  assert.deepEqual(
    history.granted.map(({ case: id, what, amount, favor: isFavor, carriedOut }) => [
      id,
      what,
      amount,
      isFavor,
      carriedOut,
    ]),
    [
      [favor, 'order me a pizza', '14.00', true, 'done'],
      [yes, 'refund', '40.00', false, 'open'],
    ],
  );
  assert.deepEqual(
    new Set(history.open.map(({ case: id, owner }) => `${id} ${owner}`)),
    new Set([`${going} mia`, `${yes} mia`]),
  );
  assert.ok(history.promises.some(({ state }) => state === 'open'));
  assert.ok(history.promises.some(({ state }) => state === 'kept'));
  assert.deepEqual(history.preferences, { called: 'Ana' });
  assert.doesNotMatch(JSON.stringify(history), new RegExp(`${no}|declin|complain`));
});

test('erasing takes all of it along, and the chain holds', async () => {
  assert.ok('flag' in (await flagAs('rosa', 'e-1', { criteria: [CRITERION], until: '2026-06-30' })));
  await tellPreferences(
    office.engine,
    'office',
    { by: '@customer', customer: 'e-1' },
    { email: 'eve@mail.example' },
  );
  await viewFlag(office.engine, 'office', { by: people.mia, customer: 'e-1' });
  const erased = await eraseCustomer(office.engine, { organization: 'office', customer: 'e-1', by: 'tomas' });
  assert.ok('values' in erased);
  assert.equal(erased.values, 3);
  assert.deepEqual(await preferencesOf(office.engine, 'office', 'e-1'), {});
  const verified = await verifyLedger(office.engine, 'office', '/nowhere');
  assert.deepEqual([verified?.broken, verified?.erased], [null, 3]);
  const client = await openClient(office.admin);
  try {
    for (const table of ['customer', 'personal', 'ledger', 'outside_event', 'conversation']) {
      const { rows } = await client.query<{ found: boolean }>(
        `select exists (select from sayso.${table} one where one::text ~ 'eve@mail|"e-1"') as found`,
      );
      assert.equal(rows[0]?.found, false, table);
    }
  } finally {
    await client.end();
  }
});
