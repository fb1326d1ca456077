/** Who holds a case: the customer goes to somebody else, a shift ends, a case is let go of. */
import assert from 'node:assert/strict';
import { OWNER_REASONS } from '../../src/core/cases/event.ts';
import { recordOf } from '../../src/core/review/own-record.ts';
import { placedIn } from '../reviewing.ts';
import { during, openRefund, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

await story('a warm transfer: the one who can decide takes the customer', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550' });
  const sent = during(world, () =>
    world.do('mia', refund, { do: 'transfer', words: 'She is moving house today, and in tears.' }),
  );
  assert.deepEqual(sent.people, ['lena: question']);
  // Until Lena has taken it, it is Mia's.
  assert.equal(world.case(refund).owner, 'mia');
  assert.equal(world.refused('pavel', refund, { do: 'accept' }).code, 'not-asked');
  assert.deepEqual(during(world, () => world.do('lena', refund, { do: 'accept' })).people, ['mia: answered']);

  const { owner, asker, hops } = world.case(refund);
  assert.deepEqual([owner, asker, hops], ['lena', 'lena', 1]);
  world.do('lena', refund, { do: 'grant' });
  // Handing on is good work, and counts.
  assert.equal(recordOf('mia', placedIn(world)).handed_on.length, 1);
});

await story('no transfer to somebody who can do no more', TUESDAY, (world) => {
  const refund = openRefund(world);
  const own = world.refused('mia', refund, { do: 'transfer', to: 'lena' });
  assert.equal(own.message, 'You may decide this yourself: a transfer would add nothing.');
  const large = openRefund(world, { amount: '550', subject: 'order-11' });
  const hollow = world.refused('mia', large, { do: 'transfer', to: 'kai' });
  assert.equal(hollow.message, 'Kai Whitfield can not decide this either.');
});

await story('an owner may change for any of these reasons, and it is never a hop', TUESDAY, (world) => {
  const refund = openRefund(world);
  for (const because of OWNER_REASONS) {
    const { owner } = world.case(refund);
    const to = owner === 'mia' ? 'luz' : 'mia';
    assert.deepEqual(during(world, () => world.do(owner, refund, { do: 'hand_over', to, because })).people, [
      `${to}: handed over`,
    ]);
  }
  assert.equal(world.case(refund).hops, 0);
  // The promise to the customer goes with it.
  assert.notEqual(world.conversationOf(refund).promise, undefined);
});

await story('whoever can not decide and holds on is offered to let go', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550' });
  const hour = during(world, () => world.passTime('1h'));
  assert.ok(hour.people.includes('mia: release offered'));
  assert.deepEqual(during(world, () => world.do('mia', refund, { do: 'release' })).people, [
    'lena: handed over',
  ]);
  assert.deepEqual([world.case(refund).owner, world.case(refund).hops], ['lena', 1]);
  assert.equal(recordOf('mia', placedIn(world)).handed_on.length, 1);
});

await story('a signal brings somebody at once, and delays nothing', TUESDAY, (world) => {
  const refund = openRefund(world);
  // "The lamp sparks, and my little one is next to it!"
  const signal = during(world, () => world.do('mia', refund, { do: 'signal', signal: 'safety matter' }));
  assert.deepEqual(signal.people, ['lena: question']);
  // Mia may say yes to the refund meanwhile.
  world.do('mia', refund, { do: 'grant' });
  world.do('lena', refund, { do: 'accept' });
  assert.equal(world.case(refund).hops, 0);
  assert.equal(world.case(refund).answer?.kind, 'yes');
});
