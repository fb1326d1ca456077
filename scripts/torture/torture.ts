/**
 * Rounds of torture: a storm in which clients race and the adversary strikes, a calm in which all that is due gets done, and
 * then every check. The organizations of an era live through several rounds, so that what is due late falls due; at its
 * end the customers withdraw what is still open.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openClient } from '../../src/shell/database/connect.ts';
import { startEmbedded } from '../../src/shell/database/embedded.ts';
import { migrate } from '../../src/shell/database/migrate.ts';
import { type Act, plan } from './adversary.ts';
import { check, type CheckName } from './checks.ts';
import { Crowd } from './crowd.ts';
import { type Evidence, gather } from './evidence.ts';
import { NodeProcess, ReceiverProcess } from './fleet.ts';
import { FACTOR, type Pace } from './pace.ts';
import { Proxy } from './proxy.ts';
import { Random } from './random.ts';
import { type Era, type House, newEra, rehearse, settle, STORM_MS, weather, withdrawAll } from './round.ts';
import { sweep } from './sweep.ts';
import type { Violation } from './violation.ts';

const NODES = 3;
const ERA_ROUNDS = 8;
/** In milliseconds of the wall clock; some nodes are frozen for longer. */
const LEASE_MS = 1200;
const MOST_FAULTS = 30;
/** A round that takes so long hangs. */
const STUCK_MS = 180_000;

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
  const { again } = house.crowd;
  const outcome: Outcome = { violations: [], evidence: [], acknowledged: 0, effects: 0, repeats: 0, again };
  const random = new Random(seed);
  const known = new Set<string>();
  let era: Era | undefined;
  for (let round = 1; round <= rounds; round++) {
    if (signal?.aborted) break;
    const began = performance.now();
    const isFirst = (round - 1) % ERA_ROUNDS === 0;
    const isLast = round % ERA_ROUNDS === 0 || round === rounds;
    const own = random.branch();
    const acts = plan(own.branch(), STORM_MS, NODES, LEASE_MS);
    const {
      found: all,
      answers,
      now,
    } = await unstuck(
      round,
      oneRound(house, { round, random: own, acts, era: isFirst ? undefined : era, isLast }, outcome),
    );
    era = now;
    // What was wrong in an earlier round of its era still is.
    const found = all.filter(({ where, what }) => !known.has(`${where}: ${what}`));
    for (const { where, what } of found) known.add(`${where}: ${what}`);
    outcome.violations.push(...found.map((violation) => ({ ...violation, round })));
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(`round ${round}: ${answers} answers, ${words(acts)}; ${seconds} s`);
    for (const { check: by, kind, where, what } of found)
      say(`  ${kind} (${by}, round ${round}, seed ${seed}): ${where}: ${what}`);
    const faults = house.faults.splice(0);
    if (found.length > 0) say(`  latest faults of runners:\n    ${faults.join('\n    ')}`);
  }
  return outcome;
}

type Round = {
  round: number;
  random: Random;
  acts: readonly Act[];
  /** Undefined: a new one begins. */
  era: Era | undefined;
  isLast: boolean;
};

async function oneRound(
  house: House,
  { round, random, acts, era, isLast }: Round,
  outcome: Outcome,
): Promise<{ found: Omit<Found, 'round'>[]; answers: number; now: Era }> {
  const { crowd } = house;
  if (!era) crowd.forget();
  const before = crowd.heard.length;
  const now = era ?? (await newEra(house, Math.ceil(round / ERA_ROUNDS)));
  if (!era) await rehearse(house, random.branch(), round, now);
  await weather(house, random, acts, round, now);
  if (isLast) await withdrawAll(house, random.branch(), now);
  const left = await settle(house, now);
  const found = await inspect(house, now.organizations, outcome, left);
  const heard = crowd.heard.slice(before);
  outcome.acknowledged += heard.filter(({ reply }) => reply.done).length;
  if (isLast) count(outcome);
  return { found, answers: heard.length, now };
}

/** @throws Error when a round does not come to its end */
async function unstuck<T>(round: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`round ${round} does not come to its end`)), STUCK_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

const words = (acts: readonly Act[]): string =>
  acts.map((act) => ('node' in act ? `${act.what} ${act.node + 1}` : act.what)).join(', ');

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
