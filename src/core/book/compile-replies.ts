/** What a book does not want said in replies to customers. */
import { findAll, indexOf, plainPattern, type Pattern, type PhraseFault } from '../wording/pattern.ts';
import { tokensOf } from '../wording/tokens.ts';
import type { ReplyRule } from './book.ts';
import { readStaffText, readText, report, type Context } from './context.ts';
import type { Path } from './yaml.ts';

const NO_FACTS: ReadonlyMap<string, unknown> = new Map();

const FAULTS: Readonly<Record<PhraseFault, { message: string; mend: string }>> = {
  'no words': {
    message: 'There are no words in this phrase.',
    mend: 'Write what a reply does not say, such as "chargeback".',
  },
  'gap at the edge': {
    message: 'A phrase begins and ends with a word, and this one does with "…".',
    mend: 'Remove the "…" at its edge.',
  },
  'too many gaps': {
    message: 'This phrase has "…" more than twice.',
    mend: 'Write it shorter, or as several phrases.',
  },
  'too many words': { message: 'This phrase is longer than 20 words.', mend: 'Write its first words only.' },
};

/** Reads `replies`: each phrase once, and no better words that would be found themselves. */
export function readReplies(context: Context): ReplyRule[] {
  const places = new Map<string, string>();
  return Object.entries(context.data.replies ?? {}).map(([name, data]) => {
    const path: Path = ['replies', name];
    const phrases = typeof data.phrases === 'string' ? [data.phrases] : data.phrases;
    const rule: ReplyRule = {
      id: `replies/${name}`,
      patterns: phrases.flatMap((phrase, i) => {
        const at = typeof data.phrases === 'string' ? [...path, 'phrases'] : [...path, 'phrases', i];
        return readPhrase(context, at, name, phrase, places);
      }),
      because: readStaffText(context, [...path, 'because'], data.because, NO_FACTS),
      better: readText(context, [...path, 'better'], data.better, NO_FACTS),
    };
    checkBetter(context, path, rule, typeof data.better === 'string');
    return rule;
  });
}

function readPhrase(
  context: Context,
  path: Path,
  name: string,
  phrase: string,
  places: Map<string, string>,
): Pattern[] {
  const pattern = plainPattern(phrase);
  if (typeof pattern === 'string') {
    report(context, path, { code: 'bad-phrase', ...FAULTS[pattern] });
    return [];
  }
  const spelled = pattern.elements
    .map((element) => (element.kind === 'gap' ? '…' : [...element.words].join()))
    .join(' ');
  const before = places.get(spelled);
  if (before !== undefined) {
    report(context, path, {
      code: 'phrase-twice',
      message: `The same phrase stands in "${before}" already.`,
      mend: 'Remove one of the two.',
    });
  }
  places.set(spelled, before ?? name);
  return [pattern];
}

/** Better words that the rule itself would find are none. */
function checkBetter(context: Context, path: Path, rule: ReplyRule, plain: boolean): void {
  const index = indexOf(rule.patterns.map((pattern) => ({ pattern, of: pattern })));
  for (const [language, words] of Object.entries(rule.better)) {
    const tokens = tokensOf(words);
    const [found] = findAll(index, tokens);
    if (!found) continue;
    const place = { start: tokens[found.from]?.start ?? 0, end: tokens[found.to - 1]?.end ?? 0 };
    report(
      context,
      plain ? [...path, 'better'] : [...path, 'better', language],
      {
        code: 'better-is-found',
        message: `The better words say "${words.slice(place.start, place.end)}", which this rule finds.`,
        mend: 'Say it in other words.',
      },
      'value',
      place,
    );
  }
}
