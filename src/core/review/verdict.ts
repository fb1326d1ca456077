/** What the book in force, or the rules of every case, say of an act. */
import type { Case } from '../cases/conversation.ts';
import type { DecisionRecord } from '../cases/conversation.ts';
import type { Event, EventKind } from '../cases/event.ts';
import type { Turn } from '../cases/turn.ts';
import type { Decision } from '../decide/decision.ts';

/** An act, judged. */
export type Judged = {
  verdict: 'obliged' | 'allowed' | 'beyond';
  /** The book's rule, or `case/…` for one that holds in every case. */
  rule: string;
  because: string;
};

/** Where an act was done: the case as it was just before, and whoever acted with the book and people of that instant. */
export type Seen = { turn: Turn; one: Case };

/** One entry for every kind of act. Undefined: the act says nothing of its own, what it belongs to does. */
export type Judge<K extends EventKind> = (event: Event<K>, seen: Seen) => Judged | undefined;

export const obliged = (rule: string, because: string): Judged => ({ verdict: 'obliged', rule, because });
export const allowed = (rule: string, because: string): Judged => ({ verdict: 'allowed', rule, because });
export const beyond = (rule: string, because: string): Judged => ({ verdict: 'beyond', rule, because });

/** What the book said, in half a sentence. */
export function says({
  verdict,
  rule,
  gap,
}: Pick<Decision | DecisionRecord, 'verdict' | 'rule' | 'gap'>): string {
  const by = rule === null ? '' : ` (${rule})`;
  if (gap !== undefined) return `no rule decides it, so whoever has residual authority does`;
  switch (verdict) {
    case 'grant':
      return `a yes is theirs to say${by}`;
    case 'consult':
      return `a yes is theirs to say after a word with a colleague${by}`;
    case 'handoff':
      return `somebody else can say yes${by}`;
    case 'ask':
      return 'the answer hangs on what is not known yet';
    case 'decline':
      return `it cannot be${by}`;
  }
}

/** A person's name, for sentences. */
export const nameOf = ({ turn }: Seen, id: string): string => turn.organization.people.get(id)?.name ?? id;
