/** Precedents: the latest cases of a request type, and what was approved afterwards, each by an index. */
import { sql, type Kysely } from 'kysely';

const INDEXES = `
create index case_type on sayso."case" (organization_id, type, opened_at);
create index ledger_ratified on sayso.ledger (organization_id, sequence) where kind = 'ratified';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(INDEXES).execute(db);
}
