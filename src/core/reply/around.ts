/** What stands around a place of a reply: what makes a commitment none, and what leads on after a no. */
import type { Match } from '../wording/pattern.ts';
import type { LanguageList } from '../wording/phrases.ts';
import type { Said } from '../wording/shipped.ts';
import type { Token } from '../wording/tokens.ts';

/** So many sentences later it is still the same thought. */
const SENTENCES_AFTER = 2;

export type Around = {
  /** Whether "if", "whether", "not" … stand before a word in its sentence: a commitment there is none. */
  isHedged: (list: LanguageList, at: number) => boolean;
  /** Whether a reply says how it goes on: in the sentence of these words, beside them, or right after. */
  goesOn: (list: LanguageList, from: number, to: number) => boolean;
};

/** Reads it once, so that each question takes the same short time. */
export function aroundOf(tokens: readonly Token[], said: readonly Match<Said>[]): Around {
  const hedges = new Map<LanguageList, Map<number, number>>();
  const ways = new Map<LanguageList, Map<number, { firstEnd: number; lastStart: number }>>();
  for (const { of, from, to } of said) {
    const sentence = tokens[from]?.sentence ?? 0;
    if (of.as === 'hedge') {
      const own = hedges.get(of.list) ?? new Map<number, number>();
      hedges.set(of.list, own.set(sentence, Math.min(from, own.get(sentence) ?? from)));
    }
    if (of.as === 'goes on') {
      const own = ways.get(of.list) ?? new Map<number, { firstEnd: number; lastStart: number }>();
      const known = own.get(sentence);
      own.set(sentence, {
        firstEnd: Math.min(to, known?.firstEnd ?? to),
        lastStart: Math.max(from, known?.lastStart ?? from),
      });
      ways.set(of.list, own);
    }
  }
  return {
    isHedged: (list, at) => {
      const first = hedges.get(list)?.get(tokens[at]?.sentence ?? 0);
      return first !== undefined && first < at;
    },
    goesOn: (list, from, to) => {
      const sentence = tokens[from]?.sentence ?? 0;
      const own = ways.get(list);
      const beside = own?.get(sentence);
      if (beside && (beside.firstEnd <= from || beside.lastStart >= to)) return true;
      return Array.from({ length: SENTENCES_AFTER }, (_, i) => sentence + 1 + i).some((one) => own?.has(one));
    },
  };
}
