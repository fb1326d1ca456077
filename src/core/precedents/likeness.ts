/**
 * How alike two requests are, in a way that can be told in a sentence.
 *
 * First by the comparisons that their decisions hung on: the share of them that both have, with the same outcome
 * (Jaccard's coefficient). Then by what is known of them: Gower's general coefficient of similarity (J. C. Gower, "A
 * general coefficient of similarity and some of its properties", Biometrics 27, 1971). Each thing known of at least one is
 * compared: a number by 1 − |a − b| / range over all that are looked at, everything else by being equal; what is known of
 * one alone is unlike. The amount weighs as much as all facts together.
 */
import type { RequestType } from '../book/book.ts';
import type { Type, Value } from '../book/expression.ts';
import { readFacts } from '../decide/read-facts.ts';
import { localDay, type Instant, type Zone } from '../words/time.ts';

/** A fact as it is compared: numbers by nearness, the rest by being equal. */
export type Compared = { type: Type; value: number | string | boolean | null };

/** What is compared of a request. */
export type Likened = {
  /** The comparisons that its decision hung on. */
  deciding: readonly { comparison: string; value: boolean }[];
  /** What was asked for, as a number of the amount's unit. */
  amount?: number;
  facts: ReadonlyMap<string, Compared>;
};

/** How alike two requests are, each from 0 to 1. The first counts first. */
export type Likeness = { deciding: number; known: number };

/** From the least to the most of each number in all requests that are looked at. */
export type Ranges = { amount: number; facts: ReadonlyMap<string, number> };

/** A request as it came, when its case was opened, and what its decision hung on. */
export type Asked = {
  /** As the case has them: by name, each a value or a claim. */
  facts: unknown;
  opened: Instant;
  deciding: Likened['deciding'];
};

/**
 * What can be compared of a request: no text, which may be anybody's words or name, and nothing that is made of parts. A
 * date counts by how many days before the case was opened it was. The amount is that fact which the type names for it.
 */
export function likened({ facts: declared, amount }: RequestType, asked: Asked, zone: Zone): Likened {
  const facts = new Map<string, Compared>();
  const amountFact = amount?.fact;
  let units: number | undefined;
  for (const [name, given] of readFacts(declared, asked.facts, [], () => undefined)) {
    const type = declared.get(name)?.type;
    if (!type || !('value' in given)) continue;
    if (name === amountFact && typeof given.value === 'number') units = given.value;
    const value = comparedValue(type, given.value, asked.opened, zone);
    if (value !== undefined && name !== amountFact) facts.set(name, { type, value });
  }
  return { deciding: asked.deciding, facts, ...(units !== undefined && { amount: units }) };
}

function comparedValue(
  { kind }: Type,
  value: Value,
  opened: Instant,
  zone: Zone,
): Compared['value'] | undefined {
  if (kind === 'text' || kind === 'any') return undefined;
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value !== 'number') return undefined;
  if (kind === 'date') return localDay(zone, opened) - value;
  return kind === 'instant' ? localDay(zone, opened) - localDay(zone, value) : value;
}

/** How far the numbers of some requests reach. */
export function rangesOf(all: Iterable<Likened>): Ranges {
  const amount = new Reach();
  const facts = new Map<string, Reach>();
  for (const one of all) {
    if (one.amount !== undefined) amount.add(one.amount);
    for (const [name, { value }] of one.facts) {
      if (typeof value !== 'number') continue;
      const reach = facts.get(name) ?? new Reach();
      facts.set(name, reach);
      reach.add(value);
    }
  }
  return {
    amount: amount.range,
    facts: new Map([...facts].map(([name, { range }]) => [name, range])),
  };
}

class Reach {
  #least = Infinity;
  #most = -Infinity;

  add(value: number): void {
    this.#least = Math.min(this.#least, value);
    this.#most = Math.max(this.#most, value);
  }

  get range(): number {
    return Math.max(0, this.#most - this.#least);
  }
}

/** How alike two requests of one type are. Symmetric; 1 and 1 for a request with itself. */
export const likenessOf = (a: Likened, b: Likened, ranges: Ranges): Likeness => ({
  deciding: sameDeciding(a, b),
  known: knownAlike(a, b, ranges),
});

function sameDeciding(a: Likened, b: Likened): number {
  const both = a.deciding.filter(({ comparison, value }) =>
    b.deciding.some((other) => other.comparison === comparison && other.value === value),
  ).length;
  const all = a.deciding.length + b.deciding.length - both;
  return all === 0 ? 1 : both / all;
}

/** Gower's coefficient over the facts, and over the amount with the weight of all of them. */
function knownAlike(a: Likened, b: Likened, ranges: Ranges): number {
  let alike = 0;
  let facts = a.facts.size;
  for (const [name, { value }] of a.facts)
    alike += valueAlike(value, b.facts.get(name)?.value, ranges.facts.get(name) ?? 0);
  // What is known of the other alone is unlike.
  for (const name of b.facts.keys()) if (!a.facts.has(name)) facts += 1;
  const amount =
    a.amount === undefined && b.amount === undefined
      ? undefined
      : valueAlike(a.amount, b.amount, ranges.amount);
  if (facts === 0) return amount ?? 1;
  return amount === undefined ? alike / facts : (alike / facts + amount) / 2;
}

function valueAlike(
  a: Compared['value'] | undefined,
  b: Compared['value'] | undefined,
  range: number,
): number {
  if (a === undefined || b === undefined) return 0;
  if (typeof a !== 'number' || typeof b !== 'number') return a === b ? 1 : 0;
  return range === 0 ? 1 : 1 - Math.abs(a - b) / range;
}
