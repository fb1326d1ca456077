/** Reviews that nobody has signed yet. Of those that are signed there is no list: nobody's complaints can be counted. */
import { sql } from 'kysely';
import type { Case, Conversation, Review } from '../../core/cases/conversation.ts';
import type { Engine } from '../engine.ts';
import { within } from './tables.ts';

const MOST = 500;

/** Open reviews of an organization, with their cases. */
export async function openReviews(
  engine: Engine,
  organization: string,
): Promise<{ one: Case; review: Review }[]> {
  const rows = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.conversation')
        .select('state')
        .where('organization_id', '=', organization)
        .where(sql<boolean>`jsonb_path_exists(state, '$.cases[*].reviews[*] ? (!(exists (@.outcome)))')`)
        .limit(MOST)
        .execute(),
    ),
  );
  return rows
    .flatMap(({ state }) => (state as unknown as Conversation).cases)
    .flatMap((one) =>
      one.reviews.filter(({ outcome }) => outcome === undefined).map((review) => ({ one, review })),
    );
}
