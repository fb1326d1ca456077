// The references in docs/reference, made from what the program itself reads: the JSON Schemas and the commands.
import type { Command, Option } from 'commander';
import { programFor } from '../src/doors/cli/cli.ts';
import { schemaText, type SchemaName } from '../src/doors/cli/schema.ts';
import { SETTING_KEYS, settingOf, variableOf } from '../src/shell/configuration/settings.ts';
import { metersOf } from '../src/shell/observed/metrics.ts';
import { zones } from '../src/shell/zones.ts';

type Schema = {
  description?: string;
  examples?: unknown[];
  type?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
};

const HEAD = 'Made by `npm run generate`; what is said here is what the program reads.';

/** A page with every key of a file: where it stands, what it says, an example. */
export function keyReference(file: SchemaName, title: string): string {
  const root = JSON.parse(schemaText(file)) as Schema;
  const rows = new Map<string, string>();
  const walk = (schema: Schema, path: readonly string[], depth: number): void => {
    const own = resolve(root, schema);
    if (depth > 6) return;
    for (const [key, child] of Object.entries(own.properties ?? {})) {
      const part = resolve(root, child);
      const needed = own.required?.includes(key) ? ' (needed)' : '';
      const name = [...path, key].join(' › ');
      if (key !== '$schema' && !rows.has(name))
        rows.set(name, `| \`${name}\` | ${cell(`${textOf(root, child)}${needed}`)} | ${exampleOf(part)} |`);
      walk(part, [...path, key], depth + 1);
    }
    if (typeof own.additionalProperties === 'object')
      walk(own.additionalProperties, [...path, 'NAME'], depth + 1);
    if (own.items) walk(own.items, path, depth + 1);
    for (const one of own.anyOf ?? []) walk(one, path, depth + 1);
  };
  walk(root, [], 0);
  return `${[`# ${title}`, '', HEAD, '', '| key | what it says | example |', '|---|---|---|', ...rows.values()].join('\n')}\n`;
}

function resolve(root: Schema, schema: Schema): Schema {
  const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? '')?.[1];
  const target = name === undefined ? undefined : root.$defs?.[name];
  return target ? { ...target, ...schema } : schema;
}

function textOf(root: Schema, schema: Schema): string {
  const own = resolve(root, schema);
  return (
    own.description ?? own.enum?.map(String).join(' or ') ?? (own.const === undefined ? '' : flow(own.const))
  );
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const exampleOf = (schema: Schema): string =>
  (schema.examples ?? [])
    .map((example) => `\`${cell(typeof example === 'string' ? example : flow(example))}\``)
    .join(' or ');

/** A value as YAML in one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${flow(item)}`)
      .join(', ')} }`;
  return String(value);
}

/** A page with every setting of a node. */
export function configurationReference(): string {
  const rows = SETTING_KEYS.map((key) => {
    const { meaning, is, example, otherwise, secret } = settingOf(key);
    const secretWords =
      secret === undefined
        ? ''
        : secret(example)
          ? ' A secret: only as `KEY_file` or in the environment.'
          : ' With a password in it a secret: only as `KEY_file` or in the environment.';
    const shown = secret?.(example) === true ? `${key}_file: ${example}` : `${key}: ${example}`;
    return `| \`${key}\` | \`${variableOf(key)}\` | ${cell(`${meaning} ${upper(is)}.${secretWords.replace('KEY', key)}`)} | ${cell(otherwise)} | \`${cell(shown)}\` |`;
  });
  return `${[
    '# Configuration',
    '',
    HEAD,
    '',
    'A node reads a YAML file, named by `--config FILE` or `SAYSO_CONFIG`, and the environment. The environment goes before the',
    'file, and the options of a command go before both. What is left out has a default: nothing has to be written to begin.',
    'Unknown keys are problems, so that a slip does not go unnoticed; in the environment, those that are nearly one of ours are.',
    'A relative path in the file begins where the file lies. Secrets never stand in the file and are never printed: `…_file`',
    'names a file that holds one, such as a credential of systemd or a mounted secret.',
    '',
    '| key | in the environment | what it does, and what it is | left out | example |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}

/** A page with everything that a node counts. */
export function metricsReference(): string {
  // Labels are there, and left out of the package's types.
  type Meter = { name: string; help: string; labelNames?: readonly string[] };
  const meters = metersOf().registry.getMetricsAsArray() as unknown as readonly Meter[];
  const rows = meters.map(
    ({ name, help, labelNames = [], constructor }) =>
      `| \`${name}\` | ${constructor.name.toLowerCase()} | ${labelNames.map((label) => `\`${label}\``).join(', ')} | ${cell(help)} |`,
  );
  return `${[
    '# Metrics',
    '',
    HEAD,
    '',
    'What `GET /metrics` of a node answers, as Prometheus reads it. Labels are words of the product: no metric names a person, a',
    "customer or an organization's own types. Which of them matter, and when: [alerts](../operations/alerts.md).",
    '',
    '| metric | kind | labels | what it counts |',
    '|---|---|---|---|',
    ...rows.toSorted(),
  ].join('\n')}\n`;
}

const upper = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** A page with every command and option. */
export function commandReference(): string {
  const program = programFor(
    {
      now: () => 0,
      zones,
      stdin: (async function* () {})(),
      out: () => {},
      err: () => {},
      color: false,
      environment: {},
      interrupted: () => new AbortController().signal,
    },
    () => {},
  );
  const intro = [
    '# The command line',
    '',
    HEAD,
    '',
    'In a checkout: `npx sayso …`. Exit codes: 0 answered, whatever the verdict; 1 problems found; 2 wrong use.',
    '',
  ];
  return `${[...intro, ...program.commands.map(commandPage)].join('\n').trimEnd()}\n`;
}

/** A command, or a group with what all of its commands take, then each of them. */
function commandPage(command: Command): string {
  const shared = sharedOptions(command.commands);
  return [
    `## sayso ${usageOf(command)}`,
    '',
    `${command.description()}.`,
    '',
    ...(command.commands.length === 0
      ? table(command.options)
      : [
          `Each of these takes ${shared.map(({ flags }) => `\`${flags}\``).join(', ')}:`,
          '',
          ...table(shared),
        ]),
    ...command.commands.flatMap((one) => [
      `### sayso ${command.name()} ${usageOf(one)}`,
      '',
      `${one.description()}.`,
      '',
      ...table(one.options.filter(({ flags }) => !shared.some((other) => other.flags === flags))),
    ]),
  ].join('\n');
}

/** Options that all commands of a group have, in the same words. */
const sharedOptions = ([first, ...others]: readonly Command[]): readonly Option[] =>
  (first?.options ?? []).filter(({ flags, description }) =>
    others.every(({ options }) =>
      options.some((other) => other.flags === flags && other.description === description),
    ),
  );

const usageOf = (command: Command): string =>
  `${command.name()} ${command.usage().replace('[options]', '').replace('[command]', '…').trim()}`.trim();

function table(options: readonly Option[]): string[] {
  if (options.length === 0) return [];
  const rows = options.map(
    (option) =>
      `| \`${option.flags}\` | ${cell(option.description)}${option.argChoices ? `: ${option.argChoices.join(', ')}` : ''}${option.mandatory ? ' (needed)' : ''} |`,
  );
  return ['| option | meaning |', '|---|---|', ...rows, ''];
}
