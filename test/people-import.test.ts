/** People that come into force: what the preview says is what happens, and nobody's open cases are left behind. */
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { inForceAt } from '../src/shell/in-force.ts';
import { importPeople, previewPeople } from '../src/shell/people/import.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { eventsAfter } from '../src/shell/store/lists.ts';
import { BOOK, changed, csv, MORNING, PeopleWorld, SHOP, without, yaml } from './people-world.ts';

let world: PeopleWorld;
const worlds: PeopleWorld[] = [];
beforeEach(async () => {
  world = await PeopleWorld.open();
  worlds.push(world);
});
after(async () => {
  for (const one of worlds) await one.close();
});

test('Kai leaves: the preview says who takes his cases over, and so it happens, on whichever node', async () => {
  const own = await world.open({ customer: 'c-1', by: 'kai', amount: '90' });
  const second = await world.open({ customer: 'c-2', by: 'kai', amount: '90' });
  const others = await world.open({ customer: 'c-3', by: 'mia', amount: '90' });
  const text = changed((people) => {
    delete people['kai'];
    people['tomas'] = { ...people['tomas'], delegations: [] };
    people['pavel'] = { ...people['pavel'], grade: 'senior' };
    people['zoe'] = { name: 'Zoë Park', manager: 'lena', grade: 'agent', functions: ['orders'] };
  });
  const preview = await world.previewed(yaml(text));
  assert.deepEqual(preview.words, [
    'Tomás Rivera: delegations kai up to 800.00 USD for orders from 2026-03-16 00:00 until 2026-03-28 00:00 → none.',
    'Pavel Horák: grade agent → senior, functions orders: agent → orders: senior.',
    'Zoë Park comes: manager lena, grade agent, functions orders: agent.',
    'Kai Whitfield leaves.',
    '2 open cases of Kai Whitfield are handed to Lena Brandt.',
  ]);
  await world.imported(yaml(text), { ifHash: preview.ifHash });
  // Nothing happens on the node that put them in; the other one finds what is due.
  await world.settle(world.nodes[1]);
  assert.deepEqual(
    [await world.ownerOf(own), await world.ownerOf(second), await world.ownerOf(others)],
    ['lena', 'lena', 'mia'],
  );
  const handed = (await world.events(own)).filter(({ kind }) => kind === 'owner changed');
  assert.deepEqual(
    handed.map((event) => event.kind === 'owner changed' && [event.from, event.to, event.because]),
    [['kai', 'lena', 'absence']],
  );
  const event = (await eventsAfter(world.nodes[0], SHOP)).find((one) => one.event.kind === 'people imported');
  assert.ok(event?.event.kind === 'people imported');
  const { come, leave, change, by, people } = event.event;
  assert.deepEqual([come, leave, change, by, people], [1, 1, 2, 'nadia', preview.hash]);
  // The same once more changes nothing.
  assert.equal((await world.previewed(yaml(text))).same, true);
  assert.equal((await world.imported(yaml(text))).changed, false);
});

test('those who leave together with their managers hand on to whoever is left above', async () => {
  const own = await world.open({ customer: 'c-1', by: 'mia' });
  await world.imported(yaml(without('mia', 'lena', 'kai', 'pavel', 'lumo', 'tomas', 'bao', 'luz')));
  await world.settle();
  assert.equal(await world.ownerOf(own), 'nadia');
});

test('a question that waits for somebody who leaves goes on at once', async () => {
  const asking = await world.open({ customer: 'c-1', amount: '400' });
  await world.send('mia', asking, { do: 'ask' });
  assert.deepEqual(await world.asked(asking), ['lena']);
  const text = changed((people) => {
    delete people['lena'];
    for (const id of ['kai', 'mia', 'pavel', 'lumo']) people[id] = { ...people[id], manager: 'tomas' };
  });
  const { words } = await world.previewed(yaml(text));
  assert.ok(words.includes('1 question to Lena Brandt goes to the next who can answer.'), words.join('\n'));
  await world.imported(yaml(text));
  await world.settle();
  assert.deepEqual(await world.asked(asking), ['tomas']);
});

test('people that come into force later: what is open then is handed on then, whatever happens before', async () => {
  const untouched = await world.open({ customer: 'c-1', by: 'mia', amount: '90' });
  const since = Date.parse('2026-03-12T14:00:00Z');
  const text = yaml(without('mia'));
  assert.deepEqual((await world.previewed(text, since)).words, [
    'Mia Chen leaves.',
    '1 open case of Mia Chen is handed to Lena Brandt.',
  ]);
  await world.imported(text, { since });
  // A later version still, so that the one that counts is not simply the last.
  await world.imported(yaml(without('mia', 'pavel')), { since: since + 1000 });
  const touched = await world.open({ customer: 'c-2', by: 'mia', amount: '90' });
  const night = await world.open({ customer: 'c-3', by: 'pavel', amount: '90' });
  await world.passTo('2026-03-12T13:59:59.999Z');
  assert.deepEqual([await world.ownerOf(untouched), await world.ownerOf(touched)], ['mia', 'mia']);
  await world.passTo('2026-03-12T14:00:00Z');
  assert.deepEqual([await world.ownerOf(untouched), await world.ownerOf(touched)], ['lena', 'lena']);
  assert.equal(await world.ownerOf(night), 'pavel');
  await world.passTo('2026-03-12T14:00:01Z');
  assert.equal(await world.ownerOf(night), 'lena');
});

test('an employment that ends: handed on at that instant, the cases that came in between too', async () => {
  const before = await world.open({ customer: 'c-1', by: 'mia', amount: '90' });
  const text = changed((people) => {
    people['mia'] = { ...people['mia'], employed: { until: '2026-03-11T22:00:00Z' } };
  });
  assert.deepEqual((await world.previewed(yaml(text))).words, [
    'Mia Chen: employed until none → 2026-03-11 18:00.',
    '1 open case of Mia Chen is handed to Lena Brandt at 2026-03-11 18:00.',
  ]);
  await world.imported(yaml(text));
  const between = await world.open({ customer: 'c-2', by: 'mia', amount: '90' });
  await world.passTo('2026-03-11T21:59:59Z');
  assert.deepEqual([await world.ownerOf(before), await world.ownerOf(between)], ['mia', 'mia']);
  await world.passTo('2026-03-11T22:00:00Z');
  assert.deepEqual([await world.ownerOf(before), await world.ownerOf(between)], ['lena', 'lena']);
});

test('of two who import what they previewed, one is told to look again', async () => {
  const { ifHash } = await world.previewed(yaml(without('sam')));
  const both = await Promise.all(
    [without('sam'), without('wen')].map((text, i) =>
      importPeople(world.nodes[i === 0 ? 0 : 1], SHOP, 'nadia', { ...yaml(text), ifHash }),
    ),
  );
  const codes = both.map((one) => ('problems' in one ? one.problems[0]?.code : 'imported'));
  assert.deepEqual(
    codes.toSorted((a = '', b = '') => a.localeCompare(b)),
    ['changed-meanwhile', 'imported'],
  );
});

test('sent twice under one key, people come into force once', async () => {
  const sent = { ...yaml(without('sam')), key: 'k-1' };
  const first = await importPeople(world.nodes[0], SHOP, 'nadia', sent);
  world.now += 1000;
  assert.deepEqual(await importPeople(world.nodes[1], SHOP, 'nadia', sent), first);
  const events = await eventsAfter(world.nodes[0], SHOP);
  assert.equal(events.filter(({ event }) => event.kind === 'people imported').length, 1);
});

test('management and the policy owner put people in, and nobody makes themself able by it', async () => {
  const promoted = changed((people) => {
    people['mia'] = { ...people['mia'], roles: ['policy-owner'] };
  });
  for (const by of ['mia', 'lena', 'lumo', 'nobody']) {
    const found = await importPeople(world.nodes[0], SHOP, by, yaml(promoted));
    assert.ok('problems' in found && found.problems[0]?.code === 'not-yours', by);
    const seen = await previewPeople(world.nodes[0], SHOP, by, yaml(promoted));
    assert.ok('problems' in seen && seen.problems[0]?.code === 'not-yours', by);
  }
  const found = await importPeople(world.nodes[0], SHOP, 'greta', yaml(without('sam')));
  assert.ok('changed' in found && found.changed);
});

test('what is wrong is said with its place, and nothing is written', async () => {
  const wrong = await importPeople(
    world.nodes[0],
    SHOP,
    'nadia',
    csv('id;name;grade;functions\nnadia;Nadia;director;orders\nmia;Mia;captain;orders\n'),
  );
  assert.ok('faults' in wrong);
  const places = wrong.faults
    .filter(({ severity }) => severity === 'error')
    .map(({ code, file, line, column }) => `${file}:${line}:${column} ${code}`);
  assert.ok(places.includes('people.csv:3:9 unknown-grade'), places.join('\n'));
  const past = await importPeople(world.nodes[0], SHOP, 'nadia', {
    ...yaml(without('sam')),
    since: MORNING - 1,
  });
  assert.ok('problems' in past && past.problems[0]?.code === 'in-the-past');
  const reserved = changed((people) => {
    people['@mia'] = { name: 'Not Mia' };
  });
  const other = await previewPeople(world.nodes[0], SHOP, 'nadia', yaml(reserved));
  assert.ok('faults' in other && other.faults[0]?.code === 'reserved-id');
  const events = await eventsAfter(world.nodes[0], SHOP);
  assert.ok(!events.some(({ event }) => event.kind === 'people imported'));
});

test('a table replaces the text: whom it leaves out leaves, and what nobody may any more is said', async () => {
  const own = await world.open({ customer: 'c-1', by: 'kai', amount: '90' });
  const table = csv(
    [
      'id;name;manager;grade;functions;roles',
      'nadia;Nadia Okafor;;director;orders;policy-owner',
      'lena;Lena Brandt;nadia;lead;orders;duty-lead',
      'mia;Mia Chen;lena;agent;orders;',
      'ines;Inês Duarte;nadia;manager;billing;client-care',
      'omar;Omar Haddad;ines;lead;billing;',
      'hugo;Hugo Lambert;nadia;lead;legal;',
      'wen;Wen Zhao;hugo;agent;legal;',
      '',
    ].join('\n'),
  );
  const { words, unheld } = await world.previewed(table);
  assert.ok(words.includes('1 open case of Kai Whitfield is handed to Lena Brandt.'), words.join('\n'));
  assert.ok(unheld.length > 0 && words.includes(`Nobody may say yes by ${unheld[0]} any more.`));
  await world.imported(table, {}, 1);
  await world.settle();
  assert.equal(await world.ownerOf(own), 'lena');
  const found = await inForceAt(world.nodes[0], SHOP, world.now);
  assert.equal(found?.organization.people.size, 7);
  // A table has no room for the house's name: customers read it in their mail.
  assert.equal(found.organization.name, 'Lantern House');
});

test('what people gave themselves goes on under new people, and closes no circle with them', async () => {
  const span = { from: '2026-03-20', until: '2026-03-21' };
  await world.change('greta', { do: 'delegate', person: 'greta', to: 'tomas', ...span });
  await world.change('mia', { do: 'presence', person: 'mia', state: 'away', until: '2026-03-10T18:00:00Z' });
  const circle = changed((people) => {
    people['tomas'] = { ...people['tomas'], delegations: [{ to: 'greta', ...span }] };
  });
  const found = await previewPeople(world.nodes[0], SHOP, 'nadia', yaml(circle));
  assert.ok('faults' in found && found.faults[0]?.code === 'delegation-circle', JSON.stringify(found));
  await world.imported(yaml(without('sam')));
  const { organization } = (await inForceAt(world.nodes[1], SHOP, world.now)) ?? {};
  assert.equal(organization?.people.get('greta')?.delegations[0]?.to, 'tomas');
  assert.equal(organization?.people.get('mia')?.absences.length, 1);
});

test('the way of whoever operates Sayso hands on as well', async () => {
  const own = await world.open({ customer: 'c-1', by: 'mia', amount: '90' });
  const put = await putOrganization(world.nodes[0], {
    id: SHOP,
    book: { file: 'book.yaml', text: BOOK },
    people: { file: 'people.yaml', text: without('mia'), format: 'yaml' },
  });
  assert.ok(!('problems' in put) && put.changed);
  await world.settle();
  assert.equal(await world.ownerOf(own), 'lena');
});
