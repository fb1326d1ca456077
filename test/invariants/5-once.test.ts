import { test } from 'node:test';
import { watchingAnswers } from './answer-watch.ts';
import { holds } from './holds.ts';

test('invariant 5: one final answer per case, whoever races', () => {
  holds(watchingAnswers, 100);
});
