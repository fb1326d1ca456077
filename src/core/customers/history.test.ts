import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRefund } from '../../../test/story.ts';
import { PureWorld, shipped } from '../../../test/pure-world.ts';
import { historyOf, PROMISE_KINDS, type History, type PromiseEvent } from './history.ts';

const isOfPromise = (event: { kind: string }): event is PromiseEvent =>
  (PROMISE_KINDS as readonly string[]).includes(event.kind);

function historyIn(world: PureWorld): History {
  const happened = [...world.records].flatMap(([conversation, record]) =>
    record.filter(isOfPromise).map((event) => ({ conversation, event })),
  );
  return historyOf(world.book, 'c-10', [...world.conversations.values()], happened, world.at);
}

test('a promise is open, kept or broken; one that another has replaced is none of these', () => {
  const world = new PureWorld(shipped('shop'), '2026-03-10T14:00:00Z');
  const id = openRefund(world, { amount: '90' });
  world.do('mia', id, { do: 'update', words: 'I am on it.' });
  assert.deepEqual(
    historyIn(world).promises.map(({ state }) => state),
    ['open', 'kept'],
  );
  // A holding reply keeps it once; after that nobody writes.
  world.passTime('1d');
  const states = historyIn(world).promises.map(({ state }) => state);
  assert.deepEqual([states[0], states.includes('open')], ['broken', false]);
});

test('a yes is done, to be carried out, or late; somebody else’s case is not shown', () => {
  const world = new PureWorld(shipped('shop'), '2026-03-10T14:00:00Z');
  const id = openRefund(world, {});
  world.do('mia', id, { do: 'grant' });
  openRefund(world, { customer: 'c-11', with: id });
  const first = historyIn(world);
  assert.deepEqual(
    [first.granted.map(({ carriedOut }) => carriedOut), first.open.map((one) => one.case)],
    [['open'], [id]],
  );
  world.passTime('5d');
  assert.equal(historyIn(world).granted[0]?.carriedOut, 'late');
  world.do('mia', id, { do: 'fulfill' });
  const done = historyIn(world).granted[0];
  assert.deepEqual([done?.carriedOut, done?.due], ['done', undefined]);
});
