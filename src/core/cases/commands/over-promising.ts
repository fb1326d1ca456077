/** `over_promise` and `ratify`: what went beyond the remit goes at once to somebody able. */
import { typeMeant } from '../../decide/request.ts';
import { managerLine } from '../../organization/people.ts';
import { staffOnly } from '../checks.ts';
import type { Case } from '../conversation.ts';
import { SAYSO } from '../event.ts';
import { openQuestion } from '../questions.ts';
import type { CommandFunctions, Turn } from '../turn.ts';
import { withAmount } from '../yes.ts';

export const overPromising: Pick<CommandFunctions, 'over_promise' | 'ratify'> = {
  over_promise(turn, caseId, { words, amount }) {
    staffOnly(turn);
    const one = turn.case(caseId);
    // Whoever was told that waits for it: the case goes on.
    if (one.closed) turn.emit('reopened', caseId, { owner: one.owner }, SAYSO);
    const id = `${one.id}/o${one.overPromises.length + 1}`;
    turn.emit('over-promised', caseId, {
      id,
      personal: { words },
      ...(amount !== undefined && { amount }),
    });
    openQuestion(turn, caseId, {
      kind: 'over-promise',
      people: ableFor(turn, turn.case(caseId), amount),
      decision: turn.decide(one),
      amount: normalAmount(turn, one, amount),
      words,
    });
  },

  ratify(turn, caseId, { words, amount }) {
    staffOnly(turn);
    // Mostly brought afterwards: a case may be closed by then, and stays so.
    const one = turn.case(caseId);
    openQuestion(turn, caseId, {
      kind: 'ratification',
      people: ableFor(turn, one, amount),
      decision: turn.decide(one),
      amount: normalAmount(turn, one, amount),
      words,
    });
  },
};

/** An amount as the decision writes it, where the request has one that is a fact. */
const normalAmount = (turn: Turn, one: Case, amount: string | undefined): string | undefined =>
  amount === undefined || typeMeant(turn.book, one.request.type)?.amount?.fact === undefined
    ? amount
    : turn.decide(one, one.asker, turn.readRaw(withAmount(turn, one, amount))).amount;

/** Whoever could have said yes to it; where nobody could, the managers above. */
function ableFor(turn: Turn, one: Case, amount: string | undefined): string[] {
  const fact = typeMeant(turn.book, one.request.type)?.amount?.fact;
  const request = turn.readRaw(
    amount === undefined || fact === undefined ? one.request : withAmount(turn, one, amount),
  );
  const able = turn.mayAnswer(one, request).map(({ id }) => id);
  const above = managerLine(turn.organization, turn.by).toReversed();
  const people = (able.length > 0 ? able : above).filter((id) => id !== turn.by);
  return people.length > 0 ? people : turn.anybodyElse();
}
