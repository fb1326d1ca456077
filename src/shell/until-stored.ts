/** What one caller sends is carried out once, however often it is sent under its key, and whoever else writes meanwhile. */
import type { Problems } from '../core/cases/refusal.ts';
import { canonical, sha256, type Json } from '../core/words/hash.ts';
import { untilNotOvertaken } from './attempts.ts';
import type { Engine } from './engine.ts';
import { keyReused } from './refusals.ts';
import { load } from './store/load.ts';
import type { Step } from './store/step.ts';

/** What was sent under the client's idempotency key, if there is one. */
export type Sent = { key: string | undefined; what: Json };

/** What is stored with a step so that the same is not carried out twice. */
export type Held = (result: object) => Pick<Step, 'command'>;

/**
 * Tries until it was not overtaken; what was carried out under the key before is answered again.
 * @throws Unavailable when others kept writing
 */
export async function untilStored<T extends object>(
  engine: Engine,
  organization: string,
  { key, what }: Sent,
  once: (held: Held) => Promise<T | Problems | 'conflict'>,
): Promise<T | Problems> {
  const hash = key === undefined ? '' : sha256(canonical(what));
  const held: Held = (result) =>
    key === undefined ? {} : { command: { key, hash, result: result as unknown as Json } };
  return untilNotOvertaken<T | Problems>(async () => {
    const at = engine.clock.nowOrRefuse();
    const before =
      key === undefined
        ? undefined
        : (await engine.database.use((pool) => load(pool, organization, { at, key })))?.replay;
    if (before) return before.hash === hash ? (before.result as unknown as T) : { problems: [keyReused()] };
    return once(held);
  });
}
