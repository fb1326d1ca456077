// What comes next is one thing, worked out by the service: it can be done, and it is what opening a case "at once" does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readYaml } from '../src/core/book/yaml.ts';
import { readCases } from '../src/core/trial/read.ts';
import type { DoorCommand } from '../src/core/cases/command.ts';
import { formatInstant } from '../src/core/words/time.ts';
import { inRoot } from './command-line.ts';
import { PureWorld, shipped } from './pure-world.ts';

type Written = { cases: Record<string, { request: { type: string; [key: string]: unknown } }> };

/** Every golden case of a book: who asks, when, and for what. */
function goldenOf(
  name: 'shop' | 'retail' | 'software',
): { name: string; as: string; at: string; request: object }[] {
  const { book, organization } = shipped(name);
  const text = readFileSync(inRoot(`books/${name}/cases.yaml`), 'utf8');
  const { cases = [] } = readCases('cases.yaml', text, book, organization);
  const written = (readYaml('cases.yaml', text).data as Written).cases;
  return cases.map((one) => {
    // Tallies are the ledger's here, and what was agreed before is not.
    const {
      tallies: _,
      done: __,
      ...request
    }: Written['cases'][string]['request'] = written[one.name]?.request ?? { type: '' };
    return { name: one.name, as: one.asker, at: formatInstant(one.at), request };
  });
}

/** A promise is made for what is left open when a command ends, and between two commands there is more of that. */
const withoutPromises = (kinds: readonly string[]): string[] =>
  kinds.filter((kind) => !kind.startsWith('promise'));

const seen = new Set<string>();

for (const name of ['shop', 'retail', 'software'] as const)
  describe(`what comes next, by the book ${name}`, () => {
    for (const golden of goldenOf(name))
      it(golden.name, () => {
        const world = new PureWorld(shipped(name), golden.at);
        const id = world.open(golden.as, golden.request);
        const { decision, next } = world.look(id, golden.as);
        seen.add(decision.next_step);
        if (world.case(id).questions.length > 0) return;
        switch (decision.next_step) {
          case 'do first':
            assert.equal(next, undefined);
            return;
          case 'earn the no':
            assert.deepEqual([next?.do, next?.may], ['decline', false]);
            assert.ok(next?.because);
            return;
          default:
            assert.ok(next?.may, JSON.stringify({ step: decision.next_step, next }));
            // What a connected system knows is told, by its own fact.
            if (next.do === 'tell') return;
            world.do(golden.as, id, { do: next.do } as DoorCommand);
        }
        if (next.do === 'decline' || next.do === 'ask_customer') return;
        const atOnce = new PureWorld(shipped(name), golden.at);
        const same = atOnce.open(golden.as, golden.request, { at_once: true });
        assert.deepEqual(withoutPromises(atOnce.kinds(same)), withoutPromises(world.kinds(id)));
      });
  });

it('and each kind of step has come up', () => {
  assert.deepEqual([...seen].toSorted(), [
    'ask',
    'decline',
    'do first',
    'earn the no',
    'find out',
    'grant',
    'transfer',
  ]);
});
