/** How money is marked beside a number, other than by its code. */

const DOLLARS = ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'ARS', 'CLP', 'COP'];

/** The codes that a sign may mean. */
export const CURRENCY_SIGNS: Readonly<Record<string, readonly string[]>> = {
  $: DOLLARS,
  us$: ['USD'],
  '€': ['EUR'],
  '£': ['GBP'],
  '¥': ['JPY', 'CNY'],
};

const WORDS: readonly (readonly [words: string, codes: readonly string[]])[] = [
  ['dollar dollars buck bucks dolar dolares', DOLLARS],
  ['euro euros', ['EUR']],
  ['pound pounds quid pfund livre livres libra libras', ['GBP']],
  ['franken', ['CHF']],
];

/** The codes that a word may mean, in lower case and without accents: "dollars". */
export const CURRENCY_WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  WORDS.flatMap(([words, codes]) => words.split(' ').map((word) => [word, codes] as const)),
);
