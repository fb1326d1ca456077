/** `sayso backup` and `sayso restore`: everything of a database in one file, and from it into an empty one. */
import type { Command } from 'commander';
import { UTC, wallTime } from '../../core/words/time.ts';
import { backUp } from '../../shell/backup/backup.ts';
import { restore } from '../../shell/backup/restore.ts';
import type { Connection } from '../../shell/database/connect.ts';
import { DatabaseFault } from '../../shell/database/fault.ts';
import { verifyLedger } from '../../shell/ledger/verify.ts';
import { placeOf, start } from '../../shell/start.ts';
import { StoreFault } from '../../shell/store/fault.ts';
import {
  configurationOf,
  organizationIds,
  settingsOf,
  withDataOptions,
  type EngineOptions,
} from './engine.ts';
import { ANSWERED, print, printJson, PROBLEMS, WrongUse, type World } from './io.ts';

/** Adds `sayso backup` and `sayso restore`. */
export function backupCommands(program: Command, world: World, done: (code: number) => void): void {
  withDataOptions(
    program
      .command('backup')
      .description('everything of the database as of now, in one file; cases go on meanwhile')
      .option('--json', 'print JSON')
      .requiredOption('--out <file>', 'where to; it is there when it is whole'),
  ).action(async (options: EngineOptions & { out: string }) => done(await backup(world, options)));
  withDataOptions(
    program
      .command('restore <file>')
      .description('put a backup into a database that holds nothing, and prove its ledgers')
      .option('--json', 'print JSON'),
  ).action(async (file: string, options: EngineOptions) => done(await putBack(world, file, options)));
}

const backup = (world: World, options: EngineOptions & { out: string }): Promise<number> =>
  asOwner(world, options, async (owner) => {
    const done = await backUp(owner, options.out, world.now());
    if (options.json) printJson(world, done);
    else
      print(
        world,
        `${done.file}: ${done.rows} rows of ${done.tables} tables, ${Math.ceil(done.bytes / 1024)} KB.`,
      );
    return ANSWERED;
  });

const putBack = (world: World, file: string, options: EngineOptions): Promise<number> =>
  asOwner(world, options, async (owner) => {
    const restored = await restore(owner, file, world.now());
    const ledgers = await verified(world, options);
    if (options.json) printJson(world, { ...restored, ledgers });
    else {
      print(world, `Restored: ${restored.rows} rows, as of ${wallTime(UTC, restored.takenAt)} (UTC).`);
      for (const { organization, entries, broken } of ledgers)
        print(
          world,
          `${organization}: ${entries} entries, ${broken ? 'BROKEN' : 'every one of them as it was recorded'}.`,
        );
    }
    return ledgers.some(({ broken }) => broken) ? PROBLEMS : ANSWERED;
  });

type Ledger = { organization: string; entries: number; broken: boolean };

/** The restored ledgers, proved. No node works meanwhile: nothing is sent before somebody has looked. */
async function verified(world: World, options: EngineOptions): Promise<Ledger[]> {
  const started = await start(configurationOf(world, settingsOf(world, options)));
  try {
    const ledgers: Ledger[] = [];
    for (const organization of await organizationIds(started)) {
      const proof = await verifyLedger(started.engine, organization, started.anchorsDir);
      ledgers.push({ organization, entries: proof?.entries ?? 0, broken: proof?.broken !== null });
    }
    return ledgers;
  } finally {
    await started.close();
  }
}

async function asOwner<T>(
  world: World,
  options: EngineOptions,
  work: (owner: Connection) => Promise<T>,
): Promise<T> {
  try {
    const place = await placeOf(configurationOf(world, settingsOf(world, options)));
    try {
      if (place.owner) return await work(await place.owner());
      throw new WrongUse(
        'Only the owner of the database sees everything in it.',
        'Set SAYSO_DATABASE_OWNER_URL as well.',
      );
    } finally {
      await place.stop();
    }
  } catch (error) {
    if (error instanceof DatabaseFault || error instanceof StoreFault)
      throw new WrongUse(error.message, error.mend);
    throw error;
  }
}
