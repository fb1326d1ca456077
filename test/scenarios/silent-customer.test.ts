/** The customer who falls silent: asked, reminded twice, closed as unanswered; one word opens it again. */
import assert from 'node:assert/strict';
import { formatInstant } from '../../src/core/words/time.ts';
import { dutyMet } from '../../src/core/review/duty.ts';
import type { PureWorld } from '../pure-world.ts';
import { recordIn } from '../reviewing.ts';
import { during, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

/** "The same lamp is cheaper elsewhere." How much, and where? */
function asked(world: PureWorld): string {
  const match = world.open('mia', {
    type: 'price_match',
    customer: 'c-80',
    subject: 'order-90',
    facts: { 'order.placed': '2026-03-05', 'order.value': '200' },
  });
  assert.deepEqual(
    during(world, () => world.do('mia', match, { do: 'ask_customer' })),
    { customer: ['How much cheaper is it there? Who sells it there?'], people: [] },
  );
  return match;
}

await story('two reminders a day apart, and a door that stays open', TUESDAY, (world) => {
  const match = asked(world);

  assert.deepEqual(
    during(world, () => world.passTime('1d')),
    {
      customer: [
        'We would like to go on for you, and are waiting for your answer. Please write whenever it suits you.',
      ],
      // Nobody inside is reminded of what only the customer can do.
      people: [],
    },
  );
  assert.deepEqual(
    during(world, () => world.passTime('1d')),
    {
      customer: [
        'We have not heard from you yet. If we do not hear from you by 10:00 tomorrow (New York time), we close this for now; a word from you opens it again.',
      ],
      people: [],
    },
  );
  assert.deepEqual(
    during(world, () => world.passTime('1d')),
    {
      customer: [
        'We have closed this for now, as we have not heard from you. A word from you opens it again.',
      ],
      people: [],
    },
  );
  assert.equal(world.case(match).closed?.as, 'unanswered');
  // The response target stood still: nobody here was late.
  assert.equal(world.kinds(match).includes('answer late'), false);
  assert.notEqual(dutyMet(recordIn(world, match), match)?.met, false);

  // Three days later: "Sorry, I was away. 20 dollars less at the lamp shop in the mall."
  world.passTime('3d');
  world.do('@customer', match, {
    do: 'reopen',
    facts: { difference: '20', seller: 'shop', 'order.placed': '2026-03-05' },
    words: 'Sorry, I was away.',
  });
  // When they ordered is not theirs to say: Mia looks it up.
  world.do('mia', match, { do: 'tell', facts: { 'order.placed': '2026-03-05' } });
  world.do('mia', match, { do: 'grant' });
  assert.equal(world.case(match).answer?.kind, 'yes');
});

await story('an answer in time stops the reminders', TUESDAY, (world) => {
  const match = asked(world);
  const target = world.case(match).answerBy ?? 0;
  world.passTime('5h');
  world.do('@customer', match, { do: 'tell', facts: { difference: '20', seller: 'shop' } });
  // The clock goes on where it stood.
  assert.equal(formatInstant(world.case(match).answerBy ?? 0), formatInstant(target + 5 * 3_600_000));
  world.do('mia', match, { do: 'grant', done: true });
  assert.deepEqual(
    during(world, () => world.passTime('3d')),
    { customer: [], people: [] },
  );
});
