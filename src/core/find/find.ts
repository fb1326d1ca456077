/**
 * Finds the request types that fit what a customer says, offline: the book's own phrases are compared with the
 * sentence word by word, with typing slips, endings and everyday words forgiven. It only proposes; a person (or
 * the agent's own model) picks, and a request that fits nothing is decided as an undeclared type.
 */
import MiniSearch from 'minisearch';
import type { Book, RequestType, Text } from '../book/book.ts';
import { editDistance } from '../words/spelling.ts';
import { GOES_ON, LIKE_WORDS, SMALL_WORDS, WISHES } from './everyday-words.ts';
import { clausesOf, stem } from './tokens.ts';

export type Found = {
  /** The request type's name. */
  type: string;
  means: Text;
  /** How well it fits, from 0 to 1: 1 is one of its phrases, word for word. */
  score: number;
  /** The book's phrases that fit, best first. */
  because: string[];
};

type Phrase = {
  id: number;
  type: string;
  text: string;
  weight: number;
  terms: readonly string[];
  plain: string;
};

type Index = {
  phrases: readonly Phrase[];
  /** How much a term says: rare ones much, small words next to nothing. */
  mass: (term: string) => number;
  leastMass: number;
  search: MiniSearch<Phrase>;
};

/** What the customer said: every term once, and how much it counts by where it stands. */
type Asked = { terms: ReadonlyMap<string, number>; plain: string };

const LEAST_SCORE = 0.25;
const MAX_BECAUSE = 3;
const SMALL_MASS = 0.1;
/** Phrases that say less than this can't fit fully: a single common word is no proof. */
const LEAST_MASS = 2.5;
/** What a phrase of nothing but small words counts when it is said as it stands: "could you just". */
const SMALL_TALK = 0.35;
/** What the story before the wish counts. */
const STORY = 0.7;

const indexes = new WeakMap<Book, Index>();

/** The request types that fit the words, best first; none if nothing fits. Never throws. */
export function findTypes(book: Book, words: string, limit = 5): Found[] {
  const asked = readAsked(words);
  if (asked.plain === '') return [];
  const index = indexes.get(book) ?? makeIndex(book);
  indexes.set(book, index);
  const qualities = matches(index, asked);
  const found = scores(index, asked, qualities).flatMap(({ type, score, because }) => {
    const declared = book.types.get(type);
    return declared && score >= LEAST_SCORE ? [{ type, means: declared.means, score, because }] : [];
  });
  return found.sort((a, b) => b.score - a.score).slice(0, Math.max(0, Math.floor(limit)));
}

function makeIndex(book: Book): Index {
  const phrases: Phrase[] = [];
  for (const type of book.types.values()) {
    for (const { text, weight } of phrasesOf(type)) {
      const words = clausesOf(text).flat();
      if (words.length === 0) continue;
      phrases.push({
        id: phrases.length,
        type: type.name,
        text,
        weight,
        terms: [...new Set(words.map(termOf))],
        plain: ` ${words.join(' ')} `,
      });
    }
  }
  const typesOf = new Map<string, Set<string>>();
  for (const { type, terms } of phrases) {
    for (const term of terms) typesOf.set(term, (typesOf.get(term) ?? new Set()).add(type));
  }
  const mass = (term: string): number =>
    SMALL_WORDS.has(term) ? SMALL_MASS : Math.log(1 + book.types.size / (typesOf.get(term)?.size ?? 1));
  const search = new MiniSearch<Phrase>({
    fields: ['terms'],
    extractField: (phrase, field) =>
      field === 'id' ? phrase.id : phrase.terms.filter((term) => !SMALL_WORDS.has(term)).join(' '),
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
  });
  search.addAll(phrases);
  return { phrases, mass, leastMass: Math.min(LEAST_MASS, Math.log(1 + book.types.size)), search };
}

/** The words of a book that a request type is found by. What is needed is shared by many types, so it counts less. */
const phrasesOf = (type: RequestType): { text: string; weight: number }[] => [
  { text: type.name.replaceAll('_', ' '), weight: 1 },
  ...type.saidAs.map((text) => ({ text, weight: 1 })),
  ...Object.values(type.means).map((text) => ({ text: text.replaceAll(/\{[^{}]*\}/g, ' '), weight: 0.9 })),
  ...type.needs.map((text) => ({ text: text.replaceAll('_', ' '), weight: 0.5 })),
];

/** Small words keep their form, so that they are known as such. */
const termOf = (word: string): string => (SMALL_WORDS.has(word) ? word : stem(word));

/** Reads a sentence: customers tell a story and then say what they want, so the wish counts more than the story. */
function readAsked(words: string): Asked {
  const clauses = clausesOf(words);
  const parts = clauses.flatMap((clause) => {
    const plain = ` ${clause.join(' ')} `;
    const { start, end } = wishIn(plain);
    return [
      { words: plain.slice(0, start), wish: false },
      { words: plain.slice(start, end), wish: true },
      { words: plain.slice(end), wish: false },
    ];
  });
  const hasWish = parts.some(
    ({ words: said, wish }) => wish && said.split(' ').some((word) => word !== '' && !SMALL_WORDS.has(word)),
  );
  const terms = new Map<string, number>();
  for (const { words: said, wish } of parts) {
    for (const word of said.split(' ')) {
      const term = termOf(word);
      const weight = wish || !hasWish ? 1 : STORY;
      if (word !== '') terms.set(term, Math.max(weight, terms.get(term) ?? 0));
    }
  }
  return { terms, plain: clauses.length === 0 ? '' : ` ${clauses.flat().join(' ')} ` };
}

/** Where the wish begins and ends in a clause; at its end: there is none. */
function wishIn(plain: string): { start: number; end: number } {
  const starts = WISHES.map((wish) => plain.indexOf(` ${wish} `)).filter((at) => at >= 0);
  const start = starts.length === 0 ? plain.length : Math.min(...starts);
  const asked = PLEASE.exec(plain.slice(start));
  // "A refund please, for the lamp": said afterwards, it is about what stood before.
  if (asked && (asked[1] === '' || GOES_ON.has(asked[1] ?? ''))) return { start: 0, end: start };
  return { start, end: plain.length };
}

const PLEASE = /^ please (\S*)/;

/** For each term of the book that was said: by which of the customer's terms, and how surely (0 to 1). */
function matches(index: Index, asked: Asked): Map<string, { by: string; quality: number }> {
  const best = new Map<string, { by: string; quality: number }>();
  const consider = (term: string, by: string, quality: number): void => {
    if (quality > (best.get(term)?.quality ?? 0)) best.set(term, { by, quality });
  };
  for (const [said, weight] of asked.terms) {
    if (SMALL_WORDS.has(said)) {
      consider(said, said, 1);
      continue;
    }
    for (const { match } of index.search.search(said, { fuzzy: fuzziness(said), prefix: said.length >= 4 })) {
      for (const term of Object.keys(match)) consider(term, said, weight * sureness(said, term));
    }
    for (const like of likeWords(said)) consider(like, said, weight * 0.8);
  }
  return best;
}

/** How many letters may differ, by the longer word. Short words are too close to each other: hour, house. */
const slips = (length: number): number => (length < 5 ? 0 : length < 7 ? 1 : 2);

/** What the index is asked for: two letters for a swap of neighbors, which it counts as two. */
const fuzziness = (term: string): number =>
  term.length < 4 || /\d/.test(term) ? 0 : term.length < 5 ? 1 : 2;

/** How sure it is that somebody who wrote `said` meant `term`; 0: it is not. */
function sureness(said: string, term: string): number {
  if (said === term) return 1;
  if (said.length >= 4 && term.startsWith(said)) return 0.9 - 0.05 * Math.min(6, term.length - said.length);
  const distance = editDistance(said, term);
  // Slips in the first letter are rare, and words that differ there are mostly other words: weather, leather.
  const firstLetter = said[0] === term[0] || (said[0] === term[1] && said[1] === term[0]);
  const allowed = slips(Math.max(said.length, term.length));
  return firstLetter && distance <= allowed ? 0.9 - 0.15 * distance : 0;
}

const STEMMED: ReadonlyMap<string, readonly string[]> = new Map(
  [...LIKE_WORDS].map(([word, likes]) => [stem(word), likes.map(stem).filter((like) => like !== stem(word))]),
);
const likeWords = (term: string): readonly string[] => STEMMED.get(term) ?? [];

/** Each type's fit: its best phrase, a little less where the customer also speaks of what other types are about. */
function scores(
  index: Index,
  asked: Asked,
  qualities: ReadonlyMap<string, { by: string; quality: number }>,
): Omit<Found, 'means'>[] {
  const byType = new Map<string, { fits: { text: string; fit: number }[]; said: Map<string, number> }>();
  const everything = new Map<string, number>();
  for (const phrase of index.phrases) {
    const entry = byType.get(phrase.type) ?? { fits: [], said: new Map<string, number>() };
    byType.set(phrase.type, entry);
    entry.fits.push({ text: phrase.text, fit: fitOf(index, phrase, asked, qualities) });
    for (const term of phrase.terms) {
      const match = qualities.get(term);
      if (!match || SMALL_WORDS.has(term)) continue;
      const mass = index.mass(term) * match.quality;
      entry.said.set(match.by, Math.max(mass, entry.said.get(match.by) ?? 0));
      everything.set(match.by, Math.max(mass, everything.get(match.by) ?? 0));
    }
  }
  const total = sum(everything.values());
  return [...byType].map(([type, { fits, said }]) => {
    const good = fits.filter(({ fit }) => fit >= LEAST_SCORE).sort((a, b) => b.fit - a.fit);
    const share = total === 0 ? 1 : sum(said.values()) / total;
    const score = Math.min(1, (good[0]?.fit ?? 0) * (0.7 + 0.3 * share));
    return {
      type,
      score: Math.round(score * 1000) / 1000,
      because: [...new Set(good.map(({ text }) => text))].slice(0, MAX_BECAUSE),
    };
  });
}

/** Which part of a phrase's mass the customer said. */
function fitOf(
  index: Index,
  phrase: Phrase,
  asked: Asked,
  qualities: ReadonlyMap<string, { quality: number }>,
): number {
  const whole = sum(phrase.terms.map((term) => index.mass(term)));
  const said = sum(phrase.terms.map((term) => index.mass(term) * (qualities.get(term)?.quality ?? 0)));
  const hasWords = phrase.terms.some((term) => !SMALL_WORDS.has(term) && qualities.has(term));
  const asItStands = phrase.terms.length > 1 && asked.plain.includes(phrase.plain) ? SMALL_TALK : 0;
  const fit = hasWords ? said / Math.max(whole, index.leastMass) : 0;
  return phrase.weight * Math.max(fit, asItStands);
}

const sum = (numbers: Iterable<number>): number => {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
};
