// Precedents on a real database: what counts, who is named, and how much is looked at.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { precedentsOfCase } from '../src/shell/precedents.ts';
import type { Precedent } from '../src/core/precedents/precedent.ts';
import type { Office } from './office.ts';
import { openService, type Service } from './service.ts';

let service: Service;
let office: Office;
before(async () => {
  service = await openService();
  ({ office } = service);
});
after(() => service?.close());

let customers = 0;
/** Opens a case of a customer of its own; what is planted is not to be seen in a precedent. */
async function open(facts: object, request: object = {}): Promise<string> {
  customers += 1;
  return office.open('mia', {
    customer: `Planted-Customer-${customers}`,
    subject: `Planted-Subject-${customers}`,
    ...request,
    facts,
  });
}

async function precedents(id: string, most?: number): Promise<readonly Precedent[]> {
  const found = await precedentsOfCase(office.engine, 'office', id, most);
  assert.ok('precedents' in found, JSON.stringify(found));
  return found.precedents;
}

describe('precedents of a case', () => {
  it('shows the closest first, in what it differs, and by role alone', async () => {
    const near = await open({ amount: '45' });
    await office.send('mia', near, { do: 'grant', reason: 'Planted-Reason' });
    const far = await open({ amount: '20', category: 'furniture' });
    await office.send('mia', far, { do: 'grant', done: true });
    const asked = await open({ amount: '50' });
    const [first, second, ...none] = await precedents(asked);
    assert.deepEqual(none, []);
    assert.equal(first?.decided.case, near);
    assert.deepEqual(first?.differs, ['amount $45.00 instead of $50.00']);
    assert.equal(first?.verdict, 'yes');
    assert.equal(first?.decided.role, 'agent');
    assert.equal(first?.decided.rule, 'refund/may/small');
    assert.equal(second?.decided.case, far);
    assert.deepEqual(second?.differs, [
      'amount $20.00 instead of $50.00',
      'category furniture instead of lamp',
    ]);
    assert.doesNotMatch(JSON.stringify([first, second]), /Planted|mia|Chen/i);
  });

  it('counts no case of another type, none that is open, and not itself', async () => {
    const favor = await open({}, { type: 'favor' });
    const asked = await open({ amount: '50' });
    const found = (await precedents(asked, 50)).map(({ decided }) => decided.case);
    assert.ok(!found.includes(favor) && !found.includes(asked));
    assert.equal(new Set(found).size, found.length);
  });

  it('counts what stands: a no that was looked at again is what it came to', async () => {
    const reopened = await open({ amount: '50', others_data: true });
    await office.send('mia', reopened, { do: 'decline' });
    const asked = await open({ amount: '50', others_data: true });
    const [no] = await precedents(asked);
    assert.equal(no?.decided.case, reopened);
    assert.equal(no?.verdict, 'no');
    assert.deepEqual(no?.differs, []);
    await office.send('mia', reopened, { do: 'reopen', facts: { others_data: false } });
    assert.ok(
      !(await precedents(asked, 50)).some(({ decided }) => decided.case === reopened),
      'it is open again',
    );
    await office.send('mia', reopened, { do: 'grant' });
    const yes = (await precedents(asked, 50)).find(({ decided }) => decided.case === reopened);
    assert.equal(yes?.verdict, 'yes');
    assert.ok(
      yes?.differs.some((line) => line.startsWith('others_data no instead of yes')),
      yes?.differs.join(),
    );
  });

  it('says a yes to less is one with a change', async () => {
    const part = await open({ amount: '48' });
    await office.send('mia', part, { do: 'grant', amount: '30' });
    const asked = await open({ amount: '48' });
    const [first] = await precedents(asked);
    assert.equal(first?.decided.case, part);
    assert.equal(first?.verdict, 'yes with a change');
    assert.equal(first?.asked, '$48.00');
    assert.equal(first?.granted, '$30.00');
  });

  it('counts what was ratified, with why, unless that names the customer', async () => {
    const because = 'They had a wedding, and the part was ours to bring.';
    const plain = await open({ amount: '2400', category: 'furniture' });
    await ratified(plain, because);
    const asked = await open({ amount: '2400', category: 'furniture' });
    const found = (await precedents(asked, 50)).find(({ decided }) => decided.case === plain);
    assert.equal(found?.verdict, 'yes');
    assert.deepEqual(found?.decided.ratified, { because });
    const named = await open({ amount: '2401', category: 'furniture' });
    await ratified(named, `Planted-Customer-${customers} had a wedding.`);
    const other = (await precedents(asked, 50)).find(({ decided }) => decided.case === named);
    assert.deepEqual(other?.decided.ratified, {});
  });

  it('gives what is left of an erased conversation', async () => {
    const erased = await open({ amount: '41' });
    await office.send('mia', erased, { do: 'grant', done: true });
    const customer = `Planted-Customer-${customers}`;
    const ran = await office.cli(['ledger', 'erase', '--customer', customer, '--by', 'lena']);
    assert.equal(ran.code, 0, ran.err);
    const asked = await open({ amount: '41' });
    const found = (await precedents(asked, 50)).find(({ decided }) => decided.case === erased);
    assert.equal(found?.verdict, 'yes');
    assert.equal(found?.granted, '$41.00');
    assert.ok(found?.differs.includes('category not on record, here lamp'), found?.differs.join());
  });

  it('is an operation: on the wire as it is here', async () => {
    const asked = await open({ amount: '48' });
    const found = await service.call('mia', `GET /v1/cases/${asked}/precedents?most=2`);
    assert.equal(found.status, 200, found.text);
    const [first] = found.at('precedents') as {
      verdict: string;
      role: string;
      likeness: { deciding: number };
    }[];
    assert.deepEqual(
      [
        first?.verdict,
        first?.role,
        first?.likeness.deciding,
        found.at('precedents.length'),
        found.at('type'),
      ],
      ['yes with a change', 'agent', 1, 2, 'refund'],
    );
    assert.doesNotMatch(found.text, /Planted|mia|Chen/i);
    assert.equal((await service.call('mia', 'GET /v1/cases/nope/precedents')).status, 404);
  });

  it('has none for what the book has no type for, and refuses a case that is not there', async () => {
    const own = await open({}, { type: 'a song for my lamp' });
    assert.deepEqual(await precedents(own), []);
    const missing = await precedentsOfCase(office.engine, 'office', 'nope');
    assert.ok('refused' in missing && missing.refused.code === 'unknown-case');
  });
});

/** Mia did it, and it is approved afterwards. */
async function ratified(id: string, because: string): Promise<void> {
  await office.send('mia', id, { do: 'ratify', words: 'Planted-Words', amount: '2400' });
  const shown = await office.cli(['case', 'show', id, '--json']);
  const { questions } = (
    JSON.parse(shown.out) as { case: { questions: { id: string; kind: string; asked: { id: string }[] }[] } }
  ).case;
  const question = questions.find(({ kind }) => kind === 'ratification');
  const by = question?.asked.at(-1)?.id;
  assert.ok(question && by !== undefined, shown.out);
  await office.send(by, id, { do: 'answer', question: question.id, say: 'yes', because });
}
