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
  const able = (name: CommandName | undefined): Capability | undefined =>
    capabilities.find((capability) => capability.do === name);
  const no = able('decline');
  return no && isNo(one, decision, no) ? no : able(commandFor(decision));
}

function commandFor(decision: Decision): CommandName | undefined {
  const { next_step: step } = decision;
  return step === 'find out' && theirsToSay(decision).length > 0 ? 'ask_customer' : COMMANDS[step];
}

/**
 * The same was declined before, or whoever could have said yes has said no; as far as either counts still, which declining
 * itself knows: a standing no has its end, an agreed one its facts.
 */
const isNo = (one: Case, { verdict }: Decision, { may, because }: Capability): boolean =>
  (one.standing?.kind === 'no' && may) ||
  (one.agreedNo !== undefined && verdict !== 'grant' && (may || because?.code === 'need-not-restated'));
