/** From parsed JSON to a command, or to the caller's problems: each with a stable code, its path, and how to mend it. */
import { z } from 'zod';
import { zodProblems } from '../book/zod-problems.ts';
import { shown } from '../book/zod-words.ts';
import type { Path, Source } from '../book/yaml.ts';
import { isObject } from '../decide/raw.ts';
import type { Problem } from '../words/problem.ts';
import { meant } from '../words/spelling.ts';
import { COMMANDS, type CommandName, type DoorCommand } from './command.ts';
import { problem, type Problems, type Refusal } from './refusal.ts';
import { unstorable } from './unstorable.ts';

const NAMES = Object.keys(COMMANDS);

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

/** Reads parsed JSON as a command. Total: whatever comes in, it answers with a command or with what to mend. */
export function readCommand(raw: unknown): { command: DoorCommand } | Problems {
  const wrong = unkept(raw);
  if (wrong) return { problems: wrong };
  if (!isObject(raw))
    return problem('not-an-object', '', `A command is an object, not ${shown(raw)}.`, 'Send { "do": …, … }.');
  const name = Object.hasOwn(raw, 'do') ? raw['do'] : undefined;
  if (name === undefined) return problem('missing-key', 'do', 'The command lacks "do".', namesToSend());
  if (typeof name !== 'string' || !isCommand(name)) {
    const near = typeof name === 'string' ? meant(name, NAMES) : undefined;
    return problem(
      'unknown-command',
      'do',
      `There is no command ${shown(name)}.`,
      near === undefined ? namesToSend() : `Did you mean "${near}"?`,
    );
  }
  const schema: z.ZodType<DoorCommand> = COMMANDS[name];
  const read = readBy(schema, `the command "${name}"`, raw);
  return 'value' in read ? { command: read.value } : read;
}

/** Reads parsed JSON by a schema; `called` names it in problems. Total, as {@link readCommand} is. */
export function readBy<T>(schema: z.ZodType<T>, called: string, raw: unknown): { value: T } | Problems {
  const wrong = unkept(raw);
  if (wrong) return { problems: wrong };
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { value: parsed.data };
  const found = zodProblems(sourceOf(called, raw), parsed.error, schema);
  return { problems: found.map(({ code, words, message, mend }) => ({ code, path: words, message, mend })) };
}

/** What can't be kept as it came. */
function unkept(raw: unknown): Refusal[] | undefined {
  const wrong = unstorable(raw).map(({ path, ...rest }) => ({ ...rest, path: pathText(path) }));
  return wrong.length > 0 ? wrong : undefined;
}

const namesToSend = (): string => `Send one of: ${NAMES.join(', ')}.`;

/** JSON as a source of problems: it has no lines, so what stands there is the path. */
const sourceOf = (called: string, data: unknown): Source => ({
  file: '',
  called,
  data,
  problems: [],
  problem: (path, _at, found): Problem => ({
    file: '',
    line: 0,
    column: 0,
    ...found,
    words: pathText(path),
  }),
});

/** `request.facts.amount`, `grounds[0]`. */
const pathText = (path: Path): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`)).join('');

/** The JSON Schema of a command as it is sent: what doors make options, forms and documents of. */
export const commandSchema = (name: CommandName): object =>
  z.toJSONSchema(COMMANDS[name], { io: 'input', unrepresentable: 'any' });
