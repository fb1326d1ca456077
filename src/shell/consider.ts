/** A case as it is now, with what the book says of it: for whoever looks at it. */
import { considered, type Looked } from '../core/cases/advance.ts';
import type { Case, Conversation } from '../core/cases/conversation.ts';
import type { Engine } from './engine.ts';
import { inForce, type InForce } from './in-force.ts';
import { load } from './store/load.ts';
import { untilKnown } from './until-known.ts';

export type Considered = InForce & {
  conversation: Conversation;
  case: Case;
  /** Undefined where the request can't be decided by the book of now. */
  now?: Looked;
};

/**
 * Looks at a case.
 * @param person for whom it is decided; its asker when left out
 * @returns undefined when there is no such case
 */
export async function consider(
  engine: Engine,
  organization: string,
  caseId: string,
  person?: string,
): Promise<Considered | undefined> {
  const now = engine.clock.now();
  const loaded = await engine.database.use((pool) => load(pool, organization, { at: now, case: caseId }));
  const conversation = loaded?.conversation?.state as Conversation | undefined;
  const one = conversation?.cases.find(({ id }) => id === caseId);
  if (!loaded || !conversation || !one) return undefined;
  const at = Math.max(now, conversation.changedAt);
  const versions = await inForce(engine, organization, loaded, at);
  if ('refused' in versions) return undefined;
  const found = await untilKnown(engine, organization, loaded.salt, (known) =>
    considered(conversation, caseId, { ...versions, ...known }, at, person),
  );
  return { ...versions, conversation, case: one, ...('decision' in found && { now: found }) };
}
