/**
 * Random commands of every kind. Each holds one number, from which it draws what it does once it is run, from what is
 * there by then: half of them do what somebody would do next, the others whatever comes, by whomever.
 */
import * as fc from 'fast-check';
import type { Type } from '../../src/core/book/expression.ts';
import type { Fact } from '../../src/core/book/book.ts';
import { COMMANDS, type Actor, type CommandName, type DoorCommand } from '../../src/core/cases/command.ts';
import { openQuestions, type Case } from '../../src/core/cases/conversation.ts';
import { nextDue } from '../../src/core/cases/due.ts';
import { OWNER_REASONS } from '../../src/core/cases/event.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/words/time.ts';
import { asked } from './oracle.ts';
import { readRaw } from './record.ts';
import { CUSTOMER_ACTOR, person, TIME, type Sent, type World } from './world.ts';

const SCENE_ROUNDS = 8;

/** Draws from one number, so that a command draws the same again when a failure is repeated. */
class Dice {
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

const AMOUNTS = ['5', '10', '18', '30', '45', '60', '90', '150', '400', '2000'] as const;
const SUBJECTS = ['o-1', 'o-2', 'o-3', 'o-4'] as const;
const SOME_DAYS = [0, 3, 20, 40, 200] as const;

type Sendable = NonNullable<Extract<DoorCommand, { do: 'tell' }>['facts']>[string];

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

function factsFor(dice: Dice, world: World, facts: Iterable<Fact>): Record<string, Sendable> {
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

const factsOf = (world: World, type: string): Iterable<Fact> =>
  (world.book.types.get(type) ?? world.book.types.get('favor'))?.facts.values() ?? [];

function requestFor(dice: Dice, world: World): Extract<DoorCommand, { do: 'open' }>['request'] {
  const { setting } = world;
  const type = dice.pick(setting.types) ?? '';
  const customer = dice.pick(setting.customers);
  return {
    type,
    facts: factsFor(dice, world, factsOf(world, type)),
    ...(customer !== undefined && dice.chance(90) && { customer }),
    ...(dice.chance(70) && { subject: dice.pick(SUBJECTS) }),
    ...(dice.chance(setting.specialPercent ?? SPECIAL_PERCENT) && {
      special: dice.chance(70) ? true : { owner: anybody(dice, world) },
    }),
    ...(dice.chance(8) && { signals: [dice.pick([...world.book.signals.keys()]) ?? 'distress'] }),
    ...(dice.chance(4) && { asks_for_a_person: true }),
    ...(dice.chance(5) && { relations: { [anybody(dice, world)]: 'family' } }),
    ...(dice.chance(10) && { done: { grounds: ['illness', 'our own error'] } }),
  };
}

const anybody = (dice: Dice, world: World): string => dice.pick([...world.organization.people.keys()]) ?? '';

/** Somebody who opens a case or writes next: most often one of those who usually do. */
const someAsker = (dice: Dice, world: World): string =>
  dice.chance(85) ? (dice.pick(world.setting.askers) ?? '') : anybody(dice, world);

type Place = { one: Case; conversation: string };

const places = (world: World): Place[] =>
  [...world.conversations.values()].flatMap(({ id, cases }) =>
    cases.map((one) => ({ one, conversation: id })),
  );

/** A case: most often the one that somebody acted in last, so that a story goes on; otherwise any, open ones first. */
function somePlace(dice: Dice, world: World): Place | undefined {
  const all = places(world);
  const open = all.filter(({ one }) => !one.closed);
  const last = all.find(({ one }) => one.id === world.lastCase);
  if (last && dice.chance(last.one.closed ? 40 : 70)) return last;
  return dice.pick(open.length > 0 && dice.chance(80) ? open : all);
}

function opening(dice: Dice, world: World): Sent {
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

/** A command of a kind, with whatever it takes. */
export function anyOf(dice: Dice, world: World, kind: CommandName, one: Case): DoorCommand {
  const amount = dice.chance(30) ? { amount: dice.pick(AMOUNTS) } : {};
  const question = dice.chance(25) ? questionOf(dice, one) : {};
  const alternative =
    dice.pick([
      ...(one.answer?.kind === 'no' ? one.answer.alternatives : one.offered),
      'part',
      ...world.book.alternatives.keys(),
    ]) ?? 'part';
  const facts = factsFor(dice, world, factsOf(world, one.request.type));
  const words = dice.chance(30) ? { words: 'Let me see.' } : {};
  switch (kind) {
    case 'open':
      return { do: 'open', request: requestFor(dice, world), at_once: dice.chance(30) };
    case 'tell':
      return {
        do: 'tell',
        facts,
        ...(dice.chance(15) && { special: dice.chance(60) }),
        ...(dice.chance(10) && { subject: 'o-1' }),
        ...(dice.chance(5) && { customer: dice.pick(world.setting.customers) ?? 'k' }),
        ...(dice.chance(5) && { relations: { [anybody(dice, world)]: 'friendship' } }),
      };
    case 'hold':
      return { do: 'hold', minutes: dice.pick([1, 5, 90] as const) };
    case 'restate':
      return { do: 'restate', need: 'They need it today.' };
    case 'ask_customer':
      return { do: 'ask_customer', words: 'When was it?' };
    case 'grant':
      return {
        do: 'grant',
        ...amount,
        ...(dice.chance(20) && { done: true }),
        ...(dice.chance(40) && {
          fulfill_by: world.at + dice.pick([-HOUR, HOUR, HOUR, DAY, 400 * DAY] as const),
        }),
      };
    case 'ask':
      return { do: 'ask', ...(dice.chance(25) && { on_yes: 'hold' }) };
    case 'advise':
      return { do: 'advise', ...question, ...(dice.chance(50) && { facts }) };
    case 'answer':
      return {
        do: 'answer',
        ...question,
        say: dice.pick(['yes', 'yes', 'no'] as const),
        ...amount,
        because: 'I looked at it.',
        ...(dice.chance(50) && { repair: 'A new one comes tomorrow.' }),
        ...(dice.chance(30) && { tell: 'It can be swapped at any time.' }),
      };
    case 'pass':
    case 'accept':
      return { do: kind, ...question };
    case 'transfer':
      return { do: 'transfer', ...(dice.chance(50) && { to: anybody(dice, world) }) };
    case 'hand_over':
      return { do: 'hand_over', to: anybody(dice, world), because: dice.pick(OWNER_REASONS) ?? 'shift' };
    case 'correct':
      return { do: 'correct', error: 'The date was read wrong.', ...amount };
    case 'offer':
      return { do: 'offer', alternative };
    case 'take':
      return { do: 'take', alternative, ...(dice.chance(30) && { done: true }) };
    case 'promise':
      return {
        do: 'promise',
        by: world.at + dice.pick([-MINUTE, MINUTE, 2 * HOUR, DAY, 100 * DAY] as const),
      };
    case 'update':
      return {
        do: 'update',
        words: 'We are looking for it.',
        ...(dice.chance(30) && { next: world.at + dice.pick([2 * HOUR, DAY] as const) }),
      };
    case 'signal':
      return { do: 'signal', signal: dice.pick([...world.book.signals.keys()]) ?? 'distress' };
    case 'over_promise':
    case 'ratify':
      return { do: kind, words: 'You get it all back.', ...amount };
    case 'close': {
      const as = dice.pick(['met', 'declined', 'withdrawn', 'duplicate'] as const);
      return { do: 'close', as, ...(dice.chance(50) && { of: dice.pick(places(world))?.one.id ?? 'c1' }) };
    }
    case 'reopen':
      return { do: 'reopen', facts };
    case 'end_contact':
      return {
        do: 'end_contact',
        because: dice.pick(['abuse', 'threat'] as const),
        ...(dice.chance(50) && { to: anybody(dice, world) }),
      };
    case 'complain':
      return { do: 'complain', words: 'Nobody listened.' };
    case 'respond':
      return { do: 'respond', words: 'I went by the book.' };
    case 'sign':
      return {
        do: 'sign',
        outcome: dice.pick(['upheld', 'trivial', 'not upheld'] as const),
        because: 'I asked.',
      };
    case 'resume':
    case 'release':
    case 'fulfill':
      return { do: kind };
    case 'decline':
    case 'appeal':
    case 'supervisor':
    case 'warn':
      return { do: kind, ...words };
  }
}

function questionOf(dice: Dice, one: Case): { question?: string } {
  const id = dice.pick(one.questions)?.id;
  return id === undefined ? {} : { question: id };
}

const ANSWERING = ['answer', 'answer', 'answer', 'answer', 'pass', 'advise', 'accept'] as const;
const ASKING = [
  'grant',
  'grant',
  'grant',
  'ask',
  'ask',
  'ask',
  'restate',
  'decline',
  'decline',
  'tell',
  'tell',
  'hold',
  'offer',
  'take',
  'ask_customer',
  'ask_customer',
  'hand_over',
  'release',
  'transfer',
  'over_promise',
  'ratify',
  'update',
  'promise',
  'warn',
  'end_contact',
  'signal',
] as const;
const OF_CUSTOMER = {
  open: ['supervisor', 'tell', 'take', 'take', 'close'],
  yes: ['complain', 'reopen', 'close'],
  no: ['appeal', 'appeal', 'appeal', 'take', 'take', 'reopen', 'complain'],
} as const;
const AFTERWARDS = [
  'fulfill',
  'fulfill',
  'fulfill',
  'correct',
  'reopen',
  'close',
  'over_promise',
  'complain',
  'sign',
  'respond',
] as const;

/** What the answer to an asker comes to. */
function natural(dice: Dice, world: World, one: Case): CommandName {
  // Sometimes a step is left out, or something is told in between.
  const [restated, agreed] = [one.restated || dice.chance(25), one.agreedNo !== undefined];
  if (agreed && dice.chance(25)) return 'tell';
  const told = world.record.told(one.id);
  switch (asked(world, told, readRaw(world.book, told.raw)).verdict) {
    case 'grant':
      return 'grant';
    case 'ask':
      return 'tell';
    case 'consult':
    case 'handoff':
      return agreed && restated ? 'decline' : agreed ? 'restate' : 'ask';
    case 'decline':
      // It may be settled, or sure.
      if (dice.chance(40)) return 'decline';
      return restated ? (agreed ? 'decline' : 'ask') : 'restate';
  }
}

/** What somebody would do next in a case. */
function likely(dice: Dice, world: World, { one, conversation }: Place, naturalPercent = 50): Sent {
  const here = { conversation, case: one.id };
  const send = (by: Actor, kind: CommandName): Sent => ({
    ...here,
    by,
    command: anyOf(dice, world, kind, one),
  });
  const open = dice.pick(openQuestions(one));
  if (open && dice.chance(75)) {
    const by = dice.pick(open.asked);
    const kind =
      open.kind === 'consult'
        ? 'advise'
        : open.kind === 'transfer'
          ? 'accept'
          : (dice.pick(ANSWERING) ?? 'answer');
    if (by !== undefined) {
      const sent = send(person(by), kind);
      return 'question' in sent.command ? { ...sent, command: { ...sent.command, question: open.id } } : sent;
    }
  }
  if (dice.chance(one.answer?.kind === 'no' ? 50 : 15))
    return send(CUSTOMER_ACTOR, dice.pick<CommandName>(OF_CUSTOMER[one.answer?.kind ?? 'open']) ?? 'tell');
  if (one.answer || one.closed) return send(person(one.owner), dice.pick(AFTERWARDS) ?? 'update');
  return send(
    person(one.owner),
    dice.chance(naturalPercent) ? natural(dice, world, one) : (dice.pick(ASKING) ?? 'update'),
  );
}

/** Whatever comes, by whomever. */
function whatever(dice: Dice, world: World, { one, conversation }: Place): Sent {
  const kinds = (Object.keys(COMMANDS) as CommandName[]).filter((kind) => kind !== 'open');
  const by = dice.chance(15) ? CUSTOMER_ACTOR : person(dice.chance(50) ? one.owner : anybody(dice, world));
  const kind = dice.pick(kinds) ?? 'update';
  return { conversation, case: one.id, by, command: anyOf(dice, world, kind, one) };
}

/** What somebody sends next. */
function something(dice: Dice, world: World): Sent {
  const place = somePlace(dice, world);
  if (!place || dice.chance(14)) return opening(dice, world);
  return dice.chance(70) ? likely(dice, world, place) : whatever(dice, world, place);
}

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
