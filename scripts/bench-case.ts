// `npm run bench:case [-- --quick] [--only PART] [--rows N]`: what the case costs on PostgreSQL, beside pgbench.
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Target } from './bench-case/figures.ts';
import { serve } from './bench-case/node.ts';
import { Node } from './bench-case/nodes.ts';
import { findPgbench, HOW_TO_GET } from './bench-case/pgbench.ts';
import { rows } from './bench-case/rows.ts';
import { startServer } from './bench-case/server.ts';
import { throughput } from './bench-case/throughput.ts';
import { timers } from './bench-case/timers.ts';

const newNode = (): Node => new Node(fileURLToPath(import.meta.url));

function sayWhere(where: string): void {
  console.log(`On ${where}, ${availableParallelism()} processors`);
  const [load = 0] = loadavg();
  if (load > 1)
    console.log(`Others use this machine too (load ${load.toFixed(1)}): rates are lower and times longer.`);
}

async function bench(): Promise<0 | 1> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      rows: { type: 'string', default: '200000' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string', default: '12' },
    },
  });
  const runs = (part: string): boolean => values.only?.includes(part) ?? true;
  const pgbench = findPgbench();
  if (pgbench === undefined) console.log(HOW_TO_GET);
  const server = await startServer();
  const nodes = Array.from({ length: 3 }, newNode);
  const connections = Number(values.connections);
  const targets: Target[] = [];
  try {
    sayWhere(server.where);
    if (runs('throughput'))
      targets.push(
        ...(await throughput(await server.fresh('throughput'), nodes, pgbench, {
          connections,
          rounds: Number(values.rounds ?? (values.quick ? 2 : 3)),
          seconds: Number(values.seconds ?? (values.quick ? 2 : 3)),
        })),
      );
    if (runs('timers'))
      targets.push(
        ...(await timers(await server.fresh('timers'), nodes, newNode, {
          connections,
          atOnce: 10_000,
          aSecond: 1000,
          seconds: values.quick ? 8 : 30,
        })),
      );
    const [node] = nodes;
    if (runs('rows') && node)
      targets.push(
        ...(await rows(server.fresh, node, {
          connections,
          rows: Number(values.rows),
          rounds: values.quick ? 3 : 5,
          seconds: values.quick ? 2 : 3,
        })),
      );
  } finally {
    for (const one of nodes) one.end();
    await server.stop();
  }
  const missed = targets.filter(({ met }) => !met);
  const met = `${targets.length - missed.length} of ${targets.length} targets met`;
  console.log(
    `\n${met}${missed.length === 0 ? '' : `; missed: ${missed.map(({ name }) => name).join('; ')}`}`,
  );
  return missed.length === 0 ? 0 : 1;
}

// The bench is its own nodes: started with a channel, it serves as one.
if (process.send) serve();
else process.exitCode = await bench();
