/**
 * What a customer sees of their conversation: what was asked, who has it (by role, never by name), by when they hear, what
 * they were told, and what they can do. Nothing internal: no rule, no person, no grade, no flag.
 */
import { amountIn } from '../explain/amount.ts';
import { caseWords } from '../explain/case-words.ts';
import { answer } from '../explain/answer.ts';
import { calledByCustomers } from '../explain/say.ts';
import type { Instant } from '../words/time.ts';
import type { Looked } from './advance.ts';
import type { CommandName } from './command.ts';
import { isOpen, openQuestions, waitingFor, type Case, type Conversation } from './conversation.ts';
import { customerZone } from './customer.ts';
import { CUSTOMER, type Event } from './event.ts';
import type { Given } from './turn.ts';

/** Where a request stands, as a customer understands it. */
export type PageStage = 'with us' | 'waiting for you' | 'yes' | 'done' | 'no' | 'closed';

export type PageCase = {
  id: string;
  /** In the words that it came in, or in which customers ask for such a thing. */
  asked: string;
  askedAt: Instant;
  stage: PageStage;
  /** Who has it, by role. */
  with: string;
  /** A no, as it was said. */
  no?: string;
  amount?: string;
  fulfillBy?: Instant;
  fulfilledAt?: Instant;
  /** What they may take instead. */
  offers: readonly { alternative: string; says: string }[];
  may: readonly CommandName[];
};

export type CustomerPage = {
  language: string;
  timeZone: string;
  /** Whether anybody has said that it is theirs; else it is ours, or what their browser says. */
  isZoneSaid: boolean;
  /** By when they hear next; null: nothing is owed to them. */
  nextUpdate: { at: Instant; says: string } | null;
  cases: readonly PageCase[];
  /** What was said, in order. */
  history: readonly { at: Instant; by: 'us' | 'you'; says: string }[];
};

/** What is known of a case beside its state. */
export type SeenCase = { looked: Looked | undefined; may: readonly CommandName[] };

/**
 * @param said.told what the customer was told, from what went out
 * @param here the zone of the clock before them, for where nobody has said theirs
 */
export function customerPage(
  conversation: Conversation,
  given: Pick<Given, 'book' | 'organization'>,
  seen: ReadonlyMap<string, SeenCase>,
  said: { events: readonly Event[]; told: readonly { at: Instant; words: string }[] },
  at: Instant,
  here?: string,
): CustomerPage {
  const { book } = given;
  const [first] = conversation.cases;
  const language = first?.request.language ?? book.language;
  const saidZone = first?.request.time_zone;
  const zone = customerZone(book, saidZone ?? here);
  const { promise } = conversation;
  const isOwed = promise !== undefined && conversation.cases.some(isOpen);
  return {
    language,
    timeZone: zone.name,
    isZoneSaid: saidZone !== undefined,
    nextUpdate: isOwed
      ? { at: promise.due, says: caseWords(book, language, 'next update', at, { zone, time: promise.due }) }
      : null,
    cases: conversation.cases.map((one) => pageCase(given, one, seen.get(one.id), said.events, language)),
    history: [
      ...said.told.map(({ at: when, words }) => ({ at: when, by: 'us' as const, says: words })),
      ...said.events.flatMap(ownWords),
    ].toSorted((a, b) => a.at - b.at),
  };
}

/** What a customer wrote themselves. */
function ownWords(event: Event): CustomerPage['history'] {
  if (event.by !== CUSTOMER) return [];
  const { personal } = event as { personal?: { words?: string } };
  return personal?.words === undefined ? [] : [{ at: event.at, by: 'you', says: personal.words }];
}

function pageCase(
  given: Pick<Given, 'book' | 'organization'>,
  one: Case,
  seen: SeenCase | undefined,
  events: readonly Event[],
  language: string,
): PageCase {
  const { book } = given;
  const yes = one.answer?.kind === 'yes' ? one.answer : undefined;
  const alternatives = seen?.looked
    ? answer(book, seen.looked.request, seen.looked.decision, language).alternatives
    : [];
  return {
    id: one.id,
    asked: askedIn(given, one, events),
    askedAt: one.openedAt,
    stage: stageFor(one),
    with: withWhom(given, one, language),
    ...(one.answer?.kind === 'no' && !hasOpenAppeal(one) && { no: one.answer.tell }),
    ...(yes?.amount !== undefined && {
      amount: amountIn(language, yes.amount, yes.unit),
    }),
    ...(yes && one.fulfillBy !== undefined && { fulfillBy: one.fulfillBy }),
    ...(one.fulfilled && { fulfilledAt: one.fulfilled.at }),
    // What they were offered, or what came with a no, as far as it can be granted at once; words are only told.
    offers: alternatives
      .filter(
        ({ name, kind, verdict }) =>
          kind !== 'tell' &&
          verdict === 'grant' &&
          (one.offered.includes(name) ||
            (one.answer?.kind === 'no' && one.answer.alternatives.includes(name))),
      )
      .map(({ name, say }) => ({ alternative: name, says: say })),
    may: seen?.may ?? [],
  };
}

/** What was asked: the words of the opening, or how customers ask for such a thing; a wish of no type as it is. */
function askedIn({ book }: Pick<Given, 'book'>, one: Case, events: readonly Event[]): string {
  const opened = events.find((event) => event.kind === 'opened' && event.case === one.id) as
    | Event<'opened'>
    | undefined;
  const type = book.types.get(one.request.type);
  return opened?.personal?.words ?? type?.saidAs[0] ?? one.request.type.replaceAll('_', ' ');
}

const hasOpenAppeal = (one: Case): boolean => openQuestions(one).some(({ kind }) => kind === 'appeal');

function stageFor(one: Case): PageStage {
  if (one.fulfilled) return 'done';
  if (one.answer?.kind === 'yes') return 'yes';
  if (one.answer?.kind === 'no' && !hasOpenAppeal(one)) return 'no';
  if (one.closed) return 'closed';
  return one.awaiting ? 'waiting for you' : 'with us';
}

/** Whoever is asked, else whoever holds it: by the role that the book has words for. */
function withWhom(
  { book, organization }: Pick<Given, 'book' | 'organization'>,
  one: Case,
  language: string,
): string {
  const [asked] = waitingFor(one);
  return calledByCustomers(book, language, organization.people.get(asked ?? one.owner));
}
