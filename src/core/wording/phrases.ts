/** What the shipped list is made of. The lists themselves: one file a language. */

/** What a reply to a customer can have wrong. */
export type PhraseKind = 'dead-end phrase' | 'promise beyond the remit' | 'blame' | 'label' | 'internal name';

/** Phrases that are wrong for one reason. Patterns as `pattern.ts` reads them. */
export type Phrases = {
  kind: PhraseKind;
  /** A sentence for whoever writes: why. */
  because: string;
  phrases: readonly string[];
  /** Where one of these stands around the phrase, it is meant well. */
  unless?: readonly string[];
  /** Fine where the reply says how it goes on, in the same sentence or one of the next two. */
  unlessItGoesOn?: true;
  /** A plain commitment: wrong only where the case has no yes. */
  whereNoYes?: true;
  /** Better words, where the kind's own do not fit. */
  better?: string;
};

export type LanguageList = {
  language: string;
  phrases: readonly Phrases[];
  /** How a reply goes on after something that can't be: who can, what can. */
  goesOn: readonly string[];
  /** Words that make a commitment none: "if", "whether", "not". They count when they stand before it. */
  hedges: readonly string[];
  /** What begins a commitment whose amount follows: "I will refund". */
  commits: readonly string[];
  /** What ends a commitment whose amount stands before it: "will be refunded". */
  commitsAfter: readonly string[];
  /** Words before a length of time that is no grant: "within 5 days". */
  within: readonly string[];
  /** Words that make an organization's plain name an inner one: "the finance unit". */
  inner: readonly string[];
  /** Words before a customer's own name: "Dear". */
  greets: readonly string[];
  /** Better words, by kind. */
  better: Readonly<Record<Exclude<PhraseKind, 'internal name'>, string>>;
  /** What can be said of an amount, {amount} being certain. */
  betterAmount: string;
  /** In place of a person's or an inner name. */
  colleague: string;
  team: string;
};
