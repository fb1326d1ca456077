/** Friday 17:55, five minutes before New York goes home, and Monday is a holiday. */
import assert from 'node:assert/strict';
import { formatInstant } from '../../src/core/words/time.ts';
import { during, story } from '../story.ts';

/** Memorial Day, Monday, May 25, 2026, is a holiday in New York. Saturday is a short working day. */
const FRIDAY_17_55 = '2026-05-22T21:55:00Z';
const SATURDAY_10_00 = '2026-05-23T14:00:00Z';

const order = {
  'order.value': '1200',
  'order.placed': '2026-05-08',
  'order.delivered': '2026-05-14',
  'order.status': 'delivered',
  category: 'furniture',
  identity_verified: true,
};

await story('a promise counts hours in which somebody is there', FRIDAY_17_55, (world) => {
  // "The table wobbles, and I have guests on Tuesday."
  const table = world.open('mia', {
    type: 'refund',
    customer: 'c-40',
    subject: 'order-40',
    facts: { ...order, amount: '550' },
  });
  // One working hour: five minutes of today, and the rest tomorrow, Saturday.
  assert.equal(formatInstant(world.conversationOf(table).promise?.due ?? 0), '2026-05-23T14:55:00Z');
  // The response target of four hours likewise: 13:55 on Saturday.
  assert.equal(formatInstant(world.case(table).answerBy ?? 0), '2026-05-23T17:55:00Z');

  // A yes that Mia gives herself is carried out within two working days: Saturday, and Tuesday after the holiday.
  const lamp = world.open('mia', {
    type: 'refund',
    customer: 'c-41',
    subject: 'order-41',
    facts: { ...order, amount: '45' },
  });
  world.do('mia', lamp, { do: 'grant' });
  assert.equal(formatInstant(world.case(lamp).fulfillBy ?? 0), '2026-05-26T21:55:00Z');
});

await story('a credit may take a working day, and Saturday is one until 16:00', FRIDAY_17_55, (world) => {
  const credit = world.open('mia', { type: 'credit', customer: 'c-42', facts: { amount: '100' } });
  assert.equal(formatInstant(world.case(credit).answerBy ?? 0), '2026-05-23T20:00:00Z');
});

await story(
  'a question waits for who comes on duty first, and nobody is called at home',
  FRIDAY_17_55,
  (world) => {
    // 1,100 USD: a manager decides, with finance. Tomás and Nadia are in for five more minutes, Greta long home.
    const table = world.open('mia', {
      type: 'refund',
      customer: 'c-43',
      subject: 'order-43',
      facts: { ...order, amount: '1100' },
    });
    const asked = during(world, () => world.do('mia', table, { do: 'ask' }));
    assert.deepEqual(asked.people, ['lena: told', 'tomas: question']);

    // Nobody hears anything all night. The case says for whom it waits, and until when.
    const night = during(world, () => world.passTo(Date.parse(SATURDAY_10_00) - 1));
    assert.deepEqual(night, { customer: [], people: [] });
    const [waiting] = world.case(table).questions;
    assert.equal(formatInstant(waiting?.patienceUntil ?? 0), SATURDAY_10_00);

    // On Saturday at 10:00 somebody who can decide is asked; the customer hears before the time that they were told.
    assert.deepEqual(during(world, () => world.passTime('1m')).people, ['tomas: question']);
    world.do('tomas', table, { do: 'answer', say: 'yes' });

    // Finance is in Berlin, and back on Tuesday at 08:30: Monday is Whit Monday there.
    const [, finance] = world.case(table).questions;
    assert.equal(finance?.unit, 'finance');
    assert.equal(formatInstant(finance?.patienceUntil ?? 0), '2026-05-26T06:30:00Z');
    // Mia writes what she knows, and by when there is more.
    const update = during(world, () =>
      world.do('mia', table, {
        do: 'promise',
        by: Date.parse('2026-05-26T13:30:00Z'),
        words: 'Our manager has said yes. Our finance team agrees on Tuesday, after the holiday.',
      }),
    );
    assert.deepEqual(update.customer, [
      'Our manager has said yes. Our finance team agrees on Tuesday, after the holiday. You will hear from us by 09:30 on Tuesday, May 26 (New York time).',
    ]);
    const weekend = during(world, () => world.passTo(Date.parse('2026-05-26T06:30:00Z')));
    assert.deepEqual(weekend.customer, []);
    world.do('ines', table, { do: 'answer', say: 'yes' });
    assert.equal(world.case(table).answer?.by, 'tomas');
    assert.equal(world.kinds(table).includes('promise broken'), false);
  },
);

await story(
  'nobody answers by the response target: a breach, said once to whoever holds the case and their manager',
  FRIDAY_17_55,
  (world) => {
    const table = world.open('mia', {
      type: 'refund',
      customer: 'c-44',
      subject: 'order-44',
      facts: { ...order, amount: '550' },
    });
    world.do('mia', table, { do: 'ask' });
    const late = (): number => world.kinds(table).filter((kind) => kind === 'answer late').length;
    world.passTo(Date.parse('2026-05-23T17:54:00Z'));
    assert.equal(late(), 0);
    const breach = during(world, () => world.passTime('1m'));
    assert.equal(late(), 1);
    assert.ok(
      breach.people.includes('mia: breach') && breach.people.includes('lena: breach'),
      breach.people.join(),
    );
    world.passTime('2d');
    assert.equal(late(), 1);
    assert.equal(world.case(table).answerLate, true);
  },
);
