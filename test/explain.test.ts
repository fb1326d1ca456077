/** Words for the customer: no internal name in any of them, in any language, for any case of any book. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileBook } from '../src/core/book/compile.ts';
import { CATALOG } from '../src/core/explain/catalog.ts';
import { decide } from '../src/core/decide/decide.ts';
import { readRequest } from '../src/core/decide/read-request.ts';
import { answer } from '../src/core/explain/answer.ts';
import { explain } from '../src/core/explain/explain.ts';
import { compileOrganization } from '../src/core/organization/compile.ts';
import { readCases } from '../src/core/trial/read.ts';
import { runCases } from '../src/core/trial/run.ts';
import { zones } from '../src/shell/zones.ts';
import { inRoot } from './command-line.ts';

const textOf = (path: string): string => readFileSync(inRoot(path), 'utf8');

for (const theme of ['shop', 'retail', 'software']) {
  test(`no customer of ${theme} reads an internal name`, () => {
    const { book } = compileBook('book.yaml', textOf(`books/${theme}/book.yaml`), zones);
    const { organization } = compileOrganization('people.yaml', textOf(`books/${theme}/people.yaml`), zones);
    assert.ok(book && organization);
    const { cases } = readCases('cases.yaml', textOf(`books/${theme}/cases.yaml`), book, organization);
    assert.ok(cases);
    const people = [...organization.people.values()];
    const inner = [
      ...people.flatMap((person) => [
        ...person.name.split(' '),
        person.id,
        ...person.roles.filter((role) => role.includes('-')),
      ]),
      ...[...book.types.values()].flatMap((type) =>
        [...type.grants, ...type.lines, ...type.consults].map((rule) => rule.id),
      ),
      'residual authority',
      'policy-owner',
      'headroom',
    ];
    // A word with letters around it is another word: "Lena" in "Magdalena".
    const found = (text: string): string | undefined =>
      inner.find(
        (name) =>
          name.length > 2 &&
          new RegExp(`(^|[^\\p{L}])${name.replace(/[^\p{L}\d ]/gu, '.')}($|[^\\p{L}])`, 'u').test(text),
      );
    let words = 0;
    for (const [i, result] of runCases(book, organization, cases).entries()) {
      const request = cases[i]?.request;
      assert.ok(request);
      for (const language of ['en', 'de']) {
        const text = explain(book, request, result.decision, 'customer', language);
        words += text.length;
        assert.equal(found(text), undefined, `${result.name}: ${text}`);
        assert.doesNotMatch(text, /\{|undefined|\[object/, result.name);
      }
    }
    assert.ok(words > 1000);
  });
}

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

test('every language of the catalog has every sentence, with the same placeholders', () => {
  const english = CATALOG['en'];
  assert.ok(english);
  for (const [language, sentences] of Object.entries(CATALOG)) {
    assert.deepEqual(Object.keys(sentences).sort(), Object.keys(english).sort(), language);
    for (const [key, sentence] of Object.entries(sentences))
      assert.deepEqual(
        placeholders(sentence),
        placeholders(english[key as keyof typeof english]),
        `${language}: ${key}`,
      );
  }
});

test('a language that nobody speaks is not one because every object has it', () => {
  const { book } = compileBook('book.yaml', textOf('books/shop/book.yaml'), zones);
  const { organization } = compileOrganization('people.yaml', textOf('books/shop/people.yaml'), zones);
  assert.ok(book && organization);
  const read = readRequest(book, { type: 'refund', facts: { amount: '40' } });
  assert.ok('request' in read);
  const decision = decide(
    book,
    organization,
    read.tallies,
    read.request,
    'mia',
    Date.parse('2026-03-10T14:00:00Z'),
  );
  for (const language of ['constructor', '__proto__', 'toString', 'xx']) {
    const { say, language: spoken } = answer(book, read.request, decision, language);
    assert.deepEqual([spoken, typeof say], ['en', 'string']);
  }
});
