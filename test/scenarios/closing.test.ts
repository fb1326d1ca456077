/** How a case ends, and what cases of one conversation share. */
import assert from 'node:assert/strict';
import { during, openRefund, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';
const kindsOf = (kinds: string[], kind: string): number => kinds.filter((one) => one === kind).length;

await story('an alternative is offered, taken and carried out', TUESDAY, (world) => {
  // "I want the money for this gift card." Store credit meets the same need; Mia may give some of it.
  const card = openRefund(world, { need: 'money', amount: '40', facts: { category: 'gift card' } });
  assert.equal(
    world.refused('@customer', card, { do: 'take', alternative: 'store credit' }).code,
    'not-offered',
  );
  const offered = during(world, () => world.do('mia', card, { do: 'offer', alternative: 'store credit' }));
  assert.deepEqual(offered.customer, ['I can arrange credit for you now: $40.00.']);
  world.do('@customer', card, { do: 'take', alternative: 'store credit' });
  const { answer } = world.case(card);
  assert.ok(answer?.kind === 'yes');
  assert.deepEqual(
    [answer.type, answer.alternative, answer.rule],
    ['credit', 'store credit', 'credit/may/gesture'],
  );
  world.do('mia', card, { do: 'fulfill' });
  assert.equal(world.case(card).closed?.as, 'met');
});

await story('withdrawn gives back what a yes had taken', TUESDAY, (world) => {
  const first = openRefund(world);
  world.do('mia', first, { do: 'grant' });
  // 50 USD of this order are used up: 20 more are beyond the 60 that Mia may give for one order.
  const second = openRefund(world, { amount: '20' });
  assert.equal(world.refused('mia', second, { do: 'grant' }).code, 'not-yours-to-grant');
  // "Never mind the first."
  world.do('@customer', first, { do: 'close', as: 'withdrawn' });
  world.do('mia', second, { do: 'grant' });
  assert.equal(world.case(second).answer?.by, 'mia');
});

await story('no dead ends: a case can’t be closed unmet without more', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550' });
  const close = (as: 'met' | 'declined' | 'duplicate'): string =>
    world.refused('mia', refund, { do: 'close', as }).code;
  assert.deepEqual(
    [close('met'), close('declined'), close('duplicate')],
    ['not-fulfilled', 'dead-end', 'of-what'],
  );
  assert.equal(
    world.refused('@customer', refund, { do: 'close', as: 'duplicate', of: 'c2' }).code,
    'not-for-customers',
  );
});

await story('staff close as withdrawn by what the customer said, and by nothing else', TUESDAY, (world) => {
  const refund = openRefund(world);
  assert.equal(world.refused('mia', refund, { do: 'close', as: 'withdrawn' }).code, 'no-words');
  world.do('mia', refund, { do: 'close', as: 'withdrawn', words: 'Never mind, I keep it.' });
  assert.equal(world.case(refund).closed?.as, 'withdrawn');
});

await story('a duplicate names a case that goes on for the same customer', TUESDAY, (world) => {
  const first = openRefund(world);
  const twice = openRefund(world);
  const others = openRefund(world, { customer: 'c-99' });
  const close = (id: string, of: string): string =>
    world.refused('mia', id, { do: 'close', as: 'duplicate', of }).code;
  assert.deepEqual(
    [close(twice, 'nowhere'), close(twice, twice), close(twice, others)],
    ['unknown-case', 'of-what', 'other-customer'],
  );
  world.do('mia', twice, { do: 'close', as: 'duplicate', of: first });
  const another = openRefund(world, { subject: 'order-77' });
  assert.equal(close(another, first), 'other-request');
  // Each closed for the other, both would be dead ends.
  assert.equal(close(first, twice), 'ended-itself');
});

await story('cases of one conversation share one promise', TUESDAY, (world) => {
  // "And while I have you: the second wardrobe is scratched as well."
  const first = openRefund(world, { amount: '550' });
  const second = openRefund(world, { amount: '580', subject: 'order-11', with: first });
  world.do('mia', first, { do: 'ask' });
  world.do('mia', second, { do: 'ask' });
  assert.equal(kindsOf(world.kinds(first), 'promised'), 1);

  // One holding reply for both, and one reminder.
  const hour = during(world, () => world.passTime('1h'));
  assert.equal(hour.customer.length, 1);
  assert.equal(hour.people.filter((message) => message === 'mia: reminder').length, 1);

  // The first is answered; the second still has its promise. A duplicate that is closed changes nothing about that.
  world.do('lena', first, { do: 'answer', say: 'yes' });
  const before = world.conversationOf(first).promise;
  assert.notEqual(before, undefined);
  const third = openRefund(world, { amount: '580', subject: 'order-11', with: first });
  const closed = during(world, () => world.do('mia', third, { do: 'close', as: 'duplicate', of: second }));
  assert.deepEqual(closed, { customer: [], people: [] });
  assert.deepEqual(world.conversationOf(first).promise, before);

  // With the last of them the promise is settled.
  world.do('mia', first, { do: 'fulfill' });
  world.do('lena', second, { do: 'answer', say: 'yes' });
  world.do('mia', second, { do: 'fulfill' });
  assert.equal(world.conversationOf(first).promise, undefined);
  assert.equal(kindsOf(world.kinds(first), 'promise settled'), 1);
});

await story('a breath before the answer: a polite line and a clock', TUESDAY, (world) => {
  const refund = openRefund(world);
  assert.deepEqual(
    during(world, () => world.do('mia', refund, { do: 'hold', minutes: 10 })),
    {
      customer: ['Let me take a moment to look at this properly; I am back with you within 10 minutes.'],
      people: [],
    },
  );
  // She is reminded before it is over, and goes on in time.
  assert.deepEqual(during(world, () => world.passTime('8m')).people, ['mia: reminder']);
  world.do('mia', refund, { do: 'resume' });
  world.do('mia', refund, { do: 'grant', done: true });
  assert.deepEqual(
    during(world, () => world.passTime('1h')),
    { customer: [], people: [] },
  );
});
