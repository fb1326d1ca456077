/** Changes, each carried out once, however often it is pressed. */
import { newKey, Refused, Unreachable } from '../../../sdk/index.ts';
import type { Input, Name, Output } from './calls.ts';
import { sayso } from './client.ts';
import { forget, keep, kept } from './kept.ts';

/** Under way, by what they are: a second press of the same is the first one. */
const underWay = new Map<string, Promise<unknown>>();

/** So long the same, pressed again, is taken for what was sent and never answered; later it is meant anew. */
const SAME_MS = 10 * 60_000;

/** What was sent and may have been done: who refuses for these has not looked at it, and a try before may have been stored. */
const UNDECIDED: readonly number[] = [401, 429];

type Sent = { key: string; at: number };

/**
 * Carries an operation out. What was sent and never answered may have been done: the same, sent again, goes under its first
 * key, after a reload too; another text is another change, and so is the same once something else was done with its case.
 */
export function carryOut<N extends Name>(name: N, input: Input<N>): Promise<Output<N>> {
  const what = `${sentOf(input)}${JSON.stringify([name, input])}`;
  const running = underWay.get(what) ?? send(name, input, what).finally(() => underWay.delete(what));
  underWay.set(what, running);
  return running as Promise<Output<N>>;
}

/** Under what the changes of a case are kept. */
const sentOf = (input: unknown): string => `sent.${(input as { case?: string }).case ?? ''}.`;

async function send<N extends Name>(name: N, input: Input<N>, what: string): Promise<Output<N>> {
  const before = kept(what) as Sent | null;
  const key = before && Date.now() - before.at < SAME_MS ? before.key : newKey();
  keep(what, { key, at: Date.now() } satisfies Sent);
  try {
    const output = await sayso.call(name, input, { key });
    // Something was done with the case: whatever is pressed next on it is meant anew.
    if ((input as { case?: string }).case === undefined) keep(what, null);
    else forget(sentOf(input));
    return output;
  } catch (error) {
    const isUndecided =
      error instanceof Unreachable || (error instanceof Refused && UNDECIDED.includes(error.status));
    if (!isUndecided) keep(what, null);
    throw error;
  }
}
