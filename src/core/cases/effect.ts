/** What is to be done in the world once the events are stored: at least once, and by its key only once at the receiver. */
import type { Instant } from '../words/time.ts';

/** What a message to a colleague is about; words are made by the channel from this and the case. */
export type Matter =
  | 'question'
  | 'question withdrawn'
  | 'told'
  | 'answered'
  | 'reminder'
  | 'breach'
  | 'release offered'
  | 'follow up'
  | 'customer said'
  | 'review'
  | 'handed over'
  | 'tell the unit'
  | 'notice covers'
  | 'notice review'
  | 'book'
  | 'fulfill'
  /** What may be offered before the customer asks. */
  | 'proposal';

export type Effect = {
  /** Idempotency key, unique in the organization. */
  key: string;
  /** Undefined: the whole conversation. */
  case?: string;
  /** Undefined: at once. */
  due?: Instant;
} & (
  | {
      kind: 'tell person';
      person: string;
      /** Undefined: their preferred channel. */
      channel?: string;
      address?: string;
      matter: Matter;
      question?: string;
      words?: string;
      /** What comes back as a command when it is (not) delivered. */
      report: boolean;
    }
  | {
      kind: 'tell customer';
      /** No internal names. */
      words: string;
      language: string;
      matter:
        | 'update'
        | 'holding reply'
        | 'answer'
        | 'question'
        | 'reminder'
        | 'hold'
        | 'warning'
        | 'closing'
        | 'special client';
      report: boolean;
    }
);
