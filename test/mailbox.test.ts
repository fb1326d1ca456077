/** `sayso mailbox`: what colleagues and customers were mailed, and answering it over HTTP as a browser would. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startHttp } from '../src/doors/http/server.ts';
import { consider } from '../src/shell/consider.ts';
import { headOf } from '../src/shell/store/lists.ts';
import type { Ran } from './command-line.ts';
import { openMailOffice, SECRET } from './mail.ts';

const office = await openMailOffice();
office.environment['SAYSO_MAIL_FOLDER'] = office.folder;
office.environment['TZ'] = 'America/New_York';
// Links lead to where it listens.
delete office.engine.links;
const http = await startHttp(office.engine, { secret: SECRET });
after(async () => {
  await http.close();
  await office.close();
});

const mailbox = (...args: string[]): Promise<Ran> => office.cli(['mailbox', ...args]);
const GREAT = { amount: '550', category: 'furniture', 'order.value': '1200' };

/** Mia asks Lena; the number of the mail. */
async function asked(customer: string): Promise<{ id: string; number: string }> {
  const id = await office.open(
    'mia',
    { customer, subject: customer, facts: GREAT, need: 'money' },
    {
      conversation: { system: 'desk', id: customer, channel: 'email', address: `${customer}@mail.example` },
    },
  );
  await office.send('mia', id, { do: 'ask', words: 'Please.' });
  await office.settle();
  const { out } = await mailbox('lena', '--json');
  const { mails } = JSON.parse(out) as { mails: { number: number; state: string }[] };
  assert.equal(mails.at(-1)?.state, 'waits');
  return { id, number: String(mails.at(-1)?.number) };
}

test('without mail it says where it looked', async () => {
  const { code, out } = await mailbox();
  assert.equal(code, 0);
  assert.match(out, /^No mail in .*sayso-mail-/);
});

test('a question is listed, shown, and answered; the list says that it is over', async () => {
  const { id, number } = await asked('c-1');
  const listed = await mailbox();
  assert.match(
    listed.out,
    /^Mia Chen asks for a yes: refund, \$550\.00\n +\d+ {2}\d\d:\d\d {2}to Lena Brandt {2}● waits for an answer\n\n1 mail, 1 waits for an answer\. /,
  );
  const shown = await mailbox('show', number);
  assert.match(
    shown.out,
    /^From +Lantern House <care@lanternhouse\.example>\nTo +Lena Brandt <lena@lanternhouse\.example>\n/,
  );
  assert.match(shown.out, /How much +\$550\.00/);
  assert.match(shown.out, /\/l\/…\n/);
  assert.ok(shown.out.includes(`sayso mailbox answer ${number} yes --amount 100`));
  const before = await headOf(office.engine, 'office');
  await mailbox();
  assert.equal(await headOf(office.engine, 'office'), before, 'looking changes nothing');

  const done = await mailbox('answer', number, 'yes', '--amount', '200', '--because', 'a part of it');
  assert.equal(done.err, '');
  assert.match(done.out, /^Thank you\n\nYes, \$200\.00, by Lena Brandt/);
  const seen = await consider(office.engine, 'office', id);
  assert.equal(seen?.case.answer?.kind === 'yes' && seen.case.answer.amount, '200.00');
  await office.settle();

  const again = await mailbox('answer', number, 'no', '--because', 'late');
  assert.equal(again.code, 1);
  assert.match(again.err, /^This is over already/);
  const then = await mailbox();
  assert.match(then.out, /✓ over/);
  // One thread for colleagues, one for the customer.
  assert.match(then.out, /to Mia Chen +There is an answer: refund/);
  assert.match(then.out, /Your request to Lantern House\n +\d+ {2}\d\d:\d\d {2}to c-1@mail\.example\n/);
  assert.match((await mailbox('c-1@mail.example')).out, /^Your request[^]*\n1 mail, 0 wait/);
});

test('a no says why, or says what is missing', async () => {
  const { id, number } = await asked('c-2');
  const silent = await mailbox('answer', number, 'no');
  assert.equal(silent.code, 1);
  assert.match(silent.err, /Not yet: “Why not” is empty\. Fill it in\./);
  await mailbox('answer', number, 'no', '--because', 'out of time', '--offer', 'store credit');
  assert.equal((await consider(office.engine, 'office', id))?.case.agreedNo?.offer, 'store credit');
});

const questionOf = (link: string): string =>
  String(
    (
      JSON.parse(Buffer.from(link.split('/l/')[1]?.split('.')[1] ?? '', 'base64url').toString()) as {
        q?: unknown;
      }
    ).q,
  );

test('where the question moved on, the mail and its page say so', async () => {
  const { id, number } = await asked('c-4');
  const lena = JSON.parse((await mailbox('show', number, '--json')).out) as { answer: string };
  await office.send('lena', id, { do: 'pass' });
  await office.settle();
  const { mails } = JSON.parse((await mailbox('--json')).out) as {
    mails: { number: number; state: string | null; answer?: string; to: { name: string } }[];
  };
  const theirs = mails.filter(
    ({ answer }) => answer !== undefined && questionOf(answer).startsWith(`${id}/`),
  );
  // She passed it on: it is over for her.
  assert.deepEqual(
    theirs.map(({ state }) => state),
    ['over', 'waits'],
  );
  assert.notEqual(theirs[1]?.to.name, 'Lena Brandt');
  assert.match(await (await fetch(lena.answer)).text(), /You have passed this on/);
});

test('a mail that asks nothing, and one that is not there', async () => {
  const { mails } = JSON.parse((await mailbox('mia', '--json')).out) as { mails: { number: number }[] };
  const nothing = await mailbox('answer', String(mails[0]?.number), 'yes');
  assert.equal(nothing.code, 1);
  assert.match(nothing.err, /asks nothing/);
  assert.match((await mailbox('show', '999')).err, /There is no mail 999/);
  assert.equal((await mailbox('answer', '1', 'perhaps')).code, 2);
});

test('a form that is no form changes nothing, and pages keep their headers over HTTP', async () => {
  const { number } = await asked('c-3');
  const { answer: link } = JSON.parse((await mailbox('show', number, '--json')).out) as { answer: string };
  const before = await headOf(office.engine, 'office');
  for (const init of [
    { method: 'HEAD' },
    { method: 'POST' },
    { method: 'POST', body: new URLSearchParams({ say: 'certainly' }) },
    { method: 'POST', body: '{"say":"yes"}', headers: { 'content-type': 'application/json' } },
    { method: 'POST', body: 'say=yes', headers: { 'content-type': 'text/plain' } },
    { method: 'POST', body: new URLSearchParams({ say: 'no', because: 'x'.repeat(40_000) }) },
    { method: 'PUT', body: new URLSearchParams({ say: 'yes' }) },
    { method: 'OPTIONS' },
  ]) {
    const response = await fetch(link, init);
    assert.ok(
      init.method === 'HEAD' ? response.status === 200 : response.status >= 400 && response.status < 500,
      `${init.method} ${response.status}`,
    );
    await response.body?.cancel();
  }
  assert.equal(await headOf(office.engine, 'office'), before);
  const page = await fetch(link);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.match(page.headers.get('content-type') ?? '', /text\/html/);
  assert.match(await page.text(), /<form method="post">/);
});

test('where nobody listens, it says what to start', async () => {
  await http.close();
  const { number } = await (async () => {
    const { mails } = JSON.parse((await mailbox('lena', '--json')).out) as {
      mails: { number: number; state: string }[];
    };
    assert.equal(mails.at(-1)?.state, 'unknown');
    return { number: String(mails.at(-1)?.number) };
  })();
  const { code, err } = await mailbox('answer', number, 'yes');
  assert.equal(code, 2);
  assert.match(
    err,
    /Nobody listens at http:\/\/127\.0\.0\.1:\d+.*\n +→ Start the service there: sayso serve/,
  );
});
