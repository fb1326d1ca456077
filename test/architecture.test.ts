import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { importsOf } from './architecture/source-text.ts';
import { violations, type SourceFile } from './architecture/violations.ts';

const src = fileURLToPath(new URL('../src', import.meta.url));

function filesOfSrc(): SourceFile[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(src, path), 'utf8') }));
}

test('the client imports its own files alone, so that it runs wherever they are', () => {
  const sdk = fileURLToPath(new URL('../sdk', import.meta.url));
  const files = readdirSync(sdk).filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));
  const imports = files.flatMap((path) => importsOf(readFileSync(join(sdk, path), 'utf8')));
  assert.ok(imports.length > files.length, 'hardly any import was found');
  for (const { specifier = 'a computed name' } of imports) assert.match(specifier, /^\.\/[\w-]+\.ts$/);
});

const found = (path: string, text: string): string[] => violations([{ path, text }]);

test('the source keeps to the import table and the rules of the house', () => {
  const files = filesOfSrc();
  assert.ok(
    files.some(({ path }) => path.startsWith('core/words/')),
    'core/words was not read',
  );
  assert.ok(
    files.flatMap(({ text }) => importsOf(text)).length >= files.length / 2,
    'hardly any import was found',
  );
  assert.deepEqual(violations(files), []);
});

describe('each rule finds what it forbids', () => {
  const planted: readonly [rule: string, path: string, text: string, says: RegExp][] = [
    [
      'a lower folder imports a higher one',
      'core/words/a.ts',
      "import { b } from '../book/b.ts';",
      /core\/words may not import core\/book\/b\.ts/,
    ],
    [
      'core imports the shell',
      'core/decide/a.ts',
      "import { b } from '../../shell/b.ts';",
      /may not import shell/,
    ],
    [
      'a book knows how it is decided',
      'core/book/a.ts',
      "import { b } from '../decide/b.ts';",
      /may not import core\/decide/,
    ],
    [
      'deciding knows how it is explained',
      'core/decide/a.ts',
      "import { b } from '../explain/b.ts';",
      /may not import core\/explain/,
    ],
    [
      'on several lines',
      'core/words/a.ts',
      "import {\n  b,\n  c,\n} from '../book/b.ts';",
      /:1: core\/words may not/,
    ],
    ['types are imports too', 'core/words/a.ts', "import type { B } from '../book/b.ts';", /may not import/],
    [
      'a value where only types may cross',
      'core/explain/a.ts',
      "import { type A, b } from '../decide/b.ts';",
      /only types/,
    ],
    ['a side effect', 'core/words/a.ts', "import '../book/b.ts';", /may not import/],
    ['a dynamic import', 'core/words/a.ts', "const b = import('../book/b.ts');", /may not import/],
    ['a computed import', 'core/words/a.ts', 'const b = import(name);', /computed name/],
    ['an export from elsewhere', 'core/words/a.ts', "export { b } from '../book/b.ts';", /may not import/],
    [
      'after a word in a string',
      'core/words/a.ts',
      "const s = '// no comment'; import '../book/b.ts';",
      /may not/,
    ],
    [
      'an import after a pattern with a quote',
      'core/words/a.ts',
      "const p = /['`]/;\nimport 'zod';",
      /:2: may not import zod/,
    ],
    ['a package', 'core/decide/a.ts', "import { z } from 'zod';", /may not import zod/],
    [
      'the CEL parser outside its file',
      'core/book/a.ts',
      "import { parse } from '@marcbachmann/cel-js';",
      /cel-js/,
    ],
    ['node in core', 'core/words/a.ts', "import { readFileSync } from 'node:fs';", /node:fs/],
    [
      'more of node:crypto than the hash',
      'core/words/hash.ts',
      "import { createHash, randomUUID } from 'node:crypto';",
      /node:crypto/,
    ],
    ['all of node:crypto', 'core/words/hash.ts', "import * as all from 'node:crypto';", /node:crypto/],
    ['a test', 'shell/a.ts', "import { world } from '../../test/world.ts';", /outside src/],
    ['a unit test', 'shell/a.ts', "import { b } from './b.test.ts';", /the test/],
    ['another door', 'doors/cli/a.ts', "import { b } from '../http/b.ts';", /may not import doors\/http/],
    ['a folder without a row', 'core/other/a.ts', '', /no row/],
    ['a meaningless folder', 'core/book/utils/a.ts', '', /named utils/],
    ['a barrel', 'core/book/index.ts', '', /barrel/],
    [
      'a barrel under another name',
      'core/book/all.ts',
      "export * from './book.ts';",
      /where a thing is made/,
    ],
    ['a default export', 'core/book/a.ts', 'export default 1;', /default export/],
    ['a default export by name', 'core/book/a.ts', 'export { a as default };', /default export/],
    ['async', 'core/book/a.ts', 'export const a = async () => 1;', /async in core/],
    ['await', 'core/book/a.ts', 'export const a = await b();', /await in core/],
    ['a promise', 'core/book/a.ts', 'export const a = Promise.resolve(1);', /Promise in core/],
    ['the clock', 'core/book/a.ts', 'export const a = () => Date.now();', /Date in core/],
    ['the clock in a template', 'core/book/a.ts', 'export const a = () => `${Date.now()}`;', /Date in core/],
    ['chance', 'core/book/a.ts', 'export const a = () => Math.random();', /Math\.random in core/],
    ['the environment', 'core/book/a.ts', '\nexport const a = () => process.env;', /:2: process\. in core/],
  ];
  for (const [rule, path, text, says] of planted) {
    test(rule, () => {
      const all = found(path, text);
      assert.ok(
        all.some((line) => says.test(line)),
        `${says} not in ${JSON.stringify(all)}`,
      );
    });
  }
});

describe('each rule leaves alone what it allows', () => {
  const allowed: readonly [what: string, path: string, text: string][] = [
    ['the same folder', 'core/words/a.ts', "import { b } from './b.ts';"],
    [
      'what stands below',
      'core/decide/a.ts',
      "import { b } from '../book/b.ts';\nimport { c } from '../words/c.ts';",
    ],
    [
      'types where only types may cross',
      'core/explain/a.ts',
      "import { type A, type B } from '../decide/b.ts';\nimport type { C } from '../decide/c.ts';",
    ],
    [
      'a type import after an interface',
      'core/explain/a.ts',
      "export interface A { a: 1 }\nimport type { C } from '../decide/c.ts';",
    ],
    ['the one hash', 'core/words/hash.ts', "import { hash } from 'node:crypto';"],
    ['the CEL parser in its file', 'core/book/cel.ts', "import { parse } from '@marcbachmann/cel-js';"],
    ['a part of a package', 'core/book/a.ts', "import { z } from 'zod/mini';"],
    [
      'all of Node in the shell',
      'shell/a.ts',
      "import { readFile } from 'node:fs/promises';\nexport const a = async () => await readFile('x');",
    ],
    [
      'a forbidden import in a comment',
      'core/words/a.ts',
      "// import { b } from '../book/b.ts';\n/* import 'zod'; Date */",
    ],
    [
      'a forbidden word in a string',
      'core/words/a.ts',
      "export const a = 'Date'; export const b = `await process.env`;",
    ],
    [
      'a word that only contains one',
      'core/words/a.ts',
      'export const isDate = (dueDate: string) => dueDate; export type DateText = string;',
    ],
    ['a unit test', 'core/words/a.test.ts', "import { test } from 'node:test'; Date.now();"],
  ];
  for (const [what, path, text] of allowed) {
    test(what, () => assert.deepEqual(found(path, text), []));
  }
});
