/** A page with every operation: what it does, where it stands, who may call it, what goes in, comes out and can be wrong. */
import { operations } from '../../src/contract/operations.ts';
import { pathKeys, routeOf, type CallerKind, type Operation } from '../../src/contract/operation.ts';
import { ANYWHERE, PROBLEMS, statusOf, type ProblemCode } from '../../src/contract/problems.ts';
import { NAMED_AT, shapesOf, type OperationShapes, type Shape } from '../../src/contract/shapes.ts';
import { printType } from './print-type.ts';

const INTRO = [
  '# Operations',
  '',
  'Made by `npm run generate` of the table that HTTP, command line and client types come from ([OpenAPI](openapi.json)).',
  '',
  'A token names the caller: `sayso token --as PERSON`, sent as `authorization: Bearer TOKEN`. What is wrong comes back as',
  '[RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) has it, with a `code` that stays, where it is in what was sent, and what',
  'mends it; `/problems/CODE` explains a code. Operations that change something take an `Idempotency-Key`: sent again with it,',
  'they are carried out once, and the header `idempotency-replayed` says so. Those on a case take the etag that was seen as',
  '`If-Match`. A list goes on after its `next`: `?after=NEXT`. `GET /v1/events` follows what happens, live.',
  '',
];

const CALLERS: Readonly<Record<CallerKind, string>> = {
  person: 'people and AI agents',
  customer: 'the customer, by their page',
};

/** The whole text. */
export function operationsPage(): string {
  const shapes = shapesOf();
  const table = operations();
  const rows = table.map(([name, operation]) => {
    const { method, path } = routeOf(operation);
    return `| [\`${name}\`](#${anchor(name)}) | \`${method} /v1${path}\` | ${cell(operation.does)} |`;
  });
  const shared = sharedProblems();
  const empty: OperationShapes = { input: {}, output: {} };
  return `${[
    ...INTRO,
    '| operation | address | does |',
    '|---|---|---|',
    ...rows,
    '',
    ...table.flatMap(([name, operation]) =>
      section(name, operation, shapes.operations.get(name) ?? empty, shared),
    ),
    '## Shapes',
    '',
    'What several operations share. More keys may come; skip those that you do not know.',
    '',
    ...Object.entries(shapes.named).flatMap(([name, shape]) => [
      `### ${name}`,
      '',
      ...(shape.description === undefined ? [] : [shape.description, '']),
      ...typeBlock(shape),
    ]),
    ...[...shared].flatMap(([codes, title]) => [
      `## ${title}`,
      '',
      ...problemTable(codes.split(' ') as ProblemCode[]),
      '',
    ]),
    '## Problems that any operation may have',
    '',
    ...problemTable(ANYWHERE),
  ].join('\n')}\n`;
}

const anchor = (name: string): string => name.toLowerCase().replaceAll('.', '');
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function section(
  name: string,
  operation: Operation,
  { input, output }: OperationShapes,
  shared: ReadonlyMap<string, string>,
): string[] {
  const { method, path } = routeOf(operation);
  const takes = [
    ...(operation.changes ? ['an idempotency key'] : []),
    ...(operation.versioned ? ['the version that was seen'] : []),
  ];
  return [
    `## ${name}`,
    '',
    `${operation.does}.`,
    '',
    `\`${method} /v1${path}\` for ${operation.by.map((kind) => CALLERS[kind]).join(', and for ')}.${takes.length > 0 ? ` Takes ${takes.join(' and ')}.` : ''}`,
    '',
    ...inputTable(operation, input),
    ...outputOf(output),
    ...problemsOf(operation, shared),
    '```sh',
    ...curl(operation),
    '```',
    '',
  ];
}

function inputTable(operation: Operation, { properties = {}, required = [] }: Shape): string[] {
  const keys = Object.entries(properties);
  if (keys.length === 0) return ['Nothing goes in.', ''];
  const inPath = new Set(pathKeys(operation));
  const rest = ['GET', 'DELETE'].includes(routeOf(operation).method) ? 'query' : 'body';
  return [
    '| goes in | where | what it is | example |',
    '|---|---|---|---|',
    ...keys.map(([key, shape]) => {
      const [example] = shape.examples ?? [];
      const shown = example === undefined ? '' : `\`${cell(JSON.stringify(example))}\``;
      const needed = required.includes(key) ? ' (needed)' : '';
      const described = shape.description ?? `\`${printType(shape, { comments: false })}\``;
      return `| \`${key}\`${needed} | ${inPath.has(key) ? 'path' : rest} | ${cell(described)} | ${shown} |`;
    }),
    '',
  ];
}

function outputOf(output: Shape): string[] {
  const named = output.$ref?.slice(NAMED_AT.length);
  return named === undefined
    ? ['Comes out:', '', ...typeBlock(output)]
    : [`Comes out: [${named}](#${named.toLowerCase()}).`, ''];
}

const typeBlock = (shape: Shape): string[] => ['```ts', printType(shape, { comments: false }), '```', ''];

/** Those of an operation alone, sorted. */
const ownProblems = ({ problems }: Operation): ProblemCode[] =>
  [...new Set(problems)].filter((code) => !ANYWHERE.includes(code)).toSorted();

const MOST_LISTED = 15;

/** Long lists stand at the end of the page, once: their title by their codes. */
function sharedProblems(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, operation] of operations()) {
    const codes = ownProblems(operation);
    const noun = `Problems of ${name.split('.')[0] ?? name}`;
    if (codes.length <= MOST_LISTED || found.has(codes.join(' '))) continue;
    found.set(codes.join(' '), [...found.values()].includes(noun) ? `Problems of ${name}` : noun);
  }
  return found;
}

const problemTable = (codes: readonly ProblemCode[]): string[] => [
  '| code | status | means |',
  '|---|---|---|',
  ...codes.map((code) => `| \`${code}\` | ${statusOf(code)} | ${cell(PROBLEMS[code].means)} |`),
];

function problemsOf(operation: Operation, shared: ReadonlyMap<string, string>): string[] {
  const own = ownProblems(operation);
  const title = shared.get(own.join(' '));
  if (title !== undefined)
    return [`Problems: [${title}](#${title.toLowerCase().replaceAll('.', '').replaceAll(' ', '-')}).`, ''];
  return own.length === 0 ? [] : [`Problems: ${own.map((code) => `\`${code}\``).join(', ')}.`, ''];
}

/** Its example, as it can be pasted. */
function curl(operation: Operation): string[] {
  const { method, path } = routeOf(operation);
  const inPath = new Set(pathKeys(operation));
  const input = Object.entries(operation.example.input);
  const rest = input.filter(([key]) => !inPath.has(key));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(textOf(input.find(([other]) => other === key)?.[1])),
  );
  const inQuery = method === 'GET' || method === 'DELETE';
  const query = new URLSearchParams(
    rest.flatMap(([key, value]) => [value].flat().map((one): [string, string] => [key, textOf(one)])),
  ).toString();
  const url = `$SAYSO/v1${filled}${inQuery && query !== '' ? `?${query}` : ''}`;
  const body = inQuery || rest.length === 0 ? undefined : JSON.stringify(Object.fromEntries(rest));
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"${url}" -H "authorization: Bearer $TOKEN"${body === undefined ? '' : ' \\'}`,
    ...(body === undefined
      ? []
      : [`  -H 'content-type: application/json' -d '${body.replaceAll("'", String.raw`'\''`)}'`]),
  ];
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
