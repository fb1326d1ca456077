// `npm run bench:http [-- --quick]`: decisions over HTTP beside a bare Fastify route that is sent the same and returns a
// constant, with event streams open; two minutes at a steady rate; and what slow clients and a flood of connections do to
// everybody else. Exit code 1 where a target is missed.
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BEGIN, organization, startServer } from './bench-case/server.ts';
import { median, table } from './bench-case/figures.ts';
import { bodies } from './bench-http/requests.ts';
import { decide, follow, nuisances, openCases, type Measured, type Target } from './bench-http/load.ts';
import { SECRET, serveAsChild, startProcess, type Server } from './bench-http/process.ts';
import { tokenFor } from '../src/shell/tokens.ts';

const STREAMS = 500;
const CONNECTIONS = 50;
const RATE = 200;
/** Of the decisions of a bare route that returns a constant. */
const LEAST_SHARE = 0.5;
const MOST_P99_MS = 100;
/** Memory at the end of the steady time against its middle. */
const MOST_GROWTH = 1.1;

type Goal = { what: string; reached: string; wanted: string; met: boolean };

const line = ({ perSecond, p50, p99, most, failed }: Measured): string =>
  `${perSecond.toFixed(0).padStart(7)}/s  p50 ${p50} ms  p99 ${p99} ms  most ${most} ms  failed ${failed}`;

type Options = { rounds: number; seconds: number; steady: number; beset: number };

/** Decisions a second beside a bare route, in turns. */
async function beside(node: Target, bare: Target, { rounds, seconds }: Options): Promise<Goal[]> {
  console.log(`\nAs fast as it goes, ${CONNECTIONS} connections, ${STREAMS} event streams open:`);
  const ours: number[] = [];
  const theirs: number[] = [];
  let failed = 0;
  await decide(node, { seconds: 2, connections: CONNECTIONS });
  await decide(bare, { seconds: 1, connections: CONNECTIONS });
  for (let round = 0; round < rounds; round++) {
    const constant = await decide(bare, { seconds, connections: CONNECTIONS });
    const decisions = await decide(node, { seconds, connections: CONNECTIONS });
    console.log(`  bare route ${line(constant)}\n  decisions  ${line(decisions)}`);
    theirs.push(constant.perSecond);
    ours.push(decisions.perSecond);
    failed += decisions.failed;
  }
  const share = median(ours) / median(theirs);
  return [
    {
      what: 'decisions a second, of a bare route with the same body that returns a constant',
      reached: `${(share * 100).toFixed(0)} %`,
      wanted: `at least ${LEAST_SHARE * 100} %`,
      met: share >= LEAST_SHARE,
    },
    { what: 'failed meanwhile', reached: String(failed), wanted: '0', met: failed === 0 },
  ];
}

/** That decisions were answered, and soon enough. */
const heldUp = (when: string, { failed, p99 }: Measured): Goal[] => [
  { what: `failed ${when}`, reached: String(failed), wanted: '0', met: failed === 0 },
  {
    what: `p99 of a decision ${when}`,
    reached: `${p99} ms`,
    wanted: `below ${MOST_P99_MS} ms`,
    met: p99 < MOST_P99_MS,
  },
];

/** A steady rate for a while. */
async function steady(node: Target, server: Server, { steady: seconds }: Options): Promise<Goal[]> {
  console.log(`\n${RATE} decisions a second for ${seconds} seconds:`);
  const memory: number[] = [];
  const watching = setInterval(() => {
    server.rssMb().then(
      (rss) => memory.push(rss),
      () => undefined,
    );
  }, 2000);
  const measured = await decide(node, { seconds, connections: CONNECTIONS, rate: RATE });
  clearInterval(watching);
  console.log(`  ${line(measured)}`);
  const part = (from: number, to: number): number =>
    median(memory.slice(Math.floor(memory.length * from), Math.ceil(memory.length * to)));
  const [middle, end] = [part(0.25, 0.5), part(0.75, 1)];
  console.log(`  memory ${middle.toFixed(0)} MiB in the second quarter, ${end.toFixed(0)} MiB in the last`);
  return [
    ...heldUp('at a steady rate', measured),
    {
      what: 'memory, last quarter against the second',
      reached: `${(end / middle).toFixed(2)} ×`,
      wanted: `at most ${MOST_GROWTH} ×`,
      met: end / middle <= MOST_GROWTH,
    },
  ];
}

/** The same while others behave badly. */
async function beset(node: Target, { beset: seconds }: Options): Promise<Goal[]> {
  const crowd = { slow: 200, unread: 100, silent: 2000 };
  console.log(
    `\nThe same beside ${crowd.slow} clients that send a byte at a time, ${crowd.unread} streams that nobody reads and ${crowd.silent} connections that say nothing:`,
  );
  const others = await nuisances(node, crowd);
  const measured = await decide(node, { seconds, connections: CONNECTIONS, rate: RATE });
  others.end();
  console.log(`  ${line(measured)}`);
  return heldUp('beside slow clients and a flood of connections', measured);
}

async function bench(): Promise<0 | 1> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
  const options: Options = values.quick
    ? { rounds: 2, seconds: 3, steady: 10, beset: 5 }
    : { rounds: 3, seconds: 8, steady: 120, beset: 20 };
  const file = fileURLToPath(import.meta.url);
  const database = await startServer();
  const started: Server[] = [];
  try {
    console.log(`On ${database.where}, ${availableParallelism()} processors`);
    const [load = 0] = loadavg();
    if (load > 1) console.log(`Others use this machine too (load ${load.toFixed(1)}): times are longer.`);
    const { service } = await database.fresh('http');
    const server = await startProcess(file, { serve: 'node', connection: service, startedAt: Date.now() });
    started.push(server);
    const bearer = { organization: organization(0), person: 'mia' };
    const token = await tokenFor(bearer, SECRET, BEGIN + 24 * 60 * 60 * 1000);
    const node = { address: server.address, token, bodies: bodies() };
    const constant = await answerOf(node);
    const bareServer = await startProcess(file, { serve: 'bare', constant });
    started.push(bareServer);
    const streams = await follow(node, STREAMS);
    const opening = openCases(node, 1000);
    const goals = [
      ...(await beside(node, { ...node, address: bareServer.address }, options)),
      ...(await steady(node, server, options)),
      ...(await beset(node, options)),
      {
        what: 'event streams that were lost',
        reached: `${streams.lost()} of ${STREAMS}, which heard ${streams.heard()} events`,
        wanted: '0, and some heard',
        met: streams.lost() === 0 && streams.heard() > 0,
      },
    ];
    opening.end();
    streams.end();
    console.log('');
    table(
      ['', 'reached', 'wanted', ''],
      goals.map(({ what, reached, wanted, met }) => [what, reached, wanted, met ? 'ok' : 'MISSED']),
    );
    return goals.every(({ met }) => met) ? 0 : 1;
  } finally {
    for (const one of started) await one.stop();
    await database.stop();
  }
}

/** A decision as it is answered: what the bare route returns. */
async function answerOf({ address, token, bodies: [body] }: Target): Promise<object> {
  const response = await fetch(`${address}/v1/decisions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body ?? '{}',
  });
  const answer = (await response.json()) as object;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

if (process.argv.includes('--as-child')) serveAsChild();
else process.exitCode = await bench();
