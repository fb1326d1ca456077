// The customer's page, over HTTP: by its link, their own conversation alone, in words without anything internal.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openService, refund, type Answer, type Service } from './service.ts';

let service: Service;
before(async () => {
  service = await openService({ publicUrl: 'https://support.example' });
});
after(() => service.close());

async function pageTokenOf(conversation: string): Promise<string> {
  const link = await service.call('mia', `POST /v1/conversations/${conversation}/page-link`);
  assert.equal(link.status, 200, link.text);
  const url = String(link.at('url'));
  assert.ok(url.startsWith('https://support.example/c/'));
  return url.slice('https://support.example/c/'.length);
}

const asCustomer = (token: string, request: `${string} /${string}`, body?: unknown): Promise<Answer> =>
  service.call(undefined, request, body, { authorization: `Bearer ${token}` });

/** Opens a case that somebody else has to decide. */
async function opened(amount: string): Promise<{ id: string; conversation: string }> {
  const answer = await service.call('mia', 'POST /v1/cases', {
    request: refund(amount),
    at_once: true,
    words: 'I would like my money back, please.',
  });
  assert.equal(answer.status, 201, answer.text);
  return { id: String(answer.at('case.id')), conversation: String(answer.at('case.conversation.id')) };
}

const INTERNAL = /mia|lena|kai|refund\.|agent|lead|rule|USD 150|hash/i;

describe("the customer's page", () => {
  it('shows what was asked, who has it by role, and when they hear; nothing internal', async () => {
    const { conversation } = await opened('150');
    const page = await asCustomer(await pageTokenOf(conversation), 'GET /v1/page');
    assert.equal(page.status, 200, page.text);
    assert.equal(page.at('cases.0.asked'), 'I would like my money back, please.');
    assert.equal(page.at('cases.0.stage'), 'with us');
    assert.match(String(page.at('next_update.says')), /You will hear from us by/);
    assert.doesNotMatch(page.text.replaceAll(/"time_zone":"[^"]*"/g, ''), INTERNAL);
  });

  it('lets them say more and ask for a supervisor, and sees the yes', async () => {
    const { id, conversation } = await opened('160');
    const token = await pageTokenOf(conversation);
    const told = await asCustomer(token, `POST /v1/page/cases/${id}/tell`, { need: 'money' });
    assert.equal(told.status, 200, told.text);
    const shown = await service.call('mia', `GET /v1/cases/${id}`);
    const asked = String(shown.at('case.questions.0.asked.0.id'));
    const yes = await service.call(asked, `POST /v1/cases/${id}/answer`, { say: 'yes' });
    assert.equal(yes.status, 200, yes.text);
    await service.call('mia', `POST /v1/cases/${id}/update`, { words: 'It is on its way.' });
    const page = await asCustomer(token, 'GET /v1/page');
    assert.ok((page.at('history') as { says: string }[]).some(({ says }) => says === 'It is on its way.'));
    assert.equal(page.at('cases.0.stage'), 'yes');
    assert.equal(page.at('cases.0.amount'), '$160.00');
  });

  it('opens no other conversation, and nothing that is for colleagues', async () => {
    const mine = await opened('170');
    const other = await opened('180');
    const token = await pageTokenOf(mine.conversation);
    const there = await asCustomer(token, `POST /v1/page/cases/${other.id}/tell`, { need: 'money' });
    assert.equal(there.at('code'), 'unknown-case');
    assert.equal((await asCustomer(token, `GET /v1/cases/${mine.id}`)).at('code'), 'not-for-customers');
    assert.equal((await asCustomer(token, 'GET /v1/events')).at('code'), 'not-for-customers');
    assert.equal((await asCustomer(`${token}x`, 'GET /v1/page')).at('code'), 'wrong-token');
    assert.equal((await service.call('mia', 'GET /v1/page')).at('code'), 'not-for-you');
  });

  it('lists the promises that are owed, page by page', async () => {
    const first = await service.call('mia', 'GET /v1/my/promises?most=2');
    assert.equal(first.at('promises.length'), 2, first.text);
    const more = await service.call('mia', `GET /v1/my/promises?most=2&after=${String(first.at('next'))}`);
    assert.notEqual(more.at('promises.0.conversation'), first.at('promises.1.conversation'));
    const team = await service.call('tomas', 'GET /v1/my/promises?team=true');
    assert.ok(Number(team.at('promises.length')) >= 4, team.text);
  });
});
