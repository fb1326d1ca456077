// Reviews that wait for somebody: the agent first, then their managers, and nobody else.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { openService, refund, type Service } from './service.ts';

let service: Service;
before(async () => {
  service = await openService();
});
after(() => service.close());

const waiting = async (as: string): Promise<unknown> => {
  const mine = await service.call(as, 'GET /v1/my/reviews');
  assert.equal(mine.status, 200, mine.text);
  return (mine.at('reviews') as { waits: string }[]).map(({ waits }) => waits);
};

it('a review waits for the agent first, then for a manager of theirs, and for nobody else', async () => {
  const opened = await service.call('mia', 'POST /v1/cases', { request: refund('20'), at_once: true });
  const id = String(opened.at('case.id'));
  assert.deepEqual(await waiting('mia'), []);
  await service.call('mia', `POST /v1/cases/${id}/complain`, { words: 'Nobody listened.' });
  assert.deepEqual(
    [await waiting('mia'), await waiting('lena'), await waiting('kai')],
    [['respond'], [], []],
  );
  await service.call('mia', `POST /v1/cases/${id}/respond`, { words: 'I did.' });
  assert.deepEqual(
    [await waiting('mia'), await waiting('lena'), await waiting('kai')],
    [[null], ['sign'], []],
  );
  const signed = await service.call('lena', `POST /v1/cases/${id}/sign`, { outcome: 'upheld' });
  assert.equal(signed.status, 200, signed.text);
  assert.deepEqual([await waiting('mia'), await waiting('lena')], [[], []]);
});
