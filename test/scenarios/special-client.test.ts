/** The special client: a trivial wish needs nobody, and a big one never meets a no from staff. */
import assert from 'node:assert/strict';
import type { PureWorld } from '../pure-world.ts';
import { during, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

/** The practice on the corner furnishes itself here; Rosa looks after them. */
const PRACTICE = {
  customer: 'c-300',
  special: { owner: 'rosa', until: '2026-12-31' },
};

const lamp = {
  'order.value': '80',
  'order.placed': '2026-01-05',
  'order.delivered': '2026-01-09',
  'order.status': 'delivered',
  category: 'lamp',
  identity_verified: true,
  in_stock: true,
  damaged: false,
};

await story('a trivial wish is granted on the spot, and nobody looks helpless', TUESDAY, (world) => {
  // "The reading lamp broke again. Can you send another one?" For anybody else the 30 days were over.
  const another = world.open('kai', {
    type: 'replacement',
    customer: 'c-4',
    subject: 'order-1',
    facts: lamp,
  });
  assert.equal(world.refused('kai', another, { do: 'grant' }).code, 'declined-by-rule');

  // For the practice it is cleared in advance: no question, no manager, not even a word to Rosa.
  const heard = during(world, () => {
    const mine = world.open('kai', { type: 'replacement', ...PRACTICE, subject: 'order-2', facts: lamp });
    world.do('kai', mine, { do: 'grant' });
    assert.equal(world.case(mine).questions.length, 0);
  });
  assert.deepEqual(heard, { customer: ["Yes, I'll take care of that for you."], people: [] });

  // "And could somebody carry it up?" A favor up to 25 USD is cleared as well.
  const favor = world.open('mia', {
    type: 'carry it up to the third floor',
    ...PRACTICE,
    facts: { cost: '20', minutes: 15 },
  });
  world.do('mia', favor, { do: 'grant', done: true });
  assert.equal(world.case(favor).closed?.as, 'met');
});

/** "We no longer need the gift cards; please pay them out." For anybody else that were a no. */
const payOut = (world: PureWorld): string =>
  world.open('mia', {
    type: 'refund',
    ...PRACTICE,
    subject: 'order-3',
    need: 'money',
    facts: { ...lamp, amount: '50', category: 'gift card' },
  });

await story(
  'asking inside is invisible to the client, and either answer moves the case',
  TUESDAY,
  (world) => {
    const cards = payOut(world);
    const refused = world.refused('mia', cards, { do: 'decline' });
    assert.equal(refused.code, 'special-client');
    assert.equal(
      refused.message,
      'Staff never have to turn this client away: management and the account owner decide.',
    );

    // The account owner and a manager are asked in parallel; the client is asked what they would like.
    const asked = during(world, () => world.do('mia', cards, { do: 'ask' }));
    assert.deepEqual(asked, {
      customer: ['We want to find the best way for you. What would help you most?'],
      people: ['lena: told', 'rosa: question', 'tomas: question'],
    });
    // Within the two hours that the book gives, and inside the response target.
    const [question] = world.case(cards).questions;
    assert.equal(question?.deadline, Date.parse('2026-03-10T16:00:00Z'));
    assert.ok((question?.deadline ?? 0) < (world.case(cards).answerBy ?? 0));

    // Rosa is in Berlin, on her way home. Even so she may not say no: only management may.
    const no = { do: 'answer', say: 'no', because: 'Gift cards are not paid out.' } as const;
    assert.match(world.refused('rosa', cards, no).code, /^(needs-management|not-able)$/);

    // Tomás thinks of something better, and says it himself; Mia hears of it too.
    const answered = during(world, () =>
      world.do('tomas', cards, { ...no, tell: 'We would rather make the cards worth more to you.' }),
    );
    assert.deepEqual(answered.people, ['rosa: question withdrawn', 'mia: answered']);
    assert.match(answered.customer.join(), /worth more to you\. What I can do: /);
    assert.equal(world.case(cards).answer?.by, 'tomas');

    // Not one word that reached the client says that they are looked at in a special way, or by whom.
    for (const words of world.toCustomer(cards))
      assert.doesNotMatch(words, /special|VIP|rosa|tom[aá]s|manage/i);
  },
);

await story(
  'what management declined goes to management again, and never to a no from staff',
  TUESDAY,
  (world) => {
    const cards = payOut(world);
    world.do('mia', cards, { do: 'ask' });
    world.do('tomas', cards, { do: 'answer', say: 'no', because: 'Gift cards are not paid out.' });
    world.passTime('2h');

    // The same once more, by phone: the no that stands is seen, and whoever serves them neither says it nor is stuck.
    const again = payOut(world);
    assert.deepEqual(world.case(again).standing?.case, cards);
    assert.equal(world.refused('mia', again, { do: 'decline' }).code, 'special-client');
    assert.deepEqual(world.look(again, 'mia').next, { do: 'ask', may: true });
    const asked = during(world, () => world.do('mia', again, { do: 'ask' }));
    assert.deepEqual(asked.people, ['lena: told', 'rosa: question', 'tomas: question']);
    world.do('tomas', again, { do: 'answer', say: 'no', because: 'Nothing is different.' });
    const no = world.case(again).answer;
    assert.ok(no?.kind === 'no');
    assert.equal(no.standsFrom, cards);
  },
);

await story('nobody answers: the client hears from us before the deadline', TUESDAY, (world) => {
  const cards = payOut(world);
  world.do('mia', cards, { do: 'ask' });
  const silence = during(world, () => world.passTime('1h'));
  // Second channels, then the next two; each is asked twice and not all the time.
  assert.deepEqual(
    silence.people.filter((message) => message.endsWith(': question')),
    ['rosa', 'tomas', 'nadia', 'greta', 'nadia', 'greta', 'ines'].map((person) => `${person}: question`),
  );
  assert.deepEqual(silence.customer, [
    'We are still on it and have not forgotten you. You will hear from us by 12:00 today (New York time).',
  ]);
});

await story(
  'at the deadline the client hears from us, whatever was said to them before',
  TUESDAY,
  (world) => {
    const cards = payOut(world);
    world.do('mia', cards, { do: 'ask' });
    // "I am on it, you hear from me at three." The book gives the question two hours.
    world.do('mia', cards, { do: 'update', words: 'I am on it.', next: Date.parse('2026-03-10T19:00:00Z') });
    const silence = during(world, () => world.passTo(Date.parse('2026-03-10T15:59:00Z')));
    assert.deepEqual(silence.customer, []);
    const deadline = during(world, () => world.passTime('1m'));
    assert.equal(deadline.customer.length, 1);
    assert.match(deadline.customer.join(), /^We are still on it and have not forgotten you/);
    assert.ok(world.kinds(cards).includes('deadline passed'));
  },
);

await story(
  'the client’s own answer reaches those who are asked, and nobody begins anew',
  TUESDAY,
  (world) => {
    const cards = payOut(world);
    world.do('mia', cards, { do: 'ask' });
    const { deadline } = world.case(cards).questions[0] ?? {};
    world.passTime('10m');
    // "What would help? I would rather have something back for our trouble than the money."
    const told = during(world, () => world.do('@customer', cards, { do: 'tell', need: 'recognition' }));
    assert.deepEqual(told, { customer: [], people: ['rosa: told', 'tomas: told'] });
    assert.equal(world.case(cards).questions.length, 1);
    assert.equal(world.case(cards).questions[0]?.deadline, deadline);
    world.do('tomas', cards, { do: 'answer', say: 'no', because: 'Gift cards are not paid out.' });
    const { answer } = world.case(cards);
    assert.ok(answer?.kind === 'no');
    // What serves their need comes first.
    assert.equal(answer.by, 'tomas');
  },
);

await story('whoever is bound to the client decides nothing, and may give their view', TUESDAY, (world) => {
  // The practice belongs to Rosa's brother.
  const cards = world.open('mia', {
    type: 'refund',
    ...PRACTICE,
    subject: 'order-5',
    need: 'money',
    relations: { rosa: 'family' },
    facts: { ...lamp, amount: '50', category: 'gift card' },
  });
  const asked = during(world, () => world.do('mia', cards, { do: 'ask' }));
  assert.ok(asked.people.includes('rosa: told'), asked.people.join());
  assert.ok(!asked.people.includes('rosa: question'));
  assert.equal(world.refused('rosa', cards, { do: 'answer', say: 'yes' }).code, 'not-able');
  const view = during(world, () => world.do('rosa', cards, { do: 'advise', words: 'They mean it well.' }));
  assert.equal(view.people.length, 1);
  assert.equal(world.case(cards).questions[0]?.closed, undefined);
});
