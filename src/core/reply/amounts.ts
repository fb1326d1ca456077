/** Amounts that a reply commits to: "I will refund you 300". */
import { CURRENCIES } from '../words/money.ts';
import { CURRENCY_SIGNS, CURRENCY_WORDS } from '../words/currency-marks.ts';
import type { Match } from '../wording/pattern.ts';
import { placeOf, type Said } from '../wording/shipped.ts';
import type { LanguageList } from '../wording/phrases.ts';
import type { Token } from '../wording/tokens.ts';
import type { Around } from './around.ts';

/** A number in a text, with what it counts: currency codes that its sign may mean, `days` …, or nothing. */
export type Amount = {
  value: number;
  units: ReadonlySet<string>;
  start: number;
  end: number;
  from: number;
  to: number;
};

type Reading = {
  text: string;
  tokens: readonly Token[];
  said: readonly Match<Said>[];
  around: Around;
  list: LanguageList;
};

/** An amount that a reply commits to, with the words that do. */
export type Committed = { amount: Amount; start: number; end: number };

// A number's groups are all three digits long, so the two forms exclude each other.
const NUMBER = /\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?/g;
const MOST_DIGITS = 15;
const UNIT_WORDS: readonly (readonly [words: string, units: readonly string[]])[] = [
  ['day days tag tage tagen jour jours dia dias', ['days']],
  ['hour hours stunde stunden heure heures hora horas', ['hours']],
  ['minute minutes minuten minuto minutos', ['minutes']],
];
const BY_WORD: ReadonlyMap<string, readonly string[]> = new Map([
  ...UNIT_WORDS.flatMap(([words, units]) => words.split(' ').map((word) => [word, units] as const)),
  ...CURRENCY_WORDS,
  ...[...CURRENCIES.keys()].map((code) => [code.toLowerCase(), [code]] as const),
]);
/** What may follow a number that is an amount though it has no unit: it is no count of something. */
const AFTER_BARE: ReadonlySet<string> = new Set(
  (
    'of to back today now right on for as in and by at instead immediately off auf zurueck heute jetzt sofort fuer als und ' +
    'davon a sur aujourd pour tout comme et de en hoy ahora para por como y'
  ).split(' '),
);
const NO_AMOUNT_BEFORE = /[#/:.\p{L}\p{N}_-]$/u;
const NO_AMOUNT_AFTER = /^(?:[:/%_\p{L}-]|\s?%|\s?percent|\s?prozent)/iu;
/** What is numbered and not paid. */
const NUMBERED: ReadonlySet<string> = new Set(
  (
    'order invoice number no item ticket case ref reference room street road page version model ' +
    'bestellung auftrag rechnung nummer nr artikel fall zimmer seite modell ' +
    'commande facture numero article dossier page modele pedido factura articulo caso pagina modelo'
  ).split(' '),
);
const AND: ReadonlySet<string> = new Set(['and', 'plus', 'und', 'et', 'y', 'mas']);

/** Between the words that commit and their amount. */
const MOST_WORDS_BETWEEN = 9;
const MOST_WORDS_AFTER = 7;
/** Between an amount and one that is added to it, and how many are. */
const MOST_WORDS_ADDED = 3;
const MOST_ADDED = 5;

/** The numbers of a text that may be amounts, in its order. */
function amountsIn(text: string, tokens: readonly Token[]): Amount[] {
  const amounts: Amount[] = [];
  let at = 0;
  for (const match of text.matchAll(NUMBER)) {
    const [raw] = match;
    const [start, end] = [match.index, match.index + raw.length];
    while (at < tokens.length && (tokens[at]?.end ?? 0) <= start) at += 1;
    let to = at;
    while (to < tokens.length && (tokens[to]?.start ?? 0) < end) to += 1;
    const value = numberOf(raw);
    if (to === at || value === undefined) continue;
    const amount = unitOf(text, tokens, { start, end, from: at, to });
    if (amount) amounts.push({ value, ...amount });
  }
  return amounts;
}

/** "1.250,50", "1,250.50", "1 250": the last separator is a decimal one unless three digits follow. */
function numberOf(raw: string): number | undefined {
  if (raw.length > MOST_DIGITS) return undefined;
  const bare = raw.replace(/['’\u00a0\u202f ]/g, '');
  const decimal = /[.,](\d{1,2})$/.exec(bare);
  const digits = (decimal ? bare.slice(0, decimal.index) : bare).replace(/[.,]/g, '');
  return Number(decimal ? `${digits}.${decimal[1]}` : digits);
}

function unitOf(
  text: string,
  tokens: readonly Token[],
  place: { start: number; end: number; from: number; to: number },
): Omit<Amount, 'value'> | undefined {
  const before = text.slice(Math.max(0, place.start - 5), place.start);
  const after = text.slice(place.end, place.end + 10);
  const sign = /(us\$|[$€£¥])\s?$/i.exec(before)?.[1] ?? /^\s?([$€£¥])/.exec(after)?.[1];
  if (sign !== undefined) return { units: new Set(CURRENCY_SIGNS[sign.toLowerCase()]), ...place };
  const [previous, next] = [tokens[place.from - 1], tokens[place.to]];
  const ahead = next && next.start - place.end <= 1 ? BY_WORD.get(next.word) : undefined;
  // An amount that its unit is written to: "300EUR".
  const joined = /^(\p{L}+)/u.exec(after)?.[1];
  if (ahead) return { units: new Set(ahead), ...place, to: place.to + 1, end: next?.end ?? place.end };
  if (joined !== undefined && BY_WORD.has(joined.toLowerCase()))
    return { units: new Set(BY_WORD.get(joined.toLowerCase())), ...place };
  const code = previous && place.start - previous.end <= 1 ? BY_WORD.get(previous.word) : undefined;
  if (code && CURRENCIES.has(code[0] ?? '')) return { units: new Set(code), ...place };
  if (previous !== undefined && NUMBERED.has(previous.word)) return undefined;
  if (NO_AMOUNT_BEFORE.test(before) || NO_AMOUNT_AFTER.test(after)) return undefined;
  const counts = next && next.sentence === tokens[place.from]?.sentence && /^\s/.test(after);
  return counts && !AFTER_BARE.has(next.word) ? undefined : { units: new Set(), ...place };
}

/** The amounts that a reply commits to, whatever they come to. */
export function committedIn({ text, tokens, said, around, list }: Reading): Committed[] {
  const amounts = amountsIn(text, tokens).filter(
    (amount) => !isTime(amount) || !list.within.includes(tokens[amount.from - 1]?.word ?? ''),
  );
  if (amounts.length === 0) return [];
  const starting = new Map(amounts.map((amount) => [amount.from, amount]));
  const ending = new Map(amounts.map((amount) => [amount.to, amount]));
  return said.flatMap(({ of, from, to }): Committed[] => {
    if (of.list !== list || tokens[from]?.quoted === true) return [];
    const sentence = tokens[from]?.sentence;
    const inSentence = (amount: Amount | undefined): amount is Amount =>
      amount !== undefined && tokens[amount.from]?.sentence === sentence;
    if (of.as === 'commits') {
      const first = within(MOST_WORDS_BETWEEN, (i) => starting.get(to + i)).find(inSentence);
      if (!first || around.isHedged(list, first.from)) return [];
      const { start } = placeOf(tokens, from, to);
      return chain(first, starting, tokens).map((amount) => ({ amount, start, end: amount.end }));
    }
    if (of.as !== 'commits after' || around.isHedged(list, to - 1)) return [];
    const last = within(MOST_WORDS_AFTER, (i) => ending.get(from - i)).find(inSentence);
    return last ? [{ amount: last, start: last.start, end: placeOf(tokens, from, to).end }] : [];
  });
}

const within = <T>(most: number, find: (i: number) => T): T[] =>
  Array.from({ length: most + 1 }, (_, i) => find(i));

const isTime = ({ units }: Amount): boolean =>
  units.has('days') || units.has('hours') || units.has('minutes');

/** An amount, and those that are added to it: "40 and another 60". */
function chain(first: Amount, starting: ReadonlyMap<number, Amount>, tokens: readonly Token[]): Amount[] {
  const found = [first];
  for (let last = first; ;) {
    const next = within(MOST_WORDS_ADDED, (i) => starting.get(last.to + i)).find((one) => one !== undefined);
    if (!next || !tokens.slice(last.to, next.from).some(({ word }) => AND.has(word))) return found;
    found.push(next);
    last = next;
    if (found.length === MOST_ADDED) return found;
  }
}
