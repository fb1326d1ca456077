/** How people write a condition who think in words: 50 USD, 30 days, not damaged. Each with what to write instead. */
import { CURRENCIES } from '../words/money.ts';

/** What a condition may name, as far as these slips need it. */
type Known = { currency: string; choices: readonly string[] };
type Slip = { start: number; end: number; message: string; mend: string };
type Sentences = { message: string; mend: string };
type Reader = { pattern: RegExp; read: (match: RegExpExecArray, known: Known) => Sentences | undefined };

const NUMBER = String.raw`\d[\d,]*(?:\.\d+)?`;
const plain = (number: string | undefined): string => (number ?? '').replaceAll(',', '');
const DOLLARS = new Set(['AUD', 'CAD', 'HKD', 'MXN', 'NZD', 'SGD']);
const SIGNS: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY' };

function money(written: string, number: string | undefined, currency: string): Sentences | undefined {
  if (!CURRENCIES.has(currency)) return undefined;
  return {
    message: `"${written}" is not how a condition writes money.`,
    mend: `Write \`${currency.toLowerCase()}(${plain(number)})\`.`,
  };
}

const signed = (
  written: string,
  number: string | undefined,
  sign: string,
  known: Known,
): ReturnType<typeof money> =>
  money(written, number, sign === '$' && DOLLARS.has(known.currency) ? known.currency : (SIGNS[sign] ?? ''));

function length(written: string, number: number, unit: string): Sentences {
  const days = { week: 7, month: 30, year: 365 }[unit];
  return {
    message: `"${written}": a number in a condition has no unit behind it.`,
    mend:
      days === undefined
        ? `Write the number alone, ${number}: the unit is that of what stands before it.`
        : `Write days, and the number alone: ${number * days}.`,
  };
}

const instead = (word: string, sign: string, meaning: string): Sentences => ({
  message: `"${word}" can't stand in a condition.`,
  mend: `Write \`${sign}\` for ${meaning}.`,
});

const SLIPS: readonly Reader[] = [
  {
    pattern: new RegExp(`(${NUMBER}) ?([A-Z]{3})\\b`, 'g'),
    read: ([all, number, code = '']) => money(all, number, code),
  },
  {
    pattern: new RegExp(`\\b([A-Z]{3}) ?(${NUMBER})`, 'g'),
    read: ([all, code = '', number]) => money(all, number, code),
  },
  {
    pattern: new RegExp(`([$€£¥]) ?(${NUMBER})`, 'g'),
    read: ([all, sign = '', number], known) => signed(all, number, sign, known),
  },
  {
    pattern: new RegExp(`(${NUMBER}) ?([$€£¥])`, 'g'),
    read: ([all, number, sign = ''], known) => signed(all, number, sign, known),
  },
  {
    pattern: /\b(\d+) ?(minute|hour|day|week|month|year)s?\b/g,
    read: ([all, number, unit = '']) => length(all, Number(number), unit),
  },
  {
    pattern: /\bnot\s+([A-Za-z_][\w.]*)/gi,
    read: ([all, name]) => ({
      message: `"${all}" is not how a condition says no.`,
      mend: `Write \`!${name}\`, or write \`${name}\` under "unless" in place of "when".`,
    }),
  },
  { pattern: /\bis\s+not\b/gi, read: ([all]) => instead(all, '!=', 'is not') },
  { pattern: /\bis\b/gi, read: ([all]) => instead(all, '==', 'is') },
  { pattern: /<>/g, read: ([all]) => instead(all, '!=', 'is not') },
  { pattern: /=>|≥/g, read: ([all]) => instead(all, '>=', 'at least') },
  { pattern: /=<|≤/g, read: ([all]) => instead(all, '<=', 'at most') },
  { pattern: /≠/g, read: ([all]) => instead(all, '!=', 'is not') },
  {
    pattern: /\d{1,3}(?:,\d{3})+/g,
    read: ([all]) => ({
      message: `"${all}": a number in a condition has no comma.`,
      mend: `Write ${plain(all)}.`,
    }),
  },
  {
    pattern: /\d+(?:\.\d+)? ?%/g,
    read: ([all]) => ({
      message: `"${all}": a condition has no percentages.`,
      mend: 'Write the number alone, or limit the grant with "share: 50% of order.value".',
    }),
  },
  {
    pattern: /[“”„‘’‚]/g,
    read: () => ({
      message: 'Curved quotes can not stand in a condition.',
      mend: "Write straight quotes: 'bike'.",
    }),
  },
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The slip that stands where the parser stopped, if it is one that people make. */
export function slipAt(source: string, at: number, known: Known): Slip | undefined {
  // Quoted texts are no slips; they keep their length.
  const bare = source.replace(/'[^']*'|"[^"]*"/g, (text) => ' '.repeat(text.length));
  const choices = known.choices
    .filter((value) => /\s/.test(value))
    .map((value): Reader => ({ pattern: new RegExp(escaped(value), 'gi'), read: () => unquoted(value) }));
  for (const { pattern, read } of [...choices, ...SLIPS]) {
    for (const match of bare.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (match.index > at || at > end) continue;
      const sentences = read(match, known);
      if (sentences) return { start: match.index, end, ...sentences };
    }
  }
  return undefined;
}

/** A value of a choice without its quotes. */
export const unquoted = (value: string): Sentences => ({
  message: `"${value}" is a value, and a value stands in quotes.`,
  mend: `Write '${value}'.`,
});
