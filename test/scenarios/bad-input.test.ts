/**
 * Bad input to every command, as a door would get it: read from JSON, then carried out on the real engine. Each is a
 * problem with a stable code, a path and a mend, and leaves the ledger and the case as they were.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as fc from 'fast-check';
import { COMMANDS, type CommandName } from '../../src/core/cases/command.ts';
import { readCommand } from '../../src/core/cases/read-command.ts';
import type { Refusal } from '../../src/core/cases/refusal.ts';
import { ensureMonths } from '../../src/shell/database/migrate.ts';
import { handle, type Sent } from '../../src/shell/handle.ts';
import { putOrganization } from '../../src/shell/organizations.ts';
import { load } from '../../src/shell/store/load.ts';
import { engineByHand } from '../on-the-engine.ts';

/** SAYSO_RUNS multiplies, as in every test on random samples. */
const runs = (usual: number): number => usual * Number(process.env['SAYSO_RUNS'] ?? 1);

const NOW = Date.parse('2026-03-10T14:00:00Z');
const ORGANIZATION = 'shop';

const shop = (file: string): { file: string; text: string } => ({
  file,
  text: readFileSync(new URL(`../../books/shop/${file}`, import.meta.url), 'utf8'),
});

const world = await engineByHand();
const { engine } = world;
let ids = 0;

before(async () => {
  world.setTime(NOW);
  await ensureMonths(world.fresh.owner, NOW, 1);
  const put = await putOrganization(engine, {
    id: ORGANIZATION,
    book: shop('book.yaml'),
    people: { ...shop('people.yaml'), format: 'yaml' },
  });
  assert.ok(!('problems' in put));
});
after(() => world.close());

type Came = { taken: true } | { taken: false; problems: readonly Refusal[] };

/** What a door does with parsed JSON: reads it, and carries it out. */
async function door(raw: unknown, more: Partial<Sent> = {}): Promise<Came> {
  const read = readCommand(raw);
  if ('problems' in read) return { taken: false, problems: read.problems };
  ids += 1;
  world.setIds({ case: `c${ids}`, conversation: `v${ids}` });
  const handled = await handle(engine, {
    organization: ORGANIZATION,
    by: { kind: 'person', id: 'mia' },
    command: read.command,
    ...more,
  });
  return handled.done ? { taken: true } : { taken: false, problems: [handled.refused] };
}

/** The ledger's head and the case's state: what must not move. */
async function stored(id: string): Promise<{ head: number; state: string }> {
  const loaded = await engine.database.use((pool) => load(pool, ORGANIZATION, { at: NOW, case: id }));
  assert.ok(loaded);
  return { head: loaded.readAt, state: JSON.stringify(loaded.conversation) };
}

const refund = {
  type: 'refund',
  customer: 'c-1',
  subject: 'order-1',
  facts: {
    amount: '50',
    'order.value': '100',
    'order.delivered': '2026-03-02',
    category: 'lamp',
    identity_verified: true,
  },
};

/** A case with Mia, fresh for every test. */
async function openCase(): Promise<string> {
  ids += 1;
  const id = `c${ids}`;
  world.setIds({ case: id, conversation: `v${ids}` });
  const handled = await handle(engine, {
    organization: ORGANIZATION,
    by: { kind: 'person', id: 'mia' },
    command: { do: 'open', request: { ...refund, customer: id, subject: id } },
  });
  assert.ok(handled.done, JSON.stringify(handled));
  return id;
}

/** Every one says what is wrong, where, and how to mend it. */
function wellSaid(problems: readonly Refusal[], about: string): void {
  assert.ok(problems.length > 0, about);
  for (const { code, path, message, mend } of problems) {
    const all = `${about}: ${JSON.stringify({ code, path, message, mend })}`;
    assert.match(code, /^[a-z]+(-[a-z]+)*$/, all);
    assert.equal(typeof path, 'string', all);
    assert.match(message, /^\S.*\S$/su, all);
    assert.match(mend, /^\S.*\S$/su, all);
    assert.doesNotMatch(message + mend, /undefined|\[object|NaN(?! is)|Error:|docs\/reference/, all);
  }
}

/** A command as it may be sent: of each kind one, so that a new command needs one here. */
const GOOD: { readonly [Name in CommandName]: Record<string, unknown> } = {
  open: { request: refund, conversation: { system: 'desk', id: '1' }, words: 'Hello.' },
  tell: { facts: { damaged: true }, need: 'money', grounds: ['illness'] },
  hold: { minutes: 5 },
  resume: {},
  restate: { need: 'Money for another lamp.' },
  ask_customer: { facts: ['damaged'], words: 'Is it damaged?' },
  grant: { amount: '40', reason: 'Broken.', fulfill_by: '2026-03-12T17:00:00Z' },
  ask: { on_yes: 'hold', words: 'Please look.' },
  advise: { question: 'c1/q1', words: 'Fine with me.' },
  answer: { question: 'c1/q1', say: 'no', because: 'Too late.', tell: 'It is too late.', amount: '10' },
  pass: { question: 'c1/q1' },
  transfer: { to: 'lena', words: 'Yours.' },
  accept: { question: 'c1/q1' },
  hand_over: { to: 'kai', because: 'shift' },
  release: {},
  decline: { words: 'I am sorry.', because: 'Too late.' },
  appeal: { words: 'Please look again.' },
  correct: { error: 'The date.', amount: '10' },
  offer: { alternative: 'store credit', words: 'How about credit?' },
  take: { alternative: 'store credit', done: true },
  promise: { by: '2026-03-10T15:00:00Z', words: 'I have asked.' },
  say: { words: 'It is for Saturday.' },
  rate: { service: 5, outcome: 3, words: 'Kind.' },
  update: { words: 'Still on it.', next: '2026-03-10T16:00:00Z' },
  supervisor: { words: 'Your supervisor!' },
  signal: { signal: 'distress' },
  over_promise: { words: 'All of it back.', amount: '90' },
  ratify: { words: 'I sent a courier.', amount: '20' },
  fulfill: {},
  close: { as: 'withdrawn', words: 'Never mind.' },
  reopen: { facts: { damaged: true }, words: 'It is broken.' },
  warn: { words: 'Please.' },
  end_contact: { because: 'threat', to: 'kai' },
  complain: { words: 'Nobody listened.', about: 'mia' },
  respond: { review: 'c1/r1', words: 'I did my best.' },
  sign: { review: 'c1/r1', outcome: 'upheld', because: 'By the book.' },
};
const NAMES = Object.keys(COMMANDS) as CommandName[];

/** Values that fit nowhere, or hardly anywhere. */
const JUNK: readonly unknown[] = [
  null,
  '',
  '   ',
  'x'.repeat(5000),
  'a\0b',
  '\ud800',
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  1e308,
  0.1,
  [],
  [[[[]]]],
  {},
  JSON.parse('{"__proto__":{"do":"grant"}}'),
  { toString: 'x', constructor: 'y' },
  '2026-03-10',
  '2026-03-10T15:00:00',
  'constructor',
  true,
  new Date(0),
  10n,
  () => 'x',
];

/** Where a command must not take what stands there: everything but free words, facts and ids that are merely unknown. */
const mustFail = (value: unknown): boolean =>
  value === null ||
  typeof value === 'bigint' ||
  typeof value === 'function' ||
  value instanceof Date ||
  (typeof value === 'string' && (value.trim() === '' || /\0|\ud800/.test(value))) ||
  (typeof value === 'number' && !Number.isFinite(value));

for (const name of NAMES)
  test(`bad input to "${name}"`, async () => {
    const id = await openCase();
    const good = { do: name, ...GOOD[name] };
    const start = await stored(id);
    const refused = async (raw: unknown, about: string): Promise<void> => {
      const came = await door(raw, { case: id, conversation: `v${id.slice(1)}` });
      assert.ok(!came.taken, `taken: ${about}`);
      wellSaid(came.problems, about);
    };

    await refused({ ...good, unheard_of: 1 }, 'an unknown key');
    for (const key of Object.keys(GOOD[name])) {
      for (const junk of JUNK.filter(mustFail))
        await refused({ ...good, [key]: junk }, `${key}: ${String(junk)}`);
      const { [key]: _, ...without } = good as Record<string, unknown>;
      const read = readCommand(without);
      if ('problems' in read) {
        wellSaid(read.problems, `without ${key}`);
        assert.deepEqual(
          read.problems.map(({ code, path }) => [code, path]),
          [['missing-key', key]],
        );
      }
    }
    // Nobody of that name, and nobody who may do it.
    const stranger = await door(good, { case: id, by: { kind: 'person', id: 'constructor' } });
    assert.ok(!stranger.taken);
    wellSaid(stranger.problems, 'a stranger');
    const nowhere = await door(good, { case: 'c-none' });
    if (name !== 'open') assert.ok(!nowhere.taken && nowhere.problems[0]?.code === 'unknown-case');
    if (name !== 'open') assert.deepEqual(await stored(id), start);
  });

test('ids and keys of a door that no row could have', async () => {
  const id = await openCase();
  const start = await stored(id);
  for (const more of [
    { case: 'c\0' },
    { case: id, conversation: '\ud800' },
    { case: id, organization: 'shop\0' },
    { case: id, key: 'k\0' },
    { case: id, key: '' },
    { case: id, key: 'k'.repeat(201) },
    { case: id, organization: 'nowhere' },
    { case: id, version: 77 },
    { case: id, conversation: 'v-other' },
  ]) {
    const came = await door({ do: 'grant' }, more);
    assert.ok(!came.taken, JSON.stringify(more));
    wellSaid(came.problems, JSON.stringify(more));
  }
  assert.deepEqual(await stored(id), start);
});

/** What reads well and can't be done: path and code, on a fresh case. */
const SENSELESS: [string, Record<string, unknown>, string, string][] = [
  ['a promise for the past', { do: 'promise', by: '2026-03-10T13:00:00Z' }, 'by', 'in-the-past'],
  ['a promise for next year', { do: 'promise', by: '2027-03-10T13:00:00Z' }, 'by', 'too-far'],
  [
    'an update for the past',
    { do: 'update', words: 'x', next: '2020-01-01T00:00:00Z' },
    'next',
    'in-the-past',
  ],
  ['more than was asked', { do: 'grant', amount: '50.01' }, 'amount', 'more-than-asked'],
  ['a fraction of a cent', { do: 'grant', amount: '0.001' }, 'amount', 'wrong-value'],
  ['nothing told', { do: 'tell' }, '', 'nothing-told'],
  ['an amount that is none', { do: 'tell', facts: { amount: 'a lot' } }, 'facts.amount', 'wrong-value'],
  ['an amount below nothing', { do: 'tell', facts: { amount: '-5' } }, 'facts.amount', 'negative-amount'],
  ['relations of nonsense', { do: 'tell', relations: { mia: 'enemy' } }, 'relations.mia', 'wrong-type'],
  ['a flag of nonsense', { do: 'tell', special: 'very' }, 'special', 'wrong-type'],
  ['somebody unknown', { do: 'hand_over', to: 'toString', because: 'shift' }, 'to', 'unknown-person'],
  ['somebody unknown', { do: 'complain', words: 'x', about: 'valueOf' }, 'about', 'unknown-person'],
  [
    'an unknown question',
    { do: 'answer', question: '__proto__', say: 'yes' },
    'question',
    'unknown-question',
  ],
  [
    'an unknown alternative',
    { do: 'offer', alternative: 'constructor' },
    'alternative',
    'unknown-alternative',
  ],
  ['an unknown alternative', { do: 'take', alternative: '__proto__' }, 'alternative', 'unknown-alternative'],
  ['an unknown signal', { do: 'signal', signal: 'hasOwnProperty' }, 'signal', 'unknown-signal'],
  ['an unknown review', { do: 'respond', review: 'x', words: 'x' }, 'review', 'unknown-review'],
  ['a duplicate of itself', { do: 'close', as: 'duplicate' }, 'of', 'of-what'],
];

for (const [about, raw, path, code] of SENSELESS)
  test(`${about}: ${code}`, async () => {
    const id = await openCase();
    const start = await stored(id);
    const came = await door(raw, { case: id });
    assert.ok(!came.taken, `taken: ${JSON.stringify(raw)}`);
    wellSaid(came.problems, about);
    assert.deepEqual([came.problems[0]?.code, came.problems[0]?.path], [code, path]);
    assert.deepEqual(await stored(id), start);
  });

test('a request that says itself who agreed is not believed', async () => {
  for (const done of [{ agreed: [{ unit: 'finance', by: 'ines' }] }, { consulted: ['margin'] }]) {
    const came = await door({ do: 'open', request: { ...refund, done } });
    assert.ok(!came.taken);
    assert.equal(came.problems[0]?.code, 'not-accepted');
  }
  const came = await door({ do: 'open', request: { ...refund, tallies: { refunds: 0 } } });
  assert.ok(!came.taken && came.problems[0]?.code === 'not-accepted');
});

/** A good command with one thing in it replaced, taken out or put in. */
const spoiled: fc.Arbitrary<unknown> = fc
  .record({
    name: fc.constantFrom(...NAMES),
    at: fc.nat(),
    how: fc.constantFrom('replace', 'remove', 'add', 'deep'),
    value: fc.oneof(fc.constantFrom(...JUNK), fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 40 })),
  })
  .map(({ name, at, how, value }) => {
    const good: Record<string, unknown> = { do: name, ...GOOD[name] };
    const keys = Object.keys(good);
    const key = keys[at % keys.length] ?? 'do';
    if (how === 'remove') delete good[key];
    else if (how === 'add') good[`x${at % 7}`] = value;
    else if (how === 'deep') good[key] = { ...(good[key] as object), [String(value).slice(0, 20)]: value };
    else good[key] = value;
    return good;
  });

test('whatever is spoiled in a command, it is taken whole or refused with words, and never a fault', async () => {
  await fc.assert(
    fc.asyncProperty(spoiled, async (raw) => {
      const id = await openCase();
      const start = await stored(id);
      const came = await door(raw, { case: id });
      if (came.taken) return;
      wellSaid(came.problems, 'spoiled');
      assert.deepEqual(await stored(id), start);
    }),
    { numRuns: runs(150) },
  );
});

test('the reader is total: any value at all is a command or problems', () => {
  fc.assert(
    fc.property(
      fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
      (raw) => {
        const read = readCommand(raw);
        if ('problems' in read) wellSaid(read.problems, 'anything');
      },
    ),
    { numRuns: runs(500) },
  );
});
