// The HTTP door on the shop's people and book: real requests to a real port.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHttp } from '../src/doors/http/server.ts';
import { openService, refund, SECRET, type Service } from './service.ts';

let service: Service;
before(async () => {
  service = await openService();
});
after(() => service.close());

type Capability = { do: string; may: boolean };

/** Whether anything may be offered in a case for a request. */
async function offer(request: object): Promise<unknown> {
  const opened = await service.call('mia', 'POST /v1/cases', { request });
  return (opened.at('capabilities') as Capability[]).find((one) => one.do === 'offer');
}

describe('the HTTP door', () => {
  it('decides without a case, and opens one', async () => {
    const decided = await service.call('mia', 'POST /v1/decisions', { request: refund('40') });
    assert.equal(decided.status, 200, decided.text);
    assert.equal(decided.at('verdict'), 'grant');
    const opened = await service.call('mia', 'POST /v1/cases', { request: refund('40'), at_once: true });
    assert.equal(opened.status, 201, opened.text);
    assert.equal(opened.at('case.stage'), 'granted');
    const shown = await service.call('mia', `GET /v1/cases/${String(opened.at('case.id'))}`);
    assert.equal(shown.status, 200, shown.text);
    const capabilities = shown.at('capabilities') as Capability[];
    assert.equal(capabilities.find((one) => one.do === 'fulfill')?.may, true);
    assert.equal(capabilities.find((one) => one.do === 'grant')?.may, false);
    const mine = await service.call('mia', 'GET /v1/my/cases?most=1');
    assert.equal(mine.at('cases.length'), 1);
  });

  it('says that something else may be offered where anything can be, and blames no single thing', async () => {
    const credit = { type: 'credit', subject: 'o-credit', facts: { amount: '90' } };
    assert.deepEqual(await offer(credit), { do: 'offer', may: true });
    const unknown = { type: 'repair by drone', subject: 'o-drone' };
    assert.deepEqual(await offer(unknown), {
      do: 'offer',
      may: false,
      because: {
        code: 'unknown-alternative',
        message: 'Nothing else can be granted here instead.',
        mend: 'See who can say yes: ask.',
      },
    });
  });

  it('hands on what another has to decide, who answers it', async () => {
    const opened = await service.call('mia', 'POST /v1/cases', { request: refund('150'), at_once: true });
    const id = String(opened.at('case.id'));
    const asked = String(opened.at('case.questions.0.asked.0.id'));
    const inbox = await service.call(asked, 'GET /v1/my/inbox');
    assert.ok((inbox.at('cases') as { id: string }[]).some((one) => one.id === id));
    const answered = await service.call(asked, `POST /v1/cases/${id}/answer`, { say: 'yes' });
    assert.equal(answered.at('case.stage'), 'granted', answered.text);
  });

  it('gives everything back where it can not listen', async () => {
    const port = Number(new URL(service.http.address).port);
    const { engine } = service.office;
    // Kept, its connection would keep the database from being closed after the last test.
    await assert.rejects(startHttp(engine, { secret: SECRET, port }), /EADDRINUSE/);
  });

  it('says what is wrong as RFC 9457 has it', async () => {
    const code = async (...sent: Parameters<Service['call']>): Promise<unknown> =>
      (await service.call(...sent)).at('code');
    assert.equal(await code(undefined, 'GET /v1/my/cases'), 'no-token');
    assert.equal(await code('mia', 'POST /v1/cases', '{"request":'), 'not-json');
    assert.equal(await code('mia', 'POST /v1/cases', {}), 'missing-key');
    assert.equal(await code('mia', 'PUT /v1/cases', {}), 'wrong-method');
    // Said with the addresses of this door, and not with commands.
    const opened = await service.call('mia', 'POST /v1/cases', {
      request: refund('20', { customer: 'c-m' }),
      at_once: true,
    });
    const again = await service.call('mia', `POST /v1/cases/${String(opened.at('case.id'))}/grant`, {});
    assert.match(String(again.at('mend')), /GET \/v1\/cases\/\{case\}/);
    const unknown = await service.call('mia', 'GET /v1/cases/nowhere');
    assert.equal(unknown.status, 404);
    assert.equal(unknown.headers.get('content-type'), 'application/problem+json; charset=utf-8');
  });
});
