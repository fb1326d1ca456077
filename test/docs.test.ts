/** The documents are true: links lead somewhere, books in them compile, commands in them print what stands there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileBook } from '../src/core/book/compile.ts';
import { printProblem } from '../src/core/words/problem.ts';
import { runCli } from '../src/doors/cli/cli.ts';
import { zones } from '../src/shell/zones.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...folder('docs')];

function folder(path: string): string[] {
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md')).map((file) => join(path, file));
}

const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** The fenced blocks of a page with their language and first line. */
function fences(page: string): { language: string; text: string; line: number }[] {
  const found: { language: string; text: string; line: number }[] = [];
  const lines = textOf(page).split('\n');
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
    for (const [, target = ''] of textOf(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (!/^[a-z]+:/.test(target)) assert.ok(existsSync(join(root, dirname(page), target)), `${page}: ${target}`);
    }
  }
});

test('every whole book in the guides compiles without a problem', () => {
  const books = pages.flatMap((page) => fences(page).filter(({ language, text }) => language === 'yaml' && /^book:/m.test(text)).map((fence) => ({ page, ...fence })));
  assert.ok(books.length >= 3, `only ${books.length} books in the guides`);
  for (const { page, text, line } of books) {
    const { problems } = compileBook(`${page}:${line}`, text, zones);
    assert.deepEqual(problems.filter((problem) => problem.severity !== 'notice').map(printProblem), []);
  }
});

test('every command in the guides prints what stands under it', async () => {
  let commands = 0;
  for (const page of pages) {
    for (const { language, text, line } of fences(page)) {
      if (language !== 'console') continue;
      const [command = '', ...expected] = text.split('\n');
      assert.match(command, /^\$ npx sayso /, `${page}:${line}`);
      let printed = '';
      const world = { now: () => Date.parse('2026-03-02T15:00:00Z'), zones, stdin: (async function* () {})(), out: (part: string) => (printed += part), err: (part: string) => (printed += part), color: false };
      const before = process.cwd();
      process.chdir(root);
      try {
        await runCli(wordsOf(command.slice('$ npx sayso '.length)), world);
      } finally {
        process.chdir(before);
      }
      commands += 1;
      assert.equal(printed.trimEnd(), expected.join('\n').trimEnd(), `${page}:${line}`);
    }
  }
  assert.ok(commands >= 5, `only ${commands} commands in the guides`);
});

/** A command line's words; quotes hold a word together. */
const wordsOf = (command: string): string[] => [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');
