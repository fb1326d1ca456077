/** What careless and malicious callers send: each gets a clear problem and the right exit code, soon, and never a stack trace. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { after, describe, it } from 'node:test';
import { runCli } from '../src/doors/cli/cli.ts';
import { zones } from '../src/shell/zones.ts';

const BOOK = `book: corner-shop
currency: USD
time zone: America/New_York
grades: [agent, lead, manager]
functions: [orders]
residual authority: { role: duty-lead }
policy owner: { role: policy-owner }
facts:
  amount: money
  damaged: { type: yes or no, ask: Did it arrive damaged? }
  prices: { type: list of money, ask: Which prices? }
requests:
  refund:
    means: The customer wants money back
    function: orders
    amount: amount
    may:
      small: { from: agent, up to: 50 USD, when: damaged, times: 3 per customer within 90 days }
`;
const PEOPLE = `organization: corner-shop
time zone: America/New_York
people:
  mia: { name: Mia, grade: agent, functions: [orders], manager: bo }
  bo: { name: Bo, grade: manager, functions: [orders], roles: [duty-lead, policy-owner] }
`;
const REQUEST = { type: 'refund', facts: { amount: '20.00', damaged: true } };
const DEEP = 10_000;

const dir = mkdtempSync(join(tmpdir(), 'sayso-hostile-'));
after(() => {
  rmSync(dir, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}
const book = file('book.yaml', BOOK);
const people = file('people.yaml', PEOPLE);

type Result = { code: number; out: string; err: string; ms: number };

async function sayso(args: readonly string[], stdin: readonly (string | Buffer)[] = []): Promise<Result> {
  const [out, err]: [string[], string[]] = [[], []];
  const before = performance.now();
  const code = await runCli(args, {
    now: () => Date.UTC(2026, 10, 22, 15),
    zones,
    stdin: (async function* () {
      yield* stdin;
    })(),
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    color: false,
    environment: {},
    interrupted: () => new AbortController().signal,
  });
  return { code, out: out.join(''), err: err.join(''), ms: performance.now() - before };
}

const STACK =
  /\n\s+at .+:\d+:\d+|node:internal|\bError:|TypeError|RangeError|ENOENT|EISDIR|undefined|\[object/;

/** The exit code, in time, without a trace of our own code; problems come with words and a mend. */
function assertClear(result: Result, code: number, mostMs = 2000): void {
  const said = result.err + result.out;
  assert.equal(result.code, code, said.slice(0, 500));
  assert.doesNotMatch(said, STACK);
  assert.ok(result.ms < mostMs, `${Math.round(result.ms)} ms`);
  if (code !== 0) assert.match(said, /→ \S|"mend":/);
  assert.ok(said.length < 2_000_000, 'what is said stays short');
}

const check = (path: string): Promise<Result> => sayso(['check', path]);
const decide = (request: string, ...more: string[]): Promise<Result> =>
  sayso(['decide', book, '--org', people, '--request', '-', '--json', ...more], [request]);
const decideLines = (...lines: (string | Buffer)[]): Promise<Result> =>
  sayso(['decide', book, '--org', people, '--requests', '-'], lines);

type Answer = { verdict?: string; line?: number; id?: string; problems?: { code: string; path: string }[] };
const answerOf = ({ out }: Result): Answer => JSON.parse(out) as Answer;
const answersOf = ({ out }: Result): Answer[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);

async function assertRefused(request: unknown, code: string, text = JSON.stringify(request)): Promise<void> {
  const result = await decide(text);
  assertClear(result, 1);
  assert.equal(answerOf(result).problems?.[0]?.code, code, result.out);
}

async function assertBad(
  name: string,
  content: string | Uint8Array,
  code: string,
  mostMs?: number,
): Promise<void> {
  const result = await check(file(name, content));
  assertClear(result, 1, mostMs);
  assert.match(result.err, new RegExp(`:\\d+:\\d+ error ${code}\n`), result.err.slice(0, 300));
}

const withCondition = (condition: string): string =>
  BOOK.replace('when: damaged', `when: ${JSON.stringify(condition)}`);

describe('books', () => {
  it('nested ten thousand levels deep', async () => {
    await assertBad('flow.yaml', `book: ${'['.repeat(DEEP)}`, 'too-deep');
    await assertBad('flow2.yaml', `${'{a: '.repeat(DEEP)}1${'}'.repeat(DEEP)}`, 'too-deep');
    await assertBad('dashes.yaml', `book: x\ngrades:\n  ${'- '.repeat(DEEP)}a`, 'too-deep');
    await assertBad('questions.yaml', `${'? '.repeat(DEEP)}a`, 'too-deep');
    const block = Array.from({ length: 5000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
    await assertBad('block.yaml', block, 'too-deep');
    await assertBad('quoted.yaml', `book: "${'['.repeat(50)}`, 'too-deep|yaml');
  });

  it('conditions nested ten thousand levels deep', async () => {
    await assertBad(
      'brackets.yaml',
      withCondition(`${'('.repeat(DEEP)}damaged${')'.repeat(DEEP)}`),
      'too-large',
    );
    await assertBad(
      'brackets900.yaml',
      withCondition(`${'('.repeat(900)}damaged${')'.repeat(900)}`),
      'too-complex',
    );
    await assertBad('nots.yaml', withCondition(`${'!'.repeat(1900)}damaged`), 'too-complex');
    await assertBad(
      'lists.yaml',
      withCondition(`damaged in ${'['.repeat(900)}${']'.repeat(900)}`),
      'too-complex',
    );
    // Brackets in texts and comments nest nothing.
    const text = BOOK.replace('money back', `money back, :[ ${'[{'.repeat(100)}`);
    assertClear(await check(file('smile.yaml', `${text}# ${'[{'.repeat(100)}\n`)), 0);
    const macros = `${'prices.all(p, '.repeat(60)}true${')'.repeat(60)}`;
    await assertBad('macros.yaml', withCondition(macros), 'too-complex|shadowed-name');
  });

  it('terms that double each other', async () => {
    const terms = Array.from(
      { length: 60 },
      (_, i) => `  t${i}: ${i === 0 ? 'damaged' : `t${i - 1} && t${i - 1}`}`,
    );
    await assertBad(
      'terms.yaml',
      BOOK.replace('requests:', `terms:\n${terms.join('\n')}\nrequests:`),
      'too-complex',
      5000,
    );
  });

  it('ten laughs to the power of nine', async () => {
    const laughs = Array.from(
      { length: 9 },
      (_, i) =>
        `a${i}: &a${i} [${Array(10)
          .fill(i === 0 ? 'lol' : `*a${i - 1}`)
          .join(', ')}]`,
    );
    await assertBad('laughs.yaml', laughs.join('\n'), 'anchor|alias|unknown-key');
  });

  it('a million times the same key', async () => {
    await assertBad('keys.yaml', 'a: 1\n'.repeat(1_000_000), 'duplicate-key', 30_000);
  });

  it('ten thousand faults are not all listed', async () => {
    const facts = Array.from({ length: 10_000 }, (_, i) => `  f${i}: nonsense\n`).join('');
    const result = await check(file('faults.yaml', BOOK.replace('facts:\n', `facts:\n${facts}`)));
    assertClear(result, 1, 10_000);
    const keys = Array.from({ length: 10_000 }, (_, i) => `k${i}: 1\n`).join('');
    assertClear(await check(file('unknown.yaml', `${BOOK}${keys}`)), 1, 10_000);
  });

  it('bytes that are no text', async () => {
    await assertBad(
      'latin1.yaml',
      Buffer.from(BOOK.replace('money back', 'money zur\u00fcck'), 'latin1'),
      'not-text',
    );
    await assertBad('nul.yaml', BOOK.replace('money back', 'money\0back'), 'not-text');
    await assertBad('utf16.yaml', Buffer.from(`\ufeff${BOOK}`, 'utf16le'), 'not-text');
    await assertBad(
      'binary.yaml',
      Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)),
      'not-text',
    );
  });

  it('empty, blank, a comment, a word, a number', async () => {
    for (const text of ['', ' \n\n', '# nothing yet', '---', 'null', '~'])
      await assertBad('empty.yaml', text, 'empty');
    for (const text of ['book', '42', 'true', '[]', '"x"']) await assertBad('word.yaml', text, 'wrong-type');
    await assertBad('map.yaml', '{}', 'missing-key');
  });

  it('numbers that are none', async () => {
    for (const number of ['.nan', '.inf', '-.inf', '1e400'])
      await assertBad(
        'number.yaml',
        BOOK.replace('list of money,', `list of money, most: ${number},`),
        'number|wrong-type|too-large',
      );
    for (const limit of [
      'NaN USD',
      'Infinity USD',
      '1e400 USD',
      '1e2 USD',
      '0x10 USD',
      '\u0661\u0662 USD',
      '9007199254740993 USD',
    ])
      await assertBad('limit.yaml', BOOK.replace('50 USD', limit), 'wrong-value');
  });

  it('names that every object has are names like others', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf'];
    const facts = names.map((name) => `  ${name}: { type: yes or no, ask: What? }\n`).join('');
    const types = names
      .map(
        (name) =>
          `  ${name}: { means: A thing, function: orders, may: { ${name}: { from: agent, when: ${name} } } }\n`,
      )
      .join('');
    const path = file('names.yaml', `${BOOK.replace('facts:\n', `facts:\n${facts}`)}${types}`);
    assertClear(await check(path), 0);
    for (const name of names) {
      const request = JSON.stringify({ type: name, facts: { [name]: true } });
      const result = await sayso(['decide', path, '--org', people, '--request', '-', '--json'], [request]);
      assertClear(result, 0);
      assert.equal(answerOf(result).verdict, 'grant', name);
    }
    await assertBad('proto.yaml', BOOK.replace('facts:\n', 'facts:\n  __proto__: text\n'), 'key');
    await assertBad('proto2.yaml', `${BOOK}__proto__: { currency: EUR }\n`, 'key');
    for (const name of names) await assertBad('key.yaml', `${BOOK}${name}: 1\n`, 'unknown-key');
    for (const name of names)
      await assertBad(
        'like.yaml',
        BOOK.replace('function: orders', `function: orders\n    like: ${name}`),
        'unknown-request-type',
      );
    for (const name of names)
      await assertBad(
        'unit.yaml',
        BOOK.replace('up to: 50 USD', `up to: 50 USD, also: [${name}]`),
        'unknown-unit',
      );
    for (const name of names)
      await assertBad('zone.yaml', BOOK.replace('America/New_York', name), 'unknown-time-zone');
    for (const name of names)
      await assertBad(
        'ensure.yaml',
        BOOK.replace('up to: 50 USD', `up to: 50 USD, ensure: [${name}]`),
        'unknown-obligation',
      );
  });
});

describe('people', () => {
  it('ids that every object has', async () => {
    const ids = ['constructor', 'toString', 'hasOwnProperty'];
    const path = file(
      'ids.yaml',
      `${PEOPLE}${ids.map((id) => `  ${id}: { name: N, grade: agent, functions: [orders], manager: bo }\n`).join('')}`,
    );
    for (const id of ids) {
      const result = await sayso(
        ['decide', book, '--org', path, '--request', '-', '--json', '--as', id],
        [JSON.stringify(REQUEST)],
      );
      assertClear(result, 0);
      assert.equal(answerOf(result).verdict, 'grant', id);
    }
    for (const id of [...ids, '__proto__', ''])
      assertClear(
        await sayso(
          ['decide', book, '--org', people, '--request', '-', '--as', id],
          [JSON.stringify(REQUEST)],
        ),
        2,
      );
    const proto = file(
      'proto-people.yaml',
      `${PEOPLE}  __proto__: { name: N, grade: agent, functions: [orders] }\n`,
    );
    assertClear(
      await sayso(['decide', book, '--org', proto, '--request', '-'], [JSON.stringify(REQUEST)]),
      1,
    );
  });

  it('managers in a circle, nobody at all, no text, nested deep, a table of half rows', async () => {
    const circle = PEOPLE.replace('roles:', 'manager: mia, roles:');
    const csv = `id,name,grade\n"mia,Mia\n${'x,'.repeat(10_000)}\n`;
    const bad: [string, string | Buffer][] = [
      ['circle.yaml', circle],
      ['nobody.yaml', 'organization: x\ntime zone: UTC\npeople: {}\n'],
      ['empty.yaml', ''],
      ['deep.yaml', '['.repeat(DEEP)],
      ['latin1.yaml', Buffer.from(PEOPLE.replace('Bo', 'B\u00f6'), 'latin1')],
      ['half.csv', csv],
      ['empty.csv', ''],
      ['nul.csv', 'id,name\0\nmia,Mia\n'],
    ];
    for (const [name, content] of bad)
      assertClear(
        await sayso(
          ['decide', book, '--org', file(name, content), '--request', '-'],
          [JSON.stringify(REQUEST)],
        ),
        1,
      );
  });
});

describe('requests', () => {
  it('nested ten thousand and a hundred thousand levels deep', async () => {
    for (const depth of [DEEP, 100_000]) {
      const list = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      await assertRefused(undefined, 'not-an-object', list);
      await assertRefused(undefined, 'too-large', `{"type":"refund","facts":{"amount":${list}}}`);
      await assertRefused(undefined, 'too-large', `{"type":${list}}`);
      await assertRefused(
        undefined,
        'too-large',
        `${'{"facts":'.repeat(depth / 2)}1${'}'.repeat(depth / 2)}`,
      );
    }
    assertClear(await decideLines(`${'['.repeat(100_000)}${']'.repeat(100_000)}\n`), 1);
  });

  it('a hundred thousand facts', async () => {
    const facts = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, 1]));
    await assertRefused(
      undefined,
      'too-large',
      JSON.stringify({ type: 'refund', facts })
        .slice(0, 900_000)
        .replace(/,[^,]*$/, '}}'),
    );
    await assertRefused(
      { type: 'refund', facts: { prices: Array.from({ length: 4000 }, () => '1.00') } },
      'wrong-value',
    );
    // Few enough to be read, and none of them known: they are listed as ignored, and the rest is decided.
    const few = Object.fromEntries(Array.from({ length: 4000 }, (_, i) => [`f${i}`, 1]));
    assertClear(await decide(JSON.stringify({ ...REQUEST, facts: { ...REQUEST.facts, ...few } })), 0);
  });

  it('amounts that are no amounts', async () => {
    for (const amount of [
      'NaN',
      'Infinity',
      '-Infinity',
      '1e400',
      '-1.00',
      '20.001',
      '0x20',
      '',
      ' ',
      '20 EUR',
      '9007199254740993',
      'twenty',
      '\u0662\u0660',
    ])
      await assertRefused(
        { type: 'refund', facts: { amount, damaged: true } },
        amount === '-1.00' ? 'negative-amount' : 'wrong-value',
      );
    for (const amount of [
      '1e400',
      '-1e400',
      '1e-400',
      '20.001',
      '1e21',
      '-5',
      '[]',
      '{}',
      'true',
      '[20]',
      '{"value":"x"}',
    ]) {
      const result = await decide(`{"type":"refund","facts":{"amount":${amount},"damaged":true}}`);
      if (amount === '1e-400') assertClear(result, 0);
      else assertClear(result, 1);
    }
    for (const amount of ['NaN', 'Infinity', '-Infinity', '020', '+20', '.5', "'20'"])
      await assertRefused(undefined, 'not-json', `{"type":"refund","facts":{"amount":${amount}}}`);
    assertClear(
      await decide('{"type":"refund","tallies":{"times of refund per customer within 90 days":1e400}}'),
      1,
    );
    assertClear(
      await decide('{"type":"refund","tallies":{"times of refund per customer within 90 days":-1}}'),
      1,
    );
  });

  it('keys that every object has change nothing', async () => {
    const plain = answerOf(await decide(JSON.stringify(REQUEST)));
    assert.equal(plain.verdict, 'grant');
    const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];
    for (const key of keys) {
      const wild = `{"${key}":{"type":"x","damaged":true,"polluted":1}`;
      const request = `${wild},"type":"refund","facts":{"amount":"20.00","damaged":true,"${key}":{"${key}":{"polluted":1}}},"tallies":{"${key}":9},"customer":"${key}","subject":"${key}"}`;
      const result = await decide(request);
      assertClear(result, 0);
      assert.equal(answerOf(result).verdict, 'grant', key);
      assertClear(await decide(JSON.stringify({ type: key })), 0);
      assertClear(
        await decide(
          `{"type":"refund","relations":{"${key}":"family"},"done":{"agreed":[{"unit":"${key}","by":"${key}"}]}}`,
        ),
        0,
      );
      assertClear(await decide(`{"type":"refund","signals":["${key}"]}`), 1);
      assertClear(await decide(JSON.stringify({ ...REQUEST, language: key })), 0);
      // The proto of facts must not be read as facts.
      const inherited = await decide(
        `{"type":"refund","facts":{"amount":"20.00","${key}":{"damaged":true}}}`,
      );
      assert.equal(answerOf(inherited).verdict, 'ask', key);
      assertClear(
        await decide(
          `{"type":"refund","tallies":{"times of refund per customer within 90 days":{"${key}":1}}}`,
        ),
        0,
      );
    }
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('texts of every kind', async () => {
    for (const text of [
      '\ud800',
      '\udfff\ud800',
      '\0',
      '\u202e',
      'a\u2028b',
      'a'.repeat(2000),
      '\u001b[2J',
      '😀'.repeat(500),
    ]) {
      const result = await decide(
        JSON.stringify({ ...REQUEST, type: text, customer: text, subject: text, need: text, id: text }),
      );
      assertClear(result, 0);
      const shown = await sayso(
        ['explain', book, '--org', people, '--request', '-'],
        [JSON.stringify({ ...REQUEST, type: text })],
      );
      assertClear(shown, 0);
    }
    await assertRefused({ ...REQUEST, type: 'a'.repeat(2001) }, 'too-large');
    assertClear(await decide(''), 1);
    assertClear(await decide('\0'), 1);
    assertClear(await decide('{"type":"refund"'), 1);
    for (const text of ['null', '1', '"x"', '[]', '[{}]', '{}', '{"type":null}', '{"type":""}'])
      assertClear(await decide(text), 1);
    for (const key of [
      'facts',
      'customer',
      'done',
      'signals',
      'special',
      'relations',
      'tallies',
      'asks_for_a_person',
      'type',
    ])
      for (const value of [[[]], 'x', 7, [{}], { a: [] }])
        assertOrderly(await decide(JSON.stringify({ ...REQUEST, [key]: value })));
  });

  it('a broken line between good ones', async () => {
    const good = (id: string): string => JSON.stringify({ ...REQUEST, id });
    const half = good('half').slice(0, 30);
    const result = await decideLines(
      `${good('a')}\n${half}\n${good('b')}\r\n\n`,
      good('c').slice(0, 9),
      `${good('c').slice(9)}\nnull\n`,
      good('d'),
    );
    assertClear(result, 1);
    assert.deepEqual(
      answersOf(result).map(({ id, line, verdict }) => id ?? `${line} ${verdict}`),
      ['a', '2 undefined', 'b', 'c', '6 undefined', 'd'],
    );
    assert.deepEqual(
      answersOf(result)
        .map(({ verdict }) => verdict)
        .filter(Boolean),
      Array(4).fill('grant'),
    );
    const strange = await decideLines(
      `${JSON.stringify({ ...REQUEST, as: 'nobody' })}\n${JSON.stringify({ ...REQUEST, at: 'noon' })}\n${JSON.stringify({ ...REQUEST, as: '__proto__' })}\n`,
    );
    assertClear(strange, 1);
    assert.equal(answersOf(strange).filter(({ problems }) => problems).length, 3);
  });

  it('a line of five megabytes between good ones', async () => {
    const good = `${JSON.stringify(REQUEST)}\n`;
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const result = await decideLines(
      good,
      ...Array.from({ length: 80 }, () => chunk),
      `\n${good}`,
      Buffer.from([0xff, 0xfe, 10]),
      good,
    );
    assertClear(result, 1);
    assert.deepEqual(
      answersOf(result).map(({ verdict, line, problems }) => verdict ?? `${line} ${problems?.[0]?.code}`),
      ['grant', '2 too-large', 'grant', '4 not-json', 'grant'],
    );
  });

  it('a request of two megabytes on standard input', async () => {
    assertClear(await decide(' '.repeat(2 * 1024 * 1024)), 2);
  });
});

/** Answered or refused, as it may be. */
function assertOrderly(result: Result): void {
  assert.ok(result.code === 0 || result.code === 1, result.err);
  assertClear(result, result.code);
}

describe('files', () => {
  const folder = join(dir, 'folder');
  mkdirSync(folder);
  const missing = join(dir, 'missing.yaml');
  const request = file('request.json', JSON.stringify(REQUEST));
  const huge = join(dir, 'huge.yaml');

  it('missing ones, folders and empty ones', async () => {
    for (const path of [folder, missing, '', join(book, 'x'), `${dir}/\0`]) {
      assertClear(await check(path), 2);
      assertClear(await sayso(['decide', path, '--org', people, '--request', request]), 2);
      assertClear(await sayso(['decide', book, '--org', path, '--request', request]), 2);
      assertClear(await sayso(['decide', book, '--org', people, '--request', path]), 2);
      if (path !== folder) assertClear(await sayso(['decide', book, '--org', people, '--requests', path]), 2);
      assertClear(await sayso(['find', path, 'money']), 2);
      assertClear(await sayso(['matrix', path]), 2);
    }
    assertClear(await sayso(['test', missing]), 2);
    const empty = file('empty.json', '');
    assertClear(await sayso(['decide', book, '--org', people, '--request', empty]), 1);
    assertClear(await sayso(['decide', book, '--org', people, '--requests', empty]), 0);
  });

  it('a folder where many requests should be', async () => {
    assertClear(await sayso(['decide', book, '--org', people, '--requests', folder]), 2);
  });

  it('wrong use', async () => {
    for (const args of [
      ['decide'],
      ['decide', book],
      ['nonsense'],
      ['decide', book, '--org', people],
      ['check', book, '--nonsense'],
      ['check', book, '--at', 'noon'],
      ['find', book, 'x', '--most', '1e9'],
      ['decide', book, '--org', people, '--request', request, '--requests', request],
      ['schema', '__proto__'],
      ['schema', 'constructor'],
    ]) {
      const result = await sayso(args);
      assert.equal(result.code, 2, args.join(' '));
      assert.doesNotMatch(result.err, STACK);
    }
  });

  it('a book of a hundred megabytes costs neither time nor memory', async () => {
    writeFileSync(huge, BOOK);
    truncateSync(huge, 100 * 1024 * 1024);
    const result = await spawned(['check', huge]);
    assertClear(result, 2, 10_000);
    assert.ok(result.rssMb < 200, `${result.rssMb} MB`);
    rmSync(huge);
  });

  it('a book of five megabytes is read', async () => {
    const said = Array.from(
      { length: 50_000 },
      (_, i) => `  f${i}: { type: yes or no, ask: "${'Is it so? '.repeat(6)}" }\n`,
    ).join('');
    const result = await spawned(['check', file('large.yaml', BOOK.replace('facts:\n', `facts:\n${said}`))]);
    assert.doesNotMatch(result.err.slice(0, 100_000), STACK);
    assert.equal(result.code, 0, result.err.slice(0, 300));
    assert.ok(result.ms < 20_000, `${result.ms} ms`);
  });

  it('200,000 requests are answered in constant memory', async () => {
    const result = await spawned(
      ['decide', book, '--org', people, '--requests', await manyRequests(200)],
      'file',
    );
    assert.equal(result.code, 0, result.err.slice(0, 500));
    assert.equal(result.lines, 200_000);
    assert.ok(result.rssMb < 250, `${result.rssMb} MB`);
    assert.ok(result.ms < 30_000, `${result.ms} ms`);
  });

  it('into a pipe as well', async () => {
    const result = await spawned(['decide', book, '--org', people, '--requests', await manyRequests(100)]);
    assert.equal(result.lines, 100_000);
    assert.ok(result.rssMb < 250, `${result.rssMb} MB`);
  });

  it('a line without an end is let go as it comes', async () => {
    const path = join(dir, 'endless.jsonl');
    writeFileSync(path, `${JSON.stringify(REQUEST)}\n`);
    truncateSync(path, 300 * 1024 * 1024);
    const result = await spawned(['decide', book, '--org', people, '--requests', path]);
    assertClear(result, 1, 10_000);
    assert.ok(result.rssMb < 250, `${result.rssMb} MB`);
    rmSync(path);
  });
});

async function manyRequests(thousands: number): Promise<string> {
  const path = join(dir, 'many.jsonl');
  const stream = createWriteStream(path);
  const lines = `${JSON.stringify(REQUEST)}\n`.repeat(1000);
  for (let i = 0; i < thousands; i++) if (!stream.write(lines)) await once(stream, 'drain');
  stream.end();
  await finished(stream);
  return path;
}

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const TELL_RSS =
  "data:text/javascript,process.on('exit',()=>process.stderr.write(`\\nRSS ${process.resourceUsage().maxRSS}`))";

/** The program as a process of its own, with the most memory it took. Of much output only the lines are counted. */
async function spawned(
  args: readonly string[],
  to: 'pipe' | 'file' = 'pipe',
): Promise<Result & { rssMb: number; lines: number }> {
  const before = performance.now();
  const path = join(dir, 'out.jsonl');
  const child = spawn(process.execPath, ['--import', TELL_RSS, MAIN, ...args], {
    stdio: ['ignore', to === 'pipe' ? 'pipe' : openSync(path, 'w'), 'pipe'],
  });
  const err: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  const piped = child.stdout && readLines(child.stdout);
  const [code] = (await once(child, 'close')) as [number | null];
  const ms = performance.now() - before;
  const { lines, out } = await (piped ?? readLines(createReadStream(path)));
  const said = Buffer.concat(err).toString('utf8');
  const rss = /\nRSS (\d+)$/.exec(said);
  return { code: code ?? -1, out, err: said.slice(0, rss?.index), ms, rssMb: Number(rss?.[1]) / 1024, lines };
}

/** How many lines there are, and the first of them. */
async function readLines(stream: AsyncIterable<Buffer | string>): Promise<{ lines: number; out: string }> {
  let lines = 0;
  let out = '';
  for await (const chunk of stream) {
    const text = chunk.toString();
    lines += text.split('\n').length - 1;
    if (out.length < 100_000) out += text;
  }
  return { lines, out };
}
