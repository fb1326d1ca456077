/** `sayso case …`: the commands of a case, each sent through `handle`, and looking at cases. */
import type { Command } from 'commander';
import { COMMANDS, type Actor, type CommandName, type DoorCommand } from '../../../core/cases/command.ts';
import { stageOf, type Conversation } from '../../../core/cases/conversation.ts';
import { readCommand } from '../../../core/cases/read-command.ts';
import type { Refusal } from '../../../core/cases/refusal.ts';
import { UTC } from '../../../core/words/time.ts';
import { consider } from '../../../shell/consider.ts';
import { handle, type Handled } from '../../../shell/handle.ts';
import { inForceAt } from '../../../shell/in-force.ts';
import { adviceOn } from '../../../shell/replies.ts';
import { listCases } from '../../../shell/store/lists.ts';
import { withDatabaseOptions, withOrganization, type Work } from '../engine.ts';
import { readRaw } from '../input.ts';
import { ANSWERED, print, printJson, PROBLEMS, refuse, WrongUse, type World } from '../io.ts';
import { factsFrom } from '../arguments.ts';
import { addOptions, commandFrom, commandKeys, firstOf, type CaseOptions } from './arguments.ts';
import { listThem, showOne, watch } from './look.ts';
import { withInstants } from '../times.ts';
import { commandedWire, tellerOf } from '../../../shell/operations/cases.ts';
import { showCase, showRecord } from './show.ts';

type Done = (code: number) => void;
/** Adds `sayso case …`. */
export function caseCommands(program: Command, world: World, done: Done): void {
  const group = program
    .command('case')
    .description('cases: opened, asked, answered, kept, closed')
    .helpCommand(false);
  const add = (usage: string, description: string): Command =>
    withDatabaseOptions(group.command(usage).description(description).option('--json', 'print JSON'));

  addOptions(
    add('open [file]', 'open a case for a request: a file, - for standard input, or the options'),
    'open',
  )
    .requiredOption('--as <person>', 'who serves the customer, by id')
    .option('--type <type>', 'the request type, or what the customer asks for in their words')
    .option('--fact <name=value...>', 'a fact of the request')
    .option('--customer <number>', 'the customer number')
    .option('--subject <number>', 'the order or account that it is about')
    .option('--need <need>', 'the need behind it')
    .option('--conversation <system/id>', 'the contact in the helpdesk')
    .option('--channel <channel>', 'how the customer is in touch')
    .option('--address <address>', 'their address there, such as their mail address')
    .option('--language <code>', 'the language that the customer reads')
    .option('--time-zone <zone>', 'where the customer reads the time: Asia/Tokyo')
    .option('--key <key>', 'idempotency key: sent again with it, the case is opened once')
    .action(async (file: string | undefined, options: CaseOptions) => done(await open(world, file, options)));
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    if (name === 'open') continue;
    const first = firstOf(name);
    const usage = `${name.replaceAll('_', '-')} [case]${first ? ` [${first.option}]` : ''}`;
    const words = COMMANDS[name].description ?? '';
    addOptions(add(usage, `${words.charAt(0).toLowerCase()}${words.slice(1)}`.replace(/\.$/, '')), name)
      .option('--as <person>', 'who does it, by id; @customer for the customer')
      .option('--incident <name>', 'instead of a case: all open cases of an incident, each on its own record')
      .option('--key <key>', 'idempotency key: sent again with it, it is carried out once')
      .option('--if-version <number>', "only if this is still the case's version")
      .action(async (id: string | undefined, ...rest: [string | CaseOptions, ...unknown[]]) => {
        const [value, options] = (first ? rest : [undefined, rest[0]]) as [string | undefined, CaseOptions];
        done(await send(world, name, id, value, options));
      });
  }
  add('show <case>', 'a case: where it stands, what can be done, its record')
    .option('--as <person>', 'what it is for this person (default: whoever serves the customer)')
    .action(async (id: string, options: CaseOptions) => done(await showOne(world, id, options)));
  add('list', 'open cases, the nearest promise first')
    .option('--owner <person>', 'those that this person holds')
    .option('--waiting-for <person>', "those that wait for this person's answer")
    .option('--customer <number>', "a customer's cases, closed ones too")
    .option('--incident <name>', 'those of an incident, closed ones too')
    .action(async (options: CaseOptions) => done(await listThem(world, options)));
  add('watch [case]', 'follow live what happens: one case, or all of them; ends with Ctrl+C')
    .option('--for <seconds>', 'end by itself after this time')
    .action(async (id: string | undefined, options: CaseOptions) => done(await watch(world, id, options)));
}

const actorOf = (id: string | undefined): Actor => {
  if (id === undefined)
    throw new WrongUse('Who does it?', 'Name a person by id: --as mia; the customer: --as @customer');
  return id === '@customer' ? { kind: 'customer' } : { kind: 'person', id };
};

async function open(world: World, file: string | undefined, options: CaseOptions): Promise<number> {
  const raw = file === undefined ? { value: {} } : await readRaw(world, file);
  if ('problem' in raw) return refuse(world, options, raw.problem);
  const { value } = raw;
  const given =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { request: value };
  const facts = options['fact'] as readonly string[] | undefined;
  const request = {
    ...given,
    ...pick(options, ['type', 'customer', 'subject', 'need', 'language']),
    ...(options['timeZone'] !== undefined && { time_zone: options['timeZone'] }),
    ...(facts && { facts: { ...(given as { facts?: object }).facts, ...factsFrom(facts) } }),
  };
  const command = { ...commandFrom('open', undefined, options), request, ...contactOf(options) };
  return carryOut(world, undefined, command, options);
}

const pick = (options: CaseOptions, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));

function contactOf(options: CaseOptions): object {
  const named = options['conversation'] as string | undefined;
  if (named === undefined) return {};
  const at = named.indexOf('/');
  if (at < 1 || at === named.length - 1)
    throw new WrongUse(`"${named}" is no conversation.`, 'Write SYSTEM/ID: --conversation zendesk/4711');
  return {
    conversation: {
      system: named.slice(0, at),
      id: named.slice(at + 1),
      ...pick(options, ['channel', 'address']),
    },
  };
}

const send = (
  world: World,
  name: CommandName,
  id: string | undefined,
  first: string | undefined,
  options: CaseOptions,
): Promise<number> => {
  if (id === undefined && options.incident === undefined)
    throw new WrongUse(
      'Which case?',
      `Name it: sayso case ${name.replaceAll('_', '-')} CASE; or --incident NAME`,
    );
  // With an incident no case stands in front, so what stands first is the command's own.
  const value = options.incident === undefined ? first : (first ?? id);
  return carryOut(world, id, commandFrom(name, value, options), options);
};

async function carryOut(
  world: World,
  id: string | undefined,
  raw: Record<string, unknown>,
  options: CaseOptions,
): Promise<number> {
  // What is wrong without a look at the database is said without one.
  const keys = commandKeys(raw['do'] as CommandName);
  const early = readCommand(withInstants(raw, keys, UTC, world.now()));
  if ('problems' in early) return refused(world, options, ...early.problems);
  const by = actorOf(options.as);
  return withOrganization(world, options, async (work) => {
    const now = work.engine.clock.now();
    const inForce = await inForceAt(work.engine, work.organization, now);
    const read = readCommand(withInstants(raw, keys, inForce?.book.zone ?? UTC, now));
    if ('problems' in read) return refused(world, options, ...read.problems);
    const { command } = read;
    if (command.do !== 'open' && options.incident !== undefined)
      return together(world, work, command, by, options, options.incident);
    const handled = await handle(work.engine, {
      organization: work.organization,
      by,
      command,
      ...(id !== undefined && { case: id }),
      ...(options.key !== undefined && { key: options.key }),
      ...(options.ifVersion !== undefined && { version: Number(options.ifVersion) }),
    });
    return tell(world, work, handled, options, { command, by });
  });
}

/** What came of a command: what happened, and how the case stands now. */
async function tell(
  world: World,
  work: Work,
  handled: Handled,
  options: CaseOptions,
  { command, by }: { command: DoorCommand; by: Actor },
): Promise<number> {
  if (!handled.done) return refused(world, options, handled.refused);
  const id = handled.case ?? '';
  const seen = await consider(work.engine, work.organization, id);
  if (!seen) return ANSWERED;
  const advice =
    by.kind === 'person' ? await adviceOn(work.engine, work.organization, id, by.id, command) : [];
  if (options.json) {
    printJson(world, { ...commandedWire({ inForce: seen }, handled, seen.case), advice });
    return ANSWERED;
  }
  const teller = tellerOf({ inForce: seen });
  if (handled.replayed) print(world, 'This was carried out before, under the same key.');
  showRecord(
    world,
    handled.events.filter(({ kind }) => !QUIET.has(kind)),
    teller,
  );
  for (const effect of handled.effects)
    if (effect.kind === 'tell customer') print(world, `  To the customer: “${effect.words}”`);
  for (const { words, because, better } of advice)
    print(world, `  About “${words}”: ${because} Better: “${better}”`);
  print(world, '');
  showCase(world, seen);
  return ANSWERED;
}

/** How a case of several stands now. */
function outcomeOf({ cases }: Conversation, id: string): string {
  const one = cases.find((other) => other.id === id);
  if (!one) return 'done';
  const { answer } = one;
  const amount =
    answer?.kind === 'yes' && answer.amount !== undefined ? ` ${answer.amount} ${answer.unit ?? ''}` : '';
  return `${one.request.type}${amount}: ${stageOf(one)}`;
}

/** Names of commands as they are typed here. */
const typed = (text: string): string =>
  text.replace(/\b(?:hand_over|ask_customer|over_promise|end_contact)\b/g, (name) => name.replace('_', '-'));

/** Says why a command is refused, with the way on as it is typed here. */
const refused = (world: World, options: CaseOptions, ...problems: readonly Refusal[]): number =>
  refuse(world, options, ...problems.map((problem) => ({ ...problem, mend: typed(problem.mend) })));

/** Bookkeeping that the state says better. */
const QUIET: ReadonlySet<string> = new Set(['promised', 'promise kept', 'promise settled', 'delivered']);

/** All open cases of an incident, one after the other: each is decided and recorded on its own. */
async function together(
  world: World,
  work: Work,
  command: DoorCommand,
  by: Actor,
  options: CaseOptions,
  incident: string,
): Promise<number> {
  const results: { case: string; handled: Handled }[] = [];
  const cases = await listCases(work.engine, work.organization, { incident, open: true, most: 10_000 });
  if (cases.length === 0)
    return refused(world, options, {
      code: 'unknown-incident',
      path: 'incident',
      message: `No case of an incident "${incident}" is open.`,
      mend: `Look at all of them: sayso case list --incident ${incident}.`,
    });
  for (const { id } of cases) {
    const key = options.key === undefined ? {} : { key: `${options.key}/${id}` };
    const handled = await handle(work.engine, {
      organization: work.organization,
      by,
      command,
      case: id,
      ...key,
    });
    results.push({ case: id, handled });
    if (!options.json)
      print(
        world,
        handled.done
          ? `${id}  ${outcomeOf(handled.conversation, id)}`
          : `${id}  ${handled.refused.message} → ${typed(handled.refused.mend)}`,
      );
  }
  const done = results.filter(({ handled }) => handled.done).length;
  if (options.json)
    printJson(
      world,
      results.map(({ case: id, handled }) =>
        handled.done ? { case: id, done: true } : { case: id, ...handled },
      ),
    );
  else print(world, `${done} of ${results.length} cases of ${incident}.`);
  return done === results.length ? ANSWERED : PROBLEMS;
}
