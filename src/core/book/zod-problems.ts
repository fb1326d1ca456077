/**
 * What zod found, said to people: every problem with its place, what is wrong there and how to mend it.
 * The sentences come from the schema's own descriptions and examples, so that they are written once.
 */
import type { z } from 'zod';
import type { Problem } from '../words/problem.ts';
import { meant } from '../words/spelling.ts';
import { keyMend } from './other-words.ts';
import { describe, keyPart, keysOf, optionsOf, partAt, valueAt, type Part } from './schema-part.ts';
import type { Path, Source } from './yaml.ts';
import { inline, orList, shown, sizeWords, typeWords, upper } from './zod-words.ts';

/** So many problems are listed one by one. */
export const MAX_PROBLEMS = 200;
const MAX_LISTED = 40;

type Issue = z.core.$ZodIssue;

/** Where an issue's path starts: inside a union it is relative to the union's own place. */
type Start = { source: Source; path: Path; part: Part };

/**
 * Turns zod's issues into problems. At most 200 are listed, then one more says how many there are.
 * @param schema the schema that was used; with it, keys get a nearest spelling and sentences an example
 */
export function zodProblems(source: Source, error: z.ZodError, schema?: z.ZodType): Problem[] {
  const start: Start = { source, path: [], part: describe(schema, { schema, examples: [] }) };
  const problems: Problem[] = [];
  for (const issue of error.issues) {
    if (problems.length >= MAX_PROBLEMS) break;
    problems.push(...read(start, issue));
  }
  const left = error.issues.length - MAX_PROBLEMS;
  return left > 0 ? [...problems.slice(0, MAX_PROBLEMS), tooMany(source.file, left)] : problems;
}

/** The problem that stands for those that are not listed. */
export const tooMany = (file: string, count: number, severity: Problem['severity'] = 'error'): Problem => ({
  code: 'more-problems',
  severity,
  file,
  line: 0,
  column: 0,
  words: '',
  message: `There are at least ${count} more of these, which are not listed.`,
  mend: 'Mend these first; many of the others may come from the same cause.',
});

function read(start: Start, issue: Issue): Problem[] {
  const relative = issue.path.filter((part) => typeof part !== 'symbol');
  const here: Place = {
    source: start.source,
    path: [...start.path, ...relative],
    part: partAt(start.part, relative),
    value: valueAt(start.source.data, [...start.path, ...relative]),
  };
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(here, key));
  if (issue.code === 'invalid_key') return [wrongKey(here, issue)];
  if (here.value === undefined && here.path.length > 0) return [missingKey(here)];
  if (here.value === null) return [emptyValue(here)];
  if (issue.code === 'invalid_union') return union(here, issue);
  return [fault(here, issue)];
}

type Place = { source: Source; path: Path; part: Part; value: unknown };

const problem = (here: Place, at: 'key' | 'value', code: string, message: string, mend: string): Problem =>
  here.source.problem(here.path, at, { code, severity: 'error', message, mend });

function unknownKey(here: Place, key: string): Problem {
  const known = keysOf(here.part.schema).filter((name) => name !== '$schema');
  const near = meant(key, known);
  const list = known.length > 0 && known.length <= MAX_LISTED ? `Keys here: ${known.join(', ')}.` : '';
  const below = { ...here, path: [...here.path, key] };
  const mend =
    keyMend(key, known) ??
    (near !== undefined
      ? `Did you mean "${near}"?`
      : list || 'Remove it, or look for its place in docs/reference.');
  return problem(below, 'key', 'unknown-key', `There is no key "${key}" ${under(here)}.`, mend);
}

function wrongKey(here: Place, issue: z.core.$ZodIssueInvalidKey): Problem {
  const name = String(here.path.at(-1));
  const keys = keyPart(here.part.around);
  const values = issue.issues.flatMap((inner) =>
    inner.code === 'invalid_value' ? inner.values.map(String) : [],
  );
  const near = meant(name, values);
  const listed = values.length > 0 ? `Write one of: ${values.join(', ')}.` : example(keys);
  const own = issue.issues.map((inner) => ownWords(inner.message)).find((words) => words !== undefined);
  const message =
    own ?? `"${name}" can't be a key ${under({ ...here, path: here.path.slice(0, -1) })}${because(keys)}`;
  return problem(here, 'key', 'wrong-key', message, near !== undefined ? `Did you mean "${near}"?` : listed);
}

function missingKey(here: Place): Problem {
  const key = String(here.path.at(-1));
  const around = { ...here, path: here.path.slice(0, -1) };
  const owner = upper(named(around));
  return problem(
    here,
    'key',
    'missing-key',
    `${owner} lacks "${key}"${because(here.part)}`,
    addition(key, here.part),
  );
}

function emptyValue(here: Place): Problem {
  if (here.path.length === 0) {
    return problem(
      here,
      'value',
      'empty',
      `There is nothing in ${here.source.called ?? 'this file'}${because(here.part)}`,
      example(here.part),
    );
  }
  const mend = `${example(here.part).replace(/\.$/, '')}, or remove the key.`;
  return problem(here, 'value', 'empty-value', `${upper(named(here))} is empty${because(here.part)}`, mend);
}

/** The problems of the one form that was surely meant; if none was, what is expected here. */
function union(here: Place, issue: z.core.$ZodIssueInvalidUnion): Problem[] {
  const meantForms = issue.errors
    .map((issues, i) => ({ issues, i }))
    .filter(({ issues }) => issues.length > 0 && hasTheForm(issues))
    .sort((a, b) => a.issues.length - b.issues.length);
  const form = meantForms[0];
  if (form) {
    const options = optionsOf(here.part.schema);
    const schema = options.length === issue.errors.length ? options[form.i] : undefined;
    const part = describe(schema, { ...here.part, schema });
    return form.issues.flatMap((inner) => read({ source: here.source, path: here.path, part }, inner));
  }
  const values = literalsOf(issue);
  const near = typeof here.value === 'string' ? meant(here.value, values) : undefined;
  const forms = [...new Set(issue.errors.flat().flatMap(expectedForm))];
  const what =
    forms.length > 0 ? `must be ${orList(forms)}, not ${shown(here.value)}` : `can't be ${shown(here.value)}`;
  const mend =
    near !== undefined
      ? `Did you mean "${near}"?`
      : typeMend(here, forms.includes(typeWords('string')) ? 'string' : '');
  return [problem(here, 'value', 'wrong-type', `${upper(named(here))} ${what}${because(here.part)}`, mend)];
}

/** Whether what was written is of the form, faults inside it apart. */
const hasTheForm = (issues: readonly Issue[]): boolean =>
  issues.every((issue) => {
    if (issue.path.length > 0) return true;
    if (issue.code === 'invalid_union') return issue.errors.some(hasTheForm);
    return issue.code !== 'invalid_type' && issue.code !== 'invalid_value';
  });

const expectedForm = (issue: Issue): string[] => {
  if (issue.path.length > 0) return [];
  if (issue.code === 'invalid_type') return [typeWords(issue.expected)];
  if (issue.code === 'invalid_value')
    return issue.values.length <= 6 ? issue.values.map((value) => `"${String(value)}"`) : [];
  return issue.code === 'invalid_union' ? issue.errors.flat().flatMap(expectedForm) : [];
};

function literalsOf(issue: z.core.$ZodIssueInvalidUnion): string[] {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
  const values = issue.errors
    .flat()
    .flatMap((inner) =>
      inner.code === 'invalid_value' && inner.path.length === 0 ? inner.values.map(String) : [],
    );
  return [...options, ...values];
}

/** One issue that stands for itself. */
function fault(here: Place, issue: Issue): Problem {
  const name = upper(named(here));
  const own = ownWords(issue.message);
  switch (issue.code) {
    case 'invalid_type':
      return problem(
        here,
        'value',
        'wrong-type',
        own ?? `${name} must be ${typeWords(issue.expected)}, not ${shown(here.value)}${because(here.part)}`,
        typeMend(here, issue.expected),
      );
    case 'invalid_value':
      return wrongValue(here, issue.values.map(String), own);
    case 'invalid_format':
      return problem(
        here,
        'value',
        'wrong-form',
        own ?? `${shown(here.value)} is not how ${named(here)} is written${because(here.part)}`,
        example(here.part),
      );
    case 'too_small':
    case 'too_big':
      return problem(
        here,
        'value',
        issue.code === 'too_small' ? 'too-small' : 'too-large',
        own ?? `${name} ${sizeWords(issue)}${because(here.part)}`,
        example(here.part),
      );
    case 'not_multiple_of':
      return problem(
        here,
        'value',
        'wrong-value',
        `${name} must be a multiple of ${String(issue.divisor)}${because(here.part)}`,
        example(here.part),
      );
    case 'custom':
      return customFault(here, issue.params ?? {}, own);
    default:
      return problem(
        here,
        'value',
        'wrong-value',
        `${name} does not fit${because(here.part)}`,
        example(here.part),
      );
  }
}

function wrongValue(here: Place, values: readonly string[], own: string | undefined): Problem {
  // An object may even lack what makes a text of it.
  const { value } = here;
  const said = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const near = said ? meant(String(value), values) : undefined;
  const mend =
    near !== undefined
      ? `Did you mean "${near}"?`
      : `Write ${values.length > 1 ? 'one of: ' : ''}${values.join(', ')}.`;
  const message = own ?? `${upper(named(here))} can't be ${shown(here.value)}${because(here.part)}`;
  return problem(here, 'value', 'wrong-value', message, mend);
}

/** What a check of the schema's own found; it may say its code and how to mend it in `params`. */
function customFault(here: Place, params: Record<string, unknown>, own: string | undefined): Problem {
  const { code, mend } = params;
  const message = own ?? `${upper(named(here))} does not fit${because(here.part)}`;
  return problem(
    here,
    'value',
    typeof code === 'string' ? code : 'wrong-value',
    message,
    typeof mend === 'string' ? mend : example(here.part),
  );
}

function typeMend(here: Place, expected: string): string {
  const plain = typeof here.value === 'number' || typeof here.value === 'boolean';
  // YAML reads 17, 1e3 and true as no text; what was written is the safer thing to quote.
  if (expected === 'string' && plain) return `Put it in quotes: "${String(here.value)}".`;
  const ofPlain = here.part.examples.every(
    (one) => Array.isArray(one) && one.every((item) => typeof item !== 'object'),
  );
  if (expected === 'array' && ofPlain && (plain || typeof here.value === 'string'))
    return `Put it in brackets: [${String(here.value)}].`;
  if (Array.isArray(here.value) && (expected === 'record' || expected === 'object')) return inLines(here);
  return example(here.part);
}

/** A list where names belong: the example on lines of its own, as it stands in a file. */
function inLines(here: Place): string {
  const [first] = here.part.examples;
  if (typeof first !== 'object' || first === null || Array.isArray(first)) return example(here.part);
  const key = here.path.at(-1);
  const lines = Object.entries(first).map(([name, value]) => `${name}: ${inline(value)}`);
  const moved = key === undefined ? lines : [`${key}:`, ...lines.map((line) => `  ${line}`)];
  return `Give each a name in place of the dash or bracket:${moved.map((line) => `\n      ${line}`).join('')}`;
}

/** A message that the schema's author wrote; zod's own all start the same way. */
const ownWords = (message: string): string | undefined =>
  /^(Invalid|Too (big|small)|Unrecognized)\b/.test(message) ? undefined : message;

/** `"name"`, `item 2 of "roles"`, `the file`. */
function named({ source, path }: Pick<Place, 'source' | 'path'>): string {
  const last = path.at(-1);
  if (last === undefined) return source.called ?? 'the file';
  return typeof last === 'string'
    ? `"${last}"`
    : `item ${last + 1} of ${named({ source, path: path.slice(0, -1) })}`;
}

const under = (here: Pick<Place, 'source' | 'path'>): string =>
  here.path.length > 0 || here.source.called !== undefined ? `in ${named(here)}` : 'at the top of the file';

/** The end of a sentence: the schema's own description, if there is one. */
function because(part: Part): string {
  if (part.description === undefined) return '.';
  const text = /^[A-Z][a-z]|^A /.test(part.description)
    ? part.description.slice(0, 1).toLowerCase() + part.description.slice(1)
    : part.description;
  return `: ${text}${text.endsWith('.') ? '' : '.'}`;
}

const example = (part: Part): string =>
  part.examples.length > 0
    ? `Write for example: ${orList(part.examples.slice(0, 3).map(inline))}`
    : 'Look it up in docs/reference.';

const addition = (key: string, part: Part): string =>
  part.examples.length > 0 ? `Add for example: ${key}: ${inline(part.examples[0])}` : `Add the key "${key}".`;
