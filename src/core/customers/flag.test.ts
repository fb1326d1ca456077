import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRefund } from '../../../test/story.ts';
import { PureWorld, shipped } from '../../../test/pure-world.ts';
import type { Person } from '../organization/organization.ts';
import { DAY } from '../words/time.ts';
import { mayCare, readFlag, type Now } from './flag.ts';
import { flagAt, newRecord, type Flag } from './record.ts';

const AT = Date.parse('2026-03-10T14:00:00Z');
const shop: Now = { ...shipped('shop'), at: AT };
const person = (id: string): Person => {
  const found = shop.organization.people.get(id);
  assert.ok(found);
  return found;
};
const FLAG: Flag = { owner: 'kai', criteria: ['x'], until: AT + DAY, setBy: 'rosa', setAt: AT };

const may = (id: string, flag?: Flag): boolean => mayCare(shop, person(id), flag);
const until = (text: string): string =>
  JSON.stringify(
    readFlag(
      { criteria: ['Orders for more than 5,000 USD in a year'], until: text },
      person('rosa'),
      newRecord('c-1'),
      shop,
    ),
  );

test('management, whoever holds the role, and the owner of the flag decide about it; an AI agent never does', () => {
  assert.deepEqual(
    ['tomas', 'nadia', 'rosa', 'kai', 'lena', 'mia', 'lumo'].filter((id) => may(id)),
    ['tomas', 'nadia', 'rosa'],
  );
  assert.equal(may('kai', FLAG), true);
  assert.equal(may('lumo', { ...FLAG, owner: 'lumo' }), false);
});

test('where the book lists no criteria, they are said in own words; without a role, somebody is named', () => {
  const { specialClients: _, ...book } = shop.book;
  const now = { ...shop, book };
  const raw = { criteria: ['They furnish a hospital.'], until: '2026-06-30' };
  const read = (sent: object): unknown => readFlag(sent, person('tomas'), newRecord('c-1'), now);
  assert.match(JSON.stringify(read(raw)), /"missing-key","path":"owner"/);
  assert.deepEqual(read({ ...raw, owner: 'kai' }), {
    flag: {
      criteria: raw.criteria,
      until: Date.parse('2026-07-01T04:00:00Z'),
      setBy: 'tomas',
      setAt: AT,
      owner: 'kai',
    },
  });
});

test('a year and a day is too far; a leap year is a year', () => {
  assert.match(until('2027-03-10'), /"flag"/);
  assert.match(until('2027-03-12'), /too-far/);
  assert.match(until('2026-03-10T14:00:00Z'), /in-the-past/);
  assert.match(until('next year'), /wrong-value/);
});

test('a flag ends by its date, in cases that are open as well', () => {
  assert.equal(flagAt({ flag: FLAG }, AT + DAY - 1), FLAG);
  assert.equal(flagAt({ flag: FLAG }, AT + DAY), undefined);
  const world = new PureWorld(shipped('shop'), '2026-03-10T14:00:00Z');
  world.customers.set('c-10', { special: { until: AT + DAY } });
  const id = openRefund(world, { facts: { category: 'gift card' } });
  assert.equal(world.refused('mia', id, { do: 'decline' }).code, 'special-client');
  world.passTime('1d');
  assert.notEqual(world.refused('mia', id, { do: 'decline' }).code, 'special-client');
  // Whoever comes the day after is a customer as all others.
  const later = openRefund(world, { facts: { category: 'gift card' }, subject: 'order-11' });
  assert.equal(world.case(later).request.special, undefined);
});
