/** Invariant 2, asked of the naive interpreter at the moment of every yes, with totals counted anew from the events. */
import assert from 'node:assert/strict';
import type { RawRequest } from '../../src/core/cases/conversation.ts';
import type { Event } from '../../src/core/cases/event.ts';
import { asked, grantedRequest, mayAlone, mayInstead, waitsForUnits, wishedFacts } from './oracle.ts';
import { byName, readRaw, unitsOf, type Told } from './record.ts';
import type { Watch, World } from './world.ts';

export function watchingYeses(hit: () => void): Watch {
  /** The request as it was when somebody said yes to it, by approval. */
  const approved = new Map<string, { raw: RawRequest; event: Event<'approved'> }>();
  return {
    event: (event, world) => {
      if (event.kind === 'approved') {
        const { raw } = world.record.told(event.case);
        approved.set(event.approval.id, { raw, event });
      }
      if (event.kind !== 'granted') return;
      hit();
      const told = world.record.told(event.case);
      assert.equal(told.answer, undefined, 'a yes where an answer stands');
      authorized(event, told, world);
      stated(event, told, world);
      if (event.answer.approval !== undefined) bound(event, told, world, approved.get(event.answer.approval));
    },
  };
}

/** Whoever says yes has the authority now; nobody approves what they asked for. */
function authorized(event: Event<'granted'>, told: Told, world: World): void {
  const { by, rule } = event.answer;
  const request = grantedRequest(event, world);
  if (rule === 'special clients/silence') {
    // The book's default acts when management was silent; it is nobody's own yes.
    const naive = asked(world, told, request);
    const silent = told.events.findLast((one) => one.kind === 'question closed');
    assert.ok(
      naive.level === 'special' && silent?.kind === 'question closed' && silent.how === 'silence',
      `a yes by silence that nothing calls for: ${JSON.stringify(naive)}`,
    );
    assert.equal(world.book.specialClients?.silence, 'go ahead');
    return;
  }
  if (by === told.asker) {
    assert.ok(
      mayAlone(world, told, request),
      `${by} may not say yes alone: ${JSON.stringify(asked(world, told, request))}`,
    );
    return;
  }
  // Unasked, by what they might grant as the asker; or in the asker's place.
  const unasked = event.answer.approval === undefined && mayAlone(world, told, request, by);
  assert.ok(
    unasked || mayInstead(world, told, request, by),
    `${by} has no authority over this: ${JSON.stringify(asked(world, told, request))}`,
  );
  assert.ok(!waitsForUnits(world, told, request, by), `a unit has not agreed to what ${by} grants`);
}

const BEYOND: ReadonlySet<string> = new Set(['over-promise', 'ratification']);

/** A yes to an amount says which, and to no more than was asked for. */
function stated(event: Event<'granted'>, told: Told, world: World): void {
  const { answer } = event;
  const request = grantedRequest(event, world);
  const type = world.book.types.get(answer.type) ?? world.book.types.get('favor');
  // What no rule decides may have an amount that nobody knows (ADR 0002, 15).
  if (!type?.amount || asked(world, told, request).gap !== undefined) return;
  assert.ok(answer.amount !== undefined, 'a yes without its amount counts for nothing');
  if (answer.alternative !== undefined) return;
  // What was promised or done beyond that, somebody able may honor.
  const promised = told.events.flatMap((one) =>
    one.kind === 'over-promised' || (one.kind === 'asked' && BEYOND.has(one.question.kind))
      ? [unitsOf(world.book, answer.type, 'question' in one ? one.question.amount : one.amount)]
      : [],
  );
  const wished = readRaw(world.book, told.raw).facts.get(type.amount.fact ?? '');
  if (wished && 'value' in wished && typeof wished.value === 'number')
    assert.ok(
      unitsOf(world.book, answer.type, answer.amount) <= Math.max(wished.value, ...promised),
      'more than was asked for',
    );
  assert.equal(request.type, answer.type);
}

/** What is declared of a request: what a yes to it is bound to. */
function essence(world: World, raw: RawRequest): object {
  const { customer, subject, type, relations, special } = readRaw(world.book, raw);
  const facts = wishedFacts(world, raw);
  const amount = (world.book.types.get(type) ?? world.book.types.get('favor'))?.amount?.fact;
  return {
    facts: [...facts].filter(([name]) => name !== amount).toSorted(byName),
    customer,
    subject,
    type,
    relations: [...relations],
    special,
  };
}

/** Somebody's yes is used once, before it expires, for what they said it to or less. */
function bound(
  event: Event<'granted'>,
  told: Told,
  world: World,
  found: { raw: RawRequest; event: Event<'approved'> } | undefined,
): void {
  const id = event.answer.approval ?? '';
  assert.ok(found, `the yes ${id} was never said`);
  const { approval } = found.event;
  assert.ok(!world.record.approvalsUsed.has(id), `the yes ${id} is used twice`);
  assert.equal(event.answer.by, approval.by);
  assert.ok(event.at < approval.expires, `the yes ${id} has expired`);
  assert.deepEqual(essence(world, told.raw), essence(world, found.raw), 'a yes that was said to other facts');
  if (approval.amount !== undefined)
    assert.ok(
      unitsOf(world.book, event.answer.type, event.answer.amount) <=
        unitsOf(world.book, event.answer.type, approval.amount),
      `more than ${approval.by} said yes to`,
    );
}
