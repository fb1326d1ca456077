import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Question } from '../../src/core/cases/conversation.ts';
import type { Request } from '../../src/core/decide/request.ts';
import type { Person } from '../../src/core/organization/organization.ts';
import { fits } from '../naive/world.ts';
import { holds } from './holds.ts';
import { agreesWith, asked, isRelated, mayAlone, mayInstead, works } from './oracle.ts';
import { readRaw, type Told } from './record.ts';
import type { Watch, World } from './world.ts';

function watching(hit: () => void): Watch {
  const questions = new Map<string, Question>();
  return {
    event: (event, world) => {
      const told = event.case === null ? undefined : world.record.cases.get(event.case);
      if (!told) return;
      const request = readRaw(world.book, told.raw);
      switch (event.kind) {
        case 'asked':
          questions.set(event.question.id, event.question);
          if (event.question.kind === 'approval')
            assert.ok(!mayAlone(world, told, request), 'asking for what the asker may decide alone');
          return;
        case 'question sent': {
          const question = questions.get(event.question);
          assert.ok(question);
          hit();
          if (question.kind === 'approval')
            assert.ok(!mayAlone(world, told, request), `${told.asker} may decide it alone by now`);
          assert.ok(
            hasASay(world, told, question, event.person),
            `${event.person} has no say in ${question.kind} of case ${told.id}: ${JSON.stringify(asked(world, told, request))}`,
          );
          return;
        }
        case 'released':
          assert.ok(!mayAlone(world, told, request, event.from), `${event.from} could decide it`);
          assert.ok(mayInstead(world, told, request, event.to), `${event.to} adds no authority`);
          hit();
          return;
        case 'transferred':
          if (event.hop) {
            hit();
            assert.ok(mayInstead(world, told, request, event.to), `a hop to ${event.to} adds no authority`);
          }
          return;
        default:
      }
    },
    command: ({ case: id, command, by }, outcome, world) => {
      const one = world.conversations.get(world.writing)?.cases.find((other) => other.id === id);
      if (one) assert.equal(one.hops, world.record.told(one.id).hops, 'hops are counted as they happened');
      // A change of owner is never refused to anybody who is there, for anybody who is there.
      if (command.do !== 'hand_over' || by.kind !== 'person' || !('refused' in outcome) || world.racing)
        return;
      const there = (person: string): boolean => works(world, person);
      if (one && !one.closed && there(by.id) && there(command.to) && one.owner !== command.to)
        assert.fail(`a change of owner is refused: ${outcome.refused.code}`);
    },
  };
}

/** Whether somebody's answer counts: for a yes, the authority over this request. */
function hasASay(world: World, told: Told, question: Question, id: string): boolean {
  const { book, organization } = world;
  const person = organization.people.get(id);
  const request = readRaw(book, told.raw);
  if (!person || !works(world, id)) return false;
  const outside = !isRelated(world, told, id);
  switch (question.kind) {
    case 'approval':
    case 'special client':
      return mayInstead(world, told, request, id);
    case 'agreement': {
      const unit = book.units.get(question.unit ?? '');
      return unit !== undefined && fits(book, unit, person) && outside;
    }
    case 'decline':
      return outside && agreesWith(world, told).includes(id);
    case 'consult':
      // Over what nobody is sure of, whoever would be able if it were so is asked, the nearest first.
      return outside && (question.facts !== undefined || asked(world, told, request).who.includes(id));
    case 'transfer':
      return (
        isCalled(world, request, person) ||
        asked(world, told, request).who.includes(id) ||
        mayInstead(world, told, request, id)
      );
    // Another look, an over-promise, an act beyond the book: whoever is able, or above.
    case 'appeal':
    case 'over-promise':
    case 'ratification':
      return id !== question.askedBy || organization.people.size === 1;
  }
}

/** Whether a signal, or the wish for a person, calls them; where the book's people are not there, any person. */
function isCalled(world: World, { signals, asksForAPerson }: Request, person: Person): boolean {
  const { book, organization } = world;
  const named = [
    ...signals.map((name) => book.signals.get(name)),
    asksForAPerson ? book.asksForAPerson : undefined,
  ];
  const fitting = [...organization.people.values()].filter(
    (one) => works(world, one.id) && named.some((who) => who !== undefined && fits(book, who, one)),
  );
  return fitting.length > 0 ? fitting.includes(person) : signals.length > 0 && person.kind === 'person';
}

test('invariant 4: every hop adds authority; a hollow hop is refused; a change of owner is not a hop', () => {
  holds(watching, 600);
});
