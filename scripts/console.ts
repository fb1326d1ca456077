// The console blocks of the documents: the commands in them are run, and what they print stands under them.
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/** A page with what its commands print, at noon in New York of 2 March 2026 until a line `<!-- at INSTANT -->` says when. */
export async function refreshed(page: string): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sayso-console-'));
  // Run as root, the database works as a user of its own, who has to get here.
  chmodSync(dataDir, 0o711);
  try {
    return await refreshedIn(page, dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function refreshedIn(page: string, dataDir: string): Promise<string> {
  const random = countedDigits();
  let now = Date.parse('2026-03-02T17:00:00Z');
  const lines = pageText(page).split('\n');
  const out: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    out.push(line);
    now = Date.parse(/^<!-- at (\S+) -->$/.exec(line)?.[1] ?? '') || now;
    if (line !== '```console') continue;
    const command = lines[i + 1] ?? '';
    if (!command.startsWith(PROMPT))
      throw new Error(`${page}:${i + 2}: a console block starts with "${PROMPT}…"`);
    out.push(
      command,
      ...(await printed(command.slice(PROMPT.length), { dataDir, random, now })).trimEnd().split('\n'),
    );
    while (lines[i + 1] !== '```' && i < lines.length) i += 1;
  }
  return out.join('\n');
}

/** Ids that are the same each time: a page is one story on one database. */
function countedDigits(): (bytes: number) => string {
  // By size, so that the salts of entries, which several messages may draw at once, leave the ids alone.
  const counts = new Map<number, number>();
  return (bytes) => {
    const count = (counts.get(bytes) ?? 0) + 1;
    counts.set(bytes, count);
    return createHash('sha256')
      .update(`${bytes} ${count}`)
      .digest('hex')
      .slice(0, bytes * 2);
  };
}

type Stage = { dataDir: string; random: (bytes: number) => string; now: number };

async function printed(command: string, { dataDir, random, now }: Stage): Promise<string> {
  let text = '';
  const take = (part: string): void => {
    text += part;
  };
  const before = process.cwd();
  process.chdir(root);
  try {
    await runCli(wordsOf(command), {
      now: () => now,
      zones,
      stdin: (async function* () {})(),
      out: take,
      err: take,
      color: false,
      environment: { SAYSO_DATA_DIR: dataDir },
      random,
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
