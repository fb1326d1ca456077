/** Commands of every kind, with whatever they take. */
import type { CommandName, CommandOf, DoorCommand } from '../../src/core/cases/command.ts';
import type { Case } from '../../src/core/cases/conversation.ts';
import { OWNER_REASONS } from '../../src/core/cases/event.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/words/time.ts';
import { AMOUNTS, anybody, factsFor, factsOf, places, requestFor, type Dice, type Sendable } from './draw.ts';
import type { World } from './world.ts';

/** What a command may take, drawn before it is known which it is. */
type Drawn = {
  dice: Dice;
  world: World;
  amount: { amount?: (typeof AMOUNTS)[number] };
  question: { question?: string };
  alternative: string;
  facts: Record<string, Sendable>;
  words: { words?: string };
};

const MAKES: { readonly [Name in CommandName]: (drawn: Drawn) => CommandOf<Name> } = {
  open: (drawn) => ({
    do: 'open',
    request: requestFor(drawn.dice, drawn.world),
    at_once: drawn.dice.chance(30),
  }),
  tell: (drawn) => ({
    do: 'tell',
    facts: drawn.facts,
    ...(drawn.dice.chance(15) && { special: drawn.dice.chance(60) }),
    ...(drawn.dice.chance(10) && { subject: 'o-1' }),
    ...(drawn.dice.chance(5) && { customer: drawn.dice.pick(drawn.world.setting.customers) ?? 'k' }),
    ...(drawn.dice.chance(5) && { relations: { [anybody(drawn.dice, drawn.world)]: 'friendship' } }),
  }),
  hold: (drawn) => ({ do: 'hold', minutes: drawn.dice.pick([1, 5, 90] as const) }),
  restate: () => ({ do: 'restate', need: 'They need it today.' }),
  ask_customer: () => ({ do: 'ask_customer', words: 'When was it?' }),
  grant: (drawn) => ({
    do: 'grant',
    ...drawn.amount,
    ...(drawn.dice.chance(20) && { done: true }),
    ...(drawn.dice.chance(40) && {
      fulfill_by: drawn.world.at + drawn.dice.pick([-HOUR, HOUR, HOUR, DAY, 400 * DAY] as const),
    }),
  }),
  ask: (drawn) => ({ do: 'ask', ...(drawn.dice.chance(25) && { on_yes: 'hold' }) }),
  advise: (drawn) => ({
    do: 'advise',
    ...drawn.question,
    ...(drawn.dice.chance(50) && { facts: drawn.facts }),
  }),
  answer: (drawn) => ({
    do: 'answer',
    ...drawn.question,
    say: drawn.dice.pick(['yes', 'yes', 'no'] as const),
    ...drawn.amount,
    because: 'I looked at it.',
    ...(drawn.dice.chance(50) && { repair: 'A new one comes tomorrow.' }),
    ...(drawn.dice.chance(30) && { tell: 'It can be swapped at any time.' }),
  }),
  pass: (drawn) => ({ do: 'pass', ...drawn.question }),
  accept: (drawn) => ({ do: 'accept', ...drawn.question }),
  transfer: (drawn) => ({
    do: 'transfer',
    ...(drawn.dice.chance(50) && { to: anybody(drawn.dice, drawn.world) }),
  }),
  hand_over: (drawn) => ({
    do: 'hand_over',
    to: anybody(drawn.dice, drawn.world),
    because: drawn.dice.pick(OWNER_REASONS) ?? 'shift',
  }),
  correct: (drawn) => ({ do: 'correct', error: 'The date was read wrong.', ...drawn.amount }),
  offer: (drawn) => ({ do: 'offer', alternative: drawn.alternative }),
  take: (drawn) => ({
    do: 'take',
    alternative: drawn.alternative,
    ...(drawn.dice.chance(30) && { done: true }),
  }),
  promise: (drawn) => ({
    do: 'promise',
    by: drawn.world.at + drawn.dice.pick([-MINUTE, MINUTE, 2 * HOUR, DAY, 100 * DAY] as const),
  }),
  update: (drawn) => ({
    do: 'update',
    words: 'We are looking for it.',
    ...(drawn.dice.chance(30) && { next: drawn.world.at + drawn.dice.pick([2 * HOUR, DAY] as const) }),
  }),
  say: () => ({ do: 'say', words: 'It is for a party.' }),
  rate: (drawn) => ({ do: 'rate', service: drawn.dice.pick([1, 3, 5] as const) ?? 5 }),
  signal: (drawn) => ({
    do: 'signal',
    signal: drawn.dice.pick([...drawn.world.book.signals.keys()]) ?? 'distress',
  }),
  over_promise: (drawn) => ({ do: 'over_promise', words: 'You get it all back.', ...drawn.amount }),
  ratify: (drawn) => ({ do: 'ratify', words: 'You get it all back.', ...drawn.amount }),
  close: (drawn) => {
    const as = drawn.dice.pick(['met', 'declined', 'withdrawn', 'duplicate'] as const);
    return {
      do: 'close',
      as,
      ...(drawn.dice.chance(50) && { of: drawn.dice.pick(places(drawn.world))?.one.id ?? 'c1' }),
    };
  },
  reopen: (drawn) => ({ do: 'reopen', facts: drawn.facts }),
  end_contact: (drawn) => ({
    do: 'end_contact',
    because: drawn.dice.pick(['abuse', 'threat'] as const),
    ...(drawn.dice.chance(50) && { to: anybody(drawn.dice, drawn.world) }),
  }),
  complain: () => ({ do: 'complain', words: 'Nobody listened.' }),
  respond: () => ({ do: 'respond', words: 'I went by the book.' }),
  sign: (drawn) => ({
    do: 'sign',
    outcome: drawn.dice.pick(['upheld', 'trivial', 'not upheld'] as const),
    because: 'I asked.',
  }),
  resume: () => ({ do: 'resume' }),
  release: () => ({ do: 'release' }),
  fulfill: () => ({ do: 'fulfill' }),
  decline: (drawn) => ({ do: 'decline', ...drawn.words }),
  appeal: (drawn) => ({ do: 'appeal', ...drawn.words }),
  supervisor: (drawn) => ({ do: 'supervisor', ...drawn.words }),
  warn: (drawn) => ({ do: 'warn', ...drawn.words }),
};

/** A command of a kind for a case. */
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
  return MAKES[kind]({ dice, world, amount, question, alternative, facts, words });
}

function questionOf(dice: Dice, one: Case): { question?: string } {
  const id = dice.pick(one.questions)?.id;
  return id === undefined ? {} : { question: id };
}
