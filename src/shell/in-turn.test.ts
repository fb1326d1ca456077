import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openOffice } from '../../test/office.ts';
import { untilNotOvertaken } from './attempts.ts';
import { handle } from './handle.ts';
import { Turns } from './in-turn.ts';
import { Unavailable } from './unavailable.ts';

test('who works at one name takes turns, whatever came of the one before; others work meanwhile', async () => {
  const turns = new Turns();
  const did: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = turns.at('a', async () => {
    did.push('begins');
    await first.promise;
    did.push('fails');
    throw new Error('it failed');
  });
  const two = turns.at('a', async () => did.push('second'));
  await turns.at('b', async () => did.push('other'));
  assert.deepEqual(did, ['begins', 'other']);
  first.resolve();
  await assert.rejects(one, /it failed/);
  await two;
  assert.deepEqual(did, ['begins', 'other', 'fails', 'second']);
  assert.equal(turns.size, 0);
});

test('forty write at the cases of one conversation at once, and nobody is overtaken', async () => {
  const office = await openOffice();
  try {
    const { engine } = office;
    let conflicts = 0;
    engine.observed = { ...engine.observed, conflict: () => (conflicts += 1) };
    const contact = { system: 'desk', id: 't-1' };
    const cases = [
      await office.open('mia', { facts: { amount: '400' } }, { conversation: contact }),
      await office.open('mia', { subject: 'o-2', facts: { amount: '400' } }, { conversation: contact }),
    ];
    const handled = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        handle(engine, {
          organization: 'office',
          by: { kind: 'person', id: 'mia' },
          case: cases[i % 2] ?? '',
          command: { do: 'tell', facts: { amount: `${400 + i}` } },
        }),
      ),
    );
    assert.deepEqual(new Set(handled.map(({ done }) => done)), new Set([true]), JSON.stringify(handled[0]));
    assert.equal(conflicts, 0);
  } finally {
    await office.close();
  }
});

test('what is overtaken is tried again for a while, and then given back', async () => {
  let tries = 0;
  const done = await untilNotOvertaken(async () => ((tries += 1) < 5 ? 'conflict' : 'done'));
  assert.deepEqual([done, tries], ['done', 5]);
  await assert.rejects(
    untilNotOvertaken(async () => 'conflict', undefined, 20),
    (error) => error instanceof Unavailable && error.code === 'busy',
  );
});
