/** Events from outside, on the database: reported, told to owners, listed, taken up and let be. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { personHere } from '../src/shell/customers/customers.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { openEvents, reportEvent, type ReportedEvent } from '../src/shell/customers/outside-events.ts';
import { dismissEvent, takeProposal } from '../src/shell/customers/proposals.ts';
import { flagCustomer } from '../src/shell/customers/special-clients.ts';
import { eraseCustomer } from '../src/shell/ledger/erase.ts';
import { conversationOfCase, eventsAfter, recordOfConversation } from '../src/shell/store/lists.ts';
import { openOffice, type Office } from './office.ts';

let office: Office;
before(async () => {
  office = await openOffice();
});
after(() => office.close());

const LATE = {
  system: 'carrier',
  trigger: 'late parcel',
  facts: { days_late: 3, 'order.speed': 'standard' },
};
const report = (by: string, event: object): ReturnType<typeof reportEvent> =>
  reportEvent(office.engine, 'office', by, { ...LATE, ...event });

async function reported(by: string, event: object): Promise<ReportedEvent> {
  const done = await report(by, event);
  assert.ok('told' in done, JSON.stringify(done));
  return done;
}

/** Messages about an event for which no case is open, by person. */
async function wordsAbout(event: string): Promise<Record<string, string | null>> {
  const client = await openClient(office.admin);
  try {
    const { rows } = await client.query<{ person: string; words: string | null }>(
      `select split_part(key, '/', 3) as person, body->>'words' as words from sayso.outbox where conversation_id = $1`,
      [`outside/${event}`],
    );
    return Object.fromEntries(rows.map(({ person, words }) => [person, words]));
  } finally {
    await client.end();
  }
}

const names = (proposals: readonly { name: string }[]): string[] => proposals.map(({ name }) => name);
const codes = (answer: object): string[] =>
  'problems' in answer
    ? (answer.problems as { code: string; path: string }[]).map(({ code, path }) => `${code} ${path}`)
    : [];
const openFor = async (person: string): Promise<string[]> => {
  const found = await openEvents(office.engine, 'office', person);
  assert.ok('events' in found);
  return found.events.map(({ event }) => event);
};

test('whoever reports it reads what they may offer; twice, it counts once', async () => {
  const first = await reported('mia', { id: 'd-1', customer: 'c-1' });
  assert.deepEqual(
    first.now.map(({ name, amount, say }) => [name, amount, say]),
    [
      ['late_delivery', '6.00', 'I can arrange something for the wait for you now: $6.00.'],
      ['small credit', '40.00', 'I can arrange credit for you now: $40.00.'],
      ['later offer', undefined, 'You will be the first to hear of our next sale.'],
    ],
  );
  assert.deepEqual([first.counted, first.beyond, first.told], [true, [], [{ person: 'lena', case: null }]]);
  const again = await reported('mia', { id: 'd-1', customer: 'c-1' });
  assert.deepEqual(again, { ...first, counted: false });
  assert.deepEqual(codes(await report('mia', { id: 'd-1', facts: { days_late: 4 } })), [
    'already-reported id',
  ]);
  const kinds = (await eventsAfter(office.engine, 'office')).filter(
    ({ event }) => event.kind === 'outside event',
  );
  assert.equal(kinds.length, 1);
});

test('only what they may grant by themselves now is theirs to offer', async () => {
  const agent = await reported('mia', {
    id: 'd-2',
    customer: 'c-2',
    facts: { days_late: 40, 'order.speed': 'standard' },
  });
  assert.deepEqual(
    [names(agent.now), names(agent.beyond)],
    [['small credit', 'later offer'], ['late_delivery']],
  );
  assert.equal(agent.beyond[0]?.who?.[0]?.id, 'lena');
  const lead = await reported('lena', {
    id: 'd-3',
    customer: 'c-2',
    facts: { days_late: 40, 'order.speed': 'standard' },
  });
  assert.deepEqual(names(lead.now), ['late_delivery', 'small credit', 'later offer']);
  // What is not known is asked for first; and nobody gives themself anything.
  const unknown = await reported('mia', { id: 'd-4', customer: 'c-2', facts: { days_late: 3 } });
  assert.deepEqual(
    unknown.beyond[0]?.if?.map(({ fact }) => fact),
    ['order.speed'],
  );
  const own = await reported('mia', { id: 'd-5', customer: 'c-501' });
  assert.deepEqual(names(own.now), ['later offer']);
});

test('what can not be read says so', async () => {
  assert.deepEqual(codes(await report('mia', { id: 'd-6', trigger: 'late parcle' })), [
    'unknown-trigger trigger',
  ]);
  assert.deepEqual(codes(await report('mia', { id: 'd-6', trigger: 'promise about to break' })), [
    'unknown-trigger trigger',
  ]);
  assert.deepEqual(codes(await report('mia', { id: 'd-6', facts: { days_late: 'many' } })), [
    'wrong-value facts.days_late',
  ]);
  assert.deepEqual(codes(await report('mia', {})), ['missing-key id']);
});

test('owners of open cases hear of it once, found by customer or by subject', async () => {
  const id = await office.open('pavel', { customer: 'c-3', subject: 'order-3', facts: { amount: '90' } });
  await office.open('pavel', { customer: 'c-3', subject: 'order-4', facts: { amount: '90' } });
  const byCustomer = await reported('lumo', { id: 'd-7', customer: 'c-3' });
  assert.deepEqual(byCustomer.told, [{ person: 'pavel', case: id }]);
  const bySubject = await reported('lumo', { id: 'd-8', subject: 'order-3' });
  assert.deepEqual(bySubject.told, [{ person: 'pavel', case: id }]);
  assert.deepEqual((await reported('lumo', { id: 'd-8', subject: 'order-3' })).told, bySubject.told);
  const conversation = await conversationOfCase(office.engine, 'office', id);
  const record = await recordOfConversation(office.engine, 'office', conversation?.id ?? '');
  assert.equal(record.filter(({ event }) => event.kind === 'proposed').length, 2);
  // Another customer's parcel of the same number in another house is none of theirs.
  const other = await reported('lumo', { id: 'd-9', customer: 'c-4', subject: 'order-3' });
  assert.deepEqual(other.told, [{ person: 'lena', case: null }]);
  assert.ok((await openFor('pavel')).includes(bySubject.event));
});

test('it is listed for whom the book names, and gone once somebody takes it up', async () => {
  const { event } = await reported('lumo', { id: 'd-10', customer: 'c-5', subject: 'order-5' });
  for (const person of ['lumo', 'lena', 'jonas']) assert.ok((await openFor(person)).includes(event), person);
  // Whoever is there first is told: Lena, in New York.
  const words = await wordsAbout(event);
  assert.match(
    words['lena'] ?? '',
    /Before anyone asks \(c-5, order-5\), you may offer: “I can arrange something for the wait/,
  );
  assert.deepEqual(Object.keys(words), ['lena']);
  assert.ok(!(await openFor('mia')).includes(event));
  const take = (by: string, proposal: string): ReturnType<typeof takeProposal> =>
    takeProposal(office.engine, 'office', by, { event, proposal });
  assert.deepEqual(codes(await take('mia', 'late_delivery')), ['unknown-event event']);
  assert.deepEqual(codes(await take('lena', 'refund')), ['not-able proposal']);
  const taken = await take('lena', 'late_delivery');
  assert.ok('case' in taken && taken.case !== null);
  const one = (await conversationOfCase(office.engine, 'office', taken.case))?.cases[0];
  assert.deepEqual(
    [
      one?.answer?.kind,
      one?.answer?.kind === 'yes' && one.answer.amount,
      one?.request.customer,
      one?.request.subject,
    ],
    ['yes', '6.00', 'c-5', 'order-5'],
  );
  for (const person of ['lumo', 'lena']) assert.ok(!(await openFor(person)).includes(event));
  assert.deepEqual(codes(await take('jonas', 'late_delivery')), ['event-over event']);
  assert.deepEqual(codes(await dismissEvent(office.engine, 'office', 'lena', { event })), [
    'event-over event',
  ]);
});

test('two who take it up at once open one case', async () => {
  const { event } = await reported('lumo', { id: 'd-11', customer: 'c-6' });
  const answers = await Promise.all(
    ['lena', 'jonas'].map((by) =>
      takeProposal(office.engine, 'office', by, { event, proposal: 'small credit' }),
    ),
  );
  assert.equal(answers.filter((answer) => 'case' in answer).length, 1, JSON.stringify(answers));
});

test('words alone are said by whoever takes them up; what is let be is gone', async () => {
  const first = await reported('lumo', { id: 'd-12', customer: 'c-7' });
  assert.deepEqual(
    await takeProposal(office.engine, 'office', 'lumo', { event: first.event, proposal: 'later offer' }),
    { case: null },
  );
  const second = await reported('lumo', { id: 'd-13', customer: 'c-7' });
  const done = await dismissEvent(office.engine, 'office', 'lena', {
    event: second.event,
    words: 'They know.',
  });
  assert.deepEqual(done, { dismissed: true });
  assert.ok(!(await openFor('lumo')).includes(second.event));
});

test('a flag counts in what is proposed, and erasing takes the event along', async () => {
  const found = await personHere(office.engine, 'office', 'rosa');
  assert.ok('person' in found);
  const flagged = await flagCustomer(
    office.engine,
    'office',
    { by: found.person, customer: 'c-8' },
    { criteria: ['Furnishes hotels, practices or offices with us'], until: '2026-12-31' },
  );
  assert.ok('flag' in flagged);
  const { event, now } = await reported('lumo', { id: 'd-14', customer: 'c-8' });
  assert.deepEqual(names(now), ['late_delivery', 'later offer']);
  assert.ok((await wordsAbout(event))['lena']);
  assert.ok(
    'values' in
      (await eraseCustomer(office.engine, { organization: 'office', customer: 'c-8', by: 'tomas' })),
  );
  assert.deepEqual(await wordsAbout(event), { lena: null });
  assert.ok(!(await openFor('lumo')).includes(event));
  const left = await eventsAfter(office.engine, 'office', { most: 1000 });
  assert.doesNotMatch(JSON.stringify(left), /"c-8"/);
});
