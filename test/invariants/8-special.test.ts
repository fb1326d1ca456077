import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line } from '../../src/core/book/book.ts';
import { holds } from './holds.ts';
import { isManagement } from './oracle.ts';
import { readRaw, type Told } from './record.ts';
import { SMALL } from './settings.ts';
import type { Watch, World } from './world.ts';

/** Whether the request's customer is under special care now: by what is stored of them, or by what was told. */
function isSpecial(world: World, told: Told): boolean {
  const stored = world.customers.get(told.raw.customer ?? '')?.special;
  if (stored && world.at < stored.until) return true;
  const { special } = readRaw(world.book, told.raw);
  return special !== undefined && (special.until === undefined || world.at < special.until);
}

function linesOf(world: World, told: Told): Line[] {
  const type = world.book.types.get(told.raw.type);
  return [...(type?.lines ?? world.book.lines), ...(type?.otherwise ? [type.otherwise] : [])];
}

function watching(hit: () => void): Watch {
  return {
    event: (event, world) => {
      if (event.kind === 'declined') {
        const told = world.record.told(event.case);
        if (!isSpecial(world, told)) return;
        hit();
        const illegal = linesOf(world, told).some(
          ({ id, kind }) => kind === 'illegal' && event.answer.lines.includes(id),
        );
        assert.ok(
          illegal || isManagement(world, event.by),
          `${event.by} turns a special client away: ${JSON.stringify(event.answer)}`,
        );
        return;
      }
      // An appeal that is answered no is a no as well.
      if (event.kind !== 'question closed' || event.how !== 'no') return;
      const told = world.record.told(event.case);
      const question = told.events.find((one) => one.kind === 'asked' && one.question.id === event.question);
      if (question?.kind !== 'asked' || question.question.kind !== 'appeal' || !isSpecial(world, told))
        return;
      const before = told.answer;
      assert.ok(before?.kind === 'declined');
      const illegal = linesOf(world, told).some(
        ({ id, kind }) => kind === 'illegal' && before.answer.lines.includes(id),
      );
      hit();
      assert.ok(illegal || isManagement(world, event.by), `${event.by} turns a special client's appeal down`);
    },
  };
}

test('invariant 8: a special client gets no decline from staff, illegal lines apart', () => {
  const types = ['refund', 'swap', 'swap', 'contract', 'date', 'a song'];
  const careful = { ...SMALL, types, specialPercent: 75, rarePercent: 30 };
  holds(watching, 20, [{ setting: careful, runs: 90 }]);
});

test('invariant 8: the flag that is stored counts without being sent, and can not be sent away', () => {
  const types = ['refund', 'swap', 'swap', 'contract', 'date', 'a song'];
  const [flagged = ''] = SMALL.customers;
  const stored = { ...SMALL, types, flagged: [flagged], specialPercent: 50, rarePercent: 30 };
  holds(watching, 4, [{ setting: stored, runs: 60 }]);
});
