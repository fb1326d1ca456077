/** A ledger's entries in order, page by page: a ledger of any length is read in constant memory. */
import type { Engine } from '../engine.ts';
import { within, type Reader } from '../store/tables.ts';
import type { End, LedgerEntry } from './chain.ts';

const PAGE = 1000;

/**
 * All entries of an organization, each with its personal values where they are still there, up to where the ledger ends
 * when the last page is read.
 * @param onEnd hears what is kept about the end then
 */
export async function* entriesOf(
  engine: Engine,
  organization: string,
  onEnd: (end: End) => void = () => undefined,
): AsyncGenerator<LedgerEntry> {
  for (let after = 0; ;) {
    // Each page is of one instant; what is erased between two of them is said by an entry that is still to come.
    const { entries, end } = await engine.database.use((pool) =>
      within(pool, organization, (tables) => readPage(tables, organization, after)),
    );
    yield* entries;
    if (end) {
      onEnd(end);
      return;
    }
    after = entries.at(-1)?.sequence ?? after;
  }
}

/** Some entries after a place, as they are hashed: without personal values. */
export const entriesAfter = (
  engine: Engine,
  organization: string,
  after: number,
  most: number,
): Promise<{ sequence: number; hash: string; body: string }[]> =>
  engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      tables
        .selectFrom('sayso.ledger')
        .select(['sequence', 'hash', 'body'])
        .where('organization_id', '=', organization)
        .where('sequence', '>', after)
        .orderBy('sequence')
        .limit(most)
        .execute(),
    ),
  );

async function readPage(
  tables: Reader,
  organization: string,
  after: number,
): Promise<{ entries: LedgerEntry[]; end?: End }> {
  const rows = await tables
    .selectFrom('sayso.ledger')
    .select(['sequence', 'hash', 'body', 'at', 'kind', 'conversation_id', 'case_id'])
    .where('organization_id', '=', organization)
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(PAGE)
    .execute();
  const personal = await personalBetween(tables, organization, after, rows.at(-1)?.sequence ?? after);
  const entries = rows.map((row) => {
    const value = personal.get(row.sequence);
    return {
      sequence: row.sequence,
      hash: row.hash,
      body: row.body,
      ...(value && { personal: value }),
      columns: { at: row.at, kind: row.kind, conversation: row.conversation_id, case: row.case_id },
    };
  });
  return rows.length < PAGE ? { entries, end: await readEnd(tables, organization) } : { entries };
}

async function personalBetween(
  tables: Reader,
  organization: string,
  after: number,
  last: number,
): Promise<Map<number, NonNullable<LedgerEntry['personal']>>> {
  const rows = await tables
    .selectFrom('sayso.personal')
    .select(['sequence', 'salt', 'value'])
    .where('organization_id', '=', organization)
    .where('sequence', '>', after)
    .where('sequence', '<=', last)
    .execute();
  return new Map(rows.map(({ sequence, ...value }) => [sequence, value]));
}

async function readEnd(tables: Reader, organization: string): Promise<End> {
  const head = await tables
    .selectFrom('sayso.ledger_head')
    .select(['sequence', 'hash'])
    .where('organization_id', '=', organization)
    .executeTakeFirst();
  const personal = await tables
    .selectFrom('sayso.personal')
    .select('sequence')
    .where('organization_id', '=', organization)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { head: head ?? null, lastPersonal: personal?.sequence ?? 0 };
}
