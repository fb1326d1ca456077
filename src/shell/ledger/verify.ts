/** Whether a ledger is what was recorded: nothing of it changed, removed or reordered. */
import type { Engine } from '../engine.ts';
import { anchorsOf } from './anchors.ts';
import { BEFORE_THE_FIRST, checkChain, type Head, type Verified } from './chain.ts';
import { entriesOf } from './read.ts';

/**
 * Verifies an organization's ledger from its first entry on: every hash, gapless sequence numbers, what is kept beside
 * the bodies, every personal value against its salted hash, the head, and all anchors. Commands may go on meanwhile.
 * @returns undefined when there is no such organization
 * @throws StoreFault `anchors` when they can't be read
 */
export async function verifyLedger(
  engine: Engine,
  organization: string,
  anchorsDir: string,
): Promise<Verified | undefined> {
  let head: Head | undefined;
  const entries = entriesOf(engine, organization, (found) => {
    head = found;
  });
  const verified = await checkChain(
    organization,
    entries,
    anchorsOf(anchorsDir, organization),
    // Every organization has a head; where it is gone, it says nothing of all that is there.
    () => head ?? NO_HEAD,
  );
  return head || verified.broken ? verified : undefined;
}

const NO_HEAD: Head = { sequence: 0, hash: BEFORE_THE_FIRST };
