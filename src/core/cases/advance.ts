/**
 * `advance(conversation, command, given, at)`: the only way in which a case changes. Pure: it stores nothing, and asks
 * for what it needs to have loaded.
 */
import type { Decision } from '../decide/decision.ts';
import type { Request } from '../decide/request.ts';
import type { Instant } from '../words/time.ts';
import { OF_CUSTOMERS, type Actor, type Command, type DoorCommand } from './command.ts';
import { abuse } from './commands/abuse.ts';
import { answering } from './commands/answering.ts';
import { asking } from './commands/asking.ts';
import { closing } from './commands/closing.ts';
import { complaining } from './commands/complaining.ts';
import { declining } from './commands/declining.ts';
import { granting } from './commands/granting.ts';
import { informing } from './commands/informing.ts';
import { noticed } from './commands/noticed.ts';
import { opening } from './commands/opening.ts';
import { owning } from './commands/owning.ts';
import { overPromising } from './commands/over-promising.ts';
import { passing } from './commands/passing.ts';
import { happened } from './commands/proposing.ts';
import { reported } from './commands/reported.ts';
import type { Case, Conversation } from './conversation.ts';
import type { Effect } from './effect.ts';
import type { Event } from './event.ts';
import { upkeep } from './promises.ts';
import type { Refusal } from './refusal.ts';
import { succeed } from './succession.ts';
import { NotLoaded, Refused, Turn, type CommandFunctions, type Given, type Wanted } from './turn.ts';

export type Outcome =
  | {
      conversation: Conversation;
      events: readonly Event[];
      effects: readonly Effect[];
      /** Keys of totals and standing answers that this rests on: written meanwhile, it is decided anew. */
      reads: readonly string[];
    }
  | { refused: Refusal }
  | { wanted: Wanted };

const COMMAND_FUNCTIONS: CommandFunctions = {
  ...opening,
  ...informing,
  ...granting,
  ...asking,
  ...answering,
  ...owning,
  ...declining,
  ...overPromising,
  ...closing,
  ...abuse,
  ...complaining,
};

/**
 * Carries out one command.
 * @param caseId the case that it is about; the id of the new one for `open`; null for time and effects
 * @returns what happened with the state after it; or why not; or what has to be loaded first
 */
export function advance(
  conversation: Conversation,
  caseId: string | null,
  command: Command,
  by: Actor,
  given: Given,
  at: Instant,
): Outcome {
  const turn = new Turn(conversation, given, by, at);
  return settled(() => {
    run(turn, caseId, command, by);
    upkeep(turn);
    return {
      conversation: turn.conversation,
      events: turn.events,
      effects: turn.effects,
      reads: [...turn.read],
    };
  });
}

function run(turn: Turn, caseId: string | null, command: Command, by: Actor): void {
  switch (command.do) {
    case 'time_passed':
      succeed(turn, null);
      passing(turn);
      return;
    case 'notice_given':
      noticed(turn, caseId, command);
      return;
    case 'outside_event':
      succeed(turn, caseId);
      happened(turn, caseId, command);
      return;
    case 'delivered':
    case 'undelivered':
      succeed(turn, null);
      reported(turn, caseId, command);
      return;
    default: {
      if (caseId === null) throw turn.refused('no-case', 'case', 'No case is named.', 'Name the case.');
      if (by.kind === 'customer' && !(OF_CUSTOMERS as readonly string[]).includes(command.do))
        throw turn.refused(
          'not-for-customers',
          'do',
          `A customer can not "${command.do}".`,
          `A customer may: ${OF_CUSTOMERS.join(', ')}.`,
        );
      if (by.kind === 'person') turn.colleague(by.id, 'by');
      // A review is about whoever served the customer then; nobody takes that over.
      succeed(turn, command.do in complaining ? null : caseId);
      const carryOut = COMMAND_FUNCTIONS[command.do] as (t: Turn, id: string, c: DoorCommand) => void;
      carryOut(turn, caseId, command);
    }
  }
}

export type Looked = {
  decision: Decision;
  request: Request;
  /** The no as the customer would read it, before it is sent; undefined: it can't be said as things are. */
  no?: string;
};

/**
 * What a case's decision is for a person now: for lists and pages, which show it and decide nothing.
 * @param person the asker when left out
 */
export function considered(
  conversation: Conversation,
  caseId: string,
  given: Given,
  at: Instant,
  person?: string,
): Looked | { refused: Refusal } | { wanted: Wanted } {
  const turn = new Turn(conversation, given, { kind: 'sayso' }, at);
  return settled(() => {
    const one = turn.case(caseId);
    const request = turn.request(one);
    const no = noNow(conversation, one, given, at);
    return {
      request,
      decision: turn.decide(one, person ?? one.asker, request),
      ...(no !== undefined && { no }),
    };
  });
}

/** What the customer would read if whoever holds the case said no now: said to nobody, and nothing of it is kept. */
function noNow(conversation: Conversation, one: Case, given: Given, at: Instant): string | undefined {
  if (one.answer || one.closed) return undefined;
  const turn = new Turn(conversation, given, { kind: 'person', id: one.owner }, at);
  try {
    COMMAND_FUNCTIONS.decline(turn, one.id, { do: 'decline' });
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
  return turn.effects.flatMap((effect) => (effect.kind === 'tell customer' ? [effect.words] : []))[0];
}

/** What was worked out, or why not. */
export function settled<T>(work: () => T): T | { refused: Refusal } | { wanted: Wanted } {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return { refused: error.refusal };
    if (error instanceof NotLoaded) return { wanted: error.wanted };
    throw error;
  }
}
