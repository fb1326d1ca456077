import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommand } from './read-command.ts';

/** `path code message | mend` of every problem. */
const problems = (raw: unknown): string[] => {
  const read = readCommand(raw);
  assert.ok('problems' in read, JSON.stringify(read));
  return read.problems.map(({ path, code, message, mend }) => `${path} ${code} ${message} | ${mend}`);
};

/** The same of text as a door gets it. */
const ofText = (text: string): string[] => problems(JSON.parse(text));

test('a command is read as it was sent, its instants and amounts in their own form', () => {
  assert.deepEqual(readCommand({ do: 'promise', by: '2026-11-20T17:00:00-05:00', words: ' Soon. ' }), {
    command: { do: 'promise', by: Date.parse('2026-11-20T22:00:00Z'), words: 'Soon.' },
  });
  assert.deepEqual(readCommand({ do: 'grant', amount: 12.5 }), { command: { do: 'grant', amount: '12.5' } });
  assert.deepEqual(readCommand({ do: 'ask', words: undefined }), {
    command: { do: 'ask', words: undefined },
  });
});

const CASES: [string, unknown, ...string[]][] = [
  ['nothing', null, ' not-an-object A command is an object, not empty. | Send { "do": …, … }.'],
  ['a list', [], ' not-an-object A command is an object, not a list. | Send { "do": …, … }.'],
  [
    'a slip in the name',
    { do: 'garnt' },
    'do unknown-command There is no command "garnt". | Did you mean "grant"?',
  ],
  [
    'a missing key',
    { do: 'fulfill_by' },
    'do unknown-command There is no command "fulfill_by". | Did you mean "fulfill"?',
  ],
  [
    'a missing key',
    { do: 'answer' },
    'say missing-key The command "answer" lacks "say". | Add for example: say: yes',
  ],
  [
    'a key too much',
    { do: 'promise', by: '2026-01-01T10:00:00Z', when: 1 },
    'when unknown-key There is no key "when" in the command "promise". | Keys here: do, by, words.',
  ],
  [
    'an instant without offset',
    { do: 'promise', by: '2026-01-01T10:00:00' },
    'by wrong-value This is no instant with its offset. | Write for example: 2026-11-22T09:00:00Z',
  ],
  [
    'an amount below nothing',
    { do: 'grant', amount: -1 },
    'amount wrong-value This is no amount of at least 0. | Write for example: 80.00',
  ],
  [
    'a huge amount',
    { do: 'grant', amount: 1e300 },
    'amount wrong-value This is no amount of at least 0. | Write for example: 80.00',
  ],
  [
    'no number',
    { do: 'hold', minutes: Number.NaN },
    'minutes not-json NaN is no number of JSON. | Send text, a finite number, true, false, null, a list or an object.',
  ],
  [
    'an object that JSON does not have',
    { do: 'tell', facts: { placed: new Date(0) } },
    'facts.placed not-json This is no plain object. | Send text, a finite number, true, false, null, a list or an object.',
  ],
  [
    'the wrong type, deep inside',
    { do: 'tell', grounds: ['illness', 3] },
    'grounds[1] wrong-type Item 2 of "grounds" must be text, not the number 3: a ground of a grant by exception. | Put it in quotes: "3".',
  ],
  [
    'too long',
    { do: 'grant', reason: 'x'.repeat(4001) },
    'reason too-large "reason" must have at most 4000 characters: why, for the record. | Write for example: The photo shows the crack.',
  ],
  [
    'a NUL character',
    { do: 'warn', words: 'a\0b' },
    'words wrong-character The text holds a NUL character, which can not be stored. | Leave that character out.',
  ],
  [
    'half an emoji',
    { do: 'tell', facts: { mood: '\ud83d' } },
    'facts.mood wrong-character The text holds half of a character (a lone surrogate). | Send well-formed Unicode: an emoji was probably cut in two.',
  ],
];
for (const [name, raw, ...expected] of CASES)
  test(`${name}: ${expected[0]?.split(' ')[1]}`, () => assert.deepEqual(problems(raw), expected));

test('names of JavaScript are no commands and no keys', () => {
  assert.match(ofText('{"do":"constructor"}')[0] ?? '', /^do unknown-command/);
  assert.match(ofText('{"do":"__proto__"}')[0] ?? '', /^do unknown-command/);
  assert.deepEqual(ofText('{"do":"tell","facts":{"__proto__":{"damaged":true}}}'), [
    'facts.__proto__ reserved-key "__proto__" can not be a key. | Leave it out.',
  ]);
});

test('what is too large or too deep is refused before it is walked', () => {
  const deep = `{"do":"tell","facts":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`;
  const wide = {
    do: 'tell',
    facts: Object.fromEntries(Array.from({ length: 6000 }, (_, i) => [`f${i}`, 1])),
  };
  for (const found of [ofText(deep), problems(wide), problems({ do: 'warn', words: 'x'.repeat(200_001) })])
    assert.match(found[0] ?? '', /^ too-large /);
});
