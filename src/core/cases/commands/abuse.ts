/** `warn` and `end_contact`: abuse is never part of the job, and the request survives it. */
import { opened, staffOnly } from '../checks.ts';
import type { Case } from '../conversation.ts';
import { sentence, tellCustomer } from '../customer.ts';
import { notify } from '../notify.ts';
import { promiseNext } from '../promises.ts';
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
    if (to !== undefined && turn.colleague(to, 'to').id !== one.owner) {
      turn.emit('owner changed', caseId, { from: one.owner, to, because: 'abuse' });
      notify(turn, caseId, to, 'handed over');
    }
    followUp(turn, one);
    const next = promiseNext(turn);
    tellCustomer(turn, one, 'update', sentence(turn, one, 'contact goes on', { time: next }));
  },
};

/** The agent's manager asks how they are, and takes it from there. */
function followUp(turn: Turn, one: Case): void {
  const manager = turn.organization.people.get(turn.by)?.manager;
  notify(turn, one.id, manager ?? one.owner, 'follow up');
}
