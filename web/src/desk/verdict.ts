/** What a decision looks like: its tone, its one sentence, its one next action. It adds nothing to what the service says. */
import type { Decision } from '../../../sdk/index.ts';
import type { Command } from '../app/commands.ts';
import { amountWords } from '../words/format.ts';
import { words } from '../words/words.ts';

export type Tone = 'yes' | 'who' | 'ask' | 'no';

export type Look = {
  tone: Tone;
  /** The verdict in a few words. */
  title: string;
  /** The one next action; null: something has to be found out or done first. */
  action: string | null;
};

const { verdict: say } = words;

const firstName = (name: string): string => name.split(' ')[0] ?? name;

/** The person in front: who is asked first. */
function personFor({ verdict, who, consult, agree }: Decision): string {
  const found = verdict === 'consult' ? consult?.people[0] : (agree?.people[0] ?? who[0]);
  return found?.name ?? who[0]?.name ?? say.someone;
}

/** Whether no rule decides, and the asker is the one who does then. */
export const decidesAlone = ({ verdict, next_step: next }: Decision): boolean =>
  verdict === 'handoff' && (next === 'grant' || next === 'do first');

/** Whether something has to be done before the yes, and nobody has said that it is. */
export const isHeldUp = ({ next_step: next }: Decision): boolean => next === 'do first';

const toBeDone = (decision: Decision): Decision['obligations'] =>
  isHeldUp(decision)
    ? decision.obligations.filter(({ when, done }) => when === 'before' && done === false)
    : [];

/** The same as commands, for whoever works by keys. */
export const commandsToBeDone = (decision: Decision, tell: (fact: string) => void): Command[] =>
  toBeDone(decision).flatMap(({ name, do: what = name, shown_by: fact }) =>
    fact === undefined
      ? []
      : [{ id: `done ${name}`, group: 'Do', label: words.verdict.isDone(what), run: () => tell(fact) }],
  );

export function lookOf(decision: Decision): Look {
  const { verdict, mode, missing, amount, unit, agree } = decision;
  const person = personFor(decision);
  const money = amount === undefined ? '' : `: ${amountWords(amount, unit)}`;
  switch (verdict) {
    case 'grant':
      return {
        tone: 'yes',
        title: `${say.grant}${money}`,
        action: isHeldUp(decision) ? null : say.act.grant,
      };
    case 'consult':
      return { tone: 'who', title: say.consult(person), action: say.act.consult(firstName(person)) };
    case 'ask':
      return { tone: 'ask', title: say.ask(missing.length), action: null };
    case 'decline':
      return decision.next_step === 'decline'
        ? { tone: 'no', title: say.decline, action: say.act.decline }
        : { tone: 'no', title: say.declineOpen, action: say.act.declineOpen };
    case 'handoff':
      if (decidesAlone(decision))
        return { tone: 'yes', title: `${say.residual}${money}`, action: say.act.grant };
      if (mode === 'transfer')
        return { tone: 'who', title: say.transfer(person), action: say.act.transfer(firstName(person)) };
      if (mode === 'agree')
        return {
          tone: 'who',
          title: say.agree(agree ? words.all(agree.units) : person),
          action: say.act.handoff(agree?.units[0] ?? firstName(person)),
        };
      return {
        tone: 'who',
        title: mode === 'advise' ? say.advise(person) : say.handoff(person),
        action: say.act.handoff(firstName(person)),
      };
  }
}
