// People over HTTP: who is there, what they change about themselves, and how they are put in.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { officeNow } from './office.ts';
import { PEOPLE } from './people-world.ts';
import { openService, type Answer, type Service } from './service.ts';

let service: Service;
before(async () => {
  service = await openService();
});
after(() => service.close());

const idsOf = (answer: Answer): string[] => (answer.at('people') as { id: string }[]).map(({ id }) => id);
const inHours = (hours: number): string => new Date(officeNow() + hours * 3_600_000).toISOString();

describe('people over HTTP', () => {
  it('lists who is there, by what they can do, page by page', async () => {
    const leads = await service.call('mia', 'GET /v1/people?function=orders&grade=lead&on_duty=true');
    assert.equal(leads.status, 200, leads.text);
    // Tuesday morning in New York, afternoon in Berlin, night in Manila.
    assert.deepEqual(idsOf(leads), ['greta', 'jonas', 'lena', 'nadia', 'tomas']);
    assert.deepEqual(idsOf(await service.call('mia', 'GET /v1/people?manager=lena&language=cs')), ['pavel']);
    assert.deepEqual(idsOf(await service.call('mia', 'GET /v1/people?words=ok')), ['nadia']);
    assert.deepEqual(idsOf(await service.call('mia', 'GET /v1/people?grade=emperor')), []);
    const all: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await service.call('mia', `GET /v1/people?most=7${next === '' ? '' : `&after=${next}`}`);
      assert.equal(page.status, 200, page.text);
      all.push(...idsOf(page));
      next = page.at('next') as string | null;
    }
    assert.equal(all.length, 20);
    assert.deepEqual(all, all.toSorted());
    assert.equal((await service.call('mia', 'GET /v1/people?after=nowhere')).at('code'), 'wrong-cursor');
  });

  it('says who I am, and what I may change', async () => {
    const me = await service.call('kai', 'GET /v1/me');
    assert.equal(me.status, 200, me.text);
    assert.equal(me.at('person.name'), 'Kai Whitfield');
    assert.equal(me.at('person.may_change'), true);
    assert.equal(me.at('person.on_duty'), true);
    assert.equal(me.at('may_import'), false);
    // What the people's text says counts, and can't be withdrawn here.
    assert.equal(me.at('person.acts_for.0.for.id'), 'tomas');
    assert.equal(me.at('person.acts_for.0.id'), null);
    assert.equal((await service.call('nadia', 'GET /v1/me')).at('may_import'), true);
  });

  it('says where somebody is, once under a key', async () => {
    const say = { state: 'away', until: inHours(2) };
    const key = { 'idempotency-key': 'lunch' };
    const said = await service.call('pavel', 'POST /v1/people/pavel/presence', say, key);
    assert.equal(said.status, 200, said.text);
    const again = await service.call('pavel', 'POST /v1/people/pavel/presence', say, key);
    assert.equal(again.at('id'), said.at('id'));
    const shown = await service.call('mia', 'GET /v1/people/pavel');
    assert.equal(shown.at('presence.state'), 'away');
    assert.equal(shown.at('on_duty'), false);
    assert.equal(shown.at('may_change'), false);
    const other = await service.call('mia', 'POST /v1/people/pavel/presence', { state: 'here' });
    assert.deepEqual([other.status, other.at('code')], [403, 'not-yours']);
    const agent = await service.call('lumo', 'POST /v1/people/lumo/presence', { state: 'here' });
    assert.deepEqual([agent.status, agent.at('code')], [403, 'not-for-ai-agents']);
    assert.equal((await service.call('mia', 'GET /v1/people/nobody')).at('code'), 'unknown-person');
  });

  it('notes an absence whose reason colleagues do not read, and withdraws it', async () => {
    const noted = await service.call('lena', 'POST /v1/people/mia/absences', {
      from: '2026-04-01',
      until: '2026-04-02',
      reason: 'parental leave',
    });
    assert.equal(noted.status, 200, noted.text);
    assert.equal(
      (await service.call('lena', 'GET /v1/people/mia')).at('absences.0.reason'),
      'parental leave',
    );
    assert.equal((await service.call('kai', 'GET /v1/people/mia')).at('absences.0.reason'), undefined);
    assert.equal(
      (await service.call('kai', 'GET /v1/people/mia')).at('absences.0.from'),
      '2026-04-01T04:00:00Z',
    );
    const reason = await service.call('mia', 'POST /v1/people/mia/absences', {
      from: '2026-04-01',
      until: '2026-04-02',
      reason: 'the flu',
    });
    assert.equal(reason.status, 422);
    const id = String(noted.at('id'));
    assert.equal((await service.call('mia', `DELETE /v1/people/mia/absences/${id}`)).status, 200);
    assert.equal(
      (await service.call('mia', `DELETE /v1/people/mia/absences/${id}`)).at('code'),
      'unknown-absence',
    );
    assert.equal((await service.call('mia', 'GET /v1/people/mia')).at('absences.length'), 0);
  });

  it('lends authority as the book lets it', async () => {
    const lent = { to: 'rosa', up_to: '300 USD', from: '2026-04-01', until: '2026-04-02' };
    const given = await service.call('greta', 'POST /v1/people/greta/delegations', lent);
    assert.equal(given.status, 200, given.text);
    assert.equal((await service.call('mia', 'GET /v1/people/rosa')).at('acts_for.0.up_to'), '300.00 USD');
    const much = await service.call('greta', 'POST /v1/people/greta/delegations', {
      ...lent,
      up_to: '9000 USD',
    });
    assert.equal(much.at('code'), 'delegation-above-cap');
    assert.equal(much.at('problems.0.path'), 'up_to');
    const id = String(given.at('id'));
    assert.equal((await service.call('greta', `DELETE /v1/people/greta/delegations/${id}`)).status, 200);
    assert.equal((await service.call('mia', 'GET /v1/people/greta')).at('delegations.length'), 0);
  });

  it('previews people with everything that is wrong, and puts in what was previewed', async () => {
    const text = PEOPLE.replace(/^ {2}sam:[\s\S]*?(?=^ {2}hugo:)/m, '');
    assert.ok(text.length < PEOPLE.length);
    const wrong = await service.call('nadia', 'POST /v1/people/preview', {
      text: text.replace('grade: agent', 'grade: captain'),
      format: 'yaml',
    });
    assert.equal(wrong.status, 200, wrong.text);
    assert.equal(wrong.at('importable'), false);
    assert.equal(wrong.at('problems.0.code'), 'unknown-grade');
    assert.ok(Number(wrong.at('problems.0.line')) > 1);
    const preview = await service.call('nadia', 'POST /v1/people/preview', { text, format: 'yaml' });
    assert.equal(preview.at('importable'), true, preview.text);
    assert.deepEqual(preview.at('says'), ['Sam Oduya leaves.']);
    assert.equal(
      (await service.call('mia', 'POST /v1/people/preview', { text, format: 'yaml' })).status,
      403,
    );
    const put = { text, format: 'yaml', if_hash: preview.at('if_hash') };
    const imported = await service.call('nadia', 'POST /v1/people', put);
    assert.equal(imported.status, 200, imported.text);
    assert.equal(imported.at('changed'), true);
    const stale = await service.call('nadia', 'POST /v1/people', put);
    assert.deepEqual([stale.status, stale.at('code')], [412, 'changed-meanwhile']);
    const broken = await service.call('nadia', 'POST /v1/people', { text: 'people: [', format: 'yaml' });
    assert.deepEqual([broken.status, broken.at('code')], [422, 'wrong-people']);
    assert.equal((await service.call('sam', 'GET /v1/me')).at('code'), 'not-here');
  });

  it('answers whatever is sent with something that can be mended', async () => {
    const sent: [`${string} /${string}`, unknown][] = [
      ['POST /v1/people', { text: 'id;name\nmia;M\u0000ia\n', format: 'csv' }],
      ['POST /v1/people', { text: 'id;name\nmia;M\ud800ia\n', format: 'csv' }],
      ['POST /v1/people/preview', { text: '\u0000', format: 'yaml' }],
      ['POST /v1/people/mi%00a/presence', { state: 'here' }],
      ['POST /v1/people/mia/absences', { from: '\u0000', until: '2026-13-45' }],
      ['POST /v1/people/mia/absences', { from: '9999-12-31', until: '9999-12-31' }],
      ['POST /v1/people/nadia/delegations', { to: '__proto__', from: '2026-04-01', until: '2026-04-01' }],
      [
        'POST /v1/people/nadia/delegations',
        { to: 'kai', functions: ['\u0000'], from: '2026-04-01', until: '2026-04-01' },
      ],
      ['DELETE /v1/people/mia/absences/%00', undefined],
    ];
    for (const [request, body] of sent) {
      const answer = await service.call('nadia', request, body);
      assert.ok(answer.status >= 400 && answer.status < 500, `${request}: ${answer.status} ${answer.text}`);
    }
  });
});
