import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line } from '../../src/core/book/book.ts';
import type { RawRequest } from '../../src/core/cases/conversation.ts';
import type { Event } from '../../src/core/cases/event.ts';
import { requestInstead } from '../../src/core/decide/decide.ts';
import type { Request } from '../../src/core/decide/request.ts';
import { fits } from '../naive/world.ts';
import { holds } from './holds.ts';
import { agreesWith, asked, mayInstead, talliesFor, wishedFacts } from './oracle.ts';
import { byName, readRaw, type Told } from './record.ts';
import { SHOP, SMALL, SOFTWARE } from './settings.ts';
import type { Watch, World } from './world.ts';

function watching(hit: () => void): Watch {
  /** The request as it was when somebody agreed to a no, by case. */
  const agreed = new Map<string, { raw: RawRequest; event: Event<'no agreed'> }>();
  return {
    event: (event, world) => {
      if (event.kind === 'no agreed') {
        agreed.set(event.case ?? '', { raw: world.record.told(event.case).raw, event });
        return;
      }
      if (event.kind !== 'declined') return;
      hit();
      const told = world.record.told(event.case);
      complete(event, told, world);
      sure(event, told, world, agreed.get(told.id));
    },
  };
}

type Known = Pick<Line, 'id' | 'kind' | 'settled' | 'instead' | 'noAlternative'>;

function linesOf(world: World, told: Told): Known[] {
  const type = world.book.types.get(told.raw.type);
  return [
    ...(type?.lines ?? world.book.lines),
    ...(type?.otherwise ? [type.otherwise] : []),
    // An amount above what can be at all is a line as well.
    ...(type?.amount?.neverAbove
      ? [{ id: `${type.name}/never above`, kind: 'unachievable' as const, instead: [] }]
      : []),
  ];
}

/** A rule, the book's version, words for the customer, and alternatives that can really be granted. */
function complete({ answer, personal }: Event<'declined'>, told: Told, world: World): void {
  assert.ok(answer.rule !== null && answer.rule !== '', 'a no without a rule');
  assert.equal(answer.book, world.book.hash);
  assert.ok((personal?.tell ?? '').trim() !== '', 'a no without words for the customer');
  const lines = linesOf(world, told).filter(({ id }) => answer.lines.includes(id));
  const request = readRaw(world.book, told.raw);
  for (const name of answer.alternatives)
    assert.ok(verdictOf(world, told, name) !== 'decline', `the alternative "${name}" can not be granted`);
  // What the lines offer and somebody may grant is on the list, what repeats the same request apart.
  for (const name of lines.flatMap(({ instead }) => instead)) {
    const instead = insteadOf(world, told, name);
    if (instead?.type === request.type) continue;
    const verdict = verdictOf(world, told, name);
    if (verdict === 'grant') assert.ok(answer.alternatives.includes(name), `"${name}" was not offered`);
  }
  if (lines.some(({ kind, noAlternative }) => kind !== 'reserved' && !noAlternative))
    assert.ok(
      answer.alternatives.length > 0 ||
        lines.every(({ instead }) => instead.every((name) => verdictOf(world, told, name) === 'decline')),
    );
}

function insteadOf(world: World, told: Told, name: string): Request | undefined {
  const request = readRaw(world.book, told.raw);
  const { book, organization, at } = world;
  return requestInstead(book, organization, talliesFor(world, told, request), request, told.asker, at, name);
}

/** What an alternative comes to, asked of the naive interpreter; words alone can always be said. */
function verdictOf(world: World, told: Told, name: string): string {
  if (name === 'part') return 'part';
  if (world.book.alternatives.get(name)?.tell) return 'grant';
  const instead = insteadOf(world, told, name);
  return instead === undefined ? 'decline' : asked(world, told, instead).verdict;
}

/** Settled, sure, the same as before; or restated, and agreed to by somebody who may. */
function sure(
  event: Event<'declined'>,
  told: Told,
  world: World,
  found: { raw: RawRequest; event: Event<'no agreed'> } | undefined,
): void {
  const { answer } = event;
  const naive = asked(world, told, readRaw(world.book, told.raw), event.by);
  if (answer.standsFrom !== undefined) {
    const first = world.record.told(answer.standsFrom);
    assert.ok(
      first.id !== told.id && first.answer?.kind === 'declined',
      'it points at a no that does not stand',
    );
    assert.equal(first.answer.answer.standingKey, answer.standingKey);
    assert.ok(event.at < first.answer.answer.until, 'it points at a no that is over');
    return;
  }
  const lines = linesOf(world, told).filter(({ id }) => answer.lines.includes(id));
  const atOnce = lines.some(
    ({ kind, settled }) => settled !== undefined || kind === 'illegal' || kind === 'unachievable',
  );
  if (atOnce) {
    assert.equal(naive.level, 'decline', `no line is known to hold: ${JSON.stringify(naive)}`);
    return;
  }
  // Management says no to a special client by themself: they are those who would agree.
  const special = told.events.findLast((one) => one.kind === 'question closed');
  const asking = told.events.find(
    (one) =>
      one.kind === 'asked' &&
      one.question.id === (special?.kind === 'question closed' ? special.question : ''),
  );
  if (asking?.kind === 'asked' && asking.question.kind === 'special client' && event.by !== told.asker) {
    assert.equal(naive.level, 'decline');
    return;
  }
  agreedTo(event, told, world, found);
}

function agreedTo(
  event: Event<'declined'>,
  told: Told,
  world: World,
  found: { raw: RawRequest; event: Event<'no agreed'> } | undefined,
): void {
  const { answer } = event;
  assert.ok(
    told.events.some((one) => one.kind === 'restated'),
    'the need was not said back',
  );
  assert.ok(found && answer.agreedBy !== undefined, `nobody agreed to ${JSON.stringify(answer)}`);
  const { no } = found.event;
  assert.equal(no.by, answer.agreedBy);
  assert.notEqual(no.by, told.asker, 'nobody agrees with themself');
  assert.ok(event.at < no.expires, 'the agreement has expired');
  const facts = (raw: RawRequest): unknown => wishedFacts(world, raw).toSorted(byName);
  assert.deepEqual(facts(told.raw), facts(found.raw), 'it was agreed to for other facts');
  const request = readRaw(world.book, told.raw);
  const naive = asked(world, told, request);
  assert.ok(
    naive.verdict === 'decline' || naive.verdict === 'handoff',
    `it may be granted: ${JSON.stringify(naive)}`,
  );
  assert.ok(
    mayAgree(world, told, no.by),
    `${no.by} is no manager of ${told.asker}, and has no more authority`,
  );
}

/** The asker's manager, somebody with a higher grade, with authority over this, or who speaks for a unit it needs. */
function mayAgree(world: World, told: Told, person: string): boolean {
  const { people } = world.organization;
  const request = readRaw(world.book, told.raw);
  const found = people.get(person);
  return (
    agreesWith(world, told).includes(person) ||
    mayInstead(world, told, request, person) ||
    [...world.book.units.values()].some((who) => found !== undefined && fits(world.book, who, found))
  );
}

test('invariant 3: no decline without rule, book version, customer text and the alternatives that can be granted; unless settled or sure, the need is restated and a manager or somebody with more authority agrees', () => {
  const refusing = { specialPercent: 4, rarePercent: 35 };
  holds(watching, 50, [
    { setting: { ...SMALL, ...refusing, types: ['refund', 'swap', 'swap', 'contract', 'date'] }, runs: 70 },
    { setting: { ...SHOP, ...refusing }, runs: 8 },
    { setting: { ...SOFTWARE, ...refusing }, runs: 8 },
  ]);
});
