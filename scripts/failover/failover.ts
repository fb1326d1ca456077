/**
 * Rounds in which a primary dies under load and its standby is promoted. The nodes have one URL with both hosts, and nobody
 * tells them anything. In the end every acknowledged command has to be there, once, and all that is due gets done.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../src/core/words/time.ts';
import { Clock } from '../../src/shell/clock.ts';
import { openDatabase } from '../../src/shell/database/hosts.ts';
import { connectionsFromUrl } from '../../src/shell/database/url.ts';
import { engineOf } from '../../src/shell/engine.ts';
import { writeAnchors } from '../../src/shell/ledger/anchors.ts';
import { databaseNow } from '../../src/shell/store/load.ts';
import { inFolder } from '../torture/folder.ts';
import { furnish } from '../torture/furnish.ts';
import { inspect, type Wrong } from '../torture/inspect.ts';
import { QuickClock, quickened } from '../torture/pace.ts';
import { Random } from '../torture/random.ts';
import { type Era, type House, newEra, settle, SILENT, weather, withdrawAll } from '../torture/round.ts';
import { unstuck } from '../torture/unstuck.ts';
import type { Violation } from '../torture/violation.ts';
import { followed, probe } from './followed.ts';
import { type Gap, gapOf, isFresh } from './gap.ts';
import { Pair } from './pair.ts';
import { revived } from './revived.ts';

const NODES = 3;
/** So many commands are acknowledged before the primary falls, however long that takes. */
const FIRST = 20;
/** A node that acknowledges nothing for so long after the promotion has not come back, in milliseconds. */
const BACK_WITHIN_MS = 20_000;
/** For so long the standby has heard nothing, where it is behind. */
const BEHIND_MS = 300;
/** How long it takes until somebody notices and promotes, at most. */
const NOTICED_MS = 1000;
const ANCHORS_EVERY_MS = 500;

/** Killed; killed while the standby is behind; frozen, so that its connections stay and nobody answers. */
export type Way = 'killed' | 'killed, its standby behind' | 'frozen';
const WAYS: readonly Way[] = ['killed', 'frozen', 'killed, its standby behind'];

export type Options = {
  rounds: number;
  /** How long clients send in a round, in seconds. */
  seconds: number;
  seed: number;
  /** Without waiting for the standby, which is behind: something must get lost, or the checks check nothing. */
  isControl: boolean;
  say: (line: string) => void;
  signal?: AbortSignal;
};

export type Found = Omit<Wrong, 'check'> & { check: Wrong['check'] | 'went on' | 'revived' | 'followed' };

export type Outcome = {
  found: Found[];
  acknowledged: number;
  /** Acknowledged commands that are not there. */
  lost: number;
  gaps: Gap[];
};

/** Goes through all rounds, and leaves nothing behind. */
export function failover(options: Options): Promise<Outcome> {
  return inFolder('failover', async (folder, open) => {
    const pair = await Pair.open(folder, !options.isControl);
    open.push(() => pair.end());
    const service = connectionsFromUrl(pair.url);
    const ways = Array.from({ length: NODES }, () => service);
    const owner = pair.primary.as('sayso_owner');
    const embedded = { admin: pair.primary.admin, service: pair.primary.service };
    const house = await furnish(folder, { embedded, owner, ways, seed: options.seed }, open);
    open.push(keepAnchoring(house, pair.url));
    const outcome: Outcome = { found: [], acknowledged: 0, lost: 0, gaps: [] };
    const random = new Random(options.seed);
    for (let round = 1; round <= options.rounds && !options.signal?.aborted; round++) {
      const found = await unstuck(
        round,
        oneRound(house, pair, { round, random: random.branch(), options }, outcome),
      );
      if (options.isControl) continue;
      for (const { check, kind, where, what } of found)
        options.say(`  ${kind} (${check}): ${where}: ${what}`);
      const faults = house.faults.splice(0);
      if (found.length > 0) options.say(`  latest faults of runners:\n    ${faults.join('\n    ')}`);
      // Whoever is asked next would wait for it.
      if (found.some(({ check }) => check === 'went on')) break;
    }
    return outcome;
  });
}

type Round = { round: number; random: Random; options: Options };

/** Returns what is wrong. */
async function oneRound(
  house: House,
  pair: Pair,
  { round, random, options: { say, isControl, seconds } }: Round,
  outcome: Outcome,
): Promise<Found[]> {
  const way = (isControl ? undefined : WAYS[(round - 1) % WAYS.length]) ?? 'killed, its standby behind';
  await pair.follow();
  house.crowd.forget();
  const era = await newEra(house, round);
  for (const node of house.nodes) for (const organization of era.organizations) node.follow(organization);
  let promoted = 0;
  const storm = async (): Promise<void> => {
    promoted = await strike(house, pair, way, random.branch(), seconds * 1000);
  };
  await weather(house, random.branch(), storm, round, era);
  const { heard } = house.crowd;
  const { gap, missing } = gapOf(
    heard,
    house.nodes.map(({ number }) => number),
    promoted,
  );
  const found =
    missing.length > 0 ? missing.map(neverBack) : await aftermath(house, pair, way, isControl, random, era);
  if (!gap && missing.length === 0) found.push(NOTHING_BEFORE);
  const lost = new Set(found.filter(isLostCommand).map(({ where }) => where)).size;
  const acknowledged = heard.filter(({ reply }) => reply.done).length;
  outcome.found.push(...found);
  outcome.acknowledged += acknowledged;
  outcome.lost += lost;
  if (gap) outcome.gaps.push(gap);
  say(
    `round ${round}: primary ${way}; ${acknowledged} acknowledged, ${lost} lost; ${gap ? wordsOf(gap) : ''}`,
  );
  return found;
}

const neverBack = (node: number): Found => ({
  kind: 'wrong',
  check: 'went on',
  where: `node ${node}`,
  what: 'it did not come back',
});

const NOTHING_BEFORE: Found = {
  kind: 'wrong',
  check: 'went on',
  where: 'clients',
  what: 'nothing was acknowledged before the primary fell, so nothing was tried',
};

/** The old primary comes up again, everything comes to its end, and all is looked at. */
async function aftermath(
  house: House,
  pair: Pair,
  way: Way,
  isControl: boolean,
  random: Random,
  era: Era,
): Promise<Found[]> {
  const found: Found[] = [];
  const add = (check: Found['check'], violations: readonly Violation[]): void =>
    void found.push(...violations.map((violation) => ({ ...violation, check })));
  const [organization = ''] = era.organizations;
  if (!isControl) {
    if (way === 'frozen') pair.standby.thaw();
    else await pair.standby.start();
    add('revived', await revived(house, pair, organization));
  }
  await withdrawAll(house, random.branch(), era);
  let left = await settle(house, era);
  if (!isControl) {
    const probedMs = await probe(house, organization);
    left = await settle(house, era);
    add('followed', await followed(house, pair.primary, era.organizations, probedMs));
  }
  return [...found, ...(await inspect(house, era.organizations, left)).wrong];
}

const isLostCommand = ({ check, kind }: Found): boolean => check === 'acknowledged' && kind === 'lost';

const secondsOf = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const wordsOf = ({ gapMs, promotedMs, backMs }: Gap): string =>
  `${secondsOf(gapMs)} without an answer, ${secondsOf(promotedMs)} of it until the promotion; nodes back after ${backMs.map(secondsOf).join(', ')} more`;

/** The primary falls in the middle of the load. In the torture's time: when the other one took its place. */
async function strike(house: House, pair: Pair, way: Way, random: Random, lastsMs: number): Promise<Instant> {
  const { crowd, nodes } = house;
  const until = performance.now() + lastsMs;
  await sleep(random.whole(lastsMs / 4, lastsMs / 2));
  const numbers = nodes.map(({ number }) => number);
  await becomes(() => crowd.heard.filter(isFresh).length >= FIRST);
  const held = way === 'killed, its standby behind' ? await pair.holdBack() : undefined;
  if (held) await sleep(BEHIND_MS);
  await (way === 'frozen' ? pair.primary.freeze() : pair.primary.kill());
  held?.giveUp();
  await sleep(random.whole(0, NOTICED_MS));
  await pair.promote();
  house.embedded = { admin: pair.primary.admin, service: pair.primary.service };
  const promoted = crowd.now;
  await sleep(Math.max(0, until - performance.now()));
  await becomes(() => gapOf(crowd.heard, numbers, promoted).missing.length === 0);
  return promoted;
}

async function becomes(isSo: () => boolean): Promise<void> {
  const until = performance.now() + BACK_WITHIN_MS;
  while (!isSo() && performance.now() < until) await sleep(50);
}

/** Anchors all chains every now and then, as a node does every minute. Returns what stops it. */
function keepAnchoring({ pace, anchors }: House, url: string): () => Promise<void> {
  const database = openDatabase(connectionsFromUrl(url), { size: 1 });
  const clock = new Clock(new QuickClock(pace));
  const engine = engineOf({ database, clock, channels: SILENT });
  const over = new AbortController();
  const anchor = async (): Promise<void> => {
    await clock.compare(async () => quickened(pace, await database.use((pool) => databaseNow(pool))));
    await writeAnchors(engine, anchors);
  };
  const keep = async (): Promise<void> => {
    while (!over.signal.aborted) {
      // While there is no primary there is nothing to be anchored.
      await anchor().catch(() => undefined);
      await sleep(ANCHORS_EVERY_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  const kept = keep();
  return async () => {
    over.abort();
    // Where it hangs on a primary that is frozen, it ends with that one.
    await Promise.race([kept.then(() => database.close()), sleep(1000)]);
  };
}
