/** `sayso mailbox …`: the mail of a node that writes it into a folder, read and answered as people would. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Argument, type Command } from 'commander';
import { localDay, UTC, wallTime, type Zone } from '../../core/words/time.ts';
import { callLink, lettersIn, type Letter } from '../../shell/mailbox.ts';
import { dataDirOf, mailFolderOf, settingsOf, withDataOptions, type EngineOptions } from './engine.ts';
import { ANSWERED, print, printJson, PROBLEMS, refuse, styled, WrongUse, type World } from './io.ts';

type Options = EngineOptions & { links?: boolean } & Partial<Record<(typeof WORDS)[number], string>>;

/** What can be said with an answer, as the page behind the link takes it. */
const WORDS = ['amount', 'because', 'offer', 'tell', 'repair', 'words'] as const;
const SAYS = ['yes', 'no', 'view', 'take', 'pass'] as const;

/** Adds `sayso mailbox` with `list`, `show` and `answer`. */
export function mailboxCommands(program: Command, world: World, done: (code: number) => void): void {
  const group = program
    .command('mailbox')
    .description('the mail of the demo, and of every node that sends none: read it, answer it')
    .helpCommand(false);
  const add = (usage: string, description: string, isDefault = false): Command =>
    withDataOptions(
      group.command(usage, { isDefault }).description(description).option('--json', 'print JSON'),
    ).option('--organization <id>', 'of this organization alone');
  add('list [who]', 'all mails, or those to a person or a customer’s address; the newest last', true).action(
    async (who: string | undefined, options: Options) => done(await list(world, who, options)),
  );
  add('show <number>', 'one mail')
    .option('--links', 'with the addresses of its links')
    .action(async (number: string, options: Options) => done(await show(world, number, options)));
  add('answer <number>', 'answer a mail by the link in it')
    .addArgument(new Argument('<say>', 'the answer').choices(SAYS))
    .option('--amount <amount>', 'yes, but to so much')
    .option('--because <text>', 'why; a no needs it')
    .option('--offer <name>', 'an alternative of the book, with a no')
    .option('--tell <text>', 'what the customer may be told, with a no')
    .option('--repair <text>', 'how a commitment is repaired instead, with a no')
    .option('--words <text>', 'your view')
    .action(async (number: string, say: (typeof SAYS)[number], options: Options) =>
      done(await answer(world, number, say, options)),
    );
}

/** Where the mail lies; that of the demo where there is no other. */
function folderOf(world: World, options: Options): string {
  const settings = settingsOf(world, options);
  const dataDir = dataDirOf(world, settings);
  const folder = mailFolderOf(settings, dataDir);
  const ofDemo = mailFolderOf(settings, path.join(dataDir, 'demo'));
  return existsSync(folder) || !existsSync(ofDemo) ? folder : ofDemo;
}

const lettersOf = (world: World, options: Options): Promise<Letter[]> =>
  lettersIn(folderOf(world, options), options.organization);

/** The clock on this machine's wall. */
const zoneHere = ({ environment, zones }: World): Zone =>
  zones(environment['TZ'] || new Intl.DateTimeFormat().resolvedOptions().timeZone) ?? UTC;

/** How many of the newest questions it asks the service about. */
const MOST_ASKED = 50;

/** `asked on`: open still, but somebody was asked after this. */
type State = 'waits' | 'asked on' | 'over' | 'unknown';

/** Where the questions among mails stand, as their links say. */
async function statesOf(letters: readonly Letter[], all: readonly Letter[]): Promise<Map<Letter, State>> {
  const questions = letters.filter(({ answer: link }) => link !== undefined).slice(-MOST_ASKED);
  const states = await Promise.all(
    questions.map(async (letter): Promise<[Letter, State]> => {
      const said = await callLink(letter.answer ?? '');
      if (said?.status === 410) return [letter, 'over'];
      if (said?.status !== 200) return [letter, 'unknown'];
      const last = all.findLast(({ question }) => question === letter.question);
      return [letter, last === letter ? 'waits' : 'asked on'];
    }),
  );
  return new Map(states);
}

const isTo = ({ to }: Letter, who: string): boolean => {
  const [name, address, wanted] = [to.name, to.address, who].map((text) => text.toLowerCase());
  return (
    address === wanted ||
    address?.startsWith(`${wanted}@`) === true ||
    name?.split(' ').includes(wanted ?? '') === true ||
    name === wanted
  );
};

async function list(world: World, who: string | undefined, options: Options): Promise<number> {
  const all = await lettersOf(world, options);
  const letters = all.filter((letter) => who === undefined || isTo(letter, who));
  const states = await statesOf(letters, all);
  if (options.json) {
    printJson(world, {
      mails: letters.map((letter) => ({ ...bare(letter), state: states.get(letter) ?? null })),
    });
    return ANSWERED;
  }
  if (letters.length === 0) {
    print(world, who === undefined ? `No mail in ${folderOf(world, options)}.` : `No mail to ${who}.`);
    return ANSWERED;
  }
  const zone = zoneHere(world);
  const today = localDay(zone, letters.at(-1)?.at ?? 0);
  for (const thread of threadsOf(letters)) {
    print(world, styled(world, 'bold', thread[0]?.subject ?? ''));
    const width = Math.max(...thread.map(({ to }) => nameOf(to).length));
    for (const letter of thread)
      print(
        world,
        [
          `  ${styled(world, 'cyan', String(letter.number).padStart(3))}`,
          styled(world, 'dim', wallTime(zone, letter.at, today)),
          `to ${nameOf(letter.to).padEnd(width)}`,
          letter.subject === thread[0]?.subject ? '' : letter.subject,
          stateText(world, states.get(letter)),
        ]
          .filter(Boolean)
          .join('  ')
          .trimEnd(),
      );
    print(world, '');
  }
  print(world, closing(world, letters, [...states.values()]));
  return ANSWERED;
}

const bare = (letter: Letter): object => ({
  ...letter,
  text: undefined,
  // Cases are not looked for by their mails.
  question: undefined,
  at: new Date(letter.at).toISOString(),
});
const nameOf = ({ name, address }: Letter['to']): string => name || address;

/** Mails by thread, each the oldest first; the thread with the newest mail last. */
function threadsOf(letters: readonly Letter[]): Letter[][] {
  const threads = new Map<string, Letter[]>();
  for (const letter of letters) {
    const thread = threads.get(letter.thread) ?? [];
    // Put in anew, so that it stands where its newest mail does.
    threads.delete(letter.thread);
    threads.set(letter.thread, [...thread, letter]);
  }
  return [...threads.values()];
}

function stateText(world: World, state: State | undefined): string {
  switch (state) {
    case 'waits':
      return styled(world, 'yellow', '● waits for an answer');
    case 'asked on':
      return styled(world, 'dim', '○ the question moved on');
    case 'over':
      return styled(world, 'green', '✓ over');
    case 'unknown':
      return styled(world, 'dim', '? nobody listens at its link');
    case undefined:
      return '';
  }
}

function closing(world: World, letters: readonly Letter[], states: readonly State[]): string {
  const waiting = states.filter((state) => state === 'waits').length;
  const mails = letters.length === 1 ? '1 mail' : `${letters.length} mails`;
  const wait = waiting === 1 ? '1 waits for an answer' : `${waiting} wait for an answer`;
  return `${mails}, ${styled(world, waiting > 0 ? 'yellow' : 'reset', wait)}. Read one: sayso mailbox show NUMBER`;
}

/** The mail of a number; or what is wrong with it, already said. */
async function letterFor(world: World, number: string, options: Options): Promise<Letter | undefined> {
  const letters = await lettersOf(world, options);
  const found = letters.find((letter) => String(letter.number) === number);
  if (!found)
    refuse(world, options, {
      code: 'unknown-mail',
      path: 'number',
      message: `There is no mail ${number} in ${folderOf(world, options)}.`,
      mend: 'Look at what there is: sayso mailbox.',
    });
  return found;
}

async function show(world: World, number: string, options: Options): Promise<number> {
  const letter = await letterFor(world, number, options);
  if (!letter) return PROBLEMS;
  if (options.json) {
    printJson(world, { ...bare(letter), text: letter.text });
    return ANSWERED;
  }
  const row = (label: string, text: string): void =>
    print(world, `${styled(world, 'dim', label.padEnd(8))} ${text}`);
  row('From', letter.from);
  row('To', letter.to.name === '' ? letter.to.address : `${letter.to.name} <${letter.to.address}>`);
  row('Date', wallTime(zoneHere(world), letter.at));
  row('Subject', styled(world, 'bold', letter.subject));
  print(world, `\n${options.links === true ? letter.text : withoutLinks(world, letter.text)}`);
  if (letter.answer === undefined) return ANSWERED;
  print(world, '');
  for (const way of waysFor(letter))
    print(world, `  ${styled(world, 'cyan', `sayso mailbox answer ${number} ${way}`)}`);
  return ANSWERED;
}

/** Addresses with a token are long, and nobody types them. */
const withoutLinks = (world: World, text: string): string =>
  text.replaceAll(/^(https?:\/\/[^\s/]+\/[lc]\/)\S+$/gm, (_, start: string) =>
    styled(world, 'dim', `${start}…`),
  );

/** How this mail can be answered. */
function waysFor({ text }: Letter): string[] {
  if (/^Give my view:$/m.test(text)) return ['view --words "…"', 'pass'];
  if (/^Take the customer over:$/m.test(text)) return ['take', 'pass'];
  if (/^Repair it instead:$/m.test(text)) return ['yes', 'no --repair "…"', 'pass'];
  return [
    'yes',
    ...(/^Yes, with a change:$/m.test(text) ? ['yes --amount 100'] : []),
    'no --because "…"',
    'pass',
  ];
}

async function answer(
  world: World,
  number: string,
  say: (typeof SAYS)[number],
  options: Options,
): Promise<number> {
  const letter = await letterFor(world, number, options);
  if (!letter) return PROBLEMS;
  if (letter.answer === undefined)
    return refuse(world, options, {
      code: 'no-question',
      path: 'number',
      message: `Mail ${number} asks nothing.`,
      mend: 'Look for one that waits for an answer: sayso mailbox.',
    });
  const filled = Object.fromEntries(
    WORDS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
  const said = await callLink(letter.answer, {
    ...filled,
    say: say === 'yes' && options.amount !== undefined ? 'less' : say,
  });
  if (!said)
    throw new WrongUse(
      `Nobody listens at ${new URL(letter.answer).origin}, where the link of this mail leads.`,
      'Start the service there: sayso serve; the demo: npm start.',
    );
  const isDone = said.status === 200;
  if (options.json) printJson(world, { done: isDone, status: said.status, text: said.text });
  else if (isDone) print(world, said.text);
  else world.err(`${said.text}\n`);
  return isDone ? ANSWERED : PROBLEMS;
}
