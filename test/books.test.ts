// The books that ship with Sayso are its documentation, so they have to hold: clean, shown case by case, and
// with nobody's name in a customer's text.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileBook } from '../src/core/book/compile.ts';
import { readYaml } from '../src/core/book/yaml.ts';
import { compileOrganization } from '../src/core/organization/compile.ts';
import type { Organization } from '../src/core/organization/organization.ts';
import { unshown } from '../src/core/trial/coverage.ts';
import { readCases } from '../src/core/trial/read.ts';
import { runCases } from '../src/core/trial/run.ts';
import { printProblem, type Problem } from '../src/core/words/problem.ts';
import { zones } from '../src/shell/zones.ts';

const books = fileURLToPath(new URL('../books', import.meta.url));
const names = readdirSync(books, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** Cases that each book has at least. */
const LEAST: Readonly<Record<string, number>> = { shop: 45, retail: 30, software: 25 };

const clean = (problems: readonly Problem[]): void =>
  assert.deepEqual(problems.filter(({ severity }) => severity !== 'notice').map(printProblem), []);

const textOf = (book: string, file: string): string => readFileSync(join(books, book, file), 'utf8');

test('the three books are there', () => assert.deepEqual(names.toSorted(), ['retail', 'shop', 'software']));

for (const name of names) {
  describe(`the ${name} book`, () => {
    const compiled = compileBook(`books/${name}/book.yaml`, textOf(name, 'book.yaml'), zones);
    const people = compileOrganization(`books/${name}/people.yaml`, textOf(name, 'people.yaml'), zones);
    test('compiles clean', () => clean(compiled.problems));
    test('its people compile clean', () => clean(people.problems));
    const { book } = compiled;
    const { organization } = people;
    if (!book || !organization) return;

    const read = readCases(`books/${name}/cases.yaml`, textOf(name, 'cases.yaml'), book, organization);
    test('its cases can be read', () => clean(read.problems));
    const results = read.cases ? runCases(book, organization, read.cases) : [];
    test('has cases enough', () =>
      assert.ok(results.length >= (LEAST[name] ?? 1), `${results.length} cases`));
    for (const { name: sentence, line, differences } of results) {
      test(`${sentence} (line ${line})`, () => assert.deepEqual(differences, []));
    }
    test('shows every request type and every rule', () => {
      assert.deepEqual(
        unshown(
          book,
          results.map(({ decision }) => decision),
        ),
        [],
      );
    });
    test("names nobody in a customer's text", () => {
      assert.deepEqual(
        namesIn(customerTexts(readYaml('book.yaml', textOf(name, 'book.yaml')).data), organization),
        [],
      );
    });
    if (name === 'shop') {
      test('shows every verdict and every way of handing on', () => {
        const seen = new Set(results.map(({ decision }) => decision.mode ?? decision.verdict));
        for (const one of ['grant', 'consult', 'ask', 'decline', 'approval', 'agree', 'transfer', 'advise'])
          assert.ok(seen.has(one as 'grant'), one);
      });
    }
  });
}

test('a name in a text is found', () => {
  const { organization } = compileOrganization('people.yaml', textOf('shop', 'people.yaml'), zones);
  assert.ok(organization);
  assert.deepEqual(
    namesIn(customerTexts({ refund: { tell: { en: 'Lena Brandt says no.' } } }), organization),
    ['Lena in "Lena Brandt says no."', 'Brandt in "Lena Brandt says no."'],
  );
  assert.deepEqual(namesIn(customerTexts({ consult: { ask: { person: 'lena' } } }), organization), []);
});

/** Keys whose words a customer may read. An "ask" with people in it is a consult and stays inside. */
const READ_BY_CUSTOMERS = new Set(['tell', 'say', 'ask', 'proof', 'means', 'called']);
const INSIDE = new Set(['from', 'function', 'role', 'unit', 'person']);

function customerTexts(data: unknown, isText = false): string[] {
  if (typeof data === 'string') return isText ? [data] : [];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]: [string, unknown]) =>
    INSIDE.has(key) && isText ? [] : customerTexts(value, isText || READ_BY_CUSTOMERS.has(key)),
  );
}

/** Parts of people's names, and their ids, that stand in a text as words. */
function namesIn(texts: readonly string[], { people }: Organization): string[] {
  const parts = new Set([...people.values()].flatMap((person) => [...person.name.split(/\s+/), person.id]));
  return texts.flatMap((text) => {
    const words = new Set(text.match(/[\p{L}\p{N}]+/gu));
    return [...parts].filter((part) => words.has(part)).map((part) => `${part} in ${JSON.stringify(text)}`);
  });
}
