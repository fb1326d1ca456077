// Live events over HTTP: followed from now on, taken up again where they were broken off, on whichever node.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { startHttp, type Http } from '../src/doors/http/server.ts';
import { openService, refund, SECRET, type Service } from './service.ts';

let service: Service;
/** A second door on the same database: what is stored by the first comes to it as to another node. */
let other: Http;
before(async () => {
  service = await openService();
  other = await startHttp(service.office.engine, { secret: SECRET });
});
after(async () => {
  await other.close();
  await service.close();
});

type Followed = {
  /** Waits until so many events have come; their places on the ledger, and what they say. */
  until: (count: number) => Promise<{ id: number; data: Record<string, unknown> }[]>;
  end: () => void;
};

async function follow(address: string, query = '', lastEventId?: number): Promise<Followed> {
  const request = get(`${address}/v1/events${query}`, {
    headers: {
      authorization: `Bearer ${await service.token('mia')}`,
      ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }),
    },
  });
  const [stream] = (await once(request, 'response')) as [IncomingMessage];
  assert.equal(stream.statusCode, 200);
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  stream.on('error', () => undefined);
  const events = (): { id: number; data: Record<string, unknown> }[] =>
    [...text.matchAll(/id: (\d+)\nevent: happened\ndata: (.*)\n\n/g)].map(([, id, data]) => ({
      id: Number(id),
      data: JSON.parse(data ?? '{}') as Record<string, unknown>,
    }));
  return {
    until: async (count) => {
      while (events().length < count) await once(stream, 'data');
      return events();
    },
    end: () => request.destroy(),
  };
}

const open = async (amount: string): Promise<string> => {
  const opened = await service.call('mia', 'POST /v1/cases', { request: refund(amount), at_once: true });
  return String(opened.at('case.id'));
};

describe('live events', () => {
  it('begin with what happens from then on, and miss none of it', async () => {
    for (let n = 0; n < 5; n++) {
      const following = await follow(service.http.address);
      const id = await open(`1${n}`);
      const [first] = await following.until(1);
      assert.equal(first?.data['case'], id);
      following.end();
    }
  });

  it('go on at another node where they were broken off: nothing lost, nothing twice', async () => {
    const following = await follow(service.http.address);
    await open('21');
    const seen = await following.until(2);
    following.end();
    const last = seen.at(-1)?.id ?? 0;
    const id = await open('22');
    const again = await follow(other.address, '', last);
    const events = await again.until(2);
    assert.ok(events.every((one) => one.id > last));
    assert.equal(new Set(events.map((one) => one.id)).size, events.length);
    assert.ok(events.some(({ data }) => data['case'] === id));
    again.end();
  });

  it('go on for everybody after somebody asked from a place that the ledger has not reached', async () => {
    const beyond = await follow(service.http.address, '', 999_999_999_999_999);
    const whole = await follow(service.http.address);
    const id = await open('23');
    for (const following of [beyond, whole]) {
      const [first] = await following.until(1);
      assert.equal(first?.data['case'], id);
      following.end();
    }
  });

  it('of the whole organization name nobody in a no: no list can be made of them', async () => {
    const facts = { others_data: true, amount: '10' };
    const opened = await service.call('mia', 'POST /v1/cases', {
      request: { type: 'refund', customer: 'c-no', subject: 'o-no', facts },
    });
    const id = String(opened.at('case.id'));
    const declined = await service.call('mia', `POST /v1/cases/${id}/decline`, {});
    assert.equal(declined.status, 200, declined.text);
    const no = async (query: string): Promise<Record<string, unknown>> => {
      const following = await follow(service.http.address, query, 0);
      let events = await following.until(1);
      for (;;) {
        const found = events.find(({ data }) => data['kind'] === 'declined' && data['case'] === id);
        if (found) {
          following.end();
          return found.data;
        }
        events = await following.until(events.length + 1);
      }
    };
    const toAll = await no('');
    assert.deepEqual(toAll['concerns'], []);
    assert.deepEqual(Object.keys(toAll).toSorted(), [
      'at',
      'case',
      'concerns',
      'conversation',
      'kind',
      'sequence',
    ]);
    assert.deepEqual((await no(`?case=${id}`))['by'], { id: 'mia', name: 'Mia Chen', kind: 'person' });
  });

  it('say whose lists they may have changed', async () => {
    const id = await open('151');
    const following = await follow(service.http.address, `?case=${id}`, 0);
    let events = await following.until(1);
    while (!events.some(({ data }) => data['kind'] === 'question sent'))
      events = await following.until(events.length + 1);
    const concerns = (kind: string): unknown =>
      events.find(({ data }) => data['kind'] === kind)?.data['concerns'];
    assert.deepEqual(concerns('opened'), ['mia']);
    assert.deepEqual(concerns('question sent'), ['lena']);
    following.end();
  });

  it('of one case are of that case and its promise alone', async () => {
    const id = await open('150');
    const following = await follow(service.http.address, `?case=${id}`, 0);
    await open('31');
    const update = { words: 'It is being looked at.' };
    await service.call('mia', `POST /v1/cases/${id}/update`, update);
    let events = await following.until(1);
    while (!events.some(({ data }) => data['kind'] === 'updated'))
      events = await following.until(events.length + 1);
    const conversations = new Set(events.map(({ data }) => data['conversation']));
    assert.equal(conversations.size, 1);
    following.end();
    const nowhere = await service.call('mia', 'GET /v1/events?case=nowhere');
    assert.equal(nowhere.at('code'), 'unknown-case');
  });
});
