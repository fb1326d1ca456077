// Books in use, over HTTP: a draft, what it changes, two persons, a notice, the way back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { LEAD_MS } from '../src/shell/publish/state.ts';
import { startRunner } from '../src/shell/runner.ts';
import { officeNow } from './office.ts';
import { openService, refund, type Service } from './service.ts';

const BOOK = readFileSync(new URL('../books/shop/book.yaml', import.meta.url), 'utf8');
const EIGHTY = BOOK.replace(/(small:\n\s+from: agent\n\s+up to:) 60 USD/, '$1 80 USD');
const CASES = `at: 2026-03-02T15:00:00Z
cases:
  seventy is a yes at once:
    as: mia
    request: { type: refund, facts: { amount: 70.00, category: lamp, damaged: no, order: { value: 120.00, delivered: 2026-02-20 } } }
    expect: { verdict: grant, rule: refund/may/small }
`;

let service: Service;
before(async () => {
  service = await openService();
});
after(() => service?.close());

/** A refund that nothing is left to ask about. */
const undamaged = (amount: string): object => {
  const request = refund(amount, { customer: `c-${amount}` }) as { facts: object };
  return { ...request, facts: { ...request.facts, damaged: false } };
};

const verdict = async (amount: string): Promise<unknown[]> => {
  const { at } = await service.call('mia', 'POST /v1/decisions', {
    request: undamaged(amount),
  });
  return [at('verdict'), at('rule')];
};

/** Waits for what is announced, on the clock of the machine. */
const announced = (instant: unknown): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Date.parse(String(instant)) - officeNow() + 1));

test('a draft is tried, compared and published by a second person, and rolled back', async () => {
  const checked = await service.call('nadia', 'POST /v1/book/check', {
    text: BOOK.replace('from: agent\n        up to: 60', 'from: agnt\n        up to: 60'),
  });
  assert.deepEqual(
    [checked.status, checked.at('sound'), checked.at('findings.0.code')],
    [200, false, 'unknown-grade'],
  );
  assert.equal((await service.call('mia', 'POST /v1/book/check', { text: BOOK })).status, 403);
  const draft = await service.call('nadia', 'POST /v1/book/drafts', { text: EIGHTY, cases: CASES });
  assert.equal(draft.status, 200, draft.text);
  const id = String(draft.at('draft'));
  const tried = await service.call('tomas', `GET /v1/book/drafts/${id}/trial`);
  assert.deepEqual([tried.at('cases'), tried.at('green'), tried.at('red')], [1, 1, []]);
  const difference = await service.call('tomas', `GET /v1/book/difference?to=${id}`);
  assert.equal(difference.at('changes.0.words'), 'refund, “small” (agent): up to 60 USD → 80 USD');
  assert.deepEqual(
    [difference.at('answers.0.before.verdict'), difference.at('answers.0.after.verdict')],
    ['handoff', 'grant'],
  );
  const drafts = await service.call('nadia', 'GET /v1/book/drafts');
  assert.equal(drafts.at('drafts.0.may_publish'), false);
  assert.equal(
    (await service.call('nadia', `POST /v1/book/drafts/${id}/publish`, {})).at('code'),
    'needs-a-second-person',
  );
  const key = { 'idempotency-key': 'publish-1' };
  const published = await service.call('tomas', `POST /v1/book/drafts/${id}/publish`, {}, key);
  assert.equal(published.status, 200, published.text);
  const again = await service.call('tomas', `POST /v1/book/drafts/${id}/publish`, {}, key);
  assert.deepEqual([again.status, again.text], [200, published.text]);
  await announced(published.at('in_force_from'));
  assert.deepEqual(await verdict('70'), ['grant', 'refund/may/small']);
  const shown = await service.call('mia', 'GET /v1/book');
  assert.deepEqual([shown.at('version.uploaded_by.id'), shown.at('text')], ['nadia', EIGHTY]);
  const back = await service.call('greta', 'POST /v1/book/rollback', {
    from: shown.at('version.book'),
    because: 'It was meant for lamps alone.',
  });
  assert.equal(back.status, 200, back.text);
  const versions = await service.call('mia', 'GET /v1/book/versions');
  assert.deepEqual(
    [0, 1, 2].map((n) => [versions.at(`versions.${n}.how`), versions.at(`versions.${n}.in_force`)]),
    [
      ['rolled back', false],
      ['published', true],
      ['put', false],
    ],
  );
});

test('an emergency notice covers an open case within seconds, and ends when it is ended', async () => {
  const runner = startRunner(service.office.engine, { askDatabase: () => Promise.resolve(officeNow()) });
  try {
    const opened = await service.call('mia', 'POST /v1/cases', { request: undamaged('90') });
    const id = String(opened.at('case.id'));
    const given = await service.call('tomas', 'POST /v1/book/notices', {
      name: 'storm',
      types: ['refund'],
      from: 'agent',
      up_to: '100 USD',
      when: 'recent',
      because: 'The parcels of the north are lost.',
    });
    assert.equal(given.status, 200, given.text);
    assert.ok(Date.parse(String(given.at('in_force_from'))) <= officeNow() + LEAD_MS);
    const covered = async (): Promise<boolean> =>
      (await service.call('mia', `GET /v1/cases/${id}/record`)).text.includes(
        'An emergency notice lets the owner say yes',
      );
    for (const until = officeNow() + 20_000; !(await covered()) && officeNow() < until;)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(await covered());
    assert.equal((await service.call('mia', `POST /v1/cases/${id}/grant`, {})).status, 200);
    const listed = await service.call('mia', 'GET /v1/book/notices');
    assert.deepEqual(listed.at('notices.0.granted'), {
      grants: 1,
      sums: [{ unit: 'USD', amount: '90.00' }],
    });
    const notice = String(given.at('notice'));
    const ended = await service.call('tomas', `POST /v1/book/notices/${notice}/end`, { because: 'Found.' });
    assert.equal(ended.status, 200, ended.text);
    assert.ok(Date.parse(String(ended.at('until'))) < Date.parse(String(given.at('until'))));
    const review = { outcome: 'keep', because: 'Well done.' };
    const path = `POST /v1/book/notices/${notice}/review` as const;
    assert.equal((await service.call('tomas', path, review)).at('code'), 'needs-a-second-person');
    assert.equal((await service.call('nadia', path, review)).status, 200);
  } finally {
    await runner.stop();
  }
});
