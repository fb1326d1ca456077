/** `hold`, `resume`, `restate`, `promise` and `update`: what the customer hears; `say` and `rate`: what they say. */
import { MINUTE } from '../../words/time.ts';
import { ahead, mine, opened, staffOnly, unanswered } from '../checks.ts';
import { waitingFor } from '../conversation.ts';
import { sentence, tellCustomer } from '../customer.ts';
import { CUSTOMER, SAYSO } from '../event.ts';
import { notify } from '../notify.ts';
import { keepPromise } from '../promises.ts';
import type { CommandFunctions } from '../turn.ts';

const HOLD_MINUTES = 5;

/** Words that another sentence follows. */
const ended = (words: string): string => (/[.!?…]$/.test(words) ? words : `${words}.`);

export const informing: Pick<
  CommandFunctions,
  'hold' | 'resume' | 'restate' | 'promise' | 'update' | 'say' | 'rate'
> = {
  hold(turn, caseId, { minutes = HOLD_MINUTES, words }) {
    const one = mine(turn, unanswered(turn, caseId));
    const until = turn.at + minutes * MINUTE;
    turn.emit('held', caseId, { until });
    tellCustomer(turn, one, 'hold', words ?? sentence(turn, one, 'hold', { minutes }));
    keepPromise(turn, until);
  },

  resume(turn, caseId) {
    const one = mine(turn, opened(turn, caseId));
    if (!one.hold) throw turn.refused('not-on-hold', 'case', 'The case is not on hold.', 'Go on with it.');
    turn.emit('resumed', caseId, {});
  },

  restate(turn, caseId, { need, words }) {
    const one = mine(turn, opened(turn, caseId));
    turn.emit('restated', one.id, { personal: { need, ...(words !== undefined && { words }) } });
  },

  promise(turn, caseId, { by, words }) {
    staffOnly(turn);
    const one = opened(turn, caseId);
    ahead(turn, 'by', by);
    turn.emit('updated', one.id, words === undefined ? {} : { personal: { words } });
    const next = sentence(turn, one, 'next update', { time: by });
    tellCustomer(turn, one, 'update', words === undefined ? next : `${ended(words)} ${next}`);
    keepPromise(turn, by);
  },

  say(turn, caseId, { words }) {
    const before = turn.case(caseId);
    // What came to no answer goes on where it was, by a word.
    if (before.closed && !before.answer && before.closed.as !== 'duplicate')
      turn.emit('reopened', caseId, { owner: before.owner }, SAYSO);
    const one = opened(turn, caseId);
    turn.emit('customer said', caseId, { personal: { words } });
    // Whoever holds it, and whoever is asked: it may change what they say.
    for (const person of new Set([one.owner, ...waitingFor(one)]))
      if (person !== turn.by) notify(turn, caseId, person, 'customer said');
  },

  rate(turn, caseId, { service, outcome, words }) {
    const one = turn.case(caseId);
    if (turn.by !== CUSTOMER)
      throw turn.refused('not-for-you', 'by', 'Only the customer rates.', 'Send them their page.');
    if (!one.answer && !one.closed)
      throw turn.refused(
        'not-answered',
        'case',
        'The case is open and has no answer yet.',
        'Say more instead, or ask for a supervisor.',
      );
    if (service === undefined && outcome === undefined)
      throw turn.refused('nothing-told', '', 'Nothing was rated.', 'Rate the service, or what came of it.');
    turn.emit('rated', caseId, {
      ...(service !== undefined && { service }),
      ...(outcome !== undefined && { outcome }),
      ...(words !== undefined && { personal: { words } }),
    });
  },

  update(turn, caseId, { words, next }) {
    staffOnly(turn);
    const one = opened(turn, caseId);
    if (next !== undefined) ahead(turn, 'next', next);
    turn.emit('updated', one.id, { personal: { words } });
    tellCustomer(turn, one, 'update', words);
    keepPromise(turn, next);
  },
};
