// Made by `npm run generate` of the table of operations (src/contract). It needs nothing else.
//
// `Operations['case.open']['input']` is what an operation gets, `['output']` what it answers, `['problem']` which codes its
// problems may have beside `AnyProblem`. What is answered may get more keys and values with time.

/** On words to a customer. */
export type Advice = {
  kind: 'dead-end phrase' | 'promise beyond the remit' | 'blame' | 'label' | 'internal name' | 'rule of the book';
  /** Where it stands in the text, in UTF-16 code units. */
  start: number;
  /** Behind its last one. */
  end: number;
  words: string;
  /** Why, for whoever writes. */
  because: string;
  /** What can be said instead; never a yes that is not certain. */
  better: string;
  /** The book's rule, where it is one. */
  rule?: string | undefined;
  /** The key of the words. */
  field: string;
};

/** What can be offered instead. */
export type Alternative = {
  name: string;
  kind: 'tell' | 'do' | 'part';
  type?: string | undefined;
  verdict: 'grant' | 'consult' | 'handoff' | 'ask';
  rule?: string | undefined;
  amount?: string | undefined;
  unit?: string | undefined;
  if?: Missing[] | undefined;
  who?: Candidate[] | undefined;
  serves_need?: true | undefined;
  then?: string | undefined;
  /** The offer, in words for the customer. */
  say: string;
};

/** A yes or a no to the customer. */
export type Answer = {
  say: 'yes' | 'no';
  by: Who;
  for?: Who | undefined;
  at: Instant;
  rule: string | null;
  type?: string | undefined;
  amount?: string | undefined;
  unit?: string | undefined;
  alternative?: string | undefined;
  agreed_by?: Who | undefined;
  corrects?: string | undefined;
  until?: Instant | undefined;
  alternatives?: string[] | undefined;
  stands_from?: string | undefined;
  tell?: string | undefined;
};

/** One rule, or another part of a book, that differs. */
export type BookChange = {
  place: string;
  what: 'added' | 'removed' | 'renamed' | 'changed' | 'moved';
  words: string;
};

/** A book that is, was or comes into force. */
export type BookVersion = {
  /** SHA-256 of the text, in hexadecimal. */
  book: string;
  in_force_from: Instant;
  in_force: boolean;
  how: 'put' | 'published' | 'rolled back';
  /** When it was brought in. */
  at: Instant;
  by: Who;
  uploaded_by?: Who | undefined;
  draft?: string | undefined;
  because?: string | undefined;
  /** It was to come into force, and never does. */
  withdrawn?: {
    by: Who;
    at: Instant;
    because: string;
  } | undefined;
};

/** Somebody who can, by which rule, and how near. */
export type Candidate = {
  id: string;
  name: string;
  kind: 'person' | 'ai';
  role?: string | undefined;
  grade?: string | undefined;
  steps: number;
  rule: string;
  for?: string | undefined;
  away_until?: string | undefined;
  off_duty?: true | undefined;
  /** How they are reached first: a channel of theirs, or the product's inbox. */
  channel?: string | undefined;
};

/** What the caller may do next, or why not. */
export type Capability = {
  /** The command. Example: "grant" */
  do: string;
  may: boolean;
  /** Why not, and what would help. */
  because?: {
    code: string;
    message: string;
    mend: string;
  } | undefined;
};

/** A case, as colleagues see it. */
export type Case = {
  id: string;
  version: number;
  /** Where it stands, in one word for lists. Example: "granted" */
  stage: string;
  open: boolean;
  /** What the customer said when it was opened. */
  said?: string | undefined;
  request: Request;
  asker: Who;
  owner: Who;
  opened_at: Instant;
  answer_by?: Instant | undefined;
  /** By when the customer hears next. */
  promised: Instant | null;
  hops: number;
  incident?: string | undefined;
  hold_until?: Instant | undefined;
  restated?: string | undefined;
  awaiting_customer_since?: Instant | undefined;
  /** What is asked of colleagues now. */
  questions: Question[];
  agreed_no?: {
    by: Who;
    because?: string | undefined;
    tell?: string | undefined;
    offer?: string | undefined;
    good_until: Instant;
  } | undefined;
  answer?: Answer | undefined;
  /** Where the same was answered before, what, and until when that stands. */
  standing?: {
    case: string;
    say: 'yes' | 'no';
    until: Instant | null;
  } | undefined;
  appealed: boolean;
  offered: string[];
  fulfill_by?: Instant | undefined;
  fulfilled_at?: Instant | undefined;
  over_promises: {
    id: string;
    by: Who;
    at: Instant;
    words?: string | undefined;
    amount?: string | undefined;
    mended?: 'ratified' | 'repaired' | undefined;
  }[];
  closed?: {
    as: string;
    at: Instant;
    of?: string | undefined;
  } | undefined;
  conversation: {
    id: string;
    contact?: {
      system: string;
      id: string;
      url?: string | undefined;
      channel?: string | undefined;
    } | undefined;
    cases: string[];
  };
};

/** A case after a command, and what came of it. */
export type CaseChanged = {
  case: Case;
  /** It was carried out before, under the same idempotency key. */
  replayed: boolean;
  happened: {
    at: Instant;
    kind: string;
    case: string | null;
    by: {
      id: string;
      name: string;
      /** An AI agent acts as a person does, and is told apart. */
      kind: 'person' | 'ai' | 'customer' | 'sayso';
    };
    /** What happened, in a sentence for colleagues. */
    says: string;
  }[];
  /** What the customer is told because of it. */
  said: string[];
  /** On words of this command to the customer. */
  advice: Advice[];
  capabilities: Capability[];
};

/** A page of cases. */
export type CaseList = {
  cases: ListedCase[];
  /** Where the list goes on; null: here it ends. */
  next: string | null;
};

/** A condition of the book, and what it came to. */
export type Comparison = {
  comparison: string;
  value: boolean;
};

/** A decision: the verdict, who can, why, what else, and words. */
export type Decision = {
  id?: string | undefined;
  verdict: Verdict;
  mode?: 'approval' | 'agree' | 'transfer' | 'advise' | undefined;
  rule: string | null;
  gap?: 'unknown type' | 'no rule' | 'above every limit' | 'nobody holds the grade' | undefined;
  type: string;
  asker: string;
  at: string;
  amount?: string | undefined;
  unit?: string | undefined;
  reasons: {
    rule: string;
    outcome: 'holds' | 'fails' | 'unknown';
    because?: string | undefined;
    comparisons?: Comparison[] | undefined;
    unknown?: string[] | undefined;
  }[];
  deciding: Comparison[];
  assumed: {
    fact: string;
    value: Json;
    because: 'if not said' | 'good faith' | 'no tally';
  }[];
  missing: Missing[];
  headroom: string | null;
  usual?: string | undefined;
  who: Candidate[];
  who_total: number;
  agree?: {
    units: string[];
    count: number;
    agreed: string[];
    people: Candidate[];
  } | undefined;
  /** Units that have to agree once whoever is asked first has said yes, and how many of them. */
  also?: {
    units: string[];
    count: number;
  } | undefined;
  consult?: {
    rule: string;
    people: Candidate[];
    within_minutes?: number | undefined;
    silence?: 'go ahead' | 'hold' | undefined;
    facts?: string[] | undefined;
  } | undefined;
  obligations: {
    name: string;
    when: 'before' | 'after';
    done?: boolean | undefined;
    tell_unit?: string | undefined;
    people?: Candidate[] | undefined;
    do?: string | undefined;
    /** The fact that shows it done: tell it as true. */
    shown_by?: string | undefined;
  }[];
  alternatives: Alternative[];
  decline?: {
    lines: string[];
    at_once: boolean;
    settled?: {
      by: string;
      on: string;
    } | undefined;
    agreement: Candidate[];
  } | undefined;
  special_client?: {
    deadline_minutes?: number | undefined;
    silence: 'go ahead' | 'hold';
    ask_client: true;
  } | undefined;
  nearest_change?: {
    kind: 'limit' | 'comparison' | 'date';
    rule: string;
    comparison: string;
    fact?: string | undefined;
    value?: string | undefined;
  } | undefined;
  ignored: string[];
  standing_key: string | null;
  valid_until: string | null;
  book: {
    name: string;
    hash: string;
    in_force: boolean;
    time_zone_data: string;
  };
  /**
   * The one thing that comes next, by whoever asked; `grant` also where no rule decides and they are the one who
   * does.
   */
  next_step: 'grant' | 'do first' | 'find out' | 'ask' | 'transfer' | 'decline' | 'earn the no';
  language: string;
  /** What the asker can say to the customer; no internal names. */
  say: string;
};

/** What is wrong in a text, or should be looked at, with its place. */
export type Finding = {
  file: string;
  code: string;
  severity: 'error' | 'warning' | 'notice';
  line: number;
  column: number;
  words: string;
  message: string;
  mend: string;
};

/** What no rule covers, so that it goes to residual authority. */
export type Gap = {
  type: string;
  words: string;
};

/** Something that happened. */
export type Happened = {
  /** Its place on the ledger. */
  sequence: number;
  at: Instant;
  kind: string;
  case: string | null;
  by: {
    id: string;
    name: string;
    /** An AI agent acts as a person does, and is told apart. */
    kind: 'person' | 'ai' | 'customer' | 'sayso';
  };
  /** What happened, in a sentence for colleagues. */
  says: string;
};

/** An instant with its offset. Example: "2026-11-22T09:00:00Z" */
export type Instant = string;

export type Json = string | number | boolean | null | Json[] | {
  [key: string]: Json;
};

/** A case in a list. */
export type ListedCase = {
  id: string;
  conversation: string;
  type: string;
  stage: string;
  open: boolean;
  /** Of an open case; of a closed one nobody is named. */
  asker?: Who | undefined;
  owner?: Who | undefined;
  waits_for: Who[];
  promised: Instant | null;
  incident?: string | undefined;
  opened_at: Instant;
  /** The request type, to be read. Example: "Refund" */
  label: string;
  /** How much is asked for; where there is a yes, how much that is to. */
  amount?: string | undefined;
  unit?: string | undefined;
  answer_by?: Instant | undefined;
  /** By when a yes is carried out. */
  fulfill_by?: Instant | undefined;
  /** The beginning of what the customer said. */
  said?: string | undefined;
  /** What is asked of colleagues now. */
  asked?: {
    id: string;
    kind: string;
    asked_by: Who;
    asked_at: Instant;
  }[] | undefined;
};

/** A person or AI agent, with whether they are there now. */
export type ListedPerson = {
  id: string;
  name: string;
  kind: 'person' | 'ai agent';
  manager?: Who | undefined;
  grade?: string | undefined;
  functions: {
    function: string;
    grade: string;
  }[];
  roles: string[];
  unit?: string | undefined;
  languages: string[];
  /** They can be reached now: at work, and not away. */
  on_duty: boolean;
  /** They are away until then. */
  away_until?: Instant | undefined;
  /** When they are there next; left out when they are, or nobody can say. */
  next_on_duty?: Instant | undefined;
  employed_from?: Instant | undefined;
  employed_until?: Instant | undefined;
};

/** A fact that has to be found out. */
export type Missing = {
  fact: string;
  path?: string | undefined;
  known_by?: string | undefined;
  claimed?: true | undefined;
  ask?: string | undefined;
};

/** An emergency notice: authority for a class of cases, for some hours. */
export type Notice = {
  id: string;
  name: string;
  types: string[];
  /** The grant, as it would stand in a book. */
  gives: {
    [key: string]: Json;
  };
  in_force_from: Instant;
  until: Instant;
  in_force: boolean;
  by: Who;
  because: string;
  granted: {
    grants: number;
    sums: {
      unit: string;
      amount: string;
    }[];
  };
  outcome: 'keep' | 'end' | 'make permanent' | null;
  /** When those who review it are told (again); null: it is reviewed. */
  review_at: Instant | null;
};

/** What will change when people come into force. */
export type PeoplePreview = {
  /** No problem is an error. */
  importable: boolean;
  problems: {
    code: string;
    severity: 'error' | 'warning' | 'notice';
    line: number;
    column: number;
    words: string;
    message: string;
    mend: string;
  }[];
  /** Send it along with the import: what is imported is what was previewed. */
  if_hash: string | null;
  /** Of the text. */
  hash: string | null;
  since: Instant | null;
  /** The same text is in force already. */
  same: boolean;
  differences: {
    person: string;
    name: string;
    what: 'comes' | 'leaves' | 'changes';
    fields: {
      field: string;
      from: string | null;
      to: string | null;
    }[];
  }[];
  handed_on: {
    from: string;
    /** Who takes the open cases over; null: nobody could. */
    to: string | null;
    at: Instant;
    cases: number;
    questions: number;
  }[];
  /** Grants by which nobody may say yes any more. */
  unheld: string[];
  /** All of it, a sentence each. */
  says: string[];
};

/** A person or AI agent. */
export type Person = {
  id: string;
  name: string;
  kind: 'person' | 'ai agent';
  manager?: Who | undefined;
  grade?: string | undefined;
  functions: {
    function: string;
    grade: string;
  }[];
  roles: string[];
  unit?: string | undefined;
  languages: string[];
  /** They can be reached now: at work, and not away. */
  on_duty: boolean;
  /** They are away until then. */
  away_until?: Instant | undefined;
  /** When they are there next; left out when they are, or nobody can say. */
  next_on_duty?: Instant | undefined;
  employed_from?: Instant | undefined;
  employed_until?: Instant | undefined;
  /** What they said last of where they are, as long as it holds. */
  presence: {
    state: 'here' | 'away' | 'off duty';
    from: Instant;
    until: Instant;
  } | null;
  channels: {
    kind: string;
    address: string;
  }[];
  /** Those that are not over. */
  absences: {
    /** To withdraw it by; null: it stands in the people's text. */
    id: string | null;
    from: Instant;
    until: Instant;
    /** For the person and their managers alone. Example: "vacation" */
    reason?: string | undefined;
  }[];
  /** Authority that they gave, and that is not over. */
  delegations: {
    id: string | null;
    from: Instant;
    until: Instant;
    to?: Who | undefined;
    for?: Who | undefined;
    up_to?: string | undefined;
    functions?: string[] | undefined;
  }[];
  /** Authority that others gave them. */
  acts_for: {
    id: string | null;
    from: Instant;
    until: Instant;
    to?: Who | undefined;
    for?: Who | undefined;
    up_to?: string | undefined;
    functions?: string[] | undefined;
  }[];
  /** The caller may change presence, absences and delegations of this person. */
  may_change: boolean;
};

/** An earlier decision on like facts. */
export type Precedent = {
  case: string;
  at: Instant;
  verdict: 'yes' | 'no' | 'yes with a change';
  /** How much was asked for. */
  asked?: string | undefined;
  /** How much was granted. */
  granted?: string | undefined;
  /** The alternative that was taken. */
  instead?: string | undefined;
  /** The role of whoever decided; null: they left. */
  role: string | null;
  rule: string | null;
  /** It went beyond the book and was approved afterwards; why. */
  ratified?: {
    because: string | null;
  } | undefined;
  /** In what it differs from this case; nothing: in nothing that is known. */
  differs: string[];
  likeness: {
    /** The share of the comparisons, that either decision hung on, with the same outcome. */
    deciding: number;
    /** Gower's similarity of amount and facts. */
    known: number;
  };
};

/** What may be offered before the customer asks. */
export type Proposal = {
  name: string;
  kind: 'tell' | 'do' | 'part';
  type?: string | undefined;
  verdict: Verdict;
  amount?: string | undefined;
  unit?: string | undefined;
  if?: Missing[] | undefined;
  who?: Candidate[] | undefined;
  /** The offer, in words for the customer. */
  say: string;
  /** Of the request that it is; words alone are none. */
  facts?: {
    [key: string]: Json;
  } | undefined;
};

/** What is asked of colleagues. */
export type Question = {
  id: string;
  kind: 'approval' | 'agreement' | 'consult' | 'decline' | 'special client' | 'appeal' | 'over-promise' | 'ratification' | 'transfer';
  unit?: string | undefined;
  /** Whose answer it waits for now; empty: somebody comes on duty. */
  asked: Who[];
  asked_by: Who;
  asked_at: Instant;
  moves_on_at: Instant;
  deadline?: Instant | undefined;
  words?: string | undefined;
  amount?: string | undefined;
};

/** What is to be said better in a text to a customer. */
export type ReplyFinding = {
  kind: 'dead-end phrase' | 'promise beyond the remit' | 'blame' | 'label' | 'internal name' | 'rule of the book';
  /** Where it stands in the text, in UTF-16 code units. */
  start: number;
  /** Behind its last one. */
  end: number;
  words: string;
  /** Why, for whoever writes. */
  because: string;
  /** What can be said instead; never a yes that is not certain. */
  better: string;
  /** The book's rule, where it is one. */
  rule?: string | undefined;
};

/** What the customer asks for, as it is known now. */
export type Request = {
  type: string;
  facts: {
    [key: string]: Json;
  };
  customer?: string | undefined;
  subject?: string | undefined;
  need?: string | undefined;
  language?: string | undefined;
  signals: string[];
  asks_for_a_person: boolean;
  grounds: string[];
  agreed: {
    unit: string;
    by: Who;
  }[];
};

/** What the book says. */
export type Verdict = 'grant' | 'consult' | 'handoff' | 'ask' | 'decline';

/** A person or AI agent. Example: {"id":"mia","name":"Mia Torres"} */
export type Who = {
  id: string;
  name: string;
};

/** What is wrong, where, and how to mend it (RFC 9457). */
export type Problem = {
  /** Where the code is explained, from the root of the service. */
  type: string;
  /** What the code means. */
  title: string;
  status: number;
  /** What is wrong. */
  detail: string;
  /** The id of the request, for whoever looks into it. */
  instance: string;
  code: 'agent-first' | 'already-answered' | 'already-asked' | 'already-fulfilled' | 'already-published' | 'already-reported' | 'already-reviewed' | 'appeal-there' | 'appealed-already' | 'approval-lapsed' | 'bad-name' | 'body-too-large' | 'book-changed-meanwhile' | 'busy' | 'case-closed' | 'changed-meanwhile' | 'clock-off' | 'consult-first' | 'database-away' | 'dead-end' | 'declined-by-rule' | 'delegate-not-allowed' | 'delegation-above-cap' | 'delegation-circle' | 'delegation-currency' | 'delegation-not-allowed' | 'delegation-to-oneself' | 'delegation-too-long' | 'empty' | 'empty-value' | 'ended-itself' | 'ends-before-it-starts' | 'event-over' | 'expired-token' | 'facts-changed' | 'facts-missing' | 'fault' | 'granted' | 'headers-too-large' | 'hollow-hop' | 'in-the-past' | 'key-reused' | 'late' | 'missing-key' | 'more-problems' | 'more-than-asked' | 'name-taken' | 'need-not-restated' | 'needs-a-second-person' | 'needs-management' | 'negative-amount' | 'no-amount' | 'no-amount-to-change' | 'no-book' | 'no-cap' | 'no-case' | 'no-cases' | 'no-customer' | 'no-decline' | 'no-links' | 'no-people' | 'no-reason' | 'no-repair' | 'no-token' | 'no-type' | 'no-value' | 'no-words' | 'nobody-able' | 'not-able' | 'not-about-you' | 'not-accepted' | 'not-agreed' | 'not-an-object' | 'not-answered' | 'not-asked' | 'not-done-yet' | 'not-for-ai-agents' | 'not-for-customers' | 'not-for-you' | 'not-fulfilled' | 'not-granted' | 'not-here' | 'not-http' | 'not-json' | 'not-offered' | 'not-on-hold' | 'not-set-aside' | 'not-their-manager' | 'not-yours' | 'not-yours-to-give' | 'not-yours-to-grant' | 'not-yours-to-publish' | 'nothing' | 'nothing-asked' | 'nothing-before' | 'nothing-missing' | 'nothing-to-appeal' | 'nothing-to-correct' | 'nothing-to-grant' | 'nothing-told' | 'notice-does-not-fit' | 'null-fact' | 'of-what' | 'other-customer' | 'other-question' | 'other-request' | 'over-already' | 'own-question' | 'own-record-only' | 'own-request' | 'question-closed' | 'red-cases' | 'reserved-key' | 'said-twice' | 'same-facts' | 'same-owner' | 'settled' | 'special-client' | 'stands' | 'stopping' | 'too-far' | 'too-large' | 'too-long' | 'too-many' | 'too-many-cases' | 'too-many-notices' | 'too-many-requests' | 'too-many-streams' | 'too-slow' | 'too-small' | 'unknown-absence' | 'unknown-alternative' | 'unknown-book' | 'unknown-case' | 'unknown-command' | 'unknown-conversation' | 'unknown-criterion' | 'unknown-delegate' | 'unknown-delegation' | 'unknown-draft' | 'unknown-event' | 'unknown-function' | 'unknown-key' | 'unknown-notice' | 'unknown-organization' | 'unknown-path' | 'unknown-person' | 'unknown-question' | 'unknown-review' | 'unknown-signal' | 'unknown-time-zone' | 'unknown-trigger' | 'unknown-type' | 'until-when' | 'warn-first' | 'which-question' | 'which-review' | 'withdrawn-meanwhile' | 'wrong-book' | 'wrong-cases' | 'wrong-character' | 'wrong-content-type' | 'wrong-cursor' | 'wrong-date' | 'wrong-form' | 'wrong-header' | 'wrong-key' | 'wrong-method' | 'wrong-money' | 'wrong-notice' | 'wrong-people' | 'wrong-token' | 'wrong-type' | 'wrong-value';
  /** Where in what was sent; empty: all of it. */
  path: string;
  /** What helps. */
  mend: string;
  /** All that is wrong, the first one included. */
  problems: {
    /** Which problem: it stays the same. */
    code: string;
    /** Where in what was sent; empty: all of it. */
    path: string;
    /** What is wrong. */
    message: string;
    /** What helps. */
    mend: string;
  }[];
};

/** Something that happened, with its conversation; the `data` of an event of the stream. */
export type LiveEvent = {
  conversation: string;
  /** Its place on the ledger. */
  sequence: number;
  at: string;
  kind: string;
  case: string | null;
  by?: Who | undefined;
  /** What happened, in a sentence for colleagues. */
  says?: string | undefined;
  /**
   * Whose own lists (my cases, my inbox) may have changed by it, by id. Of a no in a stream of the whole organization
   * nobody is named.
   */
  concerns: string[];
};

/** What `decide` gets. */
export type DecideInput = {
  /**
   * The request: its type, or what the customer asks for in their words; facts, customer, subject, need …
   * (docs/reference/request.md). Example:
   * {"type":"refund","facts":{"amount":"40.00","order.delivered":"2026-11-15","identity_verified":true},"customer":"C-1","subject":"order-1"}
   */
  request: {
    [key: string]: unknown;
  };
  /** For whom, by id; the caller when left out. Example: "mia" */
  as?: string | undefined;
  /** The customer's language. Example: "de" */
  language?: string | undefined;
};

/** What `decide.as-if` gets. */
export type DecideAsIfInput = {
  /**
   * The request; with `tallies`, totals by counter, what was granted before. Example:
   * {"type":"refund","facts":{"amount":"40.00","order.delivered":"2026-11-15","identity_verified":true},"customer":"C-1","subject":"order-1"}
   */
  request: {
    [key: string]: unknown;
  };
  /** For whom, by id; the caller when left out. Example: "mia" */
  as?: string | undefined;
  /** The customer's language. Example: "de" */
  language?: string | undefined;
  /** When; now when left out. */
  at?: string | undefined;
};

/** What `who` gets. */
export type WhoInput = {
  /**
   * The request: its type, or what the customer asks for in their words; facts, customer, subject, need …
   * (docs/reference/request.md). Example:
   * {"type":"refund","facts":{"amount":"40.00","order.delivered":"2026-11-15","identity_verified":true},"customer":"C-1","subject":"order-1"}
   */
  request: {
    [key: string]: unknown;
  };
  /** For whom, by id; the caller when left out. Example: "mia" */
  as?: string | undefined;
};

/** What `who` answers. */
export type WhoOutput = {
  who: Candidate[];
  who_total: number;
};

/** What `remit` gets. */
export type RemitInput = {
  /** For this customer: what they were granted counts. Example: "C-1" */
  customer?: string | undefined;
  /** About this order or account. Example: "order-1" */
  subject?: string | undefined;
};

/** What `remit` answers. */
export type RemitOutput = {
  person: string;
  types: {
    type: string;
    unit?: string | undefined;
    headroom: string | null;
    may: {
      rule: string;
      when?: string | undefined;
      up_to?: string | undefined;
      at_least?: string | undefined;
      share?: string | undefined;
      usual?: string | undefined;
      times?: string | undefined;
      total?: string | undefined;
      headroom: string | null;
      also?: {
        count: number;
        units: string[];
      } | undefined;
      exception?: string[] | undefined;
      ensure: string[];
      for?: string | undefined;
    }[];
    lines: {
      rule: string;
      kind: string;
      when?: string | undefined;
    }[];
  }[];
  not: {
    type: string;
    because: 'function' | 'grade' | 'never' | 'nobody';
  }[];
  units: string[];
  waives: string[];
  residual?: {
    up_to?: string | undefined;
  } | undefined;
};

/** What `type.list` gets. */
export type TypeListInput = {
  /** The customer's language. Example: "de" */
  language?: string | undefined;
};

/** What `type.list` answers. */
export type TypeListOutput = {
  types: {
    type: string;
    /** To be read. Example: "Late delivery" */
    label: string;
    means: string;
    /** As customers say it. Example: ["refund me"] */
    said_as: string[];
  }[];
};

/** What `type.show` gets. */
export type TypeShowInput = {
  /** The request type. Example: "refund" */
  type: string;
  /** The customer's language. Example: "de" */
  language?: string | undefined;
};

/** What `type.show` answers. */
export type TypeShowOutput = {
  type: string;
  /** To be read. Example: "Late delivery" */
  label: string;
  means: string;
  /** As customers say it. Example: ["refund me"] */
  said_as: string[];
  facts: {
    fact: string;
    label: string;
    kind: 'yes or no' | 'number' | 'money' | 'date' | 'choice' | 'list' | 'text';
    /** A currency, or minutes, hours, days. Example: "USD" */
    unit?: string | undefined;
    choices?: string[] | undefined;
    /** The question for the customer. */
    ask?: string | undefined;
    /** What shows it. */
    proof?: string | undefined;
    /** The system that knows it. */
    known_by?: string | undefined;
  }[];
  /** What may be needed behind it. Example: ["money"] */
  needs: string[];
  /** Of grants by exception. Example: ["illness"] */
  grounds: string[];
  /** What may be noticed. Example: ["distress"] */
  signals: string[];
  /** All that the book knows to offer instead; whether it can be granted is said when it is. */
  alternatives: {
    name: string;
    says?: string | undefined;
  }[];
};

/** What `find` gets. */
export type FindInput = {
  /** What the customer says. Example: "my parcel never came" */
  words: string;
  /** How many at the most; 5 when left out. Example: 5 */
  most?: number | undefined;
};

/** What `find` answers. */
export type FindOutput = {
  found: {
    type: string;
    means: string;
    score: number;
    because: string[];
    /** Facts that stand in the words already, as `decide` takes them. */
    facts: {
      [key: string]: string | number;
    };
  }[];
};

/** What `case.open` gets. */
export type CaseOpenInput = {
  /**
   * The request as for `sayso decide`; what is done (agreements, consults) comes from the case itself. Example:
   * {"type":"refund","facts":{"amount":"80.00"}}
   */
  request: {
    /** The request type, or what the customer asks for in their words. Example: "refund" */
    type: string;
    /**
     * Facts by name: a value, { "value", "claimed", "source" } or { "unsure": true }. Example:
     * {"amount":"80.00","damaged":true}
     */
    facts?: {
      [key: string]: Json;
    } | undefined;
    [key: string]: unknown;
  };
  /** The contact in the helpdesk. Example: {"system":"zendesk","id":"4711"} */
  conversation?: {
    /** The helpdesk. Example: "zendesk" */
    system: string;
    /** The conversation there. Example: "4711" */
    id: string;
    /** Its address. Example: "https://help.example/4711" */
    url?: string | undefined;
    /** How the customer is in touch. Example: "phone" */
    channel?: string | undefined;
    /** Their address there, for messages to them. Example: "ana@mail.example" */
    address?: string | undefined;
  } | undefined;
  /** The incident that it belongs to. Example: "outage-3" */
  incident?: string | undefined;
  /** A repeat that we caused: not counted against the customer. Example: true */
  caused_by_us?: boolean | undefined;
  /** Take the next step at once: say yes where the asker may, ask whoever can where they may not. */
  at_once?: boolean | undefined;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.tell` gets. */
export type CaseTellInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /**
   * Facts by name: a value, { "value", "claimed", "source" } or { "unsure": true }. Example:
   * {"amount":"80.00","damaged":true}
   */
  facts?: {
    [key: string]: Json;
  } | undefined;
  /** The need behind the request. Example: "money" */
  need?: string | undefined;
  /** The customer number. Example: "C-1" */
  customer?: string | undefined;
  /** The order or account that it is about. Example: "order-1" */
  subject?: string | undefined;
  /** The language in which the customer reads. Example: "de" */
  language?: string | undefined;
  /** Where they read the time. Example: "Europe/Berlin" */
  time_zone?: string | undefined;
  /** Grounds of a grant by exception. Example: ["illness"] */
  grounds?: string[] | undefined;
  /** Who is bound to the customer, and how. Example: {"mia":"family"} */
  relations?: Json | undefined;
  /** The flag of a special client, or true. Example: {"owner":"mia","until":"2026-12-31"} */
  special?: Json | undefined;
};

/** What `case.hold` gets. */
export type CaseHoldInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** For how long; 5 when left out. Example: 5 */
  minutes?: number | undefined;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.resume` gets. */
export type CaseResumeInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
};

/** What `case.restate` gets. */
export type CaseRestateInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What the customer really needs. Example: "A lamp for tonight." */
  need: string;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.ask_customer` gets. */
export type CaseAskCustomerInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** Those that decide it when left out. Example: ["damaged"] */
  facts?: string[] | undefined;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.grant` gets. */
export type CaseGrantInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** Why, for the record. Example: "The photo shows the crack." */
  reason?: string | undefined;
  /** Less than was asked for; all of it when left out. */
  amount?: string | number | undefined;
  /** It is carried out already. Example: true */
  done?: boolean | undefined;
  /** By when it is carried out. */
  fulfill_by?: string | undefined;
};

/** What `case.ask` gets. */
export type CaseAskInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
  /** A yes takes effect at once (default), or waits for the asker. Example: "hold" */
  on_yes?: 'grant' | 'hold' | undefined;
};

/** What `case.advise` gets. */
export type CaseAdviseInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** A question of the case, by its id; the only open one when left out. Example: "c1/q1" */
  question?: string | undefined;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
  /**
   * Facts by name: a value, { "value", "claimed", "source" } or { "unsure": true }. Example:
   * {"amount":"80.00","damaged":true}
   */
  facts?: {
    [key: string]: Json;
  } | undefined;
};

/** What `case.answer` gets. */
export type CaseAnswerInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** A question of the case, by its id; the only open one when left out. Example: "c1/q1" */
  question?: string | undefined;
  say: 'yes' | 'no';
  /** Yes with a change: up to this much. */
  amount?: string | number | undefined;
  /** Why; a no needs it. Example: "The photo shows the crack." */
  because?: string | undefined;
  /** For the customer, with a no. Example: "We keep this one for our members." */
  tell?: string | undefined;
  /** An alternative of the book, with a no. Example: "store credit" */
  offer?: string | undefined;
  /** For an over-promise: how it is repaired instead. Example: "A new one comes tomorrow." */
  repair?: string | undefined;
};

/** What `case.pass` gets. */
export type CasePassInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** A question of the case, by its id; the only open one when left out. Example: "c1/q1" */
  question?: string | undefined;
};

/** What `case.transfer` gets. */
export type CaseTransferInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** A person's id. Example: "mia" */
  to?: string | undefined;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.accept` gets. */
export type CaseAcceptInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** A question of the case, by its id; the only open one when left out. Example: "c1/q1" */
  question?: string | undefined;
};

/** What `case.hand_over` gets. */
export type CaseHandOverInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** A person's id. Example: "mia" */
  to: string;
  because: 'shift' | 'language' | 'skill' | 'discomfort' | 'absence' | 'abuse' | 'the customer insists';
};

/** What `case.release` gets. */
export type CaseReleaseInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
};

/** What `case.decline` gets. */
export type CaseDeclineInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
  /** Own reason, for the record. Example: "The photo shows the crack." */
  because?: string | undefined;
};

/** What `case.appeal` gets. */
export type CaseAppealInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.correct` gets. */
export type CaseCorrectInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What was wrong about the no. Example: "The delivery date was read wrong." */
  error: string;
  /** An amount as a decimal, without its currency. */
  amount?: string | number | undefined;
};

/** What `case.offer` gets. */
export type CaseOfferInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** The alternative's name. Example: "store credit" */
  alternative: string;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.take` gets. */
export type CaseTakeInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** The alternative's name. Example: "store credit" */
  alternative: string;
  /** It is carried out already. Example: true */
  done?: boolean | undefined;
};

/** What `case.promise` gets. */
export type CasePromiseInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** An instant with its offset. */
  by: string;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.say` gets. */
export type CaseSayInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What the customer says. Example: "It is for a party on Saturday." */
  words: string;
};

/** What `case.rate` gets. */
export type CaseRateInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** The service, from 1 to 5. Example: 5 */
  service?: number | undefined;
  /** What came of it, from 1 to 5. Example: 3 */
  outcome?: number | undefined;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.update` gets. */
export type CaseUpdateInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What the customer reads. Example: "We have found it." */
  words: string;
  /** When they hear again. */
  next?: string | undefined;
};

/** What `case.supervisor` gets. */
export type CaseSupervisorInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.signal` gets. */
export type CaseSignalInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** The signal. Example: "distress" */
  signal: string;
};

/** What `case.over_promise` gets. */
export type CaseOverPromiseInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What the customer was told. Example: "You get all of it back." */
  words: string;
  /** An amount as a decimal, without its currency. */
  amount?: string | number | undefined;
};

/** What `case.ratify` gets. */
export type CaseRatifyInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What was done, and why. Example: "Sent the part overnight, they had a wedding." */
  words: string;
  /** An amount as a decimal, without its currency. */
  amount?: string | number | undefined;
};

/** What `case.fulfill` gets. */
export type CaseFulfillInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
};

/** What `case.close` gets. */
export type CaseCloseInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  as: 'met' | 'declined' | 'withdrawn' | 'duplicate';
  /** For a duplicate: the other case. Example: "c1" */
  of?: string | undefined;
  /** What the customer said; staff close as withdrawn by it alone. Example: "Never mind." */
  words?: string | undefined;
};

/** What `case.reopen` gets. */
export type CaseReopenInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /**
   * Facts by name: a value, { "value", "claimed", "source" } or { "unsure": true }. Example:
   * {"amount":"80.00","damaged":true}
   */
  facts: {
    [key: string]: Json;
  };
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.warn` gets. */
export type CaseWarnInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `case.end_contact` gets. */
export type CaseEndContactInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  because: 'abuse' | 'threat';
  /** Who goes on with the request; its owner when left out. Example: "mia" */
  to?: string | undefined;
};

/** What `case.complain` gets. */
export type CaseComplainInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** The complaint. Example: "Nobody listened." */
  words: string;
  /** Whose service; the asker when left out. Example: "mia" */
  about?: string | undefined;
};

/** What `case.respond` gets. */
export type CaseRespondInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** The review. Example: "c1/r1" */
  review?: string | undefined;
  /** In their own words. Example: "I followed the book." */
  words: string;
};

/** What `case.sign` gets. */
export type CaseSignInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** The review. Example: "c1/r1" */
  review?: string | undefined;
  outcome: 'upheld' | 'trivial' | 'not upheld';
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  because?: string | undefined;
};

/** What `case.show` gets. */
export type CaseShowInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
};

/** What `case.show` answers. */
export type CaseShowOutput = {
  case: Case;
  /**
   * What the book says now to whoever serves the customer; null: there is a yes, it is closed, or it can not be
   * decided.
   */
  decision: Decision | null;
  /** What the customer would read if its owner said no now; null: it can not be said. */
  no: string | null;
  /** What the customer was told last in this conversation. */
  told: {
    at: Instant;
    words: string;
  } | null;
  capabilities: Capability[];
  /**
   * The one command that comes next for the caller, or why it is not theirs; null: somebody is asked, it has its
   * answer, or something is done first.
   */
  next_step: Capability | null;
};

/** What `case.record` gets. */
export type CaseRecordInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** Whose wall clock the sentences go by; left out: that of the organization. Example: "Europe/Berlin" */
  time_zone?: string | undefined;
  /** How the sentences write the hour: `h23` (left out) as 15:12, `h12` as 3:12 PM. Example: "h12" */
  hour_cycle?: 'h12' | 'h23' | undefined;
  /** How many at the most; 50 when left out. Example: 50 */
  most?: number | undefined;
  /** Go on after this place: `next` of the page before. Example: "eyJpIjoxfQ" */
  after?: string | undefined;
};

/** What `case.record` answers. */
export type CaseRecordOutput = {
  happened: Happened[];
  /** Where the list goes on; null: here it ends. */
  next: string | null;
};

/** What `case.list` gets. */
export type CaseListInput = {
  /** Open cases that this person holds. Example: "mia" */
  owner?: string | undefined;
  /** Cases that wait for this person's answer. Example: "lena" */
  waiting_for?: string | undefined;
  /** A customer's cases, closed ones too. Example: "C-1" */
  customer?: string | undefined;
  /** Those of an incident, closed ones too. Example: "outage-3" */
  incident?: string | undefined;
  /** How many at the most; 50 when left out. Example: 50 */
  most?: number | undefined;
  /** Go on after this place: `next` of the page before. Example: "eyJpIjoxfQ" */
  after?: string | undefined;
};

/** What `case.mine` gets. */
export type CaseMineInput = {
  /** How many at the most; 50 when left out. Example: 50 */
  most?: number | undefined;
  /** Go on after this place: `next` of the page before. Example: "eyJpIjoxfQ" */
  after?: string | undefined;
};

/** What `case.inbox` gets. */
export type CaseInboxInput = {
  /** How many at the most; 50 when left out. Example: 50 */
  most?: number | undefined;
  /** Go on after this place: `next` of the page before. Example: "eyJpIjoxfQ" */
  after?: string | undefined;
};

/** What `conversation.show` gets. */
export type ConversationShowInput = {
  /** The conversation. Example: "v0a1b2c3d4e5f607" */
  conversation: string;
};

/** What `conversation.show` answers. */
export type ConversationShowOutput = {
  promise: {
    conversation: string;
    due: Instant;
    /** Who made it; Sayso itself for the one that opening a case makes. */
    by: Who;
    /** How often its time went by. */
    broken: number;
    /** A holding reply went out: the next update is written by a named person. */
    holding: boolean;
    cases: string[];
  } | null;
  cases: Case[];
};

/** What `conversation.find` gets. */
export type ConversationFindInput = {
  /** The helpdesk. Example: "zendesk" */
  system: string;
  /** The conversation there. Example: "4711" */
  id: string;
};

/** What `promise.list` gets. */
export type PromiseListInput = {
  /** Those of the people who report to me, too. Example: true */
  team?: boolean | undefined;
  /** How many at the most; 50 when left out. Example: 50 */
  most?: number | undefined;
  /** Go on after this place: `next` of the page before. Example: "eyJpIjoxfQ" */
  after?: string | undefined;
};

/** What `promise.list` answers. */
export type PromiseListOutput = {
  promises: {
    conversation: string;
    due: Instant;
    /** Who made it; Sayso itself for the one that opening a case makes. */
    by: Who;
    /** How often its time went by. */
    broken: number;
    /** A holding reply went out: the next update is written by a named person. */
    holding: boolean;
    cases: string[];
  }[];
  /** Where the list goes on; null: here it ends. */
  next: string | null;
};

/** What `page.link` gets. */
export type PageLinkInput = {
  /** The conversation. Example: "v0a1b2c3d4e5f607" */
  conversation: string;
};

/** What `page.link` answers. */
export type PageLinkOutput = {
  url: string;
  good_until: Instant;
};

/** What `page.show` gets. */
export type PageShowInput = Record<string, never>;

/** What `page.show` answers. */
export type PageShowOutput = {
  language: string;
  time_zone: string;
  next_update: {
    at: Instant;
    says: string;
  } | null;
  cases: {
    id: string;
    asked: string;
    asked_at: Instant;
    stage: 'with us' | 'waiting for you' | 'yes' | 'done' | 'no' | 'closed';
    /** Who has it, by role. Example: "a colleague" */
    with: string;
    no?: string | undefined;
    amount?: string | undefined;
    fulfill_by?: Instant | undefined;
    fulfilled_at?: Instant | undefined;
    offers: {
      alternative: string;
      says: string;
    }[];
    /** What the customer can do now. Example: ["tell"] */
    may: string[];
  }[];
  history: {
    at: Instant;
    by: 'us' | 'you';
    says: string;
  }[];
};

/** What `page.say` gets. */
export type PageSayInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What the customer says. Example: "It is for a party on Saturday." */
  words: string;
};

/** What `page.rate` gets. */
export type PageRateInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** The service, from 1 to 5. Example: 5 */
  service?: number | undefined;
  /** What came of it, from 1 to 5. Example: 3 */
  outcome?: number | undefined;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `page.tell` gets. */
export type PageTellInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /**
   * Facts by name: a value, { "value", "claimed", "source" } or { "unsure": true }. Example:
   * {"amount":"80.00","damaged":true}
   */
  facts?: {
    [key: string]: Json;
  } | undefined;
  /** The need behind the request. Example: "money" */
  need?: string | undefined;
  /** The customer number. Example: "C-1" */
  customer?: string | undefined;
  /** The order or account that it is about. Example: "order-1" */
  subject?: string | undefined;
  /** The language in which the customer reads. Example: "de" */
  language?: string | undefined;
  /** Where they read the time. Example: "Europe/Berlin" */
  time_zone?: string | undefined;
  /** Grounds of a grant by exception. Example: ["illness"] */
  grounds?: string[] | undefined;
  /** Who is bound to the customer, and how. Example: {"mia":"family"} */
  relations?: Json | undefined;
  /** The flag of a special client, or true. Example: {"owner":"mia","until":"2026-12-31"} */
  special?: Json | undefined;
};

/** What `page.take` gets. */
export type PageTakeInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** The alternative's name. Example: "store credit" */
  alternative: string;
  /** It is carried out already. Example: true */
  done?: boolean | undefined;
};

/** What `page.appeal` gets. */
export type PageAppealInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `page.complain` gets. */
export type PageComplainInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** The complaint. Example: "Nobody listened." */
  words: string;
  /** Whose service; the asker when left out. Example: "mia" */
  about?: string | undefined;
};

/** What `page.close` gets. */
export type PageCloseInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  as: 'met' | 'declined' | 'withdrawn' | 'duplicate';
  /** For a duplicate: the other case. Example: "c1" */
  of?: string | undefined;
  /** What the customer said; staff close as withdrawn by it alone. Example: "Never mind." */
  words?: string | undefined;
};

/** What `page.reopen` gets. */
export type PageReopenInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /**
   * Facts by name: a value, { "value", "claimed", "source" } or { "unsure": true }. Example:
   * {"amount":"80.00","damaged":true}
   */
  facts: {
    [key: string]: Json;
  };
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `page.supervisor` gets. */
export type PageSupervisorInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** What is said, in the words of whoever says it. Example: "I am sorry that you had to wait." */
  words?: string | undefined;
};

/** What `people.list` gets. */
export type PeopleListInput = {
  /** Part of a name or id. Example: "torres" */
  words?: string | undefined;
  /** Those who work in this function. Example: "orders" */
  function?: string | undefined;
  /** Those of this grade or a higher one, in the function where one is named. Example: "lead" */
  grade?: string | undefined;
  /** Those who hold this role. Example: "duty-lead" */
  role?: string | undefined;
  /** Those of this unit. Example: "customer care" */
  unit?: string | undefined;
  /** Those who report to this person. Example: "lena" */
  manager?: string | undefined;
  /** Those who speak it. Example: "de" */
  language?: string | undefined;
  /** Those who can be reached now, or those who can not. Example: true */
  on_duty?: boolean | undefined;
  /** How many at the most; 50 when left out. Example: 50 */
  most?: number | undefined;
  /** Go on after this place: `next` of the page before. Example: "eyJpIjoxfQ" */
  after?: string | undefined;
};

/** What `people.list` answers. */
export type PeopleListOutput = {
  people: ListedPerson[];
  /** Where the list goes on; null: here it ends. */
  next: string | null;
};

/** What `people.show` gets. */
export type PeopleShowInput = {
  /** The person, by their id. Example: "mia" */
  person: string;
};

/** What `me.show` gets. */
export type MeShowInput = Record<string, never>;

/** What `me.show` answers. */
export type MeShowOutput = {
  person: Person;
  /** The caller may put people in. */
  may_import: boolean;
};

/** What `people.presence` gets. */
export type PeoplePresenceInput = {
  /** The person, by their id. Example: "mia" */
  person: string;
  /** Where they are. Example: "away" */
  state: 'here' | 'away' | 'off duty';
  /**
   * Until when. Left out: of who is here, the end of their hours or of a working day; of who is off duty, their next
   * shift. A date (a whole day where the organization is) or an instant with its offset. Example: "2026-12-01"
   */
  until?: string | undefined;
};

/** What `people.presence` answers. */
export type PeoplePresenceOutput = {
  /** Of the change, to withdraw it by; null: it was so already. */
  id: string | null;
};

/** What `people.absence` gets. */
export type PeopleAbsenceInput = {
  /** The person, by their id. Example: "mia" */
  person: string;
  /**
   * The first day. A date (a whole day where the organization is) or an instant with its offset. Example:
   * "2026-12-01"
   */
  from: string;
  /**
   * The last day. A date (a whole day where the organization is) or an instant with its offset. Example: "2026-12-14"
   */
  until: string;
  /** For the person and their managers alone. Example: "vacation" */
  reason?: 'vacation' | 'training' | 'business trip' | 'parental leave' | 'other' | undefined;
};

/** What `people.absence-withdraw` gets. */
export type PeopleAbsenceWithdrawInput = {
  /** The person, by their id. Example: "mia" */
  person: string;
  /** The absence, by its id. Example: "p0a1b2c3d4e5f60" */
  id: string;
};

/** What `people.delegate` gets. */
export type PeopleDelegateInput = {
  /** The person, by their id. Example: "mia" */
  person: string;
  /** Who acts for them. Example: "kai" */
  to: string;
  /** The most that they may grant; the own limits when left out. Example: "500 USD" */
  up_to?: string | undefined;
  /** Only requests of these functions; all when left out. Example: ["orders"] */
  functions?: string[] | undefined;
  /**
   * The first day. A date (a whole day where the organization is) or an instant with its offset. Example:
   * "2026-12-01"
   */
  from: string;
  /**
   * The last day. A date (a whole day where the organization is) or an instant with its offset. Example: "2026-12-14"
   */
  until: string;
};

/** What `people.delegation-withdraw` gets. */
export type PeopleDelegationWithdrawInput = {
  /** The person, by their id. Example: "mia" */
  person: string;
  /** The delegation, by its id. Example: "p0a1b2c3d4e5f60" */
  id: string;
};

/** What `people.preview` gets. */
export type PeoplePreviewInput = {
  /**
   * people.yaml or a CSV table, as `sayso check` reads it. Example: "organization: corner-shop\ntime zone:
   * Europe/Berlin\npeople:\n  mia: { name: Mia Torres, grade: agent }\n"
   */
  text: string;
  /** Which of the two. Example: "yaml" */
  format: 'yaml' | 'csv';
  /** In force from; now when left out. */
  since?: string | undefined;
};

/** What `people.import` gets. */
export type PeopleImportInput = {
  /**
   * people.yaml or a CSV table, as `sayso check` reads it. Example: "organization: corner-shop\ntime zone:
   * Europe/Berlin\npeople:\n  mia: { name: Mia Torres, grade: agent }\n"
   */
  text: string;
  /** Which of the two. Example: "yaml" */
  format: 'yaml' | 'csv';
  /** In force from; now when left out. */
  since?: string | undefined;
  /** Of the preview: when others are in force by now, nothing is changed. Example: "3f2a" */
  if_hash?: string | null | undefined;
};

/** What `people.import` answers. */
export type PeopleImportOutput = {
  changed: boolean;
  hash: string;
  since: Instant;
};

/** What `precedent.list` gets. */
export type PrecedentListInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** How many at the most; 5 when left out. Example: 5 */
  most?: number | undefined;
};

/** What `precedent.list` answers. */
export type PrecedentListOutput = {
  type: string;
  precedents: Precedent[];
};

/** What `review.show` gets. */
export type ReviewShowInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
  /** Which one; the only one of the case when left out. Example: "c1/r1" */
  review?: string | undefined;
  /** Whose wall clock the sentences go by; left out: that of the organization. Example: "Europe/Berlin" */
  time_zone?: string | undefined;
  /** How the sentences write the hour: `h23` (left out) as 15:12, `h12` as 3:12 PM. Example: "h12" */
  hour_cycle?: 'h12' | 'h23' | undefined;
};

/** What `review.show` answers. */
export type ReviewShowOutput = {
  case: string;
  review: string;
  about: string;
  opened: Instant;
  long_record: {
    served: number;
    granted: number;
    favors: number;
    handed_on: number;
    correctly_refused: number;
    ratified: number;
    promises_kept: number;
  };
  acts: {
    did: string;
    verdict: 'obliged' | 'allowed' | 'beyond';
    rule: string;
    because: string;
    book: string;
    mended?: 'ratified' | 'repaired' | undefined;
    /** The place on the ledger that shows it. */
    shown_by: {
      sequence: number;
      at: Instant;
      case: string | null;
    };
  }[];
  obligations: {
    obligation: string;
    when: 'before' | 'after';
    recorded: boolean | null;
    shown_by: {
      sequence: number;
      at: Instant;
      case: string | null;
    } | null;
  }[];
  duty: {
    case: string;
    met: boolean | null;
    product: {
      part: string;
      met: boolean | null;
      because: string;
      shown_by: {
        sequence: number;
        at: Instant;
        case: string | null;
      } | null;
    }[];
    service: {
      part: string;
      met: boolean | null;
      because: string;
      shown_by: {
        sequence: number;
        at: Instant;
        case: string | null;
      } | null;
    }[];
  };
  by_the_book: boolean;
  conclusion: string;
  complaint: string | null;
  agent: {
    told: string | null;
    words: string | null;
  };
  due: Instant;
  outcome: {
    what: 'upheld' | 'trivial' | 'not upheld';
    by: string;
    at: Instant;
  } | null;
};

/** What `review.mine` gets. */
export type ReviewMineInput = Record<string, never>;

/** What `review.mine` answers. */
export type ReviewMineOutput = {
  reviews: {
    case: string;
    review: string;
    /** What the case is about, to be read. Example: "Refund" */
    label: string;
    about: Who;
    opened_at: Instant;
    /** Unsigned until then, it is upheld. */
    due: Instant;
    /** What of me it waits for; null: for a manager. */
    waits: 'respond' | 'sign' | null;
  }[];
};

/** What `review.duty` gets. */
export type ReviewDutyInput = {
  /** The case. Example: "c0a1b2c3d4e5" */
  case: string;
};

/** What `review.duty` answers. */
export type ReviewDutyOutput = {
  case: string;
  met: boolean | null;
  product: {
    part: string;
    met: boolean | null;
    because: string;
    shown_by: {
      sequence: number;
      at: Instant;
      case: string | null;
    } | null;
  }[];
  service: {
    part: string;
    met: boolean | null;
    because: string;
    shown_by: {
      sequence: number;
      at: Instant;
      case: string | null;
    } | null;
  }[];
};

/** What `record.show` gets. */
export type RecordShowInput = Record<string, never>;

/** What `record.show` answers. */
export type RecordShowOutput = {
  person: string;
  served: {
    sequence: number;
    at: Instant;
    case: string | null;
  }[];
  granted: {
    sequence: number;
    at: Instant;
    case: string | null;
  }[];
  favors: {
    sequence: number;
    at: Instant;
    case: string | null;
  }[];
  handed_on: {
    sequence: number;
    at: Instant;
    case: string | null;
  }[];
  correctly_refused: {
    sequence: number;
    at: Instant;
    case: string | null;
  }[];
  ratified: {
    sequence: number;
    at: Instant;
    case: string | null;
  }[];
  promises_kept: {
    sequence: number;
    at: Instant;
    case: string | null;
  }[];
  reviews: {
    review: string;
    /** The place on the ledger that shows it. */
    opened: {
      sequence: number;
      at: Instant;
      case: string | null;
    };
    outcome: string | null;
  }[];
  upheld: {
    sequence: number;
    at: Instant;
    case: string | null;
  }[];
};

/** What `record.export` gets. */
export type RecordExportInput = Record<string, never>;

/** What `record.export` answers. */
export type RecordExportOutput = {
  entries: {
    sequence: number;
    previous: string;
    /** SHA-256 over `previous` (32 bytes), `sequence`, a line feed and `body`. */
    hash: string;
    body: string;
  }[];
};

/** What `ledger.verify` gets. */
export type LedgerVerifyInput = Record<string, never>;

/** What `ledger.verify` answers. */
export type LedgerVerifyOutput = {
  entries: number;
  head: {
    sequence: number;
    hash: string;
  };
  personal: number;
  erased: number;
  anchors: {
    found: number;
    unusable: number;
    /** The newest that was found on the chain: up to there a removal is noticed. */
    last: {
      sequence: number;
      hash: string;
      at: Instant;
    } | null;
  };
  /** The first entry that is not right; null: all are. */
  broken: {
    sequence: number;
    what: string;
    message: string;
  } | null;
};

/** What `ledger.entries` gets. */
export type LedgerEntriesInput = {
  /** How many at the most; 50 when left out. Example: 50 */
  most?: number | undefined;
  /** Go on after this place: `next` of the page before. Example: "eyJpIjoxfQ" */
  after?: string | undefined;
};

/** What `ledger.entries` answers. */
export type LedgerEntriesOutput = {
  entries: {
    sequence: number;
    /** SHA-256 over `previous` (32 bytes), `sequence`, a line feed and `body`. */
    hash: string;
    body: string;
  }[];
  /** Where the list goes on; null: here it ends. */
  next: string | null;
};

/** What `grant.report` gets. */
export type GrantReportInput = {
  /** The system that granted it. */
  system: string;
  /** Its number there: reported twice, it counts once. */
  id: string;
  /** The request type. */
  type: string;
  /** When, an instant with its offset. */
  granted_at: string;
  /** How much. */
  amount?: string | number | undefined;
  /** The customer number. */
  customer?: string | undefined;
  /** The order or account. */
  subject?: string | undefined;
  /** Who granted it, by id. */
  agent?: string | undefined;
};

/** What `grant.report` answers. */
export type GrantReportOutput = {
  /** False: it was known. */
  counted: boolean;
};

/** What `set-aside.list` gets. */
export type SetAsideListInput = Record<string, never>;

/** What `set-aside.list` answers. */
export type SetAsideListOutput = {
  set_aside: {
    kind: 'message' | 'timer';
    id: string;
    at: Instant;
    error: string | null;
  }[];
};

/** What `set-aside.again` gets. */
export type SetAsideAgainInput = {
  /** What it is. Example: "message" */
  kind: 'message' | 'timer';
  /** Its id in the list. Example: "v1/3.0" */
  id: string;
};

/** What `set-aside.again` answers. */
export type SetAsideAgainOutput = {
  again: true;
};

/** What `reply.check` gets. */
export type ReplyCheckInput = {
  /** What the customer would read. Example: "There's nothing we can do about it." */
  text: string;
  /** The case that it is about. Example: "c0a1b2c3d4e5" */
  case?: string | undefined;
  /** The text's; the customer's, or the book's, when left out. Example: "de" */
  language?: string | undefined;
};

/** What `reply.check` answers. */
export type ReplyCheckOutput = {
  /** The language that it was read in. */
  language: string;
  findings: ReplyFinding[];
};

/** What `special-client.set` gets. */
export type SpecialClientSetInput = {
  /** The customer number. Example: "C-1" */
  customer: string;
  /**
   * Why: sentences of the book’s list of criteria; in your own words where it has none. Example: ["Furnishes hotels,
   * practices or offices with us"]
   */
  criteria: string[];
  /** Until when, a date (the last day) or an instant; a year ahead at the most. Example: "2026-12-31" */
  until: string;
  /** Who looks after them, by id; whoever holds the book’s role when left out. Example: "rosa" */
  owner?: string | undefined;
};

/** What `special-client.set` answers. */
export type SpecialClientSetOutput = {
  criteria: string[];
  /** Who looks after them; null: the role that the book names. */
  owner: Who | null;
  until: Instant;
  set_by: Who;
  set_at: Instant;
};

/** What `special-client.show` gets. */
export type SpecialClientShowInput = {
  /** The customer number. Example: "C-1" */
  customer: string;
};

/** What `special-client.show` answers. */
export type SpecialClientShowOutput = {
  flag: {
    criteria: string[];
    /** Who looks after them; null: the role that the book names. */
    owner: Who | null;
    until: Instant;
    set_by: Who;
    set_at: Instant;
  } | null;
};

/** What `special-client.withdraw` gets. */
export type SpecialClientWithdrawInput = {
  /** The customer number. Example: "C-1" */
  customer: string;
  /** Why, for the record. Example: "They have moved abroad." */
  because?: string | undefined;
};

/** What `special-client.withdraw` answers. */
export type SpecialClientWithdrawOutput = {
  /** False: there was none. */
  withdrawn: boolean;
};

/** What `special-client.list` gets. */
export type SpecialClientListInput = Record<string, never>;

/** What `special-client.list` answers. */
export type SpecialClientListOutput = {
  flagged: {
    customer: string;
    /** The flag of a special client. It stands in no text to a customer, and each look at it is on the ledger. */
    flag: {
      criteria: string[];
      /** Who looks after them; null: the role that the book names. */
      owner: Who | null;
      until: Instant;
      set_by: Who;
      set_at: Instant;
    };
  }[];
};

/** What `customer.preferences` gets. */
export type CustomerPreferencesInput = {
  /** The customer number. Example: "C-1" */
  customer: string;
};

/** What `customer.preferences` answers. */
export type CustomerPreferencesOutput = {
  language?: string | undefined;
  time_zone?: string | undefined;
  channel?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  called?: string | undefined;
  note?: string | undefined;
};

/** What `customer.set-preferences` gets. */
export type CustomerSetPreferencesInput = {
  /** The customer number. Example: "C-1" */
  customer: string;
  /** The language that they read. null: no longer. Example: "de" */
  language?: string | null | undefined;
  /** The time zone that they live in, by its IANA name. null: no longer. Example: "Europe/Berlin" */
  time_zone?: string | null | undefined;
  /** The channel that they like best. null: no longer. Example: "email" */
  channel?: string | null | undefined;
  /** Their address for mail. null: no longer. Example: "ana@mail.example" */
  email?: string | null | undefined;
  /** Their number. null: no longer. Example: "+49 30 555 0199" */
  phone?: string | null | undefined;
  /** How they like to be addressed. null: no longer. Example: "Frau Dr. Weiss" */
  called?: string | null | undefined;
  /** What helps to serve them well. null: no longer. Example: "Prefers to be called after five." */
  note?: string | null | undefined;
};

/** What `customer.history` gets. */
export type CustomerHistoryInput = {
  /** The customer number. Example: "C-1" */
  customer: string;
};

/** What `customer.history` answers. */
export type CustomerHistoryOutput = {
  promises: {
    conversation: string;
    due: Instant;
    state: 'open' | 'kept' | 'broken';
  }[];
  granted: {
    case: string;
    what: string;
    at: Instant;
    amount?: string | undefined;
    unit?: string | undefined;
    favor: boolean;
    carried_out: 'done' | 'open' | 'late';
    due?: Instant | undefined;
  }[];
  open: {
    case: string;
    type: string;
    stage: string;
    owner: Who;
    opened_at: Instant;
  }[];
  /** How a customer likes to be served; what nobody told is not there. */
  preferences: {
    language?: string | undefined;
    time_zone?: string | undefined;
    channel?: string | undefined;
    email?: string | undefined;
    phone?: string | undefined;
    called?: string | undefined;
    note?: string | undefined;
  };
};

/** What `page.preferences` gets. */
export type PagePreferencesInput = Record<string, never>;

/** What `page.set-preferences` gets. */
export type PageSetPreferencesInput = {
  /** The language that they read. null: no longer. Example: "de" */
  language?: string | null | undefined;
  /** The time zone that they live in, by its IANA name. null: no longer. Example: "Europe/Berlin" */
  time_zone?: string | null | undefined;
  /** The channel that they like best. null: no longer. Example: "email" */
  channel?: string | null | undefined;
  /** Their address for mail. null: no longer. Example: "ana@mail.example" */
  email?: string | null | undefined;
  /** Their number. null: no longer. Example: "+49 30 555 0199" */
  phone?: string | null | undefined;
  /** How they like to be addressed. null: no longer. Example: "Frau Dr. Weiss" */
  called?: string | null | undefined;
};

/** What `trigger.report` gets. */
export type TriggerReportInput = {
  /** The system that noticed it. Example: "carrier" */
  system: string;
  /** Its number there: reported twice, it counts once. Example: "delay-4711" */
  id: string;
  /** The trigger of the book. Example: "late parcel" */
  trigger: string;
  /** The customer number, where it is known there. Example: "c-10" */
  customer?: string | undefined;
  /** The order or account that it is about. Example: "order-10" */
  subject?: string | undefined;
  /** Facts by name, those of the book. Example: {"days_late":3,"order.speed":"standard"} */
  facts?: {
    [key: string]: Json;
  } | undefined;
};

/** What `trigger.report` answers. */
export type TriggerReportOutput = {
  event: string;
  /** False: it was reported before. */
  counted: boolean;
  /** What the caller may offer by themselves, now. */
  now: Proposal[];
  /** What takes somebody else, or a fact that is not known. */
  beyond: Proposal[];
  /** Who got a message: owners of open cases; without one, the first of those whom the book names. */
  told: {
    person: Who;
    case: string | null;
  }[];
};

/** What `trigger.list` gets. */
export type TriggerListInput = Record<string, never>;

/** What `trigger.list` answers. */
export type TriggerListOutput = {
  events: {
    event: string;
    at: Instant;
    trigger: string;
    customer?: string | undefined;
    subject?: string | undefined;
    /** What the caller may offer by themselves, now. */
    now: Proposal[];
    /** What takes somebody else, or a fact that is not known. */
    beyond: Proposal[];
  }[];
};

/** What `trigger.take` gets. */
export type TriggerTakeInput = {
  /** The event, by its id here. Example: "e0a1b2c3d4e5f6071829" */
  event: string;
  /** The proposal, by its name. Example: "late_delivery" */
  proposal: string;
};

/** What `trigger.take` answers. */
export type TriggerTakeOutput = {
  /** Null: words alone, to be said by the caller. */
  case: string | null;
};

/** What `trigger.dismiss` gets. */
export type TriggerDismissInput = {
  /** The event, by its id here. Example: "e0a1b2c3d4e5f6071829" */
  event: string;
  /** Why, for the record. Example: "They know already." */
  words?: string | undefined;
};

/** What `trigger.dismiss` answers. */
export type TriggerDismissOutput = {
  dismissed: true;
};

/** What `book.list` gets. */
export type BookListInput = Record<string, never>;

/** What `book.list` answers. */
export type BookListOutput = {
  versions: BookVersion[];
  /** Whether the caller may change the book: the policy owner, and management. */
  may_change: boolean;
};

/** What `book.show` gets. */
export type BookShowInput = {
  /** A version, by eight or more digits of its hash. Example: "a3f1c09b7d22" */
  book?: string | undefined;
};

/** What `book.show` answers. */
export type BookShowOutput = {
  version: BookVersion;
  text: string;
  cases: string | null;
};

/** What `book.check` gets. */
export type BookCheckInput = {
  /**
   * The text of book.yaml. Example: "book: corner-shop\ncurrency: USD\ntime zone: Europe/Berlin\ngrades: [agent,
   * lead]\n"
   */
  text: string;
};

/** What `book.check` answers. */
export type BookCheckOutput = {
  sound: boolean;
  findings: Finding[];
  gaps: Gap[];
};

/** What `book.upload` gets. */
export type BookUploadInput = {
  /**
   * The text of book.yaml. Example: "book: corner-shop\ncurrency: USD\ntime zone: Europe/Berlin\ngrades: [agent,
   * lead]\n"
   */
  text: string;
  /** The text of cases.yaml; without it, it can not be published. */
  cases?: string | undefined;
};

/** What `book.upload` answers. */
export type BookUploadOutput = {
  draft: string;
  book: string;
  uploaded_by: Who;
  findings: Finding[];
  gaps: Gap[];
};

/** What `book.drafts` gets. */
export type BookDraftsInput = Record<string, never>;

/** What `book.drafts` answers. */
export type BookDraftsOutput = {
  drafts: {
    id: string;
    book: string;
    at: Instant;
    uploaded_by: Who;
    /** The book that it would take the place of. */
    based_on: string;
    /** The caller can be its second person, and nothing has overtaken it. */
    may_publish: boolean;
  }[];
};

/** What `book.trial` gets. */
export type BookTrialInput = {
  /** The draft, by its id. Example: "d0f1e2d3c4b5a6978" */
  draft: string;
};

/** What `book.trial` answers. */
export type BookTrialOutput = {
  cases: number;
  green: number;
  red: {
    case: string;
    line: number;
    differences: {
      key: string;
      expected: Json;
      got: Json;
    }[];
  }[];
  findings: Finding[];
  /** Rules and request types that no case shows. */
  unshown: string[];
};

/** What `book.difference` gets. */
export type BookDifferenceInput = {
  /** The book in force when left out. Example: "a3f1c09b7d22" */
  from?: string | undefined;
  /** A version, by eight or more digits of its hash; a draft by its id. Example: "a3f1c09b7d22" */
  to: string;
};

/** What `book.difference` answers. */
export type BookDifferenceOutput = {
  changes: BookChange[];
  cases: number;
  answers: {
    case: string;
    /** Null: this book can not read the request. */
    before: {
      verdict: string;
      rule: string | null;
      amount?: string | undefined;
      headroom?: string | null | undefined;
      who: string[];
    } | null;
    /** Null: this book can not read the request. */
    after: {
      verdict: string;
      rule: string | null;
      amount?: string | undefined;
      headroom?: string | null | undefined;
      who: string[];
    } | null;
  }[];
};

/** What `book.publish` gets. */
export type BookPublishInput = {
  /** The draft, by its id. Example: "d0f1e2d3c4b5a6978" */
  draft: string;
  /**
   * In force from: a date (the beginning of that day where the book is) or an instant with its offset; as soon as
   * every node knows it when left out. Example: "2026-12-01"
   */
  from?: string | undefined;
};

/** What `book.publish` answers. */
export type BookPublishOutput = {
  book: string;
  in_force_from: Instant;
};

/** What `book.rollback` gets. */
export type BookRollbackInput = {
  /**
   * The book that is rolled back, as you saw it: eight or more digits of its hash. Example:
   * "a3f1c09b7d220000000000000000000000000000000000000000000000000000"
   */
  from: string;
  /**
   * A book before it; the one before when left out. Example:
   * "a3f1c09b7d220000000000000000000000000000000000000000000000000000"
   */
  to?: string | undefined;
  /** Why, for the record. Example: "The limit was set for another currency." */
  because: string;
};

/** What `book.notices` gets. */
export type BookNoticesInput = Record<string, never>;

/** What `book.notices` answers. */
export type BookNoticesOutput = {
  notices: Notice[];
  /** Whether the caller may change the book: the policy owner, and management. */
  may_change: boolean;
};

/** What `book.notice` gets. */
export type BookNoticeInput = {
  /** What happened, in a few words; its grants are called by it. Example: "storm" */
  name: string;
  /** The request types that it is for. Example: ["refund"] */
  types: string[];
  /** Whom it lets say yes: this grade and higher. Example: "agent" */
  from: string;
  /** Another function than that of the request type, or any. Example: "orders" */
  function?: string | undefined;
  /** For which cases: a condition as in a book; for all when left out. Example: "recent" */
  when?: string | undefined;
  /** The most, as in a book; needed where there is an amount. Example: "100 USD" */
  up_to?: string | undefined;
  /** 72 hours from now when left out. */
  until?: string | undefined;
  /** Why, for the record. Example: "The limit was set for another currency." */
  because: string;
};

/** What `book.notice` answers. */
export type BookNoticeOutput = {
  notice: string;
  in_force_from: Instant;
  until: Instant;
};

/** What `book.notice-end` gets. */
export type BookNoticeEndInput = {
  /** The notice, by its id. Example: "n0a1b2c3d4e" */
  notice: string;
  /** Why, for the record. Example: "The limit was set for another currency." */
  because: string;
};

/** What `book.notice-end` answers. */
export type BookNoticeEndOutput = {
  notice: string;
  until: Instant;
};

/** What `book.notice-review` gets. */
export type BookNoticeReviewInput = {
  /** The notice, by its id. Example: "n0a1b2c3d4e" */
  notice: string;
  /** `make permanent`: it is to be written into the book, which two persons publish. Example: "keep" */
  outcome: 'keep' | 'end' | 'make permanent';
  /** Why, for the record. Example: "The limit was set for another currency." */
  because: string;
};

export type DecideProblem =
  | 'negative-amount'
  | 'no-type'
  | 'no-value'
  | 'not-accepted'
  | 'null-fact'
  | 'said-twice'
  | 'unknown-person'
  | 'unknown-signal'
  | 'unknown-time-zone'
  | 'unknown-type';

export type CaseProblem =
  | 'agent-first'
  | 'already-answered'
  | 'already-asked'
  | 'already-fulfilled'
  | 'already-reported'
  | 'appeal-there'
  | 'appealed-already'
  | 'approval-lapsed'
  | 'case-closed'
  | 'changed-meanwhile'
  | 'consult-first'
  | 'dead-end'
  | 'declined-by-rule'
  | 'ended-itself'
  | 'event-over'
  | 'facts-changed'
  | 'facts-missing'
  | 'granted'
  | 'hollow-hop'
  | 'in-the-past'
  | 'more-than-asked'
  | 'need-not-restated'
  | 'needs-management'
  | 'negative-amount'
  | 'no-amount'
  | 'no-amount-to-change'
  | 'no-case'
  | 'no-decline'
  | 'no-links'
  | 'no-reason'
  | 'no-repair'
  | 'no-type'
  | 'no-value'
  | 'no-words'
  | 'nobody-able'
  | 'not-able'
  | 'not-about-you'
  | 'not-accepted'
  | 'not-agreed'
  | 'not-answered'
  | 'not-asked'
  | 'not-done-yet'
  | 'not-for-customers'
  | 'not-fulfilled'
  | 'not-granted'
  | 'not-here'
  | 'not-offered'
  | 'not-on-hold'
  | 'not-set-aside'
  | 'not-their-manager'
  | 'not-yours'
  | 'not-yours-to-grant'
  | 'nothing'
  | 'nothing-asked'
  | 'nothing-missing'
  | 'nothing-to-appeal'
  | 'nothing-to-correct'
  | 'nothing-to-grant'
  | 'nothing-told'
  | 'null-fact'
  | 'of-what'
  | 'other-customer'
  | 'other-question'
  | 'other-request'
  | 'own-question'
  | 'own-record-only'
  | 'own-request'
  | 'question-closed'
  | 'said-twice'
  | 'same-facts'
  | 'same-owner'
  | 'settled'
  | 'special-client'
  | 'stands'
  | 'too-far'
  | 'too-many-cases'
  | 'unknown-alternative'
  | 'unknown-case'
  | 'unknown-person'
  | 'unknown-question'
  | 'unknown-review'
  | 'unknown-signal'
  | 'unknown-time-zone'
  | 'unknown-type'
  | 'warn-first'
  | 'which-question'
  | 'which-review'
  | 'withdrawn-meanwhile';

export type PeopleProblem =
  | 'ends-before-it-starts'
  | 'in-the-past'
  | 'not-for-ai-agents'
  | 'not-yours'
  | 'too-far'
  | 'too-many'
  | 'unknown-person'
  | 'until-when'
  | 'wrong-date';

export type PeopleAbsenceProblem =
  | 'ends-before-it-starts'
  | 'in-the-past'
  | 'not-for-ai-agents'
  | 'not-yours'
  | 'too-far'
  | 'too-many'
  | 'unknown-person'
  | 'wrong-date';

export type PeopleDelegateProblem =
  | 'delegate-not-allowed'
  | 'delegation-above-cap'
  | 'delegation-circle'
  | 'delegation-currency'
  | 'delegation-not-allowed'
  | 'delegation-to-oneself'
  | 'delegation-too-long'
  | 'ends-before-it-starts'
  | 'in-the-past'
  | 'not-for-ai-agents'
  | 'not-yours'
  | 'too-far'
  | 'too-many'
  | 'unknown-delegate'
  | 'unknown-function'
  | 'unknown-person'
  | 'wrong-date'
  | 'wrong-money';

export type ReviewProblem =
  | 'agent-first'
  | 'no-book'
  | 'no-people'
  | 'unknown-case'
  | 'unknown-organization'
  | 'unknown-person'
  | 'unknown-review'
  | 'unknown-time-zone'
  | 'which-review';

export type ReviewDutyProblem =
  | 'no-book'
  | 'no-people'
  | 'unknown-case'
  | 'unknown-organization'
  | 'unknown-person';

export type RecordProblem =
  | 'no-book'
  | 'no-people'
  | 'own-record-only'
  | 'unknown-organization'
  | 'unknown-person';

export type GrantProblem =
  | 'already-reported'
  | 'in-the-past'
  | 'no-amount'
  | 'no-book'
  | 'no-people'
  | 'unknown-person'
  | 'unknown-type';

export type SpecialClientProblem =
  | 'in-the-past'
  | 'no-book'
  | 'no-people'
  | 'not-able'
  | 'not-here'
  | 'own-request'
  | 'too-far'
  | 'unknown-criterion'
  | 'unknown-person'
  | 'withdrawn-meanwhile';

export type PageProblem =
  | 'no-book'
  | 'no-customer'
  | 'no-people'
  | 'nothing-told'
  | 'unknown-time-zone';

export type TriggerProblem =
  | 'already-reported'
  | 'negative-amount'
  | 'no-book'
  | 'no-people'
  | 'no-type'
  | 'no-value'
  | 'not-accepted'
  | 'not-here'
  | 'null-fact'
  | 'said-twice'
  | 'unknown-signal'
  | 'unknown-time-zone'
  | 'unknown-trigger'
  | 'unknown-type';

export type TriggerTakeProblem =
  | 'event-over'
  | 'no-book'
  | 'no-people'
  | 'not-able'
  | 'unknown-event';

export type BookProblem =
  | 'no-book'
  | 'no-people'
  | 'not-yours-to-publish'
  | 'unknown-organization'
  | 'wrong-book'
  | 'wrong-cases';

export type BookPublishProblem =
  | 'already-published'
  | 'book-changed-meanwhile'
  | 'in-the-past'
  | 'needs-a-second-person'
  | 'no-book'
  | 'no-cases'
  | 'no-people'
  | 'not-yours-to-publish'
  | 'notice-does-not-fit'
  | 'red-cases'
  | 'too-far'
  | 'unknown-draft'
  | 'unknown-organization'
  | 'wrong-book'
  | 'wrong-date';

export type BookRollbackProblem =
  | 'book-changed-meanwhile'
  | 'no-book'
  | 'no-people'
  | 'not-yours-to-publish'
  | 'nothing-before'
  | 'notice-does-not-fit'
  | 'unknown-book'
  | 'unknown-organization';

export type BookNoticeProblem =
  | 'bad-name'
  | 'in-the-past'
  | 'name-taken'
  | 'no-book'
  | 'no-cap'
  | 'no-people'
  | 'not-yours-to-give'
  | 'notice-does-not-fit'
  | 'too-long'
  | 'too-many-notices'
  | 'unknown-organization'
  | 'wrong-notice';

export type BookNoticeEndProblem =
  | 'no-book'
  | 'no-people'
  | 'not-yours-to-publish'
  | 'notice-does-not-fit'
  | 'over-already'
  | 'unknown-notice'
  | 'unknown-organization';

export type BookNoticeReviewProblem =
  | 'already-reviewed'
  | 'needs-a-second-person'
  | 'no-book'
  | 'no-people'
  | 'not-yours-to-publish'
  | 'notice-does-not-fit'
  | 'unknown-notice'
  | 'unknown-organization';

/** What every operation may answer, whatever it is. */
export type AnyProblem =
  | 'body-too-large'
  | 'busy'
  | 'clock-off'
  | 'database-away'
  | 'empty'
  | 'empty-value'
  | 'expired-token'
  | 'fault'
  | 'headers-too-large'
  | 'key-reused'
  | 'late'
  | 'missing-key'
  | 'more-problems'
  | 'no-book'
  | 'no-people'
  | 'no-token'
  | 'not-an-object'
  | 'not-for-customers'
  | 'not-for-you'
  | 'not-here'
  | 'not-http'
  | 'not-json'
  | 'reserved-key'
  | 'stopping'
  | 'too-large'
  | 'too-many-requests'
  | 'too-many-streams'
  | 'too-slow'
  | 'too-small'
  | 'unknown-key'
  | 'unknown-organization'
  | 'unknown-path'
  | 'wrong-character'
  | 'wrong-content-type'
  | 'wrong-cursor'
  | 'wrong-form'
  | 'wrong-header'
  | 'wrong-key'
  | 'wrong-method'
  | 'wrong-token'
  | 'wrong-type'
  | 'wrong-value';

/** Every operation, by its name. */
export type Operations = {
  // POST /v1/decisions
  /** May I? – decide a request by what the ledger has counted; nothing comes of it. */
  'decide': { input: DecideInput; output: Decision; problem: DecideProblem };
  // POST /v1/decisions/as-if
  /** May I, if it were then, and if so much had been granted before? – the ledger is not read. */
  'decide.as-if': { input: DecideAsIfInput; output: Decision; problem: DecideProblem };
  // POST /v1/who
  /** Who can? – everybody whose own authority covers a request, nearest first. */
  'who': { input: WhoInput; output: WhoOutput; problem: DecideProblem };
  // GET /v1/remit
  /** All that I may grant, with how much of it is left. */
  'remit': { input: RemitInput; output: RemitOutput; problem: never };
  // GET /v1/request-types
  /** What customers ask for: the request types of the book. */
  'type.list': { input: TypeListInput; output: TypeListOutput; problem: never };
  // GET /v1/request-types/{type}
  /** A request type, with what a form has to know of its facts. */
  'type.show': { input: TypeShowInput; output: TypeShowOutput; problem: 'unknown-type' };
  // GET /v1/find
  /** The request types that fit what a customer says; typos are forgiven. */
  'find': { input: FindInput; output: FindOutput; problem: never };
  // POST /v1/cases
  /** Open a case for a request. */
  'case.open': { input: CaseOpenInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/tell
  /** Tell facts, or what else was learned. */
  'case.tell': { input: CaseTellInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/hold
  /** Take a breath: a polite line to the customer, and a clock. */
  'case.hold': { input: CaseHoldInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/resume
  /** Go on after a hold. */
  'case.resume': { input: CaseResumeInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/restate
  /** Say the need back, with acknowledging words. */
  'case.restate': { input: CaseRestateInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/ask-customer
  /** Ask the customer for what is missing, in writing. */
  'case.ask_customer': { input: CaseAskCustomerInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/grant
  /** Say yes: by own authority, or by a yes that was got. */
  'case.grant': { input: CaseGrantInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/ask
  /** Ask whoever the answer needs: for a yes, an agreement, a view, or the agreement to a decline. */
  'case.ask': { input: CaseAskInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/advise
  /** Give the view that was asked for; the asker still decides. */
  'case.advise': { input: CaseAdviseInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/answer
  /** Answer what was asked: yes, yes with a change, or no with an offer. */
  'case.answer': { input: CaseAnswerInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/pass
  /** Refuse to take a question: somebody else is asked, no mark. */
  'case.pass': { input: CasePassInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/transfer
  /** Hand the customer to somebody who can decide, or who a signal calls for. */
  'case.transfer': { input: CaseTransferInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/accept
  /** Take over a case that is being transferred. */
  'case.accept': { input: CaseAcceptInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/hand-over
  /** Change the owner. Never refused, never a hop, no mark. */
  'case.hand_over': { input: CaseHandOverInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/release
  /** Let go of a case that somebody else can decide. */
  'case.release': { input: CaseReleaseInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/decline
  /** Say no, when it is sure. */
  'case.decline': { input: CaseDeclineInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/appeal
  /** Have a no looked at once more, by another able person. */
  'case.appeal': { input: CaseAppealInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/correct
  /** Say yes after a no, naming the error. */
  'case.correct': { input: CaseCorrectInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/offer
  /** Offer the customer an alternative that can be granted. */
  'case.offer': { input: CaseOfferInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/take
  /** The customer takes an alternative: granted in place of the request. */
  'case.take': { input: CaseTakeInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/promise
  /** Promise the customer the next update by a time. */
  'case.promise': { input: CasePromiseInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/say
  /** The customer says more, or somebody notes what they said. */
  'case.say': { input: CaseSayInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/rate
  /** The customer rates the service, apart from what came of it; the last time counts. */
  'case.rate': { input: CaseRateInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/update
  /** Write to the customer; the next update is promised again. */
  'case.update': { input: CaseUpdateInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/supervisor
  /** The customer asks for a supervisor: whoever can decide is asked at once. */
  'case.supervisor': { input: CaseSupervisorInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/signal
  /** Distress, danger, vulnerability …: to a human or a unit at once. */
  'case.signal': { input: CaseSignalInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/over-promise
  /** Record a commitment beyond the remit; somebody able honors or repairs it. */
  'case.over_promise': { input: CaseOverPromiseInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/ratify
  /** Bring what was done beyond the book to be approved afterwards. */
  'case.ratify': { input: CaseRatifyInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/fulfill
  /** Confirm that a yes was carried out; the case closes as met. */
  'case.fulfill': { input: CaseFulfillInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/close
  /** Close the case. */
  'case.close': { input: CaseCloseInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/reopen
  /** New facts: the answer is looked at again. */
  'case.reopen': { input: CaseReopenInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/warn
  /** Warn of abuse, once; a threat needs no warning. */
  'case.warn': { input: CaseWarnInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/end-contact
  /** End the contact after abuse. The request goes on. */
  'case.end_contact': { input: CaseEndContactInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/complain
  /** A complaint about the service: opens a stand-behind review. */
  'case.complain': { input: CaseComplainInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/respond
  /** The agent says how it was, in a review. */
  'case.respond': { input: CaseRespondInput; output: CaseChanged; problem: CaseProblem };
  // POST /v1/cases/{case}/sign
  /** A manager signs the outcome of a review. */
  'case.sign': { input: CaseSignInput; output: CaseChanged; problem: CaseProblem };
  // GET /v1/cases/{case}
  /** A case as it is now: what the book says of it, and what I may do next. */
  'case.show': { input: CaseShowInput; output: CaseShowOutput; problem: 'unknown-case' | 'no-book' | 'no-people' };
  // GET /v1/cases/{case}/record
  /** What happened in a case, in order, a sentence each. */
  'case.record': { input: CaseRecordInput; output: CaseRecordOutput; problem: 'unknown-case' | 'unknown-time-zone' };
  // GET /v1/cases
  /** Open cases, the nearest promise first; by customer or incident closed ones too. */
  'case.list': { input: CaseListInput; output: CaseList; problem: 'wrong-cursor' };
  // GET /v1/my/cases
  /** My cases: those that I hold, the nearest promise first. */
  'case.mine': { input: CaseMineInput; output: CaseList; problem: 'wrong-cursor' };
  // GET /v1/my/inbox
  /** My inbox: what waits for my answer, the nearest promise first. */
  'case.inbox': { input: CaseInboxInput; output: CaseList; problem: 'wrong-cursor' };
  // GET /v1/conversations/{conversation}
  /** A conversation: its cases, and the one promise that they share. */
  'conversation.show': { input: ConversationShowInput; output: ConversationShowOutput; problem: 'unknown-conversation' };
  // GET /v1/contacts/{system}/{id}
  /** The conversation of a contact in the helpdesk, with its cases. */
  'conversation.find': { input: ConversationFindInput; output: ConversationShowOutput; problem: 'unknown-conversation' };
  // GET /v1/my/promises
  /** Promises to customers that I owe, or whoever reports to me, the nearest first. */
  'promise.list': { input: PromiseListInput; output: PromiseListOutput; problem: 'wrong-cursor' };
  // POST /v1/conversations/{conversation}/page-link
  /** The address of the customer's page of a conversation, to be sent to them. */
  'page.link': { input: PageLinkInput; output: PageLinkOutput; problem: 'unknown-conversation' | 'no-links' };
  // GET /v1/page
  /** The customer's page: what was asked, who has it, by when they hear, what they can do. */
  'page.show': { input: PageShowInput; output: PageShowOutput; problem: 'unknown-conversation' };
  // POST /v1/page/cases/{case}/say
  /** The customer, on their page: the customer says more, or somebody notes what they said. */
  'page.say': { input: PageSayInput; output: PageShowOutput; problem: CaseProblem };
  // POST /v1/page/cases/{case}/rate
  /**
   * The customer, on their page: the customer rates the service, apart from what came of it; the last time counts.
   */
  'page.rate': { input: PageRateInput; output: PageShowOutput; problem: CaseProblem };
  // POST /v1/page/cases/{case}/tell
  /** The customer, on their page: tell facts, or what else was learned. */
  'page.tell': { input: PageTellInput; output: PageShowOutput; problem: CaseProblem };
  // POST /v1/page/cases/{case}/take
  /** The customer, on their page: the customer takes an alternative: granted in place of the request. */
  'page.take': { input: PageTakeInput; output: PageShowOutput; problem: CaseProblem };
  // POST /v1/page/cases/{case}/appeal
  /** The customer, on their page: have a no looked at once more, by another able person. */
  'page.appeal': { input: PageAppealInput; output: PageShowOutput; problem: CaseProblem };
  // POST /v1/page/cases/{case}/complain
  /** The customer, on their page: a complaint about the service: opens a stand-behind review. */
  'page.complain': { input: PageComplainInput; output: PageShowOutput; problem: CaseProblem };
  // POST /v1/page/cases/{case}/close
  /** The customer, on their page: close the case. */
  'page.close': { input: PageCloseInput; output: PageShowOutput; problem: CaseProblem };
  // POST /v1/page/cases/{case}/reopen
  /** The customer, on their page: new facts: the answer is looked at again. */
  'page.reopen': { input: PageReopenInput; output: PageShowOutput; problem: CaseProblem };
  // POST /v1/page/cases/{case}/supervisor
  /** The customer, on their page: the customer asks for a supervisor: whoever can decide is asked at once. */
  'page.supervisor': { input: PageSupervisorInput; output: PageShowOutput; problem: CaseProblem };
  // GET /v1/people
  /** Who is there: people and AI agents who work here, by id. */
  'people.list': { input: PeopleListInput; output: PeopleListOutput; problem: 'wrong-cursor' };
  // GET /v1/people/{person}
  /** A person: who they are, when they are there, who acts for them. */
  'people.show': { input: PeopleShowInput; output: Person; problem: 'unknown-person' };
  // GET /v1/me
  /** Who am I: name, grade, functions, whether I am on duty, what I may change. */
  'me.show': { input: MeShowInput; output: MeShowOutput; problem: never };
  // POST /v1/people/{person}/presence
  /** Say where somebody is: here, away until a time, off duty. */
  'people.presence': { input: PeoplePresenceInput; output: PeoplePresenceOutput; problem: PeopleProblem };
  // POST /v1/people/{person}/absences
  /** Note an absence; why is said or not, and never anything about health. */
  'people.absence': { input: PeopleAbsenceInput; output: PeoplePresenceOutput; problem: PeopleAbsenceProblem };
  // DELETE /v1/people/{person}/absences/{id}
  /** Withdraw an absence. */
  'people.absence-withdraw': { input: PeopleAbsenceWithdrawInput; output: PeoplePresenceOutput; problem: 'unknown-person' | 'not-yours' | 'not-for-ai-agents' | 'unknown-absence' };
  // POST /v1/people/{person}/delegations
  /** Let somebody act for a person for a while, as far as the book lets them; it is never passed on again. */
  'people.delegate': { input: PeopleDelegateInput; output: PeoplePresenceOutput; problem: PeopleDelegateProblem };
  // DELETE /v1/people/{person}/delegations/{id}
  /** Withdraw a delegation. */
  'people.delegation-withdraw': { input: PeopleDelegationWithdrawInput; output: PeoplePresenceOutput; problem: 'unknown-person' | 'not-yours' | 'not-for-ai-agents' | 'unknown-delegation' };
  // POST /v1/people/preview
  /** What will change when people are put in, and what becomes of open cases; nothing is written. */
  'people.preview': { input: PeoplePreviewInput; output: PeoplePreview; problem: 'not-yours' | 'in-the-past' };
  // POST /v1/people
  /** Put people in force; the book stays as it is, and what is open with those who leave is handed on. */
  'people.import': { input: PeopleImportInput; output: PeopleImportOutput; problem: 'not-yours' | 'in-the-past' | 'changed-meanwhile' | 'wrong-people' };
  // GET /v1/cases/{case}/precedents
  /** The closest earlier decisions on like facts, as advice and never as a rule; by role, nobody is named. */
  'precedent.list': { input: PrecedentListInput; output: PrecedentListOutput; problem: 'unknown-case' | 'no-book' | 'no-people' | 'unknown-person' };
  // GET /v1/cases/{case}/review
  /** The stand-behind review of a complaint: for the agent, and their managers once the agent knows. */
  'review.show': { input: ReviewShowInput; output: ReviewShowOutput; problem: ReviewProblem };
  // GET /v1/my/reviews
  /** Stand-behind reviews that wait for me: of my own service, and of those who report to me once they know. */
  'review.mine': { input: ReviewMineInput; output: ReviewMineOutput; problem: never };
  // GET /v1/cases/{case}/duty
  /** Whether duty was met in a case, by what was done; it names nobody. */
  'review.duty': { input: ReviewDutyInput; output: ReviewDutyOutput; problem: ReviewDutyProblem };
  // GET /v1/my/record
  /** My own record: what counts for me, and where it is shown; nobody else is shown it. */
  'record.show': { input: RecordShowInput; output: RecordShowOutput; problem: RecordProblem };
  // GET /v1/my/record/entries
  /** My own record to keep: everything that I did, entries that prove themselves against the ledger. */
  'record.export': { input: RecordExportInput; output: RecordExportOutput; problem: RecordProblem };
  // GET /v1/ledger/verification
  /** Prove that no entry of the ledger was changed, removed or reordered since it was recorded. */
  'ledger.verify': { input: LedgerVerifyInput; output: LedgerVerifyOutput; problem: 'not-for-you' | 'unknown-organization' };
  // GET /v1/ledger/entries
  /** Entries of the ledger in order, without the values that can be erased; for whoever may change the book. */
  'ledger.entries': { input: LedgerEntriesInput; output: LedgerEntriesOutput; problem: 'not-for-you' | 'wrong-cursor' };
  // POST /v1/reported-grants
  /** Report a yes that another system gave; it counts in limits; reported twice, it counts once. */
  'grant.report': { input: GrantReportInput; output: GrantReportOutput; problem: GrantProblem };
  // GET /v1/set-aside
  /** Messages and timers that failed so often that they rest until somebody looks at them. */
  'set-aside.list': { input: SetAsideListInput; output: SetAsideListOutput; problem: 'not-for-you' };
  // POST /v1/set-aside/again
  /** Try a message or timer again that was set aside. */
  'set-aside.again': { input: SetAsideAgainInput; output: SetAsideAgainOutput; problem: 'not-for-you' | 'not-set-aside' };
  // POST /v1/replies/check
  /**
   * Check a text to a customer: dead-end phrases, promises beyond the remit, blame, labels, names of ours; it
   * advises.
   */
  'reply.check': { input: ReplyCheckInput; output: ReplyCheckOutput; problem: 'unknown-case' | 'no-book' | 'no-people' | 'unknown-person' };
  // PUT /v1/customers/{customer}/special-client
  /** Flag a special client, on written criteria, with an account owner and an end date. */
  'special-client.set': { input: SpecialClientSetInput; output: SpecialClientSetOutput; problem: SpecialClientProblem };
  // GET /v1/customers/{customer}/special-client
  /** The flag of a customer, if it holds; that it was looked at is on the ledger. */
  'special-client.show': { input: SpecialClientShowInput; output: SpecialClientShowOutput; problem: 'no-book' | 'no-people' };
  // DELETE /v1/customers/{customer}/special-client
  /** Take the flag of a special client away. */
  'special-client.withdraw': { input: SpecialClientWithdrawInput; output: SpecialClientWithdrawOutput; problem: 'not-able' | 'own-request' | 'no-book' | 'no-people' };
  // GET /v1/special-clients
  /** Everybody who is flagged, whoever’s flag ends first at the front; each is a look at the flag. */
  'special-client.list': { input: SpecialClientListInput; output: SpecialClientListOutput; problem: 'not-able' | 'own-request' | 'no-book' | 'no-people' };
  // GET /v1/customers/{customer}/preferences
  /** How a customer likes to be served. */
  'customer.preferences': { input: CustomerPreferencesInput; output: CustomerPreferencesOutput; problem: never };
  // POST /v1/customers/{customer}/preferences
  /** Tell how a customer likes to be served; what is left out stays as it is. */
  'customer.set-preferences': { input: CustomerSetPreferencesInput; output: CustomerPreferencesOutput; problem: 'nothing-told' | 'unknown-time-zone' | 'no-book' | 'no-people' };
  // GET /v1/customers/{customer}/history
  /** What stands beside the verdict: promises and yeses of before, what is open, how they like to be served. */
  'customer.history': { input: CustomerHistoryInput; output: CustomerHistoryOutput; problem: 'no-book' | 'no-people' };
  // GET /v1/page/preferences
  /** How the customer likes to be served, on their own page. */
  'page.preferences': { input: PagePreferencesInput; output: CustomerPreferencesOutput; problem: 'no-customer' };
  // POST /v1/page/preferences
  /** The customer tells how they like to be served, on their own page. */
  'page.set-preferences': { input: PageSetPreferencesInput; output: CustomerPreferencesOutput; problem: PageProblem };
  // POST /v1/triggers
  /**
   * Report what happened outside: owners of open cases hear what they may offer, and the caller reads what they may.
   */
  'trigger.report': { input: TriggerReportInput; output: TriggerReportOutput; problem: TriggerProblem };
  // GET /v1/triggers
  /** What happened outside in the last seven days, and what I may still offer because of it: the latest 50. */
  'trigger.list': { input: TriggerListInput; output: TriggerListOutput; problem: 'no-book' | 'no-people' };
  // POST /v1/triggers/{event}/take
  /** Take up a proposal: opens a case with it, and says yes at once where nothing has to be done before. */
  'trigger.take': { input: TriggerTakeInput; output: TriggerTakeOutput; problem: TriggerTakeProblem };
  // POST /v1/triggers/{event}/dismiss
  /** Let it be: nothing is offered because of it. */
  'trigger.dismiss': { input: TriggerDismissInput; output: TriggerDismissOutput; problem: 'unknown-event' | 'event-over' | 'no-book' | 'no-people' };
  // GET /v1/book/versions
  /** The versions of the book, the latest first: which is in force, who brought it in. */
  'book.list': { input: BookListInput; output: BookListOutput; problem: never };
  // GET /v1/book
  /** The text of a book, without emergency notices; the one in force when none is named. */
  'book.show': { input: BookShowInput; output: BookShowOutput; problem: 'unknown-book' };
  // POST /v1/book/check
  /** What is wrong with a book, and what it leaves open; nothing is kept. */
  'book.check': { input: BookCheckInput; output: BookCheckOutput; problem: 'not-yours-to-publish' };
  // POST /v1/book/drafts
  /** Keep a book with its cases as a draft, if it can be used. */
  'book.upload': { input: BookUploadInput; output: BookUploadOutput; problem: BookProblem };
  // GET /v1/book/drafts
  /** What was uploaded, the latest first. */
  'book.drafts': { input: BookDraftsInput; output: BookDraftsOutput; problem: 'not-yours-to-publish' };
  // GET /v1/book/drafts/{draft}/trial
  /** Run the cases of a draft: which are answered as expected, and what differs in the others. */
  'book.trial': { input: BookTrialInput; output: BookTrialOutput; problem: 'not-yours-to-publish' | 'unknown-draft' | 'no-cases' | 'wrong-book' };
  // GET /v1/book/difference
  /** What two books differ in, rule by rule and in the answers to their cases. */
  'book.difference': { input: BookDifferenceInput; output: BookDifferenceOutput; problem: 'not-yours-to-publish' | 'unknown-book' };
  // POST /v1/book/drafts/{draft}/publish
  /** Have a draft come into force: by a second person, without errors and with green cases. */
  'book.publish': { input: BookPublishInput; output: BookPublishOutput; problem: BookPublishProblem };
  // POST /v1/book/rollback
  /** Have the book before come back at once, or withdraw the one to come: by one person, with a reason. */
  'book.rollback': { input: BookRollbackInput; output: BookPublishOutput; problem: BookRollbackProblem };
  // GET /v1/book/notices
  /** Emergency notices, the latest first, with what was granted by each. */
  'book.notices': { input: BookNoticesInput; output: BookNoticesOutput; problem: never };
  // POST /v1/book/notices
  /** Give authority for a class of cases for 72 hours at most, by one person; open cases are told at once. */
  'book.notice': { input: BookNoticeInput; output: BookNoticeOutput; problem: BookNoticeProblem };
  // POST /v1/book/notices/{notice}/end
  /** End an emergency notice earlier than it says. */
  'book.notice-end': { input: BookNoticeEndInput; output: BookNoticeEndOutput; problem: BookNoticeEndProblem };
  // POST /v1/book/notices/{notice}/review
  /** Review an emergency notice, by another than the one who gave it. */
  'book.notice-review': { input: BookNoticeReviewInput; output: BookNoticeEndOutput; problem: BookNoticeReviewProblem };
};
