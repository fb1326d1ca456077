/** The command line with a world of its own: a fixed clock, no stream, everything printed kept. */
import { fileURLToPath } from 'node:url';
import { runCli } from '../src/doors/cli/cli.ts';
import { zones } from '../src/shell/zones.ts';

export const NOW = Date.parse('2026-03-02T17:00:00Z');

export type Ran = { code: number; out: string; err: string };

/** A path from the root of the repository. */
export const inRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Runs a command; `input` is what standard input holds. */
export async function run(args: readonly string[], input: Iterable<string> = []): Promise<Ran> {
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
    now: () => NOW,
    zones,
    stdin: stdin(),
    out,
    err,
    color: false,
    environment: {},
    interrupted: () => new AbortController().signal,
  });
  return ran;
}
