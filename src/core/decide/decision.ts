/** What `decide` answers: rule keys, comparisons and people; `explain` makes the text. JSON-ready, amounts as decimal strings. */

export type Verdict = 'grant' | 'consult' | 'handoff' | 'ask' | 'decline';

/** How a handoff is meant; see the glossary. */
export type Mode = 'approval' | 'agree' | 'transfer' | 'advise';

/**
 * What whoever asked does next: say yes; do what goes before their yes; find out what is missing; ask whoever can; bring them
 * in; say the no that is settled; or earn a no that is not.
 */
export type NextStep = 'grant' | 'do first' | 'find out' | 'ask' | 'transfer' | 'decline' | 'earn the no';

/** Why no rule decides (L7). */
export type Gap = 'unknown type' | 'no rule' | 'above every limit' | 'nobody holds the grade';

/** Somebody who can decide, and by which rule. */
export type Candidate = {
  id: string;
  name: string;
  kind: 'person' | 'ai';
  /** Their role or grade, for words to the asker. */
  role?: string;
  grade?: string;
  /** Steps up and down the manager tree from the asker. */
  steps: number;
  /** The rule that gives them the say. */
  rule: string;
  /** The person whose delegated authority they would use ("A for B"). */
  for?: string;
  /** Absent now, until then; who can is not when: the order is by nearness alone. */
  away_until?: string;
  /** Outside their working hours now. */
  off_duty?: true;
  /** How they are reached first: a channel of theirs, or the product's inbox. */
  channel?: string;
};

/** What one rule came to. */
export type Reason = {
  rule: string;
  outcome: 'holds' | 'fails' | 'unknown';
  /** What it failed on, or is waiting for. */
  because?:
    | 'function'
    | 'grade'
    | 'role'
    | 'condition'
    | 'limit'
    | 'exception'
    | 'not in force'
    | 'delegation cap'
    | 'nobody can agree';
  /** The comparisons behind it. */
  comparisons?: { comparison: string; value: boolean }[];
  /** Facts that it is waiting for. */
  unknown?: string[];
};

export type Missing = {
  /** The declared fact. */
  fact: string;
  /** The part of it that is unknown, when not all of it: "items[0].new.available". */
  path?: string;
  /** The connected system that is asked instead of the customer. */
  known_by?: string;
  /** The customer's claim does not count here: the proof is needed. */
  claimed?: true;
};

export type Alternative = {
  /** The alternative's name in the book, a request type's name, or "part". */
  name: string;
  kind: 'tell' | 'do' | 'part';
  type?: string;
  verdict: 'grant' | 'consult' | 'handoff' | 'ask';
  rule?: string;
  amount?: string;
  /** The unit of its amount: that of its own request type. */
  unit?: string;
  /** The facts that it hangs on, for an `ask`. */
  if?: Missing[];
  who?: Candidate[];
  serves_need?: true;
  /** The request type that follows as a second step. */
  then?: string;
};

export type NearestChange = {
  kind: 'limit' | 'comparison' | 'date';
  /** The grant of the asker's own that it would open. */
  rule: string;
  /** The comparison that failed. */
  comparison: string;
  fact?: string;
  /** For a limit: the most (or least) that fits. For a date: when it fits or fitted. */
  value?: string;
};

export type Agreement = { units: string[]; count: number; agreed: string[]; people: Candidate[] };

export type Decision = {
  verdict: Verdict;
  mode?: Mode;
  /** The rule that carries the verdict; null for an `ask`. */
  rule: string | null;
  gap?: Gap;
  type: string;
  asker: string;
  at: string;
  amount?: string;
  /** The unit of `amount`, `headroom` and `usual`: a currency, or days, minutes … */
  unit?: string;
  reasons: Reason[];
  deciding: { comparison: string; value: boolean }[];
  /** Values taken as known though nobody said them, or on good faith. */
  assumed: { fact: string; value: unknown; because: 'if not said' | 'good faith' | 'no tally' }[];
  missing: Missing[];
  /** The most the asker may grant now, or "unlimited"; null where the type has no amount. */
  headroom: string | null;
  usual?: string;
  /** The first five, nearest first. */
  who: Candidate[];
  who_total: number;
  /** Units that have to say yes as well. */
  agree?: Agreement;
  /** Units that have to agree once whoever is asked first has said yes; how many of them. */
  also?: { units: string[]; count: number };
  consult?: {
    rule: string;
    people: Candidate[];
    within_minutes?: number;
    silence?: 'go ahead' | 'hold';
    facts?: string[];
  };
  obligations: {
    name: string;
    when: 'before' | 'after';
    done?: boolean;
    tell_unit?: string;
    people?: Candidate[];
  }[];
  alternatives: Alternative[];
  /** For a decline: whether it may be said at once, or whose agreement it needs. */
  decline?: {
    lines: string[];
    at_once: boolean;
    settled?: { by: string; on: string };
    agreement: Candidate[];
  };
  /** A special client's question goes out in parallel, to be answered inside the deadline. */
  special_client?: { deadline_minutes?: number; silence: 'go ahead' | 'hold'; ask_client: true };
  nearest_change?: NearestChange;
  /** Fields and facts that were sent and not read. */
  ignored: string[];
  /** The one thing that comes next, by whoever asked. */
  next_step: NextStep;
  standing_key: string | null;
  /** First instant at which a date or window that was read would change this; null: none by time alone. */
  valid_until: string | null;
  book: { name: string; hash: string; in_force: boolean; time_zone_data: string };
};
