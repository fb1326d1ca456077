/** Writes what changes about people, and reads it as it was. */
import { sql } from 'kysely';
import type { ClientBase, Pool } from 'pg';
import type { PeopleChange } from '../../core/organization/changes.ts';
import type { Turns } from '../../core/people/given.ts';
import type { Instant } from '../../core/words/time.ts';
import { storeFaultOf } from './fault.ts';
import type { Recorded, StepWithMore } from './record.ts';
import { within } from './tables.ts';

export type PeopleStep = StepWithMore & {
  changes: readonly PeopleChange[];
  /** Ids of those that hold no more. */
  ends: readonly string[];
  turns: readonly Turns[];
  /** People whose changes alone it rests on; all that were changed when left out. */
  about?: readonly string[];
};

/**
 * As `record`, with what changes about people and the turns that conversations get because of it. Whoever reads what is in
 * force notices it.
 */
export async function recordPeople(database: Pool | ClientBase, step: PeopleStep): Promise<Recorded> {
  const { changes, ends, turns, ...rest } = step;
  try {
    const { rows } = await database.query<{ recorded: Recorded }>({
      name: 'record-people',
      text: 'select sayso.record_people($1, $2, $3) as recorded',
      values: [
        step.organization,
        JSON.stringify(rest),
        JSON.stringify({
          changes,
          ends,
          turns: turns.map((turn) => ({ ...turn, people: turn.people ?? [] })),
        }),
      ],
    });
    const [row] = rows;
    if (!row) throw new Error('the database answered without a row');
    return row.recorded;
  } catch (error) {
    throw storeFaultOf(error);
  }
}

/** A change with the places on the ledger between which it held. */
export type KnownChange = { sequence: number; ended: number | null; change: PeopleChange };

/** The changes that held at some time between two places on the ledger, in its order. */
export async function changesBetween(
  pool: Pool,
  organization: string,
  { first, last, from }: { first: number; last: number; from: Instant },
): Promise<KnownChange[]> {
  const rows = await within(pool, organization, (tables) =>
    tables
      .selectFrom('sayso.people_change')
      .select(['sequence', 'ended', 'body'])
      .where('organization_id', '=', organization)
      .where('sequence', '<', last)
      .where((where) => where.or([where('ended', 'is', null), where('ended', '>', first)]))
      .where((where) =>
        where.or([
          where('until', 'is', null),
          where('until', '>', sql<Instant>`${new Date(from).toISOString()}::timestamptz`),
        ]),
      )
      .orderBy('sequence')
      .orderBy('id')
      .execute(),
  );
  return rows.map(({ sequence, ended, body }) => ({
    sequence,
    ended,
    change: body as unknown as PeopleChange,
  }));
}

/** How many open cases each of some people holds, and how many questions wait for them. */
export async function workOf(
  pool: Pool,
  organization: string,
  people: readonly string[],
): Promise<ReadonlyMap<string, { holds: number; asked: number }>> {
  const found = new Map<string, { holds: number; asked: number }>();
  if (people.length === 0) return found;
  const { rows } = await within(pool, organization, (tables) =>
    sql<{ id: string; holds: number; asked: number }>`
      select id, sum(holds)::bigint as holds, sum(asked)::bigint as asked from (
        select owner as id, 1 as holds, 0 as asked from sayso."case"
         where organization_id = ${organization} and open and owner = any(${people})
        union all
        select waits.id, 0, 1 from sayso."case" one cross join lateral unnest(one.waiting_for) as waits(id)
         where one.organization_id = ${organization} and one.waiting_for <> '{}' and waits.id = any(${people})
      ) as work group by id`.execute(tables),
  );
  for (const { id, holds, asked } of rows) found.set(id, { holds, asked });
  return found;
}
