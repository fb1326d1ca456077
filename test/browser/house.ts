/** The demo's house, served with its page to browsers: a week of cases, on a clock that a test can move on. */
import assert from 'node:assert/strict';
import { Clock } from '../../src/shell/clock.ts';
import { openDatabase } from '../../src/shell/database/hosts.ts';
import { ensureMonths } from '../../src/shell/database/migrate.ts';
import { engineOf, type Engine } from '../../src/shell/engine.ts';
import { readText } from '../../src/shell/files.ts';
import { putOrganization } from '../../src/shell/organizations.ts';
import { pageFolder } from '../../src/shell/page.ts';
import { startRunner } from '../../src/shell/runner.ts';
import { zones } from '../../src/shell/zones.ts';
import { shop } from '../../src/doors/cli/demo/demo.ts';
import { fill } from '../../src/doors/cli/demo/fill.ts';
import { houseBook, housePeople, zoneOfMorning } from '../../src/doors/cli/demo/house.ts';
import { startHttp, type Http } from '../../src/doors/http/server.ts';
import { freshDatabase } from '../database.ts';

export const HOUSE = 'lantern-house';
const SECRET = new Uint8Array(32).fill(9);
const DAY_MS = 24 * 60 * 60 * 1000;

export type House = {
  /** `http://127.0.0.1:PORT`; the same after the service was away. */
  address: string;
  engine: Engine;
  /** Lets time go by, and waits until all that was due is done. */
  pass: (ms: number) => Promise<void>;
  /** The service is away from now on. */
  stop: () => Promise<void>;
  /** It is there again, at the same address. */
  start: () => Promise<void>;
  close: () => Promise<void>;
};

/** Opens the house. `filled`: with its week of cases; `embedOrigins`: helpdesks that may show the side panel. */
export async function openHouse({
  filled = true,
  embedOrigins = [],
}: { filled?: boolean; embedOrigins?: readonly string[] } = {}): Promise<House> {
  const fresh = await freshDatabase();
  const begins = Math.floor(Date.now() / 60_000) * 60_000;
  let moved: number | undefined = begins - 8 * DAY_MS;
  let ahead = 0;
  const now = (): number => moved ?? Date.now() + ahead;
  const database = openDatabase([fresh.service], { size: 6 });
  const engine = engineOf({
    database,
    clock: new Clock({ wall: now, steady: now }),
    channels: { byKind: new Map(), otherwise: () => Promise.resolve({ delivered: true }) },
  });
  for (const at of [begins - 31 * DAY_MS, begins, begins + 31 * DAY_MS])
    await ensureMonths(fresh.owner, at, 1);
  const zone = zoneOfMorning(begins);
  const put = await putOrganization(engine, {
    id: HOUSE,
    book: { file: 'book.yaml', text: houseBook(readText(shop('book.yaml'), 1e6), zone) },
    people: { file: 'people.yaml', text: housePeople(zone), format: 'yaml' },
  });
  assert.ok(!('problems' in put), JSON.stringify(put));
  const found = zones(zone);
  assert.ok(found);
  if (filled)
    await fill({
      engine,
      organization: HOUSE,
      begins,
      zone: found,
      setTime: (at) => {
        moved = at;
      },
      onDay: () => undefined,
    });
  moved = undefined;
  const folder = await pageFolder();
  assert.ok(folder !== undefined, 'there is no page');
  const runner = startRunner(engine, { askDatabase: () => Promise.resolve(now()), pollMs: 200 });
  let http: Http | undefined;
  const start = async (port = 0): Promise<Http> => {
    http = await startHttp(engine, {
      secret: SECRET,
      port,
      page: { folder, embedOrigins },
      demo: HOUSE,
    });
    return http;
  };
  const { address } = await start();
  const stop = async (): Promise<void> => {
    http?.app.server.closeAllConnections();
    await http?.close();
    http = undefined;
  };
  return {
    address,
    engine,
    pass: async (ms) => {
      ahead += ms;
      await runner.settle();
    },
    stop,
    start: async () => {
      await start(Number(new URL(address).port));
    },
    close: async () => {
      await stop();
      await runner.stop();
      await database.close();
      await fresh.drop();
    },
  };
}
