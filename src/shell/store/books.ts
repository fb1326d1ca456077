/** Reads and writes books in use: what happened to them, drafts, and the work of emergency notices. */
import { sql } from 'kysely';
import type { ClientBase, Pool } from 'pg';
import type { Notice, Recorded as Happened } from '../../core/publish/history.ts';
import { sha256 } from '../../core/words/hash.ts';
import type { Instant } from '../../core/words/time.ts';
import { eventOf } from '../entries.ts';
import type { Recorded, StepWithMore } from './record.ts';
import { storeFaultOf } from './fault.ts';
import { within } from './tables.ts';

/** Every event that changed which book counts, in the order of the ledger. */
export async function bookEvents(pool: Pool, organization: string): Promise<Happened[]> {
  const rows = await within(pool, organization, (tables) =>
    tables
      .selectFrom('sayso.ledger')
      .select(['sequence', 'body'])
      .where('organization_id', '=', organization)
      .where('sequence', 'in', (select) =>
        select
          .selectFrom('sayso.book_version')
          .select('sequence')
          .where('organization_id', '=', organization),
      )
      .orderBy('sequence')
      .execute(),
  );
  return rows.map(({ sequence, body }) => ({ sequence, event: eventOf(body, null) }));
}

export type Draft = {
  id: string;
  by: string;
  at: Instant;
  /** The hash of the book that it would take the place of. */
  basedOn: string;
  /** Of the text. */
  hash: string;
  text: string;
  cases: string | null;
};

/** A draft's id: the same book and cases, for the same book in force, are the same draft. */
export const draftId = ({ hash, cases, basedOn }: Pick<Draft, 'hash' | 'cases' | 'basedOn'>): string =>
  `d${sha256(JSON.stringify([hash, cases, basedOn])).slice(0, 16)}`;

export async function readDraft(pool: Pool, organization: string, id: string): Promise<Draft | undefined> {
  const [row] = await within(pool, organization, (tables) =>
    tables
      .selectFrom('sayso.book_draft')
      .select(['id', 'by', 'at', 'based_on as basedOn', 'hash', 'text', 'cases'])
      .where('organization_id', '=', organization)
      .where('id', '=', id)
      .execute(),
  );
  return row;
}

/** The latest drafts first, without their texts. */
export const listDrafts = (
  pool: Pool,
  organization: string,
  most: number,
): Promise<Omit<Draft, 'text' | 'cases'>[]> =>
  within(pool, organization, (tables) =>
    tables
      .selectFrom('sayso.book_draft')
      .select(['id', 'by', 'at', 'based_on as basedOn', 'hash'])
      .where('organization_id', '=', organization)
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(most)
      .execute(),
  );

/** The cases that were uploaded with a book, the latest ones; undefined: with none. */
export async function casesOfBook(
  pool: Pool,
  organization: string,
  hash: string,
): Promise<string | undefined> {
  const [row] = await within(pool, organization, (tables) =>
    tables
      .selectFrom('sayso.book_draft')
      .select('cases')
      .where('organization_id', '=', organization)
      .where('hash', '=', hash)
      .where('cases', 'is not', null)
      .orderBy('at', 'desc')
      .limit(1)
      .execute(),
  );
  return row?.cases ?? undefined;
}

/** What is still to be done for a notice. */
export type NoticeWork = {
  id: string;
  /** Of the entry that gave it; null: of this step. */
  sequence: number | null;
  name: string;
  types: readonly string[];
  since: Instant;
  /** Open cases are looked at in the order of their ids, those after this one still; null: all have been. */
  lookedAfter: string | null;
  /** When those who review it are told; null: it is reviewed. */
  reviewAt: Instant | null;
  outcome: string | null;
};

/** When there is something to do for a notice next; null: never. */
function noticeDue({ lookedAfter, reviewAt, since }: NoticeWork): Instant | null {
  const due = [...(lookedAfter === null ? [] : [since]), ...(reviewAt === null ? [] : [reviewAt])];
  return due.length === 0 ? null : Math.min(...due);
}

export async function readNotices(pool: Pool, organization: string, id?: string): Promise<NoticeWork[]> {
  return within(pool, organization, (tables) => {
    const all = tables
      .selectFrom('sayso.notice')
      .select(['id', 'sequence', 'name', 'types', 'since', 'outcome'])
      .select(['looked_after as lookedAfter', 'review_at as reviewAt'])
      .where('organization_id', '=', organization);
    return (id === undefined ? all : all.where('id', '=', id)).orderBy('sequence', 'desc').execute();
  });
}

/** Open cases of some types in the order of their ids. */
export const openCases = (
  pool: Pool,
  organization: string,
  types: readonly string[],
  after: string,
  most: number,
): Promise<{ id: string; conversation: string }[]> =>
  within(pool, organization, (tables) =>
    tables
      .selectFrom('sayso.case')
      .select(['id', 'conversation_id as conversation'])
      .where('organization_id', '=', organization)
      .where('open', '=', true)
      .where('type', 'in', [...types])
      .where('id', '>', after)
      .orderBy('id')
      .limit(most)
      .execute(),
  );

/** Every yes by a notice's grants since it was given. */
export async function grantsSince(
  pool: Pool,
  organization: string,
  { sequence, since, until, name }: Pick<Notice, 'sequence' | 'since' | 'until' | 'name'>,
): Promise<Happened[]> {
  const rows = await within(pool, organization, (tables) =>
    tables
      .selectFrom('sayso.ledger')
      .select(['sequence', 'body'])
      .where('organization_id', '=', organization)
      .where('sequence', '>', sequence)
      .where('kind', '=', 'granted')
      // Months are pruned by their own column alone.
      .where(
        sql<boolean>`month between date_trunc('month', sayso.instant(${since}) at time zone 'UTC')::date
          and date_trunc('month', sayso.instant(${until}) at time zone 'UTC')::date`,
      )
      .where(sql<boolean>`at >= sayso.instant(${since}) and at < sayso.instant(${until})`)
      // A first sieve: whoever asks looks at the rule itself.
      .where('body', 'like', `%/notices/${name}"%`)
      .orderBy('sequence')
      .execute(),
  );
  return rows.map((row) => ({ sequence: row.sequence, event: eventOf(row.body, null) }));
}

const recorded = async (
  database: Pool | ClientBase,
  call: 'record_draft' | 'record_notice',
  step: StepWithMore,
  more: unknown,
): Promise<Recorded> => {
  try {
    const { rows } = await database.query<{ recorded: Recorded }>(
      `select sayso.${call}($1, $2, $3) as recorded`,
      [step.organization, JSON.stringify(step), JSON.stringify(more)],
    );
    const [row] = rows;
    if (!row) throw new Error('the database answered without a row');
    return row.recorded;
  } catch (error) {
    throw storeFaultOf(error);
  }
};

/** Writes a step with the draft that it brings. */
export const recordDraft = (pool: Pool, step: StepWithMore, draft: Draft): Promise<Recorded> =>
  recorded(pool, 'record_draft', step, draft);

/** Writes a step with what is to be done for a notice after it. */
export const recordNotice = (pool: Pool, step: StepWithMore, work: NoticeWork): Promise<Recorded> =>
  recorded(pool, 'record_notice', step, { ...work, due: noticeDue(work) });

export type TakenNotice = { organization: string; id: string; due: Instant; attempts: number };

/** Takes what is due of all organizations' notices, leased to this node for so long. */
export async function takeNotices(
  database: Pool | ClientBase,
  at: Instant,
  leaseMs: number,
  most: number,
): Promise<TakenNotice[]> {
  const { rows } = await database.query<TakenNotice>({
    name: 'take-notices',
    text: 'select organization_id as organization, id, due, attempts from sayso.take_notices($1, $2, $3)',
    values: [new Date(at), leaseMs, most],
  });
  return rows;
}

/** Some of the open cases were looked at. Nothing changes where another node has it by now. */
export async function noticeLooked(
  database: Pool | ClientBase,
  { organization, attempts }: TakenNotice,
  work: NoticeWork,
): Promise<void> {
  const due = noticeDue(work);
  await database.query('select sayso.notice_looked($1, $2, $3, $4, $5)', [
    organization,
    work.id,
    attempts,
    work.lookedAfter,
    due === null ? null : new Date(due),
  ]);
}

/** It failed, and is tried again after a pause that doubles each time (2 s at first, ten minutes at most). */
export async function noticeFailed(
  database: Pool | ClientBase,
  { organization, id, attempts }: TakenNotice,
  at: Instant,
  words: string,
): Promise<void> {
  await database.query('select sayso.notice_failed($1, $2, $3, $4, $5)', [
    organization,
    id,
    attempts,
    new Date(at),
    words,
  ]);
}
