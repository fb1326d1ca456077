import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Book, Grant } from '../../src/core/book/book.ts';
import type { Command } from '../../src/core/cases/command.ts';
import type { Event } from '../../src/core/cases/event.ts';
import type { Decided } from '../pure-world.ts';
import { holds } from './holds.ts';
import { readRaw } from './record.ts';
import { person, type Watch, type World } from './world.ts';

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

/** Whether the request says its amount, and does not leave it to what fits. */
function statesAmount(world: World, { case: id, answer }: Event<'granted'>): boolean {
  const raw = world.record.cases.get(id ?? '')?.raw;
  // What is granted as it is opened is not on the record yet.
  if (!raw) return false;
  const amount = world.book.types.get(answer.type)?.amount;
  if (answer.alternative !== undefined || !amount?.allThatFits) return answer.alternative === undefined;
  const given = readRaw(world.book, raw).facts.get(amount.fact ?? '');
  return given !== undefined && 'value' in given;
}

const amountOf = ({ answer }: Event<'granted'>): { amount?: string } =>
  answer.amount === undefined ? {} : { amount: answer.amount };

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
        if (!statesAmount(world, event)) continue;
        const own: Command = { do: 'grant', ...amountOf(event) };
        const { book } = world;
        for (const generous of generousBooks(book, event.answer.type)) {
          hit();
          world.book = generous;
          // The same yes again; or whoever asked for it needs nobody's yes any more.
          const { asker } = world.record.told(event.case);
          const again = [
            world.decided(conversation, id, command, by),
            ...(event.answer.by === asker ? [] : [world.decided(conversation, id, own, person(asker))]),
          ];
          world.book = book;
          assert.ok(
            again.some((outcome) => yesIn(outcome, event)),
            `with more room it is no yes any more: ${JSON.stringify(again)}`,
          );
        }
      }
    },
  };
}

test('invariant 9: for requests that state their amount, raising a limit never turns a grant into less', () => {
  holds(watching, 150);
});
