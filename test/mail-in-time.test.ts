/** Mails at their time, on a clock that is moved by hand; and what follows when one can't be delivered. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { showLink } from '../src/doors/http/link-page.ts';
import type { Delivery } from '../src/shell/channels/channel.ts';
import { connectMail } from '../src/shell/channels/connect-mail.ts';
import { mailChannel, withMail } from '../src/shell/channels/mail.ts';
import type { Outgoing } from '../src/shell/channels/mail-transport.ts';
import { ensureMonths } from '../src/shell/database/migrate.ts';
import { handle } from '../src/shell/handle.ts';
import { putOrganization } from '../src/shell/organizations.ts';
import { startRunner } from '../src/shell/runner.ts';
import { eventsAfter } from '../src/shell/store/lists.ts';
import type { DoorCommand } from '../src/core/cases/command.ts';
import { engineByHand } from './on-the-engine.ts';
import { shopTexts } from './story.ts';

const TEN = Date.parse('2026-03-10T14:00:00Z');
const MINUTE = 60_000;

const { engine, fresh, setTime, setIds, close } = await engineByHand();
setTime(TEN);
await ensureMonths(fresh.owner, TEN, 2);
await putOrganization(engine, {
  id: 'shop',
  book: { file: 'book.yaml', text: shopTexts.book },
  people: { file: 'people.yaml', text: shopTexts.people, format: 'yaml' },
});
const SECRET = Buffer.alloc(32, 1);
engine.links = { secret: SECRET, publicUrl: () => 'https://sayso.example' };
const sent: Outgoing[] = [];
/** What comes of a mail to an address. */
const fate = new Map<string, () => Delivery>();
const silent = engine.channels;
const mail = mailChannel({
  engine,
  transport: {
    send: async (outgoing) => {
      const delivery = fate.get(outgoing.to.address)?.() ?? { delivered: true };
      if (delivery.delivered) sent.push(outgoing);
      return delivery;
    },
    close: () => undefined,
  },
  from: { name: '', address: 'care@lanternhouse.example' },
  otherwise: silent.otherwise,
  standsIn: true,
});
engine.channels = withMail(silent, mail, true);
const runner = startRunner(engine, { askDatabase: () => Promise.resolve(engine.clock.now()) });
after(async () => {
  await runner.stop();
  await close();
});

let cases = 0;
async function send(by: string, command: DoorCommand, id?: string): Promise<string> {
  if (command.do === 'open') {
    cases += 1;
    setIds({ case: `c${cases}`, conversation: `v${cases}` });
  }
  const handled = await handle(engine, {
    organization: 'shop',
    by: { kind: 'person', id: by },
    command,
    ...(id !== undefined && { case: id }),
  });
  assert.ok(handled.done, JSON.stringify(handled));
  await runner.settle();
  return handled.case ?? '';
}

const open = (customer: string): Promise<string> =>
  send('mia', {
    do: 'open',
    at_once: true,
    conversation: { system: 'desk', id: customer, channel: 'email', address: `${customer}@mail.example` },
    request: {
      type: 'refund',
      customer,
      subject: customer,
      language: 'de',
      time_zone: 'Asia/Tokyo',
      facts: {
        amount: '550',
        category: 'furniture',
        'order.value': '1200',
        'order.delivered': '2026-03-02',
        identity_verified: true,
      },
    },
  });

async function passTo(at: number): Promise<void> {
  for (let now = engine.clock.now(); now < at; now += MINUTE) {
    setTime(now + MINUTE);
    await runner.settle();
  }
}

const to = (address: string): Outgoing[] => sent.filter((one) => one.to.address === address);

test('when nobody wrote by the promised time, the customer is mailed then, by their clock', async () => {
  const id = await open('kenji');
  await send('mia', { do: 'promise', by: TEN + 60 * MINUTE }, id);
  await passTo(TEN + 59 * MINUTE);
  assert.equal(to('kenji@mail.example').length, 1);
  await passTo(TEN + 60 * MINUTE);
  const [promise, reply] = to('kenji@mail.example');
  assert.match(promise?.text ?? '', /^Sie hören von uns spätestens morgen um 00:00 \(Ortszeit Tokyo\)\.\n/);
  assert.equal(reply?.at, TEN + 60 * MINUTE);
  // There it is the day after, by then.
  assert.match(
    reply.text,
    /^Wir sind noch dabei und haben Sie nicht vergessen\. Sie hören von uns spätestens heute um 0\d:\d\d \(Ortszeit Tokyo\)\.\n\nSehen Sie/,
  );
  assert.equal(reply.subject, promise?.subject);
});

test('silence moves on: the same person again, then the next', async () => {
  const asked = sent.filter(({ subject }) => /asks for a yes/.test(subject));
  assert.match(asked[0]?.subject ?? '', /^Mia Chen asks for a yes: refund, \$550\.00$/);
  assert.equal(asked[1]?.to.address, asked[0]?.to.address);
  assert.match(asked[1]?.subject ?? '', /^Again: Mia Chen asks/);
  assert.ok(asked.slice(2).some((one) => one.to.address !== asked[0]?.to.address));
  // Whoever was silent may answer still, and reads that somebody else is asked now.
  const token = /\/l\/(\S+)/.exec(asked[0]?.text ?? '')?.[1] ?? '';
  const page = await showLink({ engine, secret: SECRET }, token);
  assert.equal(page.status, 200);
  assert.match(page.body, / is asked now, as there was no answer\. You may answer still\./);
  // A link is for whoever got it.
  assert.equal(new Set(asked.map(({ text }) => /\/l\/(\S+)/.exec(text)?.[1])).size, asked.length);
});

test('whoever can not be mailed is not waited for, and their address stands nowhere', async () => {
  const address = 'lena@lanternhouse.example';
  fate.set(address, () => ({
    delivered: false,
    because: 'the mail server does not take mail for this address (550 5.1.1)',
  }));
  const before = engine.clock.now();
  const id = await open('ana');
  const events = (await eventsAfter(engine, 'shop')).filter(({ event }) => event.case === id);
  const asked = events.flatMap(({ event }) => (event.kind === 'question sent' ? [event.person] : []));
  assert.equal(asked[0], 'lena');
  assert.ok(
    asked.some((person) => person !== 'lena'),
    asked.join(),
  );
  assert.equal(engine.clock.now(), before);
  const undelivered = events.filter(({ event }) => event.kind === 'undelivered');
  assert.ok(undelivered.length > 0);
  assert.ok(!JSON.stringify(undelivered).includes(address));
  fate.delete(address);
});

test('what may pass is tried again, under the same id', async () => {
  const address = 'eva@mail.example';
  const ids: string[] = [];
  let times = 0;
  const id = await open('eva');
  fate.set(address, () => {
    times += 1;
    if (times < 3) throw new Error('the mail server does not take the mail now (451)');
    return { delivered: true };
  });
  await send('mia', { do: 'update', words: 'Ich bin dran.' }, id);
  await passTo(engine.clock.now() + 5 * MINUTE);
  ids.push(...to(address).map((one) => one.id));
  assert.equal(times, 3);
  assert.equal(ids.length, 1);
});

test('with a gateway for the rest, mail is for whoever prefers it', async () => {
  const others: string[] = [];
  const apart = mailChannel({
    engine,
    transport: {
      send: async ({ to: { address } }) => {
        others.push(`mail ${address}`);
        return { delivered: true };
      },
      close: () => undefined,
    },
    from: { name: '', address: 'care@lanternhouse.example' },
    otherwise: ({ effect }) => {
      others.push(`gateway ${effect.kind === 'tell person' ? effect.person : 'customer'}`);
      return Promise.resolve({ delivered: true });
    },
    standsIn: false,
  });
  const effect = { kind: 'tell person', key: 'k', matter: 'told', report: false, case: 'c1' } as const;
  const message = { organization: 'shop', conversation: 'v1' };
  // Lena likes to be reached by chat.
  await apart({ ...message, effect: { ...effect, person: 'lena' } });
  await apart({
    ...message,
    effect: { ...effect, person: 'lena', channel: 'mail', address: 'lena@lanternhouse.example' },
  });
  assert.deepEqual(others, ['gateway lena', 'mail lena@lanternhouse.example']);
});

test('a mail server or a sender whose address is none is said when the node starts', () => {
  assert.throws(() => connectMail(engine, { from: 'care', folder: '/tmp' }, true), { code: 'mail' });
  assert.throws(() => connectMail(engine, { replyTo: 'A <a@b.example>', folder: '/tmp' }, true), {
    code: 'mail',
  });
  assert.throws(() => connectMail(engine, { smtp: 'mail.example.org', folder: '/tmp' }, true), {
    code: 'mail',
    mend: 'Write for example: smtp://mail.example.org:587',
  });
});
