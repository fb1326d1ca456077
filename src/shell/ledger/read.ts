/** A ledger's entries in order, page by page: a ledger of any length is read in constant memory. */
import type { Engine } from '../engine.ts';
import { within, type Reader } from '../store/tables.ts';
import type { Broken, Head, LedgerEntry } from './chain.ts';

const PAGE = 1000;

/**
 * All entries of an organization, each with its personal values where they are still there, up to where the ledger ends
 * when the last page is read. A personal value that belongs to no entry stands among them as broken.
 * @param onEnd hears the head that is kept then; undefined: there is no such organization
 */
export async function* entriesOf(
  engine: Engine,
  organization: string,
  onEnd: (head: Head | undefined) => void = () => undefined,
): AsyncGenerator<LedgerEntry | Broken> {
  for (let after = 0; ;) {
    // Each page is of one instant; what is erased between two of them is said by an entry that is still to come.
    const page = await engine.database.use((pool) =>
      within(pool, organization, (tables) => readPage(tables, organization, after)),
    );
    yield* page.entries;
    if (page.head !== 'later') {
      onEnd(page.head);
      return;
    }
    after = page.last;
  }
}

type Page = { entries: (LedgerEntry | Broken)[]; last: number; head: Head | undefined | 'later' };

async function readPage(tables: Reader, organization: string, after: number): Promise<Page> {
  const rows = await tables
    .selectFrom('sayso.ledger')
    .select(['sequence', 'hash', 'body', 'at', 'kind', 'conversation_id', 'case_id'])
    .where('organization_id', '=', organization)
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(PAGE)
    .execute();
  const last = rows.at(-1)?.sequence ?? after;
  const isLast = rows.length < PAGE;
  let values = tables
    .selectFrom('sayso.personal')
    .select(['sequence', 'salt', 'value'])
    .where('organization_id', '=', organization)
    .where('sequence', '>', after);
  if (!isLast) values = values.where('sequence', '<=', last);
  const personal = new Map((await values.execute()).map(({ sequence, ...value }) => [sequence, value]));
  const entries: (LedgerEntry | Broken)[] = rows.map((row) => {
    const value = personal.get(row.sequence);
    personal.delete(row.sequence);
    return {
      sequence: row.sequence,
      hash: row.hash,
      body: row.body,
      ...(value && { personal: value }),
      columns: { at: row.at, kind: row.kind, conversation: row.conversation_id, case: row.case_id },
    };
  });
  for (const sequence of personal.keys()) entries.push(withoutEntry(sequence));
  return { entries, last, head: isLast ? await readHead(tables, organization) : 'later' };
}

async function readHead(tables: Reader, organization: string): Promise<Head | undefined> {
  return tables
    .selectFrom('sayso.ledger_head')
    .select(['sequence', 'hash'])
    .where('organization_id', '=', organization)
    .executeTakeFirst();
}

const withoutEntry = (sequence: number): Broken => ({
  sequence,
  what: 'removed',
  message: `There are personal values of entry ${sequence}, and no such entry.`,
});
