/** `sayso report-grant`: a yes that another system gave, so that it counts here. */
import type { Command } from 'commander';
import { readBy } from '../../core/cases/read-command.ts';
import { REPORTED_GRANT } from '../../core/cases/reported-grant.ts';
import { reportGrant } from '../../shell/reported-grants.ts';
import { withDatabaseOptions, withOrganization, type EngineOptions } from './engine.ts';
import { readRaw } from './input.ts';
import { ANSWERED, print, printJson, refuse, type World } from './io.ts';

type Options = EngineOptions & Readonly<Record<string, unknown>>;

const KEYS = ['system', 'id', 'type', 'amount', 'customer', 'subject', 'agent'];

/** Adds `sayso report-grant`. */
export function reportGrantCommand(program: Command, world: World, done: (code: number) => void): void {
  withDatabaseOptions(
    program
      .command('report-grant [file]')
      .description(
        'a yes that another system gave counts in the running totals; reported twice, it counts once',
      )
      .option('--json', 'print JSON'),
  )
    .option('--system <name>', 'the system that granted it')
    .option('--id <number>', 'its number there')
    .option('--type <type>', 'the request type')
    .option('--granted-at <instant>', 'when, an instant with its offset')
    .option('--amount <amount>', 'how much')
    .option('--customer <number>', 'the customer number')
    .option('--subject <number>', 'the order or account')
    .option('--agent <person>', 'who granted it, by id')
    .action(async (file: string | undefined, options: Options) => done(await report(world, file, options)));
}

async function report(world: World, file: string | undefined, options: Options): Promise<number> {
  const raw = file === undefined ? { value: {} } : await readRaw(world, file);
  if ('problem' in raw) return refuse(world, options, raw.problem);
  const said = Object.fromEntries(
    KEYS.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])),
  );
  const value = {
    ...(raw.value as object),
    ...said,
    ...(options['grantedAt'] !== undefined && { granted_at: options['grantedAt'] }),
  };
  return withOrganization(world, options, async ({ engine, organization }) => {
    const read = readBy(REPORTED_GRANT, 'the reported grant', value);
    const reported = 'problems' in read ? read : await reportGrant(engine, organization, read.value);
    if ('problems' in reported) return refuse(world, options, ...reported.problems);
    if (options.json) printJson(world, reported);
    else print(world, reported.counted ? 'It counts.' : 'This was reported before; it counts once.');
    return ANSWERED;
  });
}
