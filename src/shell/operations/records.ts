/** Reviews, duty, one's own record, the ledger, and what other systems granted. */
import { labelOf } from '../../core/book/form.ts';
import { problem, type Problems, type Refusal } from '../../core/cases/refusal.ts';
import { managerLine } from '../../core/organization/people.ts';
import { mayChangeBook } from '../../core/publish/right.ts';
import { wireInstant } from '../../contract/wire/common.ts';
import { entriesAfter } from '../ledger/read.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { tryEffectAgain } from '../outbox/outbox.ts';
import { unknownOrganization } from '../refusals.ts';
import { reportGrant } from '../reported-grants.ts';
import { dutyOf, ownEntries, ownRecord, reviewFor } from '../reviews.ts';
import { openReviews } from '../store/reviews.ts';
import { listSetAside } from '../store/lists.ts';
import { tryTimerAgain } from '../timers/timers.ts';
import { clockOf } from './cases.ts';
import { personOf, type Implementations, type Work } from './implementation.ts';
import { PAGE, sequenceAfter } from './paging.ts';

type Records =
  | 'review.show'
  | 'review.mine'
  | 'review.duty'
  | 'record.show'
  | 'record.export'
  | 'ledger.verify'
  | 'ledger.entries'
  | 'grant.report'
  | 'set-aside.list'
  | 'set-aside.again';

/** What concerns the whole organization is for whoever may change its book. */
function notTheirs({ inForce: { book }, person, at }: Work): Problems | undefined {
  return mayChangeBook(book, person, at)
    ? undefined
    : problem(
        'not-for-you',
        '',
        'That is for whoever may change the book: the policy owner, and management.',
        'Ask one of them.',
      );
}

const answered = <T extends object>(found: T | { refused: Refusal }): { output: T } | Problems =>
  'refused' in found ? { problems: [found.refused] } : { output: found };

export const records: Implementations<Records> = {
  'review.show': async (work, { case: id, review, ...wanted }) => {
    const { engine, organization } = work;
    const clock = clockOf(work, wanted);
    if ('problems' in clock) return clock;
    return answered(
      await reviewFor(engine, organization, {
        case: id,
        by: personOf(work).id,
        clock,
        ...(review !== undefined && { review }),
      }),
    );
  },
  'review.mine': async (work) => {
    const { id } = personOf(work);
    const { organization: people } = work.inForce;
    const all = await openReviews(work.engine, work.organization);
    const theirs = all.filter(
      ({ review: { about, agentTold } }) =>
        about === id || (agentTold !== undefined && managerLine(people, about).includes(id)),
    );
    return {
      output: {
        reviews: theirs
          .toSorted((a, b) => a.review.due - b.review.due)
          .map(({ one, review: { id: review, about, agentWords, openedAt, due } }) => ({
            case: one.id,
            review,
            label: labelOf(one.request.type),
            about: { id: about, name: people.people.get(about)?.name ?? about },
            opened_at: wireInstant(openedAt),
            due: wireInstant(due),
            waits: about !== id ? 'sign' : agentWords === undefined ? 'respond' : null,
          })),
      },
    };
  },
  'review.duty': async ({ engine, organization }, { case: id }) =>
    answered(await dutyOf(engine, organization, id)),
  'record.show': async (work) => {
    const { id } = personOf(work);
    const own = await ownRecord(work.engine, work.organization, { of: id, by: id });
    if ('refused' in own) return { problems: [own.refused] };
    const { person, reviews, ...counted } = own;
    return {
      output: {
        person,
        reviews: [...reviews],
        ...(Object.fromEntries(
          Object.entries(counted).map(([name, shown]) => [name, [...shown]]),
        ) as unknown as { [Name in keyof typeof counted]: (typeof counted)[Name][number][] }),
      },
    };
  },
  'record.export': async (work) => {
    const { id } = personOf(work);
    const entries = await ownEntries(work.engine, work.organization, { of: id, by: id });
    return 'refused' in entries ? { problems: [entries.refused] } : { output: { entries } };
  },
  'ledger.verify': async (work) => {
    const wrong = notTheirs(work);
    if (wrong) return wrong;
    const { engine, organization } = work;
    const verified = await verifyLedger(engine, organization, engine.anchorsDir);
    if (!verified) return { problems: [{ ...unknownOrganization(organization), path: '' }] };
    const { organization: _, anchors, ...rest } = verified;
    const last = anchors.last && { ...anchors.last, at: wireInstant(anchors.last.at) };
    return { output: { ...rest, anchors: { ...anchors, last } } };
  },
  'ledger.entries': async (work, { most = PAGE, after }) => {
    const wrong = notTheirs(work);
    if (wrong) return wrong;
    const from = sequenceAfter(after);
    if (typeof from === 'object') return from;
    const found = await entriesAfter(work.engine, work.organization, from, most + 1);
    const page = found.slice(0, most);
    return {
      output: { entries: page, next: found.length > most ? String(page.at(-1)?.sequence) : null },
    };
  },
  'grant.report': async (work, sent) => {
    const { engine, organization } = work;
    const reported = await reportGrant(engine, organization, sent, personOf(work).id);
    return 'problems' in reported ? reported : { output: reported };
  },
  'set-aside.list': async (work) => {
    const wrong = notTheirs(work);
    if (wrong) return wrong;
    const found = await listSetAside(work.engine, work.organization);
    return { output: { set_aside: found.map((one) => ({ ...one, at: wireInstant(one.at) })) } };
  },
  'set-aside.again': async (work, { kind, id }) => {
    const wrong = notTheirs(work);
    if (wrong) return wrong;
    const again = kind === 'message' ? tryEffectAgain : tryTimerAgain;
    const found = await work.engine.database.use((pool) => again(pool, work.organization, id));
    if (!found)
      return problem(
        'not-set-aside',
        'id',
        `No ${kind} of the id "${id}" rests.`,
        'Look at what does: the list of what was set aside.',
      );
    work.engine.wake(work.organization);
    return { output: { again: true } };
  },
};
