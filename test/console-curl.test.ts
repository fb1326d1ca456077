/** Where there is no curl, the documents' lines are sent by a reader of its options: it sends what curl would. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { commandsOn } from '../scripts/console.ts';
import { byReader, bySystem, curlHere } from '../scripts/console/curl.ts';
import { isOpen, wordsOf } from '../scripts/console/words.ts';

const GUIDE = 'docs/guides/6-service.md';
let server: Server;
let heard: string[] = [];
let address = '';

before(async () => {
  server = createServer((request, response) => void hear(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const part of request) body += String(part);
  const { method, url, headers } = request;
  const names = ['authorization', 'content-type', 'idempotency-key', 'if-match', 'last-event-id'];
  heard.push(JSON.stringify([method, url, body, ...names.map((name) => headers[name])]));
  response.writeHead(200, { 'content-type': 'text/plain', 'x-first': '1' }).write('sayso_cases_total 1\n');
  // Who follows live is not told that it is over.
  if (url?.includes('/events') !== true) response.end();
}

test('the reader of curl lines sends and prints what curl does', async (t) => {
  if (!curlHere().name.startsWith('curl')) {
    t.skip('there is no curl to compare with');
    return;
  }
  const variables = new Map(
    ['MIA', 'LENA', 'TOMAS', 'ANN', 'BEN', 'PAGE'].map((name) => [name, `authorization: Bearer ${name}`]),
  );
  for (const name of ['CASE', 'SECOND', 'CONVERSATION', 'DRAFT'])
    variables.set(name, `${name.toLowerCase()}1`);
  variables.set('JSON', 'content-type: application/json').set('API', `${address}/v1`);
  const lines = commandsOn(GUIDE).filter((line) => line.startsWith('curl '));
  assert.ok(lines.length >= 20, `only ${lines.length} curl lines`);
  for (const line of lines) {
    const here = line.replaceAll('http://127.0.0.1:4747', address).replace(' -m 2 ', ' -m 0.3 ');
    const sent = await Promise.all(
      [bySystem, byReader].map(async (run) => {
        const text = await run(here, variables);
        return text.replace(/^HTTP[^]*?\r?\n\r?\n/, (head) =>
          head
            .split(/\r?\n/)
            .filter((one) => /^(?:HTTP|content-type|x-first)/i.test(one))
            .join('\n'),
        );
      }),
    );
    const [first, second, ...more] = heard;
    assert.equal(second, first, line);
    assert.deepEqual(more, []);
    assert.equal(sent[1], sent[0], line);
    heard = [];
  }
});

test('words are read as a shell reads them', () => {
  const variables = new Map([['ID', 'c1']]);
  const words = `-H "a: $ID" 'b $ID' --x="a b" '{"id": "'$ID'"}' "it's \\"so\\"" a\\ b`;
  assert.deepEqual(wordsOf(words, variables), [
    '-H',
    'a: c1',
    'b $ID',
    '--x=a b',
    '{"id": "c1"}',
    'it\'s "so"',
    'a b',
  ]);
  assert.throws(() => wordsOf('$NOBODY', variables), /nothing has set \$NOBODY/);
  assert.ok(isOpen(`curl -d '{"a": 1,`));
  assert.ok(!isOpen(`curl -d '{"a": 1}' "it's"`));
});
