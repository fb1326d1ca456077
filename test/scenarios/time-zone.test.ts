/** What a customer reads of times is on the clock where they are. */
import assert from 'node:assert/strict';
import { openRefund, story } from '../story.ts';

await story('A customer in Tokyo reads the time in Tokyo', '2026-03-10T14:00:00Z', (world) => {
  const id = openRefund(world, { time_zone: 'Asia/Tokyo', language: 'de' });
  world.do('mia', id, { do: 'promise', by: Date.parse('2026-03-10T16:30:00Z') });
  assert.deepEqual(world.toCustomer(id).slice(-1), [
    'Sie hören von uns spätestens morgen um 01:30 (Ortszeit Tokyo).',
  ]);
});

await story('A customer says themself where they are', '2026-03-10T14:00:00Z', (world) => {
  const id = openRefund(world);
  const said = (): string => {
    world.do('mia', id, { do: 'promise', by: Date.parse('2026-03-10T16:30:00Z') });
    return world.toCustomer(id).at(-1) ?? '';
  };
  assert.equal(said(), 'You will hear from us by 12:30 today (New York time).');
  world.do('@customer', id, { do: 'tell', time_zone: 'Europe/Paris', language: 'fr' });
  assert.equal(said(), 'Vous aurez de nos nouvelles au plus tard aujourd’hui à 17:30 (heure de Paris).');
  assert.equal(
    world.refused('@customer', id, { do: 'tell', time_zone: 'Pariis' }).mend,
    'Did you mean "Europe/Paris"?',
  );
});

await story('Where a customer is makes it no other request', '2026-03-10T14:00:00Z', (world) => {
  const id = openRefund(world, { amount: '150' });
  world.do('mia', id, { do: 'ask' });
  world.do('mia', id, { do: 'tell', time_zone: 'Asia/Tokyo' });
  world.do('lena', id, { do: 'answer', say: 'yes' });
  assert.equal(world.case(id).answer?.kind, 'yes');
});
