/** What must hold for every book, organization and request: the rules of the domain as properties. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Book, Grant, RequestType } from '../src/core/book/book.ts';
import { reads } from '../src/core/book/logic.ts';
import { talliesLater } from '../src/core/decide/counting.ts';
import type { Decision } from '../src/core/decide/decision.ts';
import { whoCan } from '../src/core/decide/decide.ts';
import { goodFaithCounter, subjectCounter, type Request } from '../src/core/decide/request.ts';
import { DAY } from '../src/core/words/time.ts';
import { domainsOf } from './naive/completions.ts';
import { CENTS } from './naive/generate-book.ts';
import type { Sample } from './naive/generate.ts';
import { decided, holds, RUNS, typeOf, withFact } from './properties.ts';

const withType = (book: Book, type: RequestType): Book => ({
  ...book,
  types: new Map(book.types).set(type.name, type),
});

test('every answer names a next step', () => {
  holds((s, hit) => {
    const d = decided(s);
    if (d.verdict !== 'grant') hit();
    if (d.verdict === 'ask') assert.ok(d.missing.length > 0);
    if (d.verdict === 'consult' || d.verdict === 'handoff')
      assert.ok(d.who.length > 0 && d.who_total >= d.who.length);
    if (d.verdict === 'decline' && d.decline?.at_once !== true)
      assert.ok((d.decline?.agreement.length ?? 0) > 0);
    if (d.verdict !== 'ask') assert.notEqual(d.rule, null);
  }, RUNS / 3);
});

test('the same request gets the same answer', () => {
  holds((s, hit) => {
    hit();
    assert.deepEqual(decided(s), decided(s));
  }, RUNS);
});

test('raising a limit never turns a grant into less (stated amounts)', () => {
  holds((s, hit) => {
    const type = typeOf(s);
    const before = decided(s);
    if (!type?.amount || before.amount === undefined || before.verdict !== 'grant') return;
    if (type.amount.fact !== undefined && !s.request.facts.has(type.amount.fact)) return;
    for (const grant of type.grants) {
      if (grant.upTo === undefined) continue;
      hit();
      const grants: Grant[] = type.grants.map((one) =>
        one === grant ? { ...one, upTo: (grant.upTo ?? 0) * 2 + 1 } : one,
      );
      assert.equal(decided(s, { book: withType(s.book, { ...type, grants }) }).verdict, 'grant');
    }
  }, RUNS / 20);
});

/** The level that L3 compares. */
const level = (d: Decision): string =>
  d.mode === 'transfer' ? 'transfer' : d.special_client ? 'special' : d.gap === undefined ? d.verdict : 'gap';

test('learning a fact never turns a determined verdict into another', () => {
  holds((s, hit) => {
    const type = typeOf(s);
    const before = decided(s);
    if (!type || before.verdict === 'ask' || before.consult?.facts) return;
    const domains = domainsOf(type, [0, 1, 3, 5], CENTS);
    for (const fact of type.facts.values()) {
      const given = s.request.facts.get(fact.name);
      const unknown = given === undefined ? fact.ifNotSaid === undefined : 'unsure' in given;
      // An amount left unsaid where the book takes what fits is no unknown: saying it asks for something else.
      if (!unknown || (type.amount?.allThatFits && type.amount.fact === fact.name)) continue;
      for (const value of domains.get(fact.name) ?? []) {
        const after = decided(s, { request: withFact(s.request, fact.name, { value, claimed: false }) });
        hit();
        // A signal's transfer never waits for a fact, so it alone may become a grant with that transfer.
        if (level(before) === 'transfer' && after.verdict === 'grant') continue;
        // Somebody unsure left it a gap for want of anybody to ask; knowing it is another request.
        if (before.gap !== undefined && [...s.request.facts.values()].some((one) => 'unsure' in one))
          continue;
        assert.equal(level(after), level(before), `${fact.name} = ${JSON.stringify(value)}`);
      }
    }
  }, RUNS / 2);
});

test('fields that the book does not declare change nothing', () => {
  holds((s, hit) => {
    hit();
    const facts = new Map(s.request.facts)
      .set('mood', { value: 'angry', claimed: false })
      .set('times_asked_for_a_manager', { value: 7, claimed: true });
    assert.deepEqual({ ...decided(s, { request: { ...s.request, facts } }) }, decided(s));
  }, RUNS);
});

test('a special client gets no decline from staff, illegal lines apart', () => {
  holds((s, hit) => {
    const { management } = s.book;
    const person = s.organization.people.get(s.askerId);
    if (management === undefined || !person) return;
    const highest = Math.max(-1, ...[...person.grades.values()].map((grade) => s.book.grades.indexOf(grade)));
    if (highest >= s.book.grades.indexOf(management)) return;
    const d = decided(s, { request: { ...s.request, special: {} } });
    if (d.special_client) hit();
    if (d.verdict !== 'decline') return;
    const lines = [
      ...(typeOf(s)?.lines ?? s.book.lines),
      ...(typeOf(s)?.otherwise ? [typeOf(s)?.otherwise] : []),
    ];
    assert.ok(
      d.decline?.lines.some((id) => lines.some((line) => line?.id === id && line.kind === 'illegal')),
    );
  }, RUNS / 20);
});

test('nobody approves what they asked for, and nobody related decides', () => {
  holds((s, hit) => {
    const d = decided(s);
    if (d.verdict !== 'handoff') return;
    hit();
    const others = [...s.organization.people.values()].filter(
      (person) =>
        person.id !== s.askerId &&
        !s.request.relations.has(person.id) &&
        person.id !== s.request.customer &&
        !person.customers.includes(s.request.customer ?? ''),
    );
    // What no rule decides, an asker with residual authority decides themself.
    const own = d.gap !== undefined && d.mode !== 'advise' && d.who[0]?.id === s.askerId ? 1 : 0;
    for (const { id } of [...d.who.slice(own), ...(d.agree?.people ?? [])]) {
      if (others.length === 0) continue;
      assert.notEqual(id, s.askerId);
      assert.ok(
        others.some((person) => person.id === id),
        `${id} is related`,
      );
    }
  }, RUNS / 3);
});

test('a delegate can do nothing that the delegator could not', () => {
  holds((s, hit) => {
    // Of an undeclared type only the asker's own favor is told.
    if (!typeOf(s)) return;
    const able = whoCan(s.book, s.organization, s.tallies, s.request, s.askerId, s.at);
    for (const one of able) {
      if (one.for === undefined) continue;
      hit();
      assert.ok(
        able.some((other) => other.id === one.for),
        `${one.id} can for ${one.for}, who can't`,
      );
    }
  }, RUNS / 50);
});

/** The tallies after a yes of so much. */
function tallied(s: Sample, units: number): Sample['tallies'] {
  const type = typeOf(s);
  const tallies = new Map(s.tallies);
  const add = (id: string, more: number, key: string): void => {
    const tally = tallies.get(id) ?? 0;
    tallies.set(
      id,
      typeof tally === 'number' ? tally + more : new Map(tally).set(key, (tally.get(key) ?? 0) + more),
    );
  };
  if (!type) return tallies;
  add(subjectCounter(type.name), units, '');
  for (const [name, given] of s.request.facts)
    if ('value' in given && given.claimed) add(goodFaithCounter(name), units, '');
  for (const counter of s.book.counters.values()) {
    if (!counter.types.includes(type.name)) continue;
    const unit = s.organization.people.get(s.askerId)?.unit ?? '';
    add(counter.id, counter.measure === 'times' ? 1 : units, counter.per === 'unit' ? unit : s.askerId);
  }
  return tallies;
}

test('splitting an amount never gets more', () => {
  holds((s, hit) => {
    const type = typeOf(s);
    const name = type?.amount?.fact;
    if (!type || name === undefined || !s.request.facts.has(name)) return;
    const counts = [...type.lines, ...type.grants, ...type.consults].some(
      (rule) => rule.when && reads(rule.when).counters.size > 0,
    );
    if (counts || [...s.organization.people.values()].some((person) => person.delegations.length > 0)) return;
    const asking = (units: number): Request => withFact(s.request, name, { value: units, claimed: false });
    for (const [a, b] of [
      [1000, 1000],
      [2000, 3000],
      [1, 1],
      [2, 3],
    ] as const) {
      if (decided(s, { request: asking(a) }).verdict !== 'grant') continue;
      if (decided(s, { request: asking(b), tallies: tallied(s, a) }).verdict !== 'grant') continue;
      hit();
      assert.equal(
        decided(s, { request: asking(a + b) }).verdict,
        'grant',
        `${a} and ${b} were granted apart`,
      );
    }
  }, RUNS / 40);
});

/** What somebody does with an answer, explanations apart. */
const gist = (d: Decision): unknown => [
  d.verdict,
  d.mode,
  d.rule,
  d.gap,
  d.amount,
  d.headroom,
  d.missing,
  d.who,
  d.who_total,
  d.obligations,
];

const later = (s: Sample, at: number): Decision =>
  decided(s, { at, tallies: talliesLater(s.book, s.tallies, s.at, at) });

test('an answer holds until valid_until, and changes then', () => {
  let changed = 0;
  let ended = 0;
  holds(
    (s, hit) => {
      const d = decided(s);
      const end = d.valid_until === null ? s.at + 400 * DAY : Date.parse(d.valid_until);
      assert.ok(end > s.at);
      hit();
      for (const part of [0.001, 0.03, 0.25, 0.5, 0.999]) {
        const at = Math.floor(s.at + (end - s.at) * part);
        assert.deepEqual(
          gist(later(s, at)),
          gist(d),
          `at ${new Date(at).toISOString()}, before ${d.valid_until}`,
        );
      }
      if (d.valid_until === null) return;
      ended += 1;
      if (JSON.stringify(gist(later(s, end))) !== JSON.stringify(gist(d))) changed += 1;
    },
    RUNS,
    { edge: true },
  );
  // Where many instants may change it, the last that was looked at is told, and nothing need happen then.
  assert.ok(ended >= RUNS / 20 && changed >= ended * 0.9, `${changed} of ${ended} changed at their end`);
});
