// The client before a service that fails in every way it knows: what is sent, what is sent again, what is said of it.
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  answers,
  cut,
  cutInside,
  page,
  refuses,
  scripted,
  silent,
  type Sent,
  type Step,
} from '../test/scripted-server.ts';
import { againAfter, backoff } from './again.ts';
import { createClient, Refused, Unreachable, type Client, type ClientOptions } from './index.ts';

const DONE = answers(200, { done: true });

type Tried = { client: Client; sent: Sent[] };

/** A client that does not wait between its tries, before a service that answers so. */
async function before(
  t: TestContext,
  steps: readonly Step[],
  options: Partial<ClientOptions> = {},
): Promise<Tried> {
  t.mock.method(Math, 'random', () => 0);
  const { url, sent } = await scripted(t, ...steps);
  return { client: createClient({ url, token: () => 'T', ...options }), sent };
}

const failure = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
};

const after = (status: number, value?: string): number | undefined =>
  againAfter(new Response('', { status, headers: value === undefined ? {} : { 'retry-after': value } }));

const show = (client: Client, signal?: AbortSignal): Promise<unknown> =>
  client.call('case.show', { case: 'c1' }, signal && { signal });

describe('a request', () => {
  it('has what its path names there, the rest in the query of a look and in the body of a change', async (t) => {
    const { client, sent } = await before(t, [DONE]);
    await client.call('case.show', { case: 'c/1 ?' });
    await client.call('case.list', { most: 2, owner: 'mia', after: undefined });
    await client.call('case.tell', { case: 'c1', facts: { amount: '4' } });
    await client.call('decide', { request: { type: 'refund' } });
    assert.deepEqual(
      sent.map(({ line, body }) => [line, body]),
      [
        ['GET /v1/cases/c%2F1%20%3F', ''],
        ['GET /v1/cases?most=2&owner=mia', ''],
        ['POST /v1/cases/c1/tell', '{"facts":{"amount":"4"}}'],
        ['POST /v1/decisions', '{"request":{"type":"refund"}}'],
      ],
    );
  });

  it('goes to no other address than its own', async (t) => {
    const { client, sent } = await before(t, [DONE]);
    for (const id of ['', '.', '..', undefined as unknown as string]) {
      const error = await failure(client.call('case.show', { case: id }));
      assert.ok(error instanceof TypeError);
      assert.match(error.message, /^case\.show: "case" is .*Send an id/);
    }
    assert.equal(sent.length, 0);
  });

  it('says who calls, by a token that is asked for before each try', async (t) => {
    let asked = 0;
    const token = (): Promise<string> => Promise.resolve(`T${++asked}`);
    const { client, sent } = await before(t, [cut, DONE], { token });
    await show(client);
    assert.deepEqual(
      sent.map(({ headers }) => headers.authorization),
      ['Bearer T1', 'Bearer T2'],
    );
  });

  it('without a token says nobody, and signing in needs none', async (t) => {
    const { client, sent } = await before(t, [DONE], { token: () => undefined });
    await show(client);
    const signedIn = createClient({ url: `http://${sent[0]?.headers.host}/`, token: () => 'T' });
    await signedIn.signInWays();
    await signedIn.signIn({ person: 'mia' });
    assert.deepEqual(
      sent.map(({ line, body, headers }) => [line, body, headers.authorization]),
      [
        ['GET /v1/cases/c1', '', undefined],
        ['GET /v1/sign-in', '', undefined],
        ['POST /v1/sign-in', '{"person":"mia"}', undefined],
      ],
    );
  });

  it('is not sent where the token can not be had', async (t) => {
    const lost = new Error('no token');
    const { client, sent } = await before(t, [DONE], { token: () => Promise.reject(lost) });
    assert.equal(await failure(show(client)), lost);
    assert.equal(sent.length, 0);
  });

  it('that changes something has one key for all its tries, and the version that was seen', async (t) => {
    const { client, sent } = await before(t, [cut, cut, DONE]);
    await client.call('case.tell', { case: 'c1', facts: {} }, { version: 4 });
    await client.call('case.tell', { case: 'c1', facts: {} }, { key: 'mine' });
    await client.call('case.tell', { case: 'c1', facts: {} });
    await show(client);
    const keys = sent.map(({ headers }) => headers['idempotency-key']);
    assert.match(String(keys[0]), /^[0-9a-f]{32}$/);
    assert.deepEqual(keys.slice(0, 4), [keys[0], keys[0], keys[0], 'mine']);
    assert.notEqual(keys[4], keys[0]);
    assert.equal(keys[5], undefined);
    assert.deepEqual(
      sent.map(({ headers }) => headers['if-match']),
      ['"4"', '"4"', '"4"', undefined, undefined, undefined],
    );
  });
});

describe('what fails in passing is tried again', () => {
  const passing: readonly [says: string, step: Step][] = [
    ['a connection that is gone', cut],
    ['one that is gone in the middle of the answer', cutInside('application/json', '{"done":')],
    ['half an answer', answers(200, '{"done":')],
    ['a page of what stands between', page(200)],
    ...[502, 503, 504].map((status): [string, Step] => [`a page with ${status}`, page(status)]),
    ...[408, 429, 503].map((status): [string, Step] => [`a problem with ${status}`, refuses(status, 'busy')]),
  ];
  for (const [says, step] of passing)
    it(says, async (t) => {
      const { client, sent } = await before(t, [step, step, DONE]);
      assert.deepEqual(await show(client), { done: true });
      assert.equal(sent.length, 3);
    });

  it('an answer that does not come in time', async (t) => {
    const { client, sent } = await before(t, [silent, DONE], { timeoutMs: 50 });
    assert.deepEqual(await show(client), { done: true });
    assert.equal(sent.length, 2);
  });

  it('so often, and not more', async (t) => {
    const { client, sent } = await before(t, [cut], { retries: 2 });
    const error = await failure(show(client));
    assert.ok(error instanceof Unreachable && error.cause instanceof TypeError);
    assert.equal(sent.length, 3);
  });

  it('with waits that grow, are bounded and drawn from all that is below', (t) => {
    t.mock.method(Math, 'random', () => 1);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 9].map((tried) => backoff(tried)),
      [200, 400, 800, 1600, 3200, 5000, 5000],
    );
    t.mock.method(Math, 'random', () => 0.25);
    assert.equal(backoff(2), 200);
  });

  it('not before the service asks for it', async (t) => {
    const { client } = await before(t, [refuses(503, 'busy', { 'retry-after': '1' }), DONE]);
    const beganMs = performance.now();
    await show(client);
    assert.ok(performance.now() - beganMs >= 990);
  });

  it('after seconds or at a date', () => {
    assert.equal(after(503), 0);
    assert.equal(after(429, '7'), 7000);
    assert.equal(after(503, 'soon'), 0);
    assert.equal(after(503, 'Wed, 21 Oct 2015 07:28:00 GMT'), 0);
    const inTen = after(503, new Date(Date.now() + 10_000).toUTCString()) ?? 0;
    assert.ok(inTen > 8000 && inTen <= 10_000, String(inTen));
    assert.equal(after(503, '999999999999'), 3_600_000);
    assert.equal(after(500, '1'), undefined);
  });

  it('not where the service asks for more patience than a caller has', async (t) => {
    const { client, sent } = await before(t, [refuses(429, 'too-many-requests', { 'retry-after': '31' })]);
    assert.ok((await failure(show(client))) instanceof Refused);
    assert.equal(sent.length, 1);
  });
});

describe('what fails for good is said at once', () => {
  for (const status of [400, 401, 403, 404, 409, 412, 422])
    it(`a refusal with ${status}`, async (t) => {
      const { client, sent } = await before(t, [refuses(status, 'so-it-is')]);
      const error = await failure(show(client));
      assert.ok(error instanceof Refused);
      assert.deepEqual(
        [error.status, error.problem.code, error.message],
        [status, 'so-it-is', 'It is so-it-is.'],
      );
      assert.equal(sent.length, 1);
    });

  it('a fault of the service, with what it says itself as the cause', async (t) => {
    const { client, sent } = await before(t, [refuses(500, 'fault')]);
    const error = await failure(show(client));
    assert.ok(error instanceof Unreachable && error.cause instanceof Refused);
    assert.deepEqual([error.message, error.cause.problem.code], ['It is fault.', 'fault']);
    assert.equal(sent.length, 1);
  });

  it('that it does not answer now, once it was tried often enough', async (t) => {
    const { client, sent } = await before(t, [refuses(503, 'database-away')], { retries: 1 });
    const error = await failure(show(client));
    assert.ok(error instanceof Unreachable && error.cause instanceof Refused);
    assert.equal(error.cause.problem.code, 'database-away');
    assert.equal(sent.length, 2);
  });

  it('a page of what stands between is no refusal', async (t) => {
    let unauthorized = 0;
    const onUnauthorized = (): number => ++unauthorized;
    for (const status of [401, 403, 404]) {
      const { client, sent } = await before(t, [page(status)], { onUnauthorized });
      const error = await failure(show(client));
      assert.ok(error instanceof Unreachable);
      assert.match(error.message, new RegExp(`not the service: ${status}, text/html\\.`));
      assert.equal(sent.length, 1);
    }
    assert.equal(unauthorized, 0);
  });

  it('a token that is not good, to whoever signs in', async (t) => {
    const unauthorized: unknown[] = [];
    const { client } = await before(t, [refuses(401, 'expired-token')], {
      token: () => 'one that is over',
      onUnauthorized: (token) => unauthorized.push(token),
    });
    await failure(show(client));
    assert.deepEqual(unauthorized, ['one that is over']);
    await failure(client.signInWays());
    assert.equal(unauthorized.length, 1);
  });
});

describe('what is called off', () => {
  it('is not sent, or not again', async (t) => {
    const { client, sent } = await before(t, [silent]);
    assert.equal((await failure(show(client, AbortSignal.abort()))).name, 'AbortError');
    assert.equal(sent.length, 0);
    const during = new AbortController();
    const call = failure(show(client, during.signal));
    while (sent.length === 0) await new Promise(setImmediate);
    during.abort();
    assert.equal((await call).name, 'AbortError');
    assert.equal(sent.length, 1);
  });

  it('while it waits for another try ends then, with the reason that was given', async (t) => {
    const { client, sent } = await before(t, [refuses(503, 'busy', { 'retry-after': '20' })]);
    const controller = new AbortController();
    const call = failure(show(client, controller.signal));
    while (sent.length === 0) await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const reason = new Error('never mind');
    const beganMs = performance.now();
    controller.abort(reason);
    assert.equal(await call, reason);
    assert.ok(performance.now() - beganMs < 1000);
    assert.equal(sent.length, 1);
  });
});
