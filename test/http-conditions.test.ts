// What a client may hold a request to: once under a key, only as it was seen, and not again what it has.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openService, refund, type Answer, type Service } from './service.ts';

let service: Service;
before(async () => {
  service = await openService();
});
after(() => service.close());

const call = (...sent: Parameters<Service['call']>): Promise<Answer> => service.call(...sent);
let count = 0;
const key = (): string => `key-${(count += 1)}`;
const openCase = (amount = '40', headers: Record<string, string> = {}): Promise<Answer> =>
  call('mia', 'POST /v1/cases', { request: refund(amount, { subject: `o-${key()}` }) }, headers);

describe('an idempotency key', () => {
  it('carries a request out once, and says so', async () => {
    const [headers, body] = [{ 'idempotency-key': key() }, { request: refund('41'), at_once: true }];
    const first = await call('mia', 'POST /v1/cases', body, headers);
    const again = await call('mia', 'POST /v1/cases', body, headers);
    assert.equal(first.headers.get('idempotency-replayed'), null);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.equal(again.status, first.status);
    assert.deepEqual(again.at(), { ...(first.at() as object), replayed: true });
    assert.notDeepEqual(first.at('said'), []);
  });

  it('answers what happened then, whatever happened since', async () => {
    const opened = await openCase('46');
    const at = `v1/cases/${String(opened.at('case.id'))}`;
    const headers = { 'idempotency-key': key() };
    const held = await call('mia', `POST /${at}/hold`, {}, headers);
    await call('mia', `POST /${at}/resume`, {});
    const again = await call('mia', `POST /${at}/hold`, {}, headers);
    assert.deepEqual([again.at('happened'), again.at('said')], [held.at('happened'), held.at('said')]);
    assert.equal(again.at('case.hold_until'), undefined);
  });

  it('is one for requests that come at once', async () => {
    const [headers, body] = [{ 'idempotency-key': key() }, { request: refund('42') }];
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call('mia', 'POST /v1/cases', body, headers)),
    );
    assert.equal(new Set(answers.map((one) => one.at('case.id'))).size, 1);
    assert.equal(answers.filter((one) => one.headers.get('idempotency-replayed') === null).length, 1);
  });

  it('is refused with something else, or from somebody else', async () => {
    const headers = { 'idempotency-key': key() };
    await call('mia', 'POST /v1/cases', { request: refund('43') }, headers);
    const other = await call('mia', 'POST /v1/cases', { request: refund('44') }, headers);
    assert.equal(other.at('code'), 'key-reused');
    const theirs = await call('lena', 'POST /v1/cases', { request: refund('43') }, headers);
    assert.equal(theirs.at('code'), 'key-reused');
  });

  it('has 1 to 200 characters', async () => {
    assert.equal((await openCase('45', { 'idempotency-key': 'k'.repeat(201) })).at('code'), 'wrong-key');
    assert.equal((await openCase('45', { 'idempotency-key': ' ' })).at('code'), 'wrong-key');
  });
});

describe('the version that was seen', () => {
  it('is the etag: if the case changed since, nothing is done', async () => {
    const opened = await openCase();
    const at = `v1/cases/${String(opened.at('case.id'))}`;
    const seen = opened.headers.get('etag') ?? '';
    const shown = (await call('mia', `GET /${at}`)).headers.get('etag') ?? '';
    assert.notEqual(seen, '');
    const held = await call('mia', `POST /${at}/hold`, {}, { 'if-match': shown });
    assert.equal(held.status, 200, held.text);
    for (const old of [seen, shown, `W/${seen}`]) {
      const late = await call('mia', `POST /${at}/resume`, {}, { 'if-match': old });
      assert.equal(late.status, 412);
      assert.equal(late.at('code'), 'changed-meanwhile');
    }
    const now = await call('mia', `POST /${at}/resume`, {}, { 'if-match': held.headers.get('etag') ?? '' });
    assert.equal(now.status, 200, now.text);
  });

  it('is refused where it is none, and where nothing is compared', async () => {
    const opened = await openCase();
    const at = `v1/cases/${String(opened.at('case.id'))}/hold`;
    for (const wrong of ['5', '"x"', '"1", "2"'])
      assert.equal((await call('mia', `POST /${at}`, {}, { 'if-match': wrong })).at('code'), 'wrong-header');
    assert.equal((await openCase('40', { 'if-match': '"1"' })).at('code'), 'wrong-header');
    assert.equal((await call('mia', `POST /${at}`, {}, { 'if-match': '*' })).status, 200);
  });
});

describe('what the client has', () => {
  it('is not sent again', async () => {
    const path = 'GET /openapi.json' as const;
    const tag = (await call(undefined, path)).headers.get('etag') ?? '';
    for (const known of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
      const again = await call(undefined, path, undefined, { 'if-none-match': known });
      assert.equal(again.status, 304, known);
      assert.equal(again.text, '');
      assert.equal(again.headers.get('etag'), tag);
    }
    assert.equal((await call(undefined, path, undefined, { 'if-none-match': '"x"' })).status, 200);
  });

  it('of a case is what its reader sees: who reads, and what they may do, is part of it', async () => {
    const opened = await openCase();
    const path = `GET /v1/cases/${String(opened.at('case.id'))}` as const;
    const tag = (await call('mia', path)).headers.get('etag') ?? '';
    assert.match(tag, /^"\d+-[\w-]{16}"$/);
    const theirs = (await call('lena', path)).headers.get('etag') ?? '';
    assert.notEqual(theirs, tag);
  });

  it('of a case stays what it is while time passes and nothing changes', async () => {
    const path = `GET /v1/cases/${String((await openCase()).at('case.id'))}` as const;
    const seen = await call('mia', path);
    const decidedAt = seen.at('decision.at');
    const tag = seen.headers.get('etag') ?? '';
    while ((await call('mia', path)).at('decision.at') === decidedAt);
    assert.equal((await call('mia', path, undefined, { 'if-none-match': tag })).status, 304);
  });

  it('does not hide what was done, or what was wrong', async () => {
    assert.equal((await openCase('40', { 'if-none-match': '*' })).status, 201);
    const missing = await call('mia', 'GET /v1/cases/nowhere', undefined, { 'if-none-match': '*' });
    assert.equal(missing.status, 404);
  });
});

describe('the id of a request', () => {
  it("is the caller's where it is a UUID, and stands in problems", async () => {
    const theirs = '3f2c8f0e-9b3c-4f6a-8c1d-2e7b6a5d4c3b';
    const answer = await call('mia', 'GET /v1/cases/nowhere', undefined, { 'x-request-id': theirs });
    assert.equal(answer.headers.get('x-request-id'), theirs);
    assert.equal(answer.at('instance'), theirs);
  });

  it('is made where it could name somebody', async () => {
    for (const wrong of ['mia@shop.example', 'a'.repeat(65), '../../x', 'short'])
      assert.match(
        (await call('mia', 'GET /v1/remit', undefined, { 'x-request-id': wrong })).headers.get(
          'x-request-id',
        ) ?? '',
        /^[0-9a-f]{16}$/,
      );
  });
});
