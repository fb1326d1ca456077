/**
 * The table's types as JSON Schema: what goes into and comes out of every operation, with what several share under its name.
 * The OpenAPI document, the client's types and the fuzzer are made of this. A shape gets its name by `.meta({ id: 'Case' })`.
 */
import { z } from 'zod';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';

/** JSON Schema as zod writes it (2020-12). */
export type Shape = {
  $ref?: string;
  type?: string | string[];
  description?: string;
  examples?: unknown[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
  not?: Shape;
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: Shape | boolean;
  items?: Shape;
  prefixItems?: Shape[];
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  pattern?: string;
  format?: string;
  default?: unknown;
};

export type OperationShapes = { input: Shape; output: Shape };
export type Shapes = {
  operations: ReadonlyMap<string, OperationShapes>;
  /** By name. */
  named: Readonly<Record<string, Shape>>;
};

/** Where a named shape stands in the document. */
export const NAMED_AT = '#/components/schemas/';

/** The shapes of the table. `table`: another one, for tests. */
export function shapesOf(table: readonly (readonly [string, Operation])[] = operations()): Shapes {
  const named = new Map<string, Shape>();
  const found = new Map<string, OperationShapes>();
  for (const [name, { input, output }] of table)
    found.set(name, {
      input: shapeOf(input, 'input', `${typeName(name)}Input`, named),
      output: shapeOf(output, 'output', typeName(name), named),
    });
  const byName = [...named].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { operations: found, named: Object.fromEntries(byName) };
}

/** `special_client.show` → `SpecialClientShow`. */
export const typeName = (operation: string): string =>
  operation
    .split(/[._-]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

type Definitions = Record<string, Shape>;

/** What a conversion of zod's gives, and how it is written here. */
type Writing = { io: 'input' | 'output'; names: ReadonlyMap<string, string> };

function shapeOf(type: z.ZodType, io: 'input' | 'output', place: string, named: Map<string, Shape>): Shape {
  const {
    $schema: _,
    $defs: definitions = {},
    id,
    ...shape
  } = z.toJSONSchema(type, { io, unrepresentable: 'any', reused: 'inline' }) as Shape & {
    $schema?: string;
    $defs?: Definitions;
    id?: string;
  };
  // All of it has a name of its own.
  if (id !== undefined) definitions[id] = shape;
  const writing = { io, names: namesFor(definitions, io, place, named) };
  for (const [key, definition] of Object.entries(definitions)) {
    const name = writing.names.get(key) ?? key;
    if (!named.has(name)) named.set(name, written(definition, writing));
  }
  return written(id === undefined ? shape : { $ref: `#/$defs/${id}` }, writing);
}

/** What goes in may differ from what comes out under one name: then it is `…Sent`. */
function namesFor(
  definitions: Definitions,
  io: 'input' | 'output',
  place: string,
  named: ReadonlyMap<string, Shape>,
): Map<string, string> {
  const names = new Map<string, string>();
  for (const [key, definition] of Object.entries(definitions))
    if (isJson(key, definition)) names.set(key, 'Json');
    else if (key.startsWith('__schema')) names.set(key, `${place}Part${names.size + 1}`);
    else names.set(key, key);
  for (const [key, definition] of Object.entries(definitions)) {
    const name = names.get(key) ?? key;
    const there = named.get(name);
    if (!there || JSON.stringify(there) === JSON.stringify(written(definition, { io, names }))) continue;
    if (io === 'output') throw new Error(`two shapes have the name ${name}: give one of them another`);
    names.set(key, `${name}Sent`);
  }
  return names;
}

/** What `z.json()` becomes. */
const isJson = (key: string, { anyOf = [] }: Shape): boolean =>
  key.startsWith('__schema') && anyOf.length === 6 && anyOf[4]?.items?.$ref === `#/$defs/${key}`;

/** Without what says nothing here, and with references as they stand in the document. */
function written(shape: Shape, writing: Writing): Shape {
  const entries = Object.entries(shape).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'propertyNames' || key === 'id') return [];
    // More may come out some day; clients skip what they do not know.
    if (key === 'additionalProperties' && value === false && writing.io === 'output') return [];
    return [[key, writtenPart(key, value, writing)]];
  });
  return Object.fromEntries(entries);
}

function writtenPart(key: string, value: unknown, writing: Writing): unknown {
  const isShape = typeof value === 'object' && value !== null;
  switch (key) {
    case '$ref': {
      const to = String(value).replace('#/$defs/', '');
      return `${NAMED_AT}${writing.names.get(to) ?? to}`;
    }
    case 'properties':
      return Object.fromEntries(
        Object.entries(value as Record<string, Shape>).map(([name, one]) => [name, written(one, writing)]),
      );
    case 'anyOf':
    case 'oneOf':
    case 'allOf':
    case 'prefixItems':
      return (value as Shape[]).map((one) => written(one, writing));
    case 'items':
    case 'not':
    case 'additionalProperties':
      return isShape ? written(value, writing) : value;
    default:
      return value;
  }
}
