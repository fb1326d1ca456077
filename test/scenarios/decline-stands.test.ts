/** The no that pushing harder does not move, and the wrong one that an appeal corrects. */
import assert from 'node:assert/strict';
import type { PureWorld } from '../pure-world.ts';
import { during, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';
const IN_90_DAYS = Date.parse('2026-06-08T14:00:00Z');

/** "I was given this gift card and would rather have the 50 USD." */
const giftCard = {
  type: 'refund',
  customer: 'c-20',
  subject: 'order-50',
  facts: {
    amount: '50',
    'order.value': '50',
    'order.placed': '2026-02-20',
    'order.delivered': '2026-03-02',
    category: 'gift card',
    identity_verified: true,
  },
};

/** Mia is not sure, excuses herself and asks Lena; the no is said when both are. */
function carefulNo(world: PureWorld): string {
  const first = world.open('mia', giftCard, { conversation: { system: 'desk', id: '1', channel: 'chat' } });
  // No sooner than it is agreed …
  assert.equal(world.refused('mia', first, { do: 'decline' }).code, 'not-agreed');
  world.do('mia', first, { do: 'ask' });
  assert.deepEqual(world.case(first).questions[0]?.asked, ['lena']);
  world.do('lena', first, { do: 'answer', say: 'yes' });
  // … and the need was said back.
  assert.equal(world.refused('mia', first, { do: 'decline' }).code, 'need-not-restated');
  world.do('mia', first, { do: 'restate', need: 'You would rather choose yourself where to spend it.' });
  world.do('mia', first, { do: 'decline', words: 'I can see why cash would be handier for you.' });
  return first;
}

await story('pushing harder changes nothing: same facts, same no, one appeal', TUESDAY, (world) => {
  const first = carefulNo(world);
  const no = world.case(first).answer;
  assert.ok(no?.kind === 'no');
  assert.equal(no.rule, 'refund/red lines/gift card');
  assert.equal(no.agreedBy, 'lena');
  assert.equal(no.until, IN_90_DAYS);
  assert.equal(
    no.tell,
    'I can see why cash would be handier for you. A gift card works like cash, so it can be spent but not paid out. ' +
      'What I can do: You will be the first to hear of our next sale. I can ask our duty manager about credit.',
  );

  // An hour later, on the phone, to somebody of a higher grade: "Your colleague was very unhelpful!"
  world.passTime('1h');
  const again = world.open('kai', giftCard, { conversation: { system: 'desk', id: '2', channel: 'phone' } });
  assert.equal(world.case(again).standing?.case, first);
  assert.equal(world.refused('kai', again, { do: 'grant' }).code, 'declined-by-rule');
  // Lena is not asked a second time; Kai can say it at once, and it does not last longer for having been asked twice.
  assert.equal(world.refused('kai', again, { do: 'ask' }).code, 'stands');
  const heard = during(world, () => world.do('kai', again, { do: 'decline' }));
  assert.deepEqual(heard.people, []);
  assert.match(
    heard.customer.join(),
    /^We have answered this before, and the answer is the same until 10:00 on Monday, June 8 \(New York time\)\. When something about it changes, tell us and we look again\./,
  );
  const second = world.case(again).answer;
  assert.ok(second?.kind === 'no');
  assert.deepEqual([second.standsFrom, second.until], [first, IN_90_DAYS]);

  // A third time, in the chat with Lumo: it points at the first, not at the second.
  const third = world.open('lumo', giftCard, { conversation: { system: 'desk', id: '3', channel: 'chat' } });
  world.do('lumo', third, { do: 'decline' });
  assert.equal(world.case(third).standing?.case, first);

  // There is one appeal, where the no is. Somebody who had no part in it looks.
  assert.equal(world.refused('@customer', again, { do: 'appeal' }).code, 'appeal-there');
  const appeal = during(world, () =>
    world.do('@customer', first, { do: 'appeal', words: 'Please look again.' }),
  );
  assert.deepEqual(appeal, {
    customer: [
      'Somebody else looks at this now, with fresh eyes. You will hear from us by 12:00 today (New York time).',
    ],
    people: ['lena: told', 'kai: question'],
  });
  assert.equal(
    world.refused('lena', first, { do: 'answer', say: 'no', because: 'Mine.' }).code,
    'own-question',
  );
  world.do('kai', first, { do: 'answer', say: 'no', because: 'It is a gift card.' });
  assert.match(
    world.toCustomer(first).at(-1) ?? '',
    /^We have looked at this carefully once more, and the answer is the same\./,
  );
  assert.equal(world.refused('@customer', first, { do: 'appeal' }).code, 'appealed-already');
  assert.equal(
    world.refused('@customer', first, { do: 'reopen', facts: { category: 'gift card' } }).code,
    'same-facts',
  );

  // No flip anywhere: three noes, no yes.
  assert.deepEqual(
    [first, again, third].map((id) => world.case(id).answer?.kind),
    ['no', 'no', 'no'],
  );
});

await story('asked at once, nobody is troubled again about a no that stands', TUESDAY, (world) => {
  const lamp = {
    type: 'refund',
    customer: 'c-21',
    subject: 'order-51',
    facts: {
      amount: '150',
      'order.value': '300',
      'order.delivered': '2026-03-02',
      category: 'lamp',
      identity_verified: true,
    },
  };
  const first = world.open('mia', lamp, { at_once: true });
  world.do('lena', first, { do: 'answer', say: 'no', because: 'It was used as a ladder.' });
  // Lena has said no: the one thing that comes next is to say so, once the need was said back.
  assert.deepEqual(
    [world.look(first, 'mia').next?.do, world.look(first, 'mia').next?.may],
    ['decline', false],
  );
  world.do('mia', first, { do: 'restate', need: 'You would like your money back.' });
  assert.deepEqual(world.look(first, 'mia').next, { do: 'decline', may: true });
  // Lena said it to other facts than those of another lamp: somebody is asked anew.
  const other = world.open('mia', { ...lamp, subject: 'order-52' }, { at_once: true });
  world.do('lena', other, { do: 'answer', say: 'no', because: 'It was used as a ladder.' });
  world.do('mia', other, { do: 'tell', facts: { amount: '160' } });
  assert.deepEqual(world.look(other, 'mia').next, { do: 'ask', may: true });
  world.do('mia', first, { do: 'decline' });

  const heard = during(world, () => {
    const again = world.open('mia', lamp, { at_once: true });
    assert.equal(world.case(again).standing?.case, first);
    assert.deepEqual(world.case(again).questions, []);
    assert.deepEqual(world.look(again, 'mia').next, { do: 'decline', may: true });
  });
  assert.deepEqual(heard.people, []);

  // After its end it stands no more, and what the book says comes next again.
  const later = world.open('mia', lamp);
  world.passTo(IN_90_DAYS + 3_600_000);
  assert.notEqual(world.look(later, 'mia').next?.do, 'decline');
});

await story('a fact that changes opens it again', TUESDAY, (world) => {
  const first = carefulNo(world);
  // "Look at the receipt: it says lamp, the card was a present with it." What the shop knows is not theirs to change.
  const lamp = { do: 'reopen', facts: { category: 'lamp' } } as const;
  assert.equal(world.refused('@customer', first, lamp).code, 'same-facts');
  // Mia looks, and they are right.
  world.do('mia', first, lamp);
  world.do('mia', first, { do: 'grant' });
  assert.equal(world.case(first).answer?.kind, 'yes');
  // That is no flip: the facts are others.
  assert.notEqual(world.case(first).answer?.standingKey, world.case(first).earlier[0]?.standingKey);
});

await story('after its end date a no is looked at like any request', TUESDAY, (world) => {
  carefulNo(world);
  world.passTo(IN_90_DAYS);
  const later = world.open('mia', giftCard);
  assert.equal(world.case(later).standing, undefined);
});

/** "I want the 150 USD for this chair back." Within Kai's remit; Mia asks, and Lena misreads the date. */
const chair = {
  type: 'refund',
  customer: 'c-21',
  subject: 'order-51',
  facts: {
    amount: '150',
    'order.value': '150',
    'order.placed': '2026-02-20',
    'order.delivered': '2026-03-02',
    category: 'furniture',
    identity_verified: true,
  },
};

await story('a wrong no is corrected on appeal, and that is no flip', TUESDAY, (world) => {
  const refund = world.open('mia', chair);
  world.do('mia', refund, { do: 'ask' });
  world.do('lena', refund, { do: 'answer', say: 'no', because: 'Delivered in February, it is too late.' });
  world.do('mia', refund, {
    do: 'restate',
    need: 'The chair does not fit, and you need the money for another.',
  });
  world.do('mia', refund, { do: 'decline' });
  assert.equal(world.case(refund).answer?.kind, 'no');

  // "It came on March 2, last week!"
  world.do('@customer', refund, { do: 'appeal', words: 'It came last week, look at the tracking page.' });
  const eyes = world.case(refund).questions.at(-1)?.asked.at(-1);
  assert.equal(eyes, 'kai');
  const heard = during(world, () =>
    world.do('kai', refund, { do: 'answer', say: 'yes', because: 'The delivery date was misread.' }),
  );
  assert.deepEqual(heard.customer, [
    "We have looked at this again: our first answer was wrong, and we are sorry. Yes, I'll take care of that for you.",
  ]);

  const { answer, earlier } = world.case(refund);
  assert.ok(answer?.kind === 'yes');
  assert.equal(answer.corrects, 'The delivery date was misread.');
  assert.deepEqual(
    earlier.map(({ kind }) => kind),
    ['no'],
  );
});

await story('whoever said a wrong no may mend it by naming the error', TUESDAY, (world) => {
  const refund = world.open('kai', chair);
  // Kai may grant this himself, so nothing lets him decline it.
  assert.equal(world.refused('kai', refund, { do: 'decline' }).code, 'no-decline');
  // Mia's own no of the morning stands for Kai as well, until somebody says what was wrong about it.
  const first = world.open('mia', { ...chair, subject: 'order-52' });
  world.do('mia', first, { do: 'ask' });
  world.do('lena', first, { do: 'answer', say: 'no', because: 'Delivered in February.' });
  world.do('mia', first, { do: 'restate', need: 'Money back.' });
  world.do('mia', first, { do: 'decline' });
  assert.equal(world.refused('mia', first, { do: 'correct', error: 'The date.' }).code, 'not-yours-to-grant');
  world.do('kai', first, { do: 'correct', error: 'The delivery date was misread.' });
  assert.equal(world.case(first).answer?.by, 'kai');
});
