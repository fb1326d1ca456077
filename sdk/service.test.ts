// The client and the service, by a way that is cut: nothing is done twice, nothing that happened is lost.
import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { wayTo, type Way } from '../test/scripted-server.ts';
import { openService, refund, type Service } from '../test/service.ts';
import { createClient, Refused, type Client, type LiveEvent, type Operations } from './index.ts';

let service: Service;
before(async () => {
  service = await openService();
});
after(() => service.close());

type Open = Operations['case.open']['input'];
const opening = (subject: string): Open => ({
  request: { ...(refund('40') as Open['request']), customer: `c-${subject}`, subject },
  at_once: true,
});

/** Mia's client, by a way of its own. */
async function mias(t: TestContext): Promise<{ client: Client; way: Way }> {
  const way = await wayTo(t, service.http.address);
  return { way, client: createClient({ url: way.url, token: () => service.token('mia') }) };
}

async function until(holds: () => boolean): Promise<void> {
  const endMs = performance.now() + 20_000;
  while (!holds()) {
    assert.ok(performance.now() < endMs, `it never came: ${holds.toString()}`);
    await new Promise(setImmediate);
  }
}

const casesOf = async (client: Client, subject: string): Promise<string[]> => {
  const { cases } = await client.call('case.list', { customer: `c-${subject}` });
  return cases.map(({ id }) => id);
};

describe('the client at the service', () => {
  it('opens a case, looks at it, acts on it, and hears a no with how to mend it', async (t) => {
    const { client } = await mias(t);
    const { case: opened } = await client.call('case.open', opening('plain'));
    const { case: seen } = await client.call('case.show', { case: opened.id });
    assert.equal(seen.id, opened.id);
    assert.deepEqual(await casesOf(client, 'plain'), [opened.id]);
    const changed = client.call('case.fulfill', { case: opened.id }, { version: 1 });
    await assert.rejects(changed, (error) => {
      assert.ok(error instanceof Refused);
      assert.deepEqual([error.status, error.problem.code], [412, 'changed-meanwhile']);
      assert.notEqual(error.problem.mend, '');
      return true;
    });
  });

  it('does once what it had to send twice, because the answer was cut off', async (t) => {
    const { client, way } = await mias(t);
    way.cut('answers');
    const { case: opened } = await client.call('case.open', opening('cut'));
    assert.equal(way.count(), 2);
    assert.deepEqual(await casesOf(client, 'cut'), [opened.id]);
  });

  it('does once what was sent twice at the same time', async (t) => {
    const { client } = await mias(t);
    const both = await Promise.all(
      [1, 2].map(() => client.call('case.open', opening('twice'), { key: 'twice' })),
    );
    const ids = new Set(both.map((one) => one.case.id));
    assert.deepEqual(await casesOf(client, 'twice'), [...ids]);
    assert.equal(ids.size, 1);
  });

  it('follows what happens over all cuts: each event once, in order', async (t) => {
    // So that there is a while between a cut and the next connection.
    t.mock.method(Math, 'random', () => 0.2);
    const { client, way } = await mias(t);
    const elsewhere = createClient({ url: service.http.address, token: () => service.token('mia') });
    const events: LiveEvent[] = [];
    const states: string[] = [];
    const following = client.follow({
      onEvent: (event) => events.push(event),
      onState: (state) => states.push(state),
    });
    t.after(() => following.close());
    await until(() => states.includes('live'));
    // What begins the stream comes right behind.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const ids: string[] = [];
    for (const subject of ['live-1', 'live-2', 'live-3']) {
      way.cut();
      const { case: opened } = await elsewhere.call('case.open', opening(subject));
      ids.push(opened.id);
      await until(() => events.some((one) => one.case === opened.id && one.kind === 'granted'));
    }
    const sequences = events.map(({ sequence }) => sequence);
    assert.deepEqual(
      sequences,
      [...new Set(sequences)].sort((a, b) => a - b),
    );
    assert.deepEqual(
      events.filter(({ kind }) => kind === 'granted').map((one) => one.case),
      ids,
    );
    assert.equal(states.filter((state) => state === 'live').length, 4);
  });

  it('is told when the token is no longer good, and follows no more', async (t) => {
    const token = await service.token('mia', 1500);
    const unauthorized: unknown[] = [];
    const client = createClient({
      url: service.http.address,
      token: () => token,
      onUnauthorized: (refused) => unauthorized.push(refused),
    });
    const ended = new Promise<Refused>((resolve) => {
      const following = client.follow({ onEvent: () => undefined, onEnd: resolve });
      t.after(() => following.close());
    });
    assert.equal((await ended).problem.code, 'expired-token');
    assert.deepEqual(unauthorized, [token]);
  });
});
