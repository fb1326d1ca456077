/** Proactive: a parcel is late, or a promise is about to break, and whoever serves the customer knows what they may offer. */
import assert from 'node:assert/strict';
import type { PureWorld } from '../pure-world.ts';
import { openRefund, story } from '../story.ts';
import { amountUnits } from '../../src/core/cases/totals.ts';

const TUESDAY = '2026-03-10T14:00:00Z';

const LATE = {
  do: 'outside_event',
  event: 'e1',
  trigger: 'late parcel',
  facts: { days_late: 3, 'order.speed': 'standard' },
} as const;

const report = (world: PureWorld, id: string, facts: Record<string, string | number> = LATE.facts): void => {
  const { id: conversation } = world.conversationOf(id);
  world.run(conversation, id, { ...LATE, facts }, { kind: 'sayso' });
};

/** What was told to somebody about a matter. */
const told = (world: PureWorld, person: string, matter: string): (string | undefined)[] =>
  world.effects.flatMap((effect) =>
    effect.kind === 'tell person' && effect.person === person && effect.matter === matter
      ? [effect.words]
      : [],
  );

await story('the parcel is late: Mia knows what she may offer before the customer asks', TUESDAY, (world) => {
  const id = openRefund(world, { amount: '90' });
  report(world, id);
  const [words] = told(world, 'mia', 'proposal');
  assert.equal(
    words,
    'The carrier says that a parcel comes later than promised. Before anyone asks, you may offer: “I can arrange something for the wait for you now: $6.00.” “I can arrange credit for you now: $40.00.” “You will be the first to hear of our next sale.”',
  );
  const [proposed] = (world.records.get(world.conversationOf(id).id) ?? []).filter(
    ({ kind }) => kind === 'proposed',
  );
  assert.deepEqual(proposed?.kind === 'proposed' && proposed.proposals, [
    'late_delivery',
    'small credit',
    'later offer',
  ]);
  // The customer hears nothing by itself: a person offers.
  assert.deepEqual(world.toCustomer(id), []);
});

await story('what is beyond somebody is no proposal to them', TUESDAY, (world) => {
  // 40 days at 2 USD are 80: beyond an agent's 60, and the monthly credit is used up.
  const id = openRefund(world, {});
  report(world, id, { ...LATE.facts, days_late: 40 });
  assert.match(told(world, 'mia', 'proposal')[0] ?? '', /^(?!.*for the wait)/);
  for (let n = 0; n < 4; n++) {
    const credit = world.open('mia', {
      type: 'credit',
      customer: 'c-10',
      subject: `s-${n}`,
      facts: { amount: '37.50' },
    });
    world.do('mia', credit, { do: 'grant', done: true });
  }
  report(world, id, { ...LATE.facts, days_late: 40 });
  assert.match(told(world, 'mia', 'proposal')[1] ?? '', /you may offer: “You will be the first to hear/);
  // An assistant may do the table up to 20 USD, and no credit.
  const theirs = openRefund(world, { by: 'lumo', customer: 'c-11', subject: 'order-11' });
  report(world, theirs);
  assert.match(told(world, 'lumo', 'proposal')[0] ?? '', /for the wait for you now: \$6\.00\.” “You will be/);
});

await story(
  'a closed case hears of nothing, nor does one whose owner may grant nothing of it',
  TUESDAY,
  (world) => {
    const id = openRefund(world, {});
    world.do('mia', id, { do: 'grant', done: true });
    const events = world.events.length;
    report(world, id);
    assert.equal(world.events.length, events);
  },
);

await story(
  'the reminder of a promise carries what may be offered while it can still be kept',
  TUESDAY,
  (world) => {
    // Gift cards are not paid out, and credit for all of it is beyond Mia: what she may offer, and what the book adds.
    openRefund(world, { amount: '50', facts: { category: 'gift card' } });
    world.passTime('50m');
    assert.deepEqual(told(world, 'mia', 'reminder'), [
      'You may offer now: “You will be the first to hear of our next sale.” “I can arrange credit for you now: $40.00.”',
    ]);
    // What she may grant comes first.
    openRefund(world, { amount: '50', customer: 'c-12', subject: 'order-12' });
    world.passTime('50m');
    assert.match(
      told(world, 'mia', 'reminder').at(-1) ?? '',
      /^You may offer now: “I am sending \$50\.00 back to you\.”/,
    );
  },
);

await story('what is offered is what can be granted, now and by them', TUESDAY, (world) => {
  const id = openRefund(world, {});
  report(world, id);
  const [, amount] = /credit for you now: \$([\d.]+\d)/.exec(told(world, 'mia', 'proposal')[0] ?? '') ?? [];
  assert.ok(amount !== undefined);
  const offered = world.open('mia', {
    type: 'credit',
    customer: 'c-10',
    subject: 'order-10',
    facts: { amount },
  });
  world.do('mia', offered, { do: 'grant', done: true });
  const { answer } = world.case(offered);
  const { type } = world.book.types.get('credit')?.amount ?? {};
  assert.ok(type && answer?.kind === 'yes');
  assert.equal(amountUnits(type, answer.amount ?? ''), amountUnits(type, amount));
});
