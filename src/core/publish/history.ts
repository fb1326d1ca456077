/**
 * Which book counts when. The books that were put in, published or rolled back to follow each other; emergency notices lie
 * on top of whichever is in force, each from its beginning to its end. All of it stands on the ledger.
 */
import type { Event } from '../cases/event.ts';
import type { Json } from '../words/hash.ts';
import type { Instant } from '../words/time.ts';

/** A book without notices, in force from an instant until the next one. */
export type Base = {
  since: Instant;
  /** Of its text. */
  hash: string;
  /** Where it stands on the ledger; of two from one instant the later one counts. */
  sequence: number;
  at: Instant;
  by: string;
  how: 'put' | 'published' | 'rolled back';
  draft?: string;
  uploadedBy?: string;
  because?: string;
  /** It was to come, and never does. */
  withdrawn?: { by: string; at: Instant; because: string };
};

export type Notice = {
  id: string;
  /** Its grants are called by it: "refund/notices/storm". */
  name: string;
  types: readonly string[];
  /** The grant as it stands in a book. */
  gives: Readonly<Record<string, Json>>;
  since: Instant;
  /** Its end (exclusive), as it was given or earlier. */
  until: Instant;
  by: string;
  because: string;
  sequence: number;
};

export type History = { bases: readonly Base[]; notices: readonly Notice[] };

/** An event with its place on the ledger. */
export type Recorded = { sequence: number; event: Event };

/** What book events, in the order of the ledger, come to. */
export function historyOf(record: readonly Recorded[]): History {
  const bases: Base[] = [];
  const notices = new Map<string, Notice>();
  for (const { sequence, event } of record) {
    switch (event.kind) {
      case 'version':
      case 'book published':
      case 'book rolled back':
        bases.push(baseOf(sequence, event));
        break;
      case 'book withdrawn': {
        const one = bases.findLast(({ hash, since }) => hash === event.book && since <= event.inForceFrom);
        if (one) one.withdrawn = { by: event.by, at: event.at, because: event.because };
        break;
      }
      case 'notice given':
        notices.set(event.notice, noticeOf(sequence, event));
        break;
      case 'notice ended': {
        const one = notices.get(event.notice);
        if (one) notices.set(one.id, { ...one, until: Math.min(one.until, event.inForceFrom) });
        break;
      }
      default:
        break;
    }
  }
  bases.sort((a, b) => a.since - b.since || a.sequence - b.sequence);
  return { bases, notices: [...notices.values()] };
}

function baseOf(sequence: number, event: Event<'version' | 'book published' | 'book rolled back'>): Base {
  const { book: hash, inForceFrom: since, at, by } = event;
  const base = { since, hash, sequence, at, by };
  switch (event.kind) {
    case 'version':
      return { ...base, how: 'put' };
    case 'book published':
      return { ...base, how: 'published', draft: event.draft, uploadedBy: event.uploadedBy };
    case 'book rolled back':
      return { ...base, how: 'rolled back', because: event.because };
  }
}

const noticeOf = (sequence: number, event: Event<'notice given'>): Notice => ({
  id: event.notice,
  name: event.name,
  types: event.types,
  gives: event.gives,
  since: event.inForceFrom,
  until: event.until,
  by: event.by,
  because: event.because,
  sequence,
});

/** The books that were not withdrawn, ascending. */
export const standing = ({ bases }: History): Base[] => bases.filter(({ withdrawn }) => !withdrawn);

/** The book that counts at an instant, notices apart. */
export const baseAt = (history: History, at: Instant): Base | undefined =>
  standing(history).findLast(({ since }) => since <= at);

/** The book that was brought in last, whenever it comes into force: what a draft is made for. */
export const newestBase = (history: History): Base | undefined =>
  standing(history)
    .toSorted((a, b) => a.sequence - b.sequence)
    .at(-1);

/** The notices that lie on the book at an instant, the earliest first. */
export const noticesAt = ({ notices }: History, at: Instant): Notice[] =>
  notices.filter(({ since, until }) => since <= at && at < until);

/** What counts from an instant on, until the next one. */
export type Stretch = { since: Instant; base: string; notices: readonly Notice[] };

/**
 * What counts from `from` on: a stretch for every instant at which something begins or ends.
 * @param also further instants that get a stretch: those from which something is stored already
 */
export function stretchesFrom(history: History, from: Instant, also: readonly Instant[]): Stretch[] {
  const starts = [
    from,
    ...also,
    ...history.bases.map(({ since }) => since),
    ...history.notices.flatMap(({ since, until }) => [since, until]),
  ];
  return [...new Set(starts)]
    .filter((since) => since >= from)
    .toSorted((a, b) => a - b)
    .flatMap((since) => {
      const base = baseAt(history, since);
      return base ? [{ since, base: base.hash, notices: noticesAt(history, since) }] : [];
    });
}
