/**
 * Phrases as word sequences, and how they are found: no regular expressions, so no text can make a search long.
 *
 *   nothing [more|else] we|i can do     one of several words; in brackets, it may be left out
 *   your .. fault                       up to three words between
 *   policy !to|that                     the word there is none of these; in front, the one before
 *
 * A phrase stands within one sentence. A search takes time that grows with the text and with the list, not with their
 * product: only phrases that begin with the word at hand are tried, each over a bounded number of words.
 */
import { editDistance } from '../words/spelling.ts';
import { tokensOf, type Token } from './tokens.ts';

type Element = { kind: 'word' | 'maybe' | 'not'; words: ReadonlySet<string> } | { kind: 'gap' };

export type Pattern = {
  /** As it is written. */
  text: string;
  elements: readonly Element[];
  /** Words with which it begins: the first element, and those behind it that it may begin with. */
  begins: ReadonlySet<string>;
  /** Long words of it may be misspelled by a letter: it has enough others. */
  forgiving: boolean;
};

/** Where a pattern was found: words from `from` on, `to` exclusive. */
export type Match<T> = { of: T; from: number; to: number };

const GAP_WORDS = 3;
/** From this length on a word may be one letter off. */
const LONG_WORD = 7;
/** A phrase of so many words says enough for a misspelled one among them. */
const WORDS_FOR_FORGIVING = 3;

/** The words of a piece of a pattern, spelled as texts are. */
const wordsIn = (piece: string): string[] => tokensOf(piece).map(({ word }) => word);

/** Reads a pattern of the shipped list. */
export function patternOf(text: string): Pattern {
  const elements = text.split(/\s+/).flatMap((piece): Element[] => {
    if (piece === '..') return [{ kind: 'gap' }];
    const bare = piece.replace(/^!|^\[|\]$/g, '');
    const kind = piece.startsWith('!') ? 'not' : piece.startsWith('[') ? 'maybe' : 'word';
    if (kind === 'word' && !bare.includes('|'))
      return wordsIn(bare).map((word) => ({ kind: 'word', words: new Set([word]) }));
    return [{ kind, words: new Set(bare.split('|').map(oneWord)) }];
  });
  return made(text, elements);
}

function oneWord(piece: string): string {
  const [word, ...more] = wordsIn(piece);
  if (word === undefined || more.length > 0) throw new Error(`"${piece}" is not one word`);
  return word;
}

/** Why a phrase of a book can't be looked for. */
export type PhraseFault = 'no words' | 'gap at the edge' | 'too many gaps' | 'too many words';

const MOST_GAPS = 2;
const MOST_WORDS = 20;

/** Reads a phrase of a book: plain words, "…" or "..." for up to three words between. */
export function plainPattern(text: string): Pattern | PhraseFault {
  const parts = text.split(/…|\.{3}/).map(wordsIn);
  if (parts.every((words) => words.length === 0)) return 'no words';
  if (parts.some((words) => words.length === 0)) return 'gap at the edge';
  if (parts.length - 1 > MOST_GAPS) return 'too many gaps';
  if (parts.flat().length > MOST_WORDS) return 'too many words';
  const elements = parts.flatMap((words, i): Element[] => [
    ...(i > 0 ? [{ kind: 'gap' as const }] : []),
    ...words.map((word): Element => ({ kind: 'word', words: new Set([word]) })),
  ]);
  return made(text, elements);
}

function made(text: string, elements: readonly Element[]): Pattern {
  const begins = new Set<string>();
  for (const element of elements) {
    if (element.kind === 'not') continue;
    if (element.kind === 'gap') throw new Error(`"${text}" begins with a gap`);
    for (const word of element.words) begins.add(word);
    if (element.kind === 'word') break;
  }
  const words = elements.filter(({ kind }) => kind === 'word').length;
  return { text, elements, begins, forgiving: words >= WORDS_FOR_FORGIVING };
}

/** Patterns with what they stand for, ready to be looked for. */
export type PatternIndex<T> = {
  byFirst: ReadonlyMap<string, readonly { pattern: Pattern; of: T }[]>;
  words: ReadonlySet<string>;
  /** The long words by their first letter. */
  long: ReadonlyMap<string, readonly string[]>;
};

export function indexOf<T>(patterns: Iterable<{ pattern: Pattern; of: T }>): PatternIndex<T> {
  const byFirst = new Map<string, { pattern: Pattern; of: T }[]>();
  const words = new Set<string>();
  const long = new Map<string, string[]>();
  for (const entry of patterns) {
    for (const word of entry.pattern.begins) byFirst.set(word, [...(byFirst.get(word) ?? []), entry]);
    for (const element of entry.pattern.elements) {
      for (const word of element.kind === 'gap' ? [] : element.words) {
        if (words.has(word)) continue;
        words.add(word);
        const letter = word.charAt(0);
        if (word.length >= LONG_WORD) long.set(letter, [...(long.get(letter) ?? []), word]);
      }
    }
  }
  return { byFirst, words, long };
}

/** Every place where a pattern of the index stands, in the order of the text. */
export function findAll<T>(index: PatternIndex<T>, tokens: readonly Token[]): Match<T>[] {
  const found: Match<T>[] = [];
  const meant = spelled(index, tokens);
  tokens.forEach((token, at) => {
    const firsts = [token.word, ...(meant.get(token.word) ?? [])];
    for (const first of firsts) {
      for (const { pattern, of } of index.byFirst.get(first) ?? []) {
        const end = matchAt(pattern, tokens, at, meant);
        if (end !== undefined) found.push({ of, from: at, to: end });
      }
    }
  });
  return found;
}

/** The words of the index that a text's unknown words are one letter away from. */
function spelled<T>(index: PatternIndex<T>, tokens: readonly Token[]): Map<string, readonly string[]> {
  const meant = new Map<string, readonly string[]>();
  for (const { word } of tokens) {
    if (word.length < LONG_WORD - 1 || index.words.has(word) || meant.has(word)) continue;
    const near = (index.long.get(word.charAt(0)) ?? []).filter(
      (known) => Math.abs(known.length - word.length) <= 1 && editDistance(known, word) === 1,
    );
    meant.set(word, near);
  }
  return meant;
}

/** Where a pattern that starts at a word ends; undefined: it does not stand there. */
function matchAt(
  { elements, forgiving }: Pattern,
  tokens: readonly Token[],
  at: number,
  meant: ReadonlyMap<string, readonly string[]>,
): number | undefined {
  const sentence = tokens[at]?.sentence;
  const wordAt = (place: number): string | undefined => {
    const token = tokens[place];
    return token?.sentence === sentence ? token?.word : undefined;
  };
  const isOne = (place: number, words: ReadonlySet<string>): boolean => {
    const word = wordAt(place);
    if (word === undefined) return false;
    return words.has(word) || (forgiving && (meant.get(word) ?? []).some((known) => words.has(known)));
  };
  // All places that the words read so far may have led to: few, since gaps are short.
  let places: ReadonlySet<number> = new Set([at]);
  let begun = false;
  for (const element of elements) {
    const next = new Set<number>();
    for (const place of places) {
      switch (element.kind) {
        case 'gap':
          for (let skip = 0; skip <= GAP_WORDS; skip++) next.add(place + skip);
          break;
        case 'not':
          if (!isOne(begun ? place : place - 1, element.words)) next.add(place);
          break;
        case 'maybe':
          next.add(place);
          if (isOne(place, element.words)) next.add(place + 1);
          break;
        case 'word':
          if (isOne(place, element.words)) next.add(place + 1);
      }
    }
    if (next.size === 0) return undefined;
    begun ||= element.kind !== 'not';
    places = next;
  }
  return Math.max(...places);
}
