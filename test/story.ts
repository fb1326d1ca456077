/**
 * What stories are told with: the shop's people and book, a world whose time is moved by hand, and who was told what.
 * Every story is lived on the pure core, and then once more on the real engine with PostgreSQL.
 */
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { liveAgain } from './on-the-engine.ts';
import { PureWorld, shipped } from './pure-world.ts';

const shopText = (file: string): string =>
  readFileSync(new URL(`../books/shop/${file}`, import.meta.url), 'utf8');

/** A story in the shop, from an instant on; told once, lived twice. */
export const story = (title: string, at: string, tell: (world: PureWorld) => void): Promise<void> =>
  test(title, async () => {
    const world = new PureWorld(shipped('shop'), at);
    tell(world);
    await liveAgain(world, { book: shopText('book.yaml'), people: shopText('people.yaml') });
  });

/** Who hears what: the customer's words as they stand, `person: what it is about` for colleagues. */
export type Heard = { customer: string[]; people: string[] };

/** What is said to whom while something happens. */
export function during(world: PureWorld, happens: () => void): Heard {
  const before = world.effects.length;
  happens();
  const heard: Heard = { customer: [], people: [] };
  for (const effect of world.effects.slice(before))
    if (effect.kind === 'tell customer') heard.customer.push(effect.words);
    else heard.people.push(`${effect.person}: ${effect.matter}`);
  return heard;
}
