/** Precedents of a case: the closest earlier decisions on like facts. Nobody is named, and no words of customers are. */
import { sql } from 'kysely';
import type { RequestType } from '../core/book/book.ts';
import { OWN_WORDS, type Event } from '../core/cases/event.ts';
import type { Refusal } from '../core/cases/refusal.ts';
import { likened, type Likened } from '../core/precedents/likeness.ts';
import { decidedIn, type CaseOnRecord } from '../core/precedents/on-record.ts';
import { precedents, type Precedent } from '../core/precedents/precedent.ts';
import { consider } from './consider.ts';
import type { Engine } from './engine.ts';
import { eventOf } from './entries.ts';
import type { InForce } from './in-force.ts';
import { unknownCase } from './refusals.ts';
import { within, type Reader } from './store/tables.ts';

/** So many of the latest answered cases of a type are looked at, among at most four times as many that are not. */
const MOST_LOOKED_AT = 1000;
const MOST_SHOWN = 5;

/**
 * The closest earlier decisions on the facts of a case.
 * @param most how many are shown
 * @returns refused: `unknown-case`; none for what no request type of the book is about
 */
export async function precedentsOfCase(
  engine: Engine,
  organization: string,
  caseId: string,
  most = MOST_SHOWN,
): Promise<{ type: string; precedents: Precedent[] } | { refused: Refusal }> {
  const seen = await consider(engine, organization, caseId);
  if (!seen) return { refused: unknownCase(caseId) };
  const { case: one, book, now } = seen;
  const type = book.types.get(one.request.type);
  if (!type) return { type: OWN_WORDS, precedents: [] };
  const asked = {
    facts: one.request.facts,
    opened: one.openedAt,
    deciding: now?.decision.deciding ?? [],
  };
  const found = await closest(engine, organization, seen, {
    type,
    request: likened(type, asked, book.zone),
    except: caseId,
    most,
  });
  return { type: type.name, precedents: found };
}

type Wanted = { type: RequestType; request: Likened; except: string; most: number };

async function closest(
  engine: Engine,
  organization: string,
  { book, organization: people }: InForce,
  { type, request, except, most }: Wanted,
): Promise<Precedent[]> {
  const onRecord = await engine.database.use((pool) =>
    within(pool, organization, (tables) => casesOnRecord(tables, organization, type.name)),
  );
  const decided = onRecord.flatMap((one) =>
    one.case === except ? [] : (decidedIn(book, people, type, one) ?? []),
  );
  return precedents(type, request, decided, most);
}

type Row = Omit<CaseOnRecord, 'ratified'> & { ratified: string | null; because: string | null };

/** What is on record of the latest answered cases of a type, and of those whose act was ratified. */
async function casesOnRecord(tables: Reader, organization: string, type: string): Promise<CaseOnRecord[]> {
  // Each entry is found in the month of its answer: by one look into one index.
  const { rows } = await sql<Row>`
    with latest as materialized (
      select recent.id, recent.conversation_id from (
        select id, conversation_id, stage, opened_at from sayso."case"
         where organization_id = ${organization} and type = ${type}
         order by opened_at desc limit ${4 * MOST_LOOKED_AT}) recent
       where recent.stage in ('granted', 'declined', 'met')
       order by recent.opened_at desc limit ${MOST_LOOKED_AT}
    ), ratified as materialized (
      select distinct on (entry.case_id) entry.case_id, entry.conversation_id, entry.sequence, entry.body
        from (select * from sayso.ledger where organization_id = ${organization} and kind = 'ratified'
               order by sequence desc limit ${MOST_LOOKED_AT}) entry
        join sayso."case" of_type on of_type.organization_id = ${organization} and of_type.id = entry.case_id
         and of_type.type = ${type}
       order by entry.case_id, entry.sequence desc
    ), chosen as (
      select id, conversation_id from latest union select case_id, conversation_id from ratified
    )
    select chosen.id as "case", (one.value->>'openedAt')::bigint as opened, one.value->'request'->'facts' as facts,
           one.value->'request'->>'customer' as customer, one.value->'request'->>'subject' as subject,
           one.value->'answer' as answer, said.body::jsonb->'deciding' as deciding,
           ratified.body as ratified, personal.value as because
      from chosen
      join sayso.conversation on conversation.organization_id = ${organization}
       and conversation.id = chosen.conversation_id
     cross join lateral jsonb_array_elements(conversation.state->'cases') one(value)
      left join ratified on ratified.case_id = chosen.id
      left join sayso.personal on personal.organization_id = ${organization}
       and personal.sequence = ratified.sequence
      left join lateral (
        select entry.body from sayso.ledger entry
         where entry.organization_id = ${organization} and entry.case_id = chosen.id
           and entry.month = date_trunc('month',
             sayso.instant((one.value->'answer'->>'at')::bigint) at time zone 'UTC')::date
           and entry.kind in ('granted', 'declined')
         order by entry.sequence desc limit 1) said on true
     where one.value->>'id' = chosen.id`.execute(tables);
  return rows.map(({ ratified, because, ...row }) => ({
    ...row,
    ratified: ratified === null ? null : (eventOf(ratified, because) as Event<'ratified'>),
  }));
}
