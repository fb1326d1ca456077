// Customers, special clients and what happens outside, over HTTP.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openService, refund, type Service } from './service.ts';

let service: Service;
before(async () => {
  service = await openService({ publicUrl: 'https://support.example' });
});
after(() => service.close());

const FLAG = {
  criteria: ['Furnishes hotels, practices or offices with us'],
  owner: 'rosa',
  until: '2026-12-31',
};

describe('special clients, over HTTP', () => {
  it('sets, shows, lists and withdraws a flag', async () => {
    const { call } = service;
    const set = await call('rosa', 'PUT /v1/customers/c-1/special-client', FLAG, {
      'idempotency-key': 'k-1',
    });
    assert.equal(set.status, 200, set.text);
    assert.deepEqual([set.at('owner.name'), set.at('until')], ['Rosa Marino', '2027-01-01T05:00:00Z']);
    const again = await call('rosa', 'PUT /v1/customers/c-1/special-client', FLAG, {
      'idempotency-key': 'k-1',
    });
    assert.equal(again.text, set.text);
    const other = await call('rosa', 'PUT /v1/customers/c-2/special-client', FLAG, {
      'idempotency-key': 'k-1',
    });
    assert.equal(other.at('code'), 'key-reused');
    assert.equal((await call('mia', 'PUT /v1/customers/c-1/special-client', FLAG)).status, 403);
    const seen = await call('mia', 'GET /v1/customers/c-1/special-client');
    assert.deepEqual(seen.at('flag.criteria'), FLAG.criteria);
    assert.equal((await call('mia', 'GET /v1/special-clients')).at('code'), 'not-able');
    assert.equal((await call('tomas', 'GET /v1/special-clients')).at('flagged.0.customer'), 'c-1');
    const decided = await call('mia', 'POST /v1/decisions', {
      request: refund('30', { customer: 'c-1', facts: { category: 'gift card' } }),
    });
    assert.equal(decided.at('verdict'), 'handoff', decided.text);
    const gone = await call('tomas', 'DELETE /v1/customers/c-1/special-client?because=They+moved');
    assert.equal(gone.at('withdrawn'), true, gone.text);
    assert.equal((await call('mia', 'GET /v1/customers/c-1/special-client')).at('flag'), null);
  });

  it('lets nobody bring a flag with a case who may not set one', async () => {
    const { call } = service;
    const request = refund('30', { customer: 'c-5' });
    const opened = await call('mia', 'POST /v1/cases', { request: { ...request, special: true } });
    assert.deepEqual([opened.at('code'), opened.at('path')], ['not-able', 'request.special'], opened.text);
    const id = String((await call('mia', 'POST /v1/cases', { request })).at('case.id'));
    const told = await call('mia', `POST /v1/cases/${id}/tell`, { special: { until: '2026-12-31' } });
    assert.deepEqual([told.at('code'), told.at('path')], ['not-able', 'special'], told.text);
    const byManager = await call('tomas', `POST /v1/cases/${id}/tell`, { special: true });
    assert.equal(byManager.status, 200, byManager.text);
  });

  it('keeps what is told of a customer, and shows it beside what was granted', async () => {
    const { call } = service;
    const told = await call('mia', 'POST /v1/customers/c-3/preferences', {
      language: 'de',
      note: 'Calls after five.',
    });
    assert.equal(told.status, 200, told.text);
    assert.equal(
      (await call('mia', 'POST /v1/customers/c-3/preferences', { time_zone: 'Mars/Base' })).status,
      422,
    );
    await call('mia', 'POST /v1/cases', { request: refund('30', { customer: 'c-3' }), at_once: true });
    const history = await call('lena', 'GET /v1/customers/c-3/history');
    assert.equal(history.status, 200, history.text);
    assert.deepEqual(
      [history.at('granted.0.what'), history.at('granted.0.amount'), history.at('preferences.language')],
      ['refund', '30.00', 'de'],
    );
    assert.equal((await call('lena', 'GET /v1/customers/c-3/preferences')).at('note'), 'Calls after five.');
  });

  it('lets customers tell of themselves, on their own page', async () => {
    const { call } = service;
    const opened = await call('mia', 'POST /v1/cases', { request: refund('31', { customer: 'c-4' }) });
    const conversation = String(opened.at('case.conversation.id'));
    const link = await call('mia', `POST /v1/conversations/${conversation}/page-link`);
    const authorization = `Bearer ${String(link.at('url')).split('/').at(-1) ?? ''}`;
    await call('mia', 'POST /v1/customers/c-4/preferences', { note: 'For colleagues.' });
    const told = await call(undefined, 'POST /v1/page/preferences', { called: 'Ana' }, { authorization });
    assert.deepEqual([told.status, told.at()], [200, { called: 'Ana' }]);
    const own = await call(undefined, 'GET /v1/page/preferences', undefined, { authorization });
    assert.deepEqual(own.at(), { called: 'Ana' });
    const note = await call(undefined, 'POST /v1/page/preferences', { note: 'mine' }, { authorization });
    assert.equal(note.status, 422);
    const flag = await call(undefined, 'GET /v1/customers/c-4/special-client', undefined, { authorization });
    assert.equal(flag.status, 403);
  });
});

describe('what happens outside, over HTTP', () => {
  it('is reported, listed, taken up once', async () => {
    const { call } = service;
    const event = {
      system: 'carrier',
      id: 'd-1',
      trigger: 'late parcel',
      customer: 'c-5',
      subject: 'o-5',
      facts: { days_late: 3, 'order.speed': 'standard' },
    };
    const reported = await call('lumo', 'POST /v1/triggers', event);
    assert.equal(reported.status, 200, reported.text);
    assert.equal(reported.at('now.0.name'), 'late_delivery');
    assert.equal((await call('lumo', 'POST /v1/triggers', event)).at('counted'), false);
    assert.equal(
      (await call('lumo', 'POST /v1/triggers', { ...event, trigger: 'rain' })).at('code'),
      'unknown-trigger',
    );
    const listed = await call('lena', 'GET /v1/triggers');
    const id = String(listed.at('events.0.event'));
    const key = { 'idempotency-key': 'take-1' };
    const taken = await call('lena', `POST /v1/triggers/${id}/take`, { proposal: 'late_delivery' }, key);
    assert.equal(taken.status, 200, taken.text);
    const one = await call('lena', `GET /v1/cases/${String(taken.at('case'))}`);
    assert.equal(one.at('case.answer.amount'), '6.00', one.text);
    assert.equal(
      (await call('lena', `POST /v1/triggers/${id}/take`, { proposal: 'late_delivery' }, key)).text,
      taken.text,
    );
    assert.equal((await call('lumo', `POST /v1/triggers/${id}/dismiss`, {})).at('code'), 'event-over');
  });
});
