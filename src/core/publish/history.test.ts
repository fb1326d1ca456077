import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../cases/event.ts';
import { historyOf, newestBase, stretchesFrom } from './history.ts';
import { withNotices } from './notice.ts';
import { readYaml } from '../book/yaml.ts';

const published = (
  sequence: number,
  book: string,
  inForceFrom: number,
): { sequence: number; event: Event } => ({
  sequence,
  event: {
    kind: 'book published',
    at: sequence,
    by: 'tomas',
    case: null,
    draft: `d-${book}`,
    book,
    uploadedBy: 'nadia',
    inForceFrom,
  },
});
const given = (
  sequence: number,
  notice: string,
  inForceFrom: number,
  until: number,
): { sequence: number; event: Event } => ({
  sequence,
  event: {
    kind: 'notice given',
    at: sequence,
    by: 'tomas',
    case: null,
    notice,
    name: notice,
    types: ['refund'],
    gives: { from: 'agent' },
    inForceFrom,
    until,
    because: 'storm',
  },
});
const ended = (
  sequence: number,
  notice: string,
  inForceFrom: number,
): { sequence: number; event: Event } => ({
  sequence,
  event: {
    kind: 'notice ended',
    at: sequence,
    by: 'tomas',
    case: null,
    notice,
    inForceFrom,
    because: 'over',
  },
});

const withdrawn = (
  sequence: number,
  book: string,
  inForceFrom: number,
): { sequence: number; event: Event } => ({
  sequence,
  event: { kind: 'book withdrawn', at: sequence, by: 'greta', case: null, book, inForceFrom, because: 'x' },
});

/** Stretches as "since base+notices". */
const said = (
  record: readonly { sequence: number; event: Event }[],
  from: number,
  also: number[] = [],
): string[] =>
  stretchesFrom(historyOf(record), from, also).map(
    ({ since, base, notices }) => `${since} ${[base, ...notices.map(({ id }) => id)].join('+')}`,
  );

test('a notice lies on whichever book is in force, until it ends', () => {
  const record = [published(1, 'a', 0), given(2, 'n', 10, 40), published(3, 'b', 20), given(4, 'm', 30, 60)];
  assert.deepEqual(said(record, 0), ['0 a', '10 a+n', '20 b+n', '30 b+n+m', '40 b+m', '60 b']);
  assert.deepEqual(said(record, 25, [25]), ['25 b+n', '30 b+n+m', '40 b+m', '60 b']);
});

test('a notice that is ended counts no more; what is stored for its end is said anew', () => {
  const record = [published(1, 'a', 0), given(2, 'n', 10, 40), ended(3, 'n', 20), published(4, 'b', 30)];
  assert.deepEqual(said(record, 20, [40]), ['20 a', '30 b', '40 b']);
  // Ended later than it would end anyway, it ends when it would.
  const late = [published(1, 'a', 0), given(2, 'n', 10, 40), ended(3, 'n', 50)];
  assert.deepEqual(said(late, 10), ['10 a+n', '40 a']);
});

test('of two books from one instant the later one counts; the newest is the one that was brought in last', () => {
  const record = [published(1, 'a', 0), published(2, 'b', 90), published(3, 'c', 50), published(4, 'd', 90)];
  assert.deepEqual(said(record, 0), ['0 a', '50 c', '90 d']);
  assert.equal(newestBase(historyOf(record.slice(0, 3)))?.hash, 'c');
});

test('a book that is withdrawn never counts, and what is published then stays', () => {
  const record = [published(1, 'a', 0), published(2, 'b', 90), withdrawn(3, 'b', 90), published(4, 'c', 50)];
  assert.deepEqual(said(record, 0, [90]), ['0 a', '50 c', '90 c']);
  assert.equal(newestBase(historyOf(record.slice(0, 3)))?.hash, 'a');
});

test('a notice is a section of the text, in a book of lines and in one of JSON', () => {
  const notice = { name: 'storm', types: ['refund'], gives: { from: 'agent', when: 'x == "a"' } };
  const expected = { storm: { for: ['refund'], from: 'agent', when: 'x == "a"' } };
  for (const text of [
    'book: b\nterms:\n  x: 1   \n\n',
    'book: b',
    '{ "book": "b", "terms": { "x": 1 } }\n',
  ]) {
    const { data, problems } = readYaml('book.yaml', withNotices(text, [notice]));
    assert.deepEqual(problems, []);
    assert.deepEqual(JSON.parse(JSON.stringify((data as { notices: unknown }).notices)), expected);
    assert.equal(withNotices(text, []), text);
  }
});
