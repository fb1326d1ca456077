// Mails over a mail server of somebody else's making: aiosmtpd, as Debian has it (apt-get install python3-aiosmtpd).
// In the clear, by STARTTLS and by TLS from the first byte on; what it kept is compared with what was sent.
import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { askedMail } from '../src/core/mail/to-colleague.ts';
import { htmlOf, subjectOf, textOf } from '../src/core/mail/mail.ts';
import { readSmtp, smtpTransport, type Outgoing } from '../src/shell/channels/mail-transport.ts';
import { PureWorld, shipped } from '../test/pure-world.ts';

const STARTED_MS = 10_000;

/** A question as Lena reads it. */
function question(): Outgoing {
  const world = new PureWorld(shipped('shop'), '2026-03-10T14:00:00Z');
  const facts = {
    amount: '550',
    'order.value': '1200',
    'order.delivered': '2026-03-02',
    category: 'furniture',
    identity_verified: true,
  };
  const id = world.open('mia', { type: 'refund', customer: 'c-1', subject: 'order-1', facts });
  world.do('mia', id, { do: 'ask', words: 'Eine gute Kundin – „bitte“.\n.\n..' });
  const { book, organization, at } = world;
  const one = world.case(id);
  const [asked] = one.questions;
  const reader = organization.people.get('lena');
  assert.ok(asked && reader);
  const story = { book, organization, conversation: world.conversationOf(id), case: one, at, reader };
  const mail = askedMail(story, asked, { yes: `https://sayso.example/l/${'x'.repeat(1200)}` });
  return {
    organization: 'lantern-house',
    key: 'v1/1.0',
    at,
    from: { name: 'Lantern House', address: 'care@lanternhouse.example' },
    to: { name: 'Tomás Ríos', address: 'lena@lanternhouse.example' },
    subject: subjectOf(mail),
    text: textOf(mail),
    html: htmlOf(mail),
    language: 'en',
    id: 'a@lanternhouse.example',
    thread: 'b@lanternhouse.example',
  };
}

/** Sends what {@link question} is to an address; in a process of its own, for whom it trusts is fixed when it starts. */
async function send(url: string): Promise<void> {
  const smtp = readSmtp(url);
  assert.ok(!('code' in smtp), JSON.stringify(smtp));
  const transport = smtpTransport(smtp);
  try {
    process.stdout.write(JSON.stringify(await transport.send(question())));
  } catch (error) {
    process.stdout.write(JSON.stringify({ failed: (error as Error).message }));
  } finally {
    transport.close();
  }
}

const sendApart = (url: string, trusted?: string): unknown =>
  JSON.parse(
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), url], {
      env: { ...process.env, ...(trusted !== undefined && { NODE_EXTRA_CA_CERTS: trusted }) },
      encoding: 'utf8',
    }),
  );

async function freePort(): Promise<number> {
  const any = createServer().listen(0, '127.0.0.1');
  await once(any, 'listening');
  const { port } = any.address() as AddressInfo;
  any.close();
  await once(any, 'close');
  return port;
}

type Server = { port: number; kept: () => string[]; stop: () => void };

/** Starts aiosmtpd with a folder of its own. */
async function server(folder: string, args: readonly string[]): Promise<Server> {
  const port = await freePort();
  const maildir = path.join(folder, `mail-${port}`);
  const child: ChildProcess = spawn(
    'aiosmtpd',
    ['-n', '-l', `127.0.0.1:${port}`, ...args, '-c', 'aiosmtpd.handlers.Mailbox', maildir],
    { stdio: 'ignore' },
  );
  let over: Error | undefined;
  child.on('error', (error) => (over = error));
  child.on('exit', (code) => (over ??= new Error(`aiosmtpd ended with ${code}`)));
  for (const until = performance.now() + STARTED_MS; ; await sleep(50)) {
    if (over) throw over;
    if (await listens(port)) break;
    if (performance.now() > until) throw new Error('aiosmtpd does not listen');
  }
  const inNew = path.join(maildir, 'new');
  return {
    port,
    kept: () => readdirSync(inNew).map((name) => readFileSync(path.join(inNew, name), 'utf8')),
    stop: () => child.kill(),
  };
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** What the server kept is what was sent. */
async function arrived({ kept }: Server, times: number): Promise<void> {
  const sent = question();
  assert.equal(kept().length, times);
  for (const file of kept()) {
    const mail = await PostalMime.parse(file);
    assert.equal(mail.text?.trim(), sent.text.trim());
    assert.equal(mail.html?.trim(), sent.html.trim());
    assert.equal(mail.subject, sent.subject);
    assert.equal(mail.messageId, `<${sent.id}>`);
    assert.deepEqual(mail.to, [sent.to]);
    for (const line of file.split(/\r?\n/)) assert.ok(line.length <= 998, 'a line longer than mail may have');
  }
}

async function all(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sayso-real-mail-'));
  const servers: Server[] = [];
  try {
    const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout ${key} -out ${cert}`.split(
        ' ',
      ),
      { stdio: 'ignore' },
    );
    const start = async (...args: string[]): Promise<Server> => {
      const one = await server(folder, args);
      servers.push(one);
      return one;
    };
    const DONE = { delivered: true };
    const plain = await start();
    assert.deepEqual(sendApart(`smtp://127.0.0.1:${plain.port}`), DONE);
    await arrived(plain, 1);
    console.log('in the clear, on this machine: arrived as it was written');

    const startTls = await start('--tlscert', cert, '--tlskey', key);
    assert.deepEqual(sendApart(`smtp://localhost:${startTls.port}`, cert), DONE);
    await arrived(startTls, 1);
    console.log('STARTTLS, a certificate that we trust: arrived as it was written');
    const strange = sendApart(`smtp://localhost:${startTls.port}`) as { failed?: string };
    assert.match(strange.failed ?? '', /in private|can not be reached/);
    await arrived(startTls, 1);
    console.log('STARTTLS, a certificate that nobody vouches for: not sent, tried again');

    const tls = await start('--smtpscert', cert, '--smtpskey', key);
    assert.deepEqual(sendApart(`smtps://localhost:${tls.port}`, cert), DONE);
    await arrived(tls, 1);
    console.log('TLS from the first byte on: arrived as it was written');

    const small = await start('-s', '1000');
    const refused = sendApart(`smtp://127.0.0.1:${small.port}`) as { delivered?: boolean; because?: string };
    assert.equal(refused.delivered, false, JSON.stringify(refused));
    console.log(`a mail that is too large for the server: not delivered (${refused.because})`);
  } finally {
    for (const one of servers) one.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const [url] = process.argv.slice(2);
if (url === undefined) await all();
else await send(url);
