/**
 * A person's own record: what counts for them, each with the place on the ledger that shows it. There is no list of
 * complaints, declines, flips or over-promises in it, so that none can be made of it; reviews about themself are there,
 * because the record is theirs and complete.
 */
import type { Event, EventKind } from '../cases/event.ts';
import { shownBy, type Placed, type Shown } from './placed.ts';

/** What counts for a person. Nothing counts against anybody. */
const COUNTED = [
  /** Cases in which they served the customer. */
  'served',
  /** Yeses that rested on their own authority, or on one lent to them. */
  'granted',
  /** Of these, on the favor allowance: their own judgment. */
  'favors',
  /** Cases that they handed to somebody able, or let go of: good work. */
  'handed_on',
  /** Noes that were sure when they were said, and stood. */
  'correctly_refused',
  /** What they did beyond the book, and was approved afterwards. */
  'ratified',
  'promises_kept',
] as const;
type Counted = (typeof COUNTED)[number];

/** A review about the person themself. */
export type OwnReview = { review: string; opened: Shown; outcome: string | null };

export type OwnRecord = { person: string } & Record<Counted, readonly Shown[]> & {
    reviews: readonly OwnReview[];
    /** Reviews in which management stood behind them. */
    upheld: readonly Shown[];
  };

/** How much of everything: what stands before every review. */
export type LongRecord = Record<Counted, number>;

/** What a fold over events has seen so far. */
type Fold = {
  person: string;
  found: Record<Counted, Map<string, Shown>>;
  reviews: Map<string, OwnReview>;
  upheld: Shown[];
  /** Who brought a case's latest act to be ratified. */
  broughtBy: Map<string, string>;
  /** Who made an over-promise. */
  promisedBy: Map<string, string>;
  /** The case whose answer stands for another case. */
  standsFrom: Map<string, string>;
};

/**
 * The record of the person who asks for it: there is no way to name anybody else.
 * @param events everything that happened in conversations that they had a part in, in order; others do no harm
 */
export function recordOf(self: string, events: readonly Placed[]): OwnRecord {
  const fold = folded(self, events);
  return {
    person: self,
    ...(Object.fromEntries(COUNTED.map((name) => [name, [...fold.found[name].values()]])) as Record<
      Counted,
      Shown[]
    >),
    reviews: [...fold.reviews.values()],
    upheld: fold.upheld,
  };
}

/** The long record in figures. */
export function longRecord(person: string, events: readonly Placed[]): LongRecord {
  const { found } = folded(person, events);
  return Object.fromEntries(COUNTED.map((name) => [name, found[name].size])) as LongRecord;
}

function folded(person: string, events: readonly Placed[]): Fold {
  const fold: Fold = {
    person,
    found: Object.fromEntries(COUNTED.map((name) => [name, new Map()])) as Fold['found'],
    reviews: new Map(),
    upheld: [],
    broughtBy: new Map(),
    promisedBy: new Map(),
    standsFrom: new Map(),
  };
  for (const placed of events) {
    const see = SEES[placed.event.kind] as ((of: Fold, event: Event, at: Placed) => void) | undefined;
    see?.(fold, placed.event, placed);
  }
  return fold;
}

type Sees = { readonly [K in EventKind]?: (fold: Fold, event: Event<K>, placed: Placed) => void };

/** Once for every key; the first place shows it. */
function count(fold: Fold, counted: Counted, key: string, placed: Placed): void {
  const found = fold.found[counted];
  if (!found.has(key)) found.set(key, shownBy(placed));
}

const caseOf = (placed: Placed): string => placed.event.case ?? '';

function takesOver(fold: Fold, { to }: { to: string }, placed: Placed): void {
  if (to === fold.person) count(fold, 'served', caseOf(placed), placed);
}

function letsGo(fold: Fold, event: { from: string; to: string }, placed: Placed): void {
  takesOver(fold, event, placed);
  if (event.from === fold.person) count(fold, 'handed_on', caseOf(placed), placed);
}

const HANDING_ON: ReadonlySet<string> = new Set(['approval', 'special client', 'transfer']);

const SEES: Sees = {
  opened: (fold, event, placed) => takesOver(fold, { to: event.asker }, placed),
  transferred: letsGo,
  released: letsGo,
  // No hop and no mark, and nothing to be proud of either: a shift ends.
  'owner changed': takesOver,
  asked: (fold, { by, question }, placed) => {
    if (question.kind === 'ratification') fold.broughtBy.set(caseOf(placed), by);
    if (by === fold.person && HANDING_ON.has(question.kind)) count(fold, 'handed_on', caseOf(placed), placed);
  },
  granted: (fold, { answer }, placed) => {
    // A yes that names the error of a no, in whichever case that was said.
    if (answer.corrects !== undefined) overturn(fold, fold.standsFrom.get(caseOf(placed)));
    if (answer.by !== fold.person) return;
    count(fold, 'granted', String(placed.sequence), placed);
    if (answer.rule.startsWith('favor/')) count(fold, 'favors', String(placed.sequence), placed);
  },
  'standing found': (fold, { of }, placed) => fold.standsFrom.set(caseOf(placed), of),
  declined: (fold, { answer }, placed) => {
    if (answer.by === fold.person) count(fold, 'correctly_refused', caseOf(placed), placed);
  },
  'answer reopened': (fold, { because }, placed) => {
    if (because === 'appeal' || because === 'correction') overturn(fold, caseOf(placed));
  },
  'over-promised': (fold, { id, by }) => fold.promisedBy.set(id, by),
  'over-promise mended': (fold, { id, how }, placed) => {
    if (how === 'ratified' && fold.promisedBy.get(id) === fold.person) count(fold, 'ratified', id, placed);
  },
  ratified: (fold, _, placed) => {
    if (fold.broughtBy.get(caseOf(placed)) === fold.person)
      count(fold, 'ratified', String(placed.sequence), placed);
  },
  'promise kept': (fold, { by, promise }, placed) => {
    if (by === fold.person) count(fold, 'promises_kept', promise, placed);
  },
  complained: (fold, { review }, placed) => {
    if (review.about === fold.person)
      fold.reviews.set(review.id, { review: review.id, opened: shownBy(placed), outcome: null });
  },
  'review signed': (fold, { review, outcome }, placed) => {
    const own = fold.reviews.get(review);
    if (!own) return;
    fold.reviews.set(review, { ...own, outcome: outcome.what });
    if (outcome.what === 'upheld') fold.upheld.push(shownBy(placed));
  },
};

/** A no that did not stand counts no more; nothing else comes of it. */
function overturn(fold: Fold, caseId: string | undefined): void {
  if (caseId !== undefined) fold.found.correctly_refused.delete(caseId);
}
