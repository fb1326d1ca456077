/** The shipped list as it is searched, and the one part of it that the texts of a book are held against. */
import { ENGLISH } from './english.ts';
import { FRENCH } from './french.ts';
import { GERMAN } from './german.ts';
import { findAll, indexOf, patternOf, type Match, type Pattern, type PatternIndex } from './pattern.ts';
import type { LanguageList, Phrases } from './phrases.ts';
import { SPANISH } from './spanish.ts';
import { tokensOf, type Token } from './tokens.ts';

export const LISTS: readonly LanguageList[] = [ENGLISH, GERMAN, FRENCH, SPANISH];

/** The list for a language ("de-AT" is German), else the English one. */
export const listFor = (language: string): LanguageList =>
  LISTS.find((list) => list.language === language.slice(0, 2)) ?? ENGLISH;

/** What a pattern of the shipped list says where it stands. */
export type Said = { list: LanguageList; words: number } & (
  | { as: 'phrase'; phrases: Phrases }
  | { as: 'unless'; phrases: Phrases }
  | { as: 'goes on' | 'hedge' | 'commits' | 'commits after' }
);

/** A phrase of so many words is meant in its own language, whatever language the reply is said to be in. */
const WORDS_OF_ANY_LANGUAGE = 4;

const wordsOf = ({ elements }: Pattern): number => elements.filter(({ kind }) => kind === 'word').length;

function entriesOf(list: LanguageList): { pattern: Pattern; of: Said }[] {
  const entry = (text: string, said: (words: number) => Said): { pattern: Pattern; of: Said } => {
    const pattern = patternOf(text);
    return { pattern, of: said(wordsOf(pattern)) };
  };
  const plain = (texts: readonly string[], as: Exclude<Said['as'], 'phrase' | 'unless'>) =>
    texts.map((text) => entry(text, (words) => ({ as, list, words })));
  return [
    ...list.phrases.flatMap((phrases) => [
      ...phrases.phrases.map((text) => entry(text, (words) => ({ as: 'phrase', phrases, list, words }))),
      ...(phrases.unless ?? []).map((text) =>
        entry(text, (words) => ({ as: 'unless', phrases, list, words })),
      ),
    ]),
    ...plain(list.goesOn, 'goes on'),
    ...plain(list.hedges, 'hedge'),
    ...plain(list.commits, 'commits'),
    ...plain(list.commitsAfter, 'commits after'),
  ];
}

const INDEX: PatternIndex<Said> = indexOf(LISTS.flatMap(entriesOf));

/** Where the shipped list's patterns stand in a text. Those of other languages count where they are long enough. */
export function saidIn(tokens: readonly Token[], language: string): Match<Said>[] {
  const own = listFor(language);
  return findAll(INDEX, tokens).filter(
    ({ of }) => of.list === own || of.as !== 'phrase' || of.words >= WORDS_OF_ANY_LANGUAGE,
  );
}

/** Phrases that are meant well where they stand: something else of their group says so around them. */
export function withoutMeantWell(said: readonly Match<Said>[]): Match<Said & { as: 'phrase' }>[] {
  const around = new Map<Phrases, Set<number>>();
  for (const { of, from, to } of said) {
    if (of.as !== 'unless') continue;
    const words = around.get(of.phrases) ?? new Set<number>();
    for (let at = from; at < to; at++) words.add(at);
    around.set(of.phrases, words);
  }
  return said.flatMap(({ of, from, to }) => {
    if (of.as !== 'phrase') return [];
    const words = around.get(of.phrases) ?? new Set<number>();
    const meantWell = Array.from({ length: to - from }, (_, i) => from + i).some((at) => words.has(at));
    return meantWell ? [] : [{ of, from, to }];
  });
}

/** Dead-end phrases in a text of a book; what needs only a next step is left out, as a book has its alternatives. */
export function deadEndsIn(text: string, language: string): { start: number; end: number }[] {
  const tokens = tokensOf(text);
  const found = withoutMeantWell(saidIn(tokens, language)).filter(
    ({ of }) => of.phrases.kind === 'dead-end phrase' && of.phrases.unlessItGoesOn !== true,
  );
  return found.map(({ from, to }) => placeOf(tokens, from, to));
}

/** Where words stand in the text. */
export const placeOf = (
  tokens: readonly Token[],
  from: number,
  to: number,
): { start: number; end: number } => ({ start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0 });
