// The client in a real browser, as packed, before a service that fails as it is told.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packSdk } from '../scripts/sdk/pack.ts';
import { it, openBrowser } from '../test/browser/browser.ts';
import { answers, cut, refuses, scripted, streams, type Step } from '../test/scripted-server.ts';

const happened = (sequence: number): string =>
  `id: ${sequence}\nevent: happened\ndata: {"sequence":${sequence}}\n\n`;

/** What the page does: two calls, the second called off, and a stream that it follows to its third event. */
const PROGRAM = `(async () => {
  const { createClient, Refused } = await import('/index.js');
  const sayso = createClient({ url: '', token: () => 'T' });
  const told = [await sayso.call('case.tell', { case: 'c1', facts: {} })];
  const controller = new AbortController();
  const shown = sayso.call('case.show', { case: 'c1' }, { signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  told.push(await shown.catch((error) => error.name));
  await new Promise((resolve) => {
    const following = sayso.follow({
      onState: (state) => told.push(state),
      onEvent: ({ sequence }) => {
        told.push(sequence);
        if (sequence === 3) following.close();
        if (sequence === 3) resolve();
      },
    });
  });
  told.push(await sayso.call('remit', {}).catch((error) => error instanceof Refused && error.status));
  return told;
})()`;

it('calls, tries again, calls off and follows in a browser', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sayso-sdk-browser-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await packSdk(folder);
  const steps: Readonly<Record<string, readonly Step[]>> = {
    'POST /v1/cases/c1/tell': [cut, refuses(503, 'busy'), answers(200, { done: true })],
    'GET /v1/cases/c1': [() => undefined],
    'GET /v1/events': [
      (response) => {
        streams(happened(1) + happened(2).slice(0, -4))(response);
        // A browser drops what it has not handed on when a connection is cut.
        setTimeout(() => cut(response), 200);
      },
      streams(happened(2) + happened(3)),
    ],
    'GET /v1/remit': [refuses(403, 'not-for-you')],
    'GET /': [answers(200, '<!doctype html><title>A page</title>', { 'content-type': 'text/html' })],
  };
  const { url, sent } = await scripted(t, (response) => {
    const line = `${response.req.method} ${response.req.url}`;
    const known = steps[line];
    if (known) known[sent.filter((one) => one.line === line).length - 1]?.(response);
    else
      void readFile(join(folder, 'package', response.req.url ?? ''), 'utf8').then(
        (text) => answers(200, text, { 'content-type': 'text/javascript' })(response),
        () => answers(404, '')(response),
      );
  });
  const browser = await openBrowser();
  t.after(() => browser.close());
  await browser.page.goto(url);
  const told: unknown = await browser.page.evaluate(PROGRAM);
  assert.deepEqual(told, [
    { done: true },
    'AbortError',
    'connecting',
    'live',
    1,
    'reconnecting',
    'live',
    2,
    3,
    403,
  ]);
  const of = (line: string, header: string): unknown[] =>
    sent.filter((one) => one.line === line).map(({ headers }) => headers[header]);
  const keys = of('POST /v1/cases/c1/tell', 'idempotency-key');
  assert.deepEqual(keys, [keys[0], keys[0], keys[0]]);
  assert.deepEqual(of('GET /v1/events', 'last-event-id'), [undefined, '1']);
});
