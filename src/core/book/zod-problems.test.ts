import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { readYaml } from './yaml.ts';
import { zodProblems } from './zod-problems.ts';

const limit = z
  .union([z.string(), z.number()])
  .describe('The most of it.')
  .meta({ examples: ['50 USD', 3] });
const Schema = z.strictObject({
  name: z
    .string()
    .min(2)
    .describe('What it is called.')
    .meta({ examples: ['refund'] }),
  kind: z.enum(['policy', 'illegal']).optional(),
  limits: z
    .record(
      z
        .string()
        .regex(/^[a-z]+$/)
        .describe('A word of small letters.')
        .meta({ examples: ['small'] }),
      z.strictObject({ 'up to': limit, from: z.string().optional() }),
    )
    .optional(),
  also: z
    .union([
      z.array(z.string()),
      z.strictObject({ of: z.array(z.string()), count: z.int().min(1) }),
      z.literal('nobody'),
    ])
    .optional()
    .describe('Who must agree.')
    .meta({ examples: [['finance'], 'nobody'] }),
  steps: z
    .array(
      z.discriminatedUnion('do', [
        z.strictObject({ do: z.literal('call') }),
        z.strictObject({ do: z.literal('write'), to: z.string() }),
      ]),
    )
    .optional(),
  per: z.partialRecord(z.enum(['customer', 'agent']), z.int()).optional(),
  share: z
    .number()
    .max(100)
    .refine((value) => value !== 13, {
      message: 'Thirteen is bad luck.',
      params: { code: 'luck', mend: 'Write 12 or 14.' },
    })
    .optional(),
});

const found = (text: string): string[] => {
  const source = readYaml('f', text);
  assert.deepEqual(source.problems, []);
  const { error } = Schema.safeParse(source.data);
  assert.ok(error);
  return zodProblems(source, error, Schema).map(
    ({ line, column, code, words, message, mend }) =>
      `${line}:${column} ${code} [${words}] ${message} | ${mend}`,
  );
};

const cases: [text: string, ...problems: string[]][] = [
  [
    'nam: refund',
    '1:1 missing-key [] The file lacks "name": what it is called. | Add for example: name: refund',
    '1:1 unknown-key [nam] There is no key "nam" at the top of the file. | Did you mean "name"?',
  ],
  [
    'name: refund\nlimits:\n  a: { up too: 3 }',
    '3:3 missing-key [a] "a" lacks "up to": the most of it. | Add for example: up to: 50 USD',
    '3:8 unknown-key [up too] There is no key "up too" in "a". | Did you mean "up to"?',
  ],
  [
    'name: refund\nlimits:\n  a: { up to: 3, zzzzzz: 1 }',
    '3:18 unknown-key [zzzzzz] There is no key "zzzzzz" in "a". | Keys here: up to, from.',
  ],
  [
    'name: refund\nlimits:\n  A1: { up to: 3 }',
    `3:3 wrong-key [A1] "A1" can't be a key in "limits": a word of small letters. | Write for example: small`,
  ],
  [
    'name: refund\nlimits: { a: { up to: [1] } }',
    '2:23 wrong-type [[1]] "up to" must be text or a number, not a list: the most of it. | Write for example: 50 USD or 3',
  ],
  [
    'name: 12',
    '1:7 wrong-type [12] "name" must be text, not the number 12: what it is called. | Put it in quotes: "12".',
  ],
  [
    'name: x',
    '1:7 too-small [x] "name" must have at least 2 characters: what it is called. | Write for example: refund',
  ],
  [
    'name:',
    '1:6 empty-value [] "name" is empty: what it is called. | Write for example: refund, or remove the key.',
  ],
  [
    'name: refund\nkind: polici',
    `2:7 wrong-value [polici] "kind" can't be "polici". | Did you mean "policy"?`,
  ],
  [
    'name: refund\nalso: nobodi',
    '2:7 wrong-type [nobodi] "also" must be a list, keys with values or "nobody", not "nobodi": who must agree. | Did you mean "nobody"?',
  ],
  [
    'name: refund\nalso: [1]',
    '2:8 wrong-type [1] Item 1 of "also" must be text, not the number 1: who must agree. | Put it in quotes: "1".',
  ],
  [
    'name: refund\nalso: { of: [a], cuont: 2 }',
    '2:1 missing-key [also] "also" lacks "count". | Add the key "count".',
    '2:18 unknown-key [cuont] There is no key "cuont" in "also". | Did you mean "count"?',
  ],
  [
    'name: refund\nalso: { of: [a], count: 0 }',
    '2:25 too-small [0] "count" must be at least 1. | Look it up in docs/reference.',
  ],
  ['name: refund\nsteps:\n  - do: cal', `3:9 wrong-type [cal] "do" can't be "cal". | Did you mean "call"?`],
  [
    'name: refund\nsteps:\n  - { to: x }',
    '3:5 missing-key [{ to: x }] Item 1 of "steps" lacks "do". | Add the key "do".',
  ],
  [
    'name: refund\nper: { costumer: 1 }',
    '2:8 unknown-key [costumer] There is no key "costumer" in "per". | Did you mean "customer"?',
  ],
  ['name: refund\nshare: 13', '2:8 luck [13] Thirteen is bad luck. | Write 12 or 14.'],
  [
    'name: refund\nshare: 101',
    '2:8 too-large [101] "share" must be at most 100. | Look it up in docs/reference.',
  ],
];
for (const [text, ...problems] of cases) {
  test(`zod's issues as sentences: ${JSON.stringify(text)}`, () =>
    assert.deepEqual(found(text).toSorted(), problems.toSorted()));
}

test('an empty file lacks everything at once', () => {
  assert.deepEqual(found(''), [
    '1:1 empty [] There is nothing in this file. | Look it up in docs/reference.',
  ]);
});

test('without a schema there are places and plain sentences', () => {
  const source = readYaml('f', 'name: 1');
  const { error } = Schema.safeParse(source.data);
  assert.ok(error);
  assert.deepEqual(
    zodProblems(source, error).map(({ column, message }) => [column, message]),
    [[7, '"name" must be text, not the number 1.']],
  );
});

test('many issues are counted, not listed', () => {
  const source = readYaml('f', `name: x y\nalso: [${Array.from({ length: 1000 }, () => '1').join(', ')}]`);
  const { error } = z.strictObject({ name: z.string(), also: z.array(z.string()) }).safeParse(source.data);
  assert.ok(error);
  const problems = zodProblems(source, error);
  assert.equal(problems.length, 201);
  assert.match(problems.at(-1)?.message ?? '', /800/);
});
