/** The options of a case command: those of its operation, with the one that may be said without its name. */
import type { Command } from 'commander';
import type { CommandName } from '../../../core/cases/command.ts';
import { commandSchema } from '../../../core/cases/read-command.ts';
import { addKeys, keysOf, typedFor, valueOf, type Key } from '../arguments.ts';
import type { EngineOptions } from '../engine.ts';

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

/** Keys that the door makes of other options. */
const MADE: ReadonlySet<string> = new Set(['do', 'request', 'conversation']);

/** What a command takes, as options. */
export const commandKeys = (name: CommandName): Key[] => keysOf(commandSchema(name), MADE);

/** The key that may stand without its option's name; undefined: none. */
export const firstOf = (name: CommandName): Key | undefined =>
  commandKeys(name).find((key) => key.name === FIRST[name]);

/** Adds a command's options. */
export const addOptions = (command: Command, name: CommandName): Command =>
  addKeys(
    command,
    commandKeys(name).filter((key) => key.name !== FIRST[name]),
  );

/** The command as it would be sent, from what was typed. What is wrong with it the reader of commands says. */
export function commandFrom(
  name: CommandName,
  first: string | undefined,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const command: Record<string, unknown> = { do: name };
  for (const key of commandKeys(name)) {
    const isFirst = key.name === FIRST[name];
    const given = isFirst ? first && valueOf(key, first) : typedFor(key, options);
    if (given !== undefined) command[key.name] = given;
  }
  return command;
}
