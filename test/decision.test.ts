/** Decisions of tiny books, each worked out by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Decision } from '../src/core/decide/decision.ts';
import { DAY, HOUR } from '../src/core/words/time.ts';
import {
  aBook,
  aConsult,
  aGrant,
  amountFact,
  aPerson,
  aRequest,
  aTeam,
  aType,
  compare,
  declared,
  fact,
  node,
  theAmount,
  YES_OR_NO,
} from './naive/build.ts';
import { AT } from './naive/generate-book.ts';
import { decided } from './properties.ts';

test('the same no on day 31 and on day 32; another answer on day 30', () => {
  const delivered = declared('delivered', { kind: 'date' });
  const days = node({
    op: 'call',
    function: 'days_since',
    args: [fact('delivered', { kind: 'date' })],
    type: { kind: 'whole number' },
  });
  const book = aBook([aType([aGrant('in time', { when: compare(days, '<=', 30) })], [delivered])]);
  const organization = aTeam(aPerson('amy', 'agent'), aPerson('cleo', 'director', { roles: ['duty'] }));
  const today = Math.floor(AT / DAY);
  const after = (age: number): Decision =>
    decided({
      book,
      organization,
      tallies: new Map(),
      request: aRequest({ delivered: today - age }),
      askerId: 'amy',
      at: AT,
    });
  assert.equal(after(31).standing_key, after(32).standing_key);
  assert.notEqual(after(31).standing_key, after(30).standing_key);
  assert.equal(after(30).standing_key, after(3).standing_key);
  assert.deepEqual([after(30).verdict, after(31).verdict], ['grant', 'handoff']);
});

const late = fact('late');
const damaged = fact('damaged');

test('all that fits is asked about only where what is unknown changes the answer', () => {
  const amount = { ...theAmount, allThatFits: true };
  const grants = [aGrant('small', { upTo: 2000 }), aGrant('big', { upTo: 10_000, when: late })];
  const consults = [aConsult('check', { person: 'cleo' }, { above: 5000, when: damaged })];
  const book = aBook([
    aType(grants, [amountFact, declared('late', YES_OR_NO), declared('damaged', YES_OR_NO)], {
      amount,
      consults,
    }),
  ]);
  const organization = aTeam(aPerson('amy', 'agent'), aPerson('cleo', 'director', { roles: ['duty'] }));
  const given = (facts: Parameters<typeof aRequest>[0]): (string | undefined)[] => {
    const d = decided({
      book,
      organization,
      tallies: new Map(),
      request: aRequest(facts),
      askerId: 'amy',
      at: AT,
    });
    return [d.verdict, d.amount, ...d.missing.map((one) => one.fact)];
  };
  // 20 without a word, 100 without a word, 100 after one: which of them hangs on both.
  assert.deepEqual(given({}), ['ask', undefined, 'late', 'damaged']);
  assert.deepEqual(given({ damaged: true }), ['ask', undefined, 'late']);
  assert.deepEqual(given({ damaged: false }), ['grant', '20.00']);
  assert.deepEqual(given({ late: false }), ['grant', '20.00']);
  assert.deepEqual(given({ late: true, damaged: true }), ['consult', '100.00']);
  assert.deepEqual(given({ late: true, damaged: false }), ['grant', '100.00']);
});

test('a delegation of at most 14 days may be an hour longer, for a clock change', () => {
  const type = aType([aGrant('lead', { from: 'lead' })]);
  const book = aBook([type], { delegation: { from: 'lead', to: 'agent', atMostMs: 14 * DAY } });
  const given = (hours: number): string => {
    const span = { from: AT - DAY, until: AT + 13 * DAY + hours * HOUR };
    const organization = aTeam(
      aPerson('amy', 'agent'),
      aPerson('raj', 'lead', { delegations: [{ to: 'amy', span }] }),
    );
    return decided({ book, organization, tallies: new Map(), request: aRequest(), askerId: 'amy', at: AT })
      .verdict;
  };
  assert.deepEqual([given(0), given(1), given(1.5)], ['grant', 'grant', 'handoff']);
});

test('one more yes is asked of somebody whose yes counts', () => {
  // Ann speaks for both units, and one person speaks for one unit.
  const units = new Map([
    ['finance', { role: 'fin' }],
    ['legal', { role: 'law' }],
  ]);
  const book = aBook([aType([aGrant('g', { also: { count: 2, units: ['finance', 'legal'] } })])], { units });
  const ann = aPerson('ann', 'assistant', { roles: ['fin', 'law'] });
  const bob = aPerson('bob', 'assistant', { roles: ['law'] });
  const organization = aTeam(aPerson('amy', 'agent'), ann, bob);
  const given = (...agreed: { unit: string; by: string }[]): unknown => {
    const request = aRequest({}, { done: { agreed, consulted: [], grounds: [] } });
    const d = decided({ book, organization, tallies: new Map(), request, askerId: 'amy', at: AT });
    return [d.verdict, d.agree?.units, d.who.map(({ id }) => id)];
  };
  assert.deepEqual(given(), ['handoff', ['finance', 'legal'], ['ann', 'bob']]);
  assert.deepEqual(given({ unit: 'finance', by: 'ann' }, { unit: 'legal', by: 'ann' }), [
    'handoff',
    ['legal'],
    ['bob'],
  ]);
  // Only both together help: Bob for legal, Ann for finance.
  assert.deepEqual(given({ unit: 'legal', by: 'ann' }), ['handoff', ['finance', 'legal'], ['ann', 'bob']]);
  assert.deepEqual(given({ unit: 'finance', by: 'ann' }, { unit: 'legal', by: 'bob' }), [
    'grant',
    undefined,
    [],
  ]);
});
