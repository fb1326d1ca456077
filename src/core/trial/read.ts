/** From the text of cases.yaml to cases that can be run, or to problems that say where and how to mend. */
import type { Book } from '../book/book.ts';
import { readYaml, type Path, type Source } from '../book/yaml.ts';
import { zodProblems } from '../book/zod-problems.ts';
import { readRequest } from '../decide/read-request.ts';
import type { Request, Tallies } from '../decide/request.ts';
import type { Organization } from '../organization/organization.ts';
import { hasErrors, sortProblems, type Problem } from '../words/problem.ts';
import { meant } from '../words/spelling.ts';
import { parseInstant, type Instant } from '../words/time.ts';
import { rulesOf } from './coverage.ts';
import { CasesFile, type Expectation } from './schema.ts';

/** A request, who serves the customer, when, and what has to be answered. */
export type Case = {
  /** A sentence. */
  name: string;
  /** Where it stands in the file, from 1. */
  line: number;
  asker: string;
  at: Instant;
  request: Request;
  tallies: Tallies;
  expect: Expectation;
};

/** `cases` is there iff no problem is an error. `source` finds the place of later findings. */
export type ReadCases = { cases: Case[] | undefined; problems: Problem[]; source: Source };

/**
 * Reads the cases of a book.
 * @param file the name that problems carry
 */
export function readCases(file: string, text: string, book: Book, organization: Organization): ReadCases {
  const source = readYaml(file, text);
  const done = (cases?: Case[]): ReadCases => {
    const problems = sortProblems(source.problems);
    return { cases: hasErrors(problems) ? undefined : cases, problems, source };
  };
  if (source.problems.length > 0) return done();
  const parsed = CasesFile.safeParse(source.data);
  if (!parsed.success) {
    source.problems.push(...zodProblems(source, parsed.error, CasesFile));
    return done();
  }
  const reader = new Reader(source, book, organization);
  const { at, cases } = parsed.data;
  const usual = at === undefined ? undefined : reader.instant(['at'], at);
  return done(Object.entries(cases).flatMap(([name, data]) => reader.read(name, data, usual) ?? []));
}

type Sentence = { code: string; message: string; mend: string; severity?: 'error' | 'warning' };
type Data = (typeof CasesFile)['_output']['cases'][string];

class Reader {
  readonly #source: Source;
  readonly #book: Book;
  readonly #organization: Organization;
  readonly #rules: ReadonlySet<string>;

  constructor(source: Source, book: Book, organization: Organization) {
    this.#source = source;
    this.#book = book;
    this.#organization = organization;
    this.#rules = new Set(rulesOf(book));
  }

  read(name: string, data: Data, usual: Instant | undefined): Case | undefined {
    const path = ['cases', name];
    const at = data.at === undefined ? usual : this.instant([...path, 'at'], data.at);
    if (at === undefined && data.at === undefined) {
      this.#report(
        path,
        {
          code: 'no-instant',
          message: 'Nothing says when this happens.',
          mend: 'Add "at: 2026-03-02T15:00:00Z" here, or once at the top of the file.',
        },
        'key',
      );
    }
    this.#person([...path, 'as'], data.as);
    this.#expected([...path, 'expect'], data.expect);
    const read = readRequest(this.#book, data.request);
    const inRequest = [...path, 'request'];
    if ('problems' in read) {
      for (const { code, path: where, message, mend } of read.problems)
        this.#report(placeOf(data.request, inRequest, where), { code, message, mend });
      return undefined;
    }
    this.#unread(inRequest, data, read.request.ignored);
    const { line } = this.#source.problem(path, 'key', {
      code: '',
      severity: 'error',
      message: '',
      mend: '',
    });
    return at === undefined ? undefined : { name, line, asker: data.as, at, ...read, expect: data.expect };
  }

  instant(path: Path, text: string): Instant | undefined {
    const instant = parseInstant(text);
    if (instant === undefined) {
      this.#report(path, {
        code: 'wrong-instant',
        message: `"${text}" is no instant.`,
        mend: 'Write it with its offset: 2026-03-02T15:00:00Z.',
      });
    }
    return instant;
  }

  #report(path: Path, sentence: Sentence, at: 'key' | 'value' = 'value'): void {
    this.#source.problems.push(this.#source.problem(path, at, { severity: 'error', ...sentence }));
  }

  #person(path: Path, id: string): void {
    if (this.#organization.people.has(id)) return;
    const near = meant(id, this.#organization.people.keys());
    this.#report(path, {
      code: 'unknown-person',
      message: `There is nobody with the id "${id}" in this organization.`,
      mend:
        near === undefined ? 'Write the id of somebody in the organization file.' : `Did you mean "${near}"?`,
    });
  }

  /** A rule that the book does not have can never be the answer. */
  #expected(path: Path, { rule }: Expectation): void {
    if (rule === undefined || rule === null || this.#rules.has(rule)) return;
    const near = meant(rule, this.#rules);
    this.#report([...path, 'rule'], {
      code: 'unknown-rule',
      message: `There is no rule "${rule}" in this book.`,
      mend:
        near === undefined
          ? 'Write TYPE/may/NAME, TYPE/red lines/NAME, TYPE/otherwise …'
          : `Did you mean "${near}"?`,
    });
  }

  /** What nobody reads is a slip in a name, unless the case is about just that. */
  #unread(path: Path, data: Data, ignored: readonly string[]): void {
    if (data.expect.ignored !== undefined) return;
    for (const where of ignored) {
      this.#report(
        placeOf(data.request, path, where),
        {
          code: 'not-read',
          severity: 'warning',
          message: `No rule of this book reads "${where}".`,
          mend: 'Mend the name, or expect it under "ignored".',
        },
        'key',
      );
    }
  }
}

/** "facts.items[0].price" as a path into the file, whether names with dots are written nested or in one. */
function placeOf(request: unknown, start: Path, where: string): Path {
  const path = [...start];
  let node = request;
  let left = where;
  while (left !== '') {
    const index = /^\[(\d+)\]/.exec(left);
    const key = index ? Number(index[1]) : longestKey(node, left);
    if (key === undefined) return path;
    path.push(key);
    node = (node as Record<string | number, unknown> | undefined)?.[key];
    left = left.slice(index ? index[0].length : String(key).length).replace(/^\./, '');
  }
  return path;
}

const longestKey = (node: unknown, left: string): string | undefined =>
  typeof node === 'object' && node !== null
    ? Object.keys(node)
        .filter((key) => left === key || left.startsWith(`${key}.`) || left.startsWith(`${key}[`))
        .toSorted((a, b) => b.length - a.length)[0]
    : undefined;
