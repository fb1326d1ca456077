/** What comes next in a case, for whoever looks at it. */
import type { Decision, NextStep } from '../decide/decision.ts';
import { theirsToSay } from '../decide/next-step.ts';
import type { Capability } from './capabilities.ts';
import type { CommandName } from './command.ts';
import { openQuestions, type Case } from './conversation.ts';

const COMMANDS: Readonly<Record<NextStep, CommandName | undefined>> = {
  grant: 'grant',
  // What is done first is told by its own fact, of which there may be several.
  'do first': undefined,
  'find out': 'tell',
  ask: 'ask',
  transfer: 'transfer',
  decline: 'decline',
  'earn the no': 'decline',
};

/**
 * The one command that comes next, whether they may give it, and why not; undefined: somebody is asked, it has its answer, or
 * something has to be done first.
 * @param decision what the book says now; undefined: nothing is to be decided any more
 */
export function nextCommand(
  one: Case,
  decision: Decision | undefined,
  capabilities: readonly Capability[],
): Capability | undefined {
  if (!decision || one.answer || openQuestions(one).length > 0) return undefined;
  const name = commandFor(one, decision);
  return capabilities.find((able) => able.do === name);
}

function commandFor(one: Case, decision: Decision): CommandName | undefined {
  if (isNo(one, decision)) return 'decline';
  const { next_step: step } = decision;
  return step === 'find out' && theirsToSay(decision).length > 0 ? 'ask_customer' : COMMANDS[step];
}

/** The same was declined before, or whoever could have said yes has said no. */
const isNo = (one: Case, { verdict, special_client: special }: Decision): boolean =>
  (one.standing?.kind === 'no' && !special) || (one.agreedNo !== undefined && verdict !== 'grant');
