/** JSON Schema as a TypeScript type: what the table's shapes need, and no more. */
import { NAMED_AT, type Shape } from '../../src/contract/shapes.ts';

/** How it is printed. */
type Printing = { comments: boolean };

/** The type, without a last line break. `indent`: of the line that it begins on. */
export function printType(shape: Shape, printing: Printing, indent = ''): string {
  const { $ref, anyOf, oneOf, allOf } = shape;
  if ($ref !== undefined) return $ref.slice(NAMED_AT.length);
  const one = (other: Shape): string => printType(other, printing, indent);
  if (shape.const !== undefined) return literal(shape.const);
  if (shape.enum) return shape.enum.map(literal).join(' | ');
  const some = anyOf ?? oneOf;
  if (some) return [...new Set(some.map(one))].join(' | ');
  if (allOf) return allOf.map(one).join(' & ');
  if (Array.isArray(shape.type)) return shape.type.map((type) => one({ ...shape, type })).join(' | ');
  switch (shape.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array':
      return arrayText(shape, printing, indent);
    case 'object':
      return objectText(shape, printing, indent);
    default:
      return 'unknown';
  }
}

const literal = (value: unknown): string =>
  typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
    : JSON.stringify(value);

function arrayText({ items = {}, prefixItems }: Shape, printing: Printing, indent: string): string {
  if (prefixItems) return `[${prefixItems.map((one) => printType(one, printing, indent)).join(', ')}]`;
  const item = printType(items, printing, indent);
  return / [|&] /.test(outside(item)) ? `(${item})[]` : `${item}[]`;
}

/** A text without what stands in braces. */
function outside(text: string): string {
  let depth = 0;
  let kept = '';
  for (const character of text) {
    if (character === '{') depth += 1;
    if (depth === 0) kept += character;
    if (character === '}') depth -= 1;
  }
  return kept;
}

function objectText(shape: Shape, printing: Printing, indent: string): string {
  const inner = `${indent}  `;
  const needed = new Set(shape.required);
  const lines = Object.entries(shape.properties ?? {}).map(([key, one]) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key);
    const type = printType(one, printing, inner);
    const value = needed.has(key) ? `${name}: ${type};` : `${name}?: ${type} | undefined;`;
    return `${printing.comments ? comment(one, inner) : ''}${inner}${value}`;
  });
  const others = shape.additionalProperties;
  // Keys that nobody named have to fit the type of every other: what is known of some is said, and the rest is open.
  if (typeof others === 'object')
    lines.push(
      `${inner}[key: string]: ${lines.length > 0 ? 'unknown' : printType(others, printing, inner)};`,
    );
  if (lines.length === 0) return 'Record<string, never>';
  return `{\n${lines.join('\n')}\n${indent}}`;
}

const MOST_WIDE = 118;

/** What is said of a key or type, as a comment above it; empty when nothing is. */
export function comment({ description, examples }: Shape, indent = ''): string {
  const [example] = examples ?? [];
  const shown = example === undefined || example === null ? '' : ` Example: ${JSON.stringify(example)}`;
  if (description === undefined) return '';
  const text = `${description}${shown}`.replaceAll('*/', '* /').replaceAll('\n', ' ');
  const line = `${indent}/** ${text} */`;
  if (line.length <= MOST_WIDE) return `${line}\n`;
  const words = text.split(' ');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= MOST_WIDE)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent} * ${word}`);
  }
  return `${indent}/**\n${lines.join('\n')}\n${indent} */\n`;
}
