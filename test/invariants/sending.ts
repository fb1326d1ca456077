/** Who sends what next: half of it is what somebody would do, the rest whatever comes, by whomever. */
import { COMMANDS, type Actor, type CommandName } from '../../src/core/cases/command.ts';
import { openQuestions, type Case } from '../../src/core/cases/conversation.ts';
import { anyOf } from './commands.ts';
import { anybody, opening, somePlace, type Dice, type Place } from './draw.ts';
import { asked } from './oracle.ts';
import { readRaw } from './record.ts';
import { CUSTOMER_ACTOR, person, type Sent, type World } from './world.ts';

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
  open: ['supervisor', 'say', 'tell', 'take', 'take', 'close'],
  yes: ['complain', 'rate', 'reopen', 'close'],
  no: ['appeal', 'appeal', 'appeal', 'take', 'take', 'reopen', 'rate', 'complain'],
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
export function likely(dice: Dice, world: World, { one, conversation }: Place, naturalPercent = 50): Sent {
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
export function something(dice: Dice, world: World): Sent {
  const place = somePlace(dice, world);
  if (!place || dice.chance(14)) return opening(dice, world);
  return dice.chance(70) ? likely(dice, world, place) : whatever(dice, world, place);
}
