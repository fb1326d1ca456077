import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from './clock.ts';

/** A clock by hand, beside a database whose clock is right. */
function byHand(): {
  clock: Clock;
  at: { now: number; jumped: number };
  compare: (tookMs?: number) => Promise<void>;
} {
  const at = { now: 1_000_000, jumped: 0 };
  const clock = new Clock({ wall: () => at.now + at.jumped, steady: () => at.now });
  const compare = (tookMs = 10): Promise<void> =>
    clock.compare(() => {
      at.now += tookMs / 2;
      const theirs = at.now;
      at.now += tookMs / 2;
      return Promise.resolve(theirs);
    });
  return { clock, at, compare };
}

test('a jump is noticed at once, and believed once the database agrees', async () => {
  const { clock, at, compare } = byHand();
  await compare();
  assert.equal(clock.nowIfRight(), at.now);
  at.jumped = 3000;
  assert.equal(clock.nowIfRight(), undefined);
  await compare();
  assert.equal(clock.off, 3000);
  assert.equal(clock.nowIfRight(), undefined);
  at.jumped = 0;
  assert.equal(clock.right, false);
  await compare();
  assert.equal(clock.right, true);
});

test('a clock that is off by no more than two seconds goes on, once that is known', async () => {
  const { clock, at, compare } = byHand();
  await compare();
  at.jumped = -2000;
  assert.equal(clock.right, false);
  await compare();
  assert.equal(clock.nowIfRight(), at.now - 2000);
  at.jumped = -2001;
  await compare();
  assert.equal(clock.right, false);
});

test('an answer that took too long says nothing', async () => {
  const { clock, at, compare } = byHand();
  await compare();
  await assert.rejects(compare(4002), /4002 ms/);
  assert.equal(clock.right, true);
  at.jumped = 60_000;
  await assert.rejects(compare(120_000), /120000 ms/);
  assert.equal(clock.right, false);
});
