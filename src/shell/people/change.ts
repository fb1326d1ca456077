/** What people change about themselves: on the ledger, in force at once for every node, looked at again by what waits. */
import { changing, type Change } from '../../core/people/changing.ts';
import type { Engine } from '../engine.ts';
import { entryOf } from '../entries.ts';
import { loadInForce } from '../in-force.ts';
import { untilStored, type Held } from '../until-stored.ts';
import { stepOn } from '../step-of.ts';
import { recordPeople } from '../store/people.ts';
import { again, changeId } from './leaving.ts';
import type { Problems } from '../../core/cases/refusal.ts';

/** `id`: of the change, to withdraw it by; null: it was so already. */
export type ChangedPeople = { id: string | null } | Problems;

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
  return untilStored(engine, organization, { key, what: [by, change] }, (held) =>
    changeOnce(engine, organization, { by, change, id }, held),
  );
}

async function changeOnce(
  engine: Engine,
  organization: string,
  { by, change, id }: { by: string; change: Change; id: string },
  held: Held,
): Promise<ChangedPeople | 'conflict'> {
  const at = engine.clock.now();
  const now = await loadInForce(engine, organization, { at });
  if ('refused' in now) return { problems: [now.refused] };
  const { loaded, ...versions } = now;
  const found = changing({ ...versions, changes: loaded.changes.list, by, at, id }, change);
  if (found === 'unchanged') return { id: null };
  if ('refused' in found) return { problems: [found.refused] };
  const { event, ...more } = found;
  const result = { id: more.changes[0]?.id ?? more.ends[0] ?? id };
  const step = stepOn(
    { organization, at, readAt: loaded.readAt },
    { ...held(result), entries: [entryOf(event, { organization, conversation: null }, '', null)] },
  );
  const stored = await engine.database.use((pool) => recordPeople(pool, { ...step, ...more }));
  if (stored.outcome === 'stored') {
    engine.wake(organization);
    return result;
  }
  return again(stored);
}
