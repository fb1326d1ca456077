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

/** The shop's book and people, as text. */
export const shopTexts = { book: shopText('book.yaml'), people: shopText('people.yaml') };

/** A story in the shop, from an instant on; told once, lived twice. */
export const story = (title: string, at: string, tell: (world: PureWorld) => void): Promise<void> =>
  test(title, async () => {
    const world = new PureWorld(shipped('shop'), at);
    tell(world);
    await liveAgain(world, shopTexts);
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

/** Opens a refund for a wardrobe that was delivered last week; what is given replaces what is usual. */
export function openRefund(
  world: PureWorld,
  given: { by?: string; amount?: string; facts?: Record<string, string | boolean>; with?: string } & Record<
    string,
    unknown
  > = {},
): string {
  const { by = 'mia', amount = '50', facts, with: other, ...request } = given;
  return world.open(
    by,
    {
      type: 'refund',
      customer: 'c-10',
      subject: 'order-10',
      ...request,
      facts: {
        amount,
        'order.value': '5000',
        'order.placed': '2026-02-20',
        'order.delivered': '2026-03-02',
        'order.status': 'delivered',
        category: 'furniture',
        damaged: false,
        identity_verified: true,
        ...facts,
      },
    },
    other === undefined ? {} : { with: other },
  );
}
