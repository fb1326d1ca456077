/** What was so at a place on the ledger: book and people in force there, and running totals as they stood before it. */
import { sql } from 'kysely';
import { wantedName, type Total } from '../core/cases/totals.ts';
import { mattersAt, withChanges, type PeopleChange } from '../core/organization/changes.ts';
import type { Placed } from '../core/review/placed.ts';
import type { standBehind, Past, StandBehind, WantedPast } from '../core/review/stand-behind.ts';
import type { Instant } from '../core/words/time.ts';
import type { Engine } from './engine.ts';
import { peopleByHash, type InForce } from './in-force.ts';
import { textOfBook } from './store/load.ts';
import { changesBetween, type KnownChange } from './store/people.ts';
import { within, type Reader } from './store/tables.ts';
import { storedTotal } from './store/wanted.ts';

/** Looks again until everything that a review wants to know of the past is loaded. */
export async function untilLoaded(
  engine: Engine,
  organization: string,
  salt: string,
  record: readonly Placed[],
  look: (past: Past) => ReturnType<typeof standBehind>,
): Promise<StandBehind> {
  const versions = await versionsAt(engine, organization, record);
  const totals = new Map<number, Map<string, Total>>();
  const past: Past = {
    salt,
    inForce: ({ sequence }) => {
      const found = versions.get(sequence);
      if (!found) throw new Error(`no book and people are known for the entry ${sequence}`);
      return found;
    },
    totals: ({ sequence }) => totals.get(sequence) ?? new Map<string, Total>(),
  };
  // An act asks for little at a time, and the acts of a case are few.
  for (let round = 0; round < 50; round++) {
    const found = look(past);
    if (!found) throw new Error('the record lacks a review that the state has');
    if (!('wanted' in found)) return found;
    await loadTotals(engine, organization, salt, found.wanted, totals);
  }
  throw new Error('a review wants to know more and more');
}

type Version = { hash: string; since: Instant; sequence: number };

/** The latest version by then, as the ledger knew it. */
const lastBy = (versions: readonly Version[], { sequence, event }: Placed): Version | undefined =>
  versions.findLast((one) => one.since <= event.at && one.sequence < sequence);

async function versionsAt(
  engine: Engine,
  organization: string,
  record: readonly Placed[],
): Promise<Map<number, InForce>> {
  const versionsOf = (tables: Reader, table: 'sayso.book_version' | 'sayso.people_version') =>
    tables
      .selectFrom(table)
      .select(['hash', 'since', 'sequence'])
      .where('organization_id', '=', organization)
      .orderBy('since')
      .orderBy('sequence')
      .execute();
  const { books, people } = await engine.database.use((pool) =>
    within(pool, organization, async (tables) => ({
      books: await versionsOf(tables, 'sayso.book_version'),
      people: await versionsOf(tables, 'sayso.people_version'),
    })),
  );
  const changes = await changesFor(engine, organization, record);
  const found = new Map<number, InForce>();
  for (const placed of record) {
    const [book, staff] = [lastBy(books, placed), lastBy(people, placed)];
    if (!book || !staff) continue;
    const compiled = await engine.inUse.book(book.hash, () =>
      engine.database.use((pool) => textOfBook(pool, organization, book.hash)),
    );
    const stated = await peopleByHash(engine, organization, staff.hash, compiled);
    found.set(placed.sequence, {
      book: compiled,
      organization: withChanges(stated, holdingAt(changes, placed)),
    });
  }
  return found;
}

/** What people had changed that held at some place of a record. */
async function changesFor(
  engine: Engine,
  organization: string,
  record: readonly Placed[],
): Promise<readonly KnownChange[]> {
  if (record.length === 0) return [];
  const places = record.map(({ sequence }) => sequence);
  return engine.database.use((pool) =>
    changesBetween(pool, organization, {
      first: Math.min(...places),
      last: Math.max(...places),
      from: Math.min(...record.map(({ event }) => event.at)),
    }),
  );
}

const holdingAt = (changes: readonly KnownChange[], { sequence, event }: Placed): PeopleChange[] =>
  changes.flatMap((one) =>
    one.sequence < sequence && (one.ended === null || one.ended > sequence) && mattersAt(one.change, event.at)
      ? [one.change]
      : [],
  );

/** Running totals as they stood before an entry. */
async function loadTotals(
  engine: Engine,
  organization: string,
  salt: string,
  wanted: readonly WantedPast[],
  into: Map<number, Map<string, Total>>,
): Promise<void> {
  const all = wanted.flatMap(({ placed, totals }) =>
    totals.map((total) => ({ before: placed.sequence, total, key: storedTotal(salt, total) })),
  );
  const json = JSON.stringify(all.map(({ key, before, total }) => ({ key, before, since: total.since })));
  const { rows } = await engine.database.use((pool) =>
    within(pool, organization, (tables) =>
      sql<Total>`
        select coalesce(sum(tally.times), 0)::bigint as times, coalesce(sum(tally.amount), 0)::bigint as amount
          from rows from (jsonb_to_recordset(${json}::jsonb) as (key text, before bigint, since bigint))
            with ordinality as wanted(key, before, since, n)
          left join sayso.tally on tally.organization_id = ${organization} and tally.key = wanted.key
            and tally.sequence < wanted.before
            and tally.at >= coalesce(sayso.instant(wanted.since), '-infinity')
         group by wanted.n order by wanted.n`.execute(tables),
    ),
  );
  for (const [i, { before, total }] of all.entries()) {
    const known = into.get(before) ?? new Map<string, Total>();
    into.set(before, known.set(wantedName(total), rows[i] ?? { times: 0, amount: 0 }));
  }
}
