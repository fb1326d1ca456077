/** A schema walked beside the data: what may stand at a path, and what the schema says of it. */
import { z } from 'zod';
import type { Path } from './yaml.ts';

type Schema = z.core.$ZodType;

/** A part of the schema, and what it or the nearest part around it says of itself. */
export type Part = {
  schema: Schema | undefined;
  /** The schema one level up, for what it says of its keys. */
  around?: Schema | undefined;
  description?: string | undefined;
  examples: readonly unknown[];
};

/** The value at a path; undefined where there is none. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** The part of a schema at a path, with the nearest description and example on the way. */
export function partAt(start: Part, path: Path): Part {
  let part = start;
  for (const step of path) part = partBelow(part, step);
  return part;
}

function partBelow(part: Part, step: string | number): Part {
  const schema = bare(part.schema);
  const below = stepInto(schema, step);
  // A list's own words serve for its items too, with an item of the example.
  const inherited: Part =
    typeof step === 'number'
      ? {
          schema: below,
          description: part.description,
          examples: part.examples.flatMap((value) => (Array.isArray(value) ? value.slice(0, 1) : [])),
        }
      : { schema: below, examples: [] };
  return { ...describe(below, inherited), around: schema };
}

function stepInto(schema: Schema | undefined, step: string | number): Schema | undefined {
  if (schema instanceof z.ZodObject)
    return Object.hasOwn(schema.shape, step) ? (schema.shape as Record<string, Schema>)[step] : undefined;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return typeof step === 'number' ? schema.element : undefined;
  if (schema instanceof z.ZodTuple) return typeof step === 'number' ? schema.def.items[step] : undefined;
  for (const option of optionsOf(schema)) {
    const below = stepInto(bare(option), step);
    if (below) return below;
  }
  return undefined;
}

/** The forms of a union; none for anything else. */
export const optionsOf = (schema: Schema | undefined): readonly Schema[] => {
  const inner = bare(schema);
  return inner instanceof z.ZodUnion ? inner.options : [];
};

/** The keys that may stand at a place. */
export function keysOf(schema: Schema | undefined): string[] {
  const inner = bare(schema);
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  if (inner instanceof z.ZodRecord) {
    const keys = bare(inner.keyType);
    return keys instanceof z.ZodEnum ? keys.options.map(String) : [];
  }
  return optionsOf(inner).flatMap(keysOf);
}

/** The schema without what only wraps it (optional, default, …). */
function bare(schema: Schema | undefined): Schema | undefined {
  let inner = schema;
  for (let i = 0; i < 20 && inner; i++) {
    const next = unwrapped(inner);
    if (!next) return inner;
    inner = next;
  }
  return inner;
}

function unwrapped(schema: Schema): Schema | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodLazy)
    return schema.unwrap();
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodReadonly)
    return schema.unwrap();
  return schema instanceof z.ZodPipe ? schema.def.in : undefined;
}

/** What a schema says of itself; where it is silent, what was known before. */
export function describe(schema: Schema | undefined, before: Part): Part {
  let inner = schema;
  for (let i = 0; i < 20 && inner; i++) {
    const meta = z.globalRegistry.get(inner);
    const examples = Array.isArray(meta?.['examples']) ? (meta['examples'] as unknown[]) : [];
    if (meta?.description !== undefined)
      return { ...before, schema, description: meta.description, examples };
    if (examples.length > 0) return { ...before, schema, examples };
    inner = unwrapped(inner);
  }
  return { ...before, schema };
}

/** What a record says of its keys. */
export function keyPart(around: Schema | undefined): Part {
  const keys = around instanceof z.ZodRecord ? around.keyType : undefined;
  return describe(keys, { schema: keys, examples: [] });
}
