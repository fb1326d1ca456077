// The client's types are made from the table by a printer of ours: they have to be what zod itself makes of the table.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import type * as sdk from '../sdk/types.ts';
import { printType } from '../scripts/wire/print-type.ts';
import type { OPERATIONS, OperationName } from '../src/contract/operations.ts';
import type { Shape } from '../src/contract/shapes.ts';

type Table = typeof OPERATIONS;
/** Each can stand for the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : 'the table has less') : 'the table has more';
type Wrong<Compared> = {
  [Name in keyof Compared as Compared[Name] extends true ? never : Name]: Compared[Name];
};
type None<Compared> = [keyof Wrong<Compared>] extends [never] ? true : { differ: keyof Wrong<Compared> };

// What tsc says of these lines names the operations that differ.
const names: Same<OperationName, keyof sdk.Operations> = true;
const inputs: None<{
  [Name in OperationName]: Same<z.input<Table[Name]['input']>, sdk.Operations[Name]['input']>;
}> = true;
const outputs: None<{
  [Name in OperationName]: Same<z.input<Table[Name]['output']>, sdk.Operations[Name]['output']>;
}> = true;
const problems: None<{
  [Name in OperationName]: sdk.Operations[Name]['problem'] extends sdk.Problem['code']
    ? true
    : 'unknown code';
}> = true;

test('the types of the client are those of the table', () =>
  assert.ok(names && inputs && outputs && problems));

const printed = (shape: Shape): string => printType(shape, { comments: false });

test('a type is printed as TypeScript has it', () => {
  assert.equal(printed({ type: 'array', items: { enum: ['a', "b'c"] } }), String.raw`('a' | 'b\'c')[]`);
  assert.equal(printed({ type: ['string', 'null'] }), 'string | null');
  assert.equal(printed({ type: 'object', additionalProperties: {} }), '{\n  [key: string]: unknown;\n}');
  assert.equal(
    printed({ type: 'object', properties: { 'a-b': { type: 'integer' }, c: {} }, required: ['c'] }),
    "{\n  'a-b'?: number | undefined;\n  c: unknown;\n}",
  );
});
