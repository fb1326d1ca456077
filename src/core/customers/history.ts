/**
 * What stands beside the verdict: what a customer was promised and granted before, and what is open. For whoever serves
 * them now. It holds nothing of what was declined or complained of, and blames nobody.
 */
import { isOpen, stageOf, type Case, type Conversation, type Stage } from '../cases/conversation.ts';
import type { Event } from '../cases/event.ts';
import { typeMeant } from '../decide/request.ts';
import type { Book } from '../book/book.ts';
import type { Instant } from '../words/time.ts';

export type History = {
  /** Of the next update: the latest first. */
  promises: { conversation: string; due: Instant; state: 'open' | 'kept' | 'broken' }[];
  /** Yeses, to requests and to alternatives: the latest first. */
  granted: {
    case: string;
    /** The request type or the alternative. */
    what: string;
    at: Instant;
    amount?: string;
    unit?: string;
    /** Out of the favor allowance. */
    favor: boolean;
    carriedOut: 'done' | 'open' | 'late';
    /** By when, while it is not done. */
    due?: Instant;
  }[];
  open: { case: string; type: string; stage: Stage; owner: string; openedAt: Instant }[];
};

/** Events that say what became of promises. */
export type PromiseEvent = Event<'promised'> | Event<'promise kept'> | Event<'promise broken'>;
export const PROMISE_KINDS: readonly PromiseEvent['kind'][] = ['promised', 'promise kept', 'promise broken'];

/** As many of each as somebody reads while the customer waits. */
const MOST_SHOWN = 10;

/**
 * The history of a customer.
 * @param conversations those in which they are the customer
 * @param happened what became of promises in them, in order
 */
export function historyOf(
  book: Book,
  customer: string,
  conversations: readonly Conversation[],
  happened: readonly { conversation: string; event: PromiseEvent }[],
  at: Instant,
): History {
  const cases = conversations.flatMap((one) =>
    one.cases.filter(({ request }) => request.customer === customer),
  );
  return {
    promises: latest(promisesOf(conversations, happened), ({ due }) => due),
    granted: latest(
      cases.flatMap((one) => grantedIn(book, one, at)),
      (one) => one.at,
    ),
    open: latest(
      cases.filter(isOpen).map((one) => ({
        case: one.id,
        type: one.request.type,
        stage: stageOf(one),
        owner: one.owner,
        openedAt: one.openedAt,
      })),
      ({ openedAt }) => openedAt,
    ),
  };
}

const latest = <T>(all: readonly T[], when: (one: T) => Instant): T[] =>
  all.toSorted((a, b) => when(b) - when(a)).slice(0, MOST_SHOWN);

function promisesOf(
  conversations: readonly Conversation[],
  happened: readonly { conversation: string; event: PromiseEvent }[],
): History['promises'] {
  const known = new Map<string, History['promises'][number] & { said: boolean }>();
  for (const { conversation, event } of happened) {
    const before = known.get(event.promise);
    if (event.kind === 'promised')
      known.set(event.promise, { conversation, due: event.due, state: 'open', said: false });
    else if (before && before.state !== 'broken')
      known.set(event.promise, {
        ...before,
        state: event.kind === 'promise kept' ? 'kept' : 'broken',
        said: true,
      });
  }
  const present = new Set(conversations.flatMap(({ promise }) => promise?.id ?? []));
  // One that another has replaced was neither kept nor broken.
  return [...known]
    .toReversed()
    .flatMap(([id, { said, ...promise }]) => (said || present.has(id) ? [promise] : []));
}

function grantedIn(book: Book, one: Case, at: Instant): History['granted'] {
  const { answer, fulfillBy, fulfilled } = one;
  if (answer?.kind !== 'yes') return [];
  const late = fulfillBy !== undefined && at >= fulfillBy;
  return [
    {
      case: one.id,
      what: answer.alternative ?? answer.type,
      at: answer.at,
      ...(answer.amount !== undefined && { amount: answer.amount }),
      ...(answer.unit !== undefined && { unit: answer.unit }),
      favor: typeMeant(book, answer.type)?.name === 'favor',
      carriedOut: fulfilled ? 'done' : late ? 'late' : 'open',
      ...(!fulfilled && fulfillBy !== undefined && { due: fulfillBy }),
    },
  ];
}
