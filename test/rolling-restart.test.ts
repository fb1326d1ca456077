/** Two nodes on one database, restarted one after the other under load: nobody's request fails. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCli } from '../src/doors/cli/cli.ts';
import { openClient } from '../src/shell/database/connect.ts';
import { codeOf } from '../src/shell/database/fault.ts';
import { tokenFor } from '../src/shell/tokens.ts';
import { inRoot, type Ran } from './command-line.ts';
import { freshDatabase, type FreshDatabase } from './database.ts';
import { urlOf, worldFor } from './office.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sayso-rolling-'));
const SECRET = 'ab'.repeat(32);
/** Longer than the balancer takes to notice. */
const DRAIN_SECONDS = '2';
const LOOKS_EVERY_MS = 100;
/** At once, all the time. */
const CLIENTS = 4;

let database: FreshDatabase;
let environment: Record<string, string>;
const nodes: Node[] = [];

type Node = { process: ChildProcess; address: string; ready: boolean };

before(async () => {
  database = await freshDatabase();
  environment = {
    SAYSO_DATABASE_URL: urlOf(database.service),
    SAYSO_DATABASE_OWNER_URL: urlOf(database.owner),
    SAYSO_DATA_DIR: folder,
    SAYSO_LISTEN: '127.0.0.1:0',
    SAYSO_SECRET: SECRET,
    SAYSO_DRAIN_SECONDS: DRAIN_SECONDS,
    SAYSO_RATE_LIMIT_PER_MINUTE: '1000000',
  };
  const ran: Ran = { code: -1, out: '', err: '' };
  const shop = ['--book', inRoot('books/shop/book.yaml'), '--org', inRoot('books/shop/people.yaml')];
  const world = { ...worldFor(environment, ran), now: () => Date.now() };
  assert.equal(await runCli(['organization', 'put', 'shop', ...shop], world), 0, ran.err);
  nodes.push(...(await Promise.all([startNode(), startNode()])));
});
after(async () => {
  for (const { process } of nodes) process.kill('SIGKILL');
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function startNode(): Promise<Node> {
  const child = spawn(process.execPath, [inRoot('src/main.ts'), 'serve'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, address } = JSON.parse(line) as { msg: string; address?: string };
    if (msg !== 'listening' || address === undefined) continue;
    child.stdout.resume();
    return { process: child, address, ready: true };
  }
  throw new Error('the node did not come up');
}

/** As a load balancer does: asks each node whether it is ready. */
async function look(until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    await Promise.all(
      nodes.map(async (node) => {
        node.ready = await fetch(`${node.address}/readyz`).then(
          async (response) => {
            await response.body?.cancel();
            return response.ok;
          },
          () => false,
        );
      }),
    );
    await sleep(LOOKS_EVERY_MS);
  }
}

let turn = 0;

/** Sends a request once, to a ready node; again only where nobody took the connection. */
async function send(request: (address: string) => Promise<Response>): Promise<Response> {
  for (;;) {
    turn += 1;
    const ready = nodes.filter((node) => node.ready);
    const node = ready[turn % ready.length];
    if (!node) throw new Error('no node is ready');
    try {
      return await request(node.address);
    } catch (error) {
      if (!(error instanceof Error) || codeOf(error.cause) !== 'ECONNREFUSED') throw error;
    }
  }
}

test('no request fails, and every acknowledged case is there', async () => {
  const token = await tokenFor(
    { organization: 'shop', person: 'mia' },
    Buffer.from(SECRET, 'hex'),
    Date.now() + 600_000,
  );
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const over = new AbortController();
  const looking = look(over.signal);
  const failed: string[] = [];
  const opened = new Set<string>();
  const load = { answered: 0 };
  const client = async (number: number): Promise<void> => {
    for (let n = 0; !over.signal.aborted; n++) {
      const body = JSON.stringify({
        request: { type: 'favor', customer: `c-${number}-${n}`, facts: { cost: '1.00', minutes: 1 } },
      });
      try {
        const response = await send((address) =>
          n % 3 === 0
            ? fetch(`${address}/v1/cases`, { method: 'POST', headers, body })
            : fetch(`${address}/v1/remit`, { headers }),
        );
        const text = await response.text();
        load.answered += 1;
        if (!response.ok) failed.push(`${response.status} ${text}`);
        else if (response.status === 201) opened.add((JSON.parse(text) as { case: { id: string } }).case.id);
      } catch (error) {
        failed.push(`${String(error)} ${error instanceof Error ? String(error.cause) : ''}`);
      }
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
  try {
    for (const [place, node] of nodes.entries()) {
      node.process.kill('SIGTERM');
      const [code] = (await once(node.process, 'exit')) as [number | null];
      assert.equal(code, 0, 'the node stopped by itself');
      // The other one goes on meanwhile.
      const { answered } = load;
      while (load.answered === answered) await sleep(LOOKS_EVERY_MS);
      nodes[place] = await startNode();
      // Until it is asked again.
      await sleep(LOOKS_EVERY_MS * 3);
    }
  } finally {
    over.abort();
    await Promise.all([...clients, looking]);
  }
  assert.deepEqual(failed.slice(0, 5), []);
  assert.ok(opened.size > 20, `${opened.size} cases of ${load.answered} answers`);
  assert.equal(await countCases(), opened.size);
});

async function countCases(): Promise<number> {
  const client = await openClient(database.admin);
  const { rows } = await client.query<{ n: number }>('select count(*) as n from sayso."case"');
  await client.end();
  return rows[0]?.n ?? 0;
}
