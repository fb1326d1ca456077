import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../src/core/cases/event.ts';
import { holds } from './holds.ts';
import { SHOP, SMALL } from './settings.ts';
import type { Watch } from './world.ts';

/** A yes that is to be carried out, as the events tell it. */
type Due = { by: number; late: boolean; fulfilled?: Event<'fulfilled'> };

function watching(hit: () => void): Watch {
  const due = new Map<string, Due>();
  return {
    event: (event, world) => {
      const id = event.case ?? '';
      const yes = due.get(id);
      switch (event.kind) {
        case 'granted':
          assert.ok(event.fulfillBy > event.at, 'a yes that would have to be carried out before it is said');
          due.set(id, { by: event.fulfillBy, late: false });
          return;
        case 'fulfillment late':
          assert.ok(yes && !yes.fulfilled && event.at >= yes.by, 'late before its time');
          hit();
          yes.late = true;
          return;
        case 'fulfilled':
          assert.ok(yes, 'carried out without a yes');
          assert.ok(world.organization.people.has(event.by), `${event.by} can not confirm it`);
          assert.ok(yes.late || event.at <= yes.by, 'carried out late, and nobody was told');
          yes.fulfilled = event;
          return;
        case 'closed':
          if (event.as !== 'met') return;
          hit();
          assert.ok(yes?.fulfilled, 'closed as met before anybody confirmed it');
          return;
        case 'answer reopened':
          due.delete(id);
          return;
        default:
      }
    },
    rest: (world) => {
      if (world.behind) return;
      for (const [id, yes] of due)
        if (world.record.told(id).open && !yes.fulfilled && world.at >= yes.by)
          assert.ok(yes.late, `case ${id} is late, and that is no event`);
    },
  };
}

test('invariant 11: a yes carries a fulfill-by time; a case closes as met only when carrying-out is confirmed; lateness is a breach', () => {
  const willing = { ...SMALL, specialPercent: 4, rarePercent: 3, atOncePercent: 60 };
  holds(watching, 60, [
    { setting: willing, runs: 110 },
    { setting: SHOP, runs: 8 },
  ]);
});
