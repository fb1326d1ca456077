// Requests as nobody should send them: each has its answer, none does harm, and the next one on the connection is read right.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { answerOf, exchange, requestText, type RawAnswer } from './raw-http.ts';
import { openService, refund, type Answer, type Service } from './service.ts';

let service: Service;
let bearer: Record<string, string>;
before(async () => {
  service = await openService({ mostBytes: 64 * 1024 });
  bearer = { authorization: `Bearer ${await service.token('mia')}` };
});
after(() => service.close());

const call = (...sent: Parameters<Service['call']>): Promise<Answer> => service.call(...sent);
const raw = async (line: string, headers: Record<string, string> = {}, body = ''): Promise<RawAnswer> =>
  answerOf(await exchange(service.http.address, requestText(line, { ...bearer, ...headers }, body)));
const codeOf = ({ body }: RawAnswer): unknown => (JSON.parse(body) as { code: unknown }).code;
const JSON_TYPE = { 'content-type': 'application/json' };
const DECIDE = 'POST /v1/decisions HTTP/1.1';
const asked = JSON.stringify({ request: refund('40') });

describe('a body', () => {
  const refused: readonly [string, Record<string, string>, string | Buffer, number, string][] = [
    ['no JSON', JSON_TYPE, '{"request":', 400, 'not-json'],
    ['empty', JSON_TYPE, '', 400, 'not-json'],
    ['not UTF-8', JSON_TYPE, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'not-json'],
    ['a list', JSON_TYPE, '[]', 422, 'wrong-type'],
    ['a number', JSON_TYPE, '1', 422, 'wrong-type'],
    ['null', JSON_TYPE, 'null', 422, 'missing-key'],
    ['a key __proto__', JSON_TYPE, '{"__proto__":{"a":1}}', 400, 'not-json'],
    ['a key __proto__ deeper', JSON_TYPE, '{"request":{"type":"refund","__proto__":{}}}', 400, 'not-json'],
    ['a key constructor', JSON_TYPE, '{"constructor":{"prototype":{}}}', 400, 'not-json'],
    ['100 levels', JSON_TYPE, `{"request":${'['.repeat(100)}${']'.repeat(100)}}`, 422, 'too-large'],
    ['a NUL', JSON_TYPE, String.raw`{"request":{"type":"a\u0000b"}}`, 422, 'wrong-character'],
    ['half a character', JSON_TYPE, String.raw`{"request":{"type":"\ud83d"}}`, 422, 'wrong-character'],
    ['more than is taken', JSON_TYPE, JSON.stringify({ a: 'x'.repeat(65 * 1024) }), 413, 'body-too-large'],
    ['plain text', { 'content-type': 'text/plain' }, asked, 415, 'wrong-content-type'],
    [
      'a form',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'request=1',
      415,
      'wrong-content-type',
    ],
    ['of no type', {}, asked, 415, 'wrong-content-type'],
    ['of a nonsense type', { 'content-type': ';;' }, asked, 415, 'wrong-content-type'],
    ['in Latin-1', { 'content-type': 'application/json; charset=latin1' }, asked, 415, 'wrong-content-type'],
    ['packed', { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync(asked), 415, 'wrong-content-type'],
  ];
  for (const [what, headers, body, status, code] of refused)
    it(`${what}: ${status} ${code}`, async () => {
      const sent = await fetch(`${service.http.address}/v1/decisions`, {
        method: 'POST',
        headers: { ...bearer, ...headers },
        body: typeof body === 'string' && headers['content-type'] !== undefined ? body : Buffer.from(body),
      });
      const { code: found } = (await sent.json()) as { code: string };
      assert.deepEqual([sent.status, found], [status, code]);
    });

  it('may say that it is UTF-8, begin with its mark, and come in pieces', async () => {
    const utf8 = await call('mia', 'POST /v1/decisions', asked, {
      'content-type': 'application/json; charset=UTF-8',
    });
    assert.equal(utf8.status, 200, utf8.text);
    const marked = await call('mia', 'POST /v1/decisions', `\uFEFF${asked}`);
    assert.equal(marked.status, 200, marked.text);
    const [a, b] = [asked.slice(0, 10), asked.slice(10)];
    const chunks = [a, b].map((one) => `${one.length.toString(16)}\r\n${one}\r\n`).join('');
    const pieces = await exchange(
      service.http.address,
      `${requestText(DECIDE, { ...bearer, ...JSON_TYPE, 'transfer-encoding': 'chunked' })}${chunks}0\r\n\r\n`,
    );
    assert.equal(answerOf(pieces).status, 200);
  });

  it('says nothing that stands in the address', async () => {
    const opened = await call('mia', 'POST /v1/cases', { request: refund('40') });
    const id = String(opened.at('case.id'));
    const held = await call('mia', `POST /v1/cases/${id}/hold`, { case: 'another' });
    assert.deepEqual([held.at('code'), held.at('path')], ['unknown-key', 'case']);
    const shown = await call('mia', `GET /v1/cases/${id}?case=another`);
    assert.equal(shown.at('code'), 'unknown-key');
  });
});

describe('an address', () => {
  const answered: readonly [string, string, number, string | undefined][] = [
    ['with a slash at its end', 'GET /v1/my/cases/', 404, 'unknown-path'],
    ['with two slashes', 'GET /v1//my/cases', 404, 'unknown-path'],
    ['that goes up', 'GET /v1/../v1/my/cases', 404, 'unknown-path'],
    ['in capitals', 'GET /V1/my/cases', 404, 'unknown-path'],
    ['with a broken %', 'GET /v1/cases/%zz', 404, 'unknown-path'],
    ['with bytes that are no UTF-8', 'GET /v1/cases/%ff', 404, 'unknown-path'],
    ['with a NUL', 'GET /v1/cases/%00', 422, 'wrong-character'],
    ['with a slash in an id', 'GET /v1/cases/a%2Fb', 404, 'unknown-case'],
    ['with an id of blanks', 'GET /v1/cases/%20', 422, 'too-small'],
    ['with a long id', `GET /v1/cases/${'a'.repeat(250)}`, 422, 'too-large'],
    ['with a longer one', `GET /v1/cases/${'a'.repeat(2000)}`, 404, 'unknown-path'],
    ['with __proto__', 'GET /v1/cases/__proto__', 404, 'unknown-case'],
    ['with a key twice', 'GET /v1/cases?owner=mia&owner=lena', 422, 'wrong-type'],
    ['with a key that nobody reads', 'GET /v1/cases?ownr=mia', 422, 'unknown-key'],
    ['with a key __proto__', 'GET /v1/cases?__proto__=1', 422, 'reserved-key'],
    ['with a number that is none', 'GET /v1/cases?most=1e3', 422, 'wrong-type'],
    ['with a number that is large', 'GET /v1/cases?most=99999999999999999999', 422, 'too-large'],
    ['with a place that is none', 'GET /v1/cases?after=%F0%9F%A6%8A', 422, 'wrong-cursor'],
    ['with an empty query', 'GET /v1/cases?', 200, undefined],
    ['with 10,000 keys', `GET /v1/cases?${'a=1&'.repeat(3000)}`, 422, 'unknown-key'],
  ];
  for (const [what, line, status, code] of answered)
    it(`${what.slice(0, 60)}: ${status} ${code ?? ''}`, async () => {
      const answer = await raw(`${line} HTTP/1.1`);
      assert.deepEqual(
        [answer.status, status === 200 ? undefined : codeOf(answer)],
        [status, code],
        answer.body,
      );
    });

  it('is refused with its headers where both are larger than 16 KiB', async () => {
    const answer = await raw(`GET /v1/cases?owner=${'a'.repeat(20_000)} HTTP/1.1`);
    assert.deepEqual([answer.status, codeOf(answer)], [431, 'headers-too-large']);
    assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8');
  });
});

describe('a method', () => {
  it('that an address does not take is answered with those that it takes', async () => {
    const wrong = await raw('PUT /v1/cases/c1/hold HTTP/1.1', JSON_TYPE, '{}');
    assert.deepEqual(
      [wrong.status, codeOf(wrong), wrong.headers['allow']],
      [405, 'wrong-method', 'OPTIONS, POST'],
    );
    const options = await raw('OPTIONS /v1/cases HTTP/1.1');
    assert.deepEqual([options.status, options.headers['allow']], [204, 'GET, HEAD, OPTIONS, POST']);
    assert.equal((await raw('OPTIONS /v1/nothing HTTP/1.1')).status, 404);
  });

  it('HEAD answers as GET does, without the body', async () => {
    const [head, get] = [await raw('HEAD /v1/my/cases HTTP/1.1'), await raw('GET /v1/my/cases HTTP/1.1')];
    assert.deepEqual([head.status, head.body], [200, '']);
    assert.equal(head.headers['etag'], get.headers['etag']);
  });

  it('that is none is no request', async () => {
    const answer = await raw('GRANT /v1/cases HTTP/1.1');
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'not-http']);
  });
});

describe('a connection', () => {
  it('speaks HTTP/1.0', async () => {
    const answer = answerOf(await exchange(service.http.address, 'GET /healthz HTTP/1.0\r\n\r\n'));
    assert.deepEqual([answer.status, answer.body], [200, '{"alive":true}']);
  });

  it('answers requests that come one behind another, in their order', async () => {
    const first = requestText(DECIDE, { ...bearer, ...JSON_TYPE }, asked).replace(
      'connection: close\r\n',
      '',
    );
    const second = requestText('GET /v1/cases/nowhere HTTP/1.1', bearer);
    const came = await exchange(service.http.address, `${first}${second}`);
    assert.deepEqual(
      [...came.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
      ['200', '404'],
    );
  });

  it('is told to go on where it waits for that', async () => {
    const came = await exchange(
      service.http.address,
      requestText(DECIDE, { ...bearer, ...JSON_TYPE, expect: '100-continue' }, asked),
    );
    assert.match(came, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  it('is closed after what is no request', async () => {
    for (const bytes of [
      '\0\0\0\0',
      'GET\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n',
    ]) {
      const answer = answerOf(await exchange(service.http.address, bytes));
      assert.deepEqual([answer.status, codeOf(answer)], [400, 'not-http']);
    }
  });

  it('does not take a second request for the body of the first', async () => {
    const smuggled = requestText(DECIDE, {
      ...bearer,
      ...JSON_TYPE,
      'content-length': '4',
      'transfer-encoding': 'chunked',
    });
    const came = await exchange(service.http.address, `${smuggled}0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n`);
    assert.equal(answerOf(came).status, 400);
    assert.equal(came.includes('alive'), false);
  });
});

describe('an answer', () => {
  it('is for whoever asked, is what it says, and tells nothing of what runs here', async () => {
    for (const line of [
      'GET /v1/my/cases HTTP/1.1',
      'GET /v1/nothing HTTP/1.1',
      'GET /v1/cases/nowhere HTTP/1.1',
    ]) {
      const { headers } = await raw(line);
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['server'] ?? headers['x-powered-by'], undefined);
    }
  });

  it('to whoever names no caller says how to', async () => {
    for (const authorization of [
      '',
      'Basic bWlhOm1pYQ==',
      'Bearer',
      'Bearer a.b.c',
      `Bearer ${'a'.repeat(5000)}`,
    ]) {
      const { status, headers } = await raw('GET /v1/remit HTTP/1.1', { authorization });
      assert.deepEqual([status, headers['www-authenticate']], [401, 'Bearer'], authorization);
    }
  });
});

describe('too many requests', () => {
  it('are answered with how long to wait, each caller for themselves', async () => {
    const few = await openService({ mostPerMinute: 3 });
    try {
      const ask = (as: string): Promise<Answer> => few.call(as, 'GET /v1/remit');
      const token = await few.token('mia');
      const mine = (): Promise<Response> =>
        fetch(`${few.http.address}/v1/remit`, { headers: { authorization: `Bearer ${token}` } });
      for (let i = 0; i < 3; i++) assert.equal((await mine()).status, 200);
      const last = await mine();
      assert.equal(last.status, 429);
      assert.equal(((await last.json()) as { code: string }).code, 'too-many-requests');
      assert.ok(Number(last.headers.get('retry-after')) > 0);
      assert.equal((await ask('lena')).status, 200);
      assert.equal((await few.call(undefined, 'GET /healthz')).status, 200);
      // Made-up tokens are no callers of their own.
      const madeUp = (n: number): Promise<Response> =>
        fetch(`${few.http.address}/v1/remit`, { headers: { authorization: `Bearer made-up-${n}` } });
      const seen: number[] = [];
      for (let n = 0; n < 5; n++) seen.push((await madeUp(n)).status);
      assert.deepEqual(seen, [401, 401, 401, 429, 429]);
    } finally {
      await few.close();
    }
  });
});
