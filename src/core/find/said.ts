/**
 * Facts that stand in a customer's words already, so that nobody has to type them again. Only what can be meant for one fact
 * alone is taken: two amounts in a sentence, and none is. Whoever serves sees it and can change it.
 */
import type { Fact, RequestType } from '../book/book.ts';
import { CURRENCY_SIGNS, CURRENCY_WORDS } from '../words/currency-marks.ts';
import { CURRENCIES } from '../words/money.ts';
import { decimalOf } from '../words/typed-number.ts';

type Said = { number: string; behind: string; before: string };

/** A number; dates, times, article numbers and the like hang on letters or marks, and are left out. */
const NUMBER = /(?<![\p{L}\d/:#_-]|\d[.,])[$€£]?\s?\d(?:[\d.,'’]*\d)?(?![\p{L}\d/:_-])/gu;
/** So much around a number says what it is. */
const AROUND = 24;
/** What marks money stands before the number or behind it. */
const SIGN = /[$€£]/;
const BEHIND = /^\s?([$€£]|\p{L}+)/u;
const UNITS: readonly (readonly [unit: string, words: RegExp])[] = [
  ['minutes', /^\s?(?:minutes?|mins?|minuten|minutos)\b/i],
  ['hours', /^\s?(?:hours?|hrs?|stunden?|heures?|horas?)\b/i],
  ['days', /^\s?(?:days?|tage?|jours?|d[ií]as?)\b/i],
];
/** Numbers of things, no amounts. */
const NAMES =
  /^(?:order|orders|#|no\.?|nr\.?|number|invoice|bestellung|rechnung|commande|pedido|customer|ticket)\s?$/i;
/** Something is counted: no amount of money. */
const COUNTED =
  /^\s?(?:%|percent|weeks?|months?|years?|times?|items?|pieces?|wochen?|monate?|o'?clock|am\b|pm\b|uhr)/i;

/** The facts of a type that stand in the words, as `decide` takes them. */
export function factsSaid(type: RequestType, words: string): Record<string, string | number> {
  const said = numbersIn(words);
  const found: Record<string, string | number> = {};
  const amount = type.facts.get(type.amount?.fact ?? '');
  if (amount?.type.kind === 'money') {
    const money = moneyIn(said, amount.type.currency);
    if (money !== undefined) found[amount.name] = money;
  }
  for (const [unit, named] of UNITS) {
    const fact = onlyFact(type, unit);
    const values = new Set(
      said.filter(({ behind }) => named.test(behind)).map(({ number }) => decimalOf(number)),
    );
    const [value] = values;
    if (fact && values.size === 1 && value !== undefined && /^\d+$/.test(value))
      found[fact.name] = Number(value);
  }
  return found;
}

function numbersIn(words: string): Said[] {
  return [...words.matchAll(NUMBER)]
    .map(({ 0: number, index }) => ({
      number: number.trim(),
      before:
        words
          .slice(Math.max(0, index - AROUND), index)
          .split(/\s+/)
          .filter(Boolean)
          .at(-1) ?? '',
      behind: words.slice(index + number.length, index + number.length + AROUND),
    }))
    .filter(({ before }) => !NAMES.test(before));
}

/** The one amount of money; a bare number counts where nothing else could be meant. Other money is not this money. */
function moneyIn(said: readonly Said[], currency: string): string | undefined {
  const marks = said.map((one) => ({ ...one, codes: codesOf(one, currency) }));
  const marked = marks.filter(({ codes }) => codes !== undefined);
  if (marked.some(({ codes }) => codes?.includes(currency) === false)) return undefined;
  const bare = marks.filter(
    ({ behind }) => !COUNTED.test(behind) && !UNITS.some(([, unit]) => unit.test(behind)),
  );
  const values = new Set((marked.length > 0 ? marked : bare).map(({ number }) => decimalOf(number)));
  const [value] = values;
  return values.size === 1 ? value : undefined;
}

/** The currencies that a number's mark may mean; undefined: it has none. */
function codesOf({ number, behind }: Said, currency: string): readonly string[] | undefined {
  const mark = SIGN.exec(number)?.[0] ?? BEHIND.exec(behind)?.[1] ?? '';
  const word = mark.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
  if (word === currency.toLowerCase()) return [currency];
  // In small letters most codes are words as well: all, try, top.
  return CURRENCY_SIGNS[mark] ?? CURRENCY_WORDS.get(word) ?? (CURRENCIES.has(mark) ? [mark] : undefined);
}

/** The one fact of a type that is measured so. */
function onlyFact(type: RequestType, unit: string): Fact | undefined {
  const fitting = [...type.facts.values()].filter((fact) => fact.type.kind === unit);
  const named = [...type.facts.values()].filter(
    ({ name, type: { kind } }) => kind === 'whole number' && name.includes(unit),
  );
  const all = [...fitting, ...named];
  return all.length === 1 ? all[0] : undefined;
}
