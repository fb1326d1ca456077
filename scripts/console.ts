// The console blocks of the documents: the commands in them are run, and what they print stands under them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stage } from './console/stage.ts';
import type { Show } from './console/shown.ts';
import { isOpen } from './console/words.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const PROMPT = '$ ';

/** Every page of the documents, from the root of the repository. */
export const pages: readonly string[] = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'sdk/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file))
    .sort(),
];

export const pageText = (page: string): string => readFileSync(join(root, page), 'utf8');

/** A page with what its commands print, and how many of them were sent to its service. */
export type Refreshed = { text: string; calls: number };

/**
 * A page with what its commands print, at noon in New York of 2 March 2026 until a line `<!-- at INSTANT -->` says when.
 * `<!-- show PLACE, HEADER: -->` before a block says what it shows of an answer, `<!-- refused -->` that it is a refusal.
 */
export async function refreshed(page: string): Promise<Refreshed> {
  const stage = new Stage(Date.parse('2026-03-02T17:00:00Z'));
  try {
    return { text: await refreshedOn(stage, page), calls: stage.calls };
  } finally {
    await stage.close();
  }
}

async function refreshedOn(stage: Stage, page: string): Promise<string> {
  const lines = pageText(page).split('\n');
  const out: string[] = [];
  let show: Show = { places: [], isRefusal: false };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    out.push(line);
    const [, word, rest = ''] = /^<!-- (at|show|refused)\b ?(.*) -->$/.exec(line) ?? [];
    if (word === 'at') stage.now = Date.parse(rest);
    if (word === 'show') show = { ...show, places: rest.split(/, */) };
    if (word === 'refused') show = { ...show, isRefusal: true };
    if (line !== '```console') continue;
    const end = lines.indexOf('```', i);
    const commands = commandsOf(lines.slice(i + 1, end));
    if (commands.length === 0 || lines[i + 1]?.startsWith(PROMPT) !== true)
      throw new Error(`${page}:${i + 2}: a console block starts with "${PROMPT}…"`);
    for (const command of commands) {
      const text = await stage.printed(command.slice(PROMPT.length), show).catch((error: unknown) => {
        throw new Error(`${page}:${i + 2}: ${command}`, { cause: error });
      });
      out.push(...command.split('\n'), ...(text === '' ? [] : text.trimEnd().split('\n')));
    }
    show = { places: [], isRefusal: false };
    i = end - 1;
  }
  return out.join('\n');
}

/** Every command of a page, without its prompt. */
export function commandsOn(page: string): string[] {
  const lines = pageText(page).split('\n');
  return lines.flatMap((line, i) =>
    line === '```console'
      ? commandsOf(lines.slice(i + 1, lines.indexOf('```', i))).map((command) => command.slice(PROMPT.length))
      : [],
  );
}

/** The commands of a block, with their prompt; a quote that is open takes the next line to it. */
function commandsOf(lines: readonly string[]): string[] {
  const commands: string[] = [];
  let open: string | undefined;
  for (const line of lines) {
    if (open === undefined && !line.startsWith(PROMPT)) continue;
    const command = open === undefined ? line : `${open}\n${line}`;
    open = isOpen(command) ? command : undefined;
    if (open === undefined) commands.push(command);
  }
  return commands;
}
