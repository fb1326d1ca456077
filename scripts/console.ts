// The console blocks of the documents: the commands in them are run, and what they print stands under them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '../src/doors/cli/cli.ts';
import { zones } from '../src/shell/zones.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const PROMPT = '$ npx sayso ';

/** Every page of the documents, from the root of the repository. */
export const pages: readonly string[] = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file))
    .sort(),
];

export const pageText = (page: string): string => readFileSync(join(root, page), 'utf8');

/** A page with what its commands print today, at noon of 2 March 2026 unless they say when. */
export async function refreshed(page: string): Promise<string> {
  const lines = pageText(page).split('\n');
  const out: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    out.push(line);
    if (line !== '```console') continue;
    const command = lines[i + 1] ?? '';
    if (!command.startsWith(PROMPT))
      throw new Error(`${page}:${i + 2}: a console block starts with "${PROMPT}…"`);
    out.push(command, ...(await printed(command.slice(PROMPT.length))).trimEnd().split('\n'));
    while (lines[i + 1] !== '```' && i < lines.length) i += 1;
  }
  return out.join('\n');
}

async function printed(command: string): Promise<string> {
  let text = '';
  const take = (part: string): void => {
    text += part;
  };
  const before = process.cwd();
  process.chdir(root);
  try {
    await runCli(wordsOf(command), {
      now: () => Date.parse('2026-03-02T17:00:00Z'),
      zones,
      stdin: (async function* () {})(),
      out: take,
      err: take,
      color: false,
      environment: {},
      interrupted: () => new AbortController().signal,
    });
  } finally {
    process.chdir(before);
  }
  return text;
}

/** A command line's words; quotes hold a word together. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
