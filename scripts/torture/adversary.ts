/** The adversary: what it does in a round is drawn from the seed before the round begins, and then done. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openClient } from '../../src/shell/database/connect.ts';
import { runningPid } from '../../src/shell/database/embedded-server.ts';
import type { Embedded } from '../../src/shell/database/embedded.ts';
import type { NodeProcess, ReceiverProcess } from './fleet.ts';
import type { Proxy } from './proxy.ts';
import type { Random } from './random.ts';

/** What can be attacked. */
export type Victims = {
  nodes: readonly NodeProcess[];
  /** Each node's way to the database. */
  proxies: readonly Proxy[];
  receiver: ReceiverProcess;
  embedded: Pick<Embedded, 'admin'>;
  /** The folder of the database's data. */
  cluster: string;
};

export type Act = { atMs: number } & (
  | { what: 'kill node'; node: number }
  | { what: 'freeze node'; node: number; forMs: number }
  /** `by`: milliseconds of the torture's time. */
  | { what: 'clock jumps'; node: number; by: number; forMs: number }
  | { what: 'cut connections'; node: number }
  | { what: 'swallow an answer'; node: number }
  | { what: 'shut the way'; node: number; forMs: number }
  | { what: 'end sessions'; share: number }
  | { what: 'kill backend'; which: number }
  | { what: 'kill postmaster' }
  | { what: 'kill receiver' }
);

/** How much of each there is: the more, the likelier. */
const WEIGHTS: readonly (readonly [Act['what'], number])[] = [
  ['kill node', 3],
  ['freeze node', 2],
  ['clock jumps', 3],
  ['cut connections', 2],
  ['swallow an answer', 5],
  ['shut the way', 1],
  ['end sessions', 2],
  ['kill backend', 1],
  ['kill postmaster', 1],
  ['kill receiver', 1],
];
const ALL = WEIGHTS.reduce((sum, [, weight]) => sum + weight, 0);
const FEWEST = 3;
const MOST = 7;

const SECOND = 1000;
const HOUR = 3_600_000;

function drawn(random: Random): Act['what'] {
  let left = random.next() * ALL;
  for (const [what, weight] of WEIGHTS) {
    left -= weight;
    if (left < 0) return what;
  }
  return 'kill node';
}

/** The jump of a clock: some so small that the node goes on, most so large that it must not. */
function jump(random: Random): number {
  const sign = random.chance(0.5) ? 1 : -1;
  if (random.chance(0.25)) return sign * random.whole(100, 1500);
  return sign * random.whole(30 * SECOND, random.chance(0.5) ? 5 * 60 * SECOND : 48 * HOUR);
}

/**
 * What will be done in a storm.
 * @param leaseMs how long work belongs to a node, in milliseconds of the wall clock: some freeze for longer
 */
export function plan(random: Random, stormMs: number, nodes: number, leaseMs: number): Act[] {
  const acts = Array.from({ length: random.whole(FEWEST, MOST) }, (): Act => {
    const atMs = random.whole(50, stormMs);
    const node = random.whole(0, nodes - 1);
    const what = drawn(random);
    switch (what) {
      case 'freeze node':
        // Begun early enough to last beyond the lease.
        return { what, node, atMs: Math.floor(atMs / 2), forMs: random.whole(leaseMs / 4, leaseMs * 1.6) };
      case 'clock jumps':
        return { what, atMs, node, by: jump(random), forMs: random.whole(200, 1200) };
      case 'shut the way':
        return { what, atMs, node, forMs: random.whole(50, 600) };
      case 'end sessions':
        return { what, atMs, share: random.next() };
      case 'kill backend':
        return { what, atMs, which: random.whole(0, 1000) };
      case 'kill node':
      case 'cut connections':
      case 'swallow an answer':
        return { what, atMs, node };
      case 'kill postmaster':
      case 'kill receiver':
        return { what, atMs };
    }
  });
  return acts.toSorted((a, b) => a.atMs - b.atMs);
}

/** Does what was planned; resolves when all of it is done and undone. */
export async function storm(acts: readonly Act[], victims: Victims): Promise<void> {
  await Promise.all(
    acts.map(async (act) => {
      await sleep(act.atMs);
      await carryOut(act, victims);
    }),
  );
}

async function carryOut(act: Act, victims: Victims): Promise<void> {
  const node = 'node' in act ? victims.nodes[act.node] : undefined;
  const proxy = 'node' in act ? victims.proxies[act.node] : undefined;
  switch (act.what) {
    case 'kill node':
      return node?.kill();
    case 'freeze node':
      node?.freeze();
      await sleep(act.forMs);
      return node?.thaw();
    case 'clock jumps':
      node?.jump(act.by);
      await sleep(act.forMs);
      return node?.jump(0);
    case 'cut connections':
      return proxy?.cut();
    case 'swallow an answer':
      return proxy?.swallow();
    case 'shut the way':
      if (!proxy) return;
      proxy.shut = true;
      await sleep(act.forMs);
      proxy.shut = false;
      return;
    case 'end sessions':
      return endSessions(victims, act.share);
    case 'kill backend':
      return killBackend(victims, act.which);
    case 'kill postmaster': {
      const pid = runningPid(victims);
      if (pid !== undefined) kill(pid);
      return;
    }
    case 'kill receiver':
      return victims.receiver.kill();
  }
}

/** Pids of sessions of the service; none while the database is away. */
async function sessions({ embedded }: Victims, sql: string, values: unknown[]): Promise<number[]> {
  try {
    const client = await openClient(embedded.admin);
    try {
      return (await client.query<{ pid: number }>(sql, values)).rows.map(({ pid }) => pid);
    } finally {
      await client.end();
    }
  } catch {
    return [];
  }
}

const SESSIONS = `from pg_stat_activity where usename = 'sayso_service'`;

const endSessions = async (victims: Victims, share: number): Promise<void> =>
  void (await sessions(
    victims,
    `select pid from (select pid, pg_terminate_backend(pid) ${SESSIONS} and random() < $1) as ended`,
    [share],
  ));

/** Without a word, as the system does when memory ends: PostgreSQL then starts all of itself anew. */
async function killBackend(victims: Victims, which: number): Promise<void> {
  const pids = await sessions(victims, `select pid ${SESSIONS} order by pid`, []);
  const pid = pids[which % Math.max(1, pids.length)];
  if (pid !== undefined) kill(pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
