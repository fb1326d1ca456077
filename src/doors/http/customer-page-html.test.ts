import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shipped } from '../../../test/pure-world.ts';
import type { CustomerPage, PageCase } from '../../core/cases/customer-page.ts';
import { customerPageHtml, CUSTOMER_SHEET } from './customer-page-html.ts';

const AT = Date.parse('2026-03-02T12:00:00Z');
const { book } = shipped('shop');

const asked = (id: string, words: string): PageCase => ({
  id,
  asked: words,
  askedAt: AT,
  stage: 'with us',
  with: 'our duty manager',
  offers: [],
  may: ['say', 'rate', 'supervisor', 'close', 'complain'] as PageCase['may'],
});

const drawn = (page: Pick<CustomerPage, 'cases' | 'history'>, language = 'en'): string =>
  customerPageHtml(
    {
      language,
      timeZone: 'America/New_York',
      isZoneSaid: true,
      nextUpdate: { at: AT, says: 'You will hear from us by nine.' },
      ...page,
    },
    { book, shop: 'Lantern House', at: AT, key: () => 'k'.repeat(36) },
  ).body;

test('however much was asked and said, the page stays below 50 kB; what is newest stands there', () => {
  const cases = Array.from({ length: 40 }, (_, n) => asked(`c${n}`, `wish ${n} ${'ö'.repeat(9000)}`));
  const history = Array.from({ length: 300 }, (_, n) => ({
    at: AT + n,
    by: 'you' as const,
    says: `message ${n} ${'<é>'.repeat(1300)}`,
  }));
  for (const language of ['en', 'de', 'es', 'fr']) {
    const body = drawn({ cases, history }, language);
    const size = Buffer.byteLength(body) + Buffer.byteLength(CUSTOMER_SHEET) + 1000;
    assert.ok(size < 50_000, `${language}: ${size} bytes`);
    assert.match(body, /wish 39/);
    assert.match(body, /message 299/);
    assert.match(body, /You will hear from us by nine/);
    assert.doesNotMatch(body, /message 0 /);
  }
  assert.match(drawn({ cases: [asked('c1', 'a lamp')], history }), /Earlier: \d+ more, which we have kept/);
});

test('what fits stands there whole, in its order', () => {
  const cases = ['one', 'two', 'three'].map((words) => asked(words, words));
  const history = ['first', 'second'].map((says, n) => ({ at: AT + n, by: 'us' as const, says }));
  const body = drawn({ cases, history });
  assert.match(body, /one[\s\S]*two[\s\S]*three[\s\S]*first[\s\S]*second/);
  assert.equal(body.match(/value="complain"/g)?.length, 3);
  assert.doesNotMatch(body, /Earlier/);
  // Noon in London, as it is where they are.
  assert.match(body, />7:00 today<|>07:00 today</);
  assert.match(body, /All times: New York/);
});

test('by when they hear stands with the request that waits, and no heading lacks the shop', () => {
  const declined: PageCase = { ...asked('one', 'an old wish'), stage: 'no', no: 'It cannot be.' };
  const body = drawn({ cases: [declined, asked('two', 'a new wish')], history: [] });
  const [old = '', recent = ''] = body.match(/<article>[\s\S]*?<\/article>/g) ?? [];
  assert.match(old, /<h1>[^<]*Lantern House<\/h1>[\s\S]*an old wish/);
  assert.match(recent, /<h1>You will hear from us by nine\.<\/h1>[\s\S]*a new wish/);
});
