/** Words of the customer that a reply quotes: they are theirs, and nobody is to be told better ones. */
import type { Token } from './tokens.ts';

type Span = { start: number; end: number };

/** A quotation is short; a mark that is never closed quotes nothing. */
const MOST_QUOTED = 400;
/** How many words before and after a quotation say whose words it holds. */
const WORDS_AROUND = 8;

const CLOSES: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '„': '“”"',
  '«': '»',
  '»': '«',
  '‘': '’',
  '‚': '‘',
  "'": "'",
};
const LETTER = /[\p{L}\p{N}]/u;

const ADDRESSED: ReadonlySet<string> = new Set(
  (
    'you your yours u sie ihr ihre ihrer ihren ihrem ihnen du dir dein deine deiner deinen ' +
    'vous votre vos tu ton ta tes toi usted ustedes su sus te tus ti'
  ).split(' '),
);

/** Marks the words that stand in quotations of the customer, or in lines quoted from their mail. */
export function markQuoted(text: string, tokens: readonly Token[]): Token[] {
  const spans = [
    ...quotedLines(text),
    ...quotations(text).filter((span) => isCustomers(span, tokens)),
  ].toSorted((a, b) => a.start - b.start);
  if (spans.length === 0) return [...tokens];
  let at = 0;
  return tokens.map((token) => {
    while (at < spans.length && (spans[at]?.end ?? 0) <= token.start) at += 1;
    const span = spans[at];
    return span && span.start <= token.start && token.end <= span.end ? { ...token, quoted: true } : token;
  });
}

/** Lines that begin with ">": what a mail program quotes. */
function quotedLines(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (/^\s{0,3}>/.test(line)) spans.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  return spans;
}

function quotations(text: string): Span[] {
  const spans: Span[] = [];
  let open: { start: number; closing: string } | undefined;
  for (let i = 0; i < text.length; i++) {
    const mark = text[i] ?? '';
    if (open && (i - open.start > MOST_QUOTED || text.startsWith('\n\n', i))) open = undefined;
    // Within a word it is an apostrophe.
    if (/['’]/.test(mark) && LETTER.test(text[i - 1] ?? ' ') && LETTER.test(text[i + 1] ?? ' ')) continue;
    if (open) {
      if (!open.closing.includes(mark)) continue;
      spans.push({ start: open.start, end: i + 1 });
      open = undefined;
    } else {
      const closing = CLOSES[mark];
      const opens = mark !== "'" || (!LETTER.test(text[i - 1] ?? ' ') && LETTER.test(text[i + 1] ?? ' '));
      if (closing !== undefined && opens) open = { start: i, closing };
    }
  }
  return spans;
}

/** Whether whoever is written to is named right before or after it: "you wrote …". */
function isCustomers(span: Span, tokens: readonly Token[]): boolean {
  const from = lowerBound(tokens, span.start);
  const to = lowerBound(tokens, span.end);
  const inside = tokens[from];
  return [
    ...tokens.slice(Math.max(0, from - WORDS_AROUND), from),
    ...tokens.slice(to, to + WORDS_AROUND),
  ].some(
    ({ word, sentence }) =>
      ADDRESSED.has(word) && (inside === undefined || Math.abs(sentence - inside.sentence) <= 1),
  );
}

/** The first word that starts at a place or after it. */
function lowerBound(tokens: readonly Token[], start: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
