/** `sayso …`: parses, calls, prints. Exit codes: 0 answered, 1 problems found, 2 wrong use. */
import { Command, CommanderError } from 'commander';
import { FileFault } from '../../shell/files.ts';
import { backupCommands } from './backup.ts';
import { bookCommands } from './book-commands.ts';
import { caseCommands } from './case/case.ts';
import { demo } from './demo/demo.ts';
import { withDataOptions, type EngineOptions } from './engine.ts';
import {
  ANSWERED,
  PROBLEMS,
  printJson,
  reportProblems,
  Stop,
  WRONG_USE,
  WrongUse,
  type World,
} from './io.ts';
import { ledgerCommands } from './ledger.ts';
import { mailboxCommands } from './mailbox.ts';
import { operationCommands } from './operations/operations.ts';
import { organizationCommands } from './organization.ts';
import { recordCommands } from './record.ts';
import { reportGrantCommand } from './report-grant.ts';
import { setAsideCommands } from './set-aside.ts';
import { tokenCommand } from './token.ts';

/** Runs one command; returns its exit code. Never throws for what a caller did. */
export async function runCli(args: readonly string[], world: World): Promise<number> {
  let code = ANSWERED;
  const program = programFor(world, (result) => {
    code = result;
  });
  const json = args.includes('--json');
  if (args.length === 0) {
    program.outputHelp();
    return ANSWERED;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ANSWERED : WRONG_USE;
    if (error instanceof Stop) {
      if (json) printJson(world, { problems: error.problems });
      else reportProblems(world, error.problems);
      return PROBLEMS;
    }
    if (error instanceof WrongUse || error instanceof FileFault) {
      if (json)
        printJson(world, { problems: [{ code: 'wrong-use', message: error.message, mend: error.mend }] });
      world.err(`${error.message}\n  → ${error.mend}\n`);
      return WRONG_USE;
    }
    throw error;
  }
}

type Done = (code: number) => void;

/** The commands with their options; the reference in docs is made from this. */
export function programFor(world: World, done: Done): Command {
  const program = new Command('sayso')
    .description(
      'Says who may grant what a customer asks for: at once, or through the nearest person who can.',
    )
    .helpCommand(false)
    .version(world.version ?? '', '--version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: world.out, writeErr: world.err })
    .addHelpText(
      'after',
      '\nExit codes: 0 answered, whatever the verdict; 1 problems found; 2 wrong use.\nGuides: docs/guides/. The request: docs/reference/request.md. Try: sayso demo',
    );
  const command = (usage: string, description: string): Command =>
    program.command(usage).description(description).option('--json', 'print JSON');
  bookCommands(program, world, done);
  organizationCommands(program, world, done);
  caseCommands(program, world, done);
  reportGrantCommand(program, world, done);
  backupCommands(program, world, done);
  setAsideCommands(program, world, done);
  mailboxCommands(program, world, done);
  recordCommands(program, world, done);
  ledgerCommands(program, world, done);
  tokenCommand(program, world, done);
  operationCommands(program, world, done);
  withDataOptions(
    program
      .command('serve')
      .description('a node of the service, over HTTP, until it is told to stop')
      .option('--demo', 'a house full of cases, on a database of its own; prints what can be tried')
      .option('--anew', 'with --demo: from the beginning, also when it is still open'),
  ).action(async (options: EngineOptions & { demo?: boolean; anew?: boolean }) => {
    // What it is made of is loaded by nobody else.
    if (options.demo === true) done(await (await import('./demo/serve.ts')).serveDemo(world, options));
    else done(await (await import('./serve.ts')).serve(world, options));
  });
  command('demo', 'a morning at the shop: cases opened, asked, answered, kept, on a real database')
    .option('--data-dir <folder>', 'where the data is; the demo has a folder of its own in it')
    .option('--pace <ms>', 'milliseconds between two things that happen')
    .action(async (options: EngineOptions & { pace?: string }) => done(await demo(world, options)));
  return program;
}
