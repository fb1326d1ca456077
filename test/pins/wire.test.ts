/**
 * What goes over the wire, byte for byte, as literals: clients that were written years ago read it. What differs from run to
 * run is replaced (ids, instants, hashes); of what a caller may do next one example stands for all.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { openService, refund, type Answer, type Service } from '../service.ts';

let service: Service;
before(async () => {
  service = await openService();
});
after(() => service.close());

/** Without what differs from run to run. */
const plain = (text: string): string =>
  text
    .replaceAll(/\bc[0-9a-f]{12}\b/g, 'CASE')
    .replaceAll(/\bv[0-9a-f]{16}\b/g, 'CONVERSATION')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z/g, 'INSTANT')
    .replaceAll(/\b\d\d:\d\d\b(?: on \w+, \w+ \d+)?/g, 'TIME')
    .replaceAll(/"[0-9a-f]{16,64}"/g, '"HASH"')
    .replaceAll(/"time_zone_data":"\d{4}[a-z]"/g, '"time_zone_data":"DATA"')
    .replace(/"capabilities":\[.*?\](?=[,}])/, '"capabilities":[…]')
    .replace(/"decision":\{.*\}(?=,"no")/, '"decision":{…}');

/** The headers that are part of what is agreed, in order. */
const headersOf = ({ headers }: Answer): string[] =>
  [...headers]
    .filter(([name]) => PINNED.has(name))
    .map(
      ([name, value]) =>
        `${name}: ${value.replace(/-[\w-]{16}"/, '-HASH"').replace(/^[0-9a-f]{16}$/, 'HASH')}`,
    )
    .toSorted();
const PINNED = new Set([
  'allow',
  'cache-control',
  'content-type',
  'etag',
  'idempotency-replayed',
  'retry-after',
  'www-authenticate',
  'x-content-type-options',
  'x-request-id',
]);

const call = (...sent: Parameters<Service['call']>): Promise<Answer> => service.call(...sent);
const sent = (amount: string): object => ({ request: refund(amount, { subject: 'order-1' }) });
const whatCame = (answer: Answer): [number, string] => [answer.status, plain(answer.text)];

const DECIDED =
  '{"verdict":"grant","rule":"refund/may/small","amount":"40.00","missing":[],"who":[],"who_total":0,"obligations":[{"name":"identity verified","when":"before","done":true,"do":"Find the customer by mail address or order number","shown_by":"identity_verified"}],"type":"refund","asker":"mia","at":"INSTANT","unit":"USD","reasons":[{"rule":"red lines/someone else\'s data","outcome":"fails","comparisons":[{"comparison":"others_data","value":false}]},{"rule":"red lines/money for a review","outcome":"fails","comparisons":[{"comparison":"for_a_review","value":false}]},{"rule":"refund/red lines/gift card","outcome":"fails","comparisons":[{"comparison":"category == \'gift card\'","value":false}]},{"rule":"refund/red lines/made to measure","outcome":"fails","comparisons":[{"comparison":"made_to_measure","value":false}]},{"rule":"refund/reserved/bank dispute","outcome":"fails","comparisons":[{"comparison":"bank_dispute","value":false}]},{"rule":"refund/never above","outcome":"fails","comparisons":[{"comparison":"amount > 300.00","value":false}]},{"rule":"refund/may/tiny","outcome":"fails","because":"limit","comparisons":[{"comparison":"amount <= 15.00 USD","value":false}]},{"rule":"refund/may/small","outcome":"holds","comparisons":[{"comparison":"days_since(order.delivered) <= 30","value":true},{"comparison":"amount <= 60.00 USD","value":true}]},{"rule":"refund/may/damage","outcome":"unknown","because":"condition","unknown":["damaged"]},{"rule":"refund/may/ordinary","outcome":"fails","because":"grade"},{"rule":"refund/may/late","outcome":"fails","because":"grade"},{"rule":"refund/may/mercy","outcome":"fails","because":"grade"},{"rule":"refund/may/disputed","outcome":"fails","because":"function"},{"rule":"refund/may/large","outcome":"fails","because":"grade"},{"rule":"refund/may/very large","outcome":"fails","because":"grade"},{"rule":"refund/consult/third refund","outcome":"fails","comparisons":[{"comparison":"refunds >= 2","value":false}]}],"deciding":[{"comparison":"others_data","value":false},{"comparison":"for_a_review","value":false},{"comparison":"category == \'gift card\'","value":false},{"comparison":"made_to_measure","value":false},{"comparison":"bank_dispute","value":false},{"comparison":"amount > 300.00","value":false},{"comparison":"amount <= 15.00 USD","value":false},{"comparison":"days_since(order.delivered) <= 30","value":true},{"comparison":"amount <= 60.00 USD","value":true},{"comparison":"amount <= 100.00 USD","value":true},{"comparison":"amount <= 50% of order.value","value":true},{"comparison":"amount <= 200.00 USD","value":true},{"comparison":"total of refund per customer within 90 days <= 500.00 USD","value":true},{"comparison":"days_since(order.delivered) <= 90","value":true},{"comparison":"amount <= 600.00 USD","value":true},{"comparison":"amount <= 2500.00 USD","value":true},{"comparison":"amount <= 12000.00 USD","value":true},{"comparison":"refunds >= 2","value":false}],"headroom":"60.00","alternatives":[],"assumed":[{"fact":"others_data","value":false,"because":"if not said"},{"fact":"for_a_review","value":false,"because":"if not said"},{"fact":"made_to_measure","value":false,"because":"if not said"},{"fact":"bank_dispute","value":false,"because":"if not said"},{"fact":"wrong_item","value":false,"because":"if not said"}],"ignored":[],"next_step":"grant","standing_key":"HASH","valid_until":"INSTANT","book":{"name":"lantern-house","hash":"HASH","in_force":true,"time_zone_data":"DATA"},"language":"en","say":"I am sending $40.00 back to you."}';

const OPENED =
  '{"case":{"id":"CASE","version":3,"stage":"waiting for an answer","open":true,"request":{"type":"refund","facts":{"amount":"150","order.delivered":"2026-03-01","order.value":"300","identity_verified":true,"category":"lamp"},"customer":"c-1","subject":"order-1","signals":[],"asks_for_a_person":false,"grounds":[],"agreed":[]},"asker":{"id":"mia","name":"Mia Chen"},"owner":{"id":"mia","name":"Mia Chen"},"opened_at":"INSTANT","answer_by":"INSTANT","promised":"INSTANT","hops":0,"questions":[{"id":"CASE/q1","kind":"approval","amount":"150.00","asked":[{"id":"lena","name":"Lena Brandt"}],"asked_by":{"id":"mia","name":"Mia Chen"},"asked_at":"INSTANT","moves_on_at":"INSTANT"}],"appealed":false,"offered":[],"over_promises":[],"conversation":{"id":"CONVERSATION","cases":["CASE"]}},"replayed":false,"happened":[{"at":"INSTANT","kind":"opened","case":"CASE","by":{"id":"mia","name":"Mia Chen","kind":"person"},"says":"Mia Chen opened the case: refund, $150.00; somebody else can say yes"},{"at":"INSTANT","kind":"asked","case":"CASE","by":{"id":"mia","name":"Mia Chen","kind":"person"},"says":"Asked for a yes"},{"at":"INSTANT","kind":"question sent","case":"CASE","by":{"id":"@sayso","name":"Sayso","kind":"sayso"},"says":"Lena Brandt is asked by chat; moves on at TIME"},{"at":"INSTANT","kind":"promised","case":null,"by":{"id":"@sayso","name":"Sayso","kind":"sayso"},"says":"The customer hears by TIME"}],"said":[],"advice":[],"capabilities":[…]}';

const MAY =
  '{"do":"grant","may":false,"because":{"code":"not-yours-to-grant","message":"You may not say yes to this; Lena Brandt can.","mend":"Ask for it: ask."}}';

const SHOWN =
  '{"case":{"id":"CASE","version":3,"stage":"waiting for an answer","open":true,"request":{"type":"refund","facts":{"amount":"150","category":"lamp","order.value":"300","order.delivered":"2026-03-01","identity_verified":true},"customer":"c-1","subject":"order-1","signals":[],"asks_for_a_person":false,"grounds":[],"agreed":[]},"asker":{"id":"mia","name":"Mia Chen"},"owner":{"id":"mia","name":"Mia Chen"},"opened_at":"INSTANT","answer_by":"INSTANT","promised":"INSTANT","hops":0,"questions":[{"id":"CASE/q1","kind":"approval","amount":"150.00","asked":[{"id":"lena","name":"Lena Brandt"}],"asked_by":{"id":"mia","name":"Mia Chen"},"asked_at":"INSTANT","moves_on_at":"INSTANT"}],"appealed":false,"offered":[],"over_promises":[],"conversation":{"id":"CONVERSATION","cases":["CASE"]}},"decision":{…},"no":null,"told":null,"capabilities":[…],"next_step":null}';

const LISTED =
  '{"cases":[{"id":"CASE","conversation":"CONVERSATION","type":"refund","stage":"waiting for an answer","open":true,"asker":{"id":"mia","name":"Mia Chen"},"owner":{"id":"mia","name":"Mia Chen"},"waits_for":[{"id":"lena","name":"Lena Brandt"}],"promised":"INSTANT","opened_at":"INSTANT","label":"Refund","amount":"150","unit":"USD","answer_by":"INSTANT","asked":[{"id":"CASE/q1","kind":"approval","asked_by":{"id":"mia","name":"Mia Chen"},"asked_at":"INSTANT"}]}],"next":null}';

const ANSWERED =
  '{"case":{"id":"CASE","version":6,"stage":"granted","open":true,"request":{"type":"refund","facts":{"amount":"150","category":"lamp","order.value":"300","order.delivered":"2026-03-01","identity_verified":true},"customer":"c-1","subject":"order-1","signals":[],"asks_for_a_person":false,"grounds":[],"agreed":[]},"asker":{"id":"mia","name":"Mia Chen"},"owner":{"id":"mia","name":"Mia Chen"},"opened_at":"INSTANT","answer_by":"INSTANT","fulfill_by":"INSTANT","promised":"INSTANT","hops":1,"questions":[],"answer":{"say":"yes","by":{"id":"lena","name":"Lena Brandt"},"at":"INSTANT","rule":"refund/may/late","type":"refund","amount":"150.00","unit":"USD"},"appealed":false,"offered":[],"over_promises":[],"conversation":{"id":"CONVERSATION","cases":["CASE"]}},"replayed":false,"happened":[{"at":"INSTANT","kind":"approved","case":"CASE","by":{"id":"lena","name":"Lena Brandt","kind":"person"},"says":"Lena Brandt said yes to 150.00"},{"at":"INSTANT","kind":"question closed","case":"CASE","by":{"id":"lena","name":"Lena Brandt","kind":"person"},"says":"The question is answered"},{"at":"INSTANT","kind":"granted","case":"CASE","by":{"id":"lena","name":"Lena Brandt","kind":"person"},"says":"Lena Brandt granted it: $150.00 (refund/may/late); to be carried out by TIME"},{"at":"INSTANT","kind":"promise kept","case":null,"by":{"id":"lena","name":"Lena Brandt","kind":"person"},"says":"The promise was kept"},{"at":"INSTANT","kind":"promised","case":null,"by":{"id":"@sayso","name":"Sayso","kind":"sayso"},"says":"The customer hears by TIME"}],"said":["Yes, I\'ll take care of that for you."],"advice":[],"capabilities":[…]}';

const FRAME =
  'id: PLACE\nevent: happened\ndata: {"conversation":"CONVERSATION","sequence":PLACE,"at":"INSTANT","kind":"granted","case":"CASE","by":{"id":"lena","name":"Lena Brandt","kind":"person"},"says":"Lena Brandt granted it: $150.00 (refund/may/late); to be carried out by TIME","concerns":["lena"]}';

const REFUSED =
  '{"type":"/problems/already-answered","title":"There is an answer already","status":409,"detail":"Case CASE has its answer already: yes, by Lena Brandt.","code":"already-answered","path":"case","mend":"Look at it: GET /v1/cases/{case}. What has changed since then reopens it: reopen.","problems":[{"code":"already-answered","path":"case","message":"Case CASE has its answer already: yes, by Lena Brandt.","mend":"Look at it: GET /v1/cases/{case}. What has changed since then reopens it: reopen."}],"instance":"HASH"}';

const WRONG =
  '{"type":"/problems/missing-key","title":"Something that is needed was not sent","status":422,"detail":"\\"request\\" lacks \\"type\\": the request type, or what the customer asks for in their words.","code":"missing-key","path":"request.type","mend":"Add for example: type: refund","problems":[{"code":"missing-key","path":"request.type","message":"\\"request\\" lacks \\"type\\": the request type, or what the customer asks for in their words.","mend":"Add for example: type: refund"},{"code":"unknown-key","path":"of","message":"There is no key \\"of\\" in case.open.","mend":"Keys here: request, conversation, incident, caused_by_us, at_once, words."}],"instance":"HASH"}';

let asked: Answer;
let id: string;

test('decide', async () => {
  const answer = await call('mia', 'POST /v1/decisions', sent('40'));
  assert.deepEqual(whatCame(answer), [200, DECIDED]);
  assert.deepEqual(headersOf(answer), [
    'cache-control: no-store',
    'content-type: application/json; charset=utf-8',
    'x-content-type-options: nosniff',
    'x-request-id: HASH',
  ]);
});

test('case.open', async () => {
  const body = { ...sent('150'), at_once: true };
  asked = await call('mia', 'POST /v1/cases', body, { 'idempotency-key': 'k1' });
  id = String(asked.at('case.id'));
  assert.deepEqual(whatCame(asked), [201, OPENED]);
  assert.deepEqual(headersOf(asked), [
    'cache-control: no-store',
    'content-type: application/json; charset=utf-8',
    'etag: "3"',
    'x-content-type-options: nosniff',
    'x-request-id: HASH',
  ]);
  const may = (asked.at('capabilities') as { do: string }[]).find((one) => one.do === 'grant');
  assert.equal(JSON.stringify(may), MAY);
});

test('a request again, under its key', async () => {
  const again = await call(
    'mia',
    'POST /v1/cases',
    { ...sent('150'), at_once: true },
    { 'idempotency-key': 'k1' },
  );
  assert.equal(again.status, 201);
  assert.ok(headersOf(again).includes('idempotency-replayed: true'));
  assert.equal(again.at('replayed'), true);
});

test('case.show', async () => {
  const answer = await call('mia', `GET /v1/cases/${id}`);
  assert.deepEqual(whatCame(answer), [200, SHOWN]);
  assert.deepEqual(headersOf(answer), [
    'cache-control: no-store',
    'content-type: application/json; charset=utf-8',
    'etag: "3-HASH"',
    'x-content-type-options: nosniff',
    'x-request-id: HASH',
  ]);
});

test('case.list', async () => {
  const answer = await call('mia', 'GET /v1/cases?owner=mia&most=1');
  assert.deepEqual(whatCame(answer), [200, LISTED]);
});

test('a frame of the event stream, and an answer', async () => {
  const stream = get(`${service.http.address}/v1/events?case=${id}`, {
    headers: { authorization: `Bearer ${await service.token('mia')}` },
  });
  const [came] = (await once(stream, 'response')) as [IncomingMessage];
  assert.equal(came.headers['content-type'], 'text/event-stream; charset=utf-8');
  let text = '';
  came.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const answer = await call('lena', `POST /v1/cases/${id}/answer`, { say: 'yes' });
  while (!text.includes('"kind":"granted"')) await once(came, 'data');
  stream.destroy();
  assert.deepEqual(whatCame(answer), [200, ANSWERED]);
  const [begin = '', ...frames] = text.split('\n\n');
  assert.match(begin, /^retry: 1000\nid: \d+$/);
  const granted = frames.find((one) => one.includes('"kind":"granted"')) ?? '';
  assert.equal(plain(granted).replaceAll(/(?<=id: |"sequence":)\d+/g, 'PLACE'), FRAME);
});

test('what is refused, and what is wrong', async () => {
  const refused = await call('mia', `POST /v1/cases/${id}/grant`, {});
  assert.deepEqual(whatCame(refused), [409, REFUSED]);
  assert.deepEqual(headersOf(refused), [
    'cache-control: no-store',
    'content-type: application/problem+json; charset=utf-8',
    'x-content-type-options: nosniff',
    'x-request-id: HASH',
  ]);
  const wrong = await call('mia', 'POST /v1/cases', { request: {}, of: 1 });
  assert.deepEqual(whatCame(wrong), [422, WRONG]);
  const changed = await call('mia', `POST /v1/cases/${id}/fulfill`, {}, { 'if-match': '"1"' });
  assert.deepEqual([changed.status, changed.at('code')], [412, 'changed-meanwhile']);
  const nobody = await call(undefined, 'GET /v1/remit');
  assert.ok(headersOf(nobody).includes('www-authenticate: Bearer'));
  const method = await call('mia', 'PUT /v1/cases', {});
  assert.ok(headersOf(method).includes('allow: GET, HEAD, OPTIONS, POST'));
});
