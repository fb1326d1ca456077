/** The abusive caller whose refund still goes through: the person is protected, the request survives. */
import assert from 'node:assert/strict';
import { recordOf } from '../../src/core/review/own-record.ts';
import type { PureWorld } from '../pure-world.ts';
import { placedIn } from '../reviewing.ts';
import { during, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

/** 45 USD for a broken lampshade: within Mia's remit, if only he let her speak. */
const refund = (world: PureWorld): string =>
  world.open(
    'mia',
    {
      type: 'refund',
      customer: 'c-70',
      subject: 'order-80',
      facts: {
        amount: '45',
        'order.value': '120',
        'order.delivered': '2026-03-02',
        category: 'lamp',
        identity_verified: true,
      },
    },
    { conversation: { system: 'phone', id: '70', channel: 'phone' } },
  );

await story('one warning, then the contact ends, and the refund goes on', TUESDAY, (world) => {
  const lampshade = refund(world);
  const before = world.case(lampshade).request;

  // He shouts. Ending it without a word would not be fair …
  assert.equal(world.refused('mia', lampshade, { do: 'end_contact', because: 'abuse' }).code, 'warn-first');
  assert.deepEqual(during(world, () => world.do('mia', lampshade, { do: 'warn' })).customer, [
    'I would like to help you. For that I need us to speak with each other with respect.',
  ]);
  // … he goes on, so Mia hangs up and Kai takes over. Her manager asks how she is.
  const ended = during(world, () =>
    world.do('mia', lampshade, { do: 'end_contact', because: 'abuse', to: 'kai' }),
  );
  assert.deepEqual(ended, {
    customer: [
      'We end this conversation here. Your request goes on, and you will hear from us by 11:00 today (New York time).',
    ],
    people: ['kai: handed over', 'lena: follow up'],
  });

  // The request is what it was: nothing about his manner is in it, and the answer is the same yes.
  assert.deepEqual(world.case(lampshade).request, before);
  world.do('kai', lampshade, { do: 'grant' });
  const done = during(world, () => world.do('kai', lampshade, { do: 'fulfill' }));
  assert.deepEqual(done.customer, ['It is done, as promised.']);
  assert.equal(world.case(lampshade).closed?.as, 'met');

  // A change of owner is no hop, and Mia's record holds no mark.
  assert.equal(world.case(lampshade).hops, 0);
  const record = recordOf('mia', placedIn(world));
  assert.deepEqual([record.served.length, record.reviews.length], [1, 0]);
  assert.doesNotMatch(JSON.stringify(record), /abuse|warn/);
});

await story('a threat needs no warning', TUESDAY, (world) => {
  const lampshade = refund(world);
  // "I know where you park."
  const ended = during(world, () => world.do('mia', lampshade, { do: 'end_contact', because: 'threat' }));
  // Lena goes on with it, and asks Mia how she is. The money is sent all the same.
  assert.deepEqual(ended.people, ['lena: handed over', 'lena: follow up']);
  world.do('lena', lampshade, { do: 'grant', done: true });
  assert.equal(world.case(lampshade).closed?.as, 'met');
});

await story('handing over for one’s own peace is never refused', TUESDAY, (world) => {
  const lampshade = refund(world);
  for (const because of ['discomfort', 'abuse'] as const) {
    const to = world.case(lampshade).owner === 'mia' ? 'kai' : 'mia';
    world.do(world.case(lampshade).owner, lampshade, { do: 'hand_over', to, because });
    assert.equal(world.case(lampshade).owner, to);
  }
  assert.equal(world.case(lampshade).hops, 0);
});
