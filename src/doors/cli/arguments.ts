/**
 * Options made from a schema: what the contract says, the command line takes, in the words that stand there. Nothing is
 * listed a second time.
 */
import { Option, type Command } from 'commander';
import { MAX_BYTES } from '../../core/book/yaml.ts';
import { readText } from '../../shell/files.ts';
import { WrongUse } from './io.ts';

/** How a key comes from text. */
type Kind = 'text' | 'number' | 'flag' | 'list' | 'json' | 'facts' | 'instant' | 'file';
export type Key = {
  name: string;
  option: string;
  kind: Kind;
  description: string;
  required: boolean;
  choices?: readonly string[];
};

/** What is read here of a JSON Schema. */
type Property = {
  type?: string;
  description?: string;
  enum?: readonly string[];
  format?: string;
  contentMediaType?: string;
  $ref?: string;
};
export type KeySchema = {
  properties?: Readonly<Record<string, Property>>;
  required?: readonly string[];
};

const KINDS: Readonly<Record<string, Kind>> = {
  boolean: 'flag',
  integer: 'number',
  number: 'number',
  array: 'list',
  object: 'json',
};

/** The keys of a schema that are said as options. `skip`: those that the door makes of others. */
export const keysOf = ({ properties = {}, required = [] }: KeySchema, skip: ReadonlySet<string>): Key[] =>
  Object.entries(properties).flatMap(([name, property]) =>
    skip.has(name)
      ? []
      : [
          {
            name,
            option: name.replaceAll('_', '-'),
            kind: name === 'facts' && property.type === 'object' ? 'facts' : kindOf(property),
            description: property.description ?? '',
            required: required.includes(name),
            ...(property.enum && { choices: property.enum }),
          },
        ],
  );

/** What refers to another schema is any JSON. */
function kindOf({ type, $ref, format, contentMediaType }: Property): Kind {
  if ($ref !== undefined) return 'json';
  // A whole document: it comes from a file.
  if (contentMediaType !== undefined) return 'file';
  return format === 'date-time' ? 'instant' : (KINDS[type ?? ''] ?? 'text');
}

/** Adds the options of keys. */
export function addKeys(command: Command, keys: readonly Key[]): Command {
  for (const key of keys) {
    const option = new Option(flagsOf(key), decapitalized(key.description));
    if (key.choices) option.choices([...key.choices]);
    command.addOption(option);
  }
  return command;
}

export const decapitalized = (text: string): string =>
  `${text.charAt(0).toLowerCase()}${text.slice(1)}`.replace(/\.$/, '');

function flagsOf({ option, kind }: Key): string {
  switch (kind) {
    case 'flag':
      return `--${option}`;
    case 'facts':
      return '--fact <name=value...>';
    case 'list':
      return `--${option} <text...>`;
    case 'json':
      return `--${option} <json>`;
    default:
      return `--${option} <${kind}>`;
  }
}

const camel = (option: string): string =>
  option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** What was typed for a key; undefined: nothing. */
export function typedFor(key: Key, options: Readonly<Record<string, unknown>>): unknown {
  const given = options[camel(key.kind === 'facts' ? 'fact' : key.option)];
  return given === undefined ? undefined : valueOf(key, given);
}

/** Text as the value that it is meant as. What is wrong with it, the reader of the input says. */
export function valueOf({ kind, option }: Key, given: unknown): unknown {
  if (kind === 'facts') return factsFrom(given as readonly string[]);
  if (typeof given !== 'string') return given;
  if (kind === 'number') return Number(given);
  if (kind === 'file') return readText(given, MAX_BYTES);
  if (kind !== 'json') return given;
  const text = given.startsWith('@') ? readText(given.slice(1), MAX_BYTES) : given;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new WrongUse(
      `--${option} is no JSON: ${text.slice(0, 100)}`,
      `Write it as JSON: --${option} '{"mia": "family"}', or name a file: --${option} @file.json`,
    );
  }
}

/** `amount=80 order.delivered=2026-03-01 damaged=true`, by name. What reads as JSON is that; all else is text. */
export function factsFrom(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new WrongUse(`"${pair}" is no fact.`, 'Write a fact as NAME=VALUE: --fact amount=80');
      return [pair.slice(0, at).trim(), factFrom(pair.slice(at + 1))];
    }),
  );
}

function factFrom(text: string): unknown {
  if (/^(?:yes|no)$/i.test(text)) return text.toLowerCase() === 'yes';
  // An amount stays as it is written: 80.10 is no binary fraction.
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text.includes('.') ? text : Number(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
