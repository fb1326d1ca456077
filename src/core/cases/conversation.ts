/**
 * The state of a conversation and its cases: what their events come to. Made by `evolve.ts` alone; JSON-ready.
 * A conversation is what changes as one: its cases share one promise and one customer page.
 */
import type { QuestionKind } from './question-kind.ts';
import type { Decision } from '../decide/decision.ts';
import type { Json } from '../words/hash.ts';
import type { Instant } from '../words/time.ts';
import type { Route } from '../reach/route.ts';

/** The contact in the helpdesk. */
export type Contact = {
  system: string;
  id: string;
  url?: string;
  channel?: string;
  /** The customer's address there, such as their mail address. */
  address?: string;
};

export type Conversation = {
  id: string;
  /** The instant of its latest event: time never goes back in a conversation. */
  changedAt: Instant;
  /** Counts its events, those of its cases included. */
  version: number;
  contact?: Contact;
  promise?: CustomerPromise;
  /** In the order in which they were opened. */
  cases: readonly Case[];
};

/** What the customer was told to expect, by when. While a case is open there is always one. */
export type CustomerPromise = {
  id: string;
  due: Instant;
  /** When its maker is reminded; undefined once they were. */
  remindAt?: Instant;
  /** A person, or `sayso` for the one that opening a case makes. */
  by: string;
  /** The automatic holding reply went out under this promise: the next update is written by a named person. */
  held: boolean;
  /** How often it was broken: at its time, and again each time nobody mended it. */
  broken: number;
};

/** A request as it came, and grew by what was told; what `readRequest` reads. */
export type RawRequest = {
  type: string;
  facts: Readonly<Record<string, Json>>;
  customer?: string;
  subject?: string;
  need?: string;
  language?: string;
  /** The customer's, by its IANA name; what they read of times is on the wall there. */
  time_zone?: string;
  signals: readonly string[];
  asks_for_a_person: boolean;
  special?: Json;
  relations?: Json;
  grounds: readonly string[];
  agreed: readonly { unit: string; by: string }[];
  consulted: readonly { rule: string; silent: boolean }[];
};

/** What a request holds of which no more than its type is known. */
export const NOTHING_SAID: Omit<RawRequest, 'type'> = {
  facts: {},
  signals: [],
  asks_for_a_person: false,
  grounds: [],
  agreed: [],
  consulted: [],
};

/** The part of a decision that goes on the record. */
export type DecisionRecord = Pick<
  Decision,
  'verdict' | 'rule' | 'deciding' | 'standing_key' | 'valid_until' | 'book'
> &
  Partial<Pick<Decision, 'mode' | 'gap' | 'amount' | 'unit' | 'usual'>> & { asker: string };

export type { QuestionKind };

/** One question to people, one of whom is to answer. */
export type Question = {
  id: string;
  kind: QuestionKind;
  /** The unit that is asked, for an agreement. */
  unit?: string;
  /** The consult rule, for a consult. */
  rule?: string;
  /** Facts that the answer may settle, for a consult over what nobody is sure of. */
  facts?: readonly string[];
  askedBy: string;
  askedAt: Instant;
  /** What the asker said with it. */
  words?: string;
  /** Hash of the request that is asked about. */
  about: string;
  amount?: string;
  /** A yes takes effect at once; otherwise the asker uses it. */
  onYes: 'grant' | 'hold';
  route: Route;
  /** The step of the route that is being tried; -1: none yet, somebody comes on duty first. */
  step: number;
  /** When the present step's patience ends. */
  patienceUntil: Instant;
  /** Everybody who was asked, in order. */
  asked: readonly string[];
  /** Those who would rather not take it: no mark, not asked again. */
  passed: readonly string[];
  /** By when it is to be answered at the latest. */
  deadline?: Instant;
  /** What silence means at the deadline. */
  silence?: 'go ahead' | 'hold';
  closed?: { at: Instant; by: string; how: 'yes' | 'no' | 'advised' | 'silence' | 'withdrawn' | 'accepted' };
};

/** Somebody's yes, good for this request or the same for less, once, until it expires. */
export type Approval = {
  id: string;
  question: string;
  by: string;
  /** The person whose delegated authority it rests on. */
  for?: string;
  rule: string;
  amount?: string;
  /** Hash of the request without its amount, and with it. */
  about: string;
  aboutWithoutAmount: string;
  expires: Instant;
  used?: Instant;
};

/** An approver's no, with what they offer instead: the agreement that an asker needs to decline. */
export type AgreedNo = {
  question: string;
  by: string;
  /** The unit that does not agree, where its yes is needed. */
  unit?: string;
  rule: string | null;
  about: string;
  because: string;
  tell?: string;
  offer?: string;
  expires: Instant;
};

/** What a yes adds to the totals of its type, by one key: `per` and whose. Amounts in minor units of the type's amount. */
export type TallyAddition = {
  type: string;
  per: 'customer' | 'agent' | 'unit' | 'subject' | 'case' | `fact ${string}` | `good faith ${string}`;
  of: string;
  times: number;
  amount: number;
};

export type Answer =
  | {
      kind: 'yes';
      by: string;
      for?: string;
      at: Instant;
      rule: string;
      amount?: string;
      unit?: string;
      approval?: string;
      /** The alternative that was taken in place of the request. */
      alternative?: string;
      /** The request type that was granted. */
      type: string;
      about: string;
      book: string;
      standingKey: string | null;
      /** A yes after a no that names the error. */
      corrects?: string;
      /** What it added to running totals. */
      adds: readonly TallyAddition[];
    }
  | {
      kind: 'no';
      by: string;
      at: Instant;
      rule: string | null;
      lines: readonly string[];
      book: string;
      /** Who agreed that it cannot be; undefined: it was settled or sure. */
      agreedBy?: string;
      about: string;
      standingKey: string | null;
      /** Until when it stands. */
      until: Instant;
      alternatives: readonly string[];
      /** The case whose no stands, when this one only points at it. */
      standsFrom?: string;
      tell: string;
    };

/** Whether an answer stands for whoever asks the same: one that only points at another stands through that one. */
export const stands = (answer: Omit<Answer, 'adds' | 'tell'>): boolean =>
  !('standsFrom' in answer && answer.standsFrom !== undefined);

export type Closing = 'met' | 'declined' | 'withdrawn' | 'unanswered' | 'duplicate';

export type OverPromise = {
  id: string;
  by: string;
  at: Instant;
  words: string;
  amount?: string;
  mended?: { how: 'ratified' | 'repaired'; by: string; at: Instant };
};

export type Review = {
  id: string;
  /** Whose service the complaint is about. */
  about: string;
  openedAt: Instant;
  words: string;
  /** When the agent was told: before anybody can sign. */
  agentTold?: Instant;
  agentWords?: string;
  /** Without a signature by then, it is upheld. */
  due: Instant;
  outcome?: {
    what: 'upheld' | 'trivial' | 'not upheld';
    by: string;
    at: Instant;
  };
};

export type Case = {
  id: string;
  /** Counts its events. */
  version: number;
  openedAt: Instant;
  /** What the customer said when it was opened. */
  said?: string;
  request: RawRequest;
  asker: string;
  owner: string;
  incident?: string;
  /** A repeat that we caused: not counted against the customer. */
  causedByUs: boolean;
  /** By when this is answered, on the business calendar; the book's response target. */
  answerBy?: Instant;
  answerLate: boolean;
  /** How often the question was passed to another person who could decide. */
  hops: number;
  hold?: { by: string; since: Instant; until: Instant };
  restated?: { by: string; at: Instant; need: string };
  /** Since when the customer was asked something, and how often they were reminded. */
  awaiting?: { since: Instant; reminders: number; next: Instant };
  questions: readonly Question[];
  approvals: readonly Approval[];
  agreedNo?: AgreedNo;
  /** The standing answer of another case with an equal key. */
  standing?: { case: string; kind: 'yes' | 'no'; until: Instant | null };
  answer?: Answer;
  /** Answers that an appeal, a correction or new facts replaced. */
  earlier: readonly Answer[];
  appealed: boolean;
  /** Alternatives that the customer was offered. */
  offered: readonly string[];
  fulfillBy?: Instant;
  fulfilled?: { at: Instant; by: string };
  fulfillLate: boolean;
  supervisorAsked: boolean;
  overPromises: readonly OverPromise[];
  abuse?: { warned?: Instant; ended?: Instant };
  /** An owner who lacks authority and holds on was offered to release the case. */
  releaseOffered?: Instant;
  ownedSince: Instant;
  reviews: readonly Review[];
  /** As the customer said last. */
  rating?: { service?: number; outcome?: number; at: Instant };
  closed?: { as: Closing; at: Instant; by: string; of?: string };
};

export const isOpen = (one: Case): boolean => one.closed === undefined;

/** What of a case outlives its closing: what went beyond the remit is mended or ratified all the same. */
export const LASTING: readonly QuestionKind[] = ['over-promise', 'ratification'];

export const openQuestions = (one: Case): Question[] =>
  one.questions.filter((question) => question.closed === undefined);

/** Whose turn it is to answer a question; undefined while it waits for somebody to come on duty. */
export const askedNow = ({ route, step }: Question): string | undefined => route.steps[step]?.person;

/** The people whose answer a case waits for: those on the present step of its open questions. */
export const waitingFor = (one: Case): string[] => [
  ...new Set(
    openQuestions(one).flatMap((question) => {
      if (question.kind === 'special client') return [...question.asked];
      return askedNow(question) ?? [];
    }),
  ),
];

/** Where a case stands, in one word for lists. */
export type Stage =
  | 'with the asker'
  | 'on hold'
  | 'waiting for an answer'
  | 'waiting for the customer'
  | 'granted'
  | 'declined'
  | Closing;

export function stageOf(one: Case): Stage {
  if (one.closed) return one.closed.as;
  if (one.answer?.kind === 'yes') return 'granted';
  // A no that is looked at once more is no no yet.
  if (openQuestions(one).length > 0) return 'waiting for an answer';
  if (one.answer) return 'declined';
  if (one.awaiting) return 'waiting for the customer';
  return one.hold ? 'on hold' : 'with the asker';
}
