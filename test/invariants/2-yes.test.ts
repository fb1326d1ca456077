import { test } from 'node:test';
import { holds } from './holds.ts';
import { watchingYeses } from './yes-watch.ts';

test('invariant 2: no yes without authority at that moment, bound to the facts, once', () => {
  holds(watchingYeses, 100);
});
