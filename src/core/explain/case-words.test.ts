import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shipped } from '../../../test/pure-world.ts';
import { caseWords } from './case-words.ts';
import { calledByCustomers } from './say.ts';

const { book } = shipped('shop');
const NOW = Date.parse('2026-03-10T14:00:00Z');
const update = (language: string, time: string): string =>
  caseWords(book, language, 'next update', NOW, { time: Date.parse(time) });

test('times as people say them, on the wall of the book, in the language of the customer', () => {
  assert.equal(update('en', '2026-03-10T16:30:00Z'), 'You will hear from us by 12:30 today (New York time).');
  assert.equal(
    update('en', '2026-03-11T14:00:00Z'),
    'You will hear from us by 10:00 tomorrow (New York time).',
  );
  assert.equal(
    update('en', '2026-03-13T14:00:00Z'),
    'You will hear from us by 10:00 on Friday, March 13 (New York time).',
  );
  assert.equal(
    update('de', '2026-03-13T14:00:00Z'),
    'Sie hören von uns spätestens am Freitag, dem 13. März, um 10:00 (Ortszeit New York).',
  );
  assert.equal(
    update('es', '2026-03-13T14:00:00Z'),
    'Tendrá noticias nuestras, a más tardar, el viernes 13 de marzo a las 10:00 (hora de New York).',
  );
  assert.equal(
    update('fr-CA', '2026-03-13T14:00:00Z'),
    'Vous aurez de nos nouvelles au plus tard le vendredi 13 mars à 10:00 (heure de New York).',
  );
});

test('today and tomorrow are days on that wall, not on another', () => {
  // 03:30 UTC is 23:30 in New York the day before.
  assert.match(update('en', '2026-03-11T03:30:00Z'), /23:30 today/);
  assert.match(update('en', '2026-03-11T04:30:00Z'), /00:30 tomorrow/);
});

test('a language without sentences of its own gets those of the book', () => {
  assert.equal(update('cs', '2026-03-10T16:30:00Z'), update('en', '2026-03-10T16:30:00Z'));
});

test('what is no language is said in the language of the book', () => {
  for (const language of ['__proto__', 'constructor', 'toString', '', 'xx'])
    assert.equal(update(language, '2026-03-10T16:30:00Z'), update('en', '2026-03-10T16:30:00Z'));
  for (const language of ['__proto__', 'constructor'])
    assert.equal(
      calledByCustomers(book, language, { roles: ['duty-lead'], grade: 'lead' }),
      calledByCustomers(book, 'en', { roles: ['duty-lead'], grade: 'lead' }),
    );
});
