/** A way out into the world: one file each, the same small shape. */
import type { Effect } from '../../core/cases/effect.ts';

/** A message to be delivered, with what a channel needs to know beside the effect. */
export type Message = {
  organization: string;
  conversation: string;
  effect: Effect;
};

/** What came of it. A fault that may pass is thrown, and tried again with growing pauses. */
export type Delivery = { delivered: true } | { delivered: false; because: string };

/**
 * Delivers a message. It may be called again with the same key after a crash: a receiver that knows the key does nothing.
 * @throws on faults that may pass: the message is tried again
 */
export type Channel = (message: Message) => Promise<Delivery>;

/** Channels by kind; what has none of its own goes to `otherwise`. */
export type Channels = { byKind: ReadonlyMap<string, Channel>; otherwise: Channel };

/** The channel for an effect: the one its route names, else the customer's, else the inbox. */
export function channelFor(channels: Channels, effect: Effect): Channel {
  const kind = effect.kind === 'tell customer' ? 'customer' : (effect.channel ?? 'inbox');
  return channels.byKind.get(kind) ?? channels.otherwise;
}
