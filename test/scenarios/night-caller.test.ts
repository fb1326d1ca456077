/** 23:10, one agent on duty, and a caller who wants somebody's address: no at once, by law, and something kind instead. */
import assert from 'node:assert/strict';
import type { Case } from '../../src/core/cases/conversation.ts';
import { recordOf } from '../../src/core/review/own-record.ts';
import { placedIn } from '../reviewing.ts';
import { during, story } from '../story.ts';

/** Wednesday, 23:10 in New York. Pavel is alone: the others sleep, or have not begun. */
const NIGHT = '2026-03-12T03:10:00Z';

const answerOf = (one: Case): { kind?: string; agreedBy?: string | undefined; rule?: string | null } => {
  const { answer } = one;
  return answer?.kind === 'no'
    ? { kind: 'no', agreedBy: answer.agreedBy, rule: answer.rule }
    : { ...(answer && { kind: answer.kind }) };
};

await story('the law says no, and Pavel needs nobody to say it', NIGHT, (world) => {
  // "The lady who bought the green lamp before me left her scarf. Just give me her address!"
  const call = { system: 'phone', id: '2310', channel: 'phone' };
  const address = {
    type: 'give me the address of another customer',
    customer: 'c-60',
    facts: { others_data: true },
  };
  const heard = during(world, () => {
    const wish = world.open('pavel', address, { conversation: call });
    // Not even asking somebody is needed, or possible: it is settled.
    assert.equal(world.refused('pavel', wish, { do: 'ask' }).code, 'settled');
    world.do('pavel', wish, { do: 'decline', words: 'That is kind of you.' });
    assert.deepEqual(answerOf(world.case(wish)), {
      kind: 'no',
      agreedBy: undefined,
      rule: "red lines/someone else's data",
    });
  });
  assert.deepEqual(heard, {
    customer: ["That is kind of you. These are somebody else's details, and only they can ask for them."],
    // Nobody is woken.
    people: [],
  });

  // "Then could you send her a note that it is here?" Five minutes of kindness are Pavel's to give.
  const note = world.open(
    'pavel',
    { type: 'send her a note that her scarf was found', customer: 'c-60', facts: { cost: '0', minutes: 5 } },
    { conversation: call, with: 'c1' },
  );
  world.do('pavel', note, { do: 'grant', done: true });
  assert.equal(world.case(note).closed?.as, 'met');

  // A correct refusal counts for him, as the kindness does.
  const record = recordOf('pavel', placedIn(world));
  assert.deepEqual([record.correctly_refused.length, record.favors.length, record.reviews.length], [1, 1, 0]);
});

await story('asking again finds the same answer, and no end date for the law', NIGHT, (world) => {
  const address = { type: 'the address of another customer', customer: 'c-60', facts: { others_data: true } };
  const first = world.open('pavel', address);
  world.do('pavel', first, { do: 'decline' });
  // Ten minutes later, in the chat. Lumo, an AI agent, may say it as well.
  world.passTime('10m');
  const second = world.open('lumo', address);
  world.do('lumo', second, { do: 'decline' });
  assert.deepEqual(world.toCustomer(second), [
    "We have answered this before, and the answer is the same. These are somebody else's details, and only they can ask for them.",
  ]);
});

await story('where the law leaves something, it is offered with the no', NIGHT, (world) => {
  // "Put my company on the invoice instead of my sister, she doesn't need it."
  const invoice = world.open('pavel', {
    type: 'invoice_copy',
    customer: 'c-61',
    facts: { another_name: true, 'order.placed': '2026-02-20', identity_verified: true },
  });
  world.do('pavel', invoice, { do: 'decline' });
  const no = world.case(invoice).answer;
  assert.ok(no?.kind === 'no');
  assert.deepEqual(no.alternatives, ['right invoice']);
  assert.match(no.tell, /What I can do: I can send you the invoice again exactly as it was issued\.$/);
});

await story('not even management says yes to it', NIGHT, (world) => {
  const wish = world.open('pavel', {
    type: 'the address of another customer',
    customer: 'c-62',
    facts: { others_data: true },
  });
  assert.equal(world.refused('pavel', wish, { do: 'grant' }).code, 'declined-by-rule');
  assert.equal(world.refused('nadia', wish, { do: 'grant' }).code, 'not-yours');
  world.do('nadia', wish, { do: 'hand_over', to: 'nadia', because: 'the customer insists' });
  assert.equal(world.refused('nadia', wish, { do: 'grant' }).code, 'declined-by-rule');
});
