/**
 * The stand-behind review of a complaint: the agent's long record first, then what they did, act by act, beside what the
 * book of that instant obliged or allowed. It accuses nobody: whoever went by the book is upheld, and so is everybody
 * else unless a named manager signs otherwise.
 */
import type { Review } from '../cases/conversation.ts';
import type { Event } from '../cases/event.ts';
import { evolve, newConversation } from '../cases/evolve.ts';
import { sentenceOf } from '../cases/timeline.ts';
import type { Total, WantedTotal } from '../cases/totals.ts';
import { NotLoaded, Refused, Turn, type Given } from '../cases/turn.ts';
import type { Clock } from '../explain/customer-time.ts';
import { formatInstant } from '../words/time.ts';
import { dutyMet, type Duty } from './duty.ts';
import { DECIDED, grantedRequest } from './judge-decided.ts';
import { PLAIN } from './judge-plain.ts';
import { longRecord, type LongRecord } from './own-record.ts';
import { isKind, shownBy, type Placed, type Shown } from './placed.ts';
import { allowed, type Judge, type Judged, type Seen } from './verdict.ts';

/** What was so at a place on the ledger. */
export type Past = {
  /** The organization's. */
  salt: string;
  /** The book and people in force there. */
  inForce: (placed: Placed) => Pick<Given, 'book' | 'organization'>;
  /** Running totals as they stood before it, by `wantedName`. */
  totals: (placed: Placed) => ReadonlyMap<string, Total>;
  /** Whose clock the sentences go by; left out: that of the organization. */
  clock?: Partial<Clock>;
};

export type WantedPast = { placed: Placed; totals: readonly WantedTotal[] };

export type Act = Judged & {
  shown_by: Shown;
  /** What was done, in a sentence. */
  did: string;
  /** The hash of the book that it is judged by. */
  book: string;
  /** What became of an act beyond the book. */
  mended?: 'ratified' | 'repaired';
};

/** What had to go with a yes. */
export type Went = {
  obligation: string;
  when: 'before' | 'after';
  /** Whether a fact on the record shows it; null where the book names none that would. */
  recorded: boolean | null;
  shown_by: Shown | null;
};

export type StandBehind = {
  case: string;
  review: string;
  about: string;
  opened: string;
  /** First, because one complaint does not erase it. */
  long_record: LongRecord;
  acts: Act[];
  obligations: Went[];
  duty: Duty;
  by_the_book: boolean;
  conclusion: string;
  complaint: string | null;
  agent: { told: string | null; words: string | null };
  /** Upheld unless a named manager signs otherwise by then. */
  due: string;
  outcome: { what: NonNullable<Review['outcome']>['what']; by: string; at: string } | null;
};

type Reviewed = { case: string; review: Review; complaint: Placed<'complained'> };

/**
 * Reviews one complaint.
 * @param record all that happened in the case's conversation, in order
 * @param earlier what happened in all conversations that the agent had a part in, at least up to the complaint, in order
 * @param about `reader`: whoever it is about is spoken to, and not of
 * @returns undefined when there is no such review; or what has to be loaded first
 */
export function standBehind(
  record: readonly Placed[],
  earlier: readonly Placed[],
  about: { case: string; review: string; reader?: string },
  past: Past,
): StandBehind | { wanted: readonly WantedPast[] } | undefined {
  const found = reviewed(record, about);
  if (!found) return undefined;
  const { review, complaint } = found;
  const before = record.filter(({ sequence }) => sequence < complaint.sequence);
  const wanted: WantedPast[] = [];
  const { acts, obligations } = judgeAll(before, found, past, wanted);
  if (wanted.length > 0) return { wanted };
  const mended = withMends(acts, record, about.case);
  const duty = dutyMet(before, about.case);
  if (!duty) return undefined;
  const byTheBook = mended.every(({ verdict, mended: how }) => verdict !== 'beyond' || how === 'ratified');
  const { outcome, agentTold, agentWords } = review;
  return {
    case: about.case,
    review: review.id,
    about: review.about,
    opened: formatInstant(review.openedAt),
    long_record: longRecord(review.about, earlierThan(earlier, found)),
    acts: mended,
    obligations,
    duty,
    by_the_book: byTheBook,
    conclusion: concluded(mended, obligations, about.reader === review.about ? 'you' : 'they'),
    complaint: review.words === '' ? null : review.words,
    agent: {
      told: agentTold === undefined ? null : formatInstant(agentTold),
      words: agentWords ?? null,
    },
    due: formatInstant(review.due),
    outcome: outcome ? { what: outcome.what, by: outcome.by, at: formatInstant(outcome.at) } : null,
  };
}

/** What happened up to the complaint, in other cases. */
function earlierThan(events: readonly Placed[], { case: caseId, complaint }: Reviewed): Placed[] {
  const opened = events.find(({ event }) => event.case === caseId);
  return events.filter(
    ({ sequence, conversation, event }) =>
      sequence < complaint.sequence &&
      event.case !== caseId &&
      // What is shared in its conversation belongs to this case from its opening on.
      (event.case !== null || conversation !== opened?.conversation || sequence < opened.sequence),
  );
}

function reviewed(record: readonly Placed[], about: { case: string; review: string }): Reviewed | undefined {
  const complaint = record.find(
    (placed): placed is Placed<'complained'> =>
      isKind(placed, 'complained') &&
      placed.event.case === about.case &&
      placed.event.review.id === about.review,
  );
  const state = record.reduce((before, { event }) => evolve(before, event), newConversation(''));
  const review = state.cases
    .find(({ id }) => id === about.case)
    ?.reviews.find(({ id }) => id === about.review);
  return complaint && review && { case: about.case, review, complaint };
}

/** Judges every act of the agent, and looks at what went with every yes of the case. */
function judgeAll(
  before: readonly Placed[],
  { case: caseId, review }: Reviewed,
  past: Past,
  wanted: WantedPast[],
): { acts: (Act & { event: Event })[]; obligations: Went[] } {
  const erased = before.some(
    ({ event }) => event.kind === 'erased' || (event.kind === 'opened' && !event.personal),
  );
  const acts: (Act & { event: Event })[] = [];
  const obligations: Went[] = [];
  let state = newConversation('');
  for (const placed of before) {
    const { event } = placed;
    const after = evolve(state, event);
    const own = event.by === review.about;
    if (event.case === caseId && (own || event.kind === 'granted')) {
      const from = event.kind === 'opened' ? after : state;
      const one = from.cases.find(({ id }) => id === caseId);
      const { salt } = past;
      const [standing, cases, customers] = [new Map(), new Map(), new Map()];
      const known = { salt, totals: past.totals(placed), standing, cases, customers };
      const given = { ...past.inForce(placed), ...known };
      const turn = new Turn(from, given, { kind: 'person', id: event.by }, event.at);
      try {
        const judged = one && own ? judge(event, { turn, one }, erased) : undefined;
        if (judged) acts.push({ ...judged, ...actOf(placed, turn, past.clock), event });
        if (one && isKind(placed, 'granted') && (own || one.asker === review.about))
          obligations.push(...wentWith(placed, { turn, one }, before, erased));
      } catch (error) {
        if (!(error instanceof NotLoaded)) throw error;
        wanted.push({ placed, totals: error.wanted.totals });
      }
    }
    state = after;
  }
  return { acts, obligations };
}

const actOf = (
  placed: Placed,
  { organization, book }: Turn,
  clock: Past['clock'],
): Pick<Act, 'shown_by' | 'did' | 'book'> => ({
  shown_by: shownBy(placed),
  did: sentenceOf(placed.event, {
    name: (id) => organization.people.get(id)?.name ?? id,
    zone: organization.zone,
    ...clock,
  }),
  book: book.hash,
});

/** Where what was known can't be read any more, what was decided then counts: it was checked when it was done. */
function judge(event: Event, seen: Seen, erased: boolean): Judged | undefined {
  const plain = PLAIN[event.kind] as Judge<Event['kind']> | undefined;
  if (plain) return plain(event, seen);
  const decided = DECIDED[event.kind] as Judge<Event['kind']> | undefined;
  if (!decided) return undefined;
  if (erased) return asDecidedThen(event);
  try {
    return decided(event, seen);
  } catch (error) {
    if (error instanceof Refused) return asDecidedThen(event);
    throw error;
  }
}

function asDecidedThen(event: Event): Judged {
  const rule =
    event.kind === 'granted' || event.kind === 'declined'
      ? event.answer.rule
      : 'decision' in event
        ? event.decision.rule
        : null;
  return allowed(
    rule ?? `case/${event.kind}`,
    'It was checked when it was done; what the customer had told is no longer on the record.',
  );
}

function wentWith(placed: Placed<'granted'>, seen: Seen, before: readonly Placed[], erased: boolean): Went[] {
  const { turn, one } = seen;
  const { event } = placed;
  const decided = erased
    ? []
    : turn.decide(one, event.answer.by, grantedRequest(seen, event.answer)).obligations;
  return event.obligations.flatMap((name): Went[] => {
    const declared = turn.book.obligations.get(name);
    if (!declared) return [];
    const fact = declared.shownBy;
    const shown =
      fact === undefined
        ? undefined
        : before.findLast((other) => other.sequence < placed.sequence && tells(other, one.id, fact));
    const done = decided.find((other) => other.name === name)?.done;
    const recorded = fact === undefined ? null : (done ?? (shown ? true : erased ? null : false));
    return [
      {
        obligation: name,
        when: declared.when,
        recorded,
        shown_by: recorded && shown ? shownBy(shown) : null,
      },
    ];
  });
}

/** Whether an event put a fact on a case's record. */
function tells({ event }: Placed, caseId: string, fact: string): boolean {
  if (event.case !== caseId) return false;
  if (event.kind === 'told') return event.names.includes(fact);
  if (event.kind === 'opened') return Object.hasOwn(event.personal?.request.facts ?? {}, fact);
  return event.kind === 'advised' && Object.hasOwn(event.personal?.facts ?? {}, fact);
}

/** What became of acts beyond the book, before the complaint or after it. */
function withMends(
  acts: readonly (Act & { event: Event })[],
  record: readonly Placed[],
  caseId: string,
): Act[] {
  const events = record.filter(({ event }) => event.case === caseId);
  return acts.map(({ event, ...act }) => {
    if (act.verdict !== 'beyond') return act;
    const mend = events.find(
      (placed) =>
        placed.sequence > act.shown_by.sequence &&
        (isKind(placed, 'over-promise mended')
          ? event.kind === 'over-promised' && placed.event.id === event.id
          : isKind(placed, 'ratified') && event.kind !== 'over-promised'),
    );
    if (!mend) return act;
    return { ...act, mended: isKind(mend, 'over-promise mended') ? mend.event.how : 'ratified' };
  });
}

/** One sentence or two, in plain words. */
function concluded(acts: readonly Act[], obligations: readonly Went[], who: 'you' | 'they'): string {
  const missing = obligations
    .filter(({ recorded }) => recorded === false)
    .map(({ obligation }) => obligation);
  const open = missing.length > 0 ? ` Not shown on the record: ${[...new Set(missing)].join(', ')}.` : '';
  if (acts.length === 0) return `Nothing that ${who} did is on the record of this case.${open}`;
  const subject = who === 'you' ? 'You' : 'They';
  const outside = acts.filter(({ verdict }) => verdict === 'beyond');
  if (outside.length === 0) return `${subject} went by the book in everything that ${who} did here.${open}`;
  const rules = [...new Set(outside.map(({ rule }) => rule))].join(', ');
  return outside.every(({ mended }) => mended === 'ratified')
    ? `${subject} went beyond the book (${rules}), and it was ratified.${open}`
    : `${subject} went beyond the book in ${outside.length} of ${acts.length} acts (${rules}).${open}`;
}
