/** The client's types, made of the table of operations: `sdk/types.ts`. */
import { operations } from '../../src/contract/operations.ts';
import { routeOf, type Operation } from '../../src/contract/operation.ts';
import { ANYWHERE } from '../../src/contract/problems.ts';
import { shapesOf, typeName, type Shape } from '../../src/contract/shapes.ts';
import { besideOperations } from '../../src/doors/http/open-api-beside.ts';
import { comment, printType } from './print-type.ts';

const HEAD = [
  '// Made by `npm run generate` of the table of operations (src/contract). It needs nothing else.',
  '//',
  "// `Operations['case.open']['input']` is what an operation gets, `['output']` what it answers, `['problem']` which codes its",
  '// problems may have beside `AnyProblem`. What is answered may get more keys and values with time.',
].join('\n');

/** The whole text of the file. */
export function sdkTypes(): string {
  const shapes = shapesOf();
  const problems = problemTypes();
  const own: string[] = [];
  const answers = new Map<string, string>();
  /** What is answered: by its name, and by the first operation's name where several answer the same without one. */
  const answerType = (name: string, output: Shape): string => {
    const text = printType(output, { comments: false });
    const known = output.$ref === undefined ? answers.get(text) : text;
    if (known !== undefined) return known;
    const made = `${typeName(name)}Output`;
    answers.set(text, made);
    own.push(declared(made, { ...output, description: `What \`${name}\` answers.` }));
    return made;
  };
  const rows = operations().map(([name, operation]) => {
    const { input, output } = shapes.operations.get(name) ?? { input: {}, output: {} };
    const base = typeName(name);
    own.push(declared(`${base}Input`, { ...input, description: `What \`${name}\` gets.` }));
    const answer = answerType(name, output);
    const { method, path } = routeOf(operation);
    return [
      `  // ${method} /v1${path}\n`,
      comment({ description: `${operation.does}.` }, '  '),
      `  '${name}': { input: ${base}Input; output: ${answer}; problem: ${problems.of(operation)} };`,
    ].join('');
  });
  return `${[
    HEAD,
    ...Object.entries({ ...shapes.named, ...besideOperations().schemas }).map(([name, shape]) =>
      declared(name, shape),
    ),
    ...own,
    ...problems.declared,
    `/** What every operation may answer, whatever it is. */\nexport type AnyProblem =${union(ANYWHERE)};`,
    `/** Every operation, by its name. */\nexport type Operations = {\n${rows.join('\n')}\n};`,
  ].join('\n\n')}\n`;
}

const declared = (name: string, shape: Shape): string =>
  `${comment(shape)}export type ${name} = ${printType(shape, { comments: true })};`;

const union = (codes: readonly string[]): string =>
  [...new Set(codes)]
    .toSorted()
    .map((code) => `\n  | '${code}'`)
    .join('');

/** Problems that several operations share have a type of their own. */
function problemTypes(): { declared: string[]; of: (operation: Operation) => string } {
  const names = new Map<string, string>();
  const texts: string[] = [];
  for (const [name, { problems }] of operations()) {
    const text = union(problems);
    if (new Set(problems).size <= 4 || names.has(text)) continue;
    const noun = `${typeName(name.split('.')[0] ?? name)}Problem`;
    const taken = [...names.values()].includes(noun);
    names.set(text, taken ? `${typeName(name)}Problem` : noun);
    texts.push(`export type ${names.get(text)} =${text};`);
  }
  return {
    declared: texts,
    of: ({ problems }) =>
      names.get(union(problems)) ??
      (problems.length === 0 ? 'never' : [...new Set(problems)].map((code) => `'${code}'`).join(' | ')),
  };
}
