/** What the invariants' stories found once, each told in its shortest form. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR, MINUTE } from '../../src/core/words/time.ts';
import { PureWorld } from '../pure-world.ts';
import { SMALL } from './settings.ts';

function small(): PureWorld {
  const [book] = SMALL.books;
  const [organization] = SMALL.organizations;
  assert.ok(book && organization);
  return new PureWorld({ book, organization }, SMALL.at);
}

/** The same people without one of them. */
function leaves(world: PureWorld, id: string): void {
  const people = new Map(world.organization.people);
  people.delete(id);
  world.organization = { ...world.organization, people };
}

const refund = { type: 'refund', customer: 'k2', subject: 'o-1', facts: { price: '2000', amount: '30' } };
const count = (kinds: readonly string[], kind: string): number => kinds.filter((one) => one === kind).length;

test('invariant 1: an update after its time does not keep the promise when no timer came', () => {
  const world = small();
  const id = world.open('ann', refund);
  world.at += DAY;
  world.do('ann', id, { do: 'update', words: 'We are looking for it.' });
  assert.ok(world.kinds(id).includes('promise broken'));
  assert.ok(!world.kinds(id).includes('promise kept'));
});

test('invariant 1: a case whose asker nobody knows any more goes to residual authority, and timers go on', () => {
  const world = small();
  const id = world.open('bob', refund);
  leaves(world, 'bob');
  world.passTime('2h');
  assert.equal(world.case(id).owner, 'lea');
  assert.ok(world.kinds(id).includes('holding reply sent'));
});

test('invariant 1: a question that nobody can be asked is looked at again later, and not at once for ever', () => {
  const world = small();
  const id = world.open('ann', { ...refund, facts: { ...refund.facts, amount: '150' } });
  world.do('ann', id, { do: 'ask' });
  for (const person of ['lea', 'leo', 'max', 'bob']) leaves(world, person);
  world.passTime('1h');
  assert.ok(count(world.kinds(id), 'rerouted') <= 5);
});

test('invariant 2: silence says no yes that a signal has taken to a person', () => {
  const world = small();
  const id = world.open('bot', { type: 'date', customer: 'k2', special: true });
  world.do('bot', id, { do: 'ask' });
  world.do('bot', id, { do: 'signal', signal: 'danger' });
  world.passTime('1d');
  assert.equal(world.case(id).answer, undefined);
});

test('invariant 2: a signal does not hide which unit a yes needs', () => {
  const world = small();
  const id = world.open('bob', { type: 'contract', customer: 'k2', signals: ['danger'] });
  world.do('lea', id, { do: 'accept' });
  const before = world.case(id).answer;
  world.do('lea', id, { do: 'over_promise', words: 'You get the other terms.' });
  world.do('ann', id, { do: 'answer', say: 'yes' });
  assert.deepEqual([before, world.case(id).answer], [undefined, undefined]);
  assert.ok(world.case(id).questions.some(({ kind }) => kind === 'agreement'));
});

test('invariant 3: whoever agreed to a no and then holds the case does not say it on their own word', () => {
  const world = small();
  const id = world.open('bob', { type: 'swap', customer: 'k2', facts: { broken: false } });
  world.do('bob', id, { do: 'restate', need: 'They need it today.' });
  world.do('bob', id, { do: 'ask' });
  const asked = world.case(id).questions[0]?.asked[0] ?? '';
  world.do(asked, id, { do: 'answer', say: 'yes' });
  world.do('bob', id, { do: 'hand_over', to: asked, because: 'shift' });
  assert.equal(world.refused(asked, id, { do: 'decline' }).code, 'not-agreed');
});

test("invariant 3: a no after a unit's no has its rule", () => {
  const world = small();
  const id = world.open('lea', { type: 'contract', customer: 'k2' });
  world.do('lea', id, { do: 'restate', need: 'They need it today.' });
  world.do('lea', id, { do: 'ask' });
  world.do('lex', id, { do: 'answer', say: 'no', because: 'The law says otherwise.' });
  world.do('lea', id, { do: 'decline' });
  const { answer } = world.case(id);
  assert.equal(answer?.kind === 'no' && answer.rule, 'contract/may/terms');
});

test('invariant 4: taking over after a signal is no hop', () => {
  const world = small();
  const id = world.open('bob', { ...refund, facts: { ...refund.facts, amount: '5' }, signals: ['danger'] });
  world.do('lea', id, { do: 'accept' });
  assert.deepEqual([world.case(id).owner, world.case(id).hops], ['lea', 0]);
});

test('invariant 4: residual authority is asked of nobody by whoever has it', () => {
  const world = small();
  const id = world.open('lea', { type: 'a song', customer: 'k2', facts: { cost: '90' } });
  assert.equal(world.refused('lea', id, { do: 'ask' }).code, 'hollow-hop');
});

test('invariant 6: a mood told meanwhile withdraws no question', () => {
  const world = small();
  const id = world.open('ann', { ...refund, facts: { ...refund.facts, amount: '150' } });
  world.do('ann', id, { do: 'ask' });
  world.do('ann', id, { do: 'tell', facts: { mood: 'furious' } });
  assert.ok(!world.kinds(id).includes('question closed'));
});

test('invariant 8: staff say no to a special client for no gap either', () => {
  const world = small();
  const id = world.open('bob', { type: 'a song', customer: 'k2', facts: { cost: '90' }, special: true });
  world.do('bob', id, { do: 'restate', need: 'They need it today.' });
  world.do('bob', id, { do: 'ask' });
  world.do('lea', id, { do: 'answer', say: 'no', because: 'It is no day for songs.' });
  assert.equal(world.refused('bob', id, { do: 'decline' }).code, 'needs-management');
});

test('invariant 11: what is carried out late is late though no timer came', () => {
  const world = small();
  const id = world.open('ann', refund);
  world.do('ann', id, { do: 'grant', fulfill_by: world.at + HOUR });
  world.at += DAY;
  world.do('ann', id, { do: 'fulfill' });
  assert.ok(world.kinds(id).includes('fulfillment late'));
});

test('invariant 11: a yes is carried out later than it is said, and not by the customer', () => {
  const world = small();
  const id = world.open('ann', refund);
  const late = { do: 'grant', fulfill_by: world.at - MINUTE } as const;
  assert.equal(world.refused('ann', id, late).code, 'in-the-past');
  const take = { do: 'take', alternative: 'a credit', done: true } as const;
  assert.equal(world.refused('@customer', id, take).code, 'not-for-customers');
});
