/**
 * `sayso NOUN VERB` for every operation of the table that has no command of its own: what goes in are its options, what comes
 * out is printed as it is. A new operation is a new command.
 */
import type { Command } from 'commander';
import { COMMANDS } from '../../../core/cases/command.ts';
import { NOUNS, operations, type OperationName } from '../../../contract/operations.ts';
import { inputSchema, pathKeys, type Operation } from '../../../contract/operation.ts';
import { inForceAt } from '../../../shell/in-force.ts';
import { carryOut } from '../../../shell/operations.ts';
import { UTC } from '../../../core/words/time.ts';
import { addKeys, decapitalized, keysOf, typedFor, valueOf, type Key } from '../arguments.ts';
import { withDatabaseOptions, withOrganization, type EngineOptions } from '../engine.ts';
import { ANSWERED, printJson, refuse, WrongUse, type World } from '../io.ts';
import { withInstants } from '../times.ts';
import { showOutput } from './show.ts';

/** Those that a command is made for by hand, for what it prints or for whom it is: it calls the same. */
export const BY_HAND: ReadonlySet<string> = new Set([
  ...Object.keys(COMMANDS).map((name) => `case.${name}`),
  'case.show',
  'case.list',
  'record.show',
  'record.export',
  'review.show',
  'review.duty',
  'ledger.verify',
  'grant.report',
  'set-aside.list',
  'set-aside.again',
  // `sayso decide`, `who`, `remit` and `find` take files, and without them the organization that is in.
  'decide',
  'decide.as-if',
  'who',
  'remit',
  'find',
]);

export type OperationOptions = EngineOptions & { as?: string; key?: string } & Record<string, unknown>;

/** Adds the commands. Customers act on their page, by its link. */
export function operationCommands(program: Command, world: World, done: (code: number) => void): void {
  for (const [name, operation] of operations()) {
    if (BY_HAND.has(name) || !operation.by.includes('person')) continue;
    const [noun = name, verb = ''] = name.split('.');
    const { positional, optional } = keysFor(operation);
    const usage = [verb, ...positional.map((key) => `<${key.option}>`)].join(' ');
    const command = addKeys(
      withDatabaseOptions(
        groupNamed(program, noun)
          .command(usage)
          .description(decapitalized(operation.does))
          .option('--json', 'print JSON'),
      ),
      optional,
    ).option('--as <person>', 'who calls, by id (default: SAYSO_AS)');
    if (operation.changes)
      command.option('--key <key>', 'idempotency key: sent again with it, it is done once');
    command.action(async (...typed: unknown[]) => {
      const options = typed[positional.length] as OperationOptions;
      const input: Record<string, unknown> = {};
      for (const [i, key] of positional.entries()) input[key.name] = valueOf(key, typed[i]);
      for (const key of optional) {
        const given = typedFor(key, options);
        if (given !== undefined) input[key.name] = given;
      }
      done(await call(world, name, input, [...positional, ...optional], options));
    });
  }
}

/** What stands in the path is said without an option's name, in its order. */
function keysFor(operation: Operation): { positional: Key[]; optional: Key[] } {
  const keys = keysOf(inputSchema(operation), new Set());
  const inPath = pathKeys(operation);
  return {
    positional: inPath.flatMap((name) => keys.find((key) => key.name === name) ?? []),
    optional: keys.filter((key) => !inPath.includes(key.name)),
  };
}

/** The group of commands of a noun: one that is there already, or a new one. */
function groupNamed(program: Command, noun: string): Command {
  const there = program.commands.find((one) => one.name() === noun);
  return (
    there ??
    program
      .command(noun)
      .description(NOUNS[noun] ?? noun)
      .helpCommand(false)
  );
}

const call = (
  world: World,
  name: OperationName,
  input: Record<string, unknown>,
  keys: readonly Key[],
  options: OperationOptions,
): Promise<number> => {
  const as = options.as ?? (world.environment['SAYSO_AS'] || undefined);
  if (as === undefined)
    throw new WrongUse('Who calls?', 'Name a person by id: --as mia; or set SAYSO_AS once.');
  return withOrganization(world, options, async ({ engine, organization }) => {
    const now = engine.clock.now();
    const zone = (await inForceAt(engine, organization, now))?.book.zone ?? UTC;
    const caller = {
      organization,
      by: { kind: 'person' as const, id: as },
      ...(options.key !== undefined && { key: options.key }),
    };
    const found = await carryOut(engine, caller, name, withInstants(input, keys, zone, now));
    if ('problems' in found) return refuse(world, options, ...found.problems);
    if (options.json) printJson(world, found.output);
    else showOutput(world, found.output, zone);
    return ANSWERED;
  });
};
