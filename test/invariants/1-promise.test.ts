import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextDue } from '../../src/core/cases/due.ts';
import type { Event } from '../../src/core/cases/event.ts';
import { MINUTE, type Instant } from '../../src/core/words/time.ts';
import { holds } from './holds.ts';
import type { Watch, World } from './world.ts';

/** A promise as the events tell it. */
type Promised = { id: string; due: Instant; maker: string; holding: boolean; broken: boolean; held: boolean };

/** What is later than promised by less than this is on time: a timer takes its moment. */
const MOMENT_MS = MINUTE;

/** The promise of each conversation, from its events alone. */
class Promises {
  private readonly now = new Map<string, Promised>();
  private readonly hit: () => void;
  /** The customer has their answer in this turn. */
  answered = false;
  constructor(hit: () => void) {
    this.hit = hit;
  }

  take(event: Event, conversation: string, world: World): void {
    const before = this.now.get(conversation);
    switch (event.kind) {
      case 'promised':
        this.over(event, before);
        // What follows an automatic holding reply is written by a named person; or it is the answer, whoever gave it.
        if (before?.holding === true && !this.answered)
          assert.equal(
            world.organization.people.get(event.maker)?.kind,
            'person',
            `${event.maker} promises after a holding reply`,
          );
        this.now.set(conversation, {
          id: event.promise,
          due: event.due,
          maker: event.maker,
          holding: event.holding,
          broken: false,
          held: false,
        });
        assert.ok(event.due > event.at, 'a promise for the past');
        return;
      case 'granted':
      case 'declined':
      case 'fulfilled':
        this.answered = true;
        return;
      case 'promise broken':
        assert.ok(before && event.at >= before.due, 'broken before its time');
        this.hit();
        this.now.set(conversation, { ...before, broken: true, due: event.next });
        return;
      case 'promise kept':
        assert.ok(before && event.at <= before.due + MOMENT_MS, 'kept after its time');
        return;
      case 'holding reply sent':
        assert.ok(before && !before.held && !before.holding, 'a second automatic holding reply');
        this.now.set(conversation, { ...before, held: true });
        return;
      case 'promise settled':
        this.over(event, before);
        this.now.delete(conversation);
        return;
      default:
    }
  }

  /** A promise is over: on time, or it was broken, and that is an event. */
  private over(event: Event, before: Promised | undefined): void {
    if (!before) return;
    assert.ok(
      before.broken || event.at <= before.due + MOMENT_MS,
      `promise ${before.id} was broken in silence`,
    );
  }

  of(conversation: string): Promised | undefined {
    return this.now.get(conversation);
  }
}

function watching(hit: () => void): Watch {
  const promises = new Promises(hit);
  return {
    event: (event, world) => promises.take(event, world.writing, world),
    command: ({ conversation, command }, outcome, world) => {
      promises.answered = false;
      if (!('events' in outcome)) {
        assert.notEqual(command.do, 'time_passed', 'a timer that is refused');
        return;
      }
      const stored = world.conversations.get(conversation);
      const open = (stored?.cases ?? []).filter(({ closed }) => !closed);
      for (const { id, owner } of open) {
        hit();
        const person = world.organization.people.get(owner);
        assert.ok(person, `case ${id} is with ${owner}, who is nobody`);
        const { from = -Infinity, until = Infinity } = person.employed;
        assert.ok(from <= world.at && world.at < until, `case ${id} is with ${owner}, who has left`);
      }
      const at = promises.of(conversation);
      assert.equal(at !== undefined, open.length > 0, 'a promise while a case is open, and none else');
      assert.equal(stored?.promise?.due, at?.due);
      // A timer comes at its time at the latest, so it can not pass in silence.
      if (stored && at)
        assert.ok((nextDue(stored) ?? Infinity) <= at.due, 'no timer before the promise is due');
    },
    rest: (world) => {
      if (world.behind) return;
      for (const { id, cases } of world.conversations.values())
        if (cases.some(({ closed }) => !closed))
          assert.ok((promises.of(id)?.due ?? 0) > world.at, `the promise of ${id} is overdue`);
    },
  };
}

test('invariant 1: every open case has exactly one owner and a promised next update; a broken promise is an event, never a silence; one automatic holding reply per promise, the next is written by a named person', () => {
  holds(watching, 2500);
});
