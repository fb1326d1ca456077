/** Whether those who follow live were told of every entry, once and in order, and at once again after the failover. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sent } from '../../src/shell/handle.ts';
import type { NodeProcess } from '../torture/fleet.ts';
import type { House } from '../torture/round.ts';
import type { Violation } from '../torture/violation.ts';
import type { Server } from './server.ts';

const PROBES = 7;
const WITHIN_MS = 10_000;
/** A node that is told nothing by the others looks by itself every two seconds. */
const AT_ONCE_MS = 600;

/**
 * While nothing else goes on, commands on one node, and how long it takes until the followers on all others are told.
 * @returns in milliseconds, the middle one of some
 */
export async function probe({ nodes, crowd }: House, organization: string): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < PROBES; n++) {
    const node = nodes[n % nodes.length];
    const opened = await node?.send(opening(organization, `probe-${crowd.now}`), WITHIN_MS);
    const began = performance.now();
    if (!opened || !('done' in opened && opened.done)) throw new Error(`a probe: ${JSON.stringify(opened)}`);
    const { sequence, case: id } = opened;
    const until = began + WITHIN_MS;
    while (!nodes.every((one) => isTold(one, organization, sequence)) && performance.now() < until)
      await sleep(5);
    took.push(performance.now() - began);
    const key = `end of probe-${crowd.now}`;
    const by = { kind: 'customer' } as const;
    if (id !== null)
      await node?.send(
        { organization, key, by, case: id, command: { do: 'close', as: 'withdrawn' } },
        WITHIN_MS,
      );
  }
  return took.toSorted((a, b) => a - b)[Math.floor(PROBES / 2)] ?? Infinity;
}

const opening = (organization: string, key: string): Sent => ({
  organization,
  by: { kind: 'person', id: 'mia' },
  command: { do: 'open', request: { type: 'refund', customer: `c-${key}`, facts: { amount: '10.00' } } },
  key,
});

const isTold = (node: NodeProcess, organization: string, sequence: number): boolean =>
  (node.toldOf(organization)?.last ?? 0) >= sequence;

/** What is wrong with what followers were told, once all is done. */
export async function followed(
  { nodes }: House,
  primary: Server,
  organizations: readonly string[],
  probedMs: number,
): Promise<Violation[]> {
  const found: Violation[] = [];
  if (probedMs > AT_ONCE_MS)
    found.push({
      kind: 'wrong',
      where: 'followers',
      what: `they were told of what other nodes store after ${Math.round(probedMs)} ms`,
    });
  for (const organization of organizations) {
    const [head] = await primary.ask<{ sequence: number }>(
      `select sequence from sayso.ledger_head where organization_id = '${organization}'`,
    );
    const end = head?.sequence ?? 0;
    for (const node of nodes) {
      const until = performance.now() + WITHIN_MS;
      while (!isTold(node, organization, end) && performance.now() < until) await sleep(20);
      const told = node.toldOf(organization);
      const where = `follower of ${organization} on node ${node.number}`;
      if (told?.last !== end)
        found.push({ kind: 'lost', where, what: `it was told up to ${told?.last ?? 0} of ${end} entries` });
      if (told && told.wrong > 0)
        found.push({ kind: 'wrong', where, what: `${told.wrong} entries came twice, late or not at all` });
    }
  }
  return found;
}
