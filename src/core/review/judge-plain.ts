/** Acts that need no decision to be judged: the rules of every case are enough. */
import type { EventKind } from '../cases/event.ts';
import { allowed, beyond, obliged, type Judge } from './verdict.ts';

type Plain =
  | 'signal raised'
  | 'supervisor asked'
  | 'held'
  | 'resumed'
  | 'passed on'
  | 'advised'
  | 'agreed'
  | 'appealed'
  | 'over-promise mended'
  | 'ratified'
  | 'transferred'
  | 'owner changed'
  | 'fulfilled'
  | 'abuse warned'
  | 'contact ended'
  | 'closed'
  | 'updated';

const JUDGES: { readonly [K in Plain]: Judge<K> } = {
  'signal raised': ({ signal }) =>
    obliged(`signals/${signal}`, 'Whoever notices it says so, and the right people hear at once.'),
  'supervisor asked': () => obliged('case/a supervisor when wanted', 'Whoever can decide is asked at once.'),
  held: () => allowed('case/hold', 'A breath with a polite line and a clock is always allowed.'),
  resumed: () => allowed('case/hold', 'Back after a breath.'),
  'passed on': () => allowed('case/pass', 'Nobody has to take a question, and no mark is made.'),
  advised: ({ rule }) => allowed(rule ?? 'case/consult', 'A view was asked for, and given.'),
  agreed: ({ by, unit }, { turn }) =>
    turn.speaksFor(by, unit)
      ? allowed(`units/${unit}`, `They speak for ${unit}.`)
      : beyond(`units/${unit}`, `They do not speak for ${unit}.`),
  appealed: () => allowed('case/one other look', 'A no may be looked at once more by somebody else.'),
  'over-promise mended': ({ how }) =>
    obliged('case/over-promise', `What was promised is honored or repaired: it was ${how}.`),
  ratified: () => allowed('case/ratify', 'What was done for a customer is normally ratified.'),
  transferred: () => obliged('case/take over', 'The customer was being handed to somebody who can decide.'),
  'owner changed': ({ because }) =>
    allowed('case/change of owner', `Passing a case on is never refused and never a mark (${because}).`),
  fulfilled: (_, { turn, one }) =>
    obliged(
      'case/carry out',
      one.fulfillBy === undefined || turn.at <= one.fulfillBy
        ? 'A yes is carried out, and it was in time.'
        : 'A yes is carried out, and this one was, later than set.',
    ),
  'abuse warned': () => allowed('case/abuse', 'Abuse is never part of the job: it may be named.'),
  'contact ended': ({ because }, { one }) =>
    because === 'threat' || one.abuse?.warned !== undefined
      ? allowed('case/abuse', 'After a threat, or a warning, the contact may end; the request goes on.')
      : beyond('case/abuse', 'Abuse is warned of once before the contact ends.'),
  closed: ({ as }, { one }) => {
    if (as === 'met')
      return one.fulfilled
        ? undefined
        : beyond('case/carry out', 'Nobody had confirmed that it was carried out.');
    if (as === 'declined')
      return one.answer?.kind === 'no'
        ? undefined
        : beyond('case/no dead end', 'No complete no had been said.');
    return allowed('case/close', `Closed as ${as}.`);
  },
  updated: (_, { turn }) => {
    const promise = turn.conversation.promise;
    return promise && promise.broken === 0 && turn.at <= promise.due
      ? obliged('case/promise', 'The customer hears by the time they were told, and did.')
      : allowed('case/promise', 'Writing to the customer is always welcome.');
  },
};

export const PLAIN: { readonly [K in EventKind]?: Judge<K> } = JUDGES;
