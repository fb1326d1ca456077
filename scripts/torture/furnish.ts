/** Sets up what a round needs around a database: its tables, the receiver, the nodes and their clients. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Connection } from '../../src/shell/database/connect.ts';
import { migrate } from '../../src/shell/database/migrate.ts';
import { Crowd } from './crowd.ts';
import { NodeProcess, ReceiverProcess } from './fleet.ts';
import { FACTOR, type Pace } from './pace.ts';
import type { House } from './round.ts';

/** In milliseconds of the wall clock; some nodes are frozen for longer. */
export const LEASE_MS = 1200;
const MOST_FAULTS = 30;

export type Given = Pick<House, 'embedded'> & {
  owner: Connection;
  /** For each node its way to the database. */
  ways: readonly (readonly Connection[])[];
  seed: number;
};

/** @param open gets what closes what is opened here */
export async function furnish(
  folder: string,
  { embedded, owner, ways, seed }: Given,
  open: (() => Promise<void>)[],
): Promise<House> {
  const receipts = path.join(folder, 'receipts');
  const anchors = path.join(folder, 'anchors');
  mkdirSync(receipts);
  const pace: Pace = { since: Date.now(), factor: FACTOR };
  await migrate(owner, pace.since);
  const receiver = new ReceiverProcess({ folder: receipts, seed });
  open.push(() => receiver.end());
  const address = await receiver.address();
  const faults: string[] = [];
  let count = 0;
  const nodeAt = (service: readonly Connection[]): NodeProcess => {
    const number = ++count;
    const settings = { service, receiver: address, pace, leaseMs: LEASE_MS * FACTOR, anchors };
    const node = new NodeProcess(number, settings, (fault) => {
      if (faults.push(`node ${number}: ${fault}`) > MOST_FAULTS) faults.shift();
    });
    open.push(() => node.end());
    return node;
  };
  const nodes = ways.map(nodeAt);
  await Promise.all(nodes.map(({ ready }) => ready));
  const crowd = new Crowd(nodes, pace);
  return { receipts, anchors, embedded, receiver, nodes, nodeAt, crowd, pace, faults };
}
