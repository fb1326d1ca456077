/** Commands a second, beside pgbench on the same server in the same run; and how long one takes at half of that. */
import { median, ms, percent, quantile, table, whole, type Target } from './figures.ts';
import { liveOn, openOn, type Node } from './nodes.ts';
import { runPgbench } from './pgbench.ts';
import { BEGIN, benchEngine, MOST_ORGANIZATIONS, type BenchDatabase } from './server.ts';
import { capture, type Script } from './statements.ts';

/** The part of pgbench's rate that is aimed at. */
const SHARE = 0.4;
const WARMING_SECONDS = 2;

export type Scale = { connections: number; rounds: number; seconds: number };

type Bench = Scale & {
  database: BenchDatabase;
  nodes: readonly Node[];
  /** The program; undefined: there is none. */
  pgbench: string | undefined;
  scripts: readonly Script[];
};

/** Commands a second in each round; how many there were, and how many races they lost. */
type Ours = { nodes: number; rates: number[]; commands: number; conflicts: number };
type Measured = { organizations: number; ours: Ours[]; theirs: number[] };

/** Measures with many organizations and with one, and prints. */
export async function throughput(
  database: BenchDatabase,
  nodes: readonly Node[],
  pgbench: string | undefined,
  scale: Scale,
): Promise<Target[]> {
  const scripts = pgbench === undefined ? [] : await captured(database);
  const bench: Bench = { ...scale, database, nodes, pgbench, scripts };
  const measured: Measured[] = [];
  const latencies: string[][] = [];
  for (const organizations of [MOST_ORGANIZATIONS, 1]) {
    const one = await measure(bench, organizations);
    measured.push(one);
    latencies.push(await latency(bench, one));
  }
  console.log(
    `\nCommands a second through handle(), ${scale.connections} connections; medians of ${scale.rounds} rounds`,
  );
  const rows = measured.flatMap((one) => one.ours.map((ours) => rowOf(one, ours)));
  table(['', 'commands/s', 'races lost', 'pgbench', 'ratio'], rows);
  console.log('\nHow long a command takes at half of that load');
  table(['', 'arriving/s', 'p50', 'p99'], latencies);
  if (pgbench === undefined) return [];
  return measured.flatMap((one) =>
    one.ours.map((ours) => ({
      name: `${nameOf(one, ours)}: at least ${percent(SHARE)} of pgbench`,
      met: ratioOf(one, ours) >= SHARE,
    })),
  );
}

/** In turns (one node, pgbench, three nodes, one node …), so that what disturbs one disturbs the others. */
async function measure(bench: Bench, organizations: number): Promise<Measured> {
  const { database, connections, seconds, rounds, pgbench, scripts } = bench;
  const ours = [1, 3].map((nodes): Ours => ({ nodes, rates: [], commands: 0, conflicts: 0 }));
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (const one of ours) {
      const some = bench.nodes.slice(0, one.nodes);
      await openOn(some, database, connections);
      const order = { workers: connections, organizations, run: `t${organizations}.${one.nodes}.${round}` };
      // Books are compiled, and code is, before it counts.
      await liveOn(some, { ...order, seconds: WARMING_SECONDS, run: `${order.run}.warm` });
      const lived = await liveOn(some, { ...order, seconds });
      one.rates.push(lived.commands / seconds);
      one.commands += lived.commands;
      one.conflicts += lived.conflicts;
      if (pgbench !== undefined && one.nodes === 1)
        theirs.push(await runPgbench(pgbench, database, scripts, { seconds, connections, organizations }));
    }
  return { organizations, ours, theirs };
}

const named = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const nameOf = ({ organizations }: Measured, { nodes }: Ours): string =>
  `${named(organizations, 'organization')}, ${named(nodes, 'node')}`;

const ratioOf = ({ theirs }: Measured, { rates }: Ours): number =>
  median(rates.map((rate, round) => rate / (theirs[round] ?? Number.NaN)));

function rowOf(measured: Measured, ours: Ours): string[] {
  const compared = measured.theirs.length > 0;
  return [
    nameOf(measured, ours),
    whole(median(ours.rates)),
    percent(ours.conflicts / ours.commands),
    compared ? whole(median(measured.theirs)) : '–',
    compared ? percent(ratioOf(measured, ours)) : '–',
  ];
}

/** Half load, on as many nodes as did best. */
async function latency(bench: Bench, measured: Measured): Promise<string[]> {
  const { connections, seconds } = bench;
  const { organizations, ours } = measured;
  const [best] = ours.toSorted((a, b) => median(b.rates) - median(a.rates));
  if (!best) return [];
  const rate = median(best.rates) / 2;
  const some = bench.nodes.slice(0, best.nodes);
  await openOn(some, bench.database, connections);
  const order = { workers: connections, organizations, rate, run: `l${organizations}` };
  await liveOn(some, { ...order, seconds: WARMING_SECONDS, run: `${order.run}.warm` });
  const { took } = await liveOn(some, { ...order, seconds: seconds * 2 });
  return [nameOf(measured, best), whole(rate), ms(quantile(took, 0.5)), ms(quantile(took, 0.99))];
}

async function captured({ service }: BenchDatabase): Promise<Script[]> {
  const engine = benchEngine(service, 1, { begin: BEGIN, startedAt: Date.now() });
  try {
    return await capture(engine);
  } finally {
    await engine.database.close();
  }
}
