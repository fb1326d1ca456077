/** What is found in a reply. It advises: nothing depends on it. */
import type { PhraseKind } from '../wording/phrases.ts';

export type FindingKind = PhraseKind | 'rule of the book';

export type Finding = {
  kind: FindingKind;
  /** Where it stands in the text (UTF-16 code units), its end exclusive. */
  start: number;
  end: number;
  words: string;
  /** A sentence for whoever writes: why. */
  because: string;
  /** Better words for the customer; never a yes that is not certain. */
  better: string;
  /** The book's rule. */
  rule?: string;
};

/** In the order of the text; of those of one kind that overlap, the one that starts first and then the longest. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const ends = new Map<FindingKind, number>();
  return findings
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ kind, start, end }) => {
      if (start < (ends.get(kind) ?? 0)) return false;
      ends.set(kind, end);
      return true;
    });
}
