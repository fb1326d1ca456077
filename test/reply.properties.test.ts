/** What must hold of the check of any text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { indexOf, findAll, patternOf, plainPattern } from '../src/core/wording/pattern.ts';
import { LISTS } from '../src/core/wording/shipped.ts';
import { MOST_CHARACTERS, tokensOf } from '../src/core/wording/tokens.ts';
import { checkReply, type ReplyContext } from '../src/core/reply/check-reply.ts';
import type { Finding } from '../src/core/reply/finding.ts';
import { SEED } from './seed.ts';

const RUNS = 300 * Number(process.env['SAYSO_RUNS'] ?? 1);

/** A phrase as a text that it is found in: the first of its words, something in its gaps. */
const spelledOut = (pattern: string): string =>
  patternOf(pattern)
    .elements.flatMap((element) => {
      if (element.kind === 'gap') return ['really'];
      return element.kind === 'word' ? [...element.words].slice(0, 1) : [];
    })
    .join(' ');

const PHRASES = LISTS.flatMap(({ language, phrases }) =>
  phrases.flatMap((group) => group.phrases.map((text) => ({ language, group, text }))),
);
/** Words that phrases are made of, and marks: what makes a search try as much as it ever can. */
const PIECES = [
  '. , \n " “ > \' ’ 1.000 🙂 \u0301 -'.split(' '),
  ['300 USD', '\n\n'],
  LISTS.flatMap((list) => [...list.phrases.flatMap(({ phrases }) => phrases), ...list.hedges, ...list.goesOn])
    .flatMap((text) => text.split(/[^\p{L}]+/u))
    .filter(Boolean),
].flat();
const texts = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string()), { maxLength: 60 })
  .map((all) => all.join(' '));
const languages = fc.constantFrom('en', 'de', 'fr', 'es', 'nl', '');

const check = (text: string, language = 'en', more: Partial<ReplyContext> = {}): Finding[] =>
  checkReply(text, {
    language,
    book: { replies: [], language: 'en' },
    names: new Map(),
    writer: 'mia',
    ...more,
  });

const kindsOf = (all: readonly Finding[], kind: string): number =>
  all.filter((one) => one.kind === kind).length;

test('every finding stands where it says, in order, with a reason and better words', () => {
  fc.assert(
    fc.property(texts, languages, (text, language) => {
      let before = 0;
      for (const { start, end, words, because, better } of check(text, language)) {
        assert.ok(before <= start && start < end && end <= text.length);
        assert.equal(text.slice(start, end), words);
        assert.ok(because !== '' && better !== '');
        before = start;
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test('capitals, apostrophes and accents make no difference', () => {
  fc.assert(
    fc.property(texts, languages, (text, language) => {
      const kinds = (one: string): string[] => check(one, language).map(({ kind }) => kind);
      assert.deepEqual(kinds(text.replaceAll("'", '’')), kinds(text.replaceAll('’', "'")));
      const plain = /^[a-z .,\n]*$/.test(text) ? text : '';
      assert.deepEqual(kinds(plain.toUpperCase()), kinds(plain));
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test('every phrase of the shipped list is found in its own words', () => {
  const lost = PHRASES.filter(({ text }) => {
    const index = indexOf([{ pattern: patternOf(text), of: text }]);
    return findAll(index, tokensOf(spelledOut(text))).length === 0;
  });
  assert.deepEqual(
    lost.map(({ text }) => text),
    [],
  );
});

test('whatever is known of a case, it only takes findings away or adds amounts', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const declined = check(text, 'en', { case: { declined: true, certain: true, most: [] } });
      const open = check(text, 'en', { case: { declined: false, certain: false, most: [] } });
      assert.equal(kindsOf(declined, 'dead-end phrase'), 0);
      assert.equal(kindsOf(declined, 'promise beyond the remit'), 0);
      for (const kind of ['blame', 'label', 'internal name'])
        assert.equal(kindsOf(declined, kind), kindsOf(open, kind));
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

/** The shortest of some runs: what else the machine does only makes it longer. */
function shortestMs(work: () => void): number {
  let shortest = Infinity;
  for (let i = 0; i < 4; i++) {
    const began = performance.now();
    work();
    shortest = Math.min(shortest, performance.now() - began);
  }
  return shortest;
}

/** What a search that looks back and forth would take long over. */
const HOSTILE = [
  'not ',
  'if ',
  'nothing we can ',
  'you will definitely ',
  '" you ',
  "l'l'l'l'",
  '> you\n',
  '1 000 ',
  '„“',
  'we will refund 300 USD and ',
  'a'.repeat(50),
  '\u0301',
  '. ',
  '\n\n',
  'it is our policy ',
];

const filled = (piece: string, characters: number): string =>
  piece.repeat(Math.ceil(characters / piece.length)).slice(0, characters);

test('time grows with the text, and not with its square', () => {
  const about: Partial<ReplyContext> = {
    case: { declined: false, certain: false, most: [{ amount: '50', unit: 'USD' }] },
  };
  const drawn = fc.sample(texts, { numRuns: 10, seed: SEED }).map((text) => `${text} `);
  for (const piece of [HOSTILE, drawn].flat()) {
    const quarter = shortestMs(() => check(filled(piece, MOST_CHARACTERS / 4), 'en', about));
    const whole = shortestMs(() => check(filled(piece, MOST_CHARACTERS), 'en', about));
    // Four times the text: 16 times the time would be its square.
    assert.ok(
      whole <= 9 * quarter + 25,
      `${JSON.stringify(piece.slice(0, 40))}: ${quarter} ms, then ${whole} ms`,
    );
  }
});

test('what is behind the first 20,000 characters is not read', () => {
  const [first] = check(`${' '.repeat(MOST_CHARACTERS)}there is nothing we can do`);
  assert.equal(first, undefined);
});

test('phrases of a book: a gap takes up to three words, a sentence ends it', () => {
  const pattern = plainPattern('send … back');
  assert.ok(typeof pattern !== 'string');
  const isIn = (text: string): boolean => findAll(indexOf([{ pattern, of: 1 }]), tokensOf(text)).length > 0;
  assert.ok(isIn('Send back!') && isIn('We SEND it all right back.'));
  assert.ok(!isIn('Send it to us all right back') && !isIn('Send it. Back then …'));
  assert.deepEqual(['…', '', 'send …', 'a … b … c … d', 'word '.repeat(21)].map(plainPattern), [
    'no words',
    'no words',
    'gap at the edge',
    'too many gaps',
    'too many words',
  ]);
});
