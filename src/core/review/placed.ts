/** Events where they stand on the ledger: what every review reads. */
import type { Event, EventKind } from '../cases/event.ts';
import { formatInstant } from '../words/time.ts';

/** An event with its place on the ledger; `conversation` is null for what is about the whole organization. */
export type Placed<K extends EventKind = EventKind> = {
  sequence: number;
  conversation: string | null;
  event: Event<K>;
};

/** The place on the ledger that shows something. `case` is null for what all cases of a conversation share. */
export type Shown = { sequence: number; at: string; case: string | null };

export const shownBy = ({ sequence, event }: Placed): Shown => ({
  sequence,
  at: formatInstant(event.at),
  case: event.case,
});

/** Whether an event is of a kind, for the compiler too. */
export const isKind = <K extends EventKind>(placed: Placed, ...kinds: readonly K[]): placed is Placed<K> =>
  (kinds as readonly EventKind[]).includes(placed.event.kind);
