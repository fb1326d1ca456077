/**
 * What a command costs when the ledger is long, beside a short one on the same server: measured in turns. The long one
 * is the short one many times over: every row of every table is copied as another case of another customer, so that all
 * tables grow as they do in life. What is counted by agent and unit keeps its key and has that many more rows.
 */
import type { Client } from 'pg';
import { openClient } from '../../src/shell/database/connect.ts';
import { median, percent, table, whole, type Target } from './figures.ts';
import { liveOn, openOn, type Node } from './nodes.ts';
import { MOST_ORGANIZATIONS, type BenchDatabase } from './server.ts';

export type RowsScale = { rows: number; rounds: number; seconds: number; connections: number };

/** So much more a command may cost on the long ledger. */
const MOST = 1.25;
/** As long as this, lives are lived for real before they are copied. */
const LIVED_SECONDS = 4;
/** Copies that are made in one statement: a transaction of some hundred thousand rows. */
const COPIES_AT_ONCE = 20;

/** Fills one database, and compares. `fresh` makes a database. */
export async function rows(
  fresh: (name: string) => Promise<BenchDatabase>,
  node: Node,
  scale: RowsScale,
): Promise<Target[]> {
  const short = await fresh('short');
  const long = await fresh('long');
  const client = await openClient(long.admin);
  try {
    for (const database of [short, long]) await live(node, database, scale, LIVED_SECONDS, 'begin');
    const before = await count(client);
    await fill(client, Math.ceil(scale.rows / before));
    const after = await count(client);
    const rates = { short: [] as number[], long: [] as number[] };
    for (let round = 0; round <= scale.rounds; round++)
      for (const [name, database] of [
        ['short', short],
        ['long', long],
      ] as const) {
        const rate = await live(node, database, scale, scale.seconds, `round${round}`);
        // The first round warms up.
        if (round > 0) rates[name].push(rate);
      }
    const ratio = median(rates.short.map((rate, i) => rate / (rates.long[i] ?? Number.NaN)));
    console.log(`\nThe cost of a command on a long ledger; medians of ${scale.rounds} rounds`);
    table(
      ['ledger rows', 'commands/s', 'cost'],
      [
        [whole(before), whole(median(rates.short)), '100 %'],
        [whole(after), whole(median(rates.long)), percent(ratio)],
      ],
    );
    const name = `${whole(after)} ledger rows: at most ${percent(MOST)} of the cost on ${whole(before)}`;
    return [{ name, met: ratio <= MOST }];
  } finally {
    await client.end();
  }
}

/** Lives cases for a while; commands a second. */
async function live(
  node: Node,
  database: BenchDatabase,
  { connections }: RowsScale,
  seconds: number,
  run: string,
): Promise<number> {
  await openOn([node], database, connections);
  const organizations = MOST_ORGANIZATIONS;
  const { commands } = await liveOn([node], { seconds, workers: connections, organizations, run });
  await node.order({ do: 'close' });
  return commands / seconds;
}

async function count(client: Client): Promise<number> {
  const { rows: found } = await client.query<{ count: number }>('select count(*) from sayso.ledger');
  return found[0]?.count ?? 0;
}

/** Which columns of a copy differ, and how; `copy` is its number, `lasts` the length of each ledger before. */
const COPIED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ledger: { sequence: 'SEQUENCE', conversation_id: 'ID', case_id: 'ID' },
  personal: { sequence: 'SEQUENCE', customer_key: 'KEY' },
  conversation: { id: 'ID' },
  case: { id: 'ID', conversation_id: 'ID', customer_key: 'KEY' },
  command: { key: 'ID', conversation_id: 'ID' },
  outbox: { key: 'ID', conversation_id: 'ID', case_id: 'ID' },
  timer: { conversation_id: 'ID' },
  standing: { key: 'KEY', sequence: 'SEQUENCE', case_id: 'ID', conversation_id: 'ID' },
  tally: { key: 'case when shared then one.key else KEY end', sequence: 'SEQUENCE' },
};

/** Copies everything so many times. */
async function fill(client: Client, times: number): Promise<void> {
  await client.query('set synchronous_commit = off');
  await client.query(
    'create temporary table lasts as select organization_id, sequence from sayso.ledger_head',
  );
  // Keys of totals of an agent or a unit: more than one case added to them.
  await client.query(`create temporary table shared_keys as select organization_id, key from sayso.tally
    group by 1, 2 having count(distinct sequence) > 1`);
  for (const name of Object.keys(COPIED))
    await client.query(`create temporary table "first ${name}" as select * from sayso."${name}"`);
  for (let from = 1; from < times; from += COPIES_AT_ONCE)
    for (const [name, changes] of Object.entries(COPIED))
      await copyTable(client, name, changes, from, Math.min(from + COPIES_AT_ONCE, times) - 1);
  await client.query(`update sayso.ledger_head head set sequence = head.sequence * ${times}`);
  await client.query('vacuum analyze');
  await client.query('checkpoint');
}

async function copyTable(
  client: Client,
  name: string,
  changes: Readonly<Record<string, string>>,
  from: number,
  to: number,
): Promise<void> {
  const { rows: columns } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'sayso."${name}"'::regclass
      and attnum > 0 and not attisdropped and attgenerated = ''`,
  );
  const values = columns.map(({ name: column }) =>
    (changes[column] ?? 'COLUMN')
      .replaceAll('SEQUENCE', 'one.sequence + copy * lasts.sequence')
      .replaceAll('ID', `one."${column}" || '-' || copy`)
      // As long as before: a hash with another end.
      .replaceAll('KEY', `left(one."${column}", -8) || lpad(to_hex(copy), 8, '0')`)
      .replaceAll('COLUMN', `one."${column}"`),
  );
  await client.query(
    `insert into sayso."${name}" (${columns.map((column) => `"${column.name}"`).join(', ')})
     select ${values.join(', ')} from generate_series($1::bigint, $2) as copy
     cross join "first ${name}" as one join lasts using (organization_id)
     left join lateral (select true as shared from shared_keys
       where ${name === 'tally' ? 'shared_keys.organization_id = one.organization_id and shared_keys.key = one.key' : 'false'}) as s on true`,
    [from, to],
  );
}
