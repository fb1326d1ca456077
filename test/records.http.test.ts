// What is on record, over HTTP: one's own record, reviews, the ledger, grants from elsewhere.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { officeNow } from './office.ts';
import { openService, refund, type Answer, type Service } from './service.ts';

let service: Service;
const hour = ({ text }: Answer): number => Number(/moves on at (\d\d):/.exec(text)?.[1]);
before(async () => {
  service = await openService();
});
after(() => service.close());

describe('what is on record, over HTTP', () => {
  it('shows everybody their own record, with entries that prove themselves', async () => {
    await service.call('mia', 'POST /v1/cases', { request: refund('30'), at_once: true });
    const own = await service.call('mia', 'GET /v1/my/record');
    assert.equal(own.status, 200, own.text);
    assert.equal(own.at('person'), 'mia');
    assert.equal(own.at('granted.length'), 1);
    const entries = await service.call('mia', 'GET /v1/my/record/entries');
    assert.ok(Number(entries.at('entries.length')) >= 2);
  });

  it('shows a review to the agent and, once they know, to their managers, and to nobody else', async () => {
    const opened = await service.call('mia', 'POST /v1/cases', { request: refund('31'), at_once: true });
    const id = String(opened.at('case.id'));
    assert.equal(
      (await service.call('lena', `POST /v1/cases/${id}/complain`, { words: 'So slow.' })).status,
      200,
    );
    const own = await service.call('mia', `GET /v1/cases/${id}/review`);
    assert.equal(own.status, 200, own.text);
    assert.equal(own.at('by_the_book'), true);
    assert.equal((await service.call('lumo', `GET /v1/cases/${id}/review`)).at('code'), 'unknown-review');
    assert.equal((await service.call('lena', `GET /v1/cases/${id}/review`)).at('code'), 'agent-first');
    const buttons = (await service.call('lumo', `GET /v1/cases/${id}`)).at('capabilities') as {
      do: string;
    }[];
    assert.ok(!buttons.some((one) => one.do === 'sign' || one.do === 'respond'), 'nor that there is one');
    const record = await service.call('lumo', `GET /v1/cases/${id}/record`);
    assert.ok(!record.text.includes('So slow'), 'a complaint is nobody else’s to read');
  });

  it('tells of a case by the clock of whoever reads, and who was an AI agent', async () => {
    const opened = await service.call('lumo', 'POST /v1/cases', {
      at_once: true,
      request: {
        type: 'refund',
        customer: 'c-clock',
        subject: 'o-clock',
        facts: { amount: '150', category: 'lamp', 'order.value': '300', 'order.delivered': '2026-03-01' },
      },
    });
    const id = String(opened.at('case.id'));
    const record = async (zone: string): Promise<Answer> =>
      await service.call('mia', `GET /v1/cases/${id}/record?time_zone=${encodeURIComponent(zone)}`);
    const [here, there] = [await record('America/New_York'), await record('Asia/Tokyo')];
    assert.equal(here.status, 200, here.text);
    assert.deepEqual(here.at('happened.0.by'), { id: 'lumo', name: 'Lumo', kind: 'ai' });
    assert.equal((hour(there) - hour(here) + 24) % 24, 13, `${here.text}\n${there.text}`);
    const twelve = await service.call(
      'mia',
      `GET /v1/cases/${id}/record?time_zone=America/New_York&hour_cycle=h12`,
    );
    const wanted = `${hour(here) % 12 === 0 ? 12 : hour(here) % 12}:\\d\\d ${hour(here) < 12 ? 'AM' : 'PM'}`;
    assert.match(twelve.text, new RegExp(wanted), 'as the reader writes the hour');
    assert.doesNotMatch(here.text, /\d (?:AM|PM)\b/);
    const unknown = await record('Middle/Earth');
    assert.deepEqual([unknown.status, unknown.at('code')], [422, 'unknown-time-zone'], unknown.text);
  });

  it('counts what another system granted, once', async () => {
    const report = {
      system: 'till',
      id: 'g-1',
      type: 'refund',
      amount: '30.00',
      customer: 'c-9',
      subject: 'o-9',
      granted_at: new Date(officeNow() - 60_000).toISOString(),
    };
    assert.equal((await service.call('mia', 'POST /v1/reported-grants', report)).at('counted'), true);
    assert.equal((await service.call('mia', 'POST /v1/reported-grants', report)).at('counted'), false);
    const other = { ...report, amount: '31.00' };
    assert.equal(
      (await service.call('mia', 'POST /v1/reported-grants', other)).at('code'),
      'already-reported',
    );
    const { body } = (
      (await service.call('nadia', 'GET /v1/ledger/entries?most=200')).at('entries') as { body: string }[]
    )
      .map((entry) => ({ body: JSON.parse(entry.body) as { kind: string; by: string } }))
      .find((entry) => entry.body.kind === 'grant reported') ?? { body: undefined };
    assert.equal(body?.by, 'mia', 'who reported it is on the ledger');
    const decided = await service.call('mia', 'POST /v1/decisions', {
      request: refund('40', { customer: 'c-9', subject: 'o-9' }),
    });
    assert.notEqual(decided.at('verdict'), 'grant', 'thirty of her fifty were granted on this order already');
  });

  it('verifies the ledger for whoever may change the book', async () => {
    const people = await service.call('mia', 'GET /v1/ledger/verification');
    assert.equal(people.at('code'), 'not-for-you');
    const owner = 'nadia';
    const verified = await service.call(owner, 'GET /v1/ledger/verification');
    assert.equal(verified.status, 200, verified.text);
    assert.equal(verified.at('broken'), null);
    const page = await service.call(owner, 'GET /v1/ledger/entries?most=2');
    const next = String(page.at('next'));
    const second = await service.call(owner, `GET /v1/ledger/entries?most=2&after=${next}`);
    assert.equal(second.at('entries.0.sequence'), 3);
  });
});
