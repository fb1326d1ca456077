/**
 * What happened to a case. Events are facts: they are never refused, changed or removed, only added.
 * What could identify the customer, or was said in free words, stands under `personal` and can be erased; the rest of an
 * event says enough to count, to verify and to defend whoever went by the book.
 */
import type { Book } from '../book/book.ts';
import type { AbsenceReason, PresenceState } from '../organization/changes.ts';
import type { Json } from '../words/hash.ts';
import type { Instant } from '../words/time.ts';
import type {
  AgreedNo,
  Answer,
  Approval,
  Closing,
  Contact,
  DecisionRecord,
  Question,
  RawRequest,
  Review,
  TallyAddition,
} from './conversation.ts';

/** Who did it: a person's id, or one of these two. No person has such an id. */
export const CUSTOMER = '@customer';
export const SAYSO = '@sayso';

/** Stands for a request type that is the customer's own words: those can be erased. */
export const OWN_WORDS = 'in their own words';

/** A request type as it stands on the record for good. */
export const typeOnRecord = ({ types }: Pick<Book, 'types'>, type: string): string =>
  types.has(type) ? type : OWN_WORDS;

/** Why the owner changes. Never a hop, never refused, no mark. */
export const OWNER_REASONS = [
  'shift',
  'language',
  'skill',
  'discomfort',
  'absence',
  'abuse',
  'the customer insists',
] as const;
export type OwnerReason = (typeof OWNER_REASONS)[number];

type Words = { words?: string };

/** Every kind of event with what it carries. */
export type EventData = {
  /** Of the organization, no conversation: a book and people that come into force. Hashes of their texts. */
  version: { book: string; people: string; inForceFrom: Instant };
  // Of the organization, no conversation: books in use. Books are named by the hash of their text.
  /** A draft that can be read; `basedOn` is the book that it would take the place of. */
  'book uploaded': { draft: string; book: string; uploaded: 'with cases' | 'alone'; basedOn: string };
  /** A second person published what the first had uploaded. */
  'book published': { draft: string; book: string; uploadedBy: string; inForceFrom: Instant };
  /** A book that was in force before is in force again. */
  'book rolled back': { from: string; book: string; inForceFrom: Instant; because: string };
  /** A book that was published, and was to come into force from then on, never does. */
  'book withdrawn': { book: string; inForceFrom: Instant; because: string };
  /** Authority for a class of cases, for some hours: what the notice adds to the book as it stands in it. */
  'notice given': {
    notice: string;
    name: string;
    types: readonly string[];
    gives: Readonly<Record<string, Json>>;
    inForceFrom: Instant;
    until: Instant;
    because: string;
  };
  /** Earlier than was said. */
  'notice ended': { notice: string; inForceFrom: Instant; because: string };
  /** Those who have to look at it were told what was granted by it so far. */
  'notice review asked': { notice: string; people: readonly string[]; grants: number; nextAt: Instant };
  'notice reviewed': { notice: string; outcome: 'keep' | 'end' | 'make permanent'; because: string };
  /** People that come into force; the book stays as it is. The hash of their text, and how many it is about. */
  'people imported': { people: string; inForceFrom: Instant; come: number; leave: number; change: number };
  // Of the organization, no conversation: what people change about themselves, or a manager above them does.
  'presence changed': { change: string; person: string; state: PresenceState; from: Instant; until: Instant };
  'absence noted': { change: string; person: string; reason?: AbsenceReason; from: Instant; until: Instant };
  'absence withdrawn': { change: string; person: string };
  'delegation given': {
    change: string;
    person: string;
    to: string;
    upTo?: { minor: number; currency: string };
    functions?: readonly string[];
    from: Instant;
    until: Instant;
  };
  'delegation withdrawn': { change: string; person: string; to: string };
  /** Of the organization, no conversation: a yes that another system gave. It counts in the running totals. */
  'grant reported': {
    system: string;
    id: string;
    type: string;
    grantedAt: Instant;
    amount?: string;
    agent?: string;
    personal?: { adds: readonly TallyAddition[]; customer?: string; subject?: string };
  };

  // Of a customer, no conversation.
  /** Somebody set the flag of a special client, or changed it. Criteria may be free words. */
  'special client flagged': {
    until: Instant;
    owner?: string;
    personal?: { customer: string; criteria: readonly string[] };
  };
  'special client withdrawn': { personal?: { customer: string } & Words };
  /** Whoever looks at the flag is on the record. */
  'flag viewed': { personal?: { customer: string } };
  'preferences told': {
    names: readonly string[];
    personal?: { customer: string; values: Readonly<Record<string, string | null>> };
  };

  // Of the organization, no conversation: what happened outside, and what became of what it proposes.
  'outside event': {
    system: string;
    id: string;
    trigger: string;
    personal?: { customer?: string; subject?: string; facts?: Readonly<Record<string, Json>> };
  };
  'proposal taken': { event: string; proposal: string; opened?: string };
  'proposal dismissed': { event: string; personal?: Words };

  opened: {
    /** One of the book's, or {@link OWN_WORDS}. */
    type: string;
    asker: string;
    owner: string;
    incident?: string;
    causedByUs?: true;
    answerBy?: Instant;
    decision: DecisionRecord;
    personal?: {
      /** `type` where it is the customer's own words. */
      request: Omit<RawRequest, 'type'> & { type?: string };
      contact?: Contact;
    } & Words;
    /** The conversation, when this is its first case. */
    signals: readonly string[];
  };
  /** In their own words: whoever noted it, it is the customer who said it. */
  'customer said': { personal?: Words };
  /** How the service was, and apart from it what came of it, from 1 to 5. Nobody is named by it. */
  rated: { service?: number; outcome?: number; personal?: Words };
  told: {
    /** Names of the facts that were told; what they came to stands in the decision. */
    names: readonly string[];
    decision: DecisionRecord;
    personal?: {
      facts?: Readonly<Record<string, Json>>;
      need?: string;
      customer?: string;
      subject?: string;
      grounds?: readonly string[];
      relations?: Json;
      special?: Json;
    };
  };
  'signal raised': { signal: string };
  'supervisor asked': object;
  held: { until: Instant };
  resumed: object;
  restated: { personal?: { need: string } & Words };
  'customer asked': { facts: readonly string[]; next: Instant; personal?: Words };
  'customer reminded': { reminders: number; next: Instant };
  'standing found': { of: string; answer: 'yes' | 'no'; until: Instant | null };

  asked: { question: Question; skipped: readonly string[]; decision: DecisionRecord; personal?: Words };
  /** A person is asked now, on a channel: the route's step. */
  'question sent': {
    question: string;
    step: number;
    person: string;
    channel: string;
    patienceUntil: Instant;
  };
  /** The step's person comes on duty later. */
  'question waits': { question: string; step: number; until: Instant };
  /** The deadline is over and nobody answered: it goes on, without one. */
  'deadline passed': { question: string };
  'silence noted': { question: string; person: string };
  /** The route came to its end: a new one. */
  rerouted: { question: string; route: Question['route']; patienceUntil: Instant };
  /** They would rather not take it: no mark. */
  'passed on': { question: string; person: string };
  'question closed': { question: string; how: NonNullable<Question['closed']>['how'] };
  advised: {
    question: string;
    rule?: string;
    silent?: true;
    personal?: { facts?: Readonly<Record<string, Json>> } & Words;
  };
  agreed: { question: string; unit: string; personal?: Words };
  approved: { approval: Approval; change?: { amount: string }; personal?: Words };
  'no agreed': { no: Omit<AgreedNo, 'because' | 'tell'>; personal?: { because: string; tell?: string } };
  'approval lapsed': { approval: string; because: 'facts changed' | 'expired' | 'authority changed' };

  granted: {
    /** What was wrong about a no before is said in free words. */
    answer: Omit<Extract<Answer, { kind: 'yes' }>, 'adds' | 'corrects'> & { corrects?: true };
    deciding: DecisionRecord['deciding'];
    obligations: readonly string[];
    fulfillBy: Instant;
    /** What it adds to running totals names the customer and the subject; `type` as in `opened`. */
    personal?: { adds: readonly TallyAddition[]; type?: string; corrects?: string } & Words;
  };
  declined: {
    answer: Omit<Extract<Answer, { kind: 'no' }>, 'tell'>;
    deciding: DecisionRecord['deciding'];
    personal?: { tell: string } & Words;
  };
  appealed: { personal?: Words };
  /** An answer no longer stands: an appeal, a correction, or new facts. */
  'answer reopened': {
    because: 'appeal' | 'correction' | 'new facts' | 'alternative' | 'withdrawn';
    /** Of a yes that was not carried out: what it had added, and when. It is given back. */
    grantedAt?: Instant;
    personal?: { removes: readonly TallyAddition[] };
  };
  /** An emergency notice lets the owner say yes. */
  'notice covers': { notice: string; rule: string; decision: DecisionRecord };
  'alternative offered': { alternative: string; personal?: Words };
  /** What the owner may offer before anyone asks: they were told. */
  proposed: { trigger: string; event: string; proposals: readonly string[] };

  'over-promised': { id: string; amount?: string; personal?: { words: string } };
  'over-promise mended': { id: string; how: 'ratified' | 'repaired'; rule: string; personal?: Words };
  ratified: { rule: string; amount?: string; personal?: Words };

  /** A hop where it adds authority over the request; a change of owner otherwise, as after a signal. */
  transferred: { from: string; to: string; hop: boolean };
  'owner changed': { from: string; to: string; because: OwnerReason };
  'release offered': object;
  released: { from: string; to: string };

  fulfilled: object;
  'fulfillment late': object;
  'answer late': object;

  'abuse warned': { personal?: Words };
  'contact ended': { because: 'abuse' | 'threat' };
  complained: { review: Omit<Review, 'words'>; personal?: { words: string } };
  'agent told': { review: string };
  'agent answered': { review: string; personal?: { words: string } };
  'review signed': { review: string; outcome: NonNullable<Review['outcome']>; personal?: Words };

  closed: { as: Closing; of?: string; personal?: Words };
  reopened: { owner: string };

  // Of the conversation, all its cases together.
  promised: { promise: string; due: Instant; remindAt: Instant; maker: string; holding: boolean };
  reminded: { promise: string };
  /** The customer heard from a named person, or was answered, before the time. */
  'promise kept': { promise: string };
  /** The one automatic reply that keeps a promise when nobody wrote. */
  'holding reply sent': { promise: string };
  'promise broken': { promise: string; next: Instant };
  'promise settled': { promise: string };
  updated: { personal?: Words };
  /** Personal values of the customer were erased on request; the record stays, and its chain. */
  erased: object;
  delivered: { effect: string };
  undelivered: { effect: string; because: string };
};

export type EventKind = keyof EventData;

export type Event<K extends EventKind = EventKind> = {
  [Kind in K]: {
    kind: Kind;
    at: Instant;
    by: string;
    /** Null: it is about the whole conversation. */
    case: string | null;
  } & EventData[Kind];
}[K];
