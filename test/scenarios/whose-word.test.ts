/** Whose word counts for what: the customer's own, a bystander's, and what has to be done before a yes. */
import assert from 'node:assert/strict';
import { during, openRefund, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

await story(
  'nobody verifies themself: what wants proof is a claim when the customer says it',
  TUESDAY,
  (world) => {
    const refund = openRefund(world, { facts: { identity_verified: false } });
    const refused = world.refused('mia', refund, { do: 'grant' });
    assert.equal(refused.code, 'not-done-yet');
    assert.match(refused.message, /Find the customer by mail address/);
    // "It is me, I tell you." What was looked at and was not so stays not so.
    world.do('@customer', refund, { do: 'tell', facts: { identity_verified: true }, need: 'money' });
    assert.equal(world.refused('mia', refund, { do: 'grant' }).code, 'not-done-yet');
    for (const own of [{ special: true }, { grounds: ['illness'] }, { relations: { mia: 'family' } }])
      assert.equal(world.refused('@customer', refund, { do: 'tell', ...own }).code, 'not-for-customers');
    world.do('mia', refund, { do: 'tell', facts: { identity_verified: true } });
    world.do('mia', refund, { do: 'grant' });
  },
);

await story('a yes that was got waits for what goes before it, and is good for it then', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550', facts: { identity_verified: false } });
  world.do('mia', refund, { do: 'ask', on_yes: 'hold' });
  world.do('lena', refund, { do: 'answer', say: 'yes' });
  assert.equal(world.refused('mia', refund, { do: 'grant' }).code, 'not-done-yet');
  world.do('mia', refund, { do: 'tell', facts: { identity_verified: true } });
  world.do('mia', refund, { do: 'grant' });
  assert.equal(world.case(refund).answer?.by, 'lena');
});

await story('what only the customer can say counts when they say it themself', TUESDAY, (world) => {
  const refund = openRefund(world);
  world.do('@customer', refund, { do: 'tell', facts: { amount: '45' } });
  world.do('mia', refund, { do: 'grant' });
  const { answer } = world.case(refund);
  assert.equal(answer?.kind === 'yes' && answer.amount, '45.00');
  // Their yes is not lost by what they say afterwards.
  const more = { do: 'reopen', facts: { amount: '80' } } as const;
  assert.equal(world.refused('@customer', refund, more).code, 'granted');
});

await story('a bystander ends nothing, and a yes to nothing is none', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550' });
  world.do('mia', refund, { do: 'ask' });
  const close = { do: 'close', as: 'withdrawn', words: 'Never mind.' } as const;
  assert.equal(world.refused('lumo', refund, close).code, 'not-yours');
  const nothing = { do: 'answer', say: 'yes', amount: '0' } as const;
  assert.equal(world.refused('lena', refund, nothing).code, 'nothing');
});

await story(
  '"I want your boss": whoever can decide is asked at once, and the customer hears so',
  TUESDAY,
  (world) => {
    const refund = openRefund(world, { amount: '550' });
    const called = during(world, () => world.do('@customer', refund, { do: 'supervisor' }));
    assert.deepEqual(called.customer, [
      'I am asking somebody who can decide this, right now. You will hear from us by 11:00 today (New York time).',
    ]);
    assert.deepEqual(called.people, ['lena: question']);

    // Where nobody could decide yet, however high, the one thing that is missing is asked for.
    const other = openRefund(world, {
      amount: '90',
      customer: 'c-3',
      subject: 'o-3',
      facts: { 'order.delivered': '2026-01-02' },
    });
    const asked = during(world, () => world.do('@customer', other, { do: 'supervisor' }));
    assert.equal(asked.customer.length, 1);
  },
);

await story('whoever is asked reads who asks for what, how much and why', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550' });
  world.do('mia', refund, { do: 'ask', words: 'It was a wedding present.' });
  const asked = world.effects.find((effect) => effect.kind === 'tell person' && effect.matter === 'question');
  assert.equal(asked?.words, 'Mia Chen asks for a yes: refund, $550.00. “It was a wedding present.”');
});
