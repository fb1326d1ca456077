/** What happens on a node, told to whoever keeps count of it: the log, the metrics, the traces. Off, it costs nothing. */
import type { Conversation } from '../../core/cases/conversation.ts';
import type { Event } from '../../core/cases/event.ts';
import type { Refusal } from '../../core/cases/refusal.ts';
import type { Log, Place, RequestSeen } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { SpanOf } from './traces.ts';

type Attributes = NonNullable<SpanOf['attributes']>;
type Command = { organization: string; command: { do: string } };
type Carried = { done: true; replayed: boolean } | { done: false; refused: Refusal };

export type Observed = {
  /** What is counted; left out where nobody counts. */
  meters?: Metrics;
  /**
   * Surrounds the answering of a request. `request` is to be called within it when the answer is known.
   * @param cause the W3C trace context that it came with
   */
  answering: <T>(operation: string, cause: string | undefined, work: () => Promise<T>) => Promise<T>;
  /** A request was answered. */
  request: (seen: RequestSeen) => void;
  /** A decision that belongs to no case. */
  decided: (operation: string, verdict: string) => void;
  /** Surrounds a command. */
  command: <T extends Carried>(sent: Command, work: () => Promise<T>) => Promise<T>;
  /** What it was decided on was written meanwhile. */
  conflict: () => void;
  /** Events are on the ledger, and will stay. */
  stored: (command: string, conversation: Conversation, events: readonly Event[]) => void;
  /** What came of a timer is stored, so late. */
  timer: (lateMs: number) => void;
  /** Surrounds the delivery of a message; `cause` is the trace context that was stored with it. */
  delivering: <T>(kind: string, cause: string | undefined, work: () => Promise<T>) => Promise<T>;
  effect: (kind: string, outcome: 'delivered' | 'undeliverable' | 'failed', lateMs: number) => void;
  /** An event stream was opened, or ended. */
  stream: (change: 1 | -1) => void;
  fault: (error: unknown, place: Place) => void;
  note: Log['note'];
  /** A part of what is under way. */
  part: <T>(name: string, work: () => Promise<T>, attributes?: Attributes) => Promise<T>;
  /** The present trace context, to be stored with what is caused by it. */
  cause: () => string | undefined;
  close: () => Promise<void>;
};

const nothing = (): void => undefined;

/** Nobody looks. */
export const notObserved: Observed = {
  answering: (_operation, _cause, work) => work(),
  request: nothing,
  decided: nothing,
  command: (_sent, work) => work(),
  conflict: nothing,
  stored: nothing,
  timer: nothing,
  delivering: (_kind, _cause, work) => work(),
  effect: nothing,
  stream: nothing,
  fault: nothing,
  note: nothing,
  part: (_name, work) => work(),
  cause: () => undefined,
  close: () => Promise.resolve(),
};
