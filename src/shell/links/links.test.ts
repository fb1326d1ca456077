/** A link is for one thing, until an instant, and nobody else can make one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerToken,
  customerPageLink,
  readAnswerToken,
  readCustomerPageToken,
  type AnswerLink,
} from './links.ts';
import { tokenFor, Tokens } from '../tokens.ts';

const SECRET = Buffer.alloc(32, 7);
const NOW = Date.parse('2026-03-10T14:00:00Z');
const LATER = NOW + 60_000;
const LINK: AnswerLink = {
  organization: 'office',
  question: 'c1/q1',
  person: 'lena',
  offered: 'yes',
  id: 'a1',
};
const NOT_OURS = { wrong: 'not ours' };

test('a link says what it is for, until it expires', async () => {
  const token = await answerToken(SECRET, LINK, LATER);
  assert.deepEqual(await readAnswerToken(SECRET, token, NOW), { link: LINK });
  assert.deepEqual(await readAnswerToken(SECRET, token, LATER), { wrong: 'expired', link: LINK });
});

test('a link that was changed, or signed by somebody else, is not ours', async () => {
  const token = await answerToken(SECRET, LINK, LATER);
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  const forged = Buffer.from(JSON.stringify({ ...claims, for: 'nadia' })).toString('base64url');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
  for (const wrong of [
    `${head}.${forged}.${signature}`,
    `${head}.${body}.${flipped}`,
    `${none}.${body}.`,
    `${head}.${body}`,
    '',
    'x'.repeat(100_000),
    await answerToken(Buffer.alloc(32, 8), LINK, LATER),
  ])
    assert.deepEqual(await readAnswerToken(SECRET, wrong, NOW), NOT_OURS, wrong.slice(0, 100));
});

test('a link is never taken for a caller’s token, nor for a link to something else, nor the other way round', async () => {
  const answering = await answerToken(SECRET, LINK, LATER);
  const url = await customerPageLink(
    SECRET,
    'https://sayso.example',
    { organization: 'office', conversation: 'v1' },
    LATER,
  );
  const page = url.slice('https://sayso.example/c/'.length);
  const caller = await tokenFor({ organization: 'office', person: 'lena' }, SECRET, LATER);
  assert.deepEqual(await readCustomerPageToken(SECRET, page, NOW), {
    link: { organization: 'office', conversation: 'v1' },
  });
  for (const token of [page, caller]) assert.deepEqual(await readAnswerToken(SECRET, token, NOW), NOT_OURS);
  for (const token of [answering, caller])
    assert.deepEqual(await readCustomerPageToken(SECRET, token, NOW), NOT_OURS);
  const tokens = new Tokens(SECRET);
  assert.deepEqual(await tokens.check(answering, NOW), { wrong: 'not-ours' });
  assert.deepEqual(await tokens.check(answering, LATER + 1), { wrong: 'not-ours' });
  // A customer's page is theirs: its link names the customer of that conversation, and never a person.
  assert.deepEqual(await tokens.check(page, NOW), {
    bearer: { organization: 'office', conversation: 'v1' },
    expires: NOW,
  });
  // Not even one that is out of date says anything of another purpose.
  assert.deepEqual(await readAnswerToken(SECRET, page, LATER + 1), NOT_OURS);
});
