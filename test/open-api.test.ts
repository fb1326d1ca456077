// The table of operations holds together: a valid document, examples that fit their own schemas, codes that are explained.
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { operations } from '../src/contract/operations.ts';
import { pathKeys, routeOf } from '../src/contract/operation.ts';
import { OF_REQUESTS, PROBLEMS } from '../src/contract/problems.ts';
import { shapesOf } from '../src/contract/shapes.ts';
import { openApi } from '../src/doors/http/open-api.ts';
import { readBy } from '../src/core/cases/read-command.ts';

const shapes = shapesOf();

const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('the document is valid OpenAPI 3.1', async () => {
  const found = await new Validator().validate(asSent(openApi()) as Record<string, unknown>);
  assert.deepEqual(found.errors ?? [], []);
  assert.ok(found.valid);
});

test('every reference of the document leads somewhere', () => {
  const document = asSent(openApi());
  const lost: string[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, value] of Object.entries(part))
      if (key !== '$ref' || typeof value !== 'string') visit(value);
      else if (!leadsSomewhere(document, value)) lost.push(value);
  };
  visit(document);
  assert.deepEqual(lost, []);
});

const leadsSomewhere = (document: unknown, reference: string): boolean =>
  reference
    .slice(2)
    .split('/')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], document) !==
  undefined;

const addresses = new Map<string, string>();

for (const [name, operation] of operations()) {
  describe(`operation ${name}`, () => {
    it('has an example that goes in', () => {
      const read = readBy(operation.input, name, asSent(operation.example.input));
      assert.ok('value' in read, JSON.stringify(read));
    });
    it('has an example that comes out', () => {
      const { success, error } = operation.output.safeParse(asSent(operation.example.output));
      assert.ok(success, error?.message);
    });
    it('has an address of its own, whose keys are part of what goes in', () => {
      const { method, path } = routeOf(operation);
      const address = `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
      assert.equal(addresses.get(address), undefined, address);
      addresses.set(address, name);
      for (const key of pathKeys(operation)) assert.ok(key in operation.input.shape, key);
    });
    it('says what it does without a full stop, and names problems that are explained', () => {
      assert.doesNotMatch(operation.does, /[.!]$/);
      for (const code of operation.problems) assert.ok(Object.hasOwn(PROBLEMS, code), code);
    });
    it('names what facts can be refused for, where it takes any', () => {
      if (!JSON.stringify(shapes.operations.get(name)?.input).includes('"facts"')) return;
      assert.deepEqual(
        OF_REQUESTS.filter((code) => !operation.problems.includes(code)),
        [],
      );
    });
  });
}
