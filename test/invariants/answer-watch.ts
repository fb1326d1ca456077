/** Invariant 5: whether a case has its one final answer. */
import assert from 'node:assert/strict';
import type { Watch } from './world.ts';

/** What reopens an answer, and nothing else does. */
const REOPENS = new Set(['appeal', 'correction', 'new facts', 'alternative', 'withdrawn']);

export function watchingAnswers(hit: () => void): Watch {
  const answered = new Map<string, string>();
  return {
    event: (event, world) => {
      const id = event.case ?? '';
      const before = answered.get(id);
      switch (event.kind) {
        case 'granted':
        case 'declined':
          hit();
          assert.equal(before, undefined, `case ${id} was ${before} already, and is ${event.kind} now`);
          assert.ok(world.record.told(id).open, `case ${id} is answered while it is closed`);
          answered.set(id, event.kind);
          return;
        case 'answer reopened':
          assert.ok(before !== undefined, `case ${id} has no answer to reopen`);
          assert.ok(REOPENS.has(event.because));
          answered.delete(id);
          return;
        case 'fulfilled':
          assert.equal(before, 'granted', 'what was not granted is carried out');
          return;
        case 'closed':
          if (event.as === 'met') assert.equal(before, 'granted');
          if (event.as === 'declined') assert.equal(before, 'declined');
          return;
        default:
      }
    },
    command: ({ conversation }, _, world) => {
      for (const one of world.conversations.get(conversation)?.cases ?? []) {
        const kind = one.answer && (one.answer.kind === 'yes' ? 'granted' : 'declined');
        assert.equal(kind, answered.get(one.id), 'the state has another answer than the events');
      }
    },
  };
}
