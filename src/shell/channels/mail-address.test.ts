import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAddress, readSender } from './mail-address.ts';

test('an address is one, and nothing else', () => {
  for (const right of [
    'mia@shop.example',
    'a.b+c_d@x-y.example',
    'jörg@müller.example',
    'sayso@localhost',
    "o'neil@x.org",
  ])
    assert.ok(isAddress(right), right);
  for (const wrong of [
    undefined,
    '',
    'mia',
    '@shop.example',
    'mia@',
    'mia@a@b.example',
    'mia@shop.example, eve@evil.example',
    'mia@shop.example;eve@evil.example',
    'Mia <mia@shop.example>',
    'mia@shop.example\r\nBcc: eve@evil.example',
    'mia@shop.example\n',
    'mi a@shop.example',
    '"mia"@shop.example',
    'mia@[127.0.0.1]',
    'mia@shop..example',
    `${'m'.repeat(65)}@shop.example`,
    `m@${'x'.repeat(260)}`,
  ])
    assert.ok(!isAddress(wrong), wrong);
});

test('who mails are from', () => {
  const address = 'care@shop.example';
  assert.deepEqual(readSender(address), { name: '', address });
  assert.deepEqual(readSender(`<${address}>`), { name: '', address });
  assert.deepEqual(readSender(`Kundendienst für alle <${address}>`), {
    name: 'Kundendienst für alle',
    address,
  });
  assert.deepEqual(readSender(`"Care, Lantern House" <${address}>`), {
    name: 'Care, Lantern House',
    address,
  });
  for (const wrong of [
    'care',
    'Care care@shop.example',
    `Care <${address}>, x <y@z.example>`,
    `A\n<${address}>`,
  ])
    assert.equal(readSender(wrong), undefined, wrong);
});
