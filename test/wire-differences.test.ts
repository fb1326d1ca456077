// A changed operation shows as a readable difference: planted changes, each with what is said of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { differences, differenceText } from '../scripts/wire/differences.ts';
import type { Operation } from '../src/contract/operation.ts';
import { openApi } from '../src/doors/http/open-api.ts';

const who = z.strictObject({ id: z.string(), name: z.string() });
const NAMED = { id: 'Who', description: 'Somebody.' };

const BEFORE: Operation = {
  does: 'A list',
  http: 'GET /things',
  by: ['person'],
  input: z.strictObject({ most: z.number().int().max(200).optional(), kind: z.enum(['a', 'b']) }),
  output: z.strictObject({
    things: z.array(z.strictObject({ stage: z.string(), owner: who.meta(NAMED) })),
    next: z.string().nullable(),
  }),
  problems: ['wrong-cursor'],
  example: { input: { kind: 'a' }, output: { things: [], next: null } },
};

const changed = (change: Partial<Operation>): readonly (readonly [string, Operation])[] => [
  ['thing.list', { ...BEFORE, ...change }],
];

const said = (now: readonly (readonly [string, Operation])[]): string[] =>
  differences(openApi(changed({})), openApi(now)).map(differenceText);

const outputWith = (thing: z.ZodObject, next: z.ZodType = z.string().nullable()): Partial<Operation> => ({
  output: z.strictObject({ things: z.array(thing), next }),
});
const thing = (shape: object = {}): z.ZodObject =>
  z.strictObject({ stage: z.string(), owner: who.meta(NAMED), ...shape });

const PLANTED: readonly [string, readonly (readonly [string, Operation])[], string[]][] = [
  ['nothing', changed({}), []],
  [
    'a key of the output is gone',
    changed(outputWith(z.strictObject({ owner: who.meta(NAMED) }))),
    ['thing.list: output.things[].stage removed – breaks clients'],
  ],
  [
    'a key comes out too',
    changed(outputWith(thing({ open: z.boolean() }))),
    ['thing.list: output.things[].open added'],
  ],
  [
    'what comes out may be left out',
    changed(outputWith(thing({ stage: z.string().optional() }))),
    ['thing.list: output.things[].stage is optional now – breaks clients'],
  ],
  [
    'what comes out is another type',
    changed(outputWith(thing({ stage: z.number() }))),
    ['thing.list: output.things[].stage is number instead of string – breaks clients'],
  ],
  [
    'what comes out is never null',
    changed(outputWith(thing(), z.string())),
    ['thing.list: output.next is never null'],
  ],
  [
    'a named shape loses a key',
    changed(outputWith(thing({ owner: who.omit({ name: true }).meta(NAMED) }))),
    ['Who.name removed, answered by thing.list, events – breaks clients'],
  ],
  [
    'a key goes in too',
    changed({ input: BEFORE.input.extend({ subject: z.string().optional() }) }),
    ['thing.list: input.subject added, optional'],
  ],
  [
    'a key has to go in',
    changed({ input: BEFORE.input.extend({ subject: z.string() }) }),
    ['thing.list: input.subject added, needed – breaks clients'],
  ],
  [
    'a value is no longer taken, another is',
    changed({ input: BEFORE.input.extend({ kind: z.enum(['a', 'c']) }) }),
    ['thing.list: input.kind is no longer "b" – breaks clients', 'thing.list: input.kind may be "c"'],
  ],
  [
    'less is taken',
    changed({ input: BEFORE.input.extend({ most: z.number().int().max(50).optional() }) }),
    ['thing.list: input.most has maximum 50 instead of 200 – breaks clients'],
  ],
  [
    'more is taken',
    changed({ input: BEFORE.input.extend({ most: z.number().int().max(500).optional() }) }),
    ['thing.list: input.most has maximum 500 instead of 200'],
  ],
  [
    'its address, callers and problems',
    changed({ http: 'GET /all-things', by: ['customer'], problems: ['unknown-case'] }),
    [
      'thing.list: GET /v1/things is now GET /v1/all-things – breaks clients',
      'thing.list: no longer for: person – breaks clients',
      'thing.list: also for: customer',
      'thing.list: problem wrong-cursor removed',
      'thing.list: problem unknown-case added',
    ],
  ],
  [
    'its example',
    changed({ example: { input: { kind: 'b' }, output: { things: [], next: 'x' } } }),
    ['thing.list: words, examples or headers changed'],
  ],
  [
    'another operation',
    [...changed({}), ['thing.drop', { ...BEFORE, http: 'DELETE /things' }]],
    ['thing.drop: added'],
  ],
  ['no operation', [], ['thing.list: removed – breaks clients']],
];

describe('what differs on the wire', () => {
  for (const [planted, now, expected] of PLANTED) it(planted, () => assert.deepEqual(said(now), expected));
});
