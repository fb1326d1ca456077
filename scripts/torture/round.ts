/** The parts of a round: new organizations, calm, storm, and the wait until all that is due is done. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channels } from '../../src/shell/channels/channel.ts';
import { Clock } from '../../src/shell/clock.ts';
import { type Connection, openClient } from '../../src/shell/database/connect.ts';
import type { Embedded } from '../../src/shell/database/embedded.ts';
import { openDatabase } from '../../src/shell/database/hosts.ts';
import { engineOf } from '../../src/shell/engine.ts';
import { putOrganization } from '../../src/shell/organizations.ts';
import { Client, type Crowd } from './crowd.ts';
import { unsettled } from './evidence.ts';
import type { NodeProcess, ReceiverProcess } from './fleet.ts';
import { FACTOR, type Pace, QuickClock } from './pace.ts';
import type { Random } from './random.ts';
import { play, playEach } from './scenes.ts';
import { BOOK, PEOPLE } from './world.ts';

/** In each organization. */
const CLIENTS = 4;
const ORGANIZATIONS = 2;
const CUSTOMERS = 4;
/** What is due and not done when all has been calm for so long stays undone. */
const SETTLED_WITHIN_MS = 20_000;

/** All that runs. */
export type House = {
  receipts: string;
  anchors: string;
  /** Where the database is at present. */
  embedded: Pick<Embedded, 'admin' | 'service'>;
  receiver: ReceiverProcess;
  nodes: NodeProcess[];
  /** One more node, which no client knows. */
  nodeAt: (service: readonly Connection[]) => NodeProcess;
  crowd: Crowd;
  pace: Pace;
  /** What runners met in this round, the latest; it is shown when something is wrong. */
  faults: string[];
};

/** Organizations that live through some rounds together. */
export type Era = {
  organizations: readonly string[];
  /** Yeses that were never carried out, by organization. */
  given: ReadonlyMap<string, string[]>;
};

export const SILENT: Channels = { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true }) };

/** New organizations with the same book. */
export async function newEra({ embedded, pace }: House, number: number): Promise<Era> {
  const database = openDatabase([embedded.service], { size: 1 });
  const clock = new Clock(new QuickClock(pace));
  const engine = engineOf({ database, clock, channels: SILENT });
  try {
    const organizations: string[] = [];
    for (let n = 1; n <= ORGANIZATIONS; n++) {
      const id = `storm-${number}-${n}`;
      const put = await putOrganization(engine, { id, book: BOOK, people: PEOPLE });
      if ('problems' in put) throw new Error(`the torture's own book: ${JSON.stringify(put.problems)}`);
      organizations.push(id);
    }
    return { organizations, given: new Map(organizations.map((id) => [id, []])) };
  } finally {
    await database.close();
  }
}

type Part = {
  organization: string;
  customers: readonly string[];
  given: Era['given'];
  isOver: () => boolean;
};

const clientOf = ({ crowd }: House, random: Random, { given, ...part }: Part): Client =>
  new Client({ ...part, crowd, random, given: given.get(part.organization) ?? [] });

/** Every scene is played once in calm weather, so that each has been, whatever the storm leaves time for. */
export async function rehearse(
  house: House,
  random: Random,
  round: number,
  { organizations, given }: Era,
): Promise<void> {
  const customers = Array.from({ length: CUSTOMERS }, (_, n) => `c-${round}-calm-${n + 1}`);
  const clients = organizations.map((organization) =>
    clientOf(house, random.branch(), { organization, customers, given, isOver: () => false }),
  );
  await Promise.all(clients.map(playEach));
}

/**
 * The storm, and the calm after it.
 * @param storm resolves when nothing is amiss any more
 */
export async function weather(
  house: House,
  random: Random,
  storm: () => Promise<unknown>,
  round: number,
  { organizations, given }: Era,
): Promise<void> {
  const { nodes, receiver } = house;
  let over = false;
  receiver.moody = true;
  const customers = Array.from({ length: CUSTOMERS }, (_, n) => `c-${round}-${n + 1}`);
  const clients = organizations.flatMap((organization) =>
    Array.from({ length: CLIENTS }, () =>
      clientOf(house, random.branch(), { organization, customers, given, isOver: () => over }),
    ),
  );
  const played = clients.map(play);
  await storm();
  over = true;
  receiver.moody = false;
  for (const node of nodes) node.thaw();
  await Promise.all(nodes.map(({ ready }) => ready));
  await Promise.all(played);
}

/** Customers take back what is still open, so that an era ends. */
export async function withdrawAll(house: House, random: Random, { organizations }: Era): Promise<void> {
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
export async function settle({ embedded, crowd }: House, { organizations }: Era): Promise<number> {
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
