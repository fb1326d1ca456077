/** Reviews of what happened in a pure world: its events as they would stand on a ledger, and what was so at each of them. */
import assert from 'node:assert/strict';
import { countedBy, totalKey, wantedName, type Total, type WantedTotal } from '../src/core/cases/totals.ts';
import type { Placed } from '../src/core/review/placed.ts';
import { standBehind, type Past, type StandBehind } from '../src/core/review/stand-behind.ts';
import { SALT, type PureWorld } from './pure-world.ts';

/** All events of a world, in the order in which they happened. */
export function placedIn(world: PureWorld): Placed[] {
  const conversations = new Map(
    [...world.records].flatMap(([id, events]) => events.map((event) => [event, id] as const)),
  );
  return world.events.map((event, i) => ({
    sequence: i + 1,
    conversation: conversations.get(event) ?? null,
    event,
  }));
}

/** The events of a case's conversation. */
export const recordIn = (world: PureWorld, id: string): Placed[] =>
  placedIn(world).filter(({ conversation }) => conversation === world.conversationOf(id).id);

type Versions = Pick<PureWorld, 'book' | 'organization'>;

/** The stand-behind review of a case's complaint; the world's book and people are in force unless others are given. */
export function reviewIn(
  world: PureWorld,
  id: string,
  review = `${id}/r1`,
  inForce: (placed: Placed) => Versions = () => world,
  reader?: string,
): StandBehind {
  const all = placedIn(world);
  const totals = new Map<number, Map<string, Total>>();
  const past: Past = {
    salt: SALT,
    inForce,
    totals: ({ sequence }) => totals.get(sequence) ?? new Map<string, Total>(),
  };
  for (let round = 0; round < 50; round++) {
    const found = standBehind(
      recordIn(world, id),
      all,
      { case: id, review, ...(reader !== undefined && { reader }) },
      past,
    );
    assert.ok(found, `no review ${review}`);
    if (!('wanted' in found)) return found;
    for (const { placed, totals: wanted } of found.wanted) {
      const known = totals.get(placed.sequence) ?? new Map<string, Total>();
      for (const one of wanted) known.set(wantedName(one), totalBefore(all, placed.sequence, one));
      totals.set(placed.sequence, known);
    }
  }
  throw new Error('it wants to know more and more');
}

function totalBefore(all: readonly Placed[], sequence: number, wanted: WantedTotal): Total {
  const total = { times: 0, amount: 0 };
  for (const placed of all) {
    if (placed.sequence >= sequence) continue;
    for (const row of countedBy(placed.event)) {
      if (totalKey(row) !== totalKey(wanted) || (wanted.since !== null && row.at < wanted.since)) continue;
      total.times += row.times;
      total.amount += row.amount;
    }
  }
  return total;
}
