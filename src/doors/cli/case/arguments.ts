/**
 * The options of a case command, made from its schema: what `COMMANDS` says, the command line takes, in the words that
 * stand there. Nothing is listed a second time.
 */
import { Option, type Command } from 'commander';
import type { CommandName } from '../../../core/cases/command.ts';
import { commandSchema } from '../../../core/cases/read-command.ts';
import type { EngineOptions } from '../engine.ts';
import { WrongUse } from '../io.ts';

/** What may be typed after a case command; the command's own options by their names. */
export type CaseOptions = EngineOptions & {
  as?: string;
  key?: string;
  ifVersion?: string;
  incident?: string;
} & Record<string, unknown>;

/** The one key of a command that may be said without its option's name. */
const FIRST: Partial<Record<CommandName, string>> = {
  answer: 'say',
  close: 'as',
  correct: 'error',
  complain: 'words',
  hand_over: 'to',
  offer: 'alternative',
  over_promise: 'words',
  promise: 'by',
  ratify: 'words',
  respond: 'words',
  restate: 'need',
  sign: 'outcome',
  signal: 'signal',
  take: 'alternative',
  update: 'words',
};

/** How a key comes from text. */
type Kind = 'text' | 'number' | 'flag' | 'list' | 'json' | 'facts';
type Key = { name: string; option: string; kind: Kind; description: string; choices?: readonly string[] };

/** Keys that the door makes of other options. */
const MADE: ReadonlySet<string> = new Set(['do', 'request', 'conversation']);

/** What is read here of a command's JSON Schema. */
type Property = { type?: string; description?: string; enum?: readonly string[]; $ref?: string };
type Schema = { properties: Readonly<Record<string, Property>> };

const KINDS: Readonly<Record<string, Kind>> = {
  boolean: 'flag',
  integer: 'number',
  number: 'number',
  array: 'list',
  object: 'json',
};

/** The keys of a command that are said as options. */
function keysOf(name: CommandName): Key[] {
  const { properties } = commandSchema(name) as Schema;
  return Object.entries(properties).flatMap(([key, property]) =>
    MADE.has(key)
      ? []
      : [
          {
            name: key,
            option: key.replaceAll('_', '-'),
            kind: key === 'facts' && property.type === 'object' ? 'facts' : kindOf(property),
            description: property.description ?? '',
            ...(property.enum && { choices: property.enum }),
          },
        ],
  );
}

/** What refers to another schema is any JSON. */
const kindOf = ({ type, $ref }: Property): Kind =>
  $ref === undefined ? (KINDS[type ?? ''] ?? 'text') : 'json';

/** The key that may stand without its option's name; undefined: none. */
export const firstOf = (name: CommandName): Key | undefined =>
  keysOf(name).find((key) => key.name === FIRST[name]);

/** Adds a command's options. */
export function addOptions(command: Command, name: CommandName): Command {
  const first = firstOf(name);
  for (const key of keysOf(name)) {
    if (key.name === first?.name) continue;
    const option = new Option(flagsOf(key), decapitalized(key.description));
    if (key.choices) option.choices([...key.choices]);
    command.addOption(option);
  }
  return command;
}

const decapitalized = (text: string): string =>
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

/** The command as it would be sent, from what was typed. What is wrong with it the reader of commands says. */
export function commandFrom(
  name: CommandName,
  first: string | undefined,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const command: Record<string, unknown> = { do: name };
  for (const key of keysOf(name)) {
    const given =
      key.name === firstOf(name)?.name ? first : options[camel(key.kind === 'facts' ? 'fact' : key.option)];
    if (given !== undefined) command[key.name] = valueOf(key, given);
  }
  return command;
}

function valueOf({ kind, option }: Key, given: unknown): unknown {
  if (kind === 'facts') return factsFrom(given as readonly string[]);
  if (typeof given !== 'string') return given;
  if (kind === 'number') return Number(given);
  if (kind !== 'json') return given;
  try {
    return JSON.parse(given) as unknown;
  } catch {
    throw new WrongUse(
      `--${option} is no JSON: ${given}`,
      `Write it as JSON: --${option} '{"mia": "family"}'`,
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
