/** `sayso …`: parses, calls, prints. Exit codes: 0 answered, 1 problems found, 2 wrong use. */
import { Command, CommanderError, Option } from 'commander';
import { FileFault } from '../../shell/files.ts';
import { backupCommands } from './backup.ts';
import { caseCommands } from './case/case.ts';
import { check } from './check.ts';
import { decideMany, decideOne, who, type DecideOptions } from './decide.ts';
import { demo } from './demo.ts';
import { withDatabaseOptions, withDataOptions, type EngineOptions } from './engine.ts';
import { findCommand, mostOf } from './find.ts';
import { decideHere, findHere, remitHere, whoHere, type HereOptions } from './here.ts';
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
import { matrix } from './matrix.ts';
import { operationCommands } from './operations/operations.ts';
import { organizationCommands } from './organization.ts';
import { recordCommands } from './record.ts';
import { remit } from './remit.ts';
import { reportGrantCommand } from './report-grant.ts';
import { schema } from './schema.ts';
import { setAsideCommands } from './set-aside.ts';
import { test } from './test.ts';
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

/** A book is asked about with people. */
function withPeople(options: HereOptions): DecideOptions {
  const { org } = options;
  if (org === undefined)
    throw new WrongUse('Whose book is it?', 'Name the people: --org people.yaml; or leave the book out.');
  return { ...options, org };
}

/** The commands with their options; the reference in docs is made from this. */
export function programFor(world: World, done: Done): Command {
  const program = new Command('sayso')
    .description(
      'Says who may grant what a customer asks for: at once, or through the nearest person who can.',
    )
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: world.out, writeErr: world.err })
    .addHelpText(
      'after',
      '\nExit codes: 0 answered, whatever the verdict; 1 problems found; 2 wrong use.\nGuides: docs/guides/. The request: docs/reference/request.md. Try: sayso demo',
    );
  const command = (usage: string, description: string): Command =>
    program.command(usage).description(description).option('--json', 'print JSON');
  const question = (usage: string, description: string): Command =>
    withDatabaseOptions(command(usage, `${description}; without a book, of the organization that is in`))
      .option('--org <file>', 'the organization: people.yaml or a CSV; goes with a book')
      .option('--as <person>', 'who asks, by id (default: the first person of the file, or SAYSO_AS)')
      .option('--at <instant>', 'when: an instant with its offset, or a date (default: now)');

  command('check <book>', 'find what is wrong with a book, and with an organization beside it')
    .option('--org <file>', 'check the organization against the book as well')
    .option('--at <instant>', 'the day on which accepted findings must still be accepted (default: now)')
    .action((book: string, options: { org?: string; at?: string; json?: boolean }) =>
      done(check(world, book, options)),
    );
  question('decide [book]', 'may I? – decide one request, or many')
    .addOption(
      new Option('--request <file>', 'one request, JSON or YAML; - reads JSON from standard input').conflicts(
        'requests',
      ),
    )
    .option(
      '--requests <file>',
      'many requests, one JSON object a line; answers one JSON line each, in order',
    )
    .option('--language <code>', "the customer's language")
    .action(async (book: string | undefined, options: HereOptions) => {
      if (book === undefined) return done(await decideHere(world, options));
      const asked = withPeople(options);
      return done(
        options.requests === undefined
          ? await decideOne(world, book, asked)
          : await decideMany(world, book, asked),
      );
    });
  command('explain <book>', 'decide one request and explain the answer')
    .requiredOption('--org <file>', 'the organization: people.yaml or a CSV')
    .option('--as <person>', 'who asks, by id (default: the first person of the file)')
    .option('--at <instant>', 'when: an instant with its offset, or a date (default: now)')
    .requiredOption('--request <file>', 'one request, JSON or YAML; - reads JSON from standard input')
    .addOption(
      new Option('--for <reader>', 'for whom')
        .choices(['agent', 'policy-owner', 'customer'])
        .default('agent'),
    )
    .option('--language <code>', "the customer's language")
    .action(async (book: string, options: DecideOptions) => done(await decideOne(world, book, options)));
  question('who [book]', 'who can? – everybody whose own authority covers a request, nearest first')
    .requiredOption('--request <file>', 'one request, JSON or YAML; - reads JSON from standard input')
    .action(async (book: string | undefined, options: HereOptions) =>
      done(book === undefined ? await whoHere(world, options) : await who(world, book, withPeople(options))),
    );
  question('remit [book]', 'all that I may do, with how much of it is left')
    .option('--request <file>', 'a request whose customer, subject and tallies count')
    .action(async (book: string | undefined, options: HereOptions) =>
      done(
        book === undefined ? await remitHere(world, options) : await remit(world, book, withPeople(options)),
      ),
    );
  command('test <dir>', "run a book's cases: DIR/book.yaml, people.yaml, cases.yaml").action(
    (dir: string, options: { json?: boolean }) => done(test(world, dir, options)),
  );
  withDatabaseOptions(
    command(
      'find <words...>',
      'the request types that fit what a customer says, typos forgiven: of a book that stands first (book.yaml), or of the organization that is in',
    ),
  )
    .option('--most <number>', 'how many at the most', '5')
    .option('--as <person>', 'who asks, by id (default: SAYSO_AS); without a book')
    .action(async (words: string[], options: HereOptions & { most: string }) => {
      const [first = '', ...rest] = words;
      const most = mostOf(options.most);
      done(
        /\.ya?ml$/i.test(first)
          ? findCommand(world, first, rest.join(' '), most, options)
          : await findHere(world, words.join(' '), most, options),
      );
    });
  command('matrix <file>', 'an approval matrix (CSV) becomes a book; a book (YAML) becomes a matrix')
    .option('--name <name>', 'the name of the book that is made', 'from-matrix')
    .option('--currency <code>', 'its currency', 'USD')
    .option('--time-zone <zone>', 'its time zone', 'UTC')
    .option('--grades <list>', 'its grades, lowest first, separated by commas (default: by growing limits)')
    .option('--residual <role>', 'the role that decides what no rule decides', 'duty-lead')
    .action((file: string, options: Parameters<typeof matrix>[2]) => done(matrix(world, file, options)));
  command('schema [file]', 'the JSON Schema of a file: book, people or cases').action(
    (file: string | undefined) => done(schema(world, file ?? 'book')),
  );
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
    program.command('serve').description('a node of the service, over HTTP, until it is told to stop'),
  ).action(async (options: EngineOptions) => {
    // What it is made of is loaded by nobody else.
    const { serve } = await import('./serve.ts');
    done(await serve(world, options));
  });
  command('demo', 'a morning at the shop: cases opened, asked, answered, kept, on a real database')
    .option('--data-dir <folder>', 'where the data is; the demo has a folder of its own in it')
    .option('--pace <ms>', 'milliseconds between two things that happen')
    .action(async (options: EngineOptions & { pace?: string }) => done(await demo(world, options)));
  return program;
}
