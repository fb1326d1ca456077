/** Commands about a book in a file, and the same questions of the organization that is in. */
import { Option, type Command } from 'commander';
import { check } from './check.ts';
import { decideMany, decideOne, who, type DecideOptions } from './decide.ts';
import { withDatabaseOptions } from './engine.ts';
import { findCommand, mostOf } from './find.ts';
import { decideHere, findHere, remitHere, whoHere, type HereOptions } from './here.ts';
import { WrongUse, type World } from './io.ts';
import { matrix } from './matrix.ts';
import { remit } from './remit.ts';
import { schema } from './schema.ts';
import { test } from './test.ts';

type Done = (code: number) => void;

/** A book is asked about with people. */
function withPeople(options: HereOptions): DecideOptions {
  const { org } = options;
  if (org === undefined)
    throw new WrongUse('Whose book is it?', 'Name the people: --org people.yaml; or leave the book out.');
  return { ...options, org };
}

type Add = (usage: string, description: string) => Command;

const adding =
  (program: Command): Add =>
  (usage, description) =>
    program.command(usage).description(description).option('--json', 'print JSON');

/** Adds the commands about a book in a file, and the questions. */
export function bookCommands(program: Command, world: World, done: Done): void {
  const command = adding(program);
  command('check <book>', 'find what is wrong with a book, and with an organization beside it')
    .option('--org <file>', 'check the organization against the book as well')
    .option('--at <instant>', 'the day on which accepted findings must still be accepted (default: now)')
    .action((book: string, options: { org?: string; at?: string; json?: boolean }) =>
      done(check(world, book, options)),
    );
  questions(command, world, done);
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
}

/** May I, who can, what may I at all. */
function questions(command: Add, world: World, done: Done): void {
  const question = (usage: string, description: string): Command =>
    withDatabaseOptions(command(usage, `${description}; without a book, of the organization that is in`))
      .option('--org <file>', 'the organization: people.yaml or a CSV; goes with a book')
      .option('--as <person>', 'who asks, by id (default: the first person of the file, or SAYSO_AS)')
      .option('--at <instant>', 'when: an instant with its offset, or a date (default: now)');

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
}
