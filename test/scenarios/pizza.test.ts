/** "Could you order me a pizza?" – a wish that no rule has heard of, granted on the asker's own judgment. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { liveAgain } from '../on-the-engine.ts';
import { PureWorld, shipped } from '../pure-world.ts';

const text = (file: string): string =>
  readFileSync(new URL(`../../books/shop/${file}`, import.meta.url), 'utf8');

await test('a pizza within the favor allowance is granted at once', async () => {
  const world = new PureWorld(shipped('shop'), '2026-03-10T14:00:00Z');
  const id = world.open('mia', {
    type: 'order me a pizza',
    customer: 'c-77',
    facts: { cost: '14', minutes: 10 },
  });
  world.do('mia', id, { do: 'grant', reason: 'a long wait today', done: true });
  assert.equal(world.case(id).answer?.kind, 'yes');
  assert.equal(world.case(id).closed?.as, 'met');
  await liveAgain(world, { book: text('book.yaml'), people: text('people.yaml') });
});

await test('a refund beyond the remit goes to the person who can, and is carried out', async () => {
  const world = new PureWorld(shipped('shop'), '2026-03-10T14:00:00Z');
  const id = world.open('mia', {
    type: 'refund',
    customer: 'c-78',
    subject: 'o-1',
    facts: {
      amount: '150',
      'order.delivered': '2026-03-01',
      'order.value': '300',
      identity_verified: true,
      category: 'lamp',
    },
  });
  world.do('mia', id, { do: 'ask' });
  console.log(world.kinds(id), world.case(id).questions);
  world.passTime('40m');
  console.log(world.kinds(id).join(' | '));
  const [q] = world.case(id).questions;
  world.do(q?.asked.at(-1) ?? '', id, { do: 'answer', say: 'yes' });
  world.do('mia', id, { do: 'fulfill' });
  console.log(world.toCustomer(id));
  await liveAgain(world, { book: text('book.yaml'), people: text('people.yaml') });
});
