/** A yes of another system, put on the ledger and into the running totals; reported twice, it counts once. */
import { SAYSO } from '../core/cases/event.ts';
import { problem, type Problems } from '../core/cases/refusal.ts';
import { grantReported, type ReportedGrant } from '../core/cases/reported-grant.ts';
import { canonical, sha256 } from '../core/words/hash.ts';
import { untilNotOvertaken } from './attempts.ts';
import type { Engine } from './engine.ts';
import { entryOf } from './entries.ts';
import { loadInForce } from './in-force.ts';
import { SALT_BYTES, stepOn, tallyRows } from './step-of.ts';
import { record } from './store/record.ts';
import { customerKey } from './store/wanted.ts';

/**
 * Takes in what another system granted.
 * @param by who reports it, by id; Sayso where nobody is named
 * @throws Unavailable when others kept writing
 */
export async function reportGrant(
  engine: Engine,
  organization: string,
  sent: ReportedGrant,
  by: string = SAYSO,
): Promise<{ counted: boolean } | Problems> {
  return untilNotOvertaken(() => reportOnce(engine, organization, sent, by), 'Report it again.');
}

async function reportOnce(
  engine: Engine,
  organization: string,
  sent: ReportedGrant,
  by: string,
): Promise<{ counted: boolean } | Problems | 'conflict'> {
  const at = engine.clock.now();
  const now = await loadInForce(engine, organization, { at });
  if ('refused' in now) return { problems: [now.refused] };
  const { loaded } = now;
  const read = grantReported(sent, now, at);
  if ('problems' in read) return read;
  const event = { ...read.event, by };
  const stored = await engine.database.use((pool) =>
    record(
      pool,
      stepOn(
        { organization, at, readAt: loaded.readAt },
        {
          command: {
            key: `reported ${sha256(canonical([event.system, event.id])).slice(0, 32)}`,
            hash: sha256(canonical([event.type, event.amount ?? null, event.grantedAt])),
            result: null,
          },
          entries: [
            entryOf(
              event,
              { organization, conversation: null },
              engine.random(SALT_BYTES),
              customerKey(loaded.salt, event.personal?.customer),
            ),
          ],
          tallies: tallyRows(event, loaded.salt),
        },
      ),
    ),
  );
  switch (stored.outcome) {
    case 'stored':
      engine.wake(organization);
      return { counted: true };
    case 'replayed':
      return { counted: false };
    case 'conflict':
      return 'conflict';
    case 'key reused':
      return problem(
        'already-reported',
        'id',
        'This was reported before with another type, amount or instant.',
        'Report a change under an id of its own.',
      );
    case 'unknown organization':
      throw new Error(`the organization ${organization} is gone`);
  }
}
