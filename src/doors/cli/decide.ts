/** `sayso decide`, `explain` and `who`. */
import type { Book } from '../../core/book/book.ts';
import { decide, whoCan } from '../../core/decide/decide.ts';
import type { Candidate } from '../../core/decide/decision.ts';
import type { RequestProblem } from '../../core/decide/raw.ts';
import { readRequest } from '../../core/decide/read-request.ts';
import type { Request, Tallies } from '../../core/decide/request.ts';
import { answer } from '../../core/explain/answer.ts';
import { explain, type Reader } from '../../core/explain/explain.ts';
import type { Organization } from '../../core/organization/organization.ts';
import { openStream } from '../../shell/files.ts';
import { linesOf } from '../../shell/lines.ts';
import { MOST_BYTES, parseJson, readRaw } from './input.ts';
import {
  ANSWERED,
  instantOf,
  load,
  personOf,
  print,
  printJson,
  PROBLEMS,
  styled,
  WrongUse,
  type World,
} from './io.ts';

export type DecideOptions = {
  org: string;
  request?: string;
  requests?: string;
  as?: string;
  at?: string;
  json?: boolean;
  language?: string;
  for?: string;
};

const TOO_LONG: RequestProblem = {
  code: 'too-large',
  path: '',
  message: 'The line has more than 1 MB.',
  mend: 'Send only the facts of this request.',
};

export async function decideOne(world: World, bookFile: string, options: DecideOptions): Promise<number> {
  const { book, organization } = load(world, bookFile, options.org);
  const read = await readOne(world, book, options);
  if (!read) return PROBLEMS;
  const asker = personOf(organization, options.as);
  const decision = decide(
    book,
    organization,
    read.tallies,
    read.request,
    asker.id,
    instantOf(world, book, options.at),
  );
  if (options.json) printJson(world, answer(book, read.request, decision, options.language));
  else
    print(
      world,
      explain(
        book,
        read.request,
        decision,
        (options.for ?? 'agent').replace('-', ' ') as Reader,
        options.language,
      ),
    );
  return ANSWERED;
}

export async function who(world: World, bookFile: string, options: DecideOptions): Promise<number> {
  const { book, organization } = load(world, bookFile, options.org);
  const read = await readOne(world, book, options);
  if (!read) return PROBLEMS;
  const asker = personOf(organization, options.as);
  const at = instantOf(world, book, options.at);
  const people = whoCan(book, organization, read.tallies, read.request, asker.id, at);
  if (options.json) {
    printJson(world, { who: people, who_total: people.length });
    return ANSWERED;
  }
  if (people.length === 0) {
    const decision = decide(book, organization, read.tallies, read.request, asker.id, at);
    print(world, 'Nobody’s own authority covers this as it stands.');
    print(world, explain(book, read.request, decision, 'agent'));
  }
  printCandidates(world, people);
  return ANSWERED;
}

/** People who can, a line each. */
export function printCandidates(world: World, people: readonly Candidate[]): void {
  for (const one of people)
    print(
      world,
      `${styled(world, 'bold', one.name)} (${one.id})${one.for === undefined ? '' : ` for ${one.for}`}: ${one.rule}, ${[one.role, one.grade].filter(Boolean).join(', ')}, ${one.steps} step${one.steps === 1 ? '' : 's'} away`,
    );
}

/** Reads the request of `--request`; prints what is wrong with it. */
export async function readOne(
  world: World,
  book: Book,
  options: DecideOptions,
): Promise<{ request: Request; tallies: Tallies } | undefined> {
  if (options.request === undefined)
    throw new WrongUse(
      'There is no request.',
      'Give --request FILE, --request - for standard input, or --requests FILE.jsonl.',
    );
  const raw = await readRaw(world, options.request);
  const read = 'problem' in raw ? { problems: [raw.problem] } : readRequest(book, raw.value);
  if (!('problems' in read)) return read;
  if (options.json) printJson(world, { problems: read.problems });
  else
    for (const problem of read.problems)
      world.err(
        `${options.request}: ${problem.path === '' ? '' : `${problem.path}: `}${problem.message}\n  → ${problem.mend}\n`,
      );
  return undefined;
}

/** Many requests, one a line; `as` and `at` of a line win over the options. Constant memory, same order. */
export async function decideMany(world: World, bookFile: string, options: DecideOptions): Promise<number> {
  const { book, organization } = load(world, bookFile, options.org);
  const file = options.requests ?? '-';
  const stream = file === '-' ? world.stdin : openStream(file);
  let code = ANSWERED;
  for await (const line of linesOf(stream, MOST_BYTES)) {
    if ('text' in line && line.text.trim() === '') continue;
    const result =
      'tooLong' in line
        ? { problems: [TOO_LONG] }
        : answerLine(world, book, organization, options, line.text);
    if ('problems' in result) code = PROBLEMS;
    print(world, JSON.stringify('problems' in result ? { line: line.number, ...result } : result));
    await world.drained?.();
  }
  return code;
}

function answerLine(
  world: World,
  book: Book,
  organization: Organization,
  options: DecideOptions,
  text: string,
): object {
  const raw = parseJson(text);
  if ('problem' in raw) return { problems: [raw.problem] };
  const own =
    typeof raw.value === 'object' && raw.value !== null && !Array.isArray(raw.value)
      ? (raw.value as Record<string, unknown>)
      : {};
  const { as, at, ...rest } = own;
  const read = readRequest(book, own === raw.value ? rest : raw.value);
  const id = typeof own['id'] === 'string' ? { id: own['id'] } : {};
  if ('problems' in read) return { ...id, ...read };
  try {
    const asker = personOf(organization, typeof as === 'string' ? as : options.as);
    const decision = decide(
      book,
      organization,
      read.tallies,
      read.request,
      asker.id,
      instantOf(world, book, typeof at === 'string' ? at : options.at),
    );
    return answer(book, read.request, decision, options.language);
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    return { ...id, problems: [{ code: 'wrong-use', path: '', message: error.message, mend: error.mend }] };
  }
}
