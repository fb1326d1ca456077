// `npm run retail:cases`: decides the 232 real requests of the shared retail data through the command line.
// The data stays where it is: at ../shared beside the checkout, or at $SAYSO_SHARED.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '../src/doors/cli/cli.ts';
import { zones } from '../src/shell/zones.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

type Case = { id: string; request: { type: string }; expected: string; also_acceptable?: string[] };
export type RetailResult = { strict: number; acceptable: number; total: number; wrong: string[] };

/** Where the cases are, or undefined where the folder is not there. */
export function retailCases(): string | undefined {
  const shared = process.env['SAYSO_SHARED'] ?? join(root, '..', 'shared');
  const file = join(shared, 'data', 'retail', 'cases.jsonl');
  return existsSync(file) ? file : undefined;
}

/** All that the adapter may do to a request: drop what nobody said. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== 'unknown');
  return Object.fromEntries(entries.map(([key, item]) => [key, said(item)]));
}

const verdictOf = (label: string): string => (label === 'transfer' ? 'handoff' : label);

/** Decides every case with books/retail as its agent; the facts are moved under `facts`, nothing else. */
export async function runRetail(file: string): Promise<RetailResult> {
  const cases = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
  const lines = cases.map(
    ({ id, request: { type, ...facts } }) => `${JSON.stringify({ id, type, facts: said(facts) })}\n`,
  );
  let out = '';
  const book = join(root, 'books', 'retail');
  const args = [
    'decide',
    join(book, 'book.yaml'),
    '--org',
    join(book, 'people.yaml'),
    '--requests',
    '-',
    '--at',
    '2026-03-02T15:00:00Z',
    '--as',
    'ann',
  ];
  const code = await runCli(args, {
    now: () => 0,
    zones,
    stdin: streamOf(lines),
    out: (text) => (out += text),
    err: (text) => process.stderr.write(text),
    color: false,
    environment: {},
    interrupted: () => new AbortController().signal,
  });
  if (code !== 0) throw new Error(`the command line ended with ${code}: ${out.slice(0, 500)}`);
  const answers = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; verdict: string });
  const result: RetailResult = { strict: 0, acceptable: 0, total: cases.length, wrong: [] };
  for (const [i, { id, expected, also_acceptable: also = [] }] of cases.entries()) {
    const verdict = answers[i]?.id === id ? answers[i].verdict : 'no answer';
    if (verdict === verdictOf(expected)) result.strict += 1;
    else if (also.map(verdictOf).includes(verdict)) result.acceptable += 1;
    else result.wrong.push(`${id}: expected ${expected}, got ${verdict}`);
  }
  return result;
}

async function* streamOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = retailCases();
  if (file === undefined) {
    console.log(
      'The retail cases are not here: put the shared folder beside the checkout, or name it in SAYSO_SHARED.',
    );
  } else {
    const { strict, acceptable, total, wrong } = await runRetail(file);
    for (const line of wrong) console.log(line);
    console.log(
      `${strict + acceptable} of ${total} as expected or also acceptable: ${strict} strictly, ${acceptable} acceptably.`,
    );
    process.exitCode = wrong.length > 0 ? 1 : 0;
  }
}
