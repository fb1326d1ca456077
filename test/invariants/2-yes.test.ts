import { test } from 'node:test';
import { holds } from './holds.ts';
import { SHOP, SMALL, SOFTWARE } from './settings.ts';
import { watchingYeses } from './yes-watch.ts';

test('invariant 2: no yes without authority at that moment, bound to the facts, once', () => {
  // Two customers who ask at once for what few may have more than twice.
  const crowded = { customers: ['k2', 'k3'], specialPercent: 8, atOncePercent: 70 };
  holds(watchingYeses, 90, [
    { setting: { ...SMALL, ...crowded }, runs: 90 },
    { setting: SHOP, runs: 8 },
    { setting: SOFTWARE, runs: 8 },
  ]);
});
