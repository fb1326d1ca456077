/**
 * Ten thousand random mutations of good books and requests. What is still readable is decided as the oracle
 * decides it, so that no slip gives a yes that nobody wrote; what is not gets problems that point into the file.
 * A failure prints its seed: SAYSO_SEED=… runs the same again.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import type { Book } from '../src/core/book/book.ts';
import { compileBook } from '../src/core/book/compile.ts';
import { readYaml } from '../src/core/book/yaml.ts';
import { decide } from '../src/core/decide/decide.ts';
import { readRequest } from '../src/core/decide/read-request.ts';
import type { Request } from '../src/core/decide/request.ts';
import { compileOrganization } from '../src/core/organization/compile.ts';
import type { Organization } from '../src/core/organization/organization.ts';
import { hasErrors, type Problem } from '../src/core/words/problem.ts';
import { parseInstant, type Instant } from '../src/core/words/time.ts';
import { zones } from '../src/shell/zones.ts';
import { naiveDecide } from './naive/naive.ts';
import { SEED } from './seed.ts';

const BOOK_MUTATIONS = 1500;
const REQUEST_MUTATIONS = 8500;
const MOST_MS = 2000;

// Dice

type Dice = { below: (count: number) => number; pick: <T>(items: readonly T[]) => T };

/** The generator "mulberry32" by T. Ettinger (public domain). */
function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const below = (count: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * count);
  };
  return { below, pick: (items) => items[below(items.length)] as (typeof items)[number] };
}

// Good books with their people and requests

type Asked = { raw: unknown; asker: string; at: Instant };
type Sample = { name: string; text: string; book: Book; organization: Organization; asked: readonly Asked[] };

const SMALL = `book: small
currency: USD
time zone: America/New_York
grades: [agent, lead]
functions: [orders]
units: { finance: { from: lead } }
residual authority: { role: duty-lead, up to: 500 USD }
policy owner: { role: policy-owner }
facts:
  amount: money
  damaged: { type: yes or no, ask: Did it arrive damaged? }
  delivered: { type: date, known by: shop, ask: When did it arrive? }
  parcel: { type: [lost, late, fine], if not said: fine }
counters: { refunds: { times: refund, per: customer, within: 90 days } }
terms: { recent: days_since(delivered) <= 30 }
red lines:
  lost: { for: refund, kind: policy, when: parcel == 'lost', tell: We look for it., instead: [voucher], waived by: { from: lead } }
alternatives: { voucher: { tell: You get a voucher. } }
requests:
  refund:
    means: The customer wants money back
    function: orders
    amount: amount
    may:
      small: { from: agent, up to: 50 USD, when: damaged || recent, times: 2 of refunds }
      large: { from: lead, up to: 400 USD, share: 50% of amount, also: [finance] }
    otherwise: { kind: policy, tell: Only damaged or recent goods., instead: [voucher] }
`;
const SMALL_PEOPLE = `organization: small
time zone: America/New_York
people:
  mia: { name: Mia, grade: agent, functions: [orders], manager: bo }
  bo: { name: Bo, grade: lead, functions: [orders], roles: [duty-lead, policy-owner] }
`;
const SMALL_ASKED = ['mia', 'bo'].flatMap((asker) =>
  ['20.00', '60.00', '500.00'].flatMap((amount) =>
    [
      { damaged: true },
      { delivered: '2026-02-20' },
      { damaged: false, delivered: '2025-12-01' },
      { parcel: 'lost', damaged: true },
    ].map((facts) => ({
      asker,
      at: Date.UTC(2026, 2, 2, 15),
      raw: {
        type: 'refund',
        customer: 'c-1',
        facts: { amount, ...facts },
        tallies: { refunds: amount === '20.00' ? 1 : 0 },
      },
    })),
  ),
);

function sampleOf(name: string, text: string, people: string, asked: readonly Asked[]): Sample {
  const { book, problems } = compileBook(`${name}/book.yaml`, text, zones);
  const { organization } = compileOrganization(`${name}/people.yaml`, people, zones);
  assert.ok(book && organization, `${name}: ${JSON.stringify(problems)}`);
  return { name, text, book, organization, asked };
}

type CasesData = { at?: string; cases: Record<string, { as: string; at?: string; request: unknown }> };

function shipped(name: string): Sample {
  const read = (file: string): string =>
    readFileSync(new URL(`../books/${name}/${file}`, import.meta.url), 'utf8');
  const { at, cases } = readYaml('cases.yaml', read('cases.yaml')).data as CasesData;
  const asked = Object.values(cases).flatMap((one) => {
    const instant = parseInstant(one.at ?? at ?? '');
    return instant === undefined ? [] : [{ raw: one.request, asker: one.as, at: instant }];
  });
  return sampleOf(name, read('book.yaml'), read('people.yaml'), asked);
}

const SHIPPED = readdirSync(new URL('../books/', import.meta.url), { withFileTypes: true });
const samples = [
  sampleOf('small', SMALL, SMALL_PEOPLE, SMALL_ASKED),
  ...SHIPPED.filter((entry) => entry.isDirectory()).map(({ name }) => shipped(name)),
];

// Mutations

const ODD_TEXT = [
  '',
  ' ',
  '"',
  "'",
  ':',
  '#',
  '[',
  '{',
  '}',
  ']',
  '-',
  '&a',
  '*a',
  '!x',
  '|',
  '>',
  '\t',
  '\n',
  '0',
  '-1',
  '1e9',
  '999999',
  'null',
  'true',
  'yes',
  'never',
  'any',
  '💥',
  '__proto__',
  '<=',
  '==',
  '!=',
  '&&',
  '||',
  '!',
  'unless',
  'when',
  'up to',
  'USD',
  'EUR',
  'agent',
  'lead',
];

function mutatedText(text: string, dice: Dice): string {
  const splice = (parts: string[]): string[] => {
    const [at, other] = [dice.below(parts.length), dice.below(parts.length)];
    const [here = '', there = ''] = [parts[at], parts[other]];
    switch (dice.below(5)) {
      case 0:
        parts.splice(at, 1);
        break;
      case 1:
        parts.splice(other, 0, here);
        break;
      case 2:
        [parts[at], parts[other]] = [there, here];
        break;
      case 3:
        parts[at] = there;
        break;
      default:
        parts[at] = dice.pick(ODD_TEXT);
    }
    return parts;
  };
  switch (dice.below(4)) {
    case 0:
      return splice(text.split('')).join('');
    case 1:
      return splice(text.split('\n')).join('\n');
    default:
      // Words, numbers and signs, with what stands between them kept.
      return splice(text.split(/(?<=\W)(?=\w)|(?<=\w)(?=\W)|(?<=[^\w\s])(?=\s)|(?<=\s)(?=[^\w\s])/)).join('');
  }
}

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  0.1,
  1e21,
  // An exponent that JSON reads as infinity.
  Infinity,
  '',
  '0',
  '0.00',
  '20.00',
  '50.00',
  '50.01',
  '999999999.99',
  '-5',
  'yes',
  'no',
  'NaN',
  '2026-02-30',
  '2026-02-20',
  '2026-03-02T15:00:00Z',
  'lost',
  'refund',
  'favor',
  'pizza',
  '__proto__',
  [],
  {},
  [[]],
  { value: true },
  { value: '20.00', claimed: true },
  { unsure: true },
  { value: null },
  'x'.repeat(3000),
];

/** A copy with one value, key or item changed, wherever it is. */
function mutatedValue(value: unknown, dice: Dice): unknown {
  const isList = Array.isArray(value);
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0 || dice.below(12) === 0) return dice.pick(ODD_VALUES);
  const at = dice.below(entries.length);
  const [key, inner] = entries[at] as [string, unknown];
  switch (dice.below(8)) {
    case 0:
      entries.splice(at, 1);
      break;
    case 1:
      entries[at] = [
        dice.pick([
          ...entries.map(([name]) => name),
          '__proto__',
          'constructor',
          'nobody knows',
          'type',
          'facts',
          'tallies',
          'special',
          'signals',
        ]),
        inner,
      ];
      break;
    case 2:
      entries[at] = [key, dice.pick(entries)[1]];
      break;
    case 3:
      entries[at] = [key, { value: inner, claimed: true }];
      break;
    default:
      entries[at] = [key, mutatedValue(inner, dice)];
  }
  return isList ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

// What must hold

/** The oracle knows consults by their ids; callers may name them as well. */
function byId(book: Book, request: Request): Request {
  const consults = book.types.get(request.type)?.consults ?? [];
  const consulted = request.done.consulted.map((one) => ({
    ...one,
    rule: consults.find(({ name }) => name === one.rule)?.id ?? one.rule,
  }));
  return { ...request, done: { ...request.done, consulted } };
}

function verdictsAgree(book: Book, organization: Organization, { raw, asker, at }: Asked): boolean {
  const read = readRequest(book, raw);
  if ('problems' in read) {
    assert.ok(
      read.problems.length > 0 &&
        read.problems.every(({ code, message, mend }) => code !== '' && /[.?]$/.test(message) && mend !== ''),
    );
    return false;
  }
  const { verdict } = decide(book, organization, read.tallies, read.request, asker, at);
  const expected = naiveDecide(book, organization, read.tallies, byId(book, read.request), asker, at).verdict;
  assert.equal(verdict, expected, `${asker} asks ${JSON.stringify(raw)}`);
  return true;
}

function assertPlaced(problem: Problem, lines: readonly string[]): void {
  const { line, column, words, message, mend } = problem;
  const said = JSON.stringify(problem);
  assert.ok(message !== '' && mend !== '', said);
  if (line === 0) return;
  const there = lines[line - 1];
  assert.ok(there !== undefined && column >= 1 && column <= there.length + 1, said);
  const stands = there.slice(column - 1);
  assert.ok(stands.startsWith(words.endsWith('...') ? words.slice(0, -3) : words), said);
}

/** Runs one mutation; what it throws is said with the seed and what was mutated. */
function tried(seed: number, what: string, run: () => void): void {
  const before = performance.now();
  try {
    run();
    const ms = performance.now() - before;
    assert.ok(ms < MOST_MS, `${Math.round(ms)} ms`);
  } catch (error) {
    throw new Error(`SAYSO_SEED=${SEED}, mutation ${seed - SEED} of ${what}`, { cause: error });
  }
}

it(`${BOOK_MUTATIONS} mutated books`, () => {
  const counts = { compiled: 0, refused: 0, decided: 0 };
  for (let n = 0; n < BOOK_MUTATIONS; n++) {
    const dice = diceOf(SEED + n);
    const { name, text, organization, asked } = dice.pick(samples);
    let mutated = text;
    for (let times = dice.below(3); times >= 0; times--) mutated = mutatedText(mutated, dice);
    tried(SEED + n, `the book ${name}`, () => {
      const { book, problems } = compileBook('book.yaml', mutated, zones);
      const lines = mutated.split('\n');
      for (const problem of problems) assertPlaced(problem, lines);
      assert.equal(book === undefined, hasErrors(problems));
      if (!book) {
        counts.refused += 1;
        return;
      }
      counts.compiled += 1;
      for (let i = 0; i < 20; i++)
        if (verdictsAgree(book, organization, dice.pick(asked))) counts.decided += 1;
    });
  }
  // Most mutations of a book are found; enough are not, so that the decisions say something.
  assert.ok(
    counts.refused > BOOK_MUTATIONS / 4 &&
      counts.compiled > BOOK_MUTATIONS / 20 &&
      counts.decided > BOOK_MUTATIONS,
    JSON.stringify(counts),
  );
});

it(`${REQUEST_MUTATIONS} mutated requests`, () => {
  let decided = 0;
  for (let n = 0; n < REQUEST_MUTATIONS; n++) {
    const dice = diceOf(SEED + n);
    const { name, book, organization, asked } = dice.pick(samples);
    const one = dice.pick(asked);
    let raw = one.raw;
    for (let times = dice.below(3); times >= 0; times--) raw = mutatedValue(raw, dice);
    tried(SEED + n, `a request to ${name}: ${JSON.stringify(raw).slice(0, 500)}`, () => {
      if (verdictsAgree(book, organization, { ...one, raw })) decided += 1;
    });
  }
  assert.ok(decided > REQUEST_MUTATIONS / 3, `${decided} decided`);
});
