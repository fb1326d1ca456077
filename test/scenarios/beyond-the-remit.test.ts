/** What went beyond the remit: a commitment honored or repaired, an act ratified, a yes carried out late. */
import assert from 'node:assert/strict';
import { recordOf } from '../../src/core/review/own-record.ts';
import { placedIn } from '../reviewing.ts';
import { during, openRefund, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

await story('Mia promised too much, and it is honored', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '90' });
  // "Of course you get the 90 back!" Her limit is 60. She says so herself, at once.
  const told = during(world, () =>
    world.do('mia', refund, { do: 'over_promise', words: 'You get all 90 back.', amount: '90' }),
  );
  assert.deepEqual(told, { customer: [], people: ['lena: question'] });
  assert.equal(world.refused('mia', refund, { do: 'answer', say: 'yes' }).code, 'own-question');

  const honored = during(world, () => world.do('lena', refund, { do: 'answer', say: 'yes' }));
  assert.deepEqual(honored, {
    customer: ["Yes, I'll take care of that for you."],
    people: ['mia: answered'],
  });
  assert.equal(world.case(refund).overPromises[0]?.mended?.how, 'ratified');
  assert.equal(world.case(refund).answer?.by, 'lena');
  // It counts in no list of hers.
  assert.equal('over_promised' in recordOf('mia', placedIn(world)), false);
});

await story('what can’t be honored is repaired, and we say sorry', TUESDAY, (world) => {
  const refund = openRefund(world);
  world.do('mia', refund, { do: 'over_promise', words: 'I send you a second wardrobe for nothing.' });
  const no = { do: 'answer', say: 'no', because: 'We have none left.' } as const;
  assert.equal(world.refused('lena', refund, no).code, 'no-repair');
  const repaired = during(world, () =>
    world.do('lena', refund, { ...no, repair: 'Somebody comes on Friday and puts yours up for you.' }),
  );
  assert.deepEqual(repaired.customer, [
    'We told you more than we could keep, and we are sorry. This is what we do instead: Somebody comes on Friday and puts yours up for you.',
  ]);
  assert.equal(world.case(refund).overPromises[0]?.mended?.how, 'repaired');
  // The request itself is still Mia's to grant.
  world.do('mia', refund, { do: 'grant' });
});

await story('an act beyond the book is brought, and ratified', TUESDAY, (world) => {
  const refund = openRefund(world);
  world.do('mia', refund, { do: 'grant' });
  world.do('mia', refund, {
    do: 'ratify',
    words: 'I sent flowers as well, it was for a funeral.',
    amount: '30',
  });
  assert.equal(world.refused('mia', refund, { do: 'answer', say: 'yes' }).code, 'own-question');
  const ratified = during(world, () =>
    world.do('lena', refund, { do: 'answer', say: 'yes', because: 'I would have done the same.' }),
  );
  assert.deepEqual(ratified, { customer: [], people: ['mia: answered'] });
  assert.equal(recordOf('mia', placedIn(world)).ratified.length, 1);
});

await story(
  'an act is brought when all is over; it is asked on in silence, and ratified',
  TUESDAY,
  (world) => {
    const refund = openRefund(world);
    world.do('mia', refund, { do: 'grant', done: true });
    assert.equal(world.case(refund).closed?.as, 'met');
    const brought = during(world, () =>
      world.do('mia', refund, { do: 'ratify', words: 'I sent flowers as well, it was for a funeral.' }),
    );
    // The customer waits for nothing, so nothing is promised; but a colleague does.
    assert.deepEqual(brought, { customer: [], people: ['lena: question'] });
    assert.equal(world.conversationOf(refund).promise, undefined);
    const silence = during(world, () => world.passTime('40m'));
    assert.deepEqual(silence.customer, []);
    assert.ok(silence.people.includes('kai: question'), silence.people.join());
    world.do('kai', refund, { do: 'answer', say: 'yes' });
    assert.ok(world.kinds(refund).includes('ratified'));
    assert.equal(world.case(refund).closed?.as, 'met');
  },
);

await story('what is ratified is the yes to a request that has none yet', TUESDAY, (world) => {
  const refund = openRefund(world, { amount: '90' });
  // "She was in tears, and nobody answered: I sent all 90 back."
  world.do('mia', refund, { do: 'ratify', words: 'I sent all 90 back.' });
  world.do('lena', refund, { do: 'answer', say: 'yes' });
  assert.equal(world.case(refund).answer?.by, 'lena');
  world.do('mia', refund, { do: 'fulfill' });
  assert.equal(world.case(refund).closed?.as, 'met');
});

await story('what was promised too much is mended, also after the case was closed', TUESDAY, (world) => {
  const refund = openRefund(world);
  world.do('mia', refund, { do: 'over_promise', words: 'A second wardrobe, for nothing.' });
  world.do('mia', refund, { do: 'grant', done: true });
  assert.equal(world.case(refund).closed?.as, 'met');
  world.do('lena', refund, {
    do: 'answer',
    say: 'no',
    because: 'We have none left.',
    repair: 'Somebody puts yours up for you.',
  });
  assert.equal(world.case(refund).overPromises[0]?.mended?.how, 'repaired');
  // Said when all was over, it opens the case again: the customer waits for it.
  world.do('mia', refund, { do: 'over_promise', words: 'And a lamp.' });
  assert.equal(world.case(refund).closed, undefined);
  assert.ok(world.conversationOf(refund).promise);
});

await story(
  'what was promised is what is honored: more than was asked, and the rest of what was paid',
  TUESDAY,
  (world) => {
    const more = openRefund(world, { amount: '50' });
    world.do('mia', more, { do: 'over_promise', words: 'You get 90 back.', amount: '90' });
    world.do('lena', more, { do: 'answer', say: 'yes' });
    const { answer } = world.case(more);
    assert.ok(answer?.kind === 'yes');
    assert.equal(answer.amount, '90.00');

    const rest = openRefund(world, { amount: '50', customer: 'c-11', subject: 'order-11' });
    world.do('mia', rest, { do: 'grant', done: true });
    world.do('mia', rest, { do: 'over_promise', words: 'I meant 90.', amount: '90' });
    const honored = during(world, () => world.do('lena', rest, { do: 'answer', say: 'yes' }));
    assert.equal(honored.customer.length, 1);
    const now = world.case(rest).answer;
    assert.ok(now?.kind === 'yes');
    // 50 were paid; the other 40 are on their way, and both count.
    assert.equal(now.amount, '40.00');
    assert.equal(world.case(rest).earlier.length, 1);
    world.do('mia', rest, { do: 'fulfill' });
  },
);

await story('an act is ratified to what it cost', TUESDAY, (world) => {
  const refund = openRefund(world);
  world.do('mia', refund, { do: 'grant' });
  world.do('mia', refund, { do: 'ratify', words: 'I sent flowers, it was for a funeral.', amount: '30' });
  world.do('lena', refund, { do: 'answer', say: 'yes' });
  const ratified = world.events.find(({ kind }) => kind === 'ratified');
  assert.ok(ratified?.kind === 'ratified');
  assert.equal(ratified.amount, '30.00');
  const { answer } = world.case(refund);
  assert.equal(answer?.kind === 'yes' && answer.amount, '50.00');
});

await story('a yes that is not carried out in time is a breach, and the customer hears', TUESDAY, (world) => {
  const refund = openRefund(world);
  world.do('mia', refund, { do: 'grant' });
  // Two working days. Then Mia and Lena hear of it once, the customer that we have not forgotten.
  const days = during(world, () => world.passTime('2d'));
  assert.deepEqual(days, {
    customer: [
      'We are still on it and have not forgotten you. You will hear from us by 11:00 today (New York time).',
    ],
    people: ['mia: reminder', 'mia: breach', 'lena: breach'],
  });
  assert.equal(world.case(refund).fulfillLate, true);
  // It can't be closed as met before somebody confirms it.
  assert.equal(world.refused('mia', refund, { do: 'close', as: 'met' }).code, 'not-fulfilled');
  assert.deepEqual(during(world, () => world.do('mia', refund, { do: 'fulfill' })).customer, [
    'It is done, as promised.',
  ]);
});
