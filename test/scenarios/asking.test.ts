/** Asking somebody: a view before a yes, a yes to less, a no with an offer, and passing a question on. */
import assert from 'node:assert/strict';
import type { PureWorld } from '../pure-world.ts';
import { during, openRefund, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

/** The third refund within 90 days: somebody of the fraud desk is asked for their view; Mia still decides. */
function thirdRefund(world: PureWorld): string {
  for (const subject of ['order-1', 'order-2'])
    world.do('mia', openRefund(world, { subject, amount: '20' }), { do: 'grant', done: true });
  return openRefund(world);
}

await story('silence means go ahead, where the book says so', TUESDAY, (world) => {
  const refund = thirdRefund(world);
  assert.equal(world.refused('mia', refund, { do: 'grant' }).code, 'consult-first');
  assert.deepEqual(during(world, () => world.do('mia', refund, { do: 'ask' })).people, ['vera: question']);
  // Vera is in a meeting. After the half hour of the book Mia goes on, and hears that she may.
  assert.deepEqual(during(world, () => world.passTime('30m')).people, [
    'vera: question',
    'vera: question withdrawn',
    'mia: answered',
  ]);
  world.do('mia', refund, { do: 'grant' });
  assert.deepEqual(world.case(refund).request.consulted, [
    { rule: 'refund/consult/third refund', silent: true },
  ]);
});

await story('a view is a view: Mia decides otherwise', TUESDAY, (world) => {
  const refund = thirdRefund(world);
  world.do('mia', refund, { do: 'ask' });
  // Anybody of the fraud desk may give it, whoever was asked.
  const advised = during(world, () => world.do('sam', refund, { do: 'advise', words: 'I would not.' }));
  assert.deepEqual(advised.people, ['vera: question withdrawn', 'mia: answered']);
  world.do('mia', refund, { do: 'grant', reason: 'The parcels were all damaged by the same carrier.' });
  assert.equal(world.case(refund).answer?.kind, 'yes');
});

await story('silence means wait, where the book says that', TUESDAY, (world) => {
  // The bank took back 600 USD. Legal is asked first, within four hours.
  const dispute = world.open('vera', {
    type: 'chargeback_dispute',
    customer: 'c-5',
    facts: { disputed: '600' },
  });
  world.do('vera', dispute, { do: 'ask' });
  world.passTime('4h');
  assert.ok(world.kinds(dispute).includes('deadline passed'));
  assert.equal(world.refused('vera', dispute, { do: 'grant' }).code, 'consult-first');
  world.do('hugo', dispute, { do: 'advise', words: 'Let it stand.' });
  world.do('vera', dispute, { do: 'grant' });
  assert.equal(world.case(dispute).answer?.by, 'vera');
});

await story('a yes to less, kept until Mia uses it, and good for less still', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550' });
  world.do('mia', refund, { do: 'ask', on_yes: 'hold' });
  const yes = during(world, () => world.do('lena', refund, { do: 'answer', say: 'yes', amount: '400' }));
  // Nothing is said to the customer before Mia has agreed it with them.
  assert.deepEqual(yes, { customer: [], people: ['mia: answered'] });
  assert.equal(world.refused('lena', refund, { do: 'answer', say: 'yes' }).code, 'nothing-asked');

  const said = during(world, () => world.do('mia', refund, { do: 'grant', amount: '300' }));
  assert.deepEqual(said, { customer: ["Yes, I'll take care of $300.00 of it for you."], people: [] });
  // Used once, and never again.
  assert.notEqual(world.case(refund).approvals[0]?.used, undefined);
});

await story('a yes is bound to the facts, and to its day', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550' });
  world.do('mia', refund, { do: 'ask', on_yes: 'hold' });
  world.do('lena', refund, { do: 'answer', say: 'yes' });
  // More than that is decided anew; so is the same after a night and a day.
  world.do('mia', refund, { do: 'tell', facts: { amount: '580' } });
  assert.equal(world.refused('mia', refund, { do: 'grant', amount: '590' }).code, 'more-than-asked');
  world.passTime('1d');
  assert.equal(world.refused('mia', refund, { do: 'grant', amount: '550' }).code, 'approval-lapsed');
});

await story('a yes that was got for other facts is good for nothing', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550' });
  world.do('mia', refund, { do: 'ask', on_yes: 'hold' });
  world.do('lena', refund, { do: 'answer', say: 'yes' });
  // "By the way, it was a gold customer." Lena could say yes to that as well; she was not asked about it.
  world.do('mia', refund, { do: 'tell', facts: { membership: 'gold' } });
  const refused = world.refused('mia', refund, { do: 'grant' });
  assert.deepEqual(
    [refused.code, refused.message],
    ['approval-lapsed', 'The yes of lena was given for other facts.'],
  );
});

await story(
  'a unit that is needed says no: it can be said, and nobody is asked in circles',
  TUESDAY,
  (world) => {
    const table = openRefund(world, { amount: '1100' });
    world.do('mia', table, { do: 'ask' });
    world.do('tomas', table, { do: 'answer', say: 'yes' });
    const no = { do: 'answer', say: 'no', because: 'The account is under review.' } as const;
    world.do('ines', table, no);
    // Finance is not asked again about the same; Mia hears it, says the need back, and tells the customer.
    assert.equal(world.refused('mia', table, { do: 'grant' }).code, 'approval-lapsed');
    assert.equal(world.case(table).questions.filter(({ kind }) => kind === 'agreement').length, 1);
    world.do('mia', table, { do: 'restate', need: 'You need the money for another table.' });
    world.do('mia', table, { do: 'decline' });
    const { answer } = world.case(table);
    assert.ok(answer?.kind === 'no');
    assert.equal(answer.agreedBy, 'ines');
  },
);

await story('a no with an offer: it is said first, and the customer may take it', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550' });
  world.do('mia', refund, { do: 'ask' });
  const no = { do: 'answer', say: 'no', because: 'It is as described.' } as const;
  assert.equal(world.refused('lena', refund, { ...no, offer: 'a cruise' }).code, 'unknown-alternative');
  world.do('lena', refund, { ...no, tell: 'The wardrobe is as we described it.', offer: 'part' });
  world.do('mia', refund, { do: 'restate', need: 'It takes more room than you thought.' });
  const said = during(world, () => world.do('mia', refund, { do: 'decline' }));
  assert.deepEqual(said.customer, [
    "I understand that this matters to you, and I'm sorry that it can't be done this way. The wardrobe is as we described it. What I can do: I can do $60.00 of it right away.",
  ]);

  // "All right, I take the 60." On the customer page, at night.
  const taken = during(world, () => world.do('@customer', refund, { do: 'take', alternative: 'part' }));
  assert.deepEqual(taken, {
    customer: ['I am sending $60.00 back to you.'],
    people: ['mia: answered'],
  });
  const { answer, earlier } = world.case(refund);
  assert.ok(answer?.kind === 'yes');
  assert.deepEqual([answer.amount, answer.alternative, earlier.length], ['60.00', 'part', 1]);
});

await story('a question may be passed on, with no mark', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '550' });
  world.do('mia', refund, { do: 'ask' });
  // Lena knows the customer from school and would rather not.
  assert.deepEqual(during(world, () => world.do('lena', refund, { do: 'pass' })).people, ['tomas: question']);
  // She is not asked again, however long it takes.
  const day = during(world, () => world.passTime('3h'));
  assert.equal(day.people.includes('lena: question'), false);
  assert.equal(world.kinds(refund).filter((kind) => kind === 'silence noted').length > 0, true);
});
