/** Whether a ledger is what was recorded: nothing of it changed, removed or reordered. */
import type { Engine } from '../engine.ts';
import { anchorsOf } from './anchors.ts';
import { checkChain, type End, type Verified } from './chain.ts';
import { entriesOf } from './read.ts';

/**
 * Verifies an organization's ledger from its first entry on: every hash, gapless sequence numbers, what is kept beside
 * the bodies, every personal value against its salted hash, the head, and all anchors. Commands may go on meanwhile.
 * @param anchorsDir undefined: no anchors are looked at, and a removal of the newest entries is not noticed
 * @returns undefined when there is no such organization
 * @throws StoreFault `anchors` when they can't be read
 */
export async function verifyLedger(
  engine: Engine,
  organization: string,
  anchorsDir: string | undefined,
): Promise<Verified | undefined> {
  let end: End | undefined;
  const entries = entriesOf(engine, organization, (found) => {
    end = found;
  });
  const verified = await checkChain(organization, entries, anchorsOf(anchorsDir, organization), () => end);
  // No entry, no head, and no anchor or personal value that says that there were any.
  const nothing = verified.entries === 0 && end?.head === null && verified.broken?.what === 'head changed';
  return nothing ? undefined : verified;
}
