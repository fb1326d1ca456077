// The customer's page as they use it: without a script, by the forms that stand on it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openService, refund, type Service } from './service.ts';

let service: Service;
before(async () => {
  service = await openService();
});
after(() => service.close());

type Shown = { status: number; html: string; url: string };

/** A case that somebody else has to decide, and the page of its customer. */
async function opened(amount: string, more: object = {}): Promise<{ id: string; url: string }> {
  const answer = await service.call('mia', 'POST /v1/cases', {
    request: refund(amount, more),
    at_once: true,
    words: 'I would like my money back, please.',
  });
  assert.equal(answer.status, 201, answer.text);
  const link = await service.call(
    'mia',
    `POST /v1/conversations/${String(answer.at('case.conversation.id'))}/page-link`,
  );
  return { id: String(answer.at('case.id')), url: String(link.at('url')) };
}

async function look(url: string): Promise<Shown> {
  const response = await fetch(url);
  return { status: response.status, html: await response.text(), url };
}

/** Sends the form of that name as a browser does, hidden fields and all, and follows where it leads. */
async function send(page: Shown, form: string, fields: Record<string, string> = {}): Promise<Shown> {
  const found = [...page.html.matchAll(/<form[\s\S]*?<\/form>/g)]
    .map(([html]) => html)
    .find((html) => html.includes(`name="do" value="${form}"`));
  assert.ok(found, `there is no form ${form}`);
  const hidden = [...found.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)];
  const body = new URLSearchParams([
    ...hidden.map(([, name = '', value = '']) => [name, value] as [string, string]),
    ...Object.entries(fields),
  ]);
  const response = await fetch(page.url, { method: 'POST', body, redirect: 'manual' });
  if (response.status !== 303) return { status: response.status, html: await response.text(), url: page.url };
  const location = response.headers.get('location') ?? '';
  return look(new URL(location, page.url).href);
}

const recordOf = async (id: string): Promise<string[]> => {
  const record = await service.call('mia', `GET /v1/cases/${id}/record`);
  return (record.at('happened') as { kind: string }[]).map(({ kind }) => kind);
};

describe("the customer's page without a script", () => {
  it('is small, self-contained, and tells nothing internal', async () => {
    const { url } = await opened('150');
    const { html, status } = await look(url);
    assert.equal(status, 200);
    assert.ok(Buffer.byteLength(html) < 50 * 1024, `${Buffer.byteLength(html)} bytes`);
    // Nothing is asked of anybody; the one script that there may be stands in the page, and its policy names it.
    assert.doesNotMatch(html, /src=|href="http|@import|url\(/);
    assert.doesNotMatch(html.replaceAll(/<style>[\s\S]*?<\/style>/g, ''), /\b(mia|lena|kai)\b|refund\/may/i);
    assert.match(html, /You will hear from us by/);
  });

  it('GET changes nothing, however often; a form sent twice counts once', async () => {
    const { id, url } = await opened('151');
    const recorded = await recordOf(id);
    const page = await look(url);
    await look(url);
    assert.deepEqual(await recordOf(id), recorded);
    const sent = await send(page, 'say', { words: 'It is for a party on Saturday.' });
    assert.match(sent.html, /Thank you, we have it/);
    assert.match(sent.html, /It is for a party on Saturday\./);
    await send(page, 'say', { words: 'It is for a party on Saturday.' });
    assert.equal((await recordOf(id)).filter((kind) => kind === 'customer said').length, 1);
  });

  it('what is wrong is said beside the form, and what was written stays', async () => {
    const { url } = await opened('152');
    const page = await look(url);
    const refused = await send(page, 'say', { words: `<b>"x"</b> ${'y'.repeat(5000)}` });
    assert.equal(refused.status, 422);
    assert.match(refused.html, /role="alert"/);
    assert.match(refused.html, /&lt;b&gt;/);
    assert.doesNotMatch(refused.html, /<b>"x"/);
  });

  it('what can be done no more is said, and what was written stands there', async () => {
    const { id, url } = await opened('157', { language: 'de' });
    const stale = await look(url);
    await service.call('mia', `POST /v1/cases/${id}/close`, { as: 'withdrawn', words: 'They called.' });
    const late = await send(stale, 'supervisor');
    assert.equal(late.status, 422);
    assert.match(late.html, /role="alert">Das geht nicht mehr\. So steht es jetzt\./);
    const complained = {
      id,
      url,
      html: stale.html.replaceAll('value="complain"', 'value="appeal"'),
      status: 200,
    };
    const appealed = await send(complained, 'appeal', { words: 'Noch einmal, bitte.' });
    assert.match(appealed.html, /<textarea[^>]*readonly[^>]*>Noch einmal, bitte\.</);
  });

  it('says what is wrong in their language, and takes as much as a field holds', async () => {
    const { id, url } = await opened('158', { language: 'de' });
    const asked = String(
      (await service.call('mia', `GET /v1/cases/${id}`)).at('case.questions.0.asked.0.id'),
    );
    await service.call(asked, `POST /v1/cases/${id}/answer`, { say: 'yes' });
    const unrated = await send(await look(url), 'rate', {});
    assert.match(unrated.html, /Wählen Sie eine Zahl/);
    assert.doesNotMatch(unrated.html, /Nothing was rated/);
    // A line ends with two characters on its way, and counts as one; a character of another script takes nine.
    const lines = `${'x'.repeat(9)}\r\n`.repeat(400).slice(0, -2);
    for (const words of [lines, '件'.repeat(4000)]) {
      const said = await send(await look(url), 'say', { words });
      assert.equal(said.status, 200);
      assert.match(said.html, /Danke/);
    }
  });

  it('whoever sends too much reads a page', async () => {
    const { url } = await opened('161');
    const body = new URLSearchParams({ do: 'say', words: 'x'.repeat(70_000) });
    const answer = await fetch(url, { method: 'POST', body });
    assert.equal(answer.status, 413);
    assert.match(String(answer.headers.get('content-type')), /^text\/html/);
    assert.match(await answer.text(), /longer than we can take/);
    const other = await fetch(url, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    assert.match(String(other.headers.get('content-type')), /^application\/problem\+json/);
  });

  it('times are of the clock before them where nobody has said theirs', async () => {
    const { url } = await opened('159');
    const at = async (cookie: string): Promise<string> => (await fetch(url, { headers: { cookie } })).text();
    assert.match(await at('other=1'), /data-zone="America\/New_York"[\s\S]*\(New York time\)/);
    assert.match(await at('other=1; sayso_zone=Asia%2FKolkata'), /\(Kolkata time\)/);
    for (const odd of ['Nowhere%2FLand', '%zz', '<b>', 'a'.repeat(500)])
      assert.match(await at(`sayso_zone=${odd}`), /\(New York time\)/);
    const told = await opened('160', { time_zone: 'Asia/Tokyo' });
    const html = await (await fetch(told.url, { headers: { cookie: 'sayso_zone=Asia%2FKolkata' } })).text();
    assert.match(html, /\(Tokyo time\)/);
    assert.doesNotMatch(html, /<script/);
  });

  it('rates the service apart from the outcome, once there is an answer; the last time counts', async () => {
    const { id, url } = await opened('153');
    assert.doesNotMatch((await look(url)).html, /value="rate"/);
    const shown = await service.call('mia', `GET /v1/cases/${id}`);
    const asked = String(shown.at('case.questions.0.asked.0.id'));
    await service.call(asked, `POST /v1/cases/${id}/answer`, { say: 'yes' });
    const page = await look(url);
    assert.equal((await send(page, 'rate', {})).status, 422);
    assert.equal(
      (await send(await look(url), 'rate', { service: '5', outcome: '2', words: 'Kind.' })).status,
      200,
    );
    assert.equal((await send(await look(url), 'rate', { service: '4' })).status, 200);
    const record = await service.call('mia', `GET /v1/cases/${id}/record`);
    const rated = (record.at('happened') as { kind: string; says: string }[]).filter(
      ({ kind }) => kind === 'rated',
    );
    assert.equal(rated.length, 2);
    assert.match(rated[0]?.says ?? '', /service 5 of 5, what came of it 2 of 5/);
  });

  it('complains: the review goes to the agent first, and the page says only thanks', async () => {
    const { url } = await opened('154');
    const sent = await send(await look(url), 'complain', { words: 'Nobody listened.' });
    assert.match(sent.html, /Thank you, we have it/);
  });

  it('withdraws, and a word opens it again', async () => {
    const { id, url } = await opened('155');
    const closed = await send(await look(url), 'close');
    assert.match(closed.html, /A word from you opens it again/);
    await send(closed, 'say', { words: 'I do want it after all.' });
    const shown = await service.call('mia', `GET /v1/cases/${id}`);
    assert.equal(shown.at('case.open'), true);
    assert.notEqual(shown.at('case.promised'), null);
  });

  it('speaks the language of the customer, and is kind about links that do not work', async () => {
    const { url } = await opened('156', { language: 'de' });
    assert.match((await look(url)).html, /<html lang="de"[^>]*>[\s\S]*Mehr dazu sagen/);
    assert.equal((await look(`${url}x`)).status, 404);
    assert.equal(
      (await fetch(`${url}x`, { method: 'POST', body: new URLSearchParams({ do: 'say' }) })).status,
      404,
    );
  });
});
