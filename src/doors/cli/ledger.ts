/** `sayso ledger …`: whether the ledger is what was recorded, taking it out, and erasing from it. */
import { createWriteStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { formatInstant } from '../../core/words/time.ts';
import { codeOf, wordsOf } from '../../shell/database/fault.ts';
import { openStream } from '../../shell/files.ts';
import type { Verified } from '../../shell/ledger/chain.ts';
import { eraseCustomer, type Left } from '../../shell/ledger/erase.ts';
import { exportLedger, verifyExport } from '../../shell/ledger/export.ts';
import { verifyLedger } from '../../shell/ledger/verify.ts';
import { StoreFault } from '../../shell/store/fault.ts';
import { withDatabaseOptions, withOrganization, type EngineOptions } from './engine.ts';
import { ANSWERED, print, printJson, PROBLEMS, refuse, styled, WrongUse, type World } from './io.ts';

type Options = EngineOptions & { anchors?: string; file?: string; out?: string };
type EraseOptions = EngineOptions & { customer: string; by: string };

/** Adds `sayso ledger …`. */
export function ledgerCommands(program: Command, world: World, done: (code: number) => void): void {
  const group = program
    .command('ledger')
    .description('the append-only record of every event: proved, exported, erased from')
    .helpCommand(false);
  const add = (name: string, description: string): Command =>
    withDatabaseOptions(group.command(name).description(description));
  add('verify', 'prove that no entry was changed, removed or reordered since it was recorded')
    .option('--json', 'print JSON')
    .option('--anchors <folder>', "the anchors' folder, or a copy of it (default: the one of this machine)")
    .option('--file <export>', 'verify an export instead, without a database')
    .action(async (options: Options) => done(await verify(world, options)));
  add('export', 'every entry as a JSON line, which `ledger verify --file` proves without a database')
    .option('--out <file>', 'where to (default: standard output)')
    .action(async (options: Options) => done(await exportTo(world, options)));
  add('erase', 'erase what names a customer; the record of what was decided stays, and can be proved')
    .option('--json', 'print JSON')
    .requiredOption('--customer <number>', 'the customer number')
    .requiredOption('--by <person>', 'who erases, by id')
    .action(async (options: EraseOptions) => done(await erase(world, options)));
}

async function verify(world: World, options: Options): Promise<number> {
  // A folder that is named is meant: without it less would be proved than was asked for.
  if (options.anchors !== undefined && !statSync(options.anchors, { throwIfNoEntry: false })?.isDirectory())
    throw new WrongUse(`There is no folder "${options.anchors}".`, 'Name the folder of the anchors.');
  const verified =
    options.file === undefined
      ? await verifyDatabase(world, options)
      : await verifyFile(options.file, options.anchors);
  if (options.json) printJson(world, shown(verified));
  else printVerified(world, verified);
  return verified.broken ? PROBLEMS : ANSWERED;
}

const verifyDatabase = (world: World, options: Options): Promise<Verified> =>
  withOrganization(world, options, async ({ engine, organization, anchorsDir }) => {
    const verified = await verifyLedger(engine, organization, options.anchors ?? anchorsDir);
    if (verified) return verified;
    throw new WrongUse(`There is no organization "${organization}".`, 'List them: sayso organization list.');
  });

async function verifyFile(file: string, anchors: string | undefined): Promise<Verified> {
  try {
    return await verifyExport(openStream(file), anchors);
  } catch (error) {
    if (error instanceof StoreFault) throw new WrongUse(error.message, error.mend);
    throw error;
  }
}

/** With instants as everywhere on the wire. */
const shown = ({ anchors, ...verified }: Verified): object => ({
  ...verified,
  anchors: { ...anchors, last: anchors.last && { ...anchors.last, at: formatInstant(anchors.last.at) } },
});

function printVerified(world: World, verified: Verified): void {
  const { organization, entries, personal, erased, anchors, head, broken } = verified;
  const { found, unusable, last } = anchors;
  if (unusable > 0)
    print(world, `${unusable} lines of the anchors could not be read, or lie far from their place.`);
  if (broken) {
    print(world, `${styled(world, 'red', 'Broken')} at entry ${broken.sequence}: ${broken.what}`);
    print(world, `  ${broken.message}`);
    print(world, `  Right up to entry ${head.sequence}. Anchors found: ${found}.`);
    print(world, '  → Keep the database as it is, and compare it with an export or a backup from before.');
    return;
  }
  print(
    world,
    `${styled(world, 'green', 'Right')}: ${entries} entries of ${organization}, none changed, removed or reordered.`,
  );
  print(world, `  Personal values: ${personal} as recorded, ${erased} erased.`);
  print(world, `  Ends at ${head.sequence}: ${head.hash}`);
  print(
    world,
    last
      ? `  Anchors found: ${found}, the last at entry ${last.sequence}, ${formatInstant(last.at)}. Up to there nothing is missing.`
      : '  No anchors were found: nobody can tell whether the newest entries are missing.',
  );
}

const exportTo = (world: World, options: Options): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization }) => {
    const lines = exportLedger(engine, organization);
    if (options.out === undefined)
      for await (const line of lines) {
        world.out(line);
        await world.drained?.();
      }
    else await writeOut(options.out, lines);
    return ANSWERED;
  });

/** What the system says of a file that can't be written. */
const FILE_CODES = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'EROFS', 'EPERM', 'ENOSPC'];

async function writeOut(file: string, lines: AsyncIterable<string>): Promise<void> {
  try {
    // On the disk before it is said to be there; for nobody else to read.
    await pipeline(Readable.from(lines), createWriteStream(file, { mode: 0o600, flush: true }));
  } catch (error) {
    if (!FILE_CODES.includes(codeOf(error))) throw error;
    throw new WrongUse(
      `The export can't be written to ${file}: ${wordsOf(error)}`,
      'Name a file that you may write, where there is room.',
    );
  }
}

const WHY: Readonly<Record<Left['because'], string>> = {
  'going on': 'a case is open, or a review',
  'message under way': 'a message is still being delivered',
};
const MEND: Readonly<Record<Left['because'], string>> = {
  'going on': 'Close it, then erase again.',
  'message under way': 'Erase again in a minute.',
};

const erase = (world: World, options: EraseOptions): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization }) => {
    const { customer, by } = options;
    const erased = await eraseCustomer(engine, { organization, customer, by });
    if ('refused' in erased) return refuse(world, options, erased.refused);
    const { conversations, values, left } = erased;
    if (options.json) printJson(world, erased);
    else {
      print(
        world,
        conversations.length === 0 && values === 0
          ? 'Nothing was erased.'
          : `Erased: ${values} personal values in ${conversations.length} conversations.`,
      );
      for (const { cases, because } of left)
        print(world, `Left as it is: ${cases.join(', ')}; ${WHY[because]}.\n  → ${MEND[because]}`);
    }
    return left.length === 0 ? ANSWERED : PROBLEMS;
  });
