/** The one thing that comes next with a decision: worked out here for every door, so that no client does. */
import type { Decision, Missing, NextStep } from './decision.ts';

/** Whether no rule decides, and the asker is the one who does then: they hold residual authority. */
export const decidesAlone = ({ gap, who, asker }: Pick<Decision, 'gap' | 'who' | 'asker'>): boolean =>
  gap !== undefined && who[0]?.id === asker;

/** What has to be done before a yes, and no fact shows that it was. */
export const undone = ({ obligations }: Pick<Decision, 'obligations'>): string | undefined =>
  obligations.find(({ when, done }) => when === 'before' && done === false)?.name;

/** What is missing and the customer can say; what a connected system knows is looked up. */
export const theirsToSay = ({ missing }: Pick<Decision, 'missing'>): Missing[] =>
  missing.filter(({ known_by: knownBy, claimed }) => knownBy === undefined || claimed);

type Settled = Pick<Decision, 'verdict' | 'mode' | 'gap' | 'decline' | 'who' | 'asker' | 'obligations'>;

export function nextStepOf(decision: Settled): NextStep {
  const { verdict, mode, decline } = decision;
  if (verdict === 'ask') return 'find out';
  if (verdict === 'decline') return decline?.at_once === true ? 'decline' : 'earn the no';
  if (verdict === 'grant' || decidesAlone(decision))
    return undone(decision) === undefined ? 'grant' : 'do first';
  return mode === 'transfer' ? 'transfer' : 'ask';
}
