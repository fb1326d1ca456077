// `npm run generate` writes every generated file; with --check it only says which one is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaNames, schemaText } from '../src/doors/cli/schema.ts';
import { pages, refreshed } from './console.ts';
import { commandReference, configurationReference, keyReference, metricsReference } from './reference.ts';

interface Generator {
  /** What the file holds, for the report. */
  readonly name: string;
  /** From the root of the repository. */
  readonly path: string;
  /** The whole text that the file should have. */
  readonly make: () => string | Promise<string>;
}

const generators: readonly Generator[] = [
  ...schemaNames.map((name) => ({
    name: `JSON Schema of ${name}.yaml`,
    path: `books/${name}.schema.json`,
    make: () => schemaText(name),
  })),
  {
    name: 'every key of a book',
    path: 'docs/reference/book.md',
    make: () => keyReference('book', 'The book, key by key'),
  },
  {
    name: 'every key of people.yaml',
    path: 'docs/reference/people.md',
    make: () => keyReference('people', 'The organization, key by key'),
  },
  {
    name: 'every key of cases.yaml',
    path: 'docs/reference/cases.md',
    make: () => keyReference('cases', 'A book’s cases, key by key'),
  },
  { name: 'every command', path: 'docs/reference/cli.md', make: commandReference },
  {
    name: 'every setting',
    path: 'docs/reference/configuration.md',
    make: configurationReference,
  },
  { name: 'every metric', path: 'docs/reference/metrics.md', make: metricsReference },
  ...pages
    .filter((page) => !page.startsWith('docs/reference/'))
    .map((page) => ({ name: 'what its commands print', path: page, make: () => refreshed(page) })),
];

const inRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

process.exitCode = await generate(process.argv.includes('--check'));

async function generate(checkOnly: boolean): Promise<0 | 1> {
  const stale: string[] = [];
  for (const { name, path, make } of generators) {
    const wanted = await make();
    if (wanted === textOf(path)) continue;
    stale.push(`${path} (${name})`);
    if (!checkOnly) write(path, wanted);
  }
  for (const file of stale) console.log(checkOnly ? `out of date: ${file}` : `wrote ${file}`);
  return checkOnly && stale.length > 0 ? 1 : 0;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(inRoot(path), 'utf8');
  } catch {
    return undefined;
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(inRoot(path)), { recursive: true });
  writeFileSync(inRoot(path), text);
}
