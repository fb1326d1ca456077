/** A node that is told to stop: requests are finished, streams end with a hint, and traces are sent. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startHttp } from '../src/doors/http/server.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { logTo } from '../src/shell/observed/log.ts';
import { observe } from '../src/shell/observed/observe.ts';
import { processorTo, tracesTo } from '../src/shell/observed/traces.ts';
import { serve, type Served } from '../src/shell/serve.ts';
import { tokenFor } from '../src/shell/tokens.ts';
import { officeNow, openOffice, type Office } from './office.ts';
import { refund, SECRET } from './service.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sayso-serve-'));
const traced: string[] = [];
const collector = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    traced.push(`${request.url} ${body}`);
    response.end('{}');
  });
});

let office: Office;
let served: Served;
let headers: Record<string, string>;
const lines: string[] = [];

before(async () => {
  office = await openOffice();
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  const { engine } = office;
  engine.observed = observe(
    logTo((line) => lines.push(line), 'info'),
    tracesTo(processorTo(`http://127.0.0.1:${port}/v1/traces`)),
  );
  served = await serve(
    {
      engine,
      anchorsDir: path.join(folder, 'anchors'),
      dataDir: folder,
      owner: undefined,
      close: () => Promise.resolve(),
    },
    (one) => startHttp(one, { secret: SECRET }),
    { askDatabase: () => Promise.resolve(engine.clock.now()) },
  );
  const token = await tokenFor({ organization: 'office', person: 'mia' }, SECRET, officeNow() + 3_600_000);
  headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
});
after(async () => {
  collector.close();
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

test('told to stop, it finishes what is under way and ends streams', async () => {
  const stream = await fetch(`${served.address}/v1/events`, { headers });
  const streamed = stream.text();
  const admin = await openClient(office.admin);
  // A request that is under way: its case waits for the ledger.
  await admin.query('begin');
  await admin.query('select from sayso.ledger_head for update');
  const body = JSON.stringify({ request: refund('40'), at_once: true });
  const opening = fetch(`${served.address}/v1/cases`, { method: 'POST', headers, body });
  for (;;) {
    const { rows } = await admin.query<{ waiting: number }>(
      `select count(*) as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.waiting ?? 0) > 0) break;
  }
  const began = performance.now();
  const stopped = served.stop(100);
  // While it drains it still answers, says that it is not ready, and lets go of connections.
  const ready = await fetch(`${served.address}/readyz`);
  assert.equal(ready.status, 503);
  assert.equal(ready.headers.get('connection'), 'close');
  assert.match(await streamed, /^retry: \d+$/m);
  await admin.query('commit');
  const opened = await opening;
  assert.equal(opened.status, 201, await opened.text());
  await stopped;
  assert.ok(performance.now() - began < 10_000, 'nothing had to be cut off');
  await admin.end();
  await assert.rejects(fetch(`${served.address}/readyz`));
});

test('its log says when it listened and stopped, and each request once', () => {
  const said = lines.map((line) => JSON.parse(line) as { msg: string; operation?: string });
  const notes = said.map(({ msg }) => msg).filter((msg) => msg !== 'request');
  assert.deepEqual(notes, ['listening', 'stopping', 'stopped']);
  assert.equal(said.filter(({ operation }) => operation === 'case.open').length, 1);
});

test('traces went where they were to go', () => {
  const spans = traced.join('\n');
  assert.match(spans, /^\/v1\/traces /);
  for (const name of ['request case.open', 'handle', 'advance', 'record'])
    assert.ok(spans.includes(`"name":"${name}"`), `${name} in ${spans.slice(0, 500)}`);
});
