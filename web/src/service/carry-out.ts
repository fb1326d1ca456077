/** Changes, each carried out once, however often it is pressed. */
import { newKey, Unreachable } from '../../../sdk/index.ts';
import type { Input, Name, Output } from './calls.ts';
import { sayso } from './client.ts';
import { keep, kept } from './kept.ts';

/** Under way, by what they are: a second press of the same is the first one. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Carries an operation out. What was sent and never answered may have been done: the same, sent again, goes under its first
 * key, after a reload too; another text is another change.
 */
export function carryOut<N extends Name>(name: N, input: Input<N>): Promise<Output<N>> {
  const what = `sent.${JSON.stringify([name, input])}`;
  const running = underWay.get(what) ?? send(name, input, what).finally(() => underWay.delete(what));
  underWay.set(what, running);
  return running as Promise<Output<N>>;
}

async function send<N extends Name>(name: N, input: Input<N>, what: string): Promise<Output<N>> {
  const before = kept(what);
  const key = typeof before === 'string' ? before : newKey();
  keep(what, key);
  try {
    const output = await sayso.call(name, input, { key });
    keep(what, null);
    return output;
  } catch (error) {
    if (!(error instanceof Unreachable)) keep(what, null);
    throw error;
  }
}
