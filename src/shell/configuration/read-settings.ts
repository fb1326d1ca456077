/** From a configuration file and the environment to settings, or to what is wrong with them. */
import path from 'node:path';
import { readYaml, type Source } from '../../core/book/yaml.ts';
import { hasErrors, type Problem } from '../../core/words/problem.ts';
import { meant } from '../../core/words/spelling.ts';
import { FileFault, readText } from '../files.ts';
import { SETTING_KEYS, settingOf, variableOf, type SettingKey, type Settings } from './settings.ts';

const MOST_BYTES = 256 * 1024;
const FROM_FILE = '_file';

/** Keys that hold the name of a file with the value in it. */
const FILE_KEYS = SETTING_KEYS.filter((key) => settingOf(key).secret).map((key) => `${key}${FROM_FILE}`);
const KNOWN: readonly string[] = [...SETTING_KEYS, ...FILE_KEYS];

/** A value as it was given, and how to complain about it. */
type Given = {
  value: unknown;
  /** As it is called where it was given: a key, or a variable. */
  called: string;
  /** Relative paths begin here. */
  folder: string;
  /** In a file that is shared, printed and kept: no place for secrets. */
  inFile: boolean;
  problem: (problem: Pick<Problem, 'code' | 'message' | 'mend'>) => Problem;
};

/**
 * Reads the settings: the environment goes before the file, an empty variable is none.
 * @param file of the configuration, when there is one; `folder` is where it lies
 * @throws FileFault when a file that is named can't be read
 */
export function readSettings(
  file: { name: string; folder: string; text: string } | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): { settings: Settings } | { problems: Problem[] } {
  const problems: Problem[] = [];
  const given = new Map<string, Given>();
  if (file) fromFile(file, given, problems);
  fromEnvironment(environment, given, problems);
  const settings: Record<string, unknown> = {};
  for (const key of SETTING_KEYS) {
    const value = settled(key, given, problems);
    if (value !== undefined) settings[key] = value;
  }
  // Each was read by its own type.
  return hasErrors(problems) ? { problems } : { settings: settings as unknown as Settings };
}

/** Reads the configuration file at a path. */
export const configurationFile = (file: string): { name: string; folder: string; text: string } => ({
  name: file,
  folder: path.dirname(path.resolve(file)),
  text: readText(file, MOST_BYTES),
});

function fromFile(
  { name, folder, text }: { name: string; folder: string; text: string },
  given: Map<string, Given>,
  problems: Problem[],
): void {
  const source: Source = readYaml(name, text);
  problems.push(...source.problems);
  if (hasErrors(source.problems) || source.data === undefined || source.data === null) return;
  if (typeof source.data !== 'object' || Array.isArray(source.data)) {
    problems.push(
      source.problem([], 'value', {
        code: 'not-an-object',
        severity: 'error',
        message: 'A configuration is a list of keys with their values.',
        mend: 'Write one a line, such as "log_level: info".',
      }),
    );
    return;
  }
  for (const [key, value] of Object.entries(source.data)) {
    const problem: Given['problem'] = (found) =>
      // Whatever stands there may be a secret: the line is named, its words are not repeated.
      source.problem([key], 'key', { severity: 'error', ...found, words: key });
    if (KNOWN.includes(key)) given.set(key, { value, called: key, folder, inFile: true, problem });
    else problems.push(problem(unknownKey(key, meant(key, KNOWN))));
  }
}

const unknownKey = (key: string, near: string | undefined): Pick<Problem, 'code' | 'message' | 'mend'> => ({
  code: 'unknown-key',
  message: `There is no setting "${key}".`,
  mend: near === undefined ? 'All of them: docs/reference/configuration.md.' : `Did you mean "${near}"?`,
});

function fromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  given: Map<string, Given>,
  problems: Problem[],
): void {
  for (const [variable, value] of Object.entries(environment)) {
    const [, upper] = /^SAYSO_([A-Z_]+)$/.exec(variable) ?? [];
    if (upper === undefined || !value) continue;
    const key = upper.toLowerCase();
    const problem: Given['problem'] = (found) => ({
      severity: 'error',
      file: 'environment',
      line: 0,
      column: 0,
      words: variable,
      ...found,
    });
    if (KNOWN.includes(key)) {
      // A value in the environment also takes the place of a file that is named in the configuration, and the reverse.
      given.delete(key.endsWith(FROM_FILE) ? key.slice(0, -FROM_FILE.length) : `${key}${FROM_FILE}`);
      given.set(key, { value, called: variable, folder: process.cwd(), inFile: false, problem });
      continue;
    }
    // Others may have variables that begin so; only what is nearly one of ours was meant for us.
    const near = meant(key, KNOWN);
    if (near !== undefined && key !== 'config')
      problems.push(
        problem({
          code: 'unknown-key',
          message: `There is no setting ${variable}.`,
          mend: `Did you mean ${variableOf(near)}?`,
        }),
      );
  }
}

function settled(key: SettingKey, given: ReadonlyMap<string, Given>, problems: Problem[]): unknown {
  const { type, is, example, secret, path: isPath } = settingOf(key);
  const named = given.get(`${key}${FROM_FILE}`);
  const found = named ? contentOf(named) : given.get(key);
  if (!found) return type.safeParse(undefined).data;
  const { called, value, inFile, problem } = found;
  if (inFile && typeof value === 'string' && secret?.(value)) {
    problems.push(
      problem({
        code: 'secret-in-file',
        message: `"${called}" is a secret, which a configuration file does not hold.`,
        mend: `Put it into a file that only Sayso may read and name that: ${key}${FROM_FILE}: /etc/sayso/${key}; or set ${variableOf(key)}.`,
      }),
    );
    return undefined;
  }
  const read = type.safeParse(value);
  if (!read.success) {
    problems.push(
      problem({
        code: 'wrong-value',
        message: `"${called}" is to be ${is}.`,
        mend: named
          ? 'Mend what stands in the file that it names.'
          : secret?.(example) === true
            ? `Put one into a file and name that: ${key}${FROM_FILE}: ${example}.`
            : `Write for example ${inFile ? `${key}: ${example}` : `${called}=${example}`}, or leave it out.`,
      }),
    );
    return undefined;
  }
  return isPath && typeof read.data === 'string' ? path.resolve(found.folder, read.data) : read.data;
}

/** What the file holds that a `…_file` names, as if it had been given itself. */
function contentOf({ value, folder, ...given }: Given): Given {
  if (typeof value !== 'string' || value === '')
    throw new FileFault(`"${given.called}" names no file`, 'Write the path of a file.');
  return {
    ...given,
    folder,
    inFile: false,
    value: readText(path.resolve(folder, value), MOST_BYTES).trimEnd(),
  };
}
