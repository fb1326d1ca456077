import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { condition, expression, NOON, scope, shape } from '../../../test/conditions.ts';
import type { Value } from '../book/expression.ts';
import { DAY, dayOf, HOUR, type Zone } from '../words/time.ts';
import { truth, valueOf } from './evaluate.ts';

const holds = (source: string, facts: Record<string, Value> = {}): boolean | undefined =>
  truth(condition(source), scope(facts)).value;
const paths = (source: string, facts: Record<string, Value> = {}): string[] =>
  truth(condition(source), scope(facts)).unknown.map(({ path }) => path);
const value = (source: string, facts: Record<string, Value> = {}): Value | undefined =>
  valueOf(expression(source), scope(facts)).value;

const TODAY = dayOf(2026, 5, 20);
const BERLIN: Zone = {
  name: 'Europe/Berlin',
  version: 'test',
  starts: [-Infinity, Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)],
  offsets: [HOUR, 2 * HOUR, HOUR],
};

const until = (
  source: string,
  facts: Record<string, Value>,
  zone: Zone = BERLIN,
  at = NOON,
): number | undefined => truth(condition(source), scope(facts, { zone, at })).atoms[0]?.until;
const midnight = (year: number, month: number, day: number, hour: number): number =>
  Date.UTC(year, month - 1, day, hour);

describe('money and time', () => {
  it('money times a decimal and conversion go toward zero, decimals taken by their text', () => {
    assert.equal(value('order.value * 0.29', { 'order.value': 100 }), 29);
    assert.equal(value('order.value * 0.5', { 'order.value': 101 }), 50);
    assert.equal(value('order.value * 0.5', { 'order.value': -101 }), -50);
    assert.equal(value('0.333 * order.value', { 'order.value': 1000 }), 333);
    assert.equal(value('order.value / 3', { 'order.value': 200 }), 66);
    assert.equal(value('order.value / 3', { 'order.value': -200 }), -66);
    assert.equal(value('to_usd(eur_value)', { eur_value: 1000 }), 1100);
    assert.equal(value('to_usd(eur_value)', { eur_value: 1 }), 1);
    const later = scope({ 'order.value': 1234 }, { at: dayOf(2026, 9, 2) * DAY });
    assert.equal(valueOf(expression('to_jpy(order.value)'), later).value, 1851);
    assert.equal(value('order.value * 0.0000001', { 'order.value': 100 }), 0);
  });
  it('dates count in days, instants in milliseconds, in the zone of the book', () => {
    assert.equal(value("date('2026-03-01') - date('2026-02-01')"), 28);
    assert.equal(value("date('2026-02-28') + 1"), dayOf(2026, 3, 1));
    assert.equal(value("timestamp('2026-01-01T02:00Z') - timestamp('2026-01-01T00:30Z')"), 1.5 * HOUR);
    assert.equal(value("timestamp('2026-01-01T02:00Z') + duration('1h30m')"), Date.UTC(2026, 0, 1, 3, 30));
    const late = scope({ 'order.placed_at': Date.UTC(2026, 4, 19, 22, 30) }, { zone: BERLIN });
    assert.equal(valueOf(expression('date(order.placed_at)'), late).value, TODAY);
    assert.equal(valueOf(expression('days_since(order.placed_at)'), late).value, 0);
    const parts = ['getFullYear', 'getMonth', 'getDate', 'getDayOfWeek'].map((name) =>
      value(`order.delivered.${name}()`, { 'order.delivered': TODAY }),
    );
    assert.deepEqual(parts, [2026, 4, 20, 3]);
    assert.equal(value('hours_since(order.placed_at)', { 'order.placed_at': NOON - 90 * 60_000 }), 1);
    assert.equal(value('days_since(order.delivered)', { 'order.delivered': TODAY + 2 }), -2);
  });
  it('counters and tables', () => {
    assert.equal(holds('refunds >= 2'), true);
    assert.equal(value('free_bags[membership][cabin]', { membership: 'gold', cabin: 'second' }), 2);
    assert.deepEqual(paths('free_bags[membership][cabin] > 1'), ['membership', 'cabin']);
  });
  it('text is counted in characters', () => assert.equal(value('size(category)', { category: 'a💥' }), 2));
});

describe('until', () => {
  it('is exact for days_since against a number', () => {
    const facts = { 'order.delivered': TODAY - 10 };
    // Summer time: midnight is 22:00 UTC the day before.
    assert.equal(until('days_since(order.delivered) <= 30', facts), midnight(2026, 6, 9, 22));
    assert.equal(until('days_since(order.delivered) < 30', facts), midnight(2026, 6, 8, 22));
    assert.equal(until('days_since(order.delivered) > 30', facts), midnight(2026, 6, 9, 22));
    assert.equal(until('30 >= days_since(order.delivered)', facts), midnight(2026, 6, 9, 22));
    assert.equal(until('days_since(order.delivered) == 10', facts), midnight(2026, 5, 20, 22));
    assert.equal(until('days_since(order.delivered) == 12', facts), midnight(2026, 5, 21, 22));
    assert.equal(
      until('days_since(order.delivered) <= count', { ...facts, count: 200 }),
      midnight(2026, 11, 26, 23),
    );
  });
  it('is never once it cannot change any more', () => {
    const facts = { 'order.delivered': TODAY - 31 };
    assert.equal(until('days_since(order.delivered) <= 30', facts), undefined);
    assert.equal(until('days_since(order.delivered) >= 30', facts), undefined);
    assert.equal(until('days_since(order.delivered) == 30', facts), undefined);
  });
  it('is the very instant at which the truth changes, whatever the numbers', () => {
    const source = condition('days_since(order.delivered) <= count');
    for (const [delivered, count] of [
      [0, 0],
      [-3, 5],
      [4, -4],
      [4, -2],
      [-160, 165],
    ] as const) {
      const facts = { 'order.delivered': TODAY + delivered, count };
      const now = truth(source, scope(facts, { zone: BERLIN }));
      const at = now.atoms[0]?.until;
      assert.ok(at !== undefined);
      assert.equal(truth(source, scope(facts, { zone: BERLIN, at: at - 1 })).value, now.value);
      assert.equal(truth(source, scope(facts, { zone: BERLIN, at })).value, !now.value);
    }
  });
  it('hours_since changes on the full hour after the instant', () => {
    const facts = { 'order.placed_at': NOON - 90 * 60_000 };
    assert.equal(until('hours_since(order.placed_at) < 36', facts), NOON - 90 * 60_000 + 36 * HOUR);
    assert.equal(until('hours_since(order.placed_at) <= 36', facts), NOON - 90 * 60_000 + 37 * HOUR);
    assert.equal(until('hours_since(order.placed_at) * 2 > 5', facts), NOON + 30 * 60_000);
  });
  it('is the next midnight, hour or rate where it can not be told exactly', () => {
    const facts = { 'order.delivered': TODAY - 10, items: [shape({ bought: TODAY - 1 })], eur_value: 5 };
    assert.equal(until('days_since(order.delivered) * 2 > 5', facts), midnight(2026, 5, 20, 22));
    assert.equal(until('days_since(order.delivered) in [1, 2]', facts), midnight(2026, 5, 20, 22));
    assert.equal(until('items.all(i, days_since(i.bought) < 3)', facts), midnight(2026, 5, 21, 22));
    assert.equal(until('to_usd(eur_value) > usd(3)', facts), midnight(2026, 6, 30, 22));
    assert.equal(
      until('order.delivered > date(order.placed_at)', { ...facts, 'order.placed_at': 5 }),
      undefined,
    );
  });
  it('belongs to values too', () => {
    const facts = { 'order.delivered': TODAY - 10 };
    assert.equal(
      valueOf(expression('days_since(order.delivered)'), scope(facts, { zone: BERLIN })).until,
      midnight(2026, 5, 20, 22),
    );
    const chosen = valueOf(
      expression('days_since(order.delivered) <= 30 ? 1 : 2'),
      scope(facts, { zone: BERLIN }),
    );
    assert.equal(chosen.until, midnight(2026, 6, 9, 22));
    assert.equal(chosen.atoms[0]?.until, chosen.until);
  });
  it('where clocks go back over midnight, the date that comes back is not missed', () => {
    // At 00:01 local time of the 21st the clock goes back to 23:01 of the 20th.
    const back = NOON + 12 * HOUR + 60_000;
    const zone: Zone = { name: 'Test/Back', version: 'test', starts: [-Infinity, back], offsets: [0, -HOUR] };
    const at = back - 30_000;
    assert.equal(
      valueOf(expression('days_since(order.delivered)'), scope({ 'order.delivered': TODAY }, { zone, at }))
        .until,
      back,
    );
    assert.equal(
      until('days_since(order.delivered) <= 0', { 'order.delivered': TODAY }, zone, back + 5),
      back + HOUR - 60_000,
    );
  });
});
