import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PureWorld, shipped } from '../../../test/pure-world.ts';
import { placedIn } from '../../../test/reviewing.ts';
import { CUSTOMER } from '../cases/event.ts';
import { longRecord, recordOf } from './own-record.ts';

const world = (): PureWorld => new PureWorld(shipped('shop'), '2026-03-10T14:00:00Z');
let orders = 0;
const refund = (amount: string, more: object = {}): object => {
  orders += 1;
  return {
    type: 'refund',
    customer: `c-${orders}`,
    subject: `o-${orders}`,
    facts: {
      amount,
      'order.delivered': '2026-03-01',
      'order.value': '300',
      identity_verified: true,
      category: 'lamp',
      ...more,
    },
  };
};
const casesOf = (shown: readonly { case: string | null }[]): (string | null)[] =>
  shown.map((one) => one.case);
const recordIn = (shop: PureWorld, person: string): ReturnType<typeof recordOf> =>
  recordOf(person, placedIn(shop));
const askedIn = (shop: PureWorld, id: string): string => shop.case(id).questions.at(-1)?.asked[0] ?? '';

test('yeses count for whose authority they rest on, favors among them', () => {
  const shop = world();
  const own = shop.open('mia', refund('40'));
  shop.do('mia', own, { do: 'grant' });
  const favor = shop.open('mia', {
    type: 'order me a pizza',
    customer: 'c-77',
    facts: { cost: '14', minutes: 10 },
  });
  shop.do('mia', favor, { do: 'grant', done: true });
  const asked = shop.open('mia', refund('150'));
  shop.do('mia', asked, { do: 'ask' });
  const able = askedIn(shop, asked);
  shop.do(able, asked, { do: 'answer', say: 'yes' });
  const mia = recordIn(shop, 'mia');
  assert.deepEqual(casesOf(mia.granted), [own, favor]);
  assert.deepEqual(casesOf(mia.favors), [favor]);
  assert.deepEqual(casesOf(mia.served), [own, favor, asked]);
  assert.deepEqual(casesOf(mia.handed_on), [asked]);
  assert.deepEqual(casesOf(recordIn(shop, able).granted), [asked]);
  assert.deepEqual(casesOf(recordIn(shop, able).served), []);
});

test('letting go is good work; a change of owner is neither that nor a mark', () => {
  const shop = world();
  const released = shop.open('mia', refund('150'));
  shop.do('mia', released, { do: 'release' });
  const left = shop.open('mia', refund('40'));
  shop.do('mia', left, { do: 'hand_over', to: 'kai', because: 'shift' });
  assert.deepEqual(casesOf(recordIn(shop, 'mia').handed_on), [released]);
  assert.deepEqual(casesOf(recordIn(shop, 'kai').served).includes(left), true);
});

test('a no that stands was correctly refused; one that an appeal or a correction overturned counts no more', () => {
  const shop = world();
  const illegal = shop.open('mia', refund('10', { others_data: true }));
  shop.do('mia', illegal, { do: 'decline' });
  const wrong = shop.open('mia', refund('10', { others_data: true }));
  shop.do('mia', wrong, { do: 'decline' });
  assert.deepEqual(casesOf(recordIn(shop, 'mia').correctly_refused), [illegal, wrong]);
  // Looked at once more, and told again: it stands.
  shop.do(CUSTOMER, illegal, { do: 'appeal' });
  shop.do(askedIn(shop, illegal), illegal, { do: 'answer', say: 'no', because: 'it is the law' });
  assert.deepEqual(casesOf(recordIn(shop, 'mia').correctly_refused), [illegal, wrong]);
  const record = placedIn(shop);
  const last = record.at(-1)?.sequence ?? 0;
  const reopened = (because: 'appeal' | 'correction' | 'new facts'): (string | null)[] =>
    casesOf(
      recordOf('mia', [
        ...record,
        {
          sequence: last + 1,
          conversation: 'v2',
          event: { kind: 'answer reopened', at: shop.at, by: 'lena', case: wrong, because },
        },
      ]).correctly_refused,
    );
  assert.deepEqual(reopened('appeal'), [illegal]);
  assert.deepEqual(reopened('correction'), [illegal]);
  assert.deepEqual(reopened('new facts'), [illegal, wrong]);
});

test('what went beyond the book and was ratified counts, whether it was promised or done', () => {
  const shop = world();
  const promised = shop.open('mia', refund('150'));
  shop.do('mia', promised, { do: 'over_promise', words: 'You get it all back.' });
  assert.equal(recordIn(shop, 'mia').ratified.length, 0);
  shop.do(askedIn(shop, promised), promised, { do: 'answer', say: 'yes' });
  const done = shop.open('kai', refund('40'));
  shop.do('kai', done, { do: 'ratify', words: 'I added a bulb.' });
  shop.do(askedIn(shop, done), done, { do: 'answer', say: 'yes' });
  assert.deepEqual(casesOf(recordIn(shop, 'mia').ratified), [promised]);
  assert.deepEqual(casesOf(recordIn(shop, 'kai').ratified), [done]);
});

test('promises count for who kept them', () => {
  const shop = world();
  const id = shop.open('mia', refund('40'));
  shop.do('kai', id, { do: 'update', words: 'We are on it.' });
  shop.do('mia', id, { do: 'grant', done: true });
  assert.equal(recordIn(shop, 'kai').promises_kept.length, 1);
  assert.equal(recordIn(shop, 'mia').promises_kept.length, 1);
});

test('reviews about oneself are there with what came of them, and backing counts', () => {
  const shop = world();
  const id = shop.open('mia', refund('40'));
  shop.do('mia', id, { do: 'grant', done: true });
  shop.do(CUSTOMER, id, { do: 'complain', words: 'unhappy' });
  assert.deepEqual(
    recordIn(shop, 'mia').reviews.map(({ review, outcome }) => [review, outcome]),
    [[`${id}/r1`, null]],
  );
  shop.do('mia', id, { do: 'respond', words: 'I said yes at once.' });
  shop.do('lena', id, { do: 'sign', outcome: 'upheld' });
  assert.deepEqual(casesOf(recordIn(shop, 'mia').upheld), [id]);
  assert.deepEqual(recordIn(shop, 'mia').reviews[0]?.outcome, 'upheld');
  assert.deepEqual(recordIn(shop, 'lena').reviews, []);
});

test('the long record is the same in figures', () => {
  const shop = world();
  const id = shop.open('mia', refund('40'));
  shop.do('mia', id, { do: 'grant', done: true });
  assert.deepEqual(longRecord('mia', placedIn(shop)), {
    served: 1,
    granted: 1,
    favors: 0,
    handed_on: 0,
    correctly_refused: 0,
    ratified: 0,
    promises_kept: 1,
  });
});
