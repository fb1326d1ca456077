/** `sayso record …` and `sayso review …`: a person's own record, and one case's review. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Teller } from '../../core/cases/timeline.ts';
import type { Duty, DutyPart } from '../../core/review/duty.ts';
import type { OwnRecord } from '../../core/review/own-record.ts';
import type { Shown } from '../../core/review/placed.ts';
import type { Act, StandBehind } from '../../core/review/stand-behind.ts';
import { parseInstant, wallTime } from '../../core/words/time.ts';
import type { Engine } from '../../shell/engine.ts';
import { inForceAt } from '../../shell/in-force.ts';
import { dutyOf, ownEntries, ownRecord, reviewFor } from '../../shell/reviews.ts';

import { tellerOf } from '../../shell/operations/cases.ts';
import { withDatabaseOptions, withOrganization, type EngineOptions } from './engine.ts';
import { ANSWERED, print, printJson, styled, WrongUse, type World, refuse } from './io.ts';

type Options = EngineOptions & { as: string; out?: string };

const add = (under: Command, usage: string, description: string): Command =>
  withDatabaseOptions(under.command(usage).description(description).option('--json', 'print JSON'));

/** Adds `sayso record …` and `sayso review …`. */
export function recordCommands(program: Command, world: World, done: (code: number) => void): void {
  const group = (name: string, description: string): Command =>
    program.command(name).description(description).helpCommand(false);
  const record = group('record', 'your own record: what counts for you, to see and to keep');
  const review = group('review', 'what was done in a case, beside what the book of that day obliged');

  add(record, 'show', 'your own record: what counts for you, and where it is shown')
    .requiredOption('--as <person>', 'who you are, by id')
    .action(async (options: Options) => done(await showRecord(world, options)));
  add(record, 'export', 'everything that you did, as JSON lines that prove themselves against the ledger')
    .requiredOption('--as <person>', 'who you are, by id')
    .option('--out <file>', 'where to (default: standard output)')
    .action(async (options: Options) => done(await exportRecord(world, options)));
  add(
    review,
    'show <case> [review]',
    'the stand-behind review of a complaint: for the agent and their managers',
  )
    .requiredOption('--as <person>', 'who looks, by id')
    .action(async (id: string, which: string | undefined, options: Options) =>
      done(await showReview(world, id, which, options)),
    );
  add(review, 'duty <case>', 'whether duty was met in a case, by what was done').action(
    async (id: string, options: EngineOptions) => done(await showDuty(world, id, options)),
  );
}

const showRecord = (world: World, options: Options): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization }) => {
    const own = await ownRecord(engine, organization, { of: options.as, by: options.as });
    if ('refused' in own) return refuse(world, options, own.refused);
    if (options.json) printJson(world, own);
    else printRecord(world, own, await tellerFor(engine, organization));
    return ANSWERED;
  });

const ROWS: readonly [Exclude<keyof OwnRecord, 'person' | 'reviews'>, string][] = [
  ['served', 'Customers served'],
  ['granted', 'Yeses within your remit'],
  ['favors', '  of them favors, on your own judgment'],
  ['handed_on', 'Handed on to who could decide: good work'],
  ['correctly_refused', 'Correctly refused'],
  ['ratified', 'Beyond the book, and ratified'],
  ['promises_kept', 'Promises kept'],
  ['upheld', 'Reviews in which you were backed'],
];

function printRecord(world: World, own: OwnRecord, teller: Teller): void {
  print(
    world,
    `${styled(world, 'bold', teller.name(own.person))}, your own record. Nobody else is shown it.`,
  );
  const there = ROWS.filter(([name]) => own[name].length > 0);
  if (there.length === 0) print(world, '  It begins with the first customer that you serve.');
  for (const [name, words] of there)
    print(
      world,
      `  ${String(own[name].length).padStart(5)}  ${words.padEnd(40)}  ${casesOf(own[name])}`.trimEnd(),
    );
  for (const { review, opened, outcome } of own.reviews)
    print(world, `         Review ${review}, ${timeOf(teller, opened)}: ${outcome ?? 'open'}`);
  print(world, `\nTo keep it: sayso record export --as ${own.person} --out my-record.jsonl`);
}

const MOST_NAMED = 6;

/** The latest cases that show it. */
function casesOf(shown: readonly Shown[]): string {
  const cases = [...new Set(shown.flatMap(({ case: id }) => id ?? []))].toReversed();
  const more = cases.length - MOST_NAMED;
  return `${cases.slice(0, MOST_NAMED).join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const exportRecord = (world: World, options: Options): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization }) => {
    const entries = await ownEntries(engine, organization, { of: options.as, by: options.as });
    if ('refused' in entries) return refuse(world, options, entries.refused);
    const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    if (options.out === undefined) {
      world.out(lines);
      return ANSWERED;
    }
    try {
      writeFileSync(options.out, lines);
    } catch (error) {
      throw new WrongUse(
        `"${options.out}" can't be written: ${error instanceof Error ? error.message : String(error)}`,
        'Name a file in a folder of your own: --out my-record.jsonl',
      );
    }
    if (options.json) printJson(world, { out: options.out, entries: entries.length });
    else
      print(
        world,
        `${entries.length} entries in ${options.out}. Each "hash" is SHA-256 over "previous", "sequence", a line feed and "body", and is the one on the ledger.`,
      );
    return ANSWERED;
  });

const showReview = (world: World, id: string, which: string | undefined, options: Options): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization }) => {
    const found = await reviewFor(engine, organization, {
      case: id,
      by: options.as,
      ...(which !== undefined && { review: which }),
    });
    if ('refused' in found) return refuse(world, options, found.refused);
    if (options.json) printJson(world, found);
    else printReview(world, found, options.as, await tellerFor(engine, organization));
    return ANSWERED;
  });

function printReview(world: World, found: StandBehind, reader: string, teller: Teller): void {
  const name = teller.name(found.about);
  print(world, `Review ${found.review}: the service of ${styled(world, 'bold', name)} in case ${found.case}`);
  print(
    world,
    `${found.about === reader ? 'Your' : 'Their'} record before it: ${longRecordWords(found.long_record)}.`,
  );
  print(world, `\n${styled(world, 'bold', 'What was done, beside the book of that moment')}`);
  for (const act of found.acts) printAct(world, act, teller);
  if (found.obligations.length > 0) print(world, '\nWhat had to go with the yes');
  for (const { obligation, when, recorded, shown_by: by } of found.obligations) {
    const shown = by ? `shown on the record, ${timeOf(teller, by)}` : 'shown on the record';
    const words =
      recorded === null ? 'no fact of the book shows it' : recorded ? shown : 'not shown on the record';
    print(world, `  ${obligation} (${when}): ${words}`);
  }
  print(world, '');
  printDuty(world, found.duty);
  print(world, `\n${styled(world, 'bold', found.conclusion)}`);
  if (found.complaint !== null) print(world, `The complaint: “${found.complaint}”`);
  if (found.agent.words !== null) print(world, `${name}: “${found.agent.words}”`);
  print(world, outcomeWords(found, reader, teller));
}

const VERDICTS = { obliged: 'green', allowed: 'green', beyond: 'yellow' } as const;

function printAct(world: World, act: Act, teller: Teller): void {
  print(world, `  ${timeOf(teller, act.shown_by)}  ${act.did}`);
  const mended = act.mended === undefined ? '' : `, ${act.mended}`;
  print(
    world,
    `      ${styled(world, VERDICTS[act.verdict], `${act.verdict}${mended}`)} by ${act.rule}. ${act.because}`,
  );
}

const some = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

function longRecordWords(record: StandBehind['long_record']): string {
  const words = [
    ...some(record.served, 'customer served', 'customers served'),
    ...some(record.granted, 'yes within the remit', 'yeses within the remit'),
    ...some(record.favors, 'favor', 'favors'),
    ...some(record.handed_on, 'case handed on well', 'cases handed on well'),
    ...some(record.correctly_refused, 'correctly refused', 'correctly refused'),
    ...some(record.ratified, 'ratified', 'ratified'),
    ...some(record.promises_kept, 'promise kept', 'promises kept'),
  ];
  return words.length === 0 ? 'just beginning' : words.join(', ');
}

function outcomeWords(
  { outcome, due, about, case: id, agent }: StandBehind,
  reader: string,
  teller: Teller,
): string {
  if (outcome)
    return `${outcome.what === 'not upheld' ? 'Not upheld' : outcome.what === 'trivial' ? 'Trivial' : 'Upheld'}, by ${teller.name(outcome.by)}.`;
  const until = timeOf(teller, { at: due });
  const stands = `Upheld unless a manager signs otherwise by ${until}.`;
  if (reader !== about) return `${stands} To sign: sayso case sign ${id} upheld --as ${reader}`;
  return agent.words === null
    ? `${stands} Your word counts: sayso case respond ${id} "…" --as ${reader}`
    : stands;
}

const showDuty = (world: World, id: string, options: EngineOptions): Promise<number> =>
  withOrganization(world, options, async ({ engine, organization }) => {
    const duty = await dutyOf(engine, organization, id);
    if ('refused' in duty) return refuse(world, options, duty.refused);
    if (options.json) printJson(world, duty);
    else printDuty(world, duty);
    return ANSWERED;
  });

function printDuty(world: World, duty: Duty): void {
  const words = duty.met === null ? 'nothing is amiss so far' : duty.met ? 'yes' : 'not in everything';
  print(world, `Duty met: ${styled(world, duty.met === false ? 'yellow' : 'green', words)}`);
  const parts = (title: string, of: readonly DutyPart[]): void => {
    for (const { part, met, because } of of)
      if (met !== null) print(world, `  ${title.padEnd(8)} ${met ? '✓' : '✗'} ${part}. ${because}`);
  };
  parts('Product', duty.product);
  parts('Service', duty.service);
}

/** Names and the clock on the wall of now. */
async function tellerFor(engine: Engine, organization: string): Promise<Teller> {
  const found = await inForceAt(engine, organization, engine.clock.now());
  // It was in force a moment ago.
  if (!found) throw new Error(`nothing is in force for ${organization}`);
  return tellerOf({ inForce: found });
}

const timeOf = ({ zone }: Teller, { at }: Pick<Shown, 'at'>): string => {
  const instant = parseInstant(at);
  return instant === undefined ? at : wallTime(zone, instant);
};
