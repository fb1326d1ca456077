/**
 * Rounds of torture: a storm in which clients race and the adversary strikes, a calm in which all that is due gets done, and
 * then every check. The organizations of an era live through several rounds, so that what is due late falls due; at its
 * end the customers withdraw what is still open.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channels } from '../../src/shell/channels/channel.ts';
import { Clock } from '../../src/shell/clock.ts';
import { openClient } from '../../src/shell/database/connect.ts';
import { type Embedded, startEmbedded } from '../../src/shell/database/embedded.ts';
import { openDatabase } from '../../src/shell/database/hosts.ts';
import { migrate } from '../../src/shell/database/migrate.ts';
import { engineOf } from '../../src/shell/engine.ts';
import { putOrganization } from '../../src/shell/organizations.ts';
import { type Act, plan, storm } from './adversary.ts';
import { check, type CheckName } from './checks.ts';
import { Client, Crowd } from './crowd.ts';
import { type Evidence, gather, unsettled } from './evidence.ts';
import { NodeProcess, ReceiverProcess } from './fleet.ts';
import { FACTOR, type Pace, QuickClock } from './pace.ts';
import { Proxy } from './proxy.ts';
import { Random } from './random.ts';
import { play, playEach } from './scenes.ts';
import { sweep } from './sweep.ts';
import type { Violation } from './violation.ts';
import { BOOK, PEOPLE } from './world.ts';

const NODES = 3;
/** In each organization. */
const CLIENTS = 4;
const ORGANIZATIONS = 2;
const CUSTOMERS = 4;
const ERA_ROUNDS = 8;
const STORM_MS = 2200;
/** In milliseconds of the wall clock; some nodes are frozen for longer. */
const LEASE_MS = 1200;
const MOST_FAULTS = 30;
/** What is due and not done when all has been calm for so long stays undone. */
const SETTLED_WITHIN_MS = 20_000;

export type Options = {
  rounds: number;
  seed: number;
  say: (line: string) => void;
  /** Stops between two steps; everything is cleaned up. */
  signal?: AbortSignal;
};

export type Found = Violation & { round: number; check: CheckName | 'settled' | 'alive' | 'answering' };

export type Outcome = {
  violations: Found[];
  /** Of the last round, one for each organization. */
  evidence: Evidence[];
  acknowledged: number;
  effects: number;
  /** How often the receiver got what it had already. */
  repeats: number;
  /** Why clients sent a command again, and how often. */
  again: ReadonlyMap<string, number>;
};

/** All that runs. */
type House = {
  receipts: string;
  anchors: string;
  cluster: string;
  embedded: Embedded;
  proxies: Proxy[];
  receiver: ReceiverProcess;
  nodes: NodeProcess[];
  crowd: Crowd;
  pace: Pace;
  /** What runners met in this round, the latest; it is shown when something is wrong. */
  faults: string[];
};

/** Tortures, and leaves nothing behind. */
export async function torture(options: Options): Promise<Outcome> {
  sweep();
  const folder = mkdtempSync(path.join(tmpdir(), `sayso-torture-${process.pid}-`));
  // Root's database runs as a user of its own, who has to get through to its data.
  chmodSync(folder, 0o711);
  const open: (() => Promise<void>)[] = [];
  try {
    const house = await build(folder, options, open);
    return await live(house, options);
  } finally {
    for (const close of open.toReversed()) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(folder: string, { seed }: Options, open: (() => Promise<void>)[]): Promise<House> {
  const data = path.join(folder, 'data');
  const receipts = path.join(folder, 'receipts');
  const anchors = path.join(folder, 'anchors');
  mkdirSync(receipts);
  const embedded = await startEmbedded({ dataDir: data });
  open.push(embedded.stop);
  const pace: Pace = { since: Date.now(), factor: FACTOR };
  await migrate(embedded.owner, pace.since);
  const receiver = new ReceiverProcess({ folder: receipts, seed });
  open.push(() => receiver.end());
  const address = await receiver.address();
  const proxies: Proxy[] = [];
  const nodes: NodeProcess[] = [];
  const faults: string[] = [];
  const note = (fault: string): void => {
    if (faults.push(fault) > MOST_FAULTS) faults.shift();
  };
  for (let number = 1; number <= NODES; number++) {
    const way = path.join(folder, `n${number}`);
    const proxy = await Proxy.open(way, embedded.service.host);
    open.push(() => proxy.close());
    const service = { ...embedded.service, host: way };
    const leaseMs = LEASE_MS * FACTOR;
    const node = new NodeProcess(number, { service, receiver: address, pace, leaseMs, anchors }, (fault) =>
      note(`node ${number}: ${fault}`),
    );
    open.push(() => node.end());
    proxies.push(proxy);
    nodes.push(node);
  }
  await Promise.all(nodes.map(({ ready }) => ready));
  const cluster = path.join(embedded.dataDir, 'postgres');
  const crowd = new Crowd(nodes, pace);
  return { receipts, anchors, cluster, embedded, proxies, receiver, nodes, crowd, pace, faults };
}

async function live(house: House, { rounds, seed, say, signal }: Options): Promise<Outcome> {
  const outcome: Outcome = {
    violations: [],
    evidence: [],
    acknowledged: 0,
    effects: 0,
    repeats: 0,
    again: house.crowd.again,
  };
  const random = new Random(seed);
  let organizations: string[] = [];
  let given = new Map<string, string[]>();
  for (let round = 1; round <= rounds; round++) {
    if (signal?.aborted) break;
    const began = performance.now();
    const own = random.branch();
    if ((round - 1) % ERA_ROUNDS === 0) {
      house.crowd.forget();
      organizations = await settlers(house, Math.ceil(round / ERA_ROUNDS));
      given = new Map(organizations.map((organization) => [organization, []]));
      await rehearse(house, own.branch(), round, given);
    }
    const before = house.crowd.heard.length;
    const acts = plan(own.branch(), STORM_MS, NODES, LEASE_MS);
    await weather(house, own, acts, round, given);
    const lastOfEra = round % ERA_ROUNDS === 0 || round === rounds;
    if (lastOfEra) await withdrawAll(house, own.branch(), organizations);
    const left = await settle(house, organizations);
    const found = await inspect(house, organizations, outcome, left);
    outcome.violations.push(...found.map((violation) => ({ ...violation, round })));
    const heard = house.crowd.heard.slice(before);
    outcome.acknowledged += heard.filter(({ reply }) => reply.done).length;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(`round ${round}: ${heard.length} answers, ${words(acts)}; ${seconds} s`);
    for (const { check: by, kind, where, what } of found)
      say(`  ${kind} (${by}, round ${round}, seed ${seed}): ${where}: ${what}`);
    const faults = house.faults.splice(0);
    if (found.length > 0) say(`  latest faults of runners:\n    ${faults.join('\n    ')}`);
    if (lastOfEra) count(outcome);
  }
  return outcome;
}

const words = (acts: readonly Act[]): string =>
  acts.map((act) => ('node' in act ? `${act.what} ${act.node + 1}` : act.what)).join(', ');

const SILENT: Channels = { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true }) };

/** New organizations with the same book. */
async function settlers({ embedded, pace }: House, era: number): Promise<string[]> {
  const database = openDatabase([embedded.service], { size: 1 });
  const clock = new Clock(new QuickClock(pace));
  const engine = engineOf({ database, clock, channels: SILENT });
  try {
    const made: string[] = [];
    for (let n = 1; n <= ORGANIZATIONS; n++) {
      const id = `storm-${era}-${n}`;
      const put = await putOrganization(engine, { id, book: BOOK, people: PEOPLE });
      if ('problems' in put) throw new Error(`the torture's own book: ${JSON.stringify(put.problems)}`);
      made.push(id);
    }
    return made;
  } finally {
    await database.close();
  }
}

type Part = {
  organization: string;
  customers: readonly string[];
  given: ReadonlyMap<string, string[]>;
  isOver: () => boolean;
};

const clientOf = ({ crowd }: House, random: Random, { given, ...part }: Part): Client =>
  new Client({ ...part, crowd, random, given: given.get(part.organization) ?? [] });

/** Every scene is played once in calm weather, so that each has been, whatever the storm leaves time for. */
async function rehearse(
  house: House,
  random: Random,
  round: number,
  given: ReadonlyMap<string, string[]>,
): Promise<void> {
  const customers = Array.from({ length: CUSTOMERS }, (_, n) => `c-${round}-calm-${n + 1}`);
  const clients = [...given.keys()].map((organization) =>
    clientOf(house, random.branch(), { organization, customers, given, isOver: () => false }),
  );
  await Promise.all(clients.map(playEach));
}

/** The storm, and the calm after it. */
async function weather(
  house: House,
  random: Random,
  acts: readonly Act[],
  round: number,
  given: ReadonlyMap<string, string[]>,
): Promise<void> {
  const { nodes, proxies, receiver } = house;
  let over = false;
  receiver.moody = true;
  const customers = Array.from({ length: CUSTOMERS }, (_, n) => `c-${round}-${n + 1}`);
  const clients = [...given.keys()].flatMap((organization) =>
    Array.from({ length: CLIENTS }, () =>
      clientOf(house, random.branch(), { organization, customers, given, isOver: () => over }),
    ),
  );
  const played = clients.map(play);
  await Promise.all([storm(acts, house), sleep(STORM_MS)]);
  over = true;
  receiver.moody = false;
  for (const proxy of proxies) proxy.calm();
  for (const node of nodes) node.thaw();
  await Promise.all(nodes.map(({ ready }) => ready));
  await Promise.all(played);
}

/** Customers take back what is still open, so that an era ends. */
async function withdrawAll(house: House, random: Random, organizations: readonly string[]): Promise<void> {
  const admin = await openClient({ ...house.embedded.admin, database: 'sayso' });
  try {
    const { rows } = await admin.query<{ organization: string; id: string }>(
      `select organization_id as organization, id from sayso."case" where open and organization_id = any($1)`,
      [organizations],
    );
    const take = async (): Promise<void> => {
      for (let next = rows.pop(); next; next = rows.pop())
        await house.crowd.send(random, {
          organization: next.organization,
          by: { kind: 'customer' },
          case: next.id,
          command: { do: 'close', as: 'withdrawn' },
        });
    };
    await Promise.all(Array.from({ length: CLIENTS }, take));
  } finally {
    await admin.end();
  }
}

/** Waits until all that is due is done. Returns how much was left when patience ended. */
async function settle({ embedded, crowd }: House, organizations: readonly string[]): Promise<number> {
  const until = performance.now() + SETTLED_WITHIN_MS;
  const admin = await openClient({ ...embedded.admin, database: 'sayso' });
  try {
    for (;;) {
      // What falls due at this moment is always under way.
      const left = await unsettled(admin, organizations, crowd.now - FACTOR * 200);
      if (left === 0 || performance.now() > until) return left;
      await sleep(50);
    }
  } finally {
    await admin.end();
  }
}

async function inspect(
  { embedded, receipts, anchors, crowd, nodes, receiver }: House,
  organizations: readonly string[],
  outcome: Outcome,
  left: number,
): Promise<Omit<Found, 'round'>[]> {
  const admin = await openClient({ ...embedded.admin, database: 'sayso' });
  try {
    outcome.evidence = [];
    for (const organization of organizations)
      outcome.evidence.push(
        await gather(admin, organization, { receipts, anchors, heard: crowd.heard, now: () => crowd.now }),
      );
  } finally {
    await admin.end();
  }
  const found: Omit<Found, 'round'>[] = (await Promise.all(outcome.evidence.map(check))).flat();
  if (left > 0)
    found.push({ kind: 'lost', check: 'settled', where: 'runner', what: `${left} due things stay undone` });
  for (const { who, code, said } of [...nodes.flatMap((node) => node.takeDied()), ...receiver.takeDied()])
    found.push({ kind: 'wrong', check: 'alive', where: who, what: `it ended by itself (${code}): ${said}` });
  for (const what of crowd.unanswered.splice(0))
    found.push({ kind: 'lost', check: 'answering', where: 'client', what });
  return found;
}

function count(outcome: Outcome): void {
  for (const { outbox, receipts } of outcome.evidence) {
    outcome.effects += outbox.filter(({ done }) => done !== null).length;
    outcome.repeats += receipts.filter(({ what }) => what === 'repeat').length;
  }
}
