/** The compiled book: what `decide` reads. Made by `compile.ts` from the checked text, never by hand. */
import type { Pattern } from '../wording/pattern.ts';
import type { Day, Zone, Zones } from '../words/time.ts';
import type { Expr, Type, Value } from './expression.ts';

/** Customer or staff words by language; `book.language` is always there. May hold {placeholders}. */
export type Text = Readonly<Record<string, string>>;

/** Who is meant: everybody who fits all that is given. */
export type Who = {
  from?: string;
  function?: string;
  role?: string;
  unit?: string;
  person?: string;
};

/** What kind of thing a type's amount is; limits are whole units of it (minor units for money). */
export type AmountType = Extract<Type, { kind: 'money' | 'whole number' | 'minutes' | 'hours' | 'days' }>;

export type Window =
  /** The instants after `at − ms`. */
  | { kind: 'within'; ms: number }
  /** The calendar period around `at` in the book's time zone; a week starts on Monday. */
  | { kind: 'this'; period: 'day' | 'week' | 'month' | 'quarter' | 'year' }
  | { kind: 'ever' };

/** Whose yeses are counted together: a key of the request or of the person, or a declared fact. */
export type CounterKey = 'customer' | 'agent' | 'unit' | 'subject' | 'case' | { fact: string };

/** A sum over earlier yeses. The tallies carry its value under its id. */
export type Counter = {
  /** The shared counter's name, or for one written in a limit its own words: "times of refund per customer within 90 days". */
  id: string;
  measure: 'times' | 'total';
  /** The request types whose yeses count. */
  types: readonly string[];
  per: CounterKey;
  window: Window;
  /** The amounts' type when `measure` is `total`. */
  of?: AmountType;
};

export type InForce = { from?: Day; until?: Day };

export type GoodFaith = { kind: 'off' } | { kind: 'never' } | { kind: 'up to'; minor: number };

export type Fact = {
  name: string;
  type: Type;
  optional: boolean;
  /** The question for the customer. */
  ask?: Text;
  /** What to ask for when a claim does not count. */
  proof?: Text;
  /** The connected system that knows it. */
  knownBy?: string;
  /** Known, and listed as assumed, when it is not said. */
  ifNotSaid?: Value;
  canChange: boolean;
  goodFaith: GoodFaith;
};

export type LineKind = 'illegal' | 'unethical' | 'unachievable' | 'policy' | 'reserved';

/** A rule that takes authority away, or the written decline of a type. */
export type Line = {
  /** The rule's key: "red lines/not verified", "refund/red lines/gift card", "refund/otherwise", "refund/never". */
  id: string;
  name: string;
  kind: LineKind;
  /** The request types it is for; undefined: every one, undeclared ones too. */
  types?: readonly string[];
  /** When it holds; undefined: always. */
  when?: Expr;
  /** Who is admitted all the same: `waived by` of a policy line, `only` of a reserved one. Such a line is soft. */
  admits?: Who;
  inForce: InForce;
  /** Customer words; a reserved line needs none. */
  tell?: Text;
  /** Names of alternatives or request types, in book order. */
  instead: readonly string[];
  noAlternative?: { because: Text; agreedBy: string };
  settled?: { by: string; on: Day };
};

export type Also = { count: number; units: readonly string[] };

export type Limit = { max: number; counter: string };

export type Grant = {
  /** "refund/may/small"; of an emergency notice "refund/notices/storm". */
  id: string;
  name: string;
  /** The request type that it stands in. */
  type: string;
  /** Who it reaches: a grade (and higher) within `function`, or a named role or person. */
  from?: string;
  role?: string;
  person?: string;
  /** The function it reaches within; `any` reaches every one. */
  function: string;
  /** Undefined: no condition. */
  when?: Expr;
  upTo?: number;
  atLeast?: number;
  /** `percent` hundredths of a percent (50% = 5000) of a number of the amount's type. */
  share?: { basisPoints: number; of: Expr };
  usual?: number;
  times?: Limit;
  total?: Limit;
  also?: Also;
  /** Grounds, one of which the asker must state; undefined: no exception. */
  exception?: readonly string[];
  /** Of an emergency notice. */
  notice?: true;
  inForce: InForce;
  /** Names of obligations, its own and its type's, in book order. */
  ensure: readonly string[];
  say?: Text;
};

export type Consult = {
  id: string;
  name: string;
  ask: Who;
  when?: Expr;
  /** Open above this amount, earlier yeses on the subject counted. */
  above?: number;
  withinMs?: number;
  silence: 'go ahead' | 'hold';
};

export type Obligation = {
  name: string;
  when: 'before' | 'after';
  do: Text;
  /** The fact of type "yes or no" that shows it done. */
  shownBy?: string;
  tellUnit?: string;
};

export type Alternative = {
  name: string;
  serves: readonly string[];
  /** Words alone: needs no authority. */
  tell?: Text;
  /** The request type to do instead, facts that differ (literal or computed), and what follows it. */
  do?: { type: string; with: ReadonlyMap<string, Expr>; then?: string };
};

/** What happens outside of any case, as another system reports it, and what may be offered then before anyone asks. */
export type Trigger = {
  name: string;
  /** What happened, for colleagues. */
  means?: Text;
  /** Names of alternatives or request types, in book order. */
  propose: readonly string[];
  /** Facts that are so whenever it happens, as they would be sent. */
  facts: Readonly<Record<string, unknown>>;
  /** Who sees it, beside whoever reports it and the owners of open cases. */
  to?: Who;
};

/** The trigger that Sayso itself reports: the reminder of a promise carries what it proposes. */
export const PROMISE_TRIGGER = 'promise about to break';

export type Amount = {
  type: AmountType;
  /** Where it comes from; a plain fact in most books. */
  expr: Expr;
  /** The fact's name when the amount is one. */
  fact?: string;
  /** `all that fits`: the asker's headroom when it is not said. */
  allThatFits: boolean;
  neverAbove?: Expr;
};

export type RequestType = {
  name: string;
  means: Text;
  saidAs: readonly string[];
  /** `any`: every function. */
  function: string;
  answerWithinMs?: number;
  needs: readonly string[];
  /** The book's facts and its own; its own win. */
  facts: ReadonlyMap<string, Fact>;
  amount?: Amount;
  /** Every line that applies, book-wide ones first, `never` among them; book order. */
  lines: readonly Line[];
  grants: readonly Grant[];
  otherwise?: Line;
  consults: readonly Consult[];
  afterwards: ReadonlyMap<string, Expr>;
};

/** Exchange rates to one currency: `rates[i]` units of `to` for a unit of `from` since day `since[i]`. */
export type Rates = { from: string; to: string; steps: readonly { since: Day; rate: number }[] };

export type Table = {
  name: string;
  by: readonly string[];
  type: Type;
  /** Cells by the keys joined with U+0001. */
  cells: ReadonlyMap<string, Value>;
};

/** What a reply to a customer is not to say, and what it says instead. */
export type ReplyRule = {
  /** "replies/no jargon". */
  id: string;
  patterns: readonly Pattern[];
  /** Why, for whoever writes. */
  because: Text;
  /** For the customer. */
  better: Text;
};

export type Residual = { who: Who; upTo?: number };

export type Book = {
  name: string;
  /** SHA-256 of the content (comments and layout apart, order kept), first 16 hexadecimal digits. */
  hash: string;
  inForce: InForce;
  currency: string;
  zone: Zone;
  /** Other zones by name: those that customers are in. */
  zones: Zones;
  language: string;
  /** Lowest first. */
  grades: readonly string[];
  functions: readonly string[];
  units: ReadonlyMap<string, Who>;
  management?: string;
  residual: readonly Residual[];
  policyOwner: Who;
  asksForAPerson?: Who;
  signals: ReadonlyMap<string, Who>;
  delegation?: { from: string; to: string; upTo?: number; atMostMs?: number };
  specialClients?: {
    accountOwner?: string;
    answerWithinMs?: number;
    silence: 'go ahead' | 'hold';
    criteria: readonly Text[];
    /** Added to the grants of those types as "special clients/cleared". */
    cleared: ReadonlyMap<string, Grant>;
  };
  /** Facts of the whole book: what an undeclared type is decided on. */
  facts: ReadonlyMap<string, Fact>;
  counters: ReadonlyMap<string, Counter>;
  tables: ReadonlyMap<string, Table>;
  rates: readonly Rates[];
  obligations: ReadonlyMap<string, Obligation>;
  alternatives: ReadonlyMap<string, Alternative>;
  triggers: ReadonlyMap<string, Trigger>;
  /** Lines for every type, undeclared ones too. */
  lines: readonly Line[];
  types: ReadonlyMap<string, RequestType>;
  /** What customers may call a role, grade, unit or function: "our duty manager". */
  called: ReadonlyMap<string, Text>;
  /** What replies are checked against, beside the shipped list. */
  replies: readonly ReplyRule[];
};
