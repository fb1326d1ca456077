/** Mails over real SMTP, and what a server may do to them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import {
  folderTransport,
  readSmtp,
  smtpTransport,
  type Outgoing,
  type Smtp,
  type Transport,
} from './mail-transport.ts';

const MAIL: Outgoing = {
  organization: 'office',
  key: 'v1/3.0',
  at: Date.parse('2026-03-10T14:00:00Z'),
  from: { name: 'Lantern House', address: 'care@lanternhouse.example' },
  replyTo: 'answers@lanternhouse.example',
  to: { name: 'Tomás Rivera', address: 'tomas@lanternhouse.example' },
  subject: 'Grüße – 300.00 USD “for the sofa”',
  text: 'Yes:\nhttps://sayso.example/l/abc\n\n.\nÄ line that begins with a dot was above.\n',
  html: '<p>Grüße &amp; more</p>',
  language: 'de',
  id: 'abc@lanternhouse.example',
  thread: 'def@lanternhouse.example',
};

/** A server on a port of its own, and what it received. */
async function server(
  t: TestContext,
  options: SMTPServerOptions = {},
): Promise<{ smtp: Smtp; received: string[]; open: () => number }> {
  const received: string[] = [];
  const sockets = new Set<unknown>();
  const one = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    // Connections that are kept for the next mail are not waited for.
    closeTimeout: 1,
    onData: (stream, _, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        received.push(Buffer.concat(parts).toString());
        done();
      });
    },
    onConnect: ({ id }, done) => {
      sockets.add(id);
      done();
    },
    ...options,
  });
  one.on('error', () => undefined);
  const listening = one.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  t.after(() => new Promise<void>((resolve) => one.close(resolve)));
  const { port } = listening.address() as AddressInfo;
  return {
    smtp: { host: '127.0.0.1', port, secure: false, requireTLS: false },
    received,
    open: () => sockets.size,
  };
}

/** A transport that is closed at the end of its test. */
function transportTo(t: TestContext, smtp: Smtp, timeoutMs?: number): Transport {
  const transport = smtpTransport(smtp, timeoutMs);
  t.after(() => transport.close());
  return transport;
}

const fault = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

test('a mail arrives as it was written', async (t) => {
  const { smtp, received } = await server(t);
  assert.deepEqual(await transportTo(t, smtp).send(MAIL), { delivered: true });
  const mail = await PostalMime.parse(received[0] ?? '');
  assert.equal(mail.subject, MAIL.subject);
  assert.equal(mail.text?.trim(), MAIL.text.trim());
  assert.equal(mail.html?.trim(), MAIL.html);
  assert.deepEqual(mail.to, [{ name: 'Tomás Rivera', address: 'tomas@lanternhouse.example' }]);
  assert.deepEqual(mail.from, { name: 'Lantern House', address: 'care@lanternhouse.example' });
  assert.deepEqual(mail.replyTo, [{ name: '', address: 'answers@lanternhouse.example' }]);
  assert.equal(mail.messageId, '<abc@lanternhouse.example>');
  assert.equal(mail.inReplyTo, '<def@lanternhouse.example>');
  assert.equal(mail.references, '<def@lanternhouse.example>');
  assert.equal(mail.date, '2026-03-10T14:00:00.000Z');
  const header = (name: string): string | undefined => mail.headers.find(({ key }) => key === name)?.value;
  assert.equal(header('auto-submitted'), 'auto-generated');
  assert.equal(header('content-language'), 'de');
  assert.equal(header('x-mailer'), undefined);
});

test('sent again, it has the same id', async (t) => {
  const { smtp, received } = await server(t);
  const transport = transportTo(t, smtp);
  await transport.send(MAIL);
  await transport.send({ ...MAIL, at: MAIL.at + 60_000 });
  const ids = await Promise.all(received.map(async (mail) => (await PostalMime.parse(mail)).messageId));
  assert.deepEqual(ids, ['<abc@lanternhouse.example>', '<abc@lanternhouse.example>']);
});

test('many mails go over few connections', async (t) => {
  const { smtp, received, open } = await server(t);
  const transport = transportTo(t, smtp);
  await Promise.all(Array.from({ length: 60 }, (_, i) => transport.send({ ...MAIL, id: `${i}@x.example` })));
  assert.equal(received.length, 60);
  assert.ok(open() <= 10, `${open()} connections`);
});

test('nothing that is written into a mail becomes a header of it or another receiver', async (t) => {
  const { smtp, received } = await server(t);
  const evil = 'x\r\nBcc: eve@evil.example\r\nX-Evil: yes\r\n\r\nbody';
  await transportTo(t, smtp).send({
    ...MAIL,
    to: { name: `${evil}" <eve@evil.example>`, address: MAIL.to.address },
    subject: evil,
    language: 'en',
  });
  const [raw = ''] = received;
  const mail = await PostalMime.parse(raw);
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  assert.doesNotMatch(head, /^(Bcc|X-Evil):/im);
  assert.deepEqual(
    mail.to?.map(({ address }) => address),
    [MAIL.to.address],
  );
});

test('a receiver whom the server does not know is not delivered to, and is named nowhere', async (t) => {
  const { smtp } = await server(t, {
    onRcptTo: ({ address }, _, done) => done(fault(550, `5.1.1 <${address}>: user unknown`)),
  });
  assert.deepEqual(await transportTo(t, smtp).send(MAIL), {
    delivered: false,
    because: 'the mail server does not take mail for this address (550 5.1.1)',
  });
});

test('a mail that the server refuses for good is not delivered', async (t) => {
  const { smtp } = await server(t, {
    onData: (stream, _, done) => {
      stream.resume();
      stream.on('end', () => done(fault(554, '5.7.1 looks like spam to tomas@lanternhouse.example')));
    },
  });
  assert.deepEqual(await transportTo(t, smtp).send(MAIL), {
    delivered: false,
    because: 'the mail server does not take this mail (554 5.7.1)',
  });
});

test('what may pass is thrown, to be tried again: busy, our sender refused, no connection', async (t) => {
  const busy = await server(t, {
    onRcptTo: ({ address }, _, done) => done(fault(451, `4.3.2 <${address}> try later`)),
  });
  await assert.rejects(transportTo(t, busy.smtp).send(MAIL), {
    message: 'the mail server does not take the mail now (451 4.3.2)',
  });
  const refused = await server(t, { onMailFrom: (_, __, done) => done(fault(550, '5.7.1 not you')) });
  await assert.rejects(transportTo(t, refused.smtp).send(MAIL), {
    message: 'the mail server does not take the mail now (550 5.7.1)',
  });
  await assert.rejects(transportTo(t, { ...busy.smtp, port: 1 }).send(MAIL), {
    message: 'the mail server can not be reached',
  });
  const closed = await server(t, { authOptional: false });
  await assert.rejects(
    transportTo(t, { ...closed.smtp, auth: { user: 'sayso', pass: 'wrong' } }).send(MAIL),
    /name and password|does not take/,
  );
});

test('a server elsewhere that offers no encryption gets nothing', async (t) => {
  const { smtp, received } = await server(t);
  await assert.rejects(transportTo(t, { ...smtp, requireTLS: true }).send(MAIL), {
    message: /can not be spoken to in private/,
  });
  // It offers it, with a certificate that nobody vouches for.
  const strange = await server(t, { disabledCommands: [] });
  await assert.rejects(transportTo(t, strange.smtp).send(MAIL), {
    message: /can not be spoken to in private|can not be reached/,
  });
  assert.deepEqual([...received, ...strange.received], []);
});

test('a server that is too slow is given up before the lease is over, and gets no mail later', async (t) => {
  const held: Socket[] = [];
  // Trickles its greeting: never silent, never done.
  const slow = createServer((socket) => {
    held.push(socket);
    socket.on('error', () => undefined);
    const drip = setInterval(() => socket.write('220-'), 20);
    socket.on('close', () => clearInterval(drip));
  });
  slow.listen(0, '127.0.0.1');
  await once(slow, 'listening');
  t.after(() => {
    for (const socket of held) socket.destroy();
    slow.close();
  });
  const { port } = slow.address() as AddressInfo;
  const transport = transportTo(t, { host: '127.0.0.1', port, secure: false, requireTLS: false }, 300);
  const began = performance.now();
  // More than there are connections: those that wait for one are given up as well.
  const sent = await Promise.allSettled(
    Array.from({ length: 25 }, (_, i) => transport.send({ ...MAIL, id: `${i}@x.example` })),
  );
  assert.ok(performance.now() - began < 2000);
  assert.ok(sent.every(({ status }) => status === 'rejected'));
  const [first] = sent;
  assert.match(String(first?.status === 'rejected' && first.reason), /took too long|closed the connection/);
});

const parts = async (mail: string): Promise<unknown> => {
  const { headers: _, headerLines: __, ...rest } = await PostalMime.parse(mail);
  return rest;
};

test('a folder gets the same mail, once', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sayso-mail-'));
  t.after(() => rm(folder, { recursive: true }));
  const { smtp, received } = await server(t);
  await transportTo(t, smtp).send(MAIL);
  const transport = folderTransport(folder);
  await transport.send(MAIL);
  await transport.send({ ...MAIL, at: MAIL.at + 60_000 });
  const names = await readdir(path.join(folder, 'office'));
  assert.equal(names.length, 1);
  assert.match(names[0] ?? '', /^20260310T140000\.000Z-[0-9a-f]{16}\.eml$/);
  const file = await readFile(path.join(folder, 'office', names[0] ?? ''), 'utf8');
  // But for the boundaries between its parts.
  assert.deepEqual(await parts(file), await parts(received[0] ?? ''));
});

test('the address of a mail server', () => {
  assert.deepEqual(readSmtp('smtp://mail.example.org'), {
    host: 'mail.example.org',
    port: 587,
    secure: false,
    requireTLS: true,
  });
  assert.deepEqual(readSmtp('smtps://say%40so:p%2Fw@mail.example.org'), {
    host: 'mail.example.org',
    port: 465,
    secure: true,
    requireTLS: false,
    auth: { user: 'say@so', pass: 'p/w' },
  });
  for (const near of [
    'smtp://127.0.0.1:2525',
    'smtp://[::1]:2525',
    'smtp://localhost:2525',
    'smtp://in.example?tls=never',
  ])
    assert.ok(!(readSmtp(near) as Smtp).requireTLS, near);
  for (const wrong of ['mail.example.org', 'http://x', 'smtp://', 'smtp://x?tls=maybe', 'smtp://%zz@x'])
    assert.equal((readSmtp(wrong) as { code?: string }).code, 'wrong-smtp', wrong);
});
