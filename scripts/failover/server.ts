/** One PostgreSQL server of a pair: the programs that Sayso brings along over a folder, started, killed and frozen by hand. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, openClient } from '../../src/shell/database/connect.ts';
import { binariesFor } from '../../src/shell/database/embedded-binaries.ts';
import { makeSockets, PORT, preparePlace } from '../../src/shell/database/embedded-folder.ts';
import {
  type House,
  launch,
  type Launched,
  removeStalePid,
  saidSince,
  SUPERUSER,
} from '../../src/shell/database/embedded-server.ts';

const COMES_UP_WITHIN_MS = 30_000;

export class Server {
  readonly house: House;
  private launched: Launched | undefined;
  /** All of it, when it is frozen. */
  private frozen: readonly number[] = [];

  private constructor(house: House) {
    this.house = house;
  }

  /** A server over a folder, which may have no data yet. It is not started. */
  static async at(dataDir: string): Promise<Server> {
    const place = await preparePlace(dataDir);
    const native = binariesFor(place.ids, place.dataDir, () => undefined);
    return new Server({ ...place, native, fast: false });
  }

  as(user: string, database = 'sayso'): Connection {
    return { host: this.house.sockets, port: PORT, user, database };
  }

  get admin(): Connection {
    return this.as(SUPERUSER, 'postgres');
  }

  get service(): Connection {
    return this.as('sayso_service');
  }

  /** Starts it. Resolves when it answers; throws with its own words when it does not. */
  async start(): Promise<void> {
    const until = performance.now() + COMES_UP_WITHIN_MS;
    for (;;) {
      if (this.launched === undefined || this.launched.ended) {
        makeSockets(this.house);
        removeStalePid(this.house);
        this.launched = launch(this.house);
      }
      try {
        await this.ask('select 1');
        return;
      } catch (error) {
        if (performance.now() > until)
          throw new Error(saidSince(this.house, this.launched), { cause: error });
      }
      await sleep(20);
    }
  }

  /** Asks as the superuser. Returns the rows. */
  async ask<Row extends object>(sql: string): Promise<Row[]> {
    const client = await openClient({ ...this.admin, database: 'sayso' });
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Kills all of it at one instant, as a machine does that loses its power. */
  async kill(): Promise<void> {
    const { launched } = this;
    if (!launched || launched.ended) return;
    const all = this.frozen.length > 0 ? this.frozen : await this.processes();
    this.frozen = [];
    signal(all, 'SIGKILL');
    while (!launched.ended) await sleep(5);
  }

  /** Stops all of it in its tracks: its connections stay, and nobody answers. */
  async freeze(): Promise<void> {
    this.frozen = await this.processes();
    signal(this.frozen, 'SIGSTOP');
  }

  thaw(): void {
    signal(this.frozen, 'SIGCONT');
    this.frozen = [];
  }

  /** The first of them starts the others. */
  private async processes(): Promise<number[]> {
    const rows = await this.ask<{ pid: number }>('select pid from pg_stat_activity');
    return [this.launched?.child.pid ?? [], rows.map(({ pid }) => pid)].flat();
  }
}

export function signal(processes: readonly number[], name: NodeJS.Signals): void {
  for (const pid of processes)
    try {
      process.kill(pid, name);
    } catch {
      // It ended by itself in the meantime.
    }
}
