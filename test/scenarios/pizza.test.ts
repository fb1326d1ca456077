/** "Could you order me a pizza?": a wish that no rule has heard of, and needs nobody's leave. */
import assert from 'node:assert/strict';
import { during, story } from '../story.ts';

const LATE = '2026-03-10T21:40:00Z';

await story('a caller in a hotel asks for a pizza, and Mia just does it', LATE, (world) => {
  // "The kitchen here has closed, and you had me on the line for an hour. Could you order me a pizza?"
  const wish = {
    type: 'order me a pizza',
    customer: 'c-77',
    need: 'recognition',
    facts: { cost: '14', minutes: 10 },
  };

  const heard = during(world, () => {
    const pizza = world.open('mia', wish);
    world.do('mia', pizza, { do: 'grant', reason: 'They waited an hour for us.', done: true });

    const { answer, closed, hops } = world.case(pizza);
    assert.equal(answer?.kind, 'yes');
    assert.equal(answer?.by, 'mia');
    assert.equal(answer?.kind === 'yes' && answer.rule, 'favor/may/just do it');
    assert.deepEqual([closed?.as, hops], ['met', 0]);
  });

  // The caller hears a yes, and no colleague was asked, told or reminded.
  assert.deepEqual(heard, { customer: ["Yes, I'll take care of that for you."], people: [] });
});

await story('kindness has a monthly purse: what is beyond it, Lena may still give', LATE, (world) => {
  const pizzaFor = (customer: string): string =>
    world.open('mia', { type: 'order me a pizza', customer, facts: { cost: '15', minutes: 10 } });
  for (const customer of ['c-1', 'c-2', 'c-3', 'c-4'])
    world.do('mia', pizzaFor(customer), { do: 'grant', done: true });

  // Four pizzas at 15 USD are the 60 USD of this month. The fifth is not refused: it is asked for.
  const fifth = pizzaFor('c-5');
  assert.deepEqual(world.refused('mia', fifth, { do: 'grant' }), {
    code: 'not-yours-to-grant',
    path: 'case',
    message: 'You may not say yes to this; Lena Brandt can.',
    mend: 'Ask for it: ask.',
  });
  assert.deepEqual(
    during(world, () => world.do('mia', fifth, { do: 'ask', words: 'Same story, another caller.' })),
    { customer: [], people: ['lena: question'] },
  );
  assert.deepEqual(
    during(world, () => world.do('lena', fifth, { do: 'answer', say: 'yes' })),
    { customer: ["Yes, I'll take care of that for you."], people: ['mia: answered'] },
  );
  world.do('mia', fifth, { do: 'fulfill' });
  assert.equal(world.case(fifth).closed?.as, 'met');
});

await story('an odd wish of unknown cost is nobody’s no: it goes to the duty lead', LATE, (world) => {
  // "Could somebody feed my cat until Sunday? The key is at the neighbor's."
  const cat = world.open('mia', { type: 'feed my cat until sunday', customer: 'c-90' });
  world.do('mia', cat, { do: 'ask' });
  assert.deepEqual(world.case(cat).questions[0]?.asked, ['lena']);
  // Nobody may turn the caller away on the way there.
  assert.equal(world.refused('mia', cat, { do: 'decline' }).code, 'no-decline');
  assert.equal(world.refused('mia', cat, { do: 'close', as: 'declined' }).code, 'dead-end');

  world.do('lena', cat, {
    do: 'answer',
    say: 'yes',
    because: 'Luz lives around the corner and would love to.',
  });
  assert.equal(world.case(cat).answer?.by, 'lena');
});
