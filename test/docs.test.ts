/** The documents are true: links lead somewhere, books in them compile, commands in them print what stands there. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pages, pageText, refreshed } from '../scripts/console.ts';
import { curl } from '../scripts/console/stage.ts';
import { compileBook } from '../src/core/book/compile.ts';
import { readRequest } from '../src/core/decide/read-request.ts';
import { printProblem } from '../src/core/words/problem.ts';
import { zones } from '../src/shell/zones.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The fenced blocks of a page with their language and first line. */
function fences(page: string): { language: string; text: string; line: number }[] {
  const found: { language: string; text: string; line: number }[] = [];
  const lines = pageText(page).split('\n');
  for (let i = 0; i < lines.length; i++) {
    const language = /^```(\S*)/.exec(lines[i] ?? '')?.[1];
    if (language === undefined) continue;
    const start = i + 1;
    for (i = start; i < lines.length && !lines[i]?.startsWith('```'); i++);
    found.push({ language, text: lines.slice(start, i).join('\n'), line: start + 1 });
  }
  return found;
}

test('every link in the documents leads to a file', () => {
  for (const page of pages) {
    for (const [, target = ''] of pageText(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (!/^[a-z]+:/.test(target))
        assert.ok(existsSync(join(root, dirname(page), target)), `${page}: ${target}`);
    }
  }
});

test('every whole book in the guides compiles without a problem', () => {
  const books = pages.flatMap((page) =>
    fences(page)
      .filter(({ language, text }) => language === 'yaml' && /^book:/m.test(text))
      .map((fence) => ({ page, ...fence })),
  );
  assert.ok(books.length >= 3, `only ${books.length} books in the guides`);
  for (const { page, text, line } of books) {
    const { problems } = compileBook(`${page}:${line}`, text, zones);
    assert.deepEqual(problems.filter((problem) => problem.severity !== 'notice').map(printProblem), []);
  }
});

test('every request in the documents can be read with the book of the shop, nothing in it ignored', () => {
  const { book } = compileBook('book.yaml', pageText('books/shop/book.yaml'), zones);
  assert.ok(book);
  const requests = pages.flatMap((page) =>
    fences(page).filter(({ language, text }) => language === 'json' && text.includes('"type"')),
  );
  assert.ok(requests.length > 0);
  for (const { text } of requests) {
    const read = readRequest(book, JSON.parse(text));
    assert.ok('request' in read, JSON.stringify(read));
    assert.deepEqual(read.request.ignored, []);
  }
});

test('every command in the documents prints what stands under it', async (t) => {
  let commands = 0;
  let called = 0;
  for (const page of pages) {
    commands += fences(page).filter(({ language }) => language === 'console').length;
    const { text, calls } = await refreshed(page);
    assert.equal(text, pageText(page), `${page} is out of date: npm run generate`);
    called += calls;
  }
  assert.ok(commands >= 5, `only ${commands} commands in the documents`);
  assert.ok(called >= 20, `only ${called} calls of the service in the documents`);
  t.diagnostic(`${called} curl lines ran, none was skipped; by ${curl.name}`);
});
