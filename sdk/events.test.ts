// Streams that break off, go silent, are refused: what comes, in which order, and what is said meanwhile.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import {
  cut,
  page,
  refuses,
  scripted,
  streams,
  streamsOnce,
  cutInside,
  type Sent,
  type Step,
} from '../test/scripted-server.ts';
import { createClient, type Follow, type Following, type Refused } from './index.ts';

/** An event on the wire, at a place. */
const happened = (sequence: number): string =>
  `id: ${sequence}\nevent: happened\ndata: {"sequence":${sequence}}\n\n`;

type Heard = {
  /** Places and states in the order in which they came. */
  all: (number | string)[];
  ended: Refused[];
  unauthorized: number;
  sent: Sent[];
  following: Following;
  /** Waits until so many events and states have come. */
  until: (count: number) => Promise<void>;
};

async function following(t: TestContext, steps: readonly Step[], what: Partial<Follow> = {}): Promise<Heard> {
  t.mock.method(Math, 'random', () => 0);
  const { url, sent } = await scripted(t, ...steps);
  const heard: Omit<Heard, 'following'> = {
    all: [],
    ended: [],
    unauthorized: 0,
    sent,
    until: async (count) => {
      while (heard.all.length < count) await new Promise(setImmediate);
    },
  };
  const client = createClient({
    url,
    token: () => 'T',
    onUnauthorized: () => {
      heard.unauthorized += 1;
    },
  });
  const made = client.follow({
    onEvent: ({ sequence }) => heard.all.push(sequence),
    onState: (state) => heard.all.push(state),
    onEnd: (problem) => heard.ended.push(problem),
    ...what,
  });
  t.after(() => made.close());
  return Object.assign(heard, { following: made });
}

const places = (sent: readonly Sent[]): unknown[] => sent.map(({ headers }) => headers['last-event-id']);
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

describe('what happens, followed', () => {
  it('goes on behind what came last; half an event is none', async (t) => {
    const half = `${happened(7)}${happened(8).slice(0, -1)}`;
    const { all, sent, until } = await following(t, [
      cutInside('text/event-stream', half),
      streams(happened(8) + happened(9)),
    ]);
    await until(7);
    assert.deepEqual(all, ['connecting', 'live', 7, 'reconnecting', 'live', 8, 9]);
    assert.deepEqual(places(sent), [undefined, '7']);
    assert.equal(sent[0]?.line, 'GET /v1/events');
    assert.deepEqual(
      [sent[0]?.headers.accept, sent[0]?.headers.authorization],
      ['text/event-stream', 'Bearer T'],
    );
  });

  it('of a case, from a place on', async (t) => {
    const { sent, until } = await following(t, [streams(happened(6))], {
      case: 'c 1',
      conversation: 'v1',
      after: 5,
    });
    await until(3);
    assert.equal(sent[0]?.line, 'GET /v1/events?conversation=v1&case=c+1');
    assert.deepEqual(places(sent), ['5']);
  });

  it('keeps a place without an event, and skips kinds that it does not know', async (t) => {
    const begin = 'id: 3\nretry: 0\n\n';
    const { all, sent, until } = await following(t, [
      streamsOnce(begin),
      streamsOnce('id: 4\nevent: moved\ndata: elsewhere\n\n'),
      streams(happened(5)),
    ]);
    await until(7);
    assert.deepEqual(places(sent), [undefined, '3', '4']);
    assert.deepEqual(all, ['connecting', 'live', 'reconnecting', 'live', 'reconnecting', 'live', 5]);
  });

  it('comes back for an event that can not be read', async (t) => {
    const { all, sent, until } = await following(t, [
      streams(`${happened(1)}id: 2\nevent: happened\ndata: {"seq\n\n`),
      streams(happened(2)),
    ]);
    await until(6);
    assert.deepEqual(places(sent), [undefined, '1']);
    assert.deepEqual(all, ['connecting', 'live', 1, 'reconnecting', 'live', 2]);
  });

  it('comes back however often it fails in passing, and says so once', async (t) => {
    const { all, sent, until } = await following(t, [
      cut,
      page(502),
      page(403),
      page(200),
      refuses(503, 'stopping'),
      refuses(500, 'fault'),
      refuses(429, 'too-many-streams', { 'retry-after': '0' }),
      streams(happened(1)),
    ]);
    await until(4);
    assert.equal(sent.length, 8);
    assert.deepEqual(all, ['connecting', 'reconnecting', 'live', 1]);
  });

  for (const [status, code, unauthorized] of [
    [401, 'expired-token', 1],
    [403, 'not-for-customers', 0],
    [404, 'unknown-case', 0],
  ] as const)
    it(`ends for good with ${status}`, async (t) => {
      const heard = await following(t, [streamsOnce(happened(1)), refuses(status, code)]);
      while (heard.ended.length === 0) await new Promise(setImmediate);
      heard.following.pause();
      heard.following.resume();
      await aWhile();
      assert.equal(heard.sent.length, 2);
      assert.deepEqual(
        heard.ended.map((one) => one.problem.code),
        [code],
      );
      assert.equal(heard.unauthorized, unauthorized);
      assert.deepEqual(heard.all, ['connecting', 'live', 1, 'reconnecting']);
    });

  it('waits longer with each failure, from what the service asks for on', async (t) => {
    const waits: number[] = [];
    const original = setTimeout;
    const { until, sent } = await following(t, [
      streamsOnce('retry: 16\n\n'),
      cut,
      cut,
      streams(happened(1)),
    ]);
    t.mock.method(Math, 'random', () => 1);
    t.mock.method(globalThis, 'setTimeout', (call: () => void, ms: number) => {
      if (ms < 1000) waits.push(ms);
      return original(call, ms);
    });
    await until(5);
    assert.equal(sent.length, 4);
    assert.deepEqual(
      waits.filter((ms) => ms >= 16),
      [16, 32, 64],
    );
  });

  it('comes back when nothing is said for 40 seconds', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let stream: ServerResponse | undefined;
    const speaks: Step = (response) => {
      streams(happened(1))(response);
      stream = response;
    };
    const { all, sent, until } = await following(t, [speaks, streams(happened(3))]);
    await until(3);
    t.mock.timers.tick(39_000);
    stream?.write(happened(2));
    await until(4);
    t.mock.timers.tick(39_000);
    for (let i = 0; i < 20; i++) await new Promise(setImmediate);
    assert.deepEqual(all, ['connecting', 'live', 1, 2]);
    t.mock.timers.tick(1000);
    while (all.length < 7) {
      await new Promise(setImmediate);
      t.mock.timers.tick(1);
    }
    assert.deepEqual(all.slice(4), ['reconnecting', 'live', 3]);
    assert.deepEqual(places(sent), [undefined, '2']);
  });
});

describe('whoever follows', () => {
  it('lets go of it, and goes on where they were', async (t) => {
    const heard = await following(t, [streams(happened(1)), streams(happened(2))]);
    await heard.until(3);
    heard.following.pause();
    heard.following.pause();
    await aWhile();
    assert.equal(heard.sent.length, 1);
    heard.following.resume();
    heard.following.resume();
    await heard.until(6);
    assert.deepEqual(places(heard.sent), [undefined, '1']);
    assert.deepEqual(heard.all, ['connecting', 'live', 1, 'reconnecting', 'live', 2]);
  });

  it('hears nothing more once they let go, not even of what has come already', async (t) => {
    const heard = await following(t, [streams(happened(1) + happened(2)), streams(happened(2))], {
      onEvent: ({ sequence }) => {
        heard.all.push(sequence);
        if (sequence === 1) heard.following.pause();
      },
    });
    await heard.until(3);
    await aWhile();
    assert.deepEqual(heard.all, ['connecting', 'live', 1]);
    heard.following.resume();
    await heard.until(6);
    assert.deepEqual(places(heard.sent), [undefined, '1']);
    assert.deepEqual(heard.all.slice(3), ['reconnecting', 'live', 2]);
  });

  it('ends it, by hand or by a signal', async (t) => {
    const controller = new AbortController();
    for (const end of [(one: Heard) => one.following.close(), () => controller.abort()]) {
      const heard = await following(t, [streams(happened(1))], { signal: controller.signal });
      await heard.until(3);
      end(heard);
      heard.following.resume();
      await aWhile();
      assert.equal(heard.sent.length, 1);
      assert.deepEqual(heard.all, ['connecting', 'live', 1]);
    }
    const never = await following(t, [streams(happened(1))], { signal: controller.signal });
    await aWhile();
    assert.deepEqual([never.all, never.sent], [[], []]);
  });

  it('may fail at an event: that is reported, and the next one comes', async (t) => {
    const thrown: unknown[] = [];
    const original = queueMicrotask;
    t.mock.method(globalThis, 'queueMicrotask', (call: () => void) =>
      original(() => {
        try {
          call();
        } catch (error) {
          thrown.push(error);
        }
      }),
    );
    const wrong = new Error('theirs');
    const seen: number[] = [];
    const heard = await following(t, [streams(happened(1) + happened(2))], {
      onEvent: ({ sequence }) => {
        seen.push(sequence);
        throw wrong;
      },
    });
    while (seen.length < 2) await new Promise(setImmediate);
    assert.deepEqual(thrown, [wrong, wrong]);
    assert.equal(heard.sent.length, 1);
  });
});
