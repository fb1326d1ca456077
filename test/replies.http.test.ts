// Words to a customer, checked over HTTP with what is known of their case, and advice with a command's answer.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { adviceOn, checkReply } from '../src/shell/replies.ts';
import { openService, refund, type Service } from './service.ts';

let service: Service;
before(async () => {
  service = await openService();
});
after(() => service.close());

const check = async (body: object, as = 'mia') => service.call(as, 'POST /v1/replies/check', body);
const kinds = (found: { at: (place: string) => unknown }): string[] =>
  (found.at('findings') as { kind: string }[]).map(({ kind }) => kind);

describe('a reply, checked over HTTP', () => {
  it('says what and where, why, and what is better', async () => {
    const found = await check({ text: "I'm afraid there's nothing we can do. Ask Lena." });
    assert.equal(found.status, 200, found.text);
    assert.equal(found.at('language'), 'en');
    assert.deepEqual(kinds(found), ['dead-end phrase', 'internal name']);
    assert.equal(found.at('findings.0.words'), 'nothing we can do');
    assert.equal(found.at('findings.0.start'), 19);
    assert.equal(found.at('findings.0.end'), 36);
    assert.equal(found.at('findings.1.better'), 'our duty manager', 'what the book calls her role');
  });

  it('knows what the writer may grant in the case, and what leads on', async () => {
    const opened = await service.call('mia', 'POST /v1/cases', { request: refund('120') });
    const id = String(opened.at('case.id'));
    const found = await check({
      case: id,
      text: 'We will refund you 120 USD. There is nothing else we can do.',
    });
    assert.deepEqual(kinds(found), ['promise beyond the remit', 'dead-end phrase'], found.text);
    assert.match(String(found.at('findings.0.because')), /60\.00 USD/);
    const { better } = (found.at('findings') as { better: string }[])[1] ?? {};
    assert.match(String(better), /I know just the person who can/);
    assert.deepEqual(kinds(await check({ case: id, text: 'I can refund 40 USD of it now.' })), []);
    // Who may grant it may say so.
    assert.deepEqual(kinds(await check({ case: id, text: 'We will refund you 120 USD.' }, 'lena')), []);
  });

  it('finds no promise in what was granted, and more in what was not', async () => {
    const opened = await service.call('mia', 'POST /v1/cases', { request: refund('35'), at_once: true });
    const id = String(opened.at('case.id'));
    assert.equal(opened.at('case.stage'), 'granted', opened.text);
    assert.deepEqual(
      kinds(await check({ case: id, text: 'We have refunded 35 USD, you will get your money back.' })),
      [],
    );
    assert.deepEqual(kinds(await check({ case: id, text: 'We have refunded 45 USD.' })), [
      'promise beyond the remit',
    ]);
  });

  it('takes the language of the customer', async () => {
    const opened = await service.call('mia', 'POST /v1/cases', { request: refund('90', { language: 'de' }) });
    const id = String(opened.at('case.id'));
    const found = await check({ case: id, text: 'Da können wir leider nichts machen.' });
    assert.equal(found.at('language'), 'de');
    assert.match(String(found.at('findings.0.better')), /beschädigt/);
  });

  it('refuses a case that is not there, a text that is too long, and nobody', async () => {
    assert.equal((await check({ text: 'x', case: 'nope' })).at('code'), 'unknown-case');
    assert.equal((await check({ text: 'x'.repeat(20_001) })).status, 422);
    assert.equal((await service.call(undefined, 'POST /v1/replies/check', { text: 'x' })).status, 401);
  });

  it('leaves a checked no alone, and not one that nobody checked', async () => {
    const words = 'There is nothing we can do.';
    const facts = { 'order.delivered': '2025-11-01', 'order.value': '80', damaged: false, in_stock: true };
    const settled = await service.call('mia', 'POST /v1/cases', {
      request: {
        type: 'replacement',
        customer: 'c-2',
        subject: 'o-2',
        facts: { ...facts, identity_verified: true },
      },
    });
    const id = String(settled.at('case.id'));
    assert.deepEqual(kinds(await check({ case: id, text: words })), [], 'it could be said as things are');
    assert.equal((await service.call('mia', `POST /v1/cases/${id}/decline`, {})).status, 200);
    assert.deepEqual(kinds(await check({ case: id, text: words })), []);
    const open = await service.call('mia', 'POST /v1/cases', { request: refund('95') });
    assert.deepEqual(kinds(await check({ case: String(open.at('case.id')), text: words })), [
      'dead-end phrase',
    ]);
  });
});

describe('advice with a command', () => {
  it('comes with its answer, and stops nothing', async () => {
    const opened = await service.call('mia', 'POST /v1/cases', { request: refund('130') });
    const id = String(opened.at('case.id'));
    const words = 'You should have read the manual. My hands are tied.';
    const updated = await service.call('mia', `POST /v1/cases/${id}/update`, { words });
    assert.equal(updated.status, 200, updated.text);
    assert.deepEqual(updated.at('said'), [words]);
    assert.deepEqual(
      (updated.at('advice') as { kind: string; field: string }[]).map(
        ({ kind, field }) => `${field}: ${kind}`,
      ),
      ['words: blame', 'words: dead-end phrase'],
    );
    const held = await service.call('mia', `POST /v1/cases/${id}/hold`, {});
    assert.deepEqual(held.at('advice'), []);
  });

  it('stands below what the command line prints', async () => {
    const id = await service.office.open('mia', { facts: { amount: '210' } });
    const ran = await service.office.cli(['case', 'update', id, 'Rules are rules.', '--as', 'mia']);
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.out, /About “Rules are rules”: It says that .+ Better: “.+”/);
    const json = await service.office.cli([
      'case',
      'update',
      id,
      'Rules are rules.',
      '--as',
      'mia',
      '--json',
    ]);
    assert.equal((JSON.parse(json.out) as { advice: { field: string }[] }).advice[0]?.field, 'words');
  });

  it('is given by two functions, for doors that are no operations', async () => {
    const { engine } = service.office;
    const id = await service.office.open('mia', { facts: { amount: '200' } });
    const advice = await adviceOn(engine, 'office', id, 'mia', { do: 'update', words: 'Rules are rules.' });
    assert.deepEqual(
      advice.map(({ kind, field }) => [kind, field]),
      [['dead-end phrase', 'words']],
    );
    // Words to colleagues are theirs.
    assert.deepEqual(
      await adviceOn(engine, 'office', id, 'mia', { do: 'ask', words: 'Rules are rules.' }),
      [],
    );
    const checked = await checkReply(engine, 'office', { text: 'Rules are rules.', by: 'mia', case: id });
    assert.ok('findings' in checked && checked.findings.length === 1);
  });

  it('follows the rules of the book', async () => {
    await service.office.putBook(
      (text) =>
        `${text}\nreplies:\n  no jargon:\n    phrases: [chargeback]\n    because: Customers do not know the word.\n    better: your money back from the bank\n`,
    );
    const found = await check({ text: 'We start a Chargeback for you.' });
    assert.deepEqual(found.at('findings.0'), {
      kind: 'rule of the book',
      start: 11,
      end: 21,
      words: 'Chargeback',
      because: 'Customers do not know the word.',
      better: 'your money back from the bank',
      rule: 'replies/no jargon',
    });
  });
});
