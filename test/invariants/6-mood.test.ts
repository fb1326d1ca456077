import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '../../src/core/cases/command.ts';
import type { Event } from '../../src/core/cases/event.ts';
import type { Effect } from '../../src/core/cases/effect.ts';
import type { Decided } from '../pure-world.ts';
import { holds } from './holds.ts';
import { World, type Sent, type Watch } from './world.ts';

/** What nobody's book declares: how the customer is, how they say it, and how often they asked. */
const MOODS = [
  { mood: 'furious', tone: 'rude' },
  { mood: { value: 'sad', claimed: true }, times_asked: 7 },
  { sentiment: -0.9, 'customer.manner': 'polite', shouting: true },
] as const;

/** The same command from a customer in some mood. */
function moody(command: Command, n: number): Command {
  const mood = MOODS[n % MOODS.length] ?? {};
  switch (command.do) {
    case 'open':
      return {
        ...command,
        request: { ...command.request, mood: 'angry', tone: n, facts: { ...command.request.facts, ...mood } },
      };
    case 'tell':
      return { ...command, facts: { ...command.facts, ...mood } };
    case 'reopen':
      return { ...command, facts: { ...command.facts, ...mood } };
    case 'advise':
      return command.facts ? { ...command, facts: { ...command.facts, ...mood } } : command;
    default:
      return command;
  }
}

/** The names of what was told, and the raw facts, hold what was said. */
const bare = (key: string, value: unknown): unknown =>
  key === 'names' || key === 'facts' || key === 'request' ? undefined : value;

/** What an event says, apart from what was told of the mood itself. */
const essence = (event: Event): unknown => JSON.parse(JSON.stringify(event, bare));

const told = (outcome: Decided): unknown =>
  'refused' in outcome
    ? { refused: outcome.refused.code }
    : {
        events: outcome.events.map(essence),
        effects: outcome.effects.map((effect: Effect) => effect),
      };

/** The same story beside it, with other moods and undeclared fields at every step. */
function watching(hit: () => void): Watch {
  let other: World | undefined;
  let n = 0;
  const beside = (world: World): World => {
    other ??= new World(world.setting, {});
    other.book = world.book;
    other.organization = world.organization;
    other.at = world.at;
    return other;
  };
  const changed = (sent: Sent): Sent => {
    n += 1;
    const command = moody(sent.command, n);
    if (command !== sent.command) hit();
    return { ...sent, command };
  };
  return {
    command: (sent, outcome, world) => {
      if (world.racing) return;
      const same = beside(world).send(changed(sent));
      assert.deepEqual(told(same), told(outcome), `${sent.command.do} comes to something else`);
    },
    race: (all, outcomes, world) => {
      const same = beside(world).race(all.map(changed));
      assert.deepEqual(same.map(told), outcomes.map(told), 'a race comes out otherwise');
    },
  };
}

test('invariant 6: mood never makes a verdict worse; adding or changing undeclared fields changes nothing', () => {
  holds(watching, 350);
});
