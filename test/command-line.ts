/** The command line with a world of its own: a fixed clock, no stream, everything printed kept. */
import { fileURLToPath } from 'node:url';
import { runCli } from '../src/doors/cli/cli.ts';
import { zones } from '../src/shell/zones.ts';

export const NOW = Date.parse('2026-03-02T17:00:00Z');

export type Ran = { code: number; out: string; err: string };

/** A path from the root of the repository. */
export const inRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Runs a command; `input` is what standard input holds, `dataDir` where a database may be. */
export async function run(
  args: readonly string[],
  input: Iterable<string> = [],
  { dataDir, now = NOW }: { dataDir?: string; now?: number } = {},
): Promise<Ran> {
  const ran: Ran = { code: -1, out: '', err: '' };
  async function* stdin(): AsyncGenerator<string> {
    yield* input;
  }
  const out = (text: string): void => {
    ran.out += text;
  };
  const err = (text: string): void => {
    ran.err += text;
  };
  ran.code = await runCli(args, {
    now: () => now,
    zones,
    stdin: stdin(),
    out,
    err,
    color: false,
    // No test uses the folder for data of whoever runs it.
    environment: { SAYSO_DATA_DIR: dataDir ?? '/dev/null/none' },
    interrupted: () => new AbortController().signal,
  });
  return ran;
}
