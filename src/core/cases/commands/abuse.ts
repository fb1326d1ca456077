/** `warn` and `end_contact`: abuse is never part of the job, and the request survives it. */
import { managerLine } from '../../organization/people.ts';
import { opened, staffOnly } from '../checks.ts';
import type { Case } from '../conversation.ts';
import { sentence, tellCustomer } from '../customer.ts';
import { notify } from '../notify.ts';
import { keepPromise, promiseNext } from '../promises.ts';
import type { CommandFunctions, Turn } from '../turn.ts';

export const abuse: Pick<CommandFunctions, 'warn' | 'end_contact'> = {
  warn(turn, caseId, { words }) {
    staffOnly(turn);
    const one = opened(turn, caseId);
    turn.emit('abuse warned', caseId, words === undefined ? {} : { personal: { words } });
    tellCustomer(turn, one, 'warning', words ?? sentence(turn, one, 'warning'));
  },

  end_contact(turn, caseId, { because, to }) {
    staffOnly(turn);
    const one = opened(turn, caseId);
    if (because === 'abuse' && one.abuse?.warned === undefined)
      throw turn.refused(
        'warn-first',
        'because',
        'Abuse is warned of once before the contact ends; a threat needs no warning.',
        'Warn: warn. After a threat: because threat.',
      );
    turn.emit('contact ended', caseId, { because });
    const next = to === undefined ? goesOn(turn, one) : turn.colleague(to, 'to').id;
    if (next !== undefined && next !== one.owner) {
      turn.emit('owner changed', caseId, { from: one.owner, to: next, because: 'abuse' });
      notify(turn, caseId, next, 'handed over');
    }
    followUp(turn, one);
    keepPromise(turn);
    const time = turn.conversation.promise?.due ?? promiseNext(turn);
    tellCustomer(turn, one, 'update', sentence(turn, one, 'contact goes on', { time }));
  },
};

/** Who goes on with the request: whoever can decide it and is there, else the agent's manager. */
const goesOn = (turn: Turn, one: Case): string | undefined =>
  (one.answer ? undefined : turn.reachable(turn.mayAnswer(one))[0]) ??
  managerLine(turn.organization, turn.by).find((id) => turn.worksHere(id));

/** The agent's manager asks how they are, and takes it from there. */
function followUp(turn: Turn, one: Case): void {
  const manager = turn.organization.people.get(turn.by)?.manager;
  notify(turn, one.id, manager ?? one.owner, 'follow up');
}
