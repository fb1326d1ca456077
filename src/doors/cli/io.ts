/** What the command line has of the world, and what every command does with it. */
import { styleText } from 'node:util';
import type { Book } from '../../core/book/book.ts';
import { compileBook } from '../../core/book/compile.ts';
import type { Source } from '../../core/book/yaml.ts';
import type { Refusal } from '../../core/cases/refusal.ts';
import { MAX_BYTES } from '../../core/book/yaml.ts';
import { checkOrganization } from '../../core/organization/check.ts';
import { compileOrganization } from '../../core/organization/compile.ts';
import { organizationFromCsv } from '../../core/organization/people-csv.ts';
import type { Organization, Person } from '../../core/organization/organization.ts';
import { hasErrors, printProblem, sortProblems, type Problem } from '../../core/words/problem.ts';
import { meant } from '../../core/words/spelling.ts';
import { parseDay, parseInstant, startOfDay, type Instant, type Zones } from '../../core/words/time.ts';
import type { Engine } from '../../shell/engine.ts';
import { readText } from '../../shell/files.ts';
import type { Door } from '../../shell/serve.ts';

type StartHttp = (
  engine: Engine,
  options: {
    secret: Uint8Array;
    host: string;
    port: number;
    publicUrl?: string;
    mostBytes: number;
    mostPerMinute: number;
    page?: { folder: string; embedOrigins: readonly string[] };
    demo?: string;
  },
) => Promise<Door>;

export type World = {
  now: () => Instant;
  /** A clock that never jumps, in milliseconds since anything; left out: time is moved by hand. */
  steady?: () => number;
  /** Random hexadecimal digits for ids; left out: the machine's. */
  random?: (bytes: number) => string;
  zones: Zones;
  stdin: AsyncIterable<Buffer | string>;
  out: (text: string) => void;
  err: (text: string) => void;
  /** Hears, a line each, of what takes its time and where things are; left out: nobody does. */
  note?: (line: string) => void;
  /** Waits until a slow reader has taken what was printed; left out: it is taken at once. */
  drained?: () => Promise<void>;
  color: boolean;
  /** Of the program; left out: nobody asks. */
  version?: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Opens the HTTP door, where there is one: a door imports no other. */
  startHttp?: StartHttp;
  /** From when it is called, Ctrl+C asks to come to an end instead of ending the process at once. */
  interrupted: () => AbortSignal;
};

/** Exit codes: answered (whatever the verdict), problems found, wrong use. */
export const ANSWERED = 0;
export const PROBLEMS = 1;
export const WRONG_USE = 2;

/** Ends a command with problems to print. */
export class Stop extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super('problems found');
    this.problems = problems;
  }
}

/** Ends a command that was called wrongly. */
export class WrongUse extends Error {
  readonly mend: string;
  constructor(message: string, mend: string) {
    super(message);
    this.mend = mend;
  }
}

export const print = (world: World, text: string): void => world.out(`${text}\n`);
export const printJson = (world: World, value: unknown): void => print(world, JSON.stringify(value, null, 2));

type Style = Parameters<typeof styleText>[0];
export const styled = (world: World, style: Style, text: string): string =>
  world.color ? styleText(style, text, { validateStream: false }) : text;

/** Problems for people, on the error stream; counted in a last line. */
export function reportProblems(world: World, problems: readonly Problem[]): void {
  for (const problem of sortProblems(problems)) world.err(`${printProblem(problem)}\n`);
}

/** Says what was wrong with something sent: where, what, and how to mend it; on the error stream, or as JSON. */
export function refuse(world: World, { json }: { json?: boolean }, ...problems: readonly Refusal[]): number {
  if (json) printJson(world, { problems });
  else
    for (const { code, path, message, mend } of problems)
      world.err(`${path === '' ? '' : `${path}: `}${message} [${code}]\n  → ${mend}\n`);
  return PROBLEMS;
}

export function loadBook(world: World, file: string): { book: Book; source: Source; problems: Problem[] } {
  const { book, problems, source } = compileBook(file, readText(file, MAX_BYTES), world.zones);
  if (!book) throw new Stop(problems);
  return { book, source, problems };
}

/** The organization, from YAML or CSV by the file's ending, checked against the book. */
export function loadOrganization(
  world: World,
  file: string,
  book: Book,
): { organization: Organization; problems: Problem[] } {
  const text = readText(file, MAX_BYTES);
  const compiled = file.toLowerCase().endsWith('.csv')
    ? organizationFromCsv(file, text, world.zones, { name: file, timeZone: book.zone.name })
    : compileOrganization(file, text, world.zones);
  if (!compiled.organization) throw new Stop(compiled.problems);
  const problems = [...compiled.problems, ...checkOrganization(book, compiled.organization, compiled.source)];
  if (hasErrors(problems)) throw new Stop(problems);
  return { organization: compiled.organization, problems };
}

/** Both files of a question. Problems short of errors don't keep a question from its answer. */
export function load(
  world: World,
  bookFile: string,
  organizationFile: string,
): { book: Book; organization: Organization } {
  const { book } = loadBook(world, bookFile);
  return { book, organization: loadOrganization(world, organizationFile, book).organization };
}

/** The person asked for, or the first of the file where nobody is named. */
export function personOf(organization: Organization, id: string | undefined): Person {
  const [first] = organization.people.values();
  const person = id === undefined ? first : organization.people.get(id);
  if (person) return person;
  const near = id === undefined ? undefined : meant(id, organization.people.keys());
  throw new WrongUse(
    id === undefined ? 'The organization has no people.' : `There is no "${id}" in the organization.`,
    near ? `Did you mean "${near}"?` : 'Name somebody by their id in the organization file.',
  );
}

/** An instant, or a date as its first instant in the book's time zone; now when left out. */
export function instantOf(world: World, book: Book, text: string | undefined): Instant {
  if (text === undefined) return world.now();
  const day = parseDay(text);
  const instant = day === undefined ? parseInstant(text) : startOfDay(book.zone, day);
  if (instant === undefined)
    throw new WrongUse(
      `"${text}" is no instant.`,
      'Write "2026-01-31T09:00:00Z", with an offset, or a date.',
    );
  return instant;
}
