/** What people change about themselves counts at once, on every node, for all that waits for them. */
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { inForceAt } from '../src/shell/in-force.ts';
import { verifyLedger } from '../src/shell/ledger/verify.ts';
import { changePeople } from '../src/shell/people/change.ts';
import { eventsAfter } from '../src/shell/store/lists.ts';
import { isThere } from '../src/core/reach/route.ts';
import { sentenceOf } from '../src/core/cases/timeline.ts';
import { UTC } from '../src/core/words/time.ts';
import { MORNING, PeopleWorld, SHOP, without, yaml } from './people-world.ts';

let world: PeopleWorld;
const worlds: PeopleWorld[] = [];
beforeEach(async () => {
  world = await PeopleWorld.open();
  worlds.push(world);
});
after(async () => {
  for (const one of worlds) await one.close();
});

/** Whether somebody can be reached now, as a node sees it. */
async function there(id: string, node: 0 | 1 = 0): Promise<boolean> {
  const found = await inForceAt(world.nodes[node], SHOP, world.now);
  const person = found?.organization.people.get(id);
  assert.ok(person);
  return isThere(person, world.now);
}

test('whoever goes to lunch is asked nothing more, on any node, and is there again when it is over', async () => {
  const asking = await world.open({ customer: 'c-1', amount: '400' });
  assert.equal(await there('lena', 1), true);
  await world.change('lena', {
    do: 'presence',
    person: 'lena',
    state: 'away',
    until: '2026-03-10T15:00:00Z',
  });
  assert.deepEqual([await there('lena', 0), await there('lena', 1)], [false, false]);
  await world.send('mia', asking, { do: 'ask' }, world.nodes[1]);
  assert.deepEqual(await world.asked(asking), ['tomas']);
  world.now = Date.parse('2026-03-10T15:00:00Z');
  assert.equal(await there('lena', 1), true);
});

test('a question does not wait for whoever goes away while they are asked', async () => {
  const asking = await world.open({ customer: 'c-1', amount: '400' });
  await world.send('mia', asking, { do: 'ask' });
  assert.deepEqual(await world.asked(asking), ['lena']);
  world.now += 60_000;
  await world.change('lena', { do: 'presence', person: 'lena', state: 'off duty' }, world.nodes[1]);
  await world.settle();
  assert.deepEqual(await world.asked(asking), ['tomas']);
  const events = await world.events(asking);
  assert.ok(!events.some(({ kind }) => kind === 'silence noted'), 'whoever is not there was not silent');
});

test('an absence that begins while somebody is asked moves the question on when it begins', async () => {
  const asking = await world.open({ customer: 'c-1', amount: '400' });
  await world.change('lena', {
    do: 'absence',
    person: 'lena',
    from: '2026-03-10T14:05:00Z',
    until: '2026-03-12',
    reason: 'training',
  });
  await world.send('mia', asking, { do: 'ask' });
  assert.deepEqual(await world.asked(asking), ['lena']);
  await world.passTo('2026-03-10T14:04:59Z');
  assert.deepEqual(await world.asked(asking), ['lena']);
  await world.passTo('2026-03-10T14:05:00Z');
  assert.deepEqual(await world.asked(asking), ['tomas']);
});

test('at night a question waits for the morning, unless somebody says that they are here', async () => {
  world.now = Date.parse('2026-03-14T23:30:00Z');
  const asking = await world.open({ customer: 'c-1', amount: '400' });
  await world.send('mia', asking, { do: 'ask' });
  assert.deepEqual(await world.asked(asking), [undefined]);
  world.now += 60_000;
  await world.change('lena', { do: 'presence', person: 'lena', state: 'here' });
  await world.settle();
  assert.deepEqual(await world.asked(asking), ['lena']);
  // For a working day, and no longer.
  world.now += 8 * 3_600_000;
  assert.equal(await there('lena'), false);
});

test('a manager notes that somebody is ill without saying so, and nobody else can', async () => {
  const change = { do: 'absence', person: 'kai', from: '2026-03-10', until: '2026-03-11' } as const;
  assert.equal(await world.refused('mia', change), 'not-yours');
  assert.equal(await world.refused('greta', change), 'not-yours');
  assert.equal(await world.refused('lumo', change), 'not-for-ai-agents');
  assert.equal(await world.refused('nobody', change), 'not-yours');
  const id = await world.change('nadia', change);
  assert.equal(await there('kai'), false);
  const [noted] = (await eventsAfter(world.nodes[0], SHOP)).slice(-1);
  assert.ok(noted?.event.kind === 'absence noted' && noted.event.by === 'nadia');
  assert.equal(noted.conversation, null);
  // It began before it was noted, and changes nothing about that.
  assert.equal(noted.event.from, MORNING);
  await world.change('lena', { do: 'withdraw absence', person: 'kai', id: id ?? '' });
  assert.equal(await there('kai'), true);
  const again = { do: 'withdraw absence', person: 'kai', id: id ?? '' } as const;
  assert.equal(await world.refused('lena', again), 'unknown-absence');
  assert.equal((await verifyLedger(world.nodes[0], SHOP, undefined))?.broken, null);
});

test('back from an absence of the people’s text for an hour', async () => {
  world.now = Date.parse('2026-03-17T15:00:00Z');
  assert.equal(await there('tomas'), false);
  await world.change('tomas', {
    do: 'presence',
    person: 'tomas',
    state: 'here',
    until: '2026-03-17T16:00:00Z',
  });
  assert.equal(await there('tomas', 1), true);
  world.now = Date.parse('2026-03-17T16:00:00Z');
  assert.equal(await there('tomas', 1), false);
});

test('authority is lent as the book lets it, counts at once, and is taken back', async () => {
  const lent = {
    do: 'delegate',
    person: 'tomas',
    to: 'kai',
    from: '2026-03-10',
    until: '2026-03-12',
  } as const;
  const over = await world.refused('tomas', { ...lent, up_to: '2000 USD' });
  const long = await world.refused('tomas', { ...lent, until: '2026-04-20' });
  const low = await world.refused('tomas', { ...lent, to: 'mia' });
  const own = await world.refused('tomas', { ...lent, to: 'tomas' });
  const below = await world.refused('lena', { ...lent, person: 'lena' });
  const taken = await world.refused('lena', lent);
  const unknown = await world.refused('tomas', { ...lent, functions: ['cooking'] });
  assert.deepEqual(
    [over, long, low, own, below, taken, unknown],
    [
      'delegation-above-cap',
      'delegation-too-long',
      'delegate-not-allowed',
      'delegation-to-oneself',
      'delegation-not-allowed',
      'not-yours',
      'unknown-function',
    ],
  );
  const asking = await world.open({ customer: 'c-1', amount: '700' });
  await world.change('tomas', { do: 'presence', person: 'tomas', state: 'off duty' });
  const id = await world.change('tomas', { ...lent, up_to: '800 USD' }, world.nodes[1]);
  await world.send('mia', asking, { do: 'ask' });
  assert.ok((await world.asked(asking)).includes('kai'));
  await world.send('kai', asking, { do: 'answer', say: 'yes' });
  assert.equal((await world.case(asking)).approvals[0]?.for, 'tomas');

  await world.change('tomas', { do: 'withdraw delegation', person: 'tomas', id: id ?? '' });
  const other = await world.open({ customer: 'c-2', amount: '700' });
  await world.send('mia', other, { do: 'ask' });
  assert.ok(!(await world.asked(other)).includes('kai'));
});

test('nobody acts for each other in a circle, not by way of the people’s text either', async () => {
  // Tomás lends to Kai in the text, from the 16th on; nobody below a manager may lend, so Greta is in the circle.
  const greta = {
    do: 'delegate',
    person: 'greta',
    to: 'tomas',
    from: '2026-03-20',
    until: '2026-03-21',
  } as const;
  await world.change('greta', greta);
  assert.equal(await world.refused('tomas', { ...greta, person: 'tomas', to: 'greta' }), 'delegation-circle');
  await world.change('tomas', {
    ...greta,
    person: 'tomas',
    to: 'greta',
    from: '2026-03-23',
    until: '2026-03-24',
  });
});

test('what was sent twice under one key is done once', async () => {
  const sent = {
    by: 'mia',
    key: 'k-1',
    change: { do: 'absence', person: 'mia', from: '2026-03-20', until: '2026-03-21' },
  } as const;
  const first = await changePeople(world.nodes[0], SHOP, sent);
  assert.deepEqual(await changePeople(world.nodes[1], SHOP, sent), first);
  const other = { ...sent, change: { ...sent.change, until: '2026-03-22' } };
  const reused = await changePeople(world.nodes[1], SHOP, other);
  assert.ok('problems' in reused && reused.problems[0]?.code === 'key-reused');
});

test('times that make no sense are refused, each with a way to mend it', async () => {
  const absence = { do: 'absence', person: 'mia', from: '2026-03-20', until: '2026-03-21' } as const;
  const away = { do: 'presence', person: 'mia', state: 'away' } as const;
  const codes = [
    await world.refused('mia', { ...absence, from: 'tomorrow' }),
    await world.refused('mia', { ...absence, until: '2026-03-19' }),
    await world.refused('mia', { ...absence, from: '2026-03-01', until: '2026-03-02' }),
    await world.refused('mia', { ...absence, until: '2030-03-02' }),
    await world.refused('mia', away),
    await world.refused('mia', { ...away, until: '2026-03-09' }),
    await world.refused('mia', { ...away, until: '2026-04-09' }),
    await world.refused('mia', { ...absence, person: 'nobody' }),
  ];
  assert.deepEqual(codes, [
    'wrong-date',
    'ends-before-it-starts',
    'in-the-past',
    'too-far',
    'until-when',
    'in-the-past',
    'too-far',
    'unknown-person',
  ]);
});

test('many change something at once: all of it holds, and the last word counts', async () => {
  const all = (await inForceAt(world.nodes[0], SHOP, world.now))?.organization.people.values() ?? [];
  const people = [...all].filter(({ kind }) => kind === 'person').map(({ id }) => id);
  assert.equal(people.length, 19);
  // A whole house comes to work: nobody is in anybody's way, so nobody is told to try again.
  await Promise.all(
    people.map((id, i) =>
      world.change(
        id,
        { do: 'presence', person: id, state: 'away', until: '2026-03-10T20:00:00Z' },
        world.nodes[i % 2 === 0 ? 0 : 1],
      ),
    ),
  );
  for (const id of people) assert.equal(await there(id), false, id);
  await world.change('mia', { do: 'presence', person: 'mia', state: 'here' }, world.nodes[1]);
  assert.equal(await there('mia'), true);
});

test('what was decided while somebody was still there is decided anew', async () => {
  const asking = await world.open({ customer: 'c-1', amount: '400' });
  const [, node] = world.nodes;
  const { use } = node.database;
  const away = { do: 'presence', person: 'lena', state: 'away', until: '2026-03-10T18:00:00Z' } as const;
  let loads = 0;
  const slow: typeof use = async (work) => {
    const found = await use.call(node.database, work);
    loads += 1;
    // Between what it read and what it writes, Lena goes: it hears of that on the other node.
    if (loads === 1) await world.change('lena', away, world.nodes[0]);
    return found as Awaited<ReturnType<typeof work>>;
  };
  node.database.use = slow;
  await world.send('mia', asking, { do: 'ask' }, node);
  node.database.use = use;
  assert.deepEqual(await world.asked(asking), ['tomas']);
});

test('on the record it reads as it happened', async () => {
  const span = { from: '2026-03-20', until: '2026-03-21' };
  await world.change('mia', { do: 'presence', person: 'mia', state: 'off duty' });
  await world.change('lena', { do: 'presence', person: 'kai', state: 'away', until: '2026-03-10T18:00:00Z' });
  const absence = await world.change('lena', { do: 'absence', person: 'mia', ...span, reason: 'training' });
  await world.change('mia', { do: 'withdraw absence', person: 'mia', id: absence ?? '' });
  const lent = await world.change('greta', {
    do: 'delegate',
    person: 'greta',
    to: 'rosa',
    up_to: '300 USD',
    ...span,
  });
  await world.change('nadia', { do: 'withdraw delegation', person: 'greta', id: lent ?? '' });
  await world.imported(yaml(without('sam', 'wen')));
  const { organization } = (await inForceAt(world.nodes[0], SHOP, world.now)) ?? {};
  const teller = {
    name: (id: string) => organization?.people.get(id)?.name ?? id,
    zone: organization?.zone ?? UTC,
  };
  const events = await eventsAfter(world.nodes[0], SHOP);
  assert.deepEqual(
    events.slice(1).map(({ event }) => sentenceOf(event, teller).replace(/people \w{12}/, 'people …')),
    [
      'Mia Chen is off duty until 09:00 on Wednesday, March 11',
      'Lena Brandt noted: Kai Whitfield is away until 14:00',
      'Lena Brandt noted an absence of Mia Chen from 00:00 on Friday, March 20 until 00:00 on Sunday, March 22 (training)',
      'Mia Chen withdrew an absence',
      'Rosa Marino may act for Greta Lindqvist from 00:00 on Friday, March 20 until 00:00 on Sunday, March 22, up to $300.00',
      'Rosa Marino acts no longer for Greta Lindqvist, withdrawn by Nadia Okafor',
      'Nadia Okafor put in people …, in force from 10:00: 0 come, 2 leave, 0 change',
    ],
  );
});
