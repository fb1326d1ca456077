/** `sayso decide`, `who`, `remit` and `find` without files: of the organization that is in, by what its ledger has counted. */
import type { Candidate } from '../../core/decide/decision.ts';
import type { Remit } from '../../core/decide/remit.ts';
import { forAgent } from '../../core/explain/for-agent.ts';
import type { Answer } from '../../core/explain/answer.ts';
import type { Input, OperationName, Output } from '../../contract/operations.ts';
import { inForceAt } from '../../shell/in-force.ts';
import { carryOut } from '../../shell/operations.ts';
import type { DecideOptions } from './decide.ts';
import { printCandidates } from './decide.ts';
import { withOrganization, type EngineOptions, type Work } from './engine.ts';
import { printFound } from './find.ts';
import { readRaw } from './input.ts';
import { ANSWERED, print, printJson, PROBLEMS, refuse, WrongUse, type World } from './io.ts';
import { printRemit } from './remit.ts';

export type HereOptions = EngineOptions & Partial<DecideOptions>;

type Asked = { work: Work; as: string };

/** Asks as a person, and prints what comes of it. */
const ask = <Name extends OperationName>(
  world: World,
  options: HereOptions,
  name: Name,
  input: Input<Name>,
  show: (output: Output<Name>, asked: Asked) => Promise<void> | void,
): Promise<number> => {
  const as = options.as ?? (world.environment['SAYSO_AS'] || undefined);
  if (as === undefined)
    throw new WrongUse('Who asks?', 'Name a person by id: --as mia; or set SAYSO_AS once.');
  return withOrganization(world, options, async (work) => {
    const caller = { organization: work.organization, by: { kind: 'person' as const, id: as } };
    const found = await carryOut(work.engine, caller, name, input);
    if ('problems' in found) return refuse(world, options, ...found.problems);
    if (options.json) printJson(world, found.output);
    else await show(found.output, { work, as });
    return ANSWERED;
  });
};

async function requestOf(world: World, options: HereOptions): Promise<Record<string, unknown> | number> {
  if (options.request === undefined)
    throw new WrongUse('There is no request.', 'Give --request FILE, or --request - for standard input.');
  const raw = await readRaw(world, options.request);
  if ('problem' in raw) return refuse(world, options, raw.problem);
  const { value } = raw;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  return PROBLEMS;
}

const language = ({ language: code }: HereOptions): { language?: string } =>
  code === undefined ? {} : { language: code };

/** "May I?" */
export async function decideHere(world: World, options: HereOptions): Promise<number> {
  if (options.requests !== undefined || options.at !== undefined)
    throw new WrongUse(
      'Without a book, one request is decided, and now.',
      'Name the book and --org for many requests, or for another time.',
    );
  const request = await requestOf(world, options);
  if (typeof request === 'number') return request;
  return ask(world, options, 'decide', { request, ...language(options) }, async (output, { work }) => {
    const found = await inForceAt(work.engine, work.organization, work.engine.clock.now());
    // The operation answers what `answer` makes.
    if (found) print(world, forAgent(found.book, output as unknown as Answer).join('\n'));
  });
}

/** "Who can?" */
export async function whoHere(world: World, options: HereOptions): Promise<number> {
  const request = await requestOf(world, options);
  if (typeof request === 'number') return request;
  return ask(world, options, 'who', { request }, ({ who }) => {
    if (who.length === 0) print(world, 'Nobody’s own authority covers this as it stands.');
    // The operation answers candidates as they are.
    printCandidates(world, who as readonly Candidate[]);
  });
}

/** "What may I at all?" */
export const remitHere = (world: World, options: HereOptions): Promise<number> =>
  ask(world, options, 'remit', {}, async (output, { work, as }) => {
    const found = await inForceAt(work.engine, work.organization, work.engine.clock.now());
    printRemit(world, found?.organization.people.get(as)?.name ?? as, output as Remit);
  });

/** The request types that fit what a customer says. */
export const findHere = (world: World, words: string, most: number, options: HereOptions): Promise<number> =>
  ask(world, options, 'find', { words, most }, ({ found }) => printFound(world, found));
