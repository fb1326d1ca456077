/** Commands a second, beside pgbench on the same server in the same run; and how long one takes at half of that. */
import { median, ms, percent, quantile, table, whole, type Target } from './figures.ts';
import { liveOn, openOn, type Node } from './nodes.ts';
import { runPgbench } from './pgbench.ts';
import { BEGIN, benchEngine, MOST_ORGANIZATIONS, type BenchDatabase } from './server.ts';
import { capture, type Script } from './statements.ts';

/** The part of pgbench's rate that is aimed at. */
const SHARE = 0.4;

export type Scale = { connections: number; rounds: number; seconds: number };

/** Measures in turns (one node, pgbench, three nodes, …), so that what disturbs one disturbs the others. */
export async function throughput(
  database: BenchDatabase,
  nodes: readonly Node[],
  pgbench: string | undefined,
  scale: Scale,
): Promise<Target[]> {
  const scripts = pgbench === undefined ? [] : await captured(database);
  const targets: Target[] = [];
  const rows: string[][] = [];
  const latencies: string[][] = [];
  for (const organizations of [MOST_ORGANIZATIONS, 1]) {
    const ours = [1, 3].map((count) => ({ count, rates: [] as number[], conflicts: 0, commands: 0 }));
    const theirs: number[] = [];
    for (let round = 0; round <= scale.rounds; round++)
      for (const one of ours) {
        const some = nodes.slice(0, one.count);
        await openOn(some, database, scale.connections);
        const seconds = round === 0 ? Math.min(2, scale.seconds) : scale.seconds;
        const run = `t${organizations}.${one.count}.${round}`;
        const lived = await liveOn(some, { seconds, workers: scale.connections, organizations, run });
        // The first round warms up.
        if (round === 0) continue;
        one.rates.push(lived.commands / seconds);
        one.conflicts += lived.conflicts;
        one.commands += lived.commands;
        if (pgbench !== undefined && one.count === 1)
          theirs.push(await runPgbench(pgbench, database, scripts, { ...scale, organizations }));
      }
    for (const { count, rates, conflicts, commands } of ours) {
      const ratio = median(rates.map((rate, i) => rate / (theirs[i] ?? Number.NaN)));
      const name = `${named(organizations, 'organization')}, ${named(count, 'node')}`;
      rows.push([
        name,
        whole(median(rates)),
        percent(conflicts / commands),
        pgbench === undefined ? 'missing' : whole(median(theirs)),
        pgbench === undefined ? '–' : percent(ratio),
      ]);
      if (pgbench !== undefined)
        targets.push({ name: `${name}: at least ${percent(SHARE)} of pgbench`, met: ratio >= SHARE });
    }
    latencies.push(await latency(database, nodes, organizations, ours, scale));
  }
  console.log(
    `\nCommands a second through handle(), ${scale.connections} connections; medians of ${scale.rounds} rounds`,
  );
  table(['', 'commands/s', 'races lost', 'pgbench', 'ratio'], rows);
  console.log('\nHow long a command takes at half of that load');
  table(['', 'arriving/s', 'p50', 'p99'], latencies);
  return targets;
}

const named = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Half load: on as many nodes as did best. */
async function latency(
  database: BenchDatabase,
  nodes: readonly Node[],
  organizations: number,
  ours: readonly { count: number; rates: readonly number[] }[],
  { connections, seconds }: Scale,
): Promise<string[]> {
  const [best] = ours.toSorted((a, b) => median(b.rates) - median(a.rates));
  const { count, rates } = best ?? { count: 1, rates: [] };
  const rate = median(rates) / 2;
  const some = nodes.slice(0, count);
  await openOn(some, database, connections);
  const run = `l${organizations}`;
  await liveOn(some, { seconds: 1, workers: connections, organizations, rate, run: `${run}.warm` });
  const { took } = await liveOn(some, {
    seconds: seconds * 2,
    workers: connections,
    organizations,
    rate,
    run,
  });
  return [
    `${named(organizations, 'organization')}, ${named(count, 'node')}`,
    whole(rate),
    ms(quantile(took, 0.5)),
    ms(quantile(took, 0.99)),
  ];
}

async function captured({ service }: BenchDatabase): Promise<Script[]> {
  const engine = benchEngine(service, 1, { begin: BEGIN, startedAt: Date.now() });
  try {
    return await capture(engine);
  } finally {
    await engine.database.close();
  }
}
