/**
 * Checks a text to a customer: dead-end phrases, promises beyond the remit, blame, labels, names of ours, and what the
 * book itself asks for. It advises; no command asks it, so it blocks nothing. Time grows with the text alone.
 */
import type { Book, Text } from '../book/book.ts';
import { findAll, indexOf, type Match } from '../wording/pattern.ts';
import type { LanguageList } from '../wording/phrases.ts';
import { listFor, placeOf, saidIn, withoutMeantWell, type Said } from '../wording/shipped.ts';
import { markQuoted } from '../wording/quotes.ts';
import { tokensOf, type Token } from '../wording/tokens.ts';
import { committedIn, type Amount } from './amounts.ts';
import { aroundOf, type Around } from './around.ts';
import { inOrder, type Finding } from './finding.ts';
import { innerNamesIn, type InnerNames } from './names.ts';

/** What is known of the case that a text is about. */
export type AboutCase = {
  /** A no that was checked was said, or could be: nothing of it is a dead end. */
  declined: boolean;
  /** There is a yes, or the writer may say it alone. */
  certain: boolean;
  /** The most that was granted or that the writer may grant, a decimal string or "unlimited", by unit: "USD", "days". */
  most: readonly { amount: string; unit: string }[];
  /** Words for the customer that lead on, from the decision. */
  next?: string;
};

export type ReplyContext = {
  /** Of the text, as "de" or "de-AT". */
  language: string;
  book: Pick<Book, 'replies' | 'language'>;
  names: InnerNames;
  /** The person who writes. */
  writer: string;
  /** Left out: it is about no case, and nothing is known of what was granted. */
  case?: AboutCase;
};

/** A text, read once: its words, and what of the shipped list stands where. */
type Reading = {
  text: string;
  tokens: readonly Token[];
  said: readonly Match<Said>[];
  around: Around;
  list: LanguageList;
  context: ReplyContext;
};

/**
 * What is to be said better in a text.
 * @param text up to 20,000 characters; what is behind them is not read
 * @returns findings in the order of the text
 */
export function checkReply(text: string, context: ReplyContext): Finding[] {
  const tokens = markQuoted(text, tokensOf(text));
  const list = listFor(context.language);
  const said = saidIn(tokens, context.language);
  const reading: Reading = { text, tokens, said, around: aroundOf(tokens, said), list, context };
  const amounts = overAmounts(reading);
  return inOrder([
    ...oncePerSentence([...amounts, ...phrasesFound(reading)]),
    ...innerNamesIn(context.names, { text, tokens, list, writer: context.writer }),
    ...againstTheBook(reading),
  ]);
}

/** A finding and its sentence. */
type Found = Finding & { sentence: number };

/** Of what is wrong with a sentence for one kind of reason the first: better words replace the sentence. */
function oncePerSentence(found: readonly Found[]): Finding[] {
  const seen = new Set<string>();
  return found.flatMap(({ sentence, ...finding }) => {
    const key = `${sentence} ${finding.kind}`;
    if (finding.kind !== 'internal name' && seen.has(key)) return [];
    seen.add(key);
    return [finding];
  });
}

function phrasesFound(reading: Reading): Found[] {
  return withoutMeantWell(reading.said).flatMap((match) => {
    const { of, from, to } = match;
    if (reading.tokens.slice(from, to).every(({ quoted }) => quoted) || !counts(reading, match)) return [];
    const { kind, because, better } = of.phrases;
    const place = placeOf(reading.tokens, from, to);
    const words = reading.text.slice(place.start, place.end);
    const sentence = reading.tokens[from]?.sentence ?? 0;
    return [{ kind, ...place, words, because, better: better ?? betterWords(reading, of), sentence }];
  });
}

/** Whether a phrase is wrong in this context. */
function counts({ context, around }: Reading, { of, from, to }: Match<Said & { as: 'phrase' }>): boolean {
  const { case: about } = context;
  const { kind, unlessItGoesOn, whereNoYes } = of.phrases;
  switch (kind) {
    case 'dead-end phrase':
      if (about?.declined === true) return false;
      return unlessItGoesOn !== true || !around.goesOn(of.list, from, to);
    case 'promise beyond the remit':
      if (about?.certain === true || (whereNoYes === true && about === undefined)) return false;
      return !around.isHedged(of.list, from);
    default:
      return true;
  }
}

function betterWords({ context }: Reading, of: Said & { as: 'phrase' }): string {
  const { kind } = of.phrases;
  if (kind === 'internal name') return of.list.team;
  return (kind === 'dead-end phrase' ? context.case?.next : undefined) ?? of.list.better[kind];
}

/** Amounts that are committed to, and that are more than is granted or may be. */
function overAmounts(reading: Reading): Found[] {
  const { text, tokens, said, around, list, context } = reading;
  if (!context.case) return [];
  const { most } = context.case;
  return committedIn({ text, tokens, said, around, list }).flatMap(({ amount, start, end }) => {
    const limit = most.find(({ unit }) => isIn(amount, unit));
    if (!limit || limit.amount === 'unlimited' || amount.value <= Number(limit.amount)) return [];
    const sure = `${limit.amount} ${limit.unit}`;
    const better =
      Number(limit.amount) > 0
        ? list.betterAmount.replace('{amount}', sure)
        : list.better['promise beyond the remit'];
    return [
      {
        kind: 'promise beyond the remit' as const,
        start,
        end,
        words: text.slice(start, end),
        because: `It is more than what is certain now: ${sure}.`,
        better,
        sentence: tokens[amount.from]?.sentence ?? 0,
      },
    ];
  });
}

/** Whether an amount is of a unit; one without a unit is of any kind of money. */
const isIn = ({ units }: Amount, unit: string): boolean =>
  units.size === 0 ? /^[A-Z]{3}$/.test(unit) : units.has(unit);

/** What the book's own rules for replies find. */
function againstTheBook({ text, tokens, context }: Reading): Finding[] {
  const { replies, language } = context.book;
  if (replies.length === 0) return [];
  const index = indexOf(replies.flatMap((of) => of.patterns.map((pattern) => ({ pattern, of }))));
  const inLanguage = (words: Text, wanted: string): string =>
    words[[wanted, wanted.slice(0, 2)].find((one) => Object.hasOwn(words, one)) ?? language] ?? '';
  return findAll(index, tokens).flatMap(({ of, from, to }) => {
    if (tokens.slice(from, to).every(({ quoted }) => quoted)) return [];
    const place = placeOf(tokens, from, to);
    return [
      {
        kind: 'rule of the book' as const,
        ...place,
        words: text.slice(place.start, place.end),
        because: inLanguage(of.because, language),
        better: inLanguage(of.better, context.language),
        rule: of.id,
      },
    ];
  });
}
