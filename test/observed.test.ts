/** What a node says about itself: counts, lines and traces, and nothing in them that is about a person. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import type { Client } from 'pg';
import { webhookChannel } from '../src/shell/channels/webhook.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { handle } from '../src/shell/handle.ts';
import { logTo } from '../src/shell/observed/log.ts';
import { metricsText } from '../src/shell/observed/metrics-text.ts';
import { observe } from '../src/shell/observed/observe.ts';
import { tracesTo } from '../src/shell/observed/traces.ts';
import { startRunner, type Runner } from '../src/shell/runner.ts';
import type { Office } from './office.ts';
import { openService, refund, type Service } from './service.ts';

/** What is said in the course of the day, and belongs on the record alone. */
const PLANTED = {
  customer: 'cust-7350912',
  subject: 'order-8841207',
  name: 'Wilhelmina Ostrander',
  address: '17 Quillfeather Lane',
  mail: 'w.ostrander@quillfeather.example',
  phone: '+1 555 0142 977',
};
const WORDS = Object.values(PLANTED).join(', ');

let service: Service;
let office: Office;
let admin: Client;
let receiver: Server;
let runner: Runner;
let receiverAnswers = 500;
let log = '';
const spans = new InMemorySpanExporter();

before(async () => {
  service = await openService();
  ({ office } = service);
  admin = await openClient(office.admin);
  receiver = createServer((request, response) => {
    request.resume();
    response.writeHead(receiverAnswers).end(WORDS);
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { engine } = office;
  engine.observed = observe(
    logTo((line) => {
      log += line;
    }, 'debug'),
    tracesTo(new SimpleSpanProcessor({ exporter: spans })),
  );
  engine.channels = {
    byKind: new Map(),
    otherwise: webhookChannel(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/${PLANTED.mail}`),
  };
  runner = startRunner(engine, { askDatabase: () => Promise.resolve(engine.clock.now()) });
});
after(async () => {
  await runner.stop();
  await office.engine.observed.close();
  receiver.close();
  await admin.end();
  await service.close();
});

/** The value of a metric, of all its lines that begin so. */
async function metric(begins: string): Promise<number> {
  const lines = (await metricsText(office.engine)).split('\n').filter((line) => line.startsWith(begins));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** A refund that goes to somebody else, with everything planted that can be. */
const asked = (amount = '300'): Promise<string> =>
  office.open(
    'mia',
    {
      customer: PLANTED.customer,
      subject: PLANTED.subject,
      need: WORDS,
      facts: { amount, category: 'furniture', 'order.value': '900' },
    },
    { at_once: true, words: WORDS },
  );

test('verdicts, the time to yes, refusals and what waits are counted', async () => {
  receiverAnswers = 200;
  const small = await office.open('mia', { customer: PLANTED.customer }, { at_once: true });
  await office.send('mia', small, { do: 'fulfill' });
  await asked();
  const refused = await handle(office.engine, {
    organization: 'office',
    by: { kind: 'person', id: 'mia' },
    case: 'c000000000000',
    command: { do: 'fulfill' },
  });
  assert.ok(!refused.done);
  await runner.settle();
  assert.equal(await metric('sayso_verdicts_total{operation="open",verdict="grant"}'), 1);
  assert.ok((await metric('sayso_verdicts_total{operation="open",verdict="handoff"}')) >= 1);
  assert.equal(await metric('sayso_minutes_to_yes_count'), 1);
  assert.equal(await metric('sayso_hops_to_yes_bucket{le="0"}'), 1);
  assert.equal(await metric('sayso_refusals_total{code="unknown-case"}'), 1);
  assert.equal(await metric('sayso_command_seconds_count{command="open",outcome="done"}'), 2);
  assert.ok((await metric('sayso_effects_total{kind="tell person",outcome="delivered"}')) >= 1);
  assert.equal(await metric('sayso_database_up'), 1);
  assert.equal(await metric('sayso_outbox_age_seconds'), 0);
});

test('one trace leads from the request to the message that it caused', async () => {
  receiverAnswers = 200;
  spans.reset();
  const answered = await service.call('mia', 'POST /v1/cases', { request: refund('150'), at_once: true });
  assert.equal(answered.status, 201, answered.text);
  await runner.settle();
  const found = spans.getFinishedSpans();
  const request = found.find(({ name }) => name === 'request case.open');
  const traceId = request?.spanContext().traceId;
  const delivered = found.find((span) => span.name === 'deliver' && span.spanContext().traceId === traceId);
  // From the message back to the request, span by span.
  const names: string[] = [];
  for (let span = delivered; span;) {
    names.push(span.name);
    const parent = span.parentSpanContext?.spanId;
    span = found.find((one) => one.spanContext().spanId === parent);
  }
  assert.deepEqual(names, ['deliver', 'handle', 'request case.open']);
  const parts = found.filter((span) => span.spanContext().traceId === traceId).map(({ name }) => name);
  assert.ok(parts.includes('advance') && parts.includes('record'), parts.join());
});

test('a trace that began elsewhere goes on here, and what is no trace context is none', async () => {
  spans.reset();
  const traceId = 'a'.repeat(32);
  const traceparent = `00-${traceId}-${'b'.repeat(16)}-01`;
  await service.call('mia', 'GET /v1/my/cases', undefined, { traceparent });
  await service.call('mia', 'GET /v1/my/cases', undefined, { traceparent: PLANTED.mail });
  const [first, second] = spans.getFinishedSpans().filter(({ name }) => name === 'request case.mine');
  assert.equal(first?.spanContext().traceId, traceId);
  assert.match(second?.spanContext().traceId ?? '', /^[0-9a-f]{32}$/);
});

test('through a bad day, no line and no trace names anybody', async () => {
  const { engine } = office;
  receiverAnswers = 500;
  spans.reset();
  const id = await asked('320');
  await runner.settle();
  assert.ok((await metric('sayso_outbox_age_seconds')) >= 0);
  assert.ok((await metric('sayso_outbox_due')) >= 1);
  // The database refuses a row, and says the whole row in its error.
  await admin.query(`alter table sayso."case" add constraint bad_day check (type <> 'refund') not valid`);
  const place = { where: 'request', organization: 'office', conversation: PLANTED.name, case: id } as const;
  for (const words of [WORDS, PLANTED.name]) {
    const failed = await engine.observed
      .answering('case.open', undefined, () =>
        handle(engine, {
          organization: 'office',
          by: { kind: 'person', id: 'mia' },
          conversation: PLANTED.mail,
          command: {
            do: 'open',
            request: { type: 'refund', customer: PLANTED.customer, need: words },
            words,
          },
        }),
      )
      .then(
        () => assert.fail('it was stored'),
        (error: unknown) => error,
      );
    engine.observed.fault(failed, place);
    engine.observed.fault(new Error(`${WORDS}\n    at ${PLANTED.name} (${PLANTED.address})`), place);
    engine.observed.fault(new TypeError('fetch failed', { cause: failed }), place);
  }
  // The same at the door, where everything can be put that somebody may write: path, query, headers and body.
  const named = encodeURIComponent(PLANTED.name);
  const headers = {
    'idempotency-key': PLANTED.mail,
    'user-agent': PLANTED.phone,
    'x-request-id': PLANTED.name,
  };
  const failing = { request: refund('40', { customer: PLANTED.customer, need: WORDS }), words: WORDS };
  const stored = await service.call('mia', 'POST /v1/cases', failing, headers);
  assert.equal(stored.status, 500, stored.text);
  assert.match(stored.headers.get('x-request-id') ?? '', /^[0-9a-f]{16}$/);
  const others = await Promise.all([
    service.call('mia', `GET /v1/cases/${named}`, undefined, headers),
    service.call('mia', `GET /v1/cases?customer=${PLANTED.customer}&${named}=1`),
    service.call('mia', `POST /v1/cases/${named}/answer`, WORDS, headers),
    service.call('mia', `GET /${named}`),
    service.call(PLANTED.name, 'GET /v1/my/inbox'),
    service.call(undefined, 'GET /v1/my/inbox', undefined, { authorization: `Bearer ${PLANTED.customer}` }),
    service.call(undefined, `GET /v1/page?link=${PLANTED.customer}`),
    service.call(undefined, `GET /a/${PLANTED.customer}`),
  ]);
  for (const { status, text } of others) assert.ok(status < 500, text);
  await admin.query('alter table sayso."case" drop constraint bad_day');
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'sayso_service' and datname = current_database()`,
  );
  await runner.settle().catch((error: unknown) => engine.observed.fault(error, { where: 'taking work' }));

  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  // It happened, and can be found out about.
  assert.ok(
    lines.some(({ msg, fault }) => msg === 'fault' && (fault as { code?: string }).code === '23514'),
    log,
  );
  assert.match(log, /"constraint":"bad_day"/);
  assert.match(log, /"where":"effect".*"code":"500"/);
  assert.match(log, /"at":\["/);
  const asked500 = lines.find(({ operation, status }) => operation === 'case.open' && status === 500);
  assert.deepEqual(
    [asked500?.['request'], asked500?.['organization'], asked500?.['problem']],
    [stored.headers.get('x-request-id'), 'office', 'fault'],
  );
  assert.match(String(asked500?.['trace']), /^[0-9a-f]{32}$/);
  const traced = JSON.stringify(
    spans
      .getFinishedSpans()
      .map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
  );
  assert.match(traced, /"error.type":"23514"/);
  const staff = ['mia', 'kai', 'lena', 'tomas', 'omar', 'Mia Chen', 'Lena Brandt'];
  for (const [where, text] of [
    ['the log', log],
    ['the traces', traced],
    ['the metrics', await metricsText(engine)],
  ] as const) {
    for (const planted of Object.values(PLANTED))
      for (const part of [planted, ...planted.split(/[ @]/).filter((word) => word.length > 5)])
        assert.ok(!text.includes(part), `"${part}" is in ${where}:\n${text}`);
    for (const one of staff)
      assert.ok(!new RegExp(`\\b${one}\\b`).test(text), `"${one}" is in ${where}:\n${text}`);
  }
});

test('without a database the rest of the metrics is there, and says so', async () => {
  const text = await metricsText({
    ...office.engine,
    database: { use: () => Promise.reject(new Error('gone')), close: () => Promise.resolve() },
  });
  assert.match(text, /^sayso_database_up 0$/m);
  assert.match(text, /^sayso_verdicts_total/m);
});
