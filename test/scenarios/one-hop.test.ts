/** "Your supervisor! Your supervisor's supervisor! Their supervisor!": answered by the one who can decide, in one hop. */
import assert from 'node:assert/strict';
import type { PureWorld } from '../pure-world.ts';
import { during, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

/** A hotel sends back furniture for 4,000 USD: only the director may, and two units agree. */
const openRefund = (world: PureWorld): string =>
  world.open('mia', {
    type: 'refund',
    customer: 'c-12',
    subject: 'order-9',
    facts: {
      amount: '4000',
      'order.value': '5200',
      'order.placed': '2026-02-20',
      'order.delivered': '2026-03-02',
      'order.status': 'delivered',
      category: 'furniture',
      identity_verified: true,
    },
  });

await story('three supervisors up is one hop away', TUESDAY, (world) => {
  const refund = openRefund(world);

  // "I want your supervisor's supervisor's supervisor!" Nadia is just that, and the nearest who can say yes.
  const asked = during(world, () =>
    world.do('mia', refund, { do: 'supervisor', words: "Your supervisor's supervisor's supervisor, now!" }),
  );
  // Lena and Tomás stand in between. They are told, not asked.
  assert.deepEqual(asked.people, ['lena: told', 'tomas: told', 'nadia: question']);

  // Passing the caller on to Lena would be a hollow hop: she can't decide this either.
  const hollow = world.refused('mia', refund, { do: 'transfer', to: 'lena' });
  assert.equal(hollow.code, 'hollow-hop');
  assert.match(hollow.message, /Lena Brandt can not decide this either/);
  // Nor does a yes of hers help, however well meant.
  assert.equal(world.refused('lena', refund, { do: 'answer', say: 'yes' }).code, 'not-able');

  // Nadia says yes in the same minute. So much money needs any two of three units as well: asked together.
  const units = during(world, () => world.do('nadia', refund, { do: 'answer', say: 'yes' }));
  assert.deepEqual(units.people, ['ines: question', 'vera: question', 'hugo: question']);
  world.do('vera', refund, { do: 'answer', say: 'yes' });
  // Omar speaks for finance as Inês does, and was quicker. She and Hugo of legal need not answer any more.
  const done = during(world, () => world.do('omar', refund, { do: 'answer', say: 'yes' }));
  assert.deepEqual(done, {
    customer: ["Yes, I'll take care of that for you."],
    people: ['ines: question withdrawn', 'mia: answered', 'hugo: question withdrawn'],
  });

  const { answer, hops } = world.case(refund);
  assert.equal(answer?.by, 'nadia');
  assert.equal(hops, 1);
});

await story('a supervisor who is silent does not keep the caller waiting', TUESDAY, (world) => {
  const refund = world.open('mia', {
    type: 'refund',
    customer: 'c-13',
    subject: 'order-10',
    facts: {
      amount: '150',
      'order.value': '150',
      'order.delivered': '2026-03-02',
      category: 'lamp',
      identity_verified: true,
    },
  });
  assert.deepEqual(
    during(world, () => world.do('mia', refund, { do: 'ask' })),
    { customer: [], people: ['lena: question'] },
  );
  // Lena is tried on her second channel, then Kai, who may say yes to this as well.
  assert.deepEqual(during(world, () => world.passTime('15m')).people, ['lena: question']);
  assert.deepEqual(during(world, () => world.passTime('15m')).people, ['kai: question']);
  world.do('kai', refund, { do: 'answer', say: 'yes' });
  // Each passing on added somebody who can decide; it is one hop all the same, from Mia to the yes.
  assert.equal(world.case(refund).hops, 1);
});
