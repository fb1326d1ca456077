/**
 * The old primary comes up again as it was, and believes that it still is one. Whoever reaches it alone must be told
 * nothing; whoever reaches both must find the right one. Its commits wait for a standby that follows it no longer.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sent } from '../../src/shell/handle.ts';
import { HUNG_UP, type NodeProcess } from '../torture/fleet.ts';
import type { Reply } from '../torture/node.ts';
import type { House } from '../torture/round.ts';
import type { Violation } from '../torture/violation.ts';
import type { Pair } from './pair.ts';
import type { Server } from './server.ts';

/** A client's patience with a node that only reaches the old one. */
const HANGS_UP_MS = 1500;
const WITHIN_MS = 10_000;

/** What is wrong while it is there. In the end it is gone again. */
export async function revived(
  house: House,
  { primary, standby: old }: Pair,
  organization: string,
): Promise<Violation[]> {
  const key = `revived-${house.crowd.now}`;
  const sent: Sent & { key: string } = {
    organization,
    by: { kind: 'person', id: 'mia' },
    command: { do: 'open', request: { type: 'refund', customer: `c-${key}`, facts: { amount: '10.00' } } },
    key,
  };
  const found: Violation[] = [];
  const see = (kind: Violation['kind'], what: string): void =>
    void found.push({ kind, where: 'the old primary, revived', what });
  const alone = house.nodeAt([old.service]);
  const both = house.nodeAt([old.service, primary.service]);
  try {
    await Promise.all([alone.ready, both.ready]);
    // One that had first gone to the old one, and was called back, would say that it lost the database.
    const atOnce = await untilClockIsRight(both, { ...sent, key: `${key}-both` });
    if (!('done' in atOnce && atOnce.done))
      see('wrong', `a node with both hosts does not find the primary: ${JSON.stringify(atOnce)}`);
    const first = await untilHungUp(alone, sent);
    if (first) see('lost', `alone it acknowledged a command: ${JSON.stringify(first)}`);
    if (!(await waits(old))) see('wrong', 'no commit waits there, so nothing was tried');
    // Coming up once more it shows what it had committed and nobody else has.
    await comeUpAgain(old);
    if (!(await knows(old, key))) {
      // Frozen in the middle of a commit it kept it waiting behind that one.
      await untilHungUp(alone, sent);
      await comeUpAgain(old);
    }
    if (!(await knows(old, key))) see('wrong', 'it has not kept what it had committed, so nothing was tried');
    const second = await untilHungUp(alone, sent);
    if (second) see('lost', `it acknowledged what it alone has: ${JSON.stringify(second)}`);
    const third = await untilAnswered(both, sent, house);
    if (!('done' in third && third.done && !third.replayed))
      see(
        'wrong',
        `a node with both hosts answered ${JSON.stringify(third)} to a command that is new to the primary`,
      );
  } finally {
    await alone.end();
    await both.end();
    await old.kill();
  }
  return found;
}

async function comeUpAgain(server: Server): Promise<void> {
  await server.kill();
  await server.start();
}

const knows = async (server: Server, key: string): Promise<boolean> =>
  (await server.ask(`select from sayso.command where key = '${key}'`)).length > 0;

/** What a node answers once it has compared its clock, which takes a while where the machine has much else to do. */
async function untilClockIsRight(node: NodeProcess, sent: Sent): Promise<Reply> {
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    const reply = await node.send(sent, WITHIN_MS);
    if (!('unknown' in reply && reply.unknown === 'clock-off') || performance.now() > until) return reply;
    await sleep(50);
  }
}

/** Sends until the client hangs up because nothing comes: then it was tried. An answer, if there was one all the same. */
async function untilHungUp(node: NodeProcess, sent: Sent): Promise<Reply | undefined> {
  const until = performance.now() + WITHIN_MS;
  let reply: Reply;
  do {
    reply = await node.send(sent, HANGS_UP_MS);
    if (!('unknown' in reply)) return reply;
    if (reply.unknown === HUNG_UP) return undefined;
    await sleep(50);
  } while (performance.now() < until);
  return reply;
}

/** Sends until there is an answer, which counts like those that the other clients got. */
async function untilAnswered(
  node: NodeProcess,
  sent: Sent & { key: string },
  { crowd }: House,
): Promise<Reply> {
  const until = performance.now() + WITHIN_MS;
  const since = crowd.now;
  for (let times = 1; ; times++) {
    const reply = await node.send(sent, WITHIN_MS);
    if (!('unknown' in reply)) {
      const { organization, key, command } = sent;
      const note = { organization, key, command: command.do, by: 'mia', node: node.number };
      crowd.heard.push({ ...note, reply, times, sent: since, heard: crowd.now });
    }
    if (!('unknown' in reply) || performance.now() > until) return reply;
    await sleep(50);
  }
}

/** Whether a commit comes to wait there for its standby. */
async function waits(server: Server): Promise<boolean> {
  const until = performance.now() + WITHIN_MS;
  do {
    const rows = await server.ask("select from pg_stat_activity where wait_event = 'SyncRep'");
    if (rows.length > 0) return true;
    await sleep(50);
  } while (performance.now() < until);
  return false;
}
