/** The approver on holiday: Tomás is away for two weeks, and Kai acts for him. "A for B" stands on the record. */
import assert from 'node:assert/strict';
import type { PureWorld } from '../pure-world.ts';
import { during, story } from '../story.ts';

const BEFORE = '2026-03-13T14:00:00Z';
const WHILE_AWAY = '2026-03-17T15:00:00Z';

/** "The wardrobe is far too big for us." Only a manager may, and finance agrees. */
const wardrobe = (world: PureWorld, amount: string): string =>
  world.open('mia', {
    type: 'refund',
    customer: `c-${amount}`,
    subject: `order-${amount}`,
    facts: {
      amount,
      'order.value': '1200',
      'order.placed': '2026-02-20',
      'order.delivered': '2026-03-02',
      'order.status': 'delivered',
      category: 'furniture',
      identity_verified: true,
    },
  });

await story('Kai says yes for Tomás, and the record says so', WHILE_AWAY, (world) => {
  const refund = wardrobe(world, '700');
  // That it takes finance as well is known before anybody is asked.
  assert.deepEqual(world.look(refund, 'mia').decision.also, { units: ['finance'], count: 1 });
  // Tomás is not tried: he is at the sea. Lena in between is told.
  assert.deepEqual(during(world, () => world.do('mia', refund, { do: 'ask' })).people, [
    'lena: told',
    'kai: question',
  ]);
  world.do('kai', refund, { do: 'answer', say: 'yes' });
  world.do('omar', refund, { do: 'answer', say: 'yes' });

  const { answer } = world.case(refund);
  assert.ok(answer?.kind === 'yes');
  assert.deepEqual([answer.by, answer.for, answer.rule], ['kai', 'tomas', 'refund/may/large']);
  // It counts in the totals of whose authority it is.
  assert.ok(answer.adds.some(({ per, of }) => per === 'agent' && of === 'tomas'));
});

await story('lent authority ends at its cap', WHILE_AWAY, (world) => {
  const refund = wardrobe(world, '900');
  // 800 USD were lent. Beyond that it goes to the next who can, and Kai is not even asked.
  const asked = during(world, () => world.do('mia', refund, { do: 'ask' }));
  assert.deepEqual(asked.people, ['lena: told', 'nadia: question']);
  assert.equal(world.refused('kai', refund, { do: 'answer', say: 'yes' }).code, 'not-able');
  // A yes to 800 of it he may say all the same.
  world.do('kai', refund, { do: 'answer', say: 'yes', amount: '800' });
  world.do('ines', refund, { do: 'answer', say: 'yes' });
  assert.equal(world.toCustomer(refund).at(-1), "Yes, I'll take care of $800.00 of it for you.");
});

await story('and at its dates: what is asked on Friday is not his to answer', BEFORE, (world) => {
  const refund = wardrobe(world, '700');
  assert.deepEqual(during(world, () => world.do('mia', refund, { do: 'ask' })).people, [
    'lena: told',
    'tomas: question',
  ]);
  assert.equal(world.refused('kai', refund, { do: 'answer', say: 'yes' }).code, 'not-able');

  // Tomás forgets it and leaves. On Monday the question has found its way.
  world.passTo(Date.parse('2026-03-16T15:00:00Z'));
  const { asked } = world.case(refund).questions[0] ?? {};
  assert.ok(asked?.includes('kai'), asked?.join());
  world.do('kai', refund, { do: 'answer', say: 'yes' });
  assert.equal(world.case(refund).approvals[0]?.for, 'tomas');
});

await story('what nobody has said leaves no unit out', BEFORE, (world) => {
  // 310 USD, and nobody said when it was delivered: within ninety days Tomás would need nobody, after them finance.
  const lamp = world.open(
    'pavel',
    {
      type: 'refund',
      customer: 'c-310',
      subject: 'order-310',
      facts: { amount: '310', 'order.value': '500', category: 'lamp', identity_verified: true },
    },
    { at_once: true },
  );
  world.do('tomas', lamp, { do: 'answer', say: 'yes' });
  assert.equal(world.case(lamp).answer, undefined);
  assert.equal(world.case(lamp).questions.at(-1)?.unit, 'finance');
  world.do('ines', lamp, { do: 'answer', say: 'yes' });
  const { answer, request } = world.case(lamp);
  assert.ok(answer?.kind === 'yes');
  assert.deepEqual(
    [answer.by, answer.rule, request.agreed],
    ['tomas', 'refund/may/large', [{ unit: 'finance', by: 'ines' }]],
  );
});
