/** A primary and its standby, on one machine. PostgreSQL's own pg_basebackup is not among the programs that npm brings. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openClient } from '../../src/shell/database/connect.ts';
import { startEmbedded } from '../../src/shell/database/embedded.ts';
import { Server, signal } from './server.ts';

const IN_STEP_WITHIN_MS = 30_000;
/** By this name the primary knows it. */
const NAME = 'standby';
/** It has no standby of its own; and looking for the old primary every 5 s only, it would be promoted as late. */
const AS_STANDBY = `synchronous_standby_names = ''
wal_retrieve_retry_interval = '100ms'
wal_keep_size = '256MB'
`;

export class Pair {
  primary: Server;
  /** The other one: follows, or is what has fallen. */
  standby: Server;
  private readonly isSynchronous: boolean;

  private constructor(primary: Server, standby: Server, isSynchronous: boolean) {
    this.primary = primary;
    this.standby = standby;
    this.isSynchronous = isSynchronous;
  }

  /** Two servers in a folder, of which the first one runs. */
  static async open(folder: string, isSynchronous: boolean): Promise<Pair> {
    const one = path.join(folder, 'one');
    // Makes the data, the roles and the database.
    await (await startEmbedded({ dataDir: one })).stop();
    const pair = new Pair(await Server.at(one), await Server.at(path.join(folder, 'two')), isSynchronous);
    await pair.primary.start();
    return pair;
  }

  /** Both hosts as the one URL has them; which of them is the primary does not show. */
  get url(): string {
    const hosts = [this.primary, this.standby].map(({ house }) => encodeURIComponent(house.sockets));
    return `postgres://sayso_service@${hosts.toSorted().join(',')}/sayso`;
  }

  /** Makes the standby anew from what the primary has, while that goes on. Resolves when they are in step. */
  async follow(): Promise<void> {
    const { primary, standby } = this;
    await standby.kill();
    const { cluster } = standby.house;
    rmSync(cluster, { recursive: true, force: true });
    const admin = await openClient(primary.admin);
    try {
      await admin.query(`select pg_backup_start('${NAME}', true)`);
      // What vanishes while it is copied is not needed; the label and the log see to the rest.
      spawnSync('cp', ['-a', primary.house.cluster, cluster], { stdio: 'ignore' });
      const { rows } = await admin.query<{ labelfile: string }>(
        'select labelfile from pg_backup_stop(false)',
      );
      for (const file of ['postmaster.pid', 'postmaster.opts'])
        rmSync(path.join(cluster, file), { force: true });
      this.write('backup_label', rows[0]?.labelfile ?? '');
      this.write('standby.signal', '');
      const follows = `host=${primary.house.sockets} user=${primary.admin.user} application_name=${NAME}`;
      appendFileSync(
        path.join(cluster, 'postgresql.auto.conf'),
        `primary_conninfo = '${follows}'\n${AS_STANDBY}`,
      );
      await standby.start();
      if (this.isSynchronous) {
        await admin.query(`alter system set synchronous_standby_names = '${NAME}'`);
        await admin.query('select pg_reload_conf()');
      }
    } finally {
      await admin.end();
    }
    await this.inStep();
  }

  private write(name: string, text: string): void {
    const { cluster, ids } = this.standby.house;
    const file = path.join(cluster, name);
    writeFileSync(file, text, { mode: 0o600 });
    if (ids.uid !== undefined && ids.gid !== undefined) chownSync(file, ids.uid, ids.gid);
  }

  private async inStep(): Promise<void> {
    const wanted = this.isSynchronous ? 'sync' : 'async';
    const until = performance.now() + IN_STEP_WITHIN_MS;
    for (;;) {
      const rows = await this.primary.ask<{ is: string }>(
        "select sync_state as is from pg_stat_replication where state = 'streaming'",
      );
      if (rows[0]?.is === wanted) return;
      if (performance.now() > until) throw new Error(`the standby is not in step: ${JSON.stringify(rows)}`);
      await sleep(20);
    }
  }

  /** The standby hears nothing any more; what the primary sends until its end is lost on the way. */
  async holdBack(): Promise<{ giveUp: () => void }> {
    const rows = await this.standby.ask<{ pid: number }>('select pid from pg_stat_wal_receiver');
    const receivers = rows.map(({ pid }) => pid);
    if (receivers.length === 0) throw new Error('the standby receives nothing');
    signal(receivers, 'SIGSTOP');
    return {
      giveUp: () => {
        // The first signal is the first that it sees.
        signal(receivers, 'SIGTERM');
        signal(receivers, 'SIGCONT');
      },
    };
  }

  /** The standby is the primary from now on. */
  async promote(): Promise<void> {
    const [row] = await this.standby.ask<{ promoted: boolean }>('select pg_promote(true, 30) as promoted');
    if (row?.promoted !== true) throw new Error('the standby can not be promoted');
    [this.primary, this.standby] = [this.standby, this.primary];
  }

  async end(): Promise<void> {
    await this.primary.kill();
    await this.standby.kill();
  }
}
