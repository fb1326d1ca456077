import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Book, Grant } from '../../src/core/book/book.ts';
import type { Event } from '../../src/core/cases/event.ts';
import type { Decided } from '../pure-world.ts';
import { holds } from './holds.ts';
import { asked } from './oracle.ts';
import { readRaw } from './record.ts';
import { SHOP, SMALL, SOFTWARE } from './settings.ts';
import type { Watch, World } from './world.ts';

/** A grant with one of its limits raised, each in turn. */
function raised(grant: Grant): Grant[] {
  const { upTo, total, times, share } = grant;
  return [
    ...(upTo === undefined ? [] : [{ ...grant, upTo: upTo * 2 + 1 }]),
    ...(total === undefined ? [] : [{ ...grant, total: { ...total, max: total.max * 2 + 1 } }]),
    ...(times === undefined ? [] : [{ ...grant, times: { ...times, max: times.max + 1 } }]),
    ...(share === undefined ? [] : [{ ...grant, share: { ...share, basisPoints: share.basisPoints * 2 } }]),
  ];
}

/** The book with one limit of a type raised, each in turn: the same book for everything else. */
function* generousBooks(book: Book, typeName: string): Generator<Book> {
  const type = book.types.get(book.types.has(typeName) ? typeName : 'favor');
  if (!type) return;
  for (const grant of type.grants)
    for (const more of raised(grant)) {
      const grants = type.grants.map((one) => (one === grant ? more : one));
      yield { ...book, types: new Map(book.types).set(type.name, { ...type, grants }) };
    }
}

/** Whether it is a grant to the asker themself, of a request that says its amount and does not leave it to what fits. */
function ownGrant(world: World, { case: id, answer }: Event<'granted'>): boolean {
  const told = world.record.cases.get(id ?? '');
  // What is granted as it is opened is not on the record yet.
  if (!told || answer.alternative !== undefined || answer.by !== told.asker) return false;
  const request = readRaw(world.book, told.raw);
  const amount = world.book.types.get(answer.type)?.amount;
  const given = request.facts.get(amount?.fact ?? '');
  const isStated = amount?.allThatFits !== true || (given !== undefined && 'value' in given);
  return isStated && asked(world, told, request).verdict === 'grant';
}

/** Whether an outcome says yes to the same case, to the same amount. */
const yesIn = (outcome: Decided, { case: id, answer }: Event<'granted'>): boolean =>
  'events' in outcome &&
  outcome.events.some(
    (one) => one.kind === 'granted' && one.case === id && one.answer.amount === answer.amount,
  );

function watching(hit: () => void): Watch {
  return {
    before: ({ conversation, case: id, command, by }, outcome, world) => {
      if (!('events' in outcome)) return;
      const granted = outcome.events.filter((event): event is Event<'granted'> => event.kind === 'granted');
      for (const event of granted) {
        if (!ownGrant(world, event)) continue;
        const { book } = world;
        for (const generous of generousBooks(book, event.answer.type)) {
          hit();
          world.book = generous;
          const again = world.decided(conversation, id, command, by);
          world.book = book;
          assert.ok(yesIn(again, event), `with more room it is no yes any more: ${JSON.stringify(again)}`);
        }
      }
    },
  };
}

test('invariant 9: for requests that state their amount, raising a limit never turns a grant into less', () => {
  const willing = { specialPercent: 4, rarePercent: 4 };
  holds(watching, 120, [
    { setting: { ...SMALL, ...willing }, runs: 110 },
    { setting: { ...SHOP, ...willing }, runs: 8 },
    { setting: { ...SOFTWARE, ...willing }, runs: 8 },
  ]);
});
