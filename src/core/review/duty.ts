/**
 * Duty met: whether the product was put right and the service was pleasant and competent, derived from what was done.
 * Nobody fills in a form, and the customer's mood is not asked: of complaints, appeals, signals and abuse nothing is read.
 */
import type { Case } from '../cases/conversation.ts';
import type { EventKind } from '../cases/event.ts';
import { replay } from '../cases/evolve.ts';
import { isKind, shownBy, type Placed, type Shown } from './placed.ts';

export type DutyPart = {
  part: string;
  /** Null: it did not come to that, or not yet. */
  met: boolean | null;
  because: string;
  /** The event that shows it. */
  shown_by: Shown | null;
};

export type Duty = {
  case: string;
  /** Null: nothing is amiss, and the case is not over yet. */
  met: boolean | null;
  /** The product put right. */
  product: DutyPart[];
  /** Service pleasant and competent. */
  service: DutyPart[];
};

/** One case with its events, those of its conversation's promise among them. */
type Served = { one: Case; events: readonly Placed[] };
type Found = Pick<DutyPart, 'met' | 'because'> & { by?: Placed | undefined };

/**
 * Whether duty was met in a case.
 * @param record all that happened in its conversation, in order
 * @returns undefined when the record has no such case
 */
export function dutyMet(record: readonly Placed[], caseId: string): Duty | undefined {
  const begun = record.findIndex((placed) => isKind(placed, 'opened') && placed.event.case === caseId);
  if (begun < 0) return undefined;
  const one = replay(
    '',
    record.map(({ event }) => event),
  ).cases.find(({ id }) => id === caseId);
  if (!one) return undefined;
  const ended = one.closed
    ? record.findLastIndex((placed) => isKind(placed, 'closed') && placed.event.case === caseId)
    : record.length - 1;
  const events = record.filter(
    ({ event }, i) => event.case === caseId || (event.case === null && begun <= i && i <= ended),
  );
  const served = { one, events };
  const product = [
    part('a yes is carried out in time', carriedOut(served)),
    part('a no comes with what can be done instead', alternatives(served)),
    part('what was promised beyond the remit is mended', mended(served)),
  ];
  const service = [
    part('answered, or handed on, within the response target', inTime(served)),
    part('the customer heard when they were told they would', promises(served)),
    part('the need was said back before a no that is not settled', needHeard(served)),
  ];
  const failed = [...product, ...service].some(({ met }) => met === false);
  return { case: caseId, met: failed ? false : one.closed ? true : null, product, service };
}

const part = (name: string, { met, because, by }: Found): DutyPart => ({
  part: name,
  met,
  because,
  shown_by: by ? shownBy(by) : null,
});

const first = (events: readonly Placed[], ...kinds: EventKind[]): Placed | undefined =>
  events.find((placed) => isKind(placed, ...kinds));
const last = (events: readonly Placed[], ...kinds: EventKind[]): Placed | undefined =>
  events.findLast((placed) => isKind(placed, ...kinds));
const after = (events: readonly Placed[], placed: Placed): readonly Placed[] =>
  events.slice(events.indexOf(placed) + 1);

function carriedOut({ one, events }: Served): Found {
  const yes = last(events, 'granted');
  if (one.answer?.kind !== 'yes' || !yes) return { met: null, because: 'There is no yes to carry out.' };
  const since = after(events, yes);
  const done = first(since, 'fulfilled');
  const late = first(since, 'fulfillment late');
  if (late) return { met: false, because: 'It was not carried out by the time that was set.', by: late };
  return done
    ? { met: true, because: 'It was carried out in time.', by: done }
    : { met: null, because: 'It is not carried out yet, and there is still time.' };
}

function alternatives({ one, events }: Served): Found {
  const offered = last(events, 'alternative offered');
  if (offered) return { met: true, because: 'The customer was offered something else.', by: offered };
  if (one.answer?.kind !== 'no') return { met: null, because: 'There is no no.' };
  return one.answer.alternatives.length > 0
    ? {
        met: true,
        because: `Offered with it: ${one.answer.alternatives.join(', ')}.`,
        by: last(events, 'declined'),
      }
    : { met: null, because: 'The book had nothing that could be granted instead.' };
}

function mended({ one, events }: Served): Found {
  if (one.overPromises.length === 0) return { met: null, because: 'Nothing was promised beyond the remit.' };
  if (one.overPromises.every((over) => over.mended))
    return { met: true, because: 'It was honored or repaired.', by: last(events, 'over-promise mended') };
  return one.closed
    ? {
        met: false,
        because: 'It was neither honored nor repaired.',
        by: last(events, 'over-promised'),
      }
    : { met: null, because: 'Somebody able is mending it.' };
}

/** Whoever hands on in time has done their part, however long the answer then takes. */
function inTime({ one, events }: Served): Found {
  const moved = first(
    events,
    'granted',
    'declined',
    'asked',
    'customer asked',
    'transferred',
    'released',
    'alternative offered',
  );
  if (moved && (one.answerBy === undefined || moved.event.at <= one.answerBy))
    return { met: true, because: MOVED[moved.event.kind] ?? 'It was handed on in time.', by: moved };
  const late = first(events, 'answer late');
  if (late)
    return { met: false, because: 'Nothing had been answered or handed on when it was due.', by: late };
  return { met: null, because: one.closed ? 'It closed before it was due.' : 'There is still time.' };
}

const MOVED: Partial<Record<EventKind, string>> = {
  granted: 'The answer came in time.',
  declined: 'The answer came in time.',
  'customer asked': 'What the answer hung on was asked in time.',
  'alternative offered': 'Something else was offered in time.',
};

function promises({ events }: Served): Found {
  const broken = first(events, 'promise broken');
  if (broken) return { met: false, because: 'A promised update did not come in time.', by: broken };
  const kept = last(events, 'promise kept');
  return kept
    ? { met: true, because: 'Every promised update came in time.', by: kept }
    : { met: null, because: 'No update has been due.' };
}

function needHeard({ one, events }: Served): Found {
  const restated = first(events, 'restated');
  if (one.answer?.kind !== 'no' || one.answer.agreedBy === undefined)
    return restated
      ? { met: true, because: 'The need was said back.', by: restated }
      : { met: null, because: 'There is no no that asks for it.' };
  const no = last(events, 'declined');
  return restated && no && restated.sequence < no.sequence
    ? { met: true, because: 'The need was said back before the no.', by: restated }
    : { met: false, because: 'The no was said before the need was said back.', by: no };
}
