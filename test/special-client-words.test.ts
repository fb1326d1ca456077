/**
 * A special client never reads that they are one: the shop's morning, lived once more with every customer flagged, in every
 * language that Sayso speaks. Two runs that differ in the flag alone also show that the flag counts without being sent.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openQuestions } from '../src/core/cases/conversation.ts';
import type { DoorCommand } from '../src/core/cases/command.ts';
import { considered } from '../src/core/cases/advance.ts';
import { explain } from '../src/core/explain/explain.ts';
import { PureWorld, SALT, shipped } from './pure-world.ts';

type Line = { as: string; at: string; request: { customer?: string; type: string } };

const morning = readFileSync(new URL('../books/shop/morning.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);
const begin = morning[0]?.at ?? '';

/** What gives it away, in any of the languages: the word for it, who cares for them, and the criteria. */
const TELLTALE =
  /special|spezial|especial|spécia|besonder|\bVIP\b|flag|criteri|kriteri|account owner|client.care|rosa|marino|management|tom[aá]s/i;

const ANSWERS: readonly DoorCommand[] = [
  { do: 'answer', say: 'yes' },
  { do: 'answer', say: 'no', because: 'It is too late for this.' },
];

const declines = (verdicts: readonly string[]): number => verdicts.filter((one) => one === 'decline').length;

/** Lives the morning; what customers read, and every verdict. */
function live(
  flagged: boolean,
  language: string,
  answer: DoorCommand,
): { read: string[]; verdicts: string[] } {
  const world = new PureWorld(shipped('shop'), begin);
  const verdicts: string[] = [];
  const read: string[] = [];
  const attempt = (by: string, id: string, command: DoorCommand): void => {
    const { id: conversation } = world.conversationOf(id);
    world.run(conversation, id, command, { kind: 'person', id: by });
  };
  for (const { as, at, request } of morning) {
    world.passTo(Date.parse(at));
    const customer = request.customer ?? `c-${at}`;
    if (flagged)
      world.customers.set(customer, {
        special: { owner: 'rosa', until: Date.parse('2026-12-31T00:00:00Z') },
      });
    const id = world.open(as, { ...request, customer, language });
    const { book, organization, customers } = world;
    const known = { totals: new Map(), standing: new Map(), cases: new Map(), customers };
    const seen = considered(
      world.conversationOf(id),
      id,
      { book, organization, salt: SALT, ...known },
      world.at,
    );
    if ('decision' in seen) read.push(explain(book, seen.request, seen.decision, 'customer'), seen.no ?? '');
    verdicts.push(
      world.records
        .get(world.conversationOf(id).id)
        ?.map((event) => ('decision' in event ? event.decision.verdict : ''))
        .join('') ?? '',
    );
    for (const command of [
      { do: 'hold' },
      { do: 'restate', need: 'Help with it.' },
      { do: 'ask' },
      { do: 'supervisor' },
      { do: 'decline' },
    ] as const)
      attempt(as, id, command);
    for (const question of openQuestions(world.case(id)))
      for (const person of ['rosa', 'tomas', ...question.asked]) attempt(person, id, answer);
    attempt(as, id, { do: 'decline' });
  }
  world.passTime('3d');
  for (const effect of world.effects) if (effect.kind === 'tell customer') read.push(effect.words);
  return { read, verdicts };
}

test('not a word to a customer tells that they are a special client', () => {
  for (const language of ['en', 'de', 'es', 'fr'])
    for (const answer of ANSWERS) {
      const { read } = live(true, language, answer);
      assert.ok(read.filter(Boolean).length > 30, `only ${read.length} texts`);
      for (const words of read) assert.doesNotMatch(words, TELLTALE);
    }
});

test('the flag counts though nobody sends it', () => {
  const [first] = ANSWERS;
  assert.ok(first);
  const [plain, special] = [live(false, 'en', first).verdicts, live(true, 'en', first).verdicts];
  // What is left is somebody else's data: illegal for everybody.
  assert.deepEqual([declines(plain), declines(special)], [2, 1]);
});
