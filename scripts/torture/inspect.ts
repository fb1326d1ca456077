/** Everything that is wrong after a round: what the checks find, what stays undone, who died by itself, who was not answered. */
import { openClient } from '../../src/shell/database/connect.ts';
import { check, type CheckName } from './checks.ts';
import { type Evidence, gather } from './evidence.ts';
import type { House } from './round.ts';
import type { Violation } from './violation.ts';

export type Wrong = Violation & { check: CheckName | 'settled' | 'alive' | 'answering' };

/**
 * Inspects what is there of some organizations.
 * @param left how many due things stay undone
 */
export async function inspect(
  { embedded, receipts, anchors, crowd, nodes, receiver }: House,
  organizations: readonly string[],
  left: number,
): Promise<{ wrong: Wrong[]; evidence: Evidence[] }> {
  const evidence: Evidence[] = [];
  const admin = await openClient({ ...embedded.admin, database: 'sayso' });
  try {
    for (const organization of organizations)
      evidence.push(
        await gather(admin, organization, { receipts, anchors, heard: crowd.heard, now: () => crowd.now }),
      );
  } finally {
    await admin.end();
  }
  const wrong: Wrong[] = (await Promise.all(evidence.map(check))).flat();
  if (left > 0)
    wrong.push({ kind: 'lost', check: 'settled', where: 'runner', what: `${left} due things stay undone` });
  for (const { who, code, said } of [...nodes.flatMap((node) => node.takeDied()), ...receiver.takeDied()])
    wrong.push({ kind: 'wrong', check: 'alive', where: who, what: `it ended by itself (${code}): ${said}` });
  for (const what of crowd.unanswered.splice(0))
    wrong.push({ kind: 'lost', check: 'answering', where: 'client', what });
  return { wrong, evidence };
}
