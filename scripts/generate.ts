// `npm run generate` writes every generated file; with --check it only says which one is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaNames, schemaText } from '../src/doors/cli/schema.ts';
import { openApi, type OpenApi } from '../src/doors/http/open-api.ts';
import { pages, refreshed } from './console.ts';
import { commandReference, configurationReference, keyReference, metricsReference } from './reference.ts';
import { compactJson } from './wire/compact-json.ts';
import { differences, differenceText } from './wire/differences.ts';
import { operationsPage } from './wire/operations-page.ts';
import { sdkRoutes } from './wire/sdk-routes.ts';
import { sdkTypes } from './wire/sdk-types.ts';

interface Generator {
  /** What the file holds, for the report. */
  readonly name: string;
  /** From the root of the repository. */
  readonly path: string;
  /** The whole text that the file should have. */
  readonly make: () => string | Promise<string>;
  /** What differs, in words; where the text itself says too much. */
  readonly compare?: (before: string, now: string) => readonly string[];
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
  {
    name: 'the OpenAPI document',
    path: 'docs/reference/openapi.json',
    make: () => `${compactJson(openApi())}\n`,
    compare: (before, now) =>
      differences(JSON.parse(before) as OpenApi, JSON.parse(now) as OpenApi).map(differenceText),
  },
  { name: 'every operation', path: 'docs/reference/operations.md', make: operationsPage },
  { name: "the client's types", path: 'sdk/types.ts', make: sdkTypes },
  { name: "the client's routes", path: 'sdk/routes.ts', make: sdkRoutes },
  ...pages
    .filter((page) => !page.startsWith('docs/reference/'))
    .map((page) => ({
      name: 'what its commands print',
      path: page,
      make: async () => (await refreshed(page)).text,
    })),
];

const inRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

process.exitCode = await generate(process.argv.includes('--check'));

async function generate(checkOnly: boolean): Promise<0 | 1> {
  let stale = 0;
  for (const { name, path, make, compare } of generators) {
    const wanted = await make();
    const there = textOf(path);
    if (wanted === there) continue;
    stale += 1;
    console.log(`${checkOnly ? 'out of date:' : 'wrote'} ${path} (${name})`);
    if (compare && there !== undefined) for (const line of compare(there, wanted)) console.log(`  ${line}`);
    if (!checkOnly) write(path, wanted);
  }
  return checkOnly && stale > 0 ? 1 : 0;
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
