/**
 * Rounds of torture: a storm in which clients race and the adversary strikes, a calm in which all that is due gets done, and
 * then every check. The organizations of an era live through several rounds, so that what is due late falls due; at its
 * end the customers withdraw what is still open.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbedded } from '../../src/shell/database/embedded.ts';
import { type Act, plan, storm, type Victims } from './adversary.ts';
import type { Evidence } from './evidence.ts';
import { inFolder } from './folder.ts';
import { furnish, LEASE_MS } from './furnish.ts';
import { inspect, type Wrong } from './inspect.ts';
import { Proxy } from './proxy.ts';
import { Random } from './random.ts';
import { unstuck } from './unstuck.ts';
import { type Era, type House, newEra, rehearse, settle, weather, withdrawAll } from './round.ts';

const NODES = 3;
const ERA_ROUNDS = 8;
const STORM_MS = 2200;

export type Options = {
  rounds: number;
  seed: number;
  say: (line: string) => void;
  /** Stops between two steps; everything is cleaned up. */
  signal?: AbortSignal;
};

export type Found = Wrong & { round: number };

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

type Tortured = House & Victims;

/** Tortures, and leaves nothing behind. */
export function torture(options: Options): Promise<Outcome> {
  return inFolder('torture', async (folder, open) => live(await build(folder, options, open), options));
}

async function build(folder: string, { seed }: Options, open: (() => Promise<void>)[]): Promise<Tortured> {
  const embedded = await startEmbedded({ dataDir: path.join(folder, 'data') });
  open.push(embedded.stop);
  const proxies: Proxy[] = [];
  for (let number = 1; number <= NODES; number++) {
    const proxy = await Proxy.open(path.join(folder, `n${number}`), embedded.service.host);
    open.push(() => proxy.close());
    proxies.push(proxy);
  }
  const ways = proxies.map(({ folder: host }) => [{ ...embedded.service, host }]);
  const house = await furnish(folder, { embedded, owner: embedded.owner, ways, seed }, open);
  return { ...house, proxies, cluster: path.join(embedded.dataDir, 'postgres') };
}

async function live(house: Tortured, { rounds, seed, say, signal }: Options): Promise<Outcome> {
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
  house: Tortured,
  { round, random, acts, era, isLast }: Round,
  outcome: Outcome,
): Promise<{ found: Wrong[]; answers: number; now: Era }> {
  const { crowd } = house;
  if (!era) crowd.forget();
  const before = crowd.heard.length;
  const now = era ?? (await newEra(house, Math.ceil(round / ERA_ROUNDS)));
  if (!era) await rehearse(house, random.branch(), round, now);
  await weather(house, random, () => blow(house, acts), round, now);
  if (isLast) await withdrawAll(house, random.branch(), now);
  const left = await settle(house, now);
  const { wrong: found, evidence } = await inspect(house, now.organizations, left);
  outcome.evidence = evidence;
  const heard = crowd.heard.slice(before);
  outcome.acknowledged += heard.filter(({ reply }) => reply.done).length;
  if (isLast) count(outcome);
  return { found, answers: heard.length, now };
}

async function blow(house: Tortured, acts: readonly Act[]): Promise<void> {
  await Promise.all([storm(acts, house), sleep(STORM_MS)]);
  for (const proxy of house.proxies) proxy.calm();
}

const words = (acts: readonly Act[]): string =>
  acts.map((act) => ('node' in act ? `${act.what} ${act.node + 1}` : act.what)).join(', ');

function count(outcome: Outcome): void {
  for (const { outbox, receipts } of outcome.evidence) {
    outcome.effects += outbox.filter(({ done }) => done !== null).length;
    outcome.repeats += receipts.filter(({ what }) => what === 'repeat').length;
  }
}
