/** Whoever leaves, and however many cases are open with them: what the preview says is what happens, each once. */
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { parse } from 'yaml';
import { differencesOf, type Difference } from '../src/core/people/differences.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { inForceAt } from '../src/shell/in-force.ts';
import { previewPeople } from '../src/shell/people/import.ts';
import { reviewFor } from '../src/shell/reviews.ts';
import { startRunner } from '../src/shell/runner.ts';
import { listCases, listSetAside } from '../src/shell/store/lists.ts';
import { Dice } from './invariants/draw.ts';
import { changed, MORNING, PEOPLE, PeopleWorld, SHOP, without, yaml, type Staff } from './people-world.ts';
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

test('whichever people follow on which: the preview is what happens', async () => {
  const dice = new Dice(SEED);
  let current = PEOPLE;
  const seen = { previews: 0, moved: 0 };
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
    await world.imported(yaml(text), { ifHash: preview.ifHash }, dice.chance(50) ? 0 : 1);
    await world.settle();
    const now = await inForceAt(world.nodes[1], SHOP, world.now);
    assert.ok(before && now);
    assert.deepEqual(
      peopleIn(differencesOf(before.organization, now.organization)),
      peopleIn(preview.differences),
    );
    const gone = new Map(preview.handedOn.map(({ from, to }) => [from, to]));
    for (const { id, by } of cases) assert.equal(await world.ownerOf(id), gone.get(by) ?? by, `run ${run}`);
    const moved = cases.filter(({ by }) => gone.has(by)).length;
    const counted = preview.handedOn.reduce((sum, one) => sum + one.cases, 0);
    assert.ok(counted >= moved, `run ${run}: ${counted} are said to be handed on, and ${moved} were`);
    seen.previews += 1;
    seen.moved += moved;
    current = text;
  }
  assert.ok(seen.previews >= 5 && seen.moved >= 2, JSON.stringify(seen));
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
    const what = dice.pick(['leaves', 'leaves', 'grade', 'language', 'comes'] as const);
    if (what === 'leaves') {
      delete people[id];
      for (const other of Object.values(people)) {
        if (other['manager'] === id) other['manager'] = person['manager'];
        delete other['delegations'];
      }
    } else if (what === 'grade') people[id] = { ...person, grade: dice.pick(['agent', 'senior', 'lead']) };
    else if (what === 'language') people[id] = { ...person, languages: ['en'] };
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
  const preview = await world.previewed(yaml(without('mia')));
  assert.deepEqual(preview.handedOn, [{ from: 'mia', to: 'lena', at: MORNING, cases: many, questions: 0 }]);
  await world.imported(yaml(without('mia')));
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
  await world.imported(yaml(without('sam')));
  await world.complain(own, 'He was curt.');
  await world.settle();
  await world.send('kai', own, { do: 'respond', words: 'I was not.' });
  const review = await reviewFor(world.nodes[0], SHOP, { case: own, by: 'lena' });
  assert.ok('acts' in review, JSON.stringify(review));
  assert.equal(review.by_the_book, true, JSON.stringify(review.acts));
});
