/** A text as plain words, each with its place: however they are spelled, two words that mean the same are equal. */

/** One word. Several may share a place: "can't" is "can" and "not". */
export type Token = {
  /** Lower case, without accents; "ä" is "ae". */
  word: string;
  /** Where it stands in the text (UTF-16 code units), its end exclusive. */
  start: number;
  end: number;
  /** Counts sentences; a phrase stands in one. */
  sentence: number;
  /** Its first letter is a capital. */
  capital: boolean;
  /** It stands in words of the customer that are quoted. */
  quoted: boolean;
};

/** What is looked at of a text; a longer one is refused at the doors. */
export const MOST_CHARACTERS = 20_000;
const MOST_LETTERS = 40;

// Soft hyphens and characters without width belong to a word, and are not seen.
const WORD = /[\p{L}\p{M}\p{N}\u00ad\u200b-\u200d\u2060\ufeff]+(?:['’ʼ`´][\p{L}\p{M}\p{N}]+)*/gu;
const UNSEEN = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const APOSTROPHE = /['’ʼ`´]/;
/** Between two words: the end of a sentence, or an empty line. */
const SENTENCE_ENDS = /[!?;…]|\.(?:\s|$|["'”’)])|\n[ \t\r]*\n|[。！？]/;

const plain = (word: string): string =>
  word
    .replace(UNSEEN, '')
    .toWellFormed()
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .slice(0, MOST_LETTERS);

/** What follows an apostrophe in English, and the word that it is short for. */
const ENDINGS: Readonly<Record<string, string>> = {
  t: 'not',
  ll: 'will',
  re: 'are',
  ve: 'have',
  m: 'am',
  d: 'would',
};
/** Before "'s" these are no owners: "it's" is "it is". */
const WITH_IS: ReadonlySet<string> = new Set(
  'it that this there here what who he she where how everything nothing something all'.split(' '),
);
/** Before an apostrophe these are words of their own in French: "l'article", "qu'il". */
const BEFORE: ReadonlySet<string> = new Set(
  'l d j n c s m t qu jusqu lorsqu puisqu quelqu quoiqu aujourd'.split(' '),
);
const NEGATED = new Map([
  ['ca', 'can'],
  ['wo', 'will'],
  ['sha', 'shall'],
  ['ai', 'is'],
]);
/** Typed without an apostrophe, or as one word. */
const RUN_TOGETHER: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    cannot: ['can', 'not'],
    cant: ['can', 'not'],
    wont: ['will', 'not'],
    dont: ['do', 'not'],
    doesnt: ['does', 'not'],
    didnt: ['did', 'not'],
    isnt: ['is', 'not'],
    arent: ['are', 'not'],
    wasnt: ['was', 'not'],
    werent: ['were', 'not'],
    couldnt: ['could', 'not'],
    shouldnt: ['should', 'not'],
    wouldnt: ['would', 'not'],
    hasnt: ['has', 'not'],
    havent: ['have', 'not'],
    im: ['i', 'am'],
    ive: ['i', 'have'],
    youre: ['you', 'are'],
    youve: ['you', 'have'],
    youll: ['you', 'will'],
    theyre: ['they', 'are'],
    thats: ['that', 'is'],
    theres: ['there', 'is'],
    its: ['it', 'is'],
    email: ['mail'],
  }),
);

/** A spelling as the words that it stands for. */
function wordsOf(raw: string): string[] {
  const [first = '', ...rest] = raw.split(APOSTROPHE).map(plain);
  if (rest.length === 0) return [...(RUN_TOGETHER.get(first) ?? [first])];
  const [second = ''] = rest;
  if (BEFORE.has(first) && !(first === 'd' && second === 'ye')) return [first, ...rest];
  if (second === 't' && first.endsWith('n')) {
    const bare = first.slice(0, -1);
    return [NEGATED.get(bare) ?? bare, 'not'];
  }
  if (second === 's') {
    if (first === 'let') return ['let', 'us'];
    // "Wie geht's", "gibt's": the verbs of German end in a t.
    if (WITH_IS.has(first)) return [first, 'is'];
    return /^(geht|gibt|habt|hat|war|ist|tut)$/.test(first) ? [first, 'es'] : [first];
  }
  const long = ENDINGS[second];
  return long === undefined ? [first, ...rest] : [first, long];
}

/** The words of a text in their order; what is behind the first {@link MOST_CHARACTERS} characters is not read. */
export function tokensOf(text: string): Token[] {
  const read = text.slice(0, MOST_CHARACTERS);
  const tokens: Token[] = [];
  const known = new Map<string, readonly string[]>();
  let sentence = 0;
  let before = 0;
  for (const match of read.matchAll(WORD)) {
    const [raw] = match;
    const start = match.index;
    if (before > 0 && SENTENCE_ENDS.test(read.slice(before, start))) sentence += 1;
    before = start + raw.length;
    let words = known.get(raw);
    if (!words) {
      words = wordsOf(raw).filter((word) => word !== '');
      known.set(raw, words);
    }
    const capital = /^\p{Lu}/u.test(raw);
    for (const word of words) tokens.push({ word, start, end: before, sentence, capital, quoted: false });
  }
  return tokens;
}
