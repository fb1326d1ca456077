/**
 * Due timers become commands, and their effects go out. Conversations are copies of real ones that wait for a reminder;
 * lateness counts until what came of a timer is stored.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Instant } from '../../src/core/words/time.ts';
import { openClient } from '../../src/shell/database/connect.ts';
import { handle } from '../../src/shell/handle.ts';
import { ms, quantile, table, whole, type Target } from './figures.ts';
import type { RunnerReport } from './node.ts';
import { openOn, type Node } from './nodes.ts';
import { BEGIN, benchEngine, MOST_ORGANIZATIONS, organization, type BenchDatabase } from './server.ts';
import { lifeOf } from './mix.ts';

export type TimersScale = { atOnce: number; aSecond: number; seconds: number; connections: number };

/** Within so long all that is due at one instant is done. */
const ALL_WITHIN_MS = 15_000;
/** Within so long the work of a node that died is taken over. */
const TAKEN_OVER_WITHIN_MS = 10_000;
/** So late 1 of 100 timers may be at a steady rate. */
const LATE_MS = 1000;
/** The nodes' clocks begin so long before the first timer is due. */
const LEAD_MS = 1000;
/** How long everything may take before the bench gives up. */
const PATIENCE_MS = 120_000;
/** In the ids of conversations whose effects always fail. */
const FAILING = 'fails';

type Run = {
  name: string;
  workers: number;
  /** How many timers, and how many milliseconds lie between two of them. */
  timers: number;
  apartMs: number;
  kill?: boolean;
  /** Of so many, the effects of one always fail. */
  failEvery?: number;
};

type Outcome = RunnerReport & { twice: number; missing: number; takenOverMs?: number; undone: number };

/** All runs; `newNode` makes one in place of a node that was killed. */
export async function timers(
  database: BenchDatabase,
  nodes: Node[],
  newNode: () => Node,
  { atOnce, aSecond, seconds, connections }: TimersScale,
): Promise<Target[]> {
  const client = await openClient(database.admin);
  const rows: string[][] = [];
  const targets: Target[] = [];
  try {
    const due = await waitingConversations(database, client);
    const measure = async (run: Run): Promise<Outcome> => {
      const outcome = await carryOut(run, { database, client, nodes, newNode, due, connections });
      rows.push(rowOf(run, outcome));
      targets.push({
        name: `${run.name}: every timer once`,
        met: outcome.twice === 0 && outcome.missing === 0,
      });
      return outcome;
    };
    for (const workers of [1, 3]) {
      const name = `${whole(atOnce)} at one instant, ${workers} node${workers === 1 ? '' : 's'}`;
      const { late } = await measure({ name, workers, timers: atOnce, apartMs: 0 });
      targets.push({
        name: `${name}: all within ${ALL_WITHIN_MS / 1000} s`,
        met: quantile(late, 1) <= ALL_WITHIN_MS,
      });
    }
    const killed = `${whole(atOnce)} at one instant, one of 3 nodes killed`;
    const { takenOverMs = Infinity } = await measure({
      name: killed,
      workers: 3,
      timers: atOnce,
      apartMs: 0,
      kill: true,
    });
    targets.push({
      name: `${killed}: taken over within ${TAKEN_OVER_WITHIN_MS / 1000} s`,
      met: takenOverMs <= TAKEN_OVER_WITHIN_MS,
    });
    const steady = `${whole(aSecond)} a second for ${seconds} s, 3 nodes`;
    const { late } = await measure({
      name: steady,
      workers: 3,
      timers: aSecond * seconds,
      apartMs: 1000 / aSecond,
    });
    targets.push({ name: `${steady}: p99 under a second`, met: quantile(late, 0.99) < LATE_MS });
    const failing = '1,000 at one instant, the effects of 100 always fail';
    const { undone } = await measure({ name: failing, workers: 3, timers: 1000, apartMs: 0, failEvery: 10 });
    targets.push({ name: `${failing}: all others go out`, met: undone === 0 });
  } finally {
    await client.end();
  }
  console.log('\nTimers, from when they are due until what came of them is stored');
  table(['', 'timers/s', 'p50', 'p99', 'latest', 'twice', 'taken over'], rows);
  return targets;
}

function rowOf({ name, timers: count, apartMs }: Run, { late, twice, takenOverMs }: Outcome): string[] {
  const took = apartMs * count + quantile(late, 1);
  return [
    name,
    apartMs === 0 ? whole((count / took) * 1000) : '–',
    ms(quantile(late, 0.5)),
    ms(quantile(late, 0.99)),
    ms(quantile(late, 1)),
    whole(twice),
    takenOverMs === undefined ? '–' : `after ${ms(takenOverMs)}`,
  ];
}

/** One case in each organization, open and waiting; when its timer is due. */
async function waitingConversations({ service }: BenchDatabase, client: Client): Promise<Instant> {
  const engine = benchEngine(service, 1, { begin: BEGIN, startedAt: Date.now() });
  const [opening] = lifeOf(0, 'waiting');
  if (!opening) throw new Error('a life without a beginning');
  for (let n = 0; n < MOST_ORGANIZATIONS; n++)
    await handle(engine, {
      organization: organization(n),
      by: { kind: 'person', id: opening.by },
      command: opening.command,
    });
  await engine.database.close();
  await client.query(`
    create table public.waiting as
      select timer.due, stored.*, one.id as case_id
      from sayso.timer join sayso.conversation stored
        on stored.organization_id = timer.organization_id and stored.id = timer.conversation_id
      join sayso."case" one on one.organization_id = stored.organization_id and one.conversation_id = stored.id`);
  const { rows } = await client.query<{ due: Instant }>('select max(due) as due from public.waiting');
  await client.query('truncate sayso.timer, sayso.outbox');
  return rows[0]?.due ?? 0;
}

type Setting = {
  database: BenchDatabase;
  client: Client;
  nodes: Node[];
  newNode: () => Node;
  due: Instant;
  connections: number;
};

async function carryOut(run: Run, setting: Setting): Promise<Outcome> {
  const { database, client, nodes, due, connections } = setting;
  const before = await lastSequences(client);
  await fill(client, run, due);
  const startedAt = Date.now();
  const working = nodes.slice(0, run.workers);
  await openOn(working, database, connections, { begin: due - LEAD_MS, startedAt });
  await Promise.all(working.map((node) => node.order({ do: 'run', failing: FAILING })));
  const last = due + run.apartMs * run.timers;
  const left = async (): Promise<number> =>
    countOf(client, 'select count(*) from sayso.timer where due <= $1', last);
  let takenOverMs: number | undefined;
  if (run.kill) {
    const victim = nodes[run.workers - 1];
    // In the midst of its work, so that it has some in its hands.
    await until(async () => ((await victim?.order({ do: 'report' }))?.late.length ?? 0) > run.timers / 10);
    takenOverMs = await killOne(run, setting, last);
  }
  await until(async () => (await left()) === 0);
  await until(
    async () =>
      (await countOf(client, `select count(*) from sayso.outbox where done_at is null and attempts = 0`)) ===
      0,
  );
  const reports = await Promise.all(
    nodes.slice(0, run.kill ? run.workers - 1 : run.workers).map((node) => node.order({ do: 'report' })),
  );
  await Promise.all(nodes.map((node) => node.order({ do: 'close' })));
  const outcome = await looked(client, run, before);
  return {
    late: reports.flatMap(({ late }) => late),
    faults: reports.reduce((sum, { faults }) => sum + faults, 0),
    ...outcome,
    ...(takenOverMs !== undefined && { takenOverMs }),
  };
}

/** Copies the waiting conversations, each with a timer. */
async function fill(
  client: Client,
  { timers: wanted, apartMs, failEvery }: Run,
  due: Instant,
): Promise<void> {
  await client.query('truncate sayso.timer, sayso.outbox');
  await client.query(`
    create temporary table copy as
      select waiting.*, n, format('%s.%s%s', waiting.id, n, case when n % ${failEvery ?? wanted + 1} = 0 then '${failEvery === undefined ? '' : FAILING}' else '' end) as copied
      from generate_series(1, ${wanted}) as n
      join (select *, row_number() over (order by organization_id) as place from public.waiting) as waiting
        on place = n % ${MOST_ORGANIZATIONS} + 1`);
  await client.query(`
    insert into sayso.conversation (organization_id, id, version, state, updated_at)
    select organization_id, copied, version,
      replace(state::text, format('"%s"', id), format('"%s"', copied))::jsonb, updated_at
    from copy on conflict (organization_id, id) do update set version = excluded.version, state = excluded.state`);
  await client.query(
    `insert into sayso.timer (organization_id, conversation_id, due)
     select organization_id, copied, $1::timestamptz + n * $2 * interval '1 millisecond' from copy`,
    [new Date(due), apartMs],
  );
  await client.query('drop table copy');
  await client.query('vacuum analyze sayso.timer, sayso.conversation, sayso.outbox');
}

/** Kills a node in the midst of its work. How long it takes until what it had in its hands is done by others. */
async function killOne(
  { workers }: Run,
  { client, nodes, newNode }: Setting,
  last: Instant,
): Promise<number> {
  const [victim] = nodes.splice(workers - 1, 1, newNode());
  victim?.end();
  const killedAt = performance.now();
  const { rows } = await client.query<{ id: string }>(
    'select conversation_id as id from sayso.timer where due <= $1 and claimed_until is not null',
    [new Date(last)],
  );
  const taken = rows.map(({ id }) => id);
  const open = 'select count(*) from sayso.timer where due <= $1 and conversation_id = any($2)';
  await until(async () => (await countOf(client, open, last, taken)) === 0);
  return performance.now() - killedAt;
}

/** What the ledger says: whether every timer came to something once. */
async function looked(
  client: Client,
  { timers: wanted, failEvery }: Run,
  before: readonly { id: string; sequence: number }[],
): Promise<{ twice: number; missing: number; undone: number }> {
  const { rows } = await client.query<{ conversations: number; twice: number }>(
    `select count(distinct conversation_id) as conversations, count(*) filter (where times > 1) as twice from (
       select entry.conversation_id, entry.kind, count(*) as times from sayso.ledger entry
       join unnest($1::text[], $2::bigint[]) as before(organization_id, sequence) using (organization_id)
       where entry.sequence > before.sequence group by 1, 2) as fired`,
    [before.map(({ id }) => id), before.map(({ sequence }) => sequence)],
  );
  const undone = await countOf(client, 'select count(*) from sayso.outbox where done_at is null');
  const failing = failEvery === undefined ? 0 : Math.floor(wanted / failEvery);
  return {
    twice: rows[0]?.twice ?? 0,
    missing: wanted - (rows[0]?.conversations ?? 0),
    undone: undone - failing,
  };
}

async function lastSequences(client: Client): Promise<{ id: string; sequence: number }[]> {
  const { rows } = await client.query<{ id: string; sequence: number }>(
    'select organization_id as id, sequence from sayso.ledger_head',
  );
  return rows;
}

async function countOf(client: Client, sql: string, at?: Instant, ids?: readonly string[]): Promise<number> {
  const values = [...(at === undefined ? [] : [new Date(at)]), ...(ids === undefined ? [] : [ids])];
  const { rows } = await client.query<{ count: number }>(sql, values);
  return rows[0]?.count ?? 0;
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await done())) {
    if (performance.now() - began > PATIENCE_MS) throw new Error('it takes too long: something is stuck');
    await sleep(250);
  }
}
