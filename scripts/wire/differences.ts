/**
 * What differs between two OpenAPI documents of Sayso, a line each, and whether it breaks clients that were written by the
 * first one. What goes in may get wider, what comes out may get more; named shapes are compared once, whoever uses them.
 */
import { isDeepStrictEqual } from 'node:util';
import { NAMED_AT, type Shape } from '../../src/contract/shapes.ts';
import type { DocumentedOperation, OpenApi } from '../../src/doors/http/open-api.ts';

export type Difference = { says: string; breaks: boolean };

/** All differences, those that break clients first. */
export function differences(before: OpenApi, now: OpenApi): Difference[] {
  const found = [...operationDifferences(before, now), ...namedDifferences(before, now)];
  return [...found.filter(({ breaks }) => breaks), ...found.filter(({ breaks }) => !breaks)];
}

/** As a line: `case.list: output.cases[].stage removed – breaks clients`. */
export const differenceText = ({ says, breaks }: Difference): string =>
  `${says}${breaks ? ' – breaks clients' : ''}`;

type Placed = DocumentedOperation & { at: string };

function operationsOf({ paths }: OpenApi): Map<string, Placed> {
  const placed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): [string, Placed] => [
      one.operationId,
      { ...one, at: `${method.toUpperCase()} ${path}` },
    ]),
  );
  return new Map(placed);
}

function operationDifferences(before: OpenApi, now: OpenApi): Difference[] {
  const [was, is] = [operationsOf(before), operationsOf(now)];
  const found: Difference[] = [];
  for (const [name, one] of was) {
    const other = is.get(name);
    if (!other) found.push({ says: `${name}: removed`, breaks: true });
    else found.push(...between(one, other).map(({ says, breaks }) => ({ says: `${name}: ${says}`, breaks })));
  }
  for (const name of is.keys()) if (!was.has(name)) found.push({ says: `${name}: added`, breaks: false });
  return found;
}

/** An operation before and now. */
function between(was: Placed, is: Placed): Difference[] {
  const found: Difference[] = [];
  const say = (says: string, breaks: boolean): void => void found.push({ says, breaks });
  if (was.at !== is.at) say(`${was.at} is now ${is.at}`, true);
  if (was.summary !== is.summary) say(`does: "${is.summary}"`, false);
  for (const caller of without(was['x-callers'], is['x-callers'])) say(`no longer for: ${caller}`, true);
  for (const caller of without(is['x-callers'], was['x-callers'])) say(`also for: ${caller}`, false);
  for (const code of without(was['x-problems'], is['x-problems'])) say(`problem ${code} removed`, false);
  for (const code of without(is['x-problems'], was['x-problems'])) say(`problem ${code} added`, false);
  found.push(...shapeDifferences('input', inputOf(was), inputOf(is), 'in'));
  const [[oldStatus, oldOutput] = [], [newStatus, newOutput] = []] = [successOf(was), successOf(is)];
  if (oldStatus !== newStatus) say(`answers ${newStatus} instead of ${oldStatus}`, true);
  if (oldOutput && newOutput) found.push(...shapeDifferences('output', oldOutput, newOutput, 'out'));
  if (found.length === 0 && !isDeepStrictEqual(was, is)) say('words, examples or headers changed', false);
  return found;
}

const without = (some: readonly string[] = [], others: readonly string[] = []): string[] =>
  some.filter((one) => !others.includes(one));

/** Path, query and body together, as the operation has it. */
function inputOf({ parameters = [], requestBody }: DocumentedOperation): Shape {
  const named = parameters.filter((one) => one.name !== undefined);
  const body = requestBody?.content['application/json'].schema ?? {};
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(named.map(({ name, schema }) => [name, schema])),
      ...body.properties,
    },
    required: [...named.flatMap(({ name, required }) => (required ? [name] : [])), ...(body.required ?? [])],
  };
}

/** The status of what is answered when it is done, and its shape. */
function successOf({ responses }: DocumentedOperation): [string, Shape] | undefined {
  const [status, answer] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? [];
  const content = answer?.content;
  const schema = Object.values(content ?? {})[0]?.schema;
  return status !== undefined && schema ? [status, schema] : undefined;
}

type Way = 'in' | 'out';

function namedDifferences(before: OpenApi, now: OpenApi): Difference[] {
  const users = usersOf(now);
  const found: Difference[] = [];
  for (const [name, was] of Object.entries(before.components.schemas)) {
    const is = now.components.schemas[name];
    // Whoever used it has another shape now, and says so.
    if (!is) continue;
    const ways = users.get(name) ?? { in: new Set(), out: new Set() };
    const both = (['in', 'out'] as const)
      .filter((way) => ways[way].size > 0)
      .flatMap((way) =>
        shapeDifferences(name, was, is, way).map(({ says, breaks }) => ({
          says: `${says}, ${way === 'in' ? 'sent to' : 'answered by'} ${listed([...ways[way]])}`,
          breaks,
        })),
      );
    found.push(...both);
    if (both.length === 0 && !isDeepStrictEqual(was, is))
      found.push({ says: `${name}: words or examples changed`, breaks: false });
  }
  return found;
}

const listed = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;

type Users = { in: Set<string>; out: Set<string> };

/** Which operations take and answer a named shape, itself or within another. */
function usersOf(document: OpenApi): Map<string, Users> {
  const users = new Map<string, Users>();
  const visit = (part: unknown, operation: string, way: Way): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      if (key !== '$ref' || typeof value !== 'string' || !value.startsWith(NAMED_AT)) {
        visit(value, operation, way);
        continue;
      }
      const name = value.slice(NAMED_AT.length);
      const known = users.get(name) ?? { in: new Set(), out: new Set() };
      users.set(name, known);
      if (known[way].has(operation)) continue;
      known[way].add(operation);
      visit(document.components.schemas[name], operation, way);
    }
  };
  for (const [name, operation] of operationsOf(document)) {
    visit(inputOf(operation), name, 'in');
    visit(successOf(operation)?.[1], name, 'out');
  }
  // What live events and problems say, which no operation answers.
  visit({ $ref: `${NAMED_AT}LiveEvent` }, 'events', 'out');
  visit({ $ref: `${NAMED_AT}Problem` }, 'every problem', 'out');
  return users;
}

/** Two shapes at a place. In: narrower breaks. Out: wider, or less, breaks. */
function shapeDifferences(place: string, was: Shape, is: Shape, way: Way): Difference[] {
  const [old, next] = [unwrapped(was), unwrapped(is)];
  const found: Difference[] = [];
  const say = (says: string, breaks: boolean): void => void found.push({ says, breaks });
  if (old.canBeNull !== next.canBeNull)
    say(`${place} ${next.canBeNull ? 'may be null' : 'is never null'}`, next.canBeNull === (way === 'out'));
  const [a, b] = [old.shape, next.shape];
  if (a.$ref !== b.$ref || typesOf(a) !== typesOf(b)) {
    say(`${place} is ${typesOf(b)} instead of ${typesOf(a)}`, true);
    return found;
  }
  found.push(...valueDifferences(place, a, b, way), ...boundDifferences(place, a, b, way));
  found.push(...keyDifferences(place, a, b, way));
  const inside: [string, Shape | undefined, Shape | undefined][] = [
    [`${place}[]`, a.items, b.items],
    [`${place}.*`, objectOf(a.additionalProperties), objectOf(b.additionalProperties)],
  ];
  for (const [i, one] of (a.anyOf ?? []).entries()) inside.push([`${place}|${i}`, one, b.anyOf?.[i]]);
  for (const [i, one] of (a.allOf ?? []).entries()) inside.push([`${place}&${i}`, one, b.allOf?.[i]]);
  for (const [where, one, other] of inside)
    if (one && other) found.push(...shapeDifferences(where, one, other, way));
  return found;
}

const objectOf = (value: Shape | boolean | undefined): Shape | undefined =>
  typeof value === 'object' ? value : undefined;

/** What it is when it is not null. */
function unwrapped(shape: Shape): { shape: Shape; canBeNull: boolean } {
  const [first, second, ...more] = shape.anyOf ?? [];
  if (first && second?.type === 'null' && more.length === 0) return { shape: first, canBeNull: true };
  const { type } = shape;
  if (!Array.isArray(type) || !type.includes('null')) return { shape, canBeNull: false };
  const others = type.filter((one) => one !== 'null');
  const [only] = others;
  return {
    shape: { ...shape, type: others.length === 1 && only !== undefined ? only : others },
    canBeNull: true,
  };
}

const typesOf = ({ $ref, type, anyOf, allOf }: Shape): string =>
  $ref?.slice(NAMED_AT.length) ??
  anyOf?.map(typesOf).join(' or ') ??
  allOf?.map(typesOf).join(' and ') ??
  [type ?? 'anything'].flat().join(' or ');

const valuesOf = ({ const: only, enum: some }: Shape): unknown[] | undefined =>
  only === undefined ? some : [only];

function valueDifferences(place: string, was: Shape, is: Shape, way: Way): Difference[] {
  const [old, next] = [valuesOf(was), valuesOf(is)];
  if (!old && !next) return [];
  if (!old || !next)
    return [
      { says: `${place} is ${next ? 'one of a list' : 'any value'} now`, breaks: (way === 'in') === !!next },
    ];
  return [
    ...old
      .filter((value) => !next.includes(value))
      .map((value) => ({ says: `${place} is no longer ${JSON.stringify(value)}`, breaks: way === 'in' })),
    ...next
      .filter((value) => !old.includes(value))
      .map((value) => ({
        says: `${place} may be ${JSON.stringify(value)}${way === 'out' ? ', which clients that list all values do not know' : ''}`,
        breaks: way === 'out',
      })),
  ];
}

const BOUNDS = [
  ['minLength', 1],
  ['minItems', 1],
  ['minimum', 1],
  ['exclusiveMinimum', 1],
  ['maxLength', -1],
  ['maxItems', -1],
  ['maximum', -1],
  ['exclusiveMaximum', -1],
] as const;

function boundDifferences(place: string, was: Shape, is: Shape, way: Way): Difference[] {
  const found: Difference[] = [];
  for (const [bound, narrower] of BOUNDS) {
    const [old, next] = [was[bound], is[bound]];
    if (old === next) continue;
    const open = -narrower * Number.POSITIVE_INFINITY;
    const isNarrower = ((next ?? open) - (old ?? open)) * narrower > 0;
    found.push({
      says: `${place} has ${bound} ${next ?? 'no more'}${old === undefined ? '' : ` instead of ${old}`}`,
      breaks: isNarrower === (way === 'in'),
    });
  }
  for (const key of ['pattern', 'format'] as const)
    if (was[key] !== is[key])
      found.push({ says: `${place} has another ${key}`, breaks: way === 'in' && is[key] !== undefined });
  return found;
}

const isNeeded = ({ required }: Shape, key: string): boolean => required?.includes(key) ?? false;

function keyDifferences(place: string, was: Shape, is: Shape, way: Way): Difference[] {
  const found: Difference[] = [];
  const [old, next] = [was.properties ?? {}, is.properties ?? {}];
  for (const [key, shape] of Object.entries(old)) {
    const other = next[key];
    if (!other) {
      found.push({ says: `${place}.${key} removed`, breaks: true });
      continue;
    }
    if (isNeeded(was, key) !== isNeeded(is, key))
      found.push({
        says: `${place}.${key} is ${isNeeded(is, key) ? 'needed' : 'optional'} now`,
        breaks: isNeeded(is, key) === (way === 'in'),
      });
    found.push(...shapeDifferences(`${place}.${key}`, shape, other, way));
  }
  for (const key of Object.keys(next))
    if (!(key in old))
      found.push({
        says: `${place}.${key} added${way === 'in' ? `, ${isNeeded(is, key) ? 'needed' : 'optional'}` : ''}`,
        breaks: way === 'in' && isNeeded(is, key),
      });
  return found;
}
