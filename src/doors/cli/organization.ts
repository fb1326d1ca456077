/** `sayso organization …` and `sayso node`: what has to be there before a case can be opened, and what keeps going. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { MAX_BYTES } from '../../core/book/yaml.ts';
import { parseInstant } from '../../core/words/time.ts';
import { readText } from '../../shell/files.ts';
import { putOrganization } from '../../shell/organizations.ts';
import { monthsAhead } from '../../shell/start.ts';
import { organizationIds, withDataOptions, withEngine, type EngineOptions } from './engine.ts';
import { ANSWERED, print, printJson, Stop, styled, WrongUse, type World } from './io.ts';

const add = (under: Command, usage: string, description: string): Command =>
  withDataOptions(under.command(usage).description(description).option('--json', 'print JSON'));

type PutOptions = EngineOptions & { book: string; org: string; from?: string; by?: string };

/** Adds `sayso organization …` and `sayso node`. */
export function organizationCommands(program: Command, world: World, done: (code: number) => void): void {
  const group = program
    .command('organization')
    .description('organizations: the book and the people that cases are decided by')
    .helpCommand(false);
  add(
    group,
    'put <id>',
    'put an organization in, or a new version of its book and people, once both are sound; while cases go on, a book is published by two persons: sayso book upload',
  )
    .requiredOption('--book <file>', 'the book')
    .requiredOption('--org <file>', 'the people: people.yaml or a CSV')
    .option('--from <instant>', 'in force from then on (default: now)')
    .option('--by <person>', 'who puts it in, by id')
    .action(async (id: string, options: PutOptions) => done(await put(world, id, options)));
  add(group, 'list', 'the organizations that are in').action(async (options: EngineOptions) =>
    done(await list(world, options)),
  );
  add(program, 'node', 'keep going: timers, messages, the ledger’s months; any number of nodes may').action(
    async (options: EngineOptions) => done(await node(world, options)),
  );
}

const text = (file: string): { file: string; text: string } => ({ file, text: readText(file, MAX_BYTES) });

const put = (world: World, id: string, options: PutOptions): Promise<number> => {
  const since = options.from === undefined ? undefined : parseInstant(options.from);
  if (options.from !== undefined && since === undefined)
    throw new WrongUse(`"${options.from}" is no instant.`, 'Write "2026-01-31T09:00:00Z", with an offset.');
  const given = {
    id,
    book: text(options.book),
    people: {
      ...text(options.org),
      format: /\.csv$/i.test(options.org) ? ('csv' as const) : ('yaml' as const),
    },
    ...(since !== undefined && { since }),
    ...(options.by !== undefined && { by: options.by }),
  };
  return withEngine(world, options, async ({ engine }) => {
    const result = await putOrganization(engine, given);
    if ('problems' in result) throw new Stop(result.problems);
    if (options.json) printJson(world, { organization: id, ...result });
    else
      print(
        world,
        result.changed
          ? `${styled(world, 'bold', id)} is in. Book ${result.book.slice(0, 12)}, people ${result.people.slice(0, 12)}, in force from ${options.from ?? 'now'}.`
          : `${styled(world, 'bold', id)} has this book and these people already.`,
      );
    return ANSWERED;
  });
};

const list = (world: World, options: EngineOptions): Promise<number> =>
  withEngine(world, options, async (started) => {
    const organizations = await organizationIds(started);
    if (options.json) printJson(world, { organizations });
    else print(world, organizations.length === 0 ? 'There is none yet.' : organizations.join('\n'));
    return ANSWERED;
  });

const DAY_MS = 24 * 60 * 60 * 1000;

const node = (world: World, options: EngineOptions): Promise<number> =>
  withEngine(world, options, async (started) => {
    print(world, `This node carries out what is due. The data is in ${started.dataDir}. Ctrl+C ends it.`);
    const months = setInterval(() => {
      monthsAhead(started).catch((error: unknown) => world.err(`The ledger's months: ${String(error)}\n`));
    }, DAY_MS);
    if (!started.interrupted.aborted) await once(started.interrupted, 'abort');
    clearInterval(months);
    return ANSWERED;
  });
