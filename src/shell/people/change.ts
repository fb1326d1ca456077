/** What people change about themselves: on the ledger, in force at once for every node, looked at again by what waits. */
import { changing, type Change } from '../../core/people/changing.ts';
import type { Refusal } from '../../core/cases/refusal.ts';
import { canonical, sha256, type Json } from '../../core/words/hash.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { inForce } from '../in-force.ts';
import { load } from '../store/load.ts';
import { recordPeople } from '../store/people.ts';
import { stepOn, untilStored } from '../publish/state.ts';
import { changeId } from './leaving.ts';

export type ChangedPeople =
  /** `id`: of the change, to withdraw it by; null: it was so already. */
  { id: string | null } | { problems: readonly Refusal[] };

/**
 * Changes what somebody says of themself, or a manager says of them.
 * @param key the client's idempotency key: sent again with it, the change is made once
 * @throws Unavailable when others kept writing
 */
export function changePeople(
  engine: Engine,
  organization: string,
  { by, change, key }: { by: string; change: Change; key?: string },
): Promise<ChangedPeople> {
  const id = changeId(engine);
  return untilStored(() =>
    changeOnce(engine, organization, { by, change, id, ...(key !== undefined && { key }) }),
  );
}

type Sent = { by: string; change: Change; id: string; key?: string };

async function changeOnce(
  engine: Engine,
  organization: string,
  { by, change, id, key }: Sent,
): Promise<ChangedPeople | 'conflict'> {
  const at = engine.clock.now();
  const loaded = await engine.database.use((pool) =>
    load(pool, organization, { at, ...(key !== undefined && { key }) }),
  );
  if (!loaded)
    return problem(
      'unknown-organization',
      'organization',
      `There is no organization "${organization}".`,
      'Put it in: sayso organization put.',
    );
  const hash = sha256(canonical([by, change]));
  if (loaded.replay) return loaded.replay.hash === hash ? idOf(loaded.replay.result) : KEY_REUSED;
  const versions = await inForce(engine, organization, loaded, at);
  if ('refused' in versions) return { problems: [versions.refused] };
  const found = changing({ ...versions, changes: loaded.changes.list, by, at, id }, change);
  if (found === 'unchanged') return { id: null };
  if ('refused' in found) return { problems: [found.refused] };
  const { event, ...more } = found;
  const result = { id: found.changes[0]?.id ?? ('id' in change ? change.id : id) };
  const stored = await engine.database.use((pool) =>
    recordPeople(pool, {
      ...stepOn(
        { organization, at, readAt: loaded.readAt },
        {
          ...(key !== undefined && { command: { key, hash, result } }),
          entries: [entryOf(event, { organization, conversation: null }, '', null)],
        },
      ),
      ...more,
    }),
  );
  switch (stored.outcome) {
    case 'stored':
      engine.wake(organization);
      return result;
    case 'replayed':
      return idOf(stored.result);
    case 'conflict':
      return 'conflict';
    case 'key reused':
      return KEY_REUSED;
    case 'unknown organization':
      throw new Error(`the organization ${organization} is gone`);
  }
}

const idOf = (result: Json): { id: string } => result as { id: string };

const problem = (code: string, path: string, message: string, mend: string): { problems: Refusal[] } => ({
  problems: [{ code, path, message, mend }],
});

const KEY_REUSED = problem(
  'key-reused',
  'key',
  'This idempotency key was sent with something else.',
  'Use a new key for everything that you send.',
);
