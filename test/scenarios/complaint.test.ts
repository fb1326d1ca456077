/** The complaint about an agent who went by the book: management stands behind her. */
import assert from 'node:assert/strict';
import type { PureWorld } from '../pure-world.ts';
import { reviewIn } from '../reviewing.ts';
import { during, story } from '../story.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

/** "Send it to my sister in Canada instead." That can't be; Mia says so by the book, and offers what can. */
function byTheBook(world: PureWorld, customer = 'c-95'): string {
  const move = world.open('mia', {
    type: 'address_change',
    customer,
    subject: `order-of-${customer}`,
    need: 'another address',
    facts: { 'order.status': 'placed', another_country: true },
  });
  world.do('mia', move, { do: 'decline', words: 'A present for your sister, how lovely.' });
  return move;
}

/** The message about the review reaches Mia's screen. */
function reachesMia(world: PureWorld, move: string): void {
  const message = world.effects.find((effect) => effect.kind === 'tell person' && effect.matter === 'review');
  assert.ok(message?.kind === 'tell person' && message.question !== undefined);
  assert.equal(message.person, 'mia');
  world.run(
    world.conversationOf(move).id,
    move,
    { do: 'delivered', effect: message.key, question: message.question },
    { kind: 'sayso' },
  );
}

await story('the agent hears of it first, and has her say', TUESDAY, (world) => {
  // Yesterday she said the same to somebody who took it well.
  byTheBook(world, 'c-94');
  world.passTime('1d');
  const move = byTheBook(world);
  // "She was unfriendly and only read rules to me!"
  const complained = during(world, () =>
    world.do('@customer', move, { do: 'complain', words: 'She only read rules to me!' }),
  );
  // Mia, and nobody else: not her manager, not the floor.
  assert.deepEqual(complained.people, ['mia: review']);
  // Nobody signs anything before she knows.
  assert.equal(world.refused('lena', move, { do: 'sign', outcome: 'upheld' }).code, 'agent-first');
  assert.deepEqual(during(world, () => reachesMia(world, move)).people, ['lena: review']);
  world.do('mia', move, { do: 'respond', words: 'I offered to cancel it and order it anew to Canada.' });

  // What she did stands beside what the book of that day obliged, her long record of other cases first.
  const review = reviewIn(world, move);
  assert.deepEqual(Object.keys(review).indexOf('long_record') < Object.keys(review).indexOf('acts'), true);
  assert.equal(review.long_record.correctly_refused, 1);
  assert.equal(review.by_the_book, true);
  assert.ok(review.acts.every(({ verdict }) => verdict !== 'beyond'));
  assert.equal(review.agent.words, 'I offered to cancel it and order it anew to Canada.');

  // Only a manager of hers signs, by name.
  assert.equal(world.refused('kai', move, { do: 'sign', outcome: 'not upheld' }).code, 'unknown-review');
  assert.equal(world.refused('mia', move, { do: 'sign', outcome: 'upheld' }).code, 'not-their-manager');
  world.do('lena', move, { do: 'sign', outcome: 'trivial', because: 'She did all that could be done.' });
  assert.deepEqual(world.case(move).reviews[0]?.outcome, {
    what: 'trivial',
    by: 'lena',
    at: world.at,
  });
  // The answer to the customer is what it was: a complaint is no way to a yes.
  assert.equal(world.case(move).answer?.kind, 'no');
});

await story('nobody signs: it is upheld, and she is told', TUESDAY, (world) => {
  const move = byTheBook(world);
  world.do('@customer', move, { do: 'complain', words: 'Nobody listened.' });
  reachesMia(world, move);
  // Two working days.
  const days = during(world, () => world.passTime('2d'));
  assert.deepEqual(days.people, ['mia: answered']);
  assert.equal(world.case(move).reviews[0]?.outcome?.what, 'upheld');
});

await story('not to stand behind somebody takes a name and a reason', TUESDAY, (world) => {
  const move = byTheBook(world);
  world.do('@customer', move, { do: 'complain', words: 'Nobody listened.' });
  reachesMia(world, move);
  assert.equal(world.refused('lena', move, { do: 'sign', outcome: 'not upheld' }).code, 'no-reason');
  world.do('lena', move, {
    do: 'sign',
    outcome: 'not upheld',
    because: 'She hung up before he had finished; we talked about it.',
  });
  assert.equal(world.case(move).reviews[0]?.outcome?.by, 'lena');
});
