/** What was read is as safe as what was committed. */
import type { ClientBase, Pool } from 'pg';

/**
 * Resolves once all that can be read now is where a commit has to be: on the disk, and on the synchronous standby's where
 * there is one. A primary that died in the middle of a commit and comes up again shows what it had written and nobody else
 * has; if its standby was promoted meanwhile, that is lost, so nobody may be told of it as done.
 */
export async function confirm(database: Pool | ClientBase): Promise<void> {
  // The smallest commit there is: a line in the log that nobody reads. Commits reach the standby in their order.
  await database.query("select pg_logical_emit_message(true, 'sayso', '')");
}
