/** From a sentence to the words that are compared: lower case, without accents and endings. */

/** What is read of a text; more of it would be a quoted thread or an attachment. */
const MAX_CHARACTERS = 4000;
const MAX_WORDS = 400;
const MAX_WORD = 40;

// Scripts that put no space between words: pairs of neighbors stand in for words.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const UNSPACED_RUN = new RegExp(`${UNSPACED.source}+|[^${UNSPACED.source.slice(1, -1)}]+`, 'gu');

/** The sentences of a text as plain words, in order. Bounded whatever the length of the text. */
export function clausesOf(text: string): string[][] {
  const plain = text
    .slice(0, MAX_CHARACTERS)
    .toWellFormed()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/['’ʼ`´]/g, '');
  let left = MAX_WORDS;
  return plain.split(/[.,;:!?()\n\r。、！？]+/u).flatMap((clause) => {
    const words = clause
      .split(/[^\p{L}\p{N}]+/u)
      .flatMap(split)
      .slice(0, left);
    left -= words.length;
    return words.length > 0 ? [words] : [];
  });
}

/** A run of letters as words. */
function split(run: string): string[] {
  if (run === '') return [];
  if (!UNSPACED.test(run)) return [run.slice(0, MAX_WORD)];
  return (run.match(UNSPACED_RUN) ?? []).flatMap((part) => {
    const letters = Array.from(part);
    if (!UNSPACED.test(part) || letters.length === 1) return [part.slice(0, MAX_WORD)];
    return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`);
  });
}

/** Endings that change little of a word's meaning, longest first, with what stands in for them. */
const ENDINGS: readonly (readonly [ending: RegExp, instead: string, least: number])[] = [
  [/ations?$/, '', 9],
  [/ments?$/, '', 7],
  [/(ies|ied)$/, 'y', 5],
  [/ings?$/, '', 6],
  [/ed$/, '', 5],
  [/(?<=s|x|z|ch|sh)es$/, '', 5],
  [/(?<=[^su i])s$/, '', 4],
];

/** A word without the endings of English: "cancelled", "cancels" and "cancellation" are one word. */
export function stem(word: string): string {
  if (!/^[a-z]+$/.test(word)) return word;
  const rule = ENDINGS.find(([ending, , least]) => word.length >= least && ending.test(word));
  const bare = rule ? word.replace(rule[0], rule[1]) : word;
  const single = bare.length > 3 ? bare.replace(/([bdfglmnprt])\1$/, '$1') : bare;
  return single.length > 3 ? single.replace(/e$/, '') : single;
}
