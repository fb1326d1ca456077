/** What `npm start` shows: a house full of cases, and lines that can be pasted, upon which a case moves on. */
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { DAY } from '../src/core/words/time.ts';
import { fill } from '../src/doors/cli/demo/fill.ts';
import { houseBook, housePeople, zoneOfMorning } from '../src/doors/cli/demo/house.ts';
import { shop } from '../src/doors/cli/demo/demo.ts';
import { ensureMonths } from '../src/shell/database/migrate.ts';
import { readText } from '../src/shell/files.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { listCases, type Listed } from '../src/shell/store/lists.ts';
import { zones } from '../src/shell/zones.ts';
import { inRoot } from './command-line.ts';
import { engineByHand } from './on-the-engine.ts';

const run = promisify(execFile);
const dataDir = mkdtempSync(path.join(tmpdir(), 'sayso-serve-demo-'));
// Run as root, the database works as a user of its own, who has to get here.
chmodSync(dataDir, 0o711);

let child: ChildProcess;
let printed = '';

/** Waits until it has printed something. */
async function until(words: RegExp): Promise<void> {
  const late = AbortSignal.timeout(60_000);
  while (!words.test(printed)) {
    if (child.exitCode !== null) throw new Error(`it ended:\n${printed}`);
    await Promise.race([
      once(child.stdout ?? child, 'data', { signal: late }),
      once(child, 'exit', { signal: late }),
    ]);
  }
}

/** Mails are written before the service listens, with links that lead to it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

before(async () => {
  const listen = `127.0.0.1:${await freePort()}`;
  child = spawn(process.execPath, [inRoot('src/main.ts'), 'serve', '--demo', '--data-dir', dataDir], {
    env: { ...process.env, SAYSO_LISTEN: listen },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
});
after(() => {
  child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** What the demo prints to be pasted, as a shell here runs it. */
function pasteable(): { exports: string; lines: string[] } {
  const all = [...printed.matchAll(/^ {2}((?:export|curl|npx sayso) .*)$/gm)].map(([, line = '']) =>
    line.replace('npx sayso', `'${process.execPath}' '${inRoot('src/main.ts')}'`),
  );
  return {
    exports: all.filter((line) => line.startsWith('export')).join('\n'),
    lines: all.filter((line) => !line.startsWith('export')),
  };
}

test('every line that it prints can be pasted, and the case in this terminal moves on', async () => {
  await until(/What happens:/);
  assert.match(printed, /42 people and AI agents, \d\d cases, \d+ of them open/);
  const { exports, lines } = pasteable();
  assert.equal(lines.filter((line) => line.startsWith('curl')).length, 5);
  assert.equal(lines.filter((line) => line.includes('mailbox')).length, 2);
  for (const line of lines) {
    const { stdout } = await run('sh', [
      '-c',
      `${exports}\n${line.replace('curl -s', 'curl --fail-with-body -s')}`,
    ]);
    assert.notEqual(stdout.trim(), '', line);
  }
  await until(/Lena Brandt granted it: \$300\.00/);
  assert.match(printed, /Mia Chen opened the case: refund, \$45\.00; it may be granted at once/);
});

/** What is answered to a request that names a host of its own, as a page from elsewhere would whose name leads here. */
async function signedIn(host: string, handedOn: Record<string, string> = {}): Promise<number> {
  const { hostname, port } = new URL(/Open (http:\S+)/.exec(printed)?.[1] ?? '');
  const asked = request({
    hostname,
    port,
    path: '/v1/sign-in',
    method: 'POST',
    headers: { host, 'content-type': 'application/json', ...handedOn },
  }).end(JSON.stringify({ person: 'mia' }));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode ?? 0;
}

test('anybody may be anybody on this machine, and nobody from elsewhere', async () => {
  assert.equal(await signedIn('127.0.0.1:4747'), 200);
  assert.equal(await signedIn('localhost'), 200);
  for (const host of ['sayso.example', '127.0.0.1.example.com', '192.168.1.2:4747'])
    assert.equal(await signedIn(host), 403, host);
  // A proxy may have put its own host there.
  for (const name of ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip'])
    assert.equal(await signedIn('127.0.0.1:4747', { [name]: 'sayso.example' }), 403, name);
  for (const listen of ['0.0.0.0:0', '[::]:0', '192.168.1.2:0']) {
    const refused = await run(
      process.execPath,
      [inRoot('src/main.ts'), 'serve', '--demo', '--data-dir', dataDir],
      { env: { ...process.env, SAYSO_LISTEN: listen } },
    ).then(
      () => 'it began',
      (error: { stderr: string }) => error.stderr,
    );
    assert.match(refused, /The demo listens on this machine alone/, listen);
  }
});

test('three teams, forty people and two AI agents', async () => {
  const { origin } = new URL(/Open (http:\S+)/.exec(printed)?.[1] ?? '');
  const { people } = (await (await fetch(`${origin}/v1/sign-in`)).json()) as {
    people: { kind: string; grade?: string; unit?: string }[];
  };
  const of = (kind: string) => people.filter((one) => one.kind === kind);
  assert.deepEqual([of('person').length, of('ai agent').length], [40, 2]);
  // A team is who serves customers: the units in which most of them are.
  const size = (unit: string): number => people.filter((one) => one.unit === unit).length;
  const teams = [...new Set(people.map(({ unit = '' }) => unit))].filter((unit) => size(unit) >= 8);
  assert.deepEqual(teams.toSorted(), ['furniture', 'gifts and cards', 'lamps']);
});

const line = ({ id, type }: Pick<Listed, 'id' | 'type'>): string => `${id} ${type}`;

test('the house is the same whenever it is started', async () => {
  const begins = Date.parse('2026-02-17T21:42:00Z');
  const { engine, fresh, setTime, close } = await engineByHand();
  try {
    const zone = zoneOfMorning(begins);
    setTime(begins - 8 * DAY);
    await ensureMonths(fresh.owner, begins, 1);
    const put = await putOrganization(engine, {
      id: 'house',
      book: { file: 'book.yaml', text: houseBook(readText(shop('book.yaml'), 1e6), zone) },
      people: { file: 'people.yaml', text: housePeople(zone), format: 'yaml' },
    });
    assert.ok(!('problems' in put));
    const found = zones(zone);
    assert.ok(found);
    await fill({ engine, organization: 'house', begins, zone: found, setTime, onDay: () => undefined });
    const all = await listCases(engine, 'house', { most: 200 });
    assert.match(printed, new RegExp(` ${all.length} cases, `));
    const going = all.filter((one) => one.open);
    assert.ok(
      going.some(({ waitingFor }) => waitingFor.length > 0),
      'some wait',
    );
    const hour = begins + 60 * 60_000;
    assert.ok(
      going.some(({ promised }) => promised !== null && promised > begins && promised < hour),
      'some are near their promise',
    );
    const { exports } = pasteable();
    const { stdout } = await run('sh', ['-c', `${exports}\ncurl -s "$API/cases?most=200" -H "$MIA"`]);
    const there = JSON.parse(stdout) as { cases: { id: string; type: string }[] };
    const here = new Set(all.filter(({ open }) => open).map(line));
    const added = there.cases.map(line).filter((one) => !here.delete(one));
    assert.equal(added.length, 1, 'the one that was pasted');
    assert.deepEqual([...here], []);
  } finally {
    await close();
  }
});

test('told to stop, it stops', async () => {
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.equal(code, 0);
});
