// What is asked of somebody beside a yes: a view, and to take a customer over; each answered in the inbox.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { after, before, endsSoon, it, openBrowser, PHONE, signIn, type Browser } from './browser.ts';
import { openHouse, type House } from './house.ts';
import { call } from './screens.ts';

type Question = { id: string; kind: string; asked: { id: string; name: string }[] };

let house: House;
let desk: Browser;
let phone: Browser;

/** The one question that is open, as its case shows it. */
async function questionOf(id: string): Promise<Question> {
  const shown = await call(house, 'lena', `GET /cases/${id}`);
  const [question] = (shown['case'] as { questions: Question[] }).questions;
  assert.ok(question);
  return question;
}

/** Whoever is asked first looks at it, on their phone. */
async function openAsked(id: string): Promise<Question> {
  const question = await questionOf(id);
  const [first] = question.asked;
  assert.ok(first);
  await signIn(phone.page, house.address, first.id, `/inbox/${id}`);
  return question;
}

describe('what is asked beside a yes', () => {
  after(endsSoon);
  before(async () => {
    house = await openHouse({ filled: false });
    desk = await openBrowser();
    phone = await openBrowser({ size: PHONE });
  });
  after(async () => {
    await Promise.all([desk?.close(), phone?.close()]);
    await house?.close();
  });

  it('a view is given in words, and the agent says yes with it', async () => {
    const placed = new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10);
    const opened = await call(house, 'lena', 'POST /cases', {
      words: 'The lamp is 150 cheaper in the shop next door.',
      request: {
        type: 'price_match',
        customer: 'c-78',
        subject: 'order 78',
        facts: { difference: '150.00', seller: 'shop', 'order.value': '600.00', 'order.placed': placed },
      },
    });
    const { id } = opened['case'] as { id: string };
    await signIn(desk.page, house.address, 'lena', `/cases/${id}`);
    await desk.page.getByRole('heading', { name: /Yes, after a word with/ }).waitFor();
    await desk.page.getByRole('button', { name: /^Ask / }).click();
    await desk.page.getByRole('heading', { name: /is asked/ }).waitFor();
    const question = await openAsked(id);
    assert.equal(question.kind, 'consult');
    await phone.page.getByRole('button', { name: 'Give my view' }).click();
    assert.ok(await phone.page.getByRole('button', { name: 'Send my view' }).isDisabled());
    await phone.page.getByLabel('Your view').fill('The margin allows it.');
    await phone.page.getByRole('button', { name: 'Send my view' }).click();
    await phone.page.getByText(/not asked of you any more/).waitFor();
    await desk.page
      .getByText(/The margin allows it/)
      .first()
      .waitFor();
    await desk.page.getByRole('button', { name: /^Say yes/ }).click();
    await desk.page.getByRole('heading', { name: /Yes \$150\.00, by Lena Brandt/ }).waitFor();
  });

  it('a unit agrees once the manager has said yes, as was known before anybody was asked', async () => {
    const request = {
      type: 'refund',
      customer: 'c-79',
      subject: 'order 79',
      facts: { amount: '700', 'order.value': '900', category: 'lamp', identity_verified: true },
    };
    const opened = await call(house, 'mia', 'POST /cases', { words: 'All of it back, please.', request });
    const { id } = opened['case'] as { id: string };
    await signIn(desk.page, house.address, 'mia', `/cases/${id}`);
    await desk.page.getByText('then finance agrees as well').waitFor();
    await desk.page.getByRole('button', { name: /^Ask / }).click();
    await desk.page.getByRole('heading', { name: /is asked/ }).waitFor();
    const first = await openAsked(id);
    assert.equal(first.kind, 'approval');
    await phone.page.getByRole('button', { name: /^Yes, \$700/ }).click();
    await phone.page.getByText(/not asked of you any more/).waitFor();
    // Nothing is granted yet.
    assert.equal(await desk.page.getByRole('heading', { name: /^Yes \$700/ }).count(), 0);
    const second = await openAsked(id);
    assert.equal(second.kind, 'agreement');
    await phone.page.getByRole('button', { name: 'Yes, we agree' }).click();
    await desk.page.getByRole('heading', { name: /^Yes \$700\.00, by/ }).waitFor();
  });

  it('a customer is handed over, and whoever takes them over has the case', async () => {
    const opened = await call(house, 'mia', 'POST /cases', {
      words: 'My bank wants to have the payment back.',
      request: {
        type: 'chargeback_dispute',
        customer: 'c-77',
        facts: { identity_verified: true, disputed: '80.00' },
      },
    });
    const { id } = opened['case'] as { id: string };
    await signIn(desk.page, house.address, 'mia', `/cases/${id}`);
    await desk.page.getByRole('button', { name: 'More', exact: true }).click();
    await desk.page.getByRole('menuitem', { name: 'Hand the customer over' }).click();
    await desk.page.getByRole('combobox', { name: 'To whom' }).fill('Vera');
    await desk.page
      .getByRole('option', { name: /Vera Novak/ })
      .first()
      .click();
    await desk.page.getByRole('button', { name: 'Hand the customer over' }).click();
    await desk.page.getByRole('heading', { name: /is asked/ }).waitFor();
    const question = await openAsked(id);
    assert.equal(question.kind, 'transfer');
    await phone.page.getByRole('button', { name: 'Take the customer over' }).click();
    await desk.page.getByText(`held by ${question.asked[0]?.name}`).waitFor();
  });
});
