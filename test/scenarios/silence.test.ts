/** Silence says yes to a special client where the book says so, and never what nobody may lift. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compiled, PureWorld, shipped } from '../pure-world.ts';
import { shopTexts } from '../story.ts';

const goAhead = (): PureWorld =>
  new PureWorld(
    compiled(
      shopTexts.book.replace('silence: hold\n  criteria', 'silence: go ahead\n  criteria'),
      shopTexts.people,
    ),
    '2026-03-10T14:00:00Z',
  );

const asked = (world: PureWorld, facts: object): string => {
  const id = world.open('mia', {
    type: 'refund',
    customer: 'c-300',
    subject: 'order-3',
    special: { owner: 'rosa', until: '2026-12-31' },
    facts: {
      amount: '50',
      'order.value': '80',
      'order.delivered': '2026-01-09',
      identity_verified: true,
      ...facts,
    },
  });
  world.do('mia', id, { do: 'ask' });
  world.passTime('3h');
  return id;
};

test('the book’s default acts at the deadline', () => {
  assert.notEqual(shopTexts.book.indexOf('silence: hold\n  criteria'), -1, 'the book says hold');
  const world = goAhead();
  const cards = asked(world, { category: 'gift card' });
  assert.equal(world.case(cards).answer?.kind, 'yes');
  const held = new PureWorld(shipped('shop'), '2026-03-10T14:00:00Z');
  assert.equal(held.case(asked(held, { category: 'gift card' })).answer, undefined);
});

test('money for a review is not given by silence', () => {
  const world = goAhead();
  const review = asked(world, { category: 'lamp', for_a_review: true });
  assert.equal(world.case(review).answer, undefined);
});
