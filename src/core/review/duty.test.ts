import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PureWorld, shipped } from '../../../test/pure-world.ts';
import { recordIn } from '../../../test/reviewing.ts';
import { CUSTOMER } from '../cases/event.ts';
import { dutyMet, type Duty } from './duty.ts';

const world = (): PureWorld => new PureWorld(shipped('shop'), '2026-03-10T14:00:00Z');
const refund = (amount: string, more: object = {}): object => ({
  type: 'refund',
  customer: 'c-1',
  subject: 'o-1',
  facts: {
    amount,
    'order.delivered': '2026-03-01',
    'order.value': '300',
    identity_verified: true,
    category: 'lamp',
    ...more,
  },
});

function duty(shop: PureWorld, id: string): Duty {
  const found = dutyMet(recordIn(shop, id), id);
  assert.ok(found);
  return found;
}
const failing = (found: Duty): string[] =>
  [...found.product, ...found.service].filter(({ met }) => met === false).map(({ part }) => part);
const shown = (shop: PureWorld, id: string, part: RegExp): string | undefined => {
  const found = [...duty(shop, id).product, ...duty(shop, id).service].find((one) => part.test(one.part));
  const sequence = found?.shown_by?.sequence;
  return recordIn(shop, id).find((placed) => placed.sequence === sequence)?.event.kind;
};

test('answered, carried out, and the customer heard in time: met, each part with the event that shows it', () => {
  const shop = world();
  const id = shop.open('mia', refund('40'));
  assert.equal(duty(shop, id).met, null);
  shop.passTime('10m');
  shop.do('mia', id, { do: 'grant' });
  shop.do('mia', id, { do: 'fulfill' });
  assert.equal(duty(shop, id).met, true);
  assert.equal(shown(shop, id, /response target/), 'granted');
  assert.equal(shown(shop, id, /carried out/), 'fulfilled');
  assert.equal(shown(shop, id, /heard/), 'promise kept');
});

test('who hands on in time has done their part, however long the answer takes', () => {
  const shop = world();
  const id = shop.open('mia', refund('150'));
  shop.do('mia', id, { do: 'ask' });
  shop.passTime('3d');
  const part = duty(shop, id).service[0];
  assert.deepEqual([part?.met, shown(shop, id, /response target/)], [true, 'asked']);
});

test('nothing done by the response target, and a promise that nobody kept', () => {
  const shop = world();
  const id = shop.open('mia', refund('40'));
  shop.passTime('3d');
  assert.deepEqual(failing(duty(shop, id)), [
    'answered, or handed on, within the response target',
    'the customer heard when they were told they would',
  ]);
  assert.equal(shown(shop, id, /response target/), 'answer late');
  assert.equal(shown(shop, id, /heard/), 'promise broken');
  assert.equal(duty(shop, id).met, false);
});

test('a yes that is carried out too late', () => {
  const shop = world();
  const id = shop.open('mia', refund('40'));
  shop.do('mia', id, { do: 'grant' });
  shop.passTime('10d');
  shop.do('mia', id, { do: 'fulfill' });
  assert.ok(failing(duty(shop, id)).includes('a yes is carried out in time'));
});

test('a no comes with what can be done instead, and the need was said back before one that is not settled', () => {
  const shop = world();
  const id = shop.open('mia', refund('10', { category: 'gift card' }));
  shop.do('mia', id, { do: 'restate', need: 'They want the money, not the card.' });
  shop.do('mia', id, { do: 'ask' });
  shop.do('lena', id, { do: 'answer', say: 'yes', because: 'as good as cash' });
  shop.do('mia', id, { do: 'decline' });
  assert.equal(duty(shop, id).met, true);
  assert.equal(shown(shop, id, /instead/), 'declined');
  assert.equal(shown(shop, id, /said back/), 'restated');
  // Without that event on the record it would not be.
  const without = recordIn(shop, id).filter(({ event }) => event.kind !== 'restated');
  const found = dutyMet(without, id);
  assert.deepEqual(found && failing(found), ['the need was said back before a no that is not settled']);
});

test('more than the remit is mended, or is not', () => {
  const shop = world();
  const id = shop.open('mia', refund('150'));
  shop.do('mia', id, { do: 'over_promise', words: 'You get it all back.' });
  assert.equal(duty(shop, id).product[2]?.met, null);
  const left = shop.open('mia', { ...refund('150'), customer: 'c-2', subject: 'o-2' });
  shop.do('mia', left, { do: 'over_promise', words: 'You get it all back.' });
  shop.do(CUSTOMER, left, { do: 'close', as: 'withdrawn' });
  assert.deepEqual(failing(duty(shop, left)), ['what was promised beyond the remit is mended']);
  shop.do(shop.case(id).questions[0]?.asked[0] ?? '', id, { do: 'answer', say: 'yes' });
  assert.equal(duty(shop, id).product[2]?.met, true);
});

test('there is no duty in a case that the record does not have', () => {
  assert.equal(dutyMet([], 'c1'), undefined);
});
