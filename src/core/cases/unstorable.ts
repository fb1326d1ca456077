/** What no command may carry, whatever it is: it could not be stored, hashed and read again as it came. */
import { MOST_DEPTH, MOST_KEYS } from '../decide/raw.ts';
import type { Path } from '../book/yaml.ts';
import type { Refusal } from './refusal.ts';

const MOST_CHARACTERS = 200_000;
const MOST_PROBLEMS = 20;

type Found = { path: Path } & Omit<Refusal, 'path'>;

/** The parts of parsed JSON that can't be kept, or that there are too many; found without recursion. */
export function unstorable(raw: unknown): Found[] {
  const problems: Found[] = [];
  const nodes: { value: unknown; path: Path }[] = [{ value: raw, path: [] }];
  let characters = 0;
  for (const { value, path } of nodes) {
    const wrong = wrongValue(value);
    if (wrong) problems.push({ path, ...wrong });
    if (typeof value === 'string') characters += value.length;
    if (path.length > MOST_DEPTH || characters > MOST_CHARACTERS) return [tooLarge];
    if (wrong || typeof value !== 'object' || value === null) continue;
    const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
    if (nodes.length + keys.length > MOST_KEYS) return [tooLarge];
    for (const key of keys) {
      const below = [...path, key];
      const wrongName = typeof key === 'string' ? wrongKey(key) : undefined;
      if (wrongName) problems.push({ path: below, ...wrongName });
      else nodes.push({ value: (value as Record<string | number, unknown>)[key], path: below });
      if (typeof key === 'string') characters += key.length;
    }
  }
  return problems.slice(0, MOST_PROBLEMS);
}

const tooLarge: Found = {
  code: 'too-large',
  path: [],
  message: `The command has more than ${MOST_KEYS} parts, ${MOST_CHARACTERS} characters or ${MOST_DEPTH} levels.`,
  mend: 'Send only what this command is about.',
};

type Wrong = Omit<Found, 'path'>;

function wrongValue(value: unknown): Wrong | undefined {
  switch (typeof value) {
    case 'string':
      return wrongText(value);
    case 'number':
      return Number.isFinite(value) ? undefined : notJson(`${value} is no number of JSON.`);
    case 'object': {
      if (value === null || Array.isArray(value)) return undefined;
      const prototype: unknown = Object.getPrototypeOf(value);
      return prototype === Object.prototype || prototype === null
        ? undefined
        : notJson('This is no plain object.');
    }
    case 'undefined':
    case 'boolean':
      return undefined;
    default:
      return notJson(`A ${typeof value} is nothing that JSON can carry.`);
  }
}

const notJson = (message: string): Wrong => ({
  code: 'not-json',
  message,
  mend: 'Send text, a finite number, true, false, null, a list or an object.',
});

function wrongText(text: string): Wrong | undefined {
  if (text.includes('\0'))
    return {
      code: 'wrong-character',
      message: 'The text holds a NUL character, which can not be stored.',
      mend: 'Leave that character out.',
    };
  if (!text.isWellFormed())
    return {
      code: 'wrong-character',
      message: 'The text holds half of a character (a lone surrogate).',
      mend: 'Send well-formed Unicode: an emoji was probably cut in two.',
    };
  return undefined;
}

/** `__proto__` names an object's inner workings in JavaScript, and nothing in a command. */
const wrongKey = (key: string): Wrong | undefined =>
  key === '__proto__'
    ? { code: 'reserved-key', message: '"__proto__" can not be a key.', mend: 'Leave it out.' }
    : wrongText(key);
