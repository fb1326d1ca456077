/** A promise to the customer: reminded of, kept once by a holding reply, and from then on by a named person or broken. */
import assert from 'node:assert/strict';
import type { PureWorld } from '../pure-world.ts';
import { during, story } from '../story.ts';

const TEN_O_CLOCK = '2026-03-10T14:00:00Z';
const ELEVEN = Date.parse('2026-03-10T15:00:00Z');

/** 550 USD: Lena's to decide. Mia asks her and tells the customer when they hear. */
function promised(world: PureWorld): string {
  const refund = world.open('mia', {
    type: 'refund',
    customer: 'c-50',
    subject: 'order-70',
    facts: {
      amount: '550',
      'order.value': '1200',
      'order.delivered': '2026-03-02',
      category: 'furniture',
      identity_verified: true,
    },
  });
  world.do('mia', refund, { do: 'ask' });
  world.do('mia', refund, { do: 'promise', by: ELEVEN, words: 'I have asked our duty manager.' });
  return refund;
}

/** What Mia and Lena hear of the promise, questions apart. */
const ofThePromise = (people: string[]): string[] =>
  people.filter((message) => !message.endsWith(': question'));

await story('the promise is told, and its maker reminded before it is due', TEN_O_CLOCK, (world) => {
  const refund = promised(world);
  assert.deepEqual(world.toCustomer(refund), [
    'I have asked our duty manager. You will hear from us by 11:00 today (New York time).',
  ]);
  const before = during(world, () => world.passTo(ELEVEN - 1));
  assert.deepEqual(ofThePromise(before.people), ['mia: reminder']);
  assert.deepEqual(before.customer, []);

  // Mia writes in time: kept, and the next one is made.
  const written = during(world, () =>
    world.do('mia', refund, { do: 'update', words: 'She is in a meeting; I catch her at noon.' }),
  );
  assert.deepEqual(written.customer, ['She is in a meeting; I catch her at noon.']);
  assert.deepEqual(ofThePromise(during(world, () => world.passTo(ELEVEN)).people), []);
  assert.equal(world.kinds(refund).includes('promise broken'), false);
});

await story('one holding reply keeps it; the next is written by a named person', TEN_O_CLOCK, (world) => {
  const refund = promised(world);
  const eleven = during(world, () => world.passTo(ELEVEN));
  assert.deepEqual(eleven.customer, [
    'We are still on it and have not forgotten you. You will hear from us by 12:00 today (New York time).',
  ]);
  assert.equal(world.conversationOf(refund).promise?.held, true);
  assert.equal(world.kinds(refund).includes('promise broken'), false);

  // There is no second one. Mia is reminded, and writes herself.
  const noon = during(world, () => world.passTime('59m'));
  assert.deepEqual(ofThePromise(noon.people), ['mia: reminder']);
  const words = 'I am sorry. Lena promised me an answer for today, and I stay until I have it.';
  world.do('mia', refund, { do: 'update', words, next: Date.parse('2026-03-10T18:00:00Z') });
  world.passTime('30m');
  assert.equal(world.kinds(refund).includes('promise broken'), false);
});

await story(
  'after a holding reply an AI agent’s words keep no promise: a person writes',
  TEN_O_CLOCK,
  (world) => {
    const refund = promised(world);
    world.passTo(ELEVEN);
    world.do('lumo', refund, { do: 'update', words: 'We are looking into it.' });
    assert.equal(world.conversationOf(refund).promise?.held, true);
    world.do('mia', refund, { do: 'update', words: 'I am with Lena right now.' });
    assert.equal(world.conversationOf(refund).promise?.held, false);
  },
);

await story(
  'a silence after that is a broken promise: an event, and not for ever a message',
  TEN_O_CLOCK,
  (world) => {
    const refund = promised(world);
    const afternoon = during(world, () => world.passTime('8h'));
    // One holding reply in eight hours: the customer is not fobbed off again and again.
    assert.equal(afternoon.customer.length, 1);
    const broken = world.kinds(refund).filter((kind) => kind === 'promise broken').length;
    assert.ok(broken >= 3, `broken ${broken} times`);
    // Mia and Lena hear of it after half an hour, an hour, two …: what is repeated too often is not heard.
    const breaches = afternoon.people.filter((message) => message === 'lena: breach').length;
    assert.ok(breaches <= 5, `${breaches} messages`);

    // A named person mends it.
    world.do('mia', refund, {
      do: 'update',
      words: 'I am sorry, we kept you waiting. I call you in ten minutes.',
    });
    assert.equal(world.conversationOf(refund).promise?.broken, 0);
  },
);

await story('nobody there to send it in time: the reply says sorry', TEN_O_CLOCK, (world) => {
  const refund = promised(world);
  // The timer comes two hours late, as after a power cut.
  world.at = ELEVEN + 2 * 3_600_000;
  const late = during(world, () =>
    world.run(world.conversationOf(refund).id, null, { do: 'time_passed' }, { kind: 'sayso' }),
  );
  assert.match(
    late.customer.join(),
    /^We said that you would hear from us by now, and we are sorry that you had to wait\. You will hear from us by /,
  );
  assert.ok(world.kinds(refund).includes('promise broken'));
});
