/**
 * Conditions of a book: text → typed expression, or faults with their exact range.
 *
 * The only file that knows the CEL parser. It only parses: its checker speaks CEL, and a book's author
 * must be told about money, dates and choices, so the types are checked by `cel-check.ts`.
 */
import { Environment as Cel, ParseError } from '@marcbachmann/cel-js';
import { checkExpression, type Environment } from './cel-check.ts';
import { slipAt } from './cel-slips.ts';
import { MAX_LENGTH, Refusal, scanBrackets, tooComplex, widen } from './cel-tree.ts';
import type { BinaryOperator, Brackets, Fault, Node } from './cel-tree.ts';
import type { Expr, Type } from './expression.ts';

export type { Environment, Fault };

/** What we rely on of the parser's nodes; `cel.test.ts` pins it. */
type Ast = { op: string; args: unknown; pos: number; start: number; end: number };
type Reading = { source: string; brackets: Brackets };

const MAX_DEPTH = 100;

const parser = new Cel({ limits: { maxAstNodes: 4000, maxDepth: 150 } });

/** Parses and checks an expression. `want`: the type that it must have; undefined: any. Never throws. */
export function parseExpression(
  source: string,
  environment: Environment,
  want: Type | undefined,
): { expr: Expr } | { faults: Fault[] } {
  try {
    if (source.length > MAX_LENGTH) {
      throw tooComplex({ start: MAX_LENGTH, end: source.length }, `longer than ${MAX_LENGTH} characters`);
    }
    const reading = { source, brackets: scanBrackets(source) };
    return checkExpression(source, convert(parse(source, environment), reading, 0), environment, want);
  } catch (error) {
    if (error instanceof Refusal) return { faults: [error.fault] };
    if (error instanceof RangeError)
      return { faults: [tooComplex({ start: 0, end: source.length }, 'nested too deep').fault] };
    throw error;
  }
}

function parse(source: string, environment: Environment): Ast {
  try {
    return parser.parse(source).ast;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new Refusal(syntaxFault(error instanceof ParseError ? error : undefined, source, environment));
  }
}

function syntaxFault(error: ParseError | undefined, source: string, environment: Environment): Fault {
  if (error === undefined) {
    return {
      code: 'syntax',
      start: 0,
      end: source.length,
      message: 'This can not be read.',
      mend: EXAMPLE,
    };
  }
  const start = Math.min(error.range?.start ?? 0, source.length);
  const range = { start, end: Math.min(Math.max(error.range?.end ?? 0, start), source.length) };
  if (error.code === 'limit_exceeded') return tooComplex(range, 'too large').fault;
  const choices = [...environment.facts.values()].flatMap(({ type }) =>
    type.kind === 'choice' ? type.values : [],
  );
  const slip = slipAt(source, range.start, { currency: environment.currency, choices });
  return { code: 'syntax', ...range, ...(slip ?? syntaxWords(error, source, range)) };
}

const EXAMPLE = "Write it like `order.status == 'delivered' && days_since(order.delivered) <= 30`.";

const CUT_OFF = 'If a comma cut the condition in two, put the whole of it in quotes.';

/** The parser's complaint in words for somebody who has never seen a token. */
function syntaxWords(
  error: ParseError,
  source: string,
  range: { start: number; end: number },
): { message: string; mend: string } {
  const found = source.slice(range.start, range.end);
  const message = `This can not be read: ${found === '' ? 'something is missing at its end' : `${quote(found)} can't stand here`}.`;
  switch (error.code) {
    case 'reserved_identifier':
      return {
        message: `${quote(found)} is a word of the language itself.`,
        mend: 'Give the fact another name.',
      };
    case 'newline_in_string':
    case 'unterminated_string':
    case 'unterminated_triple_quoted_string':
      return { message: 'A quoted text is not closed.', mend: 'Close it with the quote that it began with.' };
    case 'invalid_macro_argument':
      return {
        message: `A name for the element is expected here, not ${quote(found)}.`,
        mend: 'Write it like `items.all(i, i.available)`.',
      };
    default:
      break;
  }
  const open = count(source, '(') + count(source, '[') - count(source, ')') - count(source, ']');
  if (found === '' && open > 0) return { message, mend: `Close the bracket. ${CUT_OFF}` };
  if ((found === ')' || found === ']') && open < 0)
    return { message, mend: `Take the bracket out. ${CUT_OFF}` };
  if (found === '=') return { message: 'A single `=` compares nothing.', mend: 'Write `==` to compare.' };
  if (found === '&' || found === '|') {
    return { message: `A single ${quote(found)} joins nothing.`, mend: 'Write `&&` for and, `||` for or.' };
  }
  if (['and', 'or'].includes(wordAt(source, range.start))) {
    return { message, mend: 'Write `&&` for and, `||` for or.' };
  }
  return { message, mend: EXAMPLE };
}

const count = (text: string, part: string): number => text.split(part).length - 1;

const quote = (text: string): string => `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;

function wordAt(source: string, at: number): string {
  let end = at;
  while (end < source.length && /[a-z]/i.test(source.charAt(end))) end++;
  return source.slice(at, end).toLowerCase();
}

/** The parser's tree as ours. Recursion ends at MAX_DEPTH; chains of && and || are flattened without recursion. */
function convert(ast: Ast, reading: Reading, depth: number): Node {
  if (depth > MAX_DEPTH) throw tooComplex(ast, `nested deeper than ${MAX_DEPTH} levels`);
  const range = widen(reading.brackets, ast.start, ast.end);
  const next = (child: unknown): Node => convert(child as Ast, reading, depth + 1);
  const args = ast.args as readonly unknown[];
  switch (ast.op) {
    case 'value':
      return { ...range, ...literal(ast.args) };
    case 'id':
      return { ...range, op: 'id', name: ast.args as string };
    case '.':
      return { ...range, op: 'dot', base: next(args[0]), name: args[1] as string, nameStart: ast.pos };
    case '[]':
      return { ...range, op: 'index', base: next(args[0]), index: next(args[1]) };
    case 'call':
      return { ...range, op: 'call', name: args[0] as string, args: (args[1] as Ast[]).map(next) };
    case 'rcall':
      return {
        ...range,
        op: 'method',
        name: args[0] as string,
        receiver: next(args[1]),
        args: (args[2] as Ast[]).map(next),
      };
    case 'list':
      return { ...range, op: 'list', items: args.map(next) };
    case '!_':
    case '-_':
      return { ...range, op: 'unary', operator: ast.op === '!_' ? '!' : '-', arg: next(ast.args) };
    case '&&':
    case '||':
      return { ...range, op: ast.op === '&&' ? 'and' : 'or', args: chain(ast, ast.op).map(next) };
    case '?:':
      return { ...range, op: 'if', test: next(args[0]), then: next(args[1]), else: next(args[2]) };
    case 'in':
      return { ...range, op: 'in', left: next(args[0]), right: next(args[1]) };
    case 'map':
      return { ...range, op: 'unsupported', what: 'A table in braces', mend: 'Declare it under `tables`.' };
    default:
      return {
        ...range,
        op: 'binary',
        operator: ast.op as BinaryOperator,
        left: next(args[0]),
        right: next(args[1]),
      };
  }
}

/** The operands of `a && b && c` in order, however the brackets stand. */
function chain(ast: Ast, op: string): Ast[] {
  const operands: Ast[] = [];
  const waiting: Ast[] = [ast];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.op !== op) {
      operands.push(node);
      continue;
    }
    const [left, right] = node.args as [Ast, Ast];
    waiting.push(right, left);
  }
  return operands;
}

type Literal =
  | { op: 'value'; value: boolean | number | bigint | string | null }
  | { op: 'unsupported'; what: string; mend: string };

function literal(value: unknown): Literal {
  if (value === null) return { op: 'value', value };
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'bigint':
    case 'string':
      return { op: 'value', value };
    default:
      return value instanceof Uint8Array
        ? { op: 'unsupported', what: 'A text of bytes', mend: 'Write the text without the b in front.' }
        : { op: 'unsupported', what: 'An unsigned number', mend: 'Write the number without the u.' };
  }
}

/** Words that the parser keeps for itself: a fact, term, table or counter of such a name can't be used. */
const RESERVED = new Set(
  (
    'as break const continue else for function if import let loop package namespace return var void while ' +
    '__proto__ prototype true false null in'
  ).split(' '),
);

/** Whether a name (a dotted one too) can be written in an expression. */
export function isUsableName(name: string): boolean {
  return name.split('.').every((part) => /^[A-Za-z_][A-Za-z0-9_]{0,79}$/.test(part) && !RESERVED.has(part));
}
