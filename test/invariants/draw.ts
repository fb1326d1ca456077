/** What is drawn for a random story: customers' requests with their facts, who sends something, and about which case. */
import type { Fact } from '../../src/core/book/book.ts';
import type { Type } from '../../src/core/book/expression.ts';
import type { DoorCommand } from '../../src/core/cases/command.ts';
import type { Case } from '../../src/core/cases/conversation.ts';
import { DAY } from '../../src/core/words/time.ts';
import { person, type Sent, type World } from './world.ts';

/** Draws from one number, so that a command draws the same again when a failure is repeated. */
export class Dice {
  private state: number;
  constructor(seed: number) {
    this.state = seed;
  }
  /** From 0 to less than 1 (mulberry32). */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
  pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.next() * items.length)];
  }
  chance(percent: number): boolean {
    return this.next() * 100 < percent;
  }
}

export const AMOUNTS = ['5', '10', '18', '30', '45', '60', '90', '150', '400', '2000'] as const;
export const SUBJECTS = ['o-1', 'o-2', 'o-3', 'o-4'] as const;
const SOME_DAYS = [0, 3, 20, 40, 200] as const;

export type Sendable = NonNullable<Extract<DoorCommand, { do: 'tell' }>['facts']>[string];

/** A value as it is sent. */
function valueFor(dice: Dice, type: Type, at: number): Sendable {
  switch (type.kind) {
    case 'yes or no':
      return dice.chance(50);
    case 'money':
      return dice.pick(AMOUNTS);
    case 'choice':
      return dice.pick(type.values) ?? '';
    case 'date':
      return new Date(at - dice.pick(SOME_DAYS) * DAY).toISOString().slice(0, 10);
    case 'instant':
      return new Date(at - dice.pick(SOME_DAYS) * DAY).toISOString();
    default:
      return dice.pick([0, 1, 4, 12, 40] as const);
  }
}

const [SPECIAL_PERCENT, RARE_PERCENT, AT_ONCE_PERCENT, SAID_PERCENT] = [15, 12, 30, 92];

export function factsFor(dice: Dice, world: World, facts: Iterable<Fact>): Record<string, Sendable> {
  const said: Record<string, Sendable> = {};
  const rare = world.setting.rarePercent ?? RARE_PERCENT;
  for (const { name, type, ifNotSaid } of facts) {
    // What is usually not worth a word is said now and then.
    if (!dice.chance(ifNotSaid === undefined ? SAID_PERCENT : rare)) continue;
    const value = valueFor(dice, type, world.at);
    said[name] = dice.chance(90) ? value : dice.chance(70) ? { value, claimed: true } : { unsure: true };
  }
  return said;
}

export const factsOf = (world: World, type: string): Iterable<Fact> =>
  (world.book.types.get(type) ?? world.book.types.get('favor'))?.facts.values() ?? [];

export function requestFor(dice: Dice, world: World): Extract<DoorCommand, { do: 'open' }>['request'] {
  const { setting } = world;
  const type = dice.pick(setting.types) ?? '';
  const customer = dice.pick(setting.customers);
  return {
    type,
    facts: factsFor(dice, world, factsOf(world, type)),
    ...(customer !== undefined && dice.chance(90) && { customer }),
    ...(dice.chance(70) && { subject: dice.pick(SUBJECTS) }),
    ...(dice.chance(setting.specialPercent ?? SPECIAL_PERCENT) && {
      special: setting.flagged
        ? dice.pick([false, { until: '2020-01-01' }] as const)
        : dice.chance(70)
          ? true
          : { owner: anybody(dice, world) },
    }),
    ...(dice.chance(8) && { signals: [dice.pick([...world.book.signals.keys()]) ?? 'distress'] }),
    ...(dice.chance(4) && { asks_for_a_person: true }),
    ...(dice.chance(5) && { relations: { [anybody(dice, world)]: 'family' } }),
    ...(dice.chance(10) && { done: { grounds: ['illness', 'our own error'] } }),
  };
}

export const anybody = (dice: Dice, world: World): string =>
  dice.pick([...world.organization.people.keys()]) ?? '';

/** Somebody who opens a case or writes next: most often one of those who usually do. */
const someAsker = (dice: Dice, world: World): string =>
  dice.chance(85) ? (dice.pick(world.setting.askers) ?? '') : anybody(dice, world);

export type Place = { one: Case; conversation: string };

export const places = (world: World): Place[] =>
  [...world.conversations.values()].flatMap(({ id, cases }) =>
    cases.map((one) => ({ one, conversation: id })),
  );

/** A case: most often the one that somebody acted in last, so that a story goes on; otherwise any, open ones first. */
export function somePlace(dice: Dice, world: World): Place | undefined {
  const all = places(world);
  const open = all.filter(({ one }) => !one.closed);
  const last = all.find(({ one }) => one.id === world.lastCase);
  if (last && dice.chance(last.one.closed ? 40 : 70)) return last;
  return dice.pick(open.length > 0 && dice.chance(80) ? open : all);
}

export function opening(dice: Dice, world: World): Sent {
  const beside = dice.chance(25) ? somePlace(dice, world) : undefined;
  const ids = world.newIds(beside?.conversation);
  return {
    ...ids,
    by: person(someAsker(dice, world)),
    command: {
      do: 'open',
      request: requestFor(dice, world),
      ...(dice.chance(world.setting.atOncePercent ?? AT_ONCE_PERCENT) && { at_once: true }),
      ...(dice.chance(10) && { caused_by_us: true }),
    },
  };
}
