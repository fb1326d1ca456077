/** Messages of a case as mails, from the outbox to the mailbox, and what comes of the links in them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import type { Email } from 'postal-mime';
import { showCustomerPage } from '../src/doors/http/customer-page.ts';
import { followLink, showLink, type Page } from '../src/doors/http/link-page.ts';
import type { Effect } from '../src/core/cases/effect.ts';
import { mailChannel } from '../src/shell/channels/mail.ts';
import { answerToken, readCustomerPageToken } from '../src/shell/links/links.ts';
import { consider } from '../src/shell/consider.ts';
import { tellPreferences } from '../src/shell/customers/customers.ts';
import { headOf } from '../src/shell/store/lists.ts';
import { linkIn as link, linksIn, openMailOffice, SECRET, toOf } from './mail.ts';
import { officeNow } from './office.ts';

const office = await openMailOffice();
after(() => office.close());
const parts = { engine: office.engine, secret: SECRET };

let customers = 0;
/** A refund of 550 USD, which is Lena's to decide: Mia asks. */
async function asked(
  request: Record<string, unknown> = {},
  words?: string,
): Promise<{ id: string; mail: Email }> {
  customers += 1;
  const id = await office.open(
    'mia',
    {
      customer: `c-9${customers}`,
      subject: `o-9${customers}`,
      need: 'money',
      ...request,
      facts: {
        amount: '550',
        category: 'furniture',
        'order.value': '1200',
        ...(request['facts'] as object | undefined),
      },
    },
    { words: 'They came with a stain.' },
  );
  await office.send('mia', id, { do: 'ask', ...(words !== undefined && { words }) });
  return { id, mail: await mailOf(id, 'lena@lanternhouse.example') };
}

/** The newest mail to somebody about a case. */
async function mailOf(id: string, address: string): Promise<Email> {
  await office.settle();
  const mail = (await office.mails()).findLast(
    (one) => toOf(one) === address && one.text?.includes(id) === true,
  );
  assert.ok(mail, `no mail to ${address} about ${id}`);
  return mail;
}

const post = (token: string, form: Record<string, string>): Promise<Page> => followLink(parts, token, form);
const caseNow = async (id: string) => {
  const seen = await consider(office.engine, 'office', id);
  assert.ok(seen);
  return seen.case;
};

test('whoever is asked gets the whole story: who, what, how much, which rule, what was promised', async () => {
  const { id, mail } = await asked({}, 'A loyal customer, please.');
  assert.equal(mail.subject, 'Mia Chen asks for a yes: refund, $550.00');
  for (const part of [
    'Mia Chen (agent, customer care new york)',
    /How much +\$550\.00/,
    /Customer +c-9\d/,
    /About +o-9\d/,
    /Need +money/,
    /You may +up to \$600\.00 \(refund\/may\/\w+\)/,
    /They may +up to \$60\.00/,
    /Promised +the customer hears by \d\d:\d\d today \(New York time\)/,
    /Answer by +\d\d:\d\d today/,
    id,
    '> A loyal customer, please.',
    /The customer:?\n> They came with a stain\./,
    'order value: $1,200.00',
  ]) {
    assert.ok(
      typeof part === 'string' ? mail.text?.includes(part) : part.test(mail.text ?? ''),
      `${String(part)}: ${mail.text}`,
    );
  }
  assert.deepEqual(
    [...linksIn(mail).keys()],
    ['Yes to $550.00', 'Yes, with a change', 'No, with an offer', 'Not for me'],
  );
  for (const token of linksIn(mail).values())
    assert.ok(mail.html?.includes(`href="https://sayso.example/l/${token}"`));
  assert.doesNotMatch(mail.html ?? '', /<img|<script|src=|url\(/i);
});

test('whatever follows links by itself changes nothing', async () => {
  const { mail } = await asked();
  const before = await headOf(office.engine, 'office');
  const tokens = [...linksIn(mail).values()];
  for (let i = 0; i < 100; i++) {
    const page = await showLink(parts, tokens[i % tokens.length] ?? '', i % 2 === 0 ? 'html' : 'text');
    assert.equal(page.status, 200);
  }
  await office.settle();
  assert.equal(await headOf(office.engine, 'office'), before);
});

test('the page runs nothing, loads nothing, and is kept by nobody', async () => {
  const { mail } = await asked({}, '<script>alert(1)</script>');
  const { headers, body } = await showLink(parts, link(mail, 'No'));
  assert.match(
    headers['content-security-policy'] ?? '',
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  );
  // What the page looks like is all that the policy lets through.
  const style = /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  assert.ok(headers['content-security-policy']?.includes(`'sha256-${hash}'`));
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.match(headers['x-robots-tag'] ?? '', /noindex/);
  assert.doesNotMatch(body, /<script|<img|<link| style=| on\w+=/i);
  assert.ok(body.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
});

test('a yes by a link takes effect once, whatever is sent after it', async () => {
  const { id, mail } = await asked();
  const done = await post(link(mail, 'Yes to'), { say: 'yes', because: 'loyal' });
  assert.equal(done.status, 200);
  assert.match(done.body, /Thank you/);
  assert.match(done.body, /Yes, \$550\.00, by Lena Brandt/);
  const { answer } = await caseNow(id);
  assert.ok(answer?.kind === 'yes' && answer.by === 'lena');
  // What was said because of it is on its way.
  await office.settle();
  const before = await headOf(office.engine, 'office');
  for (const [label, form] of [
    ['Yes to', { say: 'yes', because: 'loyal' }],
    ['Yes, with', { say: 'less', amount: '1' }],
    ['No', { say: 'no', because: 'no' }],
    ['Not for me', { say: 'pass' }],
  ] as const) {
    const again = await post(link(mail, label), form);
    assert.equal(again.status, 410);
    assert.match(again.body, /over already/);
  }
  assert.equal(await headOf(office.engine, 'office'), before);
});

test('sent many times at once, an answer counts once', async () => {
  const { id, mail } = await asked();
  const pages = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      i % 2 === 0
        ? post(link(mail, 'Yes to'), { say: 'yes' })
        : post(link(mail, 'No'), { say: 'no', because: 'late' }),
    ),
  );
  assert.ok(
    pages.every(({ status }) => status === 200 || status === 410),
    pages.map(({ status }) => status).join(),
  );
  const { questions } = await caseNow(id);
  assert.equal(questions.filter(({ closed }) => closed).length, 1);
});

test('a yes to less, and a no with an offer; what is missing is said, and nothing is used up', async () => {
  const less = await asked();
  const empty = await post(link(less.mail, 'Yes, with'), { say: 'less' });
  assert.equal(empty.status, 422);
  assert.match(empty.body, /“Up to how much” is empty/);
  const tooMuch = await post(link(less.mail, 'Yes, with'), { say: 'less', amount: '5000' });
  assert.equal(tooMuch.status, 422);
  await post(link(less.mail, 'Yes, with'), { say: 'less', amount: '200', because: 'a part' });
  const { answer } = await caseNow(less.id);
  assert.ok(answer?.kind === 'yes');
  assert.equal(answer.amount, '200.00');

  const no = await asked();
  const silent = await post(link(no.mail, 'No'), { say: 'no' });
  assert.equal(silent.status, 422);
  await post(link(no.mail, 'No'), { say: 'no', because: 'out of time', offer: 'store credit' });
  const { agreedNo } = await caseNow(no.id);
  assert.equal(agreedNo?.because, 'out of time');
  assert.equal(agreedNo.offer, 'store credit');
  const news = await mailOf(no.id, 'mia@lanternhouse.example');
  assert.match(news.text ?? '', /No, from Lena Brandt: “out of time”\. They offer store credit\./);
});

test('passed on, withdrawn, expired: said kindly, with what still waits', async () => {
  const first = await asked();
  const other = await asked();
  const passed = await post(link(first.mail, 'Not for me'), { say: 'pass' });
  assert.equal(passed.status, 200);
  const then = await showLink(parts, link(first.mail, 'Yes to'));
  assert.equal(then.status, 410);
  assert.match(then.body, /You have passed this on/);
  assert.match(then.body, /This still waits for you/);
  assert.ok(then.body.includes(other.id));

  await office.send('mia', other.id, { do: 'close', as: 'withdrawn', words: 'Never mind.' });
  const withdrawn = await showLink(parts, link(other.mail, 'Yes to'));
  assert.equal(withdrawn.status, 410);
  assert.match(withdrawn.body, /The question was withdrawn/);

  const third = await asked();
  const [question] = (await caseNow(third.id)).questions;
  const old = await answerToken(
    SECRET,
    { organization: 'office', question: question?.id ?? '', person: 'lena', offered: 'yes', id: 'x' },
    officeNow() - 1000,
  );
  for (const page of [await showLink(parts, old), await post(old, { say: 'yes' })]) {
    assert.equal(page.status, 410);
    assert.match(page.body, /too old/);
    assert.ok(!page.body.includes(third.id));
  }
  assert.equal((await showLink(parts, `${old}x`)).status, 404);
});

test('mails of a case stand together, colleagues’ and the customer’s apart; sent again, a mail has its id', async () => {
  const { id, mail } = await asked({ customer: 'c-800' });
  await tellPreferences(
    office.engine,
    'office',
    { by: '@customer', customer: 'c-800' },
    { email: 'ana@mail.example' },
  );
  await office.send('mia', id, { do: 'update', words: 'I have asked.' });
  await office.send('lena', id, { do: 'answer', say: 'yes' });
  await office.settle();
  const mails = await office.mails();
  const customer = mails.filter((one) => toOf(one) === 'ana@mail.example');
  assert.equal(customer.length, 2);
  assert.equal(new Set(customer.map(({ inReplyTo }) => inReplyTo)).size, 1);
  assert.equal(new Set(customer.map(({ subject }) => subject)).size, 1);
  assert.equal((await mailOf(id, 'mia@lanternhouse.example')).inReplyTo, mail.inReplyTo);
  assert.notEqual(customer[0]?.inReplyTo, mail.inReplyTo);
  assert.equal(new Set(mails.map(({ messageId }) => messageId)).size, mails.length);
});

test('a customer reads their language and their clock, and the way to their page', async () => {
  await tellPreferences(
    office.engine,
    'office',
    { by: 'mia', customer: 'c-801' },
    { email: 'kenji@mail.example', language: 'de', time_zone: 'Asia/Tokyo' },
  );
  const { id } = await asked({ customer: 'c-801' });
  await office.send('mia', id, { do: 'update', words: 'Ich frage unsere Leitung.' });
  await office.settle();
  const mail = (await office.mails()).findLast((one) => toOf(one) === 'kenji@mail.example');
  assert.equal(mail?.subject, 'Ihr Anliegen bei Lantern House');
  assert.match(
    mail.text ?? '',
    /^Ich frage unsere Leitung\.\n\nSie hören von uns spätestens morgen um 0\d:\d\d \(Ortszeit Tokyo\)\./,
  );
  const token = /https:\/\/sayso\.example\/c\/(\S+)/.exec(mail.text ?? '')?.[1] ?? '';
  const read = await readCustomerPageToken(SECRET, token, officeNow());
  const seen = await consider(office.engine, 'office', id);
  assert.deepEqual(read, { link: { organization: 'office', conversation: seen?.conversation.id } });
  assert.doesNotMatch(`${mail.text}${mail.html}`, /Mia|Lena|refund|agent/);
  const page = await showCustomerPage(parts, token);
  assert.equal(page.status, 200);
  assert.match(page.body, /<html lang="de">/);
  assert.match(page.body, /Sie hören von uns spätestens morgen um 0\d:\d\d \(Ortszeit Tokyo\)\./);
  assert.match(page.body, /Ich frage unsere Leitung\./);
  assert.doesNotMatch(page.body, /Mia|Lena|undefined|\{\w+\}/);
  assert.equal((await showCustomerPage(parts, `${token}x`)).status, 404);
  // Nobody answers a question with it, and no link to answer shows a customer's page.
  assert.equal((await showLink(parts, token)).status, 404);
  assert.equal((await post(token, { say: 'yes' })).status, 404);
});

test('without an address it is no mail, and not lost', async () => {
  const { id } = await asked({ customer: 'c-802' });
  await office.send('mia', id, { do: 'update', words: 'I have asked.' });
  await office.settle();
  const other = office.others.findLast(({ effect }) => effect.kind === 'tell customer');
  assert.equal(other?.effect.words, 'I have asked.');
  // Where they wrote from will do.
  const written = await office.open(
    'mia',
    { customer: 'c-803' },
    {
      conversation: { system: 'desk', id: '77', channel: 'email', address: 'eva@mail.example' },
    },
  );
  await office.send('mia', written, { do: 'update', words: 'Welcome.' });
  await office.settle();
  assert.ok((await office.mails()).some((mail) => toOf(mail) === 'eva@mail.example'));
});

test('what is over before it goes out does not go out', async () => {
  const { id } = await asked();
  await office.send('lena', id, { do: 'answer', say: 'yes' });
  const seen = await consider(office.engine, 'office', id);
  const [question] = seen?.case.questions ?? [];
  const effect: Effect = {
    kind: 'tell person',
    key: 'late',
    case: id,
    person: 'lena',
    matter: 'question',
    question: question?.id ?? '',
    report: true,
  };
  let sent = 0;
  const channel = mailChannel({
    engine: office.engine,
    transport: { send: () => Promise.resolve({ delivered: ++sent > 0 }) as never, close: () => undefined },
    from: { name: '', address: 'care@lanternhouse.example' },
    otherwise: () => Promise.resolve({ delivered: true }),
    standsIn: true,
  });
  const message = { organization: 'office', conversation: seen?.conversation.id ?? '', effect };
  assert.deepEqual(await channel(message), { delivered: false, because: 'it was over before it went out' });
  assert.deepEqual(await channel({ ...message, effect: { ...effect, person: 'gone' } }), {
    delivered: false,
    because: 'they do not work here any more',
  });
  assert.equal(sent, 0);
});
