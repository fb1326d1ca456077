/**
 * Random stories. Each step holds one number, from which it draws what it does once it is run, from what is there by
 * then: somebody sends a command, several race, time passes, with its timers or without, another book comes.
 */
import * as fc from 'fast-check';
import { nextDue } from '../../src/core/cases/due.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/words/time.ts';
import { Dice, opening, places, SUBJECTS } from './draw.ts';
import { likely, something } from './sending.ts';
import { TIME, type Sent, type World } from './world.ts';

const SCENE_ROUNDS = 8;

const often = <T>(times: number, one: T): T[] => Array.from({ length: times }, () => one);

/** How long some time is; null: until the next timer. */
const SPANS = [
  ...often(4, null),
  MINUTE,
  MINUTE,
  6 * MINUTE,
  6 * MINUTE,
  20 * MINUTE,
  70 * MINUTE,
  5 * HOUR,
  DAY,
  3 * DAY,
] as const;

const LATE_SPANS = [MINUTE, 6 * MINUTE, 70 * MINUTE, 5 * HOUR, DAY, 3 * DAY] as const;

function span(dice: Dice, world: World): number {
  const ms = dice.pick(SPANS) ?? null;
  if (ms !== null) return ms;
  const next = Math.min(...[...world.conversations.values()].map((one) => nextDue(one) ?? Infinity));
  return Number.isFinite(next) ? Math.max(0, next - world.at) : HOUR;
}

/** One step of a random story. */
export type Step = fc.Command<object, World>;

/** Does something in a world; `say` tells what, before it is done. */
type Doing = (dice: Dice, world: World, say: (what: unknown) => void) => void;

const step = (name: string, seed: number, run: Doing): Step => {
  let words = '';
  return {
    check: () => true,
    run: (_, world) => {
      run(new Dice(seed), world, (what) => {
        words = JSON.stringify(what);
      });
    },
    toString: () => `${name} ${words}`,
  };
};

const seeds = fc.noShrink(fc.noBias(fc.integer({ min: 0, max: 2 ** 31 - 1 })));
const steps = (name: string, run: Doing): fc.Arbitrary<Step> => seeds.map((seed) => step(name, seed, run));

const sending = steps('send', (dice, world, say) => {
  const sent = something(dice, world);
  say(sent);
  const outcome = world.send(sent);
  if ('refused' in outcome) say([sent, outcome.refused.code]);
});

/** A case from its opening on, step by step, as far as it goes; now and then something else comes in between. */
const playing = steps('scene', (dice, world, say) => {
  const first = opening(dice, world);
  const told = [first];
  say(told);
  world.send(first);
  for (let round = 0; round < SCENE_ROUNDS; round++) {
    const place = places(world).find(({ one }) => one.id === first.case);
    if (!place) return;
    const next = dice.chance(12) ? something(dice, world) : likely(dice, world, place, 85);
    told.push(next);
    say(told);
    world.send(next);
  }
});

const racing = steps('race', (dice, world, say) => {
  const rivals = dice.chance(30) ? rush(dice, world) : crowdOf(dice, world, 2);
  say(rivals);
  world.race(rivals);
});

/** One customer's wish, several times at once, about several things: each might be granted, and all of them not. */
function rush(dice: Dice, world: World): Sent[] {
  const first = opening(dice, world);
  return SUBJECTS.map((subject) => ({
    ...first,
    ...world.newIds(),
    command:
      first.command.do === 'open'
        ? { ...first.command, at_once: true, request: { ...first.command.request, subject } }
        : first.command,
  }));
}

function crowdOf(dice: Dice, world: World, least: number): Sent[] {
  const first = dice.chance(30) ? opening(dice, world) : something(dice, world);
  const all = [first];
  while (all.length < least || dice.chance(35)) all.push(rival(dice, world, first));
  return all;
}

/** Several who send at the same time, drawn from one number. */
export function crowd(seed: number, world: World): Sent[] {
  const dice = new Dice(seed);
  return dice.chance(15) ? rush(dice, world) : crowdOf(dice, world, 3);
}

/** Somebody else at the same time: in the same case, with the same command again, in another case, or a timer. */
function rival(dice: Dice, world: World, first: Sent): Sent {
  const place = places(world).find(({ one }) => one.id === first.case);
  if (dice.chance(15))
    return { conversation: first.conversation, case: null, by: { kind: 'sayso' }, command: TIME };
  if (first.command.do === 'open' && dice.chance(65)) {
    // The same wish once more, of the same customer: about the same, or about something else.
    const subject = dice.chance(60) ? { subject: dice.pick(SUBJECTS) } : {};
    const request = { ...first.command.request, ...subject };
    return { ...first, ...world.newIds(), command: { ...first.command, request } };
  }
  if (first.command.do !== 'open' && dice.chance(30)) return first;
  return place && dice.chance(60) ? likely(dice, world, place) : something(dice, world);
}

const passing = steps('minutes pass', (dice, world, say) => {
  const ms = span(dice, world);
  say(ms / MINUTE);
  world.goOn(ms);
});

const standing = steps('no timer fires for minutes', (dice, world, say) => {
  const ms = dice.pick(LATE_SPANS) ?? 0;
  const told: unknown[] = [ms / MINUTE];
  say(told);
  world.standStill(ms);
  // People go on before the first timer does.
  while (dice.chance(70)) {
    const sent = something(dice, world);
    told.push(sent);
    say(told);
    world.send(sent);
  }
});

const publishing = steps('other book and people', (dice, world, say) => {
  const { books, organizations } = world.setting;
  if (dice.chance(50)) world.book = dice.pick(books) ?? world.book;
  else world.organization = dice.pick(organizations) ?? world.organization;
  say([books.indexOf(world.book), organizations.indexOf(world.organization)]);
});

/** Steps without races, which a database orders as it likes. */
export const CALM: readonly fc.Arbitrary<Step>[] = [
  ...often(9, sending),
  ...often(3, playing),
  ...often(3, passing),
  ...often(2, standing),
];

/** Random stories. */
export const stories = (most: number): fc.Arbitrary<Iterable<Step>> =>
  // Unbiased: left to itself fast-check tells short stories, in which little can go wrong.
  fc.noBias(
    fc.commands([...CALM, passing, ...often(3, racing), ...often(2, publishing)], {
      maxCommands: most,
      size: 'max',
    }),
  );
