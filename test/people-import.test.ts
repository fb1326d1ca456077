/** People that come into force: what the preview says is what happens, and nobody's open cases are left behind. */
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { parse } from 'yaml';
import { differencesOf, type Difference } from '../src/core/people/differences.ts';
import { inForceAt } from '../src/shell/in-force.ts';
import { importPeople, previewPeople, type Imported, type Preview } from '../src/shell/people/import.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { reviewFor } from '../src/shell/reviews.ts';
import { startRunner } from '../src/shell/runner.ts';
import { eventsAfter, listCases, listSetAside } from '../src/shell/store/lists.ts';
import { Dice } from './invariants/draw.ts';
import { BOOK, MORNING, PEOPLE, PeopleWorld, SHOP } from './people-world.ts';
import { SEED } from './seed.ts';

let world: PeopleWorld;
const worlds: PeopleWorld[] = [];
beforeEach(async () => {
  world = await PeopleWorld.open();
  worlds.push(world);
});
after(async () => {
  for (const one of worlds) await one.close();
});

type Staff = { people: Record<string, Record<string, unknown>> };
/** The shop's people, changed. */
const changed = (change: (people: Staff['people']) => void, text = PEOPLE): string => {
  const staff = parse(text) as Staff;
  change(staff.people);
  return JSON.stringify(staff);
};
const without = (...ids: string[]): string =>
  changed((people) => {
    for (const id of ids) delete people[id];
  });
const yaml = (text: string) => ({ text, format: 'yaml' as const, file: 'people.yaml' });
const csv = (text: string) => ({ text, format: 'csv' as const, file: 'people.csv' });

async function previewed(text: ReturnType<typeof yaml | typeof csv>, since?: number): Promise<Preview> {
  const found = await previewPeople(world.nodes[0], SHOP, 'nadia', {
    ...text,
    ...(since !== undefined && { since }),
  });
  assert.ok('words' in found, JSON.stringify(found));
  return found;
}

async function imported(
  text: ReturnType<typeof yaml | typeof csv>,
  more: { since?: number; ifHash?: string | null } = {},
  node: 0 | 1 = 0,
): Promise<Imported> {
  const found = await importPeople(world.nodes[node], SHOP, 'nadia', { ...text, ...more });
  assert.ok('changed' in found, JSON.stringify(found));
  return found;
}

const ownerOf = async (id: string): Promise<string> => (await world.case(id)).owner;

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
  const preview = await previewed(yaml(text));
  assert.deepEqual(preview.words, [
    'Tomás Rivera: delegations kai up to 800.00 USD for orders from 2026-03-16 00:00 until 2026-03-28 00:00 → none.',
    'Pavel Horák: grade agent → senior, functions orders: agent → orders: senior.',
    'Zoë Park comes: manager lena, grade agent, functions orders: agent.',
    'Kai Whitfield leaves.',
    '2 open cases of Kai Whitfield are handed to Lena Brandt.',
  ]);
  await imported(yaml(text), { ifHash: preview.ifHash });
  // Nothing happens on the node that put them in; the other one finds what is due.
  await world.settle(world.nodes[1]);
  assert.deepEqual(
    [await ownerOf(own), await ownerOf(second), await ownerOf(others)],
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
  assert.equal((await previewed(yaml(text))).same, true);
  assert.equal((await imported(yaml(text))).changed, false);
});

test('those who leave together with their managers hand on to whoever is left above', async () => {
  const own = await world.open({ customer: 'c-1', by: 'mia' });
  await imported(yaml(without('mia', 'lena', 'kai', 'pavel', 'lumo', 'tomas', 'bao', 'luz')));
  await world.settle();
  assert.equal(await ownerOf(own), 'nadia');
});

test('a question that waits for somebody who leaves goes on at once', async () => {
  const asking = await world.open({ customer: 'c-1', amount: '400' });
  await world.send('mia', asking, { do: 'ask' });
  assert.deepEqual(await world.asked(asking), ['lena']);
  const text = changed((people) => {
    delete people['lena'];
    for (const id of ['kai', 'mia', 'pavel', 'lumo']) people[id] = { ...people[id], manager: 'tomas' };
  });
  const { words } = await previewed(yaml(text));
  assert.ok(words.includes('1 question to Lena Brandt goes to the next who can answer.'), words.join('\n'));
  await imported(yaml(text));
  await world.settle();
  assert.deepEqual(await world.asked(asking), ['tomas']);
});

test('people that come into force later: what is open then is handed on then, whatever happens before', async () => {
  const untouched = await world.open({ customer: 'c-1', by: 'mia', amount: '90' });
  const since = Date.parse('2026-03-12T14:00:00Z');
  const text = yaml(without('mia'));
  assert.deepEqual((await previewed(text, since)).words, [
    'Mia Chen leaves.',
    '1 open case of Mia Chen is handed to Lena Brandt.',
  ]);
  await imported(text, { since });
  // A later version still, so that the one that counts is not simply the last.
  await imported(yaml(without('mia', 'pavel')), { since: since + 1000 });
  const touched = await world.open({ customer: 'c-2', by: 'mia', amount: '90' });
  const night = await world.open({ customer: 'c-3', by: 'pavel', amount: '90' });
  await world.passTo('2026-03-12T13:59:59.999Z');
  assert.deepEqual([await ownerOf(untouched), await ownerOf(touched)], ['mia', 'mia']);
  await world.passTo('2026-03-12T14:00:00Z');
  assert.deepEqual([await ownerOf(untouched), await ownerOf(touched)], ['lena', 'lena']);
  assert.equal(await ownerOf(night), 'pavel');
  await world.passTo('2026-03-12T14:00:01Z');
  assert.equal(await ownerOf(night), 'lena');
});

test('an employment that ends: handed on at that instant, the cases that came in between too', async () => {
  const before = await world.open({ customer: 'c-1', by: 'mia', amount: '90' });
  const text = changed((people) => {
    people['mia'] = { ...people['mia'], employed: { until: '2026-03-11T22:00:00Z' } };
  });
  assert.deepEqual((await previewed(yaml(text))).words, [
    'Mia Chen: employed until none → 2026-03-11 18:00.',
    '1 open case of Mia Chen is handed to Lena Brandt at 2026-03-11 18:00.',
  ]);
  await imported(yaml(text));
  const between = await world.open({ customer: 'c-2', by: 'mia', amount: '90' });
  await world.passTo('2026-03-11T21:59:59Z');
  assert.deepEqual([await ownerOf(before), await ownerOf(between)], ['mia', 'mia']);
  await world.passTo('2026-03-11T22:00:00Z');
  assert.deepEqual([await ownerOf(before), await ownerOf(between)], ['lena', 'lena']);
});

test('of two who import what they previewed, one is told to look again', async () => {
  const { ifHash } = await previewed(yaml(without('sam')));
  const both = await Promise.all(
    [without('sam'), without('wen')].map((text, i) =>
      importPeople(world.nodes[i === 0 ? 0 : 1], SHOP, 'nadia', { ...yaml(text), ifHash }),
    ),
  );
  const codes = both.map((one) => ('refused' in one ? one.refused.code : 'imported'));
  assert.deepEqual(codes.toSorted(), ['changed-meanwhile', 'imported']);
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
    assert.ok('refused' in found && found.refused.code === 'not-yours', by);
    const seen = await previewPeople(world.nodes[0], SHOP, by, yaml(promoted));
    assert.ok('refused' in seen && seen.refused.code === 'not-yours', by);
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
  assert.ok('problems' in wrong);
  const places = wrong.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code, file, line, column }) => `${file}:${line}:${column} ${code}`);
  assert.ok(places.includes('people.csv:3:9 unknown-grade'), places.join('\n'));
  const past = await importPeople(world.nodes[0], SHOP, 'nadia', {
    ...yaml(without('sam')),
    since: MORNING - 1,
  });
  assert.ok('refused' in past && past.refused.code === 'in-the-past');
  const reserved = changed((people) => {
    people['@mia'] = { name: 'Not Mia' };
  });
  const other = await previewPeople(world.nodes[0], SHOP, 'nadia', yaml(reserved));
  assert.ok('problems' in other && other.problems[0]?.code === 'reserved-id');
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
  const { words, unheld } = await previewed(table);
  assert.ok(words.includes('1 open case of Kai Whitfield is handed to Nadia Okafor.') === false);
  assert.ok(words.includes('1 open case of Kai Whitfield is handed to Lena Brandt.'), words.join('\n'));
  assert.ok(unheld.length > 0 && words.includes(`Nobody may say yes by ${unheld[0]} any more.`));
  await imported(table, {}, 1);
  await world.settle();
  assert.equal(await ownerOf(own), 'lena');
  const found = await inForceAt(world.nodes[0], SHOP, world.now);
  assert.deepEqual([...(found?.organization.people.keys() ?? [])].length, 7);
});

test('what people gave themselves goes on under new people, and closes no circle with them', async () => {
  const span = { from: '2026-03-20', until: '2026-03-21' };
  await world.change('greta', { do: 'delegate', person: 'greta', to: 'tomas', ...span });
  await world.change('mia', { do: 'presence', person: 'mia', state: 'away', until: '2026-03-10T18:00:00Z' });
  const circle = changed((people) => {
    people['tomas'] = { ...people['tomas'], delegations: [{ to: 'greta', ...span }] };
  });
  const found = await previewPeople(world.nodes[0], SHOP, 'nadia', yaml(circle));
  assert.ok('problems' in found && found.problems[0]?.code === 'delegation-circle', JSON.stringify(found));
  await imported(yaml(without('sam')));
  const { organization } = (await inForceAt(world.nodes[1], SHOP, world.now)) ?? {};
  assert.equal(organization?.people.get('greta')?.delegations[0]?.to, 'tomas');
  assert.equal(organization?.people.get('mia')?.absences.length, 1);
});

test('whichever people follow on which: the preview is what happens', async () => {
  const dice = new Dice(SEED);
  let current = PEOPLE;
  for (let run = 0; run < 8; run++) {
    const staff = parse(current) as Staff;
    const ids = Object.keys(staff.people).filter((id) => !['nadia', 'lumo'].includes(id));
    const cases = await Promise.all(
      [0, 1, 2, 3].map(async (i) => {
        const by = dice.pick(ids) ?? 'nadia';
        return { id: await world.open({ customer: `c-${run}-${i}`, by }), by };
      }),
    );
    const text = changed((people) => mutate(dice, people), current);
    const before = await inForceAt(world.nodes[0], SHOP, world.now);
    const preview = await previewPeople(world.nodes[0], SHOP, 'nadia', yaml(text));
    if (!('words' in preview)) continue;
    await imported(yaml(text), { ifHash: preview.ifHash }, dice.chance(50) ? 0 : 1);
    await world.settle();
    const now = await inForceAt(world.nodes[1], SHOP, world.now);
    assert.ok(before && now);
    assert.deepEqual(
      peopleIn(differencesOf(before.organization, now.organization)),
      peopleIn(preview.differences),
    );
    const gone = new Map(preview.handedOn.map(({ from, to }) => [from, to]));
    for (const { id, by } of cases) assert.equal(await ownerOf(id), gone.get(by) ?? by, `run ${run}`);
    const moved = cases.filter(({ by }) => gone.has(by)).length;
    const counted = preview.handedOn.reduce((sum, one) => sum + one.cases, 0);
    assert.ok(counted >= moved, `run ${run}: ${counted} are said to be handed on, and ${moved} were`);
    current = text;
  }
});

/** Who comes, leaves or changes, and in what. */
const peopleIn = (differences: readonly Difference[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    differences.map(({ person, what, fields }) => [
      `${person} ${what}`,
      fields.map(({ field, from, to }) => `${field}: ${from} → ${to}`),
    ]),
  );

/** Somebody leaves, comes, changes their grade or their manager. */
function mutate(dice: Dice, people: Staff['people']): void {
  const ids = (): string[] => Object.keys(people).filter((id) => id !== 'nadia');
  for (let i = 0; i < 3; i++) {
    const id = dice.pick(ids());
    const person = id === undefined ? undefined : people[id];
    if (id === undefined || !person) continue;
    if (dice.chance(40)) {
      delete people[id];
      for (const other of Object.values(people)) {
        if (other['manager'] === id) other['manager'] = person['manager'];
        delete other['delegations'];
      }
    } else if (dice.chance(50)) people[id] = { ...person, grade: dice.pick(['agent', 'senior', 'lead']) };
    else if (dice.chance(50)) people[id] = { ...person, languages: ['en'] };
    else
      people[`new${Object.keys(people).length}`] = {
        name: 'New',
        manager: id,
        grade: 'agent',
        functions: ['orders'],
      };
  }
}

test('1,000 open cases of somebody who leaves, nodes that die in between: every one is handed on, once', async () => {
  const many = 1000;
  for (let i = 0; i < many; i += 50)
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => world.open({ customer: `c-${i + n}`, by: 'mia', amount: '90' })),
    );
  const preview = await previewed(yaml(without('mia')));
  assert.deepEqual(preview.handedOn, [{ from: 'mia', to: 'lena', at: MORNING, cases: many, questions: 0 }]);
  await imported(yaml(without('mia')));
  // Nodes take some and are heard of no more: what they took comes back when its lease is over.
  const engine = world.nodes[1];
  const node = startRunner(engine, { askDatabase: () => Promise.resolve(world.now), most: 20, pollMs: 5 });
  while ((await listCases(engine, SHOP, { owner: 'lena', most: 100 })).length < 100)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await node.stop();
  await world.nodes[1].database.use((pool) =>
    pool.query(`select * from sayso.take_timers(sayso.instant($1), 5000, 300)`, [world.now]),
  );
  world.now += 5001;
  await world.settle();
  const count = async (sql: string): Promise<number> => {
    const admin = await openClient(world.fresh.admin);
    const { rows } = await admin.query<{ n: number }>(sql);
    await admin.end();
    return rows[0]?.n ?? 0;
  };
  assert.equal(await count(`select count(*)::integer as n from sayso."case" where owner = 'lena'`), many);
  assert.equal(
    await count(`select count(*)::integer as n from sayso.ledger where kind = 'owner changed'`),
    many,
  );
  assert.deepEqual(await listSetAside(world.nodes[0], SHOP), []);
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
  assert.equal(await ownerOf(own), 'lena');
});

test('a review sees people as they were: what Kai said for Tomás was his to say then', async () => {
  await world.change('tomas', { do: 'presence', person: 'tomas', state: 'off duty' });
  const lent = {
    do: 'delegate',
    person: 'tomas',
    to: 'kai',
    from: '2026-03-10',
    until: '2026-03-12',
  } as const;
  const id = await world.change('tomas', lent);
  const own = await world.open({ customer: 'c-1', by: 'kai', amount: '700' });
  await world.send('kai', own, { do: 'ask' });
  await world.send('omar', own, { do: 'answer', say: 'yes' });
  const { answer } = await world.case(own);
  assert.ok(answer?.kind === 'yes' && answer.for === 'tomas', JSON.stringify(answer));
  await world.change('tomas', { do: 'withdraw delegation', person: 'tomas', id: id ?? '' });
  await imported(yaml(without('sam')));
  await world.complain(own, 'He was curt.');
  await world.settle();
  await world.send('kai', own, { do: 'respond', words: 'I was not.' });
  const review = await reviewFor(world.nodes[0], SHOP, { case: own, by: 'lena' });
  assert.ok('acts' in review, JSON.stringify(review));
  assert.equal(review.by_the_book, true, JSON.stringify(review.acts));
});
