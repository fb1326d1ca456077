/** The command line gives the core's answers, and its promises about options and exit codes hold. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'yaml';
import { compileBook } from '../src/core/book/compile.ts';
import { decide } from '../src/core/decide/decide.ts';
import { readRequest } from '../src/core/decide/read-request.ts';
import { answer } from '../src/core/explain/answer.ts';
import { compileOrganization } from '../src/core/organization/compile.ts';
import { zones } from '../src/shell/zones.ts';
import { inRoot, NOW, run } from './command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'sayso-doors-'));
after(() => rmSync(folder, { recursive: true }));

const themes = ['shop', 'retail', 'software'];
const fileOf = (theme: string, name: string): string => inRoot(`books/${theme}/${name}`);
const textOf = (theme: string, name: string): string => readFileSync(fileOf(theme, name), 'utf8');

type RawCase = { as: string; at?: string; request: object };

for (const theme of themes) {
  test(`the cases of ${theme} get the same answers from the core and from the command line`, async () => {
    const file = parse(textOf(theme, 'cases.yaml')) as { at: string; cases: Record<string, RawCase> };
    const cases = Object.values(file.cases).map(({ as, at = file.at, request }) => ({ as, at, request }));
    const { book } = compileBook('book.yaml', textOf(theme, 'book.yaml'), zones);
    const { organization } = compileOrganization('people.yaml', textOf(theme, 'people.yaml'), zones);
    assert.ok(book && organization);
    const core = cases.map(({ as, at, request }) => {
      const read = readRequest(book, request);
      assert.ok('request' in read);
      return answer(
        book,
        read.request,
        decide(book, organization, read.tallies, read.request, as, Date.parse(at)),
      );
    });
    const lines = cases.map(({ as, at, request }) => `${JSON.stringify({ ...request, as, at })}\n`);
    const ran = await run(
      ['decide', fileOf(theme, 'book.yaml'), '--org', fileOf(theme, 'people.yaml'), '--requests', '-'],
      lines,
    );
    assert.equal(ran.code, 0, ran.err);
    assert.deepEqual(
      ran.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
      JSON.parse(JSON.stringify(core)),
    );
  });
}

const shop = fileOf('shop', 'book.yaml');
const people = ['--org', fileOf('shop', 'people.yaml')];
const request = fileOf('shop', 'request.json');

test('the answer carries every promised field', async () => {
  const ran = await run(['decide', shop, ...people, '--as', 'mia', '--request', request, '--json']);
  const given = JSON.parse(ran.out) as Record<string, unknown>;
  const promised = [
    'verdict',
    'rule',
    'reasons',
    'deciding',
    'assumed',
    'missing',
    'headroom',
    'who',
    'alternatives',
    'obligations',
    'say',
    'book',
    'valid_until',
    'standing_key',
  ];
  assert.deepEqual(
    promised.filter((field) => !Object.hasOwn(given, field)),
    [],
  );
});

/** What is called, with which exit code it ends, and what it says. */
const calls: [string, string[], number, RegExp][] = [
  [
    'a request that is granted is answered',
    ['decide', shop, ...people, '--as', 'lena', '--request', request, '--at', '2026-03-02'],
    0,
    /YES/,
  ],
  [
    'a request that is declined is answered',
    ['decide', shop, ...people, '--as', 'mia', '--request', 'DECLINED'],
    0,
    /NO/,
  ],
  ['a good book is good', ['check', shop, ...people], 0, /good: /],
  ['a book with problems', ['check', 'BROKEN'], 1, /unknown-key/],
  ['a request with problems', ['decide', shop, ...people, '--request', 'WRONG'], 1, /facts\.amount/],
  ['a request that is no JSON', ['decide', shop, ...people, '--request', 'BROKEN'], 1, /no JSON/],
  ['a missing option', ['decide', shop], 2, /--org/],
  ['no request', ['decide', shop, ...people], 2, /--request/],
  ['an unknown command', ['conclude', shop], 2, /unknown command/i],
  ['an unknown person', ['remit', shop, ...people, '--as', 'gretta'], 2, /Did you mean "greta"/],
  ['a time that is none', ['remit', shop, ...people, '--as', 'mia', '--at', 'yesterday'], 2, /instant/],
  ['a missing file', ['check', 'no-such-file.yaml'], 2, /no such file/],
  ['a folder for a file', ['check', inRoot('books')], 2, /folder/],
  ['a schema that is none', ['schema', 'boook'], 2, /book, people, cases/],
  ['the cases of a book', ['test', inRoot('books/shop')], 0, /as expected/],
  ['words that fit', ['find', shop, 'I want my money back'], 0, /refund/],
  ['words that fit nothing', ['find', shop, 'qwertz asdf'], 0, /No request type fits/],
  ['a book as a matrix', ['matrix', shop], 0, /type,/],
  ['a matrix as a book', ['matrix', 'MATRIX'], 0, /requests:/],
  ['a matrix with problems', ['matrix', 'WRONG.csv'], 1, /unknown|missing/],
  [
    'everybody who can',
    ['who', shop, ...people, '--as', 'mia', '--request', request, '--at', '2026-03-02'],
    0,
    /lena/,
  ],
  ['a remit', ['remit', shop, ...people, '--as', 'mia'], 0, /may grant/],
  [
    'an explanation for the customer',
    ['explain', shop, ...people, '--as', 'mia', '--request', request, '--for', 'customer'],
    0,
    /duty manager/,
  ],
  [
    'a reader that is none',
    ['explain', shop, ...people, '--request', request, '--for', 'nobody'],
    2,
    /agent/,
  ],
  ['no command at all', [], 0, /Usage/],
];

const files: Record<string, string> = {
  DECLINED: JSON.stringify({ type: 'refund', facts: { others_data: true } }),
  BROKEN: `${textOf('shop', 'book.yaml')}\nbooks: [more]\n`,
  WRONG: JSON.stringify({ type: 'refund', facts: { amount: 'a lot' } }),
  MATRIX: 'type,grade,limit,days,wording\nrefund,agent,50 USD,30,Here you are.\nrefund,lead,200 USD,30,\n',
  'WRONG.csv': 'type,grad,limit\nrefund,agent,50 USD\n',
};

for (const [what, args, code, words] of calls) {
  test(`exit code ${code}: ${what}`, async () => {
    const placed = args.map((arg) => {
      const content = files[arg];
      if (content === undefined) return arg;
      const file = join(folder, arg === 'MATRIX' ? 'matrix.csv' : arg);
      writeFileSync(file, content);
      return file;
    });
    const ran = await run(placed);
    assert.equal(ran.code, code, ran.out + ran.err);
    assert.match(ran.out + ran.err, words);
    assert.doesNotMatch(ran.out + ran.err, /\n\s+at .+:\d+:\d+/, 'no stack trace');
  });
}

test('every command has --help, and --json where it prints anything but a file', async () => {
  const help = await run(['--help']);
  const commands = [...help.out.matchAll(/^ {2}(\w+) \[/gm)].map(([, name]) => name ?? '');
  assert.ok(commands.length >= 10, commands.join());
  for (const command of commands) {
    const ran = await run([command, '--help']);
    assert.equal(ran.code, 0);
    // What a served node prints are lines of its log: JSON as they are.
    if (command !== 'serve') assert.match(ran.out, /--json/, command);
  }
});

test('--json prints JSON for every command, also for problems', async () => {
  const asked: string[][] = [
    ['check', shop, ...people],
    ['decide', shop, ...people, '--request', request],
    ['explain', shop, ...people, '--request', request],
    ['who', shop, ...people, '--request', request],
    ['remit', shop, ...people],
    ['test', inRoot('books/shop')],
    ['find', shop, 'refund'],
    ['matrix', shop],
    ['schema', 'book'],
    ['check', 'no-such-file'],
    ['remit', shop, ...people, '--as', 'x'],
  ];
  for (const args of asked) {
    const ran = await run([...args, '--json']);
    assert.doesNotThrow(() => JSON.parse(ran.out), `${args.join(' ')}: ${ran.out.slice(0, 100)}`);
  }
});

const good = (id: string): string =>
  `${JSON.stringify({ id, type: 'favor', facts: { cost: '5.00', minutes: 5 } })}\n`;

test('many requests: a bad line is a problem with its number, and the others are answered in order', async () => {
  const ran = await run(
    ['decide', shop, ...people, '--as', 'mia', '--requests', '-'],
    [good('one'), '{"id":"two","type":\n', '\n', good('three'), '{"id":"four","as":"nobody","type":"favor"}'],
  );
  assert.equal(ran.code, 1);
  const lines = ran.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id?: string; line?: number; verdict?: string; problems?: object[] });
  assert.deepEqual(
    lines.map(({ id, line, verdict }) => [id, line, verdict]),
    [
      ['one', undefined, 'grant'],
      [undefined, 2, undefined],
      ['three', undefined, 'grant'],
      ['four', 5, undefined],
    ],
  );
});

const decidedAt = async (...args: string[]): Promise<unknown> =>
  (
    JSON.parse((await run(['decide', shop, ...people, '--request', request, '--json', ...args])).out) as {
      at: string;
    }
  ).at;

test('without --at the clock decides, and a date is its first instant in the time zone of the book', async () => {
  assert.equal(await decidedAt(), new Date(NOW).toISOString().replace('.000', ''));
  assert.equal(await decidedAt('--at', '2026-07-04'), '2026-07-04T04:00:00Z');
});
