/**
 * Sets of values that one side of a comparison may have: ranges of numbers, or words.
 * `none` tells whether "none" (null) is in the set too.
 */

/** `from` and `to` are part of the range unless open. */
export type Range = { from: number; to: number; openFrom: boolean; openTo: boolean };

export type ValueSet =
  | { kind: 'numbers'; whole: boolean; ranges: readonly Range[]; none: boolean }
  /** The words, or all words but these. */
  | { kind: 'words'; words: ReadonlySet<string>; except: boolean; none: boolean };

const EVERY: Range = { from: -Infinity, to: Infinity, openFrom: true, openTo: true };

export const allNumbers = (whole: boolean, none: boolean): ValueSet => ({
  kind: 'numbers',
  whole,
  ranges: [EVERY],
  none,
});
export const allWords = (none: boolean): ValueSet => ({
  kind: 'words',
  words: new Set(),
  except: true,
  none,
});
export const wordSet = (words: Iterable<string>, none = false): ValueSet => ({
  kind: 'words',
  words: new Set(words),
  except: false,
  none,
});

/** Only "none", in the manner of the other set. */
export const onlyNone = (like: ValueSet): ValueSet =>
  like.kind === 'numbers' ? { ...like, ranges: [], none: true } : wordSet([], true);

export function rangeSet(
  whole: boolean,
  from: number,
  to: number,
  openFrom = false,
  openTo = false,
): ValueSet {
  const range = tidy({ from, to, openFrom, openTo }, whole);
  return { kind: 'numbers', whole, ranges: range ? [range] : [], none: false };
}

/** Whole numbers have closed ends; an empty range is undefined. */
function tidy(range: Range, whole: boolean): Range | undefined {
  let { from, to, openFrom, openTo } = range;
  if (whole && Number.isFinite(from))
    [from, openFrom] = [openFrom ? Math.floor(from) + 1 : Math.ceil(from), false];
  if (whole && Number.isFinite(to)) [to, openTo] = [openTo ? Math.ceil(to) - 1 : Math.floor(to), false];
  if (from > to || (from === to && (openFrom || openTo))) return undefined;
  return { from, to, openFrom, openTo };
}

export function isEmpty(set: ValueSet): boolean {
  if (set.none) return false;
  return set.kind === 'numbers' ? set.ranges.length === 0 : !set.except && set.words.size === 0;
}

export function intersect(a: ValueSet, b: ValueSet): ValueSet {
  const none = a.none && b.none;
  if (a.kind === 'numbers' && b.kind === 'numbers') {
    const whole = a.whole || b.whole;
    const ranges = a.ranges.flatMap((x) => b.ranges.flatMap((y) => overlap(x, y, whole) ?? []));
    return { kind: 'numbers', whole, ranges, none };
  }
  if (a.kind === 'words' && b.kind === 'words') return { ...intersectWords(a, b), none };
  return { ...a, none };
}

function overlap(a: Range, b: Range, whole: boolean): Range | undefined {
  const low = a.from > b.from || (a.from === b.from && a.openFrom) ? a : b;
  const high = a.to < b.to || (a.to === b.to && a.openTo) ? a : b;
  return tidy({ from: low.from, openFrom: low.openFrom, to: high.to, openTo: high.openTo }, whole);
}

type Words = ValueSet & { kind: 'words' };

function intersectWords(a: Words, b: Words): Omit<Words, 'none'> {
  if (a.except && b.except) return { kind: 'words', words: new Set([...a.words, ...b.words]), except: true };
  const [given, other] = a.except ? [b, a] : [a, b];
  const words = [...given.words].filter((word) => other.words.has(word) !== other.except);
  return { kind: 'words', words: new Set(words), except: false };
}

/** Everything else, "none" included where it was not. */
export function complement(set: ValueSet): ValueSet {
  if (set.kind === 'words') return { ...set, except: !set.except, none: !set.none };
  let rest: ValueSet = { kind: 'numbers', whole: set.whole, ranges: [EVERY], none: !set.none };
  for (const range of set.ranges) {
    const below = rangeSet(set.whole, -Infinity, range.from, true, !range.openFrom);
    const above = rangeSet(set.whole, range.to, Infinity, !range.openTo, true);
    const around = [below, above].flatMap((part) => (part.kind === 'numbers' ? part.ranges : []));
    rest = intersect(rest, { kind: 'numbers', whole: set.whole, ranges: around, none: true });
  }
  return rest;
}

/** All of several sets of one kind together. */
export const union = (sets: readonly ValueSet[], nothing: ValueSet): ValueSet =>
  complement(sets.map(complement).reduce(intersect, complement(nothing)));
